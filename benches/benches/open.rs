//! Opening a file, and the first answer from it.
//!
//! Opening reads the header, the directory and the manifest; the first answer pays for the checksums of the sections
//! that it needs. Nothing of this grows with use, so there is no baseline: the target is a millisecond.

use bytes::Bytes;
use criterion::Criterion;
use vademecum::{Engine, OpenOptions, SearchOptions, metadata};
use vademecum_benches::{Workload, concept_id};

fn main() {
    let workload = Workload::open();
    let path = &workload.path;
    let bytes = Bytes::from(std::fs::read(path).unwrap());
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("open");
    group.bench_function("mapped", |bencher| bencher.iter(|| Engine::open(path).unwrap()));
    group.bench_function("bytes at hand", |bencher| {
        bencher.iter(|| Engine::from_bytes(bytes.clone()).unwrap());
    });
    group.finish();

    let mut group = criterion.benchmark_group("open, then the first answer");
    group.sample_size(20);
    let root = concept_id(metadata::ROOT);
    group.bench_function("concept by id", |bencher| {
        bencher.iter(|| Engine::open(path).unwrap().concept(root).unwrap().is_some());
    });
    group.bench_function("preferred term", |bencher| {
        bencher.iter(|| {
            let engine = Engine::open(path).unwrap();
            let concept = engine.concept(root).unwrap().unwrap();
            concept.preferred_term(engine.language_order()).unwrap()
        });
    });
    group.bench_function("search", |bencher| {
        bencher.iter(|| {
            let engine = Engine::open(path).unwrap();
            engine.search("fracture", &SearchOptions::default()).unwrap().hits.len()
        });
    });
    group.bench_function("search, the host vouching for the bytes", |bencher| {
        bencher.iter(|| {
            let engine = OpenOptions::new().trust_host_integrity_check(true).open(path).unwrap();
            engine.search("fracture", &SearchOptions::default()).unwrap().hits.len()
        });
    });
    group.finish();
    criterion.final_summary();
}
