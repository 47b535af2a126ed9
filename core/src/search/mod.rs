//! Descriptions by the words in them.

mod document_set;
mod documents;
mod equivalents;
mod find;
mod further;
mod index;
mod intersect;
mod kept;
mod marks;
mod memory;
mod plan;
mod postings;
mod query;
mod reading;
mod tally;
mod verify;

pub(crate) use document_set::DocumentSet;
pub use documents::Region;
pub(crate) use documents::{Documents, MOST_COUNTED};
pub(crate) use find::{Candidate, Pass, Wanted};
pub(crate) use further::{FurtherTexts, Way};
pub(crate) use index::{IndexSections, SearchIndex};
pub(crate) use intersect::Workspace;
pub(crate) use memory::{Memory, Seen, WorkspacePool};
pub(crate) use plan::Edits;
pub use query::QueryError;
pub(crate) use query::{Query, TypedWord};
pub(crate) use reading::{Reading, TextWords};

#[cfg(feature = "build")]
mod encode;
#[cfg(feature = "build")]
mod rank;
#[cfg(feature = "build")]
pub use encode::{DocumentInput, SearchCounts, SearchInput};
#[cfg(feature = "build")]
pub(crate) use encode::{IndexInput, encode, encode_equivalents};
