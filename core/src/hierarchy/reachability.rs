//! Parents, children, and everything above or below.

use crate::bytes::Malformed;
use crate::format::{File, FormatError, SectionKind};
use crate::hierarchy::OrdSet;
use crate::id::ConceptOrd;
use crate::section::{Lists, PackedInts, RangeLists};

/// The is-a hierarchy of the active concepts.
///
/// Concepts are numbered in preorder of a spanning tree, so a concept's tree descendants are one range; those
/// reached by other parents are a few more (R. Agrawal, A. Borgida, H. V. Jagadish, "Efficient Management of
/// Transitive Relationships in Large Data and Knowledge Bases", SIGMOD 1989).
#[derive(Debug)]
pub(crate) struct Hierarchy {
    active: u32,
    parents: Lists,
    children: Lists,
    /// Twice the end of the tree range, plus one where there are further ranges.
    ends: PackedInts,
    extra: RangeLists,
}

impl Hierarchy {
    /// Opens the sections for `active` active concepts.
    pub(crate) fn open(file: &File, active: u32) -> Result<Hierarchy, FormatError> {
        let lists = |kind: SectionKind| {
            Lists::from_section(file.section(kind)?, kind.name()).map_err(FormatError::from)
        };
        let hierarchy = Hierarchy {
            active,
            parents: lists(SectionKind::HierarchyParents)?,
            children: lists(SectionKind::HierarchyChildren)?,
            ends: PackedInts::from_section(
                file.section(SectionKind::HierarchyEnds)?,
                SectionKind::HierarchyEnds.name(),
            )?,
            extra: RangeLists::from_section(
                file.section(SectionKind::HierarchyExtra)?,
                SectionKind::HierarchyExtra.name(),
            )?,
        };
        let lengths = [
            (hierarchy.parents.len(), SectionKind::HierarchyParents),
            (hierarchy.children.len(), SectionKind::HierarchyChildren),
            (hierarchy.ends.len(), SectionKind::HierarchyEnds),
            (hierarchy.extra.len(), SectionKind::HierarchyExtra),
        ];
        match lengths.into_iter().find(|(length, _)| *length != active as usize) {
            Some((_, kind)) => Err(Malformed { what: kind.name() }.into()),
            None => Ok(hierarchy),
        }
    }

    fn is_active(&self, concept: ConceptOrd) -> bool {
        concept.0 < self.active
    }

    fn neighbours(&self, lists: &Lists, concept: ConceptOrd, what: SectionKind) -> Result<OrdSet, Malformed> {
        if !self.is_active(concept) {
            return Ok(OrdSet::default());
        }
        let found = lists.of(concept.0)?.collect::<Result<Vec<_>, _>>()?;
        if found.iter().any(|other| *other >= self.active) {
            return Err(Malformed { what: what.name() });
        }
        Ok(OrdSet::from_ords(found))
    }

    /// The parents of a concept.
    pub(crate) fn parents(&self, concept: ConceptOrd) -> Result<OrdSet, Malformed> {
        self.neighbours(&self.parents, concept, SectionKind::HierarchyParents)
    }

    /// The children of a concept.
    pub(crate) fn children(&self, concept: ConceptOrd) -> Result<OrdSet, Malformed> {
        self.neighbours(&self.children, concept, SectionKind::HierarchyChildren)
    }

    /// How many parents a concept has.
    pub(crate) fn parents_count(&self, concept: ConceptOrd) -> Result<usize, Malformed> {
        if self.is_active(concept) { Ok(self.parents.range(concept.0)?.len()) } else { Ok(0) }
    }

    /// How many children a concept has.
    pub(crate) fn children_count(&self, concept: ConceptOrd) -> Result<usize, Malformed> {
        if self.is_active(concept) { Ok(self.children.range(concept.0)?.len()) } else { Ok(0) }
    }

    /// Whether `concept` is a proper descendant of `ancestor`.
    #[inline]
    pub(crate) fn is_below(&self, concept: ConceptOrd, ancestor: ConceptOrd) -> Result<bool, Malformed> {
        if !self.is_active(concept) || !self.is_active(ancestor) {
            return Ok(false);
        }
        let end = self.ends.get(ancestor.index())?;
        // One comparison tells whether the concept stands behind its ancestor and before the end.
        let first = ancestor.0 + 1;
        if concept.0.wrapping_sub(first) < ((end >> 1) as u32).wrapping_sub(first) {
            return Ok(true);
        }
        if end & 1 == 0 || concept == ancestor {
            Ok(false)
        } else {
            self.is_elsewhere_below(concept, ancestor)
        }
    }

