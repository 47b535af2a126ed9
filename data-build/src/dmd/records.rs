//! Records into rows: each file by what the schema declares of it.

use std::collections::HashMap;

use vademecum::build::{CodeInput, HistoryInput, ProductsInput, TableInput};
use vademecum::{CodeList, Decimal, FieldKind, FieldSpec, Rows, Sctid, TABLES, TableSpec};

use super::error::DmdError;
use super::xml::{Position, Xml};
use crate::shown::shown;
use crate::warnings::{Example, Place, WarningKind, Warnings};

/// The rows of a release, and where each stands.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) input: ProductsInput,
    /// For each table, the line of each row.
    pub(super) lines: Vec<Vec<u32>>,
    /// For each table, the file that its rows are in.
    pub(super) paths: Vec<String>,
    /// For each entry of the code lists, its line.
    pub(super) list_lines: Vec<u32>,
    /// The files of the lookup and of the ingredients.
    pub(super) list_paths: [String; 2],
    texts: HashMap<String, u64>,
    pub(super) warnings: Warnings,
    /// The number of the file that is read, for the order of warnings.
    pub(super) file: u32,
}

/// The fields of a record that was read: for each of its table, the text and where it stands.
struct Record {
    position: Position,
    key: Option<(String, Position)>,
    fields: Vec<Option<(String, Position)>>,
}

#[cold]
fn bad(xml: &Xml<'_>, position: Position, element: &str, value: &str, expected: &'static str) -> DmdError {
    DmdError::Value {
        path: xml.path().to_owned(),
        line: position.line,
        column: position.column,
        element: element.to_owned(),
        value: shown(value.as_bytes()),
        expected,
    }
}

fn missing(xml: &Xml<'_>, position: Position, element: &'static str, field: &'static str) -> DmdError {
    DmdError::Missing { path: xml.path().to_owned(), line: position.line, element, field }
}

fn line_of(position: Position) -> u32 {
    u32::try_from(position.line).unwrap_or(u32::MAX)
}

/// Digits and nothing else, as a number.
fn number(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

/// A date `yyyy-mm-dd` as `yyyymmdd`.
fn date(text: &str) -> Option<u32> {
    let bytes = text.as_bytes();
    let is_date = bytes.len() == 10
        && (0..)
            .zip(bytes)
            .all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() });
    let digits: u32 = text.replace('-', "").parse().ok().filter(|_| is_date)?;
    let (year, month, day) = (digits / 10_000, digits / 100 % 100, digits % 100);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 31,
    };
    ((1900..=9999).contains(&year) && (1..=12).contains(&month) && (1..=days).contains(&day))
        .then_some(digits)
}

/// An id of up to 18 digits.
fn id(text: &str) -> Option<u64> {
    number(text).filter(|number| (1..1_000_000_000_000_000_000).contains(number) && !text.starts_with('0'))
}

const ID: &str = "an id of up to 18 digits";
const DATE: &str = "a date such as 2019-04-01";

impl Reading {
    pub(super) fn new() -> Reading {
        let table =
            |spec: &TableSpec| TableInput { keys: Vec::new(), columns: vec![Vec::new(); spec.fields.len()] };
        let input = ProductsInput { tables: TABLES.iter().map(table).collect(), ..ProductsInput::default() };
        Reading {
            input,
            lines: vec![Vec::new(); TABLES.len()],
            paths: vec![String::new(); TABLES.len()],
            list_lines: Vec::new(),
            list_paths: Default::default(),
            texts: HashMap::new(),
            warnings: Warnings::new(),
            file: 0,
        }
    }

    fn text(&mut self, text: String) -> u64 {
        if let Some(place) = self.texts.get(&text) {
            return *place;
        }
        let place = self.input.texts.len() as u64;
        self.input.texts.push(text.clone());
        self.texts.insert(text, place);
        place
    }

