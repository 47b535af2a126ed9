//! What is known of each document without its words.

use std::ops::Range;

use bytes::Bytes;

#[cfg(feature = "build")]
use crate::bytes::SectionWriter;
use crate::bytes::{Malformed, SectionReader};
use crate::section::{Lists, PackedInts};

/// The most words that are told apart by [`Documents::words`].
pub(crate) const MOST_COUNTED: u64 = 15;

/// Documents of one sort, which stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Region {
    /// Terms other than fully specified names.
    Terms,
    /// Fully specified names that are no term and semantic tag of their concept.
    Names,
    /// Text definitions.
    Definitions,
}

impl Region {
    /// All in their order.
    pub(crate) const ALL: [Region; 3] = [Region::Terms, Region::Names, Region::Definitions];
}

/// The columns of documents: terms, then fully specified names that stand by themselves, then text definitions; each
/// best first.
///
/// A fully specified name that is a term of its concept and the semantic tag is no document of its own: the term's
/// document stands for both.
///
/// Bytes: count of terms `u64`, whether they are in the order of their words `u64` (0 or 1); then of each term and name
/// its concept, the count of its words up to 15, and whether the fully specified name is made of it, and of each definition
/// its number, as four [`PackedInts`]; then the documents of each concept, in the order of its terms, as [`Lists`], which
/// have no owners where nobody asks so.
#[derive(Debug)]
pub(crate) struct Documents {
    terms: u32,
    by_words: bool,
    concept: PackedInts,
    words: PackedInts,
    has_fsn: PackedInts,
    definitions: PackedInts,
    of_concept: Lists,
}

impl Documents {
    /// Reads a section that holds these columns.
    pub(crate) fn from_section(bytes: Bytes, what: &'static str) -> Result<Documents, Malformed> {
        // Columns of no width have any length in no space; documents that are told apart have at least a bit each.
        let most = bytes.len().saturating_mul(8);
        let mut reader = SectionReader::new(bytes, what);
        let malformed = reader.malformed();
        let terms = u32::try_from(reader.u64()?).map_err(|_| malformed)?;
        let by_words = match reader.u64()? {
            0 => false,
            1 => true,
            _ => return Err(malformed),
        };
        let concept = PackedInts::read(&mut reader)?;
        let words = PackedInts::read(&mut reader)?;
        let has_fsn = PackedInts::read(&mut reader)?;
        let definitions = PackedInts::read(&mut reader)?;
        let of_concept = Lists::read(&mut reader)?;
        reader.finish()?;
        let count = concept.len();
        if of_concept.total() != if of_concept.len() == 0 { 0 } else { count }
            || [&words, &has_fsn].iter().any(|column| column.len() != count)
            || count < terms as usize
            || count
                .checked_add(definitions.len())
                .is_none_or(|all| all > most || u32::try_from(all).is_err())
        {
            return Err(malformed);
        }
        Ok(Documents { terms, by_words, concept, words, has_fsn, definitions, of_concept })
    }

    /// How many documents there are.
    pub(crate) fn len(&self) -> u32 {
        (self.concept.len() + self.definitions.len()) as u32
    }

    /// The documents of a sort.
    pub(crate) fn region(&self, region: Region) -> Range<u32> {
        let definitions = self.concept.len() as u32;
        match region {
            Region::Terms => 0..self.terms,
            Region::Names => self.terms..definitions,
            Region::Definitions => definitions..self.len(),
        }
    }

    /// The concept of a document that is no text definition.
    #[inline]
    pub(crate) fn concept(&self, document: u32) -> Result<u32, Malformed> {
        self.concept.get_u32(document as usize)
    }

    /// The documents of a concept that are no text definitions, in the order of its terms.
    #[inline]
    pub(crate) fn of_concept(
        &self,
        concept: u32,
    ) -> Result<impl ExactSizeIterator<Item = Result<u32, Malformed>> + '_, Malformed> {
        self.of_concept.of(concept)
    }

    /// The documents of concepts in a row, one concept after another.
    pub(crate) fn of_concepts(
        &self,
        concepts: Range<u32>,
    ) -> Result<impl ExactSizeIterator<Item = Result<u32, Malformed>> + '_, Malformed> {
        self.of_concept.of_all(concepts)
    }

    /// The place of a document's description among the terms of its concept.
    pub(crate) fn place(&self, document: u32, concept: u32) -> Result<u32, Malformed> {
        // The active terms stand first and are all documents, but for a first that another and the tag make.
        let mut place = None;
        let mut is_made = false;
        for (at, other) in (0..).zip(self.of_concept(concept)?) {
            let other = other?;
            is_made |= self.has_fsn(other)?;
            if other == document {
                place = Some(at);
            }
        }
        let place = place.ok_or(Malformed { what: "search.documents" })?;
        Ok(place + u32::from(is_made))
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

    /// Whether the fully specified name of the concept is made of a document's text and the semantic tag.
    #[inline]
    pub(crate) fn has_fsn(&self, document: u32) -> Result<bool, Malformed> {
        Ok(self.has_fsn.get(document as usize)? != 0)
    }

    /// The number among all text definitions of a document that is one.
    pub(crate) fn definition(&self, document: u32) -> Result<u32, Malformed> {
        self.definitions.get_u32((document as usize).wrapping_sub(self.concept.len()))
    }

    /// Whether the documents of each sort ascend by their count of words, where the section says so.
    pub(crate) fn are_in_order(&self) -> Result<bool, Malformed> {
        for region in [Region::Terms, Region::Names].map(|region| self.region(region)) {
            let mut least = 0;
            for document in region {
                let words = self.words(document)?;
                if self.by_words && words < least {
                    return Ok(false);
                }
                least = words;
            }
        }
        Ok(true)
    }

    /// The documents of a sort among which all those with `words` words are.
    pub(crate) fn with_words(&self, region: Region, words: usize) -> Result<Range<u32>, Malformed> {
        let wanted = words.min(MOST_COUNTED as usize);
        let from = self.with_words_from(region, wanted)?.start;
        let to = self.with_words_from(region, wanted + 1)?.start;
        Ok(if self.by_words { from..to } else { self.region(region) })
    }

    /// The documents of a sort among which all those with `words` words or more are.
    pub(crate) fn with_words_from(&self, region: Region, words: usize) -> Result<Range<u32>, Malformed> {
        let region = self.region(region);
        if !self.by_words {
            return Ok(region);
        }
        let Range { start: mut low, end: mut high } = region;
        while low < high {
            let middle = low + (high - low) / 2;
            if self.words(middle)? < words as u64 { low = middle + 1 } else { high = middle }
        }
        Ok(low..region.end)
    }
}

