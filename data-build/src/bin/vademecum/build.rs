//! `vademecum build`.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{ArgGroup, Args};
use serde::Serialize;
use vademecum::{Part, ProductClass, Sctid, language_refsets_of};
use vademecum_build::compile::{BuildOptions, BuildReport, DmdReport, build};
use vademecum_build::equivalents::EquivalentsSource;
use vademecum_build::usage::SMALL_COUNT;
use vademecum_build::warnings::{Example, Warnings};

use crate::failure::Failure;
use crate::interrupt;
use crate::progress::Progress;
use crate::screen::{Screen, bytes, date, number, printable};

/// The arguments of `build`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("release").required(true).multiple(true), after_help = "\
An input is a folder, a zip, or a folder or zip with zips inside. Packages are layered: of a component that stands
in several, the version with the newest effectiveTime is kept. Snapshot files are read.

Examples:
  vademecum build --rf2 uk_sct2mo_release.zip --out uk.vade
  vademecum build --rf2 international.zip uk_clinical.zip uk_drug.zip --out uk.vade --report uk.json
  vademecum build --rf2 uk_sct2mo_release.zip --dmd nhsbsa_dmd.zip --dmd-bonus nhsbsa_dmdbonus.zip --out uk.vade
  vademecum build --rf2 release/ --out us.vade --language en-US
  vademecum build --rf2 release/ --out small.vade --concepts ids.txt --without attributes,definitions
  vademecum build --rf2 release/ --out uk.vade --usage SNOMED_code_usage_2024-25.txt --equivalents ours.tsv")]
pub struct Arguments {
    /// Folders and archives with RF2 packages; of equal versions of a component, the later input's is kept
    #[arg(long, num_args = 1.., value_name = "PATH", group = "release")]
    rf2: Vec<PathBuf>,
    /// Folders and archives with one dm+d release
    #[arg(long, num_args = 1.., value_name = "PATH", group = "release")]
    dmd: Vec<PathBuf>,
    /// Folders and archives with the supplementary files of that dm+d release
    #[arg(long, num_args = 1.., value_name = "PATH", requires = "dmd")]
    dmd_bonus: Vec<PathBuf>,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The language of preferred terms: a tag such as en-GB, or ids of language refsets, best first [default: en-GB]
    #[arg(long, value_name = "TAG|IDS")]
    language: Option<String>,
    /// The edition URI, where the release does not tell it rightly
    #[arg(long, value_name = "URI", value_parser = edition)]
    edition: Option<String>,
    /// Keep only the concepts that this file lists, one id a line, and what they need
    #[arg(long, value_name = "FILE")]
    concepts: Option<PathBuf>,
    /// Parts to leave out of the file
    #[arg(long, value_name = "PART", value_delimiter = ',', value_parser = parts())]
    without: Vec<String>,
    /// Words and phrases that find each other: groups, one a line, parted by tabs; in place of the built-in table
    #[arg(long, value_name = "FILE", conflicts_with = "no_equivalents")]
    equivalents: Option<PathBuf>,
    /// Let no words find each other
    #[arg(long)]
    no_equivalents: bool,
    /// How often concepts are recorded, in the layout of NHS England's "SNOMED code usage in primary care"
    #[arg(long, value_name = "FILE")]
    usage: Option<PathBuf>,
    /// Write a report as JSON: counts, warnings, seconds, memory, bytes
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Layer inputs that do not belong together, with a warning
    #[arg(long)]
    allow_mixed_releases: bool,
    /// Show no progress and no summary
    #[arg(long, short)]
    quiet: bool,
}

fn parts() -> PossibleValuesParser {
    PossibleValuesParser::new(Part::ALL.iter().map(|part| part.name()))
}

/// Refuses what is no edition URI (SNOMED CT URI Standard, section 2.1).
fn edition(text: &str) -> Result<String, String> {
    let begins = ["http://snomed.info/sct/", "http://snomed.info/xsct/"];
    match begins.iter().find_map(|begin| text.strip_prefix(begin)) {
        Some(rest) if rest.starts_with(|letter: char| letter.is_ascii_digit()) => Ok(text.to_owned()),
        _ => Err("an edition URI is like http://snomed.info/sct/83821000000107/version/20260401".to_owned()),
    }
}

