//! Whole numbers of one width, packed without gaps.

use bytes::Bytes;

#[cfg(feature = "build")]
use crate::bytes::SectionWriter;
use crate::bytes::{Malformed, SectionReader, u64_at};

/// An array of numbers, each `width` bits wide; a width of 0 holds zeros in no space.
///
/// Bytes: count `u64`, width `u64` (0 to 56), then the numbers from the lowest bit up, then eight bytes of
/// zeros so that any number can be read as one unaligned word.
#[derive(Debug, Clone)]
pub(crate) struct PackedInts {
    data: Bytes,
    len: usize,
    width: u32,
    mask: u64,
    what: &'static str,
}

impl PackedInts {
    const WIDEST: u64 = 56;

    /// Reads the array at the front of `reader`.
    pub(crate) fn read(reader: &mut SectionReader) -> Result<PackedInts, Malformed> {
        let len = reader.count()?;
        let width = reader.u64()?;
        if width > Self::WIDEST || len > usize::MAX / 64 {
            return Err(reader.malformed());
        }
        let data = reader.take((len * width as usize).div_ceil(8) + 8)?;
        let what = reader.malformed().what;
        Ok(PackedInts { data, len, width: width as u32, mask: (1 << width) - 1, what })
    }

    /// How many numbers there are.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The number at `index`.
    #[inline]
    pub(crate) fn get(&self, index: usize) -> Result<u64, Malformed> {
        if index >= self.len {
            return Err(Malformed { what: self.what });
        }
        let bit = index * self.width as usize;
        match u64_at(&self.data, bit / 8) {
            Some(word) => Ok(word >> (bit % 8) & self.mask),
            None => Err(Malformed { what: self.what }),
        }
    }

    /// The number at `index`, as an ordinal.
    #[inline]
    pub(crate) fn get_u32(&self, index: usize) -> Result<u32, Malformed> {
        Ok(self.get(index)? as u32)
    }

    /// Every number in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u64> + '_ {
        (0..self.len).map_while(|index| self.get(index).ok())
    }

    /// Encodes `values` at the smallest width that holds them all.
    #[cfg(feature = "build")]
    pub(crate) fn write(out: &mut SectionWriter, values: &[u64]) {
        let width = values.iter().fold(0, |all, value| all | value).checked_ilog2().map_or(0, |top| top + 1);
        debug_assert!(u64::from(width) <= Self::WIDEST);
        out.u64(values.len() as u64);
        out.u64(u64::from(width));
        let mut packed = Vec::with_capacity((values.len() * width as usize).div_ceil(8) + 8);
        let mut held = 0u128;
        let mut bits = 0;
        for &value in values {
            held |= u128::from(value) << bits;
            bits += width;
            while bits >= 8 {
                packed.push(held as u8);
                held >>= 8;
                bits -= 8;
            }
        }
        if bits > 0 {
            packed.push(held as u8);
        }
        packed.extend_from_slice(&[0; 8]);
        out.put(&packed);
    }

    /// A section that holds this one array.
    #[cfg(feature = "build")]
    pub(crate) fn section(values: &[u64]) -> Vec<u8> {
        let mut out = SectionWriter::default();
        PackedInts::write(&mut out, values);
        out.finish()
    }

    /// Reads a section that holds one array and nothing else.
    pub(crate) fn from_section(bytes: Bytes, what: &'static str) -> Result<PackedInts, Malformed> {
        let mut reader = SectionReader::new(bytes, what);
        let packed = PackedInts::read(&mut reader)?;
        reader.finish()?;
        Ok(packed)
    }
}

#[cfg(test)]
#[cfg(feature = "build")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_goes_in_comes_out(width in 0u32..=56, values in prop::collection::vec(any::<u64>(), 0..200)) {
            let values: Vec<u64> = values.into_iter().map(|v| v & ((1 << width) - 1)).collect();
            let packed = PackedInts::from_section(PackedInts::section(&values).into(), "test").unwrap();
            prop_assert_eq!(packed.iter().collect::<Vec<_>>(), values.clone());
            prop_assert!(packed.get(values.len()).is_err());
        }

        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            if let Ok(packed) = PackedInts::from_section(bytes.into(), "test") {
                let _ = packed.iter().count();
                let _ = packed.get(usize::MAX);
            }
        }
    }
}
