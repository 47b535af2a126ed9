//! The compiler: a release becomes one `.vade` file.
//!
//! Reading hands over a [`Release`] in the order of ids. A selection says which concepts are
//! kept; the arrangement puts them in the order of the file; then every part is encoded by the encoder that stands
//! beside its decoder in `vademecum`. Nothing depends on time, threads or hashing order, so the same input gives the
//! same bytes.

mod arrange;
mod beside;
mod content;
mod error;
mod output;
mod products;
mod report;
mod search;
mod select;
mod snomed;
mod tables;
mod text;
mod update;

use std::path::{Path, PathBuf};

use bytes::Bytes;
use vademecum::build::{
    AttributeInput, AttributeValueInput, Sections, attribute_sections, concept_sections,
    description_sections, encode_table, hierarchy_sections,
};
use vademecum::{
    ConcreteKind, ConcreteValue, Counts, Edition, Manifest, ModuleRelease, Part, Sctid, SectionKind,
};

pub use error::{BuildError, UpdateError};
pub use report::{
    BuildReport, DmdReport, EquivalentsReport, SectionReport, StageReport, UpdateReport, UsageReport,
};
pub use update::{UpdateOptions, update_dmd};

use crate::equivalents::EquivalentsSource;
use crate::progress::{Observer, Unit};
use crate::rf2::{AttributeValue, Release, Rf2Options, edition_uri, read};
use arrange::Arrangement;
use beside::Beside;
use content::{Content, Origin};
use output::write_file;
use products::Medicines;
use report::Stages;
use select::Selection;
use snomed::OfRelease;
use tables::{TableBuilder, language_order};

/// What to build.
#[derive(Debug, Clone, Default)]
pub struct BuildOptions {
    /// Folders and archives with RF2 packages, the later layered on the earlier; may be empty where `dmd` is not.
    pub inputs: Vec<PathBuf>,
    /// Folders and archives with one dm+d release, its supplementary files among them or beside them.
    pub dmd: Vec<PathBuf>,
    /// Language reference sets in which a preferred term is looked for, best first; by default the order of the UK
    /// Edition, as far as the release has it.
    pub language: Option<Vec<u64>>,
    /// The edition URI, where it is not to be told by the module dependency reference set.
    pub edition: Option<String>,
    /// Concepts to keep, with their ancestors and with everything that their records refer to; by default all.
    pub concepts: Option<Vec<Sctid>>,
    /// Parts to leave out.
    pub without: Vec<Part>,
    /// Whether inputs that do not belong together are layered with a warning instead of being refused.
    pub allow_mixed_releases: bool,
    /// Words and phrases that find each other; by default those of the built-in English table.
    pub equivalents: EquivalentsSource,
    /// A table of how often concepts are recorded; by default none.
    pub usage: Option<PathBuf>,
}

/// What the manifest says of the compiler.
const BUILDER: &str = concat!("vademecum ", env!("CARGO_PKG_VERSION"));

