//! The commands that ask a file.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::path::PathBuf;

use serde_json::Value;
use support::{
    BARE, FOLDER, HEART_ATTACK, HEART_ATTACK_TERM, HEART_DISEASE, SUBSET, WHOLE, answered, path, refused,
    run, vademecum,
};

fn whole() -> &'static str {
    path(&WHOLE)
}

/// The lines of an answer that hold all of `words`.
fn lines<'t>(text: &'t str, words: &[&str]) -> Vec<&'t str> {
    text.lines().filter(|line| words.iter().all(|word| line.contains(word))).collect()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn info_for_people_and_for_programs() {
    let text = answered(["info", whole()]);
    for words in [
        &["Edition", "http://snomed.info/sct/11999999107"][..],
        &["Content", "the whole release"],
        &["Marking", "Not for clinical use"],
        &["900000000000508004", "Great Britain English"],
        &["active concepts", "2,9"],
        &["concept.ids"],
    ] {
        assert_eq!(lines(&text, words).len(), 1, "{words:?}: {text}");
    }
    let response = json(&answered(["info", whole(), "--json"]));
    assert_eq!((&response["ok"], &response["counts"]["concepts"]), (&true.into(), &3000.into()));
    let subset = answered(["info", path(&SUBSET)]);
    assert_eq!(lines(&subset, &["Content", "chosen concepts"]).len(), 1, "{subset}");
    let bare = answered(["info", path(&BARE)]);
    assert_eq!(
        lines(&bare, &["Left out", "attributes, definitions, description-details"]).len(),
        1,
        "{bare}"
    );
}

#[test]
fn every_answer_for_people_is_marked() {
    for arguments in [
        &["info", whole()][..],
        &["verify", whole()],
        &["search", whole(), "heart"],
        &["lookup", whole(), HEART_ATTACK],
        &["tree", whole(), HEART_ATTACK],
        &["subsumes", whole(), HEART_DISEASE, HEART_ATTACK],
    ] {
        let output = run(arguments);
        let notes = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success() && notes.contains("Not for clinical use"), "{arguments:?}: {notes}");
        assert!(!output.stdout.contains(&0x1b), "{arguments:?}: escapes without a terminal");
    }
}

#[test]
fn lookup_shows_concepts_and_descriptions() {
    let text = answered(["lookup", whole(), HEART_ATTACK]);
    assert!(text.starts_with(&format!("{HEART_ATTACK}  Myocardial infarction\n")), "{text}");
    for words in [
        &["Name", "Myocardial infarction (disorder)"][..],
        &["Heart attack"],
        &["Definition", "blood supply"],
        &["Status", "active, sufficiently defined"],
        &["Parents", "|Ischaemic heart disease|"],
        &["{1}", "|Finding site| =", "|Myocardium|"],
        &["Children", "2"],
    ] {
        assert_eq!(lines(&text, words).len(), 1, "{words:?}: {text}");
    }
    let american = answered(["lookup", whole(), HEART_ATTACK, "--language", "en-US"]);
    assert_eq!(lines(&american, &["Parents", "|Ischemic heart disease|"]).len(), 1, "{american}");
    let all = answered(["lookup", whole(), HEART_ATTACK, "--descriptions"]);
    let term = lines(&all, &[&HEART_ATTACK_TERM, "synonym", "Heart attack", "acceptable in"]);
    assert_eq!(term.len(), 1, "{all}");
    let by_term = answered(["lookup", whole(), &HEART_ATTACK_TERM]);
    assert!(by_term.starts_with(&format!("{}  Heart attack\n", *HEART_ATTACK_TERM)), "{by_term}");
    assert_eq!(lines(&by_term, &["Concept", HEART_ATTACK]).len(), 1, "{by_term}");
    assert_eq!(lines(&by_term, &["Name", "Myocardial infarction (disorder)"]).len(), 1, "{by_term}");
}

#[test]
fn lookup_takes_ids_as_people_copy_them() {
    let copied = format!("{HEART_ATTACK} |Myocardial infarction|");
    let responses = answered(["lookup", whole(), &copied, &HEART_ATTACK_TERM, "--json"]);
    let responses: Vec<Value> = responses.lines().map(json).collect();
    assert_eq!(
        (&responses[0]["code"], &responses[1]["concept"]),
        (&HEART_ATTACK.into(), &HEART_ATTACK.into())
    );
}

#[test]
fn one_bad_id_does_not_hide_the_others() {
    let output = run(["lookup", whole(), "953829161999999107", HEART_ATTACK]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stdout).unwrap().contains("Myocardial infarction (disorder)"));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.contains("error: the check digit of 953829161999999107 is wrong"), "{message}");
}

