//! From what was typed to the ways to read it: exactly, by equivalents, and with typing errors.

use std::cell::OnceCell;
use std::ops::Range;

use crate::bytes::Malformed;
use crate::dictionary::Words;
use crate::search::query::TypedWord;
use crate::search::reading::Slot;
use crate::search::{Query, Reading, SearchIndex};
use crate::text::{common_spelling, greek_by_name, runs};

/// How many ways to read one query by equivalents are tried; the first are those with the fewest changes.
const MOST_READINGS: usize = 24;
/// From how many letters on a further form is found by its beginning; a shorter word must be all of it.
const LEAST_FORM: usize = 3;
/// From how many letters on an edit is forgiven, and from how many two are.
const ONE_EDIT: usize = 4;
const TWO_EDITS: usize = 8;
/// The words of a query that may be read otherwise than typed, and of one in which two edits may be forgiven: with each
/// word more there are more ways to read it, and less doubt of what is meant.
const MOST_REREAD: usize = 24;
const MOST_TWICE: usize = 6;

/// A word to be read.
#[derive(Debug, Clone)]
struct Sought {
    text: String,
    /// Whether nothing longer may stand for it.
    whole: bool,
    /// Whether it is the thousands of the number before.
    is_thousands: bool,
}

impl Sought {
    fn new(word: &TypedWord) -> Sought {
        Sought { text: word.text.clone(), whole: false, is_thousands: word.is_thousands }
    }
}

fn ends_in_digit(word: &str) -> bool {
    word.ends_with(|letter: char| letter.is_ascii_digit())
}

fn begins_with_digit(word: &str) -> bool {
    word.starts_with(|letter: char| letter.is_ascii_digit())
}

fn one(number: Option<u32>) -> Range<u32> {
    number.map_or(0..0, |number| number..number + 1)
}

impl SearchIndex {
    /// The exact reading: each word is the beginning of a plain word.
    pub(crate) fn exact(&self, query: &Query) -> Result<Reading, Malformed> {
        let slots =
            query.words().iter().map(|word| Ok(Slot::plain(&word.text, self.words_from(&word.text)?)));
        Ok(Reading::new(slots.collect::<Result<_, Malformed>>()?))
    }

    /// The reading in which each of some words is a whole plain word; `None` where one is none.
    pub(crate) fn whole(&self, words: &[TypedWord]) -> Result<Option<Reading>, Malformed> {
        let mut slots = Vec::with_capacity(words.len());
        for word in words {
            let Some(number) = self.word(&word.text)? else { return Ok(None) };
            slots.push(Slot::word(number));
        }
        Ok(Some(Reading::new(slots)))
    }

    /// The words and forms that may stand for a word that is spelt as sought.
    fn spelt(&self, sought: &Sought, ranges: &mut Vec<Range<u32>>) -> Result<(), Malformed> {
        let spellings =
            [Some(sought.text.clone()), common_spelling(&sought.text), greek_by_name(&sought.text)];
        for spelling in spellings.into_iter().flatten() {
            if sought.whole {
                ranges.push(one(self.word(&spelling)?));
            } else {
                ranges.push(self.words_from(&spelling)?);
            }
            if sought.whole || spelling.chars().count() < LEAST_FORM {
                ranges.push(one(self.form(&spelling)?));
            } else {
                ranges.push(self.forms_from(&spelling)?);
            }
        }
        Ok(())
    }

    /// The slots of an equivalent phrase; `None` where a word of it is nowhere.
    fn phrase(&self, phrase: &str) -> Result<Option<Vec<Slot>>, Malformed> {
        let mut slots = Vec::new();
        for word in phrase.split(' ') {
            let sought =
                Sought { text: word.to_owned(), whole: word.chars().count() < ONE_EDIT, is_thousands: false };
            let mut ranges = Vec::new();
            self.spelt(&sought, &mut ranges)?;
            let slot = Slot::any_of(ranges);
            if slot.is_empty() {
                return Ok(None);
            }
            slots.push(slot);
        }
        Ok(Some(slots))
    }

