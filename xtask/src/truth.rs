//! The engine against an independent truth, at any size.

#![allow(clippy::indexing_slicing, reason = "a field that a JSON value lacks reads as null")]

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::run::{output, run, succeeds, vademecum, work_folder, write};
use crate::{Result, shared};

/// The probes that the engine answers.
const KINDS: &str = "release,lookup,attributes,subsumes,descendants,ancestors,search_all,search,dmd_amp,dmd_vmp,dmd_gtin,dmd_ampp";

/// Whether there is a Python to run the truth with.
pub fn has_python() -> bool {
    succeeds("python3", &["-c", "import sys; sys.exit(sys.version_info < (3, 11))"])
}

/// The folder of a synthetic release.
fn folder_of(concepts: u64, seed: u64) -> Result<PathBuf> {
    work_folder(&format!("uk-dmd-{concepts}-{seed}"))
}

/// A synthetic release of UK texture with its truth, made once and kept below the target folder: SNOMED CT and dm+d,
/// each in a folder of its own.
pub fn release(concepts: u64, seed: u64) -> Result<(PathBuf, PathBuf)> {
    let shared = shared().ok_or("the truth needs ../shared beside the workspace, and it is not there")?;
    if !has_python() {
        return Err("the truth needs python3, version 3.11 or newer: install it and run this again".into());
    }
    let tools = shared.join("tools").join("uksynth");
    let folder = folder_of(concepts, seed)?;
    let (release, truth) = (folder.join("release"), folder.join("truth.jsonl"));
    let done = folder.join("done");
    if !done.exists() {
        run(Command::new("python3").arg(tools.join("uksynth.py")).arg("--out").arg(&release).args([
            "--concepts",
            &concepts.to_string(),
            "--seed",
            &seed.to_string(),
            "--dmd",
        ]))?;
        run(Command::new("python3")
            .arg(tools.join("truth.py"))
            .arg(&release)
            .args(["--seed", &seed.to_string(), "--out"])
            .arg(&truth))?;
        correct_self_probes(&truth)?;
        write(&done, "")?;
    }
    Ok((release, truth))
}

/// The truth calls no concept its own ancestor, and some of its probes happen to ask of a concept and itself. The
/// request protocol answers those `equivalent`, which the checker reads as a yes. Here the probes follow the protocol.
fn correct_self_probes(truth: &Path) -> Result<()> {
    let text = std::fs::read_to_string(truth).map_err(|error| format!("{}: {error}", truth.display()))?;
    let mut corrected = 0;
    let mut lines = String::with_capacity(text.len());
    for line in text.lines() {
        let mut probe: Value =
            serde_json::from_str(line).map_err(|error| format!("{}: {error}", truth.display()))?;
        if probe["kind"] == "subsumes" && probe["ancestor"] == probe["descendant"] && probe["result"] == false
        {
            probe["result"] = Value::Bool(true);
            corrected += 1;
        }
        lines.push_str(&format!("{probe}\n"));
    }
    println!(
        "{corrected} subsumption probes ask of a concept and itself: `equivalent` by the request protocol"
    );
    write(truth, &lines)
}

/// What a plain scan ranked by words and length finds: the recall at 10 of the probes without a typo, and of those with
/// one as they were before it.
fn scan(release: &Path, truth: &Path) -> Result<(f64, f64)> {
    let shared = shared().ok_or("../shared is gone")?;
    let said = output(
        Command::new("python3").arg(shared.join("tools").join("scan_rank.py")).arg(release).arg(truth),
    )?;
    let mut figures = said.split_whitespace().map(str::parse::<f64>);
    match (figures.next(), figures.next()) {
        (Some(Ok(clean)), Some(Ok(typo))) => Ok((clean, typo)),
        _ => Err(format!("scan_rank.py says `{said}`, which is not two figures")),
    }
}

/// By how much recall may be under the scan's: without a typo, and with one.
const TOLERANCE: (f64, f64) = (0.01, 0.10);

/// The folder of a synthetic release whose name begins so.
fn part(release: &Path, begins: &str) -> Result<PathBuf> {
    let failed = |error: std::io::Error| format!("{}: {error}", release.display());
    for entry in std::fs::read_dir(release).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.file_name().to_string_lossy().starts_with(begins) && entry.path().is_dir() {
            return Ok(entry.path());
        }
    }
    Err(format!("{} has no folder {begins}…", release.display()))
}

/// Lays dm+d over a file of SNOMED CT alone, and compares the outcome with `file`, which was built from both at once.
fn update(vademecum: &Path, release: &Path, file: &Path) -> Result<()> {
    let updated = file.with_file_name("updated.vade");
    run(Command::new(vademecum)
        .args(["build", "--quiet", "--rf2"])
        .arg(part(release, "SnomedCT_")?)
        .arg("--out")
        .arg(&updated))?;
    run(Command::new(vademecum)
        .arg("update-dmd")
        .arg(&updated)
        .arg("--dmd")
        .arg(part(release, "nhsbsa_dmd_")?))?;
    let read = |path: &Path| std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()));
    if read(&updated)? != read(file)? {
        return Err(format!("{} is not what a build of both gives: {}", updated.display(), file.display()));
    }
    println!("a file with dm+d laid over it is, byte for byte, what a build of both gives");
    Ok(())
}

/// Builds a release and compares every answer with the truth.
pub fn check(concepts: u64, seed: u64) -> Result<()> {
    let (release, truth) = release(concepts, seed)?;
    let vademecum = vademecum()?;
    let folder = folder_of(concepts, seed)?;
    let (file, report) = (folder.join("release.vade"), folder.join("report.json"));
    run(Command::new(&vademecum)
        .arg("build")
        .arg("--rf2")
        .arg(part(&release, "SnomedCT_")?)
        .arg("--dmd")
        .arg(part(&release, "nhsbsa_dmd_")?)
        .arg("--out")
        .arg(&file)
        .arg("--report")
        .arg(&report))?;
    run(Command::new(&vademecum).arg("verify").arg(&file))?;
    update(&vademecum, &release, &file)?;
    let shared = shared().ok_or("../shared is gone")?;
    let (clean, typo) = scan(&release, &truth)?;
    println!("a plain scan has recall@10 of {clean:.3}, and of {typo:.3} on the queries that get a typo");
    run(Command::new("python3")
        .arg(shared.join("tools").join("check_truth.py"))
        .arg(&truth)
        .args(["--min-recall", &(clean - TOLERANCE.0).to_string()])
        .args(["--min-recall-typo", &(typo - TOLERANCE.1).to_string()])
        .args(["--only", KINDS, "--"])
        .arg(&vademecum)
        .arg("batch")
        .arg(&file))?;
    println!("report: {}", report.display());
    Ok(())
}
