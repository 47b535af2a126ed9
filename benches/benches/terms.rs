//! The terms of a concept, and descriptions by their ids.

use criterion::Criterion;
use vademecum::{Concept, DescriptionId};
use vademecum_benches::{Corpus, Random, Workload};

/// Concepts asked about, one after another.
const CONCEPTS: usize = 10_000;

fn main() {
    let workload = Workload::open();
    let engine = &workload.engine;
    let language = engine.language_order();
    let handles = Corpus::read(engine).handles(engine);
    let mut random = Random::new(4);
    let concepts: Vec<Concept<'_>> = (0..CONCEPTS).map(|_| *random.pick(&handles)).collect();
    let descriptions: Vec<DescriptionId> =
        concepts.iter().map(|concept| random.pick(&concept.descriptions().unwrap()).id().unwrap()).collect();
    let description = |id: DescriptionId| engine.description(id).unwrap().unwrap();

    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("terms");
    let mut each = concepts.iter().cycle();
    group.bench_function("preferred term", |bencher| {
        bencher.iter(|| each.next().unwrap().preferred_term(language).unwrap());
    });
    group.bench_function("fully specified name", |bencher| {
        bencher.iter(|| each.next().unwrap().fsn().unwrap());
    });
    group.bench_function("all synonyms", |bencher| {
        bencher.iter(|| {
            each.next()
                .unwrap()
                .synonyms()
                .unwrap()
                .into_iter()
                .map(|d| d.term().unwrap().len())
                .sum::<usize>()
        });
    });
    let mut each = descriptions.iter().cycle();
    group.bench_function("description by id", |bencher| {
        bencher.iter(|| description(*each.next().unwrap()).is_active().unwrap());
    });
    group.bench_function("description by id, its text", |bencher| {
        bencher.iter(|| description(*each.next().unwrap()).term().unwrap());
    });
    group.bench_function("description by id, its concept", |bencher| {
        bencher.iter(|| description(*each.next().unwrap()).concept().unwrap().id().unwrap());
    });
    group.finish();
    criterion.final_summary();
}