    /// For each place among `words`, the slot of its word, which single words that stand for it are part of; and the
    /// runs of words from there on for which other slots may stand.
    #[expect(clippy::type_complexity, reason = "two lists that are made together and taken apart at once")]
    fn alternatives(&self, words: &[Sought]) -> Result<(Vec<Slot>, Vec<Vec<(usize, Vec<Slot>)>>), Malformed> {
        let mut base = Vec::with_capacity(words.len());
        let mut others = Vec::with_capacity(words.len());
        for (at, word) in words.iter().enumerate() {
            let mut ranges = Vec::new();
            self.spelt(word, &mut ranges)?;
            let mut longer: Vec<(usize, Vec<Slot>)> = Vec::new();
            if let Some(next) = words.get(at + 1)
                && (next.is_thousands || !(ends_in_digit(&word.text) && begins_with_digit(&next.text)))
            {
                let together = format!("{}{}", word.text, next.text);
                let is_short = together.chars().count() < LEAST_FORM;
                let range = if is_short { one(self.word(&together)?) } else { self.words_from(&together)? };
                let closed = Slot::range(range);
                if !closed.is_empty() {
                    longer.push((2, vec![closed]));
                }
            }
            let mut typed = String::new();
            for (length, word) in (1..=self.equivalents().longest()).zip(words.iter().skip(at)) {
                if length > 1 {
                    typed.push(' ');
                }
                typed.push_str(&word.text);
                for phrase in self.equivalents().of(&typed) {
                    let Some(mut slots) = self.phrase(phrase)? else { continue };
                    match slots.pop() {
                        Some(slot) if length == 1 && slots.is_empty() => {
                            ranges.extend_from_slice(slot.ranges())
                        }
                        Some(slot) => {
                            slots.push(slot);
                            longer.push((length, slots));
                        }
                        None => {}
                    }
                }
            }
            base.push(Slot::any_of(ranges));
            others.push(longer);
        }
        Ok((base, others))
    }

    /// The words as typed, and the same with digits and letters apart, and without a possessive `s`.
    fn variants(query: &Query) -> Vec<Vec<Sought>> {
        let typed = query.words();
        let mut variants = vec![typed.iter().map(Sought::new).collect::<Vec<_>>()];
        let is_mixed = |word: &TypedWord| runs(&word.text).count() > 1;
        if typed.iter().any(is_mixed) {
            let apart = typed.iter().flat_map(|word| {
                let pieces: Vec<&str> = runs(&word.text).filter_map(|run| word.text.get(run)).collect();
                let count = pieces.len();
                // 500mg is not 5000 mg: a number is a whole one, and so is every piece but the last.
                let wanted = pieces.into_iter().zip(1..).map(move |(piece, place)| Sought {
                    text: piece.to_owned(),
                    whole: count > 1 && (place < count || begins_with_digit(piece)),
                    is_thousands: word.is_thousands && place == 1,
                });
                wanted.collect::<Vec<_>>()
            });
            variants.push(apart.collect());
        }
        let is_possessive = |word: &TypedWord| word.follows_apostrophe && word.text == "s";
        if typed.len() > 1 && typed.iter().any(is_possessive) {
            variants.push(typed.iter().filter(|word| !is_possessive(word)).map(Sought::new).collect());
        }
        variants.retain(|words| words.len() <= crate::search::query::MOST_WORDS);
        variants
    }

    /// The readings by further forms, spellings and equivalents; none that is just the exact one.
    pub(crate) fn equivalent_readings(
        &self,
        query: &Query,
        exact: &Reading,
    ) -> Result<Vec<Reading>, Malformed> {
        let mut readings: Vec<Reading> = Vec::new();
        if query.words().len() > MOST_REREAD {
            return Ok(readings);
        }
        for words in SearchIndex::variants(query) {
            let (base, others) = self.alternatives(&words)?;
            let mut found = Vec::new();
            combine(&base, &others, 0, &mut Vec::new(), &mut found);
            for slots in found {
                let is_exact = slots.len() == exact.slots().len()
                    && slots.iter().zip(exact.slots()).all(|(slot, other)| slot.ranges() == other.ranges());
                let reading = Reading::new(slots);
                if !is_exact && !reading.is_hopeless() && !readings.contains(&reading) {
                    readings.push(reading);
                }
                if readings.len() == MOST_READINGS {
                    return Ok(readings);
                }
            }
        }
        Ok(readings)
    }

    /// What forgiving readings of a query are made of.
    pub(crate) fn forgiving(&self, query: &Query) -> Result<Forgiving, Malformed> {
        let words: Vec<Sought> = query.words().iter().map(Sought::new).collect();
        let mut base = Vec::with_capacity(words.len());
        for word in &words {
            let mut ranges = Vec::new();
            self.spelt(word, &mut ranges)?;
            base.push(Slot::any_of(ranges));
        }
        let mut forgiving = Forgiving { words, base, once: Vec::new(), twice: OnceCell::new() };
        if forgiving.words.len() <= MOST_REREAD {
            forgiving.once = self.near(&forgiving, 1)?;
        }
        Ok(forgiving)
    }

