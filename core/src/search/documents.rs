//! What is known of each document without its words.

use std::ops::Range;

use bytes::Bytes;

#[cfg(feature = "build")]
use crate::bytes::SectionWriter;
use crate::bytes::{Malformed, SectionReader};
use crate::section::PackedInts;

/// The most words that are told apart by [`Documents::words`].
pub(crate) const MOST_COUNTED: u64 = 15;

const IS_TERM: u64 = 1;
const HAS_FSN: u64 = 2;

/// The columns of documents: the terms, best first, then text definitions.
///
/// A fully specified name that is a term of its concept and a semantic tag is no document of its own: the term's
/// document stands for both. Any other fully specified name is a document that is not a term.
///
/// Bytes: count of documents that are no text definitions `u64`, whether they are in the order of their words `u64`
/// (0 or 1), whether any is a fully specified name by itself `u64` (0 or 1); then of each of those its concept, its description's place among the concept's terms, the count of its
/// words up to 15, and its flags (1 a term that can be chosen, 2 a term that the fully specified name is made of), and
/// of each definition its number, as five [`PackedInts`].
#[derive(Debug)]
pub(crate) struct Documents {
    terms: u32,
    by_words: bool,
    has_names: bool,
    concept: PackedInts,
    place: PackedInts,
    words: PackedInts,
    flags: PackedInts,
    definitions: PackedInts,
}

/// What a document stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DocumentFlags {
    /// A term: the document's description is found by its words.
    pub(crate) is_term: bool,
    /// The concept's fully specified name is this text and the semantic tag. A document that is neither is a fully
    /// specified name by itself.
    pub(crate) has_fsn: bool,
}

impl Documents {
    /// Reads a section that holds these columns.
    pub(crate) fn from_section(bytes: Bytes, what: &'static str) -> Result<Documents, Malformed> {
        let mut reader = SectionReader::new(bytes, what);
        let malformed = reader.malformed();
        let terms = u32::try_from(reader.u64()?).map_err(|_| malformed)?;
        let by_words = match reader.u64()? {
            0 => false,
            1 => true,
            _ => return Err(malformed),
        };
        let has_names = match reader.u64()? {
            0 => false,
            1 => true,
            _ => return Err(malformed),
        };
        let concept = PackedInts::read(&mut reader)?;
        let place = PackedInts::read(&mut reader)?;
        let words = PackedInts::read(&mut reader)?;
        let flags = PackedInts::read(&mut reader)?;
        let definitions = PackedInts::read(&mut reader)?;
        reader.finish()?;
        if [&concept, &place, &words, &flags].iter().any(|column| column.len() != terms as usize)
            || definitions.len() > (u32::MAX - terms) as usize
        {
            return Err(malformed);
        }
        Ok(Documents { terms, by_words, has_names, concept, place, words, flags, definitions })
    }

    /// How many documents there are.
    pub(crate) fn len(&self) -> u32 {
        self.terms + self.definitions.len() as u32
    }

    /// Whether any document is a fully specified name by itself.
    pub(crate) fn has_names(&self) -> bool {
        self.has_names
    }

    /// How many of them are no text definitions.
    pub(crate) fn terms(&self) -> u32 {
        self.terms
    }

    /// The concept of a document that is no text definition.
    #[inline]
    pub(crate) fn concept(&self, document: u32) -> Result<u32, Malformed> {
        self.concept.get_u32(document as usize)
    }

    /// The place of a document's description among the terms of its concept.
    #[inline]
    pub(crate) fn place(&self, document: u32) -> Result<u32, Malformed> {
        self.place.get_u32(document as usize)
    }

    /// How many words a document has; 15 stands for more.
    #[inline]
    pub(crate) fn words(&self, document: u32) -> Result<u64, Malformed> {
        self.words.get(document as usize)
    }

    /// Whether a document can have so many words.
    #[inline]
    pub(crate) fn may_have_words(&self, document: u32, words: usize) -> Result<bool, Malformed> {
        Ok(self.words(document)? == (words as u64).min(MOST_COUNTED))
    }

