//! Non-decreasing numbers in little space (Elias-Fano).

use std::ops::Range;

use bytes::Bytes;

#[cfg(feature = "build")]
use crate::bytes::SectionWriter;
use crate::bytes::{Malformed, SectionReader, u32_at, u64_at};
use crate::section::PackedInts;
use crate::section::broadword::{byte_sums, select_with_sums};

/// A non-decreasing sequence with random access and predecessor search.
///
/// Each number is cut into its `low` bits, packed, and the rest, which a bit vector holds in unary: a one for
/// each number, and a zero for each step of the high part (P. Elias, "Efficient Storage and Retrieval by Content
/// and Address of Static Files", J. ACM 1974). With n numbers up to m it takes about 2 + log2(m / n) bits each.
///
/// Bytes: count `u64`, largest `u64`, low width `u64`, low bits as [`PackedInts`], then the bit vector in
/// `u64` words, then for every 64th one and every 64th zero its position as `u32`.
#[derive(Debug, Clone)]
pub(crate) struct Monotone {
    len: usize,
    low_width: u32,
    low: PackedInts,
    high: Bytes,
    ones: Bytes,
    zeros: Bytes,
    what: &'static str,
}

const SAMPLE: usize = 64;
/// How many numbers of one high part are looked at one after another before they are halved.
const WALKED: usize = 8;
/// More low bits than this are not kept: few numbers that lie far apart take more high ones.
const WIDEST_LOW: u32 = 32;
/// How many words behind a sample are read one after another.
const NEAR: usize = 4;

impl Monotone {
    /// Reads the sequence at the front of `reader`.
    pub(crate) fn read(reader: &mut SectionReader) -> Result<Monotone, Malformed> {
        let len = reader.count()?;
        let largest = reader.u64()?;
        let low_width = reader.u64()?;
        if low_width > u64::from(WIDEST_LOW)
            || len > u32::MAX as usize
            || largest >> low_width > u64::from(u32::MAX)
        {
            return Err(reader.malformed());
        }
        let low = PackedInts::read(reader)?;
        if low.len() != if low_width == 0 { 0 } else { len } {
            return Err(reader.malformed());
        }
        let zeros = (largest >> low_width) as usize + 1;
        let bits = len.checked_add(zeros).ok_or(reader.malformed())?;
        let high = reader.take_array(bits.div_ceil(64), 8)?;
        let ones = reader.take_array(len.div_ceil(SAMPLE), 4)?;
        let zeros = reader.take_array(zeros.div_ceil(SAMPLE), 4)?;
        let what = reader.malformed().what;
        Ok(Monotone { len, low_width: low_width as u32, low, high, ones, zeros, what })
    }

