//! Searches side by side: what each contestant is asked, and what it has to deliver.

use vademecum::{ConceptSet, Engine, SearchOptions};

use crate::baseline::{Scan, in_order};
use crate::{Corpus, Term};

/// One hit, with what an application shows and records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The id of the concept.
    pub concept: u64,
    /// The id of the description that was found.
    pub description: u64,
    /// Its text.
    pub term: String,
}

/// Only a concept and what lies below it.
#[derive(Debug)]
pub struct Within<'e> {
    /// The id of the concept.
    pub root: u64,
    /// The engine's set of it and its descendants.
    pub set: ConceptSet<'e>,
}

/// Something that searches.
pub trait Contestant {
    /// What tables call it.
    fn name(&self) -> &str;

    /// Whether it finds words with a typo.
    fn forgives_typos(&self) -> bool {
        false
    }

    /// The first `limit` distinct concepts, best first.
    fn search(&mut self, query: &str, within: Option<&Within<'_>>, limit: usize) -> Vec<Found>;
}

/// The engine.
#[derive(Debug)]
pub struct Ours<'e> {
    engine: &'e Engine,
}

impl<'e> Ours<'e> {
    /// The engine over this file.
    pub fn new(engine: &'e Engine) -> Ours<'e> {
        Ours { engine }
    }
}

impl Contestant for Ours<'_> {
    fn name(&self) -> &str {
        "ours"
    }

    fn forgives_typos(&self) -> bool {
        true
    }

    fn search(&mut self, query: &str, within: Option<&Within<'_>>, limit: usize) -> Vec<Found> {
        let within = within.map(|within| &within.set);
        let options = SearchOptions { limit, within, ..SearchOptions::default() };
        // Text without a word, or with more words than are taken, finds nothing.
        let Ok(results) = self.engine.search(query, &options) else { return Vec::new() };
        let hits = results.hits.iter();
        hits.map(|hit| Found {
            concept: hit.concept.id().expect("a sound file").number(),
            description: hit.description.id().expect("a sound file").number(),
            term: hit.description.term().expect("a sound file"),
        })
        .collect()
    }
}

/// The engine, were the finished words of a query (all but the last) to match whole words before beginnings: what was
/// considered and is measured so that it stays decided by figures. It takes part where relevance is measured.
#[derive(Debug)]
pub struct WholeWordsFirst<'e> {
    ours: Ours<'e>,
}

/// How many of our hits are put into the other order.
const REORDERED: usize = 200;

impl<'e> WholeWordsFirst<'e> {
    /// The engine over this file.
    pub fn new(engine: &'e Engine) -> WholeWordsFirst<'e> {
        WholeWordsFirst { ours: Ours::new(engine) }
    }
}

impl Contestant for WholeWordsFirst<'_> {
    fn name(&self) -> &str {
        "ours, whole words first"
    }

    fn forgives_typos(&self) -> bool {
        true
    }

    fn search(&mut self, query: &str, within: Option<&Within<'_>>, limit: usize) -> Vec<Found> {
        let mut finished: Vec<String> = crate::words(query).collect();
        finished.pop();
        let mut found = self.ours.search(query, within, limit.max(REORDERED));
        let lacks_a_word = |found: &Found| {
            let words: Vec<String> = crate::words(&found.term).collect();
            !finished.iter().all(|word| words.contains(word))
        };
        // Stable: within both, the order is ours.
        found.sort_by_cached_key(lacks_a_word);
        found.truncate(limit);
        found
    }
}

/// The scan of all terms. It knows concepts alone, so it takes part where relevance is measured and not where speed is.
#[derive(Debug)]
pub struct ScanContestant<'c> {
    scan: Scan,
    ids: &'c [u64],
}

impl<'c> ScanContestant<'c> {
    /// The terms of a file.
    pub fn new(terms: &[Term], ids: &'c [u64]) -> ScanContestant<'c> {
        ScanContestant { scan: Scan::new(terms), ids }
    }
}

impl Contestant for ScanContestant<'_> {
    fn name(&self) -> &str {
        "scan by length"
    }

    fn search(&mut self, query: &str, _within: Option<&Within<'_>>, limit: usize) -> Vec<Found> {
        let query: Vec<String> = crate::words(query).collect();
        if query.is_empty() {
            return Vec::new();
        }
        let found = self.scan.search(&query.join(" "), limit).into_iter();
        found
            .map(|concept| Found { concept: self.ids[concept as usize], description: 0, term: String::new() })
            .collect()
    }
}

/// What a peer indexes: a description that a search can find.
#[derive(Debug, Clone)]
pub struct Document<'a> {
    /// The id of its concept.
    pub concept: u64,
    /// The id of the description.
    pub description: u64,
    /// The text.
    pub term: &'a str,
    /// Of the concepts that questions are limited to, those that its concept is, or is below.
    pub under: &'a [u64],
}

/// The documents of a file: fewest words first, then the shortest. `under` lists for each concept, by ordinal, the
/// concepts above it that questions are limited to; it may be empty.
pub fn documents<'a>(corpus: &Corpus, terms: &'a [Term], under: &'a [Vec<u64>]) -> Vec<Document<'a>> {
    let document = |term: &'a Term| Document {
        concept: corpus.ids[term.concept as usize],
        description: term.id,
        term: &term.text,
        under: under.get(term.concept as usize).map_or(&[], Vec::as_slice),
    };
    in_order(terms).into_iter().map(document).collect()
}

/// Makes contestants of the documents of a file.
pub type MakePeers = dyn Fn(&[Document<'_>]) -> Vec<Box<dyn Contestant>>;
