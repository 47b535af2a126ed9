//! The program behind `cargo xtask relevance`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use vademecum::Engine;

use crate::relevance::{Outcome, Set, below_floors, by_hand, measure, real_terms, report, truth};
use crate::{Contestant, Corpus, MakePeers, Ours, ScanContestant, Term, WholeWordsFirst, documents, machine};

/// Terms drawn from the real subset.
const REAL_TERMS: usize = 400;
/// All chance begins with this.
const SEED: u64 = 1;

const USAGE: &str = "\
relevance [--real FILE.vade] [--truth FILE.vade TRUTH.jsonl] [--hand FILE.vade LIST.tsv] [OPTIONS]

  --check      ours alone, against the floors
  --misses     lists the queries with which ours fails
  --out FILE   writes the tables there as well";

/// Makes sets of the concepts and terms of a file.
type MakeSets<'a> = dyn Fn(&Corpus, &[Term]) -> Result<Vec<Set>, String> + 'a;

#[derive(Default)]
struct Arguments {
    real: Option<PathBuf>,
    truth: Option<(PathBuf, PathBuf)>,
    hand: Option<(PathBuf, PathBuf)>,
    out: Option<PathBuf>,
    check: bool,
    misses: bool,
}

fn arguments() -> Option<Arguments> {
    let mut given = std::env::args().skip(1);
    let mut arguments = Arguments::default();
    while let Some(argument) = given.next() {
        let mut path = || given.next().map(PathBuf::from);
        match argument.as_str() {
            "--real" => arguments.real = Some(path()?),
            "--truth" => arguments.truth = Some((path()?, path()?)),
            "--hand" => arguments.hand = Some((path()?, path()?)),
            "--out" => arguments.out = Some(path()?),
            "--check" => arguments.check = true,
            "--misses" => arguments.misses = true,
            _ => return None,
        }
    }
    Some(arguments)
}

/// Runs the program; `peers` makes further contestants.
pub fn run(peers: &MakePeers) -> ExitCode {
    let Some(arguments) = arguments() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match outcomes(&arguments, peers) {
        Ok(outcomes) => finish(&arguments, &outcomes),
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn outcomes(arguments: &Arguments, peers: &MakePeers) -> Result<Vec<Outcome>, String> {
    let mut outcomes = Vec::new();
    let ask = |file: &Path, sets: &MakeSets<'_>| {
        let engine = Engine::open(file).map_err(|error| format!("{}: {error}", file.display()))?;
        let corpus = Corpus::read(&engine);
        let terms = corpus.terms(&engine);
        let sets = sets(&corpus, &terms)?;
        let mut contestants: Vec<Box<dyn Contestant + '_>> = vec![Box::new(Ours::new(&engine))];
        if !arguments.check {
            contestants.push(Box::new(WholeWordsFirst::new(&engine)));
            for peer in peers(&documents(&corpus, &terms, &[])) {
                contestants.push(peer);
            }
            contestants.push(Box::new(ScanContestant::new(&terms, &corpus.ids)));
        }
        let each = sets.into_iter().map(|set| {
            eprintln!("{}: {} queries, {} terms", set.title, set.probes.len(), terms.len());
            let figures =
                contestants.iter_mut().map(|contestant| measure(contestant.as_mut(), &set)).collect();
            Outcome { set, figures }
        });
        Ok::<_, String>(each.collect::<Vec<_>>())
    };
    if let Some(file) = &arguments.real {
        outcomes.extend(ask(file, &|corpus, terms| Ok(vec![real_terms(corpus, terms, REAL_TERMS, SEED)]))?);
    }
    if let Some((file, list)) = &arguments.truth {
        outcomes.extend(ask(file, &|_, _| Ok(truth(list, SEED).into()))?);
    }
    if let Some((file, list)) = &arguments.hand {
        let text = std::fs::read_to_string(list).map_err(|error| format!("{}: {error}", list.display()))?;
        let name = list.file_name().unwrap_or_default().display();
        let set = |corpus: &Corpus, terms: &[Term]| by_hand(&text, corpus, terms, SEED);
        outcomes.extend(
            ask(file, &|corpus, terms| Ok(vec![set(corpus, terms)?]))
                .map_err(|error| format!("{name}:\n{error}"))?,
        );
    }
    Ok(outcomes)
}

fn finish(arguments: &Arguments, outcomes: &[Outcome]) -> ExitCode {
    let text = report(outcomes);
    println!("{text}");
    if arguments.misses {
        for outcome in outcomes {
            for query in outcome.figures.first().map_or(&[][..], |ours| &ours.missed) {
                println!("missed, {}: {query}", outcome.set.key);
            }
        }
    }
    if let Some(path) = &arguments.out {
        let whole = format!("{}\n{}\n\n{text}", include_str!("head.md"), machine());
        if let Err(error) = std::fs::write(path, whole) {
            eprintln!("{}: {error}", path.display());
            return ExitCode::FAILURE;
        }
    }
    let below = below_floors(outcomes);
    if !arguments.check {
        return ExitCode::SUCCESS;
    }
    for line in &below {
        println!("UNDER THE FLOOR {line}");
    }
    println!("{} passed, {} failed", outcomes.len().saturating_sub(below.len()), below.len());
    if below.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
