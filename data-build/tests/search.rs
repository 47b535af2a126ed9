//! Search against the rules followed naively: the same hits in the same order, whatever is asked for.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod rf2_written;
mod search_model;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::Index;
use search_model::written::{GB, US, World, Written, world_of};
use search_model::{Ask, Pair, words};
use vademecum::{
    ActiveFilter, ConceptId, Error, Fuzzy, MatchKind, QueryError, SearchOptions, SearchResults, metadata,
};
use vademecum_build::synth::{MIN_CONCEPTS, SynthOptions, write_release};

/// The demonstration release, and the same with counts of uses.
fn demonstration(with_usage: bool) -> World {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("release");
    write_release(&SynthOptions { concepts: MIN_CONCEPTS + 1_000, seed: 11, out: out.clone() }).unwrap();
    let plain = world_of(&folder, vec![out.clone()], None, None);
    if !with_usage {
        return plain;
    }
    let usage = usage_of(&plain);
    world_of(&folder, vec![out], None, Some(&usage))
}

/// Some concepts are recorded never, others up to a hundred million times.
fn usage_of(world: &World) -> HashMap<u64, u64> {
    let concepts = (0u32..).zip(&world.model.concepts).filter(|(at, _)| at % 3 > 0);
    concepts.map(|(at, concept)| (concept.id, 10u64.pow(at % 9) + u64::from(at) % 89)).collect()
}

/// What odd texts are made of.
const ODD: &[&str] = &[
    "acute",
    "dis",
    "disorder",
    "disorders",
    "Disease",
    "Ménière's",
    "SJÖGREN",
    "x-ray",
    "β-lactam",
    "α",
    "Œdema",
    "oesophagus",
    "esophagus",
    "500mg",
    "500",
    "5000",
    "mg",
    "1,000",
    "i.v.",
    "co-amoxiclav",
    "structure",
    "body",
    "left",
    "finding",
    "of",
    "the",
    "a",
    "ab",
    "abc",
    "tumour",
    "tumor",
    "straße",
    "Strasse",
    "B12",
    "HbA1c",
    "½",
    "(left)",
    "[D]",
    "+",
    "%",
    "E\u{301}",
    "ﬁbre",
    "Łódź",
    "H₂O",
    "Ⅱ",
    "non",
    "non-A",
    "'s",
    "đ",
    "日本",
    "АБВ",
];
const TAGS: &[&str] = &["disorder", "finding", "body structure", "structure", "of the body"];

/// Few words in many odd arrangements, so that everything is often found by several rules at once.
fn odd() -> Written {
    let mut written = Written::default();
    let mut state = 7u64;
    let mut roll = move |sides: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % sides
    };
    let mut parents = vec![metadata::ROOT];
    for _ in 0..500 {
        let mut text = || {
            let count = [1, 1, 2, 2, 3, 4, 18][roll(7)];
            (0..count).map(|_| ODD[roll(ODD.len())]).collect::<Vec<_>>().join([" ", " ", "-"][roll(3)])
        };
        // A term without words makes no name here: rule 6 does not find it.
        let term = std::iter::repeat_with(&mut text).find(|term| !words(term).is_empty()).unwrap();
        let others = [text(), text(), text(), text()];
        let tag = TAGS[roll(TAGS.len())];
        let above: Vec<u64> = match roll(6) {
            0 => Vec::new(),
            1 => vec![parents[roll(parents.len())], parents[roll(parents.len())]],
            _ => vec![parents[roll(parents.len())]],
        };
        let above: Vec<u64> = above.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        let module = [metadata::CORE_MODULE, metadata::CORE_MODULE, metadata::MODEL_MODULE][roll(3)];
        let concept = written.concept(module, &above);
        if !above.is_empty() {
            parents.push(concept);
        }
        let mut sets = || -> Vec<(u64, bool)> {
            let (gb, us) = (roll(3), roll(3));
            let all = [(GB, gb), (US, us)].into_iter();
            all.filter(|(_, how)| *how > 0).map(|(refset, how)| (refset, how == 1)).collect()
        };
        let some_sets = [sets(), sets(), sets(), sets(), sets(), sets()];
        let name = match roll(6) {
            0 => others[0].clone(),
            1 => format!("{term} ({}) ({tag})", others[0].replace(['(', ')'], "")),
            _ => format!("{term} ({tag})"),
        };
        if roll(12) > 0 {
            written.describe(concept, metadata::FSN, &name, roll(15) > 0, &some_sets[0]);
        }
        if roll(3) > 0 {
            written.describe(concept, metadata::SYNONYM, &term, roll(8) > 0, &some_sets[1]);
        }
        for other in 0..roll(4) {
            written.describe(concept, metadata::SYNONYM, &others[other], roll(6) > 0, &some_sets[2 + other]);
        }
        if roll(4) == 0 {
            written.describe(
                concept,
                metadata::DEFINITION,
                &others[..2].join(" "),
                roll(5) > 0,
                &some_sets[5],
            );
        }
    }
    written
}

