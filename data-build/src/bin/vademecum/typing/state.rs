//! What is typed, what was found, and what is chosen; all of it without a terminal.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use serde_json::{Value, json};
use tui_input::backend::crossterm::to_input_request;
use tui_input::{Input, InputRequest};

use crate::filters::{Active, Filters, ranges};
use crate::screen::printable;
use crate::search::kind_of;
use crate::session::{field, list};

/// The most hits that the request protocol answers.
pub const MOST: usize = 10_000;

/// The most bytes that the field holds; more than the engine takes, so that it can say that they are too many.
const MOST_BYTES: usize = 32 << 10;

/// What to do after a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Go on; nothing came.
    Still,
    /// Go on.
    On,
    /// Go on with a screen that is drawn from nothing.
    Repaint,
    /// End with the concept that is chosen.
    Choose,
    /// End without one.
    Leave,
}

/// How the words that were typed led to a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// The words begin words of the term.
    Exact,
    /// Words that mean the same do.
    Equivalent,
    /// Words that are spelt almost so do.
    Typo,
}

impl Reading {
    /// Its name on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Reading::Exact => "exact",
            Reading::Equivalent => "equivalent",
            Reading::Typo => "typo",
        }
    }
}

/// A concept that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its id.
    pub code: String,
    /// The term that matched, as released.
    pub term: String,
    /// The words of it that matched, in bytes.
    pub ranges: Vec<(usize, usize)>,
    /// The preferred term, fit for a terminal; empty where there is none.
    pub preferred: String,
    /// The semantic tag, fit for a terminal, after a note where the concept is inactive.
    pub tag: String,
    /// How it was found.
    pub reading: Reading,
}

impl Found {
    fn of(hit: &Value) -> Found {
        let raw = |name: &str| field(hit, name).as_str().unwrap_or_default();
        let note = if field(hit, "class").is_null() { "inactive" } else { "not in use" };
        let note = (field(hit, "active") == false).then(|| note.to_owned());
        let tag = Some(printable(&kind_of(hit))).filter(|tag| !tag.is_empty());
        Found {
            code: printable(raw("code")),
            term: raw("term").to_owned(),
            ranges: ranges(hit),
            preferred: printable(raw("preferred")),
            tag: note.into_iter().chain(tag).collect::<Vec<_>>().join(" · "),
            reading: match raw("match") {
                "equivalent" => Reading::Equivalent,
                "typo" => Reading::Typo,
                _ => Reading::Exact,
            },
        }
    }

    /// Whether another term than the preferred one matched.
    pub fn is_another_term(&self) -> bool {
        !self.preferred.is_empty() && self.preferred != printable(&self.term)
    }

    /// The concept as it is written in text: `id |preferred term|`.
    pub fn named(&self) -> String {
        if self.preferred.is_empty() {
            self.code.clone()
        } else {
            format!("{} |{}|", self.code, self.preferred)
        }
    }

    /// The choice as standard output tells it.
    pub fn told(&self) -> String {
        format!("{}\t{}", self.named(), printable(&self.term))
    }
}

/// The field, the hits, and the place among them.
#[derive(Debug)]
pub struct State {
    input: Input,
    filters: Filters,
    /// How many hits are asked for at first.
    page: usize,
    /// How many hits are asked for now.
    limit: usize,
    /// Whether the hits are of other words than the field's, or fewer than are wanted.
    stale: bool,
    hits: Vec<Found>,
    total: Option<u64>,
    nanoseconds: Option<u64>,
    hint: Option<String>,
    chosen: usize,
    /// The first hit on the screen.
    top: usize,
    /// How many hits the screen has room for.
    room: usize,
}

impl State {
    /// An empty field.
    pub fn new(filters: Filters, page: usize) -> State {
        let page = page.clamp(1, MOST);
        State {
            input: Input::default(),
            filters,
            page,
            limit: page,
            stale: true,
            hits: Vec::new(),
            total: None,
            nanoseconds: None,
            hint: None,
            chosen: 0,
            top: 0,
            room: 1,
        }
    }

