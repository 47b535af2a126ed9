//! Marking the documents of one block after another that have a word for each slot.

use std::ops::Range;

use crate::bytes::Malformed;
use crate::search::Candidate;
use crate::search::document_set::bits_from;
use crate::search::kept::{Kept, LEAST_KEPT};
use crate::search::marks::Marks;
use crate::search::postings::Block;
use crate::search::reading::Slot;
use crate::search::tally::Tally;

/// Reading the bits of a frequent word takes about as long as marking so many postings, and so do the marks of a range
/// that were kept.
const BITS_COST: usize = 200;
/// A search that comes to this block will mostly go through all, and come again.
const SOON: usize = 7;

/// Marks on the documents of one block after another.
#[derive(Debug, Default)]
pub(crate) struct Workspace {
    /// Documents that match, and documents of which the text has still to be asked.
    certain: Marks,
    doubtful: Marks,
    current: Marks,
    next: Marks,
    tally: Tally,
    slots: Vec<Weighed>,
    parts: Vec<Part>,
    kept: Kept,
    /// Whether only some documents are wanted, and those of them in the block, two bytes each.
    is_narrow: bool,
    narrow: Vec<u8>,
}

/// A range of words in one block.
#[derive(Debug)]
struct Part {
    words: Range<u32>,
    /// The place of its marks, where they are kept.
    kept: Option<usize>,
    /// The place of its bits, where it is a beginning that has them.
    beginning: Option<usize>,
    /// Where its postings are.
    piece: Range<usize>,
    /// The places of its frequent words.
    frequent: Range<usize>,
}

impl Part {
    /// How many postings there are.
    fn postings(&self) -> usize {
        self.piece.len() / 2
    }
}

/// A slot in one block.
#[derive(Debug)]
struct Weighed {
    /// How many documents its words have there, counted once for each word.
    volume: usize,
    /// How many words of it a document must have.
    need: u32,
    /// What marking them costs, in postings.
    cost: usize,
    /// Where its ranges stand among those of the workspace.
    parts: Range<usize>,
}

/// What [`Workspace::intersect`] left in `current`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    Nothing,
    /// Documents with a word for every slot.
    Every,
    /// Documents with a word for some slots.
    Some,
}

impl Workspace {
    /// Forgets what one search left.
    pub(super) fn forget(&mut self) {
        self.kept.clear();
    }

    /// Prepares for a block of which, with `only`, no other documents are wanted; answers whether any is.
    pub(super) fn begin(&mut self, block: &Block, only: Option<&[u32]>) -> bool {
        self.certain.clear();
        self.doubtful.clear();
        self.is_narrow = only.is_some();
        self.narrow.clear();
        let Some(only) = only else { return true };
        let from = only.partition_point(|document| *document < block.first);
        let of_block = only.iter().skip(from).map(|document| document - block.first);
        for number in of_block.take_while(|number| *number < block.documents) {
            self.narrow.extend_from_slice(&(number as u16).to_le_bytes());
        }
        !self.narrow.is_empty()
    }

