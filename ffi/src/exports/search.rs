//! Search, and what it may find.

#![allow(unsafe_code)]

use std::ffi::c_char;
use std::sync::Arc;

use engine::{ActiveFilter, Engine, Finding, Fuzzy, ProductSearchOptions, SearchOptions as EngineOptions};

use super::{CursorHandle, EngineHandle, FilterHandle};
use crate::boundary::{
    Given, SearchOptions, call, close, exclusive, given, given16, open, out, read_record, shared,
};
use crate::constants::*;
use crate::cursor::{Answer, Cursor};
use crate::fault::{Fault, Outcome};
use crate::filter::Filter;

/// As many hits are answered where no limit is set.
const USUAL_HITS: usize = 10;
/// More hits are not answered at once.
const MOST_HITS: usize = 10_000;

const FLAGS: u32 = VADE_SEARCH_NO_TYPOS
    | VADE_SEARCH_DEFINITIONS
    | VADE_SEARCH_TOTAL
    | VADE_SEARCH_INACTIVE
    | VADE_SEARCH_ACTIVE_AND_INACTIVE
    | VADE_SEARCH_PRESCRIBABLE;

/// What the engine is told about how to search.
fn engine_options<'f>(
    options: &SearchOptions,
    filter: Option<&'f Filter>,
) -> Result<EngineOptions<'f>, Fault> {
    let has = |flag: u32| options.flags & flag != 0;
    if options.flags & !FLAGS != 0 {
        let message = format!("the flags are {:#x}, and can be of {FLAGS:#x}", options.flags);
        return Err(Fault::new(VADE_ERROR_FLAGS, message));
    }
    let active = match (has(VADE_SEARCH_INACTIVE), has(VADE_SEARCH_ACTIVE_AND_INACTIVE)) {
        (false, false) => ActiveFilter::Active,
        (true, false) => ActiveFilter::Inactive,
        (false, true) => ActiveFilter::Any,
        (true, true) => {
            let message = "inactive concepts alone, or active and inactive ones: one of both flags";
            return Err(Fault::new(VADE_ERROR_FLAGS, message));
        }
    };
    let from_zero = |number: i32, what: &str| {
        usize::try_from(number).map_err(|_| Fault::argument(format!("`{what}` is {number}")))
    };
    let limit = match from_zero(options.limit, "limit")? {
        0 => USUAL_HITS,
        limit if limit > MOST_HITS => {
            let message = format!("`limit` is {limit}, and at most {MOST_HITS} hits are answered at once");
            return Err(Fault::new(VADE_ERROR_LIMIT, message));
        }
        limit => limit,
    };
    Ok(EngineOptions {
        limit,
        offset: from_zero(options.offset, "offset")?,
        within: filter.and_then(Filter::within),
        active,
        semantic_tags: filter.map(Filter::semantic_tags).unwrap_or_default(),
        modules: filter.map(Filter::modules).unwrap_or_default(),
        language: filter.and_then(Filter::language),
        definitions: has(VADE_SEARCH_DEFINITIONS),
        fuzzy: if has(VADE_SEARCH_NO_TYPOS) { Fuzzy::Off } else { Fuzzy::Auto },
        total: has(VADE_SEARCH_TOTAL),
    })
}

/// Refuses what only concepts have where medicinal products alone are searched, and what only those have where they are
/// not searched alone; nothing would be found by either.
fn check_classes(options: &EngineOptions<'_>, filter: Option<&Filter>, flags: u32) -> Result<(), Fault> {
    let has_classes = filter.is_some_and(|filter| !filter.classes().is_empty());
    let of_concepts = [
        ("a semantic tag", !options.semantic_tags.is_empty()),
        ("a module", !options.modules.is_empty()),
        ("VADE_SEARCH_DEFINITIONS", options.definitions),
    ];
    let message = match of_concepts.iter().find(|(_, is_asked)| has_classes && *is_asked) {
        Some((what, _)) => format!("{what} is of concepts, and VADE_FILTER_CLASS of medicinal products"),
        None if !has_classes && flags & VADE_SEARCH_PRESCRIBABLE != 0 => {
            "VADE_SEARCH_PRESCRIBABLE is of medicinal products: set which by VADE_FILTER_CLASS".to_owned()
        }
        None => return Ok(()),
    };
    Err(Fault::new(VADE_ERROR_BAD_REQUEST, message))
}