    /// The field: its text, its cursor, and how far it is scrolled.
    pub fn input(&self) -> &Input {
        &self.input
    }

    /// What is typed.
    pub fn words(&self) -> &str {
        self.input.value()
    }

    /// Which concepts are wanted, by activity.
    pub fn active(&self) -> Active {
        self.filters.active
    }

    /// What to say instead of hits.
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// How many concepts match, where it was counted.
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    /// How long the search took.
    pub fn nanoseconds(&self) -> Option<u64> {
        self.nanoseconds
    }

    /// How many hits there are so far.
    pub fn len(&self) -> usize {
        self.hits.len()
    }

    /// Whether there may be more hits than there are so far.
    pub fn has_more(&self) -> bool {
        self.hits.len() >= self.limit && self.total.is_none_or(|total| total > self.hits.len() as u64)
    }

    /// The concept that Enter chooses.
    pub fn chosen(&self) -> Option<&Found> {
        self.hits.get(self.chosen)
    }

    /// The hits on a screen that has room for so many, and whether each is the chosen one.
    pub fn shown(&mut self, room: usize) -> impl Iterator<Item = (&Found, bool)> {
        self.room = room.max(1);
        let first = (self.chosen + 1).saturating_sub(self.room);
        let last = self.hits.len().saturating_sub(self.room);
        self.top = self.top.clamp(first, self.chosen.max(first)).min(last.max(first));
        let chosen = self.chosen;
        let shown = self.hits.iter().enumerate().skip(self.top).take(room);
        shown.map(move |(index, hit)| (hit, index == chosen))
    }

    /// Whether the hits have to be asked for.
    pub fn is_stale(&self) -> bool {
        self.stale
    }

    /// The search of what is typed.
    pub fn request(&self) -> Value {
        let mut request = self.filters.request(self.words(), self.limit as u64, 0);
        if let Some(fields) = request.as_object_mut() {
            fields.insert("timing".to_owned(), json!(true));
        }
        request
    }

    /// Takes the response to the request.
    pub fn take(&mut self, response: &Value) {
        self.stale = false;
        self.hits = list(response, "hits").iter().map(Found::of).collect();
        self.total = field(response, "total").as_u64();
        self.nanoseconds = field(response, "ns").as_u64();
        self.hint = (field(response, "ok") != true).then(|| self.explain(field(response, "error")));
        self.chosen = self.chosen.min(self.hits.len().saturating_sub(1));
    }

    /// An error in words for somebody who is typing.
    fn explain(&self, error: &Value) -> String {
        if field(error, "code") == "syntax" && !self.words().chars().any(char::is_alphanumeric) {
            return "type a word".to_owned();
        }
        printable(field(error, "message").as_str().unwrap_or("the engine gives no reason"))
    }