#[test]
fn what_is_not_in_a_file_is_told() {
    assert_eq!(lines(&answered(["lookup", path(&BARE), HEART_ATTACK]), &["without `attributes`"]).len(), 1);
    let (code, message) = refused(["lookup", path(&SUBSET), "404684003"]);
    assert!(code == 1 && message.contains("holds a part of its release"), "{message}");
    let (code, message) = refused(["lookup", path(&BARE), HEART_ATTACK, "--descriptions"]);
    assert!(code == 1 && message.contains("without `definitions`") && message.contains("hint:"), "{message}");
    let (code, message) = refused(["lookup", whole(), "404684003"]);
    assert!(code == 1 && message.starts_with("error: 404684003 is not in this release\n"), "{message}");
    let output = run(["lookup", whole(), "404684003", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(json(&String::from_utf8(output.stdout).unwrap())["error"]["code"], "not_found");
}

#[test]
fn search_shows_what_matched() {
    let text = answered(["search", whole(), "heart", "att", "--total"]);
    let hit = lines(&text, &[HEART_ATTACK, "Heart attack", "Myocardial infarction", "disorder"]);
    assert_eq!(hit.len(), 1, "{text}");
    assert_eq!(lines(&text, &["concepts that match"]).len(), 1, "{text}");
    assert_eq!(lines(&text, &["Code", "Term", "Preferred term", "Tag"]).len(), 1, "{text}");
    let filtered = answered([
        "search",
        whole(),
        "heart",
        "--within",
        &format!("<< {HEART_DISEASE} |Heart disease|"),
        "--tag",
        "disorder",
        "--module",
        "11999999107",
        "--limit",
        "3",
        "--offset",
        "1",
        "--json",
    ]);
    assert_eq!(json(&filtered)["hits"].as_array().unwrap().len(), 3);
    assert!(answered(["search", whole(), "xyzzy"]).contains("no concept matches"));
    assert!(answered(["search", whole(), "blood supply cut", "--definitions"]).contains(HEART_ATTACK));
    let inactive = answered(["search", whole(), "a", "--active", "false", "--limit", "1"]);
    assert_eq!(lines(&inactive, &["(inactive)"]).len(), 1, "{inactive}");
}

#[test]
fn searches_at_fault() {
    let (code, message) = refused(["search", whole(), "heart", "--within", "< 1 OR < 2"]);
    assert!(code == 1 && message.contains("`within`"), "{message}");
    let (code, message) = refused(["search", whole(), "heart", "--tag", "nonsense"]);
    assert!(code == 1 && message.contains("nonsense"), "{message}");
    let (code, message) = refused(["search", whole(), "--", "-"]);
    assert!(code == 1 && message.contains("no letter"), "{message}");
    assert_eq!(refused(["search", whole()]).0, 2);
    assert_eq!(refused(["search", whole(), "heart", "--active", "perhaps"]).0, 2);
}

#[test]
fn trees_down_and_up() {
    let text = answered(["tree", whole(), HEART_ATTACK]);
    let rows: Vec<&str> = text.lines().collect();
    assert_eq!(rows[0], "138875005 |SNOMED CT Concept|");
    let own = rows.iter().position(|row| row.trim_start().starts_with(HEART_ATTACK)).unwrap();
    let depth = |row: &str| row.len() - row.trim_start().len();
    assert_eq!(depth(rows[own]), 2 * own, "{text}");
    assert_eq!(rows[own + 1..].iter().filter(|row| depth(row) == 2 * own + 2).count(), 2, "{text}");
    let up = answered(["tree", whole(), HEART_ATTACK, "--up"]);
    assert!(up.starts_with(HEART_ATTACK) && up.contains("138875005 |SNOMED CT Concept|"), "{up}");
    let shallow = answered(["tree", whole(), HEART_ATTACK, "--up", "--depth", "1"]);
    assert_eq!(shallow.lines().count(), 2, "{shallow}");
    let wide = answered(["tree", whole(), "138875005", "--limit", "2"]);
    assert_eq!(lines(&wide, &["… and", "more"]).len(), 1, "{wide}");
    let deep = answered(["tree", whole(), HEART_DISEASE, "--depth", "9"]);
    assert_eq!(lines(&deep, &["|Acute myocardial infarction|"]).len(), 2, "{deep}");
    assert_eq!(lines(&deep, &["|Acute myocardial infarction| (drawn above)"]).len(), 1, "{deep}");
    assert_eq!(refused(["tree", whole(), "404684003"]).0, 1);
}

#[test]
fn subsumption_in_words() {
    let text = answered(["subsumes", whole(), HEART_DISEASE, HEART_ATTACK]);
    assert!(
        text.starts_with("subsumes: ") && text.contains("|Myocardial infarction| is a kind of"),
        "{text}"
    );
    assert!(answered(["subsumes", whole(), HEART_ATTACK, HEART_DISEASE]).starts_with("subsumed-by: "));
    assert!(answered(["subsumes", whole(), HEART_ATTACK, HEART_ATTACK]).starts_with("equivalent: "));
    assert!(
        answered(["subsumes", whole(), HEART_ATTACK, "900000000000441003"]).starts_with("not-subsumed: ")
    );
    let response = json(&answered(["subsumes", whole(), HEART_DISEASE, HEART_ATTACK, "--json"]));
    assert_eq!(response["outcome"], "subsumes");
    let (code, message) = refused(["subsumes", whole(), HEART_DISEASE, "12"]);
    assert!(code == 1 && message.contains("`b`"), "{message}");
}

#[test]
fn verify_sees_damage_that_opening_does_not() {
    assert!(answered(["verify", whole()]).contains("whole and consistent (3,000 concepts"));
    for file in [&SUBSET, &BARE] {
        assert!(answered(["verify", path(file)]).contains("whole and consistent"));
    }
    let mut bytes = std::fs::read(&*WHOLE).unwrap();
    let last = bytes.len() - 100;
    bytes[last] ^= 1;
    let flipped = saved("flipped.vade", &bytes);
    let (code, message) = refused(["verify", path(&flipped)]);
    assert!(code == 1 && message.contains("is damaged") && message.contains("flipped.vade"), "{message}");
}

fn saved(name: &str, bytes: &[u8]) -> PathBuf {
    let file = FOLDER.path().join(name);
    std::fs::write(&file, bytes).unwrap();
    file
}

#[test]
fn files_that_cannot_be_opened_say_which_and_why() {
    let bytes = std::fs::read(&*WHOLE).unwrap();
    let cut = saved("cut.vade", &bytes[..bytes.len() / 2]);
    let empty = saved("empty.vade", b"");
    let other = saved("release.zip", b"PK\x03\x04 and so on");
    let absent = FOLDER.path().join("absent.vade");
    for (file, words) in [
        (&cut, "cut short"),
        (&empty, "not a .vade file"),
        (&other, "not a .vade file"),
        (&absent, "absent.vade: "),
        (&FOLDER.path().to_owned(), ""),
    ] {
        let file = path(file);
        for arguments in [
            &["info", file][..],
            &["verify", file],
            &["lookup", file, HEART_ATTACK],
            &["search", file, "heart"],
            &["tree", file, HEART_ATTACK],
            &["subsumes", file, HEART_ATTACK, HEART_ATTACK],
            &["batch", file],
        ] {
            let (code, message) = refused(arguments);
            assert_eq!(code, 1, "{arguments:?}: {message}");
            assert!(message.starts_with("error: ") && message.contains(words), "{arguments:?}: {message}");
            assert!(message.matches(file).count() == 1, "{arguments:?}: {message}");
        }
    }
}

#[test]
fn help_has_examples() {
    for command in [
        "build",
        "verify",
        "info",
        "lookup",
        "search",
        "type",
        "tree",
        "subsumes",
        "batch",
        "synth",
        "demo",
        "completions",
    ] {
        let help = answered([command, "--help"]);
        assert!(help.contains("Example") && help.contains(&format!("vademecum {command}")), "{help}");
    }
    assert!(answered(["--help"]).contains("vademecum demo"));
    assert!(answered(["--version"]).starts_with("vademecum "));
    assert_eq!(refused::<&str>([]).0, 2);
    assert_eq!(refused(["serch", whole(), "heart"]).0, 2);
}

#[test]
fn completions_for_shells() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = answered(["completions", shell]);
        // Scripts for bash have no descriptions.
        let typing = if shell == "bash" { "vademecum,type)" } else { "Find concepts while you type" };
        assert!(script.contains("subsumes") && script.contains(typing), "{shell}");
    }
    assert_eq!(refused(["completions", "tcsh"]).0, 2);
}

