//! How well searches find what was meant.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{cargo, peers, run, vademecum, work_folder};
use crate::{Result, root, shared, truth};

/// How many concepts the synthetic releases have.
const CONCEPTS: u64 = 50_000;

/// Compiles a release into a folder.
fn compile(vademecum: &Path, release: &Path, folder: &Path) -> Result<PathBuf> {
    let file = folder.join("release.vade");
    run(Command::new(vademecum).arg("build").arg("--rf2").arg(release).arg("--out").arg(&file))?;
    Ok(file)
}

/// Measures ours beside other people's engines and writes `benches/RELEVANCE.md`; where `check` is given, measures ours
/// alone and holds it against the floors.
pub fn measure(options: &[String]) -> Result<()> {
    let check = options.iter().any(|option| option == "--check");
    if let Some(unknown) = options.iter().find(|option| !["--check", "--misses"].contains(&option.as_str())) {
        return Err(format!("`{unknown}` is not an option of relevance: --check, --misses"));
    }
    let vademecum = vademecum()?;
    let mut program = if check {
        cargo(["run", "--release", "--package", "vademecum-benches", "--bin", "relevance", "--"])
    } else {
        peers("relevance")
    };
    let mut missing = Vec::new();
    match shared() {
        Some(shared) => {
            let folder = work_folder("relevance-real")?;
            let file = compile(&vademecum, &shared.join("data").join("rf2-subset"), &folder)?;
            program.arg("--real").arg(file);
        }
        None => missing.push("real terms: ../shared is not beside the workspace"),
    }
    if shared().is_some() && truth::has_python() {
        let (release, truth) = truth::release(CONCEPTS, 1)?;
        let file = compile(&vademecum, &release, &work_folder("relevance-truth")?)?;
        program.arg("--truth").arg(file).arg(truth);
    } else {
        missing.push(
            "the synthetic truth: it needs ../shared beside the workspace, and python3 of 3.11 or newer",
        );
    }
    let list = root().join("benches").join("queries").join("clinical.tsv");
    if list.is_file() {
        let folder = work_folder("relevance-hand")?;
        let release = folder.join("release");
        if !release.is_dir() {
            let concepts = CONCEPTS.to_string();
            let arguments = ["synth", "--concepts", &concepts, "--seed", "1", "--out"];
            run(Command::new(&vademecum).args(arguments).arg(&release))?;
        }
        program.arg("--hand").arg(compile(&vademecum, &release, &folder)?).arg(list);
    } else {
        missing.push("queries by hand: benches/queries/clinical.tsv is not there");
    }
    for what in &missing {
        println!("\nLEFT OUT: {what}\n");
        eprintln!("LEFT OUT: {what}");
    }
    program.args(options);
    if !check {
        if !missing.is_empty() {
            println!("benches/RELEVANCE.md stays as it is, since not all can be measured");
        } else {
            program.arg("--out").arg(root().join("benches").join("RELEVANCE.md"));
        }
    }
    run(&mut program)
}