    pub(super) fn warn(&mut self, kind: WarningKind, path: &str, line: u64, column: &str, value: &str) {
        let place = Place { file: self.file, line };
        self.warnings.add(kind, place, || Example {
            path: path.to_owned(),
            line,
            column: column.to_owned(),
            value: shown(value.as_bytes()),
            ..Example::default()
        });
    }

    /// Counts an element that the schema does not declare, and passes over it.
    fn unknown(&mut self, xml: &mut Xml<'_>, inside: &str, name: &str) -> Result<(), DmdError> {
        let line = xml.position().line;
        self.warn(WarningKind::UnknownElement, xml.path(), line, inside, name);
        xml.skip()
    }

    /// Reads a file from behind its root element, and answers how many records it has.
    pub(super) fn file(&mut self, xml: &mut Xml<'_>, root: &str) -> Result<u64, DmdError> {
        let count = match root {
            "LOOKUP" => self.lookup(xml)?,
            "INGREDIENT_SUBSTANCES" => {
                let mut count = 0;
                while let Some(name) = xml.child()? {
                    if name == "ING" {
                        self.code(xml, CodeList::Ingredient, "ING", ["ISID", "NM", "ISIDDT", "ISIDPREV"])?;
                        count += 1;
                    } else {
                        self.unknown(xml, root, &name)?;
                    }
                }
                count
            }
            "HISTORY" => self.history(xml)?,
            "GTIN_DETAILS" => self.gtins(xml)?,
            _ => self.tables(xml, root)?,
        };
        xml.finish()?;
        Ok(count)
    }

    /// A file of tables: records in sections, or in the root itself.
    fn tables(&mut self, xml: &mut Xml<'_>, root: &str) -> Result<u64, DmdError> {
        let of_root = |section: &str| {
            let mut tables = TABLES.iter().enumerate();
            tables.find(|(_, spec)| spec.root == root && spec.section == section)
        };
        if let Some((table, spec)) = of_root("") {
            return self.section(xml, table, spec, root);
        }
        let mut count = 0;
        while let Some(name) = xml.child()? {
            match of_root(&name) {
                Some((table, spec)) => count += self.section(xml, table, spec, &name)?,
                None => self.unknown(xml, root, &name)?,
            }
        }
        Ok(count)
    }

    fn section(
        &mut self,
        xml: &mut Xml<'_>,
        table: usize,
        spec: &'static TableSpec,
        inside: &str,
    ) -> Result<u64, DmdError> {
        let mut count = 0;
        while let Some(name) = xml.child()? {
            if name != spec.element {
                self.unknown(xml, inside, &name)?;
                continue;
            }
            let record = self.record(xml, spec)?;
            let (key, position) = match &record.key {
                Some((key, position)) => {
                    (id(key).ok_or_else(|| bad(xml, *position, spec.key, key, ID))?, *position)
                }
                None => return Err(missing(xml, record.position, spec.element, spec.key)),
            };
            if spec.rows == Rows::Own {
                self.check_digit(xml, spec.key, key, position);
            }
            self.row(xml, table, spec, key, record)?;
            count += 1;
        }
        Ok(count)
    }

    fn check_digit(&mut self, xml: &Xml<'_>, field: &str, id: u64, position: Position) {
        if !Sctid::new(id).is_ok_and(Sctid::is_well_formed) {
            self.warn(WarningKind::CheckDigit, xml.path(), position.line, field, &id.to_string());
        }
    }

    /// The fields of the record that was just opened, in whatever order they come.
    fn record(&mut self, xml: &mut Xml<'_>, spec: &'static TableSpec) -> Result<Record, DmdError> {
        let mut record =
            Record { position: xml.position(), key: None, fields: vec![None; spec.fields.len()] };
        while let Some(name) = xml.child()? {
            let slot = match spec.fields.iter().position(|field| field.tag == name) {
                _ if name == spec.key => &mut record.key,
                Some(place) => match record.fields.get_mut(place) {
                    Some(slot) => slot,
                    None => continue,
                },
                None => {
                    self.unknown(xml, spec.element, &name)?;
                    continue;
                }
            };
            if slot.is_some() {
                return Err(repeated(xml, spec.element, name));
            }
            let text = xml.text()?;
            // An empty element says what an absent one says.
            *slot = (!text.is_empty()).then(|| (text, xml.position()));
        }
        Ok(record)
    }

