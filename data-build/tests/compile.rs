//! Building files: what is kept, what is left out, what failure leaves behind.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use tempfile::TempDir;
use vademecum::{Concept, ConceptId, Engine, Error, ErrorCode, FormatError, Part, Sctid, SearchOptions};
use vademecum_build::compile::{BuildError, BuildOptions, build};
use vademecum_build::progress::{Observer, Silent, Unit};
use vademecum_build::rf2::Rf2Error;
use vademecum_build::synth::{MIN_CONCEPTS, SynthOptions, write_release};
use vademecum_build::warnings::WarningKind;

/// A demonstration release, written once.
static RELEASE: LazyLock<(TempDir, PathBuf)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let release = folder.path().join("release");
    write_release(&SynthOptions { concepts: MIN_CONCEPTS, seed: 3, out: release.clone() }).unwrap();
    (folder, release)
});

fn options() -> BuildOptions {
    BuildOptions { inputs: vec![RELEASE.1.clone()], ..BuildOptions::default() }
}

fn built(options: &BuildOptions) -> (Engine, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.vade");
    build(options, &out, &Silent).unwrap();
    let engine = Engine::open(&out).unwrap();
    engine.verify().unwrap();
    (engine, folder)
}

fn first<'e>(engine: &'e Engine, query: &str) -> Concept<'e> {
    engine.search(query, &SearchOptions::default()).unwrap().hits[0].concept
}

fn ids(set: Result<vademecum::ConceptSet<'_>, Error>) -> BTreeSet<ConceptId> {
    set.unwrap().ids().unwrap().into_iter().collect()
}

/// A release of a few rows.
struct Rows {
    folder: TempDir,
}

impl Rows {
    /// Concepts by id, is-a relationships between them; each concept with a name and a synonym.
    fn new(concepts: &[u64], is_a: &[(u64, u64)]) -> Rows {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, header: &str, rows: Vec<String>| {
            let text: String =
                std::iter::once(header.to_owned()).chain(rows).map(|row| row + "\r\n").collect();
            std::fs::write(folder.path().join(name), text).unwrap();
        };
        write(
            "sct2_Concept_Snapshot_INT_20260101.txt",
            "id\teffectiveTime\tactive\tmoduleId\tdefinitionStatusId",
            concepts
                .iter()
                .map(|id| format!("{id}\t20260101\t1\t900000000000207008\t900000000000074008"))
                .collect(),
        );
        let description = |(number, id): (usize, &u64)| {
            let row = |offset: usize, type_: u64, term: &str| {
                let id = sctid(2_000_000 + number as u64 * 2 + offset as u64, 1);
                format!(
                    "{id}\t20260101\t1\t900000000000207008\t{}\ten\t{type_}\t{term}\t900000000000448009",
                    concepts[number]
                )
            };
            [
                row(0, 900000000000003001, &format!("Thing {id} (finding)")),
                row(1, 900000000000013009, &format!("Thing {id}")),
            ]
        };
        write(
            "sct2_Description_Snapshot-en_INT_20260101.txt",
            "id\teffectiveTime\tactive\tmoduleId\tconceptId\tlanguageCode\ttypeId\tterm\tcaseSignificanceId",
            concepts.iter().enumerate().flat_map(description).collect(),
        );
        let relationship = |(number, (child, parent)): (usize, &(u64, u64))| {
            let id = sctid(3_000_000 + number as u64, 2);
            format!(
                "{id}\t20260101\t1\t900000000000207008\t{child}\t{parent}\t0\t116680003\t900000000000011006\t900000000000451002"
            )
        };
        write(
            "sct2_Relationship_Snapshot_INT_20260101.txt",
            "id\teffectiveTime\tactive\tmoduleId\tsourceId\tdestinationId\trelationshipGroup\ttypeId\tcharacteristicTypeId\tmodifierId",
            is_a.iter().enumerate().map(relationship).collect(),
        );
        Rows { folder }
    }

