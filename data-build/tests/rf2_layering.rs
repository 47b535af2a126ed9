//! Layering against a model: the newest row of each id, kept in hash maps.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in its helpers as well"
)]

mod rf2_written;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;

use proptest::prelude::*;
use rf2_written::*;
use tempfile::TempDir;
use vademecum::{Sctid, metadata};
use vademecum_build::progress::Silent;
use vademecum_build::rf2::{
    self, Acceptability, AttributeValue, CaseSignificance, DescriptionType, Release, Rf2Options,
};
use vademecum_build::warnings::WarningKind;

const DATES: [u32; 3] = [20_250_101, 20_250_801, 20_260_201];
const MODULES: [u64; 2] = [metadata::CORE_MODULE, metadata::MODEL_MODULE];
const TYPES: [u64; 4] = [metadata::FSN, metadata::SYNONYM, metadata::DEFINITION, metadata::IS_A];
const CASES: [u64; 3] =
    [metadata::CASE_INSENSITIVE, metadata::CASE_SENSITIVE, metadata::INITIAL_CASE_INSENSITIVE];
const ACCEPTABILITIES: [u64; 3] = [metadata::PREFERRED, metadata::ACCEPTABLE, metadata::ROOT];
const REFSETS: [u64; 2] = [metadata::GB_ENGLISH, metadata::US_ENGLISH];
const CHARACTERISTICS: [u64; 2] = [metadata::INFERRED, 900_000_000_000_010_007];
const VALUES: [&str; 3] = ["#1", "#0.5", "\"a\""];
/// Concepts 0 and 1 are the root and |Is a|; the last two of a reference are in no file.
const CONCEPTS: u64 = 7;

fn concept_at(number: u64) -> u64 {
    match number {
        0 => metadata::ROOT,
        1 => metadata::IS_A,
        other => concept(other),
    }
}

/// The head of a row: number of the id, date, active, module.
type Head = (u64, usize, bool, usize);

fn head(ids: u64) -> impl Strategy<Value = Head> {
    (0..ids, 0..DATES.len(), proptest::bool::weighted(0.8), 0..MODULES.len())
}

/// A row without its id.
fn row(head: Head, rest: &[String]) -> (u64, Vec<String>) {
    let (number, date, active, module) = head;
    let mut values =
        vec![DATES[date].to_string(), u64::from(active).to_string(), MODULES[module].to_string()];
    values.extend_from_slice(rest);
    (number, values)
}

/// The rows of one file by id: an id stands in a file once.
type Rows = BTreeMap<String, Vec<String>>;

fn rows(
    row: impl Strategy<Value = (u64, Vec<String>)>,
    most: usize,
    id: impl Fn(u64) -> String,
) -> impl Strategy<Value = Rows> {
    proptest::collection::vec(row, 0..most)
        .prop_map(move |rows| rows.into_iter().map(|(number, values)| (id(number), values)).collect())
}

#[derive(Debug, Clone)]
struct Content {
    concepts: Rows,
    descriptions: Rows,
    relationships: Rows,
    concrete: Rows,
    language: Rows,
    crlf: bool,
    /// 0 a folder, 1 an archive, 2 an archive in an archive.
    form: u8,
}

