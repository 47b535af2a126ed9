//! A set of SCTIDs with their ranks: identifier to number and number to identifier.
//!
//! Issued item identifiers lie close together: within one namespace and partition the International and UK
//! Editions use between a fifth and a half of all numbers up to the largest. So a bit for every possible item is
//! smaller than any list, and the rank of an id is one cache line away.

use bytes::Bytes;

#[cfg(feature = "build")]
use crate::bytes::SectionWriter;
use crate::bytes::{Malformed, SectionReader, u32_at, u64_at};
use crate::id::{Sctid, check_digit};

/// Items that one page covers.
const PAGE_ITEMS: u64 = 192;
/// Bytes of one page: a rank `u32`, the ones before the second, third and (unused) fourth word as `u8`, then
/// three words of bits.
const PAGE_BYTES: usize = 32;
/// Bytes of one segment: prefix `u64`, first item `u64`, first page `u32`, pages `u32`.
const SEGMENT_BYTES: usize = 24;
/// Every how many ranks the page that holds one is noted.
const HINT: usize = 128;

/// SCTIDs in rank order, found by id or by rank.
///
/// An id is cut into what follows the item (its *suffix*: namespace and partition) and the item. For each suffix
/// the items in use are covered by segments of pages; a page holds a bit an item and the rank of its first.
/// An id whose check digit is wrong, or whose neighbours are too far to share a page with, stands in a plain
/// sorted list behind them. Ranks count the pages first, then the list.
///
/// Bytes: ids `u64`, segments `u64`, pages `u64`, listed `u64`; segments sorted by suffix and item; pages; for
/// every 128th rank in the pages the page that holds it, as `u32`; listed ids as `u64`.
#[derive(Debug, Clone)]
pub(crate) struct Identifiers {
    len: usize,
    segments: Vec<Segment>,
    pages: Bytes,
    hints: Bytes,
    listed: Bytes,
    listed_count: usize,
    what: &'static str,
}

#[derive(Debug, Clone, Copy)]
struct Segment {
    suffix: u64,
    first_item: u64,
    first_page: u32,
    pages: u32,
}

/// What stands behind the item: the partition, and in the long format the namespace. The long format sorts
/// behind the short one.
#[inline]
fn split(id: u64) -> (u64, u64) {
    let partition = id / 10 % 100;
    if partition >= 10 {
        (id / 10 % 1_000_000_000 + 100, id / 10_000_000_000)
    } else {
        (partition, id / 1000)
    }
}

/// The id that [`split`] cuts so, with its check digit; `None` over 18 digits.
#[inline]
fn join(suffix: u64, item: u64) -> Option<u64> {
    let digits = match suffix.checked_sub(100) {
        Some(long) => item.checked_mul(1_000_000_000)?.checked_add(long)?,
        None => item.checked_mul(100)?.checked_add(suffix)?,
    };
    digits.checked_mul(10)?.checked_add(u64::from(check_digit(digits)))
}

impl Identifiers {
    /// Reads a section that holds one index.
    pub(crate) fn from_section(bytes: Bytes, what: &'static str) -> Result<Identifiers, Malformed> {
        let mut reader = SectionReader::new(bytes, what);
        let len = reader.count()?;
        let segment_count = reader.count()?;
        let page_count = reader.count()?;
        let listed_count = reader.count()?;
        if len > u32::MAX as usize || listed_count > len {
            return Err(reader.malformed());
        }
        let segments = reader.take_array(segment_count, SEGMENT_BYTES)?;
        let pages = reader.take_array(page_count, PAGE_BYTES)?;
        let hints = reader.take_array((len - listed_count).div_ceil(HINT), 4)?;
        let listed = reader.take_array(listed_count, 8)?;
        let malformed = reader.malformed();
        reader.finish()?;
        let segments = (0..segment_count)
            .map(|index| {
                let at = index * SEGMENT_BYTES;
                Some(Segment {
                    suffix: u64_at(&segments, at)?,
                    first_item: u64_at(&segments, at + 8)?,
                    first_page: u32_at(&segments, at + 16)?,
                    pages: u32_at(&segments, at + 20)?,
                })
            })
            .collect::<Option<Vec<_>>>()
            .ok_or(malformed)?;
        Ok(Identifiers { len, segments, pages, hints, listed, listed_count, what })
    }

