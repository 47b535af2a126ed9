//! The rules of `core/SEARCH.md`, followed naively over the rows of a release: every row is looked at, every way tried.
//!
//! It shares no code with the engine, and knows neither further forms of words nor equivalents (rule 8).
#![allow(dead_code, reason = "each test program uses its own part")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

pub mod written;

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use vademecum::ActiveFilter;
use vademecum_build::rf2::{Acceptability, DescriptionRow, DescriptionType, Release};

/// Rule 10, behind the cost of rule 11: which of two texts of one step comes first.
type Key = (i64, usize, usize, bool, u64);

/// A description that can be searched.
pub struct Row {
    pub concept: usize,
    pub id: u64,
    pub text: String,
    pub words: Vec<String>,
    pub kind: DescriptionType,
    /// Terms, names made of a term and the tag, other names, definitions; and the order within.
    place: (u8, Key),
    refsets: Vec<u64>,
}

pub struct Concept {
    pub id: u64,
    pub active: bool,
    pub module: u64,
    pub tag: String,
    /// The description that shows it.
    shown: Option<u64>,
}

pub struct Model {
    pub concepts: Vec<Concept>,
    pub rows: Vec<Row>,
    /// Every description, inactive ones too, with its concept.
    described: HashMap<u64, usize>,
    parents: HashMap<usize, Vec<usize>>,
}

/// What is asked for besides the words.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    pub active: ActiveFilter,
    pub within: Option<u64>,
    pub tags: Vec<String>,
    pub modules: Vec<u64>,
    pub language: Option<u64>,
    pub definitions: bool,
}

/// The concept and the description of a hit.
pub type Pair = (u64, u64);

