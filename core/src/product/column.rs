//! A column of values that may be absent.

#[cfg(feature = "build")]
use crate::bytes::SectionWriter;
use crate::bytes::{Malformed, SectionReader, u64_at};
use crate::section::{Monotone, PackedInts};
use bytes::Bytes;

/// For each row a number or nothing.
///
/// Bytes: rows `u64`; 0 where every row has an entry, of which 0 is absent, else 1; count of distinct values `u64`,
/// or 0 where values stand for themselves, and the distinct values ascending as `u64`; with 1, the rows that have a
/// value as [`Monotone`]; the entries as [`PackedInts`]: with 0, one more than the value or its place.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    rows: usize,
    /// The rows that have a value, where they are listed.
    present: Option<Monotone>,
    /// Distinct values, eight bytes each; empty where values stand for themselves.
    distinct: Bytes,
    entries: PackedInts,
    what: &'static str,
}

impl Column {
    /// Reads the column at the front of `reader`; it must have `rows` rows.
    pub(crate) fn read(reader: &mut SectionReader, rows: usize) -> Result<Column, Malformed> {
        let malformed = reader.malformed();
        let count = reader.count()?;
        let is_sparse = reader.u64()?;
        let distinct = reader.count()?;
        let distinct = reader.take_array(distinct, 8)?;
        let present = if is_sparse == 1 { Some(Monotone::read(reader)?) } else { None };
        let entries = PackedInts::read(reader)?;
        if count != rows || is_sparse > 1 || entries.len() != present.as_ref().map_or(rows, Monotone::len) {
            return Err(malformed);
        }
        Ok(Column { rows, present, distinct, entries, what: malformed.what })
    }

    fn malformed(&self) -> Malformed {
        Malformed { what: self.what }
    }

    /// The value of a row.
    #[inline]
    pub(crate) fn get(&self, row: usize) -> Result<Option<u64>, Malformed> {
        let entry = match &self.present {
            None => match self.entries.get(row)?.checked_sub(1) {
                None => return Ok(None),
                Some(entry) => entry,
            },
            Some(present) => {
                if row >= self.rows {
                    return Err(self.malformed());
                }
                let places = present.places_of(row as u64)?;
                if places.is_empty() {
                    return Ok(None);
                }
                self.entries.get(places.start)?
            }
        };
        if self.distinct.is_empty() {
            return Ok(Some(entry));
        }
        let at = usize::try_from(entry).ok().and_then(|entry| entry.checked_mul(8));
        at.and_then(|at| u64_at(&self.distinct, at)).map(Some).ok_or(self.malformed())
    }

    /// Every row that has a value, in order, with the value.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Result<(u32, u64), Malformed>> + '_ {
        let listed = self.present.as_ref();
        let rows = listed.map_or(self.rows, Monotone::len);
        (0..rows).filter_map(move |place| {
            let row = match listed {
                Some(present) => match present.get(place) {
                    Ok(row) => row as usize,
                    Err(error) => return Some(Err(error)),
                },
                None => place,
            };
            match self.get(row) {
                Ok(Some(value)) => Some(Ok((row as u32, value))),
                Ok(None) => None,
                Err(error) => Some(Err(error)),
            }
        })
    }

    /// Encodes the values of each row; `by_place` keeps distinct values apart from the rows, as ids want it.
    #[cfg(feature = "build")]
    pub(crate) fn write(out: &mut SectionWriter, values: &[Option<u64>], by_place: bool) {
        let mut distinct: Vec<u64> = Vec::new();
        if by_place {
            distinct = values.iter().flatten().copied().collect();
            distinct.sort_unstable();
            distinct.dedup();
        }
        let entry = |value: u64| match by_place {
            true => distinct.partition_point(|other| *other < value) as u64,
            false => value,
        };
        let entries: Vec<Option<u64>> = values.iter().map(|value| value.map(entry)).collect();
        let count = entries.iter().flatten().count();
        let largest = entries.iter().flatten().copied().max().unwrap_or(0);
        let bits = |largest: u64| u64::from(largest.checked_ilog2().map_or(0, |top| top + 1));
        let dense = entries.len() as u64 * bits(largest + 1);
        let step = (entries.len() / count.max(1)) as u64;
        let sparse = count as u64 * (bits(largest) + 3 + bits(step)) + 512;
        out.u64(values.len() as u64);
        out.u64(u64::from(sparse < dense));
        out.u64(distinct.len() as u64);
        out.put(&distinct.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>());
        if sparse < dense {
            let rows = (0u64..).zip(&entries).filter(|(_, entry)| entry.is_some()).map(|(row, _)| row);
            Monotone::write(out, &rows.collect::<Vec<_>>());
            PackedInts::write(out, &entries.iter().flatten().copied().collect::<Vec<_>>());
        } else {
            let entries = entries.iter().map(|entry| entry.map_or(0, |entry| entry + 1));
            PackedInts::write(out, &entries.collect::<Vec<_>>());
        }
    }
}

#[cfg(test)]
#[cfg(feature = "build")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn section(values: &[Option<u64>], by_place: bool) -> Vec<u8> {
        let mut out = SectionWriter::default();
        Column::write(&mut out, values, by_place);
        out.finish()
    }

    fn read(bytes: Vec<u8>, rows: usize) -> Result<Column, Malformed> {
        let mut reader = SectionReader::new(bytes.into(), "test");
        let column = Column::read(&mut reader, rows)?;
        reader.finish()?;
        Ok(column)
    }

    fn check(values: &[Option<u64>], by_place: bool) {
        let column = read(section(values, by_place), values.len()).unwrap();
        let got: Vec<_> = (0..values.len()).map(|row| column.get(row).unwrap()).collect();
        assert_eq!(got, values);
        assert!(column.get(values.len()).is_err());
        let listed: Vec<_> = column.iter().collect::<Result<_, _>>().unwrap();
        let wanted: Vec<_> =
            (0u32..).zip(values).filter_map(|(row, value)| value.map(|value| (row, value))).collect();
        assert_eq!(listed, wanted);
        assert!(read(section(values, by_place), values.len() + 1).is_err());
    }

    #[test]
    fn few_among_many_and_none() {
        check(&[], true);
        check(&[None; 4000], false);
        let mut values = vec![None; 40_000];
        values[7] = Some(1 << 50);
        values[39_999] = Some(3);
        check(&values, false);
        check(&values, true);
    }

    proptest! {
        #[test]
        fn what_goes_in_comes_out(
            values in prop::collection::vec(prop::option::weighted(0.3, 0u64..1 << 50), 0..600),
            by_place in any::<bool>(),
        ) {
            check(&values, by_place);
        }

        #[test]
        fn altered_bytes_never_panic(at in any::<prop::sample::Index>(), value in any::<u8>(), by_place in any::<bool>()) {
            let values: Vec<_> = (0..3000u64).map(|row| (row % 97 == 0).then_some(row * 1_000_003)).collect();
            let mut bytes = section(&values, by_place);
            let at = at.index(bytes.len());
            bytes[at] = value;
            if let Ok(column) = read(bytes, values.len()) {
                for row in 0..values.len() + 2 {
                    let _ = column.get(row);
                }
                let _ = column.iter().count();
            }
        }
    }
}
