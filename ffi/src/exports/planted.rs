//! A panic for the tests to meet; no library that is shipped has it.

#![allow(unsafe_code)]

use crate::boundary::{call, exclusive};
use crate::constants::VADE_OK;

use super::CursorHandle;

/// Panics, in the midst of a call of the cursor where there is one.
///
/// # Safety
///
/// `cursor` is null or an open cursor.
#[unsafe(no_mangle)]
#[allow(clippy::panic)]
pub(crate) unsafe extern "system" fn vade_planted_panic(cursor: *mut CursorHandle) -> i32 {
    call(|| {
        if cursor.is_null() {
            panic!("planted");
        }
        // SAFETY: as the caller promises.
        let cursor = unsafe { exclusive(cursor)? };
        cursor.enter(|_| -> Result<i32, _> { panic!("planted {VADE_OK}") })
    })
}
