//! A set of SCTIDs with their ranks: identifier to number and number to identifier.
//!
//! Issued item identifiers lie close together: within one namespace and partition the International and UK
//! Editions use between a fifth and a half of all numbers up to the largest. So a bit for every possible item is
//! smaller than any list, and the rank of an id is one cache line away.

use std::hint::select_unpredictable;

use bytes::Bytes;

#[cfg(feature = "build")]
use crate::bytes::SectionWriter;
use crate::bytes::{Malformed, SectionReader, u32_at, u64_at};
use crate::id::{Sctid, check_digit};
use crate::order::sorted_by_key;
use crate::section::Monotone;
use crate::section::broadword::{byte_sums, select_with_sums};

/// Items that one page covers.
const PAGE_ITEMS: u64 = 192;
/// Bytes of one page: a rank `u32`, the ones before the second and third word as `u8`, two zeros, then three words of
/// bits.
const PAGE_BYTES: usize = 32;
/// Bytes of one segment: suffix, first item, items, base, each `u64`.
const SEGMENT_BYTES: usize = 32;
/// In a segment's base: its items are keys of the sparse sequence, not bits of pages.
const SPARSE: u64 = 1 << 63;
/// Every how many ranks the page that holds one is noted.
const HINT: usize = 128;

/// SCTIDs in rank order, found by id or by rank.
///
/// An id is cut into what follows the item (its *suffix*: namespace and partition) and the item. For each suffix
/// the items in use are covered by segments. Where they lie close, a segment is made of pages: a bit an item, and
/// the rank of its first. Where they lie far apart, as in a file of chosen concepts, they are keys of one increasing
/// sequence. An id whose check digit is wrong stands in a plain list. Ranks count pages, then keys, then the list.
#[derive(Debug, Clone)]
pub(crate) struct Identifiers {
    len: usize,
    /// By suffix and item.
    segments: Vec<Segment>,
    /// The same by base: those of pages, then those of keys.
    by_base: Vec<Segment>,
    pages: Bytes,
    hints: Bytes,
    sparse: Monotone,
    listed: Bytes,
    /// How many ids the pages hold.
    paged: usize,
    what: &'static str,
}

#[derive(Debug, Clone, Copy)]
struct Segment {
    suffix: u64,
    first_item: u64,
    /// How many items it covers, in use or not.
    items: u64,
    /// Its first page, or [`SPARSE`] and the key of its first item.
    base: u64,
}

