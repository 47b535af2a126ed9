//! Builds the index.

use std::collections::HashSet;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::dictionary::Words;
use crate::format::{SectionKind, encode_table};
use crate::search::documents::{DocumentRow, Region};
use crate::search::equivalents::EquivalentGroups;
use crate::search::plan::folded_phrase;
use crate::search::postings::{Postings, beginnings, block_lengths};
use crate::search::rank::{Rank, worth};
use crate::search::{Documents, IndexSections};
use crate::text::{for_each_form, for_each_token, semantic_tag};

/// Encoded sections.
type Sections = Vec<(SectionKind, Vec<u8>)>;

/// A description that can be searched, as the compiler gives it.
#[derive(Debug, Clone, Copy)]
pub struct DocumentInput<'a> {
    /// The place of its concept in the file.
    pub concept: u32,
    /// Its place among the terms of its concept; of a text definition, its place among all text definitions.
    pub place: u32,
    /// Its sort: terms are synonyms.
    pub region: Region,
    /// Whether it is preferred in a language reference set of the file's language order.
    pub is_preferred: bool,
    /// Its id: what decides between documents that are otherwise alike.
    pub id: u64,
    /// Its text.
    pub text: &'a str,
}

/// What an index is made from.
#[derive(Debug)]
pub(crate) struct IndexInput<'a> {
    /// The sections that it is to be in.
    pub(crate) sections: IndexSections,
    /// The texts, and what they are of.
    pub(crate) texts: &'a SearchInput<'a>,
    /// Texts whose words and forms are to have numbers, though they are of no document.
    pub(crate) further: &'a [&'a str],
}

/// The texts of an index, and what they are of.
#[derive(Debug, Default)]
pub struct SearchInput<'a> {
    /// The descriptions, each concept's together and in the order of their places.
    pub descriptions: Vec<DocumentInput<'a>>,
    /// The semantic tags of the file.
    pub tags: &'a [String],
    /// For each concept its semantic tag, as a place among the tags.
    pub tag_of: &'a [u16],
    /// Groups of words and phrases that stand for one another.
    pub equivalents: &'a [Vec<String>],
    /// For each concept how often it was recorded, where that is known of any.
    pub usage: Option<&'a [u64]>,
}

/// A text to be indexed, with everything that the index keeps of it.
#[derive(Debug, Clone, Copy)]
struct Document<'a> {
    input: DocumentInput<'a>,
    has_fsn: bool,
    rank: Rank,
}

/// The distinct words and forms of some documents, in one vocabulary each.
#[derive(Default)]
struct Chunk {
    words: Vocabulary,
    forms: Vocabulary,
}

/// Distinct words, and for each document in turn those it has, as often as it has them.
#[derive(Default)]
struct Vocabulary {
    numbers: FxHashMap<String, u32>,
    distinct: Vec<String>,
    used: Vec<u32>,
    ends: Vec<u32>,
}

impl Vocabulary {
    /// Adds a word of the document that is being listed.
    fn add(&mut self, word: &str) {
        let number = match self.numbers.get(word) {
            Some(number) => *number,
            None => {
                let number = self.distinct.len() as u32;
                self.distinct.push(word.to_owned());
                self.numbers.insert(word.to_owned(), number);
                number
            }
        };
        self.used.push(number);
    }

    fn distinct(&self) -> impl Iterator<Item = &str> {
        self.distinct.iter().map(String::as_str)
    }

    fn of(&self, document: usize) -> &[u32] {
        let start = document.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(document).copied().unwrap_or(start);
        self.used.get(start as usize..end as usize).unwrap_or_default()
    }
}

impl Chunk {
    /// Adds the words and forms of a text.
    fn add(&mut self, text: &str) {
        for_each_token(text, |word, _| self.words.add(word));
        self.words.ends.push(self.words.used.len() as u32);
        for_each_form(text, |form, _| self.forms.add(form));
        self.forms.ends.push(self.forms.used.len() as u32);
    }
}

