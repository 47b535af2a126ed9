//! Archives whose bytes depend on nothing but what is in them: entries are sorted, and their times, owners and modes are
//! fixed.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use flate2::{Compression, GzBuilder};

use crate::Result;

/// What stands at a path.
enum Entry {
    File(Vec<u8>),
    /// To a file in the same folder.
    Link(String),
}

/// Files that will be packed, by their path with `/` between its parts.
#[derive(Default)]
pub struct Archive(BTreeMap<String, Entry>);

/// 1980-01-01, the first time that a Zip archive can tell.
const TIME: u64 = 315_532_800;

impl Archive {
    pub fn file(&mut self, path: &str, content: impl Into<Vec<u8>>) {
        self.0.insert(path.to_owned(), Entry::File(content.into()));
    }

    /// A file that is somewhere else.
    pub fn copy(&mut self, path: &str, from: &Path) -> Result<()> {
        let content = fs::read(from).map_err(|error| format!("{}: {error}", from.display()))?;
        self.file(path, content);
        Ok(())
    }

    /// Everything below a folder; `path` is empty for the archive's own.
    pub fn folder(&mut self, path: &str, from: &Path) -> Result<()> {
        let entries = fs::read_dir(from).map_err(|error| format!("{}: {error}", from.display()))?;
        for entry in entries {
            let entry = entry.map_err(|error| error.to_string())?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let inside = if path.is_empty() { name } else { format!("{path}/{name}") };
            // What a try of an example leaves behind.
            if inside.ends_with("__pycache__") {
                continue;
            }
            if entry.path().is_symlink() {
                let to = fs::read_link(entry.path()).map_err(|error| format!("{inside}: {error}"))?;
                self.0.insert(inside, Entry::Link(to.to_string_lossy().into_owned()));
                continue;
            }
            match entry.path().is_dir() {
                true => self.folder(&inside, &entry.path())?,
                false => self.copy(&inside, &entry.path())?,
            }
        }
        Ok(())
    }

    /// Every file and its bytes.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().filter_map(|(path, entry)| match entry {
            Entry::File(content) => Some((path.as_str(), content.as_slice())),
            Entry::Link(_) => None,
        })
    }

    /// A tar archive by gzip, whose one folder is `name`.
    pub fn tar_gz(&self, name: &str) -> Result<Vec<u8>> {
        let pack = || -> std::io::Result<Vec<u8>> {
            let mut archive = tar::Builder::new(GzBuilder::new().write(Vec::new(), Compression::best()));
            for (path, entry) in &self.0 {
                let path = format!("{name}/{path}");
                let mut header = tar::Header::new_ustar();
                header.set_mtime(TIME);
                header.set_uid(0);
                header.set_gid(0);
                match entry {
                    Entry::File(content) => {
                        header.set_entry_type(tar::EntryType::Regular);
                        header.set_mode(0o644);
                        header.set_size(content.len() as u64);
                        archive.append_data(&mut header, path, content.as_slice())?;
                    }
                    Entry::Link(to) => {
                        header.set_entry_type(tar::EntryType::Symlink);
                        header.set_mode(0o777);
                        header.set_size(0);
                        archive.append_link(&mut header, path, to)?;
                    }
                }
            }
            archive.into_inner()?.finish()
        };
        pack().map_err(|error| format!("the archive {name}: {error}"))
    }

    /// A Zip archive, whose one folder is `name`. Windows has no links that every program unpacks, so there are none.
    pub fn zip(&self, name: &str) -> Result<Vec<u8>> {
        let pack = || -> zip::result::ZipResult<Vec<u8>> {
            let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
            let options = zip::write::SimpleFileOptions::default()
                .compression_method(zip::CompressionMethod::Deflated)
                .compression_level(Some(9))
                .last_modified_time(zip::DateTime::default())
                .unix_permissions(0o644);
            for (path, content) in self.files() {
                archive.start_file(format!("{name}/{path}"), options)?;
                archive.write_all(content)?;
            }
            Ok(archive.finish()?.into_inner())
        };
        if self.0.values().any(|entry| matches!(entry, Entry::Link(_))) {
            return Err(format!("the archive {name} has a link, which Zip has not everywhere"));
        }
        pack().map_err(|error| format!("the archive {name}: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(order: &[usize]) -> Archive {
        let files = [("lib/b", "second"), ("a", "first"), ("lib/c", "")];
        let mut archive = Archive::default();
        for place in order {
            let (path, content) = files[*place];
            archive.file(path, content);
        }
        archive
    }

    #[test]
    fn the_same_files_are_the_same_archive() {
        let (one, other) = (archive(&[0, 1, 2]), archive(&[2, 1, 0]));
        assert_eq!(one.tar_gz("x").unwrap(), other.tar_gz("x").unwrap());
        assert_eq!(one.zip("x").unwrap(), other.zip("x").unwrap());
        assert_ne!(one.zip("x").unwrap(), other.zip("y").unwrap());
    }

    #[test]
    fn nothing_of_this_machine_is_in_a_tar_archive() {
        let mut archive = archive(&[0, 1, 2]);
        archive.0.insert("lib/d".into(), Entry::Link("b".into()));
        let packed = archive.tar_gz("x").unwrap();
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(packed.as_slice()));
        let mut paths = Vec::new();
        for entry in archive.entries().unwrap() {
            let entry = entry.unwrap();
            assert_eq!(entry.header().mtime().unwrap(), TIME);
            assert_eq!((entry.header().uid().unwrap(), entry.header().gid().unwrap()), (0, 0));
            paths.push(entry.path().unwrap().to_string_lossy().into_owned());
        }
        assert_eq!(paths, ["x/a", "x/lib/b", "x/lib/c", "x/lib/d"]);
    }

    #[test]
    fn a_link_is_not_left_out_of_a_zip_archive_unseen() {
        let mut archive = archive(&[0]);
        archive.0.insert("lib/d".into(), Entry::Link("b".into()));
        assert!(archive.zip("x").is_err());
    }
}
