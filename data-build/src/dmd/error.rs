//! Why a dm+d release cannot be read.

use std::path::PathBuf;

use crate::package::PackageError;

/// Why a dm+d release cannot be read. Lines and columns count from 1, columns in characters.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DmdError {
    /// The observer asked to stop. Start again to read the release.
    #[error("reading was cancelled")]
    Cancelled,

    /// An input cannot be read: the error names the folder, archive or entry.
    #[error(transparent)]
    Package(PackageError),

    /// An input holds no dm+d file. Name the folder or archive of a release.
    #[error("{} holds no dm+d file (f_vmp2_….xml and others); name the folder or archive of a release", .input.display())]
    NoRelease {
        /// The input.
        input: PathBuf,
    },

    /// A file has the name of a dm+d file and another root element. Check that it is what its name says.
    #[error(
        "{path}, line {line}, column {column}: the root element `{root}` is none of dm+d; check the file"
    )]
    Root {
        /// The file.
        path: String,
        /// The line.
        line: u64,
        /// The column.
        column: u64,
        /// The element.
        root: String,
    },

    /// A file is given twice: an input that is named twice, or that lies in another.
    #[error("{path} is read twice, for two inputs hold it; name each folder or archive once")]
    Twice {
        /// The file.
        path: String,
    },

    /// Two files hold the same part of a release. Name one release, and its supplementary files.
    #[error("{first} and {second} are both {root} files; name one release")]
    TwoFiles {
        /// The root element.
        root: &'static str,
        /// The first file.
        first: String,
        /// The second.
        second: String,
    },

    /// A file that every release has is not there. Name the whole release.
    #[error("no input holds the {root} file of dm+d ({name}…xml); name the whole release")]
    MissingFile {
        /// The root element.
        root: &'static str,
        /// How its name begins.
        name: &'static str,
    },

    /// No core file has a date in its name, and dm+d has it nowhere else. Give files their released names.
    #[error(
        "no dm+d file has a date in its name, as f_vmp2_3010419.xml has; give the files their released names"
    )]
    NoDate,

    /// The core files are of different releases. Name one release.
    #[error("{first} is of {first_date} and {second} of {second_date}; name one release")]
    TwoDates {
        /// A file.
        first: String,
        /// Its date, as yyyymmdd.
        first_date: u32,
        /// A file of another date.
        second: String,
        /// Its date.
        second_date: u32,
    },

    /// A file is not well-formed XML. Get the release again.
    #[error("{path}, line {line}, column {column}: {fault}; get the release again")]
    Xml {
        /// The file.
        path: String,
        /// The line.
        line: u64,
        /// The column.
        column: u64,
        /// What is wrong.
        fault: String,
    },

    /// A file has what dm+d files never have, such as a document type. Do not use the file.
    #[error("{path}, line {line}, column {column}: {what}, which no dm+d file has; do not use this file")]
    Foreign {
        /// The file.
        path: String,
        /// The line.
        line: u64,
        /// The column.
        column: u64,
        /// What it is.
        what: String,
    },

    /// A value has the wrong form. Check the line, and report it to the publisher of the release.
    #[error("{path}, line {line}, column {column}: `{value}` in {element} is not {expected}; check the line")]
    Value {
        /// The file.
        path: String,
        /// The line.
        line: u64,
        /// The column.
        column: u64,
        /// The element.
        element: String,
        /// The value, cut and escaped where it is long.
        value: String,
        /// What belongs there.
        expected: &'static str,
    },

    /// A record lacks a field that every such record has. Check the line.
    #[error("{path}, line {line}: this {element} has no {field}; check the line")]
    Missing {
        /// The file.
        path: String,
        /// The line of the record.
        line: u64,
        /// The record's element.
        element: &'static str,
        /// The field.
        field: &'static str,
    },

    /// A record has a field twice. Check the line.
    #[error("{path}, line {line}, column {column}: this {element} has {field} twice; check the line")]
    Repeated {
        /// The file.
        path: String,
        /// The line.
        line: u64,
        /// The column.
        column: u64,
        /// The record's element.
        element: &'static str,
        /// The field.
        field: String,
    },

    /// Two records have one id, or one product has two records of a kind of which it can have one.
    #[error(
        "{path}, line {line}: {element} {id} stands on line {other_line} too; report it to the publisher"
    )]
    Duplicate {
        /// The file.
        path: String,
        /// The later line.
        line: u64,
        /// The earlier line.
        other_line: u64,
        /// The record's element.
        element: &'static str,
        /// The id, or the code.
        id: u64,
    },

    /// A record belongs to a product, or points at one, that the release does not hold.
    #[error("{path}, line {line}: {field} {id} is no {class} of this release; get the whole release")]
    UnknownProduct {
        /// The file.
        path: String,
        /// The line.
        line: u64,
        /// The field.
        field: &'static str,
        /// The id.
        id: u64,
        /// The class of the product.
        class: &'static str,
    },
}

impl From<PackageError> for DmdError {
    fn from(error: PackageError) -> DmdError {
        match error {
            PackageError::Cancelled => DmdError::Cancelled,
            error => DmdError::Package(error),
        }
    }
}