/// What stands behind the item: the partition, and in the long format the namespace. The long format sorts
/// behind the short one.
#[inline]
fn split(id: u64) -> (u64, u64) {
    let item = id / 1000;
    let partition = id / 10 - item * 100;
    let long_item = item / 10_000_000;
    let namespace = item - long_item * 10_000_000;
    // Which format an id has cannot be guessed, so both are cut.
    let long = partition >= 10;
    let suffix = select_unpredictable(long, namespace * 100 + partition + 100, partition);
    (suffix, select_unpredictable(long, long_item, item))
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
        let ids = Identifiers::read(&mut reader)?;
        reader.finish()?;
        Ok(ids)
    }

    /// Reads the index at the front of `reader`.
    pub(crate) fn read(reader: &mut SectionReader) -> Result<Identifiers, Malformed> {
        let paged = reader.count()?;
        let segment_count = reader.count()?;
        let page_count = reader.count()?;
        let listed_count = reader.count()?;
        let segments = reader.take_array(segment_count, SEGMENT_BYTES)?;
        let pages = reader.take_array(page_count, PAGE_BYTES)?;
        let hints = reader.take_array(paged.div_ceil(HINT), 4)?;
        let sparse = Monotone::read(reader)?;
        let listed = reader.take_array(listed_count, 8)?;
        let malformed = reader.malformed();
        let len = paged.checked_add(sparse.len()).and_then(|len| len.checked_add(listed_count));
        let len = len.filter(|len| *len <= u32::MAX as usize).ok_or(malformed)?;
        let segment = |index: usize| {
            let field = |number: usize| u64_at(&segments, index * SEGMENT_BYTES + number * 8);
            Some(Segment { suffix: field(0)?, first_item: field(1)?, items: field(2)?, base: field(3)? })
        };
        let segments = (0..segment_count).map(segment).collect::<Option<Vec<_>>>().ok_or(malformed)?;
        let by_base = sorted_by_key(segments.clone(), |segment| segment.base);
        Ok(Identifiers { len, segments, by_base, pages, hints, sparse, listed, paged, what: malformed.what })
    }

    /// How many ids there are.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    fn malformed(&self) -> Malformed {
        Malformed { what: self.what }
    }

    #[inline]
    fn page(&self, page: u64) -> Option<&[u8; PAGE_BYTES]> {
        let at = usize::try_from(page).ok()?.checked_mul(PAGE_BYTES)?;
        self.pages.get(at..)?.first_chunk()
    }

    /// The rank of `id`, if it is in the set.
    #[inline]
    pub(crate) fn rank(&self, id: Sctid) -> Result<Option<u32>, Malformed> {
        let (suffix, item) = split(id.number());
        // One wide comparison, without a branch between its halves.
        let key = |suffix: u64, item: u64| u128::from(suffix) << 64 | u128::from(item);
        let wanted = key(suffix, item);
        let after =
            self.segments.partition_point(|segment| key(segment.suffix, segment.first_item) <= wanted);
        if let Some(segment) = after.checked_sub(1).and_then(|index| self.segments.get(index)) {
            let offset = item.wrapping_sub(segment.first_item);
            if segment.suffix == suffix && offset < segment.items {
                let rank = if segment.base & SPARSE == 0 {
                    self.rank_in_pages(segment, offset)?
                } else {
                    self.rank_in_sparse(segment, offset)?
                };
                if rank.is_some() && id.has_valid_check_digit() {
                    return Ok(rank);
                }
            }
        }
        if self.listed.is_empty() { Ok(None) } else { self.rank_in_list(id) }
    }

    #[inline]
    fn rank_in_pages(&self, segment: &Segment, offset: u64) -> Result<Option<u32>, Malformed> {
        let page = segment.base.checked_add(offset / PAGE_ITEMS).and_then(|page| self.page(page));
        let page = page.ok_or(self.malformed())?;
        let bit = (offset % PAGE_ITEMS) as usize;
        let word = u64_at(page, 8 + bit / 64 * 8).unwrap_or(0);
        if word >> (bit % 64) & 1 == 0 {
            return Ok(None);
        }
        let before = ones_before(page, bit / 64);
        let below = (word & ((1 << (bit % 64)) - 1)).count_ones();
        let rank = u32_at(page, 0).unwrap_or(0).wrapping_add(before + below);
        if (rank as usize) < self.paged { Ok(Some(rank)) } else { Err(self.malformed()) }
    }

    fn rank_in_sparse(&self, segment: &Segment, offset: u64) -> Result<Option<u32>, Malformed> {
        let key = (segment.base & !SPARSE).checked_add(offset).ok_or(self.malformed())?;
        let places = self.sparse.places_of(key)?;
        Ok((!places.is_empty()).then_some((self.paged + places.start) as u32))
    }

    fn rank_in_list(&self, id: Sctid) -> Result<Option<u32>, Malformed> {
        let (mut low, mut high) = (0, self.listed.len() / 8);
        while low < high {
            let middle = low + (high - low) / 2;
            match u64_at(&self.listed, middle * 8).ok_or(self.malformed())?.cmp(&id.number()) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => {
                    return Ok(Some((self.paged + self.sparse.len() + middle) as u32));
                }
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
        Cursor { ids: self, page: None, first: 0 }
    }
}

/// Reads ids by rank; a rank near the one before costs little.
pub(crate) struct Cursor<'a> {
    ids: &'a Identifiers,
    /// The page that is open and its segment.
    page: Option<(u64, Segment)>,
    /// The rank of the page's first id.
    first: u32,
}

