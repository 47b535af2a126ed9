//! The section directory, and sections checked before their first use.

use std::collections::HashSet;
use std::sync::OnceLock;

use bytes::Bytes;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::bytes::{u32_at, u64_at};
use crate::format::header::{ALIGNMENT, CHECKSUM_AT, HEADER_BYTES, Header};
use crate::format::{FormatError, SectionKind};

pub(crate) const ENTRY_BYTES: usize = 64;
pub(crate) const NAME_BYTES: usize = 32;
pub(crate) const REQUIRED: u32 = 1;
/// More sections than any version will have.
const MOST_SECTIONS: u32 = 1 << 12;

/// Who vouches for the content of sections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Trust {
    /// Each section is compared with its checksum before its first use.
    #[default]
    Checksums,
    /// The host has compared the whole file with a digest of its own.
    Host,
}

/// A section as the directory lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionInfo {
    /// The name.
    pub name: String,
    /// Where it begins, in bytes from the beginning of the file.
    pub offset: u64,
    /// How long it is, in bytes.
    pub length: u64,
    /// Whether a reader that does not know the section must refuse the file.
    pub required: bool,
    checksum: u64,
}

/// An opened file: its bytes and where each section lies.
#[derive(Debug)]
pub(crate) struct File {
    bytes: Bytes,
    version: u32,
    sections: Vec<SectionInfo>,
    /// By [`SectionKind`], the place in `sections` and the verdict of the checksum.
    known: Vec<(Option<usize>, OnceLock<bool>)>,
    trust: Trust,
}

/// The checksum over header and directory, with the checksum's own field as zeros.
pub(crate) fn header_checksum(header: &[u8], directory: &[u8]) -> u64 {
    let mut hash = Xxh3::new();
    hash.update(header.get(..CHECKSUM_AT).unwrap_or_default());
    hash.update(&[0; 8]);
    hash.update(header.get(CHECKSUM_AT + 8..).unwrap_or_default());
    hash.update(directory);
    hash.digest()
}

/// The checksum of a section.
pub(crate) fn section_checksum(bytes: &[u8]) -> u64 {
    xxh3_64(bytes)
}

fn read_entry(entry: &[u8]) -> Option<SectionInfo> {
    let name = entry.get(..NAME_BYTES)?;
    let length = name.iter().position(|byte| *byte == 0).unwrap_or(NAME_BYTES);
    let (name, padding) = name.split_at_checked(length)?;
    let name = str::from_utf8(name).ok()?;
    let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-';
    if name.is_empty() || !name.chars().all(legal) || padding.iter().any(|byte| *byte != 0) {
        return None;
    }
    Some(SectionInfo {
        name: name.to_owned(),
        offset: u64_at(entry, 32)?,
        length: u64_at(entry, 40)?,
        checksum: u64_at(entry, 48)?,
        required: u32_at(entry, 56)? & REQUIRED != 0,
    })
}

