//! The rules of `core/SEARCH.md`, one test each, by example.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod rf2_written;
mod search_model;

use std::collections::HashMap;

use search_model::written::{GB, US, World, Written, world_of};
use vademecum::{ActiveFilter, ConceptId, Fuzzy, MatchKind, SearchOptions, metadata};
use vademecum_build::synth::{MIN_CONCEPTS, SynthOptions, write_release};

/// A file of concepts of one term each.
fn world(terms: &[&str]) -> World {
    Written::terms(terms).plain()
}

/// The texts that each query finds as typed or by equivalents, in order.
fn expect(world: &World, cases: &[(&str, &[&str])]) {
    for (query, texts) in cases {
        assert_eq!(world.texts(query), *texts, "{query}");
    }
}

/// The texts that each query finds by typing errors, in order.
fn expect_typos(world: &World, cases: &[(&str, &[&str])]) {
    for (query, texts) in cases {
        assert_eq!(world.texts_by(query, MatchKind::Typo), *texts, "{query}");
    }
}

#[test]
fn rule_01_folding() {
    let names = [
        "Ménière's disease",
        "Sjögren syndrome",
        "Foetus œdema",
        "Straße",
        "Łódź virus",
        "β thalassaemia",
        "H₂O",
    ];
    let world = world(&names);
    for query in ["meniere", "MÉNIÈRE", "Me\u{301}nie\u{300}re"] {
        expect(&world, &[(query, &["Ménière's disease"])]);
    }
    for (query, text) in [
        ("sjogren", 1),
        ("SJÖGREN", 1),
        ("oedema", 2),
        ("œdema", 2),
        ("ŒDEMA", 2),
        ("strasse", 3),
        ("STRASSE", 3),
        ("lodz", 4),
        ("ŁÓDŹ", 4),
        ("Β", 5),
        ("β", 5),
        ("h2o", 6),
        ("thalassaemia", 5),
        ("fœtus", 2),
    ] {
        expect(&world, &[(query, &[names[text]])]);
    }
}

#[test]
fn rule_02_a_word() {
    let world = world(&["Co-amoxiclav 500/125", "U+E 5% (serum)"]);
    expect(
        &world,
        &[
            ("co amoxiclav 500 125", &["Co-amoxiclav 500/125"]),
            ("co-amoxiclav 500/125", &["Co-amoxiclav 500/125"]),
            ("125/500 amoxiclav", &["Co-amoxiclav 500/125"]),
            ("u&e", &["U+E 5% (serum)"]),
            ("e 5 %", &["U+E 5% (serum)"]),
            ("+serum/5%", &["U+E 5% (serum)"]),
        ],
    );
}

#[test]
fn rule_03_beginnings() {
    let world = world(&["Disorder of disk", "Disorder"]);
    expect(
        &world,
        &[
            ("dis", &["Disorder", "Disorder of disk"]),
            ("disk disorder", &["Disorder of disk"]),
            ("dis disorder", &["Disorder of disk"]),
            ("dis dis", &["Disorder of disk"]),
            ("dis dis dis", &[]),
            ("isorder", &[]),
            ("disorder disorder", &[]),
        ],
    );
}

#[test]
fn rule_04_what_is_searched() {
    let mut written = Written::default();
    let heart = written.simple("Heart attack (disorder)", &["Heart attack"]);
    written.describe(heart, metadata::SYNONYM, "Coronary", false, &[]);
    written.describe(heart, metadata::DEFINITION, "Necrosis of muscle", true, &[]);
    written.describe(heart, metadata::DEFINITION, "Withdrawn words", false, &[]);
    let world = written.plain();
    expect(&world, &[("attack", &["Heart attack"]), ("coronary", &[]), ("necrosis", &[])]);
    let options = SearchOptions { definitions: true, fuzzy: Fuzzy::Off, ..SearchOptions::default() };
    assert_eq!(world.found("necrosis", &options), [("Necrosis of muscle".to_owned(), MatchKind::Exact)]);
    assert!(world.found("withdrawn", &options).is_empty());
}