/// Reads a release and writes it to `out`.
///
/// The file appears under its name only when it is whole: a failed or cancelled build leaves no file, and an older one
/// untouched.
///
/// # Errors
///
/// [`BuildError::Rf2`] names file, line and column where the release is at fault, [`BuildError::Equivalents`] and
/// [`BuildError::Usage`] where a table beside it is; see [`BuildError`].
pub fn build(options: &BuildOptions, out: &Path, observer: &dyn Observer) -> Result<BuildReport, BuildError> {
    let mut stages = Stages::new();
    let beside = Beside::read(options)?;
    let rf2 =
        Rf2Options { inputs: options.inputs.clone(), allow_mixed_releases: options.allow_mixed_releases };
    let mut release = if options.inputs.is_empty() && !options.dmd.is_empty() {
        Release::default()
    } else {
        stages.run("reading", || read(&rf2, observer).map_err(BuildError::from))?
    };
    let mut medicines = Medicines::read(options, &mut stages, observer)?;
    let equivalents = beside.equivalents_report(options);
    let usage = beside.usage_report(options, &mut release);
    let watched = |stages: &mut Stages, name, work: &mut dyn FnMut() -> Result<(), BuildError>| {
        observer.begin(name, None, Unit::Items);
        let result = if observer.cancelled() { Err(BuildError::Cancelled) } else { stages.run(name, work) };
        observer.end();
        result
    };

    let mut arranged = None;
    watched(&mut stages, "arranging", &mut || {
        let with_attributes = !options.without.contains(&Part::Attributes);
        let selection = Selection::new(&mut release, options.concepts.as_deref(), with_attributes)?;
        arranged = Some(Arrangement::new(&mut release, &selection)?);
        Ok(())
    })?;
    let Some(arrangement) = arranged else { return Err(BuildError::NoConceptsKept) };
    let mut tables = TableBuilder::new(&release, &arrangement)?;
    let language = language_order(&mut release, options.language.as_deref())?;
    let mut counts = counts(&release, &arrangement, &tables);
    let mut sections: Sections = Vec::new();
    watched(&mut stages, "encoding", &mut || {
        let (structure, prose) = rayon::join(
            || encode_structure(&release, &arrangement, &tables, options),
            || {
                let text = text::encode(&release, &arrangement, options.without.contains(&Part::Definitions));
                description_sections(
                    &tables.descriptions,
                    &arrangement.groups,
                    &arrangement.definitions,
                    text.as_input(),
                )
            },
        );
        sections.extend(structure?);
        sections.extend(prose);
        if let Some(medicines) = &mut medicines {
            let snomed = OfRelease { release: &release, arrangement: &arrangement };
            sections.extend(medicines.sections(&snomed, &options.without)?);
        }
        Ok(())
    })?;
    if !options.without.contains(&Part::Search) {
        watched(&mut stages, "indexing", &mut || {
            let (index, counted) =
                search::encode(&release, &arrangement, &tables, &language, &beside, options)?;
            (counts.words, counts.documents) = (counted.words, counted.documents);
            sections.extend(index);
            Ok(())
        })?;
    }

    let content = Content {
        concepts: (!release.concepts.is_empty()).then(|| Origin::of(release.modules.iter().copied())),
        products: medicines.as_ref().map(Medicines::origin),
    };
    let manifest = Manifest {
        builder: BUILDER.to_owned(),
        edition: edition(&release, options.edition.as_deref()),
        modules: module_releases(&release),
        dmd_date: medicines.as_ref().map(Medicines::date),
        counts,
        language_order: language,
        is_subset: options.concepts.is_some(),
        left_out: left_out(&options.without),
        licence: content.licence(),
        marking: content.marking(),
    };
    sections.push((SectionKind::Manifest, encode_table(&manifest).map_err(BuildError::Encode)?));
    sections.push((SectionKind::Tables, encode_table(&tables.take_tables()).map_err(BuildError::Encode)?));
    sections.retain(|(kind, _)| kind.part().is_none_or(|part| !options.without.contains(&part)));
    sections.sort_by_key(|(kind, _)| *kind);
    let sections: Vec<_> = sections.into_iter().map(|(kind, bytes)| (kind, Bytes::from(bytes))).collect();

    let mut lengths = Vec::new();
    watched(&mut stages, "writing", &mut || {
        lengths = write_file(out, &sections, observer)?;
        Ok(())
    })?;
    let dmd = medicines.map(Medicines::into_report).map(|(report, warnings)| {
        release.warnings.merge(warnings);
        report
    });
    let beside = (equivalents, usage, dmd);
    Ok(BuildReport::new(manifest, stages, &lengths, release.statistics, beside, release.warnings))
}

fn encode_structure(
    release: &Release,
    arrangement: &Arrangement,
    tables: &TableBuilder,
    options: &BuildOptions,
) -> Result<Sections, BuildError> {
    let mut sections = concept_sections(&tables.concepts);
    sections.extend(hierarchy_sections(&arrangement.numbering));
    if !options.without.contains(&Part::Attributes) {
        let (mut rows, values) = attributes(release, arrangement);
        let count = arrangement.concepts.len() as u32;
        sections.extend(attribute_sections(count, &mut rows, &values).map_err(BuildError::Encode)?);
    }
    Ok(sections)
}