    /// Adds a row.
    fn row(
        &mut self,
        xml: &Xml<'_>,
        table: usize,
        spec: &'static TableSpec,
        key: u64,
        record: Record,
    ) -> Result<(), DmdError> {
        for (place, (field, value)) in spec.fields.iter().zip(record.fields).enumerate() {
            let value = match value {
                Some((text, position)) => self.value(xml, field, text, position)?,
                None if field.required => return Err(missing(xml, record.position, spec.element, field.tag)),
                None => None,
            };
            if let Some(column) =
                self.input.tables.get_mut(table).and_then(|rows| rows.columns.get_mut(place))
            {
                column.push(value);
            }
        }
        if let Some(rows) = self.input.tables.get_mut(table) {
            rows.keys.push(key);
        }
        if let Some(lines) = self.lines.get_mut(table) {
            lines.push(line_of(record.position));
        }
        if let Some(path) = self.paths.get_mut(table).filter(|path| path.is_empty()) {
            *path = xml.path().to_owned();
        }
        Ok(())
    }

    fn value(
        &mut self,
        xml: &Xml<'_>,
        field: &FieldSpec,
        text: String,
        position: Position,
    ) -> Result<Option<u64>, DmdError> {
        let bad = |expected: &'static str| bad(xml, position, field.tag, &text, expected);
        Ok(Some(match field.kind {
            FieldKind::Flag => match number(&text) {
                Some(1) => 1,
                Some(0) => return Ok(None),
                _ => return Err(bad("a flag, 1 or 0001")),
            },
            FieldKind::Code(list) if list.is_snomed() => id(&text).ok_or_else(|| bad(ID))?,
            FieldKind::Code(_) => {
                number(&text).filter(|code| *code < 1_000_000).ok_or_else(|| bad("a code of digits"))?
            }
            FieldKind::Id | FieldKind::Parent(_) | FieldKind::Product(_) => {
                id(&text).ok_or_else(|| bad(ID))?
            }
            FieldKind::Date => u64::from(date(&text).ok_or_else(|| bad(DATE))?),
            FieldKind::Decimal => {
                if text.parse::<Decimal>().is_err() {
                    return Err(bad("a decimal number from 0 with at most 15 digits"));
                }
                self.text(text)
            }
            FieldKind::Pence => number(&text)
                .filter(|pence| *pence < 1_000_000_000_000)
                .ok_or_else(|| bad("a whole number of pence from 0"))?,
            FieldKind::Number => number(&text)
                .filter(|number| *number < 1_000_000_000)
                .ok_or_else(|| bad("a whole number from 0"))?,
            FieldKind::Gtin => {
                if text.len() > 14 || number(&text).is_none() {
                    let line = position.line;
                    self.warn(WarningKind::GtinNotDigits, xml.path(), line, field.tag, &text);
                    return Ok(None);
                }
                if !has_check_digit(&text) {
                    self.warn(WarningKind::GtinCheckDigit, xml.path(), position.line, field.tag, &text);
                }
                self.text(text)
            }
            FieldKind::Text => self.text(text),
        }))
    }

    /// The code lists.
    fn lookup(&mut self, xml: &mut Xml<'_>) -> Result<u64, DmdError> {
        let mut count = 0;
        while let Some(section) = xml.child()? {
            let Some(list) = CodeList::from_tag(&section).filter(|list| *list != CodeList::Ingredient) else {
                self.unknown(xml, "LOOKUP", &section)?;
                continue;
            };
            while let Some(name) = xml.child()? {
                if name == "INFO" {
                    self.code(xml, list, "INFO", ["CD", "DESC", "CDDT", "CDPREV"])?;
                    count += 1;
                } else {
                    self.unknown(xml, &section, &name)?;
                }
            }
        }
        Ok(count)
    }

