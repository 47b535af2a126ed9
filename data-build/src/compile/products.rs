//! Medicinal products: what the dm+d release gives the file, and how it stands to the SNOMED CT release.

use std::collections::HashSet;

use vademecum::build::{Sections, product_name_sections, product_sections};
use vademecum::{Part, ProductClass, Sctid};

use crate::compile::content::Origin;
use crate::compile::report::{DmdReport, Stages};
use crate::compile::snomed::SnomedSide;
use crate::compile::{BuildError, BuildOptions};
use crate::dmd::{self, DmdReading};
use crate::progress::Observer;
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
    /// Whether the file has concepts to compare it with.
    beside_snomed: bool,
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
        Ok(Some(Medicines::new(reading)))
    }

    /// A release that was read.
    pub(super) fn new(reading: DmdReading) -> Medicines {
        Medicines { reading, beside_snomed: false, only_in_snomed: [0; 5] }
    }

    /// Where the release comes from.
    pub(super) fn origin(&self) -> Origin {
        let products = self.reading.input.tables.iter().take(ProductClass::ALL.len());
        Origin::of(products.flat_map(|table| &table.keys).filter_map(|id| Sctid::new(*id).ok()))
    }

    /// The date of the release.
    pub(super) fn date(&self) -> u32 {
        self.reading.input.release.date
    }

    /// Every section of products, for a file whose SNOMED CT side is `snomed`, without those of the parts `without`. A
    /// build and an update both make them here, so that the same releases give the same bytes.
    pub(super) fn sections(
        &mut self,
        snomed: &dyn SnomedSide,
        without: &[Part],
    ) -> Result<Sections, BuildError> {
        self.compare(snomed)?;
        let input = &self.reading.input;
        let names = || match without.contains(&Part::Search) {
            true => Ok(Sections::default()),
            false => product_name_sections(input),
        };
        let (sections, names) = rayon::join(|| product_sections(input), names);
        let mut sections = sections.map_err(BuildError::Encode)?;
        sections.extend(names.map_err(BuildError::Encode)?);
        sections.retain(|(kind, _)| kind.part().is_none_or(|part| !without.contains(&part)));
        Ok(sections)
    }

    /// Counts which products both releases have.
    fn compare(&mut self, snomed: &dyn SnomedSide) -> Result<(), vademecum::Error> {
        self.beside_snomed = snomed.has_concepts();
        if !self.beside_snomed {
            return Ok(());
        }
        let DmdReading { input, warnings, .. } = &mut self.reading;
        let classes = ProductClass::ALL.iter().zip(&input.tables);
        for ((class, table), in_snomed) in classes.zip(&mut input.release.in_snomed) {
            for id in &table.keys {
                if snomed.has_concept(*id)? {
                    *in_snomed += 1;
                } else {
                    warn(warnings, WarningKind::ProductNotInSnomed, class.name(), *id);
                }
            }
        }
        let known: HashSet<u64> =
            input.tables.iter().take(5).flat_map(|table| &table.keys).copied().collect();
        let below = ProductClass::ALL.iter().zip(CLASSES).zip(&mut self.only_in_snomed);
        for ((class, root), count) in below {
            for id in snomed.active_below(root)? {
                if !known.contains(&id.number()) {
                    *count += 1;
                    warn(warnings, WarningKind::ProductNotInDmd, class.name(), id.number());
                }
            }
        }
        Ok(())
    }

    /// The root elements of the files that were read.
    pub(super) fn roots(&self) -> impl Iterator<Item = &str> {
        self.reading.input.release.files.iter().map(|file| file.root.as_str())
    }

    /// What the report tells of it, and what was odd.
    pub(super) fn into_report(self) -> (DmdReport, Warnings) {
        let release = &self.reading.input.release;
        let by_class = |counts: &[u32; 5]| {
            let names = ProductClass::ALL.iter().map(|class| class.name());
            names.zip(counts.iter().copied()).collect()
        };
        let products = self.reading.input.tables.iter().take(5).map(|table| table.keys.len() as u32);
        let report = DmdReport {
            date: release.date,
            supplementary_date: release.supplementary_date,
            beside_snomed: self.beside_snomed,
            products: ProductClass::ALL.iter().map(|class| class.name()).zip(products).collect(),
            in_snomed: by_class(&release.in_snomed),
            only_in_snomed: by_class(&self.only_in_snomed),
            files: self.reading.files,
        };
        (report, self.reading.warnings)
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
