//! Search as one types: the first ten concepts, by class of query, against a scan of all terms.

use std::time::Duration;

use criterion::Criterion;
use vademecum::SearchOptions;
use vademecum_benches::baseline::Scan;
use vademecum_benches::{Corpus, QUERY_CLASSES, Random, Workload, percentiles, queries};

/// Queries of each class.
const QUERIES: usize = 500;
/// Of these, how many the scan is asked.
const SCANNED: usize = 50;

fn main() {
    let workload = Workload::open();
    let engine = &workload.engine;
    let terms = Corpus::read(engine).terms(engine);
    let scan = Scan::new(&terms);
    let options = SearchOptions::default();
    let ours = |query: &String| engine.search(query, &options).unwrap().hits.len();

    let mut criterion = Criterion::default().configure_from_args();
    let is_measured = std::env::args().any(|argument| argument == "--bench");
    for (class, seed) in QUERY_CLASSES.iter().zip(5..) {
        let asked = queries(class, &terms, QUERIES, &mut Random::new(seed));
        let mut group = criterion.benchmark_group(format!("search, {}", class.name));
        group.sample_size(20).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3));
        let mut each = asked.iter().cycle();
        group.bench_function("ours", |bencher| bencher.iter(|| ours(each.next().unwrap())));
        let mut each = asked.iter().take(SCANNED).cycle();
        group.bench_function("scan", |bencher| bencher.iter(|| scan.search(each.next().unwrap(), 10)));
        group.finish();
        if is_measured {
            let times = percentiles(&asked, |query| ours(query) as u64);
            println!("search, {}: p50 {:.1} µs, p99 {:.1} µs", class.name, times.p50 / 1e3, times.p99 / 1e3);
        }
    }
    criterion.final_summary();
}