#[test]
fn rule_05_an_id() {
    let mut written = Written::default();
    let old = written.concept(metadata::CORE_MODULE, &[]);
    written.describe(old, metadata::FSN, "Old one (disorder)", true, &[]);
    let synonym = written.describe(old, metadata::SYNONYM, "Former one", true, &[(GB, true)]);
    let new = written.simple("New one (finding)", &[&format!("New one {old}")]);
    let world = written.plain();
    let both = [format!("New one {old}"), "Former one".to_owned()];
    let find = |query: &str, active, tags: &[String]| {
        let options =
            SearchOptions { active, semantic_tags: tags, fuzzy: Fuzzy::Off, ..SearchOptions::default() };
        world.found(query, &options).into_iter().map(|(text, _)| text).collect::<Vec<_>>()
    };
    for query in [old.to_string(), format!(" {old}\n")] {
        assert_eq!(find(&query, ActiveFilter::Active, &[]), [both[1].as_str(), both[0].as_str()]);
    }
    assert_eq!(find(&synonym.to_string(), ActiveFilter::Active, &[]), ["Former one"]);
    assert_eq!(find(&old.to_string(), ActiveFilter::Inactive, &[]), ["Former one"]);
    assert!(find(&new.to_string(), ActiveFilter::Inactive, &[]).is_empty());
    assert_eq!(find(&old.to_string(), ActiveFilter::Active, &["finding".to_owned()]), [both[0].as_str()]);
    assert_eq!(find(&format!("one {old}"), ActiveFilter::Active, &[]), [both[0].as_str()]);
}

#[test]
fn rule_06_word_for_word() {
    let mut written = Written::terms(&["Cold", "Colds", "Common cold", "Cold common"]);
    written.simple("Bad (cold)", &["Other"]);
    written.simple("Cold spot (finding)", &["Spot", "Cold finding"]);
    let world = written.plain();
    expect(
        &world,
        &[
            ("common cold", &["Common cold", "Cold common"]),
            ("cold common", &["Cold common", "Common cold"]),
            ("COLDS", &["Colds"]),
            ("bad cold", &["Bad (cold)"]),
            (
                "cold finding",
                &[
                    "Cold finding",
                    "Cold (finding)",
                    "Colds (finding)",
                    "Common cold (finding)",
                    "Cold common (finding)",
                ],
            ),
            ("common cold finding", &["Common cold (finding)", "Cold common (finding)"]),
        ],
    );
    // Names that a term and the tag make come before others here too.
    let mut written = Written::default();
    written.simple("Lump (finding)", &["Nodule"]);
    written.simple("Lump (finding)", &["Lump"]);
    let world = written.plain();
    let hits = world.engine.search("lump finding", &SearchOptions::default()).unwrap().hits;
    let shown: Vec<_> = hits
        .iter()
        .map(|hit| hit.concept.preferred_term(world.engine.language_order()).unwrap().unwrap())
        .collect();
    assert_eq!(shown, ["Lump", "Nodule"]);
}

#[test]
fn rule_07_exactly() {
    let mut written = Written::default();
    written.simple("Ab (spleen disorder)", &["Another"]);
    written.simple("Spleen of a very large size (disorder)", &["Spleen of a very large size", "Big"]);
    written.simple("Wound (spleen disorder)", &["Wound"]);
    let last = written.simple("Thing (finding)", &["Thing"]);
    written.describe(last, metadata::DEFINITION, "Spleen", true, &[]);
    let world = written.plain();
    let options = SearchOptions { definitions: true, fuzzy: Fuzzy::Off, ..SearchOptions::default() };
    let texts: Vec<String> = world.found("spleen", &options).into_iter().map(|(text, _)| text).collect();
    assert_eq!(
        texts,
        ["Spleen of a very large size", "Wound (spleen disorder)", "Ab (spleen disorder)", "Spleen"]
    );
}

#[test]
fn rule_08_closed_up_or_apart() {
    let all = ["X-ray", "Xray", "X ray"];
    for (text, found) in
        [("X-ray", [true, true, true]), ("Xray", [true, true, true]), ("X ray", [true, false, true])]
    {
        let world = world(&[text]);
        for (query, found) in all.iter().zip(found) {
            assert_eq!(world.texts(query), if found { vec![text] } else { vec![] }, "{query} in {text}");
        }
    }
    let texts = ["Crohn's disease", "I.v. line", "1,000 units", "Non-Hodgkin lymphoma", "Wilson disease"];
    let world = world(&texts);
    for (query, text) in [
        ("crohns", 0),
        ("crohn's", 0),
        ("crohn\u{2019}s", 0),
        ("crohn", 0),
        ("crohn s", 0),
        ("iv", 1),
        ("i.v.", 1),
        ("i v", 1),
        ("1000", 2),
        ("1,000", 2),
        ("nonhodgkin", 3),
        ("nonhod", 3),
        ("non hodgkin", 3),
        ("wilson's disease", 4),
        ("wilson\u{2019}s", 4),
    ] {
        expect(&world, &[(query, &[texts[text]])]);
    }
    assert_eq!(world.texts_by("crohns", MatchKind::Equivalent), ["Crohn's disease"]);
    assert!(world.texts("wilson s").is_empty(), "no possessive without its apostrophe");
    // Closed up, two letters must be all of the word.
    let world = Written::terms(&["IV line", "Ivory", "X ray"]).plain();
    expect(&world, &[("i.v.", &["IV line"]), ("i v line", &["IV line"]), ("iv", &["Ivory", "IV line"])]);
}

