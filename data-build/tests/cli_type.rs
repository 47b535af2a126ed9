//! `vademecum type`, and what `vademecum search` shows, in a terminal.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use pty_process::Size;
use pty_process::blocking::{Command, Pts, Pty, open};
use support::{HEART_ATTACK, HEART_DISEASE, WHOLE, path, refused};

/// How long a busy machine may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A terminal in which the command runs. Standard output goes elsewhere.
struct Terminal {
    pty: Arc<Pty>,
    pts: Pts,
    child: Child,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    seen: Vec<u8>,
}

fn size(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap()
}

impl Terminal {
    /// Runs the command with its standard output in the terminal, or beside it.
    fn run(arguments: &[&str], variables: &[(&str, &str)], stdout_too: bool) -> Terminal {
        let (pty, pts) = open().unwrap();
        pty.resize(Size::new(24, 80)).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_vademecum"))
            .args(arguments)
            .env_remove("NO_COLOR")
            .env("TERM", "xterm-256color")
            .envs(variables.iter().copied());
        if !stdout_too {
            command = command.stdout(Stdio::piped());
        }
        let child = command.spawn_borrowed(&pts).unwrap();
        let pty = Arc::new(pty);
        let (sender, output) = channel();
        let reader = Arc::clone(&pty);
        std::thread::spawn(move || {
            let mut chunk = [0; 4096];
            while let Ok(length @ 1..) = (&*reader).read(&mut chunk) {
                if sender.send(chunk[..length].to_vec()).is_err() {
                    break;
                }
            }
        });
        let screen = vt100::Parser::new(size(24), size(80), 0);
        Terminal { pty, pts, child, output, screen, seen: Vec::new() }
    }

    /// `vademecum type` on the demonstration file, when it has begun to draw.
    fn typing(arguments: &[&str]) -> Terminal {
        let mut all = vec!["type", path(&WHOLE)];
        all.extend(arguments);
        let mut terminal = Terminal::run(&all, &[], false);
        terminal.wait_for("type a word");
        terminal
    }

    fn send(&self, keys: &str) {
        (&*self.pty).write_all(keys.as_bytes()).unwrap();
    }

    fn contents(&self) -> String {
        self.screen.screen().contents()
    }

    fn read(&mut self, patience: Duration) -> bool {
        let Ok(chunk) = self.output.recv_timeout(patience) else { return false };
        self.screen.process(&chunk);
        self.seen.extend_from_slice(&chunk);
        true
    }

    /// Waits until the screen shows a text.
    fn wait_for(&mut self, text: &str) {
        let began = Instant::now();
        while !self.contents().contains(text) {
            let waited = began.elapsed();
            assert!(waited < PATIENCE, "`{text}` does not come:\n{}", self.contents());
            self.read(Duration::from_millis(100));
        }
    }

    /// Waits for the end: the exit code, standard output, and the terminal as it was before.
    fn ended(mut self) -> (Option<i32>, String) {
        let began = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(began.elapsed() < PATIENCE, "it does not end:\n{}", self.contents());
            self.read(Duration::from_millis(20));
        };
        while self.read(Duration::from_millis(200)) {}
        let screen = self.screen.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
        let stty = Command::new("stty").arg("-a").stdout(Stdio::piped()).spawn(self.pts).unwrap();
        let modes = String::from_utf8(stty.wait_with_output().unwrap().stdout).unwrap();
        assert!(modes.contains(" icanon") && modes.contains(" echo "), "{modes}");
        let mut told = String::new();
        if let Some(mut stdout) = self.child.stdout.take() {
            stdout.read_to_string(&mut told).unwrap();
        }
        (status.code(), told)
    }
}

#[test]
fn typing_and_choosing() {
    let mut terminal = Terminal::typing(&[]);
    assert!(terminal.screen.screen().alternate_screen());
    assert!(terminal.contents().contains("Not for clinical use"), "{}", terminal.contents());
    terminal.send("heart ");
    terminal.wait_for("hits · ");
    terminal.send("att");
    terminal.wait_for("▸ Heart attack  Myocardial infarction");
    assert!(terminal.contents().contains("µs · exact"), "{}", terminal.contents());
    let bold = |column| terminal.screen.screen().cell(3, column).unwrap().bold();
    assert!(bold(2) && bold(6) && !bold(7) && bold(8) && !bold(16), "{}", terminal.contents());
    terminal.send("\r");
    let (code, told) = terminal.ended();
    assert_eq!((code, told), (Some(0), format!("{HEART_ATTACK} |Myocardial infarction|\tHeart attack\n")));
}

#[test]
fn filters_and_moving() {
    let within = format!("< {HEART_DISEASE}");
    let mut terminal = Terminal::typing(&[
        "--within",
        &within,
        "--tag",
        "disorder",
        "--limit",
        "2",
        "--total",
        "--no-typos",
    ]);
    terminal.send("heart");
    terminal.wait_for("2 of ");
    terminal.send("\u{1b}[B\u{1b}[B");
    terminal.wait_for("4 of ");
    terminal.send("\u{1b}[6~\u{1b}[A");
    terminal.wait_for("17 hits");
    terminal.send("\u{1b}OQ");
    terminal.wait_for("inactive only");
    terminal.send("\u{14}");
    terminal.wait_for("active or not");
    terminal.pty.resize(Size::new(8, 40)).unwrap();
    terminal.screen.screen_mut().set_size(size(8), size(40));
    terminal.wait_for("Synthetic demonstration data. Not for\nclinical use.");
    terminal.send("\u{15}");
    terminal.wait_for("type a word");
    terminal.send("\u{1b}");
    assert_eq!(terminal.ended(), (Some(130), String::new()));
}

