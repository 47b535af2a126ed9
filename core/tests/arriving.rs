//! A file whose sections arrive one by one: what can be asked when, and what does not belong.
#![cfg(feature = "request")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use serde_json::Value;
use vademecum::{Engine, Error, ErrorCode, FormatError, OpenOptions, SectionInfo, SectionKind, request};

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/v1/demo.vade");
/// The same release with medicinal products.
const MEDICINES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/v1/medicines.vade");
const REQUESTS: &str = include_str!("../testdata/requests.jsonl");

fn read(path: &str) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("the golden file {path}: {error}"))
}

fn golden() -> Vec<u8> {
    read(GOLDEN)
}

fn content<'f>(file: &'f [u8], section: &SectionInfo) -> &'f [u8] {
    &file[section.offset as usize..][..section.length as usize]
}

/// Bytes as an engine wants them: for good.
fn owned(bytes: &[u8]) -> Vec<u8> {
    bytes.to_vec()
}

fn beginning(file: &[u8]) -> usize {
    let mut have = 0;
    for _ in 0..4 {
        let needed = Engine::beginning_needed(&file[..have]).unwrap() as usize;
        if needed <= have {
            return have;
        }
        have = needed;
    }
    panic!("the beginning was asked for more than four times");
}

/// The engine over the beginning alone.
fn begun(file: &[u8]) -> Engine {
    OpenOptions::new().open_beginning(owned(&file[..beginning(file)])).unwrap()
}

fn add(engine: &Engine, file: &[u8], wanted: impl Fn(&SectionInfo) -> bool) {
    let sections: Vec<SectionInfo> =
        engine.missing_sections().filter(|section| wanted(section)).cloned().collect();
    for section in sections {
        engine.add_section(&section.name, owned(content(file, &section))).unwrap();
    }
}

fn code(engine: &Engine, line: &str) -> Option<String> {
    let response: Value = serde_json::from_str(&request::answer(engine, line)).unwrap();
    response["error"]["code"].as_str().map(str::to_owned)
}

#[test]
fn sections_in_any_order_answer_as_the_whole_file_does() {
    for path in [GOLDEN, MEDICINES] {
        sections_arrive_in_reverse(&read(path));
    }
}

