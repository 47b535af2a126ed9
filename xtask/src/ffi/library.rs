//! Building the C library, and putting it into a tree that can be installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{declarations, shipped};
use crate::run::{cargo, copy, make_folder, output, run, succeeds, target, write};
use crate::{Result, root};

/// What the library is built for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Platform {
    LinuxX86,
    LinuxArm,
    Windows64,
    Windows32,
}

/// How it is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// As it is shipped.
    Shipped,
    /// Quick to build, with checks of arithmetic.
    Checked,
    /// The same, with a panic planted in it.
    Planted,
}

impl Platform {
    /// Rust's name for it; the machine that this runs on is built for without one.
    pub fn triple(self) -> Option<&'static str> {
        match self {
            Platform::LinuxX86 => None,
            Platform::LinuxArm => Some("aarch64-unknown-linux-gnu"),
            Platform::Windows64 => Some("x86_64-pc-windows-gnu"),
            Platform::Windows32 => Some("i686-pc-windows-gnu"),
        }
    }

    /// What programs of its compiler and linker begin with.
    pub fn prefix(self) -> &'static str {
        match self {
            Platform::LinuxX86 => "",
            Platform::LinuxArm => "aarch64-linux-gnu-",
            Platform::Windows64 => "x86_64-w64-mingw32-",
            Platform::Windows32 => "i686-w64-mingw32-",
        }
    }

    /// A program of its compiler and linker.
    pub fn program(self, name: &str) -> Command {
        Command::new(format!("{}{name}", self.prefix()))
    }

    /// Whether it is Windows.
    pub fn is_windows(self) -> bool {
        matches!(self, Platform::Windows64 | Platform::Windows32)
    }

    fn folder(self) -> &'static str {
        self.triple().unwrap_or("native")
    }
}

/// A tree as it is installed: `include`, `lib`, on Windows `bin`.
#[derive(Debug, Clone)]
pub struct Tree {
    pub folder: PathBuf,
}

impl Tree {
    /// The folder of the headers.
    pub fn include(&self) -> PathBuf {
        self.folder.join("include")
    }

    /// The folder of the libraries.
    pub fn lib(&self) -> PathBuf {
        self.folder.join("lib")
    }

    /// The shared library.
    pub fn shared(&self) -> PathBuf {
        let dll = self.folder.join("bin").join("vademecum.dll");
        if dll.exists() { dll } else { self.lib().join("libvademecum.so.1") }
    }

    /// The static library.
    pub fn fixed(&self) -> PathBuf {
        self.lib().join("libvademecum.a")
    }
}

/// Builds the library with cargo; answers the folder of what was built. An error of `rustup` tells that the platform
/// cannot be built for here.
fn build(platform: Platform, how: Build) -> Result<PathBuf> {
    let (profile, folder) = match how {
        Build::Shipped => ("library", "library"),
        Build::Checked | Build::Planted => ("checked", "checked"),
    };
    let mut command = cargo(["build", "--package", "vademecum-ffi", "--profile", profile]);
    command.env("CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER", "aarch64-linux-gnu-gcc");
    let mut built = target();
    if how == Build::Planted {
        command.args(["--features", "planted-panic"]);
        built = built.join("planted");
        command.arg("--target-dir").arg(&built);
    }
    // What is shipped is not what is built by and by for this machine: it has flags of its own.
    let shipped_here = (how == Build::Shipped).then_some("x86_64-unknown-linux-gnu");
    if let Some(triple) = platform.triple().or(shipped_here) {
        if !succeeds("rustup", &["target", "add", triple]) {
            println!("`rustup target add {triple}` does not work here; the target has to be there already");
        }
        command.args(["--target", triple]);
        built = built.join(triple);
    }
    if how == Build::Shipped {
        shipped::prepare(platform, &mut command)?;
    }
    run(&mut command)?;
    Ok(built.join(folder))
}

/// Makes one object of a static library, in which nothing is visible but the library's own functions: the standard
/// library inside is its own, and meets no other that the host may have.
fn close_static(platform: Platform, from: &Path, to: &Path, work: &Path) -> Result<()> {
    let (all, one) = (work.join("all.o"), work.join("vademecum.o"));
    run(platform.program("ld").args(["-r", "--whole-archive"]).arg(from).arg("-o").arg(&all))?;
    run(platform
        .program("objcopy")
        .args(["--wildcard", "--keep-global-symbol=vade_*", "--strip-debug"])
        .args(["--remove-section=.llvmbc", "--remove-section=.llvmcmd"])
        .args([&all, &one]))?;
    if to.exists() {
        fs::remove_file(to).map_err(|error| format!("{}: {error}", to.display()))?;
    }
    run(platform.program("ar").args(["rcsD"]).args([to, &one]))
}

