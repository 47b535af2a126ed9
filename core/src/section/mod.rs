//! The structures that sections are made of, each with its encoder beside it.
//!
//! Every structure is a view over shared bytes: decoding checks sizes and copies nothing.

pub(crate) mod broadword;
mod lists;
mod monotone;
mod packed;
mod phrases;
mod ranges;
mod string_pool;

pub(crate) use lists::Lists;
pub(crate) use monotone::Monotone;
pub(crate) use packed::PackedInts;
pub(crate) use ranges::RangeLists;
pub(crate) use string_pool::StringPool;

#[cfg(feature = "build")]
pub use phrases::PhraseTrainer;
pub(crate) use phrases::Phrases;
