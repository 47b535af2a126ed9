//! Numbers concepts so that descendants are few ranges, and encodes the hierarchy.

use std::ops::Range;

use crate::format::SectionKind;
use crate::id::{Sctid, metadata};
use crate::section::{Lists, PackedInts, RangeLists};

/// Concepts that are each an ancestor of the next, and the last of the first.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("is-a relationships form a cycle: {}", members.iter().map(ToString::to_string).collect::<Vec<_>>().join(" → "))]
pub struct Cycle {
    /// The concepts of one cycle, child before parent.
    pub members: Vec<Sctid>,
}

/// For each owner a list, in one allocation.
#[derive(Debug)]
struct Adjacency {
    offsets: Vec<u32>,
    items: Vec<u32>,
}

impl Adjacency {
    /// The lists of `owners` owners out of pairs of owner and item; items keep the order of the pairs.
    fn new(owners: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Adjacency {
        let mut offsets = vec![0u32; owners + 1];
        for (owner, _) in pairs.clone() {
            if let Some(count) = offsets.get_mut(owner as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for offset in &mut offsets {
            sum += *offset;
            *offset = sum;
        }
        let mut next = offsets.clone();
        let mut items = vec![0; sum as usize];
        for (owner, item) in pairs {
            let Some(place) = next.get_mut(owner as usize) else { continue };
            if let Some(slot) = items.get_mut(*place as usize) {
                *slot = item;
            }
            *place += 1;
        }
        Adjacency { offsets, items }
    }

    fn of(&self, owner: u32) -> &[u32] {
        let at = |index: usize| self.offsets.get(index).copied().unwrap_or(0) as usize;
        self.items.get(at(owner as usize)..at(owner as usize + 1)).unwrap_or_default()
    }
}

/// The order of active concepts in a file, and their hierarchy in that order.
#[derive(Debug)]
pub struct Numbering {
    order: Vec<u32>,
    parents: Adjacency,
    children: Adjacency,
    ends: Vec<u32>,
    extra: Vec<Vec<Range<u32>>>,
}

impl Numbering {
    /// Numbers concepts that are given in the order of their ids; `is_a` holds distinct pairs of child and parent.
    ///
    /// The spanning tree gives each concept the parent with most ancestors, and siblings that share another parent
    /// stand together: both make for fewer ranges.
    ///
    /// # Errors
    ///
    /// [`Cycle`] where a concept is its own ancestor.
    pub fn new(ids: &[Sctid], is_a: &[(u32, u32)]) -> Result<Numbering, Cycle> {
        let count = ids.len();
        let parents = Adjacency::new(count, is_a.iter().copied());
        let children = Adjacency::new(count, is_a.iter().map(|(child, parent)| (*parent, *child)));
        let topological =
            topological_order(count, &parents, &children).ok_or_else(|| find_cycle(ids, &parents))?;
        let ancestors = ancestor_counts(&topological, &parents);
        let tree_parent: Vec<Option<u32>> = (0..count as u32)
            .map(|concept| {
                let candidates = parents.of(concept).iter().copied();
                candidates.max_by_key(|parent| {
                    (ancestors.get(*parent as usize).copied(), std::cmp::Reverse(*parent))
                })
            })
            .collect();
        let order = preorder(ids, &parents, &tree_parent, &topological);
        let mut ord = vec![0u32; count];
        for (place, concept) in order.iter().enumerate() {
            if let Some(slot) = ord.get_mut(*concept as usize) {
                *slot = place as u32;
            }
        }
        let ord = |concept: u32| ord.get(concept as usize).copied().unwrap_or(0);
        let mut edges: Vec<(u32, u32)> =
            is_a.iter().map(|(child, parent)| (ord(*child), ord(*parent))).collect();
        edges.sort_unstable();
        let parents = Adjacency::new(count, edges.iter().copied());
        let children = Adjacency::new(count, edges.iter().map(|(child, parent)| (*parent, *child)));
        let mut in_order: Vec<Option<u32>> = vec![None; count];
        for (concept, parent) in tree_parent.iter().enumerate() {
            if let Some(slot) = in_order.get_mut(ord(concept as u32) as usize) {
                *slot = parent.map(&ord);
            }
        }
        let mut ends: Vec<u32> = (1..=count as u32).collect();
        for concept in (0..count).rev() {
            let end = ends.get(concept).copied().unwrap_or(0);
            if let Some(parent) = in_order.get(concept).copied().flatten()
                && let Some(slot) = ends.get_mut(parent as usize)
            {
                *slot = (*slot).max(end);
            }
        }
        let bottom_up: Vec<u32> = topological.iter().rev().map(|concept| ord(*concept)).collect();
        let extra = extra_ranges(&bottom_up, &children, &in_order, &ends);
        Ok(Numbering { order, parents, children, ends, extra })
    }

    /// For each place in the file, which of the given concepts stands there.
    pub fn order(&self) -> &[u32] {
        &self.order
    }

    /// How many ranges besides the spanning subtrees there are.
    pub fn extra_ranges(&self) -> usize {
        self.extra.iter().map(Vec::len).sum()
    }

    /// The sections of the hierarchy.
    pub(crate) fn sections(&self) -> Vec<(SectionKind, Vec<u8>)> {
        let lists = |adjacency: &Adjacency| {
            let offsets: Vec<u64> = adjacency.offsets.iter().map(|offset| u64::from(*offset)).collect();
            let values: Vec<u64> = adjacency.items.iter().map(|item| u64::from(*item)).collect();
            Lists::section(&offsets, &values)
        };
        let ends: Vec<u64> = self
            .ends
            .iter()
            .zip(&self.extra)
            .map(|(end, extra)| u64::from(*end) << 1 | u64::from(!extra.is_empty()))
            .collect();
        vec![
            (SectionKind::HierarchyParents, lists(&self.parents)),
            (SectionKind::HierarchyChildren, lists(&self.children)),
            (SectionKind::HierarchyEnds, PackedInts::section(&ends)),
            (SectionKind::HierarchyExtra, RangeLists::section(self.extra.iter().map(Vec::as_slice))),
        ]
    }
}

/// Parents before children; `None` where a cycle leaves some out.
fn topological_order(count: usize, parents: &Adjacency, children: &Adjacency) -> Option<Vec<u32>> {
    let mut waiting: Vec<u32> = (0..count as u32).map(|concept| parents.of(concept).len() as u32).collect();
    let mut order: Vec<u32> = (0..count as u32).filter(|concept| parents.of(*concept).is_empty()).collect();
    let mut next = 0;
    while let Some(concept) = order.get(next).copied() {
        next += 1;
        for child in children.of(concept) {
            if let Some(left) = waiting.get_mut(*child as usize) {
                *left -= 1;
                if *left == 0 {
                    order.push(*child);
                }
            }
        }
    }
    (order.len() == count).then_some(order)
}

/// One cycle: from a concept that is in or below one, up by parents until a concept comes again.
fn find_cycle(ids: &[Sctid], parents: &Adjacency) -> Cycle {
    let count = ids.len();
    let mut state = vec![0u8; count];
    for start in 0..count as u32 {
        let mut path: Vec<(u32, usize)> = vec![(start, 0)];
        if state.get(start as usize) != Some(&0) {
            continue;
        }
        while let Some((concept, tried)) = path.last_mut() {
            let here = *concept;
            if let Some(slot) = state.get_mut(here as usize) {
                *slot = 1;
            }
            let next = parents.of(here).get(*tried).copied();
            *tried += 1;
            match next {
                None => {
                    if let Some(slot) = state.get_mut(here as usize) {
                        *slot = 2;
                    }
                    path.pop();
                }
                Some(parent) => match state.get(parent as usize) {
                    Some(0) => path.push((parent, 0)),
                    Some(1) => {
                        let from = path.iter().position(|(concept, _)| *concept == parent).unwrap_or(0);
                        let members =
                            path.iter().skip(from).filter_map(|(concept, _)| ids.get(*concept as usize));
                        return Cycle { members: members.copied().collect() };
                    }
                    _ => {}
                },
            }
        }
    }
    Cycle { members: Vec::new() }
}

/// How many ancestors each concept has.
fn ancestor_counts(topological: &[u32], parents: &Adjacency) -> Vec<u32> {
    let mut counts = vec![0u32; topological.len()];
    let mut starts = vec![(0u32, 0u32); topological.len()];
    let mut lists: Vec<u32> = Vec::new();
    let mut merged: Vec<u32> = Vec::new();
    for &concept in topological {
        merged.clear();
        for &parent in parents.of(concept) {
            let (from, to) = starts.get(parent as usize).copied().unwrap_or((0, 0));
            merged.extend_from_slice(lists.get(from as usize..to as usize).unwrap_or_default());
            merged.push(parent);
        }
        if parents.of(concept).len() > 1 {
            merged.sort_unstable();
            merged.dedup();
        }
        if let Some(slot) = counts.get_mut(concept as usize) {
            *slot = merged.len() as u32;
        }
        if let Some(slot) = starts.get_mut(concept as usize) {
            *slot = (lists.len() as u32, (lists.len() + merged.len()) as u32);
        }
        lists.extend_from_slice(&merged);
    }
    counts
}

/// The spanning tree in preorder: the root of SNOMED CT first, then other roots by id.
fn preorder(
    ids: &[Sctid],
    parents: &Adjacency,
    tree_parent: &[Option<u32>],
    topological: &[u32],
) -> Vec<u32> {
    let mut depth_place = vec![0u32; ids.len()];
    for (place, concept) in topological.iter().enumerate() {
        if let Some(slot) = depth_place.get_mut(*concept as usize) {
            *slot = place as u32;
        }
    }
    // Siblings in the order of their other parents, so that those that share one stand together.
    let other_parents = |concept: u32| -> Vec<u32> {
        let tree = tree_parent.get(concept as usize).copied().flatten();
        let others = parents.of(concept).iter().filter(|parent| Some(**parent) != tree);
        let mut places: Vec<u32> =
            others.filter_map(|parent| depth_place.get(*parent as usize).copied()).collect();
        places.sort_unstable();
        places
    };
    let mut edges: Vec<(u32, Vec<u32>, u32)> = tree_parent
        .iter()
        .enumerate()
        .filter_map(|(concept, parent)| {
            parent.map(|parent| (parent, other_parents(concept as u32), concept as u32))
        })
        .collect();
    edges.sort_unstable();
    let tree = Adjacency::new(ids.len(), edges.iter().map(|(parent, _, child)| (*parent, *child)));
    let mut roots: Vec<u32> =
        (0..ids.len() as u32).filter(|concept| parents.of(*concept).is_empty()).collect();
    roots.sort_by_key(|root| ids.get(*root as usize).map(|id| (id.number() != metadata::ROOT, *id)));
    let mut order = Vec::with_capacity(ids.len());
    let mut todo: Vec<u32> = roots.into_iter().rev().collect();
    while let Some(concept) = todo.pop() {
        order.push(concept);
        todo.extend(tree.of(concept).iter().rev());
    }
    order
}

/// For each concept, its descendants outside its spanning subtree.
fn extra_ranges(
    bottom_up: &[u32],
    children: &Adjacency,
    tree_parent: &[Option<u32>],
    ends: &[u32],
) -> Vec<Vec<Range<u32>>> {
    let mut extra: Vec<Vec<Range<u32>>> = vec![Vec::new(); bottom_up.len()];
    let end = |concept: u32| ends.get(concept as usize).copied().unwrap_or(0);
    let mut gathered: Vec<Range<u32>> = Vec::new();
    for &concept in bottom_up {
        gathered.clear();
        for &child in children.of(concept) {
            if tree_parent.get(child as usize).copied().flatten() != Some(concept) {
                gathered.push(child..end(child));
            }
            gathered.extend(extra.get(child as usize).into_iter().flatten().cloned());
        }
        // What lies in the concept's own subtree is told by its end.
        let outside = gathered.iter().flat_map(|range| {
            [range.start..range.end.min(concept), range.start.max(end(concept))..range.end]
        });
        let mut outside: Vec<Range<u32>> = outside.filter(|range| !range.is_empty()).collect();
        outside.sort_unstable_by_key(|range| range.start);
        let mut joined: Vec<Range<u32>> = Vec::new();
        for range in outside {
            match joined.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => joined.push(range),
            }
        }
        if let Some(slot) = extra.get_mut(concept as usize) {
            joined.shrink_to_fit();
            *slot = joined;
        }
    }
    extra
}