    /// An entry of a list: code, text, date, previous code, by these tags, and whether it is invalid.
    fn code(
        &mut self,
        xml: &mut Xml<'_>,
        list: CodeList,
        element: &'static str,
        tags: [&'static str; 4],
    ) -> Result<(), DmdError> {
        const INVALID: &str = "INVALID";
        let position = xml.position();
        let mut values: [Option<(String, Position)>; 5] = [const { None }; 5];
        while let Some(name) = xml.child()? {
            let known = tags.iter().chain([&INVALID]).position(|tag| *tag == name);
            let Some(slot) = known.and_then(|place| values.get_mut(place)) else {
                self.unknown(xml, element, &name)?;
                continue;
            };
            if slot.is_some() {
                return Err(repeated(xml, element, name));
            }
            let text = xml.text()?;
            // An entry with an empty text is kept: one list has such.
            *slot = Some((text, xml.position()));
        }
        let [code, text, from, previous, invalid] = values;
        let [code_tag, text_tag, date_tag, previous_tag] = tags;
        let code = code.ok_or_else(|| missing(xml, position, element, code_tag))?;
        let (text, _) = text.ok_or_else(|| missing(xml, position, element, text_tag))?;
        let parse = if list.is_snomed() { id } else { number };
        let expected = if list.is_snomed() { ID } else { "a code of digits" };
        let numbers = |xml: &Xml<'_>, tag: &'static str, value: Option<(String, Position)>| match value {
            Some((text, position)) if !text.is_empty() => {
                parse(&text).map(Some).ok_or_else(|| bad(xml, position, tag, &text, expected))
            }
            _ => Ok(None),
        };
        let entry = CodeInput {
            list,
            code: numbers(xml, code_tag, Some(code))?
                .ok_or_else(|| missing(xml, position, element, code_tag))?,
            text,
            date: match from {
                Some((text, position)) if !text.is_empty() => {
                    Some(date(&text).ok_or_else(|| bad(xml, position, date_tag, &text, DATE))?)
                }
                _ => None,
            },
            previous: numbers(xml, previous_tag, previous)?,
            invalid: match invalid {
                Some((text, position)) if !text.is_empty() => match number(&text) {
                    Some(flag @ 0..=1) => flag == 1,
                    _ => return Err(bad(xml, position, INVALID, &text, "a flag, 1 or 0001")),
                },
                _ => false,
            },
        };
        let [lookup, ingredients] = &mut self.list_paths;
        let path = if list == CodeList::Ingredient { ingredients } else { lookup };
        if path.is_empty() {
            *path = xml.path().to_owned();
        }
        self.input.lists.push(entry);
        self.list_lines.push(line_of(position));
        Ok(())
    }

    /// The history of ids.
    fn history(&mut self, xml: &mut Xml<'_>) -> Result<u64, DmdError> {
        const SECTIONS: &[(&str, &str)] = &[
            ("VTMS", "VTM"),
            ("VMPS", "VMP"),
            ("INGS", "ING"),
            ("SUPPS", "SUPP"),
            ("FORMS", "FORM"),
            ("ROUTES", "ROUTE"),
            ("UOMS", "UOM"),
        ];
        const TAGS: [&str; 4] = ["IDCURRENT", "IDPREVIOUS", "STARTDT", "ENDDT"];
        let mut count = 0;
        while let Some(section) = xml.child()? {
            let Some((_, element)) = SECTIONS.iter().find(|(name, _)| *name == section) else {
                self.unknown(xml, "HISTORY", &section)?;
                continue;
            };
            while let Some(name) = xml.child()? {
                if name != *element {
                    self.unknown(xml, &section, &name)?;
                    continue;
                }
                let position = xml.position();
                let mut values: [Option<(String, Position)>; 4] = [const { None }; 4];
                while let Some(name) = xml.child()? {
                    let known = TAGS.iter().position(|tag| *tag == name);
                    let Some(slot) = known.and_then(|place| values.get_mut(place)) else {
                        self.unknown(xml, element, &name)?;
                        continue;
                    };
                    if slot.is_some() {
                        return Err(repeated(xml, element, name));
                    }
                    let text = xml.text()?;
                    *slot = (!text.is_empty()).then(|| (text, xml.position()));
                }
                let [current, previous, start, end] = values;
                let ids = |value: Option<(String, Position)>, tag: &'static str| {
                    let (text, place) = value.ok_or_else(|| missing(xml, position, element, tag))?;
                    id(&text).ok_or_else(|| bad(xml, place, tag, &text, ID))
                };
                let dates = |value: Option<(String, Position)>, tag: &'static str| match value {
                    Some((text, place)) => {
                        date(&text).map(Some).ok_or_else(|| bad(xml, place, tag, &text, DATE))
                    }
                    None => Ok(None),
                };
                let row = HistoryInput {
                    previous: ids(previous, "IDPREVIOUS")?,
                    current: ids(current, "IDCURRENT")?,
                    start: dates(start, "STARTDT")?,
                    end: dates(end, "ENDDT")?,
                };
                self.input.history.push(row);
                count += 1;
            }
        }
        Ok(count)
    }

    /// GTINs, which stand a level deeper than other records, beside the id that they belong to.
    fn gtins(&mut self, xml: &mut Xml<'_>) -> Result<u64, DmdError> {
        let mut tables = TABLES.iter().enumerate();
        let Some((table, spec)) = tables.find(|(_, spec)| spec.root == "GTIN_DETAILS") else { return Ok(0) };
        let mut count = 0;
        while let Some(section) = xml.child()? {
            if section != spec.section {
                self.unknown(xml, spec.root, &section)?;
                continue;
            }
            while let Some(name) = xml.child()? {
                if name != "AMPP" {
                    self.unknown(xml, spec.section, &name)?;
                    continue;
                }
                let position = xml.position();
                let (mut key, mut records) = (None, Vec::new());
                while let Some(name) = xml.child()? {
                    if name == spec.element {
                        records.push(self.record(xml, spec)?);
                    } else if name != spec.key {
                        self.unknown(xml, "AMPP", &name)?;
                    } else if key.is_some() {
                        return Err(repeated(xml, "AMPP", name));
                    } else {
                        let text = xml.text()?;
                        key = Some(id(&text).ok_or_else(|| bad(xml, xml.position(), spec.key, &text, ID))?);
                    }
                }
                let key = key.ok_or_else(|| missing(xml, position, "AMPP", spec.key))?;
                for record in records {
                    self.row(xml, table, spec, key, record)?;
                    count += 1;
                }
            }
        }
        Ok(count)
    }
}

fn repeated(xml: &Xml<'_>, element: &'static str, field: String) -> DmdError {
    let Position { line, column } = xml.position();
    DmdError::Repeated { path: xml.path().to_owned(), line, column, element, field }
}

/// Whether the last digit of a GTIN is the check digit of the others (GS1 General Specifications, section 7.9).
fn has_check_digit(gtin: &str) -> bool {
    vademecum::has_gtin_check_digit(gtin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_of_the_calendar() {
        assert_eq!(date("2019-04-01"), Some(20_190_401));
        assert_eq!(date("2020-02-29"), Some(20_200_229));
        for text in [
            "2019-02-29",
            "2019-13-01",
            "2019-00-01",
            "2019-04-31",
            "19-04-01",
            "2019/04/01",
            "2019-4-1x",
            "",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn ids_have_up_to_18_digits() {
        assert_eq!(id("12345"), Some(12345));
        for text in ["", "0", "012345", "1234567890123456789", "1a", "-1", "+1"] {
            assert_eq!(id(text), None, "{text}");
        }
    }
}
