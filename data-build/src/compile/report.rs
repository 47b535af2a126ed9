//! What a build tells about itself.

use std::collections::BTreeMap;
use std::time::Instant;

use serde::Serialize;
use vademecum::{Counts, Edition, Manifest, SectionKind};

use crate::dmd::DmdFileStatistics;
use crate::rf2::Statistics;
use crate::warnings::Warnings;

/// What was built, from what, and what it took.
#[derive(Debug, Serialize)]
pub struct BuildReport {
    /// The edition in the file.
    pub edition: Option<Edition>,
    /// How much of everything is in the file.
    pub counts: Counts,
    /// How many bytes the file has.
    pub bytes: u64,
    /// The bytes of each section.
    pub sections: Vec<SectionReport>,
    /// Seconds in all.
    pub seconds: f64,
    /// Seconds and memory of each stage.
    pub stages: Vec<StageReport>,
    /// What was read.
    pub read: Statistics,
    /// The table of equivalents that was read.
    pub equivalents: EquivalentsReport,
    /// The table of usage that was read, where one was given.
    pub usage: Option<UsageReport>,
    /// The dm+d release that was read, where one was given.
    pub dmd: Option<DmdReport>,
    /// What was accepted but is worth a look.
    pub warnings: Warnings,
}

/// What was updated, and what it took.
#[derive(Debug, Serialize)]
pub struct UpdateReport {
    /// How many bytes the new file has.
    pub bytes: u64,
    /// The bytes of each section.
    pub sections: Vec<SectionReport>,
    /// Seconds in all.
    pub seconds: f64,
    /// Seconds and memory of each stage.
    pub stages: Vec<StageReport>,
    /// The date of the dm+d release that was in the file, as `yyyymmdd`.
    pub previous_date: Option<u32>,
    /// The dm+d release that was read.
    pub dmd: DmdReport,
    /// What was accepted but is worth a look.
    pub warnings: Warnings,
}

/// The dm+d release of a build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DmdReport {
    /// The date of its core files, as `yyyymmdd`.
    pub date: u32,
    /// The newest date of its supplementary files.
    pub supplementary_date: Option<u32>,
    /// Whether the file has a SNOMED CT release as well.
    pub beside_snomed: bool,
    /// Products by class.
    pub products: BTreeMap<&'static str, u32>,
    /// Those of them that are concepts of the SNOMED CT release in the file.
    pub in_snomed: BTreeMap<&'static str, u32>,
    /// Active products of that release that dm+d does not have.
    pub only_in_snomed: BTreeMap<&'static str, u32>,
    /// The files.
    pub files: Vec<DmdFileStatistics>,
}

/// The table of equivalents of a build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EquivalentsReport {
    /// Where it comes from: `built_in`, `none` or `file`.
    pub source: &'static str,
    /// How many groups it has.
    pub groups: u64,
    /// How many words and phrases its groups have together.
    pub forms: u64,
}

/// The table of usage of a build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UsageReport {
    /// How many lines were read, the header and blank lines not counted.
    pub rows: u64,
    /// How many different concepts they name.
    pub concepts: u64,
    /// How many lines have `*` for a small count that is not published.
    pub small_counts: u64,
    /// How many of the concepts the release does not hold. Their counts are passed over.
    pub unknown_concepts: u64,
}

/// One section of the file.
#[derive(Debug, Clone, Serialize)]
pub struct SectionReport {
    /// Its name.
    pub name: &'static str,
    /// Its length.
    pub bytes: u64,
}

/// One stage of the build.
#[derive(Debug, Clone, Serialize)]
pub struct StageReport {
    /// Its name.
    pub name: &'static str,
    /// How long it took.
    pub seconds: f64,
    /// The most memory that the process held during the stage, where the system tells.
    pub peak_memory_bytes: Option<u64>,
}

/// Times stages.
#[derive(Debug)]
pub(super) struct Stages {
    began: Instant,
    done: Vec<StageReport>,
}

impl Stages {
    pub(super) fn new() -> Stages {
        Stages { began: Instant::now(), done: Vec::new() }
    }

    /// Runs one stage.
    pub(super) fn run<T, E>(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        reset_peak_memory();
        let began = Instant::now();
        let result = work();
        let seconds = began.elapsed().as_secs_f64();
        self.done.push(StageReport { name, seconds, peak_memory_bytes: peak_memory() });
        result
    }
}

/// Makes the system count the peak from here. Where it cannot, the peak is that of the process so far.
fn reset_peak_memory() {
    if cfg!(target_os = "linux") {
        // Five resets the peak of the resident set (proc(5), clear_refs). Not every container allows it.
        let _ = std::fs::write("/proc/self/clear_refs", "5");
    }
}

/// The peak of the resident set.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

fn section_reports(sections: &[(SectionKind, u64)]) -> Vec<SectionReport> {
    sections.iter().map(|(kind, bytes)| SectionReport { name: kind.name(), bytes: *bytes }).collect()
}

impl UpdateReport {
    pub(super) fn new(
        stages: Stages,
        sections: &[(SectionKind, u64)],
        previous_date: Option<u32>,
        (dmd, warnings): (DmdReport, Warnings),
    ) -> UpdateReport {
        let sections = section_reports(sections);
        UpdateReport {
            bytes: sections.iter().map(|section| section.bytes).sum(),
            sections,
            seconds: stages.began.elapsed().as_secs_f64(),
            stages: stages.done,
            previous_date,
            dmd,
            warnings,
        }
    }
}

impl BuildReport {
    pub(super) fn new(
        manifest: Manifest,
        stages: Stages,
        sections: &[(SectionKind, u64)],
        read: Statistics,
        (equivalents, usage, dmd): (EquivalentsReport, Option<UsageReport>, Option<DmdReport>),
        warnings: Warnings,
    ) -> BuildReport {
        let sections = section_reports(sections);
        BuildReport {
            edition: manifest.edition,
            counts: manifest.counts,
            bytes: sections.iter().map(|section| section.bytes).sum(),
            sections,
            seconds: stages.began.elapsed().as_secs_f64(),
            stages: stages.done,
            read,
            equivalents,
            usage,
            dmd,
            warnings,
        }
    }
}