#[test]
fn rule_08_digits_and_letters_apart() {
    let texts = ["Dose 500mg", "Dose 500 mg", "Dose 5000mg", "Dose 5000 mg"];
    let world = world(&texts);
    expect(
        &world,
        &[
            ("500mg", &["Dose 500mg", "Dose 500 mg"]),
            ("5000mg", &["Dose 5000mg", "Dose 5000 mg"]),
            ("500m", &["Dose 500mg", "Dose 500 mg"]),
            ("dose 500mg", &["Dose 500mg", "Dose 500 mg"]),
        ],
    );
    // Each unit is a word of its own, and counts as often as it comes.
    let both = self::world(&["Co-dose 500mg/125mg", "Co-dose 250mg"]);
    expect(&both, &[("dose mg mg", &["Co-dose 500mg/125mg"])]);
    // Typed apart, a number is the beginning of one as any word is (rule 3).
    assert_eq!(world.texts("500 mg")[..2], ["Dose 500 mg", "Dose 5000 mg"]);
    assert!(world.texts("500 mg").contains(&"Dose 500mg".to_owned()));
    assert!(world.texts("50mg").is_empty());
    assert!(world.texts_by("500mg", MatchKind::Typo).is_empty());
}

#[test]
fn rule_08_greek_letters() {
    let world = world(&["β blocker", "Beta cell", "Γ-glutamyl"]);
    expect(
        &world,
        &[
            ("β", &["β blocker", "Beta cell"]),
            ("beta", &["Beta cell", "β blocker"]),
            ("gamma glutamyl", &["Γ-glutamyl"]),
            ("beta b", &["β blocker"]),
            ("be", &["Beta cell"]),
        ],
    );
}

#[test]
fn rule_08_spellings() {
    let world = world(&["Oesophagus", "Esophagus pain", "Tumor", "Tumour of skin", "Hemorrhage"]);
    expect(
        &world,
        &[
            ("oesophagus", &["Oesophagus", "Esophagus pain"]),
            ("esophagus", &["Esophagus pain", "Oesophagus"]),
            ("esoph", &["Esophagus pain", "Oesophagus"]),
            ("tumour", &["Tumour of skin", "Tumor"]),
            ("tumor", &["Tumor", "Tumour of skin"]),
            ("haemorrhage", &["Hemorrhage"]),
        ],
    );
    assert_eq!(world.texts_by("oesophagus", MatchKind::Equivalent), ["Esophagus pain"]);
}

#[test]
fn rule_08_words_and_phrases_of_the_table() {
    let table = "# test\nmyocardial infarction\theart attack\tMI\nrenal\tkidney\n";
    let texts =
        ["Heart attack", "Acute myocardial infarction", "MI", "Kidney stone", "Renal colic", "Mild pain"];
    let world = Written::terms(&texts).world(Some(table), None);
    let find = |query: &str| {
        let mut found = world.texts(query);
        found.sort();
        found
    };
    let all = ["Acute myocardial infarction", "Heart attack", "MI"];
    for query in ["heart attack", "myocardial infarction", "heart atta", "myocardial infar"] {
        assert_eq!(find(query), all, "{query}");
    }
    assert_eq!(world.texts("mi"), ["MI", "Mild pain", "Heart attack", "Acute myocardial infarction"]);
    assert_eq!(find("acute mi"), ["Acute myocardial infarction"]);
    assert_eq!(find("acute heart attack"), ["Acute myocardial infarction"]);
    assert_eq!(world.texts("heart"), ["Heart attack"], "half a phrase is not the phrase");
    expect(
        &world,
        &[
            ("renal", &["Renal colic", "Kidney stone"]),
            ("kidney", &["Kidney stone", "Renal colic"]),
            ("kidn", &["Kidney stone", "Renal colic"]),
            ("kid", &["Kidney stone"]),
            ("stone renal", &["Kidney stone"]),
        ],
    );
    assert_eq!(world.texts_by("stone renal", MatchKind::Equivalent), ["Kidney stone"]);
    assert_eq!(Written::terms(&texts).plain().texts("stone renal"), [""; 0]);
}

