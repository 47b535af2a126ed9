//! Zip archives, and archives inside them, read without trusting what they declare.

use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::PathBuf;
use std::sync::Arc;

use tempfile::NamedTempFile;
use zip::ZipArchive;
use zip::result::ZipError;

use super::error::PackageError;
use super::source::Bytes;
use crate::progress::Observer;
use crate::shown::shown;

/// The deepest nesting of archives.
const LEVELS: usize = 16;
/// An entry may unpack to this size whatever its packed size.
const SMALL: u64 = 1 << 20;
/// A larger entry may be this many times its packed size. Releases pack about 1:10 to 1:30.
const RATIO: u64 = 1000;
/// How much is unpacked between two looks at [`Observer::cancelled`].
const STEP: usize = 1 << 20;

/// A zip archive on disk: one that was named or found, or the temporary copy of one found in another.
#[derive(Debug)]
pub(super) struct Archive {
    /// The path as shown: `outer.zip!inner.zip`.
    path: String,
    file: Place,
    /// 1 for an archive in a folder.
    level: usize,
}

#[derive(Debug)]
enum Place {
    Named(PathBuf),
    /// Deleted with the last [`Archive`] that refers to it.
    Copy(NamedTempFile),
}

/// An entry as the central directory describes it.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) index: usize,
    /// The path inside the archive, with `/` between its parts.
    pub(super) name: String,
    /// The declared size, unpacked.
    pub(super) size: u64,
}

impl Archive {
    /// The archive at a path of the file system.
    pub(super) fn at(path: PathBuf, shown: String) -> Archive {
        Archive { path: shown, file: Place::Named(path), level: 1 }
    }

    /// The path as errors show it.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    fn open(&self) -> Result<ZipArchive<BufReader<File>>, PackageError> {
        let file = match &self.file {
            Place::Named(path) => File::open(path),
            Place::Copy(copy) => copy.reopen(),
        };
        let file = file.map_err(|source| PackageError::Io { path: self.path.clone(), source })?;
        let damaged = |source| PackageError::Archive { archive: self.path.clone(), source };
        let zip = ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
        if zip.has_duplicate_names() {
            return Err(damaged(ZipError::InvalidArchive("two entries have the same name".into())));
        }
        Ok(zip)
    }

    /// The files in the archive, in the order of its directory. Every entry is checked, wanted or not.
    pub(super) fn entries(&self) -> Result<Vec<Entry>, PackageError> {
        let zip = self.open()?;
        let mut entries = Vec::new();
        for index in 0..zip.len() {
            let entry = zip
                .by_index_data(index)
                .map_err(|source| PackageError::Archive { archive: self.path.clone(), source })?;
            let raw = entry.name_raw();
            if !is_safe(raw) {
                return Err(PackageError::UnsafeEntry { archive: self.path.clone(), entry: shown(raw) });
            }
            let name = String::from_utf8_lossy(raw).replace('\\', "/");
            if is_absurd(entry.compressed_size(), entry.size()) {
                return Err(PackageError::Expansion {
                    archive: self.path.clone(),
                    entry: name,
                    packed: entry.compressed_size(),
                    unpacked: entry.size(),
                });
            }
            if !name.ends_with('/') {
                entries.push(Entry { index, name, size: entry.size() });
            }
        }
        Ok(entries)
    }

    /// Reads one entry.
    pub(super) fn with_entry<T, E: From<PackageError>>(
        &self,
        index: usize,
        name: &str,
        take: impl FnOnce(&mut dyn Bytes) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut zip = self.open()?;
        let file = zip.by_index(index).map_err(|source| self.entry_error(name, source))?;
        let (packed, declared) = (file.compressed_size(), file.size());
        take(&mut EntryBytes { archive: self, name, file, packed, declared, unpacked: 0 })
    }

    fn entry_error(&self, name: &str, source: ZipError) -> PackageError {
        let (archive, entry) = (self.path.clone(), name.to_owned());
        match source {
            ZipError::Io(source) if source.kind() != io::ErrorKind::Unsupported => {
                PackageError::DamagedEntry { archive, entry, source }
            }
            ZipError::Io(_)
            | ZipError::UnsupportedArchive(_)
            | ZipError::CompressionMethodNotSupported(_)
            | ZipError::InvalidPassword => PackageError::UnsupportedEntry { archive, entry, source },
            other => {
                let source = io::Error::new(io::ErrorKind::InvalidData, other);
                PackageError::DamagedEntry { archive, entry, source }
            }
        }
    }

    /// Unpacks an archive that is an entry of this one to a temporary file.
    pub(super) fn inner(&self, entry: &Entry, observer: &dyn Observer) -> Result<Arc<Archive>, PackageError> {
        let path = format!("{}!{}", self.path, entry.name);
        if self.level >= LEVELS {
            return Err(PackageError::Nesting { archive: path, limit: LEVELS });
        }
        let spool = |source| PackageError::Spool { path: path.clone(), source };
        let mut copy = NamedTempFile::new().map_err(spool)?;
        self.with_entry(entry.index, &entry.name, |bytes| {
            let mut block = vec![0; STEP];
            loop {
                if observer.cancelled() {
                    return Err(PackageError::Cancelled);
                }
                let count = bytes.read(&mut block)?;
                if count == 0 {
                    return copy.flush().map_err(spool);
                }
                copy.write_all(block.get(..count).unwrap_or_default()).map_err(spool)?;
            }
        })?;
        Ok(Arc::new(Archive { path, file: Place::Copy(copy), level: self.level + 1 }))
    }
}