    /// How many numbers there are.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    fn malformed(&self) -> Malformed {
        Malformed { what: self.what }
    }

    #[inline]
    fn word(&self, index: usize) -> Result<u64, Malformed> {
        u64_at(&self.high, index * 8).ok_or(self.malformed())
    }

    /// The position of the bit numbered `rank` among the ones (or, with `flip` all ones and the samples changed over,
    /// the zeros).
    #[inline]
    fn select(&self, samples: &Bytes, others: &Bytes, flip: u64, rank: usize) -> Result<usize, Malformed> {
        let start = u32_at(samples, rank / SAMPLE * 4).ok_or(self.malformed())? as usize;
        let mut skip = (rank % SAMPLE) as u32;
        let mut index = start / 64;
        let mut word = (self.word(index)? ^ flip) & (u64::MAX << (start % 64));
        for _ in 0..NEAR {
            let sums = byte_sums(word);
            let ones = (sums >> 56) as u32;
            if skip < ones {
                return Ok(index * 64 + select_with_sums(word, sums, skip) as usize);
            }
            skip -= ones;
            index += 1;
            word = self.word(index)? ^ flip;
        }
        self.select_far(others, flip, rank, index)
    }

    /// [`Monotone::select`] from the word `index`, where bits of the other kind stand so close that their samples lead
    /// there: before the sampled bit numbered n, at position p, there are p - n of this kind.
    #[inline(never)]
    fn select_far(&self, others: &Bytes, flip: u64, rank: usize, index: usize) -> Result<usize, Malformed> {
        let before =
            |sample: usize| Some((u32_at(others, sample * 4)? as usize).saturating_sub(sample * SAMPLE));
        let leads = |sample: usize| before(sample).is_some_and(|before| before <= rank);
        let mut sample = (index * 64).saturating_sub(rank) / SAMPLE;
        if !leads(sample) {
            sample = 0;
        }
        let mut step = 1;
        while leads(sample + step) {
            sample += step;
            step *= 2;
        }
        while step > 1 {
            step /= 2;
            if leads(sample + step) {
                sample += step;
            }
        }
        let start = u32_at(others, sample * 4).ok_or(self.malformed())? as usize;
        let mut skip = rank.checked_sub(before(sample).unwrap_or(0)).ok_or(self.malformed())? as u32;
        let mut index = start / 64;
        let mut word = (self.word(index)? ^ flip) & (u64::MAX << (start % 64));
        loop {
            let sums = byte_sums(word);
            let ones = (sums >> 56) as u32;
            if skip < ones {
                return Ok(index * 64 + select_with_sums(word, sums, skip) as usize);
            }
            skip -= ones;
            index += 1;
            word = self.word(index)? ^ flip;
        }
    }

    #[inline]
    fn low(&self, index: usize) -> Result<u64, Malformed> {
        if self.low_width == 0 { Ok(0) } else { self.low.get(index) }
    }

    #[inline]
    fn value(&self, index: usize, position: usize) -> Result<u64, Malformed> {
        let high = position.checked_sub(index).ok_or(self.malformed())? as u64;
        Ok(high << self.low_width | self.low(index)?)
    }

    /// The number at `index`.
    #[inline]
    pub(crate) fn get(&self, index: usize) -> Result<u64, Malformed> {
        if index >= self.len {
            return Err(self.malformed());
        }
        self.value(index, self.select(&self.ones, &self.zeros, 0, index)?)
    }

    /// The numbers at `index` and behind it, for the price of about one.
    #[inline]
    pub(crate) fn pair(&self, index: usize) -> Result<(u64, u64), Malformed> {
        if index + 1 >= self.len {
            return Err(self.malformed());
        }
        let first = self.select(&self.ones, &self.zeros, 0, index)?;
        let at = (first + 1) / 64;
        let word = self.word(at)? & (u64::MAX << ((first + 1) % 64));
        let second = match word {
            0 => match self.word(at + 1)? {
                0 => self.select_far(&self.zeros, 0, index + 1, at + 1)?,
                word => at * 64 + 64 + word.trailing_zeros() as usize,
            },
            word => at * 64 + word.trailing_zeros() as usize,
        };
        let pair = (self.value(index, first)?, self.value(index + 1, second)?);
        // Order is what callers rely on: a range from these two is never upside down.
        if pair.0 > pair.1 { Err(self.malformed()) } else { Ok(pair) }
    }

    /// How many numbers are less than or equal to `value`.
    #[inline]
    pub(crate) fn count_up_to(&self, value: u64) -> Result<usize, Malformed> {
        let low = value & self.low_mask();
        self.count_while(value >> self.low_width, |own| own <= low)
    }

    /// Where the numbers stand that are `value`.
    #[inline]
    pub(crate) fn places_of(&self, value: u64) -> Result<Range<usize>, Malformed> {
        let (high, low) = (value >> self.low_width, value & self.low_mask());
        let start = self.count_while(high, |own| own < low)?;
        let mut end = start;
        while end < self.len && self.has_high(end, high as usize)? && self.low(end)? == low {
            end += 1;
        }
        Ok(start..end)
    }

    fn low_mask(&self) -> u64 {
        (1 << self.low_width) - 1
    }

    /// Whether the number at `index`, whose high part is not less than `high`, has that.
    #[inline]
    fn has_high(&self, index: usize, high: usize) -> Result<bool, Malformed> {
        let position = index + high;
        Ok(self.word(position / 64)? >> (position % 64) & 1 == 1)
    }

    /// How many numbers have a smaller high part, or this one and low bits of which `is_before` holds.
    #[inline]
    fn count_while(&self, high: u64, is_before: impl Fn(u64) -> bool) -> Result<usize, Malformed> {
        // Numbers with a smaller high part stand before the zero that ends it.
        let high = usize::try_from(high).unwrap_or(usize::MAX);
        let position = match high.checked_sub(1) {
            None => 0,
            Some(before) => match self.zero(before)? {
                Some(position) => position + 1,
                None => return Ok(self.len),
            },
        };
        let mut index = position.checked_sub(high).ok_or(self.malformed())?;
        let near = index.saturating_add(WALKED).min(self.len);
        while index < near {
            if !self.has_high(index, high)? || !is_before(self.low(index)?) {
                return Ok(index);
            }
            index += 1;
        }
        if index == self.len {
            return Ok(index);
        }
        // Numbers that lie in heaps share their high parts by the hundred.
        let end = match self.zero(high)? {
            Some(position) => position.checked_sub(high).ok_or(self.malformed())?.min(self.len),
            None => self.len,
        };
        let mut end = end.max(index);
        while index < end {
            let middle = index + (end - index) / 2;
            if is_before(self.low(middle)?) {
                index = middle + 1;
            } else {
                end = middle;
            }
        }
        Ok(index)
    }

    /// Where the zero stands that ends the numbers of a high part; `None` behind the last.
    #[inline]
    fn zero(&self, high: usize) -> Result<Option<usize>, Malformed> {
        if high / SAMPLE * 4 >= self.zeros.len() {
            return Ok(None);
        }
        Ok(self.select(&self.zeros, &self.ones, u64::MAX, high).ok())
    }

    /// Every number in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Result<u64, Malformed>> + '_ {
        (0..self.len).map(|index| self.get(index))
    }

    /// Encodes non-decreasing `values`.
    #[cfg(feature = "build")]
    pub(crate) fn write(out: &mut SectionWriter, values: &[u64]) {
        debug_assert!(values.is_sorted());
        let largest = values.last().copied().unwrap_or(0);
        let low_width = (largest / values.len().max(1) as u64).checked_ilog2().unwrap_or(0).min(WIDEST_LOW);
        out.u64(values.len() as u64);
        out.u64(largest);
        out.u64(u64::from(low_width));
        let mask = (1u64 << low_width) - 1;
        let low: Vec<u64> =
            if low_width == 0 { Vec::new() } else { values.iter().map(|value| value & mask).collect() };
        PackedInts::write(out, &low);
        let zeros = (largest >> low_width) as usize + 1;
        let bits = values.len() + zeros;
        let mut words = vec![0u64; bits.div_ceil(64)];
        let mut ones = Vec::new();
        for (index, value) in values.iter().enumerate() {
            let position = (value >> low_width) as usize + index;
            if let Some(word) = words.get_mut(position / 64) {
                *word |= 1 << (position % 64);
            }
            if index % SAMPLE == 0 {
                ones.push(position as u32);
            }
        }
        let mut zero_samples = Vec::new();
        let mut seen = 0;
        for position in 0..bits {
            let one = words.get(position / 64).is_some_and(|word| word >> (position % 64) & 1 == 1);
            if !one {
                if seen % SAMPLE == 0 {
                    zero_samples.push(position as u32);
                }
                seen += 1;
            }
        }
        let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        out.put(&bytes);
        out.put_u32s(&ones);
        out.put_u32s(&zero_samples);
    }

    /// A section that holds this one sequence.
    #[cfg(feature = "build")]
    pub(crate) fn section(values: &[u64]) -> Vec<u8> {
        let mut out = SectionWriter::default();
        Monotone::write(&mut out, values);
        out.finish()
    }

    /// Reads a section that holds one sequence and nothing else.
    pub(crate) fn from_section(bytes: Bytes, what: &'static str) -> Result<Monotone, Malformed> {
        let mut reader = SectionReader::new(bytes, what);
        let sequence = Monotone::read(&mut reader)?;
        reader.finish()?;
        Ok(sequence)
    }
}

