//! The search index: its sections, opened together.

use std::ops::Range;

use crate::bytes::Malformed;
use crate::dictionary::Words;
use crate::format::{File, FormatError, SectionKind};
use crate::search::documents::Region;
use crate::search::equivalents::Equivalents;
use crate::search::postings::{Block, Postings};
use crate::search::reading::Slot;
use crate::search::{Documents, TypedWord, WorkspacePool};
use crate::text::{for_each_form, for_each_token};

/// The sections that an index is in; equivalents are for all.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IndexSections {
    pub(super) words: SectionKind,
    pub(super) forms: SectionKind,
    pub(super) postings: SectionKind,
    pub(super) documents: SectionKind,
}

impl IndexSections {
    /// Of descriptions.
    pub(crate) const DESCRIPTIONS: IndexSections = IndexSections {
        words: SectionKind::SearchWords,
        forms: SectionKind::SearchForms,
        postings: SectionKind::SearchPostings,
        documents: SectionKind::SearchDocuments,
    };
    /// Of names of medicinal products.
    pub(crate) const PRODUCTS: IndexSections = IndexSections {
        words: SectionKind::ProductWords,
        forms: SectionKind::ProductForms,
        postings: SectionKind::ProductPostings,
        documents: SectionKind::ProductDocuments,
    };
}

/// Which texts hold which words.
///
/// A text that can be searched is a *document*; documents are numbered best first. Plain words have the numbers of
/// their rank, further forms the numbers behind them, and semantic tags the last.
#[derive(Debug)]
pub(crate) struct SearchIndex {
    pub(super) sections: IndexSections,
    pub(super) words: Words,
    pub(super) forms: Words,
    pub(super) postings: Postings,
    pub(super) documents: Documents,
    equivalents: Equivalents,
    /// For each semantic tag, the numbers of its words in their order.
    pub(super) tags: Vec<Vec<u32>>,
    /// The numbers of all words of tags, ascending.
    tag_words: Vec<u32>,
    /// Memory of searches that are over.
    pub(crate) pool: WorkspacePool,
}

/// A semantic tag that a query ends in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TagAtTheEnd {
    /// Its place among the tags of the file.
    pub(crate) tag: usize,
    /// How many words it has.
    pub(crate) words: usize,
}

impl SearchIndex {
    /// Opens the sections; the texts make names with `tags`.
    pub(crate) fn open(
        file: &File,
        sections: IndexSections,
        tags: &[String],
    ) -> Result<SearchIndex, FormatError> {
        let section = |kind: SectionKind| file.section(kind);
        let words = Words::from_section(section(sections.words)?, sections.words.name())?;
        let forms = Words::from_section(section(sections.forms)?, sections.forms.name())?;
        let tag_count = u32::try_from(tags.len()).ok();
        let count = words.len().checked_add(forms.len());
        let count = count.zip(tag_count).and_then(|(count, tags)| count.checked_add(tags));
        let postings = Postings::from_section(
            section(sections.postings)?,
            count.ok_or(Malformed { what: sections.forms.name() })?,
            sections.postings.name(),
        )?;
        let documents = Documents::from_section(section(sections.documents)?, sections.documents.name())?;
        let equivalents = Equivalents::from_section(
            &section(SectionKind::SearchEquivalents)?,
            SectionKind::SearchEquivalents.name(),
        )?;
        SearchIndex::new(sections, (words, forms), postings, documents, equivalents, tags)
    }

