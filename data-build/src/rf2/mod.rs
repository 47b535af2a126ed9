//! Reads SNOMED CT releases in RF2, the release format of SNOMED International.
//!
//! An input is a folder, a zip archive, or archives inside an archive; it may hold several packages. Files are
//! found by their names at any depth, and only Snapshot files are read. Of all versions of a component, the one
//! with the newest effectiveTime remains, and of equal ones the one read last: packages are read in the order of
//! their paths, inputs in the order in which they are named.
//!
//! Only concepts, descriptions, inferred relationships, language refsets and the module dependency refset are
//! read. What a release holds is taken as it is as long as every reference can be followed; what is dropped or
//! doubtful is counted in [`Release::warnings`]. A value that cannot be understood is an error.

mod belongs;
mod concepts;
mod dependencies;
mod descriptions;
mod edition;
mod error;
mod ids;
mod language;
mod layer;
mod lines;
mod modules;
mod name;
mod relationships;
mod release;
mod rows;
mod source;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use vademecum::metadata;

pub use edition::{Edition, edition_uri};
pub use error::Rf2Error;
pub use release::{
    Acceptability, AttributeRow, AttributeValue, CaseSignificance, ConceptRow, DescriptionRow,
    DescriptionType, FileKind, FileStatistics, LanguageRow, ModuleDependency, Release, RowCount, Statistics,
    TermSpan,
};

use self::concepts::Concepts;
use self::descriptions::Descriptions;
use self::language::Language;
use self::layer::Log;
use self::lines::Meter;
use self::modules::Content;
use self::relationships::Relationships;
use self::source::Found;
use crate::progress::{Observer, Unit};

/// What to read.
#[derive(Debug, Clone, Default)]
pub struct Rf2Options {
    /// Folders and archives, the later layered on the earlier.
    pub inputs: Vec<PathBuf>,
    /// Whether inputs that do not belong together are layered with a warning instead of being refused.
    pub allow_mixed_releases: bool,
}

/// Reads the inputs and layers them into one release.
///
/// Files are read in blocks of fixed size; inner archives are unpacked to temporary files. The observer sees one
/// stage, `reading`, in bytes of uncompressed files. Two threads of the current rayon pool are used; the outcome
/// does not depend on how many there are.
///
/// # Errors
///
/// [`Rf2Error::Cancelled`] where the observer cancels; otherwise the error names the file, line and column at
/// fault, or the inputs that do not belong together.
pub fn read(options: &Rf2Options, observer: &dyn Observer) -> Result<Release, Rf2Error> {
    let found = source::find(&options.inputs, observer)?;
    let total = found.files.iter().fold(0u64, |total, file| total.saturating_add(file.size()));
    observer.begin("reading", Some(total), Unit::Bytes);
    let result = read_files(options, found, observer);
    observer.end();
    result
}

fn read_files(options: &Rf2Options, found: Found, observer: &dyn Observer) -> Result<Release, Rf2Error> {
    let go_on = AtomicBool::new(false);
    let meter = Meter::new(observer, &go_on);
    let concepts = concepts::read(&found, meter)?;
    if concepts.rows.is_empty() {
        return Err(Rf2Error::NoConcepts);
    }
    let dependencies = dependencies::read(&found, meter)?;
    // A failure on the first side stops the second, not the reverse: so the error does not depend on timing.
    let stop = AtomicBool::new(false);
    let (texts, relationships) = rayon::join(
        || {
            let texts = read_texts(&found, &concepts, meter);
            stop.store(texts.is_err(), Ordering::Relaxed);
            texts
        },
        || relationships::read(&found, &concepts, Meter::new(observer, &stop)),
    );
    let (descriptions, language) = texts?;
    let relationships = relationships?;

    let mut content = Content::new();
    for modules in [&concepts.modules, &descriptions.modules, &language.modules, &relationships.modules] {
        modules.add_to(&mut content);
    }
    let mut release = Release { modules: modules::table(&content)?, ..Release::default() };
    release.warnings.merge(found.warnings.clone());
    account(
        &mut release,
        &found,
        [&concepts.log, &dependencies.log, &descriptions.log, &language.log, &relationships.log],
    );
    let (orphans, active) = orphans(&concepts, &relationships);
    let evidence = belongs::Evidence {
        inputs: &options.inputs,
        dependencies: &dependencies.rows,
        content: &content,
        orphans,
        concepts: active,
        allow_mixed_releases: options.allow_mixed_releases,
    };
    belongs::check(&evidence, &mut release.warnings)?;
    release.module_dependencies = dependencies.rows.into_iter().map(|(row, _)| row).collect();
    release.module_dependencies.dedup();
    assemble(&mut release, concepts, descriptions, language, relationships);
    Ok(release)
}