#[cfg(test)]
#[cfg(feature = "build")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn build(values: &[u64]) -> Monotone {
        Monotone::from_section(Monotone::section(values).into(), "test").unwrap()
    }

    fn check(mut values: Vec<u64>) {
        values.sort_unstable();
        let sequence = build(&values);
        assert_eq!(sequence.iter().collect::<Result<Vec<_>, _>>().unwrap(), values);
        for (index, pair) in values.windows(2).enumerate() {
            assert_eq!(sequence.pair(index).unwrap(), (pair[0], pair[1]));
        }
        assert!(sequence.get(values.len()).is_err());
        let largest = values.last().copied().unwrap_or(0);
        let probes =
            values.iter().flat_map(|v| [v.saturating_sub(1), *v, v + 1]).chain([0, largest + 1000, 1 << 40]);
        for probe in probes {
            assert_eq!(
                sequence.count_up_to(probe).unwrap(),
                values.partition_point(|v| *v <= probe),
                "{probe} in {values:?}"
            );
            let before = values.partition_point(|v| *v < probe);
            let count = values.iter().filter(|v| **v == probe).count();
            let places = sequence.places_of(probe).unwrap();
            assert_eq!((places.start, places.len()), (before, count), "{probe} in {values:?}");
        }
    }

    #[test]
    fn empty_single_and_hubs() {
        check(vec![]);
        check(vec![0]);
        check(vec![7; 500]);
        check(vec![5, 99_999_999_999_999]);
        check((0..300).chain([100_000]).chain(100_001..100_200).collect());
        check((0..5u64).flat_map(|heap| (0..900).map(move |n| heap * 9_000_000_000_000 + n * 13)).collect());
        check((0..300).chain((0..500).map(|n| n * n * n)).chain([9; 3000]).collect());
    }

    proptest! {
        #[test]
        fn it_is_the_sorted_list(values in prop::collection::vec(0u64..5_000, 0..400), spread in 1u64..1000) {
            check(values.into_iter().map(|v| v * spread).collect());
        }

        #[test]
        fn no_bytes_panic_or_hang(mut bytes in prop::collection::vec(any::<u8>(), 0..200), len in 0u64..100) {
            if let Some(head) = bytes.get_mut(..24) {
                head[..8].copy_from_slice(&len.to_le_bytes());
                head[8..16].copy_from_slice(&(len * 3).to_le_bytes());
                head[16..24].copy_from_slice(&(len % 3).to_le_bytes());
            }
            if let Ok(sequence) = Monotone::from_section(bytes.into(), "test") {
                for index in 0..sequence.len() + 2 {
                    let _ = (sequence.get(index), sequence.pair(index));
                    let _ = (sequence.count_up_to(index as u64), sequence.places_of(index as u64));
                }
            }
        }

        #[test]
        fn altered_bytes_never_panic(at in 0usize..500, value in any::<u8>()) {
            let values: Vec<u64> = (0..200).map(|v| v * 7 % 900 + v * 3).scan(0, |m, v| { *m = v.max(*m); Some(*m) }).collect();
            let mut bytes = Monotone::section(&values);
            let at = at % bytes.len();
            bytes[at] = value;
            if let Ok(sequence) = Monotone::from_section(bytes.into(), "test") {
                for index in 0..sequence.len().min(1000) + 2 {
                    let _ = (sequence.get(index), sequence.pair(index));
                    let _ = (sequence.count_up_to(index as u64), sequence.places_of(index as u64));
                }
            }
        }
    }
}
