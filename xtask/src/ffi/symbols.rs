//! What libraries let be seen, and what they need.

use std::collections::BTreeSet;
use std::path::Path;

use super::declarations;
use super::library::{Platform, Tree};
use crate::Result;
use crate::run::output;

/// What the shared library may need on Linux.
const LINUX: &[&str] = &[
    "libc.so.6",
    "libgcc_s.so.1",
    "ld-linux-x86-64.so.2",
    "ld-linux-aarch64.so.1",
    // Parts of libc before glibc 2.34.
    "libpthread.so.0",
    "libdl.so.2",
];
/// And on Windows.
const WINDOWS: &[&str] = &[
    "KERNEL32.dll",
    "ntdll.dll",
    "msvcrt.dll",
    "bcryptprimitives.dll",
    "api-ms-win-core-synch-l1-2-0.dll",
    "USERENV.dll",
    "WS2_32.dll",
];

/// The names that a library lets be seen.
pub fn exported(platform: Platform, library: &Path) -> Result<BTreeSet<String>> {
    if !platform.is_windows() {
        // The plugin that GNU's nm may have for other compilers' objects reads none of a newer LLVM.
        let shared = library.extension().is_some_and(|ending| ending != "a");
        let mut command = platform.program("nm");
        command.args(["--plugin", "/dev/null", "--defined-only", "--format=posix"]);
        command.arg(if shared { "-D" } else { "-g" }).arg(library);
        let told = output(&mut command)?;
        let names = told.lines().filter(|line| !line.ends_with(':') && !line.trim().is_empty());
        return Ok(names.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect());
    }
    let told = output(platform.program("objdump").arg("-p").arg(library))?;
    let table = told.lines().skip_while(|line| !line.starts_with("[Ordinal/Name Pointer] Table")).skip(1);
    let rows = table.take_while(|line| !line.trim().is_empty());
    Ok(rows.filter_map(|line| line.split_whitespace().next_back()).map(str::to_owned).collect())
}

/// The libraries that a library needs.
fn needed(platform: Platform, library: &Path) -> Result<BTreeSet<String>> {
    let told = output(platform.program("objdump").arg("-p").arg(library))?;
    let lines = told.lines().map(str::trim);
    let names = lines.filter_map(|line| line.strip_prefix("NEEDED").or(line.strip_prefix("DLL Name:")));
    Ok(names.map(|name| name.trim().to_owned()).collect())
}

/// Compares what a library lets be seen with the header, and what it needs with what it may.
pub fn check(platform: Platform, tree: &Tree) -> Result<()> {
    let declared: BTreeSet<String> =
        declarations::functions()?.into_iter().map(|function| function.name).collect();
    let mut libraries = vec![tree.shared()];
    if tree.fixed().exists() {
        libraries.push(tree.fixed());
    }
    for library in &libraries {
        let found = exported(platform, library)?;
        if found != declared {
            let more: Vec<_> = found.difference(&declared).collect();
            let less: Vec<_> = declared.difference(&found).collect();
            return Err(format!(
                "{} lets be seen what the header does not declare: {more:?}; and not: {less:?}",
                library.display()
            ));
        }
        println!("{}: {} functions and nothing else", library.display(), found.len());
    }
    let allowed = if platform.is_windows() { WINDOWS } else { LINUX };
    let needed = needed(platform, &tree.shared())?;
    let unknown: Vec<_> = needed
        .iter()
        .filter(|name| !allowed.iter().any(|allowed| allowed.eq_ignore_ascii_case(name)))
        .collect();
    println!("{} needs {needed:?}", tree.shared().display());
    if unknown.is_empty() { Ok(()) } else { Err(format!("the library needs {unknown:?}")) }
}
