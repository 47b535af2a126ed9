//! Operations are what they are declared to be: arguments by name and type, and answers by every field.
#![cfg(feature = "request")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use vademecum::Engine;
use vademecum::request::{self, Declaration, Field, OPERATIONS, Shape};

/// The golden files: without medicinal products, and with them.
const GOLDEN: [&str; 2] = ["demo.vade", "medicines.vade"];
const REQUESTS: &str = include_str!("../testdata/requests.jsonl");

fn engines() -> [Engine; 2] {
    GOLDEN.map(|name| {
        let path = format!("{}/testdata/v1/{name}", env!("CARGO_MANIFEST_DIR"));
        let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("the golden file {path}: {error}"));
        Engine::from_bytes(bytes).unwrap()
    })
}

fn ask(engine: &Engine, request: &Value) -> Value {
    serde_json::from_str(&request::answer(engine, &request.to_string())).unwrap()
}

fn declared(op: &str) -> &'static Declaration {
    OPERATIONS.iter().find(|declared| declared.name == op).unwrap_or_else(|| panic!("{op} is not declared"))
}

/// A value of a shape.
fn example(shape: &Shape) -> Value {
    match shape {
        Shape::Text => json!("heart"),
        Shape::Code => json!("953829161999999108"),
        Shape::Date => json!("20260101"),
        Shape::Number => json!(1),
        Shape::Flag => json!(true),
        Shape::OneOf(texts) => json!(texts[0]),
        Shape::Range => json!([0, 1]),
        Shape::List(shape) => json!([example(shape)]),
        Shape::ByCode(shape) => json!({"900000000000508004": example(shape)}),
        Shape::Record(record) => Value::Object(
            record.fields.iter().map(|field| (field.name.to_owned(), example(&field.shape))).collect(),
        ),
        Shape::AnyOf(shapes) => example(&shapes[0]),
    }
}

/// A value of a field: of its shape, and of the form that some texts have besides.
fn example_of(field: &Field) -> Value {
    match field.name {
        "dose" => json!("2.5"),
        "unit" => json!("mg"),
        "system" if matches!(field.shape, Shape::Text) => json!("https://dmd.nhs.uk"),
        "field" => json!("invalid"),
        _ => example(&field.shape),
    }
}

fn request_of(declared: &Declaration, fields: impl Iterator<Item = &'static Field>) -> Map<String, Value> {
    let mut request = Map::from_iter([("op".to_owned(), json!(declared.name))]);
    request.extend(fields.map(|field| (field.name.to_owned(), example_of(field))));
    request
}

/// What no file of this version can have: ids of descriptions are answered as the request's `id`.
const NEVER: [(&str, &str); 1] = [("description", "id")];

#[test]
fn every_answer_of_the_corpus_is_declared() {
    let mut seen = BTreeSet::new();
    let mut fields = BTreeSet::new();
    for engine in engines() {
        for line in REQUESTS.lines() {
            let response: Value = serde_json::from_str(&request::answer(&engine, line)).unwrap();
            if response["ok"] == false {
                continue;
            }
            let request: Value = serde_json::from_str(line).unwrap();
            let declared = declared(request["op"].as_str().unwrap());
            declared.check(&response).unwrap_or_else(|fault| panic!("{line}: {fault}"));
            seen.insert(declared.name);
            fields.extend(response.as_object().unwrap().keys().map(|name| (declared.name, name.clone())));
        }
    }
    assert_eq!(seen.len(), OPERATIONS.len(), "the corpus asks {seen:?}");
    // The corpus has every field that an answer of these files can have.
    let mut lacking = Vec::new();
    for declared in OPERATIONS {
        for field in declared.answers.iter().flat_map(|answer| answer.fields) {
            let is_there = fields.contains(&(declared.name, field.name.to_owned()));
            if !is_there && field.name != "left_out" && !NEVER.contains(&(declared.name, field.name)) {
                lacking.push((declared.name, field.name));
            }
        }
    }
    assert!(lacking.is_empty(), "no answer has {lacking:?}");
}

/// What is answered and what is refused, by operation: the corpus is no corpus if it has only one of them.
#[test]
fn the_corpus_has_answers_and_errors_of_every_operation() {
    for declared in OPERATIONS {
        let mut outcomes = BTreeSet::new();
        for engine in engines() {
            for line in REQUESTS.lines() {
                let response: Value = serde_json::from_str(&request::answer(&engine, line)).unwrap();
                let request: Value = serde_json::from_str(line).unwrap_or_default();
                if request["op"] == declared.name {
                    outcomes.insert(response["error"]["code"].as_str().map(str::to_owned));
                }
            }
        }
        let least = if declared.name == "info" { 1 } else { 2 };
        assert!(outcomes.len() >= least && outcomes.contains(&None), "{}: {outcomes:?}", declared.name);
    }
}

#[test]
fn a_field_too_many_or_too_few_is_found() {
    let [engine, _] = engines();
    let concept = declared("concept");
    let mut answer = ask(&engine, &json!({"op": "concept", "code": "953829161999999108"}));
    concept.check(&answer).unwrap();
    answer["colour"] = json!("red");
    assert!(concept.check(&answer).unwrap_err().contains("colour"));
    let mut answer = ask(&engine, &json!({"op": "concept", "code": "953829161999999108"}));
    answer["children_count"] = json!("2");
    assert!(concept.check(&answer).unwrap_err().contains("children_count"));
    answer.as_object_mut().unwrap().remove("children_count");
    assert!(concept.check(&answer).unwrap_err().contains("children_count"));
}

#[test]
fn arguments_are_read_as_declared() {
    for (engine, declared) in
        engines().iter().flat_map(|engine| OPERATIONS.iter().map(move |one| (engine, *one)))
    {
        let needed = request_of(declared, declared.arguments.iter().filter(|field| field.required));
        let code = |request: &Map<String, Value>| {
            let response = ask(engine, &Value::Object(request.clone()));
            (response["error"]["code"].as_str().unwrap_or("none").to_owned(), response.to_string())
        };
        for field in declared.arguments {
            // A value of the declared shape is understood.
            let mut request = needed.clone();
            request.insert(field.name.to_owned(), example_of(field));
            let (found, response) = code(&request);
            // A tag has to be known, products asked for where something is asked of them, a list named where one is asked
            // in, and a flag has no value.
            let is_told = matches!(
                (declared.name, field.name),
                (_, "semantic_tags")
                    | ("search", "prescribable")
                    | ("code_list", "system" | "code")
                    | ("products_with", "value")
            );
            assert!(found != "bad_request" || is_told, "{}: {response}", declared.name);
            // No object is.
            request.insert(field.name.to_owned(), json!({"a": 1}));
            assert_eq!(
                code(&request).0,
                "bad_request",
                "{} takes an object for {}",
                declared.name,
                field.name
            );
            request.remove(field.name);
            if field.required {
                let (found, response) = code(&request);
                assert_eq!(found, "bad_request", "{} does without {}", declared.name, field.name);
                assert!(response.contains(field.name), "{response}");
            }
        }
        let mut request = needed.clone();
        request.insert("colour".to_owned(), json!("red"));
        assert_eq!(code(&request).0, "bad_request", "{} takes any field", declared.name);
    }
}