    /// The index of these parts.
    pub(super) fn new(
        sections: IndexSections,
        (words, forms): (Words, Words),
        postings: Postings,
        documents: Documents,
        equivalents: Equivalents,
        tags: &[String],
    ) -> Result<SearchIndex, FormatError> {
        let regions = Region::ALL.map(|region| documents.region(region));
        let straddles = |block: &Block| {
            let is_in = |region: &Range<u32>| {
                block.first >= region.start && block.first + block.documents <= region.end
            };
            !regions.iter().any(is_in)
        };
        if postings.documents() != documents.len() || postings.blocks().iter().any(straddles) {
            return Err(Malformed { what: sections.documents.name() }.into());
        }
        let mut index = SearchIndex {
            sections,
            words,
            forms,
            postings,
            documents,
            equivalents,
            tags: Vec::with_capacity(tags.len()),
            tag_words: Vec::new(),
            pool: WorkspacePool::default(),
        };
        for tag in tags {
            let mut numbers = Vec::new();
            let mut outcome = Ok(());
            for_each_token(tag, |word, _| match index.words.rank(word) {
                Ok(Some(number)) => numbers.push(number),
                Ok(None) => outcome = Err(Malformed { what: sections.words.name() }),
                Err(malformed) => outcome = Err(malformed),
            });
            outcome?;
            index.tag_words.extend_from_slice(&numbers);
            index.tags.push(numbers);
        }
        index.tag_words.sort_unstable();
        index.tag_words.dedup();
        Ok(index)
    }

    /// The columns of documents.
    pub(crate) fn documents(&self) -> &Documents {
        &self.documents
    }

    /// How many distinct plain words there are.
    pub(crate) fn words(&self) -> u32 {
        self.words.len()
    }

    /// The number behind all words and forms that stands for the semantic tag at a place: of documents that make a name
    /// with it.
    pub(super) fn tag(&self, place: usize) -> u32 {
        self.words.len() + self.forms.len() + place as u32
    }

    /// Whether a word of a semantic tag may stand for a slot.
    pub(super) fn is_in_a_tag(&self, slot: &Slot) -> bool {
        slot.contains_any(&self.tag_words)
    }

    /// The semantic tags that `words` end in, with something before them.
    pub(crate) fn tags_at_the_end(&self, words: &[TypedWord]) -> Result<Vec<TagAtTheEnd>, Malformed> {
        let mut found = Vec::new();
        let Some(last) = words.last() else { return Ok(found) };
        let Some(last) = self.word(&last.text)? else { return Ok(found) };
        for (place, tag) in self.tags.iter().enumerate().filter(|(_, tag)| tag.last() == Some(&last)) {
            let Some(from) = words.len().checked_sub(tag.len()).filter(|from| *from > 0) else { continue };
            let mut is_same = true;
            for (word, number) in words.iter().skip(from).zip(tag) {
                is_same = is_same && self.word(&word.text)? == Some(*number);
            }
            if is_same {
                found.push(TagAtTheEnd { tag: place, words: tag.len() });
            }
        }
        Ok(found)
    }

    pub(super) fn equivalents(&self) -> &Equivalents {
        &self.equivalents
    }

    /// The number of a plain word.
    pub(super) fn word(&self, word: &str) -> Result<Option<u32>, Malformed> {
        self.words.rank(word)
    }

    /// The number of a further form.
    pub(super) fn form(&self, form: &str) -> Result<Option<u32>, Malformed> {
        Ok(self.forms.rank(form)?.map(|rank| self.words.len() + rank))
    }

    /// The numbers of the words and forms of a text, in the order in which they stand; an error where one has none.
    pub(crate) fn numbers_of(&self, text: &str) -> Result<Vec<u32>, Malformed> {
        let mut numbers = Vec::new();
        let mut outcome = Ok(());
        let mut add = |number: Result<Option<u32>, Malformed>, what: SectionKind| match number {
            Ok(Some(number)) => numbers.push(number),
            Ok(None) => outcome = Err(Malformed { what: what.name() }),
            Err(malformed) => outcome = Err(malformed),
        };
        for_each_token(text, |word, _| add(self.word(word), self.sections.words));
        for_each_form(text, |form, _| add(self.form(form), self.sections.forms));
        outcome?;
        Ok(numbers)
    }

    /// The numbers of the plain words with a beginning.
    pub(super) fn words_from(&self, beginning: &str) -> Result<Range<u32>, Malformed> {
        self.words.prefix_range(beginning)
    }

    /// The numbers of the further forms with a beginning.
    pub(super) fn forms_from(&self, beginning: &str) -> Result<Range<u32>, Malformed> {
        let range = self.forms.prefix_range(beginning)?;
        Ok(self.words.len() + range.start..self.words.len() + range.end)
    }
}
