//! The compilers and emulators that the tests of the C library use.

use std::path::Path;
use std::process::Command;

use crate::Result;
use crate::run::{run, succeeds};
use crate::test::left_out;

/// A program or file, and the Debian package that has it.
pub struct Tool {
    pub name: &'static str,
    package: &'static str,
}

macro_rules! tools {
    ($($constant:ident = $name:literal in $package:literal;)*) => {
        $(pub const $constant: Tool = Tool { name: $name, package: $package };)*
        /// Every tool.
        const ALL: &[&Tool] = &[$(&$constant,)*];
    };
}

tools! {
    GCC = "gcc" in "gcc";
    GXX = "g++" in "g++";
    CLANG = "clang" in "clang";
    TCC = "tcc" in "tcc";
    CMAKE = "cmake" in "cmake";
    PKG_CONFIG = "pkg-config" in "pkg-config";
    VALGRIND = "valgrind" in "valgrind";
    LIBC_NAMES = "/usr/share/doc/libc6-dbg/copyright" in "libc6-dbg";
    FUZZER = "/usr/lib/llvm-14/lib/clang/14.0.6/lib/linux/libclang_rt.fuzzer-x86_64.a" in "libclang-rt-14-dev";
    LLD_LINK = "lld-link" in "lld";
    LLVM_DLLTOOL = "llvm-dlltool" in "llvm";
    MINGW64 = "x86_64-w64-mingw32-gcc" in "gcc-mingw-w64-x86-64-win32";
    MINGW64_GXX = "x86_64-w64-mingw32-g++" in "g++-mingw-w64-x86-64-win32";
    MINGW64_HEADERS = "/usr/x86_64-w64-mingw32/include/windows.h" in "mingw-w64-x86-64-dev";
    MINGW32 = "i686-w64-mingw32-gcc" in "gcc-mingw-w64-i686-win32";
    WINE64 = "/usr/lib/wine/wine64" in "wine64";
    AARCH64_GCC = "aarch64-linux-gnu-gcc" in "gcc-aarch64-linux-gnu";
    AARCH64_LIBC = "/usr/aarch64-linux-gnu/include/stdio.h" in "libc6-dev-arm64-cross";
    DEBOOTSTRAP = "debootstrap" in "debootstrap";
    READELF = "readelf" in "binutils";
    FPC = "fpc" in "fp-compiler";
    FPC_UNITS = "/usr/share/doc/fp-units-rtl/copyright" in "fp-units-rtl";
    MCS = "mcs" in "mono-mcs";
    MONO = "mono" in "mono-runtime";
    MONO_CORE = "/usr/share/doc/libmono-system-core4.0-cil/copyright" in "libmono-system-core4.0-cil";
    JAVAC = "javac" in "default-jdk-headless";
    JNA = "/usr/share/java/jna.jar" in "libjna-java";
    PYTHON = "python3" in "python3";
    UNZIP = "unzip" in "unzip";
    QEMU_AARCH64 = "qemu-aarch64" in "qemu-user";
}

impl Tool {
    /// Whether it is there.
    pub fn is_there(&self) -> bool {
        if self.name.starts_with('/') {
            return Path::new(self.name).exists();
        }
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).any(|folder| folder.join(self.name).is_file())
    }
}

/// Installs what is missing of all tools, where that can be done.
pub fn install() -> Result<()> {
    let missing: Vec<&str> = ALL.iter().filter(|tool| !tool.is_there()).map(|tool| tool.package).collect();
    if missing.is_empty() || !succeeds("apt-get", &["--version"]) {
        return Ok(());
    }
    let apt = |arguments: &[&str]| {
        let lock = ["-o", "DPkg::Lock::Timeout=300"];
        let mut command = Command::new("apt-get");
        command.args(lock).args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    let updated = run(&mut apt(&["update", "-qq"]));
    // One by one where not all can be had: each that is missing is told where it is missed.
    let install = ["install", "-y", "-qq", "--no-install-recommends"];
    if updated.is_ok() && run(apt(&install).args(&missing)).is_err() {
        for package in missing {
            let _ = run(apt(&install).arg(package));
        }
    }
    Ok(())
}

/// Whether all of these are there; else says loudly what is not checked without them.
pub fn have(tools: &[&Tool], what: &str) -> bool {
    let missing: Vec<&str> = tools.iter().filter(|tool| !tool.is_there()).map(|tool| tool.package).collect();
    if !missing.is_empty() {
        left_out(&format!("{what}: missing {}", missing.join(", ")));
    }
    missing.is_empty()
}
