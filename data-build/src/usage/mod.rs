//! How often concepts are recorded, by a table of counts.
//!
//! # The table
//!
//! The layout is that of NHS England's "SNOMED code usage in primary care":
//!
//! ```text
//! SNOMED_Concept_ID<TAB>Description<TAB>Usage<TAB>Active_at_Start<TAB>Active_at_End
//! ```
//!
//! It is UTF-8 text, with or without a byte order mark; lines end in LF or CRLF, and blank lines are passed over. The
//! columns are parted by tabs, or by commas where the header has no tab. Between commas a column may stand in double
//! quotes, with `""` for a quote inside; it ends on its own line.
//! `SNOMED_Concept_ID` and `Usage` are found by their names, in capitals or not, wherever they stand; other columns are
//! not looked at. Every line has as many columns as the header.
//!
//! `Usage` is a whole number, also with commas between the thousands. `*` stands for a count of 1 to 4, which NHS
//! England does not publish; it is counted as [`SMALL_COUNT`].
//!
//! The counts of a concept on several lines are added, and a line that repeats the header is passed over: so the tables
//! of several years joined end to end are one table.

mod fields;

use std::borrow::Cow;
use std::path::Path;

use vademecum::Sctid;

use crate::table::{self, Line, TableError};
use fields::split;

/// What a count that is not published (`*`, for 1 to 4) is taken for.
pub const SMALL_COUNT: u64 = 2;

/// The column of ids.
const ID: &str = "SNOMED_Concept_ID";
/// The column of counts.
const USAGE: &str = "Usage";

/// How often concepts were recorded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Usage {
    /// Ascending by concept, each concept once.
    counts: Vec<ConceptUsage>,
    rows: u64,
    small_counts: u64,
}

/// How often one concept was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConceptUsage {
    /// The concept, as the table calls it: its check digit is not looked at, and the release need not have it.
    pub concept: Sctid,
    /// How many times it was recorded, over all lines of the table that name it.
    pub count: u64,
    /// The first line of the table that names it, counted from 1.
    pub line: u64,
}

impl Usage {
    /// The counts of a file.
    ///
    /// # Errors
    ///
    /// [`TableError::Io`] where the file cannot be read, else as [`Usage::parse`].
    pub fn read(path: &Path) -> Result<Usage, TableError> {
        Usage::parse(&path.display().to_string(), &table::read(path)?)
    }

    /// The counts of a table; errors call it `name`. A table without rows is in order.
    ///
    /// # Errors
    ///
    /// [`TableError`] with line and name of the column: an empty file, a header without one of the two columns or with
    /// two of a name, a line with another number of columns than the header, an id that is not an SCTID, a usage that is
    /// neither a number nor `*`, a quoted column that does not end, what is not UTF-8.
    pub fn parse(name: &str, content: &[u8]) -> Result<Usage, TableError> {
        let mut lines = table::lines(name, content).filter(|line| !line.is_blank());
        let header_line = lines.next().ok_or_else(|| TableError::Empty {
            path: name.to_owned(),
            expected: "a header with the columns SNOMED_Concept_ID and Usage",
        })?;
        let header = Header::new(name, &header_line)?;
        let mut usage = Usage::default();
        for line in lines {
            let text = line.text(|before| header.column_of(before))?;
            if text == header.text {
                continue;
            }
            let columns = header.columns(&line, text)?;
            let field = |at: usize| columns.get(at).map(|field| field.trim()).unwrap_or_default();
            let id = field(header.id);
            let concept = id.parse().map_err(|_| line.bad(ID, id, "an SCTID (6 to 18 digits)"))?;
            let count = match field(header.usage) {
                "*" => {
                    usage.small_counts += 1;
                    SMALL_COUNT
                }
                text => whole_number(text).ok_or_else(|| line.bad(USAGE, text, "a whole number or *"))?,
            };
            usage.rows += 1;
            usage.counts.push(ConceptUsage { concept, count, line: line.number });
        }
        usage.join();
        Ok(usage)
    }

