//! Contestants in turn on the same questions.

use std::hint::black_box;
use std::time::{Duration, Instant};

use rustc_hash::FxHashMap;

use crate::speed::Question;
use crate::{Contestant, Within};

/// Concepts that are asked for.
const LIMIT: usize = 10;
/// How long a lane may take a round; past that it is asked fewer of the questions, unless it is of the first contestant.
const BUDGET: Duration = Duration::from_secs(2);
/// The fewest questions that a lane is asked.
const FEWEST: usize = 20;

/// A contestant, and whether it is asked the queries without their typos.
#[derive(Debug, Clone, Copy)]
pub struct Lane {
    /// The place of the contestant.
    pub contestant: usize,
    /// Whether typos are left out.
    pub clean: bool,
}

/// What was measured of a lane, in nanoseconds. A question's time is its median over the rounds.
#[derive(Debug, Clone)]
pub struct Timing {
    /// The contestant.
    pub name: String,
    /// How many questions it was asked: fewer than there are where it is slow.
    pub asked: usize,
    /// The share of those that it found something for.
    pub answered: f64,
    /// Half are quicker.
    pub p50: f64,
    /// One in a hundred is slower.
    pub p99: f64,
    /// None is slower.
    pub worst: f64,
    /// The same three by those of the first lane on the same questions.
    pub ratios: [f64; 3],
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The median, the 99th percentile and the worst.
fn percentiles(times: &[f64]) -> [f64; 3] {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    [50, 99, 100].map(|share| times[(times.len() * share / 100).min(times.len() - 1)])
}

/// Times the lanes on the questions, lane after lane within a round, `rounds` times after one that does not count. Each
/// round begins with another lane.
pub fn time_lanes(
    contestants: &mut [Box<dyn Contestant + '_>],
    lanes: &[Lane],
    questions: &[Question],
    within: &FxHashMap<u64, Within<'_>>,
    rounds: usize,
) -> Vec<Timing> {
    let mut ask = |lane: &Lane, question: &Question| {
        let clean = question.clean.as_ref().filter(|_| lane.clean);
        let query = clean.unwrap_or(&question.query);
        let within = question.root.map(|root| &within[&root]);
        let contestant = contestants[lane.contestant].as_mut();
        let start = Instant::now();
        let found = black_box(contestant.search(query, within, LIMIT));
        (start.elapsed().as_nanos() as f64, found.len())
    };
    let mut asked = Vec::with_capacity(lanes.len());
    for lane in lanes {
        let start = Instant::now();
        let (mut count, mut answered) = (0, 0);
        for question in questions {
            if lane.contestant > 0 && count >= FEWEST && start.elapsed() > BUDGET {
                break;
            }
            answered += usize::from(ask(lane, question).1 > 0);
            count += 1;
        }
        asked.push((count, answered as f64 / count as f64));
    }
    let mut times: Vec<Vec<Vec<f64>>> = vec![Vec::with_capacity(rounds); lanes.len()];
    for round in 0..rounds {
        for turn in 0..lanes.len() {
            let at = (round + turn) % lanes.len();
            let each = questions.iter().take(asked[at].0).map(|question| ask(&lanes[at], question).0);
            times[at].push(each.collect());
        }
    }
    // The median over the rounds of each question: on a machine that others use too, a question now and then waits
    // for a processor for milliseconds, and one in a hundred of those would be all that the 99th percentile shows.
    let steady = |at: usize| -> Vec<f64> {
        (0..asked[at].0)
            .map(|question| median(times[at].iter().map(|round| round[question]).collect()))
            .collect()
    };
    let first = steady(0);
    let summary = |at: usize| {
        let (count, answered) = asked[at];
        let [p50, p99, worst] = percentiles(&steady(at));
        let same = percentiles(&first[..count]);
        Timing {
            name: contestants[lanes[at].contestant].name().to_owned(),
            asked: count,
            answered,
            p50,
            p99,
            worst,
            ratios: [p50 / same[0], p99 / same[1], worst / same[2]],
        }
    };
    (0..lanes.len()).map(summary).collect()
}
