//! Search without an index.

use crate::{Term, words};

/// All terms, folded, in the order in which a search answers them: fewest words, then shortest, then synonyms before
/// fully specified names, then the lowest id. A search looks at one after another until it has enough.
#[derive(Debug)]
pub struct Scan {
    /// Each word after a space, each term after a line feed.
    text: String,
    /// Where each term begins, and its concept.
    terms: Vec<(u32, u32)>,
}

/// The terms: fewest words first, then the shortest, then synonyms before fully specified names, then the lowest id.
pub fn in_order(terms: &[Term]) -> Vec<&Term> {
    let mut order: Vec<(usize, usize, bool, u64, &Term)> = terms
        .iter()
        .map(|term| (words(&term.text).count(), term.text.chars().count(), term.is_fsn, term.id, term))
        .collect();
    order.sort_unstable_by_key(|(words, letters, is_fsn, id, _)| (*words, *letters, *is_fsn, *id));
    order.into_iter().map(|(.., term)| term).collect()
}

impl Scan {
    /// The terms, in their order.
    pub fn new(terms: &[Term]) -> Scan {
        let order = in_order(terms);
        let mut scan = Scan { text: String::new(), terms: Vec::with_capacity(order.len()) };
        for term in order {
            scan.terms.push((scan.text.len() as u32, term.concept));
            for word in words(&term.text) {
                scan.text.push(' ');
                scan.text.push_str(&word);
            }
        }
        scan
    }

    /// The first `limit` concepts with a term in which each word of `query` begins a word.
    pub fn search(&self, query: &str, limit: usize) -> Vec<u32> {
        let wanted: Vec<&[u8]> = query.split(' ').map(str::as_bytes).collect();
        let mut found = Vec::with_capacity(limit);
        for (place, (start, concept)) in self.terms.iter().enumerate() {
            let end = self.terms.get(place + 1).map_or(self.text.len(), |next| next.0 as usize);
            let text = &self.text.as_bytes()[*start as usize..end];
            let begins =
                |word: &&[u8]| (0..text.len()).any(|at| text[at] == b' ' && text[at + 1..].starts_with(word));
            if wanted.iter().all(begins) && !found.contains(concept) {
                found.push(*concept);
                if found.len() == limit {
                    break;
                }
            }
        }
        found
    }

    /// How many bytes text and places take.
    pub fn bytes(&self) -> u64 {
        self.text.len() as u64 + self.terms.len() as u64 * 8
    }
}
