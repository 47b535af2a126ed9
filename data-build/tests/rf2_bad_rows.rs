//! What is wrong in a file is told by file, line, column and value, or counted as a warning.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in its helpers as well"
)]

mod rf2_written;

use proptest::prelude::*;
use rf2_written::*;
use vademecum::metadata;
use vademecum_build::progress::{Observer, Unit};
use vademecum_build::rf2::{self, FileKind, Release, Rf2Error, Rf2Options};
use vademecum_build::warnings::WarningKind;

const MODULE: u64 = metadata::CORE_MODULE;

/// A concept row.
fn concept_row(
    id: &dyn ToString,
    time: &dyn ToString,
    active: &dyn ToString,
    status: &dyn ToString,
) -> String {
    line([id, time, active, &MODULE, status])
}

fn description_row(item: u64, concept: u64, description_type: u64, term: &str) -> String {
    let (id, case) = (description(item), metadata::CASE_INSENSITIVE);
    line([&id, &20_260_101, &1, &MODULE, &concept, &"en", &description_type, &term, &case])
}

fn relationship_row(item: u64, source: u64, value: &dyn ToString, attribute_type: u64) -> String {
    line([
        &relationship(item),
        &20_260_101,
        &1,
        &MODULE,
        &source,
        value,
        &0,
        &attribute_type,
        &metadata::INFERRED,
        &metadata::EXISTENTIAL,
    ])
}

fn member_row(item: u64, time: u32, description: u64, acceptability: u64) -> String {
    line([&member(item), &time, &1, &MODULE, &metadata::GB_ENGLISH, &description, &acceptability])
}

/// Reads the small release with something appended to a file.
fn with(path: &str, more: impl AsRef<[u8]>) -> Result<Release, Rf2Error> {
    read_folder(&small().append(path, more))
}

/// Asserts that a message holds all of these.
#[track_caller]
fn tells(error: &Rf2Error, parts: &[&str]) {
    let message = error.to_string();
    for part in parts {
        assert!(message.contains(part), "{part:?} is not in: {message}");
    }
}

#[track_caller]
fn assert_value(error: Rf2Error, file: &str, at: u64, name: &str, found: &str) {
    let Rf2Error::Value { path, line, column, value, .. } = &error else { panic!("{error}") };
    assert!(path.ends_with(file), "{path}");
    assert_eq!((*line, *column, value.as_str()), (at, name, found));
    tells(&error, &[file, &format!("line {at}"), name, found]);
}

/// Asserts one warning of a kind, with its line and value.
#[track_caller]
fn assert_warning(release: &Release, kind: WarningKind, line: u64, value: &str) {
    assert_eq!(release.warnings.count(kind), 1, "{:?}", release.warnings);
    let example = release.warnings.examples(kind).next().unwrap();
    assert_eq!((example.line, example.value.as_str()), (line, value));
    assert!(example.path.ends_with(".txt"), "{example:?}");
}

#[test]
fn the_small_release_is_read_without_warnings() {
    let release = read_folder(&small()).unwrap();
    assert_eq!((release.concepts.len(), release.descriptions.len(), release.is_a.len()), (5, 2, 4));
    assert!(release.warnings.is_empty(), "{:?}", release.warnings);
    assert_eq!(release.term(&release.descriptions[0]), "term 1");
    assert_eq!(release.language.len(), 2);
    assert_eq!(release.statistics.rows[&FileKind::Concept].total, 5);
}

