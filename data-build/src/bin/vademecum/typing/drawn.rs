//! Tests of how the field and the hits look.

use crossterm::event::{Event, KeyCode};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
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
    terminal.backend_mut().assert_buffer_lines([""; 0]);
}

#[test]
fn a_screen_of_forty_columns() {
    let mut state = state("heart atta");
    state.take(&found());
    state.event(&pressed(KeyCode::Down));
    let terminal = painted(&mut state, 40, 8);
    println!("{:#?}", rows(&terminal));
    panic!();
}
