//! One way to read a query, and which words of a text it matches.

use std::ops::Range;

use crate::bytes::Malformed;
use crate::search::SearchIndex;
use crate::text::{Token, for_each_form_of, for_each_token};

/// One word of a reading: the words of the index that may stand for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Slot {
    /// Disjoint ascending ranges of word numbers.
    ranges: Vec<Range<u32>>,
    /// Where they are just the plain words with this beginning: the beginning.
    beginning: Option<String>,
}

impl Slot {
    /// The plain words that begin with `beginning`, which are `range`.
    pub(super) fn plain(beginning: &str, range: Range<u32>) -> Slot {
        Slot {
            ranges: if range.is_empty() { Vec::new() } else { vec![range] },
            beginning: Some(beginning.to_owned()),
        }
    }

    /// The one word of this number.
    pub(super) fn word(number: u32) -> Slot {
        Slot::range(number..number + 1)
    }

    /// The words of these numbers.
    pub(super) fn range(range: Range<u32>) -> Slot {
        Slot::any_of(std::iter::once(range).collect())
    }

    /// The words of some ranges.
    pub(super) fn any_of(mut ranges: Vec<Range<u32>>) -> Slot {
        ranges.retain(|range| !range.is_empty());
        ranges.sort_unstable_by_key(|range| range.start);
        let mut merged: Vec<Range<u32>> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match merged.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => merged.push(range),
            }
        }
        Slot { ranges: merged, beginning: None }
    }

    /// The ranges of word numbers.
    pub(super) fn ranges(&self) -> &[Range<u32>] {
        &self.ranges
    }

    /// Whether no word of the index can stand for it.
    pub(super) fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Whether the word of this number may stand for it.
    pub(super) fn contains(&self, word: u32) -> bool {
        let behind = self.ranges.partition_point(|range| range.start <= word);
        behind.checked_sub(1).and_then(|at| self.ranges.get(at)).is_some_and(|range| range.contains(&word))
    }

    /// Whether one of the words of these numbers, which ascend, may stand for it.
    pub(super) fn contains_any(&self, words: &[u32]) -> bool {
        self.ranges.iter().any(|range| {
            let at = words.partition_point(|word| *word < range.start);
            words.get(at).is_some_and(|word| *word < range.end)
        })
    }

    /// Whether every word that may stand for it may stand for `other`.
    fn is_within(&self, other: &Slot) -> bool {
        let covers = |range: &Range<u32>| {
            other.ranges.iter().any(|outer| outer.start <= range.start && range.end <= outer.end)
        };
        self.ranges.iter().all(covers)
    }

    /// Whether some word of the index may stand for both.
    fn overlaps(&self, other: &Slot) -> bool {
        let (mut a, mut b) = (self.ranges.iter().peekable(), other.ranges.iter().peekable());
        while let (Some(left), Some(right)) = (a.peek(), b.peek()) {
            if left.start < right.end && right.start < left.end {
                return true;
            }
            if left.end <= right.end {
                a.next()
            } else {
                b.next()
            };
        }
        false
    }
}

/// One way to read a query: each slot is to be matched by a word of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reading {
    slots: Vec<Slot>,
    /// The distinct slots, and for each how many words of a text must be in it: as many as there are slots within it.
    counted: Vec<(Slot, u32)>,
    is_counted_enough: bool,
    /// The places of the slots, long beginnings first: these have fewer words to choose from.
    order: Vec<usize>,
}

impl Reading {
    /// The reading with these slots.
    pub(super) fn new(slots: Vec<Slot>) -> Reading {
        let overlaps = slots
            .iter()
            .enumerate()
            .any(|(at, slot)| slots.iter().skip(at + 1).any(|other| slot.overlaps(other)));
        let mut counted: Vec<(Slot, u32)> = Vec::with_capacity(slots.len());
        for slot in &slots {
            if !counted.iter().any(|(known, _)| known.ranges == slot.ranges) {
                let within = slots.iter().filter(|other| other.is_within(slot)).count();
                counted.push((slot.clone(), within as u32));
            }
        }
        let length = |slot: &Slot| slot.beginning.as_ref().map_or(0, String::len);
        // Longest first: made for every reading, so by numbers, whose sort is there already.
        let key = |(at, slot): (usize, &Slot)| u64::from(u32::MAX - length(slot) as u32) << 32 | at as u64;
        let mut order: Vec<u64> = slots.iter().enumerate().map(key).collect();
        order.sort_unstable();
        let order = order.into_iter().map(|key| key as u32 as usize).collect();
        let mut reading = Reading { slots, counted, is_counted_enough: !overlaps, order };
        reading.is_counted_enough |= reading.is_plain();
        reading
    }

