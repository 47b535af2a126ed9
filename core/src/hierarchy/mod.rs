//! Is-a and reachability.

#[cfg(feature = "build")]
mod numbering;
mod reachability;
mod set;

#[cfg(feature = "build")]
pub use numbering::{Cycle, Numbering};
pub(crate) use reachability::Hierarchy;
pub(crate) use set::OrdSet;
