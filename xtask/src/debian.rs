//! Programs of other people that tests and packages need: Debian's packages of them, installed where that can be done.

use crate::Result;
use crate::run::succeeds;

/// Sees to it that something is there: where it is not, installs Debian packages and looks again.
pub fn provide(what: &str, packages: &[&str], there: impl Fn() -> bool) -> Result<()> {
    if there() {
        return Ok(());
    }
    println!("installing {}", packages.join(" "));
    succeeds("apt-get", &["update", "-qq"]);
    let install = ["-o", "DPkg::Lock::Timeout=300", "install", "-y", "-qq", "--no-install-recommends"];
    succeeds("apt-get", &[&install, packages].concat());
    match there() {
        true => Ok(()),
        false => Err(format!("{what} is not here: install it (on Debian {})", packages.join(" "))),
    }
}

/// Sees to it that a program is there.
pub fn program(name: &str, packages: &[&str]) -> Result<()> {
    provide(name, packages, || succeeds("sh", &["-c", &format!("command -v '{name}'")]))
}
