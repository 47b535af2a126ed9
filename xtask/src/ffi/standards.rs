//! The headers, compiled as every standard that they are written for.

use std::process::Command;

use super::tools::{CLANG, GCC, GXX, MINGW32, MINGW64, MINGW64_GXX, MINGW64_HEADERS, TCC, have};
use crate::run::{run, work_folder, write};
use crate::{Result, root};

const C: &[&str] = &["c89", "c99", "c11", "c17"];
const CPP: &[&str] = &["c++98", "c++11", "c++17", "c++20"];
const STRICT: &[&str] = &["-pedantic", "-Wall", "-Wextra", "-Werror", "-fsyntax-only"];

fn compile(compiler: &str, standards: &[&str], header: &str, language: &str) -> Result<()> {
    // Included twice, as it may well be.
    let source = work_folder("ffi")?.join(format!("standards.{language}"));
    write(&source, &format!("#include \"{header}\"\n#include \"{header}\"\n"))?;
    for standard in standards {
        run(Command::new(compiler)
            .arg(format!("-std={standard}"))
            .args(STRICT)
            .arg("-I")
            .arg(root().join("ffi").join("include"))
            .arg(&source))?;
    }
    Ok(())
}

/// Compiles both headers with every compiler that is there.
pub fn check() -> Result<()> {
    if have(&[&GCC], "the header as GCC sees it") {
        compile(GCC.name, C, "vademecum.h", "c")?;
    }
    if have(&[&GXX], "the headers as GCC sees them in C++") {
        compile(GXX.name, CPP, "vademecum.h", "cpp")?;
        compile(GXX.name, &["c++17", "c++20"], "vademecum.hpp", "cpp")?;
    }
    if have(&[&CLANG], "the headers as Clang sees them") {
        compile(CLANG.name, C, "vademecum.h", "c")?;
        compile(CLANG.name, CPP, "vademecum.h", "cpp")?;
        compile(CLANG.name, &["c++17", "c++20"], "vademecum.hpp", "cpp")?;
    }
    if have(&[&MINGW64, &MINGW64_GXX, &MINGW64_HEADERS], "the headers on 64-bit Windows") {
        compile(MINGW64.name, C, "vademecum.h", "c")?;
        compile(MINGW64_GXX.name, CPP, "vademecum.h", "cpp")?;
        compile(MINGW64_GXX.name, &["c++17"], "vademecum.hpp", "cpp")?;
    }
    if have(&[&MINGW32], "the header on 32-bit Windows") {
        compile(MINGW32.name, C, "vademecum.h", "c")?;
    }
    if have(&[&TCC], "the header as TCC sees it") {
        let source = work_folder("ffi")?.join("standards.c");
        write(&source, "#include \"vademecum.h\"\nint main(void) { return VADE_OK; }\n")?;
        let mut command = Command::new(TCC.name);
        command.args(["-Wall", "-Werror", "-c", "-I"]).arg(root().join("ffi").join("include"));
        run(command.arg(&source).arg("-o").arg(source.with_extension("o")))?;
    }
    Ok(())
}
