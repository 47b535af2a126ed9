//! The program behind `cargo xtask speed`.

use std::path::PathBuf;
use std::process::ExitCode;

use rustc_hash::FxHashMap;
use vademecum::Engine;

use crate::speed::{CLASSES, Kind, Lane, Question, Row, Typos, questions, report, time_lanes};
use crate::{Contestant, Corpus, MakePeers, Ours, Random, Within, Workload, concept_id, documents, machine};

/// Questions of a class.
const QUESTIONS: usize = 400;
/// Rounds that count.
const ROUNDS: usize = 5;

const USAGE: &str = "\
speed [--questions N] [--rounds N] [--out FILE] [CLASS ...]

VADEMECUM_BENCH_FILE names the file to measure. CLASS is a part of the name of a class, such as `narrow`.";

struct Arguments {
    questions: usize,
    rounds: usize,
    out: Option<PathBuf>,
    classes: Vec<String>,
}

fn arguments() -> Option<Arguments> {
    let mut given = std::env::args().skip(1);
    let mut arguments = Arguments { questions: QUESTIONS, rounds: ROUNDS, out: None, classes: Vec::new() };
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--questions" => arguments.questions = given.next()?.parse().ok()?,
            "--rounds" => arguments.rounds = given.next()?.parse().ok()?,
            "--out" => arguments.out = Some(PathBuf::from(given.next()?)),
            option if option.starts_with('-') => return None,
            _ => arguments.classes.push(argument),
        }
    }
    (arguments.questions > 0 && arguments.rounds > 0).then_some(arguments)
}

/// The subtrees that questions are limited to.
#[derive(Debug)]
pub struct Subtrees<'e> {
    /// By the id of their root.
    pub within: FxHashMap<u64, Within<'e>>,
    /// For each concept, by ordinal, the roots that it is or is below.
    pub under: Vec<Vec<u64>>,
}

impl<'e> Subtrees<'e> {
    /// The subtrees of these questions.
    pub fn new<'q>(
        engine: &'e Engine,
        corpus: &Corpus,
        questions: impl IntoIterator<Item = &'q Question>,
    ) -> Subtrees<'e> {
        let place: FxHashMap<u64, usize> = corpus.ids.iter().copied().zip(0..).collect();
        let mut subtrees =
            Subtrees { within: FxHashMap::default(), under: vec![Vec::new(); corpus.ids.len()] };
        for root in questions.into_iter().filter_map(|question| question.root) {
            if subtrees.within.contains_key(&root) {
                continue;
            }
            let concept = engine.concept(concept_id(root)).expect("a sound file").expect("a known id");
            let set = concept.descendants_or_self().expect("a sound file");
            for concept in set.iter() {
                let id = concept.id().expect("a sound file").number();
                subtrees.under[place[&id]].push(root);
            }
            subtrees.within.insert(root, Within { root, set });
        }
        subtrees
    }
}

/// Runs the program; `peers` makes the other contestants.
pub fn run(peers: &MakePeers) -> ExitCode {
    let Some(arguments) = arguments() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let workload = Workload::open();
    let engine = &workload.engine;
    eprintln!("listing the terms");
    let corpus = Corpus::read(engine);
    let terms = corpus.terms(engine);
    let typos = Typos::new(&terms);
    let is_wanted = |name: &str| {
        arguments.classes.is_empty() || arguments.classes.iter().any(|part| name.contains(part.as_str()))
    };
    let asked: Vec<(usize, Vec<Question>)> = (CLASSES.iter().enumerate())
        .filter(|(_, class)| is_wanted(class.name))
        .map(|(place, class)| {
            let mut random = Random::new(place as u64 + 1);
            (place, questions(class, engine, &corpus, &terms, &typos, arguments.questions, &mut random))
        })
        .collect();
    let subtrees = Subtrees::new(engine, &corpus, asked.iter().flat_map(|(_, questions)| questions));
    eprintln!("indexing {} terms for the others", terms.len());
    let mut contestants: Vec<Box<dyn Contestant + '_>> = vec![Box::new(Ours::new(engine))];
    for peer in peers(&documents(&corpus, &terms, &subtrees.under)) {
        contestants.push(peer);
    }
    let mut rows = Vec::new();
    for (place, questions) in asked {
        let class = CLASSES[place];
        eprintln!("{}{}", class.name, if class.kind == Kind::Typo { ", with a typo" } else { "" });
        if questions.is_empty() {
            eprintln!("==== no such question can be made of this file");
            continue;
        }
        let lanes: Vec<Lane> = if class.kind == Kind::Typo {
            let forgiving = (0..contestants.len()).filter(|place| contestants[*place].forgives_typos());
            forgiving.flat_map(|contestant| [false, true].map(|clean| Lane { contestant, clean })).collect()
        } else {
            (0..contestants.len()).map(|contestant| Lane { contestant, clean: false }).collect()
        };
        let timings = time_lanes(&mut contestants, &lanes, &questions, &subtrees.within, arguments.rounds);
        for timing in &timings {
            eprintln!(
                "  {}: {:.1} / {:.1} / {:.1} µs, {:.0} % answered",
                timing.name,
                timing.p50 / 1e3,
                timing.p99 / 1e3,
                timing.worst / 1e3,
                timing.answered * 100.0
            );
        }
        rows.push(Row { class, timings });
    }
    let counts = engine.manifest().counts;
    let file = format!(
        "File: {} concepts ({} active), {} terms searched{}; {} questions a class, {} rounds.",
        counts.concepts,
        counts.active_concepts,
        terms.len(),
        if workload.is_uk_scale() { "" } else { " — **not of UK scale**" },
        arguments.questions,
        arguments.rounds
    );
    let text = format!(
        "{}\n{}\n\n{file}\n\n{}",
        include_str!("head.md"),
        machine(),
        report(&rows, arguments.questions)
    );
    println!("{text}");
    match arguments.out.map(|path| std::fs::write(&path, &text).map_err(|error| (path, error))) {
        Some(Err((path, error))) => {
            eprintln!("{}: {error}", path.display());
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}
