//! Reading rows.

#![allow(unsafe_code)]

use std::ffi::c_char;

use super::CursorHandle;
use crate::boundary::{Given, Numbers, call, close, exclusive, given, given16, optional_out, out, shared};
use crate::constants::*;
use crate::cursor::Cursor;
use crate::fault::{Fault, Outcome};

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_cursor_next(cursor: *mut CursorHandle) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let cursor = unsafe { exclusive(cursor)? };
        cursor.enter(Cursor::next)
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_cursor_int(
    cursor: *mut CursorHandle,
    column: i32,
    value: *mut i64,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (value, cursor) = unsafe { (out(value, 0, "value")?, exclusive(cursor)?) };
        match cursor.enter(|cursor| cursor.int(column))? {
            Some(number) => {
                *value = number;
                Ok(VADE_OK)
            }
            None => Ok(VADE_NONE),
        }
    })
}

/// Hands a text with its NUL to a caller.
fn lend<U, V>(units: Option<&[U]>, text: &mut *const V, length: Option<&mut i32>) -> Outcome {
    let Some(units) = units else { return Ok(VADE_NONE) };
    *text = units.as_ptr().cast::<V>();
    if let Some(length) = length {
        // No text is kept that is longer.
        *length = i32::try_from(units.len().saturating_sub(1)).unwrap_or(i32::MAX);
    }
    Ok(VADE_OK)
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_cursor_text(
    cursor: *mut CursorHandle,
    column: i32,
    text: *mut *const c_char,
    length: *mut i32,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (length, text, cursor) = unsafe {
            let length = optional_out(length, 0, "length")?;
            (length, out(text, std::ptr::null(), "text")?, exclusive(cursor)?)
        };
        cursor.enter(|cursor| lend(cursor.text(column)?.map(str::as_bytes), text, length))
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_cursor_text16(
    cursor: *mut CursorHandle,
    column: i32,
    text: *mut *const u16,
    length: *mut i32,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (length, text, cursor) = unsafe {
            let length = optional_out(length, 0, "length")?;
            (length, out(text, std::ptr::null(), "text")?, exclusive(cursor)?)
        };
        cursor.enter(|cursor| lend(cursor.text16(column)?, text, length))
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_cursor_ranges(
    cursor: *mut CursorHandle,
    column: i32,
    ends: *mut i32,
    capacity: i32,
    needed: *mut i32,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (ends, cursor) = unsafe { (Numbers::new(ends, capacity, needed)?, exclusive(cursor)?) };
        cursor.enter(|cursor| ends.put_all(&cursor.ranges(column, false)?))
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_cursor_ranges16(
    cursor: *mut CursorHandle,
    column: i32,
    ends: *mut i32,
    capacity: i32,
    needed: *mut i32,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (ends, cursor) = unsafe { (Numbers::new(ends, capacity, needed)?, exclusive(cursor)?) };
        cursor.enter(|cursor| ends.put_all(&cursor.ranges(column, true)?))
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_cursor_fetch_ids(
    cursor: *mut CursorHandle,
    ids: *mut i64,
    capacity: i32,
    count: *mut i32,
) -> i32 {
    call(|| {
        if count.is_null() {
            return Err(Fault::argument("`count` is null"));
        }
        // SAFETY: as the caller promises.
        let (ids, cursor) = unsafe { (Numbers::new(ids, capacity, count)?, exclusive(cursor)?) };
        if capacity < 1 {
            return Err(Fault::argument("no row can be told apart from none in an array without room"));
        }
        cursor.enter(|cursor| cursor.fetch_ids(ids))
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_cursor_total(cursor: *const CursorHandle, total: *mut i64) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (total, cursor) = unsafe { (out(total, 0, "total")?, shared(cursor)?) };
        match cursor.total() {
            Some(count) => {
                *total = count;
                Ok(VADE_OK)
            }
            None => Ok(VADE_NONE),
        }
    })
}

fn set_language(cursor: &mut Cursor, language: Option<Given<'_>>) -> Outcome {
    cursor.enter(|cursor| match language {
        Some(given) => given.read(|text| cursor.set_language(Some(text))),
        None => cursor.set_language(None),
    })?;
    Ok(VADE_OK)
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_cursor_language(
    cursor: *mut CursorHandle,
    language: *const c_char,
    language_length: i32,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (cursor, language) =
            unsafe { (exclusive(cursor)?, given(language, language_length, "language")?) };
        set_language(cursor, language)
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_cursor_language16(
    cursor: *mut CursorHandle,
    language: *const u16,
    language_length: i32,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (cursor, language) =
            unsafe { (exclusive(cursor)?, given16(language, language_length, "language")?) };
        set_language(cursor, language)
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_cursor_close(cursor: *mut CursorHandle) -> i32 {
    // SAFETY: as the caller promises.
    call(|| unsafe { close(cursor) })
}