/// What is found: medicinal products of the filter's classes, or everything where it has none.
fn found<'e>(
    engine: &'e Engine,
    query: &str,
    options: &EngineOptions<'_>,
    filter: Option<&Filter>,
    flags: u32,
) -> Result<Answer<'e>, Fault> {
    let classes = filter.map(Filter::classes).unwrap_or_default();
    if classes.is_empty() {
        let found = engine.search_everything(query, options)?;
        return Ok(Answer::Hits(found.hits, found.total));
    }
    let options = ProductSearchOptions {
        limit: options.limit,
        offset: options.offset,
        classes,
        active: options.active,
        prescribable: flags & VADE_SEARCH_PRESCRIBABLE != 0,
        within: options.within,
        fuzzy: options.fuzzy,
        total: options.total,
    };
    let found = engine.search_products(query, &options)?;
    Ok(Answer::Hits(found.hits.into_iter().map(Finding::Product).collect(), found.total))
}

fn search(
    engine: &Arc<Engine>,
    query: Given<'_>,
    filter: Option<&Filter>,
    options: &SearchOptions,
) -> Result<*mut CursorHandle, Fault> {
    if filter.is_some_and(|filter| !filter.is_of(engine)) {
        return Err(engine::Error::OtherFile.into());
    }
    let flags = options.flags;
    let options = engine_options(options, filter)?;
    check_classes(&options, filter, flags)?;
    let language = filter.and_then(Filter::language).cloned();
    let cursor = query.read(|query| {
        Cursor::open(engine, language, |engine| found(engine, query, &options, filter, flags))
    })?;
    Ok(open(cursor))
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_search(
    engine: *const EngineHandle,
    query: *const c_char,
    query_length: i32,
    filter: *const FilterHandle,
    options: *const SearchOptions,
    cursor: *mut *mut CursorHandle,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (cursor, engine, query, filter, options) = unsafe {
            let cursor = out(cursor, std::ptr::null_mut(), "cursor")?;
            let query = given(query, query_length, "query")?;
            let filter = if filter.is_null() { None } else { Some(shared(filter)?) };
            (cursor, shared(engine)?, query, filter, read_record(options, "options")?)
        };
        let query = Given::needed(query, query_length, "query")?;
        *cursor = search(engine, query, filter, &options)?;
        Ok(VADE_OK)
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_search16(
    engine: *const EngineHandle,
    query: *const u16,
    query_length: i32,
    filter: *const FilterHandle,
    options: *const SearchOptions,
    cursor: *mut *mut CursorHandle,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (cursor, engine, query, filter, options) = unsafe {
            let cursor = out(cursor, std::ptr::null_mut(), "cursor")?;
            let query = given16(query, query_length, "query")?;
            let filter = if filter.is_null() { None } else { Some(shared(filter)?) };
            (cursor, shared(engine)?, query, filter, read_record(options, "options")?)
        };
        let query = Given::needed(query, query_length, "query")?;
        *cursor = search(engine, query, filter, &options)?;
        Ok(VADE_OK)
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_filter_new(
    engine: *const EngineHandle,
    filter: *mut *mut FilterHandle,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (filter, engine) = unsafe { (out(filter, std::ptr::null_mut(), "filter")?, shared(engine)?) };
        *filter = open(Filter::new(engine));
        Ok(VADE_OK)
    })
}

fn narrow(filter: &mut Filter, what: i32, text: Given<'_>) -> Outcome {
    text.read(|text| filter.set(what, text))?;
    Ok(VADE_OK)
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_filter_text(
    filter: *mut FilterHandle,
    what: i32,
    text: *const c_char,
    text_length: i32,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (filter, text) = unsafe { (exclusive(filter)?, given(text, text_length, "text")?) };
        narrow(filter, what, Given::needed(text, text_length, "text")?)
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_filter_text16(
    filter: *mut FilterHandle,
    what: i32,
    text: *const u16,
    text_length: i32,
) -> i32 {
    call(|| {
        // SAFETY: as the caller promises.
        let (filter, text) = unsafe { (exclusive(filter)?, given16(text, text_length, "text")?) };
        narrow(filter, what, Given::needed(text, text_length, "text")?)
    })
}

/// See `vademecum.h`.
///
/// # Safety
///
/// Every pointer is as `vademecum.h` says.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn vade_filter_close(filter: *mut FilterHandle) -> i32 {
    // SAFETY: as the caller promises.
    call(|| unsafe { close(filter) })
}
