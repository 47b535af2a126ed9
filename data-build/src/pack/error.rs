//! Why packing fails.

use std::path::PathBuf;

/// Why a file was not packed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    /// The file cannot be read. Check the path and permissions.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is not whole and consistent. Build it again.
    #[error(transparent)]
    File(#[from] vademecum::Error),
    /// A file of the folder cannot be written or removed. Check permissions and the space left.
    #[error("cannot write {path}: {source}")]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The header cannot be written as JSON.
    #[error("the header cannot be encoded: {0}")]
    Encode(#[from] serde_json::Error),
    /// Packing was cancelled. `latest.json` names what it named before.
    #[error("packing was cancelled; latest.json is as it was")]
    Cancelled,
}
