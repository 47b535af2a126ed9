//! A list of numbers for each of many owners.

use std::ops::Range;

use bytes::Bytes;

#[cfg(feature = "build")]
use crate::bytes::SectionWriter;
use crate::bytes::{Malformed, SectionReader};
use crate::section::{Monotone, PackedInts};

/// For each owner, a list of numbers.
///
/// Bytes: where each owner's list begins as a [`Monotone`] of owners + 1, then all lists one after another as
/// [`PackedInts`].
#[derive(Debug, Clone)]
pub(crate) struct Lists {
    offsets: Monotone,
    values: PackedInts,
}

impl Lists {
    /// Reads a section that holds one such table.
    pub(crate) fn from_section(bytes: Bytes, what: &'static str) -> Result<Lists, Malformed> {
        let mut reader = SectionReader::new(bytes, what);
        let lists = Lists::read(&mut reader)?;
        reader.finish()?;
        Ok(lists)
    }

    /// Reads the table at the front of `reader`.
    pub(crate) fn read(reader: &mut SectionReader) -> Result<Lists, Malformed> {
        Ok(Lists { offsets: Monotone::read(reader)?, values: PackedInts::read(reader)? })
    }

    /// How many owners there are.
    pub(crate) fn len(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// How many numbers there are in all lists.
    pub(crate) fn total(&self) -> usize {
        self.values.len()
    }

    /// Where the list of `owner` stands among all numbers.
    #[inline]
    pub(crate) fn range(&self, owner: u32) -> Result<Range<usize>, Malformed> {
        let (from, to) = self.offsets.pair(owner as usize)?;
        // A list that ends behind the last number is found out when its numbers are read.
        Ok(from as usize..to as usize)
    }

    /// The lists of owners in a row, of whom there is at least one, as one.
    pub(crate) fn of_all(
        &self,
        owners: Range<u32>,
    ) -> Result<impl ExactSizeIterator<Item = Result<u32, Malformed>> + '_, Malformed> {
        let (from, to) = (self.offsets.get(owners.start as usize)?, self.offsets.get(owners.end as usize)?);
        Ok((from as usize..to as usize).map(|index| self.values.get_u32(index)))
    }

    /// The list of `owner`.
    #[inline]
    pub(crate) fn of(
        &self,
        owner: u32,
    ) -> Result<impl ExactSizeIterator<Item = Result<u32, Malformed>> + '_, Malformed> {
        Ok(self.range(owner)?.map(|index| self.values.get_u32(index)))
    }

    /// Encodes the list of each owner in turn.
    #[cfg(feature = "build")]
    pub(crate) fn section(offsets: &[u64], values: &[u64]) -> Vec<u8> {
        let mut out = SectionWriter::default();
        Lists::write(&mut out, offsets, values);
        out.finish()
    }

    /// Appends what [`Lists::read`] reads.
    #[cfg(feature = "build")]
    pub(crate) fn write(out: &mut SectionWriter, offsets: &[u64], values: &[u64]) {
        Monotone::write(out, offsets);
        PackedInts::write(out, values);
    }
}

#[cfg(test)]
#[cfg(feature = "build")]
mod tests {
    use super::*;

    #[test]
    fn each_owner_has_its_own() {
        let lists =
            Lists::from_section(Lists::section(&[0, 0, 3, 3, 4], &[7, 8, 9, 1]).into(), "test").unwrap();
        assert_eq!((lists.len(), lists.total()), (4, 4));
        let of = |owner| lists.of(owner).unwrap().collect::<Result<Vec<_>, _>>().unwrap();
        assert_eq!([of(0), of(1), of(2), of(3)], [vec![], vec![7, 8, 9], vec![], vec![1]]);
        assert!(lists.of(4).is_err());
    }
}
