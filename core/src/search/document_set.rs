//! The documents of a set of concepts.

use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::bytes::Malformed;
use crate::search::Documents;

/// The documents of a set of concepts, text definitions apart: listed where they are few, else a bit for each document
/// of the file. Either is made when a search first has use for it, and serves all that come after.
#[derive(Debug, Default)]
pub(crate) struct DocumentSet {
    few: OnceLock<Vec<u32>>,
    many: OnceLock<Vec<u64>>,
    /// How many documents that are not of the set were asked.
    refused: AtomicU32,
}

impl Clone for DocumentSet {
    fn clone(&self) -> DocumentSet {
        DocumentSet { few: self.few.clone(), many: self.many.clone(), refused: AtomicU32::new(0) }
    }
}

/// After how many refusals it is asked whether bits are worth their time.
const OFTEN: u32 = 1024;
/// The documents of so many concepts are marked in about the time in which one is asked for its concept.
const PATIENCE: u32 = 4;

impl DocumentSet {
    /// The documents in ascending order, where they were listed.
    pub(super) fn few(&self) -> Option<&[u32]> {
        self.few.get().map(Vec::as_slice)
    }

    /// A bit for each document, where they were made.
    pub(super) fn many(&self) -> Option<&[u64]> {
        self.many.get().map(Vec::as_slice)
    }

    /// Lists the documents of these concepts.
    pub(crate) fn list(&self, documents: &Documents, concepts: &[Range<u32>]) -> Result<(), Malformed> {
        if self.few.get().is_none() {
            let mut listed = Vec::new();
            for concepts in concepts {
                for document in documents.of_concepts(concepts.clone())? {
                    listed.push(document?);
                }
            }
            listed.sort_unstable();
            self.few.get_or_init(|| listed);
        }
        Ok(())
    }

    /// Counts a document that is not of the set, which is these concepts. Bits are made when about as much time went by
    /// with asking such documents.
    pub(crate) fn refuse(&self, documents: &Documents, concepts: &[Range<u32>]) -> Result<(), Malformed> {
        let before = self.refused.fetch_add(1, Ordering::Relaxed);
        // The ranges are counted seldom: there may be many.
        if !before.is_multiple_of(OFTEN) || before == 0 {
            return Ok(());
        }
        let count: u32 = concepts.iter().map(|range| range.end - range.start).sum();
        if before >= count / PATIENCE { self.mark(documents, concepts) } else { Ok(()) }
    }

    /// Makes the bits of the documents of these concepts.
    fn mark(&self, documents: &Documents, concepts: &[Range<u32>]) -> Result<(), Malformed> {
        if self.many.get().is_none() {
            let mut bits = vec![0u64; documents.len() as usize / 64 + 1];
            for concepts in concepts {
                for document in documents.of_concepts(concepts.clone())? {
                    let document = document?;
                    if let Some(word) = bits.get_mut(document as usize / 64) {
                        *word |= 1 << (document % 64);
                    }
                }
            }
            self.many.get_or_init(|| bits);
        }
        Ok(())
    }
}

/// The bits of `document` and the 63 behind it.
#[inline]
pub(super) fn bits_from(bits: &[u64], document: u32) -> u64 {
    let word = |at: usize| bits.get(at).copied().unwrap_or(0);
    let (at, shift) = (document as usize / 64, document % 64);
    match shift {
        0 => word(at),
        _ => word(at) >> shift | word(at + 1) << (64 - shift),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bits_are_those_behind(set in prop::collection::btree_set(0u32..300, 0..80), from in 0u32..300) {
            let mut bits = vec![0u64; 5];
            set.iter().for_each(|document| bits[*document as usize / 64] |= 1 << (document % 64));
            let found = bits_from(&bits, from);
            prop_assert!((0..64).all(|at| (found >> at & 1 == 1) == set.contains(&(from + at))));
        }
    }
}