impl File {
    /// Checks header and directory; sections are not touched.
    pub(crate) fn open(bytes: Bytes, trust: Trust) -> Result<File, FormatError> {
        let header = Header::read(&bytes)?;
        let actual = bytes.len() as u64;
        if header.file_length > actual {
            return Err(FormatError::Truncated { expected: header.file_length, actual });
        }
        if header.section_count > MOST_SECTIONS {
            return Err(FormatError::HeaderDamaged);
        }
        let end = HEADER_BYTES + header.section_count as usize * ENTRY_BYTES;
        let head = bytes.get(..HEADER_BYTES).ok_or(FormatError::HeaderDamaged)?;
        let directory = bytes.get(HEADER_BYTES..end).ok_or(FormatError::HeaderDamaged)?;
        if header_checksum(head, directory) != header.checksum {
            return Err(FormatError::HeaderDamaged);
        }
        if header.file_length < actual {
            return Err(FormatError::TrailingBytes { extra: actual - header.file_length });
        }
        let sections = directory
            .as_chunks::<ENTRY_BYTES>()
            .0
            .iter()
            .map(|entry| {
                read_entry(entry).ok_or_else(|| FormatError::BadSectionName {
                    name: String::from_utf8_lossy(entry.get(..NAME_BYTES).unwrap_or_default())
                        .trim_end_matches('\0')
                        .to_owned(),
                })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let mut names = HashSet::new();
        let mut behind = end as u64;
        for section in &sections {
            if !names.insert(section.name.as_str()) {
                return Err(FormatError::BadSectionName { name: section.name.clone() });
            }
            let stop = section.offset.checked_add(section.length);
            if section.offset < behind
                || section.offset % ALIGNMENT as u64 != 0
                || stop.is_none_or(|stop| stop > header.file_length)
            {
                return Err(FormatError::SectionOutOfBounds {
                    name: section.name.clone(),
                    offset: section.offset,
                    length: section.length,
                });
            }
            behind = stop.unwrap_or(behind);
            let is_known = SectionKind::ALL.iter().any(|kind| kind.name() == section.name);
            if section.required && !is_known {
                return Err(FormatError::UnknownSection { name: section.name.clone() });
            }
        }
        let place = |kind: &SectionKind| sections.iter().position(|section| section.name == kind.name());
        let known: Vec<_> = SectionKind::ALL.iter().map(|kind| (place(kind), OnceLock::new())).collect();
        for (kind, (place, _)) in SectionKind::ALL.iter().zip(&known) {
            if place.is_none() && kind.part().is_none() {
                return Err(FormatError::SectionMissing { section: *kind });
            }
        }
        Ok(File { bytes, version: header.version, sections, known, trust })
    }

    /// The format version.
    pub(crate) fn version(&self) -> u32 {
        self.version
    }

    /// The directory.
    pub(crate) fn sections(&self) -> &[SectionInfo] {
        &self.sections
    }

    /// How many bytes the file has.
    pub(crate) fn length(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn slice(&self, section: &SectionInfo) -> Option<Bytes> {
        let start = usize::try_from(section.offset).ok()?;
        let end = start.checked_add(usize::try_from(section.length).ok()?)?;
        (end <= self.bytes.len()).then(|| self.bytes.slice(start..end))
    }

    /// The bytes of a section, compared with its checksum the first time.
    ///
    /// # Errors
    ///
    /// [`FormatError::NotInFile`] for a section that was left out, [`FormatError::SectionDamaged`].
    pub(crate) fn section(&self, kind: SectionKind) -> Result<Bytes, FormatError> {
        let not_in_file = FormatError::NotInFile { section: kind };
        let Some((Some(place), verdict)) = self.known.get(kind as usize) else { return Err(not_in_file) };
        let info = self.sections.get(*place).ok_or(not_in_file)?;
        let damaged = FormatError::SectionDamaged { section: kind };
        let bytes = self.slice(info).ok_or(damaged.clone())?;
        let sound =
            self.trust == Trust::Host || *verdict.get_or_init(|| section_checksum(&bytes) == info.checksum);
        if sound { Ok(bytes) } else { Err(damaged) }
    }

    /// Whether a section is in the file.
    pub(crate) fn has(&self, kind: SectionKind) -> bool {
        self.known.get(kind as usize).is_some_and(|(place, _)| place.is_some())
    }

    /// Compares every section with its checksum, known or not, and asks that the bytes between them are zeros.
    pub(crate) fn verify_checksums(&self) -> Result<(), FormatError> {
        let mut behind = HEADER_BYTES + self.sections.len() * ENTRY_BYTES;
        for section in &self.sections {
            let bytes = self.slice(section).ok_or(FormatError::HeaderDamaged)?;
            let start = section.offset as usize;
            let gap = self.bytes.get(behind..start).unwrap_or_default();
            if section_checksum(&bytes) != section.checksum {
                return Err(match SectionKind::ALL.iter().find(|kind| kind.name() == section.name) {
                    Some(kind) => FormatError::SectionDamaged { section: *kind },
                    None => FormatError::Malformed(crate::bytes::Malformed {
                        what: "a section of a newer version",
                    }),
                });
            }
            if gap.iter().any(|byte| *byte != 0) {
                return Err(FormatError::Malformed(crate::bytes::Malformed {
                    what: "the space between sections",
                }));
            }
            behind = start + bytes.len();
        }
        if self.bytes.get(behind..).unwrap_or_default().iter().any(|byte| *byte != 0) {
            return Err(FormatError::Malformed(crate::bytes::Malformed {
                what: "the space between sections",
            }));
        }
        Ok(())
    }
}
