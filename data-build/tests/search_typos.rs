//! Typing errors against the distance of every beginning of every word: the same hits in the same order.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod rf2_written;
mod search_model;

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::Index;
use search_model::written::{World, Written};
use search_model::{Ask, Pair, words};
use vademecum::{Fuzzy, MatchKind, SearchOptions};

/// Words that have no other form and no other spelling (rule 8); several are few edits from each other.
const WORDS: &[&str] = &[
    "diabetes",
    "diabetic",
    "mellitus",
    "insipidus",
    "hypertension",
    "hypotension",
    "asthma",
    "cardiac",
    "cardial",
    "arrest",
    "cardiomyopathy",
    "infection",
    "infarction",
    "infarct",
    "acute",
    "chronic",
    "kidney",
    "liver",
    "left",
    "right",
    "lung",
    "bronchitis",
    "bronchial",
    "pneumonia",
    "fracture",
    "femur",
    "femoral",
    "wrist",
    "hand",
    "band",
    "pain",
    "abdominal",
    "abdomen",
    "headache",
    "migraine",
    "syndrome",
    "hyperglycemia",
    "hypoglycemia",
    "ileum",
    "ilium",
    "iliac",
    "ab",
    "abc",
    "abcd",
    "abdc",
    "abce",
    "test",
    "tests",
    "rest",
    "nest",
    "mg",
    "of",
    "the",
];

/// Whether rule 8 may read a word that was typed in another way by its spelling.
fn may_be_british(word: &str) -> bool {
    let parts = ["ae", "oe", "sulph", "leuco", "leucem", "grey", "ou"];
    let ends = ["is", "ys", "tre", "bre", "vre", "logue", "elle", "elli", "alle", "alli", "gramme"];
    parts.iter().any(|part| word.contains(part))
        || ends.iter().any(|end| word.rfind(end).is_some_and(|at| at + end.len() + 4 > word.len() && at > 1))
            && ["e", "es", "ed", "er", "ers", "ing", "n", "ns", "s"].iter().any(|end| word.ends_with(end))
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let mut state = 3u64;
    let mut roll = move |sides: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % sides
    };
    let mut written = Written::default();
    for _ in 0..150 {
        let mut text = || (0..=roll(4)).map(|_| WORDS[roll(WORDS.len())]).collect::<Vec<_>>().join(" ");
        let (term, other) = (text(), text());
        let name = if roll(4) == 0 { &other } else { &term };
        let name = format!("{name} ({})", ["disorder", "finding"][roll(2)]);
        written.simple(&name, &[&term]);
    }
    written.plain()
});

/// One edit of a word, at a place, with a letter.
fn edited(word: &str, how: usize, place: Index, letter: char) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.is_empty() {
        return letter.to_string();
    }
    let at = place.index(letters.len());
    match how % 4 {
        0 => letters.insert(at, letter),
        1 => letters[at] = letter,
        2 => drop(letters.remove(at)),
        _ => letters.swap(at, (at + 1) % word.len()),
    }
    letters.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn they_are_forgiven_as_the_rule_says(
        text in any::<Index>(),
        pieces in prop::collection::vec((any::<Index>(), 3usize..20, 0usize..4, prop::collection::vec((0usize..4, any::<Index>(), prop::sample::select(vec!['a', 'b', 'e', 'i', 'q', 't'])), 3)), 1..4),
        definitions in any::<bool>(),
    ) {
        let world = &*WORLD;
        let row = text.get(&world.model.rows);
        prop_assume!(!row.words.is_empty());
        let query: Vec<String> = pieces.iter().enumerate().map(|(number, (any, length, edits, how))| {
            // Mostly words of one text, each another one.
            let word = row.words.get(number).filter(|_| any.index(7) > 0).cloned();
            let word = word.unwrap_or_else(|| (*any.get(WORDS)).to_owned());
            let mut word: String = word.chars().take(*length).collect();
            for (how, place, letter) in how.iter().take(*edits) {
                word = edited(&word, *how, *place, *letter);
            }
            word
        }).collect();
        let query: Vec<String> = query.into_iter().filter(|word| !word.is_empty()).collect();
        prop_assume!(!query.is_empty() && !query.iter().any(|word| may_be_british(word)));
        let query = query.join(" ");
        let ask = Ask { definitions, ..Ask::default() };
        let options = SearchOptions { limit: usize::MAX, definitions, total: true, ..SearchOptions::default() };
        let results = world.engine.search(&query, &options).unwrap();
        let found: Vec<(Pair, MatchKind)> = results.hits.iter().map(|hit| {
            ((hit.concept.id().unwrap().number(), hit.description.id().unwrap().number()), hit.kind)
        }).collect();
        let plain = SearchOptions { fuzzy: Fuzzy::Off, ..options };
        let before = world.engine.search(&query, &plain).unwrap().hits.len();
        let is_typo = |kind: MatchKind| kind == MatchKind::Typo;
        prop_assert!(found.iter().enumerate().all(|(at, (_, kind))| is_typo(*kind) == (at >= before)), "{}", query);
        prop_assert_eq!(results.total, Some(before as u64), "{}", query);
        let first: Vec<u64> = found[..before].iter().map(|((concept, _), _)| *concept).collect();
        let typos: Vec<Pair> = found[before..].iter().map(|(pair, _)| *pair).collect();
        prop_assert_eq!(typos, world.model.typos(&query, &ask, &first), "{}", query);
        for hit in &results.hits {
            let ranges = hit.highlighted().unwrap().ranges.len();
            // Words typed apart ("nes t") may stand for one, and one for several.
            let are_as_many = ranges == words(&query).len() || hit.kind == MatchKind::Equivalent && ranges > 0;
            prop_assert!(are_as_many, "{} {:?}", query, hit);
        }
    }
}
