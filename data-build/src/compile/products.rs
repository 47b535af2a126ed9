//! Medicinal products: what the dm+d release gives the file, and how it stands to the SNOMED CT release.

use std::collections::HashSet;

use vademecum::build::{Sections, product_name_sections, product_sections};
use vademecum::{Part, ProductClass, Sctid};

use crate::compile::arrange::Arrangement;
use crate::compile::report::{DmdReport, Stages};
use crate::compile::{BuildError, BuildOptions};
use crate::dmd::{self, DmdReading};
use crate::progress::Observer;
use crate::rf2::Release;
use crate::warnings::{Example, Place, WarningKind, Warnings};

/// The concepts below which SNOMED CT has the products of each class, in the order of [`ProductClass::ALL`].
const CLASSES: [u64; 5] = [
    10_363_701_000_001_104,
    10_363_801_000_001_108,
    10_363_901_000_001_102,
    8_653_601_000_001_108,
    10_364_001_000_001_104,
];

/// A dm+d release on its way into the file.
#[derive(Debug)]
pub(super) struct Medicines {
    reading: DmdReading,
    /// Active products of SNOMED CT that dm+d does not have, by class.
    only_in_snomed: [u32; 5],
}

impl Medicines {
    /// Reads the release, where one is given and wanted.
    pub(super) fn read(
        options: &BuildOptions,
        stages: &mut Stages,
        observer: &dyn Observer,
    ) -> Result<Option<Medicines>, BuildError> {
        if options.dmd.is_empty() || options.without.contains(&Part::Products) {
            return Ok(None);
        }
        let reading = stages.run("reading dm+d", || dmd::read(&options.dmd, observer))?;
        Ok(Some(Medicines { reading, only_in_snomed: [0; 5] }))
    }

    /// The date of the release.
    pub(super) fn date(&self) -> u32 {
        self.reading.input.release.date
    }

    /// Counts which products both releases have, and hands the warnings over.
    pub(super) fn compare(&mut self, release: &mut Release, arrangement: &Arrangement) {
        let input = &mut self.reading.input;
        let mut warnings = std::mem::take(&mut self.reading.warnings);
        if !release.concepts.is_empty() {
            let is_kept = |id: u64| {
                let position = Sctid::new(id).ok().and_then(|id| release.concept_position(id));
                position.is_some_and(|position| arrangement.place(position).is_some())
            };
            let classes = ProductClass::ALL.iter().zip(&input.tables);
            for ((class, table), in_snomed) in classes.zip(&mut input.release.in_snomed) {
                for id in &table.keys {
                    if is_kept(*id) {
                        *in_snomed += 1;
                    } else {
                        let kind = WarningKind::ProductNotInSnomed;
                        warn(&mut warnings, kind, class.name(), *id);
                    }
                }
            }
            let known: HashSet<u64> =
                input.tables.iter().take(5).flat_map(|table| &table.keys).copied().collect();
            let below = ProductClass::ALL.iter().zip(CLASSES).zip(&mut self.only_in_snomed);
            for ((class, root), count) in below {
                for id in descendants(release, root) {
                    if !known.contains(&id.number()) {
                        *count += 1;
                        warn(&mut warnings, WarningKind::ProductNotInDmd, class.name(), id.number());
                    }
                }
            }
        }
        release.warnings.merge(warnings);
    }

    /// The sections of the products, without the index of their names where nothing is to be searched.
    pub(super) fn sections(&self, without: &[Part]) -> Result<Sections, BuildError> {
        let input = &self.reading.input;
        let mut sections = product_sections(input).map_err(BuildError::Encode)?;
        if !without.contains(&Part::Search) {
            sections.extend(product_name_sections(input).map_err(BuildError::Encode)?);
        }
        Ok(sections)
    }

    /// What the report tells of it.
    pub(super) fn into_report(self) -> DmdReport {
        let release = &self.reading.input.release;
        let by_class = |counts: &[u32; 5]| {
            let names = ProductClass::ALL.iter().map(|class| class.name());
            names.zip(counts.iter().copied()).collect()
        };
        let products = self.reading.input.tables.iter().take(5).map(|table| table.keys.len() as u32);
        DmdReport {
            date: release.date,
            supplementary_date: release.supplementary_date,
            products: ProductClass::ALL.iter().map(|class| class.name()).zip(products).collect(),
            in_snomed: by_class(&release.in_snomed),
            only_in_snomed: by_class(&self.only_in_snomed),
            files: self.reading.files,
        }
    }
}

fn warn(warnings: &mut Warnings, kind: WarningKind, class: &str, id: u64) {
    let place = Place { file: u32::MAX, line: id };
    warnings.add(kind, place, || Example {
        column: class.to_owned(),
        value: id.to_string(),
        ..Example::default()
    });
}

/// The active concepts below a concept, by id; none where the release does not hold it.
fn descendants(release: &Release, root: u64) -> Vec<Sctid> {
    let position = Sctid::new(root).ok().and_then(|id| release.concept_position(id));
    let Some(position) = position else { return Vec::new() };
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
    found
}
