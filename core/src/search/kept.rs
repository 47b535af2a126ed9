//! The marks of long pieces of postings, kept until a search is over.

use std::ops::Range;

use crate::search::marks::Marks;

/// Shorter pieces than this, in postings, are marked anew each time.
pub(super) const LEAST_KEPT: usize = 512;
/// The most marks that one search keeps: 2 MB of them.
const MOST_KEPT: usize = 256;

/// What is known of a range of words in one block.
#[derive(Debug)]
struct Known {
    words: Range<u32>,
    /// What was paid so far for not marking it, in postings.
    paid: usize,
    /// How many documents it has, counted once for each word, and the place of its marks, where they were made.
    marked: Option<(usize, usize)>,
}

/// The documents with a word of a range, block by block, for ranges that many have.
///
/// One search asks the same words of the same block several times: for terms and for names, exactly, by equivalents and
/// with typing errors. The documents of a beginning of a letter or two are ten thousand postings in a large block, and a
/// thousand words of bits once they are marked.
#[derive(Debug, Default)]
pub(super) struct Kept {
    blocks: Vec<Vec<Known>>,
    /// Memory for marks, of which the first are in use.
    marks: Vec<Marks>,
    used: usize,
}

impl Kept {
    /// The place of the marks of `words` in a block, and how many documents those have, counted once for each word.
    pub(super) fn find(&self, block: usize, words: &Range<u32>) -> Option<(usize, usize)> {
        self.blocks.get(block)?.iter().find(|known| known.words == *words)?.marked
    }

    /// The marks at a place.
    pub(super) fn marks(&self, place: usize) -> Option<&Marks> {
        self.marks.get(place)
    }

    fn known(&mut self, block: usize, words: &Range<u32>) -> Option<&mut Known> {
        if self.blocks.len() <= block {
            self.blocks.resize_with(block + 1, Vec::new);
        }
        let known = self.blocks.get_mut(block)?;
        let at = known.iter().position(|known| known.words == *words).unwrap_or_else(|| {
            known.push(Known { words: words.clone(), paid: 0, marked: None });
            known.len() - 1
        });
        known.get_mut(at)
    }

    /// Remembers that something was done instead of marking a range; answers what has been paid for that in all.
    pub(super) fn pay(&mut self, block: usize, words: &Range<u32>, cost: usize) -> usize {
        self.known(block, words).map_or(0, |known| {
            known.paid += cost;
            known.paid
        })
    }

    /// Makes the marks of a range, of `volume` postings, and keeps them; `None` where as many are kept as may be.
    pub(super) fn keep<E>(
        &mut self,
        block: usize,
        words: &Range<u32>,
        volume: usize,
        mark: impl FnOnce(&mut Marks) -> Result<(), E>,
    ) -> Result<Option<usize>, E> {
        let place = self.used;
        if place == MOST_KEPT {
            return Ok(None);
        }
        if self.marks.len() == place {
            self.marks.push(Marks::default());
        }
        let Some(marks) = self.marks.get_mut(place) else { return Ok(None) };
        marks.clear();
        mark(marks)?;
        self.used += 1;
        if let Some(known) = self.known(block, words) {
            known.marked = Some((place, volume));
        }
        Ok(Some(place))
    }

    /// Forgets everything; the memory stays.
    pub(super) fn clear(&mut self) {
        self.blocks.iter_mut().for_each(Vec::clear);
        self.used = 0;
    }
}
