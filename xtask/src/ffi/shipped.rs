//! What is done to a library that is handed on: an old glibc, no folder of this machine, the same bytes each time.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::library::Platform;
use crate::Result;
use crate::run::{output, run, without_paths, work_folder, write};
use crate::test::left_out;

/// The newest glibc that a shipped library may need: that of 2014, which every Linux that is still cared for has.
const OLDEST_GLIBC: &str = "2.17";

/// Zig, whose linker knows the functions of each glibc. Its version decides what it links in.
const ZIG: &str = "0.15.2";

/// Where zig lies that was fetched from PyPI.
fn zig_folder() -> Result<PathBuf> {
    work_folder("zig")
}

/// The licences of what zig links in, where it was zig that linked.
pub fn zig_licences() -> Result<Option<PathBuf>> {
    let folder = zig_folder()?.join(format!("ziglang-{ZIG}.dist-info")).join("licenses").join("ziglang");
    Ok(folder.exists().then_some(folder))
}

/// Fetches zig, unless it is there.
fn zig() -> Result<PathBuf> {
    let folder = zig_folder()?;
    let is_there = || {
        let told =
            Command::new("python3").args(["-m", "ziglang", "version"]).env("PYTHONPATH", &folder).output();
        told.is_ok_and(|told| told.status.success() && told.stdout.trim_ascii() == ZIG.as_bytes())
    };
    if !is_there() {
        run(Command::new("python3")
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target"])
            .arg(&folder)
            .arg(format!("ziglang=={ZIG}")))?;
    }
    match is_there() {
        true => Ok(folder),
        false => Err("zig was fetched and does not run".into()),
    }
}

/// A program that links by zig against the oldest glibc, for cargo to call.
fn zig_linker(machine: &str) -> Result<PathBuf> {
    let zig = zig()?;
    let path = zig.join(format!("link-{machine}"));
    let script = format!(
        "#!/bin/sh\nPYTHONPATH='{}' exec python3 -m ziglang cc -target {machine}.{OLDEST_GLIBC} \"$@\"\n",
        zig.display()
    );
    write(&path, &script)?;
    #[cfg(unix)]
    fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755))
        .map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(path)
}

/// Has cargo compile and link as for handing on.
pub fn prepare(platform: Platform, command: &mut Command) -> Result<()> {
    let mut flags = vec![without_paths()];
    if platform.is_windows() {
        // A time in the file would make each build another one.
        flags.push("-Clink-arg=-Wl,--no-insert-timestamp".into());
    }
    let machine = match platform {
        Platform::LinuxX86 => Some("x86_64-linux-gnu"),
        Platform::LinuxArm => Some("aarch64-linux-gnu"),
        Platform::Windows64 | Platform::Windows32 => None,
    };
    match machine.map(|machine| (machine, zig_linker(machine))) {
        None => {}
        // As a flag, which is for the library alone: by cargo's variable it would link what runs here as well.
        Some((_, Ok(linker))) => flags.push(format!("-Clinker={}", linker.display())),
        Some((machine, Err(why))) => left_out(&format!(
            "an old glibc for {machine}: zig, by which the library is linked against that of {OLDEST_GLIBC}, cannot \
             be had here ({why}); it needs the glibc of this machine's compiler"
        )),
    }
    command.arg("--locked").env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    Ok(())
}

/// `2.17` as numbers.
fn version(text: &str) -> Vec<u32> {
    text.split('.').filter_map(|part| part.parse().ok()).collect()
}

/// The newest glibc whose functions a library asks for, by what readelf shows of it.
fn newest_glibc(shown: &str) -> Option<&str> {
    let needed = shown.split("GLIBC_").skip(1).filter_map(|rest| {
        rest.split(|c: char| !c.is_ascii_digit() && c != '.').next().filter(|version| !version.is_empty())
    });
    needed.max_by_key(|text| version(text))
}

/// Errors where a library for Linux that zig has linked needs a newer glibc than it may.
pub fn check_glibc(library: &Path) -> Result<()> {
    let shown = output(Command::new("readelf").args(["--wide", "--version-info"]).arg(library))?;
    let newest = newest_glibc(&shown).ok_or_else(|| format!("{}: no glibc is needed", library.display()))?;
    println!("{} needs glibc {newest}", library.display());
    match zig_licences()?.is_none() || version(newest) <= version(OLDEST_GLIBC) {
        true => Ok(()),
        false => Err(format!("the library needs glibc {newest}, and is to run with {OLDEST_GLIBC}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        let shown = "Name: GLIBC_2.2.5  Flags\n Name: GLIBC_2.17 x GLIBC_2.4\nGLIBC_PRIVATE";
        assert_eq!(newest_glibc(shown), Some("2.17"));
        assert!(version("2.17") > version("2.2.5"));
        assert!(version("2.34") > version(OLDEST_GLIBC));
    }
}
