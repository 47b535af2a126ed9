//! The commands that make files.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::path::{Path, PathBuf};

use serde_json::Value;
use support::{HEART_ATTACK, RELEASE, WHOLE, answered, path, refused, run};
use tempfile::TempDir;

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn release() -> &'static str {
    path(&RELEASE)
}

struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Place {
        Place { folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn saved(&self, name: &str, content: &[u8]) -> PathBuf {
        let file = self.file(name);
        std::fs::write(&file, content).unwrap();
        file
    }
}

#[test]
fn a_build_with_everything_said() {
    let place = Place::new();
    let (out, report) = (place.file("out.vade"), place.file("report.json"));
    let output = run(["build", "--rf2", release(), "--out", path(&out), "--report", path(&report)]);
    assert!(output.status.success(), "{output:?}");
    let summary = String::from_utf8(output.stdout).unwrap();
    assert!(summary.contains("out.vade: 3,000 concepts, ") && summary.contains(" kB in "), "{summary}");
    let progress = String::from_utf8(output.stderr).unwrap();
    for stage in ["reading: ", "reading: done in ", "MB/s", "indexing: done in "] {
        assert!(progress.contains(stage), "{progress}");
    }
    let report: Value = serde_json::from_slice(&std::fs::read(&report).unwrap()).unwrap();
    assert_eq!(report["counts"]["concepts"], 3000);
    assert!(report["warnings"].is_object() && report["stages"][0]["seconds"].is_number(), "{report}");
    assert!(report["sections"].as_array().unwrap().iter().any(|section| section["name"] == "text.terms"));
    assert_eq!(std::fs::read(&out).unwrap(), std::fs::read(&*WHOLE).unwrap());
    assert_eq!(names(place.folder.path()), ["out.vade", "report.json"]);
}

#[test]
fn a_quiet_build_says_nothing() {
    let place = Place::new();
    let output = run(["build", "--quiet", "--rf2", release(), "--out", path(&place.file("out.vade"))]);
    assert!(output.status.success() && output.stdout.is_empty() && output.stderr.is_empty(), "{output:?}");
}

#[test]
fn a_smaller_file_on_request() {
    let place = Place::new();
    let list =
        format!("\u{feff}# chosen\r\n\r\n{HEART_ATTACK} |Myocardial infarction|\r\n138875005\ttop\r\n");
    let concepts = place.saved("ids.txt", list.as_bytes());
    let out = place.file("out.vade");
    answered([
        "build",
        "--rf2",
        release(),
        "--out",
        path(&out),
        "--concepts",
        path(&concepts),
        "--without",
        "attributes,search",
        "--language",
        "en-US",
        "--edition",
        "http://snomed.info/sct/11999999107/version/20270101",
    ]);
    let info: Value = serde_json::from_str(&answered(["info", path(&out), "--json"])).unwrap();
    assert_eq!(info["subset"], true);
    assert_eq!(info["left_out"], serde_json::json!(["search", "attributes"]));
    assert_eq!(info["language_order"], serde_json::json!(["900000000000509007"]));
    assert_eq!(info["edition"]["uri"], "http://snomed.info/sct/11999999107/version/20270101");
    assert!(answered(["lookup", path(&out), HEART_ATTACK]).contains("without `attributes`"));
    let (code, message) = refused(["search", path(&out), "heart"]);
    assert!(code == 1 && message.contains("without `search`"), "{message}");
}

#[test]
fn tables_beside_the_release() {
    let place = Place::new();
    let (out, report) = (place.file("out.vade"), place.file("report.json"));
    let usage = place.saved(
        "usage.csv",
        format!("Usage,SNOMED_Concept_ID\r\n\"1,234\",{HEART_ATTACK}\r\n*,138875005\r\n7,404684003\r\n1,404684003\r\n")
            .as_bytes(),
    );
    let ours = place.saved("ours.tsv", b"# ours\nsyncope\tfaint\tpassed out\n");
    let built = |more: &[&str]| {
        let arguments = ["build", "--rf2", release(), "--out", path(&out), "--report", path(&report)];
        let summary = answered(arguments.iter().chain(more));
        let report: Value = serde_json::from_slice(&std::fs::read(&report).unwrap()).unwrap();
        (summary, report)
    };
    let (summary, report) = built(&["--usage", path(&usage), "--equivalents", path(&ours)]);
    assert!(summary.contains("equivalents: 1 groups, 3 words and phrases"), "{summary}");
    assert!(
        summary.contains("usage: 4 lines, 3 concepts (1 not in the release), 1 small counts taken for 2"),
        "{summary}"
    );
    assert_eq!(report["equivalents"], serde_json::json!({"source": "file", "groups": 1, "forms": 3}));
    let counted = serde_json::json!({"rows": 4, "concepts": 3, "small_counts": 1, "unknown_concepts": 1});
    assert_eq!(report["usage"], counted);
    let warning = &report["warnings"]["usage_of_unknown_concept"];
    assert_eq!(warning["count"], 1);
    let example = &warning["examples"][0];
    assert_eq!((&example["line"], &example["value"]), (&4.into(), &"404684003".into()));
    assert_eq!((&example["path"], &example["note"]), (&path(&usage).into(), &"recorded 8 times".into()));

    let (summary, report) = built(&[]);
    assert!(summary.contains(" groups of the built-in table, "), "{summary}");
    assert_eq!((&report["equivalents"]["source"], &report["usage"]), (&"built_in".into(), &Value::Null));
    let (summary, report) = built(&["--no-equivalents"]);
    assert!(!summary.contains("equivalents"), "{summary}");
    assert_eq!(report["equivalents"], serde_json::json!({"source": "none", "groups": 0, "forms": 0}));
}

#[test]
fn tables_at_fault() {
    let place = Place::new();
    let out = place.saved("out.vade", b"older");
    // The release is at fault too: what stands beside it is told first.
    let arguments = ["build", "--rf2", "no-such-release", "--out", path(&out)];
    let build = |more: &[&str]| {
        let refused = refused(arguments.iter().chain(more));
        assert_eq!(std::fs::read(&out).unwrap(), b"older");
        refused
    };
    let table = place.saved("ours.tsv", b"a\tb\nc\t-\n");
    let (code, message) = build(&["--equivalents", path(&table)]);
    assert!(code == 1 && message.contains("error: the table of equivalents: "), "{message}");
    assert!(message.contains("ours.tsv, line 2, column 2: `-` is not a word or phrase with"), "{message}");
    let usage = place.saved("usage.txt", b"SNOMED_Concept_ID\tUsage\n22298006\tmany\n");
    let (code, message) = build(&["--usage", path(&usage)]);
    assert!(code == 1 && message.contains("error: the table of usage: "), "{message}");
    assert!(
        message.contains("usage.txt, line 2, column Usage: `many` is not a whole number or *"),
        "{message}"
    );
    for option in ["--equivalents", "--usage"] {
        let (code, message) = build(&[option, path(&place.file("absent.tsv"))]);
        assert!(code == 1 && message.contains("cannot read ") && message.contains("absent.tsv"), "{message}");
        let (code, message) = build(&[option, path(&usage), "--report", path(&usage)]);
        assert!(code == 2 && message.contains("also an input"), "{message}");
    }
    let (code, message) = build(&["--equivalents", path(&table), "--no-equivalents"]);
    assert!(code == 2 && message.contains("cannot be used with"), "{message}");
}

#[test]
fn arguments_at_fault() {
    let place = Place::new();
    let out = place.file("out.vade");
    let build = |more: &[&str]| {
        let refused = refused(["build", "--rf2", release(), "--out", path(&out)].iter().chain(more));
        assert!(!out.exists());
        refused
    };
    assert_eq!(refused(["build", "--out", path(&out)]).0, 2);
    assert_eq!(build(&["--without", "terms"]).0, 2);
    assert_eq!(build(&["--edition", "2026"]).0, 2);
    let (code, message) = build(&["--language", "tlh"]);
    assert!(code == 1 && message.contains("--language") && message.contains("tlh"), "{message}");
    let (code, message) = build(&["--language", "fr"]);
    assert!(code == 1 && message.contains("722131000"), "{message}");

    let bad = place.saved("bad.txt", b"138875005\n# comment\n13887500x here\n");
    let (code, message) = build(&["--concepts", path(&bad)]);
    assert!(code == 1 && message.contains("bad.txt, line 3: \"13887500x\""), "{message}");
    let empty = place.saved("empty.txt", b"# nothing\n");
    let (code, message) = build(&["--concepts", path(&empty)]);
    assert!(code == 1 && message.contains("lists no concepts"), "{message}");
    let unknown = place.saved("unknown.txt", b"404684003\n");
    let (code, message) = build(&["--concepts", path(&unknown)]);
    assert!(code == 1 && message.contains("none of the concepts to keep"), "{message}");
    let (code, message) = build(&["--concepts", path(&place.file("absent.txt"))]);
    assert!(code == 1 && message.contains("absent.txt"), "{message}");
    let (code, message) = build(&["--report", path(&place.file("no/such/report.json"))]);
    assert!(code == 1 && message.contains("there is no folder"), "{message}");
    let (code, message) = build(&["--report", path(&out)]);
    assert!(code == 2 && message.contains("the same file"), "{message}");
}

#[test]
fn inputs_are_never_overwritten() {
    let place = Place::new();
    let zip = place.saved("release.zip", b"PK and so on");
    let ids = place.saved("ids.txt", b"138875005\n");
    let (code, message) = refused(["build", "--rf2", path(&zip), "--out", path(&zip)]);
    assert!(code == 2 && message.contains("also an input"), "{message}");
    let around = place.folder.path().join(".").join("release.zip");
    assert_eq!(refused(["build", "--rf2", path(&zip), "--out", path(&around)]).0, 2);
    let out = place.file("out.vade");
    let arguments = ["build", "--rf2", release(), "--out", path(&out), "--concepts", path(&ids)];
    let report = ["--report", path(&ids)];
    assert_eq!(refused(arguments.iter().chain(&report)).0, 2);
    assert_eq!(refused(["build", "--rf2", release(), "--out", release()]).0, 2);
    assert_eq!(std::fs::read(&zip).unwrap(), b"PK and so on");
    assert_eq!(std::fs::read(&ids).unwrap(), b"138875005\n");
}

#[test]
fn a_failed_build_leaves_an_older_file_as_it_is() {
    let place = Place::new();
    let out = place.saved("out.vade", b"older");
    let zip = place.saved("broken.zip", b"PK\x03\x04 and so on");
    let absent = place.file("absent.zip");
    for input in [&zip, &absent, &place.folder.path().to_owned()] {
        let (code, message) = refused(["build", "--rf2", path(input), "--out", path(&out)]);
        assert!(code == 1 && message.contains("error: "), "{message}");
        assert_eq!(std::fs::read(&out).unwrap(), b"older");
    }
    assert_eq!(names(place.folder.path()), ["broken.zip", "out.vade"]);
}

#[test]
fn a_synthetic_release_is_the_same_each_time() {
    let place = Place::new();
    let (one, two) = (place.file("one"), place.file("two"));
    let text = answered(["synth", "--concepts", "3000", "--seed", "5", "--out", path(&one)]);
    assert!(text.contains("3,000") && text.contains("not for clinical use"), "{text}");
    answered(["synth", "--concepts", "3000", "--seed", "5", "--out", path(&two)]);
    for (name, folder) in [("one.vade", &one), ("two.vade", &two)] {
        answered(["build", "--quiet", "--rf2", path(folder), "--out", path(&place.file(name))]);
    }
    let read = |name: &str| std::fs::read(place.file(name)).unwrap();
    assert!(read("one.vade") == read("two.vade"));
    let (code, message) = refused(["synth", "--concepts", "7", "--out", path(&place.file("three"))]);
    assert!(code == 1 && message.contains("not 7") && !place.file("three").exists(), "{message}");
}

#[test]
fn a_synthetic_dmd_release_is_built_with_the_rf2_release_beside_it() {
    let place = Place::new();
    let (plain, with, out) = (place.file("plain"), place.file("with"), place.file("out.vade"));
    answered(["synth", "--concepts", "3000", "--out", path(&plain)]);
    let text = answered(["synth", "--concepts", "3000", "--dmd", "--out", path(&with)]);
    assert!(text.contains("nhsbsa_dmd_4.1.0_20260413000001") && text.contains("AMPP"), "{text}");
    assert_eq!(names(&with).len(), 3);
    // The RF2 release is the same with and without it.
    for folder in [&plain, &with] {
        answered(["build", "--quiet", "--rf2", path(folder), "--out", path(&folder.with_extension("vade"))]);
    }
    let read = |name: &str| std::fs::read(place.file(name)).unwrap();
    assert!(read("plain.vade") == read("with.vade"));
    answered(["build", "--quiet", "--rf2", path(&with), "--dmd", path(&with), "--out", path(&out)]);
    assert!(answered(["info", path(&out)]).contains("2026-04-09"));
    // The second week's release takes another folder; two releases are not one input.
    answered(["synth", "--concepts", "3000", "--dmd", "2", "--out", path(&with)]);
    assert_eq!(names(&with).len(), 5);
    let (code, message) = refused(["build", "--rf2", path(&with), "--dmd", path(&with), "--out", path(&out)]);
    assert!(code == 1 && message.contains("nhsbsa_dmd_4.2.0_20260420000001"), "{message}");
    assert_eq!(refused(["synth", "--dmd", "3", "--out", path(&place.file("three"))]).0, 2);
}

#[test]
fn the_demonstration_leads_through_everything() {
    let place = Place::new();
    let (out, keep) = (place.file("demo.vade"), place.file("kept"));
    let text = answered(["demo", "--concepts", "3000", "--out", path(&out), "--keep", path(&keep)]);
    for words in [
        "1. ",
        "9. ",
        "$ vademecum search",
        "Heart attack",
        "$ vademecum lookup",
        "Myocardial infarction (disorder)",
        "$ vademecum tree",
        "138875005 |SNOMED CT Concept|",
        "$ vademecum subsumes",
        "is a kind of",
        "$ vademecum product",
        "Amoxicillin 500mg capsules",
        "$ vademecum products",
        "Amoxiwren 500mg capsules (Larch Medicines UK Ltd)",
        r#"{"op":"descendants""#,
        r#""ok":true"#,
        "not for clinical use",
        path(&out),
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(answered(["verify", path(&out)]).contains("whole and consistent"));
    assert_eq!(names(&keep).len(), 3);
}

#[cfg(target_os = "linux")]
mod interrupted {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};

    use rustix::process::{Pid, Signal, kill_process};

    use super::*;

    /// Starts a build of some seconds and stops it when it has begun to read. `env` gives the signals their defaults
    /// back: where the tests themselves run in the background, a shell has them ignore Ctrl-C, and so would the build.
    fn stopped(signal: Signal, out: &Path, release: &Path) -> (Option<i32>, String) {
        let mut child = Command::new("env")
            .args(["--default-signal=INT,TERM,HUP", env!("CARGO_BIN_EXE_vademecum")])
            .args(["build", "--rf2", path(release), "--out", path(out)])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut progress = BufReader::new(child.stderr.take().unwrap());
        let mut text = String::new();
        progress.read_line(&mut text).unwrap();
        assert!(text.starts_with("reading"), "{text}");
        kill_process(Pid::from_child(&child), signal).unwrap();
        for line in progress.lines() {
            text.push_str(&line.unwrap());
            text.push('\n');
        }
        (child.wait().unwrap().code(), text)
    }

    #[test]
    fn a_build_leaves_no_file_and_an_older_one_as_it_is() {
        let place = Place::new();
        let release = place.file("release");
        answered(["synth", "--concepts", "100000", "--out", path(&release)]);
        let out = place.file("out.vade");
        for signal in [Signal::INT, Signal::TERM] {
            let (code, text) = stopped(signal, &out, &release);
            assert_eq!(code, Some(130), "{text}");
            assert!(text.contains("no file was written"), "{text}");
            assert_eq!(names(place.folder.path()), ["release"]);
        }
        std::fs::write(&out, b"older").unwrap();
        assert_eq!(stopped(Signal::INT, &out, &release).0, Some(130));
        assert_eq!(std::fs::read(&out).unwrap(), b"older");
        assert_eq!(names(place.folder.path()), ["out.vade", "release"]);
    }
}
