//! Why a build fails.

use std::path::PathBuf;

use vademecum::build::Cycle;

use crate::dmd::DmdError;
use crate::rf2::Rf2Error;
use crate::table::TableError;

/// Why no file was built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The release cannot be read; the error names file, line, column and value.
    #[error(transparent)]
    Rf2(#[from] Rf2Error),
    /// The dm+d release cannot be read; the error names file, line, column and value.
    #[error(transparent)]
    Dmd(#[from] DmdError),
    /// The table of equivalents cannot be read; the error names file, line and column.
    #[error("the table of equivalents: {0}")]
    Equivalents(#[source] TableError),
    /// The table of usage cannot be read; the error names file, line and column.
    #[error("the table of usage: {0}")]
    Usage(#[source] TableError),
    /// A concept is its own ancestor: the release is at fault, or two releases do not belong together.
    #[error(transparent)]
    Cycle(#[from] Cycle),
    /// None of the concepts to keep is in the release. Check that the list and the release are of one edition.
    #[error("none of the concepts to keep is in the release")]
    NoConceptsKept,
    /// The release has no members in any of the language reference sets asked for.
    #[error("the release has no members in language reference set {refsets}; it has {present}")]
    NoLanguage {
        /// What was asked for.
        refsets: String,
        /// What there is.
        present: String,
    },
    /// A release has more of something than the format can count.
    #[error("the release has more than 65,535 distinct {what}")]
    TooMany {
        /// Of what.
        what: &'static str,
    },
    /// A section cannot be encoded.
    #[error("a section cannot be encoded: {0}")]
    Encode(String),
    /// The file cannot be written. Check the folder, its permissions and the space left.
    #[error("cannot write {path}: {source}")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The build was cancelled; nothing was written.
    #[error("the build was cancelled; no file was written")]
    Cancelled,
}
