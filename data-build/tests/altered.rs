//! Altered files: no bytes make the engine panic or hang, and damage is never answered from.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod altering;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use altering::{Random, iterations, make_checksums_right, sections};

use vademecum::{ActiveFilter, ConceptId, DescriptionId, Engine, Sctid, SearchOptions};
use vademecum_build::compile::{BuildOptions, build};
use vademecum_build::progress::Silent;
use vademecum_build::synth::{MIN_CONCEPTS, SynthOptions, write_release};

/// A built demonstration file, and where it was built.
static FILE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let release = folder.path().join("release");
    write_release(&SynthOptions { concepts: MIN_CONCEPTS, seed: 7, out: release.clone() }).unwrap();
    let out: PathBuf = folder.path().join("demo.vade");
    build(&BuildOptions { inputs: vec![release], ..BuildOptions::default() }, &out, &Silent).unwrap();
    std::fs::read(out).unwrap()
});

/// Asks everything of a few components, and answers by question; an error is an answer.
fn ask(engine: &Engine, ids: &[u64]) -> BTreeMap<String, String> {
    let mut answers = BTreeMap::new();
    let mut say = |id: u64, what: &str, answer: String| answers.insert(format!("{what} of {id}"), answer);
    let released = |id: u64| ConceptId::from_released(Sctid::new(id).unwrap());
    for id in ids {
        let concept = match engine.concept(released(*id)) {
            Ok(Some(concept)) => concept,
            other => {
                say(*id, "concept", format!("{other:?}"));
                continue;
            }
        };
        let language = engine.language_order();
        say(*id, "id", format!("{:?} {:?}", concept.id(), concept.is_active()));
        say(*id, "module", format!("{:?} {:?}", concept.module(), concept.effective_time()));
        say(*id, "names", format!("{:?} {:?}", concept.fsn(), concept.preferred_term(language)));
        say(*id, "tag", format!("{:?}", concept.semantic_tag()));
        say(*id, "descriptions", format!("{:?}", concept.descriptions()));
        say(*id, "attributes", format!("{:?}", concept.attributes()));
        say(*id, "parents", format!("{:?}", concept.parents().and_then(|set| set.ids())));
        say(*id, "children", format!("{:?}", concept.children().and_then(|set| set.ids())));
        say(*id, "ancestors", format!("{:?}", concept.ancestors().and_then(|set| set.ids())));
        say(*id, "descendants", format!("{:?}", concept.descendants().and_then(|set| set.ids())));
        for (number, description) in concept.descriptions().into_iter().flatten().take(2).enumerate() {
            let answer = format!("{:?} {:?}", description.acceptability(), description.language_code());
            say(*id, &format!("acceptability {number}"), answer);
            say(*id, &format!("time {number}"), format!("{:?}", description.effective_time()));
            let by_id =
                description.id().map(|id| engine.description(DescriptionId::from_released(id.sctid())));
            say(*id, &format!("by id {number}"), format!("{by_id:?}"));
        }
        for other in ids.iter().take(3) {
            let answer = format!("{:?}", engine.subsumption(released(*id), released(*other)));
            say(*id, &format!("subsumption by {other}"), answer);
        }
    }
    for query in ["heart att", "a", "chron hepat", "frac frac", "β"] {
        let options =
            SearchOptions { total: true, definitions: true, active: ActiveFilter::Any, ..Default::default() };
        say(0, query, format!("{:?}", engine.search(query, &options)));
    }
    answers
}

/// Ids to ask about: some from all over the file.
fn ids(engine: &Engine) -> Vec<u64> {
    let root = engine.concept(ConceptId::new(138_875_005).unwrap()).unwrap().unwrap();
    let all = root.descendants_or_self().unwrap().ids().unwrap();
    all.iter().step_by(all.len() / 12).map(|id| id.number()).chain([138_875_005, 128_241_005]).collect()
}

#[test]
fn damage_is_an_error_or_the_same_answer() {
    let whole = Engine::from_bytes(FILE.clone()).unwrap();
    let ids = ids(&whole);
    let expected = ask(&whole, &ids);
    let mut random = Random(1);
    for turn in iterations(120) {
        let mut bytes = FILE.clone();
        let at = random.below(bytes.len());
        bytes[at] ^= 1 << random.below(8);
        let Ok(engine) = Engine::from_bytes(bytes) else { continue };
        for (question, answer) in ask(&engine, &ids) {
            let is_error = answer.contains("Err(") || answer.contains("damaged");
            let same = expected.get(&question) == Some(&answer);
            assert!(same || is_error, "turn {turn}, byte {at}: {question}: {answer}");
        }
        assert!(engine.verify().is_err(), "turn {turn}, byte {at}: `verify` does not see the damage");
    }
}

#[test]
fn no_bytes_panic_or_hang() {
    let whole = Engine::from_bytes(FILE.clone()).unwrap();
    let ids = ids(&whole);
    let places = sections(&FILE);
    let mut random = Random(2);
    for _ in iterations(400) {
        let mut bytes = FILE.clone();
        for _ in 0..=random.below(3) {
            let (_, start, end) = places[random.below(places.len())];
            // Lengths and widths stand at the beginning of sections, so half of the alterations go there.
            let reach = if random.below(2) == 0 { (end - start).min(48) } else { end - start };
            let at = start + random.below(reach.max(1));
            bytes[at] = random.next() as u8;
        }
        make_checksums_right(&mut bytes);
        let Ok(engine) = Engine::from_bytes(bytes) else { continue };
        let began = Instant::now();
        let _ = ask(&engine, &ids);
        let _ = engine.verify();
        assert!(began.elapsed() < Duration::from_secs(60), "answers took {:?}", began.elapsed());
    }
}

#[test]
fn a_cut_file_says_so() {
    let mut random = Random(3);
    for length in (0..70).chain((0..40).map(|_| random.below(FILE.len()))) {
        let error = Engine::from_bytes(FILE[..length].to_vec()).map(|_| ()).unwrap_err();
        let name = error.code().name();
        assert!(name == "damaged" || (length == 0 && name == "not_vade"), "{length} bytes: {error}");
    }
    let mut longer = FILE.clone();
    longer.push(0);
    assert!(Engine::from_bytes(longer).is_err());
}

#[test]
fn other_versions_and_other_files_say_so() {
    let with = |at: usize, value: u8| {
        let mut bytes = FILE.clone();
        bytes[at] = value;
        make_checksums_right(&mut bytes);
        Engine::from_bytes(bytes).map(|_| ()).unwrap_err()
    };
    assert_eq!(with(8, 200).code().name(), "version");
    assert_eq!(with(8, 0).code().name(), "version");
    assert_eq!(with(0, b'P').code().name(), "not_vade");
    // The name of the first section, which is required.
    assert_eq!(with(64, b'x').code().name(), "version");
    let text_mode: Vec<u8> =
        FILE.iter().flat_map(|byte| if *byte == b'\n' { vec![b'\r', b'\n'] } else { vec![*byte] }).collect();
    assert_eq!(Engine::from_bytes(text_mode).map(|_| ()).unwrap_err().code().name(), "not_vade");
    for other in [&b"PK\x03\x04"[..], b"SQLite format 3\0", b"", b"\x89PNG\r\n\x1a\n"] {
        assert_eq!(Engine::from_bytes(other).map(|_| ()).unwrap_err().code().name(), "not_vade");
    }
}
