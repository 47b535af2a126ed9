//! Sets of documents.

use std::ops::Range;

/// Documents of a window, as a bit for each.
pub(crate) struct DocumentSet {
    first: u32,
    words: Vec<u64>,
}

impl DocumentSet {
    /// No documents out of `window`.
    pub(crate) fn empty(window: Range<u32>) -> DocumentSet {
        DocumentSet { first: window.start, words: vec![0; window.len().div_ceil(64)] }
    }

    /// Adds a document; one outside the window is left out.
    #[inline]
    pub(crate) fn insert(&mut self, document: u32) {
        let document = document.wrapping_sub(self.first);
        if let Some(word) = self.words.get_mut(document as usize / 64) {
            *word |= 1 << (document % 64);
        }
    }

    /// Keeps the documents that are in `other` as well.
    pub(crate) fn intersect(&mut self, other: &DocumentSet) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= other);
    }

    /// The documents in ascending order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().enumerate().flat_map(move |(index, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros();
                (rest != 0).then(|| {
                    rest &= rest - 1;
                    self.first + index as u32 * 64 + bit
                })
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn it_is_the_set(a in prop::collection::btree_set(0u32..300, 0..60), b in prop::collection::btree_set(0u32..300, 0..60)) {
            let build = |documents: &BTreeSet<u32>| {
                let mut set = DocumentSet::empty(0..300);
                documents.iter().for_each(|document| set.insert(*document));
                set.insert(10_000);
                set
            };
            let mut both = build(&a);
            both.intersect(&build(&b));
            prop_assert!(both.iter().eq(a.intersection(&b).copied()));
        }
    }
}
