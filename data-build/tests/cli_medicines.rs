//! The commands over medicinal products as a person meets them: nothing found, and what is at fault.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use support::{FOLDER, answered, path, refused};
use vademecum_build::synth::{DmdWeek, MIN_CONCEPTS, SynthOptions, write_dmd, write_release};

/// The golden file with medicinal products.
const MEDICINES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../core/testdata/v1/medicines.vade");
/// The same release without.
const WITHOUT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../core/testdata/v1/demo.vade");

/// |Amoxicillin 500mg capsules|.
const CAPSULES: &str = "875176481999999108";
/// |Piperacillin|, a VTM of which there is no product.
const ALONE: &str = "849637531999999109";

/// Checks that a command is refused with this exit code, and a message that holds each of `words`.
fn fails<const N: usize>(arguments: [&str; N], status: i32, words: &[&str]) {
    let (code, message) = refused(arguments);
    assert!(code == status && words.iter().all(|word| message.contains(word)), "{code}: {message}");
}

#[test]
fn nothing_found_is_said() {
    let none = answered(["products", MEDICINES, ALONE, "--class", "vmp"]);
    assert_eq!(none.trim_end(), "no VMP belongs to it");
    let none = answered(["products", MEDICINES, ALONE, "--class", "amp", "--prescribable"]);
    assert_eq!(none.trim_end(), "no AMP that may be offered belongs to it");
    let none = answered(["dose", MEDICINES, "677007271999999103", "0.2", "mg"]);
    assert_eq!(none.trim_end(), "no product of which a whole number of units makes this dose");
    let none = answered(["search", MEDICINES, "xyzzy", "--class", "vmp"]);
    assert_eq!(none.trim_end(), "no product matches");
    assert_eq!(answered(["search", MEDICINES, "xyzzy"]).trim_end(), "no concept and no product matches");
    assert_eq!(answered(["search", WITHOUT, "xyzzy"]).trim_end(), "no concept matches");
    let total = answered(["search", MEDICINES, "amox 500 cap", "--total", "--limit", "1"]);
    assert!(total.ends_with("1 of 19 concepts and products that match\n"), "{total}");
}

#[test]
fn a_class_is_typed_as_it_is_shown() {
    let shown = answered(["products", MEDICINES, CAPSULES, "--class", "VMPP"]);
    assert!(shown.contains("588813061999999108  Amoxicillin 500mg capsules 21 capsule"), "{shown}");
    assert_eq!(
        answered(["search", MEDICINES, "amox", "--class", "VMP", "--class", "amp"]),
        answered(["search", MEDICINES, "amox", "--class", "vmp", "--class", "AMP"]),
    );
    fails(["products", MEDICINES, CAPSULES, "--class", "tablet"], 2, &["tablet", "vmpp"]);
}

#[test]
fn questions_at_fault_say_what_to_do() {
    fails(["gtin", MEDICINES, "2999758431213"], 1, &["check digit", "02999758431213"]);
    fails(["gtin", MEDICINES, "4006381333931"], 1, &["no pack has this GTIN"]);
    fails(["gtin", MEDICINES, "2999758431212", "--date", "2026-04-09"], 1, &["2026-04-09", "20260409"]);
    fails(["product", MEDICINES, "698292291999999104"], 1, &["774411311999999108", "931710671999999109"]);
    fails(["product", MEDICINES, "138875005"], 1, &["no medicinal product"]);
    fails(["product", WITHOUT, CAPSULES], 1, &["built without dm+d"]);
    fails(["dose", MEDICINES, "621469841999999102", "500", "milligrams"], 1, &["milligrams", "microgram"]);
    fails(["dose", MEDICINES, "621469841999999102", "500", "mg", "--route", "138875005"], 1, &["ROUTE"]);
    // A product that is no concept: the other command has it.
    fails(
        ["lookup", MEDICINES, "682494411999999106"],
        1,
        &["not in this release", "vademecum product FILE ID"],
    );
}

#[test]
fn what_a_file_has_of_products_is_told() {
    let info = answered(["info", MEDICINES]);
    let line = info.lines().find(|line| line.starts_with("AMPP ")).unwrap();
    assert_eq!(line.split_whitespace().collect::<Vec<_>>(), ["AMPP", "2,746", "0"]);
    assert!(!answered(["info", WITHOUT]).contains("Medicinal products"));
}

#[test]
fn builds_at_fault_say_what_is_missing() {
    let options = SynthOptions { concepts: MIN_CONCEPTS, seed: 1, out: FOLDER.path().join("both") };
    write_release(&options).unwrap();
    write_dmd(&options, DmdWeek::First).unwrap();
    let (release, out) = (path(&options.out), FOLDER.path().join("none.vade"));
    let build = |more: &[&str], status: i32, words: &[&str]| {
        let (code, message) = refused([&["build", "--out", path(&out)], more].concat());
        assert!(code == status && words.iter().all(|word| message.contains(word)), "{code}: {message}");
        assert!(!out.exists());
    };
    build(&[], 2, &["--rf2", "--dmd"]);
    build(&["--dmd-bonus", release], 2, &["--dmd"]);
    build(&["--dmd", release, "--dmd-bonus", release], 1, &["read twice", "f_amp2_3090426.xml"]);
    build(&["--dmd", &format!("{release}/nowhere")], 1, &["nowhere"]);

    // A file of dm+d alone has no concepts, and says so instead of judging an id.
    let alone = FOLDER.path().join("alone.vade");
    answered(["build", "--quiet", "--dmd", release, "--out", path(&alone)]);
    fails(["lookup", path(&alone), "404684003"], 1, &["dm+d alone", "no concepts"]);
    fails(["lookup", path(&alone), "404684004"], 1, &["check digit"]);
    fails(["lookup", path(&alone), CAPSULES], 1, &["dm+d alone", "vademecum product FILE ID"]);
}
