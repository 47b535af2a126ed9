//! Finding the files of a release in folders and archives.

use std::path::PathBuf;

use super::error::Rf2Error;
use super::name::{Named, named, package};
use super::release::FileKind;
use crate::package::{Bytes, PackageFile};
use crate::progress::Observer;
use crate::warnings::{Example, Place, WarningKind, Warnings};

/// How much of a `release_package_information.json` is looked at.
const INFORMATION_LIMIT: u64 = 1 << 20;

/// One file to be read.
#[derive(Debug)]
pub(super) struct SourceFile {
    file: PackageFile,
    pub(super) kind: FileKind,
    /// The position of the input it belongs to.
    pub(super) input: u16,
    /// The package it belongs to, numbered in the order of layering over all inputs.
    pub(super) package: u32,
    /// What comes before the folders of the format in its path.
    package_path: String,
}

impl SourceFile {
    /// The path as shown: `archive!entry` where it lies in an archive.
    pub(super) fn path(&self) -> &str {
        &self.file.path
    }

    /// Bytes, uncompressed, as the file system or the archive declares them.
    pub(super) fn size(&self) -> u64 {
        self.file.size
    }

    /// Opens the file and hands its bytes to `take`.
    pub(super) fn read<T>(
        &self,
        take: impl FnOnce(&mut dyn Bytes) -> Result<T, Rf2Error>,
    ) -> Result<T, Rf2Error> {
        self.file.read(take)
    }
}

/// What the inputs hold.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The files in the order of layering: by input, then package, then path.
    pub(super) files: Vec<SourceFile>,
    /// Warnings about files that are not data.
    pub(super) warnings: Warnings,
}

impl Found {
    /// The files of these kinds with their positions, in the order of layering.
    pub(super) fn of_kinds(&self, kinds: &'static [FileKind]) -> impl Iterator<Item = (u32, &SourceFile)> {
        (0..).zip(&self.files).filter(|(_, file)| kinds.contains(&file.kind))
    }
}

/// Finds the files of every input. Inner archives are unpacked to temporary files that live as long as the
/// result.
pub(super) fn find(inputs: &[PathBuf], observer: &dyn Observer) -> Result<Found, Rf2Error> {
    let mut found = Found::default();
    for (number, input) in inputs.iter().enumerate() {
        let number = u16::try_from(number)
            .map_err(|_| Rf2Error::TooMany { what: "inputs", limit: u64::from(u16::MAX) })?;
        let is_data = |name: &str| named(name) != Named::Foreign;
        let mut search = Search { input: number, found: &mut found, seen: Seen::default() };
        crate::package::find(input, observer, &is_data, &mut |file| {
            search.file(file);
            Ok::<(), Rf2Error>(())
        })?;
        let seen = search.seen;
        if let (Some(example), false) = (seen.full_or_delta, seen.snapshot_concepts) {
            return Err(Rf2Error::NotSnapshot { input: input.clone(), example });
        }
        if !seen.rf2 {
            return Err(Rf2Error::NoRelease { input: input.clone() });
        }
    }
    found.files.sort_by(|a, b| {
        (a.input, &a.package_path, &a.file.path).cmp(&(b.input, &b.package_path, &b.file.path))
    });
    let mut number = 0;
    let mut last: Option<(u16, String)> = None;
    for file in &mut found.files {
        let package = (file.input, std::mem::take(&mut file.package_path));
        if last.as_ref().is_some_and(|last| *last != package) {
            number += 1;
        }
        file.package = number;
        last = Some(package);
    }
    Ok(found)
}

/// What has been seen of one input.
#[derive(Debug, Default)]
struct Seen {
    rf2: bool,
    snapshot_concepts: bool,
    full_or_delta: Option<String>,
}

/// The files of one input.
struct Search<'a> {
    input: u16,
    found: &'a mut Found,
    seen: Seen,
}

impl Search<'_> {
    fn file(&mut self, file: PackageFile) {
        if file.name() == "release_package_information.json" {
            self.information(&file);
            return;
        }
        match named(file.name()) {
            Named::Foreign => {}
            Named::OtherSnapshot => self.seen.rf2 = true,
            Named::FullOrDelta => {
                self.seen.rf2 = true;
                self.seen.full_or_delta.get_or_insert(file.path);
            }
            Named::Snapshot(kind) => {
                self.seen.rf2 = true;
                self.seen.snapshot_concepts |= kind == FileKind::Concept;
                let archives = file.relative.len() - file.inner().len();
                let archives = file.relative.get(..archives).unwrap_or_default();
                let package_path = format!("{archives}{}", package(file.inner()));
                let input = self.input;
                self.found.files.push(SourceFile { file, kind, input, package: 0, package_path });
            }
        }
    }

    /// Warns where the description of a package is not JSON: some UK releases have shipped such files, and
    /// nothing in them is needed.
    fn information(&mut self, file: &PackageFile) {
        let mut text = Vec::new();
        let read = file.read(|bytes| {
            let mut block = vec![0; 1 << 16];
            while (text.len() as u64) < INFORMATION_LIMIT {
                let count = bytes.read(&mut block)?;
                if count == 0 {
                    break;
                }
                text.extend_from_slice(block.get(..count).unwrap_or_default());
            }
            Ok::<(), Rf2Error>(())
        });
        let note = match (read, serde_json::from_slice::<serde::de::IgnoredAny>(&text)) {
            (Ok(()), Ok(_)) => return,
            (Err(error), _) => error.to_string(),
            (_, Err(error)) => error.to_string(),
        };
        let kind = WarningKind::ReleaseInformationNotJson;
        let place = u32::try_from(self.found.warnings.count(kind)).unwrap_or(u32::MAX);
        self.found.warnings.add(kind, Place { file: place, line: 0 }, || Example {
            path: file.path.clone(),
            note,
            ..Example::default()
        });
    }
}
