//! Compares `vademecum.h` with this crate: names, types and order of parameters, constants, structs.
//!
//! The types come from the functions themselves, as the compiler knows them, so that neither side can drift.

use std::collections::BTreeMap;
use std::ffi::{c_char, c_void};

use crate::boundary::{
    ConceptInfo, DescriptionInfo, FileInfo, OpenOptions, ProductInfo, RECORDS, SearchOptions,
};
use crate::constants;
use crate::exports::{
    CursorHandle, EngineHandle, FilterHandle, components, cursors, files, identifiers, products, requests,
    search, versions,
};

const HEADER: &str = include_str!("../include/vademecum.h");

/// A type with its name in C.
trait InC {
    fn name() -> String;
}

macro_rules! names {
    ($($kind:ty = $name:literal,)*) => {
        $(impl InC for $kind {
            fn name() -> String {
                $name.to_owned()
            }
        })*
    };
}

names! {
    c_char = "char",
    u16 = "vade_char16",
    i32 = "int32_t",
    u32 = "uint32_t",
    i64 = "int64_t",
    c_void = "void",
    EngineHandle = "vade_engine",
    FilterHandle = "vade_filter",
    CursorHandle = "vade_cursor",
    OpenOptions = "vade_open_options",
    SearchOptions = "vade_search_options",
    FileInfo = "vade_file_info",
    ConceptInfo = "vade_concept_info",
    DescriptionInfo = "vade_description_info",
    ProductInfo = "vade_product_info",
}

impl<T: InC> InC for *const T {
    fn name() -> String {
        format!("const {} *", T::name())
    }
}

impl<T: InC> InC for *mut T {
    fn name() -> String {
        format!("{} *", T::name())
    }
}

/// A function's parameters and what it answers, in C.
#[derive(Debug, PartialEq, Eq)]
struct Signature {
    result: String,
    parameters: Vec<String>,
}

trait Function {
    fn signature(self) -> Signature;
}

macro_rules! arities {
    ($(($($parameter:ident)*))*) => {
        $(impl<R: InC, $($parameter: InC),*> Function for unsafe extern "system" fn($($parameter),*) -> R {
            fn signature(self) -> Signature {
                Signature { result: R::name(), parameters: vec![$($parameter::name()),*] }
            }
        })*
    };
}

arities! {
    ()(A)(A B)(A B C)(A B C D)(A B C D E)(A B C D E F)(A B C D E F G)(A B C D E F G H)
}

/// Every function by name; each place of a parameter is written as `_`, whose type the compiler finds.
macro_rules! functions {
    ($($module:ident { $($name:ident($($any:tt)*))* })*) => {
        vec![$($((
            stringify!($name),
            ($module::$name as unsafe extern "system" fn($($any)*) -> _).signature(),
        ),)*)*]
    };
}

fn exported() -> Vec<(&'static str, Signature)> {
    functions! {
        versions {
            vade_abi_version()
            vade_version()
            vade_status_name(_)
            vade_last_error(_, _, _)
            vade_last_error16(_, _, _)
            vade_last_error_offset()
        }
        files {
            vade_open_file(_, _, _, _)
            vade_open_file16(_, _, _, _)
            vade_open_memory(_, _, _, _)
            vade_close(_)
            vade_file(_, _)
            vade_file_text(_, _, _, _, _)
            vade_file_text16(_, _, _, _, _)
            vade_manifest_json(_, _, _, _)
            vade_verify(_)
        }
        identifiers {
            vade_parse_id(_, _, _)
            vade_format_id(_, _, _, _)
            vade_id_kind(_, _)
        }
        components {
            vade_concept(_, _, _)
            vade_concept_term(_, _, _, _, _, _, _, _)
            vade_concept_term16(_, _, _, _, _, _, _, _)
            vade_description(_, _, _)
            vade_description_term(_, _, _, _, _)
            vade_description_term16(_, _, _, _, _)
            vade_subsumes(_, _, _, _)
            vade_concept_rows(_, _, _, _)
            vade_description_rows(_, _, _, _)
        }
        products {
            vade_product(_, _, _)
            vade_product_name(_, _, _, _, _)
            vade_product_name16(_, _, _, _, _)
            vade_product_rows(_, _, _, _, _)
            vade_product_reasons(_, _, _)
            vade_gtin_rows(_, _, _, _, _)
            vade_gtin_rows16(_, _, _, _, _)
        }
        cursors {
            vade_cursor_next(_)
            vade_cursor_int(_, _, _)
            vade_cursor_text(_, _, _, _)
            vade_cursor_text16(_, _, _, _)
            vade_cursor_ranges(_, _, _, _, _)
            vade_cursor_ranges16(_, _, _, _, _)
            vade_cursor_fetch_ids(_, _, _, _)
            vade_cursor_total(_, _)
            vade_cursor_language(_, _, _)
            vade_cursor_language16(_, _, _)
            vade_cursor_close(_)
        }
        search {
            vade_search(_, _, _, _, _, _)
            vade_search16(_, _, _, _, _, _)
            vade_filter_new(_, _)
            vade_filter_text(_, _, _, _)
            vade_filter_text16(_, _, _, _)
            vade_filter_close(_)
        }
        requests {
            vade_json(_, _, _, _)
            vade_json16(_, _, _, _)
        }
    }
}

/// The header without comments.
fn code() -> String {
    let mut pieces = HEADER.split("/*");
    let mut code = pieces.next().unwrap().to_owned();
    for piece in pieces {
        code.push_str(piece.split_once("*/").expect("a comment ends").1);
    }
    assert!(!code.contains("//"), "C89 has no such comments");
    code
}

