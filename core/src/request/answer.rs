//! What operations share: the operation itself, codes as JSON strings, and languages.

use std::fmt::Display;

use serde::{Serialize, Serializer};

use crate::request::declaration::Declaration;
use crate::request::failure::Failure;
use crate::request::fields::Fields;
use crate::{ConceptId, Engine, LanguageOrder};

/// An operation with its arguments.
pub(super) trait Operation: Sized {
    /// What it is asked and answers.
    const DECLARED: &'static Declaration;

    /// Whether a file of chosen concepts answers only a part of what the whole release would.
    const PARTIAL_IN_SUBSET: bool;

    /// What is answered.
    type Answer<'e>: Serialize;

    /// Reads the arguments.
    fn read(fields: &Fields<'_>) -> Result<Self, Failure>;

    /// Finds the answer.
    fn run<'e>(&self, engine: &'e Engine) -> Result<Self::Answer<'e>, Failure>;
}

/// Writes an id as a JSON string.
pub(super) fn as_text<T: Display, S: Serializer>(id: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(id)
}

/// A code in a response.
#[derive(Debug, Clone, Copy)]
pub(super) struct Code(pub(super) ConceptId);

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        as_text(&self.0, serializer)
    }
}

/// Wraps ids for a response.
pub(super) fn codes(ids: Vec<ConceptId>) -> Vec<Code> {
    ids.into_iter().map(Code).collect()
}

/// A date as RF2 writes it.
pub(super) fn date(date: u32) -> String {
    format!("{date:08}")
}

/// The language order that a request asks for, or the file's own.
pub(super) fn language_order(engine: &Engine, language: Option<&str>) -> Result<LanguageOrder, Failure> {
    match language {
        Some(language) => Ok(engine.language(language)?),
        None => Ok(engine.language_order().clone()),
    }
}

/// Whether a list is left out of a response that has no use for an empty one.
pub(super) fn is_empty<T>(list: &[T]) -> bool {
    list.is_empty()
}