    /// How many ids there are.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    fn malformed(&self) -> Malformed {
        Malformed { what: self.what }
    }

    #[inline]
    fn page(&self, page: usize) -> Option<&[u8; PAGE_BYTES]> {
        self.pages.get(page * PAGE_BYTES..)?.first_chunk()
    }

    /// The rank of `id`, if it is in the set.
    #[inline]
    pub(crate) fn rank(&self, id: Sctid) -> Result<Option<u32>, Malformed> {
        let (suffix, item) = split(id.number());
        let after =
            self.segments.partition_point(|segment| (segment.suffix, segment.first_item) <= (suffix, item));
        if let Some(segment) = after.checked_sub(1).and_then(|index| self.segments.get(index)) {
            let offset = item.wrapping_sub(segment.first_item);
            if segment.suffix == suffix && offset < u64::from(segment.pages) * PAGE_ITEMS {
                let page = self.page(segment.first_page as usize + (offset / PAGE_ITEMS) as usize);
                let page = page.ok_or(self.malformed())?;
                let bit = (offset % PAGE_ITEMS) as usize;
                let word = u64_at(page, 8 + bit / 64 * 8).unwrap_or(0);
                if word >> (bit % 64) & 1 == 1 && id.has_valid_check_digit() {
                    let before = match bit / 64 {
                        0 => 0,
                        word => u32::from(page.get(3 + word).copied().unwrap_or(0)),
                    };
                    let below = (word & ((1 << (bit % 64)) - 1)).count_ones();
                    let rank = u32_at(page, 0).unwrap_or(0).wrapping_add(before + below);
                    return if (rank as usize) < self.len { Ok(Some(rank)) } else { Err(self.malformed()) };
                }
            }
        }
        if self.listed_count == 0 {
            return Ok(None);
        }
        let (mut low, mut high) = (0, self.listed_count);
        while low < high {
            let middle = low + (high - low) / 2;
            match u64_at(&self.listed, middle * 8).ok_or(self.malformed())?.cmp(&id.number()) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Ok(Some((self.len - self.listed_count + middle) as u32)),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        Ok(None)
    }

    /// The id of `rank`.
    pub(crate) fn id(&self, rank: u32) -> Result<Sctid, Malformed> {
        self.cursor().id(rank)
    }

    /// A reader of ids by ascending rank.
    pub(crate) fn cursor(&self) -> Cursor<'_> {
        Cursor { ids: self, page: usize::MAX, first: 0, end: 0, segment: 0 }
    }
}

/// Reads ids by rank; a rank near the one before costs little.
pub(crate) struct Cursor<'a> {
    ids: &'a Identifiers,
    page: usize,
    first: u32,
    end: u32,
    segment: usize,
}

impl Cursor<'_> {
    fn open(&mut self, page: usize) -> Result<(), Malformed> {
        let malformed = self.ids.malformed();
        let bytes = self.ids.page(page).ok_or(malformed)?;
        self.page = page;
        self.first = u32_at(bytes, 0).ok_or(malformed)?;
        let words = (0..3).map(|word| u64_at(bytes, 8 + word * 8).map_or(0, u64::count_ones));
        self.end = self.first.checked_add(words.sum()).ok_or(malformed)?;
        Ok(())
    }

    /// The id of `rank`.
    pub(crate) fn id(&mut self, rank: u32) -> Result<Sctid, Malformed> {
        let malformed = self.ids.malformed();
        let dense = self.ids.len - self.ids.listed_count;
        if rank as usize >= dense {
            let number = u64_at(&self.ids.listed, (rank as usize - dense) * 8).ok_or(malformed)?;
            return Sctid::new(number).map_err(|_| malformed);
        }
        if self.page == usize::MAX
            || rank < self.first
            || rank >= self.end.saturating_add(4 * PAGE_ITEMS as u32)
        {
            let hint = u32_at(&self.ids.hints, rank as usize / HINT * 4).ok_or(malformed)?;
            self.open(hint as usize)?;
            self.segment = self
                .ids
                .segments
                .partition_point(|segment| segment.first_page as usize <= self.page)
                .checked_sub(1)
                .ok_or(malformed)?;
        }
        while rank >= self.end {
            self.open(self.page + 1)?;
        }
        let skip = rank.checked_sub(self.first).ok_or(malformed)?;
        while self
            .ids
            .segments
            .get(self.segment + 1)
            .is_some_and(|next| next.first_page as usize <= self.page)
        {
            self.segment += 1;
        }
        let segment = self.ids.segments.get(self.segment).ok_or(malformed)?;
        let bytes = self.ids.page(self.page).ok_or(malformed)?;
        let mut skip = skip;
        for word in 0..3 {
            let mut bits = u64_at(bytes, 8 + word * 8).unwrap_or(0);
            let ones = bits.count_ones();
            if skip >= ones {
                skip -= ones;
                continue;
            }
            for _ in 0..skip {
                bits &= bits.wrapping_sub(1);
            }
            let page = self.page.checked_sub(segment.first_page as usize).ok_or(malformed)? as u64;
            let offset = page * PAGE_ITEMS + word as u64 * 64 + u64::from(bits.trailing_zeros());
            let item = segment.first_item.checked_add(offset).ok_or(malformed)?;
            let number = join(segment.suffix, item).ok_or(malformed)?;
            return Sctid::new(number).map_err(|_| malformed);
        }
        Err(malformed)
    }
}

