//! The file that is measured.

use std::path::PathBuf;

use tempfile::TempDir;
use vademecum::Engine;
use vademecum_build::compile::{BuildOptions, build};
use vademecum_build::progress::Silent;
use vademecum_build::synth::{SynthOptions, write_release};

/// The environment variable that names the `.vade` file to measure.
pub const FILE_VARIABLE: &str = "VADEMECUM_BENCH_FILE";

/// Fewer concepts than this are no measure of a UK release.
const UK_SCALE: u64 = 900_000;
/// The size of the demonstration release that stands in where no file is given.
const DEMONSTRATION: usize = 20_000;

/// An open file, and where it lies.
#[derive(Debug)]
pub struct Workload {
    /// The engine over the file.
    pub engine: Engine,
    /// The file.
    pub path: PathBuf,
    /// Holds the demonstration file until the run ends.
    _folder: Option<TempDir>,
}

impl Workload {
    /// Opens the file that [`FILE_VARIABLE`] names. Where it is not set, a demonstration release is made and compiled.
    ///
    /// Figures that are not of UK scale are announced on standard error: most structures here fit in a processor's
    /// cache when small, and then their ratios say little.
    pub fn open() -> Workload {
        let (path, folder) = match std::env::var_os(FILE_VARIABLE) {
            Some(path) => (PathBuf::from(path), None),
            None => {
                let (path, folder) = demonstration();
                (path, Some(folder))
            }
        };
        let engine = Engine::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let workload = Workload { engine, path, _folder: folder };
        if !workload.is_uk_scale() {
            let concepts = workload.engine.manifest().counts.concepts;
            eprintln!(
                "==== NOT OF UK SCALE: {concepts} concepts. Do not compare these figures with the targets."
            );
            eprintln!("==== Name a file of a whole UK release in {FILE_VARIABLE}.");
        }
        workload
    }

    /// Whether the file has about as many concepts as the UK Edition.
    pub fn is_uk_scale(&self) -> bool {
        self.engine.manifest().counts.concepts >= UK_SCALE
    }

    /// How many bytes these sections have.
    pub fn section_bytes(&self, names: &[&str]) -> u64 {
        let sections = self.engine.sections().iter();
        sections.filter(|section| names.contains(&section.name.as_str())).map(|section| section.length).sum()
    }
}

fn demonstration() -> (PathBuf, TempDir) {
    eprintln!("{FILE_VARIABLE} is not set: making a demonstration file of {DEMONSTRATION} concepts.");
    let folder = TempDir::new().expect("a temporary folder");
    let out = folder.path().join("release");
    let release = write_release(&SynthOptions { concepts: DEMONSTRATION, seed: 1, out }).expect("a release");
    let path = folder.path().join("demonstration.vade");
    let options = BuildOptions { inputs: vec![release.folder], ..BuildOptions::default() };
    build(&options, &path, &Silent).expect("the release compiles");
    (path, folder)
}