/// A text of so many words, all different, and what may be typed for it with the last words spelt otherwise.
fn long_text(words: usize, last: &[&str]) -> String {
    let letter = |number: usize| char::from(b'a' + number as u8);
    let first = (0..words - last.len()).map(|number| format!("{0}{0}{0}{0}", letter(number)));
    first.chain(last.iter().map(|word| (*word).to_owned())).collect::<Vec<_>>().join(" ")
}

#[test]
fn rule_08_in_queries_of_up_to_24_words() {
    for (words, found) in [(24, 1), (25, 0)] {
        let text = long_text(words, &["oesophagus"]);
        let world = world(&[&text]);
        assert_eq!(world.texts(&text), [text.as_str()]);
        assert_eq!(world.texts(&long_text(words, &["esophagus"])).len(), found, "{words} words");
    }
}

#[test]
fn rule_09_in_queries_of_up_to_24_words_and_6() {
    for (words, typed, found) in [
        (24, ["hypertention", "cardiac"], 1),
        (25, ["hypertention", "cardiac"], 0),
        (6, ["hypertention", "cadiac"], 1),
        (6, ["hipertention", "cardiac"], 1),
        (7, ["hypertention", "cardiac"], 1),
        (7, ["hypertention", "cadiac"], 0),
        (7, ["hipertention", "cardiac"], 0),
    ] {
        let world = world(&[&long_text(words, &["hypertension", "cardiac"])]);
        let texts = world.texts_by(&long_text(words, &typed), MatchKind::Typo);
        assert_eq!(texts.len(), found, "{words} words, {typed:?}");
    }
}

#[test]
fn rule_09_typing_errors() {
    let world = world(&["Diabetes", "Asthma", "Dose 5000mg", "Hypertension", "Pain", "Cardiac arrest"]);
    // Put in, taken out, changed, swapped; in the first letter too; and as far as it was typed.
    for query in [
        "diabbetes",
        "diabtes",
        "diabates",
        "daibetes",
        "xiabetes",
        "iabetes",
        "idabetes",
        "diabtees",
        "daib",
    ] {
        expect_typos(&world, &[(query, &["Diabetes"])]);
    }
    expect_typos(
        &world,
        &[
            ("astma", &["Asthma"]),
            ("ahstma", &[]),
            ("hipertention", &["Hypertension"]),
            ("hypretensoin", &["Hypertension"]),
            ("hipretensoin", &[]),
            ("pian", &["Pain"]),
            ("pai", &[]),
            ("pxi", &[]),
            ("cardaic arest", &["Cardiac arrest"]),
            ("5001mg", &[]),
            ("500q", &[]),
            ("4000mg", &[]),
            ("dose 5000mg", &[]),
            ("dsoe 5000mg", &["Dose 5000mg"]),
        ],
    );
    let off = SearchOptions { fuzzy: Fuzzy::Off, ..SearchOptions::default() };
    assert!(world.found("diabtes", &off).is_empty());
    let world = Written::terms(&["Rest", "Test", "Nest egg", "Dose"]).plain();
    // Only as many as are wanted are looked for.
    let limit = |limit| world.found("rest", &SearchOptions { limit, ..SearchOptions::default() });
    assert_eq!(limit(1), [("Rest".to_owned(), MatchKind::Exact)]);
    assert_eq!(
        limit(3)[1..],
        [("Test".to_owned(), MatchKind::Typo), ("Nest egg".to_owned(), MatchKind::Typo)]
    );
    // Two edits are for what finds nothing with one.
    let world = Written::terms(&["Abdominal", "Abdomenax"]).plain();
    expect_typos(&world, &[("abdomenal", &["Abdominal", "Abdomenax"]), ("abdomxxal", &["Abdominal"])]);
}

