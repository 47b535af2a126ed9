//! Concepts and descriptions, and the rows that belong to them.

#![allow(unsafe_code)]

use std::ffi::c_char;
use std::sync::Arc;

use engine::{Description, Engine, Error, FormatError, LanguageOrder, Part, Subsumption};

use super::identifiers::sctid;
use super::{CursorHandle, EngineHandle};
use crate::boundary::{
    Buffer, ConceptInfo, DescriptionInfo, Given, RecordOut, call, given, given16, open, out, shared,
};
use crate::constants::*;
use crate::cursor::{Answer, Cursor, case_number, number, type_number};
use crate::fault::{Fault, Outcome};

/// A date or count as the header has it.
fn small(number: impl TryInto<i32>) -> i32 {
    number.try_into().unwrap_or(i32::MAX)
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_concept(
    engine: *const EngineHandle,
    id: i64,
    info: *mut ConceptInfo,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (info, engine) = unsafe { (RecordOut::new(info, "info")?, shared(engine)?) };
        let concept = engine.find_concept_by_sctid(sctid(id)?)?;
        info.set(&ConceptInfo {
            struct_size: 0,
            is_active: i32::from(concept.is_active()?),
            id: number(concept.id()?.number()),
            module: number(concept.module()?.number()),
            effective_time: small(concept.effective_time()?),
            is_defined: i32::from(concept.is_defined()?),
            parents: small(concept.parents_count()?),
            children: small(concept.children_count()?),
        })
    })
}

/// The language that a text names, or the file's own.
fn language(engine: &Engine, given: Option<Given<'_>>) -> Result<Option<LanguageOrder>, Fault> {
    given.map(|given| given.read(|text| Ok(engine.language(text)?))).transpose()
}

/// Hands a text of a concept to `put`.
fn concept_term(
    engine: &Engine,
    id: i64,
    kind: i32,
    given: Option<Given<'_>>,
    put: impl FnOnce(Option<&str>, i32) -> Outcome,
) -> Outcome {
    let named = language(engine, given)?;
    let language = named.as_ref().unwrap_or_else(|| engine.language_order());
    let concept = engine.find_concept_by_sctid(sctid(id)?)?;
    let description = match kind {
        VADE_TERM_PREFERRED => concept.preferred_description(language)?,
        VADE_TERM_FSN => concept.fsn_description(language)?,
        VADE_TERM_SEMANTIC_TAG => return put(concept.semantic_tag()?, VADE_NONE),
        _ => return Err(Fault::unsupported("term of a concept", kind)),
    };
    put(description.map(Description::term).transpose()?.as_deref(), VADE_NONE)
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_concept_term(
    engine: *const EngineHandle,
    id: i64,
    kind: i32,
    language: *const c_char,
    language_length: i32,
    buffer: *mut c_char,
    capacity: i32,
    needed: *mut i32,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (buffer, engine, language) = unsafe {
            let buffer = Buffer::new(buffer, capacity, needed)?;
            (buffer, shared(engine)?, given(language, language_length, "language")?)
        };
        concept_term(engine, id, kind, language, |text, none| buffer.put_or(text, none))
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_concept_term16(
    engine: *const EngineHandle,
    id: i64,
    kind: i32,
    language: *const u16,
    language_length: i32,
    buffer: *mut u16,
    capacity: i32,
    needed: *mut i32,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (buffer, engine, language) = unsafe {
            let buffer = Buffer::new(buffer, capacity, needed)?;
            (buffer, shared(engine)?, given16(language, language_length, "language")?)
        };
        concept_term(engine, id, kind, language, |text, none| buffer.put_or(text, none))
    })
}

