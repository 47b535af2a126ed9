//! The cases of the safety table in `core/src/product/DMD.md`, each asked for: what is offered, and what is said of it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod dmd_written;

use std::sync::LazyLock;

use dmd_written::*;
use serde_json::{Value, json};

const VMP: &str = "VIRTUAL_MED_PRODUCTS";
const AMP: &str = "ACTUAL_MEDICINAL_PRODUCTS";
const AMPP: &str = "ACTUAL_MEDICINAL_PROD_PACKS";

macro_rules! fields {
    ($($tag:ident = $value:expr),* $(,)?) => { &[$((stringify!($tag), $value.to_string())),*] };
}

/// The written release, with what the table has and the other rules do not need.
static FILE: LazyLock<Built> = LazyLock::new(|| {
    let mut dmd = cases();
    let supplied = |item: u64, of: u64, restriction: &str| {
        record(
            "AMP",
            fields![
                APID = amp(item),
                VPID = vmp(of),
                NM = format!("Case {item}"),
                DESC = format!("Case {item} (Acme)"),
                SUPPCD = supplier(1),
                LIC_AUTHCD = "0001",
                AVAIL_RESTRICTCD = restriction,
            ],
        )
    };
    dmd.add(AMP, "AMPS", supplied(20, 1, "0004"));
    let pack = |item: u64, of: u64| {
        let fields =
            fields![APPID = ampp(item), APID = amp(of), VPPID = vmpp(1), NM = "A pack", LEGAL_CATCD = "0003"];
        record("AMPP", fields)
    };
    dmd.add(AMPP, "AMPPS", pack(20, 4));
    let combined = fields![
        VPID = vmp(20),
        NM = "Alphamol with betamide",
        BASISCD = "0001",
        PRES_STATCD = "0001",
        COMBPRODCD = "0001"
    ];
    dmd.add(VMP, "VMPS", record("VMP", combined));
    dmd.build().unwrap().0
});

/// Whether it is offered, with reasons and cautions in one list.
fn offered(code: u64) -> (bool, Vec<String>) {
    let answer = FILE.product(code)["prescribable"].take();
    let names = ["reasons", "cautions"].into_iter().flat_map(|list| answer[list].as_array().unwrap().clone());
    let names = names.map(|name| name.as_str().unwrap().to_owned()).collect();
    (answer["allowed"].as_bool().unwrap(), names)
}

fn yes(code: u64, says: &[&str]) {
    assert_eq!(offered(code), (true, says.iter().map(|name| (*name).to_owned()).collect()), "{code}");
}

fn no(code: u64, says: &[&str]) {
    assert_eq!(offered(code), (false, says.iter().map(|name| (*name).to_owned()).collect()), "{code}");
}

/// The packs of a GTIN, on a day or whenever, each with its last day.
fn packs(gtin: &str, date: Option<&str>) -> Vec<(String, Value)> {
    let mut request = json!({"op": "gtin", "gtin": gtin});
    request["date"] = date.map_or(Value::Null, |date| json!(date));
    if date.is_none() {
        request.as_object_mut().unwrap().remove("date");
    }
    let answer = FILE.ask(request);
    let packs = answer["packs"].as_array().unwrap_or_else(|| panic!("{answer}"));
    packs.iter().map(|pack| (pack["code"].as_str().unwrap().to_owned(), pack["end"].clone())).collect()
}

/// The products of a class below one that are offered.
fn offered_of(code: u64, class: &str) -> Vec<u64> {
    FILE.codes(json!({"op": "products", "code": code.to_string(), "class": class, "prescribable": true}))
}

