//! The same work through Rust that `ffi/bench/calls.c` does through C, for `cargo xtask bench ffi`.
//!
//! `calls write FILE WORK` makes the work of a file: pairs of concepts, and queries. `calls measure FILE WORK` does it and
//! prints what each kind took, in nanoseconds a call, a row or a search.

use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;

use vademecum::{Engine, Finding, Sctid, SearchOptions};
use vademecum_benches::speed::{CLASSES, Kind, Typos, questions};
use vademecum_benches::{Corpus, Random, machine, random_pairs, realistic_pairs};

/// Pairs of each kind, and queries of each class.
const PAIRS: usize = 50_000;
const QUERIES: usize = 200;

fn write(engine: &Engine) -> String {
    let corpus = Corpus::read(engine);
    let terms = corpus.terms(engine);
    let typos = Typos::new(&terms);
    let mut random = Random::new(1);
    let mut work = String::new();
    let realistic = realistic_pairs(&corpus.parents, PAIRS, &mut random);
    for (a, b) in realistic.into_iter().chain(random_pairs(corpus.active, PAIRS, &mut random)) {
        let ids = (corpus.ids[a as usize], corpus.ids[b as usize]);
        writeln!(work, "pair\t{}\t{}", ids.0, ids.1).expect("a text takes any number");
    }
    for class in CLASSES.iter().filter(|class| [Kind::Plain, Kind::Typo].contains(&class.kind)) {
        let name =
            if class.kind == Kind::Typo { format!("typo, {}", class.name) } else { class.name.to_owned() };
        for question in questions(class, engine, &corpus, &terms, &typos, QUERIES, &mut random) {
            writeln!(work, "query\t{name}\t{}", question.query).expect("a text takes any text");
        }
    }
    work
}

/// The work is done so many times, as in C; the best is what others on the machine took least away from.
const TIMES: usize = 9;

/// Nanoseconds that `work` takes, divided by what it answers.
fn each(mut work: impl FnMut() -> usize) -> f64 {
    work();
    let mut once = || {
        let begun = Instant::now();
        let count = work();
        begun.elapsed().as_nanos() as f64 / count as f64
    };
    (0..TIMES).map(|_| once()).fold(f64::INFINITY, f64::min)
}

fn measure(path: &str, work: &str) {
    let engine = Engine::open(path).expect("the file opens");
    let sctid = |text: &str| Sctid::new(text.parse().expect("a number")).expect("an id");
    let fields = |line: &'static str| line.split('\t').collect::<Vec<_>>();
    let lines: Vec<Vec<&str>> = work.to_owned().leak().lines().map(fields).collect();
    let pairs: Vec<(Sctid, Sctid)> =
        lines.iter().filter(|line| line[0] == "pair").map(|line| (sctid(line[1]), sctid(line[2]))).collect();
    println!(
        "subsumption\t{}",
        each(|| {
            for (a, b) in &pairs {
                let a = engine.find_concept_by_sctid(*a).expect("a known id");
                let b = engine.find_concept_by_sctid(*b).expect("a known id");
                black_box(a.subsumption(b).expect("a sound file"));
            }
            pairs.len()
        })
    );
    let root = engine.find_concept("138875005").expect("the root");
    println!(
        "rows of descendants\t{}",
        each(|| {
            let descendants = root.descendants().expect("a sound file");
            for concept in descendants.iter() {
                black_box(concept.id().expect("a sound file"));
            }
            descendants.count() as usize
        })
    );
    let mut text = String::new();
    println!(
        "rows of descendants with their terms\t{}",
        each(|| {
            let descendants = root.descendants().expect("a sound file");
            let mut count = 0;
            for concept in descendants.iter().take(200_000) {
                black_box(concept.id().expect("a sound file"));
                let preferred = concept.preferred_description(engine.language_order()).expect("a sound file");
                preferred.expect("a term").read_term(&mut text).expect("a sound file");
                black_box(text.len());
                count += 1;
            }
            count
        })
    );
    println!(
        "preferred term\t{}",
        each(|| {
            for (a, _) in &pairs {
                let concept = engine.find_concept_by_sctid(*a).expect("a known id");
                black_box(concept.preferred_term(engine.language_order()).expect("a sound file"));
            }
            pairs.len()
        })
    );
    println!(
        "open and close\t{}",
        each(|| {
            (0..100).for_each(|_| drop(black_box(Engine::open(path).expect("the file opens"))));
            100
        })
    );
    let options = SearchOptions::default();
    let mut classes: Vec<&str> = Vec::new();
    for line in lines.iter().filter(|line| line[0] == "query") {
        if classes.last() != Some(&line[1]) {
            classes.push(line[1]);
        }
    }
    for class in classes {
        let queries: Vec<&str> =
            lines.iter().filter(|line| line[0] == "query" && line[1] == class).map(|line| line[2]).collect();
        let took = each(|| {
            for query in &queries {
                for hit in engine.search_everything(query, &options).expect("an answer").hits {
                    match hit {
                        Finding::Concept(hit) => {
                            black_box(hit.concept.id().expect("a sound file"));
                            hit.description.read_term(&mut text).expect("a sound file");
                        }
                        Finding::Product(hit) => {
                            black_box(hit.product.code().expect("a sound file"));
                            hit.product.read_name(&mut text).expect("a sound file");
                        }
                    }
                    black_box(text.len());
                }
            }
            queries.len()
        });
        println!("search: {class}\t{took}");
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["write", file, out] => {
            let engine = Engine::open(file).expect("the file opens");
            std::fs::write(out, write(&engine)).expect("the work can be written");
        }
        ["measure", file, work] => {
            measure(file, &std::fs::read_to_string(work).expect("the work can be read"));
        }
        ["machine"] => println!("{}", machine()),
        ["file", file] => {
            let engine = Engine::open(file).expect("the file opens");
            let counts = engine.manifest().counts;
            println!(
                "File: {} concepts ({} active), {} terms, {} bytes.",
                counts.concepts,
                counts.active_concepts,
                counts.terms,
                engine.file_length()
            );
        }
        _ => panic!("calls write FILE WORK, or calls measure FILE WORK"),
    }
}
