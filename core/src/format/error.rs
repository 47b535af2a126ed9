//! What can be wrong with a file.

use crate::bytes::Malformed;
use crate::format::{FORMAT_VERSION, OLDEST_READABLE, SectionKind};

/// Why bytes are not a readable `.vade` file, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FormatError {
    /// The first bytes are not those of a `.vade` file: another kind of file, or nothing. Check the path.
    #[error("this is not a .vade file: it begins with other bytes")]
    NotVade,
    /// The file begins as a `.vade` file does, and line ends were translated on the way (a text-mode transfer).
    /// Transfer it again as binary.
    #[error("this .vade file was changed by a text-mode transfer; transfer it again as binary")]
    TextMode,
    /// The file is shorter than its header says: a copy or download that did not finish. Get it again.
    #[error("the file is cut short: its header promises {expected} bytes and there are {actual}")]
    Truncated {
        /// Bytes that the header promises; 0 where the header itself is cut.
        expected: u64,
        /// Bytes that are there.
        actual: u64,
    },
    /// The file is longer than its header says: something was appended. Get it again.
    #[error("the file has {extra} bytes behind its end")]
    TrailingBytes {
        /// Bytes too many.
        extra: u64,
    },
    /// The file was written by a newer version. Update the library, or build the file with an older one.
    #[error(
        "the file has format version {version}; this library reads {OLDEST_READABLE} to {FORMAT_VERSION}: update the library"
    )]
    TooNew {
        /// The file's format version.
        version: u32,
    },
    /// The file was written by a version no longer read. Build it again from the release.
    #[error(
        "the file has format version {version}; this library reads {OLDEST_READABLE} to {FORMAT_VERSION}: build the file again"
    )]
    TooOld {
        /// The file's format version.
        version: u32,
    },
    /// The header or the section directory does not match its checksum. Get the file again.
    #[error("the header or section directory is damaged")]
    HeaderDamaged,
    /// The file needs a section that this library does not know. Update the library.
    #[error("the file needs section `{name}`, which this library does not know: update the library")]
    UnknownSection {
        /// The section's name.
        name: String,
    },
    /// The directory places a section outside the file, over another, or off its alignment.
    #[error("section `{name}` is said to be at {offset} with {length} bytes, which does not fit the file")]
    SectionOutOfBounds {
        /// The section's name.
        name: String,
        /// Where the directory says it begins.
        offset: u64,
        /// How long the directory says it is.
        length: u64,
    },
    /// Two directory entries have one name, or a name is not as names are.
    #[error("the section directory has a bad or repeated name: `{name}`")]
    BadSectionName {
        /// The name.
        name: String,
    },
    /// The content of a section does not match its checksum. Get the file again.
    #[error("section `{}` is damaged: its checksum does not match", section.name())]
    SectionDamaged {
        /// The section.
        section: SectionKind,
    },
    /// A section that every file has is missing.
    #[error("section `{}` is missing, and every file must have it", section.name())]
    SectionMissing {
        /// The section.
        section: SectionKind,
    },
    /// What was asked for was left out when the file was built. Ask a file that has it, or build one.
    #[error("this file was built without `{}`", section.part().map_or("", crate::format::Part::name))]
    NotInFile {
        /// The section that would hold the answer.
        section: SectionKind,
    },
    /// What was asked for is in the file and has not arrived yet. Ask again when it has.
    #[error("`{}` has not arrived yet; ask again when it has", section.name())]
    NotLoaded {
        /// The section that holds the answer.
        section: SectionKind,
    },
    /// The whole file was to be checked, and a part of it has not arrived yet.
    #[error("not all of the file is there: {} have not arrived yet", missing.join(", "))]
    Incomplete {
        /// The names of the sections that are not there.
        missing: Vec<String>,
    },
    /// A section arrived that the file's directory does not list: it is of another file.
    #[error("the file has no section `{name}`")]
    NotListed {
        /// The name it came with.
        name: String,
    },
    /// A section arrived with another length than the directory says: it is of another file, or was cut. Get it again.
    #[error("section `{name}` has {actual} bytes and should have {expected}")]
    SectionLength {
        /// The section's name.
        name: String,
        /// How long the directory says it is.
        expected: u64,
        /// How long it is.
        actual: u64,
    },
    /// The manifest does not decode.
    #[error("the {what} cannot be decoded")]
    Undecodable {
        /// What was being decoded.
        what: &'static str,
    },
    /// A section's checksum is right and its content is not.
    #[error(transparent)]
    Malformed(#[from] Malformed),
}
