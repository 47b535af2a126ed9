//! The glue between JavaScript and the module.

use std::path::Path;

use wasm_bindgen_cli_support::Bindgen;

pub fn write(module: &Path, folder: &Path) -> Result<(), String> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name("vademecum").typescript(true);
    bindgen.web(true).map_err(|error| error.to_string())?;
    let mut output = bindgen.generate_output().map_err(|error| format!("{error:#}"))?;
    output.emit(folder).map_err(|error| format!("{error:#}"))
}