    /// A reading that matches whatever one of `readings` does; `None` where there are less than two, or they differ in
    /// more than their slots.
    pub(crate) fn widest(readings: &[Reading]) -> Option<Reading> {
        let count = readings.first()?.slots.len();
        if readings.len() < 2 || readings.iter().any(|reading| reading.slots.len() != count) {
            return None;
        }
        let slots = (0..count).map(|at| {
            let ranges = readings.iter().filter_map(|reading| reading.slots.get(at));
            Slot::any_of(ranges.flat_map(|slot| slot.ranges.iter().cloned()).collect())
        });
        Some(Reading::new(slots.collect()))
    }

    /// Whether there is nothing to be matched.
    pub(crate) fn has_no_slots(&self) -> bool {
        self.slots.is_empty()
    }

    /// Its slots.
    pub(super) fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The distinct slots, and for each how many words of a text must be in it.
    pub(super) fn counted(&self) -> &[(Slot, u32)] {
        &self.counted
    }

    /// Whether a text with that many words in each slot has a word of its own for each (P. Hall, "On Representatives of
    /// Subsets", 1935): it is so where no word can be in two slots, and where of two slots with a word in common one is
    /// within the other, as beginnings are. Otherwise the text has to be asked.
    pub(super) fn is_counted_enough(&self) -> bool {
        self.is_counted_enough
    }

    /// Whether a slot cannot be matched at all.
    pub(crate) fn is_hopeless(&self) -> bool {
        self.slots.iter().any(Slot::is_empty)
    }

    /// Whether every slot is the beginning of a plain word.
    pub(crate) fn is_plain(&self) -> bool {
        self.slots.iter().all(|slot| slot.beginning.is_some())
    }

    /// Gives each slot a word of its own that it matches, in [`TextWords::owners`]; answers whether that can be. Further
    /// forms of words count where [`TextWords::number_forms`] was called before.
    fn assign(&self, words: &mut TextWords) -> bool {
        let TextWords { words: all, owners, tried, .. } = words;
        if all.len() < self.slots.len() {
            return false;
        }
        owners.clear();
        owners.resize(all.len(), None);
        let (mut owners, mut tried) = (std::mem::take(owners), std::mem::take(tried));
        // For each slot the words that may match it, whole words first; then augmenting paths (Kuhn).
        let assigned = self.order.iter().all(|at| {
            tried.clear();
            tried.resize(owners.len(), false);
            self.augment(*at, words, &mut owners, &mut tried)
        });
        (words.owners, words.tried) = (owners, tried);
        assigned
    }

    /// Gives a slot a word, moving the slots that stand in the way; no deeper than there are slots.
    fn augment(
        &self,
        at: usize,
        words: &TextWords,
        owners: &mut [Option<usize>],
        tried: &mut [bool],
    ) -> bool {
        let Some(slot) = self.slots.get(at) else { return false };
        for whole in [true, false] {
            for place in 0..words.words.len() {
                if tried.get(place) != Some(&false) || !words.fits(place, slot, whole) {
                    continue;
                }
                if let Some(tried) = tried.get_mut(place) {
                    *tried = true;
                }
                let holder = owners.get(place).copied().flatten();
                if holder.is_none_or(|holder| self.augment(holder, words, owners, tried)) {
                    if let Some(owner) = owners.get_mut(place) {
                        *owner = Some(at);
                    }
                    return true;
                }
            }
        }
        false
    }

    /// Whether every slot matches a word of its own of the text.
    pub(crate) fn matches(&self, words: &mut TextWords, index: &SearchIndex) -> Result<bool, Malformed> {
        if self.is_plain() {
            return Ok(self.assign(words));
        }
        words.number(index)?;
        if self.assign(words) {
            return Ok(true);
        }
        words.number_forms(index)?;
        Ok(self.assign(words))
    }

    /// The byte ranges of the text that are matched, in order and disjoint; `None` where it does not match.
    pub(crate) fn ranges(
        &self,
        words: &mut TextWords,
        index: &SearchIndex,
    ) -> Result<Option<Vec<Range<usize>>>, Malformed> {
        if !self.is_plain() {
            words.number(index)?;
            words.number_forms(index)?;
        }
        if !self.assign(words) {
            return Ok(None);
        }
        let taken = words.words.iter().zip(&words.owners).filter(|(_, owner)| owner.is_some());
        let mut ranges: Vec<Range<usize>> = taken.map(|(word, _)| word.place.clone()).collect();
        ranges.sort_unstable_by_key(|range| (range.start, range.end));
        let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match merged.last_mut() {
                Some(last) if range.start < last.end => last.end = last.end.max(range.end),
                _ => merged.push(range),
            }
        }
        Ok(Some(merged))
    }
}

