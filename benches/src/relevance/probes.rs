//! Questions of which it is known what was meant.

use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

use crate::{Corpus, Random, Term, words};

/// Words that one leaves out when typing a few letters of each word.
const FILLERS: &[&str] = &["of", "the", "by", "in", "to", "and", "with", "for"];
/// How many words a query of the set of real terms has at most.
const QUERY_WORDS: usize = 3;

/// What is typed, and what was meant.
#[derive(Debug, Clone)]
pub struct Probe {
    /// What was typed when the first ten are judged.
    pub query: String,
    /// What is typed left to right, letter by letter, by each habit; `None` where the set has no such habit.
    pub typed: [Option<String>; 2],
    /// Concepts of which any is right.
    pub targets: Vec<u64>,
}

/// Questions of one kind.
#[derive(Debug, Clone)]
pub struct Set {
    /// A short name, by which floors know it.
    pub key: &'static str,
    /// What the questions are.
    pub title: String,
    /// The questions.
    pub probes: Vec<Probe>,
}

/// The words of a text that tell something; all of them where none does.
pub fn telling_words(text: &str) -> Vec<String> {
    let all: Vec<String> = words(text).collect();
    let telling: Vec<String> = all.iter().filter(|word| !FILLERS.contains(&word.as_str())).cloned().collect();
    if telling.is_empty() { all } else { telling }
}

/// Three or four letters of each word, as chance has it.
fn beginnings(words: &[String], random: &mut Random) -> String {
    let cut = |word: &String| word.chars().take(3 + random.below(2)).collect::<String>();
    words.iter().map(cut).collect::<Vec<_>>().join(" ")
}

/// Synonyms of chance, each asked by three or four letters of up to three of its telling words.
pub fn real_terms(corpus: &Corpus, terms: &[Term], count: usize, seed: u64) -> Set {
    let mut random = Random::new(seed);
    let mut synonyms: Vec<&Term> = terms.iter().filter(|term| !term.is_fsn).collect();
    random.shuffle(&mut synonyms);
    synonyms.truncate(count);
    let probes = synonyms
        .into_iter()
        .map(|term| {
            let telling = telling_words(&term.text);
            let mut places: Vec<usize> = (0..telling.len()).collect();
            random.shuffle(&mut places);
            places.truncate(QUERY_WORDS);
            places.sort_unstable();
            let chosen: Vec<String> = places.into_iter().map(|place| telling[place].clone()).collect();
            Probe {
                query: beginnings(&chosen, &mut random),
                typed: [Some(term.text.clone()), Some(beginnings(&telling, &mut random))],
                targets: vec![corpus.ids[term.concept as usize]],
            }
        })
        .collect();
    Set { key: "real", title: "Real terms of SNOMED CT".into(), probes }
}

/// The `search` probes of an independent truth: those without a typo, and those with one. A query with a typo is typed
/// as it stands.
pub fn truth(path: &Path, seed: u64) -> [Set; 2] {
    let mut random = Random::new(seed);
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let (mut clean, mut wrong) = (Vec::new(), Vec::new());
    for line in text.lines() {
        let probe: Value = serde_json::from_str(line).expect("a JSON object a line");
        if probe["kind"] != "search" {
            continue;
        }
        let text = |name: &str| probe[name].as_str().expect("a text").to_owned();
        let (query, term) = (text("query"), text("term"));
        let targets = vec![text("target").parse().expect("an id")];
        if probe["typo"].is_null() {
            let few = beginnings(&telling_words(&term), &mut random);
            clean.push(Probe { query, typed: [Some(term), Some(few)], targets });
        } else {
            wrong.push(Probe { typed: [Some(query.clone()), None], query, targets });
        }
    }
    [
        Set { key: "truth", title: "Synthetic truth, without a typo".into(), probes: clean },
        Set { key: "typo", title: "Synthetic truth, one typo a query".into(), probes: wrong },
    ]
}

/// The list that was made by hand: a query, what is expected by its fully specified name, and a note.
///
/// # Errors
///
/// A line that is not of that form, and a name that no concept of the file has.
pub fn by_hand(text: &str, corpus: &Corpus, terms: &[Term], seed: u64) -> Result<Set, String> {
    let mut random = Random::new(seed);
    let names: FxHashMap<&str, u64> = terms
        .iter()
        .filter(|term| term.is_fsn)
        .map(|term| (term.text.as_str(), corpus.ids[term.concept as usize]))
        .collect();
    let mut probes = Vec::new();
    let mut asked = FxHashSet::default();
    let mut errors = Vec::new();
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    for (place, (number, line)) in lines.enumerate() {
        let mut columns = line.split('\t');
        let (query, expected) = (columns.next().unwrap_or(""), columns.next().unwrap_or(""));
        if place == 0 {
            if (query, expected) != ("query", "expected") {
                errors.push(format!("line {number}: the header is not query, expected, note"));
            }
            continue;
        }
        let mut targets = Vec::new();
        for name in expected.split(" | ") {
            match names.get(name.trim()) {
                Some(id) => targets.push(*id),
                None => errors.push(format!("line {number}: no concept is called `{name}`")),
            }
        }
        if words(query).next().is_none() {
            errors.push(format!("line {number}: the query has no words"));
        }
        if !asked.insert(query) {
            errors.push(format!("line {number}: `{query}` stands there twice"));
        }
        let few = beginnings(&telling_words(query), &mut random);
        probes.push(Probe { query: query.into(), typed: [Some(query.into()), Some(few)], targets });
    }
    if errors.is_empty() {
        Ok(Set { key: "hand", title: "By hand, as clinicians type".into(), probes })
    } else {
        Err(errors.join("\n"))
    }
}
