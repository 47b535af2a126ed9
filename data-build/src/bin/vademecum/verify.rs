//! `vademecum verify`.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use serde_json::{Value, json};
use vademecum::{Engine, Error};

use crate::failure::Failure;
use crate::screen::{Screen, bytes, number};
use crate::session::mark;

/// The arguments of `verify`.
#[derive(Debug, Args)]
#[command(after_help = "\
Opening a file and asking it check what they touch; this checks all of it.

Examples:
  vademecum verify uk.vade
  vademecum verify uk.vade --json")]
pub struct Arguments {
    /// The file
    file: PathBuf,
    /// Print one JSON object: `ok`, and what was checked or what is wrong
    #[arg(long)]
    json: bool,
}

/// The failure to open or check a file, for a script.
fn failed(error: &Error) -> Value {
    json!({"ok": false, "error": {"code": error.code().name(), "message": error.to_string()}})
}

/// Checks a file.
pub fn run(arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    let began = Instant::now();
    let engine = match Engine::open(&arguments.file).and_then(|engine| engine.verify().map(|()| engine)) {
        Ok(engine) => engine,
        Err(error) => {
            if arguments.json {
                screen.line(&failed(&error).to_string())?;
                screen.flush()?;
            }
            return Err(Failure::engine(&error, &arguments.file));
        }
    };
    let (concepts, sections) = (engine.manifest().counts.concepts, engine.sections().len());
    if arguments.json {
        let checked =
            json!({"ok": true, "concepts": concepts, "sections": sections, "bytes": engine.file_length()});
        screen.line(&checked.to_string())?;
        return Ok(screen.flush()?);
    }
    screen.line(&format!(
        "{}: whole and consistent ({} concepts, {sections} sections, {}, {:.1} s)",
        arguments.file.display(),
        number(concepts),
        bytes(engine.file_length()),
        began.elapsed().as_secs_f64()
    ))?;
    mark(&engine, screen)
}
