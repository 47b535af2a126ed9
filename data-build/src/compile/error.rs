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
    /// The file that keeps its SNOMED CT side is damaged.
    #[error(transparent)]
    File(#[from] vademecum::Error),
    /// The build was cancelled; nothing was written.
    #[error("the build was cancelled; no file was written")]
    Cancelled,
}

/// Why a file was not updated. It is as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UpdateError {
    /// The new release cannot be read, or the new file not written.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// The file to update cannot be read. Get it again, or build it again.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: vademecum::Error,
    },
    /// The file was built to be without products. Build it again with dm+d.
    #[error("{path} was built without `products`; build it again to have dm+d in it")]
    WithoutProducts {
        /// The file.
        path: PathBuf,
    },
    /// The file holds something that this version does not know. Update it with the version that built it, or build it
    /// again.
    #[error("{path} has the section `{section}`, which this version does not know and would lose")]
    UnknownSection {
        /// The file.
        path: PathBuf,
        /// The section.
        section: String,
    },
    /// The file is of an older format version, which is read and not written. Build it again.
    #[error("{path} is of format version {version}; build it again to bring it up to date")]
    OldFormat {
        /// The file.
        path: PathBuf,
        /// Its version.
        version: u32,
    },
    /// The release is older than the one in the file.
    #[error("the dm+d release is of {given}, and {path} holds a newer one, of {present}")]
    Older {
        /// The file.
        path: PathBuf,
        /// The date of the release in it, as `yyyymmdd`.
        present: u32,
        /// The date of the release that was given.
        given: u32,
    },
}