#[test]
fn values_that_do_not_parse_are_refused() {
    let core = metadata::PRIMITIVE;
    for (row, column, value) in [
        (concept_row(&"12a456", &20_260_101, &1, &core), "id", "12a456"),
        (concept_row(&"1234567\0", &20_260_101, &1, &core), "id", "1234567\\u{0}"),
        (concept_row(&"12345", &20_260_101, &1, &core), "id", "12345"),
        (concept_row(&"0123456", &20_260_101, &1, &core), "id", "0123456"),
        (concept_row(&"1234567890123456789", &20_260_101, &1, &core), "id", "1234567890123456789"),
        (concept_row(&concept(9), &"20261301", &1, &core), "effectiveTime", "20261301"),
        (concept_row(&concept(9), &"", &1, &core), "effectiveTime", ""),
        (concept_row(&concept(9), &20_260_101, &"2", &core), "active", "2"),
        (
            concept_row(&concept(9), &20_260_101, &1, &metadata::FSN),
            "definitionStatusId",
            "900000000000003001",
        ),
    ] {
        assert_value(with(CONCEPT_FILE, row).unwrap_err(), CONCEPT_FILE, 7, column, value);
    }
    let case = description_row(9, concept(1), metadata::FSN, "x")
        .replace(&metadata::CASE_INSENSITIVE.to_string(), "900000000000003001");
    let error = with(DESCRIPTION_FILE, case).unwrap_err();
    assert_value(error, DESCRIPTION_FILE, 4, "caseSignificanceId", "900000000000003001");
    let group = relationship_row(9, concept(1), &concept(2), concept(3)).replace("\t0\t", "\t4294967296\t");
    let error = with(RELATIONSHIP_FILE, group).unwrap_err();
    assert_value(error, RELATIONSHIP_FILE, 6, "relationshipGroup", "4294967296");
    let uuid = member_row(9, 20_260_101, description(1), metadata::PREFERRED).replacen('-', "_", 1);
    let error = with(LANGUAGE_FILE, uuid).unwrap_err();
    assert_value(error, LANGUAGE_FILE, 4, "id", &member(9).replacen('-', "_", 1));
}

#[test]
fn concrete_values_have_one_of_three_forms() {
    let file = |value: &str, attribute_type| {
        let row = relationship_row(9, concept(1), &value, attribute_type);
        read_folder(&small().lines(CONCRETE_FILE, "\n", [CONCRETE.to_owned(), row]))
    };
    for value in ["#0.5", "#-10", "\"text\"", "\"\"", "true", "false"] {
        let release = file(value, concept(3)).unwrap();
        assert_eq!(release.concrete_values, [value]);
        assert_eq!(release.attributes.len(), 1);
    }
    for value in ["", "0.5", "#", "#x", "\"text", "\"", "TRUE"] {
        assert_value(file(value, concept(3)).unwrap_err(), CONCRETE_FILE, 2, "value", value);
    }
    let error = file("#1", metadata::IS_A).unwrap_err();
    assert_value(error, CONCRETE_FILE, 2, "typeId", "116680003");
}

#[test]
fn headers_are_checked() {
    let header = CONCEPT.replace("moduleId", "module");
    let error = read_folder(&small().lines(CONCEPT_FILE, "\r\n", [header])).unwrap_err();
    assert!(matches!(&error, Rf2Error::Header { position: 4, expected: "moduleId", .. }), "{error}");
    tells(&error, &[CONCEPT_FILE, "line 1", "column 4", "`module`", "`moduleId`"]);
    let error = read_folder(&small().bytes(CONCEPT_FILE, "")).unwrap_err();
    assert!(matches!(&error, Rf2Error::NoHeader { expected: 5, .. }), "{error}");
    tells(&error, &[CONCEPT_FILE, "line 1"]);
    let error = read_folder(&small().bytes(DESCRIPTION_FILE, "\r\n")).unwrap_err();
    assert!(matches!(&error, Rf2Error::NoHeader { .. }), "{error}");
}

#[test]
fn a_byte_order_mark_and_another_case_in_the_header_are_tolerated() {
    let text = String::from_utf8(small().files[CONCEPT_FILE].clone()).unwrap();
    let text = format!("\u{feff}{}", text.replace("effectiveTime", "EFFECTIVETIME"));
    assert_eq!(read_folder(&small().bytes(CONCEPT_FILE, text)).unwrap().concepts.len(), 5);
}

#[test]
fn rows_have_as_many_columns_as_the_header() {
    for (row, found) in
        [("100001\t20260101\r\n", 2), ("\r\n1\t2\t3\t4\t5\r\n", 0), ("1\t2\t3\t4\t5\t6\r\n", 6)]
    {
        let error = with(CONCEPT_FILE, row).unwrap_err();
        assert!(
            matches!(&error, Rf2Error::Columns { line: 7, expected: 5, found: f, .. } if *f == found),
            "{error}"
        );
        tells(&error, &[CONCEPT_FILE, "line 7", &format!("{found} columns"), "expected 5"]);
    }
}

#[test]
fn a_last_line_without_end_and_blank_lines_at_the_end_are_fine() {
    let row = concept_row(&concept(9), &20_260_101, &1, &metadata::DEFINED);
    for end in ["", "\r\n", "\n", "\r\n\r\n", "\n\n\n"] {
        let release = with(CONCEPT_FILE, format!("{row}{end}")).unwrap();
        let position = release.concept_position(vademecum::Sctid::new(concept(9)).unwrap()).unwrap();
        assert!(release.concepts[position as usize].defined);
    }
}