    /// Whether an event is about the hits, so that they have to be those of the words.
    pub fn is_about_hits(event: &Event) -> bool {
        let Some(key) = press(event) else { return false };
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Enter | KeyCode::Up | KeyCode::Down | KeyCode::PageUp | KeyCode::PageDown => true,
            KeyCode::Char('p' | 'n') => control,
            _ => false,
        }
    }

    /// Handles a key, or a text that was pasted.
    pub fn event(&mut self, event: &Event) -> Step {
        if let Event::Paste(text) = event {
            self.paste(text);
            return Step::On;
        }
        let Some(key) = press(event) else { return Step::On };
        match (key.code, key.modifiers) {
            (KeyCode::Esc, _) | (KeyCode::Char('c' | 'd'), KeyModifiers::CONTROL) => return Step::Leave,
            (KeyCode::Enter, _) if self.chosen().is_some() => return Step::Choose,
            (KeyCode::Char('l'), KeyModifiers::CONTROL) => return Step::Repaint,
            (KeyCode::Up, _) | (KeyCode::Char('p'), KeyModifiers::CONTROL) => self.up(1),
            (KeyCode::Down, _) | (KeyCode::Char('n'), KeyModifiers::CONTROL) => self.down(1),
            (KeyCode::PageUp, _) => self.up(self.room),
            (KeyCode::PageDown, _) => self.down(self.room),
            (KeyCode::F(2), _) | (KeyCode::Char('t'), KeyModifiers::CONTROL) => self.turn(),
            _ => self.edit(event),
        }
        Step::On
    }

    fn up(&mut self, by: usize) {
        self.chosen = self.chosen.saturating_sub(by);
    }

    /// Goes down; past the last hit, more are asked for.
    fn down(&mut self, by: usize) {
        let wanted = self.chosen.saturating_add(by);
        if wanted >= self.hits.len() && self.has_more() && self.limit < MOST {
            // Twice as many each time, so that a way of any length costs no more than a few searches.
            self.limit = (self.limit * 2).max(wanted + 1).min(MOST);
            self.stale = true;
            self.chosen = wanted;
        } else {
            self.chosen = wanted.min(self.hits.len().saturating_sub(1));
        }
    }

    fn turn(&mut self) {
        self.filters.active = match self.filters.active {
            Active::True => Active::False,
            Active::False => Active::Any,
            Active::Any => Active::True,
        };
        self.start_again();
    }

    fn edit(&mut self, event: &Event) {
        let Some(request) = to_input_request(event) else { return };
        let adds = match request {
            InputRequest::InsertChar(letter) if letter.is_control() => return,
            InputRequest::InsertChar(_) | InputRequest::Yank => true,
            _ => false,
        };
        if adds && self.words().len() >= MOST_BYTES {
            return;
        }
        if self.input.handle(request).is_some_and(|changed| changed.value) {
            self.start_again();
        }
    }

    /// Puts a text at the cursor, on one line.
    fn paste(&mut self, text: &str) {
        let words = self.words();
        let at = words.char_indices().nth(self.input.cursor()).map_or(words.len(), |(at, _)| at);
        let (before, after) = words.split_at_checked(at).unwrap_or((words, ""));
        let mut room = MOST_BYTES.saturating_sub(words.len());
        let mut all = before.to_owned();
        let mut cursor = self.input.cursor();
        for letter in text.chars() {
            let letter = if letter.is_control() { ' ' } else { letter };
            if letter.len_utf8() > room {
                break;
            }
            room -= letter.len_utf8();
            all.push(letter);
            cursor += 1;
        }
        all.push_str(after);
        self.input = Input::new(all).with_cursor(cursor);
        self.start_again();
    }

    /// Other words, or other filters: the best hits are wanted, and the first of them is chosen.
    fn start_again(&mut self) {
        self.stale = true;
        self.limit = self.page;
        self.chosen = 0;
        self.top = 0;
    }
}

