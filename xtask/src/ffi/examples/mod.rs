//! The examples of the C library: bindings that agree with the header, programs that print one transcript, and a README
//! that leads from a package to a search.

mod bindings;
mod platforms;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::package::{self, PLATFORMS, Package};
use super::tools::{self, FPC, FPC_UNITS, GCC, GXX, JAVAC, JNA, MCS, MONO, MONO_CORE, PYTHON, UNZIP, have};
use crate::run::{copy, output_in, work_folder};
use crate::{Result, root};

/// Everything that must hold of the examples on this machine, with the package that is made for it; with `--all` the
/// packages of other platforms as well.
pub fn test(arguments: &[String]) -> Result<()> {
    let is_all = match arguments {
        [] => false,
        [all] if all == "--all" => true,
        [other, ..] => return Err(format!("`test ffi-examples` knows no `{other}`; it knows `--all`")),
    };
    bindings::check()?;
    tools::install()?;
    let (name, platform) = PLATFORMS.first().ok_or("no platform is known")?;
    let package = package::make(name, *platform)?;
    let clean = clean_folder("ffi-readme")?;
    copy(&package.path, &clean.join(package.path.file_name().unwrap_or_default()))?;
    follow_readme(&clean)?;
    languages(&clean.join(&package.folder))?;
    if is_all {
        platforms::test()?;
    }
    println!("the README and the examples hold");
    Ok(())
}

/// An empty folder.
fn clean_folder(name: &str) -> Result<PathBuf> {
    let folder = work_folder(name)?;
    fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    work_folder(name)
}