    /// Sorts the rows and adds those of one concept.
    fn join(&mut self) {
        self.counts.sort_by_key(|row| (row.concept, row.line));
        self.counts.dedup_by(|later, first| {
            let same = later.concept == first.concept;
            if same {
                // More than 18 million lines of the greatest count would be needed to reach the end.
                first.count = first.count.saturating_add(later.count);
            }
            same
        });
    }

    /// How many times a concept was recorded; `None` where the table does not name it.
    pub fn count(&self, concept: Sctid) -> Option<u64> {
        let at = self.counts.binary_search_by_key(&concept, |row| row.concept).ok()?;
        self.counts.get(at).map(|row| row.count)
    }

    /// The counts, ascending by concept.
    pub fn concepts(&self) -> &[ConceptUsage] {
        &self.counts
    }

    /// How many lines were read, the header and blank lines not counted.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// How many of the lines have `*` for their count.
    pub fn small_counts(&self) -> u64 {
        self.small_counts
    }
}

/// What the first line says of all others.
struct Header<'a> {
    text: &'a str,
    separator: u8,
    names: Vec<Cow<'a, str>>,
    /// Where the id stands among the columns.
    id: usize,
    /// Where the count stands.
    usage: usize,
}

impl<'a> Header<'a> {
    fn new(path: &str, line: &Line<'a>) -> Result<Header<'a>, TableError> {
        let separator = if line.bytes.contains(&b'\t') { b'\t' } else { b',' };
        let text = line.text(|before| (split_count(before, separator)).to_string())?;
        let names = split(text, separator)
            .map_err(|at| line.bad(at.column, at.rest, "a quoted column that ends on its line"))?;
        let find = |column: &'static str| {
            let fault = |fault| TableError::Header {
                path: path.to_owned(),
                column,
                fault,
                found: crate::shown::shown(text.as_bytes()),
            };
            let mut found = (0..)
                .zip(&names)
                .filter(|(_, name)| name.trim().eq_ignore_ascii_case(column))
                .map(|(at, _)| at);
            match (found.next(), found.next()) {
                (Some(at), None) => Ok(at),
                (None, _) => Err(fault("missing")),
                (Some(_), Some(_)) => Err(fault("named twice")),
            }
        };
        let (id, usage) = (find(ID)?, find(USAGE)?);
        Ok(Header { text, separator, names, id, usage })
    }

    /// The name of the column in which a line stands after these bytes, or its number where the header has none.
    fn column_of(&self, before: &[u8]) -> String {
        let number = split_count(before, self.separator);
        match self.names.get(number - 1).map(|name| name.trim()) {
            Some(name) if !name.is_empty() => name.to_owned(),
            _ => number.to_string(),
        }
    }

    /// The columns of a line, as many as the header has.
    fn columns<'l>(&self, line: &Line<'_>, text: &'l str) -> Result<Vec<Cow<'l, str>>, TableError> {
        let columns = split(text, self.separator).map_err(|at| {
            let name = self.names.get(at.column - 1).map(|name| name.trim().to_owned());
            line.bad(
                name.unwrap_or_else(|| at.column.to_string()),
                at.rest,
                "a quoted column that ends on its line",
            )
        })?;
        if columns.len() != self.names.len() {
            return Err(line.columns(self.names.len(), columns.len()));
        }
        Ok(columns)
    }
}

/// The number of the column in which a line stands after these bytes, counted from 1.
fn split_count(before: &[u8], separator: u8) -> usize {
    let mut quoted = false;
    let mut number = 1;
    for byte in before {
        match *byte {
            b'"' if separator == b',' => quoted = !quoted,
            byte if byte == separator && !quoted => number += 1,
            _ => {}
        }
    }
    number
}

/// A number of at most 12 digits, with or without commas between its thousands.
fn whole_number(text: &str) -> Option<u64> {
    let mut parts = text.split(',');
    let first = parts.next()?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let parted = text.contains(',');
    if !digits(first) || (parted && first.len() > 3) || !parts.all(|part| part.len() == 3 && digits(part)) {
        return None;
    }
    let number: String = text.chars().filter(|letter| *letter != ',').collect();
    if number.len() > 12 { None } else { number.parse().ok() }
}

#[cfg(test)]
mod tests;