impl Cursor<'_> {
    /// The segment with this page or key.
    fn segment_of(&self, base: u64) -> Result<Segment, Malformed> {
        let after = self.ids.by_base.partition_point(|segment| segment.base <= base);
        let segment = after.checked_sub(1).and_then(|index| self.ids.by_base.get(index)).copied();
        segment.filter(|segment| segment.base & SPARSE == base & SPARSE).ok_or(self.ids.malformed())
    }

    fn join(&self, segment: Segment, offset: u64) -> Result<Sctid, Malformed> {
        let item = segment.first_item.checked_add(offset);
        let number = item.and_then(|item| join(segment.suffix, item)).ok_or(self.ids.malformed())?;
        Sctid::released(number).ok_or(self.ids.malformed())
    }

    /// The id of `rank`.
    pub(crate) fn id(&mut self, rank: u32) -> Result<Sctid, Malformed> {
        let malformed = self.ids.malformed();
        let Some(behind) = (rank as usize).checked_sub(self.ids.paged) else { return self.id_in_pages(rank) };
        match behind.checked_sub(self.ids.sparse.len()) {
            None => {
                let key = self.ids.sparse.get(behind)? | SPARSE;
                let segment = self.segment_of(key)?;
                self.join(segment, key.wrapping_sub(segment.base))
            }
            Some(behind) => {
                let number = u64_at(&self.ids.listed, behind * 8).ok_or(malformed)?;
                Sctid::released(number).ok_or(malformed)
            }
        }
    }

    fn id_in_pages(&mut self, rank: u32) -> Result<Sctid, Malformed> {
        let malformed = self.ids.malformed();
        let mut page = match self.page {
            Some((page, _)) if rank >= self.first && rank - self.first < 4 * HINT as u32 => page,
            _ => u64::from(u32_at(&self.ids.hints, rank as usize / HINT * 4).ok_or(malformed)?),
        };
        let mut bytes = self.ids.page(page).ok_or(malformed)?;
        // The last page whose first rank is not greater; pages without ids come before it.
        while let Some(next) = self.ids.page(page + 1)
            && u32_at(next, 0).is_some_and(|first| first <= rank)
        {
            page += 1;
            bytes = next;
        }
        let segment = match self.page {
            Some((_, segment)) if page.wrapping_sub(segment.base) < segment.items.div_ceil(PAGE_ITEMS) => {
                segment
            }
            _ => self.segment_of(page)?,
        };
        self.first = u32_at(bytes, 0).ok_or(malformed)?;
        self.page = Some((page, segment));
        let skip = rank.checked_sub(self.first).ok_or(malformed)?;
        let word = usize::from(skip >= ones_before(bytes, 1)) + usize::from(skip >= ones_before(bytes, 2));
        let skip = skip.wrapping_sub(ones_before(bytes, word));
        let bits = u64_at(bytes, 8 + word * 8).unwrap_or(0);
        let sums = byte_sums(bits);
        if u64::from(skip) >= sums >> 56 {
            return Err(malformed);
        }
        let before = page.wrapping_sub(segment.base).checked_mul(PAGE_ITEMS).ok_or(malformed)?;
        self.join(segment, before + word as u64 * 64 + u64::from(select_with_sums(bits, sums, skip)))
    }
}

/// How many ids a page has before its word numbered `word`.
#[inline]
fn ones_before(page: &[u8; PAGE_BYTES], word: usize) -> u32 {
    // The counts for words 1 and 2 follow the rank; shifted by a byte, word 0 gets its nought.
    u32_at(page, 4).unwrap_or(0) << 8 >> (word % 4 * 8) & 0xff
}

/// Ids that lie so close that pages take less than any list: a run of one suffix.
#[cfg(feature = "build")]
struct Run {
    suffix: u64,
    items: Vec<u64>,
}

#[cfg(feature = "build")]
impl Run {
    /// Fewest ids that are worth a segment of their own.
    const WORTH: usize = 64;
    /// Fewest ids a page, on average: from here a page takes less than twice what a key does, and is quicker.
    const DENSE: u64 = 12;

    fn span(&self) -> u64 {
        match (self.items.first(), self.items.last()) {
            (Some(first), Some(last)) => last - first + 1,
            _ => 0,
        }
    }

    fn is_dense(&self) -> bool {
        self.items.len() >= Self::WORTH
            && self.items.len() as u64 >= self.span().div_ceil(PAGE_ITEMS) * Self::DENSE
    }

    /// Sorted ids in runs: a gap of more than two pages ends one. Sparse neighbours are joined again, so that they
    /// share a segment.
    fn cut(ids: &[(u64, u64)]) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for &(suffix, item) in ids {
            match runs.last_mut() {
                Some(run)
                    if run.suffix == suffix
                        && run.items.last().is_some_and(|last| item - last <= 2 * PAGE_ITEMS) =>
                {
                    run.items.push(item);
                }
                _ => runs.push(Run { suffix, items: vec![item] }),
            }
        }
        let mut joined: Vec<Run> = Vec::new();
        for mut run in runs {
            match joined.last_mut() {
                // Far apart they would stretch the sequence of keys, so an outlier gets a segment of its own.
                Some(before)
                    if before.suffix == run.suffix
                        && !before.is_dense()
                        && !run.is_dense()
                        && before
                            .items
                            .last()
                            .zip(run.items.first())
                            .is_some_and(|(a, b)| b - a < 1 << 24) =>
                {
                    before.items.append(&mut run.items);
                }
                _ => joined.push(run),
            }
        }
        joined
    }
}