#[test]
fn rule_10_one_static_order() {
    let mut written = Written::terms(&["Pain bb cc", "Painfulness", "Painful", "Pain b", "Pain"]);
    let concept = written.simple("Other (finding)", &["Other"]);
    written.describe(concept, metadata::SYNONYM, "Paining", true, &[(GB, false)]);
    let world = written.plain();
    expect(&world, &[("pain", &["Pain", "Painful", "Paining", "Painfulness", "Pain b", "Pain bb cc"])]);
    // Alike in all: the one that is preferred, then the lower id.
    let mut written = Written::default();
    let concepts: Vec<u64> = (0..3).map(|at| written.simple(&format!("Name {at} (finding)"), &[])).collect();
    for (concept, preferred) in concepts.iter().zip([false, true, true]) {
        written.describe(*concept, metadata::SYNONYM, "Same words", true, &[(GB, preferred)]);
    }
    let world = written.plain();
    let hits = world.engine.search("same", &SearchOptions::default()).unwrap().hits;
    let found: Vec<u64> = hits.iter().map(|hit| hit.concept.id().unwrap().number()).collect();
    assert_eq!(found, [concepts[1], concepts[2], concepts[0]]);
}

#[test]
fn rule_11_usage() {
    let write = || {
        let mut written = Written::default();
        let insipidus = written.simple("Diabetes insipidus (disorder)", &["Diabetes insipidus"]);
        let common = written.simple("Type 2 diabetes mellitus (disorder)", &["Type 2 diabetes mellitus"]);
        (written, HashMap::from([(insipidus, 80_000), (common, 20_000_000)]))
    };
    let (written, usage) = write();
    let world = written.world(None, Some(&usage));
    expect(&world, &[("diabetes", &["Type 2 diabetes mellitus", "Diabetes insipidus"])]);
    let (written, _) = write();
    expect(&written.plain(), &[("diabetes", &["Diabetes insipidus", "Type 2 diabetes mellitus"])]);
    // Ten times the use outweighs one word, not two: 16 and 1 for each word and letter more, 24 for ten times the use.
    let mut written = Written::default();
    let one = written.simple("Pain (finding)", &["Pain"]);
    let two = written.simple("Pain a (finding)", &["Pain a"]);
    let three = written.simple("Pain a b (finding)", &["Pain a b"]);
    let usage = HashMap::from([(one, 0), (two, 9), (three, 9)]);
    let world = written.world(None, Some(&usage));
    expect(&world, &[("pai", &["Pain a", "Pain", "Pain a b"]), ("pain", &["Pain", "Pain a", "Pain a b"])]);
}

#[test]
fn rule_12_one_hit_a_concept() {
    let mut written = Written::default();
    let texts = ["Pain in the chest", "Chest pain", "Thorax pain", "Pain"];
    written.simple("Chest pain (finding)", &texts);
    for text in ["Pain b", "Pain c", "Pain d e", "Pained"] {
        written.simple(&format!("{text} (finding)"), &[text]);
    }
    let world = written.plain();
    let all = ["Pain", "Pained", "Pain b", "Pain c", "Pain d e"];
    expect(&world, &[("pain", &all), ("pain chest", &["Chest pain"])]);
    for offset in 0..6 {
        for limit in 0..6 {
            let options = SearchOptions { offset, limit, fuzzy: Fuzzy::Off, ..SearchOptions::default() };
            let found: Vec<_> = world.found("pain", &options).into_iter().map(|(text, _)| text).collect();
            let expected: Vec<_> = all.iter().skip(offset).take(limit).copied().collect();
            assert_eq!(found, expected, "{offset} {limit}");
        }
    }
}

#[test]
fn rule_13_the_total() {
    let world = world(&["Test", "Testing", "Rest", "X-ray test"]);
    let total = |query: &str, limit| {
        let options = SearchOptions { limit, total: true, ..SearchOptions::default() };
        let results = world.engine.search(query, &options).unwrap();
        (results.total.unwrap(), results.hits.len())
    };
    assert_eq!([total("test", 10), total("test", 1), total("xray", 10)], [(3, 4), (3, 1), (1, 1)]);
    assert_eq!(total("tesst", 10), (0, 3));
    assert_eq!(world.engine.search("test", &SearchOptions::default()).unwrap().total, None);
}