/// The ids of a list, one a line. Empty lines, lines that begin with `#`, and whatever follows an id are passed over.
fn read_concepts(path: &Path) -> Result<Vec<Sctid>, Failure> {
    let content = std::fs::read(path).map_err(|error| Failure::io("read", path, &error))?;
    let content = content.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&content);
    let mut ids = Vec::new();
    for (line, row) in (1u64..).zip(content.split(|byte| *byte == b'\n')) {
        let row = String::from_utf8_lossy(row);
        let row = row.trim();
        if row.is_empty() || row.starts_with('#') {
            continue;
        }
        let id = row.split(|letter: char| letter.is_whitespace() || letter == '|').next().unwrap_or(row);
        ids.push(id.parse().map_err(|error| {
            let place = format!("{}, line {line}", path.display());
            Failure::with_hint(
                format!("{place}: \"{}\": {error}", printable(id)),
                "write one concept id a line",
            )
        })?);
    }
    if ids.is_empty() {
        return Err(Failure::with_hint(
            format!("{} lists no concepts", path.display()),
            "write one concept id a line, or leave --concepts out to keep everything",
        ));
    }
    Ok(ids)
}

/// Whether two paths lead to one file that is there.
fn same_file(a: &Path, b: &Path) -> bool {
    a.canonicalize().is_ok_and(|a| b.canonicalize().is_ok_and(|b| a == b))
}

/// Refuses outputs that would destroy an input, or that cannot be written: before hours of reading, not after.
pub fn check_outputs(inputs: &[PathBuf], out: &Path, report: Option<&Path>) -> Result<(), Failure> {
    let mut outputs = vec![("--out", out)];
    outputs.extend(report.map(|report| ("--report", report)));
    for (name, output) in outputs {
        if let Some(input) = inputs.iter().find(|input| same_file(input, output)) {
            return Err(Failure::Usage(format!("{name} {} is also an input", input.display())));
        }
        if output.is_dir() {
            return Err(Failure::Usage(format!("{name} {} is a folder; name a file", output.display())));
        }
        let folder = output.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
            let message = format!("{name}: there is no folder {}", folder.display());
            return Err(Failure::with_hint(message, "make the folder first"));
        }
    }
    if report.is_some_and(|report| report == out || same_file(report, out)) {
        return Err(Failure::Usage("--report and --out are the same file".to_owned()));
    }
    Ok(())
}

fn equivalents(arguments: &Arguments) -> EquivalentsSource {
    match &arguments.equivalents {
        _ if arguments.no_equivalents => EquivalentsSource::None,
        Some(path) => EquivalentsSource::File(path.clone()),
        None => EquivalentsSource::BuiltIn,
    }
}

/// Builds a file.
pub fn run(arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    let releases = arguments.rf2.iter().chain(&arguments.dmd).chain(&arguments.dmd_bonus);
    let tables = arguments.concepts.iter().chain(&arguments.equivalents).chain(&arguments.usage);
    let inputs: Vec<_> = releases.chain(tables).cloned().collect();
    check_outputs(&inputs, &arguments.out, arguments.report.as_deref())?;
    if !arguments.dmd.is_empty() && arguments.without.iter().any(|name| name == Part::Products.name()) {
        return Err(Failure::Usage(
            "--dmd is what --without products leaves out: give one of them".to_owned(),
        ));
    }
    let language = arguments.language.as_deref().map(language_refsets_of).transpose();
    let options = BuildOptions {
        inputs: arguments.rf2.clone(),
        dmd: arguments.dmd.iter().chain(&arguments.dmd_bonus).cloned().collect(),
        language: language.map_err(|error| {
            let hint = "give a tag such as en-GB or en-US, or ids of language refsets parted by commas";
            Failure::with_hint(format!("--language: {error}"), hint)
        })?,
        edition: arguments.edition.clone(),
        concepts: arguments.concepts.as_deref().map(read_concepts).transpose()?,
        without: arguments.without.iter().filter_map(|name| Part::from_name(name)).collect(),
        allow_mixed_releases: arguments.allow_mixed_releases,
        equivalents: equivalents(arguments),
        usage: arguments.usage.clone(),
    };
    let report = compile(&options, &arguments.out, arguments.quiet)?;
    if let Some(path) = &arguments.report {
        write_report(&report, path)?;
    }
    if !arguments.quiet {
        summarise(&report, &arguments.out, screen)?;
    }
    Ok(())
}

