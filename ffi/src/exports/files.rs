//! Opening, closing, and what a file is.

#![allow(unsafe_code)]

use std::borrow::Cow;
use std::ffi::{OsStr, c_char, c_void};
use std::sync::Arc;

use bytes::Bytes;
use engine::{Engine, request};

use super::EngineHandle;
use crate::boundary::{
    Buffer, FileInfo, Given, OpenOptions, RecordOut, call, close, given, given16, open, out, read_record,
    shared,
};
use crate::constants::*;
use crate::cursor::number;
use crate::fault::{Fault, Outcome};

/// What the engine is told about how to open.
fn engine_options(options: &OpenOptions, allowed: u32) -> Result<engine::OpenOptions, Fault> {
    if options.flags & !allowed != 0 {
        let message = format!("the flags are {:#x}, and can be of {allowed:#x}", options.flags);
        return Err(Fault::new(VADE_ERROR_FLAGS, message));
    }
    Ok(engine::OpenOptions::new()
        .read_into_memory(options.flags & VADE_OPEN_IN_MEMORY != 0)
        .trust_host_integrity_check(options.flags & VADE_OPEN_TRUSTED != 0))
}

/// The path that a text is. In UTF-8 it is whatever bytes a path can be, where paths are bytes.
fn path(text: Given<'_>) -> Result<Cow<'_, OsStr>, Fault> {
    match text {
        #[cfg(unix)]
        Given::Utf8(bytes) => Ok(Cow::Borrowed(std::os::unix::ffi::OsStrExt::from_bytes(bytes))),
        #[cfg(windows)]
        Given::Utf16(units) => Ok(Cow::Owned(std::os::windows::ffi::OsStringExt::from_wide(units))),
        #[allow(unreachable_patterns)]
        other => Ok(match other.text()? {
            Cow::Borrowed(text) => Cow::Borrowed(OsStr::new(text)),
            Cow::Owned(text) => Cow::Owned(text.into()),
        }),
    }
}

fn open_file(
    text: Option<Given<'_>>,
    length: i32,
    options: &OpenOptions,
) -> Result<*mut EngineHandle, Fault> {
    let options = engine_options(options, VADE_OPEN_IN_MEMORY | VADE_OPEN_TRUSTED)?;
    let path = path(Given::needed(text, length, "path")?)?;
    Ok(open(Arc::new(options.open(&*path)?)))
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_open_file(
    path: *const c_char,
    path_length: i32,
    options: *const OpenOptions,
    engine: *mut *mut EngineHandle,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (engine, path, options) = unsafe {
            let engine = out(engine, std::ptr::null_mut(), "engine")?;
            (engine, given(path, path_length, "path")?, read_record(options, "options")?)
        };
        *engine = open_file(path, path_length, &options)?;
        Ok(VADE_OK)
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_open_file16(
    path: *const u16,
    path_length: i32,
    options: *const OpenOptions,
    engine: *mut *mut EngineHandle,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (engine, path, options) = unsafe {
            let engine = out(engine, std::ptr::null_mut(), "engine")?;
            (engine, given16(path, path_length, "path")?, read_record(options, "options")?)
        };
        *engine = open_file(path, path_length, &options)?;
        Ok(VADE_OK)
    })
}

/// A copy of bytes.
fn copied(bytes: &[u8]) -> Result<Bytes, Fault> {
    let mut copy = Vec::new();
    let refused = |_| {
        let message = format!("there is no memory for a copy of {} bytes", bytes.len());
        Fault::new(VADE_ERROR_MEMORY, message)
    };
    copy.try_reserve_exact(bytes.len()).map_err(refused)?;
    copy.extend_from_slice(bytes);
    Ok(Bytes::from(copy))
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says. With `VADE_OPEN_BORROWED`, `bytes` stay where they are, unchanged, until the
/// engine and everything that came from it are closed.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_open_memory(
    bytes: *const c_void,
    length: i64,
    options: *const OpenOptions,
    engine: *mut *mut EngineHandle,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (engine, options) =
            unsafe { (out(engine, std::ptr::null_mut(), "engine")?, read_record(options, "options")?) };
        let opener = engine_options(&options, VADE_OPEN_BORROWED | VADE_OPEN_TRUSTED)?;
        let length = usize::try_from(length).ok().filter(|length| isize::try_from(*length).is_ok());
        let Some(length) = length else { return Err(Fault::argument("`length` is no length of memory")) };
        let bytes: &'static [u8] = match bytes.is_null() {
            true if length == 0 => &[],
            true => return Err(Fault::argument("`bytes` is null")),
            // SAFETY: so many bytes can be read, as the caller promises. They live as long as they are used: for ever as
            // far as the compiler knows, and in truth until this call is over, since it copies them; or, borrowed, until
            // the last handle that uses them is closed, as the caller promises.
            false => unsafe { std::slice::from_raw_parts(bytes.cast::<u8>(), length) },
        };
        let bytes =
            if options.flags & VADE_OPEN_BORROWED != 0 { Bytes::from_static(bytes) } else { copied(bytes)? };
        *engine = open(Arc::new(opener.open_bytes(bytes)?));
        Ok(VADE_OK)
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_close(engine: *mut EngineHandle) -> i32 {
    // SAFETY: as the caller promises.
    call(|| unsafe { close(engine) })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_file(engine: *const EngineHandle, info: *mut FileInfo) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (info, engine) = unsafe { (RecordOut::new(info, "info")?, shared(engine)?) };
        let manifest = engine.manifest();
        let date = manifest.edition.as_ref().and_then(|edition| edition.effective_time);
        info.set(&FileInfo {
            struct_size: 0,
            format_version: i32::try_from(engine.format_version()).unwrap_or(i32::MAX),
            length: number(engine.file_length()),
            concepts: number(manifest.counts.concepts),
            active_concepts: number(manifest.counts.active_concepts),
            effective_time: date.and_then(|date| i32::try_from(date).ok()).unwrap_or_default(),
            is_subset: i32::from(manifest.is_subset),
        })
    })
}

