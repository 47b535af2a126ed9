//! Handles: boxes that a caller holds by a pointer.

use std::sync::Arc;

use engine::Engine;

use crate::boundary::checked;
use crate::constants::VADE_OK;
use crate::cursor::Cursor;
use crate::fault::{Fault, Outcome};
use crate::filter::Filter;

/// What a caller holds. The kind stands first, whatever the value is, so that one handle in the place of another is told.
#[repr(C)]
pub(crate) struct Handle<T> {
    kind: u32,
    value: T,
}

/// A value that a handle can have.
pub(crate) trait Kind {
    /// The number that stands first in its handles.
    const NUMBER: u32;
    /// What it is called in the header.
    const NAME: &'static str;
}

impl Kind for Arc<Engine> {
    const NUMBER: u32 = 0x5641_4401;
    const NAME: &'static str = "engine";
}

impl Kind for Filter {
    const NUMBER: u32 = 0x5641_4402;
    const NAME: &'static str = "filter";
}

impl Kind for Cursor {
    const NUMBER: u32 = 0x5641_4403;
    const NAME: &'static str = "cursor";
}

/// A handle for a caller to hold.
pub(crate) fn open<T: Kind>(value: T) -> *mut Handle<T> {
    Box::into_raw(Box::new(Handle { kind: T::NUMBER, value }))
}

/// Errors where a pointer is none to a handle of this kind.
///
/// # Safety
///
/// `handle` is null or points to four bytes that can be read.
#[inline]
#[allow(unsafe_code)]
unsafe fn known<T: Kind>(handle: *const Handle<T>) -> Result<(), Fault> {
    if !handle.is_null() && handle.is_aligned() {
        // SAFETY: as the caller promises; the kind of a handle stands first, whatever handle it is.
        if unsafe { handle.cast::<u32>().read() } == T::NUMBER {
            return Ok(());
        }
    }
    Err(unknown(handle))
}

#[cold]
fn unknown<T: Kind>(handle: *const Handle<T>) -> Fault {
    match checked(handle, T::NAME) {
        Err(fault) => fault,
        Ok(()) => Fault::argument(format!("this is no {}, or it was closed", T::NAME)),
    }
}

/// What a handle has.
///
/// # Safety
///
/// `handle` is null, or a handle of any kind that was opened here and is not closed before the answer is last used; and
/// nobody changes its value meanwhile.
#[inline]
#[allow(unsafe_code)]
pub(crate) unsafe fn shared<'a, T: Kind>(handle: *const Handle<T>) -> Result<&'a T, Fault> {
    // SAFETY: as the caller promises.
    unsafe { known(handle)? };
    // SAFETY: it is a handle of this kind, and lives as the caller promises.
    Ok(unsafe { &(*handle).value })
}

/// What a handle has, to be changed.
///
/// # Safety
///
/// As [`shared`], and nobody else uses its value meanwhile.
#[inline]
#[allow(unsafe_code)]
pub(crate) unsafe fn exclusive<'a, T: Kind>(handle: *mut Handle<T>) -> Result<&'a mut T, Fault> {
    // SAFETY: as the caller promises.
    unsafe { known(handle)? };
    // SAFETY: it is a handle of this kind, lives as the caller promises, and is used here alone.
    Ok(unsafe { &mut (*handle).value })
}

/// Closes a handle; a null one is none.
///
/// # Safety
///
/// `handle` is null, or a handle of any kind that was opened here, is not closed, and is not used again.
#[allow(unsafe_code)]
pub(crate) unsafe fn close<T: Kind>(handle: *mut Handle<T>) -> Outcome {
    if handle.is_null() {
        return Ok(VADE_OK);
    }
    // SAFETY: as the caller promises.
    unsafe { known(handle)? };
    // SAFETY: it is a handle of this kind, so `open` made it of a box, which nobody else will free. Its number is written
    // for whoever uses it after all while the memory is not used again; that is no promise of the header.
    let handle = unsafe {
        handle.cast::<u32>().write_volatile(0);
        Box::from_raw(handle)
    };
    drop(handle);
    Ok(VADE_OK)
}
