//! The request protocol over built files: what is answered, what is refused, and that nothing panics.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Value, json};
use support::{BARE, HEART_ATTACK, HEART_ATTACK_TERM, HEART_DISEASE, SUBSET, WHOLE, ask, engine};
use vademecum::{Engine, request};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| engine(&WHOLE));

fn answer(request: Value) -> Value {
    ask(&ENGINE, &request.to_string())
}

/// The answer where there has to be one.
fn good(request: Value) -> Value {
    let response = answer(request);
    assert_eq!(response["ok"], true, "{response}");
    response
}

/// Checks that a line is refused with this code and a message that holds each of `words`.
fn refused(engine: &Engine, line: &str, code: &str, words: &[&str]) -> Value {
    let response = ask(engine, line);
    assert_eq!(response["ok"], false, "{line}: {response}");
    assert_eq!(response["error"]["code"], code, "{line}: {response}");
    for word in words {
        assert!(response["error"]["message"].as_str().unwrap().contains(word), "{line}: {response}");
    }
    response
}

fn bad(line: &str, code: &str, words: &[&str]) -> Value {
    refused(&ENGINE, line, code, words)
}

#[test]
fn what_is_no_request() {
    assert_eq!(bad("", "bad_request", &["not JSON"])["error"]["offset"], 0);
    assert_eq!(bad(r#"{"op":"info","#, "bad_request", &["not JSON"])["error"]["offset"], 13);
    assert_eq!(bad(r#"{"op":"info"}{}"#, "bad_request", &["not JSON"])["error"]["offset"], 13);
    bad("[]", "bad_request", &["one JSON object"]);
    bad("null", "bad_request", &["one JSON object"]);
    bad("{}", "bad_request", &["`op` is missing"]);
    bad(r#"{"op":7}"#, "bad_request", &["`op`", "a string", "7"]);
    bad(r#"{"op":"info","op":"info"}"#, "bad_request", &["`op` stands twice"]);
    bad(r#"{"op":"Info"}"#, "unknown_op", &["`Info`", "subsumes"]);
    bad(r#"{"op":"info","timing":1}"#, "bad_request", &["`timing`", "true or false"]);
    let response = request::answer_bytes(&ENGINE, b"{\"op\":\"\xff\"}");
    let response: Value = serde_json::from_str(&response).unwrap();
    assert_eq!(
        (&response["error"]["code"], &response["error"]["offset"]),
        (&json!("bad_request"), &json!(7))
    );
}

#[test]
fn operations_of_the_protocol_that_are_not_answered() {
    for op in ["ecl", "matches", "refset", "memberships", "map", "reverse_map", "history"] {
        bad(&format!(r#"{{"op":"{op}","whatever":1}}"#), "unsupported", &[op]);
    }
}

#[test]
fn fields_are_known_and_of_their_type() {
    bad(r#"{"op":"info","code":"138875005"}"#, "bad_request", &["`code`", "`op`"]);
    bad(r#"{"op":"concept"}"#, "bad_request", &["`code` is missing"]);
    bad(r#"{"op":"concept","code":138875005}"#, "bad_request", &["codes are strings", "\"138875005\""]);
    bad(r#"{"op":"concept","code":null}"#, "bad_request", &["`code`", "null"]);
    bad(r#"{"op":"concept","code":"138875005","descriptions":"yes"}"#, "bad_request", &["`descriptions`"]);
    bad(r#"{"op":"concept","code":"138875005","language":5}"#, "bad_request", &["`language`"]);
    bad(r#"{"op":"concept","code":"138875005","language":[]}"#, "bad_request", &["`language`"]);
    bad(r#"{"op":"concept","code":"138875005","language":["en-GB"]}"#, "bad_request", &["`language`"]);
    bad(r#"{"op":"children","code":"138875005","want":"all"}"#, "bad_request", &["\"all\"", "\"digest\""]);
    bad(r#"{"op":"children","code":"138875005","limit":-1}"#, "bad_request", &["`limit`", "-1"]);
    bad(r#"{"op":"children","code":"138875005","offset":1.5}"#, "bad_request", &["`offset`", "1.5"]);
    bad(r#"{"op":"subsumes","a":"138875005"}"#, "bad_request", &["`b` is missing"]);
    bad(r#"{"op":"search"}"#, "bad_request", &["`query` is missing"]);
    bad(r#"{"op":"search","query":"a","active":"yes"}"#, "bad_request", &["`active`", "\"any\""]);
    bad(r#"{"op":"search","query":"a","fuzzy":"on"}"#, "bad_request", &["`fuzzy`", "\"auto\""]);
    bad(r#"{"op":"search","query":"a","semantic_tags":"disorder"}"#, "bad_request", &["a list of strings"]);
    bad(r#"{"op":"search","query":"a","modules":[900]}"#, "bad_request", &["codes are strings"]);
    bad(r#"{"op":"search","query":"a","classes":["vm"]}"#, "bad_request", &["\"vm\"", "vtm"]);
    bad(r#"{"op":"search","query":"a","limit":10001}"#, "limit", &["10000"]);
}

#[test]
fn an_id_comes_back_whatever_happens() {
    for line in [
        r#"{"op":"info","id":{"a":[1,null]}}"#,
        r#"{"id":{"a":[1,null]},"op":"nothing"}"#,
        r#"{"id":{"a":[1,null]},"op":"#,
        r#"{"op":"concept","code":"1","id":{"a":[1,null]}}"#,
    ] {
        assert_eq!(ask(&ENGINE, line)["id"], json!({"a": [1, null]}), "{line}");
    }
    assert_eq!(answer(json!({"op": "info"})).get("id"), None);
}

#[test]
fn time_is_told_where_it_is_asked_for() {
    assert!(answer(json!({"op": "info", "timing": true}))["ns"].is_u64());
    assert!(answer(json!({"op": "concept", "code": "1", "timing": true}))["ns"].is_u64());
    assert!(answer(json!({"op": "nothing", "timing": true}))["ns"].is_u64());
    assert_eq!(answer(json!({"op": "info", "timing": false})).get("ns"), None);
}

#[test]
fn every_answer_is_marked() {
    for line in ["", r#"{"op":"info"}"#, r#"{"op":"ecl"}"#, r#"{"op":"parents","code":"138875005"}"#] {
        assert!(ask(&ENGINE, line)["marking"].as_str().unwrap().contains("Not for clinical use"), "{line}");
    }
}

#[test]
fn ids_are_looked_up_before_they_are_judged() {
    for op in ["concept", "attributes", "parents", "children", "ancestors", "descendants"] {
        let line = |code: &str| format!(r#"{{"op":"{op}","code":"{code}"}}"#);
        bad(&line("953829161999999107"), "invalid_id", &["check digit"]);
        bad(&line("404684003"), "not_found", &["404684003"]);
        bad(&line("heart"), "invalid_id", &["digits"]);
        bad(&line(""), "invalid_id", &["digits"]);
        bad(&line(" 138875005"), "invalid_id", &["digits"]);
        bad(&line("0138875005"), "invalid_id", &["leading zero"]);
        bad(&line("12345"), "invalid_id", &["6 to 18"]);
        bad(&line(&HEART_ATTACK_TERM), "invalid_id", &["id of a description", "concept is wanted"]);
        assert_eq!(ask(&ENGINE, &line(HEART_ATTACK))["ok"], true);
    }
    bad(&format!(r#"{{"op":"description","id":"{HEART_ATTACK}"}}"#), "invalid_id", &["id of a concept"]);
    bad(r#"{"op":"description","id":7}"#, "bad_request", &["codes are strings"]);
    bad(r#"{"op":"description","id":"37436014"}"#, "not_found", &["37436014"]);
    bad(&format!(r#"{{"op":"subsumes","a":"{HEART_ATTACK}","b":"404684003"}}"#), "not_found", &["`b`"]);
}

#[test]
fn a_concept_and_its_descriptions() {
    let concept = good(json!({"op": "concept", "code": HEART_ATTACK, "descriptions": true}));
    assert_eq!(concept["fsn"], "Myocardial infarction (disorder)");
    assert_eq!(concept["preferred"], "Myocardial infarction");
    assert_eq!(concept["semantic_tag"], "disorder");
    assert_eq!((&concept["active"], &concept["defined"]), (&json!(true), &json!(true)));
    assert_eq!(concept["effective_time"].as_str().unwrap().len(), 8);
    assert!(concept["terms"].as_array().unwrap().contains(&json!("Heart attack")));
    assert_eq!(concept["definitions"].as_array().unwrap().len(), 1);
    assert_eq!(concept.get("left_out"), None);
    assert_eq!(concept.get("subset"), None);
    let descriptions = concept["descriptions"].as_array().unwrap();
    for description in descriptions {
        let mut record = good(json!({"op": "description", "id": description["id"]}));
        assert_eq!(record["concept"], HEART_ATTACK);
        assert_eq!(record["concept_active"], true);
        assert_eq!(record["preferred"], "Myocardial infarction");
        for (name, value) in description.as_object().unwrap() {
            assert_eq!(record[name].take(), *value, "{name}");
        }
    }
    assert_eq!(good(json!({"op": "concept", "code": HEART_ATTACK})).get("descriptions"), None);
}

#[test]
fn languages() {
    let preferred = |language: Value| {
        good(json!({"op": "search", "query": "haemorrhage", "limit": 1, "language": language}))["hits"][0]
            ["preferred"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert!(preferred(json!("en-GB")).to_lowercase().contains("haemorrhage"));
    assert!(preferred(json!("en-US")).to_lowercase().contains("hemorrhage"));
    assert!(preferred(json!("900000000000509007,900000000000508004")).to_lowercase().contains("hemorrhage"));
    assert!(preferred(json!(["900000000000509007"])).to_lowercase().contains("hemorrhage"));
    let asked = |language: &str| format!(r#"{{"op":"concept","code":"138875005","language":"{language}"}}"#);
    bad(&asked("tlh"), "unsupported", &["tlh"]);
    bad(&asked("fr"), "not_in_file", &["fr"]);
    bad(&asked("1,2"), "invalid_id", &[]);
}

#[test]
fn sets_in_pages_counts_and_digests() {
    let all = good(json!({"op": "descendants", "code": HEART_DISEASE}));
    let codes = all["codes"].as_array().unwrap();
    assert_eq!(all["total"], codes.len());
    let numbers: Vec<u64> = codes.iter().map(|code| code.as_str().unwrap().parse().unwrap()).collect();
    assert!(numbers.is_sorted() && numbers.len() > 5);
    let mut paged = Vec::new();
    for offset in (0..codes.len() + 3).step_by(3) {
        let page = good(json!({"op": "descendants", "code": HEART_DISEASE, "limit": 3, "offset": offset}));
        assert_eq!(page["total"], codes.len());
        paged.extend(page["codes"].as_array().unwrap().iter().cloned());
    }
    assert_eq!(paged, *codes);
    let none =
        good(json!({"op": "descendants", "code": HEART_DISEASE, "offset": u64::MAX, "limit": u64::MAX}));
    assert_eq!(none["codes"], json!([]));
    let count = good(json!({"op": "descendants", "code": HEART_DISEASE, "want": "count", "limit": 1}));
    assert_eq!((&count["total"], count.get("codes")), (&json!(codes.len()), None));
    let digest = good(json!({"op": "descendants", "code": HEART_DISEASE, "want": "digest"}));
    assert_eq!(digest["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(digest["total"], codes.len());
    let root = good(json!({"op": "parents", "code": "138875005", "want": "digest"}));
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!((&root["total"], &root["sha256"]), (&json!(0), &json!(empty)));
}

fn inactive_concept() -> String {
    let found = good(json!({"op": "search", "query": "a", "active": false, "want": "codes", "limit": 1}));
    found["codes"][0].as_str().unwrap().to_owned()
}

#[test]
fn inactive_concepts_have_no_place() {
    let inactive = inactive_concept();
    for op in ["parents", "children", "ancestors", "descendants"] {
        assert_eq!(good(json!({"op": op, "code": inactive}))["total"], 0, "{op}");
    }
    let concept = good(json!({"op": "concept", "code": inactive}));
    assert_eq!((&concept["active"], &concept["parents"]), (&json!(false), &json!([])));
    let same = good(json!({"op": "subsumes", "a": inactive, "b": inactive}));
    assert_eq!((&same["outcome"], &same["inactive"]), (&json!("equivalent"), &json!([inactive])));
    let other = good(json!({"op": "subsumes", "a": "138875005", "b": inactive}));
    assert_eq!((&other["outcome"], &other["inactive"]), (&json!("not-subsumed"), &json!([inactive])));
    for (active, expected) in [(json!(true), false), (json!(false), true), (json!("any"), true)] {
        let found = good(json!({"op": "search", "query": "a", "active": active, "want": "codes"}));
        assert_eq!(found["codes"].as_array().unwrap().contains(&json!(inactive)), expected, "{active}");
    }
}

#[test]
fn subsumption_has_a_direction() {
    let outcome = |a: &str, b: &str| good(json!({"op": "subsumes", "a": a, "b": b}))["outcome"].take();
    assert_eq!(outcome(HEART_DISEASE, HEART_ATTACK), "subsumes");
    assert_eq!(outcome(HEART_ATTACK, HEART_DISEASE), "subsumed-by");
    assert_eq!(outcome(HEART_ATTACK, HEART_ATTACK), "equivalent");
    assert_eq!(outcome(HEART_ATTACK, "900000000000441003"), "not-subsumed");
}

#[test]
fn concrete_values_keep_their_digits() {
    let found = good(json!({"op": "search", "query": "tablets", "semantic_tags": ["clinical drug"]}));
    let mut numbers = 0;
    for hit in found["hits"].as_array().unwrap() {
        let attributes = good(json!({"op": "attributes", "code": hit["code"]}));
        for group in attributes["groups"].as_array().unwrap() {
            for attribute in group["attributes"].as_array().unwrap() {
                assert!(attribute["type"].is_string());
                if let Some(number) = attribute["value"]["number"].as_str() {
                    assert!(number.parse::<f64>().is_ok(), "{number}");
                    numbers += 1;
                }
            }
        }
    }
    assert!(numbers > 0);
}

#[test]
fn search_finds_filters_and_counts() {
    let found = good(json!({"op": "search", "query": "heart att", "total": true}));
    let hit = &found["hits"][0];
    assert_eq!(hit["term"], "Heart attack");
    assert_eq!((&hit["code"], &hit["description"]), (&json!(HEART_ATTACK), &json!(*HEART_ATTACK_TERM)));
    assert_eq!(hit["ranges"], json!([[0, 5], [6, 12]]));
    assert_eq!(hit["preferred"], "Myocardial infarction");
    let set = good(json!({"op": "search", "query": "heart att", "want": "codes"}));
    assert_eq!(set["total"], found["total"]);
    assert_eq!(found["hits"].as_array().unwrap().len(), set["codes"].as_array().unwrap().len());

    let codes = |filters: Value| {
        let mut request = json!({"op": "search", "query": "heart", "want": "codes"});
        request.as_object_mut().unwrap().extend(filters.as_object().unwrap().clone());
        good(request)["codes"].as_array().unwrap().clone()
    };
    let below = codes(json!({"within": format!("< {HEART_DISEASE}")}));
    let with_self = codes(json!({"within": format!("<<{HEART_DISEASE} |Heart disease| ")}));
    assert_eq!(with_self.len(), below.len() + 1);
    assert_eq!(codes(json!({"within": HEART_DISEASE})), [json!(HEART_DISEASE)]);
    let disorders = codes(json!({"semantic_tags": ["disorder"]}));
    let either = codes(json!({"semantic_tags": ["disorder", "situation"]}));
    assert!(!disorders.is_empty() && either.len() > disorders.len() && codes(json!({})).len() > either.len());
    assert_eq!(codes(json!({"modules": ["11999999107"]})), codes(json!({})));
    assert_eq!(codes(json!({"modules": ["900000000000012004"]})), Vec::<Value>::new());
    let words = json!({"op": "search", "query": "blood supply cut", "definitions": true});
    assert_eq!(good(words)["hits"][0]["code"], HEART_ATTACK);
}

#[test]
fn searches_that_are_not_answered() {
    let asked = |field: &str, value: Value| {
        let mut request = json!({"op": "search", "query": "heart"});
        request[field] = value;
        request.to_string()
    };
    bad(&asked("semantic_tags", json!(["(disorder)"])), "bad_request", &["(disorder)", "without brackets"]);
    bad(&asked("modules", json!(["404684003"])), "not_found", &["`modules`"]);
    bad(&asked("modules", json!(["40468400x"])), "invalid_id", &["`modules`"]);
    bad(&asked("modules", json!([HEART_ATTACK])), "not_found", &["not a module"]);
    bad(&asked("classes", json!(["vmp"])), "not_in_file", &["dm+d"]);
    assert_eq!(bad(&asked("query", json!("- !")), "syntax", &["no letter"])["error"]["offset"], 0);
    bad(&asked("query", json!("a ".repeat(65))), "limit", &["64 words"]);
    let within = |text: &str, code: &str| bad(&asked("within", json!(text)), code, &["within"]);
    assert_eq!(within("< 404684003 OR < 71388002", "unsupported")["error"]["offset"], 12);
    assert_eq!(within("^ 900000000000508004", "unsupported")["error"]["offset"], 0);
    assert_eq!(within(" < 404684003", "not_found")["error"]["offset"], 3);
    assert_eq!(within("<< 404684004", "invalid_id")["error"]["offset"], 3);
}

#[test]
fn a_file_of_chosen_concepts_says_so() {
    let engine = engine(&SUBSET);
    for request in [
        json!({"op": "children", "code": "138875005"}),
        json!({"op": "descendants", "code": "138875005"}),
        json!({"op": "search", "query": "heart"}),
        json!({"op": "concept", "code": HEART_ATTACK}),
        json!({"op": "info"}),
    ] {
        assert_eq!(ask(&engine, &request.to_string())["subset"], true, "{request}");
    }
    for request in [
        json!({"op": "ancestors", "code": HEART_ATTACK}),
        json!({"op": "subsumes", "a": HEART_DISEASE, "b": HEART_ATTACK}),
    ] {
        let response = ask(&engine, &request.to_string());
        assert_eq!((&response["ok"], response.get("subset")), (&json!(true), None), "{request}");
    }
    refused(&engine, r#"{"op":"concept","code":"404684003"}"#, "not_in_file", &["404684003"]);
    refused(&engine, r#"{"op":"concept","code":"404684004"}"#, "invalid_id", &["check digit"]);
    refused(&engine, r#"{"op":"description","id":"37436014"}"#, "not_in_file", &["37436014"]);
    refused(&engine, r#"{"op":"search","query":"a","semantic_tags":["x"]}"#, "not_in_file", &["`x`"]);
    let whole = ask(&ENGINE, &json!({"op": "ancestors", "code": HEART_ATTACK}).to_string());
    assert_eq!(ask(&engine, &json!({"op": "ancestors", "code": HEART_ATTACK}).to_string()), whole);
}

#[test]
fn what_was_left_out_is_told() {
    let engine = engine(&BARE);
    let concept = ask(&engine, &json!({"op": "concept", "code": HEART_ATTACK}).to_string());
    assert_eq!((&concept["left_out"], concept.get("definitions")), (&json!(["definitions"]), None));
    let disease = json!({"op": "concept", "code": HEART_DISEASE, "descriptions": true});
    let disease = ask(&engine, &disease.to_string());
    assert_eq!(disease["left_out"], json!(["description-details"]), "{disease}");
    assert_eq!(disease["descriptions"][0].get("module"), None);
    let asked = |request: Value, words: &[&str]| refused(&engine, &request.to_string(), "not_in_file", words);
    asked(json!({"op": "concept", "code": HEART_ATTACK, "descriptions": true}), &["definitions"]);
    asked(json!({"op": "attributes", "code": HEART_ATTACK}), &["attributes"]);
    asked(json!({"op": "search", "query": "blood", "definitions": true}), &["definitions"]);
    let description = ask(&engine, &json!({"op": "description", "id": *HEART_ATTACK_TERM}).to_string());
    assert_eq!(description["left_out"], json!(["description-details"]));
    assert_eq!(description["term"], "Heart attack");
    let info = ask(&engine, r#"{"op":"info"}"#);
    assert_eq!(info["left_out"], json!(["attributes", "definitions", "description-details"]));
}

#[test]
fn info_tells_what_is_in_the_file() {
    let info = good(json!({"op": "info"}));
    assert_eq!(info["counts"]["concepts"], 3000);
    assert_eq!(info["bytes"], std::fs::metadata(&*WHOLE).unwrap().len());
    assert_eq!(info["edition"]["module"], "11999999107");
    assert_eq!(info["edition"]["effective_time"], "20260401");
    assert_eq!(info["language_order"][0], "900000000000508004");
    assert_eq!(info["subset"], false);
    assert_eq!(info.get("dmd_date"), None);
    let named =
        |name: &str| info["sections"].as_array().unwrap().iter().any(|section| section["name"] == name);
    assert!(named("concept.ids") && named("manifest"));
    assert!(info["modules"].as_array().unwrap().iter().all(|module| module["preferred"].is_string()));
}

/// Requests to alter, one of each kind.
fn examples() -> Vec<String> {
    let inactive = inactive_concept();
    vec![
        r#"{"op":"info","id":null}"#.to_owned(),
        format!(r#"{{"op":"concept","code":"{HEART_ATTACK}","language":["900000000000509007"],"descriptions":true}}"#),
        format!(r#"{{"op":"description","id":"{}","language":"en-GB"}}"#, *HEART_ATTACK_TERM),
        format!(r#"{{"op":"attributes","code":"{HEART_ATTACK}","id":"\u0041\ud83d\ude00é"}}"#),
        format!(r#"{{"op":"descendants","code":"{HEART_DISEASE}","want":"codes","limit":5,"offset":2}}"#),
        format!(r#"{{"op":"subsumes","a":"{HEART_DISEASE}","b":"{inactive}","timing":true}}"#),
        format!(
            r#"{{"op":"search","query":"heart é","limit":3,"within":"<< {HEART_DISEASE} |x|","active":"any","fuzzy":"off"}}"#
        ),
        r#"{"op":"search","query":"art","semantic_tags":["disorder"],"modules":["11999999107"],"want":"digest"}"#
            .to_owned(),
    ]
}

fn well_formed(line: &[u8]) -> Result<(), TestCaseError> {
    let response = request::answer_bytes(&ENGINE, line);
    prop_assert!(!response.contains('\n'));
    let response: Value = serde_json::from_str(&response)
        .map_err(|error| TestCaseError::fail(format!("{error}: {response}")))?;
    match response["ok"].as_bool() {
        Some(true) => {}
        Some(false) => {
            prop_assert!(response["error"]["code"].is_string() && response["error"]["message"].is_string());
            if let Some(offset) = response["error"]["offset"].as_u64() {
                prop_assert!(offset <= line.len() as u64);
            }
        }
        None => return Err(TestCaseError::fail(response.to_string())),
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_gets_one_response(line in r#"[\{\}\[\]:,"\\a-z0-9éβ \n\r\tu-]{0,60}"#) {
        well_formed(line.as_bytes())?;
    }

    #[test]
    fn any_bytes_get_one_response(line in proptest::collection::vec(any::<u8>(), 0..80)) {
        well_formed(&line)?;
    }

    #[test]
    fn altered_requests_get_one_response(
        example in 0usize..8,
        alterations in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0u8..4), 1..4),
    ) {
        let mut line = examples().swap_remove(example).into_bytes();
        for (place, byte, way) in alterations {
            if line.is_empty() {
                break;
            }
            let at = place.index(line.len());
            match way {
                0 => line[at] = byte,
                1 => line.insert(at, byte),
                2 => { line.remove(at); }
                _ => line.truncate(at + 1),
            }
        }
        well_formed(&line)?;
    }

    #[test]
    fn arguments_of_any_type_get_one_response(
        example in 0usize..8,
        field in any::<prop::sample::Index>(),
        value in prop::sample::select(vec![
            "null", "true", "0", "-1", "1e300", "18446744073709551615", "99999999999999999999", "\"\"", "\"138875005\"",
            "[]", "[\"138875005\"]", "{}", "[[]]", "\"any\"", "\"\\u0000\"", "\"< 138875005\"",
        ]),
    ) {
        let mut request: Value = serde_json::from_str(&examples()[example]).unwrap();
        let names: Vec<String> = request.as_object().unwrap().keys().cloned().collect();
        let name = &names[field.index(names.len())];
        request[name] = serde_json::from_str(value).unwrap();
        well_formed(request.to_string().as_bytes())?;
    }
}