/// The attributes of kept concepts, and the concrete values among them in the order of their meaning.
fn attributes(release: &Release, arrangement: &Arrangement) -> (Vec<AttributeInput>, Vec<ConcreteValue>) {
    let mut values: Vec<(ConcreteValue, u32)> =
        (0u32..).zip(&release.concrete_values).map(|(place, value)| (concrete_value(value), place)).collect();
    values.sort_by(|(a, _), (b, _)| {
        a.kind
            .cmp(&b.kind)
            .then_with(|| tables::compare_numbers(&a.text, &b.text))
            .then_with(|| a.text.cmp(&b.text))
    });
    let mut place_of = vec![0u32; values.len()];
    for (place, (_, released)) in (0u32..).zip(&values) {
        if let Some(slot) = place_of.get_mut(*released as usize) {
            *slot = place;
        }
    }
    let rows = release.attributes.iter().filter_map(|row| {
        Some(AttributeInput {
            source: arrangement.place(row.source)?,
            group: row.group,
            type_: arrangement.place(row.attribute_type)?,
            value: match row.value {
                AttributeValue::Concept(concept) => AttributeValueInput::Concept(arrangement.place(concept)?),
                AttributeValue::Concrete(value) => {
                    AttributeValueInput::Concrete(place_of.get(value as usize).copied()?)
                }
            },
        })
    });
    (rows.collect(), values.into_iter().map(|(value, _)| value).collect())
}

/// A concrete value without the signs that RF2 marks its sort with.
fn concrete_value(released: &str) -> ConcreteValue {
    let unquoted = released.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let (kind, text) = match (released.strip_prefix('#'), unquoted) {
        (Some(number), _) => (ConcreteKind::Number, number),
        (None, Some(text)) => (ConcreteKind::String, text),
        (None, None) => (ConcreteKind::Boolean, released),
    };
    ConcreteValue { kind, text: text.to_owned() }
}

fn counts(release: &Release, arrangement: &Arrangement, tables: &TableBuilder) -> Counts {
    let kept = release.attributes.iter().filter(|row| arrangement.place(row.source).is_some());
    let concrete = kept.clone().filter(|row| matches!(row.value, AttributeValue::Concrete(_)));
    let terms = tables.descriptions.iter().take(arrangement.terms as usize);
    Counts {
        concepts: arrangement.concepts.len() as u64,
        active_concepts: u64::from(arrangement.active),
        terms: u64::from(arrangement.terms),
        active_terms: terms.filter(|description| description.active).count() as u64,
        definitions: arrangement.definitions.len() as u64,
        is_a: arrangement.is_a,
        attributes: kept.count() as u64,
        concrete_values: concrete.count() as u64,
        language_members: tables.language_members,
        words: 0,
        documents: 0,
    }
}

fn edition(release: &Release, given: Option<&str>) -> Option<Edition> {
    let told = edition_uri(release);
    match given {
        Some(uri) => Some(Edition {
            uri: uri.to_owned(),
            module: told.as_ref().map(|edition| edition.module.number()),
            effective_time: told.map(|edition| edition.effective_time),
        }),
        None => told.map(|edition| Edition {
            uri: edition.uri,
            module: Some(edition.module.number()),
            effective_time: Some(edition.effective_time),
        }),
    }
}

/// The modules inside and their dates: the newest that a module gives itself, else the newest asked of it.
fn module_releases(release: &Release) -> Vec<ModuleRelease> {
    let rows = &release.module_dependencies;
    let mut modules: Vec<u64> =
        rows.iter().flat_map(|row| [row.module.number(), row.target.number()]).collect();
    modules.sort_unstable();
    modules.dedup();
    let date = |module: u64| {
        let own = rows
            .iter()
            .filter(|row| row.module.number() == module)
            .map(|row| row.source_effective_time)
            .max();
        let asked = rows
            .iter()
            .filter(|row| row.target.number() == module)
            .map(|row| row.target_effective_time)
            .max();
        own.or(asked).unwrap_or(0)
    };
    modules.into_iter().map(|module| ModuleRelease { module, effective_time: date(module) }).collect()
}

fn left_out(without: &[Part]) -> Vec<String> {
    Part::ALL.iter().filter(|part| without.contains(part)).map(|part| part.name().to_owned()).collect()
}
