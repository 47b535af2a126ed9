//! Lists put in order by one sort for all of them.
//!
//! The sorts of the standard library are compiled once for each type and each comparison, up to 20 kB apiece: with
//! thirty of them, a sixth of the browser module. Lists that are short or seldom sorted share this one. It sorts numbers,
//! and asks which comes first through a pointer.

use std::cmp::Ordering;

/// The list in the order that `compare` tells. Those that are equal stay as they are among themselves.
pub(crate) fn sorted_by<T>(list: Vec<T>, compare: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let of = |a: u32, b: u32| match (list.get(a as usize), list.get(b as usize)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    };
    let order = order(list.len(), &of);
    let mut rest: Vec<Option<T>> = list.into_iter().map(Some).collect();
    order.into_iter().filter_map(|place| rest.get_mut(place as usize)?.take()).collect()
}

/// The list by ascending keys. Those of equal keys stay as they are among themselves.
pub(crate) fn sorted_by_key<T, K: Ord>(list: Vec<T>, key: impl Fn(&T) -> K) -> Vec<T> {
    sorted_by(list, |a, b| key(a).cmp(&key(b)))
}

/// The places of a list of so many in their order.
#[inline(never)]
fn order(count: usize, compare: &dyn Fn(u32, u32) -> Ordering) -> Vec<u32> {
    let mut places: Vec<u32> = (0..count as u32).collect();
    places.sort_unstable_by(|a, b| compare(*a, *b).then(a.cmp(b)));
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library(list in prop::collection::vec((0u8..6, any::<u16>().prop_map(|n| n.to_string())), 0..80)) {
            let mut expected = list.clone();
            expected.sort_by_key(|(key, _)| *key);
            prop_assert_eq!(sorted_by_key(list.clone(), |(key, _)| *key), expected);
            let mut expected = list.clone();
            expected.sort_by(|a, b| b.1.cmp(&a.1));
            prop_assert_eq!(sorted_by(list, |a, b| b.1.cmp(&a.1)), expected);
        }
    }
}