/// 0 where the file was built without a description's module and date.
fn or_left_out<T: Default>(value: Result<T, Error>) -> Result<T, Fault> {
    match value {
        Err(Error::Format(FormatError::NotInFile { section }))
            if section.part() == Some(Part::DescriptionDetails) =>
        {
            Ok(T::default())
        }
        value => Ok(value?),
    }
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_description(
    engine: *const EngineHandle,
    id: i64,
    info: *mut DescriptionInfo,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (info, engine) = unsafe { (RecordOut::new(info, "info")?, shared(engine)?) };
        let description = engine.find_description_by_sctid(sctid(id)?)?;
        info.set(&DescriptionInfo {
            struct_size: 0,
            is_active: i32::from(description.is_active()?),
            id: number(description.id()?.number()),
            concept_id: number(description.concept()?.id()?.number()),
            module: or_left_out(description.module().map(|module| number(module.number())))?,
            effective_time: or_left_out(description.effective_time().map(small))?,
            type_: type_number(description.kind()?),
            case_significance: case_number(description.case_significance()?),
            reserved: 0,
        })
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_description_term(
    engine: *const EngineHandle,
    id: i64,
    buffer: *mut c_char,
    capacity: i32,
    needed: *mut i32,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (buffer, engine) = unsafe { (Buffer::new(buffer, capacity, needed)?, shared(engine)?) };
        buffer.put(&engine.find_description_by_sctid(sctid(id)?)?.term()?)
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_description_term16(
    engine: *const EngineHandle,
    id: i64,
    buffer: *mut u16,
    capacity: i32,
    needed: *mut i32,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (buffer, engine) = unsafe { (Buffer::new(buffer, capacity, needed)?, shared(engine)?) };
        buffer.put(&engine.find_description_by_sctid(sctid(id)?)?.term()?)
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_subsumes(
    engine: *const EngineHandle,
    a: i64,
    b: i64,
    relation: *mut i32,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (relation, engine) = unsafe { (out(relation, 0, "relation")?, shared(engine)?) };
        let a = engine.find_concept_by_sctid(sctid(a)?)?;
        let b = engine.find_concept_by_sctid(sctid(b)?)?;
        *relation = match a.subsumption(b)? {
            Subsumption::Equivalent => VADE_EQUIVALENT,
            Subsumption::Subsumes => VADE_SUBSUMES,
            Subsumption::SubsumedBy => VADE_SUBSUMED_BY,
            Subsumption::NotSubsumed => VADE_NOT_SUBSUMED,
        };
        Ok(VADE_OK)
    })
}

fn concept_rows(engine: &Arc<Engine>, id: i64, what: i32) -> Result<*mut CursorHandle, Fault> {
    let cursor = Cursor::open(engine, None, |engine| {
        let concept = engine.find_concept_by_sctid(sctid(id)?)?;
        Ok(match what {
            VADE_ROWS_DESCRIPTIONS => Answer::Descriptions(concept.descriptions()?),
            VADE_ROWS_SYNONYMS => Answer::Descriptions(concept.synonyms()?),
            VADE_ROWS_DEFINITIONS => Answer::Descriptions(concept.definitions()?),
            VADE_ROWS_PARENTS => Answer::Concepts(concept.parents()?),
            VADE_ROWS_CHILDREN => Answer::Concepts(concept.children()?),
            VADE_ROWS_ANCESTORS => Answer::Concepts(concept.ancestors()?),
            VADE_ROWS_DESCENDANTS => Answer::Concepts(concept.descendants()?),
            VADE_ROWS_DESCENDANTS_OR_SELF => Answer::Concepts(concept.descendants_or_self()?),
            VADE_ROWS_ATTRIBUTES => {
                let groups = concept.attributes()?.into_iter();
                let rows = groups.flat_map(|group| {
                    group.attributes.into_iter().map(move |attribute| (group.number, attribute))
                });
                Answer::Attributes(rows.collect())
            }
            _ => return Err(Fault::unsupported("kind of rows of a concept", what)),
        })
    })?;
    Ok(open(cursor))
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_concept_rows(
    engine: *const EngineHandle,
    id: i64,
    what: i32,
    cursor: *mut *mut CursorHandle,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (cursor, engine) = unsafe { (out(cursor, std::ptr::null_mut(), "cursor")?, shared(engine)?) };
        *cursor = concept_rows(engine, id, what)?;
        Ok(VADE_OK)
    })
}

fn description_rows(engine: &Arc<Engine>, id: i64, what: i32) -> Result<*mut CursorHandle, Fault> {
    let cursor = Cursor::open(engine, None, |engine| {
        let description = engine.find_description_by_sctid(sctid(id)?)?;
        if what != VADE_ROWS_ACCEPTABILITIES {
            return Err(Fault::unsupported("kind of rows of a description", what));
        }
        let mut rows = description.acceptability()?;
        rows.sort_unstable();
        Ok(Answer::Acceptabilities(rows))
    })?;
    Ok(open(cursor))
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_description_rows(
    engine: *const EngineHandle,
    id: i64,
    what: i32,
    cursor: *mut *mut CursorHandle,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (cursor, engine) = unsafe { (out(cursor, std::ptr::null_mut(), "cursor")?, shared(engine)?) };
        *cursor = description_rows(engine, id, what)?;
        Ok(VADE_OK)
    })
}
