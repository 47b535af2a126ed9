//! Reading the rows of a file: header, columns, and the forms of values.

use super::error::Rf2Error;
use super::lines::{Line, Lines, Meter};
use super::source::SourceFile;
use crate::shown::shown;

/// The columns of `sct2_Concept` files.
pub(super) const CONCEPT: [&str; 5] = ["id", "effectiveTime", "active", "moduleId", "definitionStatusId"];
/// The columns of `sct2_Description` and `sct2_TextDefinition` files.
pub(super) const DESCRIPTION: [&str; 9] = [
    "id",
    "effectiveTime",
    "active",
    "moduleId",
    "conceptId",
    "languageCode",
    "typeId",
    "term",
    "caseSignificanceId",
];
/// The columns of `sct2_Relationship` files.
pub(super) const RELATIONSHIP: [&str; 10] = [
    "id",
    "effectiveTime",
    "active",
    "moduleId",
    "sourceId",
    "destinationId",
    "relationshipGroup",
    "typeId",
    "characteristicTypeId",
    "modifierId",
];
/// The columns of `sct2_RelationshipConcreteValues` files.
pub(super) const CONCRETE: [&str; 10] = [
    "id",
    "effectiveTime",
    "active",
    "moduleId",
    "sourceId",
    "value",
    "relationshipGroup",
    "typeId",
    "characteristicTypeId",
    "modifierId",
];
/// The columns of language refset files.
pub(super) const LANGUAGE: [&str; 7] =
    ["id", "effectiveTime", "active", "moduleId", "refsetId", "referencedComponentId", "acceptabilityId"];
/// The columns of module dependency refset files.
pub(super) const MODULE_DEPENDENCY: [&str; 8] = [
    "id",
    "effectiveTime",
    "active",
    "moduleId",
    "refsetId",
    "referencedComponentId",
    "sourceEffectiveTime",
    "targetEffectiveTime",
];

/// What was read of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ReadCount {
    pub(super) rows: u64,
    pub(super) active: u64,
    pub(super) bytes: u64,
}

/// The first line of data: rows stand on consecutive lines from here.
pub(super) const FIRST_LINE: u64 = 2;

/// Reads a file and calls `take` with each row, which answers whether the row is active.
pub(super) fn each_row<const N: usize>(
    file: &SourceFile,
    columns: [&'static str; N],
    meter: Meter<'_>,
    mut take: impl FnMut(&Row<'_>, [&[u8]; N]) -> Result<bool, Rf2Error>,
) -> Result<ReadCount, Rf2Error> {
    file.read(|bytes| {
        let mut lines = Lines::new(bytes, file.path(), meter);
        match lines.next_line()? {
            Some(line) => check_header(file.path(), line.text, columns)?,
            None => return Err(Rf2Error::NoHeader { path: file.path().to_owned(), expected: N }),
        }
        let mut count = ReadCount { rows: 0, active: 0, bytes: 0 };
        let mut blank = None;
        while let Some(line) = lines.next_line()? {
            if line.text.is_empty() {
                blank.get_or_insert(line.number);
                continue;
            }
            if let Some(line) = blank {
                return Err(Rf2Error::Columns { path: file.path().to_owned(), line, expected: N, found: 0 });
            }
            let row = Row { path: file.path(), line };
            let fields = split(line.text).map_err(|found| Rf2Error::Columns {
                path: file.path().to_owned(),
                line: line.number,
                expected: N,
                found,
            })?;
            count.rows += 1;
            count.active += u64::from(take(&row, fields)?);
        }
        count.bytes = lines.offset();
        Ok(count)
    })
}

/// Cuts a line at its tabs, or says how many columns it has.
fn split<const N: usize>(line: &[u8]) -> Result<[&[u8]; N], usize> {
    let mut fields = [&[][..]; N];
    let mut parts = line.split(|byte| *byte == b'\t');
    for (number, field) in fields.iter_mut().enumerate() {
        *field = parts.next().ok_or(number)?;
    }
    match parts.count() {
        0 => Ok(fields),
        more => Err(N + more),
    }
}

fn check_header<const N: usize>(path: &str, line: &[u8], columns: [&'static str; N]) -> Result<(), Rf2Error> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    if line.is_empty() {
        return Err(Rf2Error::NoHeader { path: path.to_owned(), expected: N });
    }
    let mut found = line.split(|byte| *byte == b'\t');
    let mut expected = columns.into_iter();
    for position in 1.. {
        let (found, expected) = match (found.next(), expected.next()) {
            (None, None) => break,
            (Some(found), Some(expected)) if found.eq_ignore_ascii_case(expected.as_bytes()) => continue,
            (found, expected) => (found.unwrap_or_default(), expected.unwrap_or_default()),
        };
        return Err(Rf2Error::Header { path: path.to_owned(), position, expected, found: shown(found) });
    }
    Ok(())
}

/// Where a row stands; reads its values.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    path: &'a str,
    line: Line<'a>,
}

impl<'a> Row<'a> {
    pub(super) fn line(&self) -> u64 {
        self.line.number
    }

    pub(super) fn path(&self) -> &'a str {
        self.path
    }

    /// The error for a value of the wrong form.
    #[cold]
    pub(super) fn bad(&self, field: &[u8], column: &'static str, expected: &'static str) -> Rf2Error {
        Rf2Error::Value {
            path: self.path.to_owned(),
            line: self.line.number,
            column,
            value: shown(field),
            expected,
        }
    }

    /// An SCTID. Its check digit is not looked at.
    pub(super) fn sctid(&self, field: &[u8], column: &'static str) -> Result<u64, Rf2Error> {
        sctid(field).ok_or_else(|| self.bad(field, column, "an SCTID (6 to 18 digits)"))
    }

    /// A date.
    pub(super) fn date(&self, field: &[u8], column: &'static str) -> Result<u32, Rf2Error> {
        date(field).ok_or_else(|| self.bad(field, column, "a date (yyyymmdd)"))
    }

    /// The active flag.
    pub(super) fn active(&self, field: &[u8]) -> Result<bool, Rf2Error> {
        match field {
            b"0" => Ok(false),
            b"1" => Ok(true),
            _ => Err(self.bad(field, "active", "0 or 1")),
        }
    }

    /// A relationship group.
    pub(super) fn group(&self, field: &[u8]) -> Result<u32, Rf2Error> {
        digits(field, 10)
            .and_then(|number| u32::try_from(number).ok())
            .ok_or_else(|| self.bad(field, "relationshipGroup", "a whole number below 4294967296"))
    }

    /// A UUID as two halves.
    pub(super) fn uuid(&self, field: &[u8]) -> Result<[u64; 2], Rf2Error> {
        uuid(field).ok_or_else(|| self.bad(field, "id", "a UUID"))
    }

    /// A text. `field` is part of this row's line.
    pub(super) fn text<'f>(&self, field: &'f [u8], column: &'static str) -> Result<&'f str, Rf2Error> {
        std::str::from_utf8(field).map_err(|error| {
            let start = start_in(self.line.text, field).unwrap_or_default();
            let offset = self.line.offset + start + error.valid_up_to() as u64;
            Rf2Error::Utf8 { path: self.path.to_owned(), line: self.line.number, column, offset }
        })
    }
}