    /// For each word, its slot widened by so many edits; `None` where it may have none, or they find no other word.
    fn near(&self, forgiving: &Forgiving, edits: u8) -> Result<Vec<Option<Slot>>, Malformed> {
        let near = |(word, slot): (&Sought, &Slot)| {
            let least = if edits > 1 { TWO_EDITS } else { ONE_EDIT };
            let letters = word.text.as_bytes();
            if letters.len() < least
                || letters.len() > Words::LONGEST_NEAR
                || !letters.iter().all(u8::is_ascii_lowercase)
            {
                return Ok(None);
            }
            let mut ranges = self.words.near(letters, edits)?;
            ranges.extend_from_slice(slot.ranges());
            let wider = Slot::any_of(ranges);
            Ok((wider.ranges() != slot.ranges()).then_some(wider))
        };
        forgiving.words.iter().zip(&forgiving.base).map(near).collect()
    }

    /// The readings that forgive so many typing errors. A word with a digit or another letter than a to z is read as
    /// typed.
    pub(crate) fn forgive(&self, forgiving: &Forgiving, edits: Edits) -> Result<Vec<Reading>, Malformed> {
        let changed = |slots: &'_ [Option<Slot>]| -> Vec<(usize, Slot)> {
            slots.iter().enumerate().filter_map(|(at, slot)| Some((at, slot.clone()?))).collect()
        };
        let once = changed(&forgiving.once);
        let mut readings = Vec::new();
        if edits != Edits::One && forgiving.words.len() > MOST_TWICE {
            return Ok(readings);
        }
        match edits {
            Edits::One => readings.extend(once.iter().map(|change| forgiving.with(&[change]))),
            Edits::Two => {
                let twice = changed(forgiving.twice(self)?);
                readings.extend(twice.iter().map(|change| forgiving.with(&[change])));
                for (at, first) in once.iter().enumerate() {
                    let others = once.iter().skip(at + 1);
                    readings.extend(others.map(|second| forgiving.with(&[first, second])));
                }
            }
            Edits::All => {
                let both = forgiving.twice(self)?.iter().zip(&forgiving.once);
                let most = both.map(|(twice, once)| twice.as_ref().or(once.as_ref()).cloned());
                let most = changed(&most.collect::<Vec<_>>());
                if most.len() > 1 {
                    readings.push(forgiving.with(&most.iter().collect::<Vec<_>>()));
                }
            }
        }
        readings.retain(|reading| !reading.is_hopeless());
        Ok(readings)
    }
}

/// How many typing errors are forgiven.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edits {
    /// One in all.
    One,
    /// Two in all.
    Two,
    /// As many as each word is allowed.
    All,
}

/// The words of a query, and what may stand for each: as typed, with one edit, and, where it comes to that, with two.
#[derive(Debug)]
pub(crate) struct Forgiving {
    words: Vec<Sought>,
    base: Vec<Slot>,
    once: Vec<Option<Slot>>,
    twice: OnceCell<Vec<Option<Slot>>>,
}

impl Forgiving {
    /// For each word its slot widened by two edits.
    fn twice(&self, index: &SearchIndex) -> Result<&[Option<Slot>], Malformed> {
        if let Some(twice) = self.twice.get() {
            return Ok(twice);
        }
        let twice = index.near(self, 2)?;
        Ok(self.twice.get_or_init(|| twice))
    }

    /// The reading with some slots changed.
    fn with(&self, changes: &[&(usize, Slot)]) -> Reading {
        let slots = self.base.iter().enumerate().map(|(at, slot)| {
            let change = changes.iter().find(|(place, _)| *place == at);
            change.map_or(slot, |(_, change)| change).clone()
        });
        Reading::new(slots.collect())
    }
}

/// Every way to put the words from `at` on into slots, the fewest changes first as far as one list can say so.
fn combine(
    base: &[Slot],
    others: &[Vec<(usize, Vec<Slot>)>],
    at: usize,
    chosen: &mut Vec<Slot>,
    found: &mut Vec<Vec<Slot>>,
) {
    if found.len() == MOST_READINGS {
        return;
    }
    let Some(slot) = base.get(at) else {
        found.push(chosen.clone());
        return;
    };
    let before = chosen.len();
    chosen.push(slot.clone());
    combine(base, others, at + 1, chosen, found);
    chosen.truncate(before);
    for (length, slots) in others.get(at).into_iter().flatten() {
        chosen.extend_from_slice(slots);
        combine(base, others, at + length, chosen, found);
        chosen.truncate(before);
    }
}

/// A phrase of a table of equivalents as it is looked up: folded words parted by one space; `None` where there are no
/// words.
#[cfg(feature = "build")]
pub(crate) fn folded_phrase(phrase: &str) -> Option<String> {
    let words: Vec<String> = crate::text::tokens(phrase).into_iter().map(|token| token.folded).collect();
    (!words.is_empty()).then(|| words.join(" "))
}
