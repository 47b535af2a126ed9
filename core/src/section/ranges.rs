//! A short list of ranges for each of many owners.

use std::ops::Range;

use bytes::Bytes;

#[cfg(feature = "build")]
use crate::bytes::SectionWriter;
use crate::bytes::{Malformed, SectionReader};
use crate::section::{Monotone, PackedInts};

/// For each owner, disjoint ascending ranges of ordinals; most owners have none.
///
/// Bytes: where each owner's ranges begin as a [`Monotone`] of owners + 1, then the first ordinal of each
/// range and then its length, both as [`PackedInts`].
#[derive(Debug, Clone)]
pub(crate) struct RangeLists {
    offsets: Monotone,
    starts: PackedInts,
    lengths: PackedInts,
}

impl RangeLists {
    /// Reads a section that holds one such table.
    pub(crate) fn from_section(bytes: Bytes, what: &'static str) -> Result<RangeLists, Malformed> {
        let mut reader = SectionReader::new(bytes, what);
        let offsets = Monotone::read(&mut reader)?;
        let starts = PackedInts::read(&mut reader)?;
        let lengths = PackedInts::read(&mut reader)?;
        if starts.len() != lengths.len() {
            return Err(reader.malformed());
        }
        reader.finish()?;
        Ok(RangeLists { offsets, starts, lengths })
    }

    /// How many owners there are.
    pub(crate) fn len(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    #[inline]
    fn range(&self, index: usize) -> Result<Range<u32>, Malformed> {
        let start = self.starts.get_u32(index)?;
        Ok(start..start.saturating_add(self.lengths.get_u32(index)?))
    }

    /// The ranges of `owner`.
    pub(crate) fn of(
        &self,
        owner: u32,
    ) -> Result<impl Iterator<Item = Result<Range<u32>, Malformed>> + '_, Malformed> {
        let (from, to) = self.offsets.pair(owner as usize)?;
        Ok((from as usize..to as usize).map(|index| self.range(index)))
    }

    /// Whether a range of `owner` holds `ordinal`: a binary search.
    #[inline]
    pub(crate) fn contains(&self, owner: u32, ordinal: u32) -> Result<bool, Malformed> {
        let (from, to) = self.offsets.pair(owner as usize)?;
        // The last range that begins at the ordinal or before it.
        let (mut low, mut count) = (from as usize, (to - from) as usize);
        while count > 0 {
            let half = count / 2;
            let is_right = self.starts.get_u32(low + half)? <= ordinal;
            low = std::hint::select_unpredictable(is_right, low + half + 1, low);
            count = std::hint::select_unpredictable(is_right, count - half - 1, half);
        }
        if low == from as usize { Ok(false) } else { Ok(self.range(low - 1)?.contains(&ordinal)) }
    }

    /// Encodes the ranges of each owner in turn.
    #[cfg(feature = "build")]
    pub(crate) fn section<'a>(owners: impl Iterator<Item = &'a [Range<u32>]>) -> Vec<u8> {
        let mut offsets = vec![0];
        let mut starts = Vec::new();
        let mut lengths = Vec::new();
        for ranges in owners {
            for range in ranges {
                starts.push(u64::from(range.start));
                lengths.push(u64::from(range.end - range.start));
            }
            offsets.push(starts.len() as u64);
        }
        let mut out = SectionWriter::default();
        Monotone::write(&mut out, &offsets);
        PackedInts::write(&mut out, &starts);
        PackedInts::write(&mut out, &lengths);
        out.finish()
    }
}

#[cfg(test)]
#[cfg(feature = "build")]
mod tests {
    use super::*;

    #[test]
    fn each_owner_has_its_own() {
        let owners: [&[Range<u32>]; 4] = [&[], &[3..5, 9..10, 20..40], &[], &[0..1, 2..3]];
        let lists = RangeLists::from_section(RangeLists::section(owners.into_iter()).into(), "test").unwrap();
        assert_eq!(lists.len(), 4);
        for (owner, ranges) in owners.iter().enumerate() {
            let got: Result<Vec<_>, _> = lists.of(owner as u32).unwrap().collect();
            assert_eq!(&got.unwrap(), ranges);
            for ordinal in 0..50 {
                let expected = ranges.iter().any(|range| range.contains(&ordinal));
                assert_eq!(lists.contains(owner as u32, ordinal).unwrap(), expected);
            }
        }
        assert!(lists.contains(4, 0).is_err());
    }
}
