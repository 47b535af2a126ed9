//! Altered files with medicinal products: no bytes make the engine panic or hang, and damage is never answered from.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod altering;
mod dmd_written;

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use altering::{Random, iterations, make_checksums_right, sections};
use dmd_written::*;
use serde_json::{Value, json};
use vademecum::{Engine, request};

static FILE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let (built, _) = cases().build().unwrap();
    std::fs::read(&built.out).unwrap()
});

/// Everything that there is to ask, by question.
fn ask(engine: &Engine) -> BTreeMap<String, String> {
    let mut requests = Vec::new();
    let products = (1..4).map(vtm).chain((1..14).map(vmp)).chain((1..10).map(amp));
    for code in products.chain((1..6).map(vmpp)).chain((1..8).map(ampp)).chain([old(1), old(9), 12345]) {
        let code = code.to_string();
        requests.push(json!({"op": "product", "code": code}));
        requests.push(json!({"op": "products", "code": code, "class": "ampp", "prescribable": true}));
        requests.push(json!({"op": "products", "code": code, "class": "vtm"}));
        requests.push(json!({"op": "equivalents", "code": code}));
        requests.push(json!({"op": "prices", "code": code}));
    }
    for item in 1..5 {
        let code = substance(item).to_string();
        requests.push(json!({"op": "ingredient", "code": code, "class": "ampp", "role": "any"}));
    }
    requests.push(json!({"op": "dose", "code": vtm(1).to_string(), "dose": "1", "unit": "g"}));
    requests.push(json!({"op": "drug_code", "system": "atc", "prefix": "N", "class": "amp"}));
    requests.push(json!({"op": "gtin", "gtin": "5060064792018"}));
    requests
        .push(json!({"op": "products_with", "of": "ampp", "field": "name", "value": "At odds with itself"}));
    requests.push(json!({"op": "products_with", "of": "amp", "field": "appliance.product_order_number", "value": "CAF540"}));
    let answer = |asked: &Value| request::answer(engine, &asked.to_string());
    requests.iter().map(|asked| (asked.to_string(), answer(asked))).collect()
}

#[test]
fn damage_is_an_error_or_the_same_answer() {
    let expected = ask(&Engine::from_bytes(FILE.clone()).unwrap());
    let mut random = Random(1);
    for turn in iterations(150) {
        let mut bytes = FILE.clone();
        let at = random.below(bytes.len());
        bytes[at] ^= 1 << random.below(8);
        let Ok(engine) = Engine::from_bytes(bytes) else { continue };
        for (question, answer) in ask(&engine) {
            let same = expected.get(&question) == Some(&answer);
            assert!(same || answer.contains("\"damaged\""), "turn {turn}, byte {at}: {question}: {answer}");
        }
        assert!(engine.verify().is_err(), "turn {turn}, byte {at}: `verify` does not see the damage");
    }
}

#[test]
fn no_bytes_panic_or_hang() {
    let places = sections(&FILE);
    // The sections of products are the last nine.
    let places = &places[places.len() - 9..];
    let mut random = Random(2);
    for _ in iterations(500) {
        let mut bytes = FILE.clone();
        for _ in 0..=random.below(3) {
            let (_, start, end) = places[random.below(places.len())];
            let reach = if random.below(2) == 0 { (end - start).min(48) } else { end - start };
            let at = start + random.below(reach.max(1));
            bytes[at] = random.next() as u8;
        }
        make_checksums_right(&mut bytes);
        let Ok(engine) = Engine::from_bytes(bytes) else { continue };
        let began = Instant::now();
        let _ = ask(&engine);
        let _ = engine.verify();
        assert!(began.elapsed() < Duration::from_secs(60), "answers took {:?}", began.elapsed());
    }
}
