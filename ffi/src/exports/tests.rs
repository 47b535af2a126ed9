//! A caller's day, in one test that Miri can run: open from memory, ask everything, close in any order.
//!
//! Miri interprets every access and knows which are allowed; the programs in `ffi/test` ask far more, and know it of the
//! machine alone.

#![allow(unsafe_code)]

use std::ffi::{CStr, c_char};
use std::ptr::{null, null_mut};

use super::components::*;
use super::cursors::*;
use super::files::*;
use super::identifiers::*;
use super::products::*;
use super::requests::*;
use super::search::*;
use super::versions::*;
use super::{CursorHandle, EngineHandle, FilterHandle};
use crate::boundary::{ConceptInfo, DescriptionInfo, FileInfo, OpenOptions, ProductInfo, SearchOptions};
use crate::constants::*;

/// The root, and its one description.
const ROOT: i64 = 138_875_005;
const NAME: i64 = 517_382_016;

/// The smallest file there is: an interpreter is slow.
const FILE: &[u8] = include_bytes!("../../../core/testdata/v1/smallest.vade");

/// Opens the file, from a copy of its bytes or from where they are.
fn opened(bytes: &[u8], flags: u32) -> *mut EngineHandle {
    let options = OpenOptions { struct_size: size_of::<OpenOptions>() as u32, flags };
    let mut engine = null_mut();
    // SAFETY: every pointer is to what is on this stack or in `bytes`, which live longer than the call.
    let status =
        unsafe { vade_open_memory(bytes.as_ptr().cast(), bytes.len() as i64, &options, &mut engine) };
    assert_eq!(status, VADE_OK);
    engine
}

/// The text that a function puts into a buffer.
fn text(put: impl Fn(*mut c_char, i32, *mut i32) -> i32) -> String {
    let mut needed = 0;
    assert_eq!(put(null_mut(), 0, &mut needed), VADE_OK);
    let mut buffer = vec![1 as c_char; needed as usize];
    assert_eq!(put(buffer.as_mut_ptr(), needed - 1, &mut needed), VADE_ERROR_BUFFER);
    assert_eq!(put(buffer.as_mut_ptr(), needed, &mut needed), VADE_OK);
    // SAFETY: the function has put a NUL at its end.
    unsafe { CStr::from_ptr(buffer.as_ptr()) }.to_str().unwrap().to_owned()
}

/// Goes through rows and asks every column in every way; answers how many rows and texts there were.
fn read(rows: *mut CursorHandle) -> (usize, usize) {
    let (mut count, mut texts) = (0, 0);
    // SAFETY: `rows` is an open cursor, and every other pointer is to this stack.
    unsafe {
        while vade_cursor_next(rows) == VADE_ROW {
            count += 1;
            for column in -1..=VADE_COLUMN_CAUTION + 1 {
                let (mut number, mut length) = (7, 7);
                let (mut utf8, mut utf16) = (null(), null());
                vade_cursor_int(rows, column, &mut number);
                if vade_cursor_text(rows, column, &mut utf8, &mut length) == VADE_OK {
                    assert_eq!(CStr::from_ptr(utf8).count_bytes(), length as usize);
                    assert_eq!(vade_cursor_text16(rows, column, &mut utf16, &mut length), VADE_OK);
                    assert_eq!(*utf16.add(length as usize), 0);
                    // The first text is still there.
                    assert_ne!(CStr::from_ptr(utf8).count_bytes(), 0);
                    texts += 1;
                } else {
                    assert!(utf8.is_null() && length == 0);
                }
            }
            let mut ends = [0; 8];
            vade_cursor_ranges(rows, VADE_COLUMN_TERM, ends.as_mut_ptr(), 8, null_mut());
            vade_cursor_ranges16(rows, VADE_COLUMN_TERM, ends.as_mut_ptr(), 8, null_mut());
        }
        assert_eq!(vade_cursor_close(rows), VADE_OK);
    }
    (count, texts)
}

