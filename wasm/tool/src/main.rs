//! Makes the JavaScript side of the browser module: `vademecum-wasm-tool glue MODULE FOLDER`.

mod glue;

use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "\
vademecum-wasm-tool COMMAND

  glue MODULE FOLDER   reads the compiled module, and writes vademecum.wasm and glue.js into the folder
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["glue", module, folder] => glue::write(Path::new(module), Path::new(folder)),
        _ => {
            print!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("vademecum-wasm-tool: {message}");
            ExitCode::FAILURE
        }
    }
}
