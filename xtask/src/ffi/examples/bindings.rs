//! Compares the bindings in `ffi/examples` with `vademecum.h`: names and values of constants, names, order and types of
//! parameters and fields. What is not compiled together cannot drift apart either.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::super::header::{Declared, Header, expression};
use crate::{Result, root};

/// A language in which the header is written once more.
struct Binding {
    language: &'static str,
    /// Where constants, structs and functions stand.
    files: &'static [&'static str],
    read: fn(&str) -> Result<Read>,
    /// Which types stand for which of C.
    types: &'static [(&'static str, &'static [&'static str])],
    /// Which twin is declared where a function has one: both, UTF-8, or UTF-16.
    twins: Twins,
}

#[derive(PartialEq)]
enum Twins {
    Both,
    Utf8,
    Utf16,
}

/// What stands in a binding, in its own types and with names as in the header.
#[derive(Default)]
struct Read {
    constants: Vec<(String, i64)>,
    functions: Vec<(String, String, Vec<Declared>)>,
    structs: Vec<(String, Vec<Declared>)>,
}

const BINDINGS: &[Binding] = &[
    Binding {
        language: "Python",
        files: &["python/vademecum.py"],
        read: python,
        types: &[
            ("c_int32", &["int32_t"]),
            ("c_uint32", &["uint32_t"]),
            ("c_int64", &["int64_t"]),
            ("c_char_p", &["const char *", "char *", "const void *"]),
            ("c_void_p", &HANDLES),
            ("POINTER(c_void_p)", &OUT_POINTERS),
            ("POINTER(c_int32)", &["int32_t *"]),
            ("POINTER(c_int64)", &["int64_t *"]),
            ("POINTER(OpenOptions)", &["const vade_open_options *"]),
            ("POINTER(SearchOptions)", &["const vade_search_options *"]),
            ("POINTER(FileInfo)", &["vade_file_info *"]),
            ("POINTER(ConceptInfo)", &["vade_concept_info *"]),
            ("POINTER(DescriptionInfo)", &["vade_description_info *"]),
            ("POINTER(ProductInfo)", &["vade_product_info *"]),
        ],
        twins: Twins::Utf8,
    },
    Binding {
        language: "Java",
        files: &["java/vademecum/Vademecum.java", "java/vademecum/VademecumLibrary.java"],
        read: java,
        types: &[
            ("int", &["int32_t", "uint32_t"]),
            ("long", &["int64_t"]),
            ("String", &["const char *"]),
            ("byte[]", &["const char *", "char *", "const void *"]),
            ("int[]", &["int32_t *"]),
            ("long[]", &["int64_t *"]),
            ("Pointer", &HANDLES),
            ("PointerByReference", &OUT_POINTERS),
            ("IntByReference", &["int32_t *"]),
            ("LongByReference", &["int64_t *"]),
            ("OpenOptions", &["const vade_open_options *"]),
            ("SearchOptions", &["const vade_search_options *"]),
            ("FileInfo", &["vade_file_info *"]),
            ("ConceptInfo", &["vade_concept_info *"]),
            ("DescriptionInfo", &["vade_description_info *"]),
            ("ProductInfo", &["vade_product_info *"]),
        ],
        twins: Twins::Utf8,
    },
    Binding {
        language: "C#",
        files: &["csharp/VademecumNative.cs"],
        read: csharp,
        types: &[
            ("int", &["int32_t"]),
            ("uint", &["uint32_t"]),
            ("long", &["int64_t"]),
            ("string", &["const vade_char16 *"]),
            ("[Out] char[]", &["vade_char16 *"]),
            ("byte[]", &["const char *", "char *", "const void *"]),
            ("[Out] int[]", &["int32_t *"]),
            ("[Out] long[]", &["int64_t *"]),
            ("out int", &["int32_t *"]),
            ("out long", &["int64_t *"]),
            // Results, what a SafeHandle closes, and texts that are answered.
            ("IntPtr", &["const char *", "vade_engine *", "vade_filter *", "vade_cursor *"]),
            ("out IntPtr", &["const vade_char16 * *"]),
            ("EngineHandle", &["const vade_engine *", "vade_engine *"]),
            ("FilterHandle", &["const vade_filter *", "vade_filter *"]),
            ("CursorHandle", &["const vade_cursor *", "vade_cursor *"]),
            ("out EngineHandle", &["vade_engine * *"]),
            ("out FilterHandle", &["vade_filter * *"]),
            ("out CursorHandle", &["vade_cursor * *"]),
            ("ref OpenOptions", &["const vade_open_options *"]),
            ("ref SearchOptions", &["const vade_search_options *"]),
            ("ref VadeFileInfo", &["vade_file_info *"]),
            ("ref ConceptInfo", &["vade_concept_info *"]),
            ("ref DescriptionInfo", &["vade_description_info *"]),
            ("ref ProductInfo", &["vade_product_info *"]),
        ],
        twins: Twins::Utf16,
    },
    Binding {
        language: "Pascal",
        files: &["pascal/vademecumapi.pas"],
        read: pascal,
        types: &[
            ("Int32", &["int32_t"]),
            ("UInt32", &["uint32_t"]),
            ("Int64", &["int64_t"]),
            ("PAnsiChar", &["const char *", "char *"]),
            ("PWideChar", &["const vade_char16 *", "vade_char16 *"]),
            ("Pointer", &["const void *"]),
            ("PInt32", &["int32_t *"]),
            ("PInt64", &["int64_t *"]),
            ("out Int32", &["int32_t *"]),
            ("out Int64", &["int64_t *"]),
            ("out PAnsiChar", &["const char * *"]),
            ("out PWideChar", &["const vade_char16 * *"]),
            ("TVadeEngineHandle", &["const vade_engine *", "vade_engine *"]),
            ("TVadeFilterHandle", &["const vade_filter *", "vade_filter *"]),
            ("TVadeCursorHandle", &["const vade_cursor *", "vade_cursor *"]),
            ("out TVadeEngineHandle", &["vade_engine * *"]),
            ("out TVadeFilterHandle", &["vade_filter * *"]),
            ("out TVadeCursorHandle", &["vade_cursor * *"]),
            ("PVadeOpenOptions", &["const vade_open_options *"]),
            ("PVadeSearchOptions", &["const vade_search_options *"]),
            ("var TVadeFileInfo", &["vade_file_info *"]),
            ("var TVadeConceptInfo", &["vade_concept_info *"]),
            ("var TVadeDescriptionInfo", &["vade_description_info *"]),
            ("var TVadeProductInfo", &["vade_product_info *"]),
        ],
        twins: Twins::Both,
    },
    Binding {
        language: "Visual Basic 6",
        files: &["vb6/Vademecum.bas"],
        read: visual_basic,
        types: &[
            // Pointers have 32 bits in Visual Basic 6, as Long has.
            (
                "ByVal Long",
                &[
                    "int32_t",
                    "uint32_t",
                    "const char *",
                    "char *",
                    "const vade_char16 *",
                    "vade_char16 *",
                    "const void *",
                    "const vade_engine *",
                    "vade_engine *",
                    "const vade_filter *",
                    "vade_filter *",
                    "const vade_cursor *",
                    "vade_cursor *",
                ],
            ),
            ("ByVal Currency", &["int64_t"]),
            (
                "ByRef Long",
                &[
                    "int32_t *",
                    "vade_engine * *",
                    "vade_filter * *",
                    "vade_cursor * *",
                    "const vade_char16 * *",
                ],
            ),
            ("ByRef Currency", &["int64_t *"]),
            ("ByRef VadeOpenOptions", &["const vade_open_options *"]),
            ("ByRef VadeSearchOptions", &["const vade_search_options *"]),
            ("ByRef VadeFileInfo", &["vade_file_info *"]),
            ("ByRef VadeConceptInfo", &["vade_concept_info *"]),
            ("ByRef VadeDescriptionInfo", &["vade_description_info *"]),
            ("ByRef VadeProductInfo", &["vade_product_info *"]),
            // Results and fields.
            ("Long", &["int32_t", "uint32_t", "const char *"]),
            ("Currency", &["int64_t"]),
        ],
        twins: Twins::Utf16,
    },
];

