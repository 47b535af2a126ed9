//! Everything below a concept, counted and listed, against walking down and against closures.

use criterion::Criterion;
use roaring::RoaringBitmap;
use vademecum::{Concept, ConceptId};
use vademecum_benches::baseline::Walk;
use vademecum_benches::{Corpus, Random, SIZES, Workload, concept_id};

/// Concepts asked about, one after another.
const CONCEPTS: usize = 100;

fn main() {
    let workload = Workload::open();
    let engine = &workload.engine;
    let corpus = Corpus::read(engine);
    let ids: Vec<ConceptId> = corpus.ids.iter().map(|id| concept_id(*id)).collect();
    let handles = corpus.handles(engine);
    let children = corpus.parents.transposed();
    let mut walk = Walk::new(&children);
    let sizes: Vec<u64> = handles.iter().map(|handle| handle.descendants().unwrap().count()).collect();
    let listed = |ords: &mut dyn Iterator<Item = u32>| {
        let mut found: Vec<ConceptId> = ords.map(|ord| ids[ord as usize]).collect();
        found.sort_unstable();
        found
    };

    let mut criterion = Criterion::default().configure_from_args();
    for (name, range) in SIZES {
        let fitting: Vec<u32> =
            (0..corpus.active).filter(|ord| range.contains(&sizes[*ord as usize])).collect();
        if fitting.is_empty() {
            eprintln!("the file has no concept with a {name} number of descendants");
            continue;
        }
        let mut random = Random::new(3);
        let ords: Vec<u32> = (0..CONCEPTS).map(|_| *random.pick(&fitting)).collect();
        let concepts: Vec<Concept<'_>> = ords.iter().map(|ord| handles[*ord as usize]).collect();
        let mut distinct = ords.clone();
        distinct.sort_unstable();
        distinct.dedup();
        let closures: Vec<RoaringBitmap> = distinct
            .iter()
            .map(|ord| {
                let mut closure: RoaringBitmap = walk.all(*ord).iter().copied().collect();
                closure.optimize();
                closure
            })
            .collect();

        let mut group = criterion.benchmark_group(format!("descendants, {name}, how many"));
        group.sample_size(20);
        let mut each = concepts.iter().cycle();
        group.bench_function("ours", |bencher| {
            bencher.iter(|| each.next().unwrap().descendants().unwrap().count());
        });
        let mut each = ords.iter().cycle();
        group.bench_function("breadth-first walk down", |bencher| {
            bencher.iter(|| walk.all(*each.next().unwrap()).len());
        });
        let mut each = closures.iter().cycle();
        group.bench_function("roaring closures", |bencher| bencher.iter(|| each.next().unwrap().len()));
        group.finish();

        let mut group = criterion.benchmark_group(format!("descendants, {name}, their ids"));
        group.sample_size(20);
        let mut each = concepts.iter().cycle();
        group.bench_function("ours", |bencher| {
            bencher.iter(|| each.next().unwrap().descendants().unwrap().ids().unwrap());
        });
        let mut each = ords.iter().cycle();
        group.bench_function("breadth-first walk down", |bencher| {
            bencher.iter(|| listed(&mut walk.all(*each.next().unwrap()).iter().copied()));
        });
        let mut each = closures.iter().cycle();
        group.bench_function("roaring closures", |bencher| {
            bencher.iter(|| listed(&mut each.next().unwrap().iter()));
        });
        group.finish();
    }
    criterion.final_summary();
}
