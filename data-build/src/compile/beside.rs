//! The tables that stand beside the release: equivalents and usage.

use crate::compile::report::{EquivalentsReport, UsageReport};
use crate::compile::{BuildError, BuildOptions};
use crate::equivalents::Equivalents;
use crate::rf2::Release;
use crate::usage::Usage;
use crate::warnings::{Example, Place, WarningKind};

/// What was read beside the release.
#[derive(Debug)]
pub(super) struct Beside {
    pub(super) equivalents: Equivalents,
    pub(super) usage: Option<Usage>,
}

impl Beside {
    /// Reads both tables. They are small: their faults are told before the release is read.
    pub(super) fn read(options: &BuildOptions) -> Result<Beside, BuildError> {
        let equivalents = Equivalents::from_source(&options.equivalents).map_err(BuildError::Equivalents)?;
        let usage = options.usage.as_deref().map(Usage::read).transpose().map_err(BuildError::Usage)?;
        Ok(Beside { equivalents, usage })
    }

    /// What the report tells of the equivalents.
    pub(super) fn equivalents_report(&self, options: &BuildOptions) -> EquivalentsReport {
        EquivalentsReport {
            source: options.equivalents.name(),
            groups: self.equivalents.groups.len() as u64,
            forms: self.equivalents.groups.iter().map(|group| group.len() as u64).sum(),
        }
    }

    /// What the report tells of the usage. Concepts that the release does not hold are counted and warned of.
    pub(super) fn usage_report(&self, options: &BuildOptions, release: &mut Release) -> Option<UsageReport> {
        let usage = self.usage.as_ref()?;
        let mut unknown = 0;
        for row in usage.concepts() {
            if release.concept_position(row.concept).is_some() {
                continue;
            }
            unknown += 1;
            let place = Place { file: u32::MAX, line: row.line };
            release.warnings.add(WarningKind::UsageOfUnknownConcept, place, || Example {
                path: options.usage.as_ref().map(|path| path.display().to_string()).unwrap_or_default(),
                line: row.line,
                column: "SNOMED_Concept_ID".into(),
                value: row.concept.to_string(),
                note: if row.concept.is_well_formed() {
                    format!("recorded {} times", row.count)
                } else {
                    "not a well-formed id: spreadsheets round long ids".into()
                },
            });
        }
        Some(UsageReport {
            rows: usage.rows(),
            concepts: usage.concepts().len() as u64,
            small_counts: usage.small_counts(),
            unknown_concepts: unknown,
        })
    }
}
