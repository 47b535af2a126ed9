//! Why a call has no answer.

use std::borrow::Cow;
use std::io::ErrorKind;

use engine::request::Failure;
use engine::{Error, ErrorCode, QueryError};

use crate::constants::*;

/// A status, what it was, and where.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub(crate) status: i32,
    pub(crate) message: Cow<'static, str>,
    /// Where in the text at fault, in its units.
    pub(crate) offset: Option<usize>,
}

/// What a call answers: a status that is no error, or why there is none.
pub(crate) type Outcome = Result<i32, Fault>;

/// The status of an error of the engine.
fn status_of(code: ErrorCode) -> i32 {
    -i32::from(code as u8)
}

impl Fault {
    pub(crate) fn new(status: i32, message: impl Into<Cow<'static, str>>) -> Fault {
        Fault { status, message: message.into(), offset: None }
    }

    /// A number or pointer that has no meaning here.
    pub(crate) fn argument(message: impl Into<Cow<'static, str>>) -> Fault {
        Fault::new(VADE_ERROR_ARGUMENT, message)
    }

    /// A number of a kind that is not known.
    pub(crate) fn unsupported(what: &str, number: i32) -> Fault {
        let message = format!("this version of the library knows no {what} {number}");
        Fault::new(VADE_ERROR_UNSUPPORTED, message)
    }

    pub(crate) fn at(mut self, offset: usize) -> Fault {
        self.offset = Some(offset);
        self
    }
}

impl From<Error> for Fault {
    #[cold]
    fn from(error: Error) -> Fault {
        let status = match &error {
            Error::Io { source, .. } if source.kind() == ErrorKind::OutOfMemory => VADE_ERROR_MEMORY,
            _ => status_of(error.code()),
        };
        let offset = matches!(error, Error::Query(QueryError::NoWords)).then_some(0);
        Fault { status, message: error.to_string().into(), offset }
    }
}

impl From<Failure> for Fault {
    #[cold]
    fn from(failure: Failure) -> Fault {
        Fault {
            status: status_of(failure.code()),
            message: failure.message().to_owned().into(),
            offset: failure.offset(),
        }
    }
}