fn chunk(documents: &[Document<'_>]) -> Chunk {
    let mut chunk = Chunk::default();
    for document in documents {
        chunk.add(document.input.text);
    }
    chunk.words.numbers = FxHashMap::default();
    chunk.forms.numbers = FxHashMap::default();
    chunk
}

/// Which of a concept's descriptions are documents: all but a fully specified name that is a term and the semantic tag.
fn documents_of<'a>(own: &[DocumentInput<'a>], input: &SearchInput<'a>, out: &mut Vec<Document<'a>>) {
    let Some(first) = own.first() else { return };
    let tag = input.tag_of.get(first.concept as usize).and_then(|tag| input.tags.get(usize::from(*tag)));
    // Only the first of a concept's terms is kept in the file as a term and its tag, and so it is here.
    let name = (first.region == Region::Names && first.place == 0)
        .then(|| semantic_tag(first.text))
        .flatten()
        .filter(|(_, own)| tag.is_some_and(|tag| tag == own))
        .and_then(|(length, _)| first.text.get(..length));
    let is_name = |row: &DocumentInput<'_>| row.region == Region::Terms && Some(row.text) == name;
    let made_of = own.iter().position(is_name);
    let usage = input.usage.map(|usage| worth(usage.get(first.concept as usize).copied().unwrap_or(0)));
    for (at, row) in own.iter().enumerate() {
        if at == 0 && made_of.is_some() {
            continue;
        }
        let mut words = 0;
        for_each_token(row.text, |_, _| words += 1);
        let rank = Rank {
            region: row.region,
            words,
            characters: row.text.chars().count() as u32,
            usage,
            is_preferred: row.is_preferred,
            id: row.id,
        };
        out.push(Document { input: *row, has_fsn: made_of == Some(at), rank });
    }
}

/// The rank of each word of `vocabulary`, given the sorted words of all.
fn ranks(vocabulary: &Vocabulary, all: &FxHashMap<&str, u32>, behind: u32) -> Vec<u32> {
    vocabulary.distinct.iter().map(|word| behind + all.get(word.as_str()).copied().unwrap_or(0)).collect()
}

fn sorted<'a>(words: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut words: Vec<&str> = words.collect();
    words.par_sort_unstable();
    words.dedup();
    words
}

/// What was encoded, besides the sections.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SearchCounts {
    /// Distinct plain words.
    pub words: u64,
    /// Distinct texts.
    pub documents: u64,
}

