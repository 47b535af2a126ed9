//! What people type, drawn from the terms of the file.

use crate::{Random, Term};

/// How a query is cut from a term: for each of its words, how many letters are typed; `None` for all of them.
#[derive(Debug, Clone, Copy)]
pub struct QueryClass {
    /// The name.
    pub name: &'static str,
    /// Letters a word.
    pub letters: &'static [Option<usize>],
}

/// The classes of queries that are measured.
pub const QUERY_CLASSES: &[QueryClass] = &[
    QueryClass { name: "1 letter", letters: &[Some(1)] },
    QueryClass { name: "2 letters", letters: &[Some(2)] },
    QueryClass { name: "3 letters", letters: &[Some(3)] },
    QueryClass { name: "4 letters", letters: &[Some(4)] },
    QueryClass { name: "whole word", letters: &[None] },
    QueryClass { name: "2 + 2", letters: &[Some(2), Some(2)] },
    QueryClass { name: "3 + 3", letters: &[Some(3), Some(3)] },
    QueryClass { name: "whole + 3", letters: &[None, Some(3)] },
    QueryClass { name: "3 + 3 + 3", letters: &[Some(3), Some(3), Some(3)] },
];

/// The words of a text in lower case, without the accents of Western Europe: enough for the baselines to find what the
/// engine finds in English terms.
pub fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().flat_map(char::to_lowercase).map(plain).collect())
}

fn plain(letter: char) -> char {
    match letter {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' => 'o',
        'ù'..='ü' => 'u',
        _ => letter,
    }
}

/// `count` queries of a class. Each is cut from the words of a term of chance, in their order, so it finds something;
/// none has a word that is the beginning of another.
pub fn queries(class: &QueryClass, terms: &[Term], count: usize, random: &mut Random) -> Vec<String> {
    let mut found = Vec::with_capacity(count);
    while found.len() < count {
        let term = &random.pick(terms).text;
        if !term.is_ascii() {
            continue;
        }
        let mut chosen: Vec<String> = words(term).collect();
        random.shuffle(&mut chosen);
        chosen.truncate(class.letters.len());
        if chosen.len() < class.letters.len() {
            continue;
        }
        let long_enough = |(word, letters): (&String, &Option<usize>)| word.len() >= letters.unwrap_or(3);
        if !chosen.iter().zip(class.letters).all(long_enough) {
            continue;
        }
        for (word, letters) in chosen.iter_mut().zip(class.letters) {
            word.truncate(letters.unwrap_or(word.len()));
        }
        let overlaps = chosen.iter().enumerate().any(|(place, word)| {
            chosen.iter().enumerate().any(|(other, longer)| other != place && longer.starts_with(word))
        });
        if !overlaps {
            found.push(chosen.join(" "));
        }
    }
    found
}
