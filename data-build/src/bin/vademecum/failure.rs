//! Why a command ends without its answer, told to a person, and the exit code that a script sees.

use std::error::Error;
use std::io;
use std::process::ExitCode;

use serde_json::Value;
use vademecum::ErrorCode;
use vademecum_build::compile::BuildError;
use vademecum_build::dmd::DmdError;
use vademecum_build::pack::PackError;
use vademecum_build::rf2::Rf2Error;
use vademecum_build::synth::SynthError;

use crate::screen::say;
use crate::session::field;

/// The exit code after an interruption: 128 and the number of SIGINT, as shells have it.
pub const INTERRUPTED: u8 = 130;

/// How a command ends without its answer.
#[derive(Debug)]
pub enum Failure {
    /// The question or the data are at fault.
    Data { message: String, hint: Option<&'static str> },
    /// The arguments do not go together.
    Usage(String),
    /// The message is out already.
    Told,
    /// The person interrupted.
    Interrupted,
    /// The person left without a choice. There is nothing to tell.
    Left,
    /// Whoever read the output has gone. There is nobody to tell.
    Unread,
}

/// An error and its sources, each told once: many messages include their source's.
fn chain(error: &dyn Error) -> String {
    let mut message = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        let text = error.to_string();
        if !message.contains(&text) {
            message = format!("{message}: {text}");
        }
        source = error.source();
    }
    message
}

/// What to do about an error of the engine.
fn hint(code: &str) -> Option<&'static str> {
    let known = |wanted: ErrorCode| wanted.name() == code;
    let hints: [(ErrorCode, &'static str); 7] = [
        (ErrorCode::InvalidId, "compare the id with where it came from; its last digit is a check digit"),
        (ErrorCode::NotFound, "`vademecum info FILE` tells which edition and date the file holds"),
        (ErrorCode::NotInFile, "`vademecum info FILE` tells what the file was built without"),
        (
            ErrorCode::Damaged,
            "get the file again, or build it again; `vademecum verify FILE` checks all of it",
        ),
        (ErrorCode::NotVade, "give a file that `vademecum build` wrote"),
        (ErrorCode::Version, "`vademecum --version` tells the version of this command"),
        (ErrorCode::Io, "check the path and that you may read it"),
    ];
    hints.into_iter().find(|(code, _)| known(*code)).map(|(_, hint)| hint)
}

impl Failure {
    /// A fault of the question or the data.
    pub fn data(message: impl Into<String>) -> Failure {
        Failure::Data { message: message.into(), hint: None }
    }

    /// A fault of the question or the data, and what to do about it.
    pub fn with_hint(message: impl Into<String>, hint: &'static str) -> Failure {
        Failure::Data { message: message.into(), hint: Some(hint) }
    }

    /// What the system said about a path.
    pub fn io(what: &str, path: &std::path::Path, error: &io::Error) -> Failure {
        Failure::data(format!("cannot {what} {}: {error}", path.display()))
    }

    /// The same with another hint.
    pub fn hinting(self, other: &'static str) -> Failure {
        match self {
            Failure::Data { message, .. } => Failure::Data { message, hint: Some(other) },
            failure => failure,
        }
    }

    /// The `error` of a response.
    pub fn response(error: &Value) -> Failure {
        let message = field(error, "message").as_str().unwrap_or("the engine gives no reason").to_owned();
        Failure::Data { message, hint: field(error, "code").as_str().and_then(hint) }
    }

    /// A failure to open or check a file, with its path in front where the message does not have it.
    pub fn engine(error: &vademecum::Error, path: &std::path::Path) -> Failure {
        let mut message = chain(error);
        let path = path.display().to_string();
        if !message.contains(&path) {
            message = format!("{path}: {message}");
        }
        Failure::Data { message, hint: hint(error.code().name()) }
    }

    /// Tells a person, and answers the exit code.
    pub fn report(self) -> ExitCode {
        match self {
            Failure::Data { message, hint } => {
                say(&format!("error: {message}"));
                if let Some(hint) = hint {
                    say(&format!("  hint: {hint}"));
                }
                ExitCode::from(1)
            }
            Failure::Usage(message) => {
                say(&format!("error: {message}\n\nFor more information, try '--help'."));
                ExitCode::from(2)
            }
            Failure::Told => ExitCode::from(1),
            Failure::Interrupted => {
                say("interrupted; no file was written");
                ExitCode::from(INTERRUPTED)
            }
            Failure::Left => ExitCode::from(INTERRUPTED),
            Failure::Unread => ExitCode::SUCCESS,
        }
    }
}

/// Output that cannot be written.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Failure::Unread
        } else {
            Failure::data(format!("cannot write the output: {error}"))
        }
    }
}

impl From<BuildError> for Failure {
    fn from(error: BuildError) -> Failure {
        match &error {
            BuildError::Cancelled
            | BuildError::Rf2(Rf2Error::Cancelled)
            | BuildError::Dmd(DmdError::Cancelled) => Failure::Interrupted,
            _ => Failure::data(chain(&error)),
        }
    }
}

impl From<PackError> for Failure {
    fn from(error: PackError) -> Failure {
        match &error {
            PackError::Cancelled => Failure::Interrupted,
            PackError::File(source) => {
                Failure::Data { message: chain(source), hint: hint(source.code().name()) }
            }
            _ => Failure::data(chain(&error)),
        }
    }
}

impl From<SynthError> for Failure {
    fn from(error: SynthError) -> Failure {
        Failure::data(chain(&error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_told_once() {
        let denied = || io::Error::from(io::ErrorKind::PermissionDenied);
        let told = BuildError::Write { path: "x".into(), source: denied() };
        assert_eq!(chain(&told), format!("cannot write x: {}", denied()));
        let untold = SynthError::Write { path: "x".into(), source: denied() };
        assert_eq!(chain(&untold), format!("cannot write x: {}", denied()));
    }
}