#[cfg(feature = "build")]
impl Identifiers {
    /// Encodes distinct `ids`, which it puts in rank order.
    pub(crate) fn section(ids: &mut [Sctid]) -> Vec<u8> {
        let order = |id: &Sctid| match id.has_valid_check_digit() {
            true => (false, split(id.number())),
            false => (true, (0, id.number())),
        };
        ids.sort_unstable_by_key(order);
        let sound = ids.partition_point(|id| id.has_valid_check_digit());
        let keys: Vec<(u64, u64)> = ids.iter().take(sound).map(|id| split(id.number())).collect();
        let mut segments = Vec::new();
        let mut pages: Vec<u8> = Vec::new();
        let mut hints = Vec::new();
        let mut paged: Vec<(u64, u64)> = Vec::with_capacity(ids.len());
        let mut sparse: Vec<(u64, u64)> = Vec::new();
        let mut sparse_keys = Vec::new();
        let mut next_key = 0;
        for run in Run::cut(&keys) {
            let Some(&first_item) = run.items.first() else { continue };
            let (suffix, items) = (run.suffix, run.span());
            if !run.is_dense() {
                segments.push(Segment { suffix, first_item, items, base: SPARSE | next_key });
                sparse_keys.extend(run.items.iter().map(|item| next_key + (item - first_item)));
                sparse.extend(run.items.iter().map(|item| (suffix, *item)));
                next_key += items;
                continue;
            }
            segments.push(Segment { suffix, first_item, items, base: (pages.len() / PAGE_BYTES) as u64 });
            let mut words = vec![0u64; items.div_ceil(PAGE_ITEMS) as usize * 3];
            for item in &run.items {
                if let Some(word) = words.get_mut(((item - first_item) / 64) as usize) {
                    *word |= 1 << ((item - first_item) % 64);
                }
            }
            let mut rank = paged.len() as u32;
            for page in words.as_chunks::<3>().0 {
                let [a, b, c] = page.map(|word| word.count_ones() as u8);
                let end = rank + u32::from(a) + u32::from(b) + u32::from(c);
                while hints.len() * HINT < end as usize {
                    hints.push((pages.len() / PAGE_BYTES) as u32);
                }
                pages.extend_from_slice(&rank.to_le_bytes());
                pages.extend_from_slice(&[a, a + b, 0, 0]);
                page.iter().for_each(|word| pages.extend_from_slice(&word.to_le_bytes()));
                rank = end;
            }
            paged.extend(run.items.iter().map(|item| (suffix, *item)));
        }
        let mut out = SectionWriter::default();
        out.u64(paged.len() as u64);
        out.u64(segments.len() as u64);
        out.u64((pages.len() / PAGE_BYTES) as u64);
        out.u64((ids.len() - sound) as u64);
        for segment in &segments {
            for field in [segment.suffix, segment.first_item, segment.items, segment.base] {
                out.u64(field);
            }
        }
        out.put(&pages);
        out.put_u32s(&hints);
        Monotone::write(&mut out, &sparse_keys);
        ids.iter().skip(sound).for_each(|id| out.u64(id.number()));
        // Ids with a wrong check digit stand last already.
        let ranked = paged.into_iter().chain(sparse);
        let sound_ids: Vec<Sctid> =
            ranked.filter_map(|(suffix, item)| Sctid::new(join(suffix, item)?).ok()).collect();
        ids.iter_mut().zip(sound_ids).for_each(|(slot, id)| *slot = id);
        out.finish()
    }
}

/// The place of each ranked id among `ids`, and the rank of each of `ids`.
#[cfg(feature = "build")]
pub(crate) fn permutations(ids: impl Iterator<Item = Sctid>, ranked: &[Sctid]) -> (Vec<u64>, Vec<u64>) {
    let mut places: Vec<(Sctid, u32)> = ids.enumerate().map(|(place, id)| (id, place as u32)).collect();
    places.sort_unstable();
    let mut ranks: Vec<(Sctid, u32)> =
        ranked.iter().enumerate().map(|(rank, id)| (*id, rank as u32)).collect();
    ranks.sort_unstable();
    let mut by_rank = vec![0u64; places.len()];
    let mut rank_of = vec![0u64; places.len()];
    for ((_, place), (_, rank)) in places.into_iter().zip(ranks) {
        if let Some(slot) = by_rank.get_mut(rank as usize) {
            *slot = u64::from(place);
        }
        if let Some(slot) = rank_of.get_mut(place as usize) {
            *slot = u64::from(rank);
        }
    }
    (by_rank, rank_of)
}

#[cfg(test)]
#[cfg(feature = "build")]
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
        let thin = (0..500).map(|n| sctid(0, 20_000_000 + n * 997));
        let lone = [sctid(0, 5_000_000), sctid(1_000_001 * 100 + 110, 99_900_001)];
        let wrong = (0..9).map(|n| Sctid::new(sctid(0, 150 + n * 3).number() / 10 * 10 + 9).unwrap());
        check(dense.chain(uk).chain(far).chain(thin).chain(lone).chain(wrong));
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
