//! What our own figures must not fall under: `cargo xtask relevance --check` holds them against every change.

use crate::relevance::{Figures, Outcome};

/// What ours has to reach on a set.
#[derive(Debug, Clone, Copy)]
pub struct Floor {
    /// The set.
    pub set: &'static str,
    /// The least recall at 10.
    pub recall: f64,
    /// The least mean reciprocal rank.
    pub mrr: f64,
    /// The least share with the target in the first three.
    pub first_three: f64,
    /// The most keystrokes, left to right, until the target is in the first ten.
    pub keystrokes: f64,
}

/// The floors of all sets.
const FLOORS: &[Floor] = &[
    Floor { set: "real", recall: 0.985, mrr: 0.89, first_three: 0.94, keystrokes: 5.25 },
    Floor { set: "truth", recall: 0.82, mrr: 0.62, first_three: 0.69, keystrokes: 14.2 },
    Floor { set: "typo", recall: 0.83, mrr: 0.62, first_three: 0.71, keystrokes: 12.0 },
    Floor { set: "hand", recall: 0.96, mrr: 0.78, first_three: 0.87, keystrokes: 3.5 },
];

fn compare(floor: &Floor, ours: &Figures) -> Vec<String> {
    let mut below = Vec::new();
    for (what, figure, least) in [
        ("recall at 10", ours.recall, floor.recall),
        ("MRR", ours.mrr, floor.mrr),
        ("share in the first three", ours.first_three, floor.first_three),
    ] {
        if figure < least {
            below.push(format!("{}: {what} is {figure:.3}, and must not be under {least:.3}", floor.set));
        }
    }
    if let Some([ten, _]) = ours.keystrokes[0]
        && ten.mean > floor.keystrokes
    {
        let (mean, most) = (ten.mean, floor.keystrokes);
        below.push(format!(
            "{}: {mean:.2} keystrokes to the first ten, and at most {most:.2} are allowed",
            floor.set
        ));
    }
    below
}

/// What is under its floor, in words. The first contestant of each outcome is ours.
pub fn below_floors(outcomes: &[Outcome]) -> Vec<String> {
    let mut below = Vec::new();
    for outcome in outcomes {
        let floor = FLOORS.iter().find(|floor| floor.set == outcome.set.key);
        if let (Some(floor), Some(ours)) = (floor, outcome.figures.first()) {
            below.extend(compare(floor, ours));
        }
    }
    below
}
