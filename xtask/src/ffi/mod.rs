//! The C library: its tests in C and C++, on every platform that can be had here, and its benches.

mod bench;
mod consumers;
mod declarations;
pub mod examples;
mod foreign;
mod header;
mod library;
mod native;
pub mod package;
mod sanitizers;
mod shipped;
mod standards;
mod symbols;
mod tools;

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{run, vademecum, work_folder, write};
use crate::{Result, root};
use library::{Build, Platform};

/// What is tested besides the ordinary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Extent {
    /// Whether what takes minutes is done as well: Miri, and 32-bit Windows in a system of its own.
    long: bool,
}

/// The files that programs are given, and a folder for what they make.
struct Files {
    /// The demonstration release.
    demo: PathBuf,
    /// Chosen concepts of it.
    subset: PathBuf,
    /// The same release without the parts that can be left out.
    partial: PathBuf,
    /// The same release with medicinal products.
    products: PathBuf,
    /// The smallest file.
    smallest: PathBuf,
    work: PathBuf,
}

impl Files {
    fn make(vademecum: &Path) -> Result<Files> {
        let golden = root().join("core").join("testdata").join("v1");
        let work = work_folder("ffi")?;
        let files = Files {
            demo: golden.join("demo.vade"),
            subset: work.join("subset.vade"),
            partial: work.join("partial.vade"),
            products: golden.join("medicines.vade"),
            smallest: golden.join("smallest.vade"),
            work: work.clone(),
        };
        let release = work.join("release");
        if !release.exists() {
            run(Command::new(vademecum)
                .args(["synth", "--concepts", "3000", "--seed", "1", "--out"])
                .arg(&release))?;
        }
        let chosen = work.join("chosen.txt");
        write(&chosen, "953829161999999108\n")?;
        let build = |out: &Path, option: &str, value: &std::ffi::OsStr| {
            let mut command = Command::new(vademecum);
            run(command.arg("build").arg("--rf2").arg(&release).arg("--out").arg(out).arg(option).arg(value))
        };
        build(&files.subset, "--concepts", chosen.as_os_str())?;
        build(&files.partial, "--without", "search,attributes,definitions,description-details".as_ref())?;
        Ok(files)
    }

    /// What the program `conduct` is given.
    fn for_conduct(&self) -> [&Path; 5] {
        [&self.demo, &self.subset, &self.partial, &self.products, &self.work]
    }
}

/// Tests the library. With `--long` also what takes minutes; CONTRIBUTING.md names it.
pub fn test(arguments: &[String]) -> Result<()> {
    let extent = match arguments {
        [] => Extent { long: false },
        [long] if long == "--long" => Extent { long: true },
        [other, ..] => return Err(format!("`test ffi` knows no `{other}`; it knows `--long`")),
    };
    tools::install()?;
    let vademecum = vademecum()?;
    let files = Files::make(&vademecum)?;
    standards::check()?;
    let shipped = library::tree(Platform::LinuxX86, Build::Shipped, &files.work.join("shipped"))?;
    library::check_size(&shipped)?;
    library::check_soname(&shipped)?;
    symbols::check(Platform::LinuxX86, &shipped)?;
    native::test(&shipped, &files, &vademecum)?;
    native::test_panic(&files)?;
    consumers::test(&shipped, &files)?;
    sanitizers::valgrind(&shipped, &files)?;
    sanitizers::address(&files)?;
    foreign::aarch64(&files)?;
    foreign::windows(&files, &vademecum)?;
    if extent.long {
        foreign::windows32_in_wine(&files)?;
        sanitizers::miri()?;
    }
    Ok(())
}

/// Builds the library and puts it into a folder, as it is installed.
pub fn install(arguments: &[String]) -> Result<()> {
    let folder = arguments.first().map_or_else(|| root().join("target").join("ffi"), PathBuf::from);
    let tree = library::tree(Platform::LinuxX86, Build::Shipped, &folder)?;
    println!("the library is in {}", tree.folder.display());
    Ok(())
}

/// Measures calls through C beside the same through Rust, and writes `benches/C.md`.
pub fn bench(arguments: &[String]) -> Result<()> {
    let Some(file) = arguments.first() else {
        return Err("name the file to measure, such as one of a whole UK release".into());
    };
    let file = std::fs::canonicalize(file).map_err(|error| format!("{file}: {error}"))?;
    bench::run_all(&file)
}

/// Feeds calls of all kinds to the library, for as long as given.
pub fn fuzz(seconds: u64) -> Result<()> {
    tools::install()?;
    let vademecum = vademecum()?;
    sanitizers::fuzz(&Files::make(&vademecum)?, seconds)
}