/// Each case by its name in the table.
const CASES: &[(&str, fn())] = &[
    ("a special", || yes(amp(2), &["restricted_availability"])),
    ("an import", || yes(amp(20), &["restricted_availability"])),
    ("a parallel import", || no(amp(3), &["parallel_import"])),
    ("an AMP that is not available, and its pack that is not discontinued", || {
        no(amp(4), &["not_available"]);
        no(ampp(20), &["of_product"]);
        assert_eq!(FILE.product(amp(4))["available"], false);
        assert_eq!(FILE.product(ampp(20))["available"], true, "the pack itself says nothing of it");
    }),
    ("a combination product", || yes(vmp(20), &[])),
    ("a part of a combination product", || {
        no(vmp(9), &["component_only"]);
        no(amp(6), &["component_only"]);
    }),
    ("a combination pack and its parts", || {
        no(vmpp(4), &["component_only", "of_product"]);
        no(ampp(5), &["component_only", "generic_not_offered"]);
        let part = json!({"code": vmpp(4).to_string(), "text": "A part of something else"});
        assert_eq!(FILE.product(vmpp(3))["contents"], json!([part, part]));
        yes(ampp(4), &["generic_not_offered"]);
    }),
    ("a discontinued pack", || {
        no(ampp(2), &["discontinued"]);
        yes(amp(1), &[]);
        let pack = FILE.product(ampp(2));
        assert_eq!((&pack["valid"], &pack["available"]), (&json!(true), &json!(false)));
        assert_eq!(pack["discontinued_date"], "20200229");
    }),
    ("a VMP with status 9", || {
        yes(vmp(5), &["brand_advised"]);
        assert_eq!(offered_of(vmp(5), "amp"), [amp(8)]);
    }),
    ("a VMP with status 4 and its AMP", || {
        no(vmp(8), &["not_as_generic"]);
        yes(amp(7), &["generic_not_offered"]);
        assert_eq!(offered_of(vmp(8), "amp"), [amp(7)]);
    }),
    ("a re-identified VMP", || {
        for before in [old(1), old(2)] {
            let found = FILE.product(before);
            assert_eq!(
                (&found["code"], &found["replaced"]),
                (&json!(vmp(12).to_string()), &json!(before.to_string()))
            );
            assert_eq!(found["prescribable"], FILE.product(vmp(12))["prescribable"]);
        }
        assert_eq!(FILE.product(vmp(12)).get("replaced"), None);
    }),
    ("two GTINs on one pack", || {
        let of_pack = |gtin: &str| packs(gtin, None).iter().any(|(code, _)| *code == ampp(1).to_string());
        assert!(of_pack("5060064792018") && of_pack("5012617019844"));
        assert_eq!(FILE.product(ampp(1))["gtins"].as_array().unwrap().len(), 2);
    }),
    ("an expired GTIN", || {
        let before = (ampp(1).to_string(), json!("20190306"));
        assert_eq!(
            packs("5060064792018", Some("20190306")),
            std::slice::from_ref(&before),
            "the last day is one of its days"
        );
        assert!(!packs("5060064792018", Some("20190307")).contains(&before));
        assert!(packs("5060064792018", None).contains(&before));
    }),
    ("an invalid VMP", || {
        no(vmp(11), &["invalid"]);
        assert_eq!(FILE.product(vmp(11))["valid"], false);
        assert!(!offered_of(vtm(1), "vmp").contains(&vmp(11)));
    }),
];

#[test]
fn each_case_is_as_the_table_says() {
    for (name, check) in CASES {
        println!("{name}");
        check();
    }
}

/// Rows of the table below a heading of the documentation, cell by cell.
fn rows(heading: &str) -> Vec<Vec<String>> {
    let text = include_str!("../../core/src/product/DMD.md");
    let (_, rest) = text.split_once(&format!("\n## {heading}\n")).unwrap();
    let section = rest.split("\n## ").next().unwrap();
    let lines = section.lines().filter(|line| line.starts_with('|')).skip(2);
    lines.map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
}

#[test]
fn the_table_and_the_cases_are_the_same() {
    let table = rows("Cases");
    let names: Vec<&str> = table.iter().map(|row| row[0].as_str()).collect();
    let cases: Vec<&str> = CASES.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, cases);
}

#[test]
fn the_documentation_names_reasons_that_there_are() {
    let known: Vec<&str> = vademecum::PrescribingReason::ALL.iter().map(|reason| reason.name()).collect();
    let mut told = Vec::new();
    for row in rows("Cases").iter().chain(&rows("The rules by section")) {
        let marked = row.last().unwrap().split('`').skip(1).step_by(2).map(str::to_owned);
        told.extend(marked.filter(|name| known.contains(&name.as_str())));
    }
    // What a table of cases leaves out is in the table of the rules.
    let text = include_str!("../../core/src/product/DMD.md");
    for name in known {
        assert!(told.iter().any(|other| other == name) || text.contains(&format!("`{name}`")), "{name}");
    }
    assert!(told.len() > 15, "{told:?}");
}
