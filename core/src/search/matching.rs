//! Queries, and which words of a term they match.

use std::ops::Range;

use crate::text::{Token, tokens};

/// More words than this in one query are refused.
const MOST_WORDS: usize = 64;
/// More bytes than this in one query are refused.
const MOST_BYTES: usize = 16 << 10;

/// Why a query cannot be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// The query has no letter and no digit. Wait for more typing.
    #[error("the query has no letter and no digit to search for")]
    NoWords,
    /// The query has more than 64 words, or more than 16 KiB. Search for part of it.
    #[error("the query has more than {MOST_WORDS} words or {MOST_BYTES} bytes")]
    TooLong,
}

/// The folded words of a query, longest first.
#[derive(Debug, Clone)]
pub(crate) struct Query {
    words: Vec<String>,
}

impl Query {
    /// Cuts a query into words.
    pub(crate) fn new(text: &str) -> Result<Query, QueryError> {
        if text.len() > MOST_BYTES {
            return Err(QueryError::TooLong);
        }
        let mut words: Vec<String> = tokens(text).into_iter().map(|token| token.folded).collect();
        words.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        match words.len() {
            0 => Err(QueryError::NoWords),
            count if count > MOST_WORDS => Err(QueryError::TooLong),
            _ => Ok(Query { words }),
        }
    }

    /// The words, longest first.
    pub(crate) fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether one word is the beginning of another, so that both could match one word of a term.
    pub(crate) fn overlaps(&self) -> bool {
        self.words.iter().enumerate().any(|(index, word)| {
            self.words.iter().skip(index + 1).any(|shorter| word.starts_with(shorter.as_str()))
        })
    }

    /// The tokens that the words match, each word the beginning of a token of its own; `None` where they do not.
    ///
    /// The longest words choose first. What two words can both match, the shorter one's tokens include all of the
    /// longer one's, so no choice is regretted.
    fn assign<'t>(&self, tokens: &'t [Token]) -> Option<Vec<&'t Token>> {
        let mut free: Vec<&Token> = tokens.iter().collect();
        let mut taken = Vec::with_capacity(self.words.len());
        for word in &self.words {
            let exact = free.iter().position(|token| token.folded == *word);
            let place =
                exact.or_else(|| free.iter().position(|token| token.folded.starts_with(word.as_str())))?;
            taken.push(free.remove(place));
        }
        Some(taken)
    }

    /// Whether every word begins a word of its own in `term`.
    pub(crate) fn matches(&self, term: &str) -> bool {
        self.assign(&tokens(term)).is_some()
    }

    /// The byte ranges of the words of `term` that are matched, in order.
    pub(crate) fn ranges(&self, term: &str) -> Vec<Range<usize>> {
        let tokens = tokens(term);
        let mut ranges: Vec<_> =
            self.assign(&tokens).into_iter().flatten().map(|token| token.range.clone()).collect();
        ranges.sort_unstable_by_key(|range| range.start);
        ranges
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Whether the words can be given tokens of their own, by trying every way.
    fn naive(words: &[String], tokens: &[String]) -> bool {
        let Some((word, rest)) = words.split_first() else { return true };
        (0..tokens.len()).any(|place| {
            let mut others = tokens.to_vec();
            others.remove(place).starts_with(word.as_str()) && naive(rest, &others)
        })
    }

    proptest! {
        #[test]
        fn choosing_longest_first_is_enough(term in "([ab]{1,3} ){0,5}", query in "([ab]{1,3} ){1,4}") {
            let query = Query::new(&query).unwrap();
            let folded: Vec<String> = tokens(&term).into_iter().map(|token| token.folded).collect();
            prop_assert_eq!(query.matches(&term), naive(query.words(), &folded));
        }
    }

    #[test]
    fn a_word_of_its_own() {
        assert!(Query::new("chron hepat").unwrap().matches("Hepatitis, chronic"));
        assert!(!Query::new("hep hepat").unwrap().matches("Hepatitis"));
        assert!(Query::new("hep hepat").unwrap().matches("Hepatitis with hepatomegaly"));
        assert_eq!(Query::new("dis men").unwrap().ranges("Ménière's disease"), [0..9, 12..19]);
        assert_eq!(Query::new("b bb").unwrap().ranges("bb b"), [0..2, 3..4]);
    }

    #[test]
    fn what_cannot_be_asked() {
        assert_eq!(Query::new(" -\u{301}\0").unwrap_err(), QueryError::NoWords);
        assert_eq!(Query::new(&"a ".repeat(65)).unwrap_err(), QueryError::TooLong);
        assert_eq!(Query::new(&"a".repeat(20_000)).unwrap_err(), QueryError::TooLong);
        assert!(Query::new(&"a".repeat(10_000)).is_ok());
    }
}
