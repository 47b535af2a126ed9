//! Which concepts are kept.

use vademecum::Sctid;

use crate::compile::BuildError;
use crate::rf2::{AttributeValue, Release};
use crate::warnings::{Example, Place, WarningKind};

/// The concepts of a release that go into the file.
///
/// A chosen concept brings its ancestors, and its attributes bring their types and values, each with its own
/// ancestors and attributes: so every answer about a kept concept is whole, except for what lies below it.
#[derive(Debug)]
pub(super) struct Selection {
    kept: Option<Vec<bool>>,
}

impl Selection {
    /// Everything, or the closure of `concepts`; ids that the release does not hold are counted.
    pub(super) fn new(
        release: &mut Release,
        concepts: Option<&[Sctid]>,
        with_attributes: bool,
    ) -> Result<Selection, BuildError> {
        let Some(concepts) = concepts else { return Ok(Selection { kept: None }) };
        let mut kept = vec![false; release.concepts.len()];
        let mut todo = Vec::new();
        for (line, id) in (1u64..).zip(concepts) {
            match release.concept_position(*id) {
                Some(position) => todo.push(position),
                None => release.warnings.add(
                    WarningKind::ConceptNotInRelease,
                    Place { file: u32::MAX, line },
                    || Example { column: "concept".into(), value: id.to_string(), ..Example::default() },
                ),
            }
        }
        while let Some(position) = todo.pop() {
            match kept.get_mut(position as usize) {
                Some(kept) if !*kept => *kept = true,
                _ => continue,
            }
            let from = release.is_a.partition_point(|(child, _)| *child < position);
            let parents = release.is_a.iter().skip(from).take_while(|(child, _)| *child == position);
            todo.extend(parents.map(|(_, parent)| *parent));
            if with_attributes {
                let from = release.attributes.partition_point(|row| row.source < position);
                for row in release.attributes.iter().skip(from).take_while(|row| row.source == position) {
                    todo.push(row.attribute_type);
                    if let AttributeValue::Concept(value) = row.value {
                        todo.push(value);
                    }
                }
            }
        }
        if !kept.contains(&true) {
            return Err(BuildError::NoConceptsKept);
        }
        Ok(Selection { kept: Some(kept) })
    }

    /// Whether the concept at this position of the release is kept.
    pub(super) fn keeps(&self, position: u32) -> bool {
        self.kept.as_ref().is_none_or(|kept| kept.get(position as usize) == Some(&true))
    }
}
