//! The command on a subset of SNOMED CT, where it lies beside the workspace.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::path::Path;

use support::{answered, path};

const SUBSET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/rf2-subset");

#[test]
fn a_real_subset_is_built_and_asked() {
    if !Path::new(SUBSET).is_dir() {
        println!("LEFT OUT: the command on a subset of SNOMED CT, because {SUBSET} is not there");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("subset.vade");
    let file = path(&file);
    let summary = answered(["build", "--rf2", SUBSET, "--out", file]);
    assert!(summary.contains("warning: "), "{summary}");
    assert!(answered(["verify", file]).contains("whole and consistent"));
    let found = answered(["search", file, "chron hepat"]);
    let first = found.lines().nth(1).unwrap();
    assert!(first.starts_with("76783007 ") && first.contains("Chronic hepatitis"), "{found}");
    let hepatitis = answered(["lookup", file, "128241005"]);
    for words in ["Inflammatory disease of liver (disorder)", "Hepatitis", "|Liver structure|", "Parents"] {
        assert!(hepatitis.contains(words), "{words}: {hepatitis}");
    }
    let outcome = answered(["subsumes", file, "128241005", "76783007"]);
    assert!(outcome.starts_with("subsumes: "), "{outcome}");
    assert!(answered(["tree", file, "128241005"]).starts_with("138875005 "));
}
