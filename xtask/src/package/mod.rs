//! Packages of the C library: for each platform an archive with everything that a program needs, whose bytes depend on
//! nothing but the sources and the compilers.

mod archive;
mod notices;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use archive::Tree;
use notices::Added;

use crate::library::{OLDEST_GLIBC, PLATFORMS, Platform, System, zig, zig_linker};
use crate::run::{output, target};
use crate::{Result, root};

/// The largest shared library that is let through, in bytes.
const LARGEST: u64 = 1_500_000;

/// An archive that was made.
pub struct Package {
    pub path: PathBuf,
    /// The one folder in it.
    pub folder: String,
}

/// Makes the packages that are named, all of them with `--all`, and that of this machine where none is.
pub fn run(arguments: &[String]) -> Result<()> {
    let chosen: Vec<&Platform> = match arguments {
        [] => PLATFORMS.iter().take(1).collect(),
        [all] if all == "--all" => PLATFORMS.iter().collect(),
        names => {
            let named = |name: &String| PLATFORMS.iter().find(|platform| platform.name == name);
            let known = || PLATFORMS.iter().map(|platform| platform.name).collect::<Vec<_>>().join(", ");
            let find = |name| named(name).ok_or_else(|| format!("no platform `{name}`, but {}", known()));
            names.iter().map(find).collect::<Result<_>>()?
        }
    };
    for platform in chosen {
        make(platform)?;
    }
    Ok(())
}

/// Says loudly what a package is not.
fn left_out(what: &str) {
    println!("\nLEFT OUT: {what}\n");
    eprintln!("LEFT OUT: {what}");
}

/// Makes the package of a platform.
pub fn make(platform: &Platform) -> Result<Package> {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return Err("packages are made on Linux x86-64; `cargo build --profile library --package vademecum-ffi` makes \
            the library of any machine"
            .into());
    }
    platform.provide()?;
    let folder = format!("vademecum-{}-{}", env!("CARGO_PKG_VERSION"), platform.name);
    let mut tree = Tree::default();
    let ffi = root().join("ffi");
    tree.copy("README.md", &ffi.join("README.md"))?;
    tree.folder("include", &ffi.join("include"))?;
    tree.folder("examples", &ffi.join("examples"))?;
    tree.copy("demo.vade", &root().join("core").join("testdata").join("v1").join("demo.vade"))?;
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        tree.copy(licence, &root().join(licence))?;
    }
    for (path, name) in [
        ("lib/pkgconfig", "vademecum.pc"),
        ("lib/cmake/vademecum", "vademecum-config.cmake"),
        ("lib/cmake/vademecum", "vademecum-config-version.cmake"),
    ] {
        let template = ffi.join("package").join(name);
        let text =
            fs::read_to_string(&template).map_err(|error| format!("{}: {error}", template.display()))?;
        tree.file(&format!("{path}/{name}"), text.replace("@VERSION@", env!("CARGO_PKG_VERSION")));
    }
    let (library, added) = match platform.system {
        System::Linux => linux(platform, &mut tree)?,
        System::Windows => windows(platform, &mut tree)?,
    };
    let size = fs::metadata(&library).map_err(|error| format!("{}: {error}", library.display()))?.len();
    println!("{}: the shared library has {size} bytes", platform.name);
    if size > LARGEST {
        return Err(format!(
            "the shared library has grown to {size} bytes; at most {LARGEST} are let through"
        ));
    }
    tree.file("THIRD-PARTY.txt", notices::third_party(platform, &added)?);
    tree.file("RUST-STANDARD-LIBRARY.html", notices::standard_library()?);
    check_paths(&tree)?;
    let (ending, packed) = match platform.system {
        System::Linux => ("tar.gz", tree.tar_gz(&folder)?),
        System::Windows => ("zip", tree.zip(&folder)?),
    };
    let place = target().join("package");
    fs::create_dir_all(&place).map_err(|error| format!("{}: {error}", place.display()))?;
    let path = place.join(format!("{folder}.{ending}"));
    fs::write(&path, &packed).map_err(|error| format!("{}: {error}", path.display()))?;
    println!("{} ({} bytes)", path.display(), packed.len());
    Ok(Package { path, folder })
}