/// A type with one space between its words, and before each `*`.
fn normal(kind: &str) -> String {
    kind.replace('*', " * ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A declaration's type and name.
fn declared(text: &str) -> (String, String) {
    let text = text.trim();
    let end = text.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_').expect("a type and a name");
    (normal(&text[..=end]), text[end + 1..].to_owned())
}

fn declared_functions() -> BTreeMap<String, Signature> {
    let code = code();
    let mut functions = BTreeMap::new();
    for declaration in code.split("\nVADE_API ").skip(1) {
        let (declaration, _) = declaration.split_once(';').unwrap();
        let (head, parameters) = declaration.split_once('(').unwrap();
        let (result, name) = head.split_once("VADE_CALL").expect("every function has its call");
        let parameters = parameters.trim_end().strip_suffix(')').unwrap();
        let parameters = if parameters == "void" {
            Vec::new()
        } else {
            parameters.split(',').map(|parameter| declared(parameter).0).collect()
        };
        functions.insert(name.trim().to_owned(), Signature { result: normal(result), parameters });
    }
    functions
}

#[test]
fn functions_are_declared_as_they_are() {
    let mut declared = declared_functions();
    for (name, signature) in exported() {
        assert_eq!(declared.remove(name), Some(signature), "{name}");
    }
    assert_eq!(declared, BTreeMap::new(), "the header declares what is not there");
}

#[test]
fn every_function_that_is_exported_is_compared() {
    let sources = [
        include_str!("exports/components.rs"),
        include_str!("exports/cursors.rs"),
        include_str!("exports/files.rs"),
        include_str!("exports/identifiers.rs"),
        include_str!("exports/products.rs"),
        include_str!("exports/requests.rs"),
        include_str!("exports/search.rs"),
        include_str!("exports/versions.rs"),
    ];
    let named: Vec<&str> = exported().into_iter().map(|(name, _)| name).collect();
    let marked: usize = sources.iter().map(|source| source.matches("#[unsafe(no_mangle)]").count()).sum();
    assert_eq!(marked, named.len());
    let modules = include_str!("exports/mod.rs").matches("\npub(crate) mod ").count();
    assert_eq!(modules, sources.len() + 1, "`planted` alone is not compared");
}

#[test]
fn constants_are_defined_as_they_are() {
    let code = code();
    let mut defined: BTreeMap<&str, i64> = BTreeMap::new();
    for line in code.lines().filter_map(|line| line.trim().strip_prefix("#define VADE_")) {
        let Some((name, value)) = line.split_once(' ') else { continue };
        let value = value.trim().trim_start_matches('(').trim_end_matches(')').trim_end_matches('u');
        if let Ok(value) = value.parse() {
            assert_eq!(defined.insert(name, value), None, "VADE_{name} stands twice");
        }
    }
    for (name, value) in constants::ALL {
        let name = name.strip_prefix("VADE_").unwrap();
        assert_eq!(defined.remove(name), Some(*value), "{name}");
    }
    assert_eq!(defined, BTreeMap::new(), "the header defines what is not there");
}

#[test]
fn structs_are_declared_as_they_are() {
    let code = code();
    let mut count = 0;
    for declaration in code.split("typedef struct ").skip(1).filter(|text| text.contains('{')) {
        let (name, rest) = declaration.split_once(' ').unwrap();
        let Some((fields, _)) = rest.strip_prefix('{').and_then(|rest| rest.split_once('}')) else {
            continue;
        };
        let (_, _, known) = RECORDS.iter().find(|(known, ..)| *known == name).expect(name);
        let fields: Vec<(String, String)> =
            fields.split(';').map(str::trim).filter(|field| !field.is_empty()).map(declared).collect();
        let known: Vec<(String, String)> = known
            .iter()
            .map(|(field, kind, _)| {
                let kind =
                    kind.replace("u32", "uint32_t").replace("i32", "int32_t").replace("i64", "int64_t");
                (kind, field.trim_end_matches('_').to_owned())
            })
            .collect();
        assert_eq!(fields, known, "{name}");
        count += 1;
    }
    assert_eq!(count, RECORDS.len());
}

/// The program that asks every column of every kind of rows, by the same table.
#[test]
fn the_table_of_columns_is_the_one_that_is_asked() {
    const ASKED: &str = include_str!("../test/conduct/columns.c");
    let mut lines = HEADER.lines().skip_while(|line| !line.starts_with(" * Columns."));
    let kinds = lines.by_ref().find(|line| line.contains("concepts  descriptions")).unwrap();
    let rows: Vec<&str> = lines.take_while(|line| line.starts_with(" * VADE_COLUMN_")).collect();
    let columns = constants::ALL.iter().filter(|(name, _)| name.starts_with("VADE_COLUMN_"));
    let named = columns.map(|(name, _)| *name).collect::<Vec<_>>();
    assert_eq!(named, rows.iter().map(|row| row.split_whitespace().nth(1).unwrap()).collect::<Vec<_>>());
    for kind in kinds.split_whitespace().skip(1) {
        let place = kinds.find(kind).unwrap();
        let told: String = rows.iter().map(|row| &row[place..=place]).collect();
        let declared = format!("const char *const {} = ", kind.to_lowercase());
        let (_, asked) = ASKED.split_once(&declared).unwrap();
        let asked: String = asked.split_once(';').unwrap().0.split('"').skip(1).step_by(2).collect();
        assert_eq!(told.replace('-', "."), asked, "{kind}");
    }
}

#[test]
fn what_is_read_of_a_declaration() {
    assert_eq!(declared("const char *text"), ("const char *".into(), "text".into()));
    assert_eq!(declared(" vade_cursor **cursor"), ("vade_cursor * *".into(), "cursor".into()));
    assert_eq!(<*mut *const c_char>::name(), "const char * *");
    assert_eq!(<*mut *mut CursorHandle>::name(), "vade_cursor * *");
}
