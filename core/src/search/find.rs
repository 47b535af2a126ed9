//! Finding the documents that match, best first, block by block.

use std::ops::Range;

use crate::bytes::Malformed;
use crate::search::documents::{MOST_COUNTED, Region};
use crate::search::intersect::{Found, Workspace};
use crate::search::postings::Block;
use crate::search::reading::Slot;
use crate::search::{DocumentSet, Reading, SearchIndex};

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
    /// The documents that are wanted, as far as they were listed; of text definitions it says nothing.
    pub(crate) within: Option<&'a DocumentSet>,
}

/// A document that may match.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) document: u32,
    /// Whether its text has still to be asked.
    pub(crate) is_doubtful: bool,
}

impl SearchIndex {
    /// The documents of a pass that have words enough for some of the readings.
    fn possible(&self, pass: Pass, readings: &[Reading]) -> Result<Range<u32>, Malformed> {
        // Further forms count like words; a tag brings words of its own; of definitions words are not counted.
        let is_counted =
            matches!(pass, Pass::Terms | Pass::OwnNames) && readings.iter().all(Reading::is_plain);
        let least = readings.iter().map(|reading| reading.slots().len()).min();
        match least.filter(|_| is_counted) {
            Some(least) => self.documents.with_words_from(pass.region(), least.min(MOST_COUNTED as usize)),
            None => Ok(self.documents.region(pass.region())),
        }
    }

    /// Calls `each` with every document that may be wanted, best first, until it answers `false`; answers whether it
    /// never did.
    pub(crate) fn find<E: From<Malformed>>(
        &self,
        wanted: &Wanted<'_>,
        workspace: &mut Workspace,
        mut each: impl FnMut(Candidate) -> Result<bool, E>,
    ) -> Result<bool, E> {
        let Wanted { readings, widest, pass, among, within } = wanted;
        let (pass, widest) = (*pass, *widest);
        // Text definitions are not listed by concept.
        let within = within.filter(|_| pass != Pass::Definitions);
        let few = within.and_then(DocumentSet::few);
        let names = if pass.is_of_made_names() {
            let groups = self.name_groups(readings, pass == Pass::AllMadeNames);
            if groups.is_empty() {
                return Ok(true);
            }
            Some(groups)
        } else {
            None
        };
        let region = self.possible(pass, readings)?;
        let (from, to) = (among.start.max(region.start), among.end.min(region.end));
        for block in self.postings.blocks().iter().enumerate() {
            let (first, documents) = (block.1.first, block.1.documents);
            if first >= to || first + documents <= from {
                continue;
            }
            if !workspace.begin(block.1, few) {
                continue;
            }
            let any = match &names {
                None => mark_terms(block, readings, widest, workspace)?,
                Some(groups) => mark_names(block, readings, groups, workspace)?,
            };
            // The bits may have been made meanwhile.
            let many = within.and_then(DocumentSet::many);
            let goes_on = !any || workspace.each(block.1, from..to, many, &mut each)?;
            if !goes_on {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Reading a document's text takes about as long as marking so many postings, and five times that where its words have
/// to be looked up and further forms made.
const TEXT_COST: usize = 600;

fn text_cost(reading: &Reading) -> usize {
    if reading.is_plain() { TEXT_COST } else { 5 * TEXT_COST }
}

/// The slots of a reading, and how many words must be in each.
fn counted(reading: &Reading) -> impl Iterator<Item = (&Slot, u32)> {
    reading.counted().iter().map(|(slot, need)| (slot, *need))
}

/// Marks the documents of a block that match a reading; answers whether any may.
fn mark_terms(
    block: (usize, &Block),
    readings: &[Reading],
    widest: Option<&Reading>,
    workspace: &mut Workspace,
) -> Result<bool, Malformed> {
    if let Some(widest) = widest
        && workspace.intersect(block, counted(widest), TEXT_COST)? == Found::Nothing
    {
        return Ok(false);
    }
    let mut any = false;
    for reading in readings {
        let found = workspace.intersect(block, counted(reading), text_cost(reading))?;
        any |= workspace.keep(found, reading.is_counted_enough());
    }
    Ok(any)
}

/// Marks the documents of a block that make a matching name with a semantic tag; answers whether any may.
fn mark_names(
    block: (usize, &Block),
    readings: &[Reading],
    groups: &[NameGroup],
    workspace: &mut Workspace,
) -> Result<bool, Malformed> {
    let mut any = false;
    for group in groups {
        let Some(reading) = readings.get(group.reading) else { continue };
        let rest = reading.counted().iter().zip(&group.needs).filter(|(_, need)| **need > 0);
        let rest = rest.map(|((slot, _), need)| (slot, *need));
        let found = workspace.intersect(block, rest.chain([(&group.tags, 1)]), text_cost(reading))?;
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
