//! From identifiers and words to numbers, and back.

mod identifiers;
mod words;

pub(crate) use identifiers::Identifiers;
pub(crate) use words::Words;
