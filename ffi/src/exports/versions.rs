//! Versions, statuses and the last error.

#![allow(unsafe_code)]

use std::ffi::{CStr, c_char};

use crate::boundary::Buffer;
use crate::constants::{STATUS_NAMES, VADE_ABI_VERSION, VADE_NONE, VADE_OK};
use crate::fault::Fault;
use crate::last_error;

/// See `vademecum.h`.
#[unsafe(no_mangle)]
pub(crate) extern "system" fn vade_abi_version() -> i32 {
    VADE_ABI_VERSION
}

const VERSION: &CStr = match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
    Ok(version) => version,
    Err(_) => c"unknown",
};

/// See `vademecum.h`.
#[unsafe(no_mangle)]
pub(crate) extern "system" fn vade_version() -> *const c_char {
    VERSION.as_ptr()
}

/// See `vademecum.h`.
#[unsafe(no_mangle)]
pub(crate) extern "system" fn vade_status_name(status: i32) -> *const c_char {
    let known = STATUS_NAMES.iter().find(|(number, _)| *number == status);
    known.map_or(c"unknown", |(_, name)| name).as_ptr()
}

/// Puts the last error into a buffer; a fault of that is not kept, so that the last error stays.
fn tell(put: impl FnOnce(&str) -> Result<i32, Fault>) -> i32 {
    last_error::with_message(|message| match put(message.unwrap_or_default()) {
        Ok(VADE_OK) if message.is_none() => VADE_NONE,
        Ok(status) => status,
        Err(fault) => fault.status,
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_last_error(
    buffer: *mut c_char,
    capacity: i32,
    needed: *mut i32,
) -> i32 {
    // SAFETY: as the caller promises.
    tell(|message| unsafe { Buffer::new(buffer, capacity, needed) }?.put(message))
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_last_error16(
    buffer: *mut u16,
    capacity: i32,
    needed: *mut i32,
) -> i32 {
    // SAFETY: as the caller promises.
    tell(|message| unsafe { Buffer::new(buffer, capacity, needed) }?.put(message))
}

/// See `vademecum.h`.
#[unsafe(no_mangle)]
pub(crate) extern "system" fn vade_last_error_offset() -> i32 {
    last_error::offset()
}