prop_compose! {
    fn any_content()(
        concepts in rows(
            (head(CONCEPTS), any::<bool>()).prop_map(|(head, defined)| {
                let status = if defined { metadata::DEFINED } else { metadata::PRIMITIVE };
                row(head, &[status.to_string()])
            }),
            14,
            |number| concept_at(number).to_string(),
        ),
        descriptions in rows(
            (head(12), 0..CONCEPTS + 1, 0..TYPES.len(), "[a-c\"é ]{0,4}", 0..CASES.len(), "en|fr").prop_map(
                |(head, of, kind, term, case, code)| {
                    row(head, &[concept_at(of).to_string(), code, TYPES[kind].to_string(), term, CASES[case].to_string()])
                },
            ),
            20,
            |number| description(number).to_string(),
        ),
        relationships in rows(
            (head(16), 0..CONCEPTS + 1, 1..CONCEPTS, 0u32..3, 1..4u64, 0..CHARACTERISTICS.len()).prop_map(
                |(head, source, step, group, kind, characteristic)| {
                    // Never to itself.
                    let destination = (source + step) % (CONCEPTS + 1);
                    row(head, &[
                        concept_at(source).to_string(),
                        concept_at(destination).to_string(),
                        group.to_string(),
                        concept_at(kind).to_string(),
                        CHARACTERISTICS[characteristic].to_string(),
                        metadata::EXISTENTIAL.to_string(),
                    ])
                },
            ),
            30,
            |number| relationship(number).to_string(),
        ),
        concrete in rows(
            (head(6), 0..CONCEPTS + 1, 0..VALUES.len(), 0u32..2, 2..4u64).prop_map(|(head, source, value, group, kind)| {
                row(head, &[
                    concept_at(source).to_string(),
                    VALUES[value].to_owned(),
                    group.to_string(),
                    concept_at(kind).to_string(),
                    metadata::INFERRED.to_string(),
                    metadata::EXISTENTIAL.to_string(),
                ])
            }),
            8,
            |number| relationship(100 + number).to_string(),
        ),
        language in rows(
            (head(20), 0..REFSETS.len(), 0..13u64, 0..ACCEPTABILITIES.len()).prop_map(
                |(head, refset, of, acceptability)| {
                    row(head, &[
                        REFSETS[refset].to_string(),
                        description(of).to_string(),
                        ACCEPTABILITIES[acceptability].to_string(),
                    ])
                },
            ),
            30,
            member,
        ),
        crlf in any::<bool>(),
        form in 0..3u8,
    ) -> Content {
        Content { concepts, descriptions, relationships, concrete, language, crlf, form }
    }
}

fn package(content: &Content) -> Package {
    let end = if content.crlf { "\r\n" } else { "\n" };
    let mut package = Package::default();
    for (path, header, rows) in [
        (CONCEPT_FILE, CONCEPT, &content.concepts),
        (DESCRIPTION_FILE, DESCRIPTION, &content.descriptions),
        (RELATIONSHIP_FILE, RELATIONSHIP, &content.relationships),
        (CONCRETE_FILE, CONCRETE, &content.concrete),
        (LANGUAGE_FILE, LANGUAGE, &content.language),
    ] {
        let lines = rows.iter().map(|(id, values)| format!("{id}\t{}", values.join("\t")));
        package = package.lines(path, end, [header.to_owned()].into_iter().chain(lines));
    }
    package
}

/// The newest rows of one kind, each with the number of its package; and how often two packages held a row of
/// the same, newest date: (equal rows, different rows).
struct Model {
    newest: HashMap<String, (Vec<String>, usize)>,
    repeated: u64,
    equal_time: u64,
    superseded: u64,
}

fn model<'a>(packages: impl Iterator<Item = &'a Rows>) -> Model {
    let mut all: HashMap<String, Vec<(Vec<String>, usize)>> = HashMap::new();
    for (number, rows) in packages.enumerate() {
        for (id, values) in rows {
            all.entry(id.clone()).or_default().push((values.clone(), number));
        }
    }
    let mut model = Model { newest: HashMap::new(), repeated: 0, equal_time: 0, superseded: 0 };
    for (id, versions) in all {
        let date = versions.iter().map(|(values, _)| values[0].clone()).max().unwrap();
        let newest: Vec<_> = versions.iter().filter(|(values, _)| values[0] == date).collect();
        model.superseded += (versions.len() - newest.len()) as u64;
        for pair in newest.windows(2) {
            *(if pair[0].0 == pair[1].0 { &mut model.repeated } else { &mut model.equal_time }) += 1;
        }
        model.newest.insert(id, newest.last().copied().unwrap().clone());
    }
    model
}

fn number(text: &str) -> u64 {
    text.parse().unwrap()
}

/// Date, active, module, concept, language code, type, term, case significance.
type DescriptionTold = (u32, bool, u64, u64, String, u64, String, u64);

/// Date, number of the package, id, acceptability.
type MemberTold = (u32, usize, String, u64);

