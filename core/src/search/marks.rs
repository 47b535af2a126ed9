//! Marks on the documents of a block.

/// The most documents that a block has.
pub(crate) const BLOCK: usize = 1 << 16;

const WORDS: usize = BLOCK / 64;

/// Marking more than this many documents at once, it is not worth remembering which words of bits they touch.
const MANY: usize = 512;

/// A bit for each document of a block, and a bit for each word of those bits that may have any: what is not touched is
/// neither cleared nor read.
#[derive(Debug)]
pub(super) struct Marks {
    words: Box<[u64; WORDS]>,
    touched: [u64; WORDS / 64],
}

impl Default for Marks {
    fn default() -> Marks {
        Marks { words: Box::new([0; WORDS]), touched: [0; WORDS / 64] }
    }
}

/// The numbers of a piece of postings.
#[inline]
pub(super) fn numbers(piece: &[u8]) -> impl Iterator<Item = u16> + '_ {
    piece.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair))
}

/// The places of the ones of some words of bits.
#[inline]
fn ones(words: impl Iterator<Item = u64>) -> impl Iterator<Item = usize> {
    words.enumerate().flat_map(|(index, mut rest)| {
        std::iter::from_fn(move || {
            let bit = rest.trailing_zeros() as usize;
            (rest != 0).then(|| {
                rest &= rest - 1;
                index * 64 + bit
            })
        })
    })
}

impl Marks {
    /// Takes all marks away.
    pub(super) fn clear(&mut self) {
        if self.touched == [u64::MAX; WORDS / 64] {
            self.words.fill(0);
        } else {
            for at in ones(self.touched.iter().copied()) {
                if let Some(word) = self.words.get_mut(at) {
                    *word = 0;
                }
            }
        }
        self.touched = [0; WORDS / 64];
    }

    /// Remembers that any word may have been touched, of a block of so many documents.
    fn touch_all(&mut self, documents: u32) {
        let words = documents.div_ceil(64) as usize;
        for (at, touched) in self.touched.iter_mut().enumerate() {
            *touched |= match words.saturating_sub(at * 64) {
                0 => 0,
                count @ 1..64 => (1 << count) - 1,
                _ => u64::MAX,
            };
        }
    }

    #[inline]
    fn touch(touched: &mut [u64; WORDS / 64], at: usize) {
        if let Some(touched) = touched.get_mut(at / 64) {
            *touched |= 1 << (at % 64);
        }
    }

    /// Marks documents of a block of so many.
    #[inline]
    pub(super) fn insert(&mut self, piece: &[u8], documents: u32) {
        let is_many = piece.len() / 2 > MANY;
        if is_many {
            self.touch_all(documents);
        }
        for number in numbers(piece) {
            let at = usize::from(number >> 6);
            if let Some(word) = self.words.get_mut(at) {
                *word |= 1 << (number & 63);
            }
            // Altered bytes may name documents behind a block, so that many may touch what is not remembered.
            if !is_many || u32::from(number) >= documents {
                Marks::touch(&mut self.touched, at);
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
                Marks::touch(&mut self.touched, at);
            }
        }
        count
    }

    /// Marks documents by their bits.
    #[inline]
    pub(super) fn insert_bits(&mut self, bits: &[u8]) {
        self.touch_all(bits.len() as u32 * 8);
        for (word, bits) in self.words.iter_mut().zip(bits.as_chunks::<8>().0) {
            *word |= u64::from_le_bytes(*bits);
        }
    }

    /// Marks by their bits documents that are marked in `others`; answers whether any is.
    #[inline]
    pub(super) fn insert_bits_among(&mut self, bits: &[u8], others: &Marks) -> bool {
        let mut any = 0;
        let bits = bits.as_chunks::<8>().0;
        for at in ones(others.touched.iter().copied()) {
            let (Some(word), Some(bits), Some(other)) =
                (self.words.get_mut(at), bits.get(at), others.words.get(at))
            else {
                continue;
            };
            let marks = u64::from_le_bytes(*bits) & other;
            any |= marks;
            *word |= marks;
        }
        for (touched, other) in self.touched.iter_mut().zip(&others.touched) {
            *touched |= other;
        }
        any != 0
    }

