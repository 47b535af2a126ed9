//! The licences of everything that is linked into the library, as a text that goes with it.
//!
//! What is linked is asked of cargo for the platform, so nothing is listed by hand; the texts are those that each crate
//! carries. A crate without a text, or with a licence that has not been thought about, is an error.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::super::library::Platform;
use crate::Result;
use crate::run::{cargo, output};

/// Licences that the library may be handed on under, the one with the least to observe first, and what the name of a
/// file with its text has in it.
const LICENCES: &[(&str, &str)] =
    &[("MIT", "MIT"), ("BSL-1.0", "BSL"), ("Zlib", "ZLIB"), ("Apache-2.0", "APACHE")];

/// The licence that is taken of those that a crate offers. `expression` is in SPDX's language; of that, `A OR B` is all
/// that is understood.
fn choose(expression: &str) -> Option<(&'static str, &'static str)> {
    let offered: Vec<&str> = expression.split(" OR ").map(str::trim).collect();
    LICENCES.iter().copied().find(|(licence, _)| offered.contains(licence))
}

/// The text of a licence in a crate's folder: the file that is named after it, else the only one that there is.
fn text(folder: &Path, mark: &str) -> Result<String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let names = entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()));
    let mut names: Vec<String> = names
        .filter(|name| {
            let name = name.to_ascii_uppercase();
            name.starts_with("LICEN") || name.starts_with("COPYING") || name.starts_with("NOTICE")
        })
        .collect();
    names.sort();
    let named = names.iter().find(|name| name.to_ascii_uppercase().contains(mark));
    let name = match (named, names.as_slice()) {
        (Some(name), _) => name,
        (None, [only]) => only,
        _ => return Err(format!("{}: no text of its licence ({mark})", folder.display())),
    };
    let text = fs::read_to_string(folder.join(name)).map_err(|error| format!("{name}: {error}"))?;
    Ok(text.replace("\r\n", "\n").trim_matches('\n').to_owned())
}

/// A crate that is linked in.
struct Linked {
    /// Name and version.
    title: String,
    licence: String,
    folder: PathBuf,
}

/// The crates of other people that are linked into the library for a platform.
fn linked(platform: Platform) -> Result<Vec<Linked>> {
    let arguments = [
        "tree",
        "--locked",
        "--package",
        "vademecum-ffi",
        "--edges",
        "normal,no-proc-macro",
        "--prefix",
        "none",
    ];
    let listed = output(cargo(arguments).args([
        "--format",
        "{p}",
        "--target",
        platform.triple().unwrap_or("x86_64-unknown-linux-gnu"),
    ]))?;
    let told = output(&mut cargo(["metadata", "--locked", "--format-version", "1"]))?;
    let told: Value = serde_json::from_str(&told).map_err(|error| format!("cargo metadata: {error}"))?;
    let packages =
        told.get("packages").and_then(Value::as_array).ok_or("cargo metadata tells no packages")?;
    let field = |package: &Value, name: &str| {
        package.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let known: BTreeMap<String, &Value> = packages
        .iter()
        .map(|package| (format!("{} v{}", field(package, "name"), field(package, "version")), package))
        .collect();
    let mut titles: Vec<&str> = listed.lines().map(|line| line.trim_end_matches(" (*)").trim()).collect();
    titles.sort_unstable();
    titles.dedup();
    let mut linked = Vec::new();
    // Crates of the workspace are told with their folder.
    for title in titles.into_iter().filter(|title| !title.is_empty() && !title.contains(" (")) {
        let package = known.get(title).ok_or_else(|| format!("cargo metadata does not know {title}"))?;
        let manifest = PathBuf::from(field(package, "manifest_path"));
        let folder = manifest.parent().unwrap_or(Path::new(".")).to_owned();
        linked.push(Linked { title: title.to_owned(), licence: field(package, "license"), folder });
    }
    match linked.is_empty() {
        true => Err("cargo tree lists nothing that is linked".into()),
        false => Ok(linked),
    }
}

/// What the compiler adds to every library: a title, why it is there, and where its text is.
pub struct Added {
    pub title: &'static str,
    pub why: &'static str,
    pub text: PathBuf,
}

/// The folder of the Rust compiler's own documents.
fn rust_documents() -> Result<PathBuf> {
    let root = output(std::process::Command::new("rustc").args(["--print", "sysroot"]))?;
    let folder = PathBuf::from(root.trim()).join("share").join("doc").join("rust");
    match folder.join("COPYRIGHT-library.html").exists() {
        true => Ok(folder),
        false => Err(format!("{}: the notices of Rust's standard library are not here", folder.display())),
    }
}

/// The notices of Rust's standard library, as Rust hands them on: a page of HTML.
pub fn standard_library() -> Result<Vec<u8>> {
    let path = rust_documents()?.join("COPYRIGHT-library.html");
    fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))
}

const RULE: &str = "================================================================================";

/// The text `THIRD-PARTY.txt` of a platform.
pub fn third_party(name: &str, platform: Platform, added: &[Added]) -> Result<String> {
    let mut text = format!(
        "What is linked into the Vademecum library for {}, and its licences.\n\nVademecum itself is MIT OR Apache-2.0: \
         LICENSE-MIT, LICENSE-APACHE.\nRust's standard library is told of in RUST-STANDARD-LIBRARY.html.\n",
        name
    );
    // Crates of one hand share a text.
    let mut texts: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for linked in linked(platform)? {
        let (licence, mark) = choose(&linked.licence)
            .ok_or_else(|| format!("{} is {}: may it be linked in?", linked.title, linked.licence))?;
        texts
            .entry((self::text(&linked.folder, mark)?, licence.to_owned()))
            .or_default()
            .push(format!("{} ({})", linked.title, linked.licence));
    }
    let mut parts: Vec<(String, String)> = texts
        .into_iter()
        .map(|((text, licence), mut titles)| {
            titles.sort();
            (format!("{}\nunder {licence}", titles.join("\n")), text)
        })
        .collect();
    parts.sort();
    let unicode = rust_documents()?.join("licenses").join("Unicode-3.0.txt");
    let unicode = Added {
        title: "Unicode Character Database",
        why: "tables of letters are made from it",
        text: unicode,
    };
    for Added { title, why, text } in std::iter::once(&unicode).chain(added) {
        let content = fs::read(text).map_err(|error| format!("{}: {error}", text.display()))?;
        let content = String::from_utf8_lossy(&content).replace("\r\n", "\n");
        parts.push((format!("{title}\n{why}"), content.trim_matches('\n').to_owned()));
    }
    for (head, body) in parts {
        text.push_str(&format!("\n{RULE}\n{head}\n{RULE}\n\n{body}\n"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_licence_with_least_to_observe_is_taken() {
        assert_eq!(choose("Zlib OR Apache-2.0 OR MIT").unwrap().0, "MIT");
        assert_eq!(choose("Apache-2.0 OR GPL-2.0-only").unwrap().0, "Apache-2.0");
        assert!(choose("GPL-2.0-only").is_none());
        assert!(choose("MIT AND GPL-2.0-only").is_none());
    }
}