#[test]
fn rule_14_a_set() {
    let world = world(&["X-ray of chest", "Xray of hand", "Test"]);
    let set = |query: &str| world.engine.search_set(query, &SearchOptions::default()).unwrap().count();
    assert_eq!((set("x-ray"), set("xray"), set("tesst"), set("finding"), set("test")), (1, 1, 0, 3, 1));
    assert_eq!(set(&world.model.concepts.last().unwrap().id.to_string()), 0);
}

#[test]
fn rule_15_filters() {
    let mut written = Written::default();
    let top = written.simple("Pain (finding)", &["Pain"]);
    let below = written.concept(metadata::MODEL_MODULE, &[top]);
    written.describe(below, metadata::FSN, "Pain below (disorder)", true, &[(US, true)]);
    written.describe(below, metadata::SYNONYM, "Pain below", true, &[(US, true)]);
    written.describe(below, metadata::SYNONYM, "Pain beneath all", true, &[(GB, false)]);
    let old = written.concept(metadata::CORE_MODULE, &[]);
    written.describe(old, metadata::SYNONYM, "Pain of old", true, &[]);
    let world = written.plain();
    let engine = &world.engine;
    let texts = |options: SearchOptions<'_>| {
        let found = world.found("pain", &SearchOptions { fuzzy: Fuzzy::Off, ..options }).into_iter();
        found.map(|(text, _)| text).collect::<Vec<_>>()
    };
    let any = SearchOptions { active: ActiveFilter::Any, ..SearchOptions::default() };
    assert_eq!(texts(SearchOptions::default()), ["Pain", "Pain below"]);
    assert_eq!(texts(any.clone()), ["Pain", "Pain below", "Pain of old"]);
    assert_eq!(texts(SearchOptions { active: ActiveFilter::Inactive, ..any.clone() }), ["Pain of old"]);
    let descendants = engine.concept(ConceptId::new(top).unwrap()).unwrap().unwrap().descendants().unwrap();
    assert_eq!(texts(SearchOptions { within: Some(&descendants), ..any.clone() }), ["Pain below"]);
    let tags = ["disorder".to_owned()];
    assert_eq!(texts(SearchOptions { semantic_tags: &tags, ..any.clone() }), ["Pain below"]);
    let modules = [ConceptId::new(metadata::MODEL_MODULE).unwrap()];
    assert_eq!(texts(SearchOptions { modules: &modules, ..any.clone() }), ["Pain below"]);
    let language = |refset: u64| engine.language(&refset.to_string()).unwrap();
    let (gb, us) = (language(GB), language(US));
    assert_eq!(texts(SearchOptions { language: Some(&gb), ..any.clone() }), ["Pain", "Pain beneath all"]);
    assert_eq!(texts(SearchOptions { language: Some(&us), ..any.clone() }), ["Pain", "Pain below"]);
    // In every step: by equivalents and with typing errors too.
    let typo = SearchOptions { semantic_tags: &tags, ..SearchOptions::default() };
    assert_eq!(world.found("pian", &typo), [("Pain below".to_owned(), MatchKind::Typo)]);
}

#[test]
fn rule_15_a_large_set() {
    // Of so many concepts that a search first asks each candidate and then marks all their documents.
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("release");
    write_release(&SynthOptions { concepts: MIN_CONCEPTS + 8_000, seed: 3, out: out.clone() }).unwrap();
    let world = world_of(&folder, vec![out], None, None);
    let engine = &world.engine;
    let every = |at: usize| world.model.concepts.iter().skip(at).step_by(3);
    let set = engine.concept_set(every(1).map(|concept| ConceptId::new(concept.id).unwrap())).unwrap();
    assert!(set.count() > 3_000, "it is listed");
    let all = SearchOptions { limit: 100_000, active: ActiveFilter::Any, ..SearchOptions::default() };
    let within = SearchOptions { within: Some(&set), ..all.clone() };
    for round in 0..3 {
        for query in ["a", "p", "of", "s d", "structure", "struc lef", "disroder", "2 m"] {
            let found = |options: &SearchOptions<'_>| -> Vec<(String, String)> {
                let hits = engine.search(query, options).unwrap().hits;
                let shown = hits.iter().filter(|hit| set.contains(hit.concept));
                shown
                    .map(|hit| (hit.description.id().unwrap().to_string(), format!("{:?}", hit.kind)))
                    .collect()
            };
            let (expected, actual) = (found(&all), found(&within));
            assert_eq!(actual.len(), engine.search(query, &within).unwrap().hits.len());
            assert_eq!(actual, expected, "{query}, round {round}");
        }
    }
}
