//! A weekly dm+d over a file: what comes out is what a build of both releases gives, byte for byte.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod dmd_written;
mod rf2_written;
mod support;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use dmd_written::{ampp, cases, vtm};
use rf2_written::{concept, small};
use support::{RELEASE, answered, path, refused, run};
use tempfile::TempDir;
use vademecum::{Engine, ErrorCode, Part};
use vademecum_build::compile::{BuildError, BuildOptions, UpdateError, UpdateOptions, build, update_dmd};
use vademecum_build::progress::{Observer, Silent, Unit};
use vademecum_build::warnings::WarningKind;

/// A folder with two releases of dm+d, a week apart, of which a product or two are concepts of [`small`].
struct Weeks {
    folder: TempDir,
}

impl Weeks {
    fn new() -> Weeks {
        let folder = tempfile::tempdir().unwrap();
        let mut first = cases();
        first.replace("VIRTUAL_THERAPEUTIC_MOIETIES", &vtm(3).to_string(), &concept(2).to_string());
        let mut second = first.clone();
        second.replace("VIRTUAL_THERAPEUTIC_MOIETIES", "<NM>Alfamol</NM>", "<NM>Alfamol renamed</NM>");
        second.replace("ACTUAL_MEDICINAL_PROD_PACKS", "<PRICE>280</PRICE>", "<PRICE>279</PRICE>");
        second.remove("ACTUAL_MEDICINAL_PROD_PACKS", &ampp(7).to_string());
        for (name, release, date) in [("first", first, "070426"), ("second", second, "130426")] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
            release.write_of(&folder.path().join(name), date);
        }
        small().write(&folder.path().join("rf2"));
        Weeks { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn built(&self, name: &str, options: &BuildOptions) -> PathBuf {
        let out = self.path(name);
        build(options, &out, &Silent).unwrap();
        out
    }

    fn options(&self, dmd: &[&str]) -> BuildOptions {
        BuildOptions {
            inputs: vec![self.path("rf2")],
            dmd: dmd.iter().map(|name| self.path(name)).collect(),
            ..Default::default()
        }
    }

    fn over(&self, file: &Path, dmd: &str) -> UpdateOptions {
        UpdateOptions { file: file.to_owned(), dmd: vec![self.path(dmd)], allow_older: false }
    }
}

fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

/// Updates a file in its place, and compares it with one that was built at once.
fn becomes(options: &UpdateOptions, expected: &Path) {
    update_dmd(options, &options.file, &Silent).unwrap();
    assert!(bytes(&options.file) == bytes(expected), "{options:?}");
    Engine::open(&options.file).unwrap().verify().unwrap();
}

#[test]
fn an_update_is_what_a_build_of_both_is() {
    let weeks = Weeks::new();
    let parts = [
        vec![],
        vec![Part::Prices],
        vec![Part::Clinical, Part::Supply, Part::Prices],
        vec![Part::Attributes, Part::Search],
    ];
    for without in parts {
        for inputs in [vec![weeks.path("rf2")], vec![RELEASE.clone()], vec![]] {
            let options = |dmd: &[&str]| BuildOptions {
                inputs: inputs.clone(),
                without: without.clone(),
                ..weeks.options(dmd)
            };
            let second = weeks.built("second.vade", &options(&["second"]));
            let file = weeks.built("file.vade", &options(&["first"]));
            assert!(bytes(&file) != bytes(&second));
            becomes(&weeks.over(&file, "second"), &second);
            if !inputs.is_empty() {
                let file = weeks.built("file.vade", &options(&[]));
                becomes(&weeks.over(&file, "second"), &second);
            }
        }
    }
    // Chosen concepts, of which one is a product.
    let chosen = |dmd: &[&str]| BuildOptions {
        concepts: Some(vec![concept(1).to_string().parse().unwrap()]),
        ..weeks.options(dmd)
    };
    let second = weeks.built("second.vade", &chosen(&["second"]));
    becomes(&weeks.over(&weeks.built("file.vade", &chosen(&["first"])), "second"), &second);
}

#[test]
fn the_report_tells_what_a_build_tells() {
    let weeks = Weeks::new();
    let at_once = build(&weeks.options(&["second"]), &weeks.path("at-once.vade"), &Silent).unwrap();
    let file = weeks.built("file.vade", &weeks.options(&["first"]));
    let out = weeks.path("out.vade");
    let before = bytes(&file);
    let updated = update_dmd(&weeks.over(&file, "second"), &out, &Silent).unwrap();
    assert!(bytes(&file) == before, "a file that is not written to stays as it was");
    assert!(bytes(&out) == bytes(&weeks.path("at-once.vade")));
    assert_eq!(updated.previous_date, Some(20_260_407));
    assert_eq!((updated.dmd.date, updated.dmd.in_snomed["vtm"]), (20_260_413, 1));
    assert_eq!(Some(&updated.dmd), at_once.dmd.as_ref());
    for kind in [WarningKind::ProductNotInSnomed, WarningKind::PackOfTwoProducts] {
        assert!(updated.warnings.count(kind) > 0);
        assert_eq!(updated.warnings.count(kind), at_once.warnings.count(kind));
    }
    assert_eq!(updated.warnings.count(WarningKind::DmdFileGone), 0);
    // Without the supplementary files, what they answered is gone, and that is told.
    for name in ["f_bnf1_0130426.xml", "f_gtin2_0130426.xml"] {
        std::fs::remove_file(weeks.path("second").join(name)).unwrap();
    }
    let updated = update_dmd(&weeks.over(&file, "second"), &out, &Silent).unwrap();
    let gone: Vec<_> = updated.warnings.examples(WarningKind::DmdFileGone).map(|gone| &gone.value).collect();
    assert_eq!(gone, ["GTIN_DETAILS", "BNF_DETAILS"]);
}

#[test]
fn an_older_release_is_refused_unless_it_is_wanted() {
    let weeks = Weeks::new();
    let first = weeks.built("first.vade", &weeks.options(&["first"]));
    let file = weeks.built("file.vade", &weeks.options(&["second"]));
    let before = bytes(&file);
    let mut options = weeks.over(&file, "first");
    let error = update_dmd(&options, &file, &Silent).unwrap_err();
    assert!(matches!(error, UpdateError::Older { present: 20_260_413, given: 20_260_407, .. }), "{error}");
    assert!(bytes(&file) == before);
    options.allow_older = true;
    becomes(&options, &first);
    // The same date again is a release that was issued again.
    becomes(&weeks.over(&file, "first"), &first);
}

#[test]
fn what_cannot_be_taken_over_whole_is_refused() {
    let weeks = Weeks::new();
    let file = weeks.built("file.vade", &weeks.options(&["first"]));
    let whole = bytes(&file);
    let engine = Engine::open(&file).unwrap();
    let stays = engine
        .sections()
        .iter()
        .filter(|section| section.length > 0 && !section.kind().unwrap().is_of_products());
    let places: Vec<(String, u64)> = stays.map(|section| (section.name.clone(), section.offset)).collect();
    assert!(places.len() > 20, "{places:?}");
    drop(engine);
    for (name, offset) in places {
        let mut damaged = whole.clone();
        damaged[offset as usize] ^= 1;
        std::fs::write(&file, &damaged).unwrap();
        match update_dmd(&weeks.over(&file, "second"), &file, &Silent) {
            Err(UpdateError::File { source, .. }) => assert_eq!(source.code(), ErrorCode::Damaged, "{name}"),
            other => panic!("{name}: {other:?}"),
        }
        assert!(bytes(&file) == damaged, "{name}: the file is as it was");
    }
    let without = BuildOptions { without: vec![Part::Products], ..weeks.options(&[]) };
    let file = weeks.built("file.vade", &without);
    let error = update_dmd(&weeks.over(&file, "second"), &file, &Silent).unwrap_err();
    assert!(matches!(error, UpdateError::WithoutProducts { .. }), "{error}");
    std::fs::write(&file, b"something else").unwrap();
    let error = update_dmd(&weeks.over(&file, "second"), &file, &Silent).unwrap_err();
    assert!(matches!(error, UpdateError::File { .. }), "{error}");
    assert_eq!(bytes(&file), b"something else");
}

/// Wants to stop when it has been asked so often.
struct Impatient(AtomicU64);

impl Observer for Impatient {
    fn begin(&self, _stage: &'static str, _total: Option<u64>, _unit: Unit) {}

    fn advance(&self, _amount: u64) {}

    fn end(&self) {}

    fn cancelled(&self) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_err()
    }
}

#[test]
fn interrupted_anywhere_it_leaves_the_file_as_it_was() {
    let weeks = Weeks::new();
    let file = weeks.built("file.vade", &weeks.options(&["first"]));
    let before = bytes(&file);
    let mut turns = 0;
    for patience in 0.. {
        let outcome = update_dmd(&weeks.over(&file, "second"), &file, &Impatient(patience.into()));
        if outcome.is_ok() {
            break;
        }
        let error = outcome.unwrap_err();
        let is_cancelled = match &error {
            UpdateError::Build(BuildError::Cancelled) => true,
            UpdateError::Build(BuildError::Dmd(error)) => {
                matches!(error, vademecum_build::dmd::DmdError::Cancelled)
            }
            _ => false,
        };
        assert!(is_cancelled, "{error}");
        assert!(bytes(&file) == before, "{patience}");
        turns += 1;
    }
    assert!(turns > 30, "{turns} places to stop at");
    let left = std::fs::read_dir(weeks.folder.path()).unwrap();
    let partial =
        left.filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with(".vademecum-"));
    assert_eq!(partial.count(), 0, "no part of a file is left");
}

