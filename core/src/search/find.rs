//! Finding the documents that match, best first, block by block.

use std::ops::Range;

use crate::bytes::Malformed;
use crate::search::documents::Region;
use crate::search::marks::Marks;
use crate::search::postings::Block;
use crate::search::reading::Slot;
use crate::search::{Reading, SearchIndex};

/// Which descriptions are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pass {
    /// Terms other than fully specified names.
    Terms,
    /// Fully specified names that a term and the semantic tag make: those that match by a word of the tag.
    MadeNames,
    /// The same, and those that match by their term alone: where the term may match and not be wanted.
    AllMadeNames,
    /// Other fully specified names.
    OwnNames,
    /// Text definitions.
    Definitions,
}

impl Pass {
    /// Where its documents are.
    pub(crate) fn region(self) -> Region {
        match self {
            Pass::Terms | Pass::MadeNames | Pass::AllMadeNames => Region::Terms,
            Pass::OwnNames => Region::Names,
            Pass::Definitions => Region::Definitions,
        }
    }

    /// Whether the names are meant that the documents make with a semantic tag.
    pub(crate) fn is_of_made_names(self) -> bool {
        matches!(self, Pass::MadeNames | Pass::AllMadeNames)
    }
}

/// What is looked for.
#[derive(Debug, Clone)]
pub(crate) struct Wanted<'a> {
    /// The readings, any of which may match.
    pub(crate) readings: &'a [Reading],
    /// A reading that matches whatever any of them does, where there is one.
    pub(crate) widest: Option<&'a Reading>,
    /// The descriptions that are looked at.
    pub(crate) pass: Pass,
    /// The documents among which all that match are.
    pub(crate) among: Range<u32>,
    /// The only documents that are wanted, ascending, where they are few; of text definitions it says nothing.
    pub(crate) narrow: Option<&'a [u32]>,
}

/// A document that may match.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) document: u32,
    /// Whether its text has still to be asked.
    pub(crate) is_doubtful: bool,
}

/// Reading a document's text takes about as long as marking this many postings, and so does reading the bits of a
/// frequent word as marking so many.
const TEXT_COST: usize = 600;
const BITS_COST: usize = 200;
/// More words than this in one slot are not counted; the text is asked.
const MOST_LEVELS: u32 = 8;

/// Marks on the documents of one block after another.
#[derive(Debug, Default)]
pub(crate) struct Workspace {
    /// Documents that match, and documents of which the text has still to be asked.
    certain: Marks,
    doubtful: Marks,
    current: Marks,
    next: Marks,
    /// Documents with a word of a slot, with two, and so on.
    levels: Vec<Marks>,
    slots: Vec<Weighed>,
    pieces: Vec<Range<usize>>,
    frequent: Vec<usize>,
    /// Whether only some documents are wanted, and those of them in the block, two bytes each.
    is_narrow: bool,
    narrow: Vec<u8>,
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
    /// Where its pieces stand among those of the workspace.
    pieces: Range<usize>,
    /// Where its frequent words stand among those of the workspace.
    frequent: Range<usize>,
}

/// What [`Workspace::intersect`] left in `current`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    Nothing,
    /// Documents with a word for every slot.
    Every,
    /// Documents with a word for some slots.
    Some,
}

