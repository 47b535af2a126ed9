//! The glue between JavaScript and the module, as a function that makes an instance.
//!
//! wasm-bindgen's own glue keeps one instance in variables of its file, so the memory of that instance lives as long as
//! the page. Here the same text stands inside a function: every instance has its own variables, and its memory goes when
//! nobody holds it. That is what a release is exchanged by, and what `dispose` gives back.

use std::fs;
use std::path::Path;

use wasm_bindgen_cli_support::Bindgen;

/// What the module's users need of it. The build fails where one is missing, so that another version of wasm-bindgen
/// cannot change the glue unseen.
const NAMES: &[&str] = &["Engine", "Hasher", "Room", "beginning_needed", "version", "initSync"];
const LAST_LINE: &str = "export { initSync, __wbg_init as default };";

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn write_text(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// The glue as a function.
fn wrapped(glue: &str) -> Result<String, String> {
    let (body, rest) =
        glue.split_once(LAST_LINE).ok_or("the glue does not end in its exports as expected")?;
    if !rest.trim().is_empty() || body.contains("\nimport ") {
        return Err("the glue is not as expected".into());
    }
    let body = body.replace("\nexport class ", "\nclass ").replace("\nexport function ", "\nfunction ");
    let body = body.replace("/* @ts-self-types=\"./vademecum.d.ts\" */\n", "");
    if body.contains("\nexport ") {
        return Err("the glue exports something unexpected".into());
    }
    for name in NAMES {
        if !body.contains(&format!("\nclass {name} ")) && !body.contains(&format!("\nfunction {name}(")) {
            return Err(format!("the glue has no `{name}`"));
        }
    }
    let names = NAMES.join(", ");
    Ok(format!(
        "/** Makes an instance of the module. */\nexport function instantiate() {{\n{body}\nreturn {{ {names} }};\n}}\n"
    ))
}

/// The types of the glue as a function.
fn types(types: &str) -> Result<String, String> {
    let (body, _) =
        types.split_once("export type InitInput").ok_or("the types of the glue are not as expected")?;
    let body = body
        .replace("export class ", "declare class ")
        .replace("export function ", "declare function ")
        .replace("/* tslint:disable */\n/* eslint-disable */\n", "");
    Ok(format!(
        "// Written by vademecum-wasm-tool.\n{body}
export interface Instance {{
    Engine: typeof Engine;
    Hasher: typeof Hasher;
    Room: typeof Room;
    beginning_needed: typeof beginning_needed;
    version: typeof version;
    initSync(options: {{ module: WebAssembly.Module }}): {{ memory: WebAssembly.Memory }};
}}
export type {{ Engine, Hasher, Room }};
/** Makes an instance of the module; `initSync` has to be called first. */
export function instantiate(): Instance;
"
    ))
}

/// Reads the compiled module at `module`; writes `vademecum.wasm`, `glue.js` and `glue.d.ts` into `folder`.
pub fn write(module: &Path, folder: &Path) -> Result<(), String> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name("vademecum").typescript(true).remove_name_section(true);
    bindgen.remove_producers_section(true);
    bindgen.web(true).map_err(|error| error.to_string())?;
    let mut output = bindgen.generate_output().map_err(|error| format!("{error:#}"))?;
    output.emit(folder).map_err(|error| format!("{error:#}"))?;
    let file = |name: &str| folder.join(name);
    let glue = wrapped(&read(&file("vademecum.js"))?)?;
    let declared = types(&read(&file("vademecum.d.ts"))?)?;
    write_text(&file("glue.js"), &glue)?;
    write_text(&file("glue.d.ts"), &declared)?;
    for name in ["vademecum.js", "vademecum.d.ts", "vademecum_bg.wasm.d.ts"] {
        fs::remove_file(file(name)).map_err(|error| format!("{name}: {error}"))?;
    }
    fs::rename(file("vademecum_bg.wasm"), file("vademecum.wasm"))
        .map_err(|error| format!("vademecum.wasm: {error}"))
}
