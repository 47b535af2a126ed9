//! Words and phrases that mean the same in a search box.
//!
//! # The table
//!
//! A table of equivalents is UTF-8 text, with or without a byte order mark; lines end in LF or CRLF. A line that begins
//! with `#` is a comment; a line of nothing but spaces is passed over. Every other line is a group: two or more columns
//! parted by tabs, each a word or a phrase of at most [`PHRASE_WORDS`] words.
//!
//! ```text
//! # comment
//! myocardial infarction<TAB>heart attack<TAB>MI
//! renal<TAB>kidney
//! ```
//!
//! Each column of a group finds the others. Only words count, which are runs of letters and digits: `U&E` is the two
//! words *u* and *e*. Case and punctuation do not matter, spaces around a column do not either.
//!
//! A word may stand in several groups. Groups are not joined by it: with `a, b` and `b, c`, *a* finds *b* but not *c*.
//!
//! Words that differ only by the regular differences between British and American spelling find each other without
//! a table.

use std::path::{Path, PathBuf};

use crate::table::{self, Line, TableError};

/// The most words that a phrase may have.
pub const PHRASE_WORDS: usize = 6;

/// The table that comes with the compiler.
const ENGLISH: &[u8] = include_bytes!("english.tsv");

/// Where a build takes its equivalents from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum EquivalentsSource {
    /// The English table of the compiler.
    #[default]
    BuiltIn,
    /// There are none.
    None,
    /// A table, in place of that of the compiler.
    File(PathBuf),
}

impl EquivalentsSource {
    /// The name used in reports.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            EquivalentsSource::BuiltIn => "built_in",
            EquivalentsSource::None => "none",
            EquivalentsSource::File(_) => "file",
        }
    }
}

/// Groups of words and phrases of one meaning.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Equivalents {
    /// Each has two or more forms, no two of the same words, as the table writes them without the spaces around them, in
    /// the order of the table. A form has at least one letter or digit, at most [`PHRASE_WORDS`] words, and no control
    /// characters.
    pub groups: Vec<Vec<String>>,
}

impl Equivalents {
    /// No groups.
    pub fn none() -> Equivalents {
        Equivalents::default()
    }

    /// The English clinical table of the compiler.
    ///
    /// # Errors
    ///
    /// None while that table has the form that [`Equivalents::parse`] reads, which a test makes sure of.
    pub fn built_in() -> Result<Equivalents, TableError> {
        Equivalents::parse("the built-in table of equivalents", ENGLISH)
    }

    /// The groups of a file.
    ///
    /// # Errors
    ///
    /// [`TableError::Io`] where the file cannot be read, else as [`Equivalents::parse`].
    pub fn read(path: &Path) -> Result<Equivalents, TableError> {
        Equivalents::parse(&path.display().to_string(), &table::read(path)?)
    }

    /// The groups of a table; errors call it `name`. A table without groups is in order.
    ///
    /// # Errors
    ///
    /// [`TableError`] with line and number of the column: what is not UTF-8, a line of one column, a column that is
    /// empty, has no letter or digit, has a control character or too many words, or has the words of another column.
    pub fn parse(name: &str, content: &[u8]) -> Result<Equivalents, TableError> {
        let mut groups = Vec::new();
        for line in table::lines(name, content) {
            if line.is_blank() {
                continue;
            }
            let text =
                line.text(|before| (before.iter().filter(|byte| **byte == b'\t').count() + 1).to_string())?;
            if !text.starts_with('#') {
                groups.push(group(&line, text)?);
            }
        }
        Ok(Equivalents { groups })
    }

    /// Where a build takes them from, read.
    ///
    /// # Errors
    ///
    /// As [`Equivalents::read`].
    pub fn from_source(source: &EquivalentsSource) -> Result<Equivalents, TableError> {
        match source {
            EquivalentsSource::BuiltIn => Equivalents::built_in(),
            EquivalentsSource::None => Ok(Equivalents::none()),
            EquivalentsSource::File(path) => Equivalents::read(path),
        }
    }
}

/// The columns of one line.
fn group(line: &Line<'_>, text: &str) -> Result<Vec<String>, TableError> {
    let mut forms: Vec<String> = Vec::new();
    let mut seen: Vec<Vec<String>> = Vec::new();
    for (column, form) in (1usize..).zip(text.split('\t')) {
        if form.chars().any(char::is_control) {
            return Err(line.bad(column, form, "free of control characters"));
        }
        let form = form.trim();
        let words = words(form);
        if form.is_empty() {
            return Err(line.bad(column, form, "a word or phrase"));
        }
        if words.is_empty() {
            return Err(line.bad(column, form, "a word or phrase with a letter or digit"));
        }
        if words.len() > PHRASE_WORDS {
            return Err(line.bad(column, form, "a phrase of at most 6 words"));
        }
        if let Some(other) = seen.iter().position(|seen| *seen == words) {
            return Err(line.repeated(column, form, other + 1));
        }
        forms.push(form.to_owned());
        seen.push(words);
    }
    if forms.len() < 2 {
        return Err(line.columns("2 or more", forms.len()));
    }
    Ok(forms)
}

/// The runs of letters and digits, in lower case.
fn words(form: &str) -> Vec<String> {
    let parts = form.split(|letter: char| !letter.is_alphanumeric() && !is_combining(letter));
    parts.filter(|word| word.chars().any(char::is_alphanumeric)).map(str::to_lowercase).collect()
}

/// Whether a character is a mark on the letter before it. These do not part words.
fn is_combining(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

#[cfg(test)]
mod tests;
