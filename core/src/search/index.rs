//! The inverted index: from the beginning of a word to the documents that hold it.

use std::collections::HashMap;
use std::ops::Range;

use bytes::Bytes;

use crate::bytes::{Malformed, SectionReader, varint_at};
use crate::dictionary::Words;
use crate::format::{File, FormatError, SectionKind};
use crate::id::DescriptionOrd;
use crate::search::{DocumentSet, Query};
use crate::section::{Monotone, PackedInts};
use crate::text::for_each_token;

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
        let words = file.section(SectionKind::SearchWords)?;
        let postings = file.section(SectionKind::SearchPostings)?;
        let documents = file.section(SectionKind::SearchDocuments)?;
        let index = SearchIndex::from_sections(words, postings, documents)?;
        if index.documents() > descriptions {
            return Err(Malformed { what: SectionKind::SearchDocuments.name() }.into());
        }
        Ok(index)
    }

    fn from_sections(words: Bytes, postings: Bytes, documents: Bytes) -> Result<SearchIndex, Malformed> {
        let mut reader = SectionReader::new(postings, SectionKind::SearchPostings.name());
        let offsets = Monotone::read(&mut reader)?;
        let length = reader.count()?;
        let postings = reader.take(length)?;
        let count = offsets.len().checked_sub(1).ok_or(reader.malformed())?;
        reader.finish()?;
        let words = Words::from_section(words, count, SectionKind::SearchWords.name())?;
        let mut reader = SectionReader::new(documents, SectionKind::SearchDocuments.name());
        let terms = reader.count()?;
        let documents = PackedInts::read(&mut reader)?;
        if terms > documents.len() || documents.len() > u32::MAX as usize {
            return Err(reader.malformed());
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

    /// Calls `each` with the documents of a word before `end`, in ascending order.
    #[inline]
    fn for_each_posting(&self, word: u32, end: u32, mut each: impl FnMut(u32)) -> Result<(), Malformed> {
        let malformed = Malformed { what: SectionKind::SearchPostings.name() };
        let (from, to) = self.offsets.pair(word as usize)?;
        let data = usize::try_from(from)
            .ok()
            .zip(usize::try_from(to).ok())
            .and_then(|(from, to)| self.postings.get(from..to))
            .ok_or(malformed)?;
        let documents = self.documents();
        let mut at = 0;
        let mut next = 0u32;
        while at < data.len() {
            let gap = varint_at(data, &mut at).ok_or(malformed)?;
            let document = next.checked_add(gap).filter(|document| *document < documents).ok_or(malformed)?;
            if document >= end {
                break;
            }
            each(document);
            next = document + 1;
        }
        Ok(())
    }

    /// How many documents a search looks at.
    pub(crate) fn limit(&self, definitions: bool) -> u32 {
        if definitions { self.documents() } else { self.terms }
    }

    /// The ranges of words that the words of `query` begin, the one with the fewest postings first.
    pub(crate) fn ranges(&self, query: &Query) -> Result<Vec<Range<u32>>, Malformed> {
        let mut ranges = Vec::with_capacity(query.words().len());
        for word in query.words() {
            let range = self.words.prefix_range(word)?;
            ranges.push((self.volume(&range)?, range));
        }
        ranges.sort_unstable_by_key(|(volume, range)| (*volume, range.start));
        ranges.dedup();
        Ok(ranges.into_iter().map(|(_, range)| range).collect())
    }

    /// The documents of `window` with a word of each of `ranges`; where two words of a query overlap, they may have
    /// matched one and the same word of a term.
    pub(crate) fn candidates(
        &self,
        ranges: &[Range<u32>],
        window: &Range<u32>,
    ) -> Result<DocumentSet, Malformed> {
        let mut found: Option<DocumentSet> = None;
        for range in ranges {
            let mut set = DocumentSet::empty(window.clone());
            for word in range.clone() {
                self.for_each_posting(word, window.end, |document| set.insert(document))?;
            }
            match &mut found {
                Some(found) => found.intersect(&set),
                None => found = Some(set),
            }
            if range.is_empty() {
                break;
            }
        }
        Ok(found.unwrap_or_else(|| DocumentSet::empty(window.clone())))
    }

    /// Compares every cross-reference; `text` answers the text of a description, or `None` where it is not in the file.
    ///
    /// A document's words are told twice: by its text and by the postings. Each side is summed up to one number a
    /// document, and the numbers are compared.
    pub(crate) fn verify(
        &self,
        descriptions: u32,
        mut text: impl FnMut(DescriptionOrd) -> Result<Option<String>, FormatError>,
    ) -> Result<(), FormatError> {
        let wrong = |kind: SectionKind| FormatError::from(Malformed { what: kind.name() });
        // A number for each word that sums hardly repeat (the finaliser of MurmurHash3).
        let mix = |word: u32| {
            let mut sum = u64::from(word) + 1;
            for factor in [0xff51_afd7_ed55_8ccd, 0xc4ce_b9fe_1a85_ec53_u64] {
                sum = (sum ^ (sum >> 33)).wrapping_mul(factor);
            }
            sum ^ (sum >> 33)
        };
        let mut posted = vec![0u64; self.documents() as usize];
        for word in 0..self.words.len() {
            let mut any = false;
            self.for_each_posting(word, u32::MAX, |document| {
                any = true;
                if let Some(sum) = posted.get_mut(document as usize) {
                    *sum = sum.wrapping_add(mix(word));
                }
            })?;
            if !any {
                return Err(wrong(SectionKind::SearchPostings));
            }
        }
        let mut known: HashMap<String, u32> = HashMap::new();
        let mut words = Vec::new();
        for (document, posted) in (0u32..).zip(posted) {
            let description = self.description(document)?;
            if description.0 >= descriptions {
                return Err(wrong(SectionKind::SearchDocuments));
            }
            let Some(text) = text(description)? else { continue };
            words.clear();
            let mut missing = Ok(());
            for_each_token(&text, |word, _| match known.get(word) {
                Some(number) => words.push(*number),
                None => match self.words.rank(word) {
                    Ok(Some(number)) => {
                        known.insert(word.to_owned(), number);
                        words.push(number);
                    }
                    Ok(None) => missing = Err(wrong(SectionKind::SearchWords)),
                    Err(malformed) => missing = Err(malformed.into()),
                },
            });
            missing?;
            words.sort_unstable();
            words.dedup();
            if words.iter().fold(0u64, |sum, word| sum.wrapping_add(mix(*word))) != posted {
                return Err(wrong(SectionKind::SearchPostings));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
#[cfg(feature = "build")]
mod tests {
    use super::*;
    use crate::format::SectionKind;
    use crate::search::DocumentInput;
    use proptest::prelude::*;

    fn index(documents: Vec<DocumentInput<'_>>) -> SearchIndex {
        let (sections, words) = SearchIndex::encode(documents).unwrap();
        let section =
            |kind| Bytes::from(sections.iter().find(|(other, _)| *other == kind).unwrap().1.clone());
        SearchIndex::from_sections(
            section(SectionKind::SearchWords),
            section(SectionKind::SearchPostings),
            section(SectionKind::SearchDocuments),
        )
        .inspect(|index| assert_eq!(u64::from(index.words()), words))
        .unwrap()
    }

    proptest! {
        #[test]
        fn it_is_the_naive_scan(
            texts in prop::collection::vec(("([abé]{1,3}[ -]){1,5}", any::<bool>()), 1..40),
            query in "([ab]{1,3} ){1,3}",
            definitions in any::<bool>(),
            split in 0u32..20,
        ) {
            let documents: Vec<DocumentInput<'_>> = texts.iter().enumerate().map(|(number, (text, is_definition))| DocumentInput {
                description: number as u32,
                is_definition: *is_definition,
                is_fsn: number % 3 == 0,
                id: 1000 - number as u64,
                text,
            }).collect();
            let query = Query::new(&query).unwrap();
            let mut expected: Vec<_> = documents
                .iter()
                .filter(|document| (definitions || !document.is_definition) && query.matches(document.text))
                .map(|document| {
                    let words = crate::text::tokens(document.text).len();
                    (document.is_definition, words, document.text.chars().count(), document.is_fsn, document.id, document.description)
                })
                .collect();
            expected.sort_unstable();
            let index = index(documents.clone());
            let text = |ord: DescriptionOrd| texts[ord.index()].0.clone();
            prop_assert!(index.verify(texts.len() as u32, |ord| Ok(Some(text(ord)))).is_ok());
            let ranges = index.ranges(&query).unwrap();
            let limit = index.limit(definitions);
            let windows = [0..split.min(limit), split.min(limit)..limit];
            let found: Vec<u32> = windows
                .iter()
                .flat_map(|window| index.candidates(&ranges, window).unwrap().iter().collect::<Vec<_>>())
                .map(|document| index.description(document).unwrap())
                .filter(|ord| !query.overlaps() || query.matches(&text(*ord)))
                .map(|ord| ord.0)
                .collect();
            prop_assert_eq!(found, expected.iter().map(|key| key.5).collect::<Vec<_>>());
        }
    }

    #[test]
    fn another_text_is_found_out() {
        let document = |description, text| DocumentInput {
            description,
            is_definition: false,
            is_fsn: false,
            id: 1,
            text,
        };
        let index = index(vec![document(0, "acute hepatitis"), document(1, "hepatitis")]);
        let with = |text: &'static str| {
            index.verify(2, |ord| Ok(Some(if ord.0 == 1 { text } else { "acute hepatitis" }.to_owned())))
        };
        assert!(with("hepatitis").is_ok());
        assert!(with("acute").is_err());
        assert!(with("hepatitis acute").is_err());
        assert!(with("chronic").is_err());
    }
}