#[test]
fn terms_are_taken_as_they_are() {
    let long = "é€😀x".repeat(1024);
    for term in ["", "\"quoted", "'", "a \0 b", " ", &long] {
        let row = description_row(0, concept(1), metadata::SYNONYM, term);
        let release = with(DESCRIPTION_FILE, row).unwrap();
        assert_eq!(release.term(&release.descriptions[0]), term);
    }
}

#[test]
fn bytes_that_are_not_utf_8_are_found_to_the_byte() {
    let mut row = description_row(9, concept(1), metadata::SYNONYM, "ab#d").into_bytes();
    let at = row.iter().position(|byte| *byte == b'#').unwrap();
    row[at] = 0xe9;
    let offset = (small().files[DESCRIPTION_FILE].len() + at) as u64;
    let error = with(DESCRIPTION_FILE, row).unwrap_err();
    assert!(
        matches!(&error, Rf2Error::Utf8 { line: 4, column: "term", offset: o, .. } if *o == offset),
        "{error}, expected byte {offset}"
    );
    tells(&error, &[DESCRIPTION_FILE, "line 4", "term", &offset.to_string()]);
}

#[test]
fn a_line_over_a_mebibyte_is_refused() {
    let row = description_row(9, concept(1), metadata::SYNONYM, &"x".repeat(1 << 20));
    let error = with(DESCRIPTION_FILE, row).unwrap_err();
    assert!(matches!(&error, Rf2Error::LineTooLong { line: 4, .. }), "{error}");
    tells(&error, &[DESCRIPTION_FILE, "line 4"]);
    let row = description_row(9, concept(1), metadata::SYNONYM, &"x".repeat((1 << 20) - 200));
    assert!(with(DESCRIPTION_FILE, row).is_ok());
}

#[test]
fn the_same_id_twice_in_one_file() {
    let core = metadata::PRIMITIVE;
    let release = with(CONCEPT_FILE, concept_row(&concept(1), &20_260_101, &1, &core)).unwrap();
    assert_warning(&release, WarningKind::DuplicateRow, 7, &concept(1).to_string());
    let error = with(CONCEPT_FILE, concept_row(&concept(1), &20_260_101, &0, &core)).unwrap_err();
    assert!(matches!(&error, Rf2Error::DuplicateRow { line: 7, other_line: 4, .. }), "{error}");
    tells(&error, &[CONCEPT_FILE, "line 7", "line 4", &concept(1).to_string()]);
    let release = with(CONCEPT_FILE, concept_row(&concept(1), &20_250_101, &0, &core)).unwrap();
    assert_warning(&release, WarningKind::OlderVersionInSameFile, 4, &concept(1).to_string());
    assert!(release.concepts.iter().all(|row| row.active));
    assert_eq!(release.statistics.superseded_rows, 1);

    let other_term = description_row(1, concept(1), metadata::SYNONYM, "another");
    let error = with(DESCRIPTION_FILE, other_term).unwrap_err();
    assert!(matches!(&error, Rf2Error::DuplicateRow { line: 4, other_line: 2, .. }), "{error}");
    let other_target = relationship_row(2, concept(2), &concept(3), metadata::IS_A);
    let error = with(RELATIONSHIP_FILE, other_target).unwrap_err();
    assert!(matches!(&error, Rf2Error::DuplicateRow { line: 6, other_line: 3, .. }), "{error}");
    let other_value = member_row(1, 20_260_101, description(1), metadata::ACCEPTABLE);
    let error = with(LANGUAGE_FILE, other_value).unwrap_err();
    assert!(matches!(&error, Rf2Error::DuplicateRow { line: 4, other_line: 2, .. }), "{error}");
    tells(&error, &[&member(1)]);
}

#[test]
fn a_wrong_check_digit_is_a_warning() {
    let wrong = concept(9) + if concept(9) % 10 == 9 { 9_991 } else { 1 };
    let release = with(CONCEPT_FILE, concept_row(&wrong, &20_260_101, &1, &metadata::PRIMITIVE)).unwrap();
    assert_warning(&release, WarningKind::CheckDigit, 7, &wrong.to_string());
    assert_eq!(release.concepts.len(), 6);
}

