//! `vademecum verify`.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use crate::failure::Failure;
use crate::screen::{Screen, bytes, number};
use crate::session::Session;

/// The arguments of `verify`.
#[derive(Debug, Args)]
#[command(after_help = "\
Opening a file and asking it check what they touch; this checks all of it.

Example:
  vademecum verify uk.vade")]
pub struct Arguments {
    /// The file
    file: PathBuf,
}

/// Checks a file.
pub fn run(arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    let began = Instant::now();
    let session = Session::open(&arguments.file)?;
    let engine = session.engine();
    engine.verify().map_err(|error| Failure::engine(&error, &arguments.file))?;
    screen.line(&format!(
        "{}: whole and consistent ({} concepts, {} sections, {}, {:.1} s)",
        arguments.file.display(),
        number(engine.manifest().counts.concepts),
        engine.sections().len(),
        bytes(engine.file_length()),
        began.elapsed().as_secs_f64()
    ))?;
    session.mark(screen)
}
