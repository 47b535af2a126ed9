//! The two JSON files of a packed folder.

use serde::{Deserialize, Serialize};

/// The version of both.
pub(super) const VERSION: u32 = 1;
/// The name of the file that names the current release.
pub(super) const LATEST: &str = "latest.json";

/// `latest.json`.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Latest {
    /// `latest`.
    pub(super) vademecum: String,
    pub(super) version: u32,
    /// The name of the release header.
    pub(super) release: String,
    /// SHA-256 of the header, in hexadecimal.
    pub(super) sha256: String,
}

/// `release-….json`.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Release {
    /// `release`.
    pub(super) vademecum: String,
    pub(super) version: u32,
    /// The version of the file's format.
    pub(super) format_version: u32,
    /// Bytes of the file.
    pub(super) bytes: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) edition: Option<EditionEntry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) marking: Option<String>,
    pub(super) licence: String,
    /// In the order in which to fetch them.
    pub(super) parts: Vec<PartEntry>,
}

/// The edition inside.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct EditionEntry {
    pub(super) uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) effective_time: Option<String>,
}

/// A part.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct PartEntry {
    /// The name of its file; with `.br` and `.gz` behind it, the compressed ones.
    pub(super) name: String,
    /// Bytes before compression.
    pub(super) bytes: u64,
    /// SHA-256 of those bytes, in hexadecimal.
    pub(super) sha256: String,
    /// Bytes by Brotli.
    pub(super) brotli: u64,
    /// Bytes by gzip.
    pub(super) gzip: u64,
    /// The sections that lie in it one behind another; empty for the beginning of the file.
    pub(super) sections: Vec<String>,
}

/// The text of a header.
pub(super) fn text<T: Serialize>(header: &T) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(header)?;
    text.push('\n');
    Ok(text)
}
