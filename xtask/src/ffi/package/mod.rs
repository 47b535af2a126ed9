//! Packages of the C library: for each platform an archive with everything that a program needs, whose bytes depend on
//! nothing but the sources and the compilers.

mod archive;
mod notices;

use std::fs;
use std::path::{Path, PathBuf};

use archive::Archive;
use notices::Added;

use super::library::{Build, Platform, Tree, check_size, tree};
use super::tools::{
    self, AARCH64_GCC, AARCH64_LIBC, GCC, LLVM_DLLTOOL, MINGW32, MINGW64, MINGW64_HEADERS, READELF, Tool,
};
use super::{shipped, symbols};
use crate::run::{make_folder, target, work_folder};
use crate::{Result, root};

/// Every platform that packages are made for, by its name in them; the first is that of the machine that makes them.
pub const PLATFORMS: &[(&str, Platform)] = &[
    ("linux-x86_64", Platform::LinuxX86),
    ("linux-aarch64", Platform::LinuxArm),
    ("windows-x86_64", Platform::Windows64),
    ("windows-i686", Platform::Windows32),
];

/// An archive that was made.
pub struct Package {
    pub path: PathBuf,
    /// The one folder in it.
    pub folder: String,
}

/// Makes the packages that are named, all of them with `--all`, and that of this machine where none is.
pub fn run(arguments: &[String]) -> Result<()> {
    let known = || PLATFORMS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    let is_known = |name: &String| PLATFORMS.iter().any(|(known, _)| known == name);
    let is_all = matches!(arguments, [all] if all == "--all");
    if let Some(name) = arguments.iter().find(|name| !is_all && !is_known(name)) {
        return Err(format!("no package for `{name}`, but for {}; or --all", known()));
    }
    let mut chosen = PLATFORMS.iter().enumerate().filter(|(place, (name, _))| {
        is_all || arguments.iter().any(|argument| argument == name) || (arguments.is_empty() && *place == 0)
    });
    chosen.try_for_each(|(_, (name, platform))| make(name, *platform).map(drop))
}

/// What has to be there to make a platform's package.
fn needed(platform: Platform) -> Vec<&'static Tool> {
    match platform {
        Platform::LinuxX86 => vec![&GCC, &READELF],
        Platform::LinuxArm => vec![&AARCH64_GCC, &AARCH64_LIBC, &READELF],
        Platform::Windows64 => vec![&MINGW64, &MINGW64_HEADERS, &LLVM_DLLTOOL],
        Platform::Windows32 => vec![&MINGW32, &LLVM_DLLTOOL],
    }
}

/// Makes the package of a platform.
pub fn make(name: &str, platform: Platform) -> Result<Package> {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return Err("packages are made on Linux x86-64; `cargo build --profile library --package vademecum-ffi` makes \
            the library of any machine"
            .into());
    }
    let needed = needed(platform);
    if needed.iter().any(|tool| !tool.is_there()) {
        tools::install()?;
    }
    if !tools::have(&needed, name) {
        return Err(format!("the package {name} cannot be made here"));
    }
    let tree = tree(platform, Build::Shipped, &work_folder("ffi-package")?)?;
    check_size(&tree)?;
    symbols::check(platform, &tree)?;
    if !platform.is_windows() {
        shipped::check_glibc(&tree.shared())?;
    }
    let archive = filled(name, platform, &tree)?;
    check_paths(&archive)?;
    let folder = format!("vademecum-{}-{name}", env!("CARGO_PKG_VERSION"));
    let (ending, packed) = match platform.is_windows() {
        false => ("tar.gz", archive.tar_gz(&folder)?),
        true => ("zip", archive.zip(&folder)?),
    };
    let place = target().join("package");
    make_folder(&place)?;
    let path = place.join(format!("{folder}.{ending}"));
    fs::write(&path, &packed).map_err(|error| format!("{}: {error}", path.display()))?;
    println!("{} ({} bytes)", path.display(), packed.len());
    Ok(Package { path, folder })
}

/// Everything that is in a package.
fn filled(name: &str, platform: Platform, tree: &Tree) -> Result<Archive> {
    let mut archive = Archive::default();
    archive.folder("", &tree.folder)?;
    let ffi = root().join("ffi");
    archive.folder("examples", &ffi.join("examples"))?;
    let golden = root().join("core").join("testdata").join("v1");
    archive.copy("demo.vade", &golden.join("medicines.vade"))?;
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        archive.copy(licence, &root().join(licence))?;
    }
    let readme = ffi.join("README.md");
    let text = fs::read_to_string(&readme).map_err(|error| format!("{}: {error}", readme.display()))?;
    archive.file("README.md", outside(&text));
    archive.file("THIRD-PARTY.txt", notices::third_party(name, platform, &added(platform)?)?);
    archive.file("RUST-STANDARD-LIBRARY.html", notices::standard_library()?);
    Ok(archive)
}

/// The README as it stands in a package: what lies beside `ffi/` is in the repository.
fn outside(text: &str) -> String {
    text.replace("](../", concat!("](", env!("CARGO_PKG_REPOSITORY"), "/blob/main/"))
}

/// What the linker of a platform adds.
fn added(platform: Platform) -> Result<Vec<Added>> {
    if !platform.is_windows() {
        let Some(licences) = shipped::zig_licences()? else { return Ok(Vec::new()) };
        return Ok(vec![
            Added {
                title: "LLVM libunwind",
                why: "unwinds the stack where the library is at fault",
                text: licences.join("lib").join("libunwind").join("LICENSE.TXT"),
            },
            Added {
                title: "Zig",
                why: "its linker adds what the processor lacks (compiler-rt)",
                text: licences.join("LICENSE"),
            },
        ]);
    }
    let documents = Path::new("/usr/share/doc");
    let runtime = match platform {
        Platform::Windows32 => "gcc-mingw-w64-i686-win32-runtime",
        _ => "gcc-mingw-w64-x86-64-win32-runtime",
    };
    Ok(vec![
        Added {
            title: "The mingw-w64 runtime",
            why: "begins and ends the DLL",
            text: documents.join("mingw-w64-common").join("copyright"),
        },
        Added {
            title: "The GCC runtime library",
            why: "unwinds the stack where the library is at fault",
            text: documents.join(runtime).join("copyright"),
        },
    ])
}

/// Errors where a file of the package has a folder of this machine in it.
fn check_paths(archive: &Archive) -> Result<()> {
    for folder in [Some(root()), Some(target()), std::env::home_dir()].into_iter().flatten() {
        let mark = format!("{}/", folder.display());
        // The root of all folders tells nothing.
        for (path, content) in archive.files().filter(|_| mark.len() > 3) {
            if content.windows(mark.len()).any(|piece| piece == mark.as_bytes()) {
                return Err(format!("{path} has `{mark}` in it, a folder of this machine"));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_this_machine_is_found() {
        let mut archive = Archive::default();
        archive.file("a", "nothing");
        assert!(check_paths(&archive).is_ok());
        archive.file("b", format!("\0{}/src/lib.rs\0", root().display()));
        assert!(check_paths(&archive).is_err());
    }

    #[test]
    fn links_of_the_readme_lead_out_of_a_package() {
        let text = outside("[a](include/vademecum.h) [b](../benches/C.md)");
        assert!(text.starts_with("[a](include/vademecum.h) [b](https://"));
        assert!(text.ends_with("/blob/main/benches/C.md)"));
    }
}
