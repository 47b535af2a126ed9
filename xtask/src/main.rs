//! Every developer command of the workspace: `cargo xtask COMMAND`.

mod bench;
mod ffi;
mod folding;
mod golden;
mod relevance;
mod run;
mod serve;
mod test;
mod tidy;
mod truth;
mod wasm;
mod www;

use std::path::PathBuf;
use std::process::ExitCode;

/// What went wrong, for a person.
type Result<T> = std::result::Result<T, String>;

const USAGE: &str = "\
cargo xtask COMMAND

  test             everything that must hold: format, lints, docs, tests, other targets, the demonstration,
                   and, where ../shared is there, the real subset and the truth at 2,000 and 50,000 concepts
  test wasm        of that, the browser module and its npm package: in Node, in Chromium, in Firefox, and in a fresh Vite app
  test ffi         of that, the C library: on this machine, under sanitizers, on aarch64 and Windows in emulators. --long adds
                   Miri and 32-bit Windows, which take minutes
  test www         of that, the site in Chromium; screenshots go to target/www-screenshots
  test ffi-examples  of that, the package of the C library: its README followed in an empty folder, and the examples in six
                   languages. --all makes and tries the packages of other platforms as well, in emulators
  tidy             the import table and the links of the documentation
  truth N [SEED]   a synthetic UK-scale release of N concepts against its independent truth (needs ../shared)
  folding          writes core/src/text/folding.bin, the table by which letters are folded, for another Unicode version
  golden           writes the golden files of the current format version
  bench [N]        the benches on a release of N concepts (1,000,000 with ../shared, else 100,000)
  bench wasm FILE… the browser module on files, beside native, MiniSearch, FlexSearch and SQLite; writes benches/WASM.md
  bench ffi FILE   calls through C on a file, beside the same calls through Rust; writes benches/C.md
  package ffi [P…] archives of the C library for Linux x86-64, or platforms P, or --all, into target/package
  relevance        how well searches find what was meant, ours beside SQLite FTS5, tantivy and a scan; writes
                   benches/RELEVANCE.md. With --check: ours alone, against the floors. --misses lists what is not found
  speed [N]        how fast searches answer on a release of N concepts, ours beside FTS5 and tantivy; writes
                   benches/SPEED.md. VADEMECUM_BENCH_FILE may name the file to measure
  wasm             the browser module and its npm package, into wasm/npm/dist. `wasm types` writes the TypeScript types
                   of the request protocol
  www              builds the site of a demonstration release into target/www and serves it. --no-serve only builds it,
                   --concepts N and --file FILE.vade choose the release, --port N the port (8080)
  ffi [FOLDER]     the C library for this machine with headers, pkg-config and CMake files, into a folder (target/ffi)
  fuzz [SECONDS]   altered files and odd requests against the engine, for as long as given (60)
  fuzz ffi [SECONDS]  calls of all kinds against the C library (60)
";

/// The folder of the workspace.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(|| PathBuf::from("."), PathBuf::from)
}

/// The folder with data and tools that are not part of the project, where it is there.
fn shared() -> Option<PathBuf> {
    let folder = root().parent()?.join("shared");
    folder.join("tools").is_dir().then_some(folder)
}

fn number(text: Option<&String>, default: u64) -> Result<u64> {
    match text {
        None => Ok(default),
        Some(text) => text.replace([',', '_'], "").parse().map_err(|_| format!("`{text}` is not a number")),
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.first().map(String::as_str) {
        Some("test") if arguments.get(1).map(String::as_str) == Some("wasm") => wasm::test(),
        Some("test") if arguments.get(1).map(String::as_str) == Some("www") => www::test(),
        Some("test") if arguments.get(1).map(String::as_str) == Some("ffi") => {
            ffi::test(arguments.get(2..).unwrap_or_default())
        }
        Some("test") if arguments.get(1).map(String::as_str) == Some("ffi-examples") => {
            ffi::examples::test(arguments.get(2..).unwrap_or_default())
        }
        Some("test") => test::all(),
        Some("tidy") => tidy::run(),
        Some("truth") => number(arguments.get(1), 2_000)
            .and_then(|concepts| Ok((concepts, number(arguments.get(2), 1)?)))
            .and_then(|(concepts, seed)| truth::check(concepts, seed)),
        Some("folding") => folding::make(),
        Some("golden") => golden::make(),
        Some("bench") if arguments.get(1).map(String::as_str) == Some("wasm") => {
            wasm::bench(arguments.get(2..).unwrap_or_default())
        }
        Some("bench") if arguments.get(1).map(String::as_str) == Some("ffi") => {
            ffi::bench(arguments.get(2..).unwrap_or_default())
        }
        Some("bench") => bench::run_all(arguments.get(1)),
        Some("relevance") => relevance::measure(arguments.get(1..).unwrap_or_default()),
        Some("speed") => bench::speed(arguments.get(1)),
        Some("wasm") if arguments.get(1).map(String::as_str) == Some("types") => wasm::types(false),
        Some("wasm") => wasm::build().map(drop),
        Some("package") if arguments.get(1).map(String::as_str) == Some("ffi") => {
            ffi::package::run(arguments.get(2..).unwrap_or_default())
        }
        Some("www") => www::www(arguments.get(1..).unwrap_or_default()),
        Some("ffi") => ffi::install(arguments.get(1..).unwrap_or_default()),
        Some("fuzz") if arguments.get(1).map(String::as_str) == Some("ffi") => {
            number(arguments.get(2), 60).and_then(ffi::fuzz)
        }
        Some("fuzz") => number(arguments.get(1), 60).and_then(test::fuzz),
        _ => {
            print!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}
