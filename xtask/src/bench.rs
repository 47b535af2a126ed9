//! The benches, on a release of the size asked for.

use std::path::PathBuf;
use std::process::Command;

use crate::run::{cargo, peers, run, vademecum, work_folder};
use crate::{Result, root, shared, truth};

/// The environment variable that names the file to measure.
const FILE_VARIABLE: &str = "VADEMECUM_BENCH_FILE";

/// Builds a release of the size asked for, and runs every bench and the table of ratios on it.
pub fn run_all(concepts: Option<&String>) -> Result<()> {
    let file = release(concepts)?;
    run(cargo(["bench", "--package", "vademecum-benches"]).env(FILE_VARIABLE, &file))
}

/// Measures searches beside other people's engines, and writes `benches/SPEED.md`.
pub fn speed(concepts: Option<&String>) -> Result<()> {
    let file = match std::env::var_os(FILE_VARIABLE) {
        Some(file) if concepts.is_none() => PathBuf::from(file),
        _ => release(concepts)?,
    };
    let out = root().join("benches").join("SPEED.md");
    run(peers("speed").arg("--out").arg(out).env(FILE_VARIABLE, &file))
}

/// A file of a release of the size asked for, made once and kept below the target folder.
fn release(concepts: Option<&String>) -> Result<PathBuf> {
    let uk = shared().is_some() && truth::has_python();
    let concepts = crate::number(concepts, if uk { 1_000_000 } else { 100_000 })?;
    let vademecum = vademecum()?;
    let folder = work_folder(&format!("bench-{concepts}"))?;
    let file = folder.join("release.vade");
    if !file.exists() {
        let release = if uk {
            truth::release(concepts, 1)?.0
        } else {
            println!(
                "LEFT OUT: ../shared is not there; the benches run on the demonstration release, which is no measure of the UK Edition"
            );
            let release = folder.join("release");
            run(Command::new(&vademecum)
                .args(["synth", "--concepts", &concepts.to_string(), "--seed", "1", "--out"])
                .arg(&release))?;
            release
        };
        let report = folder.join("report.json");
        run(Command::new(&vademecum)
            .arg("build")
            .arg("--rf2")
            .arg(&release)
            .arg("--out")
            .arg(&file)
            .arg("--report")
            .arg(report))?;
    }
    Ok(file)
}
