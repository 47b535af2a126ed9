//! What is typed: beginnings of words, words with a typo, and searches within a subtree.

use vademecum::Engine;

use crate::{Corpus, Random, Term, concept_id, words};

/// What is special about a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nothing.
    Plain,
    /// One edit inside a word.
    Typo,
    /// Only within a concept above the term's, with 20 to 200 descendants.
    Narrow,
    /// Only within the smallest concept above the term's that has over a twentieth of all.
    Broad,
}

/// How a query is made.
#[derive(Debug, Clone, Copy)]
pub struct Class {
    /// The name.
    pub name: &'static str,
    /// What is special.
    pub kind: Kind,
    /// For each word, how many letters are typed; `None` for all of them.
    pub letters: &'static [Option<usize>],
    /// Whether each word is of another term.
    pub unrelated: bool,
}

const fn class(kind: Kind, name: &'static str, letters: &'static [Option<usize>]) -> Class {
    Class { name, kind, letters, unrelated: false }
}

const fn unrelated(kind: Kind, name: &'static str, letters: &'static [Option<usize>]) -> Class {
    Class { name, kind, letters, unrelated: true }
}

/// The classes that are measured.
pub const CLASSES: &[Class] = &[
    class(Kind::Plain, "1 letter", &[Some(1)]),
    class(Kind::Plain, "2 letters", &[Some(2)]),
    class(Kind::Plain, "3 letters", &[Some(3)]),
    class(Kind::Plain, "4 letters", &[Some(4)]),
    class(Kind::Plain, "whole word", &[None]),
    class(Kind::Plain, "1 + 1", &[Some(1), Some(1)]),
    class(Kind::Plain, "2 + 2", &[Some(2), Some(2)]),
    class(Kind::Plain, "3 + 3", &[Some(3), Some(3)]),
    class(Kind::Plain, "whole + 1", &[None, Some(1)]),
    class(Kind::Plain, "whole + 3", &[None, Some(3)]),
    class(Kind::Plain, "2 + 2 + 2", &[Some(2), Some(2), Some(2)]),
    class(Kind::Plain, "3 + 3 + 3", &[Some(3), Some(3), Some(3)]),
    class(Kind::Plain, "whole + whole + 1", &[None, None, Some(1)]),
    unrelated(Kind::Plain, "unrelated 2 + 2", &[Some(2), Some(2)]),
    unrelated(Kind::Plain, "unrelated 3 + 3", &[Some(3), Some(3)]),
    class(Kind::Narrow, "narrow, 2 letters", &[Some(2)]),
    class(Kind::Narrow, "narrow, whole word", &[None]),
    class(Kind::Narrow, "narrow, 2 + 2", &[Some(2), Some(2)]),
    class(Kind::Narrow, "narrow, 3 + 3", &[Some(3), Some(3)]),
    class(Kind::Broad, "broad, 2 letters", &[Some(2)]),
    class(Kind::Broad, "broad, whole word", &[None]),
    class(Kind::Broad, "broad, 2 + 2", &[Some(2), Some(2)]),
    class(Kind::Broad, "broad, 3 + 3", &[Some(3), Some(3)]),
    class(Kind::Typo, "5 letters", &[Some(5)]),
    class(Kind::Typo, "6 letters", &[Some(6)]),
    class(Kind::Typo, "whole word", &[None]),
    class(Kind::Typo, "5 + 5", &[Some(5), Some(5)]),
    class(Kind::Typo, "whole + 1", &[None, Some(1)]),
    class(Kind::Typo, "whole + 3", &[None, Some(3)]),
    class(Kind::Typo, "5 + 5 + 5", &[Some(5), Some(5), Some(5)]),
    class(Kind::Typo, "whole + whole + 1", &[None, None, Some(1)]),
    unrelated(Kind::Typo, "unrelated 5 + 5", &[Some(5), Some(5)]),
];

/// A query, and what goes with it.
#[derive(Debug, Clone)]
pub struct Question {
    /// What is typed.
    pub query: String,
    /// The same without its typo, where it has one.
    pub clean: Option<String>,
    /// The concept that it is limited to, with what is below it.
    pub root: Option<u64>,
}

/// Makes typos that no word of the file begins with.
#[derive(Debug)]
pub struct Typos {
    /// All words of all terms, in order.
    words: Vec<String>,
}

/// The shortest word that gets a typo.
const SHORTEST_TYPO: usize = 5;

impl Typos {
    /// The words of these terms.
    pub fn new(terms: &[Term]) -> Typos {
        let mut known = rustc_hash::FxHashSet::default();
        for term in terms {
            known.extend(words(&term.text));
        }
        let mut words: Vec<String> = known.into_iter().collect();
        words.sort_unstable();
        Typos { words }
    }

    fn is_known(&self, beginning: &str) -> bool {
        let place = self.words.partition_point(|word| word.as_str() < beginning);
        self.words.get(place).is_some_and(|word| word.starts_with(beginning))
    }

