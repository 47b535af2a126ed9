//! A demonstration release and files built from it, made once for each test program.
#![allow(dead_code, reason = "each test program uses its own part")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use serde_json::Value;
use tempfile::TempDir;
use vademecum::{Engine, Part};
use vademecum_build::compile::{BuildOptions, build};
use vademecum_build::progress::Silent;
use vademecum_build::synth::{MIN_CONCEPTS, SynthOptions, write_release};

/// A folder of this test program.
pub static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().unwrap());

/// A demonstration release.
pub static RELEASE: LazyLock<PathBuf> = LazyLock::new(|| {
    let out = FOLDER.path().join("release");
    write_release(&SynthOptions { concepts: MIN_CONCEPTS, seed: 3, out: out.clone() }).unwrap();
    out
});

/// The release in a file.
pub static WHOLE: LazyLock<PathBuf> = LazyLock::new(|| {
    built("whole.vade", BuildOptions { inputs: vec![RELEASE.clone()], ..Default::default() })
});

/// The heart attack of the release, and what it needs.
pub static SUBSET: LazyLock<PathBuf> = LazyLock::new(|| {
    let concepts = Some(vec![HEART_ATTACK.parse().unwrap()]);
    built("subset.vade", BuildOptions { inputs: vec![RELEASE.clone()], concepts, ..Default::default() })
});

/// The release without any part that can be left out, but for search.
pub static BARE: LazyLock<PathBuf> = LazyLock::new(|| {
    let without = vec![Part::Attributes, Part::Definitions, Part::DescriptionDetails];
    built("bare.vade", BuildOptions { inputs: vec![RELEASE.clone()], without, ..Default::default() })
});

/// |Myocardial infarction|, with a definition, in every demonstration release.
pub const HEART_ATTACK: &str = "953829161999999108";
/// The id of |Heart attack|, one of its descriptions.
pub static HEART_ATTACK_TERM: LazyLock<String> = LazyLock::new(|| {
    let found = ask(&engine(&WHOLE), r#"{"op":"search","query":"heart attack","limit":1}"#);
    found["hits"][0]["description"].as_str().unwrap().to_owned()
});
/// |Heart disease|, two levels above it.
pub const HEART_DISEASE: &str = "754277661999999102";

fn built(name: &str, options: BuildOptions) -> PathBuf {
    let out = FOLDER.path().join(name);
    build(&options, &out, &Silent).unwrap();
    out
}

/// Opens one of the files.
pub fn engine(path: &Path) -> Engine {
    Engine::open(path).unwrap()
}

/// The response to a request.
pub fn ask(engine: &Engine, line: &str) -> Value {
    let response = vademecum::request::answer(engine, line);
    assert!(!response.contains('\n'), "{response}");
    serde_json::from_str(&response).unwrap_or_else(|error| panic!("{error}: {response}"))
}

/// The command.
pub fn vademecum() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vademecum"));
    command.env_remove("NO_COLOR").stdin(Stdio::null());
    command
}

/// Runs the command.
pub fn run<S: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = S>) -> Output {
    vademecum().args(arguments).output().unwrap()
}

/// The command's output where it answered.
pub fn answered<S: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = S>) -> String {
    let output = run(arguments);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The command's message where it did not answer, and its exit code.
pub fn refused<S: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = S>) -> (i32, String) {
    let output = run(arguments);
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && !message.contains("panicked"), "{message}");
    (output.status.code().unwrap(), message)
}

/// A path as an argument.
pub fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}
