//! What became of products from one release to the next: a case of each kind, and no other.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod dmd_written;
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use dmd_written::*;
use serde_json::{Value, json};
use support::{WHOLE, answered, path, refused};
use vademecum::{
    CodeOutcome, ErrorCode, Part, Product, ProductChange, ProductChangeKind, ProductComparison, ProductValue,
};

const VTM: &str = "VIRTUAL_THERAPEUTIC_MOIETIES";
const VMP: &str = "VIRTUAL_MED_PRODUCTS";
const AMP: &str = "ACTUAL_MEDICINAL_PRODUCTS";
const VMPP: &str = "VIRTUAL_MED_PRODUCT_PACK";
const AMPP: &str = "ACTUAL_MEDICINAL_PROD_PACKS";

macro_rules! fields {
    ($($tag:ident = $value:expr),* $(,)?) => { &[$((stringify!($tag), $value.to_string())),*] };
}

/// The release of a week later.
fn later() -> Dmd {
    let mut dmd = cases();
    let id = |tag: &str, id: u64| format!("<{tag}>{id}</{tag}>");
    // New: a VTM, and a pack of a product that was there.
    dmd.add(VTM, "", record("VTM", fields![VTMID = vtm(4), NM = "Gammavir"]));
    let pack =
        fields![APPID = ampp(8), APID = amp(8), VPPID = vmpp(1), NM = "New pack", LEGAL_CATCD = "0003"];
    dmd.add(AMPP, "AMPPS", record("AMPP", pack));
    // Gone: a pack, with nothing in its place.
    dmd.remove(AMPP, &id("APPID", ampp(7)));
    // Reidentified by its record, and renamed at once.
    let both = format!("{}{}", id("VTMID", vtm(5)), id("VTMIDPREV", vtm(3)));
    dmd.edit(VTM, "", vtm(3), &id("VTMID", vtm(3)), &both);
    dmd.edit(VTM, "", vtm(5), "<NM>Alfamol</NM>", "<NM>Alfamol, duplicate</NM>");
    // Two became one by the history; and one became two.
    dmd.remove(VMP, &id("VPID", vmp(10)));
    dmd.remove(VMP, &id("VPID", vmp(13)));
    for (current, previous) in [(vmp(1), vmp(10)), (vmp(7), vmp(13)), (vmp(12), vmp(13))] {
        let row = fields![IDCURRENT = current, IDPREVIOUS = previous, STARTDT = "2026-04-13"];
        dmd.add("HISTORY", "VMPS", record("VMP", row));
    }
    dmd.edit(AMP, "AMPS", amp(8), "</AMP>", "<INVALID>1</INVALID></AMP>");
    dmd.edit(VMPP, "VMPPS", vmpp(6), "<INVALID>0001</INVALID>", "");
    dmd.edit(AMP, "AMPS", amp(2), "special (Acme &amp; Sons Ltd)", "special (Acme Ltd)");
    // Moved: a VMP to another VTM, a pack to another VMPP.
    dmd.edit(VMP, "VMPS", vmp(5), &id("VTMID", vtm(1)), &id("VTMID", vtm(2)));
    dmd.edit(AMPP, "AMPPS", ampp(3), &id("VPPID", vmpp(2)), &id("VPPID", vmpp(1)));
    dmd.edit(AMPP, "AMPPS", ampp(1), "</AMPP>", "<DISCCD>1</DISCCD><DISCDT>2026-04-10</DISCDT></AMPP>");
    dmd.edit(AMPP, "AMPPS", ampp(2), "<DISCCD>0001</DISCCD>", "");
    dmd.edit(VMP, "VMPS", vmp(7), "<PRES_STATCD>0003<", "<PRES_STATCD>0009<");
    dmd.edit(VMP, "VMPS", vmp(2), "</VMP>", "<NON_AVAILCD>0001</NON_AVAILCD></VMP>");
    dmd.edit(AMP, "AMPS", amp(4), "<AVAIL_RESTRICTCD>0009<", "<AVAIL_RESTRICTCD>0001<");
    // A price that changed, one that came, and one of which the row is gone.
    const PRICES: &str = "MEDICINAL_PRODUCT_PRICE";
    dmd.edit(AMPP, PRICES, ampp(1), "<PRICE>280<", "<PRICE>279<");
    dmd.edit(AMPP, PRICES, ampp(6), "<PRICE_BASISCD>0002<", "<PRICE>5</PRICE><PRICE_BASISCD>0001<");
    dmd.remove(AMPP, &format!("{}<PRICE>281", id("APPID", ampp(3))));
    dmd.edit(VMPP, "DRUG_TARIFF_INFO", vmpp(1), "<PRICE>100<", "<PRICE>110<");
    dmd.edit(VMPP, "DRUG_TARIFF_INFO", vmpp(1), "<PAY_CATCD>0001<", "<PAY_CATCD>0003<");
    dmd
}

