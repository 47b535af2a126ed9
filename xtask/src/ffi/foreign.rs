//! The library on other machines and systems: run where an emulator or Wine can be had, else built, linked and looked at.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::Files;
use super::library::{Build, Platform, Tree, tree};
use super::native::{against_shared, against_static, asked, compile};
use super::symbols;
use super::tools::{
    AARCH64_GCC, AARCH64_LIBC, CLANG, DEBOOTSTRAP, LLD_LINK, LLVM_DLLTOOL, MINGW32, MINGW64, MINGW64_HEADERS,
    QEMU_AARCH64, WINE64, have,
};
use crate::run::{copy, make_folder, run, succeeds};
use crate::test::left_out;
use crate::{Result, root};

/// Whether rustup has this platform.
fn can_be_built_for(platform: Platform) -> bool {
    let Some(triple) = platform.triple() else { return true };
    let can = succeeds("rustup", &["target", "add", triple]);
    if !can {
        left_out(&format!("the C library for {triple}: `rustup target add {triple}` does not work here"));
    }
    can
}

/// 64-bit ARM, in an emulator.
pub fn aarch64(files: &Files) -> Result<()> {
    let platform = Platform::LinuxArm;
    if !have(&[&AARCH64_GCC, &AARCH64_LIBC], "the C library on aarch64") || !can_be_built_for(platform) {
        return Ok(());
    }
    let tree = tree(platform, Build::Checked, &files.work.join("checked"))?;
    symbols::check(platform, &tree)?;
    for is_shared in [true, false] {
        let program = tree.folder.join(if is_shared { "conduct" } else { "conduct-static" });
        let mut compiler = platform.program("gcc");
        compile(&mut compiler, "c89", "conduct", &tree, &program)?;
        if is_shared {
            against_shared(&mut compiler, &tree)
        } else {
            against_static(&mut compiler, &tree)
        }
        run(&mut compiler)?;
        if have(&[&QEMU_AARCH64], "running the C library on aarch64") {
            let mut command = Command::new(QEMU_AARCH64.name);
            run(command.args(["-L", "/usr/aarch64-linux-gnu"]).arg(&program).args(files.for_conduct()))?;
        }
    }
    Ok(())
}

/// Compiles a program for Windows, beside the DLL.
fn windows_program(platform: Platform, name: &str, tree: &Tree, is_linked: bool) -> Result<PathBuf> {
    let stem = Path::new(name).file_stem().unwrap_or_default();
    let program = tree.folder.join("bin").join(stem).with_extension("exe");
    let mut compiler = platform.program("gcc");
    compile(&mut compiler, "c89", name, tree, &program)?;
    if is_linked {
        compiler.arg(tree.lib().join("libvademecum.dll.a"));
    }
    run(&mut compiler)?;
    Ok(program)
}

/// Links a program as Microsoft's linker does: with the other form of import library.
fn microsoft_link(platform: Platform, tree: &Tree) -> Result<()> {
    if !have(&[&CLANG, &LLD_LINK], "linking as Microsoft's linker does") {
        return Ok(());
    }
    let (target, machine) = match platform {
        Platform::Windows32 => ("i686-pc-windows-msvc", "x86"),
        _ => ("x86_64-pc-windows-msvc", "x64"),
    };
    let (source, object) = (tree.folder.join("link.c"), tree.folder.join("link.obj"));
    // Microsoft's own headers and libraries are not to be had here, so it has no `stdint.h` and no start-up code.
    let text = "#define _MSC_VER 1200\n#include \"vademecum.h\"\n\
        int start(void) { int32_t relation; return vade_subsumes((vade_engine *)0, 1, 2, &relation) + vade_close((vade_engine *)0); }\n";
    crate::run::write(&source, text)?;
    run(Command::new("clang")
        .args([
            format!("--target={target}"),
            "-c".into(),
            "-ffreestanding".into(),
            "-U_MSC_VER".into(),
            "-I".into(),
        ])
        .arg(tree.include())
        .arg(&source)
        .arg("-o")
        .arg(&object))?;
    run(Command::new("lld-link")
        .arg(format!("/machine:{machine}"))
        .args(["/subsystem:console", "/entry:start", "/nodefaultlib"])
        .arg(format!("/out:{}", tree.folder.join("link.exe").display()))
        .arg(&object)
        .arg(tree.lib().join("vademecum.lib")))
}

/// Runs a Windows program.
pub fn in_wine(program: &Path, prefix: &Path) -> Command {
    let mut command = Command::new(WINE64.name);
    command.arg(program);
    command
        .env("WINEPREFIX", prefix)
        .env("WINEDEBUG", "-all")
        .env("WINEDLLOVERRIDES", "bcryptprimitives=n;mscoree=;mshtml=");
    command
}

/// Wine 8 lacks a function that Windows 10 has: beside the programs lies a library with it, for tests alone.
pub fn bring_random_numbers(platform: Platform, tree: &Tree) -> Result<()> {
    run(platform
        .program("gcc")
        // On 32-bit Windows the system's functions go without the bytes of their parameters.
        .args(["-shared", "-O1", "-Wl,--kill-at"])
        .arg(root().join("ffi").join("test").join("wine").join("bcryptprimitives.c"))
        .arg("-o")
        .arg(tree.folder.join("bin").join("bcryptprimitives.dll"))
        .arg("-ladvapi32"))
}

