//! Why a package cannot be read.

use std::io;

/// Why a folder or archive cannot be read. Paths name a file inside an archive as `archive!entry`.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackageError {
    /// The observer asked to stop. Start again to read the release.
    #[error("reading was cancelled")]
    Cancelled,

    /// A file or folder cannot be read. Check that it exists and that you may read it.
    #[error("cannot read {path}: {source}; check that it exists and may be read")]
    Io {
        /// The file or folder.
        path: String,
        /// What the system says.
        source: io::Error,
    },

    /// An inner archive cannot be unpacked to the temporary folder. Make room there, or set another one.
    #[error("cannot write a temporary copy of {path}: {source}; make room in the temporary folder")]
    Spool {
        /// The inner archive.
        path: String,
        /// What the system says.
        source: io::Error,
    },

    /// A zip archive is cut short or damaged. Download it again and compare its size or checksum.
    #[error("{archive} is not a readable zip archive: {source}; download it again")]
    Archive {
        /// The archive.
        archive: String,
        /// What the zip reader says.
        source: zip::result::ZipError,
    },

    /// An entry of a zip archive is damaged. Download the archive again.
    #[error("entry {entry} of {archive} is damaged: {source}; download the archive again")]
    DamagedEntry {
        /// The archive.
        archive: String,
        /// The entry.
        entry: String,
        /// What the zip reader says: a wrong checksum, or data that do not unpack.
        source: io::Error,
    },

    /// An entry is encrypted, or packed with a method other than store and deflate. Unpack the archive with
    /// another tool and name the folder.
    #[error(
        "entry {entry} of {archive} cannot be unpacked: {source}; unpack it with another tool and name the folder"
    )]
    UnsupportedEntry {
        /// The archive.
        archive: String,
        /// The entry.
        entry: String,
        /// What the zip reader says.
        source: zip::result::ZipError,
    },

    /// The name of an entry leads out of its archive. No genuine release does this: do not use the archive.
    #[error(
        "entry {entry} of {archive} has an unsafe name (absolute, with a drive letter, or with `..`); do not use this archive"
    )]
    UnsafeEntry {
        /// The archive.
        archive: String,
        /// The entry, its control characters escaped.
        entry: String,
    },

    /// An entry unpacks to an absurd size, or to another size than it declares. No genuine release does this:
    /// do not use the archive.
    #[error(
        "entry {entry} of {archive} unpacks from {packed} bytes to {unpacked} or more; do not use this archive"
    )]
    Expansion {
        /// The archive.
        archive: String,
        /// The entry.
        entry: String,
        /// Its packed size.
        packed: u64,
        /// Its size as declared or as far as it was unpacked.
        unpacked: u64,
    },

    /// Archives are nested too deep. Unpack the outer ones and name the folder.
    #[error("{archive} is nested more than {limit} archives deep; unpack the outer ones and name the folder")]
    Nesting {
        /// The archive.
        archive: String,
        /// The greatest depth.
        limit: usize,
    },
}
