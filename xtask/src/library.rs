//! Building the C library for a platform.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::ffi_examples::header::{Declared, Header};
use crate::run::{cargo, run, succeeds, target, without_paths, work_folder, write};
use crate::{Result, debian};

/// What a platform's linker and loader are like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    Linux,
    Windows,
}

/// Where the library runs.
#[derive(Debug)]
pub struct Platform {
    /// As in the names of packages.
    pub name: &'static str,
    /// As Rust calls it.
    pub target: &'static str,
    pub system: System,
    /// What begins the names of the C compiler and its tools, and the Debian package of it.
    pub tools: &'static str,
    compiler: &'static str,
    /// As zig and llvm-dlltool call it.
    machine: &'static str,
}

/// The first is that of the machine that packages are made on.
pub const PLATFORMS: &[Platform] = &[
    Platform {
        name: "linux-x86_64",
        target: "x86_64-unknown-linux-gnu",
        system: System::Linux,
        tools: "",
        compiler: "gcc",
        machine: "x86_64-linux-gnu",
    },
    Platform {
        name: "linux-aarch64",
        target: "aarch64-unknown-linux-gnu",
        system: System::Linux,
        tools: "aarch64-linux-gnu-",
        compiler: "gcc-aarch64-linux-gnu",
        machine: "aarch64-linux-gnu",
    },
    Platform {
        name: "windows-x86_64",
        target: "x86_64-pc-windows-gnu",
        system: System::Windows,
        tools: "x86_64-w64-mingw32-",
        compiler: "gcc-mingw-w64-x86-64-win32",
        machine: "i386:x86-64",
    },
    Platform {
        name: "windows-i686",
        target: "i686-pc-windows-gnu",
        system: System::Windows,
        tools: "i686-w64-mingw32-",
        compiler: "gcc-mingw-w64-i686-win32",
        machine: "i386",
    },
];

/// The newest version of glibc that a library may need when zig has linked it: that of 2014, which every Linux that is
/// still cared for has.
pub const OLDEST_GLIBC: &str = "2.17";

/// Zig's version, and with it what it links in.
const ZIG: &str = "ziglang==0.15.2";

impl Platform {
    /// A program of the platform's compiler.
    pub fn tool(&self, name: &str) -> String {
        format!("{}{name}", self.tools)
    }

    /// The Debian package of what the compiler adds.
    pub fn compiler_runtime(&self) -> String {
        format!("{}-runtime", self.compiler)
    }

    /// Sees to it that the library can be compiled and linked for the platform.
    pub fn provide(&self) -> Result<()> {
        if !succeeds("rustup", &["target", "add", self.target]) {
            println!(
                "`rustup target add {}` does not work here; the target has to be there already",
                self.target
            );
        }
        let mut packages = vec![self.compiler];
        if self.target.starts_with("aarch64") {
            packages.push("libc6-dev-arm64-cross");
        }
        debian::program(&self.tool("gcc"), &packages)
    }

    /// Compiles one form of the library, stripped and without folders of this machine; answers its path.
    fn compile(&self, form: &str, features: &[&str], linker: Option<&Path>) -> Result<PathBuf> {
        let mut compiling =
            cargo(["rustc", "--locked", "--profile", "library", "--package", "vademecum-ffi", "--lib"]);
        compiling.args(["--target", self.target, "--crate-type", form]).args(features);
        let mut flags = vec![without_paths()];
        if self.system == System::Windows {
            // A time in the file would make each build another one.
            flags.push("-Clink-arg=-Wl,--no-insert-timestamp".into());
        }
        let variable = self.target.replace('-', "_").to_ascii_uppercase();
        let linker = linker.map_or_else(|| PathBuf::from(self.tool("gcc")), Path::to_owned);
        compiling.env(format!("CARGO_TARGET_{variable}_LINKER"), linker);
        run(compiling.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}")))?;
        let name = match (self.system, form) {
            (System::Linux, "cdylib") => "libvademecum.so",
            (System::Windows, "cdylib") => "vademecum.dll",
            _ => "libvademecum.a",
        };
        Ok(target().join(self.target).join("library").join(name))
    }

    /// The shared library.
    pub fn shared(&self, linker: Option<&Path>) -> Result<PathBuf> {
        self.compile("cdylib", &[], linker)
    }

