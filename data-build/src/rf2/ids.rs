//! From identifiers to positions.

use std::collections::HashMap;

use super::error::Rf2Error;

/// Positions of ids in a table, by hash with linear probing. Ids are looked up tens of millions of times.
#[derive(Debug, Default)]
pub(super) struct IdIndex {
    /// The ids by position.
    ids: Vec<u64>,
    /// Positions in `ids`, or [`EMPTY`]; a power of two in length, at most half full.
    slots: Vec<u32>,
}

const EMPTY: u32 = u32::MAX;

/// Positions at and above this are not given out, so that the top bit can mean something else.
pub(super) const POSITION_LIMIT: usize = 1 << 31;

impl IdIndex {
    /// The index of distinct ids.
    pub(super) fn new(ids: Vec<u64>, what: &'static str) -> Result<IdIndex, Rf2Error> {
        if ids.len() >= POSITION_LIMIT {
            return Err(Rf2Error::TooMany { what, limit: POSITION_LIMIT as u64 });
        }
        let slots = vec![EMPTY; (ids.len() * 2).next_power_of_two().max(2)];
        let mut index = IdIndex { ids: Vec::new(), slots };
        for (position, id) in (0..).zip(&ids) {
            let mut at = index.home(*id);
            while let Some(slot) = index.slots.get_mut(at) {
                if *slot == EMPTY {
                    *slot = position;
                    break;
                }
                at = index.after(at);
            }
        }
        index.ids = ids;
        Ok(index)
    }

    fn home(&self, id: u64) -> usize {
        // Folding the product lets every digit take part in the low bits.
        let product = u128::from(id) * 0x9e37_79b9_7f4a_7c15;
        ((product >> 64) as usize ^ product as usize) & (self.slots.len() - 1)
    }

    fn after(&self, at: usize) -> usize {
        (at + 1) & (self.slots.len() - 1)
    }

    /// The position of an id.
    pub(super) fn find(&self, id: u64) -> Option<u32> {
        let mut at = self.home(id);
        loop {
            let position = *self.slots.get(at)?;
            // An empty slot is out of range.
            if *self.ids.get(position as usize)? == id {
                return Some(position);
            }
            at = self.after(at);
        }
    }
}

/// A reference to a component: its position, or an id that no input holds.
///
/// Positions have the top bit clear; a reference to nothing has it set and counts into a side table.
#[derive(Debug, Default)]
pub(super) struct Unknown {
    ids: Vec<u64>,
    numbers: HashMap<u64, u32>,
}

const UNKNOWN: u32 = 1 << 31;

impl Unknown {
    /// The reference to `id`.
    pub(super) fn reference(&mut self, index: &IdIndex, id: u64) -> Result<u32, Rf2Error> {
        if let Some(position) = index.find(id) {
            return Ok(position);
        }
        if let Some(number) = self.numbers.get(&id) {
            return Ok(UNKNOWN | number);
        }
        let number = u32::try_from(self.ids.len())
            .ok()
            .filter(|number| *number < UNKNOWN)
            .ok_or(Rf2Error::TooMany { what: "unknown ids", limit: u64::from(UNKNOWN) })?;
        self.ids.push(id);
        self.numbers.insert(id, number);
        Ok(UNKNOWN | number)
    }

    /// The id behind a reference to nothing; `None` behind a position.
    pub(super) fn id(&self, reference: u32) -> Option<u64> {
        if reference & UNKNOWN == 0 {
            return None;
        }
        self.ids.get((reference & !UNKNOWN) as usize).copied()
    }
}

/// A number of 32 bits that stands for the content of a row that is only ever compared.
pub(super) fn digest(parts: [u64; 2]) -> u32 {
    let [first, second] = parts;
    let mixed = (first ^ second.rotate_left(32)).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ second;
    (mixed.wrapping_mul(0xd6e8_feb8_6659_fd93) >> 32) as u32
}

/// Numbers ids in the order of their first appearance, up to 65,535 of them.
#[derive(Debug, Default)]
pub(super) struct Interner {
    ids: Vec<u64>,
    numbers: HashMap<u64, u16>,
    /// The id asked for last: files come sorted by little else.
    last: Option<(u64, u16)>,
}

impl Interner {
    /// The number of an id.
    pub(super) fn number(&mut self, id: u64, what: &'static str) -> Result<u16, Rf2Error> {
        if let Some((last, number)) = self.last
            && last == id
        {
            return Ok(number);
        }
        let number = match self.numbers.get(&id) {
            Some(number) => *number,
            None => {
                let number = u16::try_from(self.ids.len())
                    .map_err(|_| Rf2Error::TooMany { what, limit: u64::from(u16::MAX) + 1 })?;
                self.ids.push(id);
                self.numbers.insert(id, number);
                number
            }
        };
        self.last = Some((id, number));
        Ok(number)
    }

    /// The ids by number.
    pub(super) fn ids(&self) -> &[u64] {
        &self.ids
    }

    /// The id with this number.
    pub(super) fn id(&self, number: u16) -> Option<u64> {
        self.ids.get(usize::from(number)).copied()
    }
}

/// The new number of each old one, once `old` is to be numbered as in `sorted`. What `sorted` lacks becomes 0.
pub(super) fn renumbering<T: Ord>(old: &[T], sorted: &[T]) -> Vec<u16> {
    old.iter()
        .map(|value| {
            sorted.binary_search(value).ok().and_then(|at| u16::try_from(at).ok()).unwrap_or_default()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_id_is_found_and_no_other(ids in proptest::collection::btree_set(any::<u64>(), 0..200), other in any::<u64>()) {
            let ids: Vec<u64> = ids.into_iter().collect();
            let index = IdIndex::new(ids.clone(), "ids").unwrap();
            for (position, id) in (0..).zip(&ids) {
                prop_assert_eq!(index.find(*id), Some(position));
            }
            prop_assert_eq!(index.find(other).is_some(), ids.contains(&other));
        }

        #[test]
        fn interning_numbers_in_order_of_appearance(ids in proptest::collection::vec(0u64..20, 0..60)) {
            let mut interner = Interner::default();
            let numbers: Vec<u16> = ids.iter().map(|id| interner.number(*id, "ids").unwrap()).collect();
            for (id, number) in ids.iter().zip(numbers) {
                prop_assert_eq!(interner.id(number), Some(*id));
            }
            let distinct: BTreeSet<_> = ids.iter().collect();
            prop_assert_eq!(interner.ids().len(), distinct.len());
        }
    }

    #[test]
    fn an_empty_index_holds_nothing() {
        assert_eq!(IdIndex::new(Vec::new(), "ids").unwrap().find(138_875_005), None);
    }

    #[test]
    fn an_unknown_id_is_kept_behind_its_reference() {
        let index = IdIndex::new(vec![100_001], "ids").unwrap();
        let mut unknown = Unknown::default();
        let known = unknown.reference(&index, 100_001).unwrap();
        let strange = unknown.reference(&index, 200_002).unwrap();
        assert_eq!(unknown.reference(&index, 200_002).unwrap(), strange);
        assert_eq!((unknown.id(known), unknown.id(strange)), (None, Some(200_002)));
    }

    #[test]
    fn too_many_modules_are_refused() {
        let mut interner = Interner::default();
        for id in 0..=u64::from(u16::MAX) {
            interner.number(id, "modules").unwrap();
        }
        assert!(matches!(
            interner.number(1 << 40, "modules"),
            Err(Rf2Error::TooMany { what: "modules", .. })
        ));
    }
}
