//! Everything that must hold before a change is shared.

use std::path::Path;
use std::process::Command;

use crate::run::{cargo, output, run, succeeds, vademecum, work_folder};
use crate::{Result, ffi, golden, relevance, shared, tidy, truth, wasm, www};

/// Targets that the engine has to compile for, and why each is here.
const TARGETS: &[(&str, &str)] =
    &[("wasm32-unknown-unknown", "browsers"), ("i686-unknown-linux-gnu", "32-bit record systems")];

/// Says loudly what was not checked.
pub fn left_out(what: &str) {
    println!("\nLEFT OUT: {what}\n");
    eprintln!("LEFT OUT: {what}");
}

fn other_targets() -> Result<()> {
    for (target, who) in TARGETS {
        if !succeeds("rustup", &["target", "add", target]) {
            left_out(&format!(
                "the check for {target} ({who}): `rustup target add {target}` does not work here"
            ));
            continue;
        }
        run(&mut cargo([
            "check",
            "--package",
            "vademecum",
            "--no-default-features",
            "--features",
            "request",
            "--target",
            target,
        ]))?;
    }
    Ok(())
}

/// What a stranger sees first.
fn demonstration(vademecum: &Path) -> Result<()> {
    let file = work_folder("demo")?.join("demo.vade");
    // As the README says it, so that `cargo run` stays the command and nothing else.
    let shown = output(cargo(["run", "--release", "--", "demo", "--out"]).arg(&file))?;
    for expected in ["Myocardial infarction", "Heart attack", "ot for clinical use"] {
        if !shown.contains(expected) {
            return Err(format!("the demonstration does not show `{expected}`:\n{shown}"));
        }
    }
    run(Command::new(vademecum).arg("verify").arg(&file))
}

/// The real subset of SNOMED CT, read in place.
fn real_subset(vademecum: &Path, shared: &Path) -> Result<()> {
    let folder = work_folder("subset")?;
    let (file, again, report) =
        (folder.join("subset.vade"), folder.join("again.vade"), folder.join("report.json"));
    let release = shared.join("data").join("rf2-subset");
    for (file, threads) in [(&file, "1"), (&again, "2")] {
        run(Command::new(vademecum)
            .env("RAYON_NUM_THREADS", threads)
            .arg("build")
            .arg("--rf2")
            .arg(&release)
            .arg("--out")
            .arg(file)
            .arg("--report")
            .arg(&report))?;
    }
    let read = |path: &Path| std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()));
    if read(&file)? != read(&again)? {
        return Err("two builds of one release differ".into());
    }
    run(Command::new(vademecum).arg("verify").arg(&file))?;
    for (command, argument, expected) in [
        ("search", "chron hepat", "Chronic hepatitis"),
        ("search", "hepat chron", "Chronic hepatitis"),
        ("search", "hepatits", "128241005"),
        ("search", "HEPATITÍS", "128241005"),
        ("lookup", "128241005", "Inflammatory disease of liver"),
    ] {
        let shown = output(Command::new(vademecum).arg(command).arg(&file).arg(argument))?;
        if !shown.contains(expected) {
            return Err(format!("`{command} {argument}` does not show `{expected}`:\n{shown}"));
        }
    }
    Ok(())
}

/// Runs everything.
pub fn all() -> Result<()> {
    run(&mut cargo(["fmt", "--all", "--check"]))?;
    run(&mut cargo(["fmt", "--manifest-path", "benches/peers/Cargo.toml", "--check"]))?;
    tidy::run()?;
    run(&mut cargo(["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"]))?;
    run(cargo(["doc", "--workspace", "--no-deps", "--all-features"]).env("RUSTDOCFLAGS", "-D warnings"))?;
    run(&mut cargo(["test", "--workspace", "--all-features"]))?;
    other_targets()?;
    let vademecum = vademecum()?;
    golden::check(&vademecum)?;
    demonstration(&vademecum)?;
    wasm::test()?;
    www::test()?;
    ffi::test(&[])?;
    ffi::examples::test(&[])?;
    match shared() {
        None => left_out(
            "the real subset and the truth: ../shared is not beside the workspace; the demonstration release stands in for them",
        ),
        Some(shared) => {
            real_subset(&vademecum, &shared)?;
            if truth::has_python() {
                truth::check(2_000, 1)?;
                truth::check(50_000, 1)?;
            } else {
                return Err(
                    "the truth needs python3, version 3.11 or newer: install it and run this again".into()
                );
            }
        }
    }
    relevance::measure(&["--check".into()])?;
    println!("everything holds");
    Ok(())
}

/// Alters files and requests for as long as given.
pub fn fuzz(seconds: u64) -> Result<()> {
    let seconds = seconds.to_string();
    run(cargo([
        "test",
        "--release",
        "--package",
        "vademecum-build",
        "--test",
        "altered",
        "--",
        "--nocapture",
    ])
    .env("VADEMECUM_FUZZ_SECONDS", seconds))
}
