//! Tables, and what they say against us.

use std::fmt::Write;

use crate::relevance::{Figures, Keystrokes, PENALTY, Set};

/// A set, and what the contestants made of it; ours is the first.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The set.
    pub set: Set,
    /// The contestants' figures.
    pub figures: Vec<Figures>,
}

/// A column of a table.
struct Column {
    head: String,
    /// How a sentence calls it.
    what: String,
    digits: usize,
    less_is_better: bool,
    values: Vec<f64>,
    /// What stands behind the value.
    notes: Vec<String>,
}

impl Column {
    fn shown(&self, place: usize) -> String {
        format!("{:.*}", self.digits, self.values[place])
    }

    /// Whether one value is better than another, as far as the table shows them.
    fn better(&self, place: usize, than: usize) -> bool {
        let rounded = |place| self.shown(place).parse::<f64>().unwrap_or(f64::NAN);
        if self.less_is_better { rounded(place) < rounded(than) } else { rounded(place) > rounded(than) }
    }

    fn is_best(&self, place: usize) -> bool {
        (0..self.values.len()).all(|other| !self.better(other, place))
    }
}

const HABITS: [&str; 2] = ["left to right", "a few letters a word"];

fn columns(figures: &[Figures]) -> Vec<Column> {
    let share = |head: &str, value: fn(&Figures) -> f64| Column {
        head: head.into(),
        what: head.into(),
        digits: 3,
        less_is_better: false,
        values: figures.iter().map(value).collect(),
        notes: vec![String::new(); figures.len()],
    };
    let mut columns = vec![
        share("recall at 10", |figures| figures.recall),
        share("MRR", |figures| figures.mrr),
        share("in first 3", |figures| figures.first_three),
    ];
    for (habit, name) in HABITS.iter().enumerate() {
        for (first, among) in ["first 10", "first 3"].iter().enumerate() {
            let each: Option<Vec<Keystrokes>> =
                figures.iter().map(|figures| figures.keystrokes[habit].map(|both| both[first])).collect();
            let Some(each) = each else { continue };
            columns.push(Column {
                head: format!("{name}: keys to {among}"),
                what: format!("keystrokes to the {among}, {name}"),
                digits: 2,
                less_is_better: true,
                values: each.iter().map(|keystrokes| keystrokes.mean).collect(),
                notes: each.iter().map(|keystrokes| format!(" ({} never)", keystrokes.never)).collect(),
            });
        }
    }
    columns
}

/// The tables of all sets as Markdown, with a sentence for each figure in which another contestant does better.
pub fn report(outcomes: &[Outcome]) -> String {
    let mut text = String::new();
    for Outcome { set, figures } in outcomes {
        let columns = columns(figures);
        let _ = writeln!(text, "## {}\n\n{} queries.\n", set.title, set.probes.len());
        let heads: Vec<&str> = columns.iter().map(|column| column.head.as_str()).collect();
        let _ = writeln!(text, "| | {} |\n|---|{}", heads.join(" | "), "---:|".repeat(columns.len()));
        for (place, contestant) in figures.iter().enumerate() {
            let _ = write!(text, "| {} |", contestant.name);
            for column in &columns {
                let shown = column.shown(place);
                let shown = if column.is_best(place) { format!("**{shown}**") } else { shown };
                let _ = write!(text, " {shown}{} |", column.notes[place]);
            }
            text.push('\n');
        }
        text.push('\n');
        let mut behind = Vec::new();
        for column in &columns {
            let peers: Vec<String> = (1..figures.len())
                .filter(|place| column.better(*place, 0))
                .map(|place| format!("{} ({})", figures[place].name, column.shown(place)))
                .collect();
            if !peers.is_empty() {
                behind.push(format!(
                    "- {}: {} better than ours ({})",
                    column.what,
                    list(&peers),
                    column.shown(0)
                ));
            }
        }
        if figures.len() < 2 {
            continue;
        }
        if behind.is_empty() {
            text.push_str("No other does better than ours in any column.\n\n");
        } else {
            let _ = writeln!(text, "Others do better than ours:\n\n{}.\n", behind.join(";\n"));
        }
    }
    let _ = writeln!(
        text,
        "Bold is the best of a column. A target that never came counts as all that was typed and {PENALTY} keystrokes more, \
         and how many those are stands in brackets."
    );
    text
}

/// `a`, `a and b`, `a, b and c`, with the verb that they take.
fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => format!("{one} is"),
        [first @ .., last] => format!("{} and {last} are", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(name: &str, recall: f64) -> Figures {
        Figures {
            name: name.into(),
            recall,
            mrr: 0.5,
            first_three: 0.5,
            keystrokes: [Some([Keystrokes { mean: recall * 10.0, never: 1 }; 2]), None],
            missed: Vec::new(),
        }
    }

    fn text(recalls: &[f64]) -> String {
        let set = Set { key: "test", title: "Test".into(), probes: Vec::new() };
        let figures = ["ours", "one", "two"].iter().zip(recalls).map(|(name, recall)| figures(name, *recall));
        report(&[Outcome { set, figures: figures.collect() }])
    }

    #[test]
    fn whoever_is_better_is_named() {
        let text = text(&[0.8, 0.9, 0.95]);
        assert!(
            text.contains("- recall at 10: one (0.900) and two (0.950) are better than ours (0.800)"),
            "{text}"
        );
        assert!(!text.contains("keystrokes to the first 10, left to right: one"), "{text}");
    }

    #[test]
    fn fewer_keystrokes_are_better() {
        let text = text(&[0.9, 0.8, 0.9]);
        assert!(text.contains("left to right: one (8.00) is better than ours (9.00)"), "{text}");
    }

    #[test]
    fn what_the_table_shows_as_equal_is_equal() {
        let text = text(&[0.8, 0.8, 0.800_01]);
        assert!(text.contains("No other does better than ours in any column."), "{text}");
    }
}