fn linux(platform: &Platform, tree: &mut Tree) -> Result<(PathBuf, Vec<Added>)> {
    let mut added = Vec::new();
    let linker = match zig() {
        Ok(zig) => {
            let licences = zig.join("ziglang-0.15.2.dist-info").join("licenses").join("ziglang");
            added.push(Added {
                title: "LLVM libunwind",
                why: "unwinds the stack where the library is at fault",
                text: licences.join("lib").join("libunwind").join("LICENSE.TXT"),
            });
            added.push(Added {
                title: "Zig",
                why: "its linker adds what the processor lacks (compiler-rt)",
                text: licences.join("LICENSE"),
            });
            Some(zig_linker(platform, &zig)?)
        }
        Err(why) => {
            left_out(&format!(
                "{}: an old glibc. Zig, by which the library is linked against that of {OLDEST_GLIBC}, is not here \
                 ({why}); the package needs the glibc of this machine's compiler",
                platform.name
            ));
            None
        }
    };
    let library = platform.shared(linker.as_deref())?;
    let newest = newest_glibc(&library)?;
    println!("{}: the shared library needs glibc {newest}", platform.name);
    if linker.is_some() && version(&newest) > version(OLDEST_GLIBC) {
        return Err(format!("the library needs glibc {newest}, and is to run with {OLDEST_GLIBC}"));
    }
    tree.copy("lib/libvademecum.so.1", &library)?;
    tree.link("lib/libvademecum.so", "libvademecum.so.1");
    tree.copy("lib/libvademecum.a", &platform.archive()?)?;
    Ok((library, added))
}

fn windows(platform: &Platform, tree: &mut Tree) -> Result<(PathBuf, Vec<Added>)> {
    let library = platform.shared(None)?;
    let import = platform.import_libraries()?;
    tree.copy("bin/vademecum.dll", &library)?;
    for name in ["vademecum.def", "libvademecum.dll.a", "vademecum.lib"] {
        tree.copy(&format!("lib/{name}"), &import.join(name))?;
    }
    let documents = Path::new("/usr/share/doc");
    let added = vec![
        Added {
            title: "The mingw-w64 runtime",
            why: "begins and ends the DLL",
            text: documents.join("mingw-w64-common").join("copyright"),
        },
        Added {
            title: "The GCC runtime library",
            why: "unwinds the stack where the library is at fault",
            text: documents.join(platform.compiler_runtime()).join("copyright"),
        },
    ];
    Ok((library, added))
}

/// `2.17` as numbers.
fn version(text: &str) -> Vec<u32> {
    text.split('.').filter_map(|part| part.parse().ok()).collect()
}

/// The newest version of glibc whose functions a library asks for.
fn newest_glibc(library: &Path) -> Result<String> {
    let shown = output(Command::new("readelf").args(["--wide", "--version-info"]).arg(library))?;
    let needed = shown
        .split("GLIBC_")
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect::<String>());
    needed.max_by_key(|text| version(text)).ok_or_else(|| "the library needs no glibc at all?".into())
}

/// Errors where a file of the package has a folder of this machine in it.
fn check_paths(tree: &Tree) -> Result<()> {
    let home = std::env::home_dir();
    let folders = [Some(root()), Some(target()), home].into_iter().flatten();
    for folder in folders {
        let folder = folder.display().to_string();
        // `/` and `/root` are too short to tell anything.
        let marks = [format!("{folder}/"), folder.replace('/', "\\")];
        for (path, content) in tree.files() {
            for mark in marks.iter().filter(|mark| mark.len() > 3) {
                if content.windows(mark.len()).any(|piece| piece == mark.as_bytes()) {
                    return Err(format!("{path} has `{mark}` in it, a folder of this machine"));
                }
            }
        }
    }
    Ok(())
}