/// Everything a release says, in ids and texts instead of positions.
#[derive(Debug, PartialEq, Eq, Default)]
struct Told {
    concepts: BTreeMap<u64, (u32, bool, u64, bool)>,
    descriptions: BTreeMap<u64, DescriptionTold>,
    is_a: BTreeSet<(u64, u64)>,
    attributes: BTreeSet<(u64, u32, u64, String)>,
    language: BTreeMap<(u64, u64), u64>,
    warnings: BTreeMap<&'static str, u64>,
    superseded: u64,
}

fn expected(contents: &[Content]) -> Told {
    let concepts = model(contents.iter().map(|content| &content.concepts));
    let descriptions = model(contents.iter().map(|content| &content.descriptions));
    // Relationships of both kinds are layered together; their ids do not meet here.
    let relationships = model(contents.iter().map(|content| &content.relationships));
    let concrete = model(contents.iter().map(|content| &content.concrete));
    let language = model(contents.iter().map(|content| &content.language));
    let mut told = Told::default();
    let mut warnings: BTreeMap<WarningKind, u64> = BTreeMap::new();
    for model in [&concepts, &descriptions, &relationships, &concrete, &language] {
        *warnings.entry(WarningKind::RepeatedRow).or_default() += model.repeated;
        *warnings.entry(WarningKind::EqualEffectiveTime).or_default() += model.equal_time;
        told.superseded += model.superseded;
    }
    for (id, (values, _)) in &concepts.newest {
        let defined = number(&values[3]) == metadata::DEFINED;
        told.concepts
            .insert(number(id), (number(&values[0]) as u32, values[1] == "1", number(&values[2]), defined));
    }
    for (id, (values, _)) in &descriptions.newest {
        if !told.concepts.contains_key(&number(&values[3])) {
            *warnings.entry(WarningKind::DescriptionOfUnknownConcept).or_default() += 1;
        } else if number(&values[5]) == metadata::IS_A {
            *warnings.entry(WarningKind::UnknownDescriptionType).or_default() += 1;
        } else {
            let row = (
                number(&values[0]) as u32,
                values[1] == "1",
                number(&values[2]),
                number(&values[3]),
                values[4].clone(),
                number(&values[5]),
                values[6].clone(),
                number(&values[7]),
            );
            told.descriptions.insert(number(id), row);
        }
    }
    let both = [(&relationships, false), (&concrete, true)];
    for (values, is_concrete) in both
        .iter()
        .flat_map(|(model, is_concrete)| model.newest.values().map(|(values, _)| (values, *is_concrete)))
    {
        if values[1] != "1" || number(&values[7]) != metadata::INFERRED {
            continue;
        }
        let (source, attribute_type) = (number(&values[3]), number(&values[6]));
        let mut needed = vec![source, attribute_type];
        let mut ends = vec![source];
        if !is_concrete {
            needed.push(number(&values[4]));
            ends.push(number(&values[4]));
        }
        if needed.iter().any(|id| !told.concepts.contains_key(id)) {
            *warnings.entry(WarningKind::RelationshipToUnknownConcept).or_default() += 1;
            continue;
        }
        let inactive = ends.iter().any(|id| !told.concepts[id].1);
        if attribute_type == metadata::IS_A {
            if inactive {
                *warnings.entry(WarningKind::IsAOfInactiveConcept).or_default() += 1;
            } else {
                told.is_a.insert((source, number(&values[4])));
            }
        } else {
            *warnings.entry(WarningKind::AttributeOfInactiveConcept).or_default() += u64::from(inactive);
            told.attributes.insert((source, number(&values[5]) as u32, attribute_type, values[4].clone()));
        }
    }
    let mut members: BTreeMap<(u64, u64), Vec<MemberTold>> = BTreeMap::new();
    for (id, (values, package)) in &language.newest {
        let (refset, of, acceptability) = (number(&values[3]), number(&values[4]), number(&values[5]));
        if values[1] != "1" {
            continue;
        }
        let Some(described) = told.descriptions.get(&of) else {
            *warnings.entry(WarningKind::LanguageMemberOfUnknownDescription).or_default() += 1;
            continue;
        };
        if !described.1 {
            continue;
        }
        if acceptability == metadata::ROOT {
            *warnings.entry(WarningKind::UnknownAcceptability).or_default() += 1;
            continue;
        }
        let member = (number(&values[0]) as u32, *package, id.clone(), acceptability);
        members.entry((of, refset)).or_default().push(member);
    }
    for (pair, mut of_pair) in members {
        of_pair.sort();
        let conflicts = of_pair.windows(2).filter(|pair| pair[0].3 != pair[1].3).count();
        *warnings.entry(WarningKind::ConflictingLanguageMembers).or_default() += conflicts as u64;
        told.language.insert(pair, of_pair.last().unwrap().3);
    }
    told.warnings = warnings.into_iter().filter(|(_, n)| *n > 0).map(|(kind, n)| (kind.name(), n)).collect();
    told
}