#[cfg(feature = "build")]
impl Identifiers {
    /// Fewest ids that a run of pages is made for; fewer are listed.
    const WORTH: usize = 6;

    /// Encodes distinct `ids`, which it puts in rank order.
    pub(crate) fn section(ids: &mut [Sctid]) -> Vec<u8> {
        let listed_key = |id: &Sctid| !id.has_valid_check_digit();
        ids.sort_unstable_by_key(|id| (listed_key(id), split(id.number())));
        let sound = ids.partition_point(|id| !listed_key(id));
        // Runs of neighbours: a gap of more than eight pages ends one.
        let mut runs: Vec<Vec<(u64, u64)>> = Vec::new();
        for id in ids.iter().take(sound) {
            let (suffix, item) = split(id.number());
            match runs.last_mut() {
                Some(run)
                    if run.last().is_some_and(|last| last.0 == suffix && item - last.1 <= 8 * PAGE_ITEMS) =>
                {
                    run.push((suffix, item));
                }
                _ => runs.push(vec![(suffix, item)]),
            }
        }
        let mut segments = Vec::new();
        let mut pages: Vec<u8> = Vec::new();
        let mut hints = Vec::new();
        let mut paged = Vec::with_capacity(ids.len());
        let mut listed: Vec<Sctid> = ids.iter().skip(sound).copied().collect();
        for run in runs {
            let (Some(&(suffix, first)), Some(&(_, last))) = (run.first(), run.last()) else { continue };
            let count = (last - first) / PAGE_ITEMS + 1;
            let whole: Vec<Sctid> =
                run.iter().filter_map(|(suffix, item)| Sctid::new(join(*suffix, *item)?).ok()).collect();
            if run.len() < Self::WORTH || whole.len() < run.len() || run.len() as u64 * 8 < count * 32 / 4 {
                listed.extend(whole);
                continue;
            }
            let first_page = (pages.len() / PAGE_BYTES) as u32;
            segments.push(Segment { suffix, first_item: first, first_page, pages: count as u32 });
            let mut words = vec![0u64; count as usize * 3];
            for (_, item) in &run {
                if let Some(word) = words.get_mut(((item - first) / 64) as usize) {
                    *word |= 1 << ((item - first) % 64);
                }
            }
            let mut rank = paged.len() as u32;
            for page in words.as_chunks::<3>().0 {
                let [a, b, c] = page.map(|word| word.count_ones() as u8);
                while hints.len() * HINT < (rank as usize) + usize::from(a) + usize::from(b) + usize::from(c)
                {
                    hints.push((pages.len() / PAGE_BYTES) as u32);
                }
                pages.extend_from_slice(&rank.to_le_bytes());
                pages.extend_from_slice(&[a, a + b, 0, 0]);
                page.iter().for_each(|word| pages.extend_from_slice(&word.to_le_bytes()));
                rank += u32::from(a) + u32::from(b) + u32::from(c);
            }
            paged.extend(whole);
        }
        listed.sort_unstable();
        let mut out = SectionWriter::default();
        out.u64(ids.len() as u64);
        out.u64(segments.len() as u64);
        out.u64((pages.len() / PAGE_BYTES) as u64);
        out.u64(listed.len() as u64);
        let mut bytes = Vec::with_capacity(segments.len() * SEGMENT_BYTES);
        for segment in &segments {
            bytes.extend_from_slice(&segment.suffix.to_le_bytes());
            bytes.extend_from_slice(&segment.first_item.to_le_bytes());
            bytes.extend_from_slice(&segment.first_page.to_le_bytes());
            bytes.extend_from_slice(&segment.pages.to_le_bytes());
        }
        out.put(&bytes);
        out.put(&pages);
        out.put_u32s(&hints);
        let bytes: Vec<u8> = listed.iter().flat_map(|id| id.number().to_le_bytes()).collect();
        out.put(&bytes);
        paged.append(&mut listed);
        ids.iter_mut().zip(paged).for_each(|(slot, id)| *slot = id);
        out.finish()
    }
}

