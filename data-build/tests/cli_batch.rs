//! `vademecum batch`: one response a line, in order, whatever comes.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Stdio};

use serde_json::Value;
use support::{HEART_ATTACK, WHOLE, vademecum};

fn start() -> Child {
    vademecum()
        .arg("batch")
        .arg(&*WHOLE)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// The responses to all of an input.
fn responses(input: Vec<u8>) -> Vec<Value> {
    let mut child = start();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.is_empty() || text.ends_with('\n'));
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn numbered(id: usize) -> String {
    format!(r#"{{"op":"concept","code":"{HEART_ATTACK}","id":{id}}}"#)
}

#[test]
fn bad_lines_do_not_shift_good_ones() {
    let mut input = Vec::new();
    let bad: [&[u8]; 9] = [
        b"",
        b"\r",
        b"not json",
        b"{\"op\":\"info\"",
        b"\xff\xfe\x00",
        b"{\"op\":\"info\",\"id\":\"\xc3\x28\"}",
        b"[1,2,3]",
        b"{\"op\":\"nothing\"}",
        b"\0\0\0",
    ];
    for (index, line) in bad.iter().enumerate() {
        input.extend_from_slice(line);
        input.push(b'\n');
        input.extend_from_slice(numbered(index).as_bytes());
        input.extend_from_slice(if index % 2 == 0 { b"\n" } else { b"\r\n" });
    }
    let responses = responses(input);
    assert_eq!(responses.len(), 2 * bad.len());
    for (index, pair) in responses.chunks(2).enumerate() {
        assert_eq!(pair[0]["ok"], false, "{}", pair[0]);
        assert_eq!((&pair[1]["ok"], &pair[1]["id"]), (&true.into(), &index.into()), "{}", pair[1]);
    }
}

#[test]
fn lines_that_are_too_long_are_answered_and_passed_over() {
    let padded = |length: usize| {
        let request = numbered(1);
        format!("{}{request}\n", " ".repeat(length - request.len()))
    };
    let mut input = padded(1 << 20).into_bytes();
    input.extend_from_slice(padded((1 << 20) + 1).as_bytes());
    input.extend_from_slice(numbered(2).as_bytes());
    input.push(b'\n');
    input.extend_from_slice(&vec![b'['; 5 << 20]);
    input.push(b'\n');
    input.extend_from_slice(numbered(3).as_bytes());
    let responses = responses(input);
    let codes: Vec<&str> = responses.iter().map(|it| it["error"]["code"].as_str().unwrap_or("ok")).collect();
    assert_eq!(codes, ["ok", "limit", "ok", "limit", "ok"]);
    assert_eq!((&responses[2]["id"], &responses[4]["id"]), (&2.into(), &3.into()));
}

#[test]
fn the_end_of_input_is_the_end() {
    assert_eq!(responses(Vec::new()).len(), 0);
    assert_eq!(responses(b"\n".to_vec()).len(), 1);
    assert_eq!(responses(numbered(1).into_bytes())[0]["id"], 1);
    let with_mark = [b"\xef\xbb\xbf".as_slice(), numbered(1).as_bytes()].concat();
    assert_eq!(responses(with_mark)[0]["ok"], true);
}

#[test]
fn every_line_is_answered_at_once() {
    let mut child = start();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    for id in 0..20 {
        writeln!(input, "{}", numbered(id)).unwrap();
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let response: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(response["id"], id);
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_reader_that_goes_ends_it_quietly() {
    let mut child = start();
    let mut input = child.stdin.take().unwrap();
    drop(child.stdout.take());
    // The command may be gone before everything is written.
    for id in 0..10_000 {
        if writeln!(input, "{}", numbered(id)).is_err() {
            break;
        }
    }
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}
