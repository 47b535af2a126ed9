//! The engine for JavaScript: rooms in this module's memory that a page writes a file into, and requests on it.
//!
//! This is the machine below the npm package in `npm/`, whose TypeScript is the face for people. A file comes either
//! whole or in sections, each written into a [`Room`] of known length, so that memory is taken once and no byte is kept
//! twice. What is wrong is thrown as a string: a JSON object with `code` and `message`, as in the request protocol.

use bytes::Bytes;
use sha2::{Digest, Sha256};
use vademecum::{ErrorCode, OpenOptions, SectionKind, request};
use wasm_bindgen::prelude::wasm_bindgen;

/// What is thrown to JavaScript.
fn thrown(code: &str, message: &str) -> String {
    serde_json::json!({"code": code, "message": message}).to_string()
}

fn refused(error: &vademecum::Error) -> String {
    thrown(error.code().name(), &error.to_string())
}

fn hexadecimal(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A piece of this module's memory, which the page fills from where it begins.
#[wasm_bindgen]
pub struct Room {
    bytes: Vec<u8>,
}

#[wasm_bindgen]
impl Room {
    /// Takes `length` bytes of memory, zeros at first.
    ///
    /// # Errors
    ///
    /// `memory` where there is not so much.
    #[wasm_bindgen(constructor)]
    pub fn new(length: usize) -> Result<Room, String> {
        let mut bytes = Vec::new();
        if bytes.try_reserve_exact(length).is_err() {
            return Err(thrown("memory", &format!("there is no memory for {length} bytes")));
        }
        bytes.resize(length, 0);
        Ok(Room { bytes })
    }

    /// Where it begins in the module's memory. The page writes through a view of that memory, which it makes anew when
    /// the memory has grown.
    #[wasm_bindgen(getter)]
    pub fn address(&mut self) -> usize {
        self.bytes.as_mut_ptr().expose_provenance()
    }

    /// How many bytes it has.
    #[wasm_bindgen(getter)]
    pub fn length(&self) -> usize {
        self.bytes.len()
    }

    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub fn sha256(&self) -> String {
        hexadecimal(Sha256::new_with_prefix(&self.bytes))
    }
}

/// SHA-256 of bytes that come in pieces.
#[wasm_bindgen]
#[derive(Default)]
pub struct Hasher {
    hash: Sha256,
}

#[wasm_bindgen]
impl Hasher {
    /// A hash of nothing yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Hasher {
        Hasher::default()
    }

    /// Adds bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
    }

    /// The hash in lower-case hexadecimal.
    pub fn finish(self) -> String {
        hexadecimal(self.hash)
    }
}

/// How many bytes from the beginning of a file [`Engine::begin`] needs, as far as `beginning` tells. Where that is more
/// than `beginning` has, get so many and ask again.
///
/// # Errors
///
/// That it is no file of a readable version.
#[wasm_bindgen]
pub fn beginning_needed(beginning: &[u8]) -> Result<f64, String> {
    vademecum::Engine::beginning_needed(beginning)
        .map(|needed| needed as f64)
        .map_err(|error| refused(&error))
}

/// The version of the engine.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// An open file.
#[wasm_bindgen]
pub struct Engine {
    engine: vademecum::Engine,
}

#[wasm_bindgen]
impl Engine {
    /// Opens a whole file.
    ///
    /// # Errors
    ///
    /// That it is no whole file of a readable version.
    pub fn open(file: Room) -> Result<Engine, String> {
        let engine = vademecum::Engine::from_bytes(file.bytes).map_err(|error| refused(&error))?;
        Ok(Engine { engine })
    }

    /// Opens a file by its beginning; sections are added as they come.
    ///
    /// # Errors
    ///
    /// That it is not the beginning of a file of a readable version.
    pub fn begin(beginning: Room) -> Result<Engine, String> {
        let opened = OpenOptions::new().open_beginning(beginning.bytes);
        Ok(Engine { engine: opened.map_err(|error| refused(&error))? })
    }

    /// Adds the sections that lie in `part` one behind another: `names` in their order, parted by commas. Each is
    /// compared with the length and checksum that the file has for it.
    ///
    /// # Errors
    ///
    /// That a section is not of this file, or damaged.
    pub fn add(&self, part: Room, names: &str) -> Result<(), String> {
        let mut rest = Bytes::from(part.bytes);
        for name in names.split(',') {
            let length = self.engine.sections().iter().find(|section| section.name == name);
            let length =
                length.map_or(rest.len(), |section| usize::try_from(section.length).unwrap_or(usize::MAX));
            let bytes = rest.split_to(length.min(rest.len()));
            self.engine.add_section(name, bytes).map_err(|error| refused(&error))?;
        }
        if !rest.is_empty() {
            let message = format!("there are {} bytes behind the sections {names}", rest.len());
            return Err(thrown(ErrorCode::Damaged.name(), &message));
        }
        Ok(())
    }

    /// The sections of the file as a JSON list of `name`, `offset`, `length`, `search` (whether a search needs
    /// it) and `loaded`.
    pub fn sections(&self) -> String {
        let missing: Vec<&str> =
            self.engine.missing_sections().map(|section| section.name.as_str()).collect();
        let sections = self.engine.sections().iter().map(|section| {
            serde_json::json!({
                "name": section.name,
                "offset": section.offset,
                "length": section.length,
                "search": section.kind().is_some_and(SectionKind::is_for_search),
                "loaded": !missing.contains(&section.name.as_str()),
            })
        });
        serde_json::Value::from_iter(sections).to_string()
    }

    /// Answers a request of the JSON protocol. Whatever `line` holds, the answer is one response.
    pub fn request(&self, line: &str) -> String {
        request::answer(&self.engine, line)
    }
}
