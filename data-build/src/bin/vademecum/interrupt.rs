//! Ctrl-C: work ends at its next good place.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::failure::Failure;
use crate::screen::say;

static WANTED: AtomicBool = AtomicBool::new(false);

/// From here on, Ctrl-C (and a request to terminate) is remembered instead of ending the process at once.
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

/// Whether the person wants the work to stop.
pub fn wanted() -> bool {
    WANTED.load(Ordering::Relaxed)
}