/// A word or further form of a text.
#[derive(Debug)]
struct TextWord {
    /// Where it stands among the folded letters.
    folded: Range<usize>,
    /// Where it stands in the text.
    place: Range<usize>,
    is_form: bool,
    /// Its number in the index; `None` where it has none.
    number: Option<u32>,
}

/// The words of one text after another, in memory that is used again.
#[derive(Debug, Default)]
pub(crate) struct TextWords {
    /// The text.
    pub(crate) text: String,
    folded: String,
    words: Vec<TextWord>,
    numbered: bool,
    has_forms: bool,
    /// For each word the slot that has it, as [`Reading::assign`] left it.
    owners: Vec<Option<usize>>,
    tried: Vec<bool>,
}

impl TextWords {
    /// The words of `text`.
    pub(crate) fn of(text: String) -> TextWords {
        let mut words = TextWords { text, ..TextWords::default() };
        words.cut();
        words
    }

    /// Cuts [`TextWords::text`], which the caller has put there, into words.
    pub(crate) fn cut(&mut self) {
        let TextWords { text, folded, words, numbered, has_forms, .. } = self;
        folded.clear();
        words.clear();
        (*numbered, *has_forms) = (false, false);
        for_each_token(text, |word, place| {
            let start = folded.len();
            folded.push_str(word);
            words.push(TextWord { folded: start..folded.len(), place, is_form: false, number: None });
        });
    }

    fn folded(&self, word: &TextWord) -> &str {
        self.folded.get(word.folded.clone()).unwrap_or_default()
    }

    /// The folded words in order.
    pub(crate) fn plain(&self) -> impl Iterator<Item = &str> {
        self.words.iter().filter(|word| !word.is_form).map(|word| self.folded(word))
    }

    /// Looks the number of each word up.
    fn number(&mut self, index: &SearchIndex) -> Result<(), Malformed> {
        if !self.numbered {
            for word in self.words.iter_mut().filter(|word| !word.is_form) {
                word.number = index.word(self.folded.get(word.folded.clone()).unwrap_or_default())?;
            }
            self.numbered = true;
        }
        Ok(())
    }

    /// Adds the further forms with their numbers.
    fn number_forms(&mut self, index: &SearchIndex) -> Result<(), Malformed> {
        if self.has_forms {
            return Ok(());
        }
        let plain: Vec<Token> = self
            .words
            .iter()
            .map(|word| Token { folded: self.folded(word).to_owned(), range: word.place.clone() })
            .collect();
        let TextWords { text, folded, words, has_forms, .. } = self;
        let mut outcome = Ok(());
        for_each_form_of(text, &plain, &mut |form, place| {
            let start = folded.len();
            folded.push_str(form);
            let number = index.form(form).unwrap_or_else(|malformed| {
                outcome = Err(malformed);
                None
            });
            words.push(TextWord { folded: start..folded.len(), place, is_form: true, number });
        });
        outcome?;
        *has_forms = true;
        Ok(())
    }

    /// Whether the word at `place` matches a slot, and is all of it where `whole` is asked for.
    fn fits(&self, place: usize, slot: &Slot, whole: bool) -> bool {
        let Some(word) = self.words.get(place) else { return false };
        match &slot.beginning {
            Some(beginning) => {
                let folded = self.folded(word);
                !word.is_form
                    && if whole { folded == beginning } else { folded.starts_with(beginning.as_str()) }
            }
            None => !whole && word.number.is_some_and(|number| slot.contains(number)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn slots_are_sets(a in prop::collection::vec((0u32..30, 0u32..6), 0..6), b in prop::collection::vec((0u32..30, 0u32..6), 0..6)) {
            let slot = |ranges: &[(u32, u32)]| Slot::any_of(ranges.iter().map(|(start, length)| *start..start + length).collect());
            let holds = |ranges: &[(u32, u32)], word: u32| ranges.iter().any(|(start, length)| (*start..start + length).contains(&word));
            let (left, right) = (slot(&a), slot(&b));
            prop_assert!((0..40).all(|word| left.contains(word) == holds(&a, word)));
            prop_assert_eq!(left.overlaps(&right), (0..40).any(|word| holds(&a, word) && holds(&b, word)));
        }
    }
}
