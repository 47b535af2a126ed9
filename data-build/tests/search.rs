//! Search against a naive scan of the release: the same concepts in the same order, whatever the filters.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use vademecum::{ActiveFilter, ConceptId, Engine, SearchOptions};
use vademecum_build::compile::{BuildOptions, build};
use vademecum_build::progress::Silent;
use vademecum_build::rf2::{DescriptionType, Release, Rf2Options, read};
use vademecum_build::synth::{MIN_CONCEPTS, SynthOptions, write_release};

/// A description as the release has it.
struct Row {
    concept: ConceptId,
    active: bool,
    tag: String,
    is_definition: bool,
    key: (bool, usize, usize, bool, u64),
    words: Vec<String>,
}

struct World {
    engine: Engine,
    rows: Vec<Row>,
    parents: HashMap<ConceptId, Vec<ConceptId>>,
    vocabulary: Vec<String>,
    concepts: Vec<ConceptId>,
}

/// Letters and digits after taking case and marks away; letters that do not decompose are not looked at.
fn words(text: &str) -> Vec<String> {
    let folded: String =
        text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn rows(release: &Release) -> Vec<Row> {
    let tag_of: HashMap<u32, &str> = release
        .descriptions
        .iter()
        .filter(|row| row.active && row.description_type == DescriptionType::Fsn)
        .filter_map(|row| Some((row.concept, release.term(row).strip_suffix(')')?.rsplit_once(" (")?.1)))
        .collect();
    let active = release.descriptions.iter().filter(|row| row.active);
    active
        .map(|row| {
            let concept = &release.concepts[row.concept as usize];
            let words = words(release.term(row));
            let is_definition = row.description_type == DescriptionType::Definition;
            let is_fsn = row.description_type == DescriptionType::Fsn;
            let length = release.term(row).chars().count();
            Row {
                concept: ConceptId::from_released(concept.id),
                active: concept.active,
                tag: tag_of.get(&row.concept).copied().unwrap_or_default().to_owned(),
                is_definition,
                key: (is_definition, words.len(), length, is_fsn, row.id.number()),
                words,
            }
        })
        .collect()
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let inputs = vec![folder.path().join("release")];
    write_release(&SynthOptions { concepts: MIN_CONCEPTS + 1_000, seed: 11, out: inputs[0].clone() })
        .unwrap();
    let out = folder.path().join("out.vade");
    build(&BuildOptions { inputs: inputs.clone(), ..BuildOptions::default() }, &out, &Silent).unwrap();
    let engine = Engine::from_bytes(std::fs::read(out).unwrap()).unwrap();
    let release = read(&Rf2Options { inputs, ..Rf2Options::default() }, &Silent).unwrap();
    let rows = rows(&release);
    let id = |position: u32| ConceptId::from_released(release.concepts[position as usize].id);
    let mut parents: HashMap<ConceptId, Vec<ConceptId>> = HashMap::new();
    for (child, parent) in &release.is_a {
        parents.entry(id(*child)).or_default().push(id(*parent));
    }
    let vocabulary: BTreeSet<String> = rows.iter().flat_map(|row| row.words.iter().cloned()).collect();
    let concepts = release
        .concepts
        .iter()
        .filter(|row| row.active)
        .map(|row| ConceptId::from_released(row.id))
        .collect();
    World { engine, rows, parents, vocabulary: vocabulary.into_iter().collect(), concepts }
});

/// Whether each word begins a word of its own, by trying every way.
fn matches(query: &[String], words: &[String]) -> bool {
    let Some((first, rest)) = query.split_first() else { return true };
    (0..words.len()).any(|place| {
        words[place].starts_with(first.as_str()) && {
            let mut others = words.to_vec();
            others.remove(place);
            matches(rest, &others)
        }
    })
}

fn is_below(world: &World, concept: ConceptId, ancestor: ConceptId) -> bool {
    let mut seen = HashSet::new();
    let mut todo = vec![concept];
    while let Some(next) = todo.pop() {
        if next == ancestor {
            return true;
        }
        if seen.insert(next) {
            todo.extend(world.parents.get(&next).into_iter().flatten());
        }
    }
    false
}

