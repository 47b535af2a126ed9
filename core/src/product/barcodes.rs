//! The index of GTINs.

use crate::bytes::{Malformed, SectionReader};
use crate::section::{Monotone, PackedInts};

/// GTINs and the packs that have them.
///
/// Numbers of GTINs lie in heaps, since companies are given them by the thousand. What is kept of each is its product
/// with a constant, modulo 2^47: still a number for each GTIN, but spread evenly, so that a look-up reads one.
///
/// Bytes: the spread numbers ascending, monotone; how many bits the second part of an entry has `u64`; and packed for each
/// number the AMPP and, in the lowest bits, which of its rows.
#[derive(Debug)]
pub(crate) struct Barcodes {
    keys: Monotone,
    shift: u32,
    entries: PackedInts,
    what: &'static str,
}

/// Numbers of 14 digits are below 2^47.
const BITS: u32 = 47;
/// 2^47 divided by the golden ratio, which is odd: its multiples lie as far apart as can be.
const SPREAD: u64 = 86_980_551_294_885;

/// The number that is kept of a GTIN; `None` where it has more than 14 digits.
fn spread(gtin: u64) -> Option<u64> {
    (gtin >> BITS == 0).then_some(gtin.wrapping_mul(SPREAD) & ((1 << BITS) - 1))
}

impl Barcodes {
    /// Reads the index at the front of `reader`.
    pub(crate) fn read(reader: &mut SectionReader) -> Result<Barcodes, Malformed> {
        let keys = Monotone::read(reader)?;
        let shift = reader.u64()?;
        let entries = PackedInts::read(reader)?;
        let malformed = reader.malformed();
        if entries.len() != keys.len() || shift > 24 {
            return Err(malformed);
        }
        Ok(Barcodes { keys, shift: shift as u32, entries, what: malformed.what })
    }

    /// How many GTINs there are, each as often as packs have it.
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// The packs that have a GTIN, by its number, and which of their rows it is, in the order of the file.
    pub(crate) fn find(
        &self,
        gtin: u64,
    ) -> Result<impl ExactSizeIterator<Item = Result<(u32, usize), Malformed>> + '_, Malformed> {
        let places = match spread(gtin) {
            Some(key) => self.keys.places_of(key)?,
            None => 0..0,
        };
        Ok(places.map(|place| {
            let entry = self.entries.get(place)?;
            let owner = u32::try_from(entry >> self.shift).map_err(|_| Malformed { what: self.what })?;
            Ok((owner, (entry & ((1 << self.shift) - 1)) as usize))
        }))
    }

    /// Errors where the numbers are not in order.
    pub(crate) fn verify(&self) -> Result<(), Malformed> {
        let mut before = 0;
        for key in self.keys.iter() {
            let key = key?;
            if key < before || key >> BITS != 0 {
                return Err(Malformed { what: self.what });
            }
            before = key;
        }
        Ok(())
    }
}

#[cfg(feature = "build")]
mod encoding {
    use super::*;
    use crate::bytes::SectionWriter;

    impl Barcodes {
        /// Encodes GTINs, of each the number, the AMPP, and which of its rows it is. A number of more than 14
        /// digits is no GTIN, and is left out.
        pub(crate) fn write(out: &mut SectionWriter, gtins: impl Iterator<Item = (u64, u32, usize)>) {
            let mut spread: Vec<(u64, u64, u64)> = gtins
                .filter_map(|(gtin, owner, row)| Some((spread(gtin)?, u64::from(owner), row as u64)))
                .collect();
            spread.sort_unstable();
            let most = spread.iter().map(|(_, _, row)| *row).max().unwrap_or(0);
            let shift = most.checked_ilog2().map_or(0, |top| top + 1);
            Monotone::write(out, &spread.iter().map(|(key, _, _)| *key).collect::<Vec<_>>());
            out.u64(u64::from(shift));
            let entries = spread.iter().map(|(_, owner, row)| owner << shift | row);
            PackedInts::write(out, &entries.collect::<Vec<_>>());
        }
    }
}

#[cfg(test)]
#[cfg(feature = "build")]
mod tests {
    use super::*;
    use crate::bytes::SectionWriter;
    use proptest::prelude::*;

    fn section(gtins: &[(u64, u32, usize)]) -> Vec<u8> {
        let mut out = SectionWriter::default();
        Barcodes::write(&mut out, gtins.iter().copied());
        out.finish()
    }

    fn read(bytes: Vec<u8>) -> Result<Barcodes, Malformed> {
        let mut reader = SectionReader::new(bytes.into(), "test");
        let barcodes = Barcodes::read(&mut reader)?;
        reader.finish()?;
        Ok(barcodes)
    }

    fn gtins() -> impl Strategy<Value = Vec<(u64, u32, usize)>> {
        let number = prop_oneof![
            0u64..40,
            5_012_345_000_000u64..5_012_345_000_040,
            99_999_999_999_960u64..100_000_000_000_000
        ];
        prop::collection::vec((number, 0u32..300_000, 0usize..5), 0..300)
    }

    proptest! {
        #[test]
        fn each_finds_its_packs(gtins in gtins()) {
            let barcodes = read(section(&gtins)).unwrap();
            barcodes.verify().unwrap();
            prop_assert_eq!(barcodes.len(), gtins.len());
            for (gtin, ..) in &gtins {
                let found: Vec<_> = barcodes.find(*gtin).unwrap().map(Result::unwrap).collect();
                let mut wanted: Vec<_> = gtins.iter().filter(|(other, ..)| other == gtin).map(|(_, owner, row)| (*owner, *row)).collect();
                wanted.sort_unstable();
                prop_assert_eq!(found, wanted);
            }
            for other in (40..80).chain([u64::MAX, 1 << 47, 5_012_345_000_050]) {
                prop_assert_eq!(barcodes.find(other).unwrap().len(), 0);
            }
        }

        #[test]
        fn altered_bytes_never_panic(gtins in gtins(), at in any::<prop::sample::Index>(), value in any::<u8>()) {
            let mut bytes = section(&gtins);
            let at = at.index(bytes.len());
            bytes[at] = value;
            if let Ok(barcodes) = read(bytes) {
                let _ = barcodes.verify();
                for (gtin, ..) in gtins {
                    if let Ok(found) = barcodes.find(gtin) {
                        let _ = found.filter(Result::is_ok).count();
                    }
                }
            }
        }
    }
}
