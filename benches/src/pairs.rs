//! Concepts and pairs of concepts to ask about.

use std::ops::RangeInclusive;

use crate::{Adjacency, Random};

/// A concept and another that it may be below, as ordinals.
pub type Pair = (u32, u32);

/// How many descendants a concept has, in classes.
pub const SIZES: [(&str, RangeInclusive<u64>); 3] = [
    ("small (5 to 50)", 5..=50),
    ("medium (500 to 5,000)", 500..=5_000),
    ("huge (over 50,000)", 50_001..=u64::MAX),
];

/// Pairs of any two active concepts: hardly ever is one below the other.
pub fn random_pairs(concepts: u32, count: usize, random: &mut Random) -> Vec<Pair> {
    let mut any = || random.below(concepts as usize) as u32;
    (0..count).map(|_| (any(), any())).collect()
}

/// Pairs as a record system asks about them. Half are a concept and one of its ancestors; half a concept and a
/// sibling, for which a walk up is in vain though the two share most of what is above them.
pub fn realistic_pairs(parents: &Adjacency, count: usize, random: &mut Random) -> Vec<Pair> {
    let children = parents.transposed();
    let mut pairs = Vec::with_capacity(count);
    while pairs.len() < count {
        let concept = random.below(parents.owners() as usize) as u32;
        let above = parents.of(concept);
        if above.is_empty() {
            continue;
        }
        let parent = *random.pick(above);
        if random.below(2) == 0 {
            // As often from near as from far: each further step up is taken with a chance of three in four.
            let mut ancestor = parent;
            while random.below(4) > 0 && !parents.of(ancestor).is_empty() {
                ancestor = *random.pick(parents.of(ancestor));
            }
            pairs.push((concept, ancestor));
        } else {
            let sibling = *random.pick(children.of(parent));
            if sibling != concept {
                pairs.push((concept, sibling));
            }
        }
    }
    pairs
}
