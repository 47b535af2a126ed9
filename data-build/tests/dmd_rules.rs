//! The rules of dm+d, a case each, over a release that has one of everything.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod dmd_written;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use dmd_written::*;
use serde_json::{Value, json};
use vademecum::request::{self, OPERATIONS};
use vademecum::{ErrorCode, ProductClass};
use vademecum_build::warnings::WarningKind;

const NONE: [u64; 0] = [];

static FILE: LazyLock<Built> = LazyLock::new(|| cases().build().unwrap().0);

/// The operations over medicinal products.
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

fn prescribable(code: u64) -> (bool, Vec<String>, Vec<String>) {
    let answer = FILE.product(code)["prescribable"].take();
    let list = |name: &str| -> Vec<String> {
        answer[name].as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect()
    };
    (answer["allowed"].as_bool().unwrap(), list("reasons"), list("cautions"))
}

#[test]
fn each_product_may_be_offered_or_not_and_says_why() {
    let none: &[&str] = &[];
    for (code, reasons, cautions) in [
        (vtm(1), &["moiety_only"][..], none),
        (vtm(3), &["invalid", "moiety_only"], none),
        (vmp(1), none, none),
        (vmp(5), none, &["brand_advised"]),
        (vmp(7), &["not_as_generic"], none),
        (vmp(8), &["not_as_generic"], none),
        (vmp(9), &["component_only"], none),
        (vmp(10), &["not_available"], none),
        (vmp(11), &["invalid"], none),
        (vmp(13), &["not_in_primary_care"], none),
        (amp(1), none, none),
        (amp(2), none, &["restricted_availability"]),
        (amp(3), &["parallel_import"], none),
        (amp(4), &["not_available"], none),
        (amp(5), &["invalid"], none),
        (amp(6), &["component_only"], none),
        (amp(7), none, &["generic_not_offered"]),
        (amp(9), none, &["parent_invalid"]),
        (vmpp(1), none, none),
        (vmpp(3), &["of_product"], none),
        (vmpp(4), &["component_only", "of_product"], none),
        (vmpp(5), &["of_product"], none),
        (ampp(1), none, none),
        (ampp(2), &["discontinued"], none),
        (ampp(3), none, &["restricted_availability"]),
        (ampp(4), none, &["generic_not_offered"]),
        (ampp(5), &["component_only"], &["generic_not_offered"]),
        (ampp(7), &["invalid"], none),
    ] {
        let found = prescribable(code);
        let name = FILE.product(code)["name"].clone();
        assert_eq!((found.1, found.2), (strings(reasons), strings(cautions)), "{name}");
        assert_eq!(found.0, reasons.is_empty(), "{name}");
    }
    let offered = FILE
        .codes(json!({"op": "products", "code": vmp(1).to_string(), "class": "amp", "prescribable": true}));
    assert_eq!(offered, [amp(1), amp(2)]);
    let valid =
        FILE.codes(json!({"op": "products", "code": vmp(1).to_string(), "class": "amp", "valid": true}));
    assert_eq!(valid, [amp(1), amp(2), amp(3), amp(4), amp(6)]);
}

