//! The section directory, and sections checked before their first use.

use std::collections::HashSet;
use std::sync::OnceLock;

use bytes::Bytes;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::bytes::{Malformed, u32_at, u64_at};
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

impl SectionInfo {
    /// Which section it is, where this version knows it.
    pub fn kind(&self) -> Option<SectionKind> {
        SectionKind::ALL.iter().copied().find(|kind| kind.name() == self.name)
    }
}

/// The bytes of a section, where they are there, and the verdict of its checksum.
#[derive(Debug, Default)]
struct Slot {
    bytes: OnceLock<Bytes>,
    sound: OnceLock<bool>,
}

/// An opened file: where each section lies, and the bytes of those that are there.
#[derive(Debug)]
pub(crate) struct File {
    /// All bytes, where the file was opened whole.
    whole: Option<Bytes>,
    length: u64,
    version: u32,
    sections: Vec<SectionInfo>,
    /// For each of `sections`.
    slots: Vec<Slot>,
    /// By [`SectionKind`], the place in `sections`.
    known: Vec<Option<usize>>,
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

/// Where the directory of so many sections ends.
fn directory_end(section_count: u32) -> Result<usize, FormatError> {
    if section_count > MOST_SECTIONS {
        return Err(FormatError::HeaderDamaged);
    }
    Ok(HEADER_BYTES + section_count as usize * ENTRY_BYTES)
}

/// The header, and the sections that the directory lists, from the beginning of a file.
fn read_directory(bytes: &[u8]) -> Result<(Header, Vec<SectionInfo>), FormatError> {
    let header = Header::read(bytes)?;
    let end = directory_end(header.section_count)?;
    let head = bytes.get(..HEADER_BYTES).ok_or(FormatError::HeaderDamaged)?;
    let directory = bytes
        .get(HEADER_BYTES..end)
        .ok_or(FormatError::Truncated { expected: header.file_length, actual: bytes.len() as u64 })?;
    if header_checksum(head, directory) != header.checksum {
        return Err(FormatError::HeaderDamaged);
    }
    let entries = directory.as_chunks::<ENTRY_BYTES>().0.iter();
    let sections = entries.map(|entry| {
        read_entry(entry).ok_or_else(|| FormatError::BadSectionName {
            name: String::from_utf8_lossy(entry.get(..NAME_BYTES).unwrap_or_default())
                .trim_end_matches('\0')
                .to_owned(),
        })
    });
    let sections = sections.collect::<Result<Vec<_>, _>>()?;
    check_places(&sections, end as u64, header.file_length)?;
    Ok((header, sections))
}

/// Errors where sections are named twice, lie outside the file or over one another, or have to be known and are not.
fn check_places(sections: &[SectionInfo], mut behind: u64, file_length: u64) -> Result<(), FormatError> {
    let mut names = HashSet::new();
    for section in sections {
        if !names.insert(section.name.as_str()) {
            return Err(FormatError::BadSectionName { name: section.name.clone() });
        }
        let stop = section.offset.checked_add(section.length);
        if section.offset < behind
            || section.offset % ALIGNMENT as u64 != 0
            || stop.is_none_or(|stop| stop > file_length)
        {
            return Err(FormatError::SectionOutOfBounds {
                name: section.name.clone(),
                offset: section.offset,
                length: section.length,
            });
        }
        behind = stop.unwrap_or(behind);
        if section.required && section.kind().is_none() {
            return Err(FormatError::UnknownSection { name: section.name.clone() });
        }
    }
    Ok(())
}

/// The error for a section whose checksum is not that of its bytes.
fn damaged(section: &SectionInfo) -> FormatError {
    match section.kind() {
        Some(kind) => FormatError::SectionDamaged { section: kind },
        None => FormatError::Malformed(Malformed { what: "a section of a newer version" }),
    }
}

fn slice(bytes: &Bytes, section: &SectionInfo) -> Option<Bytes> {
    let start = usize::try_from(section.offset).ok()?;
    let end = start.checked_add(usize::try_from(section.length).ok()?)?;
    (end <= bytes.len()).then(|| bytes.slice(start..end))
}

/// How many bytes from the beginning of a file [`File::open_beginning`] needs, as far as `beginning` tells.
///
/// Where the answer is more than there is, get so many and ask again; it is asked three times at most.
pub(crate) fn beginning_needed(beginning: &[u8]) -> Result<u64, FormatError> {
    if beginning.len() < HEADER_BYTES {
        // A wrong file is told by its first bytes, however few there are.
        if !beginning.is_empty() {
            match Header::read(beginning) {
                Err(FormatError::Truncated { .. }) | Ok(_) => {}
                Err(error) => return Err(error),
            }
        }
        return Ok(HEADER_BYTES as u64);
    }
    let end = directory_end(Header::read(beginning)?.section_count)? as u64;
    if (beginning.len() as u64) < end {
        return Ok(end);
    }
    let (_, sections) = read_directory(beginning)?;
    let first = [SectionKind::Manifest, SectionKind::Tables];
    let of_first = sections.iter().filter(|section| section.kind().is_some_and(|kind| first.contains(&kind)));
    // Places were checked, so that this does not overflow.
    Ok(of_first.map(|section| section.offset + section.length).max().unwrap_or(end))
}

impl File {
    /// Checks header and directory; sections are not touched.
    pub(crate) fn open(bytes: Bytes, trust: Trust) -> Result<File, FormatError> {
        let header = Header::read(&bytes)?;
        let actual = bytes.len() as u64;
        if header.file_length > actual {
            return Err(FormatError::Truncated { expected: header.file_length, actual });
        }
        let mut file = File::open_beginning(bytes.clone(), trust)?;
        file.whole = Some(bytes);
        Ok(file)
    }

