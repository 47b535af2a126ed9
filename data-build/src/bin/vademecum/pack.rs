//! `vademecum pack`.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use vademecum_build::pack::{Effort, PackOptions, pack};

use crate::failure::Failure;
use crate::interrupt;
use crate::progress::Progress;
use crate::screen::{Screen, Table, bytes, number};

/// The arguments of `pack`.
#[derive(Debug, Args)]
#[command(after_help = "\
The folder is what a static host serves to browsers: parts of the file under names that tell their content, each
as it is and compressed, and latest.json, which names the current release and is written last. Serve latest.json
so that browsers ask for it each time, and everything else for ever.

What the folder held before stays readable; --prune removes it.

Examples:
  vademecum pack uk.vade --out site/index
  vademecum pack uk.vade --out site/index --prune")]
pub struct Arguments {
    /// The file
    file: PathBuf,
    /// The folder, made where it is not there
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// Remove the parts of other releases from the folder
    #[arg(long)]
    prune: bool,
    /// Compress quickly instead of as small as can be
    #[arg(long)]
    fast: bool,
    /// Print one JSON object: `release`, `sha256`, `parts` and bytes
    #[arg(long)]
    json: bool,
    /// Show no progress
    #[arg(long, short)]
    quiet: bool,
}

/// Packs a file.
pub fn run(arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    interrupt::watch()?;
    let effort = if arguments.fast { Effort::Fast } else { Effort::Best };
    let options = PackOptions { effort, prune: arguments.prune };
    let packed = pack(&arguments.file, &arguments.out, &options, &Progress::new(arguments.quiet));
    let summary =
        packed.map_err(|error| if interrupt::wanted() { Failure::Interrupted } else { error.into() })?;
    let [raw, brotli, gzip] = summary.bytes;
    let [raw_search, brotli_search, gzip_search] = summary.search_bytes;
    if arguments.json {
        let told = json!({
            "release": summary.release,
            "sha256": summary.sha256,
            "parts": summary.parts,
            "bytes": {"raw": raw, "brotli": brotli, "gzip": gzip},
            "search_bytes": {"raw": raw_search, "brotli": brotli_search, "gzip": gzip_search},
            "pruned": summary.pruned,
        });
        return Ok(screen.line(&told.to_string())?);
    }
    screen.line(&format!("{} in {} parts", summary.release, number(summary.parts as u64)))?;
    let mut table = Table::new(&["", "as it is", "brotli", "gzip"]);
    table.row(["  to search".into(), bytes(raw_search), bytes(brotli_search), bytes(gzip_search)]);
    table.row(["  everything".into(), bytes(raw), bytes(brotli), bytes(gzip)]);
    screen.table(&table)?;
    if summary.pruned > 0 {
        screen.line(&format!("{} files of other releases removed", number(summary.pruned as u64)))?;
    }
    Ok(screen.line(&format!("pin it by integrity: \"{}\"", summary.sha256))?)
}