fn sections_arrive_in_reverse(file: &[u8]) {
    let whole = Engine::from_bytes(owned(file)).unwrap();
    let engine = begun(file);
    let late: Vec<String> = REQUESTS.lines().map(|line| request::answer(&whole, line)).collect();
    let mut sections: Vec<SectionInfo> = engine.missing_sections().cloned().collect();
    assert_eq!(sections.len(), engine.sections().len() - 2);
    sections.reverse();
    for section in &sections {
        // What is asked too early is refused, never answered in part, and not remembered.
        for (line, late) in REQUESTS.lines().zip(&late) {
            let early = request::answer(&engine, line);
            assert!(early == *late || early.contains(r#""code":"not_loaded""#), "{line}\n{early}\n{late}");
        }
        engine.add_section(&section.name, owned(content(file, section))).unwrap();
    }
    assert_eq!(engine.missing_sections().count(), 0);
    engine.verify().unwrap();
    for (line, late) in REQUESTS.lines().zip(&late) {
        assert_eq!(&request::answer(&engine, line), late, "{line}");
    }
}

#[test]
fn a_search_needs_the_sections_that_say_so_and_no_others() {
    let file = golden();
    let engine = begun(&file);
    let search = r#"{"op":"search","query":"heart att","total":true}"#;
    let for_search = |section: &SectionInfo| section.kind().is_some_and(SectionKind::is_for_search);
    let wanted: Vec<SectionInfo> =
        engine.missing_sections().filter(|section| for_search(section)).cloned().collect();
    for section in &wanted {
        assert_eq!(code(&engine, search).as_deref(), Some("not_loaded"), "before {}", section.name);
        engine.add_section(&section.name, owned(content(&file, section))).unwrap();
    }
    assert_eq!(code(&engine, search), None);
    for (line, section) in [
        (r#"{"op":"attributes","code":"953829161999999108"}"#, "attributes.rows"),
        (r#"{"op":"children","code":"953829161999999108"}"#, "hierarchy.parents"),
        (r#"{"op":"description","id":"943221999999118"}"#, "description.by-id"),
        (r#"{"op":"search","query":"943221999999118"}"#, "description.by-id"),
        (r#"{"op":"search","query":"blood supply cut","definitions":true}"#, "definitions.text"),
        (r#"{"op":"search","query":"heart","within":"< 754277661999999102"}"#, "hierarchy.parents"),
    ] {
        let response = request::answer(&engine, line);
        assert!(response.contains("not_loaded") && response.contains(section), "{line}: {response}");
    }
    match engine.verify().unwrap_err() {
        Error::Format(FormatError::Incomplete { missing }) => {
            assert!(
                missing.contains(&"attributes.rows".to_owned())
                    && !missing.contains(&"text.terms".to_owned())
            );
        }
        error => panic!("{error}"),
    }
    add(&engine, &file, |_| true);
    engine.verify().unwrap();
}

#[test]
fn what_does_not_belong_is_refused_and_not_kept() {
    let file = golden();
    let engine = begun(&file);
    let sections: Vec<SectionInfo> = engine.missing_sections().cloned().collect();
    for section in &sections {
        let right = content(&file, section);
        let mut wrong = right.to_vec();
        if let Some(byte) = wrong.get_mut(right.len() / 2) {
            *byte ^= 0x10;
            let error = engine.add_section(&section.name, wrong).unwrap_err();
            assert!(
                matches!(&error, Error::Format(FormatError::SectionDamaged { section: kind }) if kind.name() == section.name),
                "{error}"
            );
        }
        let mut long = right.to_vec();
        long.push(0);
        let error = engine.add_section(&section.name, long).unwrap_err();
        assert!(matches!(error, Error::Format(FormatError::SectionLength { .. })), "{error}");
        assert_eq!(error.code(), ErrorCode::Damaged);
        engine.add_section(&section.name, owned(right)).unwrap();
        // Once more: compared, and nothing changes.
        engine.add_section(&section.name, owned(right)).unwrap();
        assert!(
            engine.add_section(&section.name, owned(&right[right.len().min(1)..])).is_err()
                || right.is_empty()
        );
    }
    let error = engine.add_section("no.such", owned(b"x")).unwrap_err();
    assert!(matches!(error, Error::Format(FormatError::NotListed { .. })), "{error}");
    engine.verify().unwrap();
}

#[test]
fn a_whole_file_wants_nothing_more() {
    let file = golden();
    let engine = Engine::from_bytes(file.clone()).unwrap();
    assert_eq!(engine.missing_sections().count(), 0);
    let section = engine.sections()[3].clone();
    engine.add_section(&section.name, owned(content(&file, &section))).unwrap();
    let mut wrong = content(&file, &section).to_vec();
    wrong[0] ^= 1;
    assert!(engine.add_section(&section.name, wrong).is_err());
    engine.verify().unwrap();
    // More than the beginning is taken as well: the sections that lie in it whole are there.
    let half = OpenOptions::new().open_beginning(owned(&file[..file.len() / 2])).unwrap();
    let missing = half.missing_sections().count();
    assert!(missing > 0 && missing < half.sections().len() - 2);
}

#[test]
fn a_beginning_is_judged_from_its_first_bytes() {
    let file = golden();
    for bytes in [&b"PK\x03\x04"[..], b"<html>", b"{"] {
        assert_eq!(Engine::beginning_needed(bytes).unwrap_err().code(), ErrorCode::NotVade);
    }
    let mut newer = file.clone();
    newer[8] = 200;
    assert_eq!(Engine::beginning_needed(&newer[..64]).unwrap_err().code(), ErrorCode::Version);
    let end = beginning(&file);
    for cut in 0..end {
        assert!(Engine::beginning_needed(&file[..cut]).unwrap() > cut as u64, "{cut}");
        assert!(OpenOptions::new().open_beginning(owned(&file[..cut])).is_err(), "{cut}");
    }
    for at in 0..end {
        let mut altered = file[..end].to_vec();
        altered[at] ^= 0x01;
        // The space before the first section is the one place whose bytes are not compared before all have come.
        if let Ok(engine) = OpenOptions::new().open_beginning(altered) {
            assert!(
                engine
                    .sections()
                    .iter()
                    .all(|section| !(section.offset..section.offset + section.length).contains(&(at as u64)))
            );
            assert!(at >= 64 + 64 * engine.sections().len(), "{at}");
        }
    }
    let mut long = file.clone();
    long.push(0);
    assert!(matches!(
        OpenOptions::new().open_beginning(long),
        Err(Error::Format(FormatError::TrailingBytes { extra: 1 }))
    ));
}
