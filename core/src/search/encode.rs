//! Builds the inverted index.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::bytes::{SectionWriter, push_varint};
use crate::dictionary::Words;
use crate::format::SectionKind;
use crate::search::SearchIndex;
use crate::section::{Monotone, PackedInts};
use crate::text::for_each_token;

/// Encoded sections.
type Sections = Vec<(SectionKind, Vec<u8>)>;

/// A description that can be searched, as the compiler gives it.
#[derive(Debug, Clone, Copy)]
pub struct DocumentInput<'a> {
    /// Its place among descriptions.
    pub description: u32,
    /// Whether it is a text definition.
    pub is_definition: bool,
    /// Whether it is a fully specified name.
    pub is_fsn: bool,
    /// Its id: what decides between documents that are otherwise alike.
    pub id: u64,
    /// Its text.
    pub text: &'a str,
}

/// The distinct words of some documents, in one vocabulary.
struct Chunk {
    vocabulary: Vec<String>,
    /// For each document in turn, its distinct words.
    words: Vec<u32>,
    ends: Vec<u32>,
}

fn chunk(documents: &[DocumentInput<'_>]) -> Chunk {
    let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
    let mut chunk = Chunk { vocabulary: Vec::new(), words: Vec::new(), ends: Vec::new() };
    for document in documents {
        let start = chunk.words.len();
        for_each_token(document.text, |word, _| {
            let number = match numbers.get(word) {
                Some(number) => *number,
                None => {
                    let number = chunk.vocabulary.len() as u32;
                    chunk.vocabulary.push(word.to_owned());
                    numbers.insert(word.to_owned(), number);
                    number
                }
            };
            if !chunk.words.iter().skip(start).any(|other| *other == number) {
                chunk.words.push(number);
            }
        });
        chunk.ends.push(chunk.words.len() as u32);
    }
    chunk
}

/// The static rank of a document: terms before definitions, fewest words first, then the shortest, then synonyms
/// before fully specified names, then the lowest id.
fn rank(document: &DocumentInput<'_>) -> (bool, u32, u32, bool, u64) {
    let mut words = 0;
    for_each_token(document.text, |_, _| words += 1);
    (document.is_definition, words, document.text.chars().count() as u32, document.is_fsn, document.id)
}

impl SearchIndex {
    /// Encodes documents, which it puts in rank order; answers the sections, and the count of distinct words.
    pub(crate) fn encode(mut documents: Vec<DocumentInput<'_>>) -> Result<(Sections, u64), fst::Error> {
        documents.par_sort_by_cached_key(rank);
        let chunks: Vec<Chunk> = documents.par_chunks(1 << 15).map(chunk).collect();
        let mut vocabulary: Vec<&str> =
            chunks.iter().flat_map(|chunk| chunk.vocabulary.iter().map(String::as_str)).collect();
        vocabulary.par_sort_unstable();
        vocabulary.dedup();
        let ranks: FxHashMap<&str, u32> =
            vocabulary.iter().enumerate().map(|(rank, word)| (*word, rank as u32)).collect();
        // Each word's documents, delta by delta: documents come in ascending order.
        let mut postings: Vec<Vec<u8>> = vec![Vec::new(); vocabulary.len()];
        let mut next: Vec<u32> = vec![0; vocabulary.len()];
        let mut document = 0u32;
        for chunk in &chunks {
            let local: Vec<u32> =
                chunk.vocabulary.iter().map(|word| ranks.get(word.as_str()).copied().unwrap_or(0)).collect();
            let mut start = 0;
            for end in &chunk.ends {
                for word in chunk.words.get(start..*end as usize).unwrap_or_default() {
                    let word = local.get(*word as usize).copied().unwrap_or(0) as usize;
                    if let (Some(list), Some(next)) = (postings.get_mut(word), next.get_mut(word)) {
                        push_varint(list, document - *next);
                        *next = document + 1;
                    }
                }
                start = *end as usize;
                document += 1;
            }
        }
        let mut offsets = Vec::with_capacity(postings.len() + 1);
        let mut bytes = Vec::new();
        offsets.push(0);
        for list in postings {
            bytes.extend_from_slice(&list);
            offsets.push(bytes.len() as u64);
        }
        let mut out = SectionWriter::default();
        Monotone::write(&mut out, &offsets);
        out.u64(bytes.len() as u64);
        out.put(&bytes);
        let postings = out.finish();
        let mut out = SectionWriter::default();
        out.u64(documents.iter().filter(|document| !document.is_definition).count() as u64);
        PackedInts::write(
            &mut out,
            &documents.iter().map(|document| u64::from(document.description)).collect::<Vec<_>>(),
        );
        let sections = vec![
            (SectionKind::SearchWords, Words::section(vocabulary.iter().copied())?),
            (SectionKind::SearchPostings, postings),
            (SectionKind::SearchDocuments, out.finish()),
        ];
        Ok((sections, vocabulary.len() as u64))
    }
}