fn told(release: &Release) -> Told {
    let concept = |position: u32| release.concepts[position as usize].id.number();
    let module = |number: u16| release.modules[usize::from(number)].number();
    let concepts = release
        .concepts
        .iter()
        .map(|row| (row.id.number(), (row.effective_time, row.active, module(row.module), row.defined)))
        .collect();
    let descriptions = release
        .descriptions
        .iter()
        .map(|row| {
            let kind = match row.description_type {
                DescriptionType::Fsn => metadata::FSN,
                DescriptionType::Synonym => metadata::SYNONYM,
                DescriptionType::Definition => metadata::DEFINITION,
            };
            let case = match row.case_significance {
                CaseSignificance::Insensitive => metadata::CASE_INSENSITIVE,
                CaseSignificance::Sensitive => metadata::CASE_SENSITIVE,
                CaseSignificance::InitialInsensitive => metadata::INITIAL_CASE_INSENSITIVE,
            };
            let code = release.language_codes[usize::from(row.language_code)].clone();
            let text = release.term(row).to_owned();
            let module = module(row.module);
            (
                row.id.number(),
                (row.effective_time, row.active, module, concept(row.concept), code, kind, text, case),
            )
        })
        .collect();
    let attributes = release
        .attributes
        .iter()
        .map(|row| {
            let value = match row.value {
                AttributeValue::Concept(position) => concept(position).to_string(),
                AttributeValue::Concrete(number) => release.concrete_values[number as usize].clone(),
            };
            (concept(row.source), row.group, concept(row.attribute_type), value)
        })
        .collect();
    let language = release
        .language
        .iter()
        .map(|row| {
            let of = release.descriptions[row.description as usize].id.number();
            let acceptability = match row.acceptability {
                Acceptability::Preferred => metadata::PREFERRED,
                Acceptability::Acceptable => metadata::ACCEPTABLE,
            };
            ((of, release.language_refsets[usize::from(row.refset)].number()), acceptability)
        })
        .collect();
    Told {
        concepts,
        descriptions,
        is_a: release.is_a.iter().map(|(child, parent)| (concept(*child), concept(*parent))).collect(),
        attributes,
        language,
        warnings: release.warnings.counts().map(|(kind, count)| (kind.name(), count)).collect(),
        superseded: release.statistics.superseded_rows,
    }
}

/// The tables are in the order that is promised, each entry once.
fn assert_order(release: &Release) {
    fn ascends<T: Ord>(rows: impl IntoIterator<Item = T>) -> bool {
        rows.into_iter().is_sorted_by(|a, b| a < b)
    }
    assert!(ascends(release.concepts.iter().map(|row| row.id)));
    assert!(ascends(release.descriptions.iter().map(|row| (row.concept, row.id))));
    assert!(ascends(&release.is_a) && ascends(&release.attributes) && ascends(&release.modules));
    assert!(ascends(release.language.iter().map(|row| (row.description, row.refset))));
    assert!(ascends(&release.language_refsets) && ascends(&release.concrete_values));
    assert!(ascends(&release.language_codes));
}