    /// The static library. It leaves what a panic prints to the program that it is linked into, see `ffi/Cargo.toml`.
    pub fn archive(&self) -> Result<PathBuf> {
        self.compile("staticlib", &["--no-default-features"], None)
    }

    /// The import libraries of the DLL: for mingw, and for linkers such as Microsoft's. Rust's own knows no `__stdcall`.
    /// Answers the folder with `vademecum.def`, `libvademecum.dll.a` and `vademecum.lib`.
    pub fn import_libraries(&self) -> Result<PathBuf> {
        let folder = work_folder(&format!("import-{}", self.name))?;
        let definitions = folder.join("vademecum.def");
        write(&definitions, &self.definitions(&Header::read()?)?)?;
        // Without `@N` in the names that the DLL is asked for: those that it exports have none.
        run(Command::new(self.tool("dlltool"))
            .args(["--kill-at", "--deterministic-libraries", "--input-def"])
            .arg(&definitions)
            .arg("--output-lib")
            .arg(folder.join("libvademecum.dll.a")))?;
        debian::program("llvm-dlltool", &["llvm"])?;
        run(Command::new("llvm-dlltool")
            .args(["-k", "-m", self.machine, "-d"])
            .arg(&definitions)
            .arg("-l")
            .arg(folder.join("vademecum.lib")))?;
        Ok(folder)
    }

    /// The module definition file: every function of the header, on 32-bit Windows with the bytes that its parameters
    /// take, as `__stdcall` names it.
    fn definitions(&self, header: &Header) -> Result<String> {
        let mut text = String::from("LIBRARY vademecum.dll\nEXPORTS\n");
        for (name, function) in &header.functions {
            let sizes: Result<Vec<u32>> = function.parameters.iter().map(size_on_32_bits).collect();
            let size: u32 = sizes?.iter().sum();
            match self.machine {
                "i386" => text.push_str(&format!("    {name}@{size}\n")),
                _ => text.push_str(&format!("    {name}\n")),
            }
        }
        Ok(text)
    }
}

/// How many bytes a parameter takes on the stack of a 32-bit processor.
fn size_on_32_bits(parameter: &Declared) -> Result<u32> {
    match parameter.kind.as_str() {
        pointer if pointer.ends_with('*') => Ok(4),
        "int32_t" | "uint32_t" => Ok(4),
        "int64_t" => Ok(8),
        other => Err(format!("a parameter is `{other}`, whose size nobody has told")),
    }
}

/// Zig as a linker against an old glibc, fetched from PyPI; answers the folder that it was put into.
pub fn zig() -> Result<PathBuf> {
    let folder = work_folder("zig")?;
    let there = || {
        let version =
            Command::new("python3").args(["-m", "ziglang", "version"]).env("PYTHONPATH", &folder).output();
        version.is_ok_and(|output| {
            output.status.success() && ZIG.ends_with(String::from_utf8_lossy(&output.stdout).trim())
        })
    };
    if !there() {
        run(Command::new("python3")
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target"])
            .arg(&folder)
            .arg(ZIG))?;
    }
    match there() {
        true => Ok(folder),
        false => Err("zig does not run".into()),
    }
}

/// A program that links by zig for a platform, against the oldest glibc.
pub fn zig_linker(platform: &Platform, zig: &Path) -> Result<PathBuf> {
    let path = zig.join(format!("link-{}", platform.name));
    let script = format!(
        "#!/bin/sh\nPYTHONPATH='{}' exec python3 -m ziglang cc -target {}.{OLDEST_GLIBC} \"$@\"\n",
        zig.display(),
        platform.machine
    );
    write(&path, &script)?;
    let mut permissions = fs::metadata(&path).map_err(|error| error.to_string())?.permissions();
    std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o755);
    fs::set_permissions(&path, permissions).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_on_32_bit_windows_tell_their_parameters() {
        let header = Header::read().unwrap();
        let of = |name: &str| {
            let platform = PLATFORMS.iter().find(|platform| platform.name == name).unwrap();
            platform.definitions(&header).unwrap()
        };
        // Two pointers, two numbers of 64 bits, and one of 32.
        assert!(of("windows-i686").contains("\n    vade_subsumes@24\n"));
        assert!(of("windows-i686").contains("\n    vade_abi_version@0\n"));
        assert!(of("windows-x86_64").contains("\n    vade_subsumes\n"));
    }
}
