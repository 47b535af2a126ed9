//! The engine against an independent truth, at any size.

#![allow(clippy::indexing_slicing, reason = "a field that a JSON value lacks reads as null")]

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::run::{copy, output, run, succeeds, vademecum, work_folder, write};
use crate::{Result, shared};

/// The probes that have one right answer, and that the engine answers.
const KINDS: &str =
    "release,lookup,attributes,subsumes,descendants,ancestors,search_all,dmd_amp,dmd_vmp,dmd_gtin,dmd_ampp";

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

/// What a plain scan of SNOMED CT ranked by words and length finds: the recall at 10 of the probes without a typo, and of
/// those with one as they were before it.
fn scan(shared: &Path, release: &Path, truth: &Path) -> Result<(f64, f64)> {
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

/// Whether a file finds what the probes of searches mean, about as well as a scan does.
fn check_search(vademecum: &Path, shared: &Path, release: &Path, truth: &Path, file: &Path) -> Result<()> {
    let (clean, typo) = scan(shared, release, truth)?;
    println!("a plain scan has recall@10 of {clean:.3}, and of {typo:.3} on the queries that get a typo");
    let least = |recall: f64, tolerance: f64| format!("{:.4}", recall - tolerance);
    run(Command::new("python3")
        .arg(shared.join("tools").join("check_truth.py"))
        .arg(truth)
        .args(["--min-recall", &least(clean, TOLERANCE.0)])
        .args(["--min-recall-typo", &least(typo, TOLERANCE.1)])
        .args(["--only", "search", "--"])
        .arg(vademecum)
        .arg("batch")
        .arg(file))
}

/// Of the probes of searches those that mean a concept which is no medicinal product. dm+d says more of a product than
/// SNOMED CT does: one that is not to be had is found on request only, and a generic one stands before a supplier's.
fn beside_products(vademecum: &Path, truth: &Path, file: &Path) -> Result<PathBuf> {
    let failed = |path: &Path, error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let text = std::fs::read_to_string(truth).map_err(|error| failed(truth, &error))?;
    let (mut searches, mut asked) = (Vec::new(), String::new());
    for line in text.lines() {
        let probe: Value = serde_json::from_str(line).map_err(|error| failed(truth, &error))?;
        if probe["kind"] == "search" {
            asked.push_str(&format!("{}\n", json!({"op": "product", "code": probe["target"]})));
            searches.push(line);
        }
    }
    let requests = truth.with_file_name("targets.jsonl");
    write(&requests, &asked)?;
    let requests = File::open(&requests).map_err(|error| failed(&requests, &error))?;
    let answers = output(Command::new(vademecum).arg("batch").arg(file).stdin(Stdio::from(requests)))?;
    let mut kept = Vec::new();
    for (line, answer) in searches.iter().zip(answers.lines()) {
        let answer: Value = serde_json::from_str(answer).map_err(|error| failed(file, &error))?;
        match (&answer["ok"], &answer["error"]["code"]) {
            (Value::Bool(true), _) => {}
            (_, code) if code == "not_found" => kept.push(*line),
            _ => return Err(failed(file, &answer)),
        }
    }
    println!("{} of {} searches mean no medicinal product", kept.len(), searches.len());
    let beside = truth.with_file_name("truth-beside-products.jsonl");
    write(&beside, &(kept.join("\n") + "\n"))?;
    Ok(beside)
}

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

/// Lays dm+d over the file of SNOMED CT alone, and compares the outcome with `file`, which was built from both at once.
fn update(vademecum: &Path, release: &Path, snomed: &Path, file: &Path) -> Result<()> {
    let updated = file.with_file_name("updated.vade");
    copy(snomed, &updated)?;
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
    let shared = shared().ok_or("../shared is gone")?;
    let vademecum = vademecum()?;
    let folder = folder_of(concepts, seed)?;
    let (snomed, file, report) =
        (folder.join("snomed.vade"), folder.join("release.vade"), folder.join("report.json"));
    let rf2 = part(&release, "SnomedCT_")?;
    run(Command::new(&vademecum).args(["build", "--quiet", "--rf2"]).arg(&rf2).arg("--out").arg(&snomed))?;
    run(Command::new(&vademecum)
        .arg("build")
        .arg("--rf2")
        .arg(&rf2)
        .arg("--dmd")
        .arg(part(&release, "nhsbsa_dmd_")?)
        .arg("--out")
        .arg(&file)
        .arg("--report")
        .arg(&report))?;
    run(Command::new(&vademecum).arg("verify").arg(&file))?;
    update(&vademecum, &release, &snomed, &file)?;
    run(Command::new("python3")
        .arg(shared.join("tools").join("check_truth.py"))
        .arg(&truth)
        .args(["--only", KINDS, "--"])
        .arg(&vademecum)
        .arg("batch")
        .arg(&file))?;
    // The truth and the scan know SNOMED CT alone. With dm+d in the file, what is no product has to be found as well.
    check_search(&vademecum, &shared, &release, &truth, &snomed)?;
    let beside = beside_products(&vademecum, &truth, &file)?;
    check_search(&vademecum, &shared, &release, &beside, &file)?;
    println!("report: {}", report.display());
    Ok(())
}