    fn options(&self) -> BuildOptions {
        BuildOptions { inputs: vec![self.folder.path().to_owned()], ..BuildOptions::default() }
    }
}

/// A well-formed id of this item and partition.
fn sctid(item: u64, partition: u64) -> u64 {
    let stem = (item * 100 + partition) * 10;
    (stem..stem + 10).find(|id| Sctid::new(*id).unwrap().has_valid_check_digit()).unwrap()
}

const ROOT: u64 = 138_875_005;
const IS_A: u64 = 116_680_003;

#[test]
fn the_same_bytes_on_one_thread_and_on_four() {
    let folder = tempfile::tempdir().unwrap();
    let build_on = |threads: usize, name: &str| {
        let out = folder.path().join(name);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| build(&options(), &out, &Silent)).unwrap();
        std::fs::read(out).unwrap()
    };
    assert!(build_on(1, "one") == build_on(4, "four"));
}

#[test]
fn chosen_concepts_keep_everything_that_their_records_refer_to() {
    let (whole, _folder) = built(&options());
    let chosen = first(&whole, "heart attack");
    let id = chosen.id().unwrap();
    let (part, _folder) = built(&BuildOptions { concepts: Some(vec![id.sctid()]), ..options() });
    assert!(part.manifest().is_subset);
    assert!(part.manifest().counts.concepts < whole.manifest().counts.concepts / 4);
    // Every kept concept answers as it does in the whole file, but for what lies below it.
    let root = part.concept(ConceptId::new(ROOT).unwrap()).unwrap().unwrap();
    let mut kept = 0;
    for concept in root.descendants_or_self().unwrap().iter() {
        let other = whole.concept(concept.id().unwrap()).unwrap().unwrap();
        assert_eq!(ids(concept.ancestors()), ids(other.ancestors()));
        assert_eq!(ids(concept.parents()), ids(other.parents()));
        assert_eq!(concept.fsn().unwrap(), other.fsn().unwrap());
        assert_eq!(
            format!("{:?}", concept.attributes().unwrap()),
            format!("{:?}", other.attributes().unwrap())
        );
        assert_eq!(
            format!("{:?}", concept.descriptions().unwrap()),
            format!("{:?}", other.descriptions().unwrap())
        );
        assert!(ids(concept.children()).is_subset(&ids(other.children())));
        kept += 1;
    }
    assert_eq!(kept, part.manifest().counts.active_concepts);
    // What was left out is not "not found".
    let missing = first(&whole, "appendicectomy").id().unwrap();
    assert_eq!(part.concept(missing).map(|_| ()).unwrap_err().code(), ErrorCode::NotInFile);
}

#[test]
fn what_was_left_out_says_so() {
    let without_all = BuildOptions { without: Part::ALL.to_vec(), ..options() };
    let (engine, _folder) = built(&without_all);
    let (whole, _folder) = built(&options());
    let id = first(&whole, "heart attack").id().unwrap();
    let concept = engine.concept(id).unwrap().unwrap();
    let not_in_file = |result: Result<(), Error>| {
        assert!(matches!(result, Err(Error::Format(FormatError::NotInFile { .. }))), "{result:?}");
    };
    not_in_file(engine.search("heart", &SearchOptions::default()).map(|_| ()));
    not_in_file(concept.attributes().map(|_| ()));
    let no_definitions = BuildOptions { without: vec![Part::Definitions], ..options() };
    let (searched, _folder) = built(&no_definitions);
    let definitions = SearchOptions { definitions: true, ..SearchOptions::default() };
    not_in_file(searched.search("heart", &definitions).map(|_| ()));
    not_in_file(searched.search_set("heart", &definitions).map(|_| ()));
    not_in_file(concept.descriptions().unwrap()[0].effective_time().map(|_| ()));
    let definition = whole.concept(id).unwrap().unwrap().definitions().unwrap();
    assert!(!definition.is_empty(), "the concept has a definition to leave out");
    not_in_file(concept.definitions().unwrap()[0].term().map(|_| ()));
    // All else answers as before.
    let other = whole.concept(id).unwrap().unwrap();
    assert_eq!(
        concept.preferred_term(engine.language_order()).unwrap(),
        other.preferred_term(whole.language_order()).unwrap()
    );
    assert_eq!(ids(concept.descendants()), ids(other.descendants()));
    assert!(engine.file_length() < whole.file_length());
}

