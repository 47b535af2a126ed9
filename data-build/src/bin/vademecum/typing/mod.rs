//! `vademecum type`: a search field that answers every keystroke.
//!
//! The screen is drawn on standard error, so that standard output carries the choice and nothing else.

mod draw;
#[cfg(test)]
mod drawn;
mod state;
mod terminal;

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use clap::Args;
use crossterm::event::Event;
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use serde_json::Value;

use crate::failure::Failure;
use crate::filters::Filters;
use crate::interrupt;
use crate::screen::Screen;
use crate::session::Session;
use state::{Found, MOST, State, Step};
use terminal::{Canvas, Pending, Taken};

/// The arguments of `type`.
#[derive(Debug, Args)]
#[command(after_help = "\
Each word is the beginning of a word of the term, in any order; case and accents do not count.

Keys:
  Enter             choose: prints `id |preferred term|`, a tab, and the term that matched
  Esc, Ctrl-C, -D   leave without a choice; the exit code is 130
  Up, Down          go through the hits (also Ctrl-P, Ctrl-N); past the last one there are more
  PageUp, PageDown  go through them faster
  F2, Ctrl-T        active concepts, inactive ones, all
  Left, Right, Home, End, Backspace, Delete
                    edit the words; Ctrl-U clears them, Ctrl-W erases a word
  Ctrl-L            draw the screen again

Examples:
  vademecum type uk.vade
  vademecum type uk.vade --tag disorder --language en-US
  vademecum lookup uk.vade \"$(vademecum type uk.vade)\"
  code=$(vademecum type uk.vade | cut -d' ' -f1)")]
pub struct Arguments {
    /// The file
    file: PathBuf,
    /// How many hits to ask for at first; scrolling asks for more
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..=MOST as u64))]
    limit: u64,
    #[command(flatten)]
    filters: Filters,
}

/// Refuses where there is nobody to type, or nowhere to draw.
fn need_terminal() -> Result<(), Failure> {
    let hint = "in a script, use `vademecum search` or `vademecum batch`";
    if !io::stdin().is_terminal() {
        return Err(Failure::with_hint("`type` reads keys, and standard input is not a terminal", hint));
    }
    if !io::stderr().is_terminal() {
        let message = "`type` draws on standard error, and that is not a terminal";
        return Err(Failure::with_hint(message, "redirect standard output alone; it gets the choice"));
    }
    if std::env::var_os("TERM").is_some_and(|value| value == "dumb") {
        return Err(Failure::with_hint(
            "`type` needs a terminal that can be drawn on (TERM is `dumb`)",
            hint,
        ));
    }
    Ok(())
}

/// Asks for the hits of the latest words.
fn search(state: &mut State, ask: &mut impl FnMut(&Value) -> Result<Value, Failure>) -> Result<(), Failure> {
    if state.is_stale() {
        let response = ask(&state.request())?;
        state.take(&response);
    }
    Ok(())
}

/// Handles the keys that have come in, and brings the hits up to date. Letters wait for each other: however many come
/// at once, there is one search, and a key that asks about hits has the hits of the letters before it.
fn handle(
    state: &mut State,
    events: impl IntoIterator<Item = io::Result<Event>>,
    ask: &mut impl FnMut(&Value) -> Result<Value, Failure>,
) -> Result<Step, Failure> {
    let mut outcome = Step::Still;
    for event in events {
        let event = event.map_err(|error| Failure::data(format!("cannot read the keys: {error}")))?;
        if State::is_about_hits(&event) {
            search(state, ask)?;
        }
        match state.event(&event) {
            end @ (Step::Choose | Step::Leave) => return Ok(end),
            Step::Repaint => outcome = Step::Repaint,
            Step::On | Step::Still if outcome == Step::Still => outcome = Step::On,
            Step::On | Step::Still => {}
        }
    }
    search(state, ask)?;
    Ok(outcome)
}