static OLD: LazyLock<Built> = LazyLock::new(|| cases().build().unwrap().0);
static NEW: LazyLock<Built> = LazyLock::new(|| later().build_of("130426").unwrap().0);

fn comparison() -> ProductComparison<'static> {
    ProductComparison::new(&OLD.engine, &NEW.engine).unwrap()
}

fn code(product: Option<Product<'_>>) -> Option<u64> {
    product.map(|product| product.code().unwrap().number())
}

fn text(value: &Option<ProductValue<'_>>) -> String {
    match value {
        None => "none".to_owned(),
        Some(ProductValue::Text(text)) => text.clone(),
        Some(ProductValue::Number(number)) => number.to_string(),
        Some(ProductValue::Code(code)) => code.code.to_string(),
        Some(ProductValue::Product(product)) => product.code().unwrap().to_string(),
        Some(other) => panic!("{other:?}"),
    }
}

/// Kind, id before and after, value before and after.
type Told = (&'static str, Option<u64>, Option<u64>, String, String);

fn told(change: &ProductChange<'_>) -> Told {
    (change.kind.name(), code(change.older), code(change.newer), text(&change.old), text(&change.new))
}

#[test]
fn every_kind_of_change_is_told_and_nothing_else() {
    let same =
        |kind, code, old: &str, new: &str| (kind, Some(code), Some(code), old.to_owned(), new.to_owned());
    let moved = |kind, old, new| (kind, old, new, "none".to_owned(), "none".to_owned());
    let mut expected: Vec<Told> = vec![
        moved("new", None, Some(vtm(4))),
        moved("new", None, Some(ampp(8))),
        moved("gone", Some(ampp(7)), None),
        moved("reidentified", Some(vtm(3)), Some(vtm(5))),
        moved("reidentified", Some(vmp(10)), Some(vmp(1))),
        moved("split", Some(vmp(13)), None),
        same("invalidated", amp(8), "none", "none"),
        same("valid_again", vmpp(6), "none", "none"),
        ("renamed", Some(vtm(3)), Some(vtm(5)), "Alfamol".to_owned(), "Alfamol, duplicate".to_owned()),
        same("renamed", amp(2), "Alphamol special (Acme & Sons Ltd)", "Alphamol special (Acme Ltd)"),
        same("moved", vmp(5), &vtm(1).to_string(), &vtm(2).to_string()),
        same("moved", ampp(3), &vmpp(2).to_string(), &vmpp(1).to_string()),
        same("discontinued", ampp(1), "none", "none"),
        same("available_again", ampp(2), "none", "none"),
        same("prescribing_status", vmp(7), "3", "9"),
        same("non_availability", vmp(2), "none", "1"),
        same("availability_restriction", amp(4), "9", "1"),
        same("price", ampp(1), "280", "279"),
        same("price", ampp(3), "281", "none"),
        same("price", ampp(6), "none", "5"),
        same("price_basis", ampp(3), "1", "none"),
        same("price_basis", ampp(6), "2", "1"),
        same("tariff_price", vmpp(1), "100", "110"),
        same("tariff_category", vmpp(1), "1", "3"),
    ];
    let found = comparison().changes().unwrap();
    assert_eq!(found.not_compared, []);
    let listed: Vec<Told> = found.changes.iter().map(told).collect();
    let order: Vec<_> = found
        .changes
        .iter()
        .map(|change| {
            let of = change.older.or(change.newer).unwrap();
            (change.kind, of.class(), of.code().unwrap())
        })
        .collect();
    assert!(order.is_sorted(), "by kind, class and id");
    let mut sorted = listed;
    sorted.sort();
    expected.sort();
    assert_eq!(sorted, expected);
    let kinds: BTreeSet<_> = found.changes.iter().map(|change| change.kind).collect();
    assert!(ProductChangeKind::ALL.iter().all(|kind| kinds.contains(kind)), "a case of each kind");
    for kind in ProductChangeKind::ALL {
        assert_eq!(ProductChangeKind::from_name(kind.name()), Some(*kind));
    }
    let replacements = |of: u64| -> Vec<u64> {
        let change = found.changes.iter().find(|change| code(change.older) == Some(of)).unwrap();
        change.replacements.iter().map(|id| id.number()).collect()
    };
    assert_eq!(replacements(vmp(13)), [vmp(7), vmp(12)]);
    assert_eq!((replacements(vmp(10)), replacements(ampp(7))), (vec![vmp(1)], vec![]));
}

#[test]
fn a_release_and_itself_have_no_changes() {
    for built in [&*OLD, &*NEW] {
        let comparison = ProductComparison::new(&built.engine, &built.engine).unwrap();
        assert!(comparison.changes().unwrap().changes.is_empty());
    }
}

#[test]
fn backwards_each_change_is_its_opposite() {
    let changes = ProductComparison::new(&NEW.engine, &OLD.engine).unwrap().changes().unwrap().changes;
    let told: Vec<Told> = changes.iter().map(told).collect();
    for expected in [
        ("gone", Some(vtm(4)), None, "none", "none"),
        ("new", None, Some(ampp(7)), "none", "none"),
        ("valid_again", Some(amp(8)), Some(amp(8)), "none", "none"),
        ("available_again", Some(ampp(1)), Some(ampp(1)), "none", "none"),
        ("price", Some(ampp(3)), Some(ampp(3)), "none", "281"),
    ] {
        let (kind, older, newer, old, new) = expected;
        assert!(told.contains(&(kind, older, newer, old.to_owned(), new.to_owned())), "{expected:?}");
    }
}

/// Codes in use, and what each has become.
fn fates() -> Vec<(String, CodeOutcome, Vec<&'static str>)> {
    use CodeOutcome as Is;
    [
        (vmp(3).to_string(), Is::Unchanged, vec![]),
        (vmpp(1).to_string(), Is::Changed, vec!["tariff_price", "tariff_category"]),
        (vmp(5).to_string(), Is::Changed, vec!["moved"]),
        (amp(2).to_string(), Is::Renamed, vec!["renamed"]),
        (vmp(2).to_string(), Is::NotAvailable, vec!["non_availability"]),
        (ampp(1).to_string(), Is::Discontinued, vec!["discontinued", "price"]),
        (amp(8).to_string(), Is::Invalid, vec!["invalidated"]),
        // Invalid before and after is no change, and is told all the same.
        (vmp(11).to_string(), Is::Invalid, vec![]),
        (vtm(3).to_string(), Is::Replaced, vec!["renamed"]),
        // What was replaced before the older release, over two steps.
        (old(1).to_string(), Is::Replaced, vec![]),
        (vmp(13).to_string(), Is::SeveralReplacements, vec![]),
        (old(9).to_string(), Is::SeveralReplacements, vec![]),
        (ampp(7).to_string(), Is::Gone, vec![]),
        (vtm(4).to_string(), Is::New, vec![]),
        (substance(1).to_string(), Is::NotAProduct, vec![]),
        ("123456".to_owned(), Is::NotAnId, vec![]),
        ("x12".to_owned(), Is::NotAnId, vec![]),
    ]
    .to_vec()
}

#[test]
fn codes_in_use_and_what_each_has_become() {
    let comparison = comparison();
    for (code, outcome, changes) in fates() {
        let fate = comparison.fate(&code).unwrap();
        let kinds: Vec<_> = fate.changes.iter().map(|change| change.kind.name()).collect();
        assert_eq!((fate.outcome, kinds), (outcome, changes), "{code}");
    }
    let seen: BTreeSet<_> = fates().into_iter().map(|(_, outcome, _)| outcome).collect();
    assert!(CodeOutcome::ALL.iter().all(|outcome| seen.contains(outcome)), "a case of each outcome");
    let fate = comparison.fate(&vmp(10).to_string()).unwrap();
    assert_eq!((fate.outcome, code(fate.newer)), (CodeOutcome::Replaced, Some(vmp(1))));
    assert_eq!(fate.replacements.iter().map(|id| id.number()).collect::<Vec<_>>(), [vmp(1)]);
}

#[test]
fn a_history_that_is_missing_does_not_lose_a_code() {
    let mut without = later();
    without.files.retain(|_, (root, _)| *root != "HISTORY");
    let (newer, _) = without.build_of("130426").unwrap();
    let fate = ProductComparison::new(&OLD.engine, &newer.engine).unwrap().fate(&old(1).to_string()).unwrap();
    assert_eq!((fate.outcome, code(fate.newer)), (CodeOutcome::Replaced, Some(vmp(12))));
}

#[test]
fn what_cannot_be_compared_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let release = folder.path().join("release");
    std::fs::create_dir(&release).unwrap();
    later().write(&release);
    let out = folder.path().join("small.vade");
    let options = vademecum_build::compile::BuildOptions {
        dmd: vec![release],
        without: vec![Part::Prices, Part::Clinical],
        ..Default::default()
    };
    vademecum_build::compile::build(&options, &out, &vademecum_build::progress::Silent).unwrap();
    let small = vademecum::Engine::open(&out).unwrap();
    let found = ProductComparison::new(&OLD.engine, &small).unwrap().changes().unwrap();
    assert_eq!(found.not_compared, [Part::Prices]);
    assert!(found.changes.iter().any(|change| change.kind == ProductChangeKind::PrescribingStatus));
    assert!(!found.changes.iter().any(|change| change.kind >= ProductChangeKind::Price));
    let shown = answered(["diff", path(&OLD.out), path(&out)]);
    assert!(shown.contains("not compared: prices"), "{shown}");

    let snomed = vademecum::Engine::open(&*WHOLE).unwrap();
    let error = ProductComparison::new(&OLD.engine, &snomed).unwrap_err();
    assert_eq!(error.code(), ErrorCode::NotInFile);
    let (code, message) = refused(["diff", path(&OLD.out), path(&WHOLE)]);
    assert!(code == 1 && message.contains("whole.vade") && message.contains("without dm+d"), "{message}");
}

