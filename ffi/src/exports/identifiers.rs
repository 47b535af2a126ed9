//! Identifiers as texts and numbers.

#![allow(unsafe_code)]

use std::ffi::c_char;

use engine::{ComponentKind, IdError, Sctid};

use crate::boundary::{Buffer, Given, call, given, out};
use crate::constants::*;
use crate::cursor::number;
use crate::fault::Fault;

/// An identifier by its number.
pub(super) fn sctid(id: i64) -> Result<Sctid, Fault> {
    let id = u64::try_from(id).map_err(|_| IdError::Length).and_then(Sctid::new);
    Ok(id.map_err(engine::Error::from)?)
}

/// What a well-formed identifier names.
fn kind_of(id: Sctid) -> Result<ComponentKind, Fault> {
    if !id.has_valid_check_digit() {
        return Err(engine::Error::from(IdError::CheckDigit { id: id.number() }).into());
    }
    id.kind().filter(|_| id.is_well_formed()).ok_or_else(|| {
        engine::Error::from(IdError::Partition { id: id.number(), wanted: "component" }).into()
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_parse_id(
    text: *const c_char,
    text_length: i32,
    id: *mut i64,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (id, text) = unsafe { (out(id, 0, "id")?, given(text, text_length, "text")?) };
        let text = Given::needed(text, text_length, "text")?;
        let parsed = text.read(|text| Ok(text.parse::<Sctid>().map_err(engine::Error::from)?))?;
        kind_of(parsed)?;
        *id = number(parsed.number());
        Ok(VADE_OK)
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_format_id(
    id: i64,
    buffer: *mut c_char,
    capacity: i32,
    needed: *mut i32,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let buffer = unsafe { Buffer::new(buffer, capacity, needed)? };
        buffer.put(&sctid(id)?.to_string())
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_id_kind(id: i64, kind: *mut i32) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let kind = unsafe { out(kind, 0, "kind")? };
        *kind = match kind_of(sctid(id)?)? {
            ComponentKind::Concept => VADE_ID_CONCEPT,
            ComponentKind::Description => VADE_ID_DESCRIPTION,
            ComponentKind::Relationship => VADE_ID_RELATIONSHIP,
        };
        Ok(VADE_OK)
    })
}
