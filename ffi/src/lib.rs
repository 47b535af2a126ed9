//! The engine as a C library. What each function means is told in `include/vademecum.h`, which is the documentation and
//! which a test compares with this crate.
//!
//! `exports` has the functions, `boundary` turns pointers into slices, records and handles and back: those two rooms
//! have all of the crate's `unsafe`. Everything behind them is plain calls of the engine's public face.

mod boundary;
mod constants;
mod cursor;
mod exports;
mod fault;
mod filter;
#[cfg(test)]
mod header;
mod last_error;
