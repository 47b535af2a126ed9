//! Layering: of all rows of a component, one remains.

use rayon::prelude::*;
use vademecum::Sctid;

use super::error::Rf2Error;
use super::rows::{FIRST_LINE, ReadCount};
use super::source::{Found, SourceFile};
use crate::warnings::{Example, Place, WarningKind, Warnings};

/// A date and five flags in 32 bits. Ordered by date first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp(u32);

impl Stamp {
    const FLAG_BITS: u32 = 5;

    /// `date` is at most 99991231, which takes 27 bits; `flags` is below 32.
    pub(super) fn new(date: u32, flags: u8) -> Stamp {
        Stamp(date << Self::FLAG_BITS | u32::from(flags))
    }

    pub(super) fn date(self) -> u32 {
        self.0 >> Self::FLAG_BITS
    }

    pub(super) fn flags(self) -> u8 {
        (self.0 & ((1 << Self::FLAG_BITS) - 1)) as u8
    }

    pub(super) fn has(self, flag: u8) -> bool {
        self.flags() & flag != 0
    }
}

/// A row of one version of a component.
pub(super) trait Versioned: Copy + Send {
    /// What tells components apart.
    type Key: Ord + Copy + Send;

    fn key(&self) -> Self::Key;

    fn stamp(&self) -> Stamp;

    /// The row's number in the order of reading.
    fn sequence(&self) -> u32;
}

/// Which rows of one kind came from where: rows are numbered through all files of the kind.
#[derive(Debug)]
pub(super) struct Origins<'a> {
    found: &'a Found,
    /// The number of each file's first row, and the position of the file.
    files: Vec<(u32, u32)>,
    next: u32,
}

impl<'a> Origins<'a> {
    pub(super) fn new(found: &'a Found) -> Origins<'a> {
        Origins { found, files: Vec::new(), next: 0 }
    }

    /// A file begins.
    pub(super) fn begin(&mut self, file: u32) {
        self.files.push((self.next, file));
    }

    /// The number of the next row.
    pub(super) fn number(&mut self) -> Result<u32, Rf2Error> {
        let number = self.next;
        self.next = number
            .checked_add(1)
            .ok_or(Rf2Error::TooMany { what: "rows of one kind", limit: u64::from(u32::MAX) })?;
        Ok(number)
    }

    /// The file and the line of a row.
    pub(super) fn place(&self, sequence: u32) -> Place {
        let after = self.files.partition_point(|(first, _)| *first <= sequence);
        match after.checked_sub(1).and_then(|at| self.files.get(at)) {
            Some((first, file)) => Place { file: *file, line: u64::from(sequence - first) + FIRST_LINE },
            None => Place::default(),
        }
    }

    /// The path of the file of a row.
    pub(super) fn path(&self, place: Place) -> &'a str {
        self.file(place).map_or("", SourceFile::path)
    }

    /// The package of a row.
    pub(super) fn package(&self, place: Place) -> u32 {
        self.file(place).map_or(0, |file| file.package)
    }

    /// The input of a row.
    pub(super) fn input(&self, place: Place) -> u16 {
        self.file(place).map_or(0, |file| file.input)
    }

    fn file(&self, place: Place) -> Option<&'a SourceFile> {
        self.found.files.get(place.file as usize)
    }
}

/// What reading one kind of file leaves besides rows.
#[derive(Debug, Default)]
pub(super) struct Log {
    pub(super) warnings: Warnings,
    /// The files read, by position.
    pub(super) counts: Vec<(u32, ReadCount)>,
    /// Rows that a newer version replaced.
    pub(super) superseded: u64,
}

impl Log {
    /// Counts a warning about a row.
    pub(super) fn warn(
        &mut self,
        kind: WarningKind,
        origins: &Origins<'_>,
        sequence: u32,
        column: &str,
        value_and_note: impl FnOnce() -> (String, String),
    ) {
        let place = origins.place(sequence);
        self.warnings.add(kind, place, || {
            let (value, note) = value_and_note();
            let (path, column) = (origins.path(place).to_owned(), column.to_owned());
            Example { path, line: place.line, column, value, note }
        });
    }