const HANDLES: [&str; 6] = [
    "const vade_engine *",
    "vade_engine *",
    "const vade_filter *",
    "vade_filter *",
    "const vade_cursor *",
    "vade_cursor *",
];
const OUT_POINTERS: [&str; 4] = ["vade_engine * *", "vade_filter * *", "vade_cursor * *", "const char * *"];

/// Groups of constants as Python, Java and C# name them, with what begins their names in the header.
const GROUPS: &[(&str, &str)] = &[
    ("Status", ""),
    ("OpenFlags", "OPEN_"),
    ("FileText", "FILE_"),
    ("IdKind", "ID_"),
    ("TermKind", "TERM_"),
    ("DescriptionType", "DESCRIPTION_"),
    ("CaseSignificance", "CASE_"),
    ("Relation", ""),
    ("ProductClass", "CLASS_"),
    ("ProductFlags", "PRODUCTS_"),
    ("RowKind", "ROWS_"),
    ("Column", "COLUMN_"),
    ("Acceptability", "ACCEPTABILITY_"),
    ("ValueKind", "VALUE_"),
    ("Match", "MATCH_"),
    ("SearchFlags", "SEARCH_"),
    ("FilterBy", "FILTER_"),
];

/// `effectiveTime` and `EffectiveTime` as `effective_time`.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

