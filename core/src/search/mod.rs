//! Descriptions by the words in them.

mod documents;
mod index;
mod matching;

pub(crate) use documents::DocumentSet;
pub(crate) use index::SearchIndex;
pub(crate) use matching::Query;
pub use matching::QueryError;

#[cfg(feature = "build")]
mod encode;
#[cfg(feature = "build")]
pub use encode::DocumentInput;
