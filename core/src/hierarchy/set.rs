//! Sets of concepts as ranges of ordinals.

use std::ops::Range;

/// A set of ordinals, as disjoint ascending ranges that do not touch.
///
/// Concepts are numbered in the order of the hierarchy, so a concept and its descendants are a short list of ranges
/// whatever their number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct OrdSet {
    ranges: Vec<Range<u32>>,
}

impl OrdSet {
    /// The set of these ranges, in any order, overlapping or not.
    pub(crate) fn from_ranges(mut ranges: Vec<Range<u32>>) -> OrdSet {
        ranges.retain(|range| !range.is_empty());
        ranges.sort_unstable_by_key(|range| range.start);
        let mut joined: Vec<Range<u32>> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match joined.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => joined.push(range),
            }
        }
        OrdSet { ranges: joined }
    }

    /// The set of these ordinals.
    pub(crate) fn from_ords(ords: impl IntoIterator<Item = u32>) -> OrdSet {
        OrdSet::from_ranges(ords.into_iter().map(|ord| ord..ord.saturating_add(1)).collect())
    }

    /// The ordinals below `end` that are not in the set.
    pub(crate) fn complement(&self, end: u32) -> OrdSet {
        let starts = std::iter::once(0).chain(self.ranges.iter().map(|range| range.end));
        let ends = self.ranges.iter().map(|range| range.start).chain([end]);
        OrdSet::from_ranges(starts.zip(ends).map(|(start, next)| start..next.min(end)).collect())
    }

    /// The ranges.
    pub(crate) fn ranges(&self) -> &[Range<u32>] {
        &self.ranges
    }

    /// How many ordinals there are.
    pub(crate) fn count(&self) -> u64 {
        self.ranges.iter().map(|range| u64::from(range.end - range.start)).sum()
    }

    /// Whether the ordinal is in the set.
    pub(crate) fn contains(&self, ord: u32) -> bool {
        let after = self.ranges.partition_point(|range| range.start <= ord);
        after.checked_sub(1).and_then(|index| self.ranges.get(index)).is_some_and(|range| ord < range.end)
    }

    /// The ordinal at place `within` of the range number `range`, both of which then name the next; `None` behind the
    /// last.
    #[inline]
    pub(crate) fn step(&self, range: &mut usize, within: &mut u32) -> Option<u32> {
        let mut here = self.ranges.get(*range)?;
        if *within >= here.end - here.start {
            *within = 0;
            *range += 1;
            here = self.ranges.get(*range)?;
        }
        let ord = here.start + *within;
        *within += 1;
        Some(ord)
    }

    /// The ordinals in ascending order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.ranges.iter().cloned().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn it_is_the_set(ranges in prop::collection::vec((0u32..60, 0u32..9), 0..12)) {
            let ranges: Vec<Range<u32>> = ranges.into_iter().map(|(start, length)| start..start + length).collect();
            let expected: BTreeSet<u32> = ranges.iter().cloned().flatten().collect();
            let set = OrdSet::from_ranges(ranges);
            prop_assert_eq!(set.count(), expected.len() as u64);
            prop_assert!(set.iter().eq(expected.iter().copied()));
            let mut place = (0, 0);
            prop_assert!(std::iter::from_fn(|| set.step(&mut place.0, &mut place.1)).eq(set.iter()));
            prop_assert_eq!(set.step(&mut place.0, &mut place.1), None);
            prop_assert!((0..80).all(|ord| set.contains(ord) == expected.contains(&ord)));
            prop_assert!(set.ranges().windows(2).all(|pair| pair[0].end < pair[1].start));
            let others = set.complement(40);
            prop_assert!((0..80).all(|ord| others.contains(ord) == (ord < 40 && !set.contains(ord))));
            prop_assert_eq!(OrdSet::from_ords(expected), set);
        }
    }
}