/// The name of a struct as in the header: `TVadeFileInfo`, `VadeFileInfo` and `FileInfo` are `vade_file_info`.
fn struct_name(name: &str) -> String {
    let name = name.strip_prefix("TVade").or(name.strip_prefix("Vade")).unwrap_or(name);
    format!("vade_{}", snake(name))
}

fn captures<const N: usize>(pattern: &str, text: &str) -> Result<Vec<[String; N]>> {
    let pattern = expression(pattern)?;
    Ok(pattern.captures_iter(text).map(|found| found.extract().1.map(str::to_owned)).collect())
}

fn value(text: &str) -> Result<i64> {
    text.parse().map_err(|_| format!("`{text}` is no number"))
}

/// Members of the groups of constants that a text has: `block` finds a group's name and body, `member` names and values.
fn grouped(text: &str, block: &str, member: &str) -> Result<Vec<(String, i64)>> {
    let mut constants = Vec::new();
    for [group, body] in captures(block, text)? {
        let Some((_, prefix)) = GROUPS.iter().find(|(known, _)| *known == group) else {
            return Err(format!("constants of `{group}` belong to no group of the header"));
        };
        for [name, number] in captures(member, &body)? {
            // Java and Python write constants as C does.
            let name = if name.contains(|c: char| c.is_ascii_lowercase()) {
                snake(&name).to_ascii_uppercase()
            } else {
                name
            };
            constants.push((format!("{prefix}{name}"), value(&number)?));
        }
    }
    Ok(constants)
}

/// Parameters or fields of which each is a type and, behind it, a name.
fn typed_first(text: &str) -> Vec<Declared> {
    text.split(',')
        .filter_map(|part| {
            let (kind, name) = part.trim().rsplit_once(' ')?;
            Some(Declared { kind: kind.trim().to_owned(), name: snake(name) })
        })
        .collect()
}

