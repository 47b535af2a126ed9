//! Makes the JavaScript side of the browser module: `vademecum-wasm-tool glue MODULE FOLDER`.

mod glue;
mod types;

use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "\
vademecum-wasm-tool COMMAND

  glue MODULE FOLDER   reads the compiled module, and writes vademecum.wasm, glue.js and glue.d.ts
                       into the folder
  types FILE           writes the TypeScript types of the request protocol
  types --check FILE   errors where they are not what stands in the file
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["glue", module, folder] => glue::write(Path::new(module), Path::new(folder)),
        ["types", "--check", file] => types::write(Path::new(file), true),
        ["types", file] => types::write(Path::new(file), false),
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
