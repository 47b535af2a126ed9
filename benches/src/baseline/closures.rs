//! Closures: everything above each concept, written out.

use roaring::RoaringBitmap;

use crate::Adjacency;
use crate::baseline::Walk;

/// A roaring bitmap of its ancestors for each concept.
#[derive(Debug)]
pub struct RoaringClosures {
    ancestors: Vec<RoaringBitmap>,
    bytes: u64,
}

impl RoaringClosures {
    /// The closures of `parents`.
    pub fn new(parents: &Adjacency) -> RoaringClosures {
        let mut walk = Walk::new(parents);
        let mut ancestors = Vec::with_capacity(parents.owners() as usize);
        let mut bytes = 0;
        for concept in 0..parents.owners() {
            let mut above = walk.all(concept).to_vec();
            above.sort_unstable();
            let mut bitmap = RoaringBitmap::from_sorted_iter(above).expect("sorted");
            bitmap.optimize();
            bytes += bitmap.serialized_size() as u64;
            ancestors.push(bitmap);
        }
        RoaringClosures { ancestors, bytes }
    }

    /// Whether `concept` is `other` or below it.
    #[inline]
    pub fn is_subsumed_by(&self, concept: u32, other: u32) -> bool {
        concept == other || self.ancestors[concept as usize].contains(other)
    }

    /// How many bytes the bitmaps take in a file. In memory they take several times as much.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }
}

/// A sorted list of its ancestors for each concept, all in one array.
#[derive(Debug)]
pub struct AncestorLists(Adjacency);

impl AncestorLists {
    /// The closures of `parents`.
    pub fn new(parents: &Adjacency) -> AncestorLists {
        let mut walk = Walk::new(parents);
        AncestorLists(Adjacency::new((0..parents.owners()).map(|concept| {
            let mut above = walk.all(concept).to_vec();
            above.sort_unstable();
            above
        })))
    }

    /// Whether `concept` is `other` or below it.
    #[inline]
    pub fn is_subsumed_by(&self, concept: u32, other: u32) -> bool {
        concept == other || self.0.of(concept).binary_search(&other).is_ok()
    }

    /// How many bytes the lists take.
    pub fn bytes(&self) -> u64 {
        self.0.bytes()
    }
}
