//! `vademecum subsumes`.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::failure::Failure;
use crate::screen::{Screen, say};
use crate::session::{Session, code, text, texts};

/// The arguments of `subsumes`.
#[derive(Debug, Args)]
#[command(after_help = "\
The outcome is that of FHIR: `subsumes` where A is an ancestor of B, `subsumed-by` where A is a kind of B,
`equivalent` where they are the same, else `not-subsumed`.

Examples:
  vademecum subsumes uk.vade 56265001 22298006
  vademecum subsumes uk.vade 56265001 22298006 --json")]
pub struct Arguments {
    /// The file
    file: PathBuf,
    /// The one concept
    a: String,
    /// The other
    b: String,
    /// Print the response of the request protocol
    #[arg(long)]
    json: bool,
}

impl Arguments {
    /// The question about two concepts of a file.
    pub fn new(file: PathBuf, a: &str, b: &str) -> Arguments {
        Arguments { file, a: a.to_owned(), b: b.to_owned(), json: false }
    }
}

/// Tells how one concept stands to another.
pub fn run(arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    let session = Session::open(&arguments.file)?;
    let (a, b) = (code(&arguments.a), code(&arguments.b));
    let request = json!({"op": "subsumes", "a": a, "b": b});
    if arguments.json {
        return session.print(screen, &request);
    }
    let answer = session.ask(&request)?;
    let (a, b) = (session.named(a, None)?, session.named(b, None)?);
    let outcome = text(&answer, "outcome");
    let sentence = match outcome.as_str() {
        "subsumes" => format!("{b} is a kind of {a}"),
        "subsumed-by" => format!("{a} is a kind of {b}"),
        "equivalent" => format!("both are {a}"),
        _ => format!("neither is a kind of the other: {a}, {b}"),
    };
    let outcome = screen.bold(&outcome);
    screen.line(&format!("{outcome}: {sentence}"))?;
    for inactive in texts(&answer, "inactive") {
        screen.flush()?;
        say(&format!("note: {inactive} is inactive and has no place in the hierarchy"));
    }
    session.mark(screen)
}
