//! The workloads that the benches share, and the structures that the engine has to beat.
//!
//! Everything is taken from one open `.vade` file: a [`Workload`] opens it, a [`Corpus`] lists its concepts and the
//! is-a edges between them, and each structure of [`baseline`] is made from that list. The same file gives the same
//! questions in the same order, so figures of two runs are of the same work.

pub mod baseline;
mod corpus;
mod pairs;
mod queries;
mod random;
mod rounds;
mod workload;

pub use corpus::{Adjacency, Corpus, Term, concept_id};
pub use pairs::{Pair, SIZES, random_pairs, realistic_pairs};
pub use queries::{QUERY_CLASSES, QueryClass, queries, words};
pub use random::Random;
pub use rounds::{Contender, Figure, Percentiles, compare, percentiles};
pub use workload::{FILE_VARIABLE, Workload};
