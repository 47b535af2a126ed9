//! The installed tree as a C programmer meets it: pkg-config, CMake, and the steps of `ffi/README.md`.

use std::path::Path;
use std::process::Command;

use super::Files;
use super::library::{Tree, copy, make_folder};
use super::native::sources;
use super::tools::{CMAKE, PKG_CONFIG, have};
use crate::run::{output, run, write};
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
        run(Command::new(folder.join(format!("wrapper-{kind}"))).args([&files.demo, &files.subset]))?;
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

/// The blocks of code in a text that begin with a language's name.
fn blocks<'t>(text: &'t str, language: &str) -> Vec<&'t str> {
    let fence = format!("```{language}\n");
    text.split(fence.as_str()).skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

/// What `ffi/README.md` says, done as it says, in a folder that has nothing but the tree and a file.
fn by_readme(tree: &Tree, files: &Files) -> Result<()> {
    let readme = root().join("ffi").join("README.md");
    let readme =
        std::fs::read_to_string(&readme).map_err(|error| format!("{}: {error}", readme.display()))?;
    let folder = files.work.join("readme");
    let tree = moved(tree, &folder)?;
    copy(&files.demo, &folder.join("demo.vade"))?;
    let (c, cpp) = (blocks(&readme, "c"), blocks(&readme, "cpp"));
    let (Some(c), Some(cpp)) = (c.first(), cpp.first()) else {
        return Err("ffi/README.md has no first program in C and C++".into());
    };
    write(&folder.join("search.c"), c)?;
    write(&folder.join("search.cpp"), cpp)?;
    let steps = blocks(&readme, "sh").into_iter().filter(|steps| steps.contains("search.c"));
    let mut told = String::new();
    for step in steps.flat_map(str::lines) {
        told.push_str(&output_in(Command::new("sh").args(["-e", "-c", step]), &tree.folder)?);
    }
    let expected = "953829161999999108 Heart attack (Myocardial infarction)";
    if told.matches(expected).count() == 2 {
        Ok(())
    } else {
        Err(format!("the steps of ffi/README.md do not show `{expected}` for C and for C++:\n{told}"))
    }
}

/// What a command prints that runs in a folder.
fn output_in(command: &mut Command, folder: &Path) -> Result<String> {
    println!("$ {command:?}");
    let run = command.current_dir(folder).output().map_err(|error| error.to_string())?;
    match run.status.success() {
        true => Ok(String::from_utf8_lossy(&run.stdout).into_owned()),
        false => Err(format!("{command:?}: {}\n{}", run.status, String::from_utf8_lossy(&run.stderr))),
    }
}

/// Uses a tree that was put elsewhere.
pub fn test(tree: &Tree, files: &Files) -> Result<()> {
    let tree = moved(tree, &files.work.join("moved"))?;
    by_pkg_config(&tree, files)?;
    by_cmake(&tree, files)?;
    by_readme(&tree, files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_by_language() {
        let text = "a\n```c\nint x;\n```\nb\n```cpp\nint y;\n```\n```c\nint z;\n```\n";
        assert_eq!(blocks(text, "c"), ["int x;\n", "int z;\n"]);
        assert_eq!(blocks(text, "cpp"), ["int y;\n"]);
    }
}
