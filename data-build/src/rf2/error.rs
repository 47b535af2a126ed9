//! Why a release cannot be read.

use std::path::PathBuf;

use crate::package::PackageError;

/// Why a release cannot be read. Paths name a file inside an archive as `archive!entry`.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Rf2Error {
    /// The observer asked to stop. Start again to read the release.
    #[error("reading was cancelled")]
    Cancelled,

    /// An input cannot be read: the error names the folder, archive or entry.
    #[error(transparent)]
    Package(PackageError),

    /// An input holds no RF2 file. Name the folder or archive of a release.
    #[error("{} holds no RF2 release file (sct2_… or der2_…); name the folder or archive of a release", .input.display())]
    NoRelease {
        /// The input.
        input: PathBuf,
    },

    /// An input holds Full or Delta files but no Snapshot. Get the Snapshot of the release.
    #[error(
        "{} holds Full or Delta files ({example}) but no Snapshot concept file; name a release that has a Snapshot",
        .input.display()
    )]
    NotSnapshot {
        /// The input.
        input: PathBuf,
        /// One of the files found.
        example: String,
    },

    /// The inputs hold no concept. Name the folder or archive of a release with a Snapshot concept file.
    #[error(
        "the inputs hold no concept; name a release with a Snapshot concept file (sct2_Concept_…Snapshot…)"
    )]
    NoConcepts,

    /// A file has no header line: it is empty, or was cut. Get the release again.
    #[error(
        "{path}, line 1: the file is empty, it needs a header of {expected} columns; get the release again"
    )]
    NoHeader {
        /// The file.
        path: String,
        /// How many columns its kind has.
        expected: usize,
    },

    /// The header is not that of the kind of file its name tells. Check the file, and report it to its publisher.
    #[error(
        "{path}, line 1: column {position} is headed `{found}`, expected `{expected}`; check that the file is what its name says"
    )]
    Header {
        /// The file.
        path: String,
        /// Which column, counted from 1.
        position: usize,
        /// The expected name; empty where no more columns are expected.
        expected: &'static str,
        /// The name found; empty where the header is too short.
        found: String,
    },

    /// A row has too few or too many columns. Check the line: a tab or line break inside a term does this.
    #[error(
        "{path}, line {line}: {found} columns, expected {expected}; check the line for a stray tab or line break"
    )]
    Columns {
        /// The file.
        path: String,
        /// The line, counted from 1.
        line: u64,
        /// How many columns the kind of file has.
        expected: usize,
        /// How many there are.
        found: usize,
    },

    /// A value has the wrong form. Check the line, and report it to the publisher of the release.
    #[error("{path}, line {line}, column {column}: `{value}` is not {expected}; check the line")]
    Value {
        /// The file.
        path: String,
        /// The line, counted from 1.
        line: u64,
        /// The name of the column.
        column: &'static str,
        /// The value, cut and escaped where it is long or binary.
        value: String,
        /// What belongs there.
        expected: &'static str,
    },

    /// A text is not UTF-8. Check that the file was not converted to another encoding.
    #[error(
        "{path}, line {line}, column {column}: not UTF-8 at byte {offset} of the file; check that the file was not converted"
    )]
    Utf8 {
        /// The file.
        path: String,
        /// The line, counted from 1.
        line: u64,
        /// The name of the column.
        column: &'static str,
        /// The first bad byte, counted from 0 at the start of the unpacked file.
        offset: u64,
    },

    /// A line is longer than any RF2 row. Check that the file is text with line ends.
    #[error("{path}, line {line}: longer than {limit} bytes; check that the file is text with line ends")]
    LineTooLong {
        /// The file.
        path: String,
        /// The line, counted from 1.
        line: u64,
        /// The greatest length.
        limit: usize,
    },

    /// One file holds two different rows of one component with the same effectiveTime. Neither can be preferred:
    /// report it to the publisher of the release.
    #[error(
        "{path}, line {line}: id {id} stands on line {other_line} with the same effectiveTime and other content; report it to the publisher"
    )]
    DuplicateRow {
        /// The file.
        path: String,
        /// The later line, counted from 1.
        line: u64,
        /// The earlier line.
        other_line: u64,
        /// The id: an SCTID or a UUID.
        id: String,
    },

    /// A concept is stated to be its own parent. Report it to the publisher of the release.
    #[error("{path}, line {line}: concept {concept} is a child of itself; report it to the publisher")]
    SelfIsA {
        /// The file.
        path: String,
        /// The line, counted from 1.
        line: u64,
        /// The concept.
        concept: u64,
    },

    /// The inputs exceed what the tables can number. Give fewer inputs at a time.
    #[error("the inputs hold more than {limit} {what}; give fewer inputs")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// The greatest number.
        limit: u64,
    },

    /// A module needs another that no input holds. Add the package that has it, or allow mixed releases.
    #[error(
        "module {module} (in {input}) needs module {required} of {effective_time}, which no input holds; add the package that has it, or allow mixed releases"
    )]
    MissingModule {
        /// The module that needs the other.
        module: u64,
        /// Where that module comes from.
        input: String,
        /// The module that is missing.
        required: u64,
        /// The date it is needed at, as yyyymmdd.
        effective_time: u32,
    },

    /// The inputs are an extension without the release it extends. Add that release as another input.
    #[error(
        "the inputs are an extension: {orphans} of {concepts} active concepts have no parent in them, and module {module} needs module {required} of {effective_time}; add the release that holds it"
    )]
    ExtensionAlone {
        /// The module that needs the other.
        module: u64,
        /// The module that is missing.
        required: u64,
        /// The date it is needed at, as yyyymmdd.
        effective_time: u32,
        /// Active concepts without an active is-a relationship, the root not counted.
        orphans: u64,
        /// Active concepts, the root not counted.
        concepts: u64,
    },

    /// Two inputs do not belong together: one needs a module at another date than the other holds it. Get the
    /// releases that were made for each other, or allow mixed releases.
    #[error(
        "module {module} (in {input}) needs module {required} of {expected}, but {required_input} holds it as of {found}; get releases made for each other, or allow mixed releases"
    )]
    MismatchedModule {
        /// The module that needs the other.
        module: u64,
        /// Where that module comes from.
        input: String,
        /// The module it needs.
        required: u64,
        /// Where that one comes from.
        required_input: String,
        /// The date it is needed at, as yyyymmdd.
        expected: u32,
        /// The date at which it is held, as yyyymmdd.
        found: u32,
    },
}

impl From<PackageError> for Rf2Error {
    fn from(error: PackageError) -> Rf2Error {
        match error {
            PackageError::Cancelled => Rf2Error::Cancelled,
            error => Rf2Error::Package(error),
        }
    }
}