#[derive(Debug, Clone)]
struct Question {
    words: Vec<(prop::sample::Index, usize)>,
    active: ActiveFilter,
    tag: Option<&'static str>,
    within: Option<prop::sample::Index>,
    definitions: bool,
}

fn question() -> impl Strategy<Value = Question> {
    let word = (any::<prop::sample::Index>(), 1usize..9);
    (
        prop::collection::vec(word, 1..4),
        prop::sample::select(vec![
            ActiveFilter::Active,
            ActiveFilter::Active,
            ActiveFilter::Inactive,
            ActiveFilter::Any,
        ]),
        prop::option::weighted(0.3, prop::sample::select(vec!["disorder", "finding", "procedure"])),
        prop::option::weighted(0.3, any::<prop::sample::Index>()),
        any::<bool>(),
    )
        .prop_map(|(words, active, tag, within, definitions)| Question {
            words,
            active,
            tag,
            within,
            definitions,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn it_is_the_naive_scan(question in question()) {
        let world = &*WORLD;
        // Words of one term when the second index says so, so that queries have answers.
        let row = &world.rows[question.words[0].0.index(world.rows.len())];
        let query: Vec<String> = question.words.iter().enumerate().map(|(number, (index, length))| {
            let word = match (number, row.words.get(number)) {
                (_, Some(word)) if length % 4 != 0 => word,
                _ => index.get(&world.vocabulary),
            };
            word.chars().take(*length).collect()
        }).collect();
        let within = question.within.as_ref().map(|index| *index.get(&world.concepts));
        let subtree = within.map(|id| world.engine.concept(id).unwrap().unwrap().descendants_or_self().unwrap());
        let tags: Vec<String> = question.tag.iter().map(|tag| (*tag).to_owned()).collect();
        let options = SearchOptions {
            limit: usize::MAX,
            within: subtree.as_ref(),
            active: question.active,
            semantic_tags: &tags,
            definitions: question.definitions,
            total: true,
            ..SearchOptions::default()
        };
        let mut expected: Vec<&Row> = world.rows.iter()
            .filter(|row| question.definitions || !row.is_definition)
            .filter(|row| match question.active {
                ActiveFilter::Active => row.active,
                ActiveFilter::Inactive => !row.active,
                ActiveFilter::Any => true,
            })
            .filter(|row| question.tag.is_none_or(|tag| row.tag == tag))
            .filter(|row| within.is_none_or(|ancestor| row.active && is_below(world, row.concept, ancestor)))
            .filter(|row| matches(&query, &row.words))
            .collect();
        expected.sort_by_key(|row| row.key);
        let mut seen = HashSet::new();
        expected.retain(|row| seen.insert(row.concept));
        let text = query.join(" ");
        let results = world.engine.search(&text, &options).unwrap();
        let found: Vec<_> = results.hits.iter().map(|hit| (hit.concept.id().unwrap(), hit.description.id().unwrap().number())).collect();
        let wanted: Vec<_> = expected.iter().map(|row| (row.concept, row.key.4)).collect();
        prop_assert_eq!(&found, &wanted, "{}", text);
        prop_assert_eq!(results.total, Some(wanted.len() as u64));
        let set = world.engine.search_set(&text, &options).unwrap().ids().unwrap();
        prop_assert_eq!(set, seen.into_iter().collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>());
        // A smaller limit is a prefix of a larger one, and pages follow each other.
        let page = |offset, limit| {
            let hits = world.engine.search(&text, &SearchOptions { offset, limit, total: false, ..options.clone() }).unwrap().hits;
            hits.iter().map(|hit| hit.concept.id().unwrap()).collect::<Vec<_>>()
        };
        let all: Vec<_> = wanted.iter().map(|(id, _)| *id).collect();
        prop_assert_eq!(page(0, 3), all.iter().copied().take(3).collect::<Vec<_>>());
        prop_assert_eq!(page(2, 3), all.iter().copied().skip(2).take(3).collect::<Vec<_>>());
        for hit in &results.hits {
            prop_assert_eq!(hit.ranges.len(), query.len());
            prop_assert!(hit.ranges.windows(2).all(|pair| pair[0].end <= pair[1].start));
            for range in &hit.ranges {
                prop_assert!(query.iter().any(|word| words(&hit.term[range.clone()])[0].starts_with(word.as_str())));
            }
        }
    }
}