static DEMONSTRATION: LazyLock<World> = LazyLock::new(|| demonstration(false));
static USED: LazyLock<World> = LazyLock::new(|| demonstration(true));
static STRANGE: LazyLock<World> = LazyLock::new(|| odd().plain());
static STRANGE_AND_USED: LazyLock<World> = LazyLock::new(|| {
    let usage = usage_of(&STRANGE);
    odd().world(None, Some(&usage))
});

/// What is asked, in places of a world.
#[derive(Debug, Clone)]
struct Question {
    shape: usize,
    text: Index,
    words: Vec<(Index, usize)>,
    active: ActiveFilter,
    tag: Option<Index>,
    module: Option<Index>,
    within: Option<Index>,
    language: Option<u64>,
    definitions: bool,
    page: (usize, usize),
}

fn question() -> impl Strategy<Value = Question> {
    let word = (any::<Index>(), 1usize..9);
    let active = [ActiveFilter::Active, ActiveFilter::Active, ActiveFilter::Inactive, ActiveFilter::Any];
    let what = (0usize..13, any::<Index>(), prop::collection::vec(word, 1..5));
    let filters = (
        prop::sample::select(active.to_vec()),
        prop::option::weighted(0.15, any::<Index>()),
        prop::option::weighted(0.1, any::<Index>()),
        prop::option::weighted(0.2, any::<Index>()),
        prop::option::weighted(0.25, prop::sample::select(vec![GB, US])),
        any::<bool>(),
    );
    (what, filters, (0usize..5, 1usize..7)).prop_map(|((shape, text, words), filters, page)| {
        let (active, tag, module, within, language, definitions) = filters;
        Question { shape, text, words, active, tag, module, within, language, definitions, page }
    })
}

fn beginning(word: &str, length: usize) -> String {
    word.chars().take(length).collect()
}

/// What is typed.
fn typed(world: &World, question: &Question) -> String {
    let rows = &world.model.rows;
    let row = question.text.get(rows);
    let own = |index: &Index| match row.words.is_empty() {
        true => "a".to_owned(),
        false => index.get(&row.words).clone(),
    };
    let any = |index: &Index, length: usize| {
        let row = index.get(rows);
        row.words.get(length % row.words.len().max(1)).cloned().unwrap_or_default()
    };
    let join = |words: Vec<String>| words.join(" ");
    let each = |how: &dyn Fn(&Index, usize) -> String| {
        join(question.words.iter().map(|(index, length)| how(index, *length)).collect())
    };
    let (first, length) = &question.words[0];
    let concept = || &world.model.concepts[row.concept];
    match question.shape {
        0 => row.text.clone(),
        1 => each(&|index, _| own(index)),
        2 | 3 => each(&|index, length| beginning(&own(index), length)),
        // One word begins another: each needs a word of its own.
        4 => format!("{} {}", beginning(&own(first), *length), own(first)),
        5 => format!("{0} {1} {0}", own(first), each(&|index, length| beginning(&own(index), length))),
        6 => format!("{} {}", each(&|index, length| beginning(&own(index), length)), concept().tag),
        7 => format!("{} {}", beginning(&own(first), *length), beginning(&concept().tag, *length)),
        8 => [concept().id, row.id][length % 2].to_string(),
        9 => format!("{}{}", [" ", "\t", "x ", "1"][length % 4], concept().id),
        10 => each(&|index, length| beginning(&any(index, length), length)),
        11 => join(row.words.iter().map(|word| beginning(word, *length)).collect()),
        _ => {
            each(&|index, length| format!("{}{}", ["", "%", "é", "ﬁ", "ß ", "-"][length % 6], index.get(ODD)))
        }
    }
}