/// Rules 1 and 2.
pub fn words(text: &str) -> Vec<String> {
    let mut folded = String::new();
    for letter in text.nfkd().flat_map(char::to_lowercase).filter(|letter| !is_combining_mark(*letter)) {
        match letter {
            'ß' => folded.push_str("ss"),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' => folded.push('d'),
            other => folded.push(other),
        }
    }
    let runs = folded.split(|letter: char| !letter.is_alphanumeric());
    runs.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A fully specified name before its tag, and the tag.
fn split_tag(name: &str) -> Option<(&str, &str)> {
    let (term, tag) = name.strip_suffix(')')?.rsplit_once(" (")?;
    (!term.is_empty() && !tag.is_empty() && !tag.contains(['(', ')'])).then_some((term, tag))
}

/// Rule 3 with what may stand for a word left open: whether each word of the query has a word of its own. Every way is
/// tried, but for those that failed already with the same words of the text taken.
fn each_has_its_own(choices: &[Vec<usize>], taken: u64, failed: &mut HashSet<u64>) -> bool {
    let Some((first, rest)) = choices.split_first() else { return true };
    if failed.contains(&taken) {
        return false;
    }
    let mut free = first.iter().filter(|place| taken >> **place & 1 == 0);
    let found = free.any(|place| each_has_its_own(rest, taken | 1 << place, failed));
    if !found {
        failed.insert(taken);
    }
    found
}

/// Whether words at distinct places of a text of so many words fit the words of a query.
fn matches_by(query: usize, text: usize, fits: &dyn Fn(usize, usize) -> bool) -> bool {
    let mut choices: Vec<Vec<usize>> = Vec::with_capacity(query);
    for at in 0..query {
        let own: Vec<usize> = (0..text).filter(|place| fits(at, *place)).collect();
        if own.is_empty() {
            return false;
        }
        choices.push(own);
    }
    assert!(text <= 64, "longer texts are not made here");
    choices.sort_by_key(Vec::len);
    each_has_its_own(&choices, 0, &mut HashSet::new())
}

/// Rule 3.
pub fn matches(query: &[String], text: &[String]) -> bool {
    let fits = |at: usize, place: usize| text[place].starts_with(query[at].as_str());
    query.len() <= text.len() && matches_by(query.len(), text.len(), &fits)
}

/// The fewest edits that make a beginning of `word` of what was typed (optimal string alignment).
pub fn edits(typed: &str, word: &str) -> usize {
    let (typed, word): (Vec<char>, Vec<char>) = (typed.chars().collect(), word.chars().collect());
    let mut table = vec![vec![0; word.len() + 1]; typed.len() + 1];
    for i in 0..=typed.len() {
        for j in 0..=word.len() {
            table[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let changed = table[i - 1][j - 1] + usize::from(typed[i - 1] != word[j - 1]);
                let mut least = changed.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                if i > 1 && j > 1 && typed[i - 1] == word[j - 2] && typed[i - 2] == word[j - 1] {
                    least = least.min(table[i - 2][j - 2] + 1);
                }
                least
            };
        }
    }
    table[typed.len()].iter().copied().min().unwrap()
}

/// How many edits a word that was typed may have.
fn allowed(typed: &str) -> usize {
    match typed.len() {
        _ if !typed.bytes().all(|letter| letter.is_ascii_lowercase()) => 0,
        8..=60 => 2,
        4..8 => 1,
        _ => 0,
    }
}

impl Model {
    /// `order` is the language order of the file; `usage` holds counts by concept.
    pub fn new(release: &Release, order: &[u64], usage: Option<&HashMap<u64, u64>>) -> Model {
        let mut refsets: HashMap<u64, Vec<(u64, bool)>> = HashMap::new();
        for member in &release.language {
            let description = release.descriptions[member.description as usize].id.number();
            let refset = release.language_refsets[usize::from(member.refset)].number();
            let entry = (refset, member.acceptability == Acceptability::Preferred);
            refsets.entry(description).or_default().push(entry);
        }
        let in_sets = |id: u64| refsets.get(&id).cloned().unwrap_or_default();
        let is_preferred_in = |id: u64, refset: u64| in_sets(id).contains(&(refset, true));
        let mut own: HashMap<u32, Vec<&DescriptionRow>> = HashMap::new();
        for row in &release.descriptions {
            own.entry(row.concept).or_default().push(row);
        }
        let mut model = Model {
            concepts: Vec::new(),
            rows: Vec::new(),
            described: HashMap::new(),
            parents: HashMap::new(),
        };
        for (at, concept) in release.concepts.iter().enumerate() {
            let mut rows = own.remove(&(at as u32)).unwrap_or_default();
            rows.sort_by_key(|row| (!row.active, row.id));
            let of = |kind| rows.iter().filter(move |row| row.description_type == kind).copied();
            let names: Vec<_> = of(DescriptionType::Fsn).collect();
            let tag = names.first().and_then(|row| split_tag(release.term(row))).map_or("", |(_, tag)| tag);
            let terms: Vec<_> = of(DescriptionType::Synonym).filter(|row| row.active).collect();
            let active_names = || names.iter().filter(|row| row.active);
            let best = |rows: &[&DescriptionRow]| {
                let mut all =
                    order.iter().flat_map(|refset| rows.iter().map(move |row| (row.id.number(), *refset)));
                all.find(|(id, refset)| is_preferred_in(*id, *refset)).map(|(id, _)| id)
            };
            let names_alone: Vec<_> = active_names().copied().collect();
            let first = |rows: &[&DescriptionRow]| rows.first().map(|row| row.id.number());
            let shown = best(&terms).or(best(&names_alone)).or(first(&names_alone)).or(first(&terms));
            let uses = usage.map(|usage| usage.get(&concept.id.number()).copied().unwrap_or(0));
            let key = |row: &DescriptionRow| -> Key {
                let (words, letters) = (words(release.term(row)).len(), release.term(row).chars().count());
                let cost = uses.map_or(0, |uses| {
                    let worth = (24.0 * (1.0 + uses as f64).log10()).round() as i64;
                    (16 * words + letters) as i64 - worth
                });
                let preferred = order.iter().any(|refset| is_preferred_in(row.id.number(), *refset));
                (cost, words, letters, !preferred, row.id.number())
            };
            for row in &rows {
                model.described.insert(row.id.number(), at);
                if !row.active {
                    continue;
                }
                let text = release.term(row);
                let place = match row.description_type {
                    DescriptionType::Synonym => (0, key(row)),
                    DescriptionType::Fsn => {
                        let name = split_tag(text).filter(|(_, own)| *own == tag).map(|(name, _)| name);
                        let made_of = terms.iter().filter(|term| Some(release.term(term)) == name);
                        match made_of.map(|term| key(term)).min() {
                            Some(key) => (1, key),
                            None => (2, key(row)),
                        }
                    }
                    DescriptionType::Definition => (3, key(row)),
                };
                model.rows.push(Row {
                    concept: at,
                    id: row.id.number(),
                    text: text.to_owned(),
                    words: words(text),
                    kind: row.description_type,
                    place,
                    refsets: in_sets(row.id.number()).into_iter().map(|(refset, _)| refset).collect(),
                });
            }
            model.concepts.push(Concept {
                id: concept.id.number(),
                active: concept.active,
                module: release.modules[usize::from(concept.module)].number(),
                tag: tag.to_owned(),
                shown: shown.or(first(&rows)),
            });
        }
        for (child, parent) in &release.is_a {
            model.parents.entry(*child as usize).or_default().push(*parent as usize);
        }
        model.rows.sort_by_key(|row| row.place);
        model
    }

    /// The text of a description that can be searched, for messages.
    pub fn text(&self, description: u64) -> &str {
        self.rows.iter().find(|row| row.id == description).map_or("", |row| row.text.as_str())
    }

    fn is_below(&self, concept: usize, ancestor: u64) -> bool {
        let mut seen = HashSet::new();
        let mut todo = vec![concept];
        while let Some(next) = todo.pop() {
            if self.concepts[next].id == ancestor {
                return true;
            }
            if seen.insert(next) {
                todo.extend(self.parents.get(&next).into_iter().flatten());
            }
        }
        false
    }

    /// Rule 15 for a concept, but for whether it is active.
    fn passes(&self, concept: usize, ask: &Ask) -> bool {
        let own = &self.concepts[concept];
        ask.within.is_none_or(|ancestor| own.active && self.is_below(concept, ancestor))
            && (ask.tags.is_empty() || ask.tags.contains(&own.tag))
            && (ask.modules.is_empty() || ask.modules.contains(&own.module))
    }

    /// Rules 4 and 15.
    fn passes_row(&self, row: &Row, ask: &Ask) -> bool {
        let active = self.concepts[row.concept].active;
        let is_wanted = match ask.active {
            ActiveFilter::Active => active,
            ActiveFilter::Inactive => !active,
            ActiveFilter::Any => true,
        };
        is_wanted
            && (ask.definitions || row.kind != DescriptionType::Definition)
            && ask.language.is_none_or(|refset| row.refsets.contains(&refset))
            && self.passes(row.concept, ask)
    }

    /// Adds what matches, in order, one a concept (rules 10 and 12).
    fn add(&self, ask: &Ask, seen: &mut HashSet<u64>, found: &mut Vec<Pair>, matches: &dyn Fn(&Row) -> bool) {
        for row in self.rows.iter().filter(|row| matches(row) && self.passes_row(row, ask)) {
            let concept = self.concepts[row.concept].id;
            if seen.insert(concept) {
                found.push((concept, row.id));
            }
        }
    }

    /// Rule 5.
    fn by_id(&self, query: &str, ask: &Ask) -> Option<Pair> {
        let query = query.trim();
        let number: u64 = query.parse().ok().filter(|_| query.bytes().all(|byte| byte.is_ascii_digit()))?;
        let of_concept = self.concepts.iter().position(|concept| concept.id == number);
        let (concept, description) = match of_concept {
            Some(concept) => (concept, self.concepts[concept].shown?),
            None => (*self.described.get(&number)?, number),
        };
        let inactive_alone = ask.active == ActiveFilter::Inactive;
        let passes = self.passes(concept, ask) && !(inactive_alone && self.concepts[concept].active);
        passes.then(|| (self.concepts[concept].id, description))
    }

    /// Rules 5, 6 and 7: the exact hits.
    pub fn exact(&self, query: &str, ask: &Ask) -> Vec<Pair> {
        let typed = words(query);
        let mut found: Vec<Pair> = self.by_id(query, ask).into_iter().collect();
        let mut seen: HashSet<u64> = found.iter().map(|(concept, _)| *concept).collect();
        self.add(ask, &mut seen, &mut found, &|row| {
            row.kind != DescriptionType::Definition && row.words == typed
        });
        self.add(ask, &mut seen, &mut found, &|row| matches(&typed, &row.words));
        found
    }

    /// Rule 14.
    pub fn set(&self, query: &str, ask: &Ask) -> Vec<u64> {
        let typed = words(query);
        let (mut seen, mut found) = (HashSet::new(), Vec::new());
        self.add(ask, &mut seen, &mut found, &|row| matches(&typed, &row.words));
        let mut concepts: Vec<u64> = seen.into_iter().collect();
        concepts.sort_unstable();
        concepts
    }

    /// Rule 9: the hits with typing errors, where `before` were found without.
    pub fn typos(&self, query: &str, ask: &Ask, before: &[u64]) -> Vec<Pair> {
        let typed = words(query);
        let most: Vec<usize> = typed.iter().map(|word| allowed(word)).collect();
        // For each step the ways to spend its edits.
        let mut ways: [Vec<Vec<usize>>; 3] = [Vec::new(), Vec::new(), vec![most.clone()]];
        for first in 0..typed.len() {
            for count in 1..=most[first] {
                let mut way = vec![0; typed.len()];
                way[first] = count;
                ways[count - 1].push(way.clone());
                for second in first + 1..typed.len() {
                    if count == 1 && most[second] > 0 {
                        let mut both = way.clone();
                        both[second] = 1;
                        ways[1].push(both);
                    }
                }
            }
        }
        let mut seen: HashSet<u64> = before.iter().copied().collect();
        let mut found = Vec::new();
        for (step, ways) in ways.iter().enumerate() {
            if step > 0 && !seen.is_empty() {
                break;
            }
            self.add(ask, &mut seen, &mut found, &|row| {
                let near: Vec<Vec<usize>> = typed
                    .iter()
                    .zip(&most)
                    .map(|(typed, most)| {
                        let exact = |word: &String| if word.starts_with(typed.as_str()) { 0 } else { 9 };
                        let of = |word: &String| if *most == 0 { exact(word) } else { edits(typed, word) };
                        row.words.iter().map(of).collect()
                    })
                    .collect();
                let fits = |way: &[usize], at: usize, place: usize| near[at][place] <= way[at];
                ways.iter()
                    .any(|way| matches_by(typed.len(), row.words.len(), &|at, place| fits(way, at, place)))
            });
        }
        found
    }
}
