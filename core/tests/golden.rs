//! Golden files of every readable format version open, verify and answer.
//!
//! `cargo xtask golden` makes those of the current version; no test makes a file.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use vademecum::{ConceptId, Engine, FORMAT_VERSION, OLDEST_READABLE, SearchOptions, Subsumption};

/// The golden files: format version, smallest, demonstration.
const GOLDEN: &[(u32, &[u8], &[u8])] =
    &[(1, include_bytes!("../testdata/v1/smallest.vade"), include_bytes!("../testdata/v1/demo.vade"))];

fn engine(bytes: &'static [u8]) -> Engine {
    let engine = Engine::from_bytes(bytes).unwrap();
    engine.verify().unwrap();
    engine
}

#[test]
fn there_is_one_for_every_readable_version() {
    let versions: Vec<u32> = GOLDEN.iter().map(|(version, ..)| *version).collect();
    assert_eq!(versions, (OLDEST_READABLE..=FORMAT_VERSION).collect::<Vec<_>>());
}

#[test]
fn the_smallest_file_is_the_root_alone() {
    for (version, smallest, _) in GOLDEN {
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
    for (_, _, demonstration) in GOLDEN {
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

/// The hex dump in FORMAT.md is of the golden file, byte for byte.
#[test]
fn the_hex_dump_is_of_the_smallest_file() {
    let smallest = GOLDEN.last().unwrap().1;
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
