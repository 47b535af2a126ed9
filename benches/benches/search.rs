//! Search as one types: the first ten concepts, by class of query, against a scan of all terms where a scan can answer.
//!
//! The same beside other people's engines is `cargo xtask speed`.

use std::time::Duration;

use criterion::Criterion;
use vademecum_benches::baseline::Scan;
use vademecum_benches::speed::{CLASSES, Kind, Subtrees, Typos, questions};
use vademecum_benches::{Contestant, Corpus, Ours, Random, Workload, percentiles};

/// Questions of each class.
const QUESTIONS: usize = 500;
/// Of these, how many the scan is asked.
const SCANNED: usize = 50;

fn main() {
    let workload = Workload::open();
    let engine = &workload.engine;
    let corpus = Corpus::read(engine);
    let terms = corpus.terms(engine);
    let typos = Typos::new(&terms);
    let scan = Scan::new(&terms);

    let mut criterion = Criterion::default().configure_from_args();
    let is_measured = std::env::args().any(|argument| argument == "--bench");
    for (class, seed) in CLASSES.iter().zip(1..) {
        let mut random = Random::new(seed);
        let asked = questions(class, engine, &corpus, &terms, &typos, QUESTIONS, &mut random);
        if asked.is_empty() {
            eprintln!("search, {}: no such question can be made of this file", class.name);
            continue;
        }
        let subtrees = Subtrees::new(engine, &corpus, &asked);
        let mut ours = Ours::new(engine);
        let name = match class.kind {
            Kind::Typo => format!("search, {}, with a typo", class.name),
            _ => format!("search, {}", class.name),
        };
        let mut group = criterion.benchmark_group(&name);
        group.sample_size(20).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3));
        let mut each = asked.iter().cycle();
        group.bench_function("ours", |bencher| {
            bencher.iter(|| {
                let question = each.next().unwrap();
                ours.search(&question.query, question.root.map(|root| &subtrees.within[&root]), 10).len()
            });
        });
        if class.kind == Kind::Plain {
            let mut each = asked.iter().take(SCANNED).cycle();
            group.bench_function("scan", |bencher| {
                bencher.iter(|| scan.search(&each.next().unwrap().query, 10));
            });
        }
        group.finish();
        if is_measured {
            let times = percentiles(&asked, |question| {
                let within = question.root.map(|root| &subtrees.within[&root]);
                ours.search(&question.query, within, 10).len() as u64
            });
            println!("{name}: p50 {:.1} µs, p99 {:.1} µs", times.p50 / 1e3, times.p99 / 1e3);
        }
    }
    criterion.final_summary();
}