#[test]
fn a_reader_that_goes_is_no_error() {
    let mut child = vademecum()
        .args(["completions", "bash"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}

#[test]
fn trees_and_verdicts_for_programs() {
    let tree = json(&answered(["tree", whole(), HEART_DISEASE, "--json", "--depth", "2"]));
    assert_eq!(
        (tree["code"].as_str(), tree["preferred"].as_str()),
        (Some(HEART_DISEASE), Some("Heart disease"))
    );
    assert!(tree["marking"].is_string());
    let children = tree["children"].as_array().unwrap();
    assert_eq!(children.len() as u64, tree["total"].as_u64().unwrap());
    let infarction = children
        .iter()
        .flat_map(|child| child["children"].as_array().into_iter().flatten())
        .find(|child| child["code"] == HEART_ATTACK)
        .unwrap();
    assert!(infarction.get("children").is_none(), "deeper than asked for");
    let up = json(&answered(["tree", whole(), HEART_ATTACK, "--up", "--json"]));
    assert!(up.to_string().contains("138875005"));
    let verdict = json(&answered(["verify", whole(), "--json"]));
    assert_eq!((&verdict["ok"], &verdict["concepts"]), (&Value::Bool(true), &serde_json::json!(3_000)));
    let mut bytes = std::fs::read(&*WHOLE).unwrap();
    let last = bytes.len() - 1_000;
    bytes[last] ^= 1;
    let damaged = saved("verdict.vade", &bytes);
    let output = run(["verify", path(&damaged), "--json"]);
    let verdict = json(&String::from_utf8(output.stdout).unwrap());
    assert_eq!((verdict["error"]["code"].as_str(), output.status.code()), (Some("damaged"), Some(1)));
}