/// The import libraries for a DLL, and the list of its exports that they are made from.
fn import_libraries(platform: Platform, lib: &Path) -> Result<()> {
    let is_32 = platform == Platform::Windows32;
    let functions = declarations::functions()?;
    let def = lib.join("vademecum.def");
    write(&def, &declarations::def(&functions, is_32))?;
    // The linker sees names with the bytes of their parameters, the DLL has them without: `-k` takes them off.
    run(platform
        .program("dlltool")
        .args(["-k", "--deterministic-libraries", "-d"])
        .arg(&def)
        .arg("-l")
        .arg(lib.join("libvademecum.dll.a")))?;
    let machine = if is_32 { "i386" } else { "i386:x86-64" };
    run(Command::new("llvm-dlltool")
        .args(["-m", machine, "-k", "-d"])
        .arg(&def)
        .arg("-l")
        .arg(lib.join("vademecum.lib")))
}

/// Builds the library and puts everything that a C programmer needs into a tree.
pub fn tree(platform: Platform, how: Build, folder: &Path) -> Result<Tree> {
    let built = build(platform, how)?;
    let tree = Tree { folder: folder.join(platform.folder()) };
    if tree.folder.exists() {
        fs::remove_dir_all(&tree.folder).map_err(|error| format!("{}: {error}", tree.folder.display()))?;
    }
    let (include, lib) = (tree.include(), tree.lib());
    let cmake = lib.join("cmake").join("vademecum");
    for folder in [&include, &cmake] {
        make_folder(folder)?;
    }
    let source = root().join("ffi");
    for name in ["vademecum.h", "vademecum.hpp"] {
        copy(&source.join("include").join(name), &include.join(name))?;
    }
    let install = source.join("install");
    copy(&install.join("vademecum-config.cmake"), &cmake.join("vademecum-config.cmake"))?;
    let filled = |name: &str, to: &Path| {
        let text = fs::read_to_string(install.join(name)).map_err(|error| format!("{name}: {error}"))?;
        write(to, &text.replace("@VERSION@", env!("CARGO_PKG_VERSION")))
    };
    filled("vademecum-config-version.cmake.in", &cmake.join("vademecum-config-version.cmake"))?;
    if platform.is_windows() {
        let bin = tree.folder.join("bin");
        make_folder(&bin)?;
        copy(&built.join("vademecum.dll"), &bin.join("vademecum.dll"))?;
        import_libraries(platform, &lib)?;
        return Ok(tree);
    }
    copy(&built.join("libvademecum.so"), &lib.join("libvademecum.so.1"))?;
    #[cfg(unix)]
    std::os::unix::fs::symlink("libvademecum.so.1", lib.join("libvademecum.so"))
        .map_err(|error| format!("libvademecum.so: {error}"))?;
    close_static(platform, &built.join("libvademecum.a"), &tree.fixed(), &tree.folder)?;
    for name in ["all.o", "vademecum.o"] {
        let _ = fs::remove_file(tree.folder.join(name));
    }
    make_folder(&lib.join("pkgconfig"))?;
    filled("vademecum.pc.in", &lib.join("pkgconfig").join("vademecum.pc"))?;
    Ok(tree)
}

/// The largest library that is let through, in bytes. The aim was 1,500,000 before dm+d was in it, and 1,163,264 were
/// reached; dm+d took it to 1,646,448, and this keeps it from growing unseen.
const LARGEST: u64 = 1_650_000;

/// Errors where the shared library has grown beyond what is let through.
pub fn check_size(tree: &Tree) -> Result<()> {
    let size = fs::metadata(tree.shared()).map_or(u64::MAX, |metadata| metadata.len());
    println!("the shared library has {size} bytes");
    if size <= LARGEST { Ok(()) } else { Err(format!("{size} bytes, and at most {LARGEST} are let through")) }
}

/// Where dlopen and linkers look for the soname.
pub fn check_soname(tree: &Tree) -> Result<()> {
    let told = output(Command::new("objdump").arg("-p").arg(tree.shared()))?;
    if told.lines().any(|line| line.contains("SONAME") && line.ends_with("libvademecum.so.1")) {
        Ok(())
    } else {
        Err("the shared library has not the soname libvademecum.so.1".into())
    }
}
