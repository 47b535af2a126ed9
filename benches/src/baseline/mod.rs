//! The structures that the engine has to beat, made of the same data in the same process.

mod closures;
mod ids;
mod scan;
mod walk;

pub use closures::{AncestorLists, RoaringClosures};
pub use ids::{FstIds, HashIds, SortedIds};
pub use scan::{Scan, in_order};
pub use walk::Walk;
