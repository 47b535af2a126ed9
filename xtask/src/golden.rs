//! Golden files: one of each kind for every format version that is readable.
//!
//! Tests open them and never make them. This command makes those of the current version; those of older versions stay
//! as they are.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{make_folder, run, vademecum, work_folder, write};
use crate::{Result, root};

/// What there is of each version.
const FILES: [&str; 3] = ["smallest.vade", "demo.vade", "medicines.vade"];
/// How many concepts the demonstration files have.
const CONCEPTS: &str = "3000";

/// The smallest release: one concept, the root, with one fully specified name.
const SMALLEST: &[(&str, &[&str])] = &[
    (
        "sct2_Concept_Snapshot_INT_20260101.txt",
        &[
            "id\teffectiveTime\tactive\tmoduleId\tdefinitionStatusId",
            "138875005\t20020131\t1\t900000000000207008\t900000000000074008",
        ],
    ),
    (
        "sct2_Description_Snapshot-en_INT_20260101.txt",
        &[
            "id\teffectiveTime\tactive\tmoduleId\tconceptId\tlanguageCode\ttypeId\tterm\tcaseSignificanceId",
            "517382016\t20020131\t1\t900000000000207008\t138875005\ten\t900000000000003001\tSNOMED CT Concept (SNOMED RT+CTV3)\t900000000000017005",
        ],
    ),
    (
        "sct2_Relationship_Snapshot_INT_20260101.txt",
        &[
            "id\teffectiveTime\tactive\tmoduleId\tsourceId\tdestinationId\trelationshipGroup\ttypeId\tcharacteristicTypeId\tmodifierId",
        ],
    ),
];

/// Writes a release of a few lines.
fn write_release(folder: &Path) -> Result<()> {
    for (name, lines) in SMALLEST {
        write(&folder.join(name), &lines.iter().map(|line| format!("{line}\r\n")).collect::<String>())?;
    }
    Ok(())
}

/// Makes the golden files of the current version in a folder.
fn make_in(vademecum: &Path, golden: &Path) -> Result<()> {
    make_folder(golden)?;
    let smallest = work_folder("smallest")?;
    write_release(&smallest)?;
    let build = |release: &Path, name: &str| {
        let mut command = Command::new(vademecum);
        command.arg("build").arg("--rf2").arg(release).arg("--out").arg(golden.join(name));
        command
    };
    run(build(&smallest, "smallest.vade").arg("--no-equivalents"))?;
    let demo = work_folder("golden-demo")?;
    run(Command::new(vademecum)
        .args(["synth", "--dmd", "--concepts", CONCEPTS, "--seed", "1", "--out"])
        .arg(&demo))?;
    run(&mut build(&demo, "demo.vade"))?;
    run(build(&demo, "medicines.vade").arg("--dmd").arg(&demo))
}

fn folder() -> PathBuf {
    root().join("core").join("testdata").join("v1")
}

/// Makes the golden files of the current version.
pub fn make() -> Result<()> {
    make_in(&vademecum()?, &folder())
}

/// Makes them again elsewhere, and compares: the same input gives the same bytes on every machine.
pub fn check(vademecum: &Path) -> Result<()> {
    let again = work_folder("golden")?;
    make_in(vademecum, &again)?;
    for name in FILES {
        let read =
            |path: PathBuf| std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()));
        if read(folder().join(name))? != read(again.join(name))? {
            return Err(format!(
                "{name} is not what this version writes. Where the change is meant, run `cargo xtask golden` and say so in \
                 CHANGELOG.md; where an older reader would misread it, raise FORMAT_VERSION first"
            ));
        }
    }
    Ok(())
}