fn read_texts(
    found: &Found,
    concepts: &Concepts,
    meter: Meter<'_>,
) -> Result<(Descriptions, Language), Rf2Error> {
    let descriptions = descriptions::read(found, concepts, meter)?;
    let language = language::read(found, &descriptions.rows, meter)?;
    Ok((descriptions, language))
}

/// Adds what the readings counted.
fn account(release: &mut Release, found: &Found, logs: [&Log; 5]) {
    let statistics = &mut release.statistics;
    let mut counts = Vec::new();
    for log in logs {
        release.warnings.merge(log.warnings.clone());
        statistics.superseded_rows += log.superseded;
        counts.extend(&log.counts);
    }
    counts.sort_unstable_by_key(|(position, _)| *position);
    for (position, count) in counts {
        let Some(file) = found.files.get(position as usize) else { continue };
        let rows = statistics.rows.entry(file.kind).or_default();
        rows.total += count.rows;
        rows.active += count.active;
        statistics.bytes += count.bytes;
        let (path, kind) = (file.path().to_owned(), file.kind);
        statistics.files.push(FileStatistics { path, kind, rows: count.rows, bytes: count.bytes });
    }
}

/// How many active concepts other than the root have no parent, and how many there are.
fn orphans(concepts: &Concepts, relationships: &Relationships) -> (u64, u64) {
    let mut is_a = relationships.is_a.iter().map(|(child, _)| *child).peekable();
    let (mut orphans, mut active) = (0, 0);
    for (position, row) in (0u32..).zip(&concepts.rows) {
        let mut has_parent = false;
        while is_a.next_if(|child| *child <= position).is_some() {
            has_parent = true;
        }
        if row.active && row.id.number() != metadata::ROOT {
            active += 1;
            orphans += u64::from(!has_parent);
        }
    }
    (orphans, active)
}

/// Puts the tables into the release, with modules numbered as its table has them.
fn assemble(
    release: &mut Release,
    concepts: Concepts,
    descriptions: Descriptions,
    language: Language,
    relationships: Relationships,
) {
    let new = concepts.modules.renumbering(&release.modules);
    release.concepts = concepts.rows;
    for row in &mut release.concepts {
        row.module = new.get(usize::from(row.module)).copied().unwrap_or_default();
    }
    let new = descriptions.modules.renumbering(&release.modules);
    release.descriptions = descriptions.rows;
    for row in &mut release.descriptions {
        row.module = new.get(usize::from(row.module)).copied().unwrap_or_default();
    }
    release.terms = descriptions.terms;
    release.language_codes = descriptions.language_codes;
    release.language = language.rows;
    release.language_refsets = language.refsets;
    release.is_a = relationships.is_a;
    release.attributes = relationships.attributes;
    release.concrete_values = relationships.concrete_values;
    let statistics = &mut release.statistics;
    statistics.collapsed_relationships = relationships.collapsed;
    statistics.relationships_not_inferred = relationships.not_inferred;
    statistics.language_members_of_inactive_descriptions = language.of_inactive;
}