fn check(inputs: &[Vec<Content>]) {
    let folder = TempDir::new().unwrap();
    let mut paths = Vec::new();
    for (number, contents) in inputs.iter().enumerate() {
        let input = folder.path().join(format!("input{number}"));
        for (number, content) in contents.iter().enumerate() {
            let package = package(content);
            let name = format!("p{number}");
            match content.form {
                0 => package.write(&input.join(name)),
                form => {
                    fs::create_dir_all(&input).unwrap();
                    let mut bytes = package.zip();
                    if form == 2 {
                        bytes = zip([("inner/release.zip", bytes.as_slice())]);
                    }
                    fs::write(input.join(format!("{name}.zip")), bytes).unwrap();
                }
            }
        }
        paths.push(input);
    }
    let options = Rf2Options { inputs: paths, allow_mixed_releases: true };
    let contents = inputs.concat();
    let wanted = expected(&contents);
    if wanted.concepts.is_empty() {
        assert!(matches!(rf2::read(&options, &Silent), Err(rf2::Rf2Error::NoConcepts)));
        return;
    }
    let release = rf2::read(&options, &Silent).unwrap();
    assert_order(&release);
    assert_eq!(told(&release), wanted);
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let again = alone.install(|| rf2::read(&options, &Silent)).unwrap();
    assert_eq!(
        serde_json::to_string(&again.warnings).unwrap(),
        serde_json::to_string(&release.warnings).unwrap()
    );
    assert_eq!(again.statistics, release.statistics);
    assert_eq!((again.terms, again.descriptions), (release.terms, release.descriptions));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_release_is_what_the_model_makes_of_its_rows(
        inputs in proptest::collection::vec(proptest::collection::vec(any_content(), 1..4), 1..3)
    ) {
        check(&inputs);
    }
}

#[test]
fn the_same_package_twice_changes_nothing() {
    let folder = TempDir::new().unwrap();
    let paths = [folder.path().join("a"), folder.path().join("b")];
    for path in &paths {
        small().write(path);
    }
    let once = read(&paths[..1]).unwrap();
    let twice = read(&paths).unwrap();
    assert_eq!(once.concepts, twice.concepts);
    assert_eq!(once.is_a, twice.is_a);
    assert_eq!(twice.warnings.counts().collect::<Vec<_>>(), [(WarningKind::RepeatedRow, 5 + 2 + 4 + 2)]);
}

/// A package with one concept below the root, in a module that needs the core module of a date.
fn extension(date: u32) -> Package {
    let module = 999_000_011_000_000_103u64;
    let refset = metadata::MODULE_DEPENDENCY;
    let is_a = [
        relationship(50).to_string(),
        "20260201\t1".to_owned(),
        module.to_string(),
        concept(50).to_string(),
        concept(1).to_string(),
        "0".to_owned(),
        metadata::IS_A.to_string(),
        metadata::INFERRED.to_string(),
        metadata::EXISTENTIAL.to_string(),
    ];
    let row = line([&concept(50), &20_260_201, &1, &module, &metadata::PRIMITIVE]);
    let needs =
        line([&member(50), &20_260_201, &1, &module, &refset, &metadata::CORE_MODULE, &20_260_201, &date]);
    Package::default()
        .lines(CONCEPT_FILE, "\n", [CONCEPT.to_owned(), row])
        .lines(RELATIONSHIP_FILE, "\n", [RELATIONSHIP.to_owned(), is_a.join("\t")])
        .lines(MODULE_DEPENDENCY_FILE, "\n", [MODULE_DEPENDENCY.to_owned(), needs])
}

#[test]
fn inputs_that_do_not_belong_together_are_refused_unless_allowed() {
    let folder = TempDir::new().unwrap();
    let paths = [folder.path().join("base"), folder.path().join("extension")];
    small().write(&paths[0]);
    extension(20_260_101).write(&paths[1]);
    let release = read(&paths).unwrap();
    assert!(release.warnings.is_empty(), "{:?}", release.warnings);
    assert_eq!(rf2::edition_uri(&release).unwrap().module, Sctid::new(999_000_011_000_000_103).unwrap());

    extension(20_260_201).write(&paths[1]);
    let error = read(&paths).unwrap_err();
    assert!(matches!(error, rf2::Rf2Error::MismatchedModule { expected: 20_260_201, found: 20_260_101, .. }));
    let options = Rf2Options { inputs: paths.to_vec(), allow_mixed_releases: true };
    let release = rf2::read(&options, &Silent).unwrap();
    assert_eq!(release.warnings.count(WarningKind::ModuleDependencyMismatch), 1);

    let error = read(&paths[1..]).unwrap_err();
    assert!(
        matches!(error, rf2::Rf2Error::ExtensionAlone { required: metadata::CORE_MODULE, .. }),
        "{error}"
    );
    assert!(error.to_string().contains("20260201"), "{error}");
}