fn python(text: &str) -> Result<Read> {
    let mut read = Read {
        constants: grouped(
            text,
            r"(?m)^class (\w+)\(enum\.\w+\):\n((?:    .*\n)+)",
            r"(?m)^    (\w+) = (-?\d+)$",
        )?,
        ..Read::default()
    };
    for [number] in captures(r"(?m)^ABI_VERSION = (\d+)$", text)? {
        read.constants.push(("ABI_VERSION".into(), value(&number)?));
    }
    for [name, types] in captures(r#"(?m)^_declare\(\s*"(\w+)",((?:[^()]|\(\w+\))*)\)$"#, text)? {
        let mut types = types.split(',').map(str::trim).filter(|kind| !kind.is_empty());
        let result = types.next().unwrap_or_default().to_owned();
        // Python's declarations have no names.
        let parameters = types.map(|kind| Declared { kind: kind.to_owned(), name: String::new() });
        read.functions.push((name, result, parameters.collect()));
    }
    for [name, fields] in
        captures(r"(?s)class (\w+)\(ctypes\.Structure\):.*?_fields_ = \[(.*?)\n    \]", text)?
    {
        let fields = captures(r#"\("(\w+)", (\w+)\)"#, &fields)?;
        let fields = fields.into_iter().map(|[name, kind]| Declared { kind, name });
        read.structs.push((struct_name(&name), fields.collect()));
    }
    Ok(read)
}

fn java(text: &str) -> Result<Read> {
    let mut read = Read {
        constants: grouped(
            text,
            r"(?s)public static final class (\w+) \{\n(        public static final int .*?)\n    \}",
            r"public static final int (\w+) = (-?\d+);",
        )?,
        ..Read::default()
    };
    for [number] in captures(r"(?m)^    int ABI_VERSION = (\d+);$", text)? {
        read.constants.push(("ABI_VERSION".into(), value(&number)?));
    }
    for [result, name, parameters] in captures(r"(?m)^    (\w+) (vade_\w+)\(([^)]*)\);$", text)? {
        read.functions.push((name, result, typed_first(&parameters)));
    }
    let structs = r"(?s)@FieldOrder\(\{([^}]*)\}\)\s+(?:public static final )?class (\w+) extends Structure \{(.*?)\n    \}";
    for [order, name, body] in captures(structs, text)? {
        let fields = captures(r"public (\w+) (\w+)", &body)?;
        let fields: Vec<Declared> =
            fields.into_iter().map(|[kind, name]| Declared { kind, name: snake(&name) }).collect();
        let order: Vec<String> = order.split(',').map(|name| snake(name.trim().trim_matches('"'))).collect();
        if order.iter().ne(fields.iter().map(|field| &field.name)) {
            return Err(format!("the fields of {name} are in another order than @FieldOrder says"));
        }
        read.structs.push((struct_name(&name), fields));
    }
    Ok(read)
}

fn csharp(text: &str) -> Result<Read> {
    let mut read = Read {
        constants: grouped(
            text,
            r"(?s)public enum (\w+)(?: : uint)?\s+\{(.*?)\}",
            r"(?m)^        (\w+) = (-?\d+),?$",
        )?,
        ..Read::default()
    };
    for [number] in captures(r"const int AbiVersion = (\d+);", text)? {
        read.constants.push(("ABI_VERSION".into(), value(&number)?));
    }
    // What stands before a function says that its strings are UTF-16: without, they would be in the system's code page.
    let functions = r"\[DllImport\(Library, CharSet = CharSet\.Unicode, ExactSpelling = true\)\]\s+internal static extern (\w+) (\w+)\(([^)]*)\);";
    for [result, name, parameters] in captures(functions, text)? {
        let parameters = parameters.split_whitespace().collect::<Vec<_>>().join(" ");
        read.functions.push((name, result, typed_first(&parameters)));
    }
    let structs =
        r"(?s)\[StructLayout\(LayoutKind\.Sequential\)\]\s+(?:public|internal) struct (\w+)\s+\{(.*?)\}";
    for [name, body] in captures(structs, text)? {
        let fields = captures(r"(?:public|internal) (\w+) (\w+);", &body)?;
        let fields = fields.into_iter().map(|[kind, name]| Declared { kind, name: snake(&name) });
        read.structs.push((struct_name(&name), fields.collect()));
    }
    Ok(read)
}

/// Pascal and Visual Basic do not tell `VADE_SUBSUMES` from `vade_subsumes`, so some constants have names of their own.
fn told_apart(name: &str) -> String {
    match name {
        "HEADER_ABI_VERSION" => "ABI_VERSION".into(),
        _ => name.strip_prefix("RELATION_").unwrap_or(name).to_owned(),
    }
}

fn pascal(text: &str) -> Result<Read> {
    let mut read = Read::default();
    for [name, number] in captures(r"(?m)^  VADE_(\w+) = (-?\d+);$", text)? {
        read.constants.push((told_apart(&name), value(&number)?));
    }
    let call = r"\s+\{\$IFDEF MSWINDOWS\}stdcall\{\$ELSE\}cdecl\{\$ENDIF\}; external VademecumLibrary;";
    let functions = format!(r"(?m)^function (\w+)(\([^)]*\))?:\s+(\w+);{call}");
    let pattern = expression(&functions)?;
    for found in pattern.captures_iter(text) {
        let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
        let parameters = part(2).trim_matches(['(', ')']).split(';').filter_map(|parameter| {
            let (name, kind) = parameter.split_once(':')?;
            let (how, name) = name.trim().rsplit_once(' ').unwrap_or(("", name.trim()));
            Some(Declared { kind: format!("{how} {}", kind.trim()).trim().to_owned(), name: snake(name) })
        });
        read.functions.push((part(1).to_owned(), part(3).to_owned(), parameters.collect()));
    }
    for [name, body] in captures(r"(?s)  (\w+) = packed record(.*?)\n  end;", text)? {
        let fields = captures(r"(\w+): (\w+);", &body)?;
        let fields = fields.into_iter().map(|[name, kind]| Declared { kind, name: snake(&name) });
        read.structs.push((struct_name(&name), fields.collect()));
    }
    Ok(read)
}

fn visual_basic(text: &str) -> Result<Read> {
    let mut read = Read::default();
    let text = text.replace(" _\n", " ");
    for [name, number] in captures(r"(?m)^Public Const VADE_(\w+) As Long = (-?\d+)$", &text)? {
        read.constants.push((told_apart(&name), value(&number)?));
    }
    let functions = r#"(?m)^Public Declare Function (\w+) Lib "vademecum\.dll" \(([^)]*)\) As (\w+)$"#;
    for [name, parameters, result] in captures(functions, &text)? {
        let parameters = captures(r"(ByVal|ByRef) (\w+) As (\w+)", &parameters)?;
        let parameters = parameters
            .into_iter()
            .map(|[how, name, kind]| Declared { kind: format!("{how} {kind}"), name: snake(&name) });
        read.functions.push((name, result, parameters.collect()));
    }
    for [name, body] in captures(r"(?s)\nPublic Type (\w+)\n(.*?)End Type", &text)? {
        let fields = captures(r"(\w+) As (\w+)", &body)?;
        let fields = fields.into_iter().map(|[name, kind]| Declared { kind, name: snake(&name) });
        read.structs.push((struct_name(&name), fields.collect()));
    }
    Ok(read)
}

impl Binding {
    fn stands_for(&self, kind: &str, in_c: &str) -> bool {
        self.types.iter().any(|(own, theirs)| *own == kind && theirs.contains(&in_c))
    }

    /// Whether the binding has to declare a function of the header.
    fn wants(&self, name: &str, header: &Header) -> bool {
        let is_16 = name.strip_suffix("16").is_some_and(|twin| header.functions.contains_key(twin));
        let has_16 = header.functions.contains_key(&format!("{name}16"));
        match self.twins {
            Twins::Both => true,
            Twins::Utf8 => !is_16,
            Twins::Utf16 => !has_16,
        }
    }

    fn compare_lists(&self, what: &str, own: &[Declared], theirs: &[Declared], complaints: &mut Vec<String>) {
        if own.len() != theirs.len() {
            complaints.push(format!("{what}: {} instead of {}", own.len(), theirs.len()));
        }
        for (own, theirs) in own.iter().zip(theirs) {
            // Pascal and Visual Basic have a keyword `type`.
            let same_name = own.name.is_empty()
                || own.name == theirs.name
                || (own.name == "kind" && theirs.name == "type");
            if !same_name || !self.stands_for(&own.kind, &theirs.kind) {
                complaints.push(format!(
                    "{what}: `{} {}` for `{} {}`",
                    own.kind, own.name, theirs.kind, theirs.name
                ));
            }
        }
    }

    fn compare(&self, read: Read, header: &Header) -> Vec<String> {
        let mut complaints = Vec::new();
        let mut constants = BTreeMap::new();
        for (name, number) in read.constants {
            if constants.insert(name.clone(), number).is_some() {
                complaints.push(format!("{name} stands twice"));
            }
        }
        if constants != header.constants {
            let all: BTreeSet<&String> = constants.keys().chain(header.constants.keys()).collect();
            for name in all.into_iter().filter(|name| constants.get(*name) != header.constants.get(*name)) {
                let (own, theirs) = (constants.get(name), header.constants.get(name));
                complaints.push(format!("{name} is {own:?}, in the header {theirs:?}"));
            }
        }
        let mut seen = BTreeSet::new();
        for (name, result, parameters) in read.functions {
            let Some(function) = header.functions.get(&name) else {
                complaints.push(format!("{name} is not in the header"));
                continue;
            };
            if !self.stands_for(&result, &function.result) {
                complaints.push(format!("{name} answers `{result}` for `{}`", function.result));
            }
            self.compare_lists(&name, &parameters, &function.parameters, &mut complaints);
            if !seen.insert(name.clone()) {
                complaints.push(format!("{name} stands twice"));
            }
        }
        for name in header.functions.keys().filter(|name| self.wants(name, header) != seen.contains(*name)) {
            complaints.push(format!(
                "{name} is {}",
                if seen.contains(name) { "a twin too many" } else { "missing" }
            ));
        }
        let mut seen = BTreeSet::new();
        for (name, fields) in read.structs {
            match header.structs.get(&name) {
                None => complaints.push(format!("{name} is not in the header")),
                Some(theirs) => self.compare_lists(&name, &fields, theirs, &mut complaints),
            }
            seen.insert(name);
        }
        for name in header.structs.keys().filter(|name| !seen.contains(*name)) {
            complaints.push(format!("{name} is missing"));
        }
        complaints
    }

    fn text(&self) -> Result<String> {
        let mut text = String::new();
        for file in self.files {
            let path = root().join("ffi").join("examples").join(file);
            let part = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            text.push_str(&part);
        }
        Ok(text)
    }
}

/// Compares every binding.
pub fn check() -> Result<()> {
    let header = Header::read()?;
    let mut complaints = Vec::new();
    for binding in BINDINGS {
        let found = binding.compare((binding.read)(&binding.text()?)?, &header);
        complaints.extend(found.into_iter().map(|complaint| format!("{}: {complaint}", binding.language)));
    }
    match complaints.is_empty() {
        true => Ok(()),
        false => Err(format!("bindings differ from vademecum.h:\n  {}", complaints.join("\n  "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bindings_agree_with_the_header() {
        check().unwrap();
    }

    /// Alters a binding's text and answers what is complained of.
    fn altered(language: &str, from: &str, to: &str) -> Vec<String> {
        let binding = BINDINGS.iter().find(|binding| binding.language == language).unwrap();
        let text = binding.text().unwrap();
        assert!(text.contains(from), "{language} has no `{from}`");
        match (binding.read)(&text.replacen(from, to, 1)) {
            Ok(read) => binding.compare(read, &Header::read().unwrap()),
            Err(complaint) => vec![complaint],
        }
    }

    #[test]
    fn what_differs_is_found() {
        let cases = [
            ("Python", "TRUSTED = 4", "TRUSTED = 8"),
            ("Python", "    SYNONYMS = 2\n", ""),
            ("Python", "class Match(", "class Matches("),
            (
                "Python",
                "\"vade_subsumes\", c_int32, c_void_p, c_int64,",
                "\"vade_subsumes\", c_int32, c_void_p,",
            ),
            ("Python", "(\"vade_version\", c_char_p)", "(\"vade_version\", c_int32)"),
            ("Python", "_declare(\"vade_verify\", c_int32, c_void_p)\n", ""),
            (
                "Python",
                "(\"limit\", c_int32),\n        (\"offset\", c_int32)",
                "(\"offset\", c_int32),\n        (\"limit\", c_int32)",
            ),
            ("Python", "    AMPP = 5\n", ""),
            ("Java", "TYPO = 3;", "TYPO = 4;"),
            ("Java", "int productClass, int flags", "int flags, int productClass"),
            ("Pascal", "ProductClass: Int32; Flags: UInt32", "ProductClass: Int32; Flags: Int32"),
            ("Visual Basic 6", "    vmpp As Currency\n", ""),
            ("Java", "long a, long b", "long b, long a"),
            ("Java", "int vade_close(Pointer engine)", "int vade_closed(Pointer engine)"),
            ("Java", "public long conceptId;", "public int conceptId;"),
            ("Java", "\"limit\", \"offset\"}", "\"offset\", \"limit\"}"),
            ("C#", "Typo = 3", "Typo = 2"),
            ("C#", "long a, long b", "long a, int b"),
            ("C#", "ref ConceptInfo info", "ref DescriptionInfo info"),
            (
                "C#",
                "ExactSpelling = true)]\n        internal static extern int vade_verify",
                ")]\n        internal static extern int vade_verify",
            ),
            ("Pascal", "VADE_MATCH_TYPO = 3;", "VADE_MATCH_TYPE = 3;"),
            ("Pascal", "out Relation: Int32", "Relation: Int32"),
            ("Pascal", "{$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}", "cdecl"),
            ("Pascal", "    Reserved: Int32;\n", ""),
            ("Visual Basic 6", "VADE_OK As Long = 0", "VADE_OK As Long = 1"),
            ("Visual Basic 6", "ByVal a As Currency", "ByVal a As Long"),
            ("Visual Basic 6", "ByRef relation As Long", "ByVal relation As Long"),
            ("Visual Basic 6", "    conceptId As Currency\n", "    conceptId As Long\n"),
        ];
        for (language, from, to) in cases {
            assert!(!altered(language, from, to).is_empty(), "{language}: `{to}` for `{from}` is not found");
        }
    }
}