#[test]
fn from_opening_to_closing() {
    let bytes = FILE.to_vec();
    let engine = opened(&bytes, VADE_OPEN_BORROWED);
    let (mut rows, mut filter): (*mut CursorHandle, *mut FilterHandle) = (null_mut(), null_mut());
    // SAFETY: every handle is open until it is closed below, and every other pointer is to this stack or a constant.
    unsafe {
        let mut file = FileInfo { struct_size: size_of::<FileInfo>() as u32, ..bytemuck::Zeroable::zeroed() };
        assert_eq!(vade_file(engine, &mut file), VADE_OK);
        assert_eq!((file.length, file.concepts), (FILE.len() as i64, 1));
        let mut concept =
            ConceptInfo { struct_size: size_of::<ConceptInfo>() as u32, ..bytemuck::Zeroable::zeroed() };
        assert_eq!(vade_concept(engine, ROOT, &mut concept), VADE_OK);
        assert_eq!((concept.id, concept.parents), (ROOT, 0));
        let mut description = DescriptionInfo {
            struct_size: size_of::<DescriptionInfo>() as u32,
            ..bytemuck::Zeroable::zeroed()
        };
        assert_eq!(vade_description(engine, NAME, &mut description), VADE_OK);
        assert_eq!(description.concept_id, ROOT);
        let name = text(|buffer, capacity, needed| {
            vade_concept_term(engine, ROOT, VADE_TERM_FSN, null(), 0, buffer, capacity, needed)
        });
        assert_eq!(name, "SNOMED CT Concept (SNOMED RT+CTV3)");
        let same =
            text(|buffer, capacity, needed| vade_description_term(engine, NAME, buffer, capacity, needed));
        assert_eq!(same, name);
        assert_eq!(
            text(|buffer, capacity, needed| vade_format_id(ROOT, buffer, capacity, needed)),
            "138875005"
        );
        let mut id = 0;
        assert_eq!(vade_parse_id(c"138875005".as_ptr(), -1, &mut id), VADE_OK);
        assert_eq!(id, ROOT);
        let mut relation = 0;
        assert_eq!(vade_subsumes(engine, ROOT, ROOT, &mut relation), VADE_OK);
        assert_eq!(relation, VADE_EQUIVALENT);

        for what in VADE_ROWS_DESCRIPTIONS..=VADE_ROWS_ATTRIBUTES {
            assert_eq!(vade_concept_rows(engine, ROOT, what, &mut rows), VADE_OK);
            let (count, texts) = read(rows);
            let is_there = [VADE_ROWS_DESCRIPTIONS, VADE_ROWS_DESCENDANTS_OR_SELF].contains(&what);
            assert_eq!((count, texts > 0), (usize::from(is_there), is_there), "{what}");
        }
        assert_eq!(vade_description_rows(engine, NAME, VADE_ROWS_ACCEPTABILITIES, &mut rows), VADE_OK);
        read(rows);

        assert_eq!(vade_filter_new(engine, &mut filter), VADE_OK);
        let within: Vec<u16> = "<< 138875005\0".encode_utf16().collect();
        assert_eq!(vade_filter_text16(filter, VADE_FILTER_WITHIN, within.as_ptr(), -1), VADE_OK);
        let options = SearchOptions {
            struct_size: size_of::<SearchOptions>() as u32,
            flags: VADE_SEARCH_TOTAL,
            limit: 5,
            offset: 0,
        };
        assert_eq!(vade_search(engine, c"snomed c".as_ptr(), -1, filter, &options, &mut rows), VADE_OK);
        let mut total = 0;
        assert_eq!(vade_cursor_total(rows, &mut total), VADE_OK);
        assert_eq!((total, read(rows).0), (1, 1));
        assert_eq!(vade_json(engine, c"{\"op\":\"info\"}".as_ptr(), -1, &mut rows), VADE_OK);
        assert_eq!(read(rows), (1, 1));

        // What came from the engine is used after it was closed.
        assert_eq!(vade_concept_rows(engine, ROOT, VADE_ROWS_DESCENDANTS_OR_SELF, &mut rows), VADE_OK);
        assert_eq!(vade_close(engine), VADE_OK);
        assert_eq!(vade_filter_close(filter), VADE_OK);
        let (mut ids, mut count) = ([0; 4], 0);
        assert_eq!(vade_cursor_fetch_ids(rows, ids.as_mut_ptr(), 4, &mut count), VADE_ROW);
        assert_eq!((ids[0], count), (ROOT, 1));
        assert_eq!(read(rows).0, 0);
    }
    drop(bytes);
}

#[test]
fn a_copy_is_the_library_s_own() {
    let bytes = FILE.to_vec();
    let engine = opened(&bytes, 0);
    drop(bytes);
    // SAFETY: the engine is open until it is closed.
    unsafe {
        let mut rows = null_mut();
        assert_eq!(vade_concept_rows(engine, ROOT, VADE_ROWS_DESCRIPTIONS, &mut rows), VADE_OK);
        assert_eq!(read(rows).0, 1);
        assert_eq!(vade_close(engine), VADE_OK);
    }
}

#[test]
fn faults_are_told() {
    let engine = opened(FILE, 0);
    // SAFETY: the engine is open until it is closed, a null cursor is none, and every other pointer is to this stack.
    unsafe {
        let mut relation = 7;
        assert_eq!(vade_subsumes(engine, ROOT, 404_684_003, &mut relation), VADE_ERROR_NOT_FOUND);
        assert_eq!(relation, 0);
        let message = text(|buffer, capacity, needed| vade_last_error(buffer, capacity, needed));
        assert_eq!(message, "404684003 is not in this release");
        assert_eq!(vade_last_error_offset(), -1);
        // A file without dm+d knows no product, and the answer of one holds nothing that was there before.
        let mut product = ProductInfo {
            struct_size: size_of::<ProductInfo>() as u32,
            vtm: 7,
            ..bytemuck::Zeroable::zeroed()
        };
        assert_eq!(vade_product(engine, ROOT, &mut product), VADE_ERROR_NOT_IN_FILE);
        assert_eq!(product.vtm, 0);
        let mut rows = engine.cast();
        assert_eq!(vade_product_rows(engine, ROOT, VADE_CLASS_VMP, 0, &mut rows), VADE_ERROR_NOT_IN_FILE);
        assert_eq!(vade_product_reasons(engine, ROOT, &mut rows), VADE_ERROR_NOT_IN_FILE);
        let gtin = c"5060064792018";
        assert_eq!(vade_gtin_rows(engine, gtin.as_ptr(), -1, 0, &mut rows), VADE_ERROR_NOT_IN_FILE);
        assert!(rows.is_null());
        // One kind of handle in the place of another.
        assert_eq!(vade_cursor_next(engine.cast()), VADE_ERROR_ARGUMENT);
        assert_eq!(vade_cursor_next(null_mut()), VADE_ERROR_ARGUMENT);
        assert_eq!(vade_close(engine), VADE_OK);
        assert_eq!(CStr::from_ptr(vade_status_name(VADE_ERROR_NOT_FOUND)), c"not_found");
        assert_eq!(CStr::from_ptr(vade_version()).to_str().unwrap(), env!("CARGO_PKG_VERSION"));
    }
}