/// A key that was pressed, or is held down.
fn press(event: &Event) -> Option<&KeyEvent> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => Some(key),
        _ => None,
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// A key with modifiers.
    pub fn key(code: KeyCode, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(code, modifiers))
    }

    /// A key alone.
    pub fn pressed(code: KeyCode) -> Event {
        key(code, KeyModifiers::NONE)
    }

    /// A response to a search of words that `matches` concepts have.
    pub fn answer(request: &Value, matches: usize) -> Value {
        let query = request["query"].as_str().unwrap();
        if !query.chars().any(char::is_alphanumeric) {
            return json!({"ok": false, "error": {"code": "syntax", "message": "`query` has no letter or digit"}});
        }
        let limit = usize::try_from(request["limit"].as_u64().unwrap()).unwrap();
        let hit = |number| {
            json!({"code": format!("{}", 1_000 + number), "term": format!("{query} {number}"),
                   "ranges": [[0, query.len()]], "preferred": format!("Preferred {number}"),
                   "semantic_tag": "disorder", "active": true})
        };
        json!({"ok": true, "hits": (0..matches.min(limit)).map(hit).collect::<Vec<_>>(), "ns": 12_345})
    }

    fn control(letter: char) -> Event {
        key(KeyCode::Char(letter), KeyModifiers::CONTROL)
    }

    fn typed(text: &str) -> State {
        let mut state = State::new(Filters::none(), 10);
        for letter in text.chars() {
            assert_eq!(state.event(&pressed(KeyCode::Char(letter))), Step::On);
        }
        state
    }

    fn settle(state: &mut State, matches: usize) {
        if state.is_stale() {
            let response = answer(&state.request(), matches);
            state.take(&response);
        }
    }

    #[test]
    fn letters_are_edited() {
        let mut state = typed("heart atack");
        for code in [KeyCode::Left, KeyCode::Left, KeyCode::Left, KeyCode::Char('t')] {
            state.event(&pressed(code));
        }
        assert_eq!(state.words(), "heart attack");
        state.event(&pressed(KeyCode::Home));
        state.event(&pressed(KeyCode::Delete));
        state.event(&pressed(KeyCode::Char('H')));
        state.event(&pressed(KeyCode::End));
        state.event(&pressed(KeyCode::Backspace));
        assert_eq!(state.words(), "Heart attac");
        state.event(&control('w'));
        assert_eq!(state.words(), "Heart ");
        state.event(&control('u'));
        assert_eq!((state.words(), state.input().cursor()), ("", 0));
        state.event(&pressed(KeyCode::Backspace));
        state.event(&pressed(KeyCode::Delete));
        state.event(&control('w'));
        assert_eq!(state.words(), "");
    }

    #[test]
    fn a_letter_and_its_marks_are_erased_together() {
        let mut state = typed("me\u{301}心👩‍⚕️");
        for left in ["me\u{301}心", "me\u{301}", "m", ""] {
            state.event(&pressed(KeyCode::Backspace));
            assert_eq!(state.words(), left);
        }
    }

    #[test]
    fn moving_the_cursor_asks_nothing_and_a_release_is_no_key() {
        let mut state = typed("gout");
        settle(&mut state, 3);
        for code in [KeyCode::Left, KeyCode::Home, KeyCode::End, KeyCode::Right, KeyCode::F(7), KeyCode::Tab]
        {
            assert_eq!(state.event(&pressed(code)), Step::On);
        }
        state.event(&Event::Resize(40, 8));
        let mut release = KeyEvent::new(KeyCode::Char('x'), KeyModifiers::NONE);
        release.kind = KeyEventKind::Release;
        state.event(&Event::Key(release));
        assert!(!state.is_stale() && state.words() == "gout");
        state.event(&pressed(KeyCode::Char('s')));
        assert!(state.is_stale());
    }

    #[test]
    fn what_is_pasted_is_one_line_of_bounded_length() {
        let mut state = typed("ab");
        state.event(&pressed(KeyCode::Left));
        state.event(&Event::Paste("one\r\ntwo\u{1b}[31m".to_owned()));
        assert_eq!((state.words(), state.input().cursor()), ("aone  two [31mb", 14));
        state.event(&Event::Paste("é".repeat(1 << 20)));
        assert!(state.words().len() <= MOST_BYTES && state.words().ends_with("éb"));
        let length = state.words().len();
        for _ in 0..3 {
            state.event(&pressed(KeyCode::Char('x')));
        }
        assert!(state.words().len() <= length + 1);
        state.event(&control('u'));
        for _ in 0..9 {
            state.event(&control('y'));
        }
        assert!(state.words().len() <= 2 * MOST_BYTES);
    }

    #[test]
    fn the_choice_moves_and_more_is_asked_for() {
        let mut state = typed("gout");
        settle(&mut state, 35);
        assert_eq!((state.len(), state.has_more()), (10, true));
        state.event(&pressed(KeyCode::Up));
        assert_eq!(state.chosen().unwrap().code, "1000");
        for _ in 0..9 {
            state.event(&pressed(KeyCode::Down));
        }
        assert!(!state.is_stale());
        state.event(&control('n'));
        assert!(state.is_stale());
        assert_eq!(state.request()["limit"], 20);
        settle(&mut state, 35);
        assert_eq!(state.chosen().unwrap().code, "1010");
        assert_eq!(state.shown(7).map(|(hit, _)| hit.code.as_str()).next(), Some("1004"));
        for _ in 0..9 {
            state.event(&pressed(KeyCode::PageDown));
            settle(&mut state, 35);
        }
        assert_eq!((state.chosen().unwrap().code.as_str(), state.has_more()), ("1034", false));
        assert_eq!(state.shown(7).filter(|(_, chosen)| *chosen).count(), 1);
        state.event(&pressed(KeyCode::PageUp));
        assert_eq!(state.chosen().unwrap().code, "1027");
        state.event(&pressed(KeyCode::Char('y')));
        assert_eq!(state.request()["limit"], 10);
        settle(&mut state, 35);
        assert_eq!(state.chosen().unwrap().code, "1000");
    }

    #[test]
    fn there_is_an_end_to_scrolling() {
        let mut state = typed("a");
        for _ in 0..30 {
            settle(&mut state, usize::MAX);
            for _ in 0..1_000 {
                state.event(&pressed(KeyCode::Down));
            }
        }
        settle(&mut state, usize::MAX);
        assert_eq!(state.len(), MOST);
        assert_eq!(state.chosen().unwrap().code, format!("{}", 1_000 + MOST - 1));
        assert_eq!(state.shown(5).count(), 5);
    }

    #[test]
    fn a_larger_screen_is_filled() {
        let mut state = typed("gout");
        settle(&mut state, 9);
        for _ in 0..8 {
            state.event(&pressed(KeyCode::Down));
        }
        assert_eq!(state.shown(2).count(), 2);
        assert_eq!(state.shown(6).count(), 6);
        assert_eq!(state.shown(20).count(), 9);
        assert_eq!(state.shown(0).count(), 0);
    }

    #[test]
    fn activity_is_turned() {
        let mut state = typed("gout");
        settle(&mut state, 3);
        for (event, active) in [
            (pressed(KeyCode::F(2)), json!(false)),
            (control('t'), json!("any")),
            (control('t'), json!(true)),
        ] {
            state.event(&event);
            assert!(state.is_stale());
            assert_eq!(state.request()["active"], active);
            settle(&mut state, 3);
        }
    }

    #[test]
    fn without_a_word_there_is_a_hint_and_nothing_to_choose() {
        let mut state = typed(" -");
        settle(&mut state, 3);
        assert_eq!((state.hint(), state.len()), (Some("type a word"), 0));
        for code in [KeyCode::Enter, KeyCode::Down, KeyCode::Up, KeyCode::PageDown, KeyCode::PageUp] {
            assert_eq!(state.event(&pressed(code)), Step::On);
        }
        state.take(&json!({"ok": false, "error": {"code": "limit", "message": "too \u{7}long"}}));
        assert_eq!(state.hint(), Some("too \u{fffd}long"));
        state.take(&json!({"ok": true, "hits": [{}, {"ranges": [[1], "x", [3, 1]], "match": "typo"}]}));
        assert_eq!((state.hint(), state.len()), (None, 2));
        assert_eq!(state.chosen().unwrap().reading, Reading::Exact);
        assert_eq!(state.chosen().unwrap().told(), "\t");
    }

    #[test]
    fn ways_to_leave() {
        for event in [pressed(KeyCode::Esc), control('c'), control('d')] {
            assert_eq!(typed("gout").event(&event), Step::Leave);
        }
        let mut state = typed("gout");
        settle(&mut state, 1);
        assert_eq!(state.event(&control('l')), Step::Repaint);
        assert_eq!(state.event(&pressed(KeyCode::Enter)), Step::Choose);
    }
}
