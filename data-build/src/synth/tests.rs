//! Laws of every release made here.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use vademecum::{ComponentKind, Sctid, metadata};

use super::model::{Model, Origin, Value, position};
use super::*;

fn made(concepts: usize, seed: u64) -> (tempfile::TempDir, SynthSummary) {
    let out = tempfile::tempdir().unwrap();
    let summary = write_release(&SynthOptions { concepts, seed, out: out.path().to_owned() }).unwrap();
    (out, summary)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// The rows of the one file whose name holds `part`.
fn rows(summary: &SynthSummary, part: &str) -> Vec<Vec<String>> {
    let path = files(&summary.folder).into_iter().find(|path| path.to_str().unwrap().contains(part)).unwrap();
    let text = fs::read_to_string(path).unwrap();
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

#[test]
fn the_tables_resolve_and_the_core_fits() {
    let core = core().unwrap();
    assert!(core.concepts.len() <= MIN_CONCEPTS, "raise MIN_CONCEPTS to {} or more", core.concepts.len());
    assert!(MIN_CONCEPTS - core.concepts.len() < 500, "MIN_CONCEPTS may be lower");
    assert!(core.contents.iter().filter(|content| content.definition.is_some()).count() >= 60);
    assert!(core.contents.iter().flat_map(|c| &c.attributes).any(|a| matches!(a.value, Value::Number(_))));
    let mut seen = HashSet::new();
    for concept in &core.concepts {
        assert!(seen.insert((concept.name.to_lowercase(), concept.tag)), "{} is there twice", concept.name);
    }
}

#[test]
fn every_head_has_its_concepts() {
    let core = core().unwrap();
    for head in heads::HEADS {
        assert!(head.core.is_empty() || core.find(head.core).is_some(), "{}", head.core);
        assert!(head.attribute.is_empty() || core.find(head.attribute).is_some(), "{}", head.attribute);
    }
    for qualifier in heads::QUALIFIERS {
        assert_eq!(qualifier.attribute.is_empty(), qualifier.value.is_empty());
        assert!(qualifier.value.is_empty() || core.find(qualifier.value).is_some(), "{}", qualifier.value);
    }
    for form in medicines::FORMS {
        assert!(core.find(form.concept).is_some(), "{}", form.concept);
    }
}

#[test]
fn the_module_is_in_the_namespace() {
    let module = Sctid::new(MODULE).unwrap();
    assert!(module.is_well_formed());
    assert_eq!(module.namespace(), Some(NAMESPACE));
    assert_eq!(module.kind(), Some(ComponentKind::Concept));
    let core = core().unwrap();
    let ix = core.find("Vademecum demonstration module (not for clinical use)").unwrap();
    assert_eq!(core.concept(ix).id, MODULE);
}

#[test]
fn sizes_out_of_range_are_refused() {
    for concepts in [0, MIN_CONCEPTS - 1, MAX_CONCEPTS + 1] {
        let options = SynthOptions { concepts, seed: 1, out: "nowhere".into() };
        assert!(matches!(write_release(&options), Err(SynthError::Size { .. })));
    }
}

/// No cycles: each concept's depth is found from its parents.
fn check_hierarchy(model: &Model) {
    let len = model.concepts.len();
    let mut waiting: Vec<usize> = model.concepts.iter().map(|concept| concept.parents.len()).collect();
    let mut children = vec![Vec::new(); len];
    for (at, concept) in model.concepts.iter().enumerate() {
        for &parent in &concept.parents {
            children[parent as usize].push(at);
            let above = model.concept(parent);
            assert!(!matches!(above.origin, Origin::Retired(..)), "{} is inactive", above.name);
        }
        assert!(!concept.parents.is_empty() || concept.id == metadata::ROOT, "{}", concept.name);
        assert_eq!(
            concept.parents.to_vec(),
            model.reduced(concept.parents.to_vec()),
            "{} has a redundant parent",
            concept.name
        );
    }
    let mut ready: Vec<usize> = (0..len).filter(|&at| waiting[at] == 0).collect();
    let mut done = 0;
    while let Some(at) = ready.pop() {
        done += 1;
        for &child in &children[at] {
            waiting[child] -= 1;
            if waiting[child] == 0 {
                ready.push(child);
            }
        }
    }
    assert_eq!(done, len, "a cycle");
}

#[test]
fn sizes_are_exact_and_hierarchies_are_sound() {
    for concepts in [MIN_CONCEPTS, MIN_CONCEPTS + 1, 5_000, 50_000] {
        let model = build(concepts, 7).unwrap();
        assert_eq!(model.concepts.len(), concepts);
        let mut ids = HashSet::new();
        let mut names = HashSet::new();
        for (at, concept) in model.concepts.iter().enumerate() {
            assert!(ids.insert(concept.id), "{} has the id of another", concept.name);
            assert!(
                names.insert((concept.name.to_lowercase(), concept.tag)),
                "{} is there twice",
                concept.name
            );
            let id = Sctid::new(concept.id).unwrap();
            assert!(id.is_well_formed(), "{id}");
            let known = id.partition() == 0;
            assert!(known || id.namespace() == Some(NAMESPACE), "{id} |{}|", concept.name);
            assert_eq!(known, at < 200 && known, "{id} is not of the metadata table");
            for attribute in describe::attributes_of(&model, position(at)) {
                if let Value::Concept(value) = attribute.value {
                    assert!(!matches!(model.concept(value).origin, Origin::Retired(..)));
                }
            }
        }
        if concepts <= 5_000 {
            check_hierarchy(&model);
        }
        let inactive = model.concepts.iter().filter(|c| matches!(c.origin, Origin::Retired(..))).count();
        if concepts == 50_000 {
            assert!((6_000..=7_500).contains(&inactive), "{inactive}");
            assert!(grown_names_are_sensible(&model));
        }
    }
}

fn grown_names_are_sensible(model: &Model) -> bool {
    model.concepts.iter().filter(|concept| matches!(concept.origin, Origin::Grown(_))).all(|concept| {
        let name = &concept.name;
        let lower = name.to_lowercase();
        let nonsense = lower.contains("fracture of liver")
            || lower.contains("skin of skin")
            || lower.contains("left left")
            || lower.contains("right left")
            || lower.contains("left right")
            || lower.contains("left liver")
            || lower.contains("acute chronic")
            || lower.contains("fracture of periosteum")
            || name.contains("{}")
            || name.contains("  ");
        assert!(!nonsense, "{name}");
        true
    })
}

#[test]
fn the_same_options_give_the_same_bytes() {
    let bytes = |made: &(tempfile::TempDir, SynthSummary)| -> Vec<Vec<u8>> {
        files(made.0.path()).iter().map(|path| fs::read(path).unwrap()).collect()
    };
    let first = bytes(&made(4_000, 1));
    assert_eq!(first, bytes(&made(4_000, 1)));
    assert_ne!(first, bytes(&made(4_000, 2)));
}

#[test]
fn hand_made_concepts_keep_their_ids() {
    let (small, large) = (build(MIN_CONCEPTS, 1).unwrap(), build(6_000, 2).unwrap());
    for name in ["Myocardial infarction", "Asthma", "Co-amoxiclav 500mg/125mg tablets"] {
        let id = |model: &Model| model.concept(model.find(name).unwrap()).id;
        assert_eq!(id(&small), id(&large));
    }
}

#[test]
fn rows_have_the_shape_of_rf2() {
    let (out, summary) = made(5_000, 3);
    for path in files(&summary.folder.join("Snapshot")) {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.display();
        assert!(text.ends_with("\r\n"), "{name}");
        let columns = text.split("\r\n").next().unwrap().split('\t').count();
        for line in text.split("\r\n").filter(|line| !line.is_empty()) {
            assert!(!line.contains('\n') && !line.contains('\r'), "{name}: {line}");
            assert_eq!(line.split('\t').count(), columns, "{name}: {line}");
        }
    }
    assert_eq!(summary.concepts, 5_000);
    assert_eq!(rows(&summary, "sct2_Concept_").len(), 5_000);
    assert_eq!(rows(&summary, "sct2_Description_").len() as u64, summary.descriptions);
    assert!(summary.concrete_relationships > 500 && summary.simple_members > 50);
    assert!(rows(&summary, "sct2_Description_").iter().any(|row| row[7].len() > 255));
    let numbers = rows(&summary, "ConcreteValues");
    assert!(numbers.iter().any(|row| row[5] == "#500") && numbers.iter().any(|row| row[5] == "#2.5"));
    assert!(fs::read_to_string(summary.folder.join("Readme.txt")).unwrap().contains("NOT FOR CLINICAL USE"));
    drop(out);
}

#[test]
fn descriptions_are_complete_in_both_dialects() {
    let (_out, summary) = made(5_000, 4);
    let concepts = rows(&summary, "sct2_Concept_");
    let active: HashSet<&str> =
        concepts.iter().filter(|row| row[2] == "1").map(|row| row[0].as_str()).collect();
    let descriptions = rows(&summary, "sct2_Description_");
    let by_id: HashMap<&str, &Vec<String>> = descriptions.iter().map(|row| (row[0].as_str(), row)).collect();
    assert_eq!(by_id.len(), descriptions.len());
    let mut components = HashSet::new();
    for part in ["sct2_Description_", "sct2_TextDefinition", "sct2_Relationship_", "ConcreteValues"] {
        for row in rows(&summary, part) {
            let id = Sctid::new(row[0].parse().unwrap()).unwrap();
            assert!(id.is_well_formed() && id.namespace() == Some(NAMESPACE));
            assert!(components.insert(id.number()), "{id} is there twice");
        }
    }
    let mut names = HashSet::new();
    for row in &descriptions {
        if row[6] == metadata::FSN.to_string() {
            assert!(names.insert(row[7].clone()), "{} is there twice", row[7]);
        }
    }
    assert_eq!(names.len(), concepts.len());
    let mut preferred: HashMap<(&str, &str), usize> = HashMap::new();
    let members = rows(&summary, "LanguageSnapshot");
    let mut uuids = HashSet::new();
    for row in &members {
        assert!(uuids.insert(row[0].as_str()));
        let Some(description) = by_id.get(row[5].as_str()) else { continue };
        let synonym = description[6] == metadata::SYNONYM.to_string() && description[2] == "1";
        if synonym && row[2] == "1" && row[6] == metadata::PREFERRED.to_string() {
            *preferred.entry((description[4].as_str(), row[4].as_str())).or_default() += 1;
        }
    }
    for row in &concepts {
        for refset in [metadata::GB_ENGLISH, metadata::US_ENGLISH] {
            let refset = refset.to_string();
            assert_eq!(preferred.get(&(row[0].as_str(), refset.as_str())), Some(&1), "{}", row[0]);
        }
    }
    for row in rows(&summary, "sct2_Relationship_").iter().filter(|row| row[2] == "1") {
        assert!(active.contains(row[4].as_str()) && active.contains(row[5].as_str()), "{row:?}");
    }
    for row in rows(&summary, "AssociationSnapshot") {
        assert!(!active.contains(row[5].as_str()) && active.contains(row[6].as_str()), "{row:?}");
    }
    let grades = |term: &str| -> Vec<(String, String)> {
        let ids: Vec<&str> =
            descriptions.iter().filter(|row| row[7] == term).map(|row| row[0].as_str()).collect();
        members
            .iter()
            .filter(|row| ids.contains(&row[5].as_str()))
            .map(|row| (row[4].clone(), row[6].clone()))
            .collect()
    };
    let (us, gb) = (metadata::US_ENGLISH.to_string(), metadata::GB_ENGLISH.to_string());
    let best = metadata::PREFERRED.to_string();
    assert_eq!(grades("Anemia"), [(us.clone(), best.clone())]);
    assert_eq!(grades("Anaemia"), [(gb.clone(), best.clone())]);
    assert_eq!(grades("Appendicectomy"), [(gb, best.clone())]);
    assert_eq!(grades("Acetaminophen"), [(us, best)]);
}

#[test]
fn everyday_words_lead_to_their_concepts() {
    let core = core().unwrap();
    for (word, tag, name) in [
        ("heart attack", "disorder", "Myocardial infarction"),
        ("stroke", "disorder", "Cerebrovascular accident"),
        ("chronic hepatitis", "disorder", "Chronic hepatitis"),
        ("type 2 diabetes", "disorder", "Type 2 diabetes mellitus"),
        ("sugar diabetes", "disorder", "Diabetes mellitus"),
        ("hip fracture", "disorder", "Fracture of neck of femur"),
        ("piles", "disorder", "Hemorrhoids"),
        ("flu", "disorder", "Influenza"),
        ("chickenpox", "disorder", "Chickenpox"),
        ("high blood pressure", "disorder", "Hypertensive disorder"),
        ("allergy to penicillin", "finding", "Penicillin allergy"),
        ("β-lactam allergy", "finding", "Beta-lactam allergy"),
        ("fbc", "procedure", "Full blood count"),
        ("bp", "observable entity", "Blood pressure"),
        ("co-amoxiclav 500/125 tablets", "clinical drug", "Co-amoxiclav 500mg/125mg tablets"),
    ] {
        let found = core.contents.iter().zip(&core.concepts).any(|(content, concept)| {
            concept.tag == tag
                && concept.name.as_ref() == name
                && (concept.name.to_lowercase() == word
                    || content.synonyms.iter().any(|synonym| synonym.term.to_lowercase() == word))
        });
        assert!(found, "{word}");
    }
}
