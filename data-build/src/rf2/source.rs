//! Finding the files of a release in folders and archives.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::archive::Archive;
use super::error::Rf2Error;
use super::name::{Named, is_resource_fork, named, package};
use super::release::FileKind;
use crate::progress::Observer;
use crate::warnings::{Example, Place, WarningKind, Warnings};

/// How much of a `release_package_information.json` is looked at.
const INFORMATION_LIMIT: u64 = 1 << 20;

/// Bytes to be read to their end, whose errors tell where they come from.
pub(super) trait Bytes {
    /// Puts bytes into the buffer and returns how many; 0 at the end.
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Rf2Error>;
}

struct FileBytes<'a> {
    path: &'a str,
    file: File,
}

impl Bytes for FileBytes<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Rf2Error> {
        loop {
            match self.file.read(buffer) {
                Err(source) if source.kind() == io::ErrorKind::Interrupted => {}
                Err(source) => return Err(Rf2Error::Io { path: self.path.to_owned(), source }),
                Ok(count) => return Ok(count),
            }
        }
    }
}

/// One file to be read.
#[derive(Debug)]
pub(super) struct SourceFile {
    /// The path as shown: `archive!entry` where it lies in an archive.
    pub(super) path: String,
    pub(super) kind: FileKind,
    /// The position of the input it belongs to.
    pub(super) input: u16,
    /// The package it belongs to, numbered in the order of layering over all inputs.
    pub(super) package: u32,
    /// Bytes, uncompressed, as the file system or the archive declares them.
    pub(super) size: u64,
    location: Location,
    /// What comes before the folders of the format in `path`.
    package_path: String,
}

#[derive(Debug)]
enum Location {
    File(PathBuf),
    Entry { archive: Arc<Archive>, index: usize, name: String },
}

impl Location {
    fn read<T>(
        &self,
        path: &str,
        take: impl FnOnce(&mut dyn Bytes) -> Result<T, Rf2Error>,
    ) -> Result<T, Rf2Error> {
        match self {
            Location::File(file) => {
                let file =
                    File::open(file).map_err(|source| Rf2Error::Io { path: path.to_owned(), source })?;
                take(&mut FileBytes { path, file })
            }
            Location::Entry { archive, index, name } => archive.with_entry(*index, name, take),
        }
    }
}

impl SourceFile {
    /// Opens the file and hands its bytes to `take`.
    pub(super) fn read<T>(
        &self,
        take: impl FnOnce(&mut dyn Bytes) -> Result<T, Rf2Error>,
    ) -> Result<T, Rf2Error> {
        self.location.read(&self.path, take)
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
        let mut search = Search {
            input: number,
            observer,
            found: &mut found,
            visited: BTreeSet::new(),
            seen: Seen::default(),
        };
        search.input(input)?;
        let seen = search.seen;
        if let (Some(example), false) = (seen.full_or_delta, seen.snapshot_concepts) {
            return Err(Rf2Error::NotSnapshot { input: input.clone(), example });
        }
        if !seen.rf2 {
            return Err(Rf2Error::NoRelease { input: input.clone() });
        }
    }
    found.files.sort_by(|a, b| (a.input, &a.package_path, &a.path).cmp(&(b.input, &b.package_path, &b.path)));
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

/// The search of one input.
struct Search<'a> {
    input: u16,
    observer: &'a dyn Observer,
    found: &'a mut Found,
    /// Folders by their real path, so that links in a circle end.
    visited: BTreeSet<PathBuf>,
    seen: Seen,
}

