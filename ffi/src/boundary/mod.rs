//! Where pointers become slices, records and handles, and back.
//!
//! A caller promises of its pointers what `vademecum.h` says; nothing here can check that. What can be checked is: that a
//! pointer is not null, that it stands where its type may stand, that a handle is of the right kind, that lengths have a
//! meaning.

mod call;
mod handle;
mod output;
mod record;
mod text;

pub(crate) use call::call;
pub(crate) use handle::{Handle, close, exclusive, open, shared};
pub(crate) use output::{Buffer, Numbers, optional_out, out};
#[cfg(test)]
pub(crate) use record::ALL as RECORDS;
pub(crate) use record::{
    ConceptInfo, DescriptionInfo, FileInfo, OpenOptions, ProductInfo, RecordOut, SearchOptions, read_record,
};
pub(crate) use text::{Given, given, given16};

use crate::fault::Fault;

/// Errors where a pointer is null or stands where nothing of its type can stand.
fn checked<T>(pointer: *const T, what: &'static str) -> Result<(), Fault> {
    if pointer.is_null() {
        return Err(Fault::argument(format!("`{what}` is null")));
    }
    if !pointer.is_aligned() {
        return Err(Fault::argument(format!("`{what}` points between two places of its type")));
    }
    Ok(())
}