impl Workspace {
    /// Calls `each` with the marked documents of a block among some, in order, until it answers `false`; answers
    /// whether it never did.
    fn each<E>(
        &self,
        block: &Block,
        among: Range<u32>,
        mut each: impl FnMut(Candidate) -> Result<bool, E>,
    ) -> Result<bool, E> {
        // Altered bytes can mark what lies behind a block.
        let end = among.end.min(block.first + block.documents);
        for index in self.certain.touched_with(&self.doubtful) {
            let certain = self.certain.word(index);
            let mut marks = certain | self.doubtful.word(index);
            while marks != 0 {
                let bit = marks.trailing_zeros();
                marks &= marks - 1;
                let document = block.first + index as u32 * 64 + bit;
                let is_doubtful = certain >> bit & 1 == 0;
                if (among.start..end).contains(&document) && !each(Candidate { document, is_doubtful })? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// Adds what was found to the marks that are kept; answers whether there was anything.
    fn keep(&mut self, found: Found, is_certain: bool) -> bool {
        let Workspace { certain, doubtful, current, .. } = self;
        match found {
            Found::Nothing => return false,
            Found::Every if is_certain => certain.add(current),
            Found::Every | Found::Some => doubtful.add(current),
        }
        true
    }

    /// Keeps the wanted documents that are in a block.
    fn narrow_to(&mut self, block: &Block, documents: &[u32]) {
        let from = documents.partition_point(|document| *document < block.first);
        let of_block = documents.iter().skip(from).map(|document| document - block.first);
        self.narrow.clear();
        for number in of_block.take_while(|number| *number < block.documents) {
            self.narrow.extend_from_slice(&(number as u16).to_le_bytes());
        }
    }

    /// Marks in `current` the documents of a block with a word for each slot.
    fn intersect<'s>(
        &mut self,
        block: &Block,
        slots: impl Iterator<Item = (&'s Slot, u32)>,
    ) -> Result<Found, Malformed> {
        self.slots.clear();
        self.pieces.clear();
        self.frequent.clear();
        for (slot, need) in slots {
            let (pieces, frequent) = (self.pieces.len(), self.frequent.len());
            let (mut volume, mut cost) = (0, 0);
            for range in slot.ranges() {
                let piece = block.place(range)?;
                if !piece.is_empty() {
                    volume += piece.len() / 2;
                    cost += piece.len() / 2;
                    self.pieces.push(piece);
                }
                for place in block.frequent(range) {
                    volume += block.frequency(place)? as usize;
                    cost += BITS_COST;
                    self.frequent.push(place);
                }
            }
            if volume < need as usize {
                return Ok(Found::Nothing);
            }
            let (pieces, frequent) = (pieces..self.pieces.len(), frequent..self.frequent.len());
            self.slots.push(Weighed { volume, need, cost, pieces, frequent });
        }
        self.slots.sort_unstable_by_key(|slot| slot.volume);
        let Workspace { current, next, levels, slots, pieces, frequent, is_narrow, narrow, .. } = self;
        let pieces_of = |slot: &Weighed| pieces.get(slot.pieces.clone()).unwrap_or_default();
        let frequent_of = |slot: &Weighed| frequent.get(slot.frequent.clone()).unwrap_or_default();
        current.clear();
        let mut left = slots.as_slice();
        let mut count = block.documents as usize;
        let mut is_begun = *is_narrow;
        if *is_narrow {
            current.insert(narrow, block.documents);
            count = narrow.len() / 2;
        } else if let Some((first, others)) = slots.split_first().filter(|(first, _)| first.need == 1) {
            for place in frequent_of(first) {
                current.insert_bits(block.bits(*place)?);
            }
            for piece in pieces_of(first) {
                current.insert(block.bytes(piece)?, block.documents);
            }
            (count, left, is_begun) = (first.volume, others, true);
        }
        let mut is_every = is_begun || !left.is_empty();
        for slot in left {
            if count == 0 {
                return Ok(Found::Nothing);
            }
            if is_begun && slot.cost > count * TEXT_COST {
                return Ok(Found::Some);
            }
            // How many are left is told for lists, and bounded for bits and levels.
            let most = count.min(slot.volume / slot.need as usize);
            next.clear();
            if slot.need > 1 {
                let wanted = slot.need.min(MOST_LEVELS);
                is_every &= slot.need == wanted;
                while levels.len() < wanted as usize {
                    levels.push(Marks::default());
                }
                let levels = levels.get_mut(..wanted as usize).unwrap_or_default();
                levels.iter_mut().for_each(Marks::clear);
                for place in frequent_of(slot) {
                    Marks::insert_bits_counted(levels, block.bits(*place)?);
                }
                for piece in pieces_of(slot) {
                    Marks::insert_counted(levels, block.bytes(piece)?);
                }
                let Some(often) = levels.last_mut() else { return Ok(Found::Nothing) };
                if !is_begun {
                    std::mem::swap(current, often);
                    (count, is_begun) = (most, true);
                    continue;
                }
                count = if next.insert_both(current, often) { most } else { 0 };
            } else {
                let mut any = false;
                for place in frequent_of(slot) {
                    any |= next.insert_bits_among(block.bits(*place)?, current);
                }
                count = 0;
                for piece in pieces_of(slot) {
                    count += next.insert_among(block.bytes(piece)?, current);
                }
                if any {
                    count = most;
                }
            }
            std::mem::swap(current, next);
        }
        Ok(match count {
            0 => Found::Nothing,
            _ if is_every => Found::Every,
            _ => Found::Some,
        })
    }
}

impl SearchIndex {
    /// How many terms a search for a reading may have to ask for their concept: the postings of the slot with the fewest,
    /// of those that no semantic tag can match; all terms, where a tag can match every slot.
    pub(crate) fn candidates(&self, reading: &Reading) -> Result<u64, Malformed> {
        let terms = self.documents.region(Region::Terms);
        let mut least = u64::from(terms.end);
        for slot in reading.slots().iter().filter(|slot| !self.is_in_a_tag(slot)) {
            let mut volume = 0u64;
            for block in self.postings.blocks().iter().filter(|block| terms.contains(&block.first)) {
                for range in slot.ranges() {
                    volume += block.place(range)?.len() as u64 / 2;
                    for place in block.frequent(range) {
                        volume += u64::from(block.frequency(place)?);
                    }
                }
            }
            least = least.min(volume);
        }
        Ok(least)
    }

    /// Calls `each` with every document that may be wanted, best first, until it answers `false`; answers whether it
    /// never did.
    pub(crate) fn find<E: From<Malformed>>(
        &self,
        wanted: &Wanted<'_>,
        workspace: &mut Workspace,
        mut each: impl FnMut(Candidate) -> Result<bool, E>,
    ) -> Result<bool, E> {
        let Wanted { readings, widest, pass, among, narrow } = wanted;
        let (pass, widest) = (*pass, *widest);
        // Text definitions are not listed by concept.
        let narrow = narrow.filter(|_| pass != Pass::Definitions);
        let names = if pass.is_of_made_names() {
            let groups = self.name_groups(readings, pass == Pass::AllMadeNames);
            if groups.is_empty() {
                return Ok(true);
            }
            Some(groups)
        } else {
            None
        };
        let region = self.documents.region(pass.region());
        let (from, to) = (among.start.max(region.start), among.end.min(region.end));
        for block in self.postings.blocks() {
            if block.first < region.start || block.first >= to || block.first + block.documents <= from {
                continue;
            }
            if let Some(documents) = narrow {
                workspace.narrow_to(block, documents);
                if workspace.narrow.is_empty() {
                    continue;
                }
            }
            workspace.is_narrow = narrow.is_some();
            workspace.certain.clear();
            workspace.doubtful.clear();
            let any = match &names {
                None => mark_terms(block, readings, widest, workspace)?,
                Some(groups) => mark_names(block, readings, groups, workspace)?,
            };
            let goes_on = !any || workspace.each(block, from..to, &mut each)?;
            if !goes_on {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// The slots of a reading, and how many words must be in each.
fn counted(reading: &Reading) -> impl Iterator<Item = (&Slot, u32)> {
    reading.counted().iter().map(|(slot, need)| (slot, *need))
}

/// Marks the documents of a block that match a reading; answers whether any may.
fn mark_terms(
    block: &Block,
    readings: &[Reading],
    widest: Option<&Reading>,
    workspace: &mut Workspace,
) -> Result<bool, Malformed> {
    if let Some(widest) = widest
        && workspace.intersect(block, counted(widest))? == Found::Nothing
    {
        return Ok(false);
    }
    let mut any = false;
    for reading in readings {
        let found = workspace.intersect(block, counted(reading))?;
        any |= workspace.keep(found, reading.is_counted_enough());
    }
    Ok(any)
}

/// Marks the documents of a block that make a matching name with a semantic tag; answers whether any may.
fn mark_names(
    block: &Block,
    readings: &[Reading],
    groups: &[NameGroup],
    workspace: &mut Workspace,
) -> Result<bool, Malformed> {
    let mut any = false;
    for group in groups {
        let Some(reading) = readings.get(group.reading) else { continue };
        let rest = reading.counted().iter().zip(&group.needs).filter(|(_, need)| **need > 0);
        let rest = rest.map(|((slot, _), need)| (slot, *need));
        let found = workspace.intersect(block, rest.chain([(&group.tags, 1)]))?;
        any |= workspace.keep(found, group.is_certain);
    }
    Ok(any)
}

/// Readings of names that a term and one of some semantic tags make.
struct NameGroup {
    /// The place of the reading.
    reading: usize,
    /// For each distinct slot how many words must be in it besides those of the tag.
    needs: Vec<u32>,
    /// The tags.
    tags: Slot,
    /// Whether the marks are enough: no text need be asked.
    is_certain: bool,
}

impl SearchIndex {
    /// The groups of `readings`; with `by_terms` those as well in which a tag matches nothing.
    fn name_groups(&self, readings: &[Reading], by_terms: bool) -> Vec<NameGroup> {
        let mut groups = Vec::new();
        for (place, reading) in readings.iter().enumerate() {
            if !by_terms && !reading.slots().iter().any(|slot| self.is_in_a_tag(slot)) {
                continue;
            }
            let mut parts: Vec<(Vec<u32>, Vec<Range<u32>>)> = Vec::new();
            for (at, tag) in self.tags.iter().enumerate() {
                let left = |(slot, need): &(Slot, u32)| {
                    need.saturating_sub(tag.iter().filter(|word| slot.contains(**word)).count() as u32)
                };
                let needs: Vec<u32> = reading.counted().iter().map(left).collect();
                let is_as_before = needs.iter().zip(reading.counted()).all(|(left, (_, need))| left == need);
                if is_as_before && !by_terms {
                    continue;
                }
                let own = self.tag(at)..self.tag(at + 1);
                match parts.iter_mut().find(|(known, _)| *known == needs) {
                    Some((_, tags)) => tags.push(own),
                    None => parts.push((needs, std::iter::once(own).collect())),
                }
            }
            groups.extend(parts.into_iter().map(|(needs, tags)| NameGroup {
                reading: place,
                needs,
                tags: Slot::any_of(tags),
                is_certain: reading.is_counted_enough(),
            }));
        }
        groups
    }
}
