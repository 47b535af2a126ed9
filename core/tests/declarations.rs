//! Operations are what they are declared to be: arguments by name and type, and answers by every field.
#![cfg(feature = "request")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use vademecum::Engine;
use vademecum::request::{self, Declaration, Field, OPERATIONS, Shape};

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/v1/demo.vade");
const REQUESTS: &str = include_str!("../testdata/requests.jsonl");

fn engine() -> Engine {
    let bytes = std::fs::read(GOLDEN).unwrap_or_else(|error| panic!("the golden file {GOLDEN}: {error}"));
    Engine::from_bytes(bytes).unwrap()
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
        "field" => json!("name"),
        _ => example(&field.shape),
    }
}

fn request_of(declared: &Declaration, fields: impl Iterator<Item = &'static Field>) -> Map<String, Value> {
    let mut request = Map::from_iter([("op".to_owned(), json!(declared.name))]);
    request.extend(fields.map(|field| (field.name.to_owned(), example_of(field))));
    request
}

/// The operations over medicinal products: the golden file has none, and the tests of the compiler ask them all.
const MEDICINES: [&str; 10] = [
    "product",
    "products",
    "ingredient",
    "gtin",
    "drug_code",
    "equivalents",
    "dose",
    "products_with",
    "prices",
    "code_list",
];

#[test]
fn every_answer_of_the_corpus_is_declared() {
    let engine = engine();
    let mut seen = BTreeSet::new();
    let mut fields = BTreeSet::new();
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
    let of_snomed = || OPERATIONS.iter().filter(|declared| !MEDICINES.contains(&declared.name));
    assert_eq!(seen.len(), of_snomed().count(), "the corpus asks {seen:?}");
    // The corpus has every field that an answer of this file can have.
    for declared in of_snomed() {
        for field in declared.answers.iter().flat_map(|answer| answer.fields) {
            let cannot = ["left_out", "dmd_date", "dmd", "inactive", "id"].contains(&field.name);
            assert!(
                cannot || fields.contains(&(declared.name, field.name.to_owned())),
                "no answer to {} has {}",
                declared.name,
                field.name
            );
        }
    }
}

#[test]
fn a_field_too_many_or_too_few_is_found() {
    let engine = engine();
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
    let engine = engine();
    for declared in OPERATIONS {
        let needed = request_of(declared, declared.arguments.iter().filter(|field| field.required));
        let code = |request: &Map<String, Value>| {
            let response = ask(&engine, &Value::Object(request.clone()));
            (response["error"]["code"].as_str().unwrap_or("none").to_owned(), response.to_string())
        };
        for field in declared.arguments {
            // A value of the declared shape is understood.
            let mut request = needed.clone();
            request.insert(field.name.to_owned(), example_of(field));
            let (found, response) = code(&request);
            // A tag has to be known, products asked for where something is asked of them, and a list named where one is asked in.
            let is_told = matches!(
                (declared.name, field.name),
                (_, "semantic_tags") | ("search", "prescribable") | ("code_list", "system" | "code")
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
