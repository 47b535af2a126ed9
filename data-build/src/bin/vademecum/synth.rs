//! `vademecum synth`.

use std::path::PathBuf;

use clap::Args;
use vademecum_build::synth::{DmdSummary, DmdWeek, SynthOptions, SynthSummary, write_dmd, write_release};

use crate::failure::Failure;
use crate::screen::{Screen, Table, number};

/// The arguments of `synth`.
#[derive(Debug, Args)]
#[command(after_help = "\
The release is made up. It is in RF2, with ids that no one holds, and is not for clinical use.
The same number and seed give the same release.

Example:
  vademecum synth --concepts 50000 --seed 7 --out demo-release
  vademecum build --rf2 demo-release --out demo.vade

With medicines:
  vademecum synth --dmd --out demo-release
  vademecum build --rf2 demo-release --dmd demo-release --out demo.vade")]
pub struct Arguments {
    /// How many concepts, from 3,000 to 1,000,000
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    concepts: usize,
    /// Which of the many releases of this size
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// The folder in which the release folder is made
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Write a dm+d release beside it: the first week's, or the second's in its place
    #[arg(long, value_name = "WEEK", num_args = 0..=1, default_missing_value = "1", value_parser = week)]
    dmd: Option<DmdWeek>,
}

fn week(text: &str) -> Result<DmdWeek, String> {
    match text {
        "1" => Ok(DmdWeek::First),
        "2" => Ok(DmdWeek::Second),
        _ => Err("the weeks are 1 and 2".to_owned()),
    }
}

/// Writes a synthetic release.
pub fn run(arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    let options =
        SynthOptions { concepts: arguments.concepts, seed: arguments.seed, out: arguments.out.clone() };
    let summary = write_release(&options)?;
    screen.line(&summary.folder.display().to_string())?;
    show(&summary, screen)?;
    if let Some(week) = arguments.dmd {
        let summary = write_dmd(&options, week)?;
        screen.line("")?;
        screen.line(&summary.folder.display().to_string())?;
        screen.line(&summary.supplementary_folder.display().to_string())?;
        show_dmd(&summary, screen)?;
    }
    end(screen)
}

/// Tells what was written.
pub fn show(summary: &SynthSummary, screen: &mut Screen) -> Result<(), Failure> {
    let mut table = Table::new(&["", ""]);
    for (name, count) in [
        ("concepts", summary.concepts),
        ("descriptions", summary.descriptions),
        ("text definitions", summary.text_definitions),
        ("relationships", summary.relationships),
        ("concrete values", summary.concrete_relationships),
        ("language refset members", summary.language_members),
    ] {
        table.row([format!("  {name}"), format!("{:>11}", number(count))]);
    }
    Ok(screen.table(&table)?)
}

/// Tells what was written of dm+d.
pub fn show_dmd(summary: &DmdSummary, screen: &mut Screen) -> Result<(), Failure> {
    let mut table = Table::new(&["", ""]);
    for (name, count) in [
        ("VTM", summary.vtms),
        ("VMP", summary.vmps),
        ("AMP", summary.amps),
        ("VMPP", summary.vmpps),
        ("AMPP", summary.ampps),
        ("GTINs", summary.gtins),
    ] {
        table.row([format!("  {name}"), format!("{:>11}", number(count))]);
    }
    Ok(screen.table(&table)?)
}

/// Says what it is not for.
pub fn end(screen: &mut Screen) -> Result<(), Failure> {
    Ok(screen.line("This release is synthetic and not for clinical use.")?)
}
