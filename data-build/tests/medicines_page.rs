//! Follows `MEDICINES.md`: every command of the page is run, and prints what the page shows.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

const PAGE: &str = include_str!("../MEDICINES.md");

/// What the page writes for whatever it leaves out: within a line any letters, by itself any lines.
const ELISION: char = '…';

/// A command of the page: where it stands, and the lines it is shown to print.
struct Shown {
    line: usize,
    command: String,
    output: Vec<String>,
}

fn commands() -> Vec<Shown> {
    let mut found: Vec<Shown> = Vec::new();
    let mut inside = false;
    for (number, line) in PAGE.lines().enumerate() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if inside {
            match line.strip_prefix("$ ") {
                Some(command) => {
                    found.push(Shown { line: number + 1, command: command.to_owned(), output: Vec::new() });
                }
                None => found.last_mut().unwrap().output.push(line.to_owned()),
            }
        }
    }
    found
}

/// Whether a line is as the page shows it.
fn agrees(shown: &str, line: &str) -> bool {
    let mut parts = shown.split(ELISION);
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = line.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// Whether lines are as the page shows them.
fn all_agree(shown: &[String], lines: &[&str]) -> bool {
    match shown.split_first() {
        None => lines.is_empty(),
        Some((first, rest)) if first.chars().eq([ELISION]) => {
            (0..=lines.len()).any(|skipped| all_agree(rest, &lines[skipped..]))
        }
        Some((first, rest)) => {
            lines.split_first().is_some_and(|(line, lines)| agrees(first, line) && all_agree(rest, lines))
        }
    }
}

#[test]
fn what_is_left_out_is_told_apart_from_what_is_wrong() {
    let lines = |text: &str| -> Vec<String> { text.lines().map(str::to_owned).collect() };
    assert!(agrees("a…c…", "abcd") && agrees("abc", "abc") && agrees("…c", "abc"));
    assert!(!agrees("a…c", "abd") && !agrees("ab", "abc") && !agrees("…b", "abc") && !agrees("b…", "abc"));
    assert!(all_agree(&lines("a\n…\nd"), &["a", "b", "c", "d"]) && all_agree(&lines("…\na"), &["a"]));
    assert!(!all_agree(&lines("a\nd"), &["a", "b", "d"]) && !all_agree(&lines("a\n…\nd"), &["a", "b"]));
    assert!(!all_agree(&lines("a"), &[]) && !all_agree(&[], &["a"]));
}

#[test]
fn the_page_is_followed() {
    let commands = commands();
    assert!(commands.len() > 35, "{} commands", commands.len());
    let binary = Path::new(env!("CARGO_BIN_EXE_vademecum"));
    let mut path = OsString::from(binary.parent().unwrap());
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for Shown { line, command, output } in commands {
        let run = Command::new("sh")
            .args(["-c", &command])
            .current_dir(&folder)
            .env("PATH", &path)
            .env("NO_COLOR", "1")
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&run.stderr);
        assert!(run.status.success(), "MEDICINES.md, line {line}: {command}\n{errors}");
        let text = String::from_utf8(run.stdout).unwrap();
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        if !all_agree(&output, &lines) {
            wrong.push(format!("MEDICINES.md, line {line}: {command}\nprints\n{text}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_question_has_its_place() {
    for number in 1..=14 {
        assert!(PAGE.contains(&format!("\n## {number}. ")), "question {number}");
    }
}