/// A row of the columns.
#[cfg(feature = "build")]
#[derive(Debug, Clone, Copy)]
pub(crate) struct DocumentRow {
    pub(crate) concept: u32,
    pub(crate) place: u32,
    pub(crate) words: u32,
    pub(crate) has_fsn: bool,
}

#[cfg(feature = "build")]
impl Documents {
    /// Encodes the columns: of terms, of which there are so many, and names; then definitions. There are `concepts`
    /// concepts; with none the documents of each are not listed.
    pub(crate) fn section(
        concepts: u32,
        terms: usize,
        by_words: bool,
        rows: &[DocumentRow],
        definitions: &[u32],
    ) -> Vec<u8> {
        let mut out = SectionWriter::default();
        out.u64(terms as u64);
        out.u64(u64::from(by_words));
        let mut column = |of: &dyn Fn(&DocumentRow) -> u64| {
            PackedInts::write(&mut out, &rows.iter().map(of).collect::<Vec<_>>());
        };
        column(&|row| u64::from(row.concept));
        column(&|row| u64::from(row.words).min(MOST_COUNTED));
        column(&|row| u64::from(row.has_fsn));
        PackedInts::write(&mut out, &definitions.iter().map(|number| u64::from(*number)).collect::<Vec<_>>());
        let mut places: Vec<(u32, u32, u64)> =
            rows.iter().zip(0..).map(|(row, document)| (row.concept, row.place, document)).collect();
        places.retain(|(concept, ..)| *concept < concepts);
        places.sort_unstable();
        let mut offsets = Vec::with_capacity(concepts as usize + 1);
        let mut at = 0usize;
        for concept in 0..concepts {
            offsets.push(at as u64);
            at += places.iter().skip(at).take_while(|(other, ..)| *other == concept).count();
        }
        offsets.push(at as u64);
        let documents: Vec<u64> = places.into_iter().map(|(.., document)| document).collect();
        Lists::write(&mut out, &offsets, &documents);
        out.finish()
    }
}

#[cfg(test)]
#[cfg(feature = "build")]
mod tests {
    use super::*;

    #[test]
    fn columns_come_back() {
        let row = |concept, place, words, has_fsn| DocumentRow { concept, place, words, has_fsn };
        let rows = [
            row(3, 0, 1, false),
            row(0, 1, 2, true),
            row(5, 2, 2, false),
            row(5, 1, 40, true),
            row(2, 0, 2, false),
        ];
        let section = Documents::section(6, 4, true, &rows, &[7, 2]);
        let documents = Documents::from_section(section.into(), "test").unwrap();
        assert_eq!(documents.len(), 7);
        assert_eq!(Region::ALL.map(|region| documents.region(region)), [0..4, 4..5, 5..7]);
        for (document, row) in (0..).zip(&rows) {
            assert_eq!(documents.concept(document), Ok(row.concept));
            assert_eq!(documents.place(document, row.concept), Ok(row.place));
            assert_eq!(documents.words(document), Ok(u64::from(row.words).min(15)));
            assert_eq!(documents.has_fsn(document), Ok(row.has_fsn));
        }
        let of = |concept| documents.of_concept(concept).unwrap().map(Result::unwrap).collect::<Vec<_>>();
        assert_eq!([of(0), of(1), of(2), of(5)], [vec![1], vec![], vec![4], vec![3, 2]]);
        assert!(documents.place(0, 5).is_err());
        assert_eq!((documents.definition(5), documents.definition(6)), (Ok(7), Ok(2)));
        assert!(documents.definition(7).is_err() && documents.definition(4).is_err());
        let with = |words| documents.with_words(Region::Terms, words).unwrap();
        assert_eq!([with(1), with(2), with(3), with(99)], [0..1, 1..3, 3..3, 3..4]);
        assert_eq!(documents.with_words(Region::Names, 2), Ok(4..5));
        assert_eq!(
            [0, 2, 15, 16].map(|words| documents.with_words_from(Region::Terms, words).unwrap()),
            [0..4, 1..4, 3..4, 4..4]
        );
        assert_eq!(documents.are_in_order(), Ok(true));
        let turned = Documents::section(6, 2, true, &[rows[1], rows[0]], &[]);
        let turned = Documents::from_section(turned.into(), "test").unwrap();
        assert_eq!(turned.are_in_order(), Ok(false));
    }
}
