//! The examples of the C library: bindings that agree with the header, and six programs that print one transcript.

mod bindings;
pub mod header;

use crate::Result;

/// Everything that must hold of the examples.
pub fn test() -> Result<()> {
    bindings::check()
}
