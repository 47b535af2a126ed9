//! A real subontology of 2,258 concepts, where it is at hand. It is licensed, so it is not part of the project.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in its helpers as well"
)]

mod rf2_written;

use std::path::Path;

use rf2_written::*;
use vademecum::{Sctid, metadata};
use vademecum_build::rf2::{AttributeValue, DescriptionType, FileKind, edition_uri};

const SUBSET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/rf2-subset");

#[test]
fn the_subset_is_read_completely() {
    if !Path::new(SUBSET).is_dir() {
        eprintln!("LEFT OUT: the real RF2 subset is not at {SUBSET}; its counts and contents are not tested");
        return;
    }
    let release = read(&[SUBSET.into()]).unwrap();
    assert!(release.warnings.is_empty(), "{:?}", release.warnings);
    let rows = |kind| (release.statistics.rows[&kind].total, release.statistics.rows[&kind].active);
    assert_eq!(rows(FileKind::Concept), (2_258, 2_254));
    assert_eq!(rows(FileKind::Description), (7_882, 6_528));
    assert_eq!(rows(FileKind::TextDefinition), (363, 245));
    assert_eq!(rows(FileKind::Relationship), (6_945, 6_945));
    assert_eq!(rows(FileKind::RelationshipConcreteValues), (8, 8));
    assert_eq!(rows(FileKind::Language), (15_909, 13_042));
    assert_eq!(rows(FileKind::ModuleDependency), (7, 7));
    assert_eq!(release.statistics.files.len(), 7);
    let bytes: u64 = release.statistics.files.iter().map(|file| file.bytes).sum();
    assert_eq!(release.statistics.bytes, bytes);

    assert_eq!((release.concepts.len(), release.descriptions.len()), (2_258, 7_882 + 363));
    assert_eq!((release.is_a.len(), release.attributes.len()), (3_264, 3_689));
    assert_eq!(release.concrete_values, ["#1", "#4000", "#600"]);
    assert_eq!(release.language.len(), 13_042);
    let refsets: Vec<u64> = release.language_refsets.iter().map(|id| id.number()).collect();
    assert_eq!(refsets, [metadata::GB_ENGLISH, metadata::US_ENGLISH]);
    assert_eq!(release.language_codes, ["en"]);
    assert_eq!(release.modules.len(), 3);

    let position = |id| release.concept_position(Sctid::new(id).unwrap()).unwrap();
    let module_concept = position(31_000_003_106);
    let fsn = release
        .descriptions
        .iter()
        .find(|row| row.concept == module_concept && row.description_type == DescriptionType::Fsn)
        .unwrap();
    assert_eq!(release.term(fsn), "Test subontology module (core metadata concept)");
    // The last column of a CRLF file is read without its carriage return, and texts keep every letter.
    assert!(!release.terms.contains('\r'));
    let concrete = release.attributes.iter().filter(|row| matches!(row.value, AttributeValue::Concrete(_)));
    assert_eq!(concrete.count(), 8);
    let vaccine = position(1_204_474_000);
    assert!(release.attributes.iter().any(|row| row.source == vaccine
        && row.attribute_type == position(1_142_139_005)
        && row.group == 0
        && row.value == AttributeValue::Concrete(0)));

    let edition = edition_uri(&release).unwrap();
    assert_eq!(edition.uri, "http://snomed.info/sct/31000003106/version/20250909");
}
