//! Running other programs.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::{Result, root};

fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// What takes so many seconds is told: a whole run has to stay within what people wait for.
const LONG: u64 = 10;

/// Runs a command from the workspace's folder, shown and with its output let through.
pub fn run(command: &mut Command) -> Result<()> {
    let shown = describe(command);
    println!("$ {shown}");
    let begun = Instant::now();
    let status = command
        .current_dir(root())
        .status()
        .map_err(|error| format!("`{shown}` cannot be started: {error}"))?;
    if begun.elapsed().as_secs() >= LONG {
        println!("({} s)", begun.elapsed().as_secs());
    }
    if status.success() { Ok(()) } else { Err(format!("`{shown}` failed: {status}")) }
}

/// Runs a command from the workspace's folder and answers what it prints.
pub fn output(command: &mut Command) -> Result<String> {
    output_in(&root(), command)
}

/// Runs a command in a folder and answers what it prints.
pub fn output_in(folder: &Path, command: &mut Command) -> Result<String> {
    let shown = describe(command);
    println!("$ {shown}");
    let output = command
        .current_dir(folder)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("`{shown}` cannot be started: {error}"))?;
    if !output.status.success() {
        return Err(format!(
            "`{shown}` failed: {}\n{}",
            output.status,
            String::from_utf8_lossy(&output.stdout)
        ));
    }
    String::from_utf8(output.stdout).map_err(|_| format!("`{shown}` printed something other than UTF-8"))
}

/// Whether a command starts and succeeds; its output is not shown.
pub fn succeeds(program: &str, arguments: &[&str]) -> bool {
    let status = Command::new(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// A cargo command.
pub fn cargo<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments);
    command
}

/// A program that measures other people's engines beside ours. They are a workspace of their own, see
/// `benches/peers/Cargo.toml`, built below the same target folder.
pub fn peers(program: &str) -> Command {
    let mut command = cargo(["run", "--release", "--manifest-path"]);
    command.arg(root().join("benches").join("peers").join("Cargo.toml"));
    command.arg("--target-dir").arg(target().join("peers")).args(["--bin", program, "--"]);
    command
}

/// Where cargo puts what it builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// Builds the `vademecum` command with optimisation, and answers where it is.
pub fn vademecum() -> Result<PathBuf> {
    run(&mut cargo(["build", "--release", "--package", "vademecum-build"]))?;
    Ok(target().join("release").join(format!("vademecum{}", std::env::consts::EXE_SUFFIX)))
}

/// Makes a folder with those that it is in.
pub fn make_folder(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

/// Copies a file.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    let failed = |error| format!("{} to {}: {error}", from.display(), to.display());
    std::fs::copy(from, to).map(drop).map_err(failed)
}

/// A folder for what a command makes, below the target folder.
pub fn work_folder(name: &str) -> Result<PathBuf> {
    let folder = target().join("xtask").join(name);
    make_folder(&folder)?;
    Ok(folder)
}

/// Flags that keep the folders of this machine out of what is compiled, which has the place of each check in it.
pub fn without_paths() -> String {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let folders = home.into_iter().map(|home| home.join("registry").join("src")).chain([root()]);
    let remapped = folders.map(|folder| format!("--remap-path-prefix={}=", folder.display()));
    remapped.collect::<Vec<_>>().join("\u{1f}")
}

/// Writes a file.
pub fn write(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
