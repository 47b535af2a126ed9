//! The static rank: the order of documents, fixed when the index is built.

use std::cmp::Ordering;

use crate::search::documents::Region;

/// What a word more costs, in the unit of [`Rank::cost`].
const WORD: u32 = 16;
/// What a letter more costs.
const LETTER: u32 = 1;
/// What tenfold use is worth.
const TENFOLD: f64 = 24.0;

/// What decides the place of a text among all others: the lower the better.
///
/// Without usage counts: fewest words, then fewest characters, then a term that is preferred before another, then the
/// lowest description id. With them a text costs 16 for each word and 1 for each character, and 24 less for each power
/// of ten of its concept's use; ties are decided as without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rank {
    /// The sort of text.
    pub(super) region: Region,
    pub(super) words: u32,
    pub(super) characters: u32,
    /// Whether the concept's usage counts, and how much it takes off.
    pub(super) usage: Option<u32>,
    pub(super) is_preferred: bool,
    pub(super) id: u64,
}

/// What a concept's use takes off the cost of its texts.
pub(super) fn worth(usage: u64) -> u32 {
    // Used n times: log10(1 + n). Doubles are rounded to whole units, so a last bit of difference decides nothing but
    // at an exact half, which no whole number of uses gives.
    ((usage as f64 + 1.0).log10() * TENFOLD).round() as u32
}

impl Rank {
    /// The cost where usage counts, else nothing.
    fn cost(&self) -> i64 {
        match self.usage {
            None => 0,
            Some(worth) => i64::from(self.words * WORD + self.characters * LETTER) - i64::from(worth),
        }
    }
}

impl Ord for Rank {
    fn cmp(&self, other: &Rank) -> Ordering {
        let key = |rank: &Rank| {
            (rank.region as u8, rank.cost(), rank.words, rank.characters, !rank.is_preferred, rank.id)
        };
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Rank {
    fn partial_cmp(&self, other: &Rank) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Rank =
        Rank { region: Region::Terms, words: 2, characters: 20, usage: None, is_preferred: true, id: 5 };

    #[test]
    fn fewer_words_then_shorter_then_preferred_then_the_lower_id() {
        let better = [
            Rank { words: 1, characters: 40, is_preferred: false, id: 9, ..PLAIN },
            Rank { characters: 19, is_preferred: false, id: 9, ..PLAIN },
            Rank { id: 4, ..PLAIN },
        ];
        assert!(better.iter().all(|rank| *rank < PLAIN));
        assert!(PLAIN < Rank { is_preferred: false, id: 1, ..PLAIN });
        assert!(PLAIN < Rank { region: Region::Names, words: 1, ..PLAIN });
    }

    #[test]
    fn use_weighs_against_words_and_length() {
        // Type 2 diabetes mellitus, recorded twenty million times; diabetes insipidus, eighty thousand.
        let common = Rank { words: 4, characters: 24, usage: Some(worth(20_000_000)), ..PLAIN };
        let rare = Rank { words: 2, characters: 18, usage: Some(worth(80_000)), ..PLAIN };
        assert!(common < rare);
        assert_eq!((worth(0), worth(9), worth(999)), (0, 24, 72));
        assert!(Rank { usage: Some(1), ..PLAIN } < Rank { usage: Some(0), ..PLAIN });
    }
}
