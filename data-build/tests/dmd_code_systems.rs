//! Codes with their systems: products under dm+d's URI and SNOMED CT's, lists under their own.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod dmd_written;

use std::sync::LazyLock;

use dmd_written::*;
use serde_json::{Value, json};
use vademecum::{CodeList, CodeSystem, Error};

static FILE: LazyLock<Built> = LazyLock::new(|| {
    let mut dmd = cases();
    // A form whose id was replaced twice, and one that became two.
    let id = |code: u64| format!("<CD>{code}</CD>");
    dmd.replace("LOOKUP", &id(TABLET_FORM), &format!("{}<CDPREV>{}</CDPREV>", id(TABLET_FORM), old(20)));
    let rows = [(old(20), old(21)), (TABLET_FORM, old(22)), (LIQUID_FORM, old(22))];
    for (current, previous) in rows {
        let row = format!(
            "<FORM><IDCURRENT>{current}</IDCURRENT><IDPREVIOUS>{previous}</IDPREVIOUS><STARTDT>2020-01-01</STARTDT></FORM>"
        );
        dmd.add("HISTORY", "FORMS", row);
    }
    dmd.build().unwrap().0
});

const DMD: &str = "https://dmd.nhs.uk";
const SNOMED: &str = "http://snomed.info/sct";

fn answered(request: Value) -> Value {
    let answer = FILE.ask(request);
    assert_eq!(answer["ok"], true, "{answer}");
    answer
}

/// The error's code and message.
fn refused(request: Value) -> (String, String) {
    let answer = FILE.ask(request);
    assert_eq!(answer["ok"], false, "{answer}");
    let text = |name: &str| answer["error"][name].as_str().unwrap().to_owned();
    (text("code"), text("message"))
}

#[test]
fn products_answer_under_both_systems() {
    let code = amp(2).to_string();
    let plain = answered(json!({"op": "product", "code": code}));
    for system in [DMD, SNOMED] {
        assert_eq!(answered(json!({"op": "product", "code": code, "system": system})), plain);
    }
    assert_eq!(
        plain["coding"],
        json!({"system": DMD, "version": "20260407", "code": code, "display": "Alphamol special (Acme & Sons Ltd)"})
    );
    // A replaced id is coded as what it is now.
    let replaced = answered(json!({"op": "product", "code": old(1).to_string(), "system": DMD}));
    assert_eq!(replaced["coding"]["code"], vmp(12).to_string());
}

#[test]
fn a_system_that_is_not_known_is_an_error_that_names_those_known() {
    for op in ["product", "code_list"] {
        let request = json!({"op": op, "code": "1", "system": "https://dmd.nhs.uk/ROUTE"});
        let (code, message) = refused(request);
        assert_eq!(code, "bad_request");
        for known in [DMD, SNOMED, "BASIS_OF_STRNTH", "LICENSING_AUTHORITY_CHANGE_REASON"] {
            assert!(message.contains(known), "{known}: {message}");
        }
        assert!(!message.contains("SUPPLIER"), "a list of ids has no system of its own: {message}");
    }
    let request = json!({"op": "product", "code": "1", "system": "https://dmd.nhs.uk/BASIS_OF_STRNTH"});
    let (code, message) = refused(request);
    assert!(code == "bad_request" && message.contains("is the code system of a list"), "{message}");
    assert!(matches!(CodeSystem::parse("x"), Err(Error::UnknownCodeSystem { system }) if system == "x"));
}