#[test]
fn the_language_order_decides_the_preferred_term() {
    let us = Some(vec![vademecum::metadata::US_ENGLISH]);
    let (gb, _folder) = built(&options());
    let (us, _folder) = built(&BuildOptions { language: us, ..options() });
    let term = |engine: &Engine| {
        let concept = first(engine, "anaemia");
        concept.preferred_term(engine.language_order()).unwrap().unwrap()
    };
    assert_eq!((term(&gb).as_str(), term(&us).as_str()), ("Anaemia", "Anemia"));
    let order = gb.language("en-US").unwrap();
    assert_eq!(first(&gb, "anaemia").preferred_term(&order).unwrap().as_deref(), Some("Anemia"));
    let none = BuildOptions { language: Some(vec![vademecum::metadata::NHS_CLINICAL]), ..options() };
    let error = build(&none, Path::new("never.vade"), &Silent).unwrap_err();
    assert!(matches!(error, BuildError::NoLanguage { .. }), "{error}");
    let some = Some(vec![vademecum::metadata::NHS_CLINICAL, vademecum::metadata::GB_ENGLISH]);
    let folder = tempfile::tempdir().unwrap();
    let report =
        build(&BuildOptions { language: some, ..options() }, &folder.path().join("x"), &Silent).unwrap();
    assert_eq!(report.warnings.count(WarningKind::LanguageRefsetNotInRelease), 1);
}

#[test]
fn the_report_tells_what_was_done() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.vade");
    let stale = vec![
        first(&built(&options()).0, "asthma").id().unwrap().sctid(),
        Sctid::new(sctid(77_777, 0)).unwrap(),
    ];
    let report = build(&BuildOptions { concepts: Some(stale), ..options() }, &out, &Silent).unwrap();
    assert_eq!(report.warnings.count(WarningKind::ConceptNotInRelease), 1);
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(
        json["warnings"]["concept_not_in_release"]["examples"][0]["value"],
        sctid(77_777, 0).to_string()
    );
    assert!(json["stages"].as_array().unwrap().iter().any(|stage| stage["name"] == "reading"));
    let sections = json["sections"].as_array().unwrap();
    assert!(
        sections.iter().any(|section| section["name"] == "text.terms" && section["bytes"].as_u64() > Some(0))
    );
    assert_eq!(report.counts, Engine::open(&out).unwrap().manifest().counts);
}

#[test]
fn a_failed_build_leaves_an_older_file_untouched_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.vade");
    std::fs::write(&out, "an older file").unwrap();
    let cycle = Rows::new(
        &[ROOT, IS_A, sctid(5_000, 0), sctid(5_001, 0)],
        &[(IS_A, ROOT), (sctid(5_000, 0), sctid(5_001, 0)), (sctid(5_001, 0), sctid(5_000, 0))],
    );
    let error = build(&cycle.options(), &out, &Silent).unwrap_err();
    assert!(matches!(error, BuildError::Cycle(_)), "{error}");
    for member in [sctid(5_000, 0), sctid(5_001, 0)] {
        assert!(error.to_string().contains(&member.to_string()), "{error}");
    }
    let error = build(&BuildOptions::default(), &out, &Silent).unwrap_err();
    assert!(matches!(error, BuildError::Rf2(Rf2Error::NoRelease { .. } | Rf2Error::NoConcepts)), "{error}");
    let none = BuildOptions { concepts: Some(vec![Sctid::new(sctid(77_777, 0)).unwrap()]), ..options() };
    assert!(matches!(build(&none, &out, &Silent).unwrap_err(), BuildError::NoConceptsKept));
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "an older file");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    let nowhere = folder.path().join("no such folder").join("out.vade");
    assert!(matches!(build(&options(), &nowhere, &Silent).unwrap_err(), BuildError::Write { .. }));
}