    /// Checks the header and directory of a file of which the beginning is there. Sections that lie in it whole are
    /// there as well; the others can be added.
    pub(crate) fn open_beginning(bytes: Bytes, trust: Trust) -> Result<File, FormatError> {
        let (header, sections) = read_directory(&bytes)?;
        let extra = (bytes.len() as u64).saturating_sub(header.file_length);
        if extra > 0 {
            return Err(FormatError::TrailingBytes { extra });
        }
        let place = |kind: &SectionKind| sections.iter().position(|section| section.name == kind.name());
        let known: Vec<_> = SectionKind::ALL.iter().map(place).collect();
        for (kind, place) in SectionKind::ALL.iter().zip(&known) {
            if place.is_none() && kind.part().is_none() {
                return Err(FormatError::SectionMissing { section: *kind });
            }
        }
        let slot = |section: &SectionInfo| Slot {
            bytes: slice(&bytes, section).map(OnceLock::from).unwrap_or_default(),
            sound: OnceLock::new(),
        };
        let slots = sections.iter().map(slot).collect();
        let (version, length) = (header.version, header.file_length);
        Ok(File { whole: None, length, version, sections, slots, known, trust })
    }

    /// Adds a section that was not there yet, after comparing it with its length and checksum.
    ///
    /// A section that is there already is compared like any other, and the bytes that were there stay.
    ///
    /// # Errors
    ///
    /// [`FormatError::NotListed`], [`FormatError::SectionLength`], or that the section is damaged. What is wrong is not
    /// kept: the right bytes can be added after.
    pub(crate) fn add(&self, name: &str, bytes: Bytes) -> Result<(), FormatError> {
        let mut entries = self.sections.iter().zip(&self.slots);
        let entry = entries.find(|(section, _)| section.name == name);
        let (section, slot) = entry.ok_or_else(|| FormatError::NotListed { name: name.to_owned() })?;
        let actual = bytes.len() as u64;
        if actual != section.length {
            return Err(FormatError::SectionLength {
                name: name.to_owned(),
                expected: section.length,
                actual,
            });
        }
        if self.trust == Trust::Checksums && section_checksum(&bytes) != section.checksum {
            return Err(damaged(section));
        }
        if slot.bytes.set(bytes).is_ok() && self.trust == Trust::Checksums {
            let _ = slot.sound.set(true);
        }
        Ok(())
    }

    /// The sections that are not there yet.
    pub(crate) fn missing(&self) -> impl Iterator<Item = &SectionInfo> {
        let entries = self.sections.iter().zip(&self.slots);
        entries.filter(|(_, slot)| slot.bytes.get().is_none()).map(|(section, _)| section)
    }

    /// The format version.
    pub(crate) fn version(&self) -> u32 {
        self.version
    }

    /// The directory.
    pub(crate) fn sections(&self) -> &[SectionInfo] {
        &self.sections
    }

    /// How many bytes the whole file has.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// The bytes of a section, compared with its checksum the first time.
    ///
    /// # Errors
    ///
    /// [`FormatError::NotInFile`] for a section that was left out, [`FormatError::NotLoaded`] for one that is not there
    /// yet, [`FormatError::SectionDamaged`].
    pub(crate) fn section(&self, kind: SectionKind) -> Result<Bytes, FormatError> {
        let not_in_file = FormatError::NotInFile { section: kind };
        let Some(Some(place)) = self.known.get(kind as usize) else { return Err(not_in_file) };
        let (Some(info), Some(slot)) = (self.sections.get(*place), self.slots.get(*place)) else {
            return Err(not_in_file);
        };
        let bytes = slot.bytes.get().ok_or(FormatError::NotLoaded { section: kind })?;
        let sound =
            self.trust == Trust::Host || *slot.sound.get_or_init(|| section_checksum(bytes) == info.checksum);
        if sound { Ok(bytes.clone()) } else { Err(FormatError::SectionDamaged { section: kind }) }
    }

    /// Whether a section is in the file, be it there yet or not.
    pub(crate) fn has(&self, kind: SectionKind) -> bool {
        self.known.get(kind as usize).is_some_and(Option::is_some)
    }

    /// Compares every section with its checksum, known or not, and asks that the bytes between them are zeros. The
    /// space between sections that came by themselves is not there to be asked.
    pub(crate) fn verify_checksums(&self) -> Result<(), FormatError> {
        let missing: Vec<String> = self.missing().map(|section| section.name.clone()).collect();
        if !missing.is_empty() {
            return Err(FormatError::Incomplete { missing });
        }
        for (section, slot) in self.sections.iter().zip(&self.slots) {
            if slot.bytes.get().map(|bytes| section_checksum(bytes)) != Some(section.checksum) {
                return Err(damaged(section));
            }
        }
        let Some(whole) = &self.whole else { return Ok(()) };
        let mut behind = HEADER_BYTES + self.sections.len() * ENTRY_BYTES;
        let ends = self.sections.iter().map(|section| (section.offset, section.offset + section.length));
        for (start, end) in ends.chain([(self.length, self.length)]) {
            let gap = whole.get(behind..start as usize).ok_or(FormatError::HeaderDamaged)?;
            if gap.iter().any(|byte| *byte != 0) {
                return Err(FormatError::Malformed(Malformed { what: "the space between sections" }));
            }
            behind = end as usize;
        }
        Ok(())
    }
}
