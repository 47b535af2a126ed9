//! Is one concept a kind of another, against walking up and against closures.

use std::collections::hash_map::RandomState;

use criterion::{Criterion, Throughput};
use vademecum::{Concept, ConceptId, Subsumption};
use vademecum_benches::baseline::{AncestorLists, HashIds, RoaringClosures, Walk};
use vademecum_benches::{Corpus, Random, Workload, concept_id, random_pairs, realistic_pairs};

/// Pairs asked about in one measurement.
const PAIRS: usize = 10_000;

fn main() {
    let workload = Workload::open();
    let engine = &workload.engine;
    let corpus = Corpus::read(engine);
    let roaring = RoaringClosures::new(&corpus.parents);
    let lists = AncestorLists::new(&corpus.parents);
    let hash = HashIds::<RandomState>::new(&corpus.ids);
    let mut walk = Walk::new(&corpus.parents);
    let handles = corpus.handles(engine);
    let mut random = Random::new(2);
    let any = random_pairs(corpus.active, PAIRS, &mut random);
    let real = realistic_pairs(&corpus.parents, PAIRS, &mut random);

    let mut criterion = Criterion::default().configure_from_args();
    for (name, pairs) in [("subsumption, random pairs", &any), ("subsumption, realistic pairs", &real)] {
        let at_hand: Vec<(Concept<'_>, Concept<'_>)> =
            pairs.iter().map(|(a, b)| (handles[*a as usize], handles[*b as usize])).collect();
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Elements(PAIRS as u64)).sample_size(30);
        group.bench_function("ours", |bencher| {
            bencher.iter(|| at_hand.iter().filter(|(a, b)| a.is_subsumed_by(*b).unwrap()).count());
        });
        group.bench_function("breadth-first walk up", |bencher| {
            bencher.iter(|| pairs.iter().filter(|(a, b)| walk.reaches(*a, *b)).count());
        });
        group.bench_function("roaring closures", |bencher| {
            bencher.iter(|| pairs.iter().filter(|(a, b)| roaring.is_subsumed_by(*a, *b)).count());
        });
        group.bench_function("sorted ancestor lists", |bencher| {
            bencher.iter(|| pairs.iter().filter(|(a, b)| lists.is_subsumed_by(*a, *b)).count());
        });
        group.finish();
    }

    let id = |ord: u32| concept_id(corpus.ids[ord as usize]);
    let ids: Vec<(ConceptId, ConceptId)> = real.iter().map(|(a, b)| (id(*a), id(*b))).collect();
    let find = |id: ConceptId| hash.find(id.number()).unwrap();
    let mut group = criterion.benchmark_group("subsumption by ids, realistic pairs");
    group.throughput(Throughput::Elements(PAIRS as u64)).sample_size(30);
    group.bench_function("ours", |bencher| {
        let related = |a, b| engine.subsumption(a, b).unwrap() != Subsumption::NotSubsumed;
        bencher.iter(|| ids.iter().filter(|(a, b)| related(*a, *b)).count());
    });
    group.bench_function("HashMap and walks up", |bencher| {
        let mut related = |a, b| walk.reaches(b, a) || walk.reaches(a, b);
        bencher.iter(|| ids.iter().filter(|(a, b)| related(find(*a), find(*b))).count());
    });
    group.bench_function("HashMap and roaring closures", |bencher| {
        let related = |a, b| roaring.is_subsumed_by(b, a) || roaring.is_subsumed_by(a, b);
        bencher.iter(|| ids.iter().filter(|(a, b)| related(find(*a), find(*b))).count());
    });
    group.finish();
    criterion.final_summary();
}
