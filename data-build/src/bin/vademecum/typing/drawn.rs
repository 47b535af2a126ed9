//! Tests of how the field and the hits look.

use crossterm::event::{Event, KeyCode};
use ratatui::Terminal;
use ratatui::backend::{Backend, TestBackend};
use ratatui::style::Modifier;
use serde_json::{Value, json};

use super::draw::draw;
use super::state::State;
use super::state::tests::{answer, pressed};
use crate::filters::Filters;

const MARKING: &str = "Synthetic demonstration data. Not for clinical use.";

fn found() -> Value {
    json!({"ok": true, "ns": 123_456, "hits": [
        {"code": "953829161999999108", "term": "Heart attack", "ranges": [[0, 5], [6, 12]],
         "preferred": "Myocardial infarction", "semantic_tag": "disorder", "active": true},
        {"code": "22298006", "term": "Heart attack of a very long name that no screen of eighty columns holds",
         "ranges": [[0, 5], [6, 12]], "preferred": "Other", "semantic_tag": "observable entity", "active": true,
         "match": "equivalent"},
        {"code": "399211009", "term": "心臓 heart attakc", "ranges": [[7, 12], [13, 19]],
         "preferred": "心臓 heart attakc", "semantic_tag": "situation", "active": false, "match": "typo"}]})
}

fn state(words: &str) -> State {
    let mut state = State::new(Filters::none(), 50);
    state.event(&Event::Paste(words.to_owned()));
    state
}

fn terminal(width: u16, height: u16) -> Terminal<TestBackend> {
    Terminal::new(TestBackend::new(width, height)).unwrap()
}

fn painted(state: &mut State, width: u16, height: u16) -> Terminal<TestBackend> {
    let mut terminal = terminal(width, height);
    terminal.draw(|frame| draw(frame, state, Some(MARKING))).unwrap();
    terminal
}

/// The cells of a row that have a modifier, as `#`.
fn styled(terminal: &Terminal<TestBackend>, row: u16, modifier: Modifier) -> String {
    let buffer = terminal.backend().buffer();
    let cells = (0..buffer.area.width).map(|column| &buffer[(column, row)]);
    let marks: String = cells.map(|cell| if cell.modifier.contains(modifier) { '#' } else { ' ' }).collect();
    marks.trim_end().to_owned()
}

fn rows(terminal: &Terminal<TestBackend>) -> Vec<String> {
    let buffer = terminal.backend().buffer();
    let row = |row| (0..buffer.area.width).map(|column| buffer[(column, row)].symbol()).collect::<String>();
    (0..buffer.area.height).map(|at| row(at).trim_end().to_owned()).collect()
}

#[test]
fn a_screen_of_eighty_columns() {
    let mut state = state("heart atta");
    state.take(&found());
    let mut terminal = painted(&mut state, 80, 24);
    let mut expected = vec![
        "› heart atta",
        "3 hits · 123 µs · exact",
        "",
        "▸ Heart attack  Myocardial infarction       disorder          953829161999999108",
        "  Heart attack of a very long name that n…  observable enti…            22298006",
        "  心 臓  heart attakc                         inactive · situ…           399211009",
    ];
    expected.extend([""; 14]);
    expected.extend([
        "953829161999999108 |Myocardial infarction|  Heart attack",
        "",
        "Enter choose · Esc leave · ↑ ↓ PgUp PgDn go · F2 active or not",
        "Synthetic demonstration data. Not for clinical use.",
    ]);
    assert_eq!(rows(&terminal), expected);
    assert_eq!(styled(&terminal, 3, Modifier::BOLD), "  ##### ######");
    assert_eq!(styled(&terminal, 3, Modifier::DIM), format!("{}{}", " ".repeat(16), "#".repeat(21)));
    assert_eq!(styled(&terminal, 3, Modifier::REVERSED).len(), 80);
    assert_eq!(styled(&terminal, 4, Modifier::REVERSED), "");
    assert_eq!(styled(&terminal, 5, Modifier::BOLD), "       ##### ######");
    terminal.backend_mut().assert_cursor_position((12, 0));
}

