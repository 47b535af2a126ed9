//! The functions of the header. Each turns what it is given into what the engine takes, by `boundary`, and is done.
//!
//! They are `unsafe` for a Rust caller: that all pointers are as `vademecum.h` says is the caller's to see to.

pub(crate) mod components;
pub(crate) mod cursors;
pub(crate) mod files;
pub(crate) mod identifiers;
#[cfg(feature = "planted-panic")]
pub(crate) mod planted;
pub(crate) mod products;
pub(crate) mod requests;
pub(crate) mod search;
#[cfg(test)]
mod tests;
pub(crate) mod versions;

use std::sync::Arc;

use engine::Engine;

use crate::boundary::Handle;
use crate::cursor::Cursor;
use crate::filter::Filter;

/// `vade_engine`.
pub(crate) type EngineHandle = Handle<Arc<Engine>>;
/// `vade_filter`.
pub(crate) type FilterHandle = Handle<Filter>;
/// `vade_cursor`.
pub(crate) type CursorHandle = Handle<Cursor>;
