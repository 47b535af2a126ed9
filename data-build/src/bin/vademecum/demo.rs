//! `vademecum demo`.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;
use vademecum::request;
use vademecum_build::compile::BuildOptions;
use vademecum_build::synth::{DmdWeek, SynthOptions, write_dmd, write_release};

use crate::failure::Failure;
use crate::filters::Class;
use crate::screen::Screen;
use crate::session::{Session, list, text};
use crate::{build, lookup, medicines, search, subsumes, synth, tree};

/// The arguments of `demo`.
#[derive(Debug, Args)]
#[command(after_help = "\
Everything that the demonstration shows is made up. It is not for clinical use.

Examples:
  vademecum demo
  vademecum demo --concepts 200000 --out big.vade --keep big-release")]
pub struct Arguments {
    /// How many concepts, from 3,000 to 1,000,000
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    concepts: usize,
    /// Which of the many releases of this size
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// The file to write
    #[arg(long, value_name = "FILE", default_value = "demo.vade")]
    out: PathBuf,
    /// Keep the releases in this folder
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

/// The medicine that is shown.
const MEDICINE: &str = "amoxicillin 500mg capsules";

/// Makes the file and leads through it.
pub fn run(arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    let temporary = match arguments.keep {
        Some(_) => None,
        None => Some(
            tempfile::tempdir()
                .map_err(|error| Failure::data(format!("cannot make a temporary folder: {error}")))?,
        ),
    };
    let folder = match (&arguments.keep, &temporary) {
        (Some(folder), _) => folder.as_path(),
        (None, Some(folder)) => folder.path(),
        (None, None) => Path::new("."),
    };
    let mut tour = Tour { screen, step: 0 };
    let (concepts, seed, out) = (arguments.concepts, arguments.seed, &arguments.out);
    let shown = shell_word(&out.display().to_string());
    let release = match &arguments.keep {
        Some(folder) => shell_word(&folder.display().to_string()),
        None => "demo-release".to_owned(),
    };
    tour.step("A release to try things with, in RF2, and one of dm+d, made up")?;
    tour.command(&format!("synth --concepts {concepts} --seed {seed} --dmd --out {release}"))?;
    let options = SynthOptions { concepts, seed, out: folder.to_owned() };
    let (summary, dmd) = (write_release(&options)?, write_dmd(&options, DmdWeek::First)?);
    synth::show(&summary, tour.screen)?;
    synth::show_dmd(&dmd, tour.screen)?;
    synth::end(tour.screen)?;
    if temporary.is_some() {
        tour.screen.line("It is in a temporary folder; --keep DIR keeps it.")?;
    }

    tour.step("Compiled into one file")?;
    tour.command(&format!("build --rf2 {release} --dmd {release} --out {shown}"))?;
    let dmd = vec![dmd.folder, dmd.supplementary_folder];
    let options = BuildOptions { inputs: vec![summary.folder], dmd, ..BuildOptions::default() };
    let report = build::compile(&options, out, false)?;
    build::summarise(&report, out, tour.screen)?;

    tour.step("Search: the beginnings of words, in any order")?;
    let query = "heart att";
    tour.command(&format!("search {shown} {} --total", shell_word(query)))?;
    search::run(&search::Arguments::new(out.clone(), query), tour.screen)?;
    let session = Session::open(out)?;
    let found = session.ask(&json!({"op": "search", "query": query, "limit": 1}))?;
    let code = list(&found, "hits").first().map(|hit| text(hit, "code"));
    let Some(code) = code else { return Err(Failure::data(format!("the file has nothing for \"{query}\""))) };

    tour.step("A concept: its names, what defines it, and its neighbours")?;
    tour.command(&format!("lookup {shown} {code}"))?;
    lookup::run(&lookup::Arguments::new(out.clone(), &code), tour.screen)?;

    tour.step("Its place in the hierarchy")?;
    tour.command(&format!("tree {shown} {code} --limit 10"))?;
    tree::run(&tree::Arguments::new(out.clone(), &code), tour.screen)?;

    tour.step("Whether one concept is a kind of another")?;
    let ancestor = session.ask(&json!({"op": "search", "query": "heart disease", "limit": 1}))?;
    let ancestor =
        list(&ancestor, "hits").first().map_or_else(|| "138875005".to_owned(), |hit| text(hit, "code"));
    tour.command(&format!("subsumes {shown} {ancestor} {code}"))?;
    subsumes::run(&subsumes::Arguments::new(out.clone(), &ancestor, &code), tour.screen)?;

    tour.step("A medicine, as dm+d has it")?;
    let medicine = session.ask(&json!({"op": "search", "query": MEDICINE, "limit": 1}))?;
    let medicine = list(&medicine, "hits").first().map(|hit| text(hit, "code"));
    let Some(medicine) = medicine else {
        return Err(Failure::data(format!("the file has nothing for \"{MEDICINE}\"")));
    };
    tour.command(&format!("product {shown} {medicine}"))?;
    medicines::product(&medicines::ProductArguments::new(out.clone(), &medicine), tour.screen)?;

    tour.step("Whose products of it may be prescribed")?;
    tour.command(&format!("products {shown} {medicine} --class amp --prescribable"))?;
    let wanted = medicines::ProductsArguments::prescribable(out.clone(), &medicine, Class::Amp);
    medicines::products(&wanted, tour.screen)?;

    tour.step("The same for programs: a JSON request a line, a response a line")?;
    let request = format!(r#"{{"op":"descendants","code":"{ancestor}","want":"count","timing":true}}"#);
    tour.screen.line(&format!("$ echo '{request}' | vademecum batch {shown}"))?;
    tour.screen.line(&request::answer(session.engine(), &request))?;

    tour.screen.line("")?;
    tour.screen.line(&format!("The file is {shown}. Type into it: vademecum type {shown}"))?;
    tour.screen.line("Ask it more: vademecum --help")?;
    tour.screen.line("All of it is synthetic and not for clinical use.")?;
    Ok(())
}

/// A word as a shell takes it.
fn shell_word(word: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "-_./:".contains(letter);
    if !word.is_empty() && word.chars().all(plain) { word.to_owned() } else { format!("'{word}'") }
}

struct Tour<'a> {
    screen: &'a mut Screen,
    step: u32,
}

impl Tour<'_> {
    fn step(&mut self, title: &str) -> Result<(), Failure> {
        self.step += 1;
        let title = self.screen.bold(&format!("{}. {title}", self.step));
        self.screen.line("")?;
        self.screen.line(&title)?;
        Ok(self.screen.flush()?)
    }

    fn command(&mut self, arguments: &str) -> Result<(), Failure> {
        let command = self.screen.dim(&format!("$ vademecum {arguments}"));
        self.screen.line(&command)?;
        Ok(self.screen.flush()?)
    }
}