#[test]
fn descriptions_without_concept_or_type_are_dropped() {
    let release = with(DESCRIPTION_FILE, description_row(9, concept(9), metadata::FSN, "x")).unwrap();
    assert_warning(&release, WarningKind::DescriptionOfUnknownConcept, 4, &concept(9).to_string());
    assert_eq!(release.descriptions.len(), 2);
    let release = with(DESCRIPTION_FILE, description_row(9, concept(1), metadata::IS_A, "x")).unwrap();
    assert_eq!(release.warnings.count(WarningKind::UnknownDescriptionType), 1);
    assert_eq!(release.descriptions.len(), 2);
}

#[test]
fn relationships_to_nowhere_are_dropped() {
    for (row, missing) in [
        (relationship_row(9, concept(9), &concept(1), metadata::IS_A), concept(9)),
        (relationship_row(9, concept(1), &concept(9), metadata::IS_A), concept(9)),
        (relationship_row(9, concept(1), &concept(2), concept(8)), concept(8)),
    ] {
        let release = with(RELATIONSHIP_FILE, row).unwrap();
        assert_warning(&release, WarningKind::RelationshipToUnknownConcept, 6, &missing.to_string());
        assert_eq!((release.is_a.len(), release.attributes.len()), (4, 0));
    }
}

#[test]
fn relationships_of_inactive_concepts() {
    let inactive = concept_row(&concept(9), &20_260_101, &0, &metadata::PRIMITIVE);
    let package = small().append(CONCEPT_FILE, inactive);
    for (source, destination) in [(concept(9), concept(1)), (concept(1), concept(9))] {
        let row = relationship_row(9, source, &destination, metadata::IS_A);
        let release = read_folder(&package.clone().append(RELATIONSHIP_FILE, row)).unwrap();
        assert_warning(&release, WarningKind::IsAOfInactiveConcept, 6, &concept(9).to_string());
        assert_eq!(release.is_a.len(), 4);
        let row = relationship_row(9, source, &destination, concept(3));
        let release = read_folder(&package.clone().append(RELATIONSHIP_FILE, row)).unwrap();
        assert_warning(&release, WarningKind::AttributeOfInactiveConcept, 6, &concept(9).to_string());
        assert_eq!(release.attributes.len(), 1);
    }
}

#[test]
fn a_concept_is_not_its_own_parent() {
    let error =
        with(RELATIONSHIP_FILE, relationship_row(9, concept(1), &concept(1), metadata::IS_A)).unwrap_err();
    assert!(matches!(&error, Rf2Error::SelfIsA { line: 6, concept: c, .. } if *c == concept(1)), "{error}");
    tells(&error, &[RELATIONSHIP_FILE, "line 6", &concept(1).to_string()]);
}

#[test]
fn relationships_that_do_not_count() {
    let stated = relationship_row(9, concept(2), &concept(3), metadata::IS_A)
        .replace(&metadata::INFERRED.to_string(), "900000000000010007");
    let release = with(RELATIONSHIP_FILE, stated).unwrap();
    assert_eq!((release.is_a.len(), release.statistics.relationships_not_inferred), (4, 1));
    let universal = relationship_row(9, concept(2), &concept(3), metadata::IS_A)
        .replace(&metadata::EXISTENTIAL.to_string(), "900000000000450001");
    let release = with(RELATIONSHIP_FILE, universal).unwrap();
    assert_eq!(release.is_a.len(), 5);
    assert_eq!(release.warnings.count(WarningKind::ModifierNotExistential), 1);
    let again = relationship_row(9, concept(2), &concept(1), metadata::IS_A);
    let release = with(RELATIONSHIP_FILE, again).unwrap();
    assert_eq!((release.is_a.len(), release.statistics.collapsed_relationships), (4, 1));
    assert!(release.warnings.is_empty());
}

#[test]
fn language_members_that_do_not_count() {
    let release =
        with(LANGUAGE_FILE, member_row(9, 20_260_101, description(9), metadata::PREFERRED)).unwrap();
    assert_warning(&release, WarningKind::LanguageMemberOfUnknownDescription, 4, &description(9).to_string());
    let release = with(LANGUAGE_FILE, member_row(9, 20_260_101, description(1), metadata::IS_A)).unwrap();
    assert_eq!(release.warnings.count(WarningKind::UnknownAcceptability), 1);
    assert_eq!(release.language.len(), 2);
    let inactive = description_row(9, concept(1), metadata::SYNONYM, "x").replacen("\t1\t", "\t0\t", 1);
    let package = small()
        .append(DESCRIPTION_FILE, inactive)
        .append(LANGUAGE_FILE, member_row(9, 20_260_101, description(9), metadata::PREFERRED));
    let release = read_folder(&package).unwrap();
    assert!(release.warnings.is_empty());
    assert_eq!(release.statistics.language_members_of_inactive_descriptions, 1);
}

