//! How often each document of a block has a word of a slot.

use crate::search::marks::{BLOCK, Marks, numbers};

/// As many words as this are as good as more: a query has fewer.
const MOST: u8 = u8::MAX;

/// The bits of a byte.
const PLACES: [u8; 8] = [1, 2, 4, 8, 16, 32, 64, 128];

/// A count for each document of a block, in memory that is used again.
#[derive(Debug)]
pub(super) struct Tally {
    counts: Box<[u8; BLOCK]>,
}

impl Default for Tally {
    fn default() -> Tally {
        Tally { counts: Box::new([0; BLOCK]) }
    }
}

impl Tally {
    /// Begins anew.
    pub(super) fn clear(&mut self) {
        self.counts.fill(0);
    }

    /// Counts postings.
    pub(super) fn add(&mut self, piece: &[u8]) {
        for number in numbers(piece) {
            if let Some(count) = self.counts.get_mut(usize::from(number)) {
                *count = count.saturating_add(1);
            }
        }
    }

    /// Counts documents once each by their bits.
    pub(super) fn add_bits(&mut self, bits: &[u8]) {
        for (counts, bits) in self.counts.as_chunks_mut::<8>().0.iter_mut().zip(bits) {
            // Written so that the eight are one addition.
            let all = [*bits; 8];
            let mut one = [0u8; 8];
            for ((one, all), place) in one.iter_mut().zip(all).zip(PLACES) {
                *one = u8::from(all & place != 0);
            }
            for (count, one) in counts.iter_mut().zip(one) {
                *count = count.saturating_add(one);
            }
        }
    }

    /// Marks those of `others` that were counted `least` times or more; answers whether there is any.
    pub(super) fn mark(&self, marks: &mut Marks, least: u32, others: &Marks) -> bool {
        let least = u8::try_from(least).unwrap_or(MOST);
        let mut any = false;
        for (at, counts) in self.counts.as_chunks::<64>().0.iter().enumerate() {
            let wanted = others.word(at);
            // Eight at a time, this is a few instructions; and mostly that is all.
            if wanted == 0 || !counts.iter().fold(false, |any, count| any | (*count >= least)) {
                continue;
            }
            let reached = (0..)
                .zip(counts)
                .fold(0u64, |reached, (place, count)| reached | u64::from(*count >= least) << place);
            any |= reached & wanted != 0;
            marks.add_word(at, reached & wanted);
        }
        any
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_counts(
            listed in prop::collection::vec(0u16..130, 0..200),
            by_bits in prop::collection::btree_set(0u16..130, 0..60),
            others in prop::collection::btree_set(0u16..130, 0..60),
            least in 1u32..4,
        ) {
            let bytes = |numbers: &mut dyn Iterator<Item = u16>| numbers.flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
            let mut bits = vec![0u8; 24];
            by_bits.iter().for_each(|number| bits[usize::from(number / 8)] |= 1 << (number % 8));
            let mut tally = Tally::default();
            tally.add(&bytes(&mut [7; 9].into_iter()));
            tally.clear();
            tally.add_bits(&bits);
            tally.add(&bytes(&mut listed.iter().copied()));
            let mut among = Marks::default();
            among.insert(&bytes(&mut others.iter().copied()), 130);
            let mut some = Marks::default();
            let any = tally.mark(&mut some, least, &among);
            let often = |number: &u16| {
                listed.iter().filter(|other| *other == number).count() + usize::from(by_bits.contains(number))
            };
            let is_marked = |marks: &Marks, number: u16| marks.word(usize::from(number / 64)) >> (number % 64) & 1 == 1;
            let mut found = false;
            for number in 0..130 {
                let expected = often(&number) >= least as usize && others.contains(&number);
                prop_assert_eq!(is_marked(&some, number), expected);
                found |= expected;
            }
            prop_assert_eq!(any, found);
        }
    }

    #[test]
    fn counts_do_not_wrap() {
        let mut tally = Tally::default();
        tally.add(&300u16.to_le_bytes().repeat(1000));
        let (mut marks, mut others) = (Marks::default(), Marks::default());
        others.insert_bits(&[u8::MAX; 64]);
        assert!(tally.mark(&mut marks, 64, &others));
        assert_eq!(marks.word(300 / 64), 1 << (300 % 64));
    }
}