#[test]
fn a_screen_of_forty_columns() {
    let mut state = state("heart atta");
    state.take(&found());
    state.event(&pressed(KeyCode::Down));
    let terminal = painted(&mut state, 40, 8);
    let expected = [
        "› heart atta",
        "3 hits · 123 µs · equivalent",
        "  Heart attack",
        "  953829161999999108 · disorder · Myoca…",
        "▸ Heart attack of a very long name that…",
        "  22298006 · observable entity · Other",
        "Synthetic demonstration data. Not for",
        "clinical use.",
    ];
    assert_eq!(rows(&terminal), expected);
    assert_eq!(styled(&terminal, 4, Modifier::BOLD), "  ##### ######");
    assert_eq!(styled(&terminal, 4, Modifier::REVERSED).len(), 40);
    state.event(&pressed(KeyCode::Down));
    let terminal = painted(&mut state, 40, 8);
    assert_eq!(rows(&terminal)[1], "3 hits · 123 µs · typo");
    assert_eq!(rows(&terminal)[5], "  399211009 · inactive · situation");
}

#[test]
fn every_size_is_drawn() {
    let mut state = state("心臓 heart atta");
    state.take(&found());
    for width in 0..70 {
        for height in 0..16 {
            painted(&mut state, width, height);
            state.event(&pressed(if height % 2 == 0 { KeyCode::Down } else { KeyCode::Up }));
        }
    }
}

#[test]
fn hints_and_counts() {
    let first = |state: &mut State| rows(&painted(state, 80, 24))[1].clone();
    let mut state = state("-");
    state.take(&answer(&state.request(), 0));
    assert_eq!(first(&mut state), "type a word");
    state.event(&pressed(KeyCode::F(2)));
    state.take(&json!({"ok": true, "hits": [], "ns": 4_321}));
    assert_eq!(first(&mut state), "no concept matches · 4.3 µs · inactive only");
    state.event(&pressed(KeyCode::F(2)));
    state.take(&json!({"ok": true, "hits": [{"code": "1"}], "total": 1_234}));
    assert_eq!(first(&mut state), "1 of 1,234 hits · exact · active or not");
    state.event(&pressed(KeyCode::F(2)));
    state.event(&Event::Paste("gout".to_owned()));
    state.take(&answer(&state.request(), 80));
    assert_eq!(first(&mut state), "50+ hits · 12 µs · exact");
    state.take(&json!({"ok": true, "hits": [{"code": "1"}], "total": 1, "ns": 1_234_567}));
    assert_eq!(first(&mut state), "1 hit · 1,234 µs · exact");
}

#[test]
fn a_long_field_shows_its_cursor() {
    let mut state = state(&"heart 心臓 ".repeat(1_000));
    state.take(&answer(&state.request(), 0));
    let mut terminal = painted(&mut state, 40, 8);
    let end = terminal.backend_mut().get_cursor_position().unwrap();
    assert!(end.y == 0 && (38..40).contains(&end.x), "{end:?}");
    assert!(rows(&terminal)[0].ends_with("heart 心 臓"), "{:?}", rows(&terminal)[0]);
    state.event(&pressed(KeyCode::Home));
    let mut terminal = painted(&mut state, 40, 8);
    terminal.backend_mut().assert_cursor_position((2, 0));
    assert!(rows(&terminal)[0].starts_with("› heart 心 臓  heart"), "{:?}", rows(&terminal)[0]);
}

#[test]
fn marks_stay_with_their_letters_and_controls_are_shown() {
    let mut state = state("me\u{301}nie\u{300}re");
    state.take(&json!({"ok": true, "hits": [
        {"code": "1", "term": "Me\u{301}nie\u{300}re\u{1b}[31m's", "ranges": [[0, 2]], "preferred": "x\u{7}"}]}));
    let terminal = painted(&mut state, 80, 24);
    assert_eq!(rows(&terminal)[0], "› me\u{301}nie\u{300}re");
    assert!(
        rows(&terminal)[3].starts_with("▸ Me\u{301}nie\u{300}re\u{fffd}[31m's  x\u{fffd}"),
        "{:?}",
        rows(&terminal)[3]
    );
    assert_eq!(styled(&terminal, 3, Modifier::BOLD), "  ##");
}