/// Whether the name of an entry stays inside its archive on every system.
fn is_safe(name: &[u8]) -> bool {
    let is_separator = |byte: &u8| matches!(byte, b'/' | b'\\');
    let has_drive = matches!(name, [letter, b':', ..] if letter.is_ascii_alphabetic());
    !name.first().is_none_or(is_separator)
        && !has_drive
        && !name.contains(&0)
        && name.split(is_separator).all(|part| part != b"..")
}

/// Whether an entry that packs to `packed` bytes cannot be genuine if it unpacks to `unpacked`.
fn is_absurd(packed: u64, unpacked: u64) -> bool {
    unpacked > SMALL && unpacked > packed.saturating_mul(RATIO)
}

/// The unpacked bytes of an entry.
struct EntryBytes<'a, R: Read> {
    archive: &'a Archive,
    name: &'a str,
    file: R,
    packed: u64,
    declared: u64,
    unpacked: u64,
}

impl<R: Read> Bytes for EntryBytes<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, PackageError> {
        let count = loop {
            match self.file.read(buffer) {
                Err(source) if source.kind() == io::ErrorKind::Interrupted => {}
                Err(source) => return Err(self.archive.entry_error(self.name, ZipError::Io(source))),
                Ok(count) => break count,
            }
        };
        self.unpacked += count as u64;
        if self.unpacked > self.declared || is_absurd(self.packed, self.unpacked) {
            return Err(PackageError::Expansion {
                archive: self.archive.path.clone(),
                entry: self.name.to_owned(),
                packed: self.packed,
                unpacked: self.unpacked,
            });
        }
        if count == 0 && !buffer.is_empty() && self.unpacked < self.declared {
            let source = io::Error::new(io::ErrorKind::UnexpectedEof, "shorter than its declared size");
            return Err(self.archive.entry_error(self.name, ZipError::Io(source)));
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_out_are_unsafe() {
        for name in [
            "",
            "/a",
            "\\a",
            "\\\\host\\a",
            "C:\\a",
            "c:a",
            "..",
            "../a",
            "a/../b",
            "a\\..\\b",
            "a/..",
            "a\0",
        ] {
            assert!(!is_safe(name.as_bytes()), "{name:?}");
        }
        for name in ["a", "a/b.txt", "a/..b", "a...", "./a", "ab:c"] {
            assert!(is_safe(name.as_bytes()), "{name:?}");
        }
    }

    #[test]
    fn expansion_is_absurd_past_a_megabyte_and_a_thousand() {
        assert!(!is_absurd(1, SMALL));
        assert!(is_absurd(1, SMALL + 1));
        assert!(!is_absurd(SMALL, SMALL * 1000));
        assert!(is_absurd(SMALL, SMALL * 1000 + 1));
        assert!(!is_absurd(u64::MAX, u64::MAX));
    }
}
