//! The workloads that the benches share, and the structures that the engine has to beat.
//!
//! Everything is taken from one open `.vade` file: a [`Workload`] opens it, a [`Corpus`] lists its concepts and the
//! is-a edges between them, and each structure of [`baseline`] is made from that list. The same file gives the same
//! questions in the same order, so figures of two runs are of the same work.

pub mod baseline;
mod contestant;
mod corpus;
mod machine;
mod pairs;
mod random;
pub mod relevance;
mod rounds;
pub mod speed;
mod words;
mod workload;

pub use contestant::{
    Contestant, Document, Found, MakePeers, Ours, ScanContestant, WholeWordsFirst, Within, documents,
};
pub use corpus::{Adjacency, Corpus, Term, concept_id};
pub use machine::machine;
pub use pairs::{Pair, SIZES, random_pairs, realistic_pairs};
pub use random::Random;
pub use rounds::{Contender, Figure, Percentiles, compare, percentiles};
pub use words::words;
pub use workload::{FILE_VARIABLE, Workload};