#[test]
fn leaving_prints_nothing() {
    for key in ["\u{1b}", "\u{3}", "\u{4}"] {
        let mut terminal = Terminal::typing(&[]);
        terminal.send("heart");
        terminal.wait_for("hits");
        terminal.send(key);
        assert_eq!(terminal.ended(), (Some(130), String::new()), "{key:?}");
    }
}

#[test]
fn a_request_to_terminate_gives_the_terminal_back() {
    // The second time within a letter: the keys' reader waits for the rest of it.
    for keys in [&b"heart"[..], b"heart\xe5"] {
        let mut terminal = Terminal::typing(&[]);
        (&*terminal.pty).write_all(keys).unwrap();
        terminal.wait_for("hits");
        let id = terminal.child.id().to_string();
        assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert_eq!(terminal.ended(), (Some(130), String::new()));
    }
}

#[test]
fn nobody_is_left_behind_where_the_terminal_goes() {
    let Terminal { pty, pts, mut child, output, .. } = Terminal::typing(&[]);
    // The reader lets go of the terminal when it has sent what nobody takes.
    drop((pts, output));
    (&*pty).write_all(b"heart").unwrap();
    drop(pty);
    let began = Instant::now();
    while child.try_wait().unwrap().is_none() {
        assert!(began.elapsed() < PATIENCE, "it does not end");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn ten_thousand_letters_do_not_freeze() {
    let mut terminal = Terminal::typing(&[]);
    let began = Instant::now();
    // More than a terminal takes at once, so somebody has to read meanwhile.
    let (pty, letters) = (Arc::clone(&terminal.pty), "heart ".repeat(1_667));
    let writer = std::thread::spawn(move || {
        (&*pty).write_all(letters.as_bytes()).unwrap();
        (&*pty).write_all(b"\x15heart att").unwrap();
    });
    terminal.wait_for("▸ Heart attack");
    writer.join().unwrap();
    terminal.send("\u{15}\u{1b}[200~heart\n\u{1b}[201~\u{1b}[200~att\u{1b}[201~\u{1b}[D");
    terminal.wait_for("› heart att");
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
    terminal.send("\r");
    assert!(terminal.ended().1.starts_with(HEART_ATTACK));
}

#[test]
fn what_is_wrong_with_the_arguments_is_told_before_the_screen_is_taken() {
    let (code, message) = refused(["type", path(&WHOLE)]);
    assert!(code == 1 && message.contains("standard input is not a terminal"), "{message}");
    let (pty, pts) = open().unwrap();
    let unseen = Command::new(env!("CARGO_BIN_EXE_vademecum"))
        .args(["type", path(&WHOLE)])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn(pts)
        .unwrap();
    let output = unseen.wait_with_output().unwrap();
    drop(pty);
    assert!(output.status.code() == Some(1) && output.stdout.is_empty(), "{output:?}");
    assert!(String::from_utf8(output.stderr).unwrap().contains("standard error, and that is not a terminal"));
    for (arguments, words) in [
        (&["type", path(&WHOLE), "--tag", "nonsense"][..], "nonsense"),
        (&["type", path(&WHOLE), "--within", "< 1 OR"], "`within`"),
        (&["type", "absent.vade"], "absent.vade"),
    ] {
        let mut terminal = Terminal::run(arguments, &[], false);
        terminal.wait_for(words);
        assert!(!String::from_utf8_lossy(&terminal.seen).contains("[?1049h"), "{arguments:?}");
        assert_eq!(terminal.ended(), (Some(1), String::new()), "{arguments:?}");
    }
    let mut dumb = Terminal::run(&["type", path(&WHOLE)], &[("TERM", "dumb")], false);
    dumb.wait_for("TERM is `dumb`");
    assert_eq!(dumb.ended().0, Some(1));
    assert_eq!(refused(["type", path(&WHOLE), "--limit", "0"]).0, 2);
}

#[test]
fn search_highlights_on_a_terminal_that_wants_it() {
    let search = ["search", path(&WHOLE), "heart", "att", "--limit", "1"];
    let shown = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut terminal = Terminal::run(arguments, variables, true);
        terminal.wait_for("attack");
        terminal.child.wait().unwrap();
        while terminal.read(Duration::from_millis(200)) {}
        String::from_utf8(terminal.seen).unwrap()
    };
    let styled = shown(&search, &[]);
    assert!(styled.contains("\u{1b}[1mHeart\u{1b}[0m \u{1b}[1mattack\u{1b}[0m"), "{styled:?}");
    for variables in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        let plain = shown(&search, &[variables]);
        assert!(plain.contains("Heart attack") && !plain.contains('\u{1b}'), "{variables:?}: {plain:?}");
    }
    let mut json = search.to_vec();
    json.push("--json");
    let response = shown(&json, &[]);
    assert!(response.contains("\"Heart attack\"") && !response.contains('\u{1b}'), "{response:?}");
}