#[cfg(all(test, feature = "build"))]
mod tests {
    use super::*;
    use crate::id::metadata;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn sctid(suffix: u64, item: u64) -> Sctid {
        Sctid::new(join(suffix, item).unwrap()).unwrap()
    }

    fn check(ids: impl IntoIterator<Item = Sctid>) {
        let set: BTreeSet<Sctid> = ids.into_iter().collect();
        let mut ranked: Vec<Sctid> = set.iter().copied().collect();
        let index = Identifiers::from_section(Identifiers::section(&mut ranked).into(), "test").unwrap();
        assert_eq!(ranked.iter().copied().collect::<BTreeSet<_>>(), set, "a permutation");
        assert_eq!(index.len(), set.len());
        let mut cursor = index.cursor();
        for (rank, id) in ranked.iter().enumerate() {
            assert_eq!(index.rank(*id).unwrap(), Some(rank as u32), "{id}");
            assert_eq!(index.id(rank as u32).unwrap(), *id);
            assert_eq!(cursor.id(rank as u32).unwrap(), *id);
            for other in [
                id.number() - 1,
                id.number() + 1,
                id.number() + 1000,
                id.number() * 10 % 1_000_000_007 + 100_000,
            ] {
                let Ok(other) = Sctid::new(other) else { continue };
                assert_eq!(index.rank(other).unwrap().is_some(), set.contains(&other), "{other}");
            }
        }
        assert!(index.id(ranked.len() as u32).is_err());
    }

    #[test]
    fn dense_runs_outliers_and_wrong_check_digits() {
        check([]);
        check([Sctid::new(metadata::ROOT).unwrap()]);
        let dense = (100..2_000).step_by(3).map(|item| sctid(0, item));
        let uk = (1..900).map(|item| sctid(1_000_000 * 100 + 10 + 100, item * 2));
        let far = (0..40).map(|n| sctid(0, 900_000_000_000_000 + n * 11));
        let lone = [sctid(0, 5_000_000), sctid(1_000_001 * 100 + 110, 99_900_001)];
        let wrong = (0..9).map(|n| Sctid::new(sctid(0, 150 + n * 3).number() / 10 * 10 + 9).unwrap());
        check(dense.chain(uk).chain(far).chain(lone).chain(wrong));
    }

    proptest! {
        #[test]
        fn any_set_of_ids(items in prop::collection::vec((0u64..3, 1u64..4_000), 0..300), far in prop::collection::vec(100_000u64..1_000_000_000_000_000_000, 0..20)) {
            let near = items.into_iter().map(|(suffix, item)| sctid([0, 1_000_000 * 100 + 110, 1_000_001 * 100 + 110][suffix as usize], item + 999));
            check(near.chain(far.into_iter().map(|id| Sctid::new(id).unwrap())));
        }

        #[test]
        fn altered_bytes_never_panic(at in any::<prop::sample::Index>(), value in any::<u8>()) {
            let mut ids: Vec<Sctid> = (100..900).map(|item| sctid(0, item * 2)).chain([sctid(0, 50_000_000)]).collect();
            let mut bytes = Identifiers::section(&mut ids);
            let at = at.index(bytes.len());
            bytes[at] = value;
            if let Ok(index) = Identifiers::from_section(bytes.into(), "test") {
                for (rank, id) in ids.iter().enumerate() {
                    let _ = (index.rank(*id), index.id(rank as u32));
                }
            }
        }
    }
}