#[test]
fn of_two_members_for_one_description_the_newer_counts() {
    use rf2::Acceptability::{Acceptable, Preferred};
    for (time, acceptability, wanted, line) in [
        (20_260_201, metadata::ACCEPTABLE, Acceptable, 2),
        (20_251_231, metadata::ACCEPTABLE, Preferred, 4),
        // The same date in the same package: the greater UUID.
        (20_260_101, metadata::ACCEPTABLE, Acceptable, 2),
    ] {
        let release = with(LANGUAGE_FILE, member_row(9, time, description(1), acceptability)).unwrap();
        assert_eq!(release.language[0].acceptability, wanted);
        assert_warning(&release, WarningKind::ConflictingLanguageMembers, line, &description(1).to_string());
    }
    let release =
        with(LANGUAGE_FILE, member_row(9, 20_260_101, description(1), metadata::PREFERRED)).unwrap();
    assert_eq!(release.language.len(), 2);
    assert!(release.warnings.is_empty());
}

#[test]
fn rows_of_other_refsets_in_a_module_dependency_file_are_left_out() {
    let other = line([&member(1), &20_260_101, &1, &MODULE, &metadata::GB_ENGLISH, &MODULE, &"x", &"y"]);
    let refset = metadata::MODULE_DEPENDENCY;
    let row =
        line([&member(2), &20_260_101, &1, &MODULE, &refset, &metadata::ROOT, &20_260_101, &20_251_201]);
    let package = small().lines(MODULE_DEPENDENCY_FILE, "\n", [MODULE_DEPENDENCY.to_owned(), other, row]);
    let release = read_folder(&package).unwrap();
    assert_eq!(release.module_dependencies.len(), 1);
    assert_eq!(release.module_dependencies[0].target_effective_time, 20_251_201);
    // The root is no module with content.
    assert_eq!(release.warnings.count(WarningKind::ModuleDependencyMismatch), 1);
}

/// Counts what it is told, and cancels at a number of questions.
#[derive(Default)]
struct Counter {
    advanced: std::sync::atomic::AtomicU64,
    total: std::sync::atomic::AtomicU64,
    ended: std::sync::atomic::AtomicU64,
    cancel: bool,
}

impl Observer for Counter {
    fn begin(&self, stage: &'static str, total: Option<u64>, unit: Unit) {
        assert_eq!((stage, unit), ("reading", Unit::Bytes));
        self.total.store(total.unwrap(), std::sync::atomic::Ordering::Relaxed);
    }

    fn advance(&self, amount: u64) {
        self.advanced.fetch_add(amount, std::sync::atomic::Ordering::Relaxed);
    }

    fn end(&self) {
        self.ended.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    }

    fn cancelled(&self) -> bool {
        self.cancel
    }
}

#[test]
fn progress_adds_up_and_a_cancelled_reading_stops() {
    let folder = tempfile::TempDir::new().unwrap();
    small().write(folder.path());
    let options = Rf2Options { inputs: vec![folder.path().to_owned()], allow_mixed_releases: false };
    let counter = Counter::default();
    let release = rf2::read(&options, &counter).unwrap();
    assert_eq!(counter.advanced.into_inner(), release.statistics.bytes);
    assert_eq!(counter.total.into_inner(), release.statistics.bytes);
    assert_eq!(counter.ended.into_inner(), 1);
    let error = rf2::read(&options, &Counter { cancel: true, ..Counter::default() }).unwrap_err();
    assert!(matches!(error, Rf2Error::Cancelled));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn damaged_files_end_in_a_release_or_an_error(
        file in 0usize..4,
        damage in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>(), 0usize..4), 1..5),
    ) {
        let mut package = small();
        let path = package.files.keys().nth(file).unwrap().clone();
        let bytes = package.files.get_mut(&path).unwrap();
        for (at, byte, cut) in damage {
            let at = at.index(bytes.len());
            let end = (at + cut).min(bytes.len());
            bytes.splice(at..end, [byte]);
        }
        if let Err(error) = read_folder(&package) {
            let told = error.to_string();
            let is_told = told.contains(".txt") || told.contains("no concept");
            prop_assert!(is_told, "{}", told);
        }
    }
}
