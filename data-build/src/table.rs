//! Small tables that stand beside a release: their lines, and what may be wrong with them.
//!
//! Such a table is text in UTF-8, with or without a byte order mark, its lines ended by LF or CRLF. It is read whole.

use std::io;
use std::path::Path;

use crate::shown::shown;

/// Why a table cannot be read. Lines and numbered columns count from 1.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// The file cannot be read. Check that it exists and that you may read it.
    #[error("cannot read {path}: {source}; check that it exists and may be read")]
    Io {
        /// The file.
        path: String,
        /// What the system says.
        source: io::Error,
    },

    /// The table has no line with content. Check that this is the file that was meant.
    #[error(
        "{path}, line 1: the file is empty, it needs {expected}; check that it is the file that you mean"
    )]
    Empty {
        /// The file.
        path: String,
        /// What belongs there.
        expected: &'static str,
    },

    /// A text is not UTF-8. Save the file as UTF-8.
    #[error(
        "{path}, line {line}, column {column}: not UTF-8 at byte {offset} of the file; save the file as UTF-8"
    )]
    Utf8 {
        /// The file.
        path: String,
        /// The line.
        line: u64,
        /// The number of the column, or its name where the table has a header.
        column: String,
        /// The first bad byte, counted from 0 at the start of the file.
        offset: u64,
    },

    /// The header lacks a column, or names one twice. Check that the file is such a table.
    #[error("{path}, line 1: column {column} is {fault} in the header `{found}`; check the header")]
    Header {
        /// The file.
        path: String,
        /// The column.
        column: &'static str,
        /// What is wrong: `missing`, or `named twice`.
        fault: &'static str,
        /// The header, cut where it is long.
        found: String,
    },

    /// A line has another number of columns than it needs. Check the line.
    #[error("{path}, line {line}: {found} columns, expected {expected}; check the line")]
    Columns {
        /// The file.
        path: String,
        /// The line.
        line: u64,
        /// How many belong there, in words where it is not one number.
        expected: String,
        /// How many there are.
        found: usize,
    },

    /// A value has the wrong form. Check the line.
    #[error("{path}, line {line}, column {column}: `{value}` is not {expected}; check the line")]
    Value {
        /// The file.
        path: String,
        /// The line.
        line: u64,
        /// The number of the column, or its name where the table has a header.
        column: String,
        /// The value, cut and escaped where it is long or holds control characters.
        value: String,
        /// What belongs there.
        expected: &'static str,
    },

    /// A column has the same words as another of its line. Remove one of them.
    #[error(
        "{path}, line {line}, column {column}: `{value}` has the same words as column {other}; remove one of them"
    )]
    Repeated {
        /// The file.
        path: String,
        /// The line.
        line: u64,
        /// The number of the later column.
        column: usize,
        /// What stands there.
        value: String,
        /// The number of the earlier column.
        other: usize,
    },
}

/// The content of a file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, TableError> {
    std::fs::read(path).map_err(|source| TableError::Io { path: path.display().to_string(), source })
}

/// A line without its end and without a byte order mark.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    path: &'a str,
    pub(crate) bytes: &'a [u8],
    /// Counted from 1.
    pub(crate) number: u64,
    /// Where it starts in the file.
    offset: u64,
}

/// The lines of a table. The last needs no end. A byte order mark is passed over wherever a line begins, so that files
/// joined end to end are read as well.
pub(crate) fn lines<'a>(path: &'a str, content: &'a [u8]) -> impl Iterator<Item = Line<'a>> {
    let mut start = 0;
    content.split_inclusive(|byte| *byte == b'\n').zip(1u64..).map(move |(whole, number)| {
        let mut offset = start;
        start += whole.len() as u64;
        let mut bytes = whole;
        if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
            bytes = rest;
            offset += 3;
        }
        let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        Line { path, bytes, number, offset }
    })
}

impl<'a> Line<'a> {
    /// Whether nothing but spaces stands on it.
    pub(crate) fn is_blank(&self) -> bool {
        self.bytes.iter().all(|byte| *byte == b' ')
    }

    /// The text of the line. `column_of` names the column of which the given bytes are the beginning, for the error.
    pub(crate) fn text(&self, column_of: impl FnOnce(&[u8]) -> String) -> Result<&'a str, TableError> {
        std::str::from_utf8(self.bytes).map_err(|error| TableError::Utf8 {
            path: self.path.to_owned(),
            line: self.number,
            column: column_of(self.bytes.get(..error.valid_up_to()).unwrap_or_default()),
            offset: self.offset + error.valid_up_to() as u64,
        })
    }

    /// The error for a line with another number of columns than it needs.
    #[cold]
    pub(crate) fn columns(&self, expected: impl ToString, found: usize) -> TableError {
        TableError::Columns {
            path: self.path.to_owned(),
            line: self.number,
            expected: expected.to_string(),
            found,
        }
    }

    /// The error for a value of the wrong form.
    #[cold]
    pub(crate) fn bad(&self, column: impl ToString, value: &str, expected: &'static str) -> TableError {
        TableError::Value {
            path: self.path.to_owned(),
            line: self.number,
            column: column.to_string(),
            value: shown(value.as_bytes()),
            expected,
        }
    }

    /// The error for a column that has the words of another.
    #[cold]
    pub(crate) fn repeated(&self, column: usize, value: &str, other: usize) -> TableError {
        TableError::Repeated {
            path: self.path.to_owned(),
            line: self.number,
            column,
            value: shown(value.as_bytes()),
            other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_their_numbers_and_no_ends_or_marks() {
        let content = b"\xef\xbb\xbfab\r\n\n c\r\n\xef\xbb\xbfd\re";
        let got: Vec<(&[u8], u64, u64)> =
            lines("t", content).map(|line| (line.bytes, line.number, line.offset)).collect();
        let wanted: [(&[u8], u64, u64); 4] = [(b"ab", 1, 3), (b"", 2, 7), (b" c", 3, 8), (b"d\re", 4, 15)];
        assert_eq!(got, wanted);
        assert_eq!(lines("t", b"").count(), 0);
    }

    #[test]
    fn a_bad_byte_is_told_with_its_place_in_the_file() {
        let content = b"\xef\xbb\xbfa\nb\tc\xff";
        let line = lines("t", content).nth(1).unwrap();
        let error = line.text(|before| before.len().to_string()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "t, line 2, column 3: not UTF-8 at byte 8 of the file; save the file as UTF-8"
        );
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = read(Path::new("no/such/table.tsv")).unwrap_err();
        assert!(error.to_string().starts_with("cannot read no/such/table.tsv: "), "{error}");
    }
}
