//! Checked little-endian reads: the one place that turns bytes into numbers.
//!
//! Every read answers with an error rather than a panic, whatever the bytes are, and the error says what was
//! being read.

use bytes::Bytes;

/// Bytes that do not have the shape their place in the file calls for.
///
/// Checksums find damage by accident; this is the answer to bytes whose checksum is right and whose content is
/// not. The file was written by something other than this project's compiler, or altered on purpose: get it
/// again from where it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{what} is not as the format requires")]
pub struct Malformed {
    /// What was being read.
    pub what: &'static str,
}

/// The little-endian `u32` at byte `at`.
#[inline]
pub(crate) fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    let bytes = data.get(at..)?.first_chunk::<4>()?;
    Some(u32::from_le_bytes(*bytes))
}

/// The little-endian `u64` at byte `at`.
#[inline]
pub(crate) fn u64_at(data: &[u8], at: usize) -> Option<u64> {
    let bytes = data.get(at..)?.first_chunk::<8>()?;
    Some(u64::from_le_bytes(*bytes))
}

/// Reads a section from its beginning, handing out numbers and shared pieces of it.
pub(crate) struct SectionReader {
    bytes: Bytes,
    what: &'static str,
}

impl SectionReader {
    /// A reader at the beginning of `bytes`; `what` names the section in errors.
    pub(crate) fn new(bytes: Bytes, what: &'static str) -> SectionReader {
        SectionReader { bytes, what }
    }

    /// The error that this section is not as it should be.
    pub(crate) fn malformed(&self) -> Malformed {
        Malformed { what: self.what }
    }

    /// The next eight bytes as a number.
    pub(crate) fn u64(&mut self) -> Result<u64, Malformed> {
        let value = u64_at(&self.bytes, 0).ok_or(self.malformed())?;
        self.bytes = self.bytes.slice(8..);
        Ok(value)
    }

    /// The next eight bytes as a number that counts something in memory.
    pub(crate) fn count(&mut self) -> Result<usize, Malformed> {
        usize::try_from(self.u64()?).map_err(|_| self.malformed())
    }

    /// The next `length` bytes, padded in the file to a multiple of eight.
    pub(crate) fn take(&mut self, length: usize) -> Result<Bytes, Malformed> {
        let padded = length.checked_next_multiple_of(8).ok_or(self.malformed())?;
        if padded > self.bytes.len() {
            return Err(self.malformed());
        }
        let piece = self.bytes.slice(..length);
        self.bytes = self.bytes.slice(padded..);
        Ok(piece)
    }

    /// `count` items of `size` bytes each, padded as by [`SectionReader::take`].
    pub(crate) fn take_array(&mut self, count: usize, size: usize) -> Result<Bytes, Malformed> {
        self.take(count.checked_mul(size).ok_or(self.malformed())?)
    }

    /// Asserts that nothing is left.
    pub(crate) fn finish(self) -> Result<(), Malformed> {
        if self.bytes.is_empty() { Ok(()) } else { Err(self.malformed()) }
    }
}

/// Writes what [`SectionReader`] reads.
#[cfg(feature = "build")]
#[derive(Default)]
pub(crate) struct SectionWriter {
    out: Vec<u8>,
}

#[cfg(feature = "build")]
impl SectionWriter {
    /// Appends a number as eight bytes.
    pub(crate) fn u64(&mut self, value: u64) {
        self.out.extend_from_slice(&value.to_le_bytes());
    }

    /// Appends bytes, padded with zeros to a multiple of eight.
    pub(crate) fn put(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
        self.out.resize(self.out.len().next_multiple_of(8), 0);
    }

    /// Appends `u32`s as one array.
    pub(crate) fn put_u32s(&mut self, values: &[u32]) {
        let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.put(&bytes);
    }

    /// The section.
    pub(crate) fn finish(self) -> Vec<u8> {
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_past_the_end_are_errors() {
        let mut reader = SectionReader::new(Bytes::from_static(&[1, 0, 0, 0, 0, 0, 0, 0, 9]), "test");
        assert_eq!(reader.u64(), Ok(1));
        assert_eq!(reader.u64(), Err(Malformed { what: "test" }));
        assert_eq!(reader.take(usize::MAX), Err(Malformed { what: "test" }));
        assert_eq!(reader.take_array(usize::MAX, 8), Err(Malformed { what: "test" }));
        assert_eq!(reader.take(1), Err(Malformed { what: "test" }), "the padding is missing");
        assert!(reader.finish().is_err());
    }
}
