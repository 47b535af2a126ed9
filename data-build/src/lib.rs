//! Reads SNOMED CT RF2 and dm+d releases, compiles them into `.vade` files, and packs those for browsers.

pub mod compile;
pub mod dmd;
pub mod equivalents;
pub mod pack;
pub mod package;
pub mod progress;
pub mod rf2;
mod shown;
pub mod synth;
pub mod table;
pub mod usage;
pub mod warnings;
