//! `vademecum update-dmd`.

use std::path::PathBuf;

use clap::Args;
use vademecum_build::compile::{UpdateError, UpdateOptions, UpdateReport, update_dmd};

use crate::build::{check_outputs, dmd_summary, warn, write_report};
use crate::failure::Failure;
use crate::interrupt;
use crate::progress::Progress;
use crate::screen::{Screen, bytes, date};

/// The arguments of `update-dmd`.
#[derive(Debug, Args)]
#[command(after_help = "\
Everything but the medicinal products is taken over as it is, after it was checked: the new file is, byte for byte,
what `vademecum build` gives from both releases. The file is replaced when the new one is whole, and not before.

Examples:
  vademecum update-dmd uk.vade --dmd nhsbsa_dmd_4.1.0_20260413000001.zip
  vademecum update-dmd uk.vade --dmd nhsbsa_dmd.zip --dmd-bonus nhsbsa_dmdbonus.zip --out new.vade")]
pub struct Arguments {
    /// The file
    file: PathBuf,
    /// Folders and archives with one dm+d release
    #[arg(long, required = true, num_args = 1.., value_name = "PATH")]
    dmd: Vec<PathBuf>,
    /// Folders and archives with the supplementary files of that dm+d release
    #[arg(long, num_args = 1.., value_name = "PATH")]
    dmd_bonus: Vec<PathBuf>,
    /// The file to write [default: the file itself]
    #[arg(long, value_name = "NEW")]
    out: Option<PathBuf>,
    /// Let an older dm+d take the place of a newer one
    #[arg(long)]
    allow_older: bool,
    /// Write a report as JSON: counts, warnings, seconds, memory, bytes
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Show no progress and no summary
    #[arg(long, short)]
    quiet: bool,
}

/// Updates a file.
pub fn run(arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    // A link stays a link: what it leads to is replaced.
    let file = arguments.file.canonicalize();
    let file = file.map_err(|error| Failure::io("read", &arguments.file, &error))?;
    let out = arguments.out.as_ref().unwrap_or(&file);
    let inputs: Vec<_> = arguments.dmd.iter().chain(&arguments.dmd_bonus).cloned().collect();
    check_outputs(&inputs, out, arguments.report.as_deref())?;
    if let Some(report) = &arguments.report {
        check_outputs(std::slice::from_ref(&file), report, None)?;
    }
    let options = UpdateOptions { file: file.clone(), dmd: inputs, allow_older: arguments.allow_older };
    interrupt::watch()?;
    let outcome = update_dmd(&options, out, &Progress::new(arguments.quiet));
    let report =
        outcome.map_err(|error| if interrupt::wanted() { Failure::Interrupted } else { failure(error) })?;
    if let Some(path) = &arguments.report {
        write_report(&report, path)?;
    }
    if !arguments.quiet {
        let shown = arguments.out.as_ref().unwrap_or(&arguments.file);
        summarise(&report, &shown.display().to_string(), screen)?;
    }
    Ok(())
}

fn failure(error: UpdateError) -> Failure {
    match error {
        UpdateError::Build(error) => error.into(),
        UpdateError::File { path, source } => Failure::engine(&source, &path),
        UpdateError::Older { .. } => {
            Failure::with_hint(error.to_string(), "--allow-older lets it take the place of the newer one")
        }
        other => Failure::data(other.to_string()),
    }
}

fn summarise(report: &UpdateReport, shown: &str, screen: &mut Screen) -> Result<(), Failure> {
    let title = screen.bold(shown);
    let before = match report.previous_date {
        Some(before) => format!("dm+d of {} replaced", date(&format!("{before:08}"))),
        None => "dm+d added".to_owned(),
    };
    screen.line(&format!("{title}: {before}, {} in {:.1} s", bytes(report.bytes), report.seconds))?;
    dmd_summary(&report.dmd, screen)?;
    warn(&report.warnings, screen)
}
