//! The examples of the C library: bindings that agree with the header, programs that print one transcript, and a README
//! that leads from a package to a search.

mod bindings;
pub mod header;
mod platforms;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::library::PLATFORMS;
use crate::package::{self, Package};
use crate::run::{output_in, work_folder};
use crate::{Result, debian, root};

pub use platforms::test as test_platforms;

/// Everything that must hold of the examples on this machine, with the package that is made for it.
pub fn test() -> Result<()> {
    bindings::check()?;
    let platform = PLATFORMS.first().ok_or("no platform is known")?;
    let package = package::make(platform)?;
    let clean = clean_folder("ffi-readme")?;
    fs::copy(&package.path, clean.join(package.path.file_name().unwrap_or_default()))
        .map_err(|error| format!("{}: {error}", package.path.display()))?;
    follow_readme(&clean)?;
    let unpacked = clean.join(&package.folder);
    build_systems(&unpacked)?;
    languages(&unpacked)?;
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
    let mut command = match package.path.extension().is_some_and(|ending| ending == "zip") {
        true => {
            debian::program("unzip", &["unzip"])?;
            Command::new("unzip")
        }
        false => Command::new("tar"),
    };
    let arguments: &[&str] =
        if package.path.extension().is_some_and(|ending| ending == "zip") { &["-q"] } else { &["xzf"] };
    output_in(&clean, command.args(arguments).arg(&package.path))?;
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
    if shown.len() < 3 || script.matches("END OF").count() != 4 {
        return Err("ffi/README.md: its programs, its commands and what they print are not found".into());
    }
    debian::program("cc", &["gcc", "libc6-dev"])?;
    let printed =
        output_in(folder, Command::new("sh").args(["-euc", script.as_str()]).env_remove("LD_LIBRARY_PATH"))?;
    let expected = format!("{}{}\n", transcript()?, shown.join("\n"));
    compare("ffi/README.md", &printed, &expected)
}

/// pkg-config and CMake find the package wherever it lies.
fn build_systems(package: &Path) -> Result<()> {
    let lib = package.join("lib");
    debian::program("pkg-config", &["pkg-config"])?;
    let rpath = format!("-Wl,-rpath,{}", lib.display());
    let by_pkg_config =
        "cc examples/c/example.c $(pkg-config --cflags --libs vademecum) \"$RPATH\" -o by-pkg-config";
    output_in(
        package,
        Command::new("sh")
            .args(["-euc", by_pkg_config])
            .env("RPATH", rpath)
            .env("PKG_CONFIG_PATH", lib.join("pkgconfig")),
    )?;
    let printed = output_in(package, Command::new(package.join("by-pkg-config")).arg("demo.vade"))?;
    compare("C by pkg-config", &printed, &transcript()?)?;

    debian::program("cmake", &["cmake", "make"])?;
    let project = package.join("by-cmake");
    fs::create_dir_all(&project).map_err(|error| error.to_string())?;
    crate::run::write(
        &project.join("CMakeLists.txt"),
        "cmake_minimum_required(VERSION 3.10)\nproject(example C)\nfind_package(vademecum 0.1 REQUIRED)\n\
         add_executable(shared ../examples/c/example.c)\ntarget_link_libraries(shared vademecum::vademecum)\n\
         add_executable(static ../examples/c/example.c)\ntarget_link_libraries(static vademecum::static)\n",
    )?;
    output_in(&project, Command::new("cmake").arg(".").env("CMAKE_PREFIX_PATH", package))?;
    output_in(&project, Command::new("cmake").args(["--build", "."]))?;
    for name in ["shared", "static"] {
        let printed = output_in(package, Command::new(project.join(name)).arg("demo.vade"))?;
        compare(&format!("C by CMake, {name}"), &printed, &transcript()?)?;
    }
    Ok(())
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

    debian::program("g++", &["g++"])?;
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
            .arg("-L../../lib")
            .args(["-lvademecum", "-o"])
            .arg(&program),
    )?;
    run("cpp", &mut Command::new(&program))?;

    debian::program("fpc", &["fp-compiler", "fp-units-rtl"])?;
    output_in(
        &folder("pascal"),
        Command::new("fpc")
            .args(["-v0", "-Fl../../lib"])
            .arg(format!("-FU{}", built.display()))
            .arg(format!("-o{}", built.join("pascal").display()))
            .arg("example.pas"),
    )?;
    run("pascal", &mut Command::new(built.join("pascal")))?;

    debian::program("mcs", &["mono-mcs", "mono-runtime", "libmono-system-core4.0-cil"])?;
    let program = built.join("Example.exe");
    output_in(
        &folder("csharp"),
        Command::new("mcs")
            .args(["-warn:4", "-warnaserror"])
            .arg(format!("-out:{}", program.display()))
            .args(["Example.cs", "Vademecum.cs", "VademecumNative.cs"]),
    )?;
    run("csharp", Command::new("mono").arg(&program))?;

    debian::program("javac", &["default-jdk-headless"])?;
    let jna = Path::new("/usr/share/java/jna.jar");
    debian::provide("JNA", &["libjna-java"], || jna.exists())?;
    let classes = built.join("classes");
    output_in(
        &folder("java"),
        Command::new("sh")
            .args([
                "-euc",
                "javac -Xlint:all -Werror -encoding UTF-8 -cp \"$1\" -d \"$2\" Example.java vademecum/*.java",
                "sh",
            ])
            .arg(jna)
            .arg(&classes),
    )?;
    run(
        "java",
        Command::new("java")
            .arg("-cp")
            .arg(format!("{}:{}", jna.display(), classes.display()))
            .arg(format!("-Djna.library.path={}", lib.display()))
            .arg("Example"),
    )?;

    debian::program("python3", &["python3"])?;
    run("python", Command::new("python3").args(["-W", "error", "-B", "example.py"]))
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
