//! Golden files of every readable format version open, verify and answer.
//!
//! `cargo xtask golden` makes those of the current version; no test makes a file.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use vademecum::{
    ConceptId, Engine, ErrorCode, FORMAT_VERSION, OLDEST_READABLE, ProductClass, SearchOptions, Subsumption,
};

/// The golden files of a format version.
struct Golden {
    version: u32,
    /// The root alone.
    smallest: &'static [u8],
    demonstration: &'static [u8],
    /// The demonstration with its medicinal products.
    medicines: &'static [u8],
}

const GOLDEN: &[Golden] = &[Golden {
    version: 1,
    smallest: include_bytes!("../testdata/v1/smallest.vade"),
    demonstration: include_bytes!("../testdata/v1/demo.vade"),
    medicines: include_bytes!("../testdata/v1/medicines.vade"),
}];

fn engine(bytes: &'static [u8]) -> Engine {
    let engine = Engine::from_bytes(bytes).unwrap();
    engine.verify().unwrap();
    engine
}

#[test]
fn there_is_one_for_every_readable_version() {
    let versions: Vec<u32> = GOLDEN.iter().map(|golden| golden.version).collect();
    assert_eq!(versions, (OLDEST_READABLE..=FORMAT_VERSION).collect::<Vec<_>>());
}

#[test]
fn the_smallest_file_is_the_root_alone() {
    for Golden { version, smallest, .. } in GOLDEN {
        let engine = engine(smallest);
        assert_eq!(engine.format_version(), *version);
        let root = engine.concept(ConceptId::new(138_875_005).unwrap()).unwrap().unwrap();
        assert_eq!(root.fsn().unwrap().as_deref(), Some("SNOMED CT Concept (SNOMED RT+CTV3)"));
        assert_eq!(root.semantic_tag().unwrap(), Some("SNOMED RT+CTV3"));
        assert!(root.descendants().unwrap().is_empty());
        let hits = engine.search("snom ct", &SearchOptions::default()).unwrap().hits;
        assert_eq!(hits.iter().map(|hit| hit.concept).collect::<Vec<_>>(), [root]);
        assert_eq!(engine.concept("404684003".parse().unwrap()).unwrap(), None);
    }
}

#[test]
fn the_demonstration_answers() {
    for demonstration in GOLDEN.iter().flat_map(|golden| [golden.demonstration, golden.medicines]) {
        let engine = engine(demonstration);
        let hits = engine.search("heart att", &SearchOptions::default()).unwrap().hits;
        let infarction = hits[0].concept;
        assert_eq!(
            infarction.preferred_term(engine.language_order()).unwrap().as_deref(),
            Some("Myocardial infarction")
        );
        let root = engine.concept(ConceptId::new(138_875_005).unwrap()).unwrap().unwrap();
        assert_eq!(root.subsumption(infarction).unwrap(), Subsumption::Subsumes);
        assert_eq!(root.descendants().unwrap().count() + 1, engine.manifest().counts.active_concepts);
        assert!(engine.manifest().marking.is_some());
        assert!(!infarction.attributes().unwrap().is_empty());
    }
}

#[test]
fn its_medicines_answer() {
    for golden in GOLDEN {
        let engine = engine(golden.medicines);
        let product = engine.find_product("875176481999999108").unwrap();
        assert_eq!(
            (product.class(), product.name().unwrap().as_str()),
            (ProductClass::Vmp, "Amoxicillin 500mg capsules")
        );
        assert!(product.concept().unwrap().is_some() && product.prescribability().unwrap().is_allowed());
        let amps = product.related(ProductClass::Amp).unwrap();
        let offered = product.related(ProductClass::Amp).unwrap().prescribable().unwrap();
        assert_eq!((amps.count(), offered.count()), (6, 5));
        let packs = engine.packs_of_gtin("2999758431212".parse().unwrap(), None).unwrap();
        assert_eq!(
            packs[0].product.name().unwrap(),
            "Amoxiwren 500mg capsules (Larch Medicines UK Ltd) 21 capsule 3 x 7 capsules"
        );
        let without = Engine::from_bytes(golden.demonstration).unwrap();
        assert_eq!(without.dmd_release().unwrap_err().code(), ErrorCode::NotInFile);
    }
}

/// The hex dump in FORMAT.md is of the golden file, byte for byte.
#[test]
fn the_hex_dump_is_of_the_smallest_file() {
    let smallest = GOLDEN.last().unwrap().smallest;
    let format = include_str!("../src/format/FORMAT.md");
    let dump = format.split("## How the smallest file begins").nth(1).unwrap().split("```").nth(1).unwrap();
    let lines: Vec<&str> = dump.lines().filter(|line| line.starts_with('0')).collect();
    assert!(lines.len() >= 10);
    for line in lines {
        let (offset, bytes) = line.split_once("  ").unwrap();
        let offset = usize::from_str_radix(offset, 16).unwrap();
        let shown: Vec<u8> =
            bytes.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect();
        assert_eq!(shown, &smallest[offset..offset + shown.len()], "at {offset:#x}");
    }
}
