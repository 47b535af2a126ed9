//! What a response says where there is no answer.

use serde::Serialize;

use crate::{ComponentKind, Error, ErrorCode, FormatError, IdError, Sctid};

/// The `error` of a response: why there is no answer.
#[derive(Debug, Clone, Serialize)]
pub struct Failure {
    #[serde(serialize_with = "by_name")]
    code: ErrorCode,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<usize>,
}

fn by_name<S: serde::Serializer>(code: &ErrorCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(code.name())
}

impl Failure {
    /// The code.
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// What is wrong, for a person.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where in the text at fault, in bytes; `None` where it is not a text that is at fault.
    pub fn offset(&self) -> Option<usize> {
        self.offset
    }

    pub(super) fn new(code: ErrorCode, message: impl Into<String>) -> Failure {
        Failure { code, message: message.into(), offset: None }
    }

    pub(super) fn bad_request(message: impl Into<String>) -> Failure {
        Failure::new(ErrorCode::BadRequest, message)
    }

    /// Says where in the text at fault, in bytes.
    pub(super) fn at(mut self, offset: usize) -> Failure {
        self.offset = Some(offset);
        self
    }

    /// Puts what the message is about before it.
    pub(super) fn about(mut self, what: &str) -> Failure {
        self.message = format!("{what}: {}", self.message);
        self
    }
}

/// What an id of another kind is, in words; `None` where the id is not well formed.
fn other_kind(id: u64) -> Option<&'static str> {
    let id = Sctid::new(id).ok().filter(|id| id.is_well_formed())?;
    Some(match id.kind()? {
        ComponentKind::Concept => "the id of a concept",
        ComponentKind::Description => "the id of a description",
        ComponentKind::Relationship => "the id of a relationship",
    })
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        let message = match &error {
            Error::Id(IdError::Partition { id, wanted }) => match other_kind(*id) {
                Some(kind) => format!("{id} is {kind}; the id of a {wanted} is wanted"),
                None => error.to_string(),
            },
            Error::Format(FormatError::NotInFile { .. }) => {
                format!("{error}; ask a file that was built with it")
            }
            _ => error.to_string(),
        };
        Failure::new(error.code(), message)
    }
}
