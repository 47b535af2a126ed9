//! A concept that was found, and by which words.

use std::ops::Range;
use std::sync::Arc;

use crate::bytes::Malformed;
use crate::engine::search::concepts::FoundConcept;
use crate::engine::search::run::Found;
use crate::engine::{Concept, Description, Error};
use crate::search::{Reading, SearchIndex, TextWords};

/// How a query was read to find a concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MatchKind {
    /// As it was typed.
    Exact,
    /// By another form or spelling of a word, or by a word or phrase that stands for another.
    Equivalent,
    /// With typing errors forgiven. Show it so: it may not be what was meant.
    Typo,
}

impl MatchKind {
    /// The name in responses.
    pub const fn name(self) -> &'static str {
        match self {
            MatchKind::Exact => "exact",
            MatchKind::Equivalent => "equivalent",
            MatchKind::Typo => "typo",
        }
    }
}

/// A concept that was found.
#[derive(Debug, Clone)]
pub struct Hit<'e> {
    /// The concept.
    pub concept: Concept<'e>,
    /// The best of its descriptions that match.
    pub description: Description<'e>,
    /// How the query was read.
    pub kind: MatchKind,
    pub(super) readings: Arc<[Reading]>,
}

/// A text and the parts of it that were matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlighted {
    /// The text.
    pub text: String,
    /// The words of the text that were matched, in bytes: in order, disjoint, at character boundaries.
    pub ranges: Vec<Range<usize>>,
}

impl<'e> Hit<'e> {
    pub(super) fn new(found: &Found<'_, FoundConcept<'e>>) -> Hit<'e> {
        let (concept, description) = found.item;
        Hit { concept, description, kind: found.kind, readings: found.readings.clone() }
    }

    /// The text of the description that matched, and which of its words did. A concept that was found by an id has no
    /// matched words.
    ///
    /// Worked out when asked for: it decodes the text and cuts it into words.
    ///
    /// # Errors
    ///
    /// [`Error::Format`] where the file is damaged.
    pub fn highlighted(&self) -> Result<Highlighted, Error> {
        let index = self.concept.engine.search_index()?;
        Ok(Highlighted::new(self.description.term()?, &self.readings, index)?)
    }
}

impl Highlighted {
    /// A text, with the words that the first of the readings matches which matches any.
    pub(in crate::engine) fn new(
        text: String,
        readings: &[Reading],
        index: &SearchIndex,
    ) -> Result<Highlighted, Malformed> {
        let mut words = TextWords::of(text);
        let mut ranges = Vec::new();
        for reading in readings {
            if let Some(found) = reading.ranges(&mut words, index)? {
                ranges = found;
                break;
            }
        }
        Ok(Highlighted { text: words.text, ranges })
    }
}
