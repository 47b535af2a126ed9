//! From an id to an ordinal.

use std::collections::HashMap;
use std::hash::BuildHasher;

/// A hash table of the standard library.
#[derive(Debug)]
pub struct HashIds<S>(HashMap<u64, u32, S>);

impl<S: BuildHasher + Default> HashIds<S> {
    /// The place of each id.
    pub fn new(ids: &[u64]) -> HashIds<S> {
        let mut map = HashMap::with_capacity_and_hasher(ids.len(), S::default());
        map.extend(ids.iter().copied().zip(0..));
        HashIds(map)
    }

    /// The ordinal of an id.
    #[inline]
    pub fn find(&self, id: u64) -> Option<u32> {
        self.0.get(&id).copied()
    }

    /// How many bytes the table takes: 16 for each slot and one of control, in a power of two of slots of which
    /// seven in eight may be taken.
    pub fn bytes(&self) -> u64 {
        let slots = (self.0.capacity() * 8 / 7).next_power_of_two() as u64;
        slots * (size_of::<(u64, u32)>() as u64 + 1)
    }
}

/// Sorted ids with their ordinals, for binary search.
#[derive(Debug)]
pub struct SortedIds {
    ids: Vec<u64>,
    ords: Vec<u32>,
}

impl SortedIds {
    /// The place of each id.
    pub fn new(ids: &[u64]) -> SortedIds {
        let mut sorted: Vec<(u64, u32)> = ids.iter().copied().zip(0..).collect();
        sorted.sort_unstable();
        let (ids, ords) = sorted.into_iter().unzip();
        SortedIds { ids, ords }
    }

    /// The ordinal of an id.
    #[inline]
    pub fn find(&self, id: u64) -> Option<u32> {
        self.ids.binary_search(&id).ok().map(|place| self.ords[place])
    }

    /// How many bytes the two lists take.
    pub fn bytes(&self) -> u64 {
        self.ids.len() as u64 * 12
    }
}

/// A finite state transducer of the `fst` crate, its keys the ids' bytes from the highest down.
pub struct FstIds(fst::Map<Vec<u8>>);

impl FstIds {
    /// The place of each id.
    pub fn new(ids: &[u64]) -> FstIds {
        let mut sorted: Vec<(u64, u64)> = ids.iter().copied().zip(0..).collect();
        sorted.sort_unstable();
        let entries = sorted.into_iter().map(|(id, ord)| (id.to_be_bytes(), ord));
        FstIds(fst::Map::from_iter(entries).expect("sorted keys"))
    }

    /// The ordinal of an id.
    #[inline]
    pub fn find(&self, id: u64) -> Option<u32> {
        self.0.get(id.to_be_bytes()).map(|ord| ord as u32)
    }

    /// How many bytes the transducer takes.
    pub fn bytes(&self) -> u64 {
        self.0.as_fst().as_bytes().len() as u64
    }
}