    /// Counts a warning where the check digit of a component's own id is wrong.
    pub(super) fn check_digit(&mut self, id: u64, file: u32, path: &str, line: u64) {
        if Sctid::new(id).is_ok_and(Sctid::has_valid_check_digit) {
            return;
        }
        self.warnings.add(WarningKind::CheckDigit, Place { file, line }, || Example {
            path: path.to_owned(),
            line,
            column: "id".to_owned(),
            value: id.to_string(),
            note: String::new(),
        });
    }
}

/// Leaves the newest row of each component, ascending by key. Of rows with the same date, the one read last.
/// `same` tells whether two rows of a component say the same, dates aside.
pub(super) fn layer<R: Versioned>(
    rows: &mut Vec<R>,
    origins: &Origins<'_>,
    same: impl Fn(&R, &R) -> bool,
    show: impl Fn(R::Key) -> String,
    log: &mut Log,
) -> Result<(), Rf2Error> {
    rows.par_sort_unstable_by_key(|row| (row.key(), row.stamp().date(), row.sequence()));
    for versions in rows.chunk_by(|a, b| a.key() == b.key()) {
        if versions.len() > 1 {
            compare(versions, origins, &same, &show, log)?;
        }
    }
    rows.dedup_by(|later, kept| {
        let same = later.key() == kept.key();
        if same {
            *kept = *later;
        }
        same
    });
    Ok(())
}

/// Looks at the rows of one component, ascending by date, then in the order of reading.
fn compare<R: Versioned>(
    versions: &[R],
    origins: &Origins<'_>,
    same: &impl Fn(&R, &R) -> bool,
    show: &impl Fn(R::Key) -> String,
    log: &mut Log,
) -> Result<(), Rf2Error> {
    let Some(newest) = versions.last().map(|row| row.stamp().date()) else { return Ok(()) };
    let mut older_files: Vec<u32> = Vec::new();
    for same_date in versions.chunk_by(|a, b| a.stamp().date() == b.stamp().date()) {
        let mut before: Option<(&R, Place)> = None;
        let first_new_file = older_files.len();
        for row in same_date {
            let place = origins.place(row.sequence());
            let id = || show(row.key());
            if older_files.iter().take(first_new_file).any(|file| *file == place.file) {
                log.warn(WarningKind::OlderVersionInSameFile, origins, row.sequence(), "id", || {
                    (id(), String::new())
                });
            }
            if let Some((other, other_place)) = before {
                let same = same(row, other);
                let note =
                    || format!("the other row: {}, line {}", origins.path(other_place), other_place.line);
                let kind = match (place.file == other_place.file, same) {
                    (true, false) => {
                        return Err(Rf2Error::DuplicateRow {
                            path: origins.path(place).to_owned(),
                            line: place.line,
                            other_line: other_place.line,
                            id: id(),
                        });
                    }
                    (true, true) => Some(WarningKind::DuplicateRow),
                    (false, _) if row.stamp().date() < newest => None,
                    (false, false) => Some(WarningKind::EqualEffectiveTime),
                    (false, true) => Some(WarningKind::RepeatedRow),
                };
                if let Some(kind) = kind {
                    log.warn(kind, origins, row.sequence(), "id", || (id(), note()));
                }
            }
            if older_files.last() != Some(&place.file) {
                older_files.push(place.file);
            }
            before = Some((row, place));
        }
        if same_date.first().is_some_and(|row| row.stamp().date() < newest) {
            log.superseded += same_date.len() as u64;
        }
        older_files.sort_unstable();
        older_files.dedup();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_keeps_the_last_date_and_every_flag() {
        let stamp = Stamp::new(99_991_231, 0b10101);
        assert_eq!((stamp.date(), stamp.flags()), (99_991_231, 0b10101));
        assert!(stamp.has(1) && !stamp.has(2));
    }
}