    /// One of the words with one edit between its first and its last letter.
    fn make(&self, chosen: &[String], random: &mut Random) -> Option<String> {
        let fits =
            |word: &String| word.len() >= SHORTEST_TYPO && word.bytes().all(|b| b.is_ascii_lowercase());
        let places: Vec<usize> = (0..chosen.len()).filter(|place| fits(&chosen[*place])).collect();
        if places.is_empty() {
            return None;
        }
        let place = *random.pick(&places);
        let mut letters = chosen[place].as_bytes().to_vec();
        let at = 1 + random.below(letters.len() - 2);
        let neighbour = if at + 2 < letters.len() { at + 1 } else { at - 1 };
        let letter = b'a' + random.below(26) as u8;
        match random.below(4) {
            // A swap of neighbours, both inside.
            0 => letters.swap(at, neighbour),
            1 => drop(letters.remove(at)),
            2 => letters.insert(at, letter),
            _ => letters[at] = letter,
        }
        let wrong = String::from_utf8(letters).ok()?;
        let edited: Vec<&str> = (0..chosen.len())
            .map(|other| if other == place { &wrong } else { &chosen[other] }.as_str())
            .collect();
        (!self.is_known(&wrong)).then(|| edited.join(" "))
    }
}

/// The concept above this one, itself included, that a question of this kind is limited to.
fn root(kind: Kind, engine: &Engine, corpus: &Corpus, concept: u32, random: &mut Random) -> Option<u64> {
    let mut above = vec![concept];
    let mut next = 0;
    while let Some(concept) = above.get(next).copied() {
        for parent in corpus.parents.of(concept) {
            if !above.contains(parent) {
                above.push(*parent);
            }
        }
        next += 1;
    }
    let size = |ord: &u32| {
        let concept = engine.concept(concept_id(corpus.ids[*ord as usize])).expect("a sound file");
        concept.expect("a known id").descendants().expect("a sound file").count()
    };
    let all = u64::from(corpus.active);
    let sizes = above.into_iter().map(|ord| (size(&ord), corpus.ids[ord as usize]));
    if kind == Kind::Narrow {
        let narrow: Vec<(u64, u64)> = sizes.filter(|(size, _)| (20..=200).contains(size)).collect();
        return (!narrow.is_empty()).then(|| random.pick(&narrow).1);
    }
    sizes.filter(|(size, _)| *size > all / 20 && *size < all - 1).min().map(|(_, id)| id)
}

/// A question of a class; `None` where the term that chance drew does not serve.
pub fn question(
    class: &Class,
    engine: &Engine,
    corpus: &Corpus,
    terms: &[Term],
    typos: &Typos,
    random: &mut Random,
) -> Option<Question> {
    let term = random.pick(terms);
    let mut chosen: Vec<String> = words(&term.text).collect();
    random.shuffle(&mut chosen);
    if class.unrelated {
        chosen.truncate(1);
        for _ in 1..class.letters.len() {
            let other: Vec<String> = words(&random.pick(terms).text).collect();
            chosen.push((!other.is_empty()).then(|| random.pick(&other).clone())?);
        }
    }
    chosen.truncate(class.letters.len());
    let long_enough =
        |(word, letters): (&String, &Option<usize>)| word.is_ascii() && word.len() >= letters.unwrap_or(3);
    if chosen.len() < class.letters.len() || !chosen.iter().zip(class.letters).all(long_enough) {
        return None;
    }
    for (word, letters) in chosen.iter_mut().zip(class.letters) {
        word.truncate(letters.unwrap_or(word.len()));
    }
    // No word is the beginning of another.
    let overlaps = chosen.iter().enumerate().any(|(place, word)| {
        chosen.iter().enumerate().any(|(other, longer)| other != place && longer.starts_with(word))
    });
    if overlaps {
        return None;
    }
    let clean = chosen.join(" ");
    match class.kind {
        Kind::Plain => Some(Question { query: clean, clean: None, root: None }),
        Kind::Typo => {
            let query = typos.make(&chosen, random)?;
            Some(Question { query, clean: Some(clean), root: None })
        }
        Kind::Narrow | Kind::Broad => {
            let root = root(class.kind, engine, corpus, term.concept, random)?;
            Some(Question { query: clean, clean: None, root: Some(root) })
        }
    }
}

/// `count` questions of a class.
pub fn questions(
    class: &Class,
    engine: &Engine,
    corpus: &Corpus,
    terms: &[Term],
    typos: &Typos,
    count: usize,
    random: &mut Random,
) -> Vec<Question> {
    let drawn = std::iter::repeat_with(|| question(class, engine, corpus, terms, typos, random));
    // A small file may have no concept of a size that is wanted: then there are fewer questions.
    drawn.take(count * 200).flatten().take(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typo_is_one_edit_inside_a_word_that_nothing_begins_with() {
        let terms = ["Chronic hepatitis", "Heart attack of 500mg"];
        let term = |text: &&str| Term { concept: 0, id: 0, is_fsn: false, text: (*text).into() };
        let typos = Typos::new(&terms.iter().map(term).collect::<Vec<_>>());
        let mut random = Random::new(1);
        let chosen = ["hepatitis".to_owned(), "of".to_owned()];
        let made: Vec<String> = (0..100).filter_map(|_| typos.make(&chosen, &mut random)).collect();
        assert!(made.len() > 80);
        for query in made {
            let (word, rest) = query.split_once(' ').unwrap();
            assert_eq!(rest, "of");
            assert!(word.starts_with('h') && word.ends_with('s') && word != "hepatitis", "{word}");
            assert!((8..=10).contains(&word.len()), "{word}");
            assert!(!typos.is_known(word));
        }
        assert!(typos.make(&["of".to_owned(), "500mg".to_owned()], &mut random).is_none());
    }
}
