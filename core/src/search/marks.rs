//! Marks on the documents of a block.

/// The most documents that a block has.
pub(crate) const BLOCK: usize = 1 << 16;

/// How many words of bits are told apart by one word that says which are touched.
const GROUP: usize = 64;
const GROUPS: usize = BLOCK / 64 / GROUP;

/// Marking more than this many documents at once, it is not worth remembering which words of bits they touch.
const MANY: usize = 512;

/// Where more words than this of a group are touched, going through all of them is quicker than picking them out.
const DENSE: u32 = 12;

/// A bit for each document of a block, and a bit for each word of those bits that may have any: what is not touched is
/// neither cleared nor read.
#[derive(Debug)]
pub(super) struct Marks {
    words: Box<[[u64; GROUP]; GROUPS]>,
    touched: [u64; GROUPS],
}

impl Default for Marks {
    fn default() -> Marks {
        Marks { words: Box::new([[0; GROUP]; GROUPS]), touched: [0; GROUPS] }
    }
}

/// The numbers of a piece of postings.
#[inline]
pub(super) fn numbers(piece: &[u8]) -> impl Iterator<Item = u16> + '_ {
    piece.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair))
}

/// The places of the ones of a word of bits.
#[inline]
fn ones(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = bits.trailing_zeros() as usize;
        (bits != 0).then(|| {
            bits &= bits - 1;
            place
        })
    })
}

/// Makes each word of `to` whose bit is set in `touched` of itself and the words beside it; words whose bit is not set
/// may be made too.
#[inline]
fn combine(
    touched: u64,
    to: &mut [u64; GROUP],
    a: &[u64; GROUP],
    b: &[u64; GROUP],
    mut made: impl FnMut(u64, u64, u64) -> u64,
) {
    if touched.count_ones() > DENSE {
        for ((to, a), b) in to.iter_mut().zip(a).zip(b) {
            *to = made(*to, *a, *b);
        }
    } else {
        for at in ones(touched) {
            if let (Some(to), Some(a), Some(b)) = (to.get_mut(at), a.get(at), b.get(at)) {
                *to = made(*to, *a, *b);
            }
        }
    }
}

impl Marks {
    #[inline]
    fn words_mut(&mut self) -> &mut [u64] {
        self.words.as_flattened_mut()
    }

    /// Takes all marks away.
    pub(super) fn clear(&mut self) {
        for (group, touched) in self.words.iter_mut().zip(&mut self.touched) {
            if *touched == 0 {
                continue;
            }
            if touched.count_ones() > DENSE {
                group.fill(0);
            } else {
                for at in ones(*touched) {
                    if let Some(word) = group.get_mut(at) {
                        *word = 0;
                    }
                }
            }
            *touched = 0;
        }
    }

    /// Remembers that any word may have been touched, of a block of so many documents.
    fn touch_all(&mut self, documents: u32) {
        let words = documents.div_ceil(64) as usize;
        for (at, touched) in self.touched.iter_mut().enumerate() {
            *touched |= match words.saturating_sub(at * GROUP) {
                0 => 0,
                count @ 1..GROUP => (1 << count) - 1,
                _ => u64::MAX,
            };
        }
    }

    #[inline]
    fn touch(touched: &mut [u64; GROUPS], at: usize) {
        if let Some(touched) = touched.get_mut(at / GROUP) {
            *touched |= 1 << (at % GROUP);
        }
    }

    /// Marks documents of a block of so many.
    #[inline]
    pub(super) fn insert(&mut self, piece: &[u8], documents: u32) {
        let is_many = piece.len() / 2 > MANY;
        if is_many {
            self.touch_all(documents);
        }
        let Marks { words, touched } = self;
        let words = words.as_flattened_mut();
        for number in numbers(piece) {
            let at = usize::from(number >> 6);
            if let Some(word) = words.get_mut(at) {
                *word |= 1 << (number & 63);
            }
            // Altered bytes may name documents behind a block, so that many may touch what is not remembered.
            if !is_many || u32::from(number) >= documents {
                Marks::touch(touched, at);
            }
        }
    }

    /// Marks documents that are marked in `others`; answers how many of them were not marked before.
    #[inline]
    pub(super) fn insert_among(&mut self, piece: &[u8], others: &Marks) -> usize {
        let mut count = 0;
        let Marks { words, touched } = self;
        let words = words.as_flattened_mut();
        let others = others.words.as_flattened();
        for number in numbers(piece) {
            let at = usize::from(number >> 6);
            // Mostly nothing is marked there, and nothing need be written.
            if others.get(at).is_some_and(|other| other >> (number & 63) & 1 == 1)
                && let Some(word) = words.get_mut(at)
            {
                count += usize::from(*word >> (number & 63) & 1 == 0);
                *word |= 1 << (number & 63);
                Marks::touch(touched, at);
            }
        }
        count
    }