/// Windows: the 64-bit library in Wine, the 32-bit one built, linked and looked at.
pub fn windows(files: &Files, vademecum: &Path) -> Result<()> {
    let checked = files.work.join("checked");
    if have(&[&MINGW64, &MINGW64_HEADERS, &LLVM_DLLTOOL], "the C library on 64-bit Windows")
        && can_be_built_for(Platform::Windows64)
    {
        let platform = Platform::Windows64;
        let tree = tree(platform, Build::Checked, &checked)?;
        symbols::check(platform, &tree)?;
        microsoft_link(platform, &tree)?;
        let conduct = windows_program(platform, "conduct", &tree, true)?;
        let corpus = windows_program(platform, "corpus.c", &tree, true)?;
        let unload = windows_program(platform, "unload.c", &tree, false)?;
        bring_random_numbers(platform, &tree)?;
        if have(&[&WINE64], "running the C library on 64-bit Windows") {
            let wine = files.work.join("wine");
            run(in_wine(&conduct, &wine).args(files.for_conduct()))?;
            run(in_wine(&unload, &wine).arg(tree.shared()).arg(&files.demo).arg("100"))?;
            let answered = asked(in_wine(&corpus, &wine).arg(&files.products))?;
            let expected = asked(Command::new(vademecum).arg("batch").arg(&files.products))?;
            if answered.replace('\r', "") != expected {
                return Err("the command line here and C on Windows differ in their answers".into());
            }
        }
    }
    if have(&[&MINGW32, &MINGW64_HEADERS, &LLVM_DLLTOOL], "the C library on 32-bit Windows")
        && can_be_built_for(Platform::Windows32)
    {
        let platform = Platform::Windows32;
        let tree = tree(platform, Build::Checked, &checked)?;
        symbols::check(platform, &tree)?;
        microsoft_link(platform, &tree)?;
        windows_program(platform, "conduct", &tree, true)?;
        println!(
            "32-bit Windows: built, linked in both ways, exports and imports as they should be; not run"
        );
    }
    Ok(())
}

/// The folder of a Debian system for 32-bit machines, in which 32-bit Wine runs.
fn system32(files: &Files) -> PathBuf {
    files.work.join("debian-i386")
}

/// The 32-bit library in 32-bit Wine, in a Debian system of its own, which is made where that can be done: it takes
/// minutes and half a gigabyte.
pub fn windows32_in_wine(files: &Files) -> Result<()> {
    if !have(
        &[&MINGW32, &MINGW64_HEADERS, &LLVM_DLLTOOL, &DEBOOTSTRAP],
        "running the C library on 32-bit Windows",
    ) {
        return Ok(());
    }
    let system = system32(files);
    // Wine finds itself by /proc, which is mounted for the time of the command and seen by nothing else.
    let chroot = |command: &str| {
        let mut inside = Command::new("unshare");
        let script = "mount -t proc proc \"$1/proc\" && exec chroot \"$1\" /bin/sh -c \"$2\"";
        inside.args(["--mount", "/bin/sh", "-c", script, "sh"]).arg(&system).arg(command);
        inside
    };
    if !system.join("usr/lib/wine/wine").exists() {
        let made = run(Command::new(DEBOOTSTRAP.name)
            .args(["--arch=i386", "--variant=minbase", "bookworm"])
            .arg(&system))
        .and_then(|()| run(&mut chroot("apt-get install -y -qq --no-install-recommends wine32 wine")));
        if let Err(error) = made {
            left_out(&format!(
                "running the C library on 32-bit Windows: no Debian system can be made here: {error}"
            ));
            return Ok(());
        }
    }
    let tree = Tree { folder: files.work.join("checked").join("i686-pc-windows-gnu") };
    windows_program(Platform::Windows32, "unload.c", &tree, false)?;
    bring_random_numbers(Platform::Windows32, &tree)?;
    let inside = system.join("test");
    make_folder(&inside)?;
    let bin = tree.folder.join("bin");
    for name in ["vademecum.dll", "bcryptprimitives.dll", "conduct.exe", "unload.exe"] {
        copy(&bin.join(name), &inside.join(name))?;
    }
    for (file, name) in [
        (&files.demo, "demo.vade"),
        (&files.subset, "subset.vade"),
        (&files.partial, "partial.vade"),
        (&files.products, "products.vade"),
    ] {
        copy(file, &inside.join(name))?;
    }
    let wine = "cd /test && export HOME=/root WINEDEBUG=-all WINEDLLOVERRIDES='bcryptprimitives=n;mscoree=;mshtml=' && wine";
    run(&mut chroot(&format!("{wine} conduct.exe demo.vade subset.vade partial.vade products.vade .")))?;
    run(&mut chroot(&format!("{wine} unload.exe vademecum.dll demo.vade 100")))
}
