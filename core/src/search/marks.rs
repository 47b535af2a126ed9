//! Marks on the documents of a block.

/// The most documents that a block has.
pub(crate) const BLOCK: usize = 1 << 16;

const WORDS: usize = BLOCK / 64;

/// A bit for each document of a block.
#[derive(Debug)]
pub(super) struct Marks {
    words: Box<[u64; WORDS]>,
}

impl Default for Marks {
    fn default() -> Marks {
        Marks { words: Box::new([0; WORDS]) }
    }
}

/// The numbers of a piece of postings.
#[inline]
pub(super) fn numbers(piece: &[u8]) -> impl Iterator<Item = u16> + '_ {
    piece.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair))
}

impl Marks {
    /// Takes away the marks of the first `documents` documents, which are all that a block of that size can have.
    pub(super) fn clear(&mut self, documents: u32) {
        self.words.iter_mut().take(documents.div_ceil(64) as usize).for_each(|word| *word = 0);
    }

    /// Marks the first `documents` documents.
    pub(super) fn set_all(&mut self, documents: u32) {
        self.words.iter_mut().take(documents.div_ceil(64) as usize).for_each(|word| *word = u64::MAX);
        self.keep_first(documents);
    }

    /// Takes away what lies behind the first `documents` documents within their last word.
    pub(super) fn keep_first(&mut self, documents: u32) {
        if !documents.is_multiple_of(64)
            && let Some(last) = self.words.get_mut(documents as usize / 64)
        {
            *last &= (1 << (documents % 64)) - 1;
        }
    }

    /// Marks documents.
    #[inline]
    pub(super) fn insert(&mut self, piece: &[u8]) {
        for number in numbers(piece) {
            if let Some(word) = self.words.get_mut(usize::from(number >> 6)) {
                *word |= 1 << (number & 63);
            }
        }
    }

    /// Marks documents that are marked in `others`; answers how many of them were not marked before.
    #[inline]
    pub(super) fn insert_among(&mut self, piece: &[u8], others: &Marks) -> usize {
        let mut count = 0;
        for number in numbers(piece) {
            let at = usize::from(number >> 6);
            // Mostly nothing is marked there, and nothing need be written.
            if others.words.get(at).is_some_and(|other| other >> (number & 63) & 1 == 1)
                && let Some(word) = self.words.get_mut(at)
            {
                count += usize::from(*word >> (number & 63) & 1 == 0);
                *word |= 1 << (number & 63);
            }
        }
        count
    }

    /// Marks documents by their bits.
    #[inline]
    pub(super) fn insert_bits(&mut self, bits: &[u8]) {
        for (word, bits) in self.words.iter_mut().zip(bits.as_chunks::<8>().0) {
            *word |= u64::from_le_bytes(*bits);
        }
    }

    /// Marks by their bits documents that are marked in `others`; answers whether any is.
    #[inline]
    pub(super) fn insert_bits_among(&mut self, bits: &[u8], others: &Marks) -> bool {
        let mut any = 0;
        for ((word, bits), other) in
            self.words.iter_mut().zip(bits.as_chunks::<8>().0).zip(others.words.iter())
        {
            let marks = u64::from_le_bytes(*bits) & other;
            any |= marks;
            *word |= marks;
        }
        any != 0
    }

    /// Adds the marks of `others`, which has `documents` documents.
    pub(super) fn add(&mut self, others: &Marks, documents: u32) {
        let words = documents.div_ceil(64) as usize;
        self.words.iter_mut().zip(others.words.iter()).take(words).for_each(|(word, other)| *word |= other);
    }

    /// The marks of documents `64 * index` and the 63 behind it.
    #[inline]
    pub(super) fn word(&self, index: usize) -> u64 {
        self.words.get(index).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn piece(numbers: &BTreeSet<u16>) -> Vec<u8> {
        numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
    }

    fn listed(marks: &Marks, documents: u32) -> BTreeSet<u16> {
        (0..documents as u16).filter(|at| marks.word(usize::from(at / 64)) >> (at % 64) & 1 == 1).collect()
    }

    proptest! {
        #[test]
        fn they_are_the_set(a in prop::collection::btree_set(0u16..300, 0..60), b in prop::collection::btree_set(0u16..300, 0..60)) {
            let (mut first, mut both, mut either) = (Marks::default(), Marks::default(), Marks::default());
            first.insert(&piece(&a));
            prop_assert_eq!(listed(&first, 300), a.clone());
            prop_assert_eq!(both.insert_among(&piece(&b), &first), a.intersection(&b).count());
            prop_assert_eq!(both.insert_among(&piece(&b), &first), 0);
            prop_assert_eq!(listed(&both, 300), a.intersection(&b).copied().collect::<BTreeSet<_>>());
            let bits = |set: &BTreeSet<u16>| {
                let mut bits = vec![0u8; 40];
                set.iter().for_each(|number| bits[usize::from(number / 8)] |= 1 << (number % 8));
                bits
            };
            let mut by_bits = Marks::default();
            prop_assert_eq!(by_bits.insert_bits_among(&bits(&b), &first), !a.is_disjoint(&b));
            prop_assert_eq!(listed(&by_bits, 300), a.intersection(&b).copied().collect::<BTreeSet<_>>());
            by_bits.insert_bits(&bits(&b));
            prop_assert_eq!(listed(&by_bits, 300), b.clone());
            either.insert(&piece(&b));
            either.add(&first, 300);
            prop_assert_eq!(listed(&either, 300), a.union(&b).copied().collect::<BTreeSet<_>>());
            either.clear(300);
            prop_assert!(listed(&either, 300).is_empty());
        }
    }

    #[test]
    fn all_of_a_block() {
        let mut marks = Marks::default();
        marks.set_all(130);
        assert_eq!((marks.word(0), marks.word(1), marks.word(2), marks.word(3)), (u64::MAX, u64::MAX, 3, 0));
    }
}