/// Cancels at the question of this number.
struct CancelAt(AtomicU32);

impl Observer for CancelAt {
    fn begin(&self, _: &'static str, _: Option<u64>, _: Unit) {}
    fn advance(&self, _: u64) {}
    fn end(&self) {}
    fn cancelled(&self) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_err()
    }
}

#[test]
fn cancelling_anywhere_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.vade");
    let mut questions = 0;
    loop {
        let result = build(&options(), &out, &CancelAt(AtomicU32::new(questions)));
        if result.is_ok() {
            break;
        }
        let error = result.unwrap_err();
        assert!(matches!(error, BuildError::Cancelled | BuildError::Rf2(Rf2Error::Cancelled)), "{error}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "after {questions} questions");
        questions += 1 + questions / 4;
    }
    assert!(questions > 5, "the build asks often enough to be stopped");
}

#[test]
fn the_smallest_releases_work() {
    let (engine, _folder) = built(&Rows::new(&[ROOT, IS_A], &[(IS_A, ROOT)]).options());
    assert_eq!(ids(engine.concept(ConceptId::new(ROOT).unwrap()).unwrap().unwrap().descendants()).len(), 1);
    let folder = tempfile::tempdir().unwrap();
    let orphan = Rows::new(&[ROOT, IS_A, sctid(5_000, 0)], &[(IS_A, ROOT)]);
    let report = build(&orphan.options(), &folder.path().join("out.vade"), &Silent).unwrap();
    assert_eq!(report.warnings.count(WarningKind::ConceptWithoutParent), 1);
    // Without language reference sets, the FSN stands for the preferred term.
    let concept = engine.concept(ConceptId::new(ROOT).unwrap()).unwrap().unwrap();
    assert_eq!(
        concept.preferred_term(engine.language_order()).unwrap().as_deref(),
        Some("Thing 138875005 (finding)")
    );
}

#[test]
fn a_demonstration_is_marked_and_a_release_is_not() {
    let (demonstration, _folder) = built(&options());
    assert!(demonstration.manifest().marking.as_deref().unwrap().contains("Not for clinical use"));
    let (release, _folder) = built(&Rows::new(&[ROOT, IS_A], &[(IS_A, ROOT)]).options());
    assert_eq!(release.manifest().marking, None);
}

#[test]
fn engines_are_shared_between_threads() {
    let (engine, _folder) = built(&options());
    std::thread::scope(|scope| {
        let search =
            |query: &'static str| engine.search(query, &SearchOptions::default()).unwrap().hits.len();
        let threads = ["heart att", "asthma", "frac", "diab"].map(|query| scope.spawn(move || search(query)));
        assert!(threads.into_iter().all(|thread| thread.join().unwrap() > 0));
    });
}

#[test]
fn concepts_of_two_files_are_not_mixed() {
    let (one, _folder) = built(&options());
    let (other, _folder) = built(&options());
    let (a, b) = (first(&one, "heart attack"), first(&other, "heart attack"));
    assert!(matches!(a.is_subsumed_by(b), Err(Error::OtherFile)));
    assert!(matches!(a.subsumption(b), Err(Error::OtherFile)));
    let below = b.descendants_or_self().unwrap();
    assert!(below.contains(b) && !below.contains(a));
    let within = SearchOptions { within: Some(&below), ..SearchOptions::default() };
    assert!(matches!(one.search("heart", &within), Err(Error::OtherFile)));
}