    /// Whether `concept` is below `ancestor` by another way than the tree. Apart, so that the usual answer needs few
    /// registers.
    #[inline(never)]
    fn is_elsewhere_below(&self, concept: ConceptOrd, ancestor: ConceptOrd) -> Result<bool, Malformed> {
        self.extra.contains(ancestor.0, concept.0)
    }

    /// The proper descendants of a concept. The cost is that of its ranges, not of their content.
    pub(crate) fn descendants(&self, concept: ConceptOrd) -> Result<OrdSet, Malformed> {
        if !self.is_active(concept) {
            return Ok(OrdSet::default());
        }
        let malformed = Malformed { what: SectionKind::HierarchyEnds.name() };
        let end = self.ends.get(concept.index())?;
        let mut ranges = Vec::new();
        if end & 1 == 1 {
            for range in self.extra.of(concept.0)? {
                ranges.push(range?);
            }
        }
        // The further ranges ascend; the subtree gets its place among them, so that nothing is left to sort.
        let subtree = concept.0 + 1..(end >> 1) as u32;
        ranges.insert(ranges.partition_point(|range| range.start < subtree.start), subtree);
        if ranges.iter().any(|range| range.end > self.active) {
            return Err(malformed);
        }
        Ok(OrdSet::from_ranges(ranges))
    }

    /// The proper ancestors of a concept: a walk up.
    pub(crate) fn ancestors(&self, concept: ConceptOrd) -> Result<OrdSet, Malformed> {
        let mut found: Vec<u32> = Vec::new();
        if !self.is_active(concept) {
            return Ok(OrdSet::default());
        }
        let mut todo = vec![concept.0];
        while let Some(next) = todo.pop() {
            for parent in self.parents.of(next)? {
                let parent = parent?;
                if parent >= self.active {
                    return Err(Malformed { what: SectionKind::HierarchyParents.name() });
                }
                // A concept has few ancestors, so a sorted list is quicker than a table.
                if let Err(place) = found.binary_search(&parent) {
                    found.insert(place, parent);
                    todo.push(parent);
                }
            }
        }
        Ok(OrdSet::from_ords(found))
    }

    /// Compares parents with children, and the ranges with both.
    pub(crate) fn verify(&self) -> Result<(), Malformed> {
        let wrong = |kind: SectionKind| Malformed { what: kind.name() };
        if self.parents.total() != self.children.total() {
            return Err(wrong(SectionKind::HierarchyChildren));
        }
        // Children before parents: ranges are compared bottom up, each with those of its children.
        let mut open: Vec<u32> = Vec::with_capacity(self.active as usize);
        for concept in 0..self.active {
            open.push(self.children.range(concept)?.len() as u32);
        }
        let mut todo: Vec<u32> =
            (0..self.active).filter(|concept| open.get(*concept as usize) == Some(&0)).collect();
        let mut seen = 0u32;
        while let Some(next) = todo.pop() {
            seen += 1;
            let mut expected = Vec::new();
            for child in self.children.of(next)? {
                let child = child?;
                if child >= self.active || !self.parents(ConceptOrd(child))?.contains(next) {
                    return Err(wrong(SectionKind::HierarchyChildren));
                }
                expected.push(child..child + 1);
                expected.extend(self.descendants(ConceptOrd(child))?.ranges().iter().cloned());
            }
            if self.descendants(ConceptOrd(next))? != OrdSet::from_ranges(expected) {
                return Err(wrong(SectionKind::HierarchyEnds));
            }
            for parent in self.parents.of(next)? {
                let parent = parent?;
                let left = open.get_mut(parent as usize).ok_or(wrong(SectionKind::HierarchyParents))?;
                *left = left.checked_sub(1).ok_or(wrong(SectionKind::HierarchyParents))?;
                if *left == 0 {
                    todo.push(parent);
                }
            }
        }
        if seen == self.active { Ok(()) } else { Err(wrong(SectionKind::HierarchyParents)) }
    }
}

