//! The files of a folder or archive, at any depth.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::archive::Archive;
use super::error::PackageError;
use crate::progress::Observer;

/// Bytes to be read to their end, whose errors tell where they come from.
pub(crate) trait Bytes {
    /// Puts bytes into the buffer and returns how many; 0 at the end.
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, PackageError>;
}

struct FileBytes<'a> {
    path: &'a str,
    file: File,
}

impl Bytes for FileBytes<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, PackageError> {
        loop {
            match self.file.read(buffer) {
                Err(source) if source.kind() == io::ErrorKind::Interrupted => {}
                Err(source) => return Err(PackageError::Io { path: self.path.to_owned(), source }),
                Ok(count) => return Ok(count),
            }
        }
    }
}

/// One file that was found.
#[derive(Debug)]
pub(crate) struct PackageFile {
    /// The path as shown: `archive!entry` where it lies in an archive.
    pub(crate) path: String,
    /// The path from the input, with `/` between its parts, and `!` behind each archive.
    pub(crate) relative: String,
    /// Where in `relative` the path within the innermost archive, or within the input, begins.
    inner: usize,
    /// Bytes, uncompressed, as the file system or the archive declares them.
    pub(crate) size: u64,
    location: Location,
}

#[derive(Debug)]
enum Location {
    File(PathBuf),
    Entry { archive: Arc<Archive>, index: usize, name: String },
}

impl PackageFile {
    /// The path from the outermost folder of the innermost archive, or of the input, with `/` between its parts.
    pub(crate) fn inner(&self) -> &str {
        self.relative.get(self.inner..).unwrap_or_default()
    }

    /// The name without its folders.
    pub(crate) fn name(&self) -> &str {
        let inner = self.inner();
        inner.rsplit('/').next().unwrap_or(inner)
    }

    /// Opens the file and hands its bytes to `take`.
    pub(crate) fn read<T, E: From<PackageError>>(
        &self,
        take: impl FnOnce(&mut dyn Bytes) -> Result<T, E>,
    ) -> Result<T, E> {
        let path = &self.path;
        match &self.location {
            Location::File(file) => {
                let file =
                    File::open(file).map_err(|source| PackageError::Io { path: path.to_owned(), source })?;
                take(&mut FileBytes { path, file })
            }
            Location::Entry { archive, index, name } => archive.with_entry(*index, name, take),
        }
    }
}

/// Finds the files of an input, in the order of names, and hands each to `each`.
///
/// An input is a folder, an archive, or a file that `is_data` knows by its name. Archives in folders and in archives
/// are gone through as folders are; an inner one is unpacked to a temporary file that lives as long as its files do.
pub(crate) fn find<E: From<PackageError>>(
    input: &Path,
    observer: &dyn Observer,
    is_data: &dyn Fn(&str) -> bool,
    each: &mut dyn FnMut(PackageFile) -> Result<(), E>,
) -> Result<(), E> {
    Search { observer, visited: BTreeSet::new(), each }.input(input, is_data)
}

/// The search of one input.
struct Search<'a, E> {
    observer: &'a dyn Observer,
    /// Folders by their real path, so that links in a circle end.
    visited: BTreeSet<PathBuf>,
    each: &'a mut dyn FnMut(PackageFile) -> Result<(), E>,
}

impl<E: From<PackageError>> Search<'_, E> {
    fn input(&mut self, input: &Path, is_data: &dyn Fn(&str) -> bool) -> Result<(), E> {
        let path = input.display().to_string();
        let io = |source| PackageError::Io { path: path.clone(), source };
        let metadata = fs::metadata(input).map_err(io)?;
        if metadata.is_dir() {
            return self.folder(input, "");
        }
        let name = input.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if !is_data(&name) {
            let archive = Archive::at(input.to_owned(), path.clone());
            return self.archive(&Arc::new(archive), &format!("{path}!"));
        }
        let location = Location::File(input.to_owned());
        (self.each)(PackageFile { path, relative: name, inner: 0, size: metadata.len(), location })
    }

    fn go_on(&self) -> Result<(), PackageError> {
        if self.observer.cancelled() { Err(PackageError::Cancelled) } else { Ok(()) }
    }

    /// `relative` is the path from the input, empty or ending in `/`.
    fn folder(&mut self, folder: &Path, relative: &str) -> Result<(), E> {
        self.go_on()?;
        let io = |path: &Path| {
            let path = path.display().to_string();
            move |source| PackageError::Io { path, source }
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
            let relative = format!("{relative}{name}");
            if is_resource_fork(&relative) {
                continue;
            }
            // A link that leads nowhere is no reason to refuse a release.
            let Ok(metadata) = fs::metadata(&child) else { continue };
            let path = child.display().to_string();
            if metadata.is_dir() {
                self.folder(&child, &format!("{relative}/"))?;
            } else if metadata.is_file() && is_zip(&name) {
                let archive = Archive::at(child, path);
                self.archive(&Arc::new(archive), &format!("{relative}!"))?;
            } else if metadata.is_file() {
                let location = Location::File(child);
                (self.each)(PackageFile { path, relative, inner: 0, size: metadata.len(), location })?;
            }
        }
        Ok(())
    }

    /// `prefix` is the path from the input to the archive, ending in `!`.
    fn archive(&mut self, archive: &Arc<Archive>, prefix: &str) -> Result<(), E> {
        self.go_on()?;
        for entry in archive.entries()? {
            if is_resource_fork(&entry.name) {
                continue;
            }
            let relative = format!("{prefix}{}", entry.name);
            if is_zip(&entry.name) {
                let inner = archive.inner(&entry, self.observer)?;
                self.archive(&inner, &format!("{relative}!"))?;
                continue;
            }
            let path = format!("{}!{}", archive.path(), entry.name);
            let location =
                Location::Entry { archive: Arc::clone(archive), index: entry.index, name: entry.name };
            let size = entry.size;
            (self.each)(PackageFile { path, relative, inner: prefix.len(), size, location })?;
        }
        Ok(())
    }
}

fn is_zip(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"))
}

/// Whether an archiving program of macOS left this file, which has the name of another but is not it.
/// `path` has `/` between its parts.
fn is_resource_fork(path: &str) -> bool {
    path.split('/').any(|part| part == "__MACOSX")
        || path.rsplit('/').next().is_some_and(|name| name.starts_with("._"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resource_forks_are_known() {
        assert!(is_resource_fork("__MACOSX/a/._sct2_Concept_Snapshot_INT_20250909.txt"));
        assert!(is_resource_fork("a/._sct2_Concept_Snapshot_INT_20250909.txt"));
        assert!(!is_resource_fork("a._b/sct2_Concept_Snapshot_INT_20250909.txt"));
    }
}
