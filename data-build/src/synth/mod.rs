//! Makes a demonstration release: RF2 files of everyday clinical ideas, synthetic, of any size.
//!
//! A hand-made core (the tables in `core/`) is always there. Growth combines it by rule, for instance disorders
//! with sites, sides, severities and causes (the table of heads), until the number of concepts asked for is reached.
//! The same options give the same bytes on any machine.
//!
//! Concepts of RF2's own metadata have their real identifiers and names. Everything else has identifiers in
//! [`NAMESPACE`] and belongs to [`MODULE`], by which a reader knows that it is not for clinical use.
//!
//! # Examples
//!
//! ```no_run
//! use vademecum_build::synth::{SynthOptions, write_release};
//!
//! let summary = write_release(&SynthOptions { concepts: 50_000, seed: 1, out: "demo".into() })?;
//! assert_eq!(summary.concepts, 50_000);
//! # Ok::<(), vademecum_build::synth::SynthError>(())
//! ```

use std::path::PathBuf;

mod describe;
mod dmd;
mod grow;
mod heads;
mod invented;
mod medicines;
mod model;
mod numbers;
mod spelling;
mod tables;
#[cfg(test)]
mod tests;
mod write;

pub use dmd::{DmdSummary, DmdWeek};

/// The namespace of the identifiers made here. SNOMED International's registry has allocated nothing near it.
pub const NAMESPACE: u32 = 1_999_999;

/// The id of |Vademecum demonstration module (not for clinical use)|, the module of all content made here.
pub const MODULE: u64 = 11_999_999_107;

/// The fewest concepts a release has: RF2 metadata and the hand-made core.
pub const MIN_CONCEPTS: usize = 3_000;

/// The most concepts a release has.
pub const MAX_CONCEPTS: usize = 1_000_000;

/// The date of the release, as RF2 writes it.
pub const RELEASE_DATE: u32 = 20_260_401;

/// Of a thousand concepts beyond the core, how many are inactive.
const INACTIVE_PER_THOUSAND: usize = 140;

/// What to make.
#[derive(Debug, Clone)]
pub struct SynthOptions {
    /// How many concepts, active and inactive: from [`MIN_CONCEPTS`] to [`MAX_CONCEPTS`].
    pub concepts: usize,
    /// Which of the many releases of this size.
    pub seed: u64,
    /// The folder in which the release folder is made. It is created if it is not there; files of an earlier run
    /// are replaced.
    pub out: PathBuf,
}

/// What was made: the release folder and the rows of each file, headers not counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SynthSummary {
    /// The release folder, inside [`SynthOptions::out`].
    pub folder: PathBuf,
    /// Concepts, active and inactive.
    pub concepts: u64,
    /// Fully specified names and synonyms.
    pub descriptions: u64,
    /// Text definitions.
    pub text_definitions: u64,
    /// Relationships to concepts.
    pub relationships: u64,
    /// Relationships with concrete values.
    pub concrete_relationships: u64,
    /// Members of the two language refsets.
    pub language_members: u64,
    /// Members of historical association refsets.
    pub association_members: u64,
    /// Reasons of inactivation.
    pub attribute_value_members: u64,
    /// Members of the demonstration refsets.
    pub simple_members: u64,
    /// Module dependencies.
    pub module_dependencies: u64,
}

/// Why a release was not made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SynthError {
    /// The number of concepts is below [`MIN_CONCEPTS`] or above [`MAX_CONCEPTS`]. Choose one between.
    #[error("a demonstration release has from {MIN_CONCEPTS} to {MAX_CONCEPTS} concepts, not {concepts}")]
    Size {
        /// The number asked for.
        concepts: usize,
    },
    /// A hand-made table does not read. Only a change of the tables brings this about.
    #[error("the table {table} does not read at {text:?}")]
    Table {
        /// The file.
        table: &'static str,
        /// The line, or the name that is not found.
        text: String,
    },
    /// Growth found no more new concepts. Only a change of the tables brings this about.
    #[error("growth came to a halt at {concepts} concepts")]
    Exhausted {
        /// How many concepts there were.
        concepts: usize,
    },
    /// A file or folder was not written. Check the path, its permissions and the space left.
    #[error("cannot write {}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// The core: all hand-made concepts.
fn core() -> Result<model::Model, SynthError> {
    let mut model = model::Model::default();
    let lines = tables::read(&mut model)?;
    medicines::read(&mut model)?;
    tables::attach(&mut model, &lines)?;
    Ok(model)
}

/// The release in memory.
fn build(concepts: usize, seed: u64) -> Result<model::Model, SynthError> {
    if !(MIN_CONCEPTS..=MAX_CONCEPTS).contains(&concepts) {
        return Err(SynthError::Size { concepts });
    }
    let mut model = core()?;
    let inactive = concepts.saturating_sub(model.concepts.len()) * INACTIVE_PER_THOUSAND / 1000;
    grow::grow(&mut model, concepts - inactive, concepts, seed)?;
    Ok(model)
}

/// Makes a demonstration release of exactly [`SynthOptions::concepts`] concepts.
///
/// # Errors
///
/// [`SynthError::Size`] before anything is written; [`SynthError::Write`] where a file cannot be written.
pub fn write_release(options: &SynthOptions) -> Result<SynthSummary, SynthError> {
    let model = build(options.concepts, options.seed)?;
    write::write(&model, &options.out, options.seed)
}

/// Makes the dm+d release of the demonstration release of these options: the release and its supplementary release, in
/// two folders inside [`SynthOptions::out`] named and laid out as those of TRUD.
///
/// # Errors
///
/// As [`write_release`].
pub fn write_dmd(options: &SynthOptions, week: DmdWeek) -> Result<DmdSummary, SynthError> {
    let model = build(options.concepts, options.seed)?;
    dmd::write(&model, &options.out, options.seed, week)
}