/// Where `field`, a part of `line`, starts in it.
fn start_in(line: &[u8], field: &[u8]) -> Option<u64> {
    let start = field.as_ptr().addr().checked_sub(line.as_ptr().addr())?;
    u64::try_from(start).ok()
}

fn digits(field: &[u8], most: usize) -> Option<u64> {
    if field.is_empty() || field.len() > most {
        return None;
    }
    let mut number = 0;
    for byte in field {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + u64::from(digit);
    }
    Some(number)
}

fn sctid(field: &[u8]) -> Option<u64> {
    if field.len() < 6 || field.first() == Some(&b'0') {
        return None;
    }
    digits(field, 18)
}

fn date(field: &[u8]) -> Option<u32> {
    if field.len() != 8 {
        return None;
    }
    let number = u32::try_from(digits(field, 8)?).ok()?;
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    ((1900..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)).then_some(number)
}

fn uuid(field: &[u8]) -> Option<[u64; 2]> {
    let text: &[u8; 36] = field.try_into().ok()?;
    let mut halves = [0u64; 2];
    let mut bad = 0u8;
    let mut count = 0;
    for (at, byte) in text.iter().enumerate() {
        if matches!(at, 8 | 13 | 18 | 23) {
            bad |= byte ^ b'-';
            continue;
        }
        let digit = match byte {
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'f' => byte - b'a' + 10,
            b'A'..=b'F' => byte - b'A' + 10,
            _ => return None,
        };
        let [high, low] = &mut halves;
        let half = if count < 16 { high } else { low };
        *half = *half << 4 | u64::from(digit);
        count += 1;
    }
    (bad == 0).then_some(halves)
}

/// A UUID as it is written.
pub(super) fn show_uuid([high, low]: [u64; 2]) -> String {
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn ids_are_read_as_the_engine_reads_them(text in "[0-9]{0,20}|[0-9a ]{6,9}") {
            let wanted = vademecum::Sctid::from_ascii(text.as_bytes()).ok().map(vademecum::Sctid::number);
            prop_assert_eq!(sctid(text.as_bytes()), wanted);
        }

        #[test]
        fn uuids_are_read_and_written(halves in any::<[u64; 2]>(), byte in any::<u8>(), at in 0usize..36) {
            let text = show_uuid(halves);
            prop_assert_eq!(uuid(text.as_bytes()), Some(halves));
            prop_assert_eq!(uuid(text.to_uppercase().as_bytes()), Some(halves));
            let mut changed = text.into_bytes();
            changed[at] = byte;
            if let Some(read) = uuid(&changed) {
                prop_assert!(show_uuid(read).as_bytes().eq_ignore_ascii_case(&changed));
            }
        }
    }

    #[test]
    fn dates_are_eight_digits_of_a_calendar() {
        assert_eq!(date(b"20260826"), Some(20_260_826));
        for text in [
            "",
            "2026082",
            "202608260",
            "20261326",
            "20260800",
            "20260832",
            "00010101",
            "2026-8-1",
            "2026082\0",
        ] {
            assert_eq!(date(text.as_bytes()), None, "{text:?}");
        }
    }

    #[test]
    fn a_line_is_cut_at_every_tab() {
        assert_eq!(split(b"a\t\t\"c"), Ok([&b"a"[..], b"", b"\"c"]));
        assert_eq!(split::<3>(b"a\tb"), Err(2));
        assert_eq!(split::<3>(b"a\tb\tc\td\t"), Err(5));
        assert_eq!(split::<3>(b""), Err(1));
    }

    #[test]
    fn headers_are_compared_without_case_and_byte_order_mark() {
        assert!(check_header("f", b"\xef\xbb\xbfID\teffectivetime", ["id", "effectiveTime"]).is_ok());
        let wrong = |line: &[u8]| match check_header("f", line, ["id", "effectiveTime"]) {
            Err(Rf2Error::Header { position, expected, found, .. }) => (position, expected, found),
            other => panic!("{other:?}"),
        };
        assert_eq!(wrong(b"id\ttime"), (2, "effectiveTime", "time".into()));
        assert_eq!(wrong(b"id"), (2, "effectiveTime", String::new()));
        assert_eq!(wrong(b"id\teffectiveTime\tactive"), (3, "", "active".into()));
    }
}
