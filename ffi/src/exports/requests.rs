//! The request protocol.

#![allow(unsafe_code)]

use std::ffi::c_char;
use std::sync::Arc;

use engine::{Engine, request};

use super::{CursorHandle, EngineHandle};
use crate::boundary::{Given, call, given, given16, open, out, shared};
use crate::constants::VADE_OK;
use crate::cursor::{Answer, Cursor};
use crate::fault::Fault;

fn answer(engine: &Arc<Engine>, request: Given<'_>) -> Result<*mut CursorHandle, Fault> {
    let request = request.text()?;
    let cursor = Cursor::open(engine, None, |engine| Ok(Answer::Json(request::answer(engine, &request))))?;
    Ok(open(cursor))
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_json(
    engine: *const EngineHandle,
    request: *const c_char,
    request_length: i32,
    cursor: *mut *mut CursorHandle,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (cursor, engine, request) = unsafe {
            let cursor = out(cursor, std::ptr::null_mut(), "cursor")?;
            (cursor, shared(engine)?, given(request, request_length, "request")?)
        };
        *cursor = answer(engine, Given::needed(request, request_length, "request")?)?;
        Ok(VADE_OK)
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_json16(
    engine: *const EngineHandle,
    request: *const u16,
    request_length: i32,
    cursor: *mut *mut CursorHandle,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (cursor, engine, request) = unsafe {
            let cursor = out(cursor, std::ptr::null_mut(), "cursor")?;
            (cursor, shared(engine)?, given16(request, request_length, "request")?)
        };
        *cursor = answer(engine, Given::needed(request, request_length, "request")?)?;
        Ok(VADE_OK)
    })
}
