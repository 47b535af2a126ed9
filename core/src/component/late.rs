//! A column that can be left out of a file, or arrive after the others: it is opened when it is first asked.

use std::fmt;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;

use crate::bytes::Malformed;
use crate::format::{File, FormatError, SectionKind};

/// A column by itself.
pub(super) struct Late<T> {
    file: Arc<File>,
    kind: SectionKind,
    read: fn(Bytes, &'static str) -> Result<T, Malformed>,
    len: fn(&T) -> usize,
    /// How many entries it must have.
    length: usize,
    opened: OnceLock<Result<T, FormatError>>,
}

impl<T> fmt::Debug for Late<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Late").field(&self.kind).finish()
    }
}

impl<T> Late<T> {
    /// The column `kind` of `length` entries, read by `read`.
    pub(super) fn new(
        file: &Arc<File>,
        kind: SectionKind,
        length: usize,
        read: fn(Bytes, &'static str) -> Result<T, Malformed>,
        len: fn(&T) -> usize,
    ) -> Late<T> {
        Late { file: file.clone(), kind, read, len, length, opened: OnceLock::new() }
    }

    fn open(&self) -> Result<T, FormatError> {
        let column = (self.read)(self.file.section(self.kind)?, self.kind.name())?;
        if (self.len)(&column) == self.length {
            Ok(column)
        } else {
            Err(Malformed { what: self.kind.name() }.into())
        }
    }

    /// The column. What opening it says is remembered, unless that is that it has not arrived.
    pub(super) fn get(&self) -> Result<&T, FormatError> {
        if self.opened.get().is_none() {
            let outcome = self.open();
            if let Err(error @ FormatError::NotLoaded { .. }) = outcome {
                return Err(error);
            }
            let _ = self.opened.set(outcome);
        }
        match self.opened.get() {
            Some(opened) => opened.as_ref().map_err(Clone::clone),
            None => Err(Malformed { what: self.kind.name() }.into()),
        }
    }
}