/// Draws, and listens, until the person chooses or leaves.
fn converse(
    session: &Session,
    state: &mut State,
    terminal: &mut Terminal<CrosstermBackend<Canvas>>,
) -> Result<Option<Found>, Failure> {
    let marking = session.engine().manifest().marking.clone();
    let undrawn = |error| Failure::data(format!("cannot draw on the terminal: {error}"));
    let mut ask = |request: &Value| session.response(request);
    search(state, &mut ask)?;
    let mut step = Step::On;
    loop {
        match step {
            Step::Choose => return Ok(state.chosen().cloned()),
            Step::Leave => return Ok(None),
            Step::Repaint => terminal.clear().map_err(undrawn)?,
            Step::On | Step::Still => {}
        }
        if step != Step::Still {
            terminal.draw(|frame| draw::draw(frame, state, marking.as_deref())).map_err(undrawn)?;
        }
        step = handle(state, Pending::wait(), &mut ask)?;
        if interrupt::wanted() {
            return Ok(None);
        }
    }
}

/// Lets a person type and choose.
pub fn run(arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    need_terminal()?;
    let session = Session::open(&arguments.file)?;
    // What is wrong with the file or the filters is told before the screen is taken.
    session.ask(&arguments.filters.request("a", 1, 0))?;
    let mut state = State::new(arguments.filters.clone(), usize::try_from(arguments.limit).unwrap_or(MOST));
    interrupt::watch_quietly(terminal::give_back)?;
    let choice = {
        let mut taken = Taken::new()?;
        converse(&session, &mut state, &mut taken.terminal)
    }?;
    let Some(found) = choice else {
        session.mark(screen)?;
        return Err(Failure::Left);
    };
    screen.line(&found.told())?;
    screen.flush()?;
    session.mark(screen)
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyCode, KeyModifiers};

    use super::state::tests::{answer, key, pressed};
    use super::*;

    fn events(text: &str) -> Vec<io::Result<Event>> {
        text.chars()
            .map(|letter| Ok(pressed(if letter == '\n' { KeyCode::Enter } else { KeyCode::Char(letter) })))
            .collect()
    }

    #[test]
    fn letters_that_come_together_are_one_search() {
        let mut state = State::new(Filters::none(), 50);
        let mut queries = Vec::new();
        let mut ask = |request: &Value| {
            queries.push(request["query"].as_str().unwrap().to_owned());
            Ok(answer(request, 3))
        };
        let long = "heart ".repeat(2_000);
        assert_eq!(handle(&mut state, events(&long), &mut ask).unwrap(), Step::On);
        assert_eq!(
            handle(&mut state, vec![Ok(Event::Paste("x".repeat(10_000)))], &mut ask).unwrap(),
            Step::On
        );
        assert_eq!(handle(&mut state, vec![], &mut ask).unwrap(), Step::Still);
        assert_eq!(queries.len(), 2);
        assert_eq!((queries[0].len(), queries[1].len()), (12_000, 22_000));
    }

    #[test]
    fn enter_chooses_among_the_hits_of_the_letters_before_it() {
        let mut state = State::new(Filters::none(), 50);
        let mut asked = 0;
        let mut ask = |request: &Value| {
            asked += 1;
            Ok(answer(request, 3))
        };
        let mut typed = events("gout");
        typed.push(Ok(pressed(KeyCode::Down)));
        typed.extend(events("\nand more"));
        assert_eq!(handle(&mut state, typed, &mut ask).unwrap(), Step::Choose);
        assert_eq!(state.chosen().unwrap().told(), "1001 |Preferred 1|\tgout 1");
        assert_eq!((asked, state.words()), (1, "gout"));
    }

    #[test]
    fn what_cannot_be_read_is_a_failure() {
        let mut state = State::new(Filters::none(), 50);
        let events = vec![Err(io::Error::from(io::ErrorKind::BrokenPipe))];
        assert!(handle(&mut state, events, &mut |_| Err(Failure::Told)).is_err());
        let leave = vec![Ok(key(KeyCode::Char('c'), KeyModifiers::CONTROL))];
        assert_eq!(handle(&mut state, leave, &mut |_| Err(Failure::Told)).unwrap(), Step::Leave);
    }
}
