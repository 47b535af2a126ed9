//! The installed tree as a C programmer meets it: pkg-config and CMake. `examples` follows `ffi/README.md`.

use std::path::Path;
use std::process::Command;

use super::Files;
use super::library::Tree;
use super::native::sources;
use super::tools::{CMAKE, PKG_CONFIG, have};
use crate::run::{make_folder, output, run, write};
use crate::{Result, root};

/// A copy of the tree elsewhere, so that nothing depends on where it was made.
fn moved(tree: &Tree, to: &Path) -> Result<Tree> {
    if to.exists() {
        std::fs::remove_dir_all(to).map_err(|error| format!("{}: {error}", to.display()))?;
    }
    make_folder(to)?;
    run(Command::new("cp").arg("-a").arg(tree.folder.join(".")).arg(to))?;
    Ok(Tree { folder: to.to_owned() })
}

fn by_pkg_config(tree: &Tree, files: &Files) -> Result<()> {
    if !have(&[&PKG_CONFIG], "pkg-config") {
        return Ok(());
    }
    let folder = tree.lib().join("pkgconfig");
    for (arguments, name) in
        [(&["--cflags", "--libs"][..], "shared"), (&["--cflags", "--libs", "--static"], "static")]
    {
        let told = output(
            Command::new("pkg-config").args(arguments).arg("vademecum").env("PKG_CONFIG_LIBDIR", &folder),
        )?;
        let program = files.work.join("programs").join(format!("pkg-config-{name}"));
        run(Command::new("gcc")
            .args(sources("conduct")?)
            .args(told.split_whitespace())
            .arg("-o")
            .arg(&program)
            .arg(format!("-Wl,-rpath,{}", tree.lib().display())))?;
        run(Command::new(&program).args(files.for_conduct()))?;
    }
    Ok(())
}

fn by_cmake(tree: &Tree, files: &Files) -> Result<()> {
    if !have(&[&CMAKE], "find_package of CMake") {
        return Ok(());
    }
    let test = root().join("ffi").join("test");
    let folder = files.work.join("cmake");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    run(Command::new("cmake")
        .arg("-S")
        .arg(test.join("cmake"))
        .arg("-B")
        .arg(&folder)
        .arg(format!("-DCMAKE_PREFIX_PATH={}", tree.folder.display()))
        .arg(format!("-DTESTS={}", test.display())))?;
    run(Command::new("cmake").arg("--build").arg(&folder))?;
    for kind in ["vademecum", "static"] {
        run(Command::new(folder.join(format!("wrapper-{kind}"))).args([
            &files.demo,
            &files.subset,
            &files.products,
        ]))?;
    }
    // A version that is not there yet is not found.
    let config = tree.lib().join("cmake").join("vademecum").join("vademecum-config-version.cmake");
    let script = files.work.join("version.cmake");
    write(
        &script,
        &format!(
            "set(PACKAGE_FIND_VERSION 999.0)\ninclude(\"{}\")\nif(PACKAGE_VERSION_COMPATIBLE)\nmessage(FATAL_ERROR \"999.0 is found\")\nendif()\n",
            config.display()
        ),
    )?;
    run(Command::new("cmake").arg("-P").arg(&script))
}

/// Uses a tree that was put elsewhere.
pub fn test(tree: &Tree, files: &Files) -> Result<()> {
    let tree = moved(tree, &files.work.join("moved"))?;
    by_pkg_config(&tree, files)?;
    by_cmake(&tree, files)
}
