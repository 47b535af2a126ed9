//! How well searches find what was meant, ours beside other people's.

use std::process::ExitCode;

use vademecum_benches::{Contestant, Document};
use vademecum_peers::{Fts5, Order, Ranking, Tantivy};

fn peers(documents: &[Document<'_>]) -> Vec<Box<dyn Contestant>> {
    let tantivy = Tantivy::new(documents);
    vec![
        Box::new(Fts5::new(documents, Ranking::Bm25)),
        Box::new(Fts5::new(documents, Ranking::Length)),
        Box::new(tantivy.ordered(Order::Bm25)),
        Box::new(tantivy.ordered(Order::Length)),
    ]
}

fn main() -> ExitCode {
    vademecum_benches::relevance::run(&peers)
}