#[test]
fn the_command_shows_changes() {
    let (old_file, new_file) = (path(&OLD.out), path(&NEW.out));
    let shown = answered(["diff", old_file, new_file]);
    for words in [
        "dm+d: 2026-04-07 to 2026-04-13",
        "price: 3",
        "gone: 1",
        "prescribing status: 1",
        "Alphamol special (Acme & Sons Ltd)",
        "Caution - AMP level prescribing advised",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let some = answered(["diff", old_file, new_file, "--kind", "gone,split"]);
    assert!(some.contains("gone: 1") && some.contains("split: 1") && !some.contains("price"), "{some}");
    assert!(answered(["diff", old_file, old_file]).contains("nothing changed"));

    let told: Value = serde_json::from_str(&answered(["diff", old_file, new_file, "--json"])).unwrap();
    assert_eq!(
        (&told["old"]["dmd_date"], &told["new"]["dmd_date"]),
        (&json!("20260407"), &json!("20260413"))
    );
    assert_eq!((&told["not_compared"], &told["dmd"]["counts"]["price"]), (&json!([]), &json!(3)));
    let changes = told["dmd"]["changes"].as_array().unwrap();
    let counts: u64 = told["dmd"]["counts"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
    assert_eq!(counts, changes.len() as u64);
    let find = |kind: &str, code: u64| {
        let code = code.to_string();
        changes.iter().find(|change| change["kind"] == kind && change["code"] == code).unwrap().clone()
    };
    assert_eq!(
        find("price", ampp(3)),
        json!({"kind": "price", "class": "ampp", "code": ampp(3).to_string(),
            "name": "Alphamol special (Acme & Sons Ltd) 56 tablet", "old": 281, "new": null})
    );
    assert_eq!(
        find("prescribing_status", vmp(7))["new"],
        json!({"code": "9", "text": "Caution - AMP level prescribing advised"})
    );
    assert_eq!(find("split", vmp(13))["replaced_by"], json!([vmp(7).to_string(), vmp(12).to_string()]));
    assert_eq!(find("moved", vmp(5))["new"], json!({"code": vtm(2).to_string(), "text": "Betamide"}));
    assert_eq!(find("gone", ampp(7)).get("old"), None);
}

#[test]
fn the_command_tells_what_became_of_codes() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("formulary.csv");
    let lines: String =
        fates().iter().map(|(code, ..)| format!("\"{code}\",\"a name, as typed\"\r\n")).collect();
    std::fs::write(&list, format!("\u{feff}code,name\r\n# ours\r\n\r\n{lines}")).unwrap();
    let arguments = ["diff", path(&OLD.out), path(&NEW.out), "--codes", path(&list)];
    let told: Value = serde_json::from_str(&answered(arguments.into_iter().chain(["--json"]))).unwrap();
    let codes = told["dmd"]["codes"].as_array().unwrap();
    assert_eq!(codes.len(), fates().len(), "no code is passed over");
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for ((line, (code, outcome, _)), found) in (4u64..).zip(fates()).zip(codes) {
        assert_eq!((&found["code"], &found["line"]), (&json!(code), &json!(line)));
        assert_eq!(found["outcome"], outcome.name(), "{code}");
        *counts.entry(outcome.name()).or_default() += 1;
    }
    assert_eq!(told["dmd"]["counts"], json!(counts));
    assert_eq!(codes[4]["prescribable"], json!({"allowed": false, "reasons": ["not_available"]}));
    assert_eq!(codes[8]["replaced_by"], json!([vtm(5).to_string()]));
    assert_eq!((&codes[8]["old_name"], &codes[8]["name"]), (&json!("Alfamol"), &json!("Alfamol, duplicate")));
    let shown = answered(arguments);
    for words in
        ["not a product: 1", "not an id: 2", "several replacements: 2", "not to be offered: not available"]
    {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    std::fs::write(&list, "# nothing\n").unwrap();
    let (code, message) = refused(arguments);
    assert!(code == 1 && message.contains("lists no codes"), "{message}");
}