    /// Calls `each` with the marked documents of a block among some, in order, until it answers `false`; answers
    /// whether it never did. With `only`, which has a bit for each document of the file, no others are looked at.
    pub(super) fn each<E>(
        &self,
        block: &Block,
        among: Range<u32>,
        only: Option<&[u64]>,
        mut each: impl FnMut(Candidate) -> Result<bool, E>,
    ) -> Result<bool, E> {
        // Altered bytes can mark what lies behind a block.
        let end = among.end.min(block.first + block.documents);
        for index in self.certain.touched_with(&self.doubtful) {
            let first = block.first.saturating_add(index as u32 * 64);
            let certain = self.certain.word(index);
            let mut marks = certain | self.doubtful.word(index);
            if let Some(only) = only {
                marks &= bits_from(only, first);
            }
            while marks != 0 {
                let bit = marks.trailing_zeros();
                marks &= marks - 1;
                let document = first.saturating_add(bit);
                let is_doubtful = certain >> bit & 1 == 0;
                if (among.start..end).contains(&document) && !each(Candidate { document, is_doubtful })? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// Adds what was found to the marks; answers whether there was anything.
    pub(super) fn keep(&mut self, found: Found, is_certain: bool) -> bool {
        let Workspace { certain, doubtful, current, .. } = self;
        match found {
            Found::Nothing => return false,
            Found::Every if is_certain => certain.add(current),
            Found::Every | Found::Some => doubtful.add(current),
        }
        true
    }

    /// Weighs the slots in a block; answers whether each may have enough documents.
    fn weigh<'s>(
        &mut self,
        block: (usize, &Block),
        slots: impl Iterator<Item = (&'s Slot, u32)>,
    ) -> Result<bool, Malformed> {
        let (number, block) = block;
        self.slots.clear();
        self.parts.clear();
        for (slot, need) in slots {
            let from = self.parts.len();
            let (mut volume, mut cost) = (0, 0);
            for words in slot.ranges() {
                let mut part =
                    Part { words: words.clone(), kept: None, beginning: None, piece: 0..0, frequent: 0..0 };
                let mut documents = None;
                if let Some(place) = block.beginning(words) {
                    part.beginning = Some(place);
                    documents = Some(block.beginning_frequency(place)? as usize);
                } else if let Some((place, volume)) = self.kept.find(number, words) {
                    part.kept = Some(place);
                    documents = Some(volume);
                }
                // How often a document has the words is told by lists alone.
                if let Some(documents) = documents.filter(|_| need == 1) {
                    volume += documents;
                    cost += BITS_COST;
                    self.parts.push(part);
                    continue;
                }
                (part.piece, part.frequent) = (block.place(words)?, block.frequent(words));
                if part.piece.is_empty() && part.frequent.is_empty() {
                    continue;
                }
                volume += part.postings();
                cost += part.postings() + part.frequent.len() * BITS_COST;
                for place in part.frequent.clone() {
                    volume += block.frequency(place)? as usize;
                }
                self.parts.push(part);
            }
            if volume < need as usize {
                return Ok(false);
            }
            self.slots.push(Weighed { volume, need, cost, parts: from..self.parts.len() });
        }
        self.slots.sort_unstable_by_key(|slot| slot.volume);
        Ok(true)
    }

    /// Marks in `current` the documents of a block with a word for each slot; reading a document's text takes about as
    /// long as marking `text_cost` postings.
    pub(super) fn intersect<'s>(
        &mut self,
        block: (usize, &Block),
        slots: impl Iterator<Item = (&'s Slot, u32)>,
        text_cost: usize,
    ) -> Result<Found, Malformed> {
        if !self.weigh(block, slots)? {
            return Ok(Found::Nothing);
        }
        let Workspace { current, next, tally, slots, parts, kept, is_narrow, narrow, .. } = self;
        let parts_of = |slot: &Weighed| parts.get(slot.parts.clone()).unwrap_or_default();
        current.clear();
        let mut left = slots.as_slice();
        let mut count = block.1.documents as usize;
        if *is_narrow {
            current.insert(narrow, block.1.documents);
            count = narrow.len() / 2;
        } else if let Some((first, others)) = slots.split_first() {
            for part in parts_of(first) {
                // What is asked by itself is asked once.
                let at = if others.is_empty() { part.kept } else { kept_marks(kept, block, part)? };
                match at.and_then(|at| kept.marks(at)) {
                    Some(marks) => current.add(marks),
                    None => insert(current, block.1, part)?,
                }
            }
            (count, left) = (first.volume, others);
        }
        for slot in left {
            if count == 0 {
                return Ok(Found::Nothing);
            }
            if is_for_texts(kept, block.0, slot, parts_of(slot), count.saturating_mul(text_cost)) {
                return Ok(Found::Some);
            }
            next.clear();
            let mut any = false;
            let mut listed = 0;
            for part in parts_of(slot) {
                if let Some(place) = part.beginning {
                    any |= next.insert_bits_among(block.1.beginning_bits(place)?, current);
                    continue;
                }
                if let Some(marks) = kept_marks(kept, block, part)?.and_then(|at| kept.marks(at)) {
                    any |= next.insert_both(current, marks);
                    continue;
                }
                for place in part.frequent.clone() {
                    any |= next.insert_bits_among(block.1.bits(place)?, current);
                }
                listed += next.insert_among(block.1.bytes(&part.piece)?, current);
            }
            // How many are left is told for lists, and bounded for bits.
            count = if any { count.min(slot.volume) } else { listed };
            std::mem::swap(current, next);
        }
        for slot in slots.iter().filter(|slot| slot.need > 1) {
            if count == 0 {
                return Ok(Found::Nothing);
            }
            if is_for_texts(kept, block.0, slot, parts_of(slot), count.saturating_mul(text_cost)) {
                return Ok(Found::Some);
            }
            tally.clear();
            for place in parts_of(slot).iter().flat_map(|part| part.frequent.clone()) {
                tally.add_bits(block.1.bits(place)?);
            }
            for part in parts_of(slot) {
                tally.add(block.1.bytes(&part.piece)?);
            }
            next.clear();
            let any = tally.mark(next, slot.need, current);
            count = if any { count.min(slot.volume / slot.need as usize) } else { 0 };
            std::mem::swap(current, next);
        }
        Ok(if count == 0 { Found::Nothing } else { Found::Every })
    }
}

/// Whether it takes less to read the texts of what is left, which costs so much, than to mark a slot. Marks that would
/// be kept are paid for bit by bit.
fn is_for_texts(kept: &mut Kept, number: usize, slot: &Weighed, parts: &[Part], texts: usize) -> bool {
    if slot.cost <= texts {
        return false;
    }
    let long = parts.iter().filter(|part| part.postings() >= LEAST_KEPT);
    let paid = long.map(|part| kept.pay(number, &part.words, texts)).min();
    slot.cost > paid.unwrap_or(texts)
}

/// Marks the documents of a range.
fn insert(marks: &mut Marks, block: &Block, part: &Part) -> Result<(), Malformed> {
    if let Some(place) = part.beginning {
        marks.insert_bits(block.beginning_bits(place)?);
        return Ok(());
    }
    for place in part.frequent.clone() {
        marks.insert_bits(block.bits(place)?);
    }
    marks.insert(block.bytes(&part.piece)?, block.documents);
    Ok(())
}

/// The place of the marks of a range, where they are kept or worth it.
fn kept_marks(kept: &mut Kept, block: (usize, &Block), part: &Part) -> Result<Option<usize>, Malformed> {
    if part.kept.is_some() || part.beginning.is_some() || part.postings() < LEAST_KEPT {
        return Ok(part.kept);
    }
    let (number, block) = block;
    // Most searches are over in the first blocks, and nothing is asked a second time.
    if number < SOON && kept.pay(number, &part.words, part.postings()) <= part.postings() {
        return Ok(None);
    }
    let mut volume = part.postings();
    for place in part.frequent.clone() {
        volume += block.frequency(place)? as usize;
    }
    kept.keep(number, &part.words, volume, |marks| insert(marks, block, part))
}

#[cfg(test)]
#[cfg(feature = "build")]
mod tests {
    use super::*;
    use crate::search::postings::Postings;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    const WORDS: u32 = 300;
    const DOCUMENTS: u32 = 4_500;

    /// More blocks than a search has to begin with, whose words have long and short lists, often twice in a document.
    fn blocks() -> Vec<(u32, Vec<(u32, u16)>)> {
        let mut state = 5u64;
        let mut roll = move |sides: u32| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as u32 % sides
        };
        let mut block = |length: u32| {
            let mut pairs: Vec<(u32, u16)> = (0..length * 3)
                .map(|_| {
                    // Words further on are rarer.
                    let word = roll(WORDS).min(roll(WORDS));
                    (word, roll(length) as u16)
                })
                .collect();
            pairs.sort_unstable();
            (length, pairs)
        };
        (0..SOON as u32 + 3).map(|at| block(if at % 2 == 0 { DOCUMENTS } else { 700 })).collect()
    }

    /// The documents with as many words of each slot as are needed.
    fn expected(pairs: &[(u32, u16)], slots: &[(Slot, u32)]) -> Vec<u32> {
        let mut counts: BTreeMap<u16, Vec<u32>> = BTreeMap::new();
        for (word, document) in pairs {
            let counts = counts.entry(*document).or_insert_with(|| vec![0; slots.len()]);
            for (count, (slot, _)) in counts.iter_mut().zip(slots) {
                *count += u32::from(slot.contains(*word));
            }
        }
        let is_enough = |counts: &[u32]| counts.iter().zip(slots).all(|(count, (_, need))| count >= need);
        counts
            .iter()
            .filter(|(_, counts)| is_enough(counts))
            .map(|(document, _)| u32::from(*document))
            .collect()
    }

    fn marked(marks: &Marks) -> Vec<u32> {
        (0..DOCUMENTS).filter(|at| marks.word(*at as usize / 64) >> (at % 64) & 1 == 1).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn every_document_is_found(
            readings in prop::collection::vec(
                prop::collection::vec((prop::collection::vec((0..WORDS, 1u32..120), 1..3), 1u32..4), 1..4),
                1..4,
            ),
            only in prop::option::of(prop::collection::btree_set(0..DOCUMENTS, 0..300)),
            is_cheap_to_read in any::<bool>(),
        ) {
            let blocks = blocks();
            let section = Postings::section(WORDS, &[0..1, 0..50, 20..90, 0..WORDS], &blocks);
            let postings = Postings::from_section(section.into(), WORDS, "test").unwrap();
            let readings: Vec<Vec<(Slot, u32)>> = readings
                .into_iter()
                .map(|slots| slots.into_iter().map(|(ranges, need)| {
                    let ranges = ranges.into_iter().map(|(from, length)| from..(from + length).min(WORDS));
                    (Slot::any_of(ranges.collect()), need)
                }).collect())
                .collect();
            let text_cost = if is_cheap_to_read { 2 } else { 1 << 40 };
            let mut workspace = Workspace::default();
            // The second time over, the marks of the first are there.
            for _ in 0..2 {
                for (block, (_, pairs)) in postings.blocks().iter().enumerate().zip(&blocks) {
                    let own = |at: &u32| (block.1.first..block.1.first + block.1.documents).contains(at);
                    let only: Option<Vec<u32>> =
                        only.as_ref().map(|only| only.iter().map(|at| at * 7).filter(own).collect());
                    for slots in &readings {
                        let mut expected = expected(pairs, slots);
                        if let Some(only) = &only {
                            expected.retain(|at| only.contains(&(at + block.1.first)));
                        }
                        if !workspace.begin(block.1, only.as_deref()) {
                            prop_assert!(expected.is_empty());
                            continue;
                        }
                        let needs = slots.iter().map(|(slot, need)| (slot, *need));
                        match workspace.intersect(block, needs, text_cost).unwrap() {
                            Found::Nothing => prop_assert_eq!(expected, Vec::<u32>::new()),
                            Found::Every => prop_assert_eq!(marked(&workspace.current), expected),
                            Found::Some => {
                                prop_assert!(is_cheap_to_read);
                                let found = marked(&workspace.current);
                                prop_assert!(expected.iter().all(|at| found.contains(at)));
                            }
                        }
                    }
                }
            }
        }
    }
}