#[test]
fn lists_of_short_codes_are_systems_of_their_own() {
    let system = "https://dmd.nhs.uk/VIRTUAL_PRODUCT_PRES_STATUS";
    let by_system = answered(json!({"op": "code_list", "system": system}));
    assert_eq!(by_system, answered(json!({"op": "code_list", "list": "VIRTUAL_PRODUCT_PRES_STATUS"})));
    assert_eq!((&by_system["version"], &by_system["total"]), (&json!("20260407"), &json!(4)));
    let codes: Vec<&str> = by_system["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["1", "3", "4", "9"], "without zeros in front");
    for code in ["9", "0009"] {
        let one = answered(json!({"op": "code_list", "system": system, "code": code}));
        assert_eq!(
            one["entries"],
            json!([{"list": "VIRTUAL_PRODUCT_PRES_STATUS", "system": system, "code": "9",
                "text": "Caution - AMP level prescribing advised", "valid": true}])
        );
    }
    let (code, message) = refused(json!({"op": "code_list", "system": system, "code": "7"}));
    assert!(code == "not_found" && message.contains("VIRTUAL_PRODUCT_PRES_STATUS"), "{message}");
    let page = answered(json!({"op": "code_list", "system": system, "offset": 1, "limit": 2}));
    assert_eq!((&page["total"], page["entries"].as_array().unwrap().len()), (&json!(4), 2));
    assert_eq!(page["entries"][0]["code"], "3");
}

#[test]
fn lists_of_ids_are_of_the_systems_of_products() {
    for system in [DMD, SNOMED] {
        let entry =
            |code: u64| answered(json!({"op": "code_list", "system": system, "code": code.to_string()}));
        let found = entry(ORAL);
        assert_eq!((&found["total"], &found["entries"][0]["list"]), (&json!(1), &json!("ROUTE")));
        assert_eq!(
            (&found["entries"][0]["system"], &found["entries"][0]["text"]),
            (&json!(DMD), &json!("Oral"))
        );
        assert_eq!(entry(substance(1))["entries"][0]["list"], "INGREDIENT_SUBSTANCES");
        let gone = &entry(supplier(2))["entries"][0];
        assert_eq!(
            gone,
            &json!({"list": "SUPPLIER", "system": DMD, "code": supplier(2).to_string(), "text": "Gone Ltd",
                "valid": false, "code_date": "20190101", "previous_code": old(7).to_string()})
        );
        let (code, message) = refused(json!({"op": "code_list", "system": system}));
        assert!(
            code == "bad_request" && message.contains("ROUTE") && message.contains("SUPPLIER"),
            "{message}"
        );
        let (code, message) =
            refused(json!({"op": "code_list", "system": system, "code": vmp(1).to_string()}));
        assert!(code == "not_found" && message.contains("SUPPLIER"), "{message}");
    }
}

#[test]
fn codes_that_were_replaced_lead_to_the_current_entry() {
    let by_code = |code: u64| answered(json!({"op": "code_list", "list": "FORM", "code": code.to_string()}));
    for before in [old(20), old(21)] {
        let entry = &by_code(before)["entries"][0];
        assert_eq!((&entry["code"], &entry["text"]), (&json!(TABLET_FORM.to_string()), &json!("Tablet")));
        assert_eq!(entry["replaced"], before.to_string());
    }
    assert_eq!(by_code(TABLET_FORM)["entries"][0].get("replaced"), None);
    let (code, message) = refused(json!({"op": "code_list", "list": "FORM", "code": old(22).to_string()}));
    assert_eq!(code, "not_found");
    assert!(
        message.contains(&TABLET_FORM.to_string()) && message.contains(&LIQUID_FORM.to_string()),
        "{message}"
    );
    // What replaced a supplier is no form.
    let (code, _) = refused(json!({"op": "code_list", "list": "FORM", "code": old(7).to_string()}));
    assert_eq!(code, "not_found");
}

#[test]
fn all_lists_are_listed() {
    let answer = answered(json!({"op": "code_list"}));
    let lists = answer["lists"].as_array().unwrap();
    assert_eq!(lists.len(), CodeList::ALL.len());
    for (listed, list) in lists.iter().zip(CodeList::ALL) {
        assert_eq!(listed["list"], list.tag());
        let request = json!({"op": "code_list", "list": list.tag()});
        assert_eq!(answered(request)["total"], listed["total"], "{}", list.tag());
        let system = if list.is_snomed() { DMD.to_owned() } else { format!("{DMD}/{}", list.tag()) };
        assert_eq!(listed["system"], system);
    }
    assert!(lists.iter().filter(|list| list["total"].as_u64() > Some(0)).count() > 15);
}

#[test]
fn what_does_not_go_together_is_refused() {
    for request in [
        json!({"op": "code_list", "list": "FORM", "system": DMD}),
        json!({"op": "code_list", "code": "1"}),
        json!({"op": "code_list", "list": "form"}),
        json!({"op": "code_list", "list": "FORM", "code": "x"}),
        json!({"op": "code_list", "list": "FORM", "code": ""}),
        json!({"op": "code_list", "system": 1}),
    ] {
        assert_eq!(refused(request.clone()).0, "bad_request", "{request}");
    }
}
