//! Fair comparison on a machine that is not quiet.

use std::hint::black_box;
use std::time::Instant;

/// One way to do the work.
pub struct Contender<'a> {
    name: &'static str,
    operations: usize,
    work: Box<dyn FnMut() -> u64 + 'a>,
}

impl<'a> Contender<'a> {
    /// Work of so many `operations`; it answers a sum over what it found, so that none of it can be left undone.
    pub fn new(name: &'static str, operations: usize, work: impl FnMut() -> u64 + 'a) -> Contender<'a> {
        Contender { name, operations, work: Box::new(work) }
    }
}

/// What was measured of one contender.
#[derive(Debug, Clone)]
pub struct Figure {
    /// The contender.
    pub name: &'static str,
    /// The median of the rounds, in nanoseconds an operation.
    pub nanoseconds: f64,
    /// The median over the rounds of this contender's time by that of the first in the same round.
    pub ratio: f64,
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { (values[middle - 1] + values[middle]) / 2.0 }
}

/// Lets all contenders do their work in turn, `rounds` times after one that does not count. Each round begins with
/// another contender, so none always comes behind the same one.
///
/// Where all contenders have as many operations, they must answer the same.
pub fn compare(rounds: usize, mut contenders: Vec<Contender<'_>>) -> Vec<Figure> {
    let count = contenders.len();
    let mut times = vec![Vec::with_capacity(rounds); count];
    let mut sums: Vec<(usize, u64)> = Vec::new();
    for contender in &mut contenders {
        sums.push((contender.operations, (contender.work)()));
    }
    for (contender, sum) in contenders.iter().zip(&sums) {
        assert!(sum.0 != sums[0].0 || sum == &sums[0], "{} answers otherwise: {sums:?}", contender.name);
    }
    for round in 0..rounds {
        for turn in 0..count {
            let at = (round + turn) % count;
            let start = Instant::now();
            black_box((contenders[at].work)());
            times[at].push(start.elapsed().as_nanos() as f64 / contenders[at].operations as f64);
        }
    }
    let ratio = |at: usize| {
        let rounds: Vec<f64> = times[at].iter().zip(&times[0]).map(|(own, first)| own / first).collect();
        median(rounds)
    };
    let figures = contenders.iter().enumerate();
    figures
        .map(|(at, contender)| Figure {
            name: contender.name,
            nanoseconds: median(times[at].clone()),
            ratio: ratio(at),
        })
        .collect()
}

/// How long single operations take, in nanoseconds.
#[derive(Debug, Clone, Copy)]
pub struct Percentiles {
    /// Half are quicker.
    pub p50: f64,
    /// One in a hundred is slower.
    pub p99: f64,
}

/// Times `work` on each item, three times each, of which the median counts.
pub fn percentiles<T>(items: &[T], mut work: impl FnMut(&T) -> u64) -> Percentiles {
    let mut times = vec![Vec::with_capacity(3); items.len()];
    for _ in 0..3 {
        for (item, times) in items.iter().zip(&mut times) {
            let start = Instant::now();
            black_box(work(item));
            times.push(start.elapsed().as_nanos() as f64);
        }
    }
    let mut medians: Vec<f64> = times.into_iter().map(median).collect();
    medians.sort_by(f64::total_cmp);
    let at = |share: usize| medians[(medians.len() * share / 100).min(medians.len() - 1)];
    Percentiles { p50: at(50), p99: at(99) }
}
