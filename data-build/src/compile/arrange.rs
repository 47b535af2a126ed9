//! The order of the file: concepts by hierarchy, descriptions by concept.

use vademecum::build::Numbering;
use vademecum::{Sctid, metadata};

use crate::compile::BuildError;
use crate::compile::select::Selection;
use crate::rf2::{DescriptionType, Release};
use crate::warnings::{Example, Place, WarningKind};

/// Where every kept component of a release stands in the file.
#[derive(Debug)]
pub(super) struct Arrangement {
    /// For each place in the file, the position of its concept in the release: active ones in hierarchy order, then
    /// inactive ones by id.
    pub(super) concepts: Vec<u32>,
    /// How many of them are active.
    pub(super) active: u32,
    /// For each position in the release, the place in the file.
    places: Vec<u32>,
    /// The hierarchy of the active ones.
    pub(super) numbering: Numbering,
    /// How many is-a relationships it has.
    pub(super) is_a: u64,
    /// For each place in the file, the position of its description in the release: the terms of each concept in turn,
    /// then all definitions.
    pub(super) descriptions: Vec<u32>,
    /// How many of them are terms.
    pub(super) terms: u32,
    /// Where the terms of each concept begin, and where the last end.
    pub(super) groups: Vec<u64>,
    /// The concept of each definition, by its place in the file.
    pub(super) definitions: Vec<u64>,
}

const NOT_KEPT: u32 = u32::MAX;

impl Arrangement {
    /// Arranges what is selected; concepts without a name or parent are counted.
    pub(super) fn new(release: &mut Release, selection: &Selection) -> Result<Arrangement, BuildError> {
        let positions = || (0u32..).zip(&release.concepts).filter(|(position, _)| selection.keeps(*position));
        let active: Vec<u32> =
            positions().filter(|(_, row)| row.active).map(|(position, _)| position).collect();
        let inactive: Vec<u32> =
            positions().filter(|(_, row)| !row.active).map(|(position, _)| position).collect();
        let ids: Vec<Sctid> =
            active.iter().filter_map(|at| release.concepts.get(*at as usize)).map(|row| row.id).collect();
        let mut number = vec![NOT_KEPT; release.concepts.len()];
        for (place, position) in (0u32..).zip(&active) {
            set(&mut number, *position, place);
        }
        let at = |position: u32| number.get(position as usize).copied().unwrap_or(NOT_KEPT);
        let edges: Vec<(u32, u32)> = release
            .is_a
            .iter()
            .map(|(child, parent)| (at(*child), at(*parent)))
            .filter(|(child, parent)| *child != NOT_KEPT && *parent != NOT_KEPT)
            .collect();
        let numbering = Numbering::new(&ids, &edges)?;

        let mut concepts: Vec<u32> =
            numbering.order().iter().filter_map(|place| active.get(*place as usize).copied()).collect();
        concepts.extend(&inactive);
        let mut places = vec![NOT_KEPT; release.concepts.len()];
        for (place, position) in (0u32..).zip(&concepts) {
            set(&mut places, *position, place);
        }
        let is_a = edges.len() as u64;
        count_orphans(release, &active, &edges, &ids);

        let mut arrangement = Arrangement {
            concepts,
            active: active.len() as u32,
            places,
            numbering,
            is_a,
            descriptions: Vec::new(),
            terms: 0,
            groups: vec![0],
            definitions: Vec::new(),
        };
        arrangement.arrange_descriptions(release);
        Ok(arrangement)
    }

    /// The place in the file of the concept at this position of the release; `None` where it is not kept.
    pub(super) fn place(&self, position: u32) -> Option<u32> {
        self.places.get(position as usize).copied().filter(|place| *place != NOT_KEPT)
    }

    fn arrange_descriptions(&mut self, release: &mut Release) {
        let mut definitions = Vec::new();
        let mut nameless = Vec::new();
        for (place, position) in (0u32..).zip(&self.concepts) {
            let from = release.descriptions.partition_point(|row| row.concept < *position);
            let rows = (from as u32..).zip(release.descriptions.iter().skip(from));
            let rows: Vec<_> = rows.take_while(|(_, row)| row.concept == *position).collect();
            let is_definition =
                |row: &crate::rf2::DescriptionRow| row.description_type == DescriptionType::Definition;
            let mut terms: Vec<_> = rows.iter().filter(|(_, row)| !is_definition(row)).collect();
            terms.sort_by_key(|(_, row)| (!row.active, row.description_type != DescriptionType::Fsn, row.id));
            if place < self.active
                && !terms
                    .first()
                    .is_some_and(|(_, row)| row.active && row.description_type == DescriptionType::Fsn)
            {
                nameless.push(*position);
            }
            self.descriptions.extend(terms.iter().map(|(at, _)| *at));
            self.groups.push(self.descriptions.len() as u64);
            let mut own: Vec<_> = rows.iter().filter(|(_, row)| is_definition(row)).collect();
            own.sort_by_key(|(_, row)| (!row.active, row.id));
            definitions.extend(own.iter().map(|(at, _)| *at));
            self.definitions.extend(own.iter().map(|_| u64::from(place)));
        }
        self.terms = self.descriptions.len() as u32;
        self.descriptions.append(&mut definitions);
        nameless.sort_unstable();
        for position in nameless {
            warn(release, WarningKind::ConceptWithoutFsn, position);
        }
    }
}

fn set(table: &mut [u32], position: u32, value: u32) {
    if let Some(slot) = table.get_mut(position as usize) {
        *slot = value;
    }
}

/// Counts a warning about the concept at a position of the release.
fn warn(release: &mut Release, kind: WarningKind, position: u32) {
    let Some(row) = release.concepts.get(position as usize).copied() else { return };
    release.warnings.add(kind, Place { file: u32::MAX, line: u64::from(position) }, || Example {
        column: "concept".into(),
        value: row.id.to_string(),
        ..Example::default()
    });
}

fn count_orphans(release: &mut Release, active: &[u32], edges: &[(u32, u32)], ids: &[Sctid]) {
    let mut has_parent = vec![false; active.len()];
    for (child, _) in edges {
        if let Some(slot) = has_parent.get_mut(*child as usize) {
            *slot = true;
        }
    }
    for ((position, has_parent), id) in active.iter().zip(has_parent).zip(ids) {
        if !has_parent && id.number() != metadata::ROOT {
            warn(release, WarningKind::ConceptWithoutParent, *position);
        }
    }
}
