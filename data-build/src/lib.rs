//! Reads SNOMED CT RF2 releases and compiles them into `.vade` files.

pub mod compile;
pub mod equivalents;
pub mod progress;
pub mod rf2;
pub mod synth;
pub mod table;
pub mod usage;
pub mod warnings;