/// Hands a text about a file to `put`, with the status for where there is none.
fn file_text(engine: &Engine, what: i32, put: impl FnOnce(Option<&str>, i32) -> Outcome) -> Outcome {
    let manifest = engine.manifest();
    let dmd;
    let text = match what {
        VADE_FILE_EDITION => manifest.edition.as_ref().map(|edition| edition.uri.as_str()),
        VADE_FILE_LICENCE => Some(manifest.licence.as_str()),
        VADE_FILE_MARKING => manifest.marking.as_deref(),
        VADE_FILE_BUILDER => Some(manifest.builder.as_str()),
        VADE_FILE_DMD if engine.has_products() => {
            dmd = engine.dmd_release()?.date.to_string();
            Some(dmd.as_str())
        }
        VADE_FILE_DMD => None,
        _ => return Err(Fault::unsupported("text about a file", what)),
    };
    put(text, VADE_NONE)
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_file_text(
    engine: *const EngineHandle,
    what: i32,
    buffer: *mut c_char,
    capacity: i32,
    needed: *mut i32,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (buffer, engine) = unsafe { (Buffer::new(buffer, capacity, needed)?, shared(engine)?) };
        file_text(engine, what, |text, none| buffer.put_or(text, none))
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_file_text16(
    engine: *const EngineHandle,
    what: i32,
    buffer: *mut u16,
    capacity: i32,
    needed: *mut i32,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (buffer, engine) = unsafe { (Buffer::new(buffer, capacity, needed)?, shared(engine)?) };
        file_text(engine, what, |text, none| buffer.put_or(text, none))
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_manifest_json(
    engine: *const EngineHandle,
    buffer: *mut c_char,
    capacity: i32,
    needed: *mut i32,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (buffer, engine) = unsafe { (Buffer::new(buffer, capacity, needed)?, shared(engine)?) };
        buffer.put(&request::answer(engine, r#"{"op":"info"}"#))
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_verify(engine: *const EngineHandle) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        unsafe { shared(engine)? }.verify()?;
        Ok(VADE_OK)
    })
}