    /// Marks documents in the first of `levels` that does not have them yet, so that the last has those that came as
    /// often as there are levels.
    pub(super) fn insert_counted(levels: &mut [Marks], piece: &[u8]) {
        for number in numbers(piece) {
            let (at, bit) = (usize::from(number >> 6), 1 << (number & 63));
            for level in &mut *levels {
                if let Some(word) = level.words.get_mut(at)
                    && *word & bit == 0
                {
                    *word |= bit;
                    Marks::touch(&mut level.touched, at);
                    break;
                }
            }
        }
    }

    /// The same by bits.
    pub(super) fn insert_bits_counted(levels: &mut [Marks], bits: &[u8]) {
        for (at, bits) in bits.as_chunks::<8>().0.iter().enumerate() {
            let mut left = u64::from_le_bytes(*bits);
            for level in &mut *levels {
                if left == 0 {
                    break;
                }
                if let Some(word) = level.words.get_mut(at) {
                    let again = *word & left;
                    *word |= left;
                    left = again;
                    Marks::touch(&mut level.touched, at);
                }
            }
        }
    }

    /// Marks what both have; answers whether there is anything.
    pub(super) fn insert_both(&mut self, a: &Marks, b: &Marks) -> bool {
        let mut any = 0;
        for at in ones(a.touched.iter().zip(&b.touched).map(|(a, b)| a & b)) {
            if let (Some(word), Some(a), Some(b)) = (self.words.get_mut(at), a.words.get(at), b.words.get(at))
            {
                *word |= a & b;
                any |= a & b;
                Marks::touch(&mut self.touched, at);
            }
        }
        any != 0
    }

    /// Adds the marks of `others`.
    pub(super) fn add(&mut self, others: &Marks) {
        for at in ones(others.touched.iter().copied()) {
            if let (Some(word), Some(other)) = (self.words.get_mut(at), others.words.get(at)) {
                *word |= other;
            }
        }
        for (touched, other) in self.touched.iter_mut().zip(&others.touched) {
            *touched |= other;
        }
    }

    /// The words of bits that these or `others` may have marks in, in order.
    #[inline]
    pub(super) fn touched_with<'m>(&'m self, others: &'m Marks) -> impl Iterator<Item = usize> + 'm {
        ones(self.touched.iter().zip(&others.touched).map(|(touched, other)| touched | other))
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
            first.insert(&piece(&a), 300);
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
            either.insert(&piece(&b), 300);
            either.add(&first);
            prop_assert_eq!(listed(&either, 300), a.union(&b).copied().collect::<BTreeSet<_>>());
            prop_assert!(listed(&either, 300).iter().all(|at| either.touched_with(&by_bits).any(|word| word == usize::from(at / 64))));
            either.clear();
            prop_assert!(listed(&either, 300).is_empty());
        }
    }

    proptest! {
        #[test]
        fn levels_count(
            listed_numbers in prop::collection::vec(0u16..130, 0..200),
            by_bits in prop::collection::btree_set(0u16..130, 0..60),
        ) {
            let mut levels = [Marks::default(), Marks::default(), Marks::default()];
            let piece: Vec<u8> = listed_numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
            let mut bits = vec![0u8; 24];
            by_bits.iter().for_each(|number| bits[usize::from(number / 8)] |= 1 << (number % 8));
            Marks::insert_bits_counted(&mut levels, &bits);
            Marks::insert_counted(&mut levels, &piece);
            for (least, level) in (1..).zip(&levels) {
                let often = |number: &u16| {
                    listed_numbers.iter().filter(|other| *other == number).count() + usize::from(by_bits.contains(number))
                };
                let expected: BTreeSet<u16> = (0..130).filter(|number| often(number) >= least).collect();
                prop_assert_eq!(listed(level, 130), expected);
            }
            let mut both = Marks::default();
            let [once, twice, _] = &levels;
            both.insert_both(once, twice);
            prop_assert_eq!(listed(&both, 130), listed(twice, 130));
        }
    }

    #[test]
    fn many_at_once() {
        let all: BTreeSet<u16> = (0..2_000).map(|number| number * 7).collect();
        let mut marks = Marks::default();
        marks.insert(&piece(&all), 14_000);
        assert_eq!(listed(&marks, 14_000), all);
        // A number that no document of the block has is taken away like any other.
        marks.insert(&60_000u16.to_le_bytes().repeat(600), 14_000);
        marks.clear();
        assert!((0..WORDS).all(|index| marks.word(index) == 0));
    }
}
