//! What the products of dm+d ask of SNOMED CT: of a release that is being built, or of a file that is there.

use vademecum::{ConceptId, Engine, Error, Sctid};

use crate::compile::arrange::Arrangement;
use crate::rf2::Release;

/// The SNOMED CT side of a file with products.
pub(super) trait SnomedSide {
    /// Whether there are concepts at all.
    fn has_concepts(&self) -> bool;

    /// Whether the file has a concept of this id.
    fn has_concept(&self, id: u64) -> Result<bool, Error>;

    /// The active concepts below a concept, by id; none where it is not there.
    fn active_below(&self, id: u64) -> Result<Vec<Sctid>, Error>;
}

/// A release on its way into a file.
#[derive(Debug)]
pub(super) struct OfRelease<'r> {
    pub(super) release: &'r Release,
    pub(super) arrangement: &'r Arrangement,
}

impl SnomedSide for OfRelease<'_> {
    fn has_concepts(&self) -> bool {
        !self.release.concepts.is_empty()
    }

    fn has_concept(&self, id: u64) -> Result<bool, Error> {
        let position = Sctid::new(id).ok().and_then(|id| self.release.concept_position(id));
        Ok(position.is_some_and(|position| self.arrangement.place(position).is_some()))
    }

    fn active_below(&self, id: u64) -> Result<Vec<Sctid>, Error> {
        let release = self.release;
        let position = Sctid::new(id).ok().and_then(|id| release.concept_position(id));
        let Some(position) = position else { return Ok(Vec::new()) };
        let mut children: Vec<(u32, u32)> =
            release.is_a.iter().map(|(child, parent)| (*parent, *child)).collect();
        children.sort_unstable();
        let mut seen = vec![false; release.concepts.len()];
        let mut todo = vec![position];
        let mut found = Vec::new();
        while let Some(parent) = todo.pop() {
            let from = children.partition_point(|(other, _)| *other < parent);
            for (_, child) in children.iter().skip(from).take_while(|(other, _)| *other == parent) {
                if let Some(seen) = seen.get_mut(*child as usize).filter(|seen| !**seen) {
                    *seen = true;
                    todo.push(*child);
                    found.extend(release.concepts.get(*child as usize).map(|row| row.id));
                }
            }
        }
        found.sort_unstable();
        Ok(found)
    }
}

/// A file that keeps its concepts. Of a file that holds chosen concepts only, what is below one are those chosen.
impl SnomedSide for Engine {
    fn has_concepts(&self) -> bool {
        self.manifest().counts.concepts > 0
    }

    fn has_concept(&self, id: u64) -> Result<bool, Error> {
        let Ok(id) = Sctid::new(id) else { return Ok(false) };
        match self.concept_by_sctid(id) {
            Ok(found) => Ok(found.is_some()),
            Err(Error::NotInSubset { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn active_below(&self, id: u64) -> Result<Vec<Sctid>, Error> {
        let Ok(id) = Sctid::new(id) else { return Ok(Vec::new()) };
        let concept = match self.concept_by_sctid(id) {
            Ok(Some(concept)) => concept,
            Ok(None) | Err(Error::NotInSubset { .. }) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        Ok(concept.descendants()?.ids()?.into_iter().map(ConceptId::sctid).collect())
    }
}
