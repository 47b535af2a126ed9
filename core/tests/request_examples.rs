//! The examples of `REQUESTS.md`, asked of the golden file.
#![cfg(feature = "request")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use serde_json::Value;
use vademecum::{Engine, request};

const REQUESTS: &str = include_str!("../src/request/REQUESTS.md");
const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/v1/demo.vade");

/// What the text writes for whatever it leaves out.
const ELISION: &str = "…";

/// The JSON blocks of the text, each with the line it begins at.
fn blocks() -> Vec<(usize, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (number, line) in REQUESTS.lines().enumerate() {
        match (&mut open, line) {
            (None, "```json") => open = Some((number + 1, String::new())),
            (Some(_), "```") => blocks.extend(open.take()),
            (Some((_, block)), line) => block.push_str(line),
            (None, _) => {}
        }
    }
    blocks
}

/// Whether an answer is as the text shows it.
fn agrees(shown: &Value, answer: &Value) -> bool {
    match (shown, answer) {
        (Value::Object(shown), Value::Object(answer)) => {
            let open = shown.contains_key(ELISION);
            shown.iter().filter(|(name, _)| *name != ELISION).all(|(name, value)| {
                answer.get(name).is_some_and(|found| name == "ns" || agrees(value, found))
            }) && answer.keys().all(|name| open || name == "marking" || shown.contains_key(name))
        }
        (Value::Array(shown), Value::Array(answer)) => {
            shown.len() == answer.len() && shown.iter().zip(answer).all(|(shown, found)| agrees(shown, found))
        }
        (shown, answer) => shown == answer,
    }
}

#[test]
fn examples_are_answered_as_written() {
    let bytes = std::fs::read(GOLDEN).unwrap_or_else(|error| panic!("the golden file {GOLDEN}: {error}"));
    let engine = Engine::from_bytes(bytes).unwrap();
    let blocks = blocks();
    assert!(blocks.len() >= 20 && blocks.len().is_multiple_of(2), "{} blocks", blocks.len());
    for pair in blocks.chunks(2) {
        let (line, asked) = &pair[0];
        let shown: Value =
            serde_json::from_str(&pair[1].1).unwrap_or_else(|error| panic!("line {line}: {error}"));
        let response = request::answer(&engine, asked);
        let answer: Value = serde_json::from_str(&response).unwrap();
        assert!(
            agrees(&shown, &answer),
            "REQUESTS.md, line {line}: {asked}\n shown {shown}\n found {response}"
        );
        assert_eq!(answer["marking"].as_str(), engine.manifest().marking.as_deref());
    }
}

#[test]
fn every_operation_has_an_example() {
    let asked: Vec<Value> =
        blocks().iter().filter_map(|(_, block)| serde_json::from_str(block).ok()).collect();
    for op in [
        "info",
        "concept",
        "description",
        "attributes",
        "children",
        "ancestors",
        "descendants",
        "subsumes",
        "search",
    ] {
        assert!(asked.iter().any(|request| request["op"] == op), "{op}");
    }
}