    /// Marks documents by their bits.
    #[inline]
    pub(super) fn insert_bits(&mut self, bits: &[u8]) {
        self.touch_all(bits.len() as u32 * 8);
        for (word, bits) in self.words_mut().iter_mut().zip(bits.as_chunks::<8>().0) {
            *word |= u64::from_le_bytes(*bits);
        }
    }

    /// Marks by their bits documents that are marked in `others`; answers whether any is.
    #[inline]
    pub(super) fn insert_bits_among(&mut self, bits: &[u8], others: &Marks) -> bool {
        let mut any = 0;
        let bits = bits.as_chunks::<8>().0;
        let groups = self.words.iter_mut().zip(others.words.iter());
        for (((group, other), touched), at) in groups.zip(&others.touched).zip(0..) {
            if *touched == 0 {
                continue;
            }
            let bits = bits.get(at * GROUP..).unwrap_or_default();
            if touched.count_ones() > DENSE {
                for ((word, bits), other) in group.iter_mut().zip(bits).zip(other) {
                    let marks = u64::from_le_bytes(*bits) & other;
                    any |= marks;
                    *word |= marks;
                }
            } else {
                for at in ones(*touched) {
                    let (Some(word), Some(bits), Some(other)) =
                        (group.get_mut(at), bits.get(at), other.get(at))
                    else {
                        continue;
                    };
                    let marks = u64::from_le_bytes(*bits) & other;
                    any |= marks;
                    *word |= marks;
                }
            }
        }
        for (touched, other) in self.touched.iter_mut().zip(&others.touched) {
            *touched |= other;
        }
        any != 0
    }

    /// Marks documents `64 * index` and the 63 behind it by their bits.
    pub(super) fn add_word(&mut self, index: usize, bits: u64) {
        if let Some(word) = self.words_mut().get_mut(index) {
            *word |= bits;
            Marks::touch(&mut self.touched, index);
        }
    }

    /// Marks what both have; answers whether there is anything.
    pub(super) fn insert_both(&mut self, a: &Marks, b: &Marks) -> bool {
        let mut any = 0;
        let groups = self.words.iter_mut().zip(&mut self.touched);
        let from = a.words.iter().zip(b.words.iter()).zip(a.touched.iter().zip(&b.touched));
        for ((group, touched), ((a, b), (a_touched, b_touched))) in groups.zip(from) {
            let both = a_touched & b_touched;
            if both != 0 {
                combine(both, group, a, b, |word, a, b| {
                    any |= a & b;
                    word | a & b
                });
                *touched |= both;
            }
        }
        any != 0
    }

    /// Adds the marks of `others`.
    pub(super) fn add(&mut self, others: &Marks) {
        let groups = self.words.iter_mut().zip(&mut self.touched);
        for ((group, touched), (other, other_touched)) in groups.zip(others.words.iter().zip(&others.touched))
        {
            if *other_touched != 0 {
                combine(*other_touched, group, other, other, |word, other, _| word | other);
                *touched |= other_touched;
            }
        }
    }

    /// The words of bits that these or `others` may have marks in, in order.
    #[inline]
    pub(super) fn touched_with<'m>(&'m self, others: &'m Marks) -> impl Iterator<Item = usize> + 'm {
        let either = self.touched.iter().zip(&others.touched).map(|(touched, other)| touched | other);
        either.enumerate().flat_map(|(group, touched)| ones(touched).map(move |at| group * GROUP + at))
    }

    /// The marks of documents `64 * index` and the 63 behind it.
    #[inline]
    pub(super) fn word(&self, index: usize) -> u64 {
        self.words.as_flattened().get(index).copied().unwrap_or(0)
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
            let mut met = Marks::default();
            prop_assert_eq!(met.insert_both(&first, &by_bits), !a.is_disjoint(&b));
            prop_assert_eq!(listed(&met, 300), a.intersection(&b).copied().collect::<BTreeSet<_>>());
            either.clear();
            prop_assert!(listed(&either, 300).is_empty());
            either.add_word(1, 0b101);
            prop_assert_eq!(listed(&either, 300), BTreeSet::from([64, 66]));
            either.clear();
            prop_assert!(listed(&either, 300).is_empty());
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
        assert!((0..BLOCK / 64).all(|index| marks.word(index) == 0));
    }
}