#[test]
fn a_file_keeps_its_permissions() {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let weeks = Weeks::new();
        let file = weeks.built("file.vade", &weeks.options(&["first"]));
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        update_dmd(&weeks.over(&file, "second"), &file, &Silent).unwrap();
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn by_the_command() {
    let weeks = Weeks::new();
    let second = weeks.built("second.vade", &weeks.options(&["second"]));
    let file = weeks.built("file.vade", &weeks.options(&["first"]));
    let (first_dmd, second_dmd) = (weeks.path("first"), weeks.path("second"));
    let summary = answered(["update-dmd", path(&file), "--dmd", path(&second_dmd)]);
    assert!(summary.contains("file.vade: dm+d of 2026-04-07 replaced, "), "{summary}");
    assert!(summary.contains("dm+d: 2026-04-13, 3 vtm, "), "{summary}");
    assert!(summary.contains("in SNOMED CT as well: 1 vtm"), "{summary}");
    assert!(bytes(&file) == bytes(&second));
    let (code, message) = refused(["update-dmd", path(&file), "--dmd", path(&first_dmd)]);
    assert!(code == 1 && message.contains("of 20260407") && message.contains("--allow-older"), "{message}");
    let (code, message) = refused(["update-dmd", path(&file)]);
    assert!(code == 2 && message.contains("--dmd"), "{message}");
    let absent = weeks.path("absent.vade");
    let (code, message) = refused(["update-dmd", path(&absent), "--dmd", path(&first_dmd)]);
    assert!(code == 1 && message.contains("absent.vade"), "{message}");
    let (code, message) =
        refused(["update-dmd", path(&file), "--dmd", path(&second_dmd), "--out", path(&second_dmd)]);
    assert!(code == 2 && message.contains("also an input"), "{message}");

    let (new, report) = (weeks.path("new.vade"), weeks.path("report.json"));
    let all = ["--dmd", path(&first_dmd), "--allow-older", "--quiet", "--out", path(&new)];
    let output = run(["update-dmd", path(&file), "--report", path(&report)].into_iter().chain(all));
    assert!(output.status.success() && output.stdout.is_empty() && output.stderr.is_empty(), "{output:?}");
    assert!(bytes(&file) == bytes(&second), "another file is written");
    let report: serde_json::Value = serde_json::from_slice(&bytes(&report)).unwrap();
    assert_eq!(report["previous_date"], 20_260_413);
    assert_eq!(report["dmd"]["date"], 20_260_407);
    assert!(answered(["info", path(&new)]).contains("2026-04-07"));
    let found = answered(["lookup", path(&file), &concept(1).to_string()]);
    assert!(found.contains("term 1"), "{found}");
}

#[test]
fn over_a_real_subset_with_real_samples() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let (rf2, samples) = (shared.join("rf2-subset"), shared.join("dmd-samples"));
    if !rf2.is_dir() || !samples.is_dir() {
        eprintln!("LEFT OUT: dm+d samples over a real RF2 subset, which are not at {}", shared.display());
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let built = |name: &str, inputs: &[PathBuf], dmd: &[PathBuf]| {
        let out = folder.path().join(name);
        let options = BuildOptions { inputs: inputs.to_vec(), dmd: dmd.to_vec(), ..Default::default() };
        build(&options, &out, &Silent).unwrap();
        out
    };
    let names = ["openprescribing-1", "openprescribing-2", "wardle"];
    for inputs in [vec![rf2.clone()], vec![]] {
        for name in names {
            let dmd = vec![samples.join(name)];
            let expected = built("expected.vade", &inputs, &dmd);
            let befores = names.iter().map(|name| vec![samples.join(name)]);
            for before in befores.chain((!inputs.is_empty()).then(Vec::new)) {
                let file = built("file.vade", &inputs, &before);
                becomes(&UpdateOptions { file, dmd: dmd.clone(), allow_older: true }, &expected);
            }
        }
    }
}
