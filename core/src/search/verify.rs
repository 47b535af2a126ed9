//! Comparing the index with the texts.

use std::collections::HashMap;

use crate::bytes::Malformed;
use crate::dictionary::Words;
use crate::format::{FormatError, SectionKind};
use crate::search::SearchIndex;
use crate::search::documents::{MOST_COUNTED, Region};
use crate::text::{for_each_form, for_each_token};

/// A number for each word that sums hardly repeat (the finaliser of MurmurHash3).
fn mix(word: u32) -> u64 {
    let mut sum = u64::from(word) + 1;
    for factor in [0xff51_afd7_ed55_8ccd, 0xc4ce_b9fe_1a85_ec53_u64] {
        sum = (sum ^ (sum >> 33)).wrapping_mul(factor);
    }
    sum ^ (sum >> 33)
}

/// Numbers of words by their letters, looked up once each.
struct Known<'i> {
    words: &'i Words,
    behind: u32,
    kind: SectionKind,
    numbers: HashMap<String, u32>,
}

impl Known<'_> {
    fn number(&mut self, word: &str) -> Result<u32, FormatError> {
        if let Some(number) = self.numbers.get(word) {
            return Ok(*number);
        }
        let rank = self.words.rank(word)?.ok_or(Malformed { what: self.kind.name() })?;
        self.numbers.insert(word.to_owned(), self.behind + rank);
        Ok(self.behind + rank)
    }
}

impl SearchIndex {
    /// Compares every cross-reference; `text` answers the text of a document, or `None` where it is not in the file, and
    /// the place of the semantic tag with which it makes a name.
    ///
    /// A document's words are told twice: by its text and by the postings. Each side is summed up to one number a
    /// document, and the numbers are compared.
    pub(crate) fn verify(
        &self,
        mut text: impl FnMut(u32) -> Result<(Option<String>, Option<usize>), FormatError>,
    ) -> Result<(), FormatError> {
        let wrong = |kind: SectionKind| FormatError::from(Malformed { what: kind.name() });
        let sections = self.sections;
        let mut known =
            Known { words: &self.words, behind: 0, kind: sections.words, numbers: HashMap::new() };
        let mut known_forms = Known {
            words: &self.forms,
            behind: self.words.len(),
            kind: sections.forms,
            numbers: HashMap::new(),
        };
        if !self.documents.are_in_order()? {
            return Err(wrong(sections.documents));
        }
        let mut own = Vec::new();
        for block in self.postings.blocks() {
            block.verify_beginnings()?;
            let mut posted = vec![0u64; block.documents as usize];
            for word in 0..self.postings.words() {
                for number in block.documents_of(word)? {
                    let sum = posted.get_mut(number as usize).ok_or(wrong(sections.postings))?;
                    *sum = sum.wrapping_add(mix(word));
                }
            }
            for (document, posted) in (block.first..).zip(posted) {
                let (Some(text), tag) = text(document)? else { continue };
                own.clear();
                own.extend(tag.map(|tag| self.tag(tag)));
                let mut outcome = Ok(());
                let mut count = 0u64;
                for_each_token(&text, |word, _| {
                    count += 1;
                    match known.number(word) {
                        Ok(number) => own.push(number),
                        Err(error) => outcome = Err(error),
                    }
                });
                for_each_form(&text, |form, _| match known_forms.number(form) {
                    Ok(number) => own.push(number),
                    Err(error) => outcome = Err(error),
                });
                outcome?;
                if own.iter().fold(0u64, |sum, word| sum.wrapping_add(mix(*word))) != posted {
                    return Err(wrong(sections.postings));
                }
                if document < self.documents.region(Region::Definitions).start
                    && self.documents.words(document)? != count.min(MOST_COUNTED)
                {
                    return Err(wrong(sections.documents));
                }
            }
        }
        Ok(())
    }
}
