//! The terminal: taken, given back on every way out, and listened to.

use std::io::{self, Write};
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crossterm::cursor::Show;
use crossterm::event::{self, DisableBracketedPaste, EnableBracketedPaste, Event};
use crossterm::execute;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use crate::failure::Failure;

/// How long to wait for a key before looking whether the process is to end.
const PATIENCE: Duration = Duration::from_millis(100);

/// How long to wait for a key after another one: those of a paste are there already.
const AT_ONCE: Duration = Duration::from_millis(1);

/// How long to take keys before what they do is shown.
const MOST_AT_ONCE: Duration = Duration::from_millis(100);

/// Whether the terminal is not as we found it.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Standard error in whole frames. What was not sent when the terminal is given back never is.
#[derive(Default)]
pub struct Canvas(Vec<u8>);

impl Write for Canvas {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let frame = std::mem::take(&mut self.0);
        if TAKEN.load(Ordering::SeqCst) { io::stderr().write_all(&frame) } else { Ok(()) }
    }
}

/// The terminal while it is ours.
pub struct Taken {
    /// What to draw with.
    pub terminal: Terminal<CrosstermBackend<Canvas>>,
}

impl Taken {
    /// Takes the terminal: another screen, and every key as it is pressed.
    pub fn new() -> Result<Taken, Failure> {
        let failed = |error| Failure::data(format!("cannot use the terminal: {error}"));
        let told = panic::take_hook();
        panic::set_hook(Box::new(move |what| {
            give_back();
            told(what);
        }));
        enable_raw_mode().map_err(failed)?;
        TAKEN.store(true, Ordering::SeqCst);
        let begun = execute!(io::stderr(), EnterAlternateScreen, EnableBracketedPaste);
        begun.and_then(|()| Terminal::new(CrosstermBackend::new(Canvas::default()))).map_or_else(
            |error| {
                give_back();
                Err(failed(error))
            },
            |terminal| Ok(Taken { terminal }),
        )
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        give_back();
    }
}

/// Leaves the terminal as it was found. Where that has been done, nothing happens.
pub fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = execute!(io::stderr(), DisableBracketedPaste, LeaveAlternateScreen, Show);
        let _ = disable_raw_mode();
    }
}

/// The events that have come in: none after a while without any, and those that follow at once.
pub struct Pending {
    began: Instant,
    first: bool,
}

impl Pending {
    /// Waits for events.
    pub fn wait() -> Pending {
        Pending { began: Instant::now(), first: true }
    }
}

impl Iterator for Pending {
    type Item = io::Result<Event>;

    fn next(&mut self) -> Option<io::Result<Event>> {
        let patience = if self.first { PATIENCE } else { AT_ONCE };
        if !self.first && self.began.elapsed() > MOST_AT_ONCE {
            return None;
        }
        match event::poll(patience) {
            Ok(false) => None,
            Ok(true) => {
                if self.first {
                    self.began = Instant::now();
                    self.first = false;
                }
                Some(event::read())
            }
            Err(error) => Some(Err(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_drawn_on_a_terminal_that_is_ours_alone() {
        let mut canvas = Canvas::default();
        canvas.write_all(b"never seen").unwrap();
        assert_eq!(canvas.0, b"never seen");
        canvas.flush().unwrap();
        assert!(canvas.0.is_empty());
    }

    /// What `a_panic_gives_the_terminal_back` runs in a terminal of its own.
    #[test]
    #[ignore = "it takes the terminal and panics"]
    fn panics_with_the_terminal() {
        let mut taken = Taken::new().unwrap();
        taken.terminal.draw(|_| panic!("in the middle of a frame")).unwrap();
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_panic_gives_the_terminal_back() {
        use std::io::Read;
        use std::process::Stdio;

        let (mut pty, pts) = pty_process::blocking::open().unwrap();
        pty.resize(pty_process::Size::new(24, 80)).unwrap();
        let mut child = pty_process::blocking::Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "typing::terminal::tests::panics_with_the_terminal",
                "--ignored",
                "--nocapture",
            ])
            .stdout(Stdio::null())
            .spawn_borrowed(&pts)
            .unwrap();
        assert!(!child.wait().unwrap().success());
        let stty = pty_process::blocking::Command::new("stty").arg("-a").stdout(Stdio::piped());
        let modes = stty.spawn(pts).unwrap().wait_with_output().unwrap();
        let modes = String::from_utf8(modes.stdout).unwrap();
        assert!(modes.contains(" icanon") && modes.contains(" echo "), "{modes}");
        let mut seen = Vec::new();
        let mut chunk = [0; 4096];
        while let Ok(length @ 1..) = pty.read(&mut chunk) {
            seen.extend_from_slice(&chunk[..length]);
        }
        let seen = String::from_utf8(seen).unwrap();
        let (entered, left) = (seen.find("\u{1b}[?1049h").unwrap(), seen.find("\u{1b}[?1049l").unwrap());
        assert!(entered < left && left < seen.find("in the middle of a frame").unwrap(), "{seen:?}");
    }
}