#[cfg(test)]
#[cfg(feature = "build")]
mod tests {
    use super::*;
    use crate::hierarchy::Numbering;
    use crate::id::Sctid;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// Every concept below another, by walking.
    fn below(parents: &[Vec<u32>], concept: u32, found: &mut BTreeSet<u32>) {
        for parent in &parents[concept as usize] {
            if found.insert(*parent) {
                below(parents, *parent, found);
            }
        }
    }

    fn open(numbering: &Numbering) -> Hierarchy {
        let section =
            |kind| numbering.sections().into_iter().find(|(other, _)| *other == kind).unwrap().1.into();
        Hierarchy {
            active: numbering.order().len() as u32,
            parents: Lists::from_section(section(SectionKind::HierarchyParents), "test").unwrap(),
            children: Lists::from_section(section(SectionKind::HierarchyChildren), "test").unwrap(),
            ends: PackedInts::from_section(section(SectionKind::HierarchyEnds), "test").unwrap(),
            extra: RangeLists::from_section(section(SectionKind::HierarchyExtra), "test").unwrap(),
        }
    }

    fn ids(count: usize) -> Vec<Sctid> {
        (0..count as u64).map(|n| Sctid::new(100_000 + n * 10).unwrap()).collect()
    }

    proptest! {
        #[test]
        fn ranges_are_the_naive_walk(edges in prop::collection::vec((0u32..40, 0u32..40), 0..120), shuffle in any::<u32>()) {
            // Edges point from larger to smaller, so there is no cycle; then names are shuffled.
            let name = |n: u32| (n * 7 + shuffle % 40) % 40;
            let mut parents = vec![Vec::new(); 40];
            for (a, b) in edges {
                if a != b {
                    parents[name(a.max(b)) as usize].push(name(a.min(b)));
                }
            }
            parents.iter_mut().for_each(|list| { list.sort_unstable(); list.dedup(); });
            let edges: Vec<(u32, u32)> = parents.iter().enumerate()
                .flat_map(|(child, list)| list.iter().map(move |parent| (child as u32, *parent)))
                .collect();
            let numbering = Numbering::new(&ids(40), &edges).unwrap();
            let hierarchy = open(&numbering);
            prop_assert!(hierarchy.verify().is_ok());
            let ord: Vec<u32> = (0..40).map(|n| numbering.order().iter().position(|o| *o == n).unwrap() as u32).collect();
            for a in 0..40u32 {
                let mut above = BTreeSet::new();
                below(&parents, a, &mut above);
                let at = ConceptOrd(ord[a as usize]);
                let expected = OrdSet::from_ords(above.iter().map(|n| ord[*n as usize]));
                prop_assert_eq!(hierarchy.ancestors(at).unwrap(), expected);
                let expected = OrdSet::from_ords(parents[a as usize].iter().map(|n| ord[*n as usize]));
                prop_assert_eq!(hierarchy.parents(at).unwrap(), expected);
                for b in 0..40u32 {
                    let other = ConceptOrd(ord[b as usize]);
                    prop_assert_eq!(hierarchy.is_below(at, other).unwrap(), above.contains(&b));
                    prop_assert_eq!(hierarchy.descendants(other).unwrap().contains(at.0), above.contains(&b));
                    prop_assert_eq!(hierarchy.children(other).unwrap().contains(at.0), parents[a as usize].contains(&b));
                }
            }
        }
    }

    #[test]
    fn a_cycle_is_named() {
        let error = Numbering::new(&ids(5), &[(1, 0), (2, 3), (3, 4), (4, 2)]).unwrap_err();
        let mut members: Vec<u64> = error.members.iter().map(|id| id.number()).collect();
        members.sort_unstable();
        assert_eq!(members, [100_020, 100_030, 100_040]);
    }

    #[test]
    fn inactive_concepts_have_no_place() {
        let hierarchy = open(&Numbering::new(&ids(2), &[(1, 0)]).unwrap());
        let inactive = ConceptOrd(2);
        assert_eq!(hierarchy.parents(inactive).unwrap().count(), 0);
        assert_eq!(hierarchy.ancestors(inactive).unwrap().count(), 0);
        assert_eq!(hierarchy.descendants(inactive).unwrap().count(), 0);
        assert!(!hierarchy.is_below(inactive, ConceptOrd(0)).unwrap());
    }
}
