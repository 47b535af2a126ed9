//! The TypeScript types of the request protocol, from what each operation declares.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use vademecum::ErrorCode;
use vademecum::request::{COMMON_ANSWER, COMMON_ARGUMENTS, Declaration, Field, OPERATIONS, Record, Shape};

const BEGIN: &str = "\
// Written by `cargo xtask wasm types` from what the engine declares (core/src/request). Do not edit.

/** The id of a component: a string of digits. */
export type Code = string;

/** A date, `yyyymmdd`. */
export type DateText = string;
";

fn type_of(shape: &Shape) -> String {
    match shape {
        Shape::Text => "string".into(),
        Shape::Code => "Code".into(),
        Shape::Date => "DateText".into(),
        Shape::Number => "number".into(),
        Shape::Flag => "boolean".into(),
        Shape::Range => "[from: number, to: number]".into(),
        Shape::OneOf(texts) => texts.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>().join(" | "),
        Shape::List(shape) => format!("Array<{}>", type_of(shape)),
        Shape::ByCode(shape) => format!("Record<Code, {}>", type_of(shape)),
        Shape::Record(record) => record.name.into(),
        Shape::AnyOf(shapes) => shapes.iter().map(type_of).collect::<Vec<_>>().join(" | "),
    }
}

/// A sentence: the first letter large, and a full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let stop = if text.ends_with('.') { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}

fn fields(out: &mut String, fields: &[Field]) {
    for field in fields {
        let mark = if field.required { "" } else { "?" };
        let _ = write!(
            out,
            "    /** {} */\n    {}{mark}: {};\n",
            sentence(field.doc),
            field.name,
            type_of(&field.shape)
        );
    }
}

/// Writes a record after those that it is made of.
fn record(out: &mut String, done: &mut BTreeSet<&'static str>, record_: &'static Record, extends: &str) {
    if !done.insert(record_.name) {
        return;
    }
    for field in record_.fields {
        inner(out, done, &field.shape);
    }
    let _ =
        write!(out, "\n/** {} */\nexport interface {}{extends} {{\n", sentence(record_.doc), record_.name);
    fields(out, record_.fields);
    out.push_str("}\n");
}

fn inner(out: &mut String, done: &mut BTreeSet<&'static str>, shape: &Shape) {
    match shape {
        Shape::Record(found) => record(out, done, found, ""),
        Shape::List(shape) | Shape::ByCode(shape) => inner(out, done, shape),
        Shape::AnyOf(shapes) => shapes.iter().for_each(|shape| inner(out, done, shape)),
        _ => {}
    }
}

/// The name of an operation as that of a type: `drug_code` is `DrugCode`.
fn capital(name: &str) -> String {
    let words = name.split('_').map(|word| {
        let mut letters = word.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    });
    words.collect()
}

fn arguments(out: &mut String, operation: &Declaration) {
    let name = capital(operation.name);
    let _ =
        write!(out, "\n/** The arguments of `{}`. */\nexport interface {name}Arguments {{\n", operation.name);
    fields(out, operation.arguments);
    out.push_str("}\n");
}

/// The text of the types.
fn text() -> String {
    let mut out = String::from(BEGIN);
    let codes: Vec<String> = ErrorCode::ALL.iter().map(|code| format!("\"{}\"", code.name())).collect();
    let _ = write!(
        out,
        "\n/** The error codes of the request protocol. */\nexport type ProtocolErrorCode =\n    | {};\n",
        codes.join("\n    | ")
    );
    out.push_str("\n/** What any answer may have besides. */\nexport interface Answered {\n");
    fields(&mut out, COMMON_ANSWER);
    out.push_str("}\n");
    let mut done = BTreeSet::new();
    for operation in OPERATIONS {
        arguments(&mut out, operation);
        for answer in operation.answers {
            record(&mut out, &mut done, answer, " extends Answered");
        }
    }
    out.push_str("\n/** Every operation: its arguments and its answer. */\nexport interface Operations {\n");
    for operation in OPERATIONS {
        let answers: Vec<&str> = operation.answers.iter().map(|answer| answer.name).collect();
        let _ = write!(
            out,
            "    /** {} */\n    {}: {{ arguments: {}Arguments; answer: {} }};\n",
            sentence(operation.doc),
            operation.name,
            capital(operation.name),
            answers.join(" | ")
        );
    }
    out.push_str("}\n");
    out.push_str("\n/** The fields that any request may have. */\nexport interface RequestFields {\n");
    fields(&mut out, COMMON_ARGUMENTS);
    out.push_str("}\n");
    out
}

/// Writes the types to `path`, or with `check` errors where they are not what stands there.
pub fn write(path: &Path, check: bool) -> Result<(), String> {
    let text = text();
    if check {
        let there = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        if there != text {
            return Err(format!("{} is not current: run `cargo xtask wasm types`", path.display()));
        }
        return Ok(());
    }
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
