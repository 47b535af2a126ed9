//! The inverted index: from the beginning of a word to the documents that hold it.

use std::ops::Range;

use bytes::Bytes;

use crate::bytes::{Malformed, SectionReader, varint_at};
use crate::dictionary::Words;
use crate::format::{File, FormatError, SectionKind};
use crate::id::DescriptionOrd;
use crate::search::{DocumentSet, Query};
use crate::section::{Monotone, PackedInts};

/// Which descriptions hold which words.
///
/// A description that can be searched is a *document*; documents are numbered best first, so the first that match
/// are the best that match. Text definitions are numbered behind all terms.
#[derive(Debug)]
pub(crate) struct SearchIndex {
    words: Words,
    /// Where the documents of each word begin among the postings' bytes.
    offsets: Monotone,
    postings: Bytes,
    descriptions: PackedInts,
    terms: u32,
}

impl SearchIndex {
    /// Opens the sections; there are `descriptions` descriptions.
    pub(crate) fn open(file: &File, descriptions: u32) -> Result<SearchIndex, FormatError> {
        let what = SectionKind::SearchPostings.name();
        let mut reader = SectionReader::new(file.section(SectionKind::SearchPostings)?, what);
        let offsets = Monotone::read(&mut reader)?;
        let length = reader.count()?;
        let postings = reader.take(length)?;
        let count = offsets.len().checked_sub(1).ok_or(reader.malformed())?;
        reader.finish()?;
        let words = Words::from_section(
            file.section(SectionKind::SearchWords)?,
            count,
            SectionKind::SearchWords.name(),
        )?;
        let what = SectionKind::SearchDocuments.name();
        let mut reader = SectionReader::new(file.section(SectionKind::SearchDocuments)?, what);
        let terms = reader.count()?;
        let documents = PackedInts::read(&mut reader)?;
        if terms > documents.len() || documents.len() > descriptions as usize {
            return Err(reader.malformed().into());
        }
        reader.finish()?;
        Ok(SearchIndex { words, offsets, postings, descriptions: documents, terms: terms as u32 })
    }

    /// How many documents there are: terms, then definitions.
    pub(crate) fn documents(&self) -> u32 {
        self.descriptions.len() as u32
    }

    /// How many distinct words there are.
    pub(crate) fn words(&self) -> u32 {
        self.words.len()
    }

    /// The description of a document.
    #[inline]
    pub(crate) fn description(&self, document: u32) -> Result<DescriptionOrd, Malformed> {
        Ok(DescriptionOrd(self.descriptions.get_u32(document as usize)?))
    }

    /// How many bytes of postings a range of words has: what reading them costs.
    fn volume(&self, words: &Range<u32>) -> Result<u64, Malformed> {
        if words.is_empty() {
            return Ok(0);
        }
        Ok(self.offsets.get(words.end as usize)?.saturating_sub(self.offsets.get(words.start as usize)?))
    }

    /// Calls `each` with the documents of a word in ascending order.
    fn for_each_posting(&self, word: u32, mut each: impl FnMut(u32)) -> Result<(), Malformed> {
        let malformed = Malformed { what: SectionKind::SearchPostings.name() };
        let (from, to) = self.offsets.pair(word as usize)?;
        let data = usize::try_from(from)
            .ok()
            .zip(usize::try_from(to).ok())
            .and_then(|(from, to)| self.postings.get(from..to))
            .ok_or(malformed)?;
        let mut at = 0;
        let mut next = 0u32;
        while at < data.len() {
            let gap = varint_at(data, &mut at).ok_or(malformed)?;
            let document =
                next.checked_add(gap).filter(|document| *document < self.documents()).ok_or(malformed)?;
            each(document);
            next = document + 1;
        }
        Ok(())
    }

    /// The documents with a word for every word of `query`; where two words of the query overlap, they may have
    /// matched one and the same word of a term.
    pub(crate) fn candidates(&self, query: &Query, definitions: bool) -> Result<DocumentSet, Malformed> {
        let limit = if definitions { self.documents() } else { self.terms };
        let mut ranges = Vec::with_capacity(query.words().len());
        for word in query.words() {
            let range = self.words.prefix_range(word)?;
            ranges.push((self.volume(&range)?, range));
        }
        ranges.sort_unstable_by_key(|(volume, range)| (*volume, range.start));
        ranges.dedup();
        let mut found: Option<DocumentSet> = None;
        for (volume, range) in ranges {
            let mut set = DocumentSet::empty(limit);
            if volume > 0 {
                for word in range {
                    self.for_each_posting(word, |document| {
                        set.insert(if document < limit { document } else { u32::MAX })
                    })?;
                }
            }
            match &mut found {
                Some(found) => found.intersect(&set),
                None => found = Some(set),
            }
            if volume == 0 {
                break;
            }
        }
        Ok(found.unwrap_or_else(|| DocumentSet::empty(limit)))
    }

    /// Compares every cross-reference; `tokens` answers the distinct words of a document.
    pub(crate) fn verify(
        &self,
        descriptions: u32,
        mut words_of: impl FnMut(DescriptionOrd) -> Result<Option<Vec<String>>, FormatError>,
    ) -> Result<(), FormatError> {
        let wrong = |kind: SectionKind| FormatError::from(Malformed { what: kind.name() });
        let mut counts = vec![0u32; self.documents() as usize];
        for word in 0..self.words.len() {
            let mut any = false;
            self.for_each_posting(word, |document| {
                any = true;
                if let Some(count) = counts.get_mut(document as usize) {
                    *count += 1;
                }
            })?;
            if !any {
                return Err(wrong(SectionKind::SearchPostings));
            }
        }
        for document in 0..self.documents() {
            let description = self.description(document)?;
            if description.0 >= descriptions {
                return Err(wrong(SectionKind::SearchDocuments));
            }
            // Every word of the text is in the dictionary, and the document has as many postings as words.
            let Some(words) = words_of(description)? else { continue };
            if counts.get(document as usize).copied() != Some(words.len() as u32) {
                return Err(wrong(SectionKind::SearchPostings));
            }
            for word in words {
                if self.words.prefix_range(&word)?.is_empty() {
                    return Err(wrong(SectionKind::SearchWords));
                }
            }
        }
        Ok(())
    }
}
