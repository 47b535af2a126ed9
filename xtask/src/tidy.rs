//! What the compiler does not check: that rooms import downward, and that documentation points at what is there.
//!
//! The import table is the one in ARCHITECTURE.md, so the text that people read is the text that is checked.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::{Result, root};

/// Over how many lines a source file has to be split by concern.
const LONGEST: usize = 800;

/// How the names of source files end.
const SOURCES: &[&str] =
    &[".rs", ".ts", ".js", ".mjs", ".css", ".c", ".h", ".cpp", ".hpp", ".pas", ".cs", ".java", ".py", ".bas"];

/// Tables, one entry after another, which may be longer; the second is written by `cargo xtask wasm types`.
const TABLES: &[&str] = &["synth/heads.rs", "npm/src/protocol.ts"];

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Every file below a folder with one of the endings, sorted.
fn files(folder: &Path, endings: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut todo = vec![folder.to_owned()];
    while let Some(folder) = todo.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        for entry in entries {
            let path = entry.map_err(|error| error.to_string())?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                if !["target", ".git", "out", "node_modules", "dist"].contains(&name.as_str()) {
                    todo.push(path);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The table "| room | may import |" of ARCHITECTURE.md.
fn import_table(architecture: &str) -> BTreeMap<String, Vec<String>> {
    let rows = architecture.lines().skip_while(|line| !line.starts_with("| room | may import"));
    let cell =
        |text: &str| -> Vec<String> { text.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    let rows = rows.skip(2).take_while(|line| line.starts_with('|'));
    rows.filter_map(|line| {
        let mut cells = line.split('|').skip(1);
        let (rooms, imports) = (cell(cells.next()?), cell(cells.next()?));
        Some(rooms.into_iter().map(move |room| (room, imports.clone())))
    })
    .flatten()
    .collect()
}

/// The rooms that a source text names after `crate::`.
fn imports(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let code = code.split("#[cfg(all(test").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code: String = lines.collect::<Vec<_>>().join("\n");
    let names = code
        .split("crate::")
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>());
    names.filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase())).collect()
}

fn check_imports(complaints: &mut Vec<String>) -> Result<()> {
    let table = import_table(&read(&root().join("ARCHITECTURE.md"))?);
    if table.len() < 10 {
        return Err("ARCHITECTURE.md has no table `| room | may import |`".into());
    }
    let source = root().join("core").join("src");
    for path in files(&source, &[".rs"])? {
        let inside = path.strip_prefix(&source).map_err(|error| error.to_string())?;
        let first = inside.components().next().map(|part| part.as_os_str().to_string_lossy().into_owned());
        let room = first.unwrap_or_default().trim_end_matches(".rs").to_owned();
        if room == "lib" {
            continue;
        }
        let Some(allowed) = table.get(&room) else {
            complaints.push(format!("{}: room `{room}` is not in the import table", inside.display()));
            continue;
        };
        for import in imports(&read(&path)?) {
            if import != room && !allowed.contains(&import) {
                complaints.push(format!("{}: `{room}` may not import `{import}`", inside.display()));
            }
        }
    }
    Ok(())
}

fn check_lengths(complaints: &mut Vec<String>) -> Result<()> {
    for folder in ["core", "data-build", "benches", "xtask", "wasm", "www", "ffi"] {
        for path in files(&root().join(folder), SOURCES)? {
            let lines = read(&path)?.lines().count();
            if lines > LONGEST && !TABLES.iter().any(|table| path.ends_with(table)) {
                complaints.push(format!("{}: {lines} lines; split it by concern", path.display()));
            }
        }
    }
    Ok(())
}

/// Links of Markdown files to files beside them, and headings of this workspace's own.
fn check_links(complaints: &mut Vec<String>) -> Result<()> {
    for path in files(&root(), &[".md"])? {
        let text = read(&path)?;
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap_or_default();
            if file.is_empty() || file.contains("://") || file.starts_with("mailto:") {
                continue;
            }
            let folder = path.parent().unwrap_or(Path::new("."));
            if !folder.join(file).exists() {
                complaints.push(format!("{}: link to `{target}`, which is not there", path.display()));
            }
        }
    }
    Ok(())
}

/// Checks everything.
pub fn run() -> Result<()> {
    println!("$ cargo xtask tidy");
    let mut complaints = Vec::new();
    check_imports(&mut complaints)?;
    check_lengths(&mut complaints)?;
    check_links(&mut complaints)?;
    if complaints.is_empty() { Ok(()) } else { Err(format!("not tidy:\n  {}", complaints.join("\n  "))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_from_markdown() {
        let table = import_table(
            "text\n| room | may import |\n|---|---|\n| `id`, `bytes` | nothing |\n| `a` | `id`, `b` |\n\n| `x` | `y` |",
        );
        assert_eq!(table.keys().collect::<Vec<_>>(), ["a", "bytes", "id"]);
        assert_eq!(table["a"], ["id", "b"]);
        assert!(table["id"].is_empty());
    }

    #[test]
    fn imports_are_found_wherever_they_stand() {
        let text = "use crate::id::Sctid;\n// crate::not\nlet x = crate::text::tokens(crate::Engine);\n#[cfg(test)]\nuse crate::search::X;";
        assert_eq!(imports(text), ["id", "text"]);
    }
}
