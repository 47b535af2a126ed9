//! The packages of other platforms, as far as they can be tried on Linux x86-64: the 64-bit Windows library under wine,
//! that for aarch64 under qemu. Of the 32-bit Windows library names are compared; `test ffi --long` runs it.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use super::super::foreign::{bring_random_numbers, in_wine};
use super::super::library::{Platform, Tree};
use super::super::package::{self, PLATFORMS};
use super::super::symbols;
use super::super::tools::{QEMU_AARCH64, WINE64, have};
use super::{compare, transcript, unpack};
use crate::Result;
use crate::run::output_in;

/// Makes the packages of all platforms but this machine's, and tries them.
pub fn test() -> Result<()> {
    for (name, platform) in PLATFORMS.iter().skip(1) {
        let unpacked = unpack(&package::make(name, *platform)?, &format!("ffi-{name}"))?;
        match platform {
            Platform::LinuxX86 | Platform::LinuxArm => aarch64(*platform, &unpacked)?,
            Platform::Windows64 | Platform::Windows32 => windows(*platform, &unpacked)?,
        }
    }
    Ok(())
}

fn aarch64(platform: Platform, package: &Path) -> Result<()> {
    for (form, library) in [("shared", "-lvademecum"), ("static", "-l:libvademecum.a")] {
        let program = package.join(form);
        output_in(
            package,
            platform
                .program("gcc")
                .args(["-Iinclude", "examples/c/example.c", "-Llib", library])
                .args(["-lpthread", "-ldl", "-lm", "-lgcc_s", "-o"])
                .arg(&program),
        )?;
        if have(&[&QEMU_AARCH64], "running the package for aarch64") {
            let mut emulator = Command::new(QEMU_AARCH64.name);
            emulator.args(["-L", "/usr/aarch64-linux-gnu", "-E", "LD_LIBRARY_PATH=lib"]);
            let printed = output_in(package, emulator.arg(&program).arg("demo.vade"))?;
            compare(&format!("C on aarch64, {form}"), &printed, &transcript()?)?;
        }
    }
    Ok(())
}

/// The functions that a program asks the DLL for.
fn imported(platform: Platform, program: &Path, package: &Path) -> Result<BTreeSet<String>> {
    let shown = output_in(package, platform.program("objdump").arg("-p").arg(program))?;
    let part = shown.split("DLL Name: vademecum.dll").nth(1).unwrap_or_default();
    let rows = part.lines().skip(1).take_while(|line| !line.trim().is_empty());
    let names = rows.filter_map(|line| line.split_whitespace().next_back());
    Ok(names.filter(|name| name.contains("vade")).map(str::to_owned).collect())
}

/// Links the C example with each import library, compares what it asks for with what is there, and runs it where wine can.
fn windows(platform: Platform, package: &Path) -> Result<()> {
    let tree = Tree { folder: package.to_owned() };
    let exported = symbols::exported(platform, &tree.shared())?;
    for library in ["libvademecum.dll.a", "vademecum.lib"] {
        let program = package.join("bin").join(library).with_extension("exe");
        output_in(
            package,
            platform
                .program("gcc")
                .args(["-Wall", "-Wextra", "-Werror", "-Iinclude", "examples/c/example.c"])
                .arg(format!("lib/{library}"))
                .arg("-o")
                .arg(&program),
        )?;
        let imported = imported(platform, &program, package)?;
        if imported.len() < 10 || !imported.is_subset(&exported) {
            return Err(format!(
                "a program by {library} asks the DLL for {imported:?}, which it does not export"
            ));
        }
        println!("{library}: a program imports {} functions, all of them exported", imported.len());
        if platform == Platform::Windows64 && have(&[&WINE64], "running the package for 64-bit Windows") {
            bring_random_numbers(platform, &tree)?;
            let printed = output_in(package, in_wine(&program, &package.join("wine")).arg("demo.vade"))?;
            // A program for Windows ends lines as Windows does.
            compare(&format!("C on Windows by {library}"), &printed.replace("\r\n", "\n"), &transcript()?)?;
        }
    }
    Ok(())
}
