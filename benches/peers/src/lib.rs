//! Search engines of other people, set up as their own documentation advises and asked what ours is asked.
//!
//! They are a workspace of their own. SQLite in C and tantivy's hundred crates are compiled by whoever compares, with
//! `cargo xtask relevance` or `cargo xtask speed`, and by nobody who builds or tests the engine.

mod fts5;
mod tantivy;

pub use self::fts5::{Fts5, Ranking};
pub use self::tantivy::{Order, Tantivy};
