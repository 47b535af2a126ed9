//! Tables of times, and what they say against us.

use std::fmt::Write;

use crate::speed::{Class, Kind, Timing};

/// What was measured of a class. The first timing is ours. Where the class has typos, timings come in pairs: with typos,
/// then without.
#[derive(Debug, Clone)]
pub struct Row {
    /// The class.
    pub class: Class,
    /// The timings.
    pub timings: Vec<Timing>,
}

const FIGURES: [&str; 3] = ["p50", "p99", "worst"];

fn figure(timing: &Timing, which: usize) -> f64 {
    [timing.p50, timing.p99, timing.worst][which]
}

fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        n if n < 1e3 => format!("{n:.0} ns"),
        n if n < 1e5 => format!("{:.1} µs", n / 1e3),
        n if n < 1e6 => format!("{:.0} µs", n / 1e3),
        n if n < 1e8 => format!("{:.1} ms", n / 1e6),
        n => format!("{:.0} ms", n / 1e6),
    }
}

fn times(ratio: f64) -> String {
    if ratio < 10.0 { format!("{ratio:.2}×") } else { format!("{ratio:.0}×") }
}

/// The tables as Markdown.
pub fn report(rows: &[Row], questions: usize) -> String {
    let mut text = String::new();
    let (typos, plain): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| row.class.kind == Kind::Typo);
    if !plain.is_empty() {
        for which in 0..FIGURES.len() {
            side_by_side(&mut text, &plain, which);
        }
        fewer(&mut text, &plain, questions);
        behind(&mut text, &plain);
        five_times(&mut text, &plain);
    }
    if !typos.is_empty() {
        with_typos(&mut text, &typos);
    }
    text
}

fn side_by_side(text: &mut String, rows: &[&Row], which: usize) {
    let _ = writeln!(text, "## {}\n", FIGURES[which]);
    let names: Vec<&str> = rows[0].timings.iter().map(|timing| timing.name.as_str()).collect();
    let _ = writeln!(text, "| | {} |\n|---|{}", names.join(" | "), "---:|".repeat(names.len()));
    for row in rows {
        let _ = write!(text, "| {} |", row.class.name);
        for (place, timing) in row.timings.iter().enumerate() {
            let _ = match place {
                0 => write!(text, " {} |", time(figure(timing, which))),
                _ => write!(text, " {} ({}) |", time(figure(timing, which)), times(timing.ratios[which])),
            };
        }
        text.push('\n');
    }
    text.push('\n');
}

/// Who was too slow to be asked all questions.
fn fewer(text: &mut String, rows: &[&Row], questions: usize) {
    let mut slow = Vec::new();
    for row in rows {
        for timing in row.timings.iter().filter(|timing| timing.asked < questions) {
            slow.push(format!("{} {} ({})", timing.name, row.class.name, timing.asked));
        }
    }
    if !slow.is_empty() {
        let _ = writeln!(
            text,
            "Each class has {questions} questions. A contestant that takes more than two seconds a round was asked the first \
             of them alone, at least twenty, and is compared with ours on those; of under a hundred, p99 is the worst: {}.\n",
            slow.join("; ")
        );
    }
}

/// What is under a limit, by class and contestant: `- 1 letter: FTS5, length 0.54× at p50`.
fn under(rows: &[&Row], limit: f64, figures: usize, is_asked: impl Fn(&Row, &Timing) -> bool) -> Vec<String> {
    let mut lines = Vec::new();
    for row in rows {
        let mut others = Vec::new();
        for timing in row.timings.iter().skip(1).filter(|timing| is_asked(row, timing)) {
            let below: Vec<String> = (FIGURES.iter().zip(timing.ratios).take(figures))
                .filter(|(_, ratio)| *ratio < limit)
                .map(|(name, ratio)| format!("{} at {name}", times(ratio)))
                .collect();
            if !below.is_empty() {
                others.push(format!("{} {}", timing.name, below.join(", ")));
            }
        }
        if !others.is_empty() {
            lines.push(format!("- {}: {}", row.class.name, others.join("; ")));
        }
    }
    lines
}

fn behind(text: &mut String, rows: &[&Row]) {
    let lines = under(rows, 0.995, FIGURES.len(), |_, _| true);
    if lines.is_empty() {
        text.push_str("No other is quicker than ours in any class, at p50, p99 or worst.\n\n");
    } else {
        let _ = writeln!(
            text,
            "Others are quicker than ours, taking so much of its time:\n\n{}.\n",
            lines.join(";\n")
        );
    }
}

/// The target that names FTS5.
fn five_times(text: &mut String, rows: &[&Row]) {
    let lines = under(rows, 5.0, 2, |row, timing| {
        row.class.letters.len() > 1 && row.class.kind == Kind::Plain && timing.name.starts_with("FTS5")
    });
    if lines.is_empty() {
        text.push_str(
            "On two and three words FTS5 takes at least five times as long as ours throughout.\n\n",
        );
    } else {
        let _ = writeln!(
            text,
            "On two and three words FTS5 should take at least five times as long as ours. It does not in:\n\n{}.\n",
            lines.join(";\n")
        );
    }
}

fn with_typos(text: &mut String, rows: &[&Row]) {
    text.push_str("## One typo\n\n");
    let _ = writeln!(
        text,
        "| | | answered | p50 | p99 | worst | p99 without the typo | p99 by that |\n|---|---|---:|---:|---:|---:|---:|---:|"
    );
    let mut over = Vec::new();
    for row in rows {
        let pairs = row.timings.as_chunks::<2>().0.iter();
        for [typo, clean] in pairs {
            let ratio = typo.p99 / clean.p99;
            if typo.name == row.timings[0].name && is_answered(row) && ratio >= 2.0 {
                over.push(format!("{} ({})", row.class.name, times(ratio)));
            }
            let _ = writeln!(
                text,
                "| {} | {} | {:.0} % | {} ({}) | {} ({}) | {} | {} | {} |",
                row.class.name,
                typo.name,
                typo.answered * 100.0,
                time(typo.p50),
                times(typo.ratios[0]),
                time(typo.p99),
                times(typo.ratios[1]),
                time(typo.worst),
                time(clean.p99),
                times(ratio)
            );
        }
    }
    text.push('\n');
    let unanswered: Vec<&str> =
        rows.iter().filter(|row| !is_answered(row)).map(|row| row.class.name).collect();
    if !unanswered.is_empty() {
        let _ = writeln!(
            text,
            "Ours finds nothing for most questions of {}, so its times there are no merit and are not judged.\n",
            unanswered.join(", ")
        );
    }
    if !over.is_empty() {
        let _ = writeln!(
            text,
            "At p99 a typo should cost ours less than twice the same class without it. It costs more in: {}.",
            over.join("; ")
        );
    } else if unanswered.len() < rows.len() {
        text.push_str(
            "At p99 a typo costs ours less than twice the same class without it, wherever it is judged.\n",
        );
    }
}

/// Whether ours finds enough for its times to mean something. Words of unrelated terms seldom have an answer together.
fn is_answered(row: &Row) -> bool {
    let [typo, clean, ..] = row.timings.as_slice() else { return false };
    typo.answered >= clean.answered / 2.0
}