impl Search<'_> {
    fn input(&mut self, input: &Path) -> Result<(), Rf2Error> {
        let shown = input.display().to_string();
        let io = |source| Rf2Error::Io { path: shown.clone(), source };
        let metadata = fs::metadata(input).map_err(io)?;
        if metadata.is_dir() {
            return self.folder(input, "");
        }
        let name = input.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if named(&name) == Named::Foreign {
            let archive = Archive::at(input.to_owned(), shown.clone());
            return self.archive(&Arc::new(archive), &format!("{shown}!"));
        }
        self.file(&name, "", shown, metadata.len(), Location::File(input.to_owned()))
    }

    /// `relative` is the path from the input, empty or ending in `/`.
    fn folder(&mut self, folder: &Path, relative: &str) -> Result<(), Rf2Error> {
        if self.observer.cancelled() {
            return Err(Rf2Error::Cancelled);
        }
        let io = |path: &Path| {
            let path = path.display().to_string();
            move |source| Rf2Error::Io { path, source }
        };
        if !self.visited.insert(fs::canonicalize(folder).map_err(io(folder))?) {
            return Ok(());
        }
        let mut children = Vec::new();
        for child in fs::read_dir(folder).map_err(io(folder))? {
            children.push(child.map_err(io(folder))?.path());
        }
        children.sort();
        for child in children {
            let name = child.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let path = format!("{relative}{name}");
            if is_resource_fork(&path) {
                continue;
            }
            // A link that leads nowhere is no reason to refuse a release.
            let Ok(metadata) = fs::metadata(&child) else { continue };
            let shown = child.display().to_string();
            if metadata.is_dir() {
                self.folder(&child, &format!("{path}/"))?;
            } else if metadata.is_file() && is_zip(&name) {
                let archive = Archive::at(child, shown.clone());
                self.archive(&Arc::new(archive), &format!("{path}!"))?;
            } else if metadata.is_file() {
                self.file(&path, "", shown, metadata.len(), Location::File(child))?;
            }
        }
        Ok(())
    }

    /// `prefix` is the path from the input to the archive, ending in `!`.
    fn archive(&mut self, archive: &Arc<Archive>, prefix: &str) -> Result<(), Rf2Error> {
        if self.observer.cancelled() {
            return Err(Rf2Error::Cancelled);
        }
        for entry in archive.entries()? {
            if is_resource_fork(&entry.name) {
                continue;
            }
            if is_zip(&entry.name) {
                let inner = archive.inner(&entry, self.observer)?;
                self.archive(&inner, &format!("{prefix}{}!", entry.name))?;
                continue;
            }
            let shown = format!("{}!{}", archive.path(), entry.name);
            let location = Location::Entry {
                archive: Arc::clone(archive),
                index: entry.index,
                name: entry.name.clone(),
            };
            self.file(&entry.name, prefix, shown, entry.size, location)?;
        }
        Ok(())
    }

    fn file(
        &mut self,
        path: &str,
        prefix: &str,
        shown: String,
        size: u64,
        location: Location,
    ) -> Result<(), Rf2Error> {
        let name = path.rsplit('/').next().unwrap_or(path);
        if name == "release_package_information.json" {
            self.information(shown, &location);
            return Ok(());
        }
        match named(name) {
            Named::Foreign => {}
            Named::OtherSnapshot => self.seen.rf2 = true,
            Named::FullOrDelta => {
                self.seen.rf2 = true;
                self.seen.full_or_delta.get_or_insert(shown);
            }
            Named::Snapshot(kind) => {
                self.seen.rf2 = true;
                self.seen.snapshot_concepts |= kind == FileKind::Concept;
                let package_path = format!("{prefix}{}", package(path));
                let input = self.input;
                self.found.files.push(SourceFile {
                    path: shown,
                    kind,
                    input,
                    package: 0,
                    size,
                    location,
                    package_path,
                });
            }
        }
        Ok(())
    }

    /// Warns where the description of a package is not JSON: some UK releases have shipped such files, and
    /// nothing in them is needed.
    fn information(&mut self, path: String, location: &Location) {
        let mut text = Vec::new();
        let read = location.read(&path, |bytes| {
            let mut block = vec![0; 1 << 16];
            while (text.len() as u64) < INFORMATION_LIMIT {
                let count = bytes.read(&mut block)?;
                if count == 0 {
                    break;
                }
                text.extend_from_slice(block.get(..count).unwrap_or_default());
            }
            Ok(())
        });
        let note = match (read, serde_json::from_slice::<serde::de::IgnoredAny>(&text)) {
            (Ok(()), Ok(_)) => return,
            (Err(error), _) => error.to_string(),
            (_, Err(error)) => error.to_string(),
        };
        let kind = WarningKind::ReleaseInformationNotJson;
        let file = u32::try_from(self.found.warnings.count(kind)).unwrap_or(u32::MAX);
        self.found.warnings.add(kind, Place { file, line: 0 }, || Example {
            path,
            note,
            ..Example::default()
        });
    }
}

fn is_zip(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"))
}
