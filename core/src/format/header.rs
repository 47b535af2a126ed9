//! The first 64 bytes.

use crate::bytes::{u32_at, u64_at};
use crate::format::FormatError;

/// The version of the format that this library writes.
pub const FORMAT_VERSION: u32 = 1;
/// The oldest version of the format that this library reads.
pub const OLDEST_READABLE: u32 = 1;

/// How a file begins. The first byte is no ASCII, and the line ends show a text-mode transfer.
pub(crate) const MAGIC: [u8; 8] = *b"\x89VADE\r\n\x1a";
pub(crate) const HEADER_BYTES: usize = 64;
/// Sections begin at multiples of this.
pub(crate) const ALIGNMENT: usize = 64;
/// Where in the header its checksum stands: it is taken with these eight bytes as zeros.
pub(crate) const CHECKSUM_AT: usize = 32;

/// The fields of the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) version: u32,
    pub(crate) file_length: u64,
    pub(crate) section_count: u32,
    pub(crate) checksum: u64,
}

impl Header {
    /// Reads the header of a file, of whose bytes there are `actual`.
    pub(crate) fn read(data: &[u8]) -> Result<Header, FormatError> {
        let actual = data.len() as u64;
        let start = data.get(..MAGIC.len().min(data.len())).unwrap_or_default();
        if start.is_empty() || !MAGIC.starts_with(start) {
            let text_mode =
                [&b"\x89VADE\n"[..], b"\x89VADE\r\r\n", b"VADE\r\n"].iter().any(|s| start.starts_with(s));
            return Err(if text_mode { FormatError::TextMode } else { FormatError::NotVade });
        }
        let field = |at| u32_at(data, at).ok_or(FormatError::Truncated { expected: 0, actual });
        let long = |at| u64_at(data, at).ok_or(FormatError::Truncated { expected: 0, actual });
        // The version stands first, so that a file of any version is told by it.
        let version = field(8)?;
        let section_count = field(12)?;
        let file_length = long(16)?;
        let checksum = long(CHECKSUM_AT)?;
        if version > FORMAT_VERSION {
            return Err(FormatError::TooNew { version });
        }
        if version < OLDEST_READABLE {
            return Err(FormatError::TooOld { version });
        }
        if data.len() < HEADER_BYTES {
            return Err(FormatError::Truncated { expected: 0, actual });
        }
        Ok(Header { version, file_length, section_count, checksum })
    }

    #[cfg(feature = "build")]
    pub(crate) fn write(&self) -> [u8; HEADER_BYTES] {
        let mut bytes = [0u8; HEADER_BYTES];
        let fields =
            MAGIC.into_iter().chain(self.version.to_le_bytes()).chain(self.section_count.to_le_bytes());
        let fields =
            fields.chain(self.file_length.to_le_bytes()).chain([0; 8]).chain(self.checksum.to_le_bytes());
        bytes.iter_mut().zip(fields).for_each(|(to, from)| *to = from);
        bytes
    }
}
