//! The packages of other platforms, as far as they can be run on Linux x86-64: the 64-bit Windows library under wine, that
//! for aarch64 under qemu. Of the 32-bit Windows library names are compared.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::header::Header;
use super::{clean_folder, compare, transcript, unpack};
use crate::library::{PLATFORMS, Platform};
use crate::run::{output_in, work_folder};
use crate::{Result, debian, package, root};

const WINE: &str = "/usr/lib/wine/wine64";

/// Makes the packages of all other platforms and tries them.
pub fn test() -> Result<()> {
    for platform in PLATFORMS.iter().skip(1) {
        let made = package::make(platform)?;
        let unpacked = unpack(&made, &format!("ffi-{}", platform.name))?;
        match platform.name {
            "linux-aarch64" => aarch64(platform, &unpacked)?,
            "windows-x86_64" => wine(platform, &unpacked)?,
            "windows-i686" => names(platform, &unpacked)?,
            other => return Err(format!("{other} is packed and not tried")),
        }
    }
    Ok(())
}

fn aarch64(platform: &Platform, package: &Path) -> Result<()> {
    debian::program("qemu-aarch64", &["qemu-user"])?;
    for (form, library) in [("shared", "-lvademecum"), ("static", "-l:libvademecum.a")] {
        let program = package.join(form);
        output_in(
            package,
            Command::new(platform.tool("gcc"))
                .args(["-Iinclude", "examples/c/example.c", "-Llib", library])
                .args(["-lpthread", "-ldl", "-lm", "-lgcc_s", "-o"])
                .arg(&program),
        )?;
        let printed = output_in(
            package,
            Command::new("qemu-aarch64")
                .args(["-L", "/usr/aarch64-linux-gnu", "-E", "LD_LIBRARY_PATH=lib"])
                .arg(&program)
                .arg("demo.vade"),
        )?;
        compare(&format!("C on aarch64, {form}"), &printed, &transcript()?)?;
    }
    Ok(())
}

/// Links the C example with an import library; answers the program.
fn link(platform: &Platform, package: &Path, library: &str) -> Result<String> {
    let program = format!("bin/{}.exe", library.replace('.', "-"));
    output_in(
        package,
        Command::new(platform.tool("gcc"))
            .args(["-Wall", "-Wextra", "-Werror", "-Iinclude", "examples/c/example.c"])
            .arg(format!("lib/{library}"))
            .args(["-o", &program]),
    )?;
    Ok(program)
}

fn wine(platform: &Platform, package: &Path) -> Result<()> {
    names(platform, package)?;
    debian::provide("wine", &["wine64", "wine"], || Path::new(WINE).exists())?;
    // Wine 8 has no ProcessPrng, which Windows 10 has.
    let shim = root().join("ffi").join("test").join("bcryptprimitives.c");
    output_in(
        package,
        Command::new(platform.tool("gcc")).args(["-shared", "-Wall", "-Wextra", "-Werror"]).arg(shim).args([
            "-o",
            "bin/bcryptprimitives.dll",
            "-ladvapi32",
        ]),
    )?;
    let prefix = work_folder("wine")?;
    for library in ["libvademecum.dll.a", "vademecum.lib"] {
        let program = link(platform, package, library)?;
        let printed = output_in(
            package,
            Command::new(WINE)
                .arg(&program)
                .arg("demo.vade")
                .env("WINEPREFIX", &prefix)
                .env("WINEDEBUG", "-all")
                // Only the shim is ours; of all else wine's own is taken.
                .env("WINEDLLOVERRIDES", "bcryptprimitives=n;mscoree,mshtml="),
        )?;
        // A program for Windows ends lines as Windows does.
        compare(&format!("C on Windows by {library}"), &printed.replace("\r\n", "\n"), &transcript()?)?;
    }
    Ok(())
}

/// The names between a mark and the end of its line, in what objdump shows of a file.
fn listed(platform: &Platform, file: &Path, section: &str) -> Result<BTreeSet<String>> {
    let folder = clean_folder("objdump")?;
    let shown = output_in(&folder, Command::new(platform.tool("objdump")).arg("-p").arg(file))?;
    let part = shown.split(section).nth(1).unwrap_or_default();
    let words = part
        .lines()
        .take_while(|line| !line.trim().is_empty())
        .filter_map(|line| line.split_whitespace().last());
    Ok(words.filter(|word| word.trim_start_matches('_').starts_with("vade_")).map(str::to_owned).collect())
}

/// What the DLL exports, and what programs that were linked with each import library ask it for.
fn names(platform: &Platform, package: &Path) -> Result<()> {
    let dll = package.join("bin").join("vademecum.dll");
    let exported = listed(platform, &dll, "[Ordinal/Name Pointer] Table")?;
    let declared: BTreeSet<String> = Header::read()?.functions.into_keys().collect();
    if exported != declared {
        let differ: Vec<&String> = exported.symmetric_difference(&declared).collect();
        return Err(format!(
            "{}: what the DLL exports is not what the header declares: {differ:?}",
            platform.name
        ));
    }
    for library in ["libvademecum.dll.a", "vademecum.lib"] {
        let program = package.join(link(platform, package, library)?);
        let imported = listed(platform, &program, "DLL Name: vademecum.dll")?;
        if imported.is_empty() || !imported.is_subset(&exported) {
            return Err(format!(
                "{}: a program by {library} asks the DLL for {imported:?}, which it does not export",
                platform.name
            ));
        }
        println!(
            "{}: a program by {library} imports {} functions, all exported",
            platform.name,
            imported.len()
        );
    }
    fs::metadata(&dll).map(drop).map_err(|error| format!("{}: {error}", dll.display()))
}
