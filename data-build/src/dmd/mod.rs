//! Reads the NHS dictionary of medicines and devices (dm+d): data model release 2, XML schema 2.3.
//!
//! An input is a folder, a zip archive, or archives inside an archive, as TRUD has them; the supplementary ("bonus")
//! release is another input, or part of the same. Files are known by their root element. What the schema declares is
//! kept, all of it ([`vademecum::TABLES`]); an element that it does not declare is counted. A record whose product is
//! not there, an id that stands twice, and a value that cannot be understood are errors, with file, line and column.

mod check;
mod error;
mod files;
mod records;
mod xml;

use std::path::PathBuf;

use serde::Serialize;
use vademecum::DmdFile;
use vademecum::build::ProductsInput;

pub use error::DmdError;

use self::records::Reading;
use self::xml::Xml;
use crate::progress::{Observer, Unit};
use crate::warnings::Warnings;

/// What was read.
#[derive(Debug)]
pub struct DmdReading {
    /// The release, for the encoder.
    pub input: ProductsInput,
    /// What was read of each file.
    pub files: Vec<DmdFileStatistics>,
    /// What was accepted but is worth a look.
    pub warnings: Warnings,
}

/// One file read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DmdFileStatistics {
    /// The path, as `archive!entry` where the file lies in an archive.
    pub path: String,
    /// The root element.
    pub root: &'static str,
    /// How many records it has.
    pub records: u64,
    /// Bytes, uncompressed.
    pub bytes: u64,
}

/// A release that was found and is not read yet.
#[derive(Debug)]
pub struct DmdInputs {
    sources: files::Sources,
    warnings: Warnings,
}

/// Finds the files of one release in folders and archives.
///
/// # Errors
///
/// [`DmdError::Cancelled`] where the observer cancels; otherwise the error names what is missing, or the files that do not
/// belong together.
pub fn find(inputs: &[PathBuf], observer: &dyn Observer) -> Result<DmdInputs, DmdError> {
    let mut warnings = Warnings::new();
    let sources = files::sources(inputs, &mut warnings, &Looking(observer))?;
    Ok(DmdInputs { sources, warnings })
}

impl DmdInputs {
    /// The date of the core files, as `yyyymmdd`.
    pub fn date(&self) -> u32 {
        self.sources.date
    }

    /// Reads the files, in blocks of fixed size. The observer sees one stage, `reading dm+d`, in bytes of uncompressed
    /// files.
    ///
    /// # Errors
    ///
    /// [`DmdError::Cancelled`] where the observer cancels; otherwise the error names the file, line and column at fault.
    pub fn read(self, observer: &dyn Observer) -> Result<DmdReading, DmdError> {
        let total =
            self.sources.files.iter().fold(0u64, |total, source| total.saturating_add(source.file.size));
        observer.begin("reading dm+d", Some(total), Unit::Bytes);
        let result = read_files(&self.sources, self.warnings, observer);
        observer.end();
        result
    }
}

/// Reads one release from folders and archives: [`find`] and [`DmdInputs::read`].
///
/// # Errors
///
/// Those of both.
pub fn read(inputs: &[PathBuf], observer: &dyn Observer) -> Result<DmdReading, DmdError> {
    find(inputs, observer)?.read(observer)
}

fn read_files(
    sources: &files::Sources,
    warnings: Warnings,
    observer: &dyn Observer,
) -> Result<DmdReading, DmdError> {
    let mut reading = Reading::new();
    reading.warnings = warnings;
    let mut statistics = Vec::new();
    for (number, source) in (0u32..).zip(&sources.files) {
        reading.file = number;
        let records = source.file.read(|bytes| {
            let mut xml = Xml::new(bytes, &source.file.path, observer);
            xml.root()?;
            reading.file(&mut xml, source.root)
        })?;
        reading.input.release.files.push(DmdFile {
            root: source.root.to_owned(),
            schema: source.schema.clone(),
            date: source.date,
            records,
        });
        let (path, bytes) = (source.file.path.clone(), source.file.size);
        statistics.push(DmdFileStatistics { path, root: source.root, records, bytes });
    }
    reading.check()?;
    reading.input.release.date = sources.date;
    reading.input.release.supplementary_date = sources.supplementary_date;
    Ok(DmdReading { input: reading.input, files: statistics, warnings: reading.warnings })
}

/// Passes on only the wish to stop: roots are looked at before the stage begins.
struct Looking<'a>(&'a dyn Observer);

impl Observer for Looking<'_> {
    fn begin(&self, _stage: &'static str, _total: Option<u64>, _unit: Unit) {}

    fn advance(&self, _amount: u64) {}

    fn end(&self) {}

    fn cancelled(&self) -> bool {
        self.0.cancelled()
    }
}
