//! The `vademecum` command.
//!
//! Answers go to standard output; progress, notes and errors to standard error. The exit code is 0 where the question
//! was answered, 1 where the question or the data are at fault, 2 where the arguments are, and 130 after Ctrl-C and where
//! `type` is left without a choice.

mod batch;
mod build;
mod completions;
mod demo;
mod diff;
mod failure;
mod filters;
mod info;
mod interrupt;
mod lookup;
mod medicines;
mod pack;
mod progress;
mod screen;
mod search;
mod session;
mod subsumes;
mod synth;
mod tree;
mod typing;
mod update;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::failure::Failure;
use crate::screen::Screen;

/// SNOMED CT in one file: build it from a release, and ask it.
#[derive(Debug, Parser)]
#[command(
    name = "vademecum",
    version,
    arg_required_else_help = true,
    after_help = "\
Try it without a licensed release:
  vademecum demo

With a release:
  vademecum build --rf2 SnomedCT_Release.zip --out uk.vade
  vademecum search uk.vade heart att
  vademecum type uk.vade
  vademecum lookup uk.vade 22298006"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Compile RF2 releases into a file
    Build(build::Arguments),
    /// Lay a weekly dm+d over a file, without building the rest again
    UpdateDmd(update::Arguments),
    /// Show what changed from one release to the next, or what became of codes in use
    Diff(diff::Arguments),
    /// Check every checksum and every cross-reference of a file
    Verify(verify::Arguments),
    /// Tell what is in a file
    Info(info::Arguments),
    /// Show concepts by their ids, or by the ids of their descriptions
    Lookup(lookup::Arguments),
    /// Find concepts by the beginnings of words
    Search(search::Arguments),
    /// Find concepts while you type, and choose one
    Type(typing::Arguments),
    /// Show where a concept stands in the hierarchy
    Tree(tree::Arguments),
    /// Tell whether one concept is a kind of another
    Subsumes(subsumes::Arguments),
    /// Show medicinal products (dm+d) by their ids, now or before
    Product(medicines::ProductArguments),
    /// Show the medicinal products above or below one
    Products(medicines::ProductsArguments),
    /// Show the packs of a GTIN, typed or scanned
    Gtin(medicines::GtinArguments),
    /// Show the products of which a whole number of units makes a dose
    Dose(medicines::DoseArguments),
    /// Cut a file into what a static host serves to browsers
    Pack(pack::Arguments),
    /// Answer JSON requests, one a line, from standard input
    Batch(batch::Arguments),
    /// Write a synthetic release to try things with
    Synth(synth::Arguments),
    /// Make a synthetic release, compile it and show what a file answers
    Demo(demo::Arguments),
    /// Print a completion script for a shell
    Completions(completions::Arguments),
}

fn run(command: &Command, screen: &mut Screen) -> Result<(), Failure> {
    match command {
        Command::Build(arguments) => build::run(arguments, screen),
        Command::UpdateDmd(arguments) => update::run(arguments, screen),
        Command::Diff(arguments) => diff::run(arguments, screen),
        Command::Verify(arguments) => verify::run(arguments, screen),
        Command::Info(arguments) => info::run(arguments, screen),
        Command::Lookup(arguments) => lookup::run(arguments, screen),
        Command::Search(arguments) => search::run(arguments, screen),
        Command::Type(arguments) => typing::run(arguments, screen),
        Command::Tree(arguments) => tree::run(arguments, screen),
        Command::Subsumes(arguments) => subsumes::run(arguments, screen),
        Command::Product(arguments) => medicines::product(arguments, screen),
        Command::Products(arguments) => medicines::products(arguments, screen),
        Command::Gtin(arguments) => medicines::gtin(arguments, screen),
        Command::Dose(arguments) => medicines::dose(arguments, screen),
        Command::Pack(arguments) => pack::run(arguments, screen),
        Command::Batch(arguments) => batch::run(arguments),
        Command::Synth(arguments) => synth::run(arguments, screen),
        Command::Demo(arguments) => demo::run(arguments, screen),
        Command::Completions(arguments) => completions::run(arguments, screen),
    }
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut screen = Screen::stdout();
    let outcome = run(&cli.command, &mut screen).and_then(|()| Ok(screen.flush()?));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // What was answered before the failure comes out before it is told.
            let _ = screen.flush();
            failure.report()
        }
    }
}
