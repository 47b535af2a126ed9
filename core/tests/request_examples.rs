//! The examples of `REQUESTS.md`, asked of the golden files.
#![cfg(feature = "request")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use serde_json::Value;
use vademecum::Engine;
use vademecum::request::{self, OPERATIONS};

const REQUESTS: &str = include_str!("../src/request/REQUESTS.md");

/// The part of the text whose examples are asked of the file with medicinal products.
const MEDICINES: &str = "# Medicinal products";

/// What the text writes for whatever it leaves out.
const ELISION: &str = "…";

/// A JSON block of the text.
struct Block {
    /// The line that it begins at.
    line: usize,
    json: String,
    /// Whether it stands in the part on medicinal products.
    is_of_medicines: bool,
}

fn blocks() -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    let mut is_of_medicines = false;
    for (number, line) in REQUESTS.lines().enumerate() {
        match (&mut open, line) {
            (None, "```json") => {
                open = Some(Block { line: number + 1, json: String::new(), is_of_medicines })
            }
            (Some(_), "```") => blocks.extend(open.take()),
            (Some(block), line) => block.json.push_str(line),
            (None, line) if line.starts_with("# ") => is_of_medicines = line == MEDICINES,
            (None, _) => {}
        }
    }
    blocks
}

fn engine(name: &str) -> Engine {
    let path = format!("{}/testdata/v1/{name}", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("the golden file {path}: {error}"));
    Engine::from_bytes(bytes).unwrap()
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
    let (demonstration, medicines) = (engine("demo.vade"), engine("medicines.vade"));
    let blocks = blocks();
    assert!(blocks.len() >= 20 && blocks.len().is_multiple_of(2), "{} blocks", blocks.len());
    assert!(blocks.iter().filter(|block| block.is_of_medicines).count() >= 20);
    for pair in blocks.chunks(2) {
        let Block { line, json: asked, is_of_medicines } = &pair[0];
        let engine = if *is_of_medicines { &medicines } else { &demonstration };
        let shown: Value =
            serde_json::from_str(&pair[1].json).unwrap_or_else(|error| panic!("line {line}: {error}"));
        let response = request::answer(engine, asked);
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
        blocks().iter().filter_map(|block| serde_json::from_str(&block.json).ok()).collect();
    // `parents` stands with `children`, which has one.
    for op in OPERATIONS.iter().map(|declared| declared.name).filter(|name| *name != "parents") {
        assert!(asked.iter().any(|request| request["op"] == op), "{op}");
    }
}