/// Builds a file, with progress and Ctrl-C.
pub fn compile(options: &BuildOptions, out: &Path, quiet: bool) -> Result<BuildReport, Failure> {
    interrupt::watch()?;
    let report = build(options, out, &Progress::new(quiet));
    report.map_err(|error| if interrupt::wanted() { Failure::Interrupted } else { error.into() })
}

/// Writes the report under its name when it is whole.
pub fn write_report(report: &impl Serialize, path: &Path) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::io("write", path, &error);
    let mut text = serde_json::to_string_pretty(report).map_err(|error| failed(error.into()))?;
    text.push('\n');
    let mut partial = OsString::from(path);
    partial.push(".partial");
    std::fs::write(&partial, text).and_then(|()| std::fs::rename(&partial, path)).map_err(failed)
}

/// Tells what was built and what was odd about it.
pub fn summarise(report: &BuildReport, out: &Path, screen: &mut Screen) -> Result<(), Failure> {
    let length = std::fs::metadata(out).map_or(report.bytes, |metadata| metadata.len());
    let title = screen.bold(&out.display().to_string());
    screen.line(&format!(
        "{title}: {} concepts, {} descriptions, {} in {:.1} s",
        number(report.counts.concepts),
        number(report.counts.terms + report.counts.definitions),
        bytes(length),
        report.seconds
    ))?;
    if let Some(edition) = &report.edition {
        screen.line(&format!("edition: {}", printable(&edition.uri)))?;
    }
    if report.equivalents.groups > 0 {
        let (groups, forms) = (number(report.equivalents.groups), number(report.equivalents.forms));
        let source = if report.equivalents.source == "built_in" { " of the built-in table" } else { "" };
        screen.line(&format!("equivalents: {groups} groups{source}, {forms} words and phrases"))?;
    }
    if let Some(usage) = &report.usage {
        screen.line(&format!(
            "usage: {} lines, {} concepts ({} not in the release), {} small counts taken for {SMALL_COUNT}",
            number(usage.rows),
            number(usage.concepts),
            number(usage.unknown_concepts),
            number(usage.small_counts)
        ))?;
    }
    if let Some(dmd) = &report.dmd {
        dmd_summary(dmd, screen)?;
    }
    warn(&report.warnings, screen)
}

/// Tells what of dm+d is in the file.
pub fn dmd_summary(dmd: &DmdReport, screen: &mut Screen) -> Result<(), Failure> {
    let counts = |of: &BTreeMap<&str, u32>| -> Vec<String> {
        let classes = ProductClass::ALL.iter().filter_map(|class| Some((class, of.get(class.name())?)));
        classes.map(|(class, count)| format!("{} {}", number(u64::from(*count)), class.name())).collect()
    };
    let date = date(&format!("{:08}", dmd.date));
    screen.line(&format!("dm+d: {date}, {}", counts(&dmd.products).join(", ")))?;
    if dmd.beside_snomed {
        let both = counts(&dmd.in_snomed).join(", ");
        let other: u64 = dmd.only_in_snomed.values().map(|count| u64::from(*count)).sum();
        let other = number(other);
        screen.line(&format!("  in SNOMED CT as well: {both}; products of SNOMED CT alone: {other}"))?;
    }
    Ok(())
}

/// Tells what was odd.
pub fn warn(warnings: &Warnings, screen: &mut Screen) -> Result<(), Failure> {
    for (kind, count) in warnings.counts() {
        let name = screen.bold(kind.name());
        screen.line(&format!("warning: {name}, {} times: {}", number(count), kind.meaning()))?;
        if let Some(example) = warnings.examples(kind).next() {
            let example = screen.dim(&format!("  for example {}", place(example)));
            screen.line(&example)?;
        }
    }
    Ok(())
}

/// An example in words: where it is and what stands there.
fn place(example: &Example) -> String {
    let mut words = Vec::new();
    if !example.path.is_empty() {
        words.push(example.path.clone());
    }
    if example.line > 0 {
        words.push(format!("line {}", example.line));
    }
    if !example.column.is_empty() {
        words.push(format!("{} {}", example.column, example.value));
    } else if !example.value.is_empty() {
        words.push(example.value.clone());
    }
    if !example.note.is_empty() {
        words.push(example.note.clone());
    }
    printable(&words.join(", "))
}
