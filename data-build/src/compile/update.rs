//! A weekly dm+d laid over a file, without its SNOMED CT release being read again.
//!
//! The sections of SNOMED CT are taken over as they are, after their checksums were compared; those of products are made
//! anew, by what makes them in a build. So the file is, byte for byte, what a build of both releases gives.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use vademecum::build::encode_table;
use vademecum::{ConceptId, Engine, FORMAT_VERSION, Manifest, OpenOptions, Part, SectionKind};

use crate::compile::content::{Content, Origin};
use crate::compile::output::write_file;
use crate::compile::products::Medicines;
use crate::compile::report::Stages;
use crate::compile::{BUILDER, BuildError, UpdateError, UpdateReport};
use crate::dmd;
use crate::progress::{Observer, Unit};
use crate::warnings::{Example, Place, WarningKind, Warnings};

/// What to update, and with what.
#[derive(Debug, Clone, Default)]
pub struct UpdateOptions {
    /// The file, with an older dm+d in it or none.
    pub file: PathBuf,
    /// Folders and archives with one dm+d release, its supplementary files among them or beside them.
    pub dmd: Vec<PathBuf>,
    /// Whether a release may take the place of a newer one.
    pub allow_older: bool,
}

/// The parts that the file was built without.
fn left_out(manifest: &Manifest) -> Vec<Part> {
    manifest.left_out.iter().filter_map(|name| Part::from_name(name)).collect()
}

/// Opens the file, and refuses what cannot be taken over whole.
fn open(options: &UpdateOptions) -> Result<Engine, UpdateError> {
    let path = &options.file;
    // In memory, since a mapped file cannot be replaced everywhere.
    let engine = OpenOptions::new().read_into_memory(true).open(path);
    let engine = engine.map_err(|source| UpdateError::File { path: path.clone(), source })?;
    if engine.format_version() != FORMAT_VERSION {
        return Err(UpdateError::OldFormat { path: path.clone(), version: engine.format_version() });
    }
    if let Some(section) = engine.sections().iter().find(|section| section.kind().is_none()) {
        return Err(UpdateError::UnknownSection { path: path.clone(), section: section.name.clone() });
    }
    if left_out(engine.manifest()).contains(&Part::Products) {
        return Err(UpdateError::WithoutProducts { path: path.clone() });
    }
    Ok(engine)
}

/// The sections that stay, each compared with its checksum.
fn kept_sections(engine: &Engine) -> Result<Vec<(SectionKind, Bytes)>, vademecum::Error> {
    let kinds = engine.sections().iter().filter_map(|section| section.kind());
    let kept = kinds.filter(|kind| !kind.is_of_products() && *kind != SectionKind::Manifest);
    kept.map(|kind| Ok((kind, engine.section(kind)?))).collect()
}

/// The files of dm+d that the file had, and that the new release comes without.
fn gone_files(engine: &Engine, medicines: &Medicines) -> Result<Vec<String>, vademecum::Error> {
    if !engine.has_products() {
        return Ok(Vec::new());
    }
    let files = engine.dmd_release()?.files.iter().map(|file| &file.root);
    Ok(files.filter(|root| !medicines.roots().any(|new| new == root.as_str())).cloned().collect())
}

/// Lays a dm+d release over a file, and writes the outcome to `out`, which may be the file itself.
///
/// `out` appears under its name only when it is whole: where the update fails or is cancelled, it is as it was. The parts
/// that the file was built without stay left out.
///
/// # Errors
///
/// [`UpdateError::Older`] where the release is older than the one in the file; [`UpdateError::File`] where the file is damaged,
/// in its header or in a section that stays; [`UpdateError::Build`] names file, line and column where the release is at
/// fault; see [`UpdateError`].
pub fn update_dmd(
    options: &UpdateOptions,
    out: &Path,
    observer: &dyn Observer,
) -> Result<UpdateReport, UpdateError> {
    let mut stages = Stages::new();
    let damaged = |source| UpdateError::File { path: options.file.clone(), source };
    let watched = |stages: &mut Stages, name, work: &mut dyn FnMut() -> Result<(), UpdateError>| {
        observer.begin(name, None, Unit::Items);
        let result =
            if observer.cancelled() { Err(BuildError::Cancelled.into()) } else { stages.run(name, work) };
        observer.end();
        result
    };
    let engine = open(options)?;
    let present = engine.manifest().dmd_date;
    let found = dmd::find(&options.dmd, observer).map_err(BuildError::from)?;
    let given = found.date();
    if let Some(present) = present.filter(|present| given < *present && !options.allow_older) {
        return Err(UpdateError::Older { path: options.file.clone(), present, given });
    }
    let mut sections = Vec::new();
    watched(&mut stages, "checking", &mut || {
        sections = kept_sections(&engine).map_err(damaged)?;
        Ok(())
    })?;
    let reading = stages.run("reading dm+d", || found.read(observer)).map_err(BuildError::from)?;
    let mut medicines = Medicines::new(reading);
    let mut manifest = engine.manifest().clone();
    watched(&mut stages, "encoding", &mut || {
        let made = medicines.sections(&engine, &left_out(&manifest))?;
        sections.extend(made.into_iter().map(|(kind, bytes)| (kind, Bytes::from(bytes))));
        Ok(())
    })?;
    let modules = engine.modules().map(ConceptId::sctid);
    let content = Content {
        concepts: (manifest.counts.concepts > 0).then(|| Origin::of(modules)),
        products: Some(medicines.origin()),
    };
    BUILDER.clone_into(&mut manifest.builder);
    manifest.dmd_date = Some(medicines.date());
    manifest.licence = content.licence();
    manifest.marking = content.marking();
    let manifest = encode_table(&manifest).map_err(BuildError::Encode)?;
    sections.push((SectionKind::Manifest, manifest.into()));
    sections.sort_by_key(|(kind, _)| *kind);
    let gone = gone_files(&engine, &medicines).map_err(damaged)?;
    drop(engine);

    let mut lengths = Vec::new();
    watched(&mut stages, "writing", &mut || {
        lengths = write_file(out, &sections, observer)?;
        Ok(())
    })?;
    let (dmd, mut warnings) = medicines.into_report();
    warn_of(&mut warnings, &gone);
    Ok(UpdateReport::new(stages, &lengths, present, (dmd, warnings)))
}

fn warn_of(warnings: &mut Warnings, gone: &[String]) {
    for (line, root) in (0u64..).zip(gone) {
        warnings.add(WarningKind::DmdFileGone, Place { file: u32::MAX, line }, || Example {
            value: root.clone(),
            ..Example::default()
        });
    }
}