/// Encodes an index: the sections, what was counted, and of each further text the numbers of its words and
/// forms.
pub(crate) fn encode(
    IndexInput { sections, texts: input, further }: &IndexInput<'_>,
) -> Result<(Sections, SearchCounts, Vec<Vec<u32>>), String> {
    let mut documents = Vec::with_capacity(input.descriptions.len());
    for own in input.descriptions.chunk_by(|a, b| {
        a.concept == b.concept && (a.region == Region::Definitions) == (b.region == Region::Definitions)
    }) {
        documents_of(own, input, &mut documents);
    }
    documents.par_sort_unstable_by_key(|document| document.rank);
    let count = |region| documents.iter().filter(|document| document.rank.region == region).count();
    let regions = Region::ALL.map(count);
    let lengths: Vec<u32> = regions.map(|count| block_lengths(count as u32)).concat();
    let mut starts = Vec::with_capacity(lengths.len());
    let mut done = 0usize;
    for length in &lengths {
        starts.push(done..done + *length as usize);
        done += *length as usize;
    }
    let chunks: Vec<Chunk> =
        starts.par_iter().map(|range| chunk(documents.get(range.clone()).unwrap_or_default())).collect();
    let mut of_tags = Vocabulary::default();
    for tag in input.tags {
        for_each_token(tag, |word, _| of_tags.add(word));
    }
    let mut of_further = Chunk::default();
    for text in *further {
        of_further.add(text);
    }
    let all = || chunks.iter().chain([&of_further]);
    let words = sorted(all().flat_map(|chunk| chunk.words.distinct()).chain(of_tags.distinct()));
    let forms = sorted(all().flat_map(|chunk| chunk.forms.distinct()));
    let word_numbers: FxHashMap<&str, u32> = words.iter().copied().zip(0..).collect();
    let form_numbers: FxHashMap<&str, u32> = forms.iter().copied().zip(0..).collect();
    let behind = (words.len() + forms.len()) as u32;
    let blocks: Vec<(u32, Vec<(u32, u16)>)> = chunks
        .par_iter()
        .zip(&starts)
        .map(|(chunk, range)| {
            let word_ranks = ranks(&chunk.words, &word_numbers, 0);
            let form_ranks = ranks(&chunk.forms, &form_numbers, words.len() as u32);
            let own = documents.get(range.clone()).unwrap_or_default();
            let mut pairs = Vec::with_capacity(chunk.words.used.len() + chunk.forms.used.len() + own.len());
            for (number, document) in own.iter().enumerate() {
                let used = chunk.words.of(number).iter().filter_map(|word| word_ranks.get(*word as usize));
                let forms = chunk.forms.of(number).iter().filter_map(|form| form_ranks.get(*form as usize));
                pairs.extend(used.chain(forms).map(|word| (*word, number as u16)));
                let tag = input.tag_of.get(document.input.concept as usize).filter(|_| document.has_fsn);
                pairs.extend(tag.map(|tag| (behind + u32::from(*tag), number as u16)));
            }
            pairs.sort_unstable();
            (own.len() as u32, pairs)
        })
        .collect();
    let word_ranks = ranks(&of_further.words, &word_numbers, 0);
    let form_ranks = ranks(&of_further.forms, &form_numbers, words.len() as u32);
    let numbers = (0..further.len()).map(|text| {
        let own = of_further.words.of(text).iter().filter_map(|word| word_ranks.get(*word as usize));
        let forms = of_further.forms.of(text).iter().filter_map(|form| form_ranks.get(*form as usize));
        own.chain(forms).copied().collect()
    });
    let numbers = numbers.collect();
    let [terms, names, _] = regions;
    let rows: Vec<DocumentRow> = documents
        .iter()
        .take(terms + names)
        .map(|document| DocumentRow {
            concept: document.input.concept,
            place: document.input.place,
            words: document.rank.words,
            has_fsn: document.has_fsn,
        })
        .collect();
    let definitions: Vec<u32> =
        documents.iter().skip(terms + names).map(|document| document.input.place).collect();
    let error = |error: fst::Error| error.to_string();
    let sections = vec![
        (sections.words, Words::section(words.iter().copied()).map_err(error)?),
        (sections.forms, Words::section(forms.iter().copied()).map_err(error)?),
        (
            sections.postings,
            Postings::section(behind + input.tags.len() as u32, &beginnings(&words), &blocks),
        ),
        (
            sections.documents,
            Documents::section(input.tag_of.len() as u32, terms, input.usage.is_none(), &rows, &definitions),
        ),
    ];
    let counts = SearchCounts { words: words.len() as u64, documents: documents.len() as u64 };
    Ok((sections, counts, numbers))
}

/// Encodes groups of words and phrases that stand for one another.
pub(crate) fn encode_equivalents(groups_of: &[Vec<String>]) -> Result<(SectionKind, Vec<u8>), String> {
    Ok((SectionKind::SearchEquivalents, encode_table(&groups(groups_of))?))
}

/// The groups in folded words, without what says nothing: a phrase without words, and a group of one.
fn groups(equivalents: &[Vec<String>]) -> EquivalentGroups {
    let mut seen: HashSet<Vec<String>> = HashSet::new();
    let mut groups = Vec::new();
    for group in equivalents {
        let mut phrases: Vec<String> = Vec::new();
        for phrase in group.iter().filter_map(|phrase| folded_phrase(phrase)) {
            if !phrases.contains(&phrase) {
                phrases.push(phrase);
            }
        }
        if phrases.len() > 1 && seen.insert(phrases.clone()) {
            groups.push(phrases);
        }
    }
    EquivalentGroups { groups }
}
