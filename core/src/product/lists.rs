//! What codes mean, and which ids were replaced by which.

use crate::bytes::{Malformed, SectionReader, u64_at};
use crate::format::{File, FormatError, SectionKind};
use crate::product::column::Column;
use crate::product::{CodeList, unpacked_date};
use crate::section::{PackedInts, Phrases, StringPool};
use bytes::Bytes;

const LISTS: &str = SectionKind::ProductLists.name();

/// An entry of a code list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CodeEntry {
    pub(crate) code: u64,
    row: usize,
}

/// A row of the history of ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Past {
    pub(crate) current: u64,
    pub(crate) previous: u64,
    pub(crate) start: Option<u32>,
    pub(crate) end: Option<u32>,
}

/// The code lists and the history of ids.
#[derive(Debug)]
pub(crate) struct Lists {
    /// Where the entries of each list begin and the last end, `u64` each.
    starts: Bytes,
    /// Codes ascending within a list, `u64` each.
    codes: Bytes,
    texts: StringPool,
    text: Column,
    date: Column,
    previous_code: Column,
    invalid: Column,
    /// Previous ids ascending, and the current id of each, `u64` each.
    previous: Bytes,
    current: Bytes,
    start: Column,
    end: Column,
    /// The rows of the history by current id.
    by_current: PackedInts,
}

fn malformed() -> Malformed {
    Malformed { what: LISTS }
}

fn number_at(numbers: &Bytes, place: usize) -> Result<u64, Malformed> {
    place.checked_mul(8).and_then(|at| u64_at(numbers, at)).ok_or(malformed())
}

