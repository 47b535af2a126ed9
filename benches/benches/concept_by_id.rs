//! From an SCTID to a concept, against the usual ways to keep a map from ids to ordinals.

use std::collections::hash_map::RandomState;
use std::hint::black_box;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput};
use rustc_hash::FxBuildHasher;
use vademecum::ConceptId;
use vademecum_benches::baseline::{FstIds, HashIds, SortedIds};
use vademecum_benches::{Corpus, Random, Workload, concept_id};

/// Ids looked up in one measurement.
const IDS: usize = 10_000;

/// Looks up ids that are known beforehand: a processor overlaps the waiting for one with the next.
fn independent(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    ids: &[ConceptId],
    find: impl Fn(ConceptId) -> bool,
) {
    group.bench_function(name, |bencher| bencher.iter(|| ids.iter().filter(|id| find(**id)).count()));
}

/// Looks up ids each of which waits for the one before: what was found, times nought, is added to the place of the
/// next.
fn dependent(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    ids: &[ConceptId],
    find: impl Fn(ConceptId) -> u32,
) {
    let nought = black_box(0);
    group.bench_function(name, |bencher| {
        bencher.iter(|| (0..ids.len()).fold(0, |found, place| find(ids[place + (found & nought) as usize])));
    });
}

fn main() {
    let workload = Workload::open();
    let engine = &workload.engine;
    let corpus = Corpus::read(engine);
    let mut random = Random::new(1);
    let hits: Vec<ConceptId> = (0..IDS).map(|_| concept_id(*random.pick(&corpus.ids))).collect();
    let misses = corpus.absent(IDS, &mut random);
    let hash = HashIds::<RandomState>::new(&corpus.ids);
    let quick = HashIds::<FxBuildHasher>::new(&corpus.ids);
    let sorted = SortedIds::new(&corpus.ids);
    let fst = FstIds::new(&corpus.ids);

    let mut criterion = Criterion::default().configure_from_args();
    for (name, ids) in [("concept by id, hits", &hits), ("concept by id, misses", &misses)] {
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Elements(IDS as u64)).sample_size(30);
        independent(&mut group, "ours", ids, |id| engine.concept(id).unwrap().is_some());
        independent(&mut group, "HashMap", ids, |id| hash.find(id.number()).is_some());
        independent(&mut group, "HashMap with FxHash", ids, |id| quick.find(id.number()).is_some());
        independent(&mut group, "binary search", ids, |id| sorted.find(id.number()).is_some());
        independent(&mut group, "fst::Map", ids, |id| fst.find(id.number()).is_some());
        group.finish();
    }
    let mut group = criterion.benchmark_group("concept by id, dependent hits");
    group.throughput(Throughput::Elements(IDS as u64)).sample_size(30);
    dependent(&mut group, "ours", &hits, |id| {
        u32::from(engine.concept(id).unwrap().unwrap().is_active().unwrap())
    });
    dependent(&mut group, "HashMap", &hits, |id| hash.find(id.number()).unwrap());
    dependent(&mut group, "HashMap with FxHash", &hits, |id| quick.find(id.number()).unwrap());
    dependent(&mut group, "binary search", &hits, |id| sorted.find(id.number()).unwrap());
    dependent(&mut group, "fst::Map", &hits, |id| fst.find(id.number()).unwrap());
    group.finish();
    criterion.final_summary();
}
