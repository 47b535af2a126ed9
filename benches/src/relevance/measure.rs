//! Figures of one contestant on one set.

use rustc_hash::FxHashMap;

use crate::Contestant;
use crate::relevance::{Probe, Set};

/// What a target that never comes costs in keystrokes, beyond all that was typed.
pub const PENALTY: usize = 10;

/// Keystrokes until a target stands among the first.
#[derive(Debug, Clone, Copy)]
pub struct Keystrokes {
    /// The mean, with all that was typed and [`PENALTY`] where the target never came.
    pub mean: f64,
    /// How many targets never came.
    pub never: usize,
}

/// What was measured of a contestant on a set.
#[derive(Debug, Clone)]
pub struct Figures {
    /// The contestant.
    pub name: String,
    /// The share of queries with a target in the first ten.
    pub recall: f64,
    /// The mean of one by the place of the target, nought beyond ten.
    pub mrr: f64,
    /// The share of queries with a target in the first three.
    pub first_three: f64,
    /// For each habit, keystrokes until a target is in the first ten and in the first three.
    pub keystrokes: [Option<[Keystrokes; 2]>; 2],
    /// The queries that did not bring a target into the first ten.
    pub missed: Vec<String>,
}

/// Asks a contestant and remembers, since many terms begin alike.
struct Memory<'a> {
    contestant: &'a mut dyn Contestant,
    answers: FxHashMap<String, Vec<u64>>,
}

impl Memory<'_> {
    /// The place of a target in the first ten, from nought.
    fn place(&mut self, query: &str, probe: &Probe) -> Option<usize> {
        let query = query.trim_end();
        if !self.answers.contains_key(query) {
            let found = self.contestant.search(query, None, 10);
            let concepts = found.into_iter().map(|found| found.concept).collect();
            self.answers.insert(query.to_owned(), concepts);
        }
        self.answers[query].iter().position(|concept| probe.targets.contains(concept))
    }

    /// How many letters are typed until a target is in the first ten, and in the first three.
    fn letters(&mut self, typed: &str, probe: &Probe) -> [Option<usize>; 2] {
        let mut letters = [None, None];
        for (count, (at, letter)) in (1..).zip(typed.char_indices()) {
            if let Some(place) = self.place(&typed[..at + letter.len_utf8()], probe) {
                letters[0] = letters[0].or(Some(count));
                if place < 3 {
                    letters[1] = Some(count);
                    break;
                }
            }
        }
        letters
    }
}

/// Asks a contestant all questions of a set.
pub fn measure(contestant: &mut dyn Contestant, set: &Set) -> Figures {
    let name = contestant.name().to_owned();
    let mut memory = Memory { contestant, answers: FxHashMap::default() };
    let count = set.probes.len().max(1) as f64;
    let (mut found, mut first_three, mut reciprocal) = (0, 0, 0.0);
    let mut missed = Vec::new();
    for probe in &set.probes {
        match memory.place(&probe.query, probe) {
            Some(place) => {
                found += 1;
                first_three += usize::from(place < 3);
                reciprocal += 1.0 / (place + 1) as f64;
            }
            None => missed.push(probe.query.clone()),
        }
    }
    let keystrokes = [0, 1].map(|habit| {
        let mut sums = [(0usize, 0usize); 2];
        let mut typists = 0usize;
        for probe in &set.probes {
            let Some(typed) = &probe.typed[habit] else { continue };
            typists += 1;
            for (sum, letters) in sums.iter_mut().zip(memory.letters(typed, probe)) {
                sum.0 += letters.unwrap_or_else(|| typed.chars().count() + PENALTY);
                sum.1 += usize::from(letters.is_none());
            }
        }
        let mean =
            |(letters, never): (usize, usize)| Keystrokes { mean: letters as f64 / typists as f64, never };
        (typists > 0).then(|| sums.map(mean))
    });
    Figures {
        name,
        recall: f64::from(found) / count,
        mrr: reciprocal / count,
        first_three: first_three as f64 / count,
        keystrokes,
        missed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Found, Within};

    /// Answers four concepts, of which the last is the one wanted once two letters are typed, and alone from four on.
    struct Pretender;

    impl Contestant for Pretender {
        fn name(&self) -> &str {
            "pretender"
        }

        fn search(&mut self, query: &str, _within: Option<&Within<'_>>, _limit: usize) -> Vec<Found> {
            let concepts: &[u64] = match query.len() {
                0 | 1 => &[],
                2 | 3 => &[1, 2, 3, 7],
                _ => &[7],
            };
            let found = |concept: &u64| Found { concept: *concept, description: 0, term: String::new() };
            concepts.iter().map(found).collect()
        }
    }

    fn set(targets: Vec<u64>) -> Set {
        let probe = Probe { query: "abc".into(), typed: [Some("abcde".into()), None], targets };
        Set { key: "test", title: "Test".into(), probes: vec![probe] }
    }

    #[test]
    fn places_and_keystrokes_of_a_target() {
        let figures = measure(&mut Pretender, &set(vec![7]));
        assert_eq!((figures.recall, figures.mrr, figures.first_three), (1.0, 0.25, 0.0));
        let [ten, three] = figures.keystrokes[0].unwrap();
        assert_eq!((ten.mean, three.mean, ten.never + three.never), (2.0, 4.0, 0));
        assert!(figures.keystrokes[1].is_none() && figures.missed.is_empty());
    }

    #[test]
    fn a_target_that_never_comes_costs_the_penalty() {
        let figures = measure(&mut Pretender, &set(vec![8]));
        let [ten, three] = figures.keystrokes[0].unwrap();
        assert_eq!((ten.mean, ten.never), ((5 + PENALTY) as f64, 1));
        assert_eq!((three.mean, three.never), (ten.mean, 1));
        assert_eq!(figures.missed, ["abc"]);
    }
}