/// The first of `range` for which `is_before` does not hold.
fn partition(
    range: std::ops::Range<usize>,
    mut is_before: impl FnMut(usize) -> Result<bool, Malformed>,
) -> Result<usize, Malformed> {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = low + (high - low) / 2;
        if is_before(middle)? {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

fn date(column: &Column, row: usize) -> Result<Option<u32>, Malformed> {
    let packed = column.get(row)?;
    packed.map(|packed| unpacked_date(packed).ok_or(malformed())).transpose()
}

impl Lists {
    /// Opens the section.
    pub(crate) fn open(file: &File) -> Result<Lists, FormatError> {
        let mut reader = SectionReader::new(file.section(SectionKind::ProductLists)?, LISTS);
        let starts = reader.take_array(CodeList::ALL.len() + 1, 8)?;
        let entries = usize::try_from(number_at(&starts, CodeList::ALL.len())?).map_err(|_| malformed())?;
        let codes = reader.take_array(entries, 8)?;
        let texts = StringPool::read_from(&mut reader)?;
        let text = Column::read(&mut reader, entries)?;
        let date = Column::read(&mut reader, entries)?;
        let previous_code = Column::read(&mut reader, entries)?;
        let invalid = Column::read(&mut reader, entries)?;
        let past = reader.count()?;
        let lists = Lists {
            previous: reader.take_array(past, 8)?,
            current: reader.take_array(past, 8)?,
            start: Column::read(&mut reader, past)?,
            end: Column::read(&mut reader, past)?,
            by_current: PackedInts::read(&mut reader)?,
            starts,
            codes,
            texts,
            text,
            date,
            previous_code,
            invalid,
        };
        reader.finish()?;
        let mut before = 0;
        for place in 0..=CodeList::ALL.len() {
            let start = number_at(&lists.starts, place)?;
            if start < before || place == 0 && start != 0 {
                return Err(malformed().into());
            }
            before = start;
        }
        if lists.by_current.len() == past { Ok(lists) } else { Err(malformed().into()) }
    }

    /// Where the entries of a list stand.
    pub(crate) fn range(&self, list: CodeList) -> Result<std::ops::Range<usize>, Malformed> {
        let place = list as usize;
        Ok(number_at(&self.starts, place)? as usize..number_at(&self.starts, place + 1)? as usize)
    }

    /// Every entry of a list, by code.
    pub(crate) fn entries(
        &self,
        list: CodeList,
    ) -> Result<impl Iterator<Item = Result<CodeEntry, Malformed>> + '_, Malformed> {
        let rows = self.range(list)?;
        Ok(rows.map(move |row| Ok(CodeEntry { code: number_at(&self.codes, row)?, row })))
    }

    /// The entry of a code; `None` where the list does not have it.
    pub(crate) fn find(&self, list: CodeList, code: u64) -> Result<Option<CodeEntry>, Malformed> {
        let range = self.range(list)?;
        let row = partition(range.clone(), |row| Ok(number_at(&self.codes, row)? < code))?;
        if row < range.end && number_at(&self.codes, row)? == code {
            return Ok(Some(CodeEntry { code, row }));
        }
        Ok(None)
    }

    /// What a code means.
    pub(crate) fn text(&self, phrases: &Phrases, entry: CodeEntry) -> Result<String, Malformed> {
        let mut text = String::new();
        if let Some(place) = self.text.get(entry.row)? {
            self.texts.read(phrases, place as usize, &mut text)?;
        }
        Ok(text)
    }

    /// Whether an entry is invalid.
    pub(crate) fn is_invalid(&self, entry: CodeEntry) -> Result<bool, Malformed> {
        Ok(self.invalid.get(entry.row)?.is_some())
    }

    /// The date from which the code is valid.
    pub(crate) fn code_date(&self, entry: CodeEntry) -> Result<Option<u32>, Malformed> {
        date(&self.date, entry.row)
    }

    /// The code that this one replaced.
    pub(crate) fn previous_code(&self, entry: CodeEntry) -> Result<Option<u64>, Malformed> {
        self.previous_code.get(entry.row)
    }

    fn past(&self, row: usize) -> Result<Past, Malformed> {
        Ok(Past {
            current: number_at(&self.current, row)?,
            previous: number_at(&self.previous, row)?,
            start: date(&self.start, row)?,
            end: date(&self.end, row)?,
        })
    }

    fn past_rows(&self) -> usize {
        self.by_current.len()
    }

    /// The rows in which `id` is the previous one.
    pub(crate) fn replacing(&self, id: u64) -> Result<Vec<Past>, Malformed> {
        let mut row = partition(0..self.past_rows(), |row| Ok(number_at(&self.previous, row)? < id))?;
        let mut found = Vec::new();
        while row < self.past_rows() && number_at(&self.previous, row)? == id {
            found.push(self.past(row)?);
            row += 1;
        }
        Ok(found)
    }

    /// The rows in which `id` is the current one, by previous id.
    pub(crate) fn replaced_by(&self, id: u64) -> Result<Vec<Past>, Malformed> {
        let row_at = |place: usize| Ok(self.by_current.get(place)? as usize);
        let mut place =
            partition(0..self.past_rows(), |place| Ok(number_at(&self.current, row_at(place)?)? < id))?;
        let mut found = Vec::new();
        while place < self.past_rows() && number_at(&self.current, row_at(place)?)? == id {
            found.push(self.past(row_at(place)?)?);
            place += 1;
        }
        Ok(found)
    }

    /// Compares every cross-reference, and decodes every text.
    pub(crate) fn verify(&self, phrases: &Phrases) -> Result<(), Malformed> {
        for list in CodeList::ALL {
            let mut before = None;
            for entry in self.entries(*list)? {
                let entry = entry?;
                if before.is_some_and(|before| before >= entry.code) {
                    return Err(malformed());
                }
                before = Some(entry.code);
                self.text(phrases, entry)?;
                self.code_date(entry)?;
                self.previous_code(entry)?;
                self.is_invalid(entry)?;
            }
        }
        let mut rows: Vec<u64> = self.by_current.iter().collect();
        rows.sort_unstable();
        if !rows.iter().copied().eq(0..self.past_rows() as u64) {
            return Err(malformed());
        }
        let mut before = (0, 0);
        for row in 0..self.past_rows() {
            let past = self.past(row)?;
            let by_current = self.past(self.by_current.get(row)? as usize)?.current;
            if past.previous < before.0 || by_current < before.1 {
                return Err(malformed());
            }
            before = (past.previous, by_current);
        }
        Ok(())
    }
}

#[cfg(feature = "build")]
pub(crate) mod encoding {
    //! The encoder of the lists.

    use super::*;
    use crate::bytes::SectionWriter;
    use crate::product::packed_date;

    /// An entry of a code list, its text by its place in the pool.
    #[derive(Debug, Clone, Copy)]
    pub(crate) struct EntryInput {
        pub(crate) list: CodeList,
        pub(crate) code: u64,
        pub(crate) text: u64,
        pub(crate) date: Option<u32>,
        pub(crate) previous: Option<u64>,
        pub(crate) invalid: bool,
    }

    /// Encodes entries, sorted by list and code, and the history, sorted by previous and current id.
    pub(crate) fn section(
        entries: &[EntryInput],
        (offsets, codes): (&[u64], &[u16]),
        history: &[Past],
    ) -> Vec<u8> {
        let mut out = SectionWriter::default();
        let numbers = |out: &mut SectionWriter, numbers: &mut dyn Iterator<Item = u64>| {
            out.put(&numbers.flat_map(u64::to_le_bytes).collect::<Vec<u8>>());
        };
        let start = |list: usize| entries.partition_point(|entry| (entry.list as usize) < list) as u64;
        numbers(&mut out, &mut (0..=CodeList::ALL.len()).map(start));
        numbers(&mut out, &mut entries.iter().map(|entry| entry.code));
        StringPool::write(&mut out, offsets, codes);
        let date = |date: Option<u32>| date.map(|date| packed_date(u64::from(date)));
        let mut column = |value: &dyn Fn(&EntryInput) -> Option<u64>, by_place| {
            Column::write(&mut out, &entries.iter().map(value).collect::<Vec<_>>(), by_place);
        };
        column(&|entry| Some(entry.text), false);
        column(&|entry| date(entry.date), false);
        column(&|entry| entry.previous, true);
        column(&|entry| entry.invalid.then_some(1), false);
        out.u64(history.len() as u64);
        numbers(&mut out, &mut history.iter().map(|past| past.previous));
        numbers(&mut out, &mut history.iter().map(|past| past.current));
        Column::write(&mut out, &history.iter().map(|past| date(past.start)).collect::<Vec<_>>(), false);
        Column::write(&mut out, &history.iter().map(|past| date(past.end)).collect::<Vec<_>>(), false);
        let mut by_current: Vec<(u64, u64)> =
            history.iter().zip(0u64..).map(|(past, row)| (past.current, row)).collect();
        by_current.sort_unstable();
        PackedInts::write(&mut out, &by_current.into_iter().map(|(_, row)| row).collect::<Vec<_>>());
        out.finish()
    }
}
