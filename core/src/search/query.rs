//! What was typed, in words.

use crate::text::{is_apostrophe, is_thousands, tokens};

/// More words than this in one query are refused.
pub(crate) const MOST_WORDS: usize = 64;
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

/// A word that was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TypedWord {
    /// Its folded letters and digits.
    pub(crate) text: String,
    /// Whether nothing but one apostrophe parts it from the word before.
    pub(crate) follows_apostrophe: bool,
    /// Whether it is the thousands of the number before, from which a comma parts it.
    pub(crate) is_thousands: bool,
}

/// The folded words of a query, in the order in which they were typed.
#[derive(Debug, Clone)]
pub(crate) struct Query {
    words: Vec<TypedWord>,
}

impl Query {
    /// Cuts a query into words.
    pub(crate) fn new(text: &str) -> Result<Query, QueryError> {
        if text.len() > MOST_BYTES {
            return Err(QueryError::TooLong);
        }
        let mut words: Vec<TypedWord> = Vec::new();
        let mut end = text.len();
        for token in tokens(text) {
            let between = text.get(end..token.range.start).unwrap_or_default();
            let before = words.last().map_or("", |word| word.text.as_str());
            end = token.range.end;
            words.push(TypedWord {
                follows_apostrophe: is_apostrophe(between),
                is_thousands: is_thousands(before, between, &token.folded) && !before.is_empty(),
                text: token.folded,
            });
        }
        match words.len() {
            0 => Err(QueryError::NoWords),
            count if count > MOST_WORDS => Err(QueryError::TooLong),
            _ => Ok(Query { words }),
        }
    }

    /// The words.
    pub(crate) fn words(&self) -> &[TypedWord] {
        &self.words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_asked() {
        assert_eq!(Query::new(" -\u{301}\0").unwrap_err(), QueryError::NoWords);
        assert_eq!(Query::new(&"a ".repeat(65)).unwrap_err(), QueryError::TooLong);
        assert_eq!(Query::new(&"a".repeat(20_000)).unwrap_err(), QueryError::TooLong);
        assert!(Query::new(&"a".repeat(10_000)).is_ok());
    }

    #[test]
    fn words_keep_their_order() {
        let query = Query::new("Crohn's colitis").unwrap();
        let words: Vec<_> =
            query.words().iter().map(|word| (word.text.as_str(), word.follows_apostrophe)).collect();
        assert_eq!(words, [("crohn", false), ("s", true), ("colitis", false)]);
    }
}
