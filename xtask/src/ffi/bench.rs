//! What calls cost through C, beside the same calls through Rust.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::library::{Build, Platform, tree};
use super::tools::MINGW64;
use crate::run::{cargo, output, run, target, work_folder, write};
use crate::{Result, root};

/// Both programs run in turn so many times; a figure is its median.
const ROUNDS: usize = 7;

/// What a kind of work took in each round, in nanoseconds.
type Figures = BTreeMap<String, Vec<f64>>;

/// Adds the figures that a program prints.
fn add(figures: &mut Figures, printed: &str) -> Result<()> {
    for line in printed.lines() {
        let (name, took) = line.split_once('\t').ok_or("a program printed no figure")?;
        let took: f64 = took.parse().map_err(|_| format!("`{took}` is no figure"))?;
        figures.entry(name.to_owned()).or_default().push(took);
    }
    Ok(())
}

/// The median of some figures.
fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Nanoseconds, or microseconds where there are many.
fn shown(nanoseconds: f64) -> String {
    match nanoseconds {
        many if many >= 10_000.0 => format!("{:.1} µs", many / 1000.0),
        few if few < 100.0 => format!("{few:.1} ns"),
        some => format!("{some:.0} ns"),
    }
}

/// The report.
fn report(rust: &Figures, c: &Figures, sizes: &str, file: &str, machine: &str) -> Result<String> {
    let of = |figures: &Figures, name: &str| {
        figures.get(name).map(|figures| median(figures)).ok_or_else(|| format!("no figure for `{name}`"))
    };
    let mut text = format!(
        "# What calls cost through C

Made by `cargo xtask bench ffi FILE`, which measures everything anew and writes this page.

`ffi/bench/calls.c`, linked with the shared library as it is shipped, and `benches/src/bin/calls.rs`, compiled with the same
options, do the same work on the same file. They run in turn, {ROUNDS} times; each does a kind of work once before time is
taken and nine times with it, and tells the best; a figure is the median of the rounds. A search is read to its end: of each hit the concept's id and the text that was
found.

{machine}

{file}

| | Rust | C | C more |
|---|---:|---:|---:|
"
    );
    let row = |text: &mut String, label: &str, in_rust: f64, in_c: f64| {
        let more = format!("{} ({:+.1}%)", shown_difference(in_c - in_rust), (in_c / in_rust - 1.0) * 100.0);
        let _ = writeln!(text, "| {label} | {} | {} | {more} |", shown(in_rust), shown(in_c));
    };
    for (label, name) in [
        ("subsumption of two concepts by id", "subsumption"),
        ("preferred term of a concept by id", "preferred term"),
        ("a row of descendants: next, id", "rows of descendants"),
        ("a row of descendants: next, id, preferred term", "rows of descendants with their terms"),
        ("opening and closing a file", "open and close"),
    ] {
        row(&mut text, label, of(rust, name)?, of(c, name)?);
    }
    let pages = of(c, "rows of descendants in pages")?;
    row(&mut text, "a row of descendants, by pages of 256 ids", of(rust, "rows of descendants")?, pages);
    text.push_str("\n## Searches\n\n| | Rust | C | C more |\n|---|---:|---:|---:|\n");
    let (mut in_rust, mut in_c) = (0.0, 0.0);
    for name in rust.keys().filter(|name| name.starts_with("search: ")) {
        let figures = (of(rust, name)?, of(c, name)?);
        row(&mut text, name.trim_start_matches("search: "), figures.0, figures.1);
        in_rust += figures.0;
        in_c += figures.1;
    }
    row(&mut text, "**all, one of each**", in_rust, in_c);
    text.push_str("\n## Size\n\n");
    text.push_str(sizes);
    Ok(text)
}

/// A difference, which may be below nothing.
fn shown_difference(nanoseconds: f64) -> String {
    let sign = if nanoseconds < 0.0 { "−" } else { "" };
    format!("{sign}{}", shown(nanoseconds.abs()))
}

/// The sizes of the libraries as they are shipped.
fn sizes(tree: &super::library::Tree) -> Result<String> {
    let mut text = String::from("| | bytes |\n|---|---:|\n");
    let mut add = |name: &str, path: &Path| {
        let size = fs::metadata(path).map_err(|error| format!("{}: {error}", path.display()))?.len();
        let _ = writeln!(text, "| {name} | {size} |");
        Ok::<(), String>(())
    };
    add("`libvademecum.so.1`, Linux x86-64, stripped", &tree.shared())?;
    add("`libvademecum.a`, the same", &tree.fixed())?;
    if MINGW64.is_there() {
        let windows = super::library::tree(Platform::Windows64, Build::Shipped, &work_folder("ffi-bench")?)?;
        add("`vademecum.dll`, 64-bit Windows, stripped", &windows.shared())?;
    }
    Ok(text)
}

/// Measures, and writes `benches/C.md`.
pub fn run_all(file: &Path) -> Result<()> {
    let work = work_folder("ffi-bench")?;
    let tree = tree(Platform::LinuxX86, Build::Shipped, &work)?;
    run(&mut cargo(["build", "--profile", "library", "--package", "vademecum-benches", "--bin", "calls"]))?;
    let through_rust = target().join("library").join("calls");
    let through_c = work.join("calls");
    run(Command::new("gcc")
        .args(["-std=c99", "-O2", "-I"])
        .arg(tree.include())
        .arg(root().join("ffi").join("bench").join("calls.c"))
        .arg("-o")
        .arg(&through_c)
        .arg("-L")
        .arg(tree.lib())
        .arg("-lvademecum")
        .arg(format!("-Wl,-rpath,{}", tree.lib().display())))?;
    let questions = work.join("work.tsv");
    run(Command::new(&through_rust).arg("write").arg(file).arg(&questions))?;
    let (mut rust, mut c) = (Figures::new(), Figures::new());
    for _ in 0..ROUNDS {
        add(&mut rust, &output(Command::new(&through_rust).arg("measure").arg(file).arg(&questions))?)?;
        add(&mut c, &output(Command::new(&through_c).arg(file).arg(&questions))?)?;
    }
    let machine = output(Command::new(&through_rust).arg("machine"))?;
    let told = output(Command::new(&through_rust).arg("file").arg(file))?;
    let text = report(&rust, &c, &sizes(&tree)?, told.trim(), machine.trim())?;
    write(&root().join("benches").join("C.md"), &text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_shown_with_their_units() {
        assert_eq!(shown(12.34), "12.3 ns");
        assert_eq!(shown(1234.4), "1234 ns");
        assert_eq!(shown(12_345.0), "12.3 µs");
        assert_eq!(shown_difference(-3.0), "−3.0 ns");
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
    }
}
