//! Search engines of other people, set up as their own documentation advises and asked what ours is asked.
//!
//! They are a workspace of their own. SQLite in C and tantivy's hundred crates are compiled by whoever compares, with
//! `cargo xtask relevance` or `cargo xtask speed`, and by nobody who builds or tests the engine.

mod fts5;
mod tantivy;

use vademecum_benches::{Contestant, Document};

pub use self::fts5::{Fts5, Ranking};
pub use self::tantivy::{Order, Tantivy};

/// All of them over these documents, which have to come in the order of length.
pub fn peers(documents: &[Document<'_>]) -> Vec<Box<dyn Contestant>> {
    let tantivy = Tantivy::new(documents);
    vec![
        Box::new(Fts5::new(documents, Ranking::Length)),
        Box::new(Fts5::new(documents, Ranking::Bm25)),
        Box::new(tantivy.ordered(Order::Length)),
        Box::new(tantivy.ordered(Order::Bm25)),
    ]
}
