//! Ctrl-C: work ends at its next good place.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::failure::{Failure, INTERRUPTED};
use crate::screen::say;

static WANTED: AtomicBool = AtomicBool::new(false);

/// From here on, Ctrl-C (and a request to terminate) is remembered instead of ending the process at once. Where the command
/// was started with such signals ignored, as by `nohup`, they stay as they are.
pub fn watch() -> Result<(), Failure> {
    let outcome = ctrlc::try_set_handler(|| {
        if !WANTED.swap(true, Ordering::Relaxed) {
            say("stopping…");
        }
    });
    match outcome {
        Ok(()) | Err(ctrlc::Error::MultipleHandlers) => Ok(()),
        Err(error) => Err(Failure::data(format!("cannot watch for Ctrl-C: {error}"))),
    }
}

/// How long a command may take to leave by itself.
const PATIENCE: Duration = Duration::from_millis(500);

/// From here on, a request to terminate is remembered without a word. A command that does not leave by itself, because
/// it waits for the rest of a key or for a terminal that has gone, is ended after `tidy`. That is so too where the command
/// was started with these signals ignored, as a shell does in the background: a terminal has to be left as it was.
pub fn watch_quietly(tidy: fn()) -> Result<(), Failure> {
    ctrlc::set_handler(move || {
        WANTED.store(true, Ordering::Relaxed);
        std::thread::sleep(PATIENCE);
        tidy();
        std::process::exit(i32::from(INTERRUPTED));
    })
    .map_err(|error| Failure::data(format!("cannot watch for signals: {error}")))
}

/// Whether the person wants the work to stop.
pub fn wanted() -> bool {
    WANTED.load(Ordering::Relaxed)
}