fn strings(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn up_and_down_over_both_parents_of_a_pack() {
    let related = |code: u64, class: &str| {
        FILE.codes(json!({"op": "products", "code": code.to_string(), "class": class}))
    };
    assert_eq!(related(vtm(2), "vmp"), [vmp(7), vmp(12), vmp(13)]);
    assert_eq!(related(vmp(8), "vtm"), NONE);
    assert_eq!(related(vmp(8), "ampp"), [ampp(4), ampp(5)]);
    assert_eq!(related(ampp(1), "vtm"), [vtm(1)]);
    assert_eq!(related(amp(7), "vmpp"), [vmpp(3), vmpp(4)]);
    assert_eq!(related(vmpp(2), "amp"), [amp(1), amp(2)]);
    assert_eq!(related(ampp(1), "ampp"), [ampp(1)]);
    // A pack whose parents lead to two products is below both.
    assert_eq!(related(ampp(6), "vmp"), [vmp(1), vmp(7)]);
    assert_eq!(related(ampp(6), "vtm"), [vtm(1), vtm(2)]);
    assert!(related(vmp(7), "ampp").contains(&ampp(6)) && related(vmp(1), "ampp").contains(&ampp(6)));
    let odd = FILE.product(ampp(6));
    assert_eq!(
        (odd["vmp"]["code"].clone(), odd["other_vmp"]["code"].clone()),
        (json!(vmp(1).to_string()), json!(vmp(7).to_string()))
    );
    let (_, report) = cases().build().unwrap();
    assert_eq!(report.warnings.count(WarningKind::PackOfTwoProducts), 1);
}

#[test]
fn combination_packs_keep_multiplicity_and_order() {
    let codes = |value: &Value| -> Vec<String> {
        value.as_array().unwrap().iter().map(|pack| pack["code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(codes(&FILE.product(vmpp(3))["contents"]), [vmpp(4).to_string(), vmpp(4).to_string()]);
    assert_eq!(codes(&FILE.product(vmpp(4))["contained_in"]), [vmpp(3).to_string()]);
    assert_eq!(codes(&FILE.product(ampp(4))["contents"]), [ampp(5).to_string()]);
    assert_eq!(codes(&FILE.product(ampp(1))["contained_in"]), [] as [String; 0]);
}

#[test]
fn replaced_ids_lead_to_the_current_record() {
    for code in [old(1), old(2)] {
        let answer = FILE.product(code);
        assert_eq!(answer["code"], vmp(12).to_string());
        assert_eq!(answer["replaced"], code.to_string());
    }
    let answer = FILE.product(vmp(12));
    assert_eq!(answer.get("replaced"), None);
    assert_eq!(
        answer["history"],
        json!([
            {"code": vmp(12).to_string(), "start": "20210101"},
            {"code": old(1).to_string(), "start": "20100101", "end": "20151231"},
            {"code": old(2).to_string()},
        ])
    );
    let several = FILE.ask(json!({"op": "product", "code": old(9).to_string()}));
    assert_eq!(several["error"]["code"], "not_found");
    let message = several["error"]["message"].as_str().unwrap();
    assert!(message.contains(&vtm(1).to_string()) && message.contains(&vtm(2).to_string()), "{message}");
    for (code, error) in [
        (old(6).to_string(), "not_found"),
        ("123456".to_owned(), "invalid_id"),
        ("x".to_owned(), "invalid_id"),
    ] {
        assert_eq!(FILE.ask(json!({"op": "product", "code": code}))["error"]["code"], error, "{code}");
    }
}

#[test]
fn a_number_finds_what_its_text_finds() {
    for code in [vtm(1), vmp(12), amp(2), ampp(6), old(1), old(2), old(9), old(6), 123_456, 7] {
        let (by_number, by_text) =
            (FILE.engine.find_product_by_number(code), FILE.engine.find_product(&code.to_string()));
        match (by_number, by_text) {
            (Ok(one), Ok(other)) => assert_eq!(one, other, "{code}"),
            (one, other) => assert_eq!(one.unwrap_err().to_string(), other.unwrap_err().to_string()),
        }
    }
    assert_eq!(FILE.engine.find_product_by_number(vmp(12)).unwrap().code().unwrap().number(), vmp(12));
    for none in [0, u64::MAX] {
        assert_eq!(FILE.engine.find_product_by_number(none).unwrap_err().code(), ErrorCode::InvalidId);
    }
    // The product that a record should keep: the one above, and none where two are.
    let above = |code: u64| {
        let product = FILE.engine.find_product_by_number(code).unwrap();
        let of =
            |class: &ProductClass| product.above(*class).unwrap().map(|one| one.code().unwrap().number());
        ProductClass::ALL.iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(above(vtm(1)), [Some(vtm(1)), None, None, None, None]);
    assert_eq!(above(vmp(1)), [Some(vtm(1)), Some(vmp(1)), None, None, None]);
    assert_eq!(above(vmp(8)), [None, Some(vmp(8)), None, None, None]);
    assert_eq!(above(amp(1)), [Some(vtm(1)), Some(vmp(1)), Some(amp(1)), None, None]);
    assert_eq!(above(vmpp(1)), [Some(vtm(1)), Some(vmp(1)), None, Some(vmpp(1)), None]);
    let pack = [Some(vtm(1)), Some(vmp(1)), Some(amp(1)), Some(vmpp(1)), Some(ampp(1))];
    assert_eq!(above(ampp(1)), pack);
    assert_eq!(above(ampp(6)), [None, None, Some(amp(1)), Some(vmpp(5)), Some(ampp(6))]);
}

#[test]
fn gtins_by_date_and_as_scanned() {
    let packs = |gtin: &str, date: Option<&str>| {
        let mut request = json!({"op": "gtin", "gtin": gtin});
        if let Some(date) = date {
            request["date"] = json!(date);
        }
        let answer = FILE.ask(request);
        assert_eq!(answer["ok"], true, "{answer}");
        let packs = answer["packs"].as_array().unwrap().clone();
        packs.iter().map(|pack| pack["code"].as_str().unwrap().parse::<u64>().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(packs("5060064792018", None), [ampp(1), ampp(3)]);
    assert_eq!(packs("05060064792018", Some("20190306")), [ampp(1)]);
    assert_eq!(packs("(01)05060064792018(17)261130", Some("20190307")), [ampp(3)]);
    assert_eq!(packs("5060064792018", Some("20100101")), NONE);
    assert_eq!(packs("5012617019844", Some("20260101")), [ampp(1)]);
    // The two spellings of a GTIN are kept as they were released.
    assert_eq!(FILE.product(ampp(1))["gtins"][1]["gtin"], "05012617019844");
    assert_eq!(FILE.ask(json!({"op": "gtin", "gtin": "5060064792019"}))["error"]["code"], "invalid_id");
    assert_eq!(
        FILE.ask(json!({"op": "gtin", "gtin": "5060064792018", "date": "20191301"}))["error"]["code"],
        "bad_request"
    );
}

#[test]
fn the_same_medicine_by_exact_arithmetic() {
    let equivalents = |code: u64| FILE.codes(json!({"op": "equivalents", "code": code.to_string()}));
    // 500 mg is 0.50 g; the invalid twin has no form, so it is not the same.
    assert_eq!(equivalents(vmp(1)), [vmp(1), vmp(2)]);
    // 250 mg in 5 ml is 50 mg in 1 ml.
    assert_eq!(equivalents(vmp(4)), [vmp(3), vmp(4)]);
    assert_eq!(equivalents(ampp(1)), [vmp(1), vmp(2)]);
    // 125 mg of the base in a salt is another medicine than any of the base.
    assert_eq!(equivalents(vmp(5)), [vmp(5)]);
    for code in [vmp(7), vmp(9), vtm(1), ampp(6)] {
        assert_eq!(
            FILE.ask(json!({"op": "equivalents", "code": code.to_string()}))["error"]["code"],
            "unsupported"
        );
    }
}

#[test]
fn a_dose_is_a_whole_number_of_units() {
    let dose = |dose: &str, unit: &str| {
        let answer = FILE.ask(json!({"op": "dose", "code": vtm(1).to_string(), "dose": dose, "unit": unit}));
        assert_eq!(answer["ok"], true, "{answer}");
        let found = answer["candidates"].as_array().unwrap().iter();
        let found: Vec<(u64, u64)> = found
            .map(|found| (found["code"].as_str().unwrap().parse().unwrap(), found["units"].as_u64().unwrap()))
            .collect();
        (found, answer["undecided"].clone())
    };
    // Status 9: the brand is listed beside the generic product. Liquids are measured, not counted.
    let (found, undecided) = dose("1", "g");
    assert_eq!(found, [(vmp(1), 2), (vmp(2), 2), (vmp(5), 8), (amp(8), 8)]);
    let reasons: Vec<&str> =
        undecided.as_array().unwrap().iter().map(|one| one["reason"].as_str().unwrap()).collect();
    assert_eq!(reasons, ["not_discrete", "not_discrete"]);
    // 3 mg in 1 ml, in vials of 2 ml, are 6 mg a vial.
    assert_eq!(dose("12", "mg").0, [(vmp(6), 2)]);
    assert_eq!(dose("300", "mg").0, [(vmp(6), 50)]);
    assert!(dose("0.25", "mg").0.is_empty());
    let (_, undecided) = dose("5", "ml");
    assert!(undecided.as_array().unwrap().iter().all(|one| one["reason"] == "other_unit"));
    let salt = FILE.ask(json!({"op": "dose", "code": vmp(5).to_string(), "dose": "125", "unit": MG.to_string(), "form": TABLET_FORM.to_string(), "route": ORAL.to_string()}));
    assert_eq!(salt["candidates"][0]["substance"]["text"], "Alphamol", "the strength counts the base");
    assert_eq!(
        FILE.ask(json!({"op": "dose", "code": vmp(8).to_string(), "dose": "1", "unit": "mg"}))["error"]["code"],
        "unsupported"
    );
    assert_eq!(
        FILE.ask(
            json!({"op": "dose", "code": vtm(1).to_string(), "dose": "1", "unit": "mg", "route": "123456"})
        )["error"]["code"],
        "not_found"
    );
}

#[test]
fn ingredients_excipients_and_codes() {
    let with = |code: u64, class: &str, role: &str| {
        FILE.codes(json!({"op": "ingredient", "code": code.to_string(), "class": class, "role": role}))
    };
    assert_eq!(with(substance(2), "vmp", "active"), [vmp(5)]);
    // The base of a strength counts as an ingredient.
    assert!(with(substance(1), "vmp", "active").contains(&vmp(5)));
    assert_eq!(with(substance(3), "vtm", "active"), [vtm(2)]);
    assert_eq!(with(substance(4), "amp", "excipient"), [amp(1), amp(7)]);
    assert_eq!(with(substance(4), "vmp", "any"), NONE);
    assert!(with(substance(4), "ampp", "any").contains(&ampp(4)));
    assert_eq!(
        FILE.ask(json!({"op": "ingredient", "code": vmp(1).to_string(), "class": "vmp"}))["error"]["code"],
        "not_found"
    );
    let coded = |system: &str, prefix: &str, class: &str| {
        FILE.codes(json!({"op": "drug_code", "system": system, "prefix": prefix, "class": class}))
    };
    assert_eq!(coded("atc", "n02b", "vmp"), [vmp(1)]);
    assert_eq!(coded("atc", "N0?B*", "vmp"), [vmp(1)]);
    assert_eq!(coded("atc", "N02BE01X", "vmp"), NONE);
    assert_eq!(coded("bnf", "0407", "amp"), [amp(1), amp(2), amp(3), amp(4), amp(5), amp(6), amp(7)]);
    assert_eq!(coded("bnf", "0407", "vtm"), [vtm(1)]);
}

#[test]
fn products_by_any_field() {
    let with = |of: &str, field: &str, value: Option<&str>| {
        let mut request = json!({"op": "products_with", "of": of, "field": field});
        if let Some(value) = value {
            request["value"] = json!(value);
        }
        FILE.codes(request)
    };
    assert_eq!(with("vmp", "sugar_free", None), [vmp(3), vmp(4)]);
    assert_eq!(with("vmp", "forms.form", Some(&LIQUID_FORM.to_string())), [vmp(3), vmp(4)]);
    assert_eq!(with("vmp", "controlled_drug.category", Some("0002")), [vmp(7)]);
    assert_eq!(with("amp", "additional_monitoring", None), [amp(1)]);
    assert_eq!(with("ampp", "appliance.pack_order_number", Some("00510")), [ampp(3)]);
    assert_eq!(with("ampp", "appliance.pack_order_number", Some("510")), NONE, "an order number is a text");
    assert_eq!(with("amp", "appliance.product_order_number", Some("CAF540")), [amp(2)]);
    assert_eq!(with("ampp", "name", Some("Alphamol special (Acme & Sons Ltd) 56 tablet")), [ampp(3)]);
    assert_eq!(with("amp", "name", Some("Alphamol special (Acme & Sons Ltd)")), [amp(2)]);
    assert_eq!(with("vmpp", "quantity", Some("15")), [vmpp(4)], "numbers are compared by value");
    assert_eq!(with("ampp", "discontinued_date", Some("20200229")), [ampp(2)]);
    assert_eq!(with("ampp", "price.price", Some("281")), [ampp(3)]);
    let classes =
        FILE.codes(json!({"op": "products_with", "of": "amp", "field": "parallel_import", "class": "vtm"}));
    assert_eq!(classes, [vtm(1)]);
    for (of, field, value) in [
        ("vmp", "sugar_free", Some("1")),
        ("vmp", "colour", None),
        ("vmp", "vtm", Some("1")),
        ("vmp", "prescribing_status", None),
        ("vmpp", "quantity", Some("x")),
    ] {
        let mut request = json!({"op": "products_with", "of": of, "field": field});
        if let Some(value) = value {
            request["value"] = json!(value);
        }
        assert_eq!(FILE.ask(request)["error"]["code"], "bad_request", "{field}");
    }
}

#[test]
fn prices_by_unit() {
    let answer = FILE.ask(json!({"op": "prices", "code": vmp(1).to_string()}));
    let packs: Vec<(String, Value)> = answer["packs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pack| (pack["code"].as_str().unwrap().to_owned(), pack["pence_per_unit"].clone()))
        .collect();
    // 281 pence for 56 come before 280 for 28; a pack without a price is last, and its price is not 0.
    assert_eq!(
        packs,
        [
            (ampp(3).to_string(), json!("5.018")),
            (ampp(1).to_string(), json!("10.000")),
            (ampp(6).to_string(), Value::Null)
        ]
    );
    assert_eq!(answer["drug_tariff"][0]["pence_per_unit"], "3.571");
}

#[test]
fn every_answer_is_declared_and_every_field_is_answered() {
    let mut answers: Vec<(String, Value)> = Vec::new();
    let mut ask =
        |request: Value| answers.push((request["op"].as_str().unwrap().to_owned(), FILE.ask(request)));
    for code in (1..4)
        .map(vtm)
        .chain((1..14).map(vmp))
        .chain((1..10).map(amp))
        .chain((1..7).map(vmpp))
        .chain((1..8).map(ampp))
        .chain([old(1)])
    {
        ask(json!({"op": "product", "code": code.to_string()}));
        for want in ["codes", "digest"] {
            ask(json!({"op": "products", "code": code.to_string(), "class": "vmp", "want": want}));
        }
        ask(json!({"op": "prices", "code": code.to_string()}));
        ask(json!({"op": "equivalents", "code": code.to_string(), "want": "digest"}));
        ask(json!({"op": "equivalents", "code": code.to_string()}));
    }
    for want in ["codes", "digest"] {
        ask(json!({"op": "ingredient", "code": substance(1).to_string(), "class": "amp", "want": want}));
        ask(json!({"op": "drug_code", "system": "bnf", "prefix": "04", "class": "amp", "want": want}));
        ask(json!({"op": "products_with", "of": "vmp", "field": "sugar_free", "want": want}));
    }
    ask(json!({"op": "gtin", "gtin": "5060064792018"}));
    ask(json!({"op": "code_list"}));
    ask(json!({"op": "code_list", "list": "SUPPLIER"}));
    ask(json!({"op": "code_list", "system": "https://dmd.nhs.uk", "code": old(7).to_string()}));
    ask(json!({"op": "dose", "code": vtm(1).to_string(), "dose": "1", "unit": "g"}));
    let mut seen: BTreeSet<(String, String, String)> = BTreeSet::new();
    for (op, answer) in answers.iter().filter(|(_, answer)| answer["ok"] == true) {
        let declared = OPERATIONS.iter().find(|declared| declared.name == op).unwrap();
        declared.check(answer).unwrap_or_else(|fault| panic!("{fault}"));
        let class = answer["class"].as_str().unwrap_or_default().to_owned();
        seen.extend(answer.as_object().unwrap().keys().map(|name| (op.clone(), class.clone(), name.clone())));
    }
    for op in MEDICINES {
        let declared = OPERATIONS.iter().find(|declared| declared.name == op).unwrap();
        for answer in declared.answers {
            let class = if op == "product" { answer.name.to_lowercase() } else { String::new() };
            for field in answer.fields {
                // Packs and suppliers' products have no short names and previous ids here.
                let cannot =
                    ["left_out", "replaced", "short_name", "gluten_free", "preservative_free", "cfc_free"];
                let licensing = field.name.starts_with("licensing_change")
                    || field.name == "previous_licensing_authority";
                let key = (op.to_owned(), class.clone(), field.name.to_owned());
                assert!(cannot.contains(&field.name) || licensing || seen.contains(&key), "{key:?}");
            }
        }
    }
}

#[test]
fn the_file_tells_which_release_it_holds() {
    let info = FILE.ask(json!({"op": "info"}));
    let declared = OPERATIONS.iter().find(|declared| declared.name == "info").unwrap();
    declared.check(&info).unwrap();
    assert_eq!(
        (&info["dmd_date"], &info["dmd"]["supplementary_date"]),
        (&json!("20260407"), &json!("20260407"))
    );
    assert_eq!(info["dmd"]["files"].as_array().unwrap().len(), 11);
    assert_eq!(
        info["dmd"]["files"][0],
        json!({"root": "LOOKUP", "schema": "test_v2_3.xsd", "date": "20260407", "records": 35})
    );
    assert_eq!(info["dmd"]["products"][1], json!({"class": "vmp", "products": 13, "in_snomed": 0}));
    assert!(info["licence"].as_str().unwrap().contains("Open Government Licence v3.0"));
    FILE.engine.verify().unwrap();
}

#[test]
fn a_file_without_dmd_says_so() {
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/../core/testdata/v1/demo.vade");
    let engine = vademecum::Engine::open(golden).unwrap();
    for request in [
        json!({"op": "product", "code": vmp(1).to_string()}),
        json!({"op": "gtin", "gtin": "5060064792018"}),
        json!({"op": "dose", "code": vtm(1).to_string(), "dose": "1", "unit": "g"}),
    ] {
        let answer: Value = serde_json::from_str(&request::answer(&engine, &request.to_string())).unwrap();
        assert_eq!(answer["error"]["code"], "not_in_file", "{answer}");
    }
}
