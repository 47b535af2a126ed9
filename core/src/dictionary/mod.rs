//! From identifiers and words to numbers, and back.

mod identifiers;
mod words;

pub(crate) use identifiers::Identifiers;
#[cfg(feature = "build")]
pub(crate) use identifiers::permutations;
pub(crate) use words::Words;