    /// What a document stands for.
    #[inline]
    pub(crate) fn flags(&self, document: u32) -> Result<DocumentFlags, Malformed> {
        let flags = self.flags.get(document as usize)?;
        Ok(DocumentFlags { is_term: flags & IS_TERM != 0, has_fsn: flags & HAS_FSN != 0 })
    }

    /// The number among all text definitions of a document that is one.
    pub(crate) fn definition(&self, document: u32) -> Result<u32, Malformed> {
        self.definitions.get_u32(document.wrapping_sub(self.terms) as usize)
    }

    /// The documents among which all those with `words` words are.
    pub(crate) fn with_words(&self, words: usize) -> Result<Range<u32>, Malformed> {
        if !self.by_words {
            return Ok(0..self.terms);
        }
        let wanted = (words as u64).min(MOST_COUNTED);
        let first = |least: u64| -> Result<u32, Malformed> {
            let (mut low, mut high) = (0, self.terms);
            while low < high {
                let middle = low + (high - low) / 2;
                if self.words(middle)? < least { low = middle + 1 } else { high = middle }
            }
            Ok(low)
        };
        Ok(first(wanted)?..first(wanted + 1)?)
    }
}

/// A row of the columns.
#[cfg(feature = "build")]
#[derive(Debug, Clone, Copy)]
pub(crate) struct DocumentRow {
    pub(crate) concept: u32,
    pub(crate) place: u32,
    pub(crate) words: u32,
    pub(crate) flags: DocumentFlags,
}

#[cfg(feature = "build")]
impl Documents {
    /// Encodes the columns.
    pub(crate) fn section(by_words: bool, rows: &[DocumentRow], definitions: &[u32]) -> Vec<u8> {
        let mut out = SectionWriter::default();
        out.u64(rows.len() as u64);
        out.u64(u64::from(by_words));
        out.u64(u64::from(rows.iter().any(|row| !row.flags.is_term)));
        let mut column = |of: &dyn Fn(&DocumentRow) -> u64| {
            PackedInts::write(&mut out, &rows.iter().map(of).collect::<Vec<_>>());
        };
        column(&|row| u64::from(row.concept));
        column(&|row| u64::from(row.place));
        column(&|row| u64::from(row.words).min(MOST_COUNTED));
        column(&|row| {
            u64::from(row.flags.is_term) * IS_TERM | u64::from(row.flags.has_fsn) * HAS_FSN
        });
        PackedInts::write(&mut out, &definitions.iter().map(|number| u64::from(*number)).collect::<Vec<_>>());
        out.finish()
    }
}

#[cfg(test)]
#[cfg(feature = "build")]
mod tests {
    use super::*;

    #[test]
    fn columns_come_back() {
        let row = |concept, words, is_term, has_fsn| DocumentRow {
            concept,
            place: concept + 1,
            words,
            flags: DocumentFlags { is_term, has_fsn },
        };
        let rows = [row(3, 1, true, false), row(0, 2, true, true), row(5, 2, false, false), row(5, 40, true, false)];
        let documents = Documents::from_section(Documents::section(true, &rows, &[7, 2]).into(), "test").unwrap();
        assert_eq!((documents.len(), documents.terms()), (6, 4));
        for (document, row) in (0..).zip(&rows) {
            assert_eq!(documents.concept(document), Ok(row.concept));
            assert_eq!(documents.place(document), Ok(row.place));
            assert_eq!(documents.words(document), Ok(u64::from(row.words).min(15)));
            assert_eq!(documents.flags(document), Ok(row.flags));
        }
        assert_eq!((documents.definition(4), documents.definition(5)), (Ok(7), Ok(2)));
        assert!(documents.definition(6).is_err() && documents.definition(3).is_err());
        let with = |words| documents.with_words(words).unwrap();
        assert_eq!([with(1), with(2), with(3), with(99)], [0..1, 1..3, 3..3, 3..4]);
    }
}
