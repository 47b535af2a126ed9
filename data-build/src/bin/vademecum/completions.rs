//! `vademecum completions`.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::failure::Failure;
use crate::screen::Screen;

/// The arguments of `completions`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  vademecum completions bash > ~/.local/share/bash-completion/completions/vademecum
  vademecum completions zsh > ~/.zfunc/_vademecum
  vademecum completions powershell >> $PROFILE")]
pub struct Arguments {
    /// The shell
    shell: Shell,
}

/// Prints the script.
pub fn run(arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    // The generator panics where it cannot write, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut crate::Cli::command(), "vademecum", &mut script);
    screen.line(String::from_utf8_lossy(&script).trim_end())?;
    Ok(())
}