/// Unpacks a package into an empty folder; answers the folder in it.
fn unpack(package: &Package, name: &str) -> Result<PathBuf> {
    let clean = clean_folder(name)?;
    match package.path.extension().is_some_and(|ending| ending == "zip") {
        true if !UNZIP.is_there() => return Err("unzip is not here".into()),
        true => output_in(&clean, Command::new(UNZIP.name).arg("-q").arg(&package.path))?,
        false => output_in(&clean, Command::new("tar").arg("xzf").arg(&package.path))?,
    };
    Ok(clean.join(&package.folder))
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// What every example prints.
fn transcript() -> Result<String> {
    read(&root().join("ffi").join("examples").join("transcript.txt"))
}

/// Compares what an example printed.
fn compare(who: &str, printed: &str, expected: &str) -> Result<()> {
    if printed == expected {
        println!("{who}: as expected");
        return Ok(());
    }
    let (at, (own, theirs)) = printed
        .lines()
        .chain(std::iter::repeat("(the end)"))
        .zip(expected.lines().chain(std::iter::repeat("(the end)")))
        .enumerate()
        .find(|(_, (own, theirs))| own != theirs || *own == "(the end)")
        .ok_or("texts that differ have a line that differs")?;
    Err(format!("{who} prints something else in line {}:\n  {own}\ninstead of\n  {theirs}", at + 1))
}

/// Blocks of a Markdown text: the language that each tells, and its lines.
fn blocks(text: &str) -> Vec<(&str, &str)> {
    text.split("\n```").skip(1).step_by(2).filter_map(|block| block.split_once('\n')).collect()
}

/// Runs the commands of the README in a clean folder that has the package in it, as its reader would.
fn follow_readme(folder: &Path) -> Result<()> {
    let text = read(&root().join("ffi").join("README.md"))?;
    let part = text.split("\n## ").find(|part| part.starts_with("From a package")).unwrap_or_default();
    let blocks = blocks(part);
    let mut script = String::new();
    for (kind, block) in &blocks {
        match *kind {
            "sh" => script.push_str(&format!("{block}\n")),
            // The text says that this goes into `search.c`, and `search.cpp`.
            "c" | "cpp" => {
                script.push_str(&format!("cat > search.{kind} <<'END OF {kind}'\n{block}\nEND OF {kind}\n"));
            }
            _ => {}
        }
    }
    let shown: Vec<&str> =
        blocks.iter().filter(|(kind, _)| *kind == "text").map(|(_, block)| *block).collect();
    if shown.len() < 2 || script.matches("END OF").count() != 4 {
        return Err("ffi/README.md: its programs, its commands and what they print are not found".into());
    }
    if !have(&[&GCC, &GXX], "ffi/README.md") {
        return Err("ffi/README.md cannot be followed without a C compiler".into());
    }
    let printed =
        output_in(folder, Command::new("sh").args(["-euc", script.as_str()]).env_remove("LD_LIBRARY_PATH"))?;
    // The first is shown by two programs, in C and in C++.
    let (twice, once) = shown.split_first().ok_or("ffi/README.md shows nothing")?;
    let expected = format!("{}{twice}\n{twice}\n{}\n", transcript()?, once.join("\n"));
    compare("ffi/README.md", &printed, &expected)
}

/// Builds and runs the example of each language with an unpacked package.
fn languages(package: &Path) -> Result<()> {
    let expected = transcript()?;
    let lib = package.join("lib");
    let demo = package.join("demo.vade");
    let folder = |name: &str| package.join("examples").join(name);
    // A package is not written to but by whoever unpacked it, so what is built lies elsewhere.
    let built = clean_folder("ffi-examples")?;
    let run = |language: &str, command: &mut Command| -> Result<()> {
        compare(
            language,
            &output_in(&folder(language), command.arg(&demo).env("LD_LIBRARY_PATH", &lib))?,
            &expected,
        )
    };

    if have(&[&GXX], "the example in C++") {
        let program = built.join("cpp");
        output_in(
            &folder("cpp"),
            Command::new("g++")
                .args([
                    "-std=c++17",
                    "-Wall",
                    "-Wextra",
                    "-pedantic",
                    "-Werror",
                    "-I../../include",
                    "example.cpp",
                ])
                .args(["-L../../lib", "-lvademecum", "-o"])
                .arg(&program),
        )?;
        run("cpp", &mut Command::new(&program))?;
    }
    if have(&[&FPC, &FPC_UNITS], "the example in Pascal") {
        let program = built.join("pascal");
        output_in(
            &folder("pascal"),
            Command::new("fpc")
                .args(["-v0", "-Fl../../lib"])
                .arg(format!("-FU{}", built.display()))
                .arg(format!("-o{}", program.display()))
                .arg("example.pas"),
        )?;
        run("pascal", &mut Command::new(&program))?;
    }
    if have(&[&MCS, &MONO, &MONO_CORE], "the example in C#") {
        let program = built.join("Example.exe");
        output_in(
            &folder("csharp"),
            Command::new("mcs")
                .args(["-warn:4", "-warnaserror"])
                .arg(format!("-out:{}", program.display()))
                .args(["Example.cs", "Vademecum.cs", "VademecumNative.cs"]),
        )?;
        run("csharp", Command::new("mono").arg(&program))?;
    }
    if have(&[&JAVAC, &JNA], "the example in Java") {
        let classes = built.join("classes");
        let compile =
            "javac -Xlint:all -Werror -encoding UTF-8 -cp \"$1\" -d \"$2\" Example.java vademecum/*.java";
        output_in(&folder("java"), Command::new("sh").args(["-euc", compile, "sh", JNA.name]).arg(&classes))?;
        run(
            "java",
            Command::new("java")
                .arg("-cp")
                .arg(format!("{}:{}", JNA.name, classes.display()))
                .arg(format!("-Djna.library.path={}", lib.display()))
                .arg("Example"),
        )?;
    }
    if have(&[&PYTHON], "the example in Python") {
        run("python", Command::new("python3").args(["-W", "error", "-B", "example.py"]))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_markdown_are_found_with_their_language() {
        let text = "a\n\n```sh\nls\npwd\n```\n\nb\n\n```text\nc\n```\n";
        assert_eq!(blocks(text), [("sh", "ls\npwd"), ("text", "c")]);
    }

    #[test]
    fn a_transcript_that_differs_is_refused() {
        assert!(compare("x", "a\nb\n", "a\nb\n").is_ok());
        for other in ["a\n", "a\nb", "a\nb\nc\n", "a\nB\n", "a\r\nb\n"] {
            assert!(compare("x", other, "a\nb\n").is_err(), "{other:?}");
        }
    }
}
