//! Programs under watch: valgrind, address sanitizer, fuzzing, Miri.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::Files;
use super::library::Tree;
use super::native::{STRICT, program, sources};
use super::tools::{CLANG, FUZZER, LIBC_NAMES, VALGRIND, have};
use crate::run::{cargo, make_folder, run, succeeds, target};
use crate::test::left_out;
use crate::{Result, root};

const TRIPLE: &str = "x86_64-unknown-linux-gnu";

/// Memory and races, on the library as it is shipped.
pub fn valgrind(tree: &Tree, files: &Files) -> Result<()> {
    if !have(&[&VALGRIND, &LIBC_NAMES], "memory and races under valgrind") {
        return Ok(());
    }
    let watched = |tool: &[&str]| {
        let mut command = Command::new(VALGRIND.name);
        command.args(["-q", "--error-exitcode=9"]).args(tool);
        command
    };
    let conduct = program("conduct", "c89", tree, files)?;
    let memory = ["--leak-check=full", "--show-leak-kinds=definite,indirect,possible"];
    run(watched(&memory).arg(conduct).args(files.for_conduct()))?;
    let threads = program("threads.c", "c89", tree, files)?;
    run(watched(&["--tool=helgrind"]).arg(&threads).arg(&files.demo).arg("apart"))?;
    // A race that is there has to be seen.
    let wrong = watched(&["--tool=helgrind"]).arg(&threads).arg(&files.demo).arg("wrong").output();
    let wrong = wrong.map_err(|error| error.to_string())?;
    if wrong.status.code() != Some(9) || !String::from_utf8_lossy(&wrong.stderr).contains("vade_cursor_next")
    {
        return Err("helgrind does not see two threads in one cursor".into());
    }
    println!("helgrind sees two threads in one cursor");
    Ok(())
}

/// The static library with the checks of the address sanitizer and the counters of a fuzzer; `None` where it cannot be
/// built here.
fn instrumented() -> Result<Option<PathBuf>> {
    if !have(&[&CLANG, &FUZZER], "the address sanitizer and fuzzing") {
        return Ok(None);
    }
    // These options are Rust's own but not stable; the compiler takes them for a nightly one.
    let options = "-Zsanitizer=address -Cpasses=sancov-module \
        -Cllvm-args=-sanitizer-coverage-level=3 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
        -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares";
    let folder = target().join("instrumented");
    run(cargo([
        "build",
        "--package",
        "vademecum-ffi",
        "--profile",
        "checked",
        "--target",
        TRIPLE,
        "--target-dir",
    ])
    .arg(&folder)
    .env("RUSTC_BOOTSTRAP", "1")
    .env("RUSTFLAGS", options))?;
    Ok(Some(folder.join(TRIPLE).join("checked").join("libvademecum.a")))
}

/// Compiles a program with the sanitizer, against the library that has it.
fn sanitized(name: &str, sanitizers: &str, library: &Path, files: &Files) -> Result<PathBuf> {
    let program = files.work.join("programs").join(format!("{}-sanitized", name.trim_end_matches(".c")));
    make_folder(program.parent().unwrap_or(Path::new(".")))?;
    run(Command::new(CLANG.name)
        .args(["-std=c99", sanitizers])
        .args(STRICT)
        .arg("-I")
        .arg(root().join("ffi").join("include"))
        .args(sources(name)?)
        .arg("-o")
        .arg(&program)
        .arg(library)
        .args(["-lpthread", "-lm", "-ldl"]))?;
    Ok(program)
}

/// Every access and every leak, of the library and the programs; and calls of all kinds for a short while.
pub fn address(files: &Files) -> Result<()> {
    let Some(library) = instrumented()? else { return Ok(()) };
    let conduct = sanitized("conduct", "-fsanitize=address,undefined", &library, files)?;
    // Some checks hand over pointers that point between two places, on purpose.
    run(Command::new(conduct)
        .args(files.for_conduct())
        .env("ASAN_OPTIONS", "detect_leaks=1:allocator_may_return_null=1"))?;
    fuzzed(&library, files, 20)
}

/// Runs the fuzzer on calls through C.
fn fuzzed(library: &Path, files: &Files, seconds: u64) -> Result<()> {
    let fuzz = sanitized("fuzz.c", "-fsanitize=address,fuzzer", library, files)?;
    let found = files.work.join("fuzz");
    make_folder(&found)?;
    let given = [&files.demo, &files.subset, &files.partial, &files.products, &files.smallest];
    let given: Vec<String> = given.iter().map(|file| file.display().to_string()).collect();
    run(Command::new(fuzz)
        .arg(&found)
        .arg(format!("-max_total_time={seconds}"))
        .args(["-max_len=600", "-timeout=20", "-rss_limit_mb=4096", "-print_final_stats=1", "-verbosity=0"])
        .arg(format!("-artifact_prefix={}/", files.work.display()))
        .env("VADEMECUM_FUZZ_FILES", given.join(":")))
}

/// The same for as long as given.
pub fn fuzz(files: &Files, seconds: u64) -> Result<()> {
    match instrumented()? {
        Some(library) => fuzzed(&library, files, seconds),
        None => Err("fuzzing needs clang and libclang-rt-14-dev".into()),
    }
}

/// The crate's own tests, each access interpreted.
pub fn miri() -> Result<()> {
    let is_there = succeeds("cargo", &["+nightly", "miri", "--version"]);
    let install = ["toolchain", "install", "nightly", "--profile", "minimal", "--component", "miri,rust-src"];
    if !is_there && !succeeds("rustup", &install) {
        left_out("Miri: `rustup toolchain install nightly` with miri and rust-src does not work here");
        return Ok(());
    }
    // By rustup's cargo: this one was started for the stable toolchain.
    run(Command::new("cargo")
        .args(["+nightly", "miri", "test", "--package", "vademecum-ffi", "--target-dir"])
        .arg(target().join("miri"))
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("CARGO"))
}