fn pairs(results: &SearchResults<'_>) -> Vec<(Pair, MatchKind)> {
    let pair = |hit: &vademecum::Hit<'_>| {
        (hit.concept.id().unwrap().number(), hit.description.id().unwrap().number())
    };
    results.hits.iter().map(|hit| (pair(hit), hit.kind)).collect()
}

fn check(world: &World, question: &Question) -> Result<(), TestCaseError> {
    let model = &world.model;
    let engine = &world.engine;
    let text = typed(world, question);
    let row = question.text.get(&model.rows);
    let tags: Vec<&str> = engine.semantic_tags().filter(|tag| !tag.is_empty()).collect();
    let modules: Vec<ConceptId> = engine.modules().collect();
    let active: Vec<u64> =
        model.concepts.iter().filter(|concept| concept.active).map(|concept| concept.id).collect();
    let ask = Ask {
        active: question.active,
        // Half of the time the tag of the concept that is looked for.
        tags: question
            .tag
            .iter()
            .map(|index| {
                let own = &model.concepts[row.concept].tag;
                if index.index(2) == 0 && !own.is_empty() {
                    own.clone()
                } else {
                    (*index.get(&tags)).to_owned()
                }
            })
            .collect(),
        modules: question.module.iter().map(|index| index.get(&modules).number()).collect(),
        within: question.within.map(|index| *index.get(&active)),
        language: question.language,
        definitions: question.definitions,
    };
    let of = |id: u64| engine.concept(ConceptId::new(id).unwrap()).unwrap().unwrap();
    let within = ask.within.map(|id| of(id).descendants_or_self().unwrap());
    let wanted_modules: Vec<ConceptId> = ask.modules.iter().map(|id| ConceptId::new(*id).unwrap()).collect();
    let language = ask.language.map(|refset| engine.language(&refset.to_string()).unwrap());
    let options = SearchOptions {
        limit: usize::MAX,
        within: within.as_ref(),
        active: ask.active,
        semantic_tags: &ask.tags,
        modules: &wanted_modules,
        language: language.as_ref(),
        definitions: ask.definitions,
        fuzzy: Fuzzy::Off,
        total: true,
        ..SearchOptions::default()
    };
    let query = words(&text);
    if query.is_empty() {
        prop_assert!(
            matches!(engine.search(&text, &options), Err(Error::Query(QueryError::NoWords))),
            "{:?}",
            text
        );
        return Ok(());
    }

    let results = engine.search(&text, &options).unwrap();
    let found = pairs(&results);
    let exact: Vec<Pair> =
        found.iter().take_while(|(_, kind)| *kind == MatchKind::Exact).map(|(pair, _)| *pair).collect();
    let expected = model.exact(&text, &ask);
    if exact != expected {
        let same = exact.iter().zip(&expected).take_while(|(found, wanted)| found == wanted).count();
        let texts = |pairs: &[Pair]| {
            pairs.iter().skip(same).take(5).map(|(_, id)| model.text(*id).to_owned()).collect::<Vec<_>>()
        };
        prop_assert!(false, "{:?} {:?}\nfound {:?}\n  not {:?}", text, ask, texts(&exact), texts(&expected));
    }
    let by_equivalents = &found[exact.len()..];
    prop_assert!(by_equivalents.iter().all(|(_, kind)| *kind == MatchKind::Equivalent), "{:?}", text);
    let distinct: HashSet<u64> = found.iter().map(|((concept, _), _)| *concept).collect();
    prop_assert_eq!(distinct.len(), found.len(), "{:?}", text);
    prop_assert_eq!(results.total, Some(found.len() as u64), "{:?}", text);
    let set = engine.search_set(&text, &options).unwrap().ids().unwrap();
    let set: BTreeSet<u64> = set.into_iter().map(ConceptId::number).collect();
    prop_assert_eq!(set.into_iter().collect::<Vec<_>>(), model.set(&text, &ask), "{:?} {:?}", text, ask);

    // A smaller limit gives the beginning of a larger one, and pages follow each other; typing errors come behind.
    let (offset, limit) = question.page;
    let page = |offset, limit, fuzzy, total| {
        pairs(
            &engine.search(&text, &SearchOptions { offset, limit, fuzzy, total, ..options.clone() }).unwrap(),
        )
    };
    let part: Vec<_> = found.iter().copied().skip(offset).take(limit).collect();
    prop_assert_eq!(page(offset, limit, Fuzzy::Off, offset % 2 == 0), part, "{:?}", text);
    let forgiven = page(0, limit, Fuzzy::Auto, false);
    let plain = limit.min(found.len());
    prop_assert_eq!(&forgiven[..plain], &found[..plain], "{:?}", text);
    prop_assert!(forgiven[plain..].iter().all(|(_, kind)| *kind == MatchKind::Typo), "{:?}", text);

    for (at, hit) in results.hits.iter().enumerate().take(30) {
        let marked = hit.highlighted().unwrap();
        prop_assert_eq!(&marked.text, &hit.description.term().unwrap());
        let is_a_part = |range: &std::ops::Range<usize>| {
            marked.text.get(range.clone()).is_some_and(|part| !part.is_empty())
        };
        prop_assert!(marked.ranges.iter().all(is_a_part), "{:?} {:?}", text, marked);
        prop_assert!(
            marked.ranges.windows(2).all(|pair| pair[0].end <= pair[1].start),
            "{:?} {:?}",
            text,
            marked
        );
        if hit.kind == MatchKind::Exact && !(at == 0 && marked.ranges.is_empty() && text.trim().len() > 5) {
            let shown: Vec<String> =
                marked.ranges.iter().flat_map(|range| words(&marked.text[range.clone()])).collect();
            let is_shown = |word: &String| shown.iter().any(|shown| shown.starts_with(word.as_str()));
            prop_assert!(query.iter().all(is_shown), "{:?} {:?}", text, marked);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_demonstration_release(question in question()) {
        check(&DEMONSTRATION, &question)?;
    }

    #[test]
    fn odd_texts(question in question()) {
        check(&STRANGE, &question)?;
    }

    #[test]
    fn odd_texts_with_usage(question in question()) {
        check(&STRANGE_AND_USED, &question)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_demonstration_release_with_usage(question in question()) {
        check(&USED, &question)?;
    }
}

/// "SNOMED CT core" is a term of a concept too, and shorter than the one that makes its name: it must not lend the name
/// its place.
#[test]
fn a_name_stands_where_the_term_that_makes_it_stands() {
    let engine = &DEMONSTRATION.engine;
    let language = engine.language("900000000000508004").unwrap();
    for language in [None, Some(&language)] {
        let options = SearchOptions { limit: 100, language, fuzzy: Fuzzy::Off, ..SearchOptions::default() };
        let found = engine.search("co core", &options).unwrap();
        let texts: Vec<String> = found.hits.iter().map(|hit| hit.description.term().unwrap()).collect();
        let place = |text: &str| texts.iter().position(|found| found == text).unwrap();
        let longer = place("SNOMED CT core module (core metadata concept)");
        assert!(place("Fully specified name (core metadata concept)") < longer, "{texts:?}");
        assert!(place("Universal restriction modifier (core metadata concept)") < longer, "{texts:?}");
    }
}
