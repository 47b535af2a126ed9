//! The site: its folder, a small server for it, and its tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{run, target, vademecum, work_folder, write};
use crate::{Result, number, root, serve, wasm};

/// How large the demonstration release is.
const CONCEPTS: u64 = 20_000;

/// What `cargo xtask www` was asked for.
struct Options {
    concepts: u64,
    /// A file to show in place of the demonstration release.
    file: Option<PathBuf>,
    port: u16,
    serves: bool,
}

impl Options {
    fn read(arguments: &[String]) -> Result<Self> {
        let mut options = Self { concepts: CONCEPTS, file: None, port: 8080, serves: true };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let mut value = || rest.next().ok_or(format!("`{argument}` needs a value"));
            match argument.as_str() {
                "--no-serve" => options.serves = false,
                "--concepts" => options.concepts = number(Some(value()?), CONCEPTS)?,
                "--file" => options.file = Some(PathBuf::from(value()?)),
                "--port" => {
                    options.port = value()?.parse().map_err(|_| "`--port` is not a port".to_owned())?;
                }
                _ => return Err(format!("`{argument}` is not known")),
            }
        }
        Ok(options)
    }
}

fn failed(path: &Path) -> impl Fn(std::io::Error) -> String {
    let shown = path.display().to_string();
    move |error| format!("{shown}: {error}")
}

/// Every file below a folder, sorted, by its path from there with `/` between its parts.
fn files(folder: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut todo = vec![String::new()];
    while let Some(below) = todo.pop() {
        let path = folder.join(&below);
        for entry in fs::read_dir(&path).map_err(failed(&path))? {
            let entry = entry.map_err(failed(&path))?;
            let name = format!("{below}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() { todo.push(format!("{name}/")) } else { found.push(name) }
        }
    }
    found.sort();
    Ok(found)
}

/// Copies the files of a folder for which `wanted` holds.
fn copy(from: &Path, to: &Path, wanted: impl Fn(&str) -> bool) -> Result<()> {
    for name in files(from)?.iter().filter(|name| wanted(name)) {
        let path = to.join(name);
        let folder = path.parent().unwrap_or(to);
        fs::create_dir_all(folder).map_err(failed(folder))?;
        fs::copy(from.join(name), &path).map_err(failed(&path))?;
    }
    Ok(())
}

/// What the service worker keeps, and a version that is another whenever one of these files is.
fn precache(site: &Path) -> Result<String> {
    let kept: Vec<String> = files(site)?
        .into_iter()
        .filter(|name| !name.starts_with("index/") && name != "service-worker.js" && name != "precache.js")
        .collect();
    let mut bytes = Vec::new();
    for name in kept.iter().map(String::as_str).chain(["service-worker.js"]) {
        let path = site.join(name);
        bytes.extend_from_slice(name.as_bytes());
        bytes.push(0);
        bytes.extend(fs::read(&path).map_err(failed(&path))?);
    }
    let told = serde_json::json!({ "version": format!("{:032x}", xxhash_rust::xxh3::xxh3_128(&bytes)), "files": kept });
    Ok(format!("self.PRECACHE = {told:#};\n"))
}

/// The demonstration release as a file, with its medicines.
fn demonstration(vademecum: &Path, concepts: u64) -> Result<PathBuf> {
    let folder = work_folder("www")?;
    let (release, file) = (folder.join(format!("release-{concepts}")), folder.join("demo.vade"));
    let count = concepts.to_string();
    run(Command::new(vademecum).args(["synth", "--concepts", &count, "--dmd", "--out"]).arg(&release))?;
    run(Command::new(vademecum)
        .args(["build", "--quiet", "--rf2"])
        .arg(&release)
        .arg("--dmd")
        .arg(&release)
        .arg("--out")
        .arg(&file))?;
    Ok(file)
}

/// Assembles the folder of the site; answers where it is.
fn assemble(options: &Options) -> Result<PathBuf> {
    wasm::build()?;
    let vademecum = vademecum()?;
    let file = match &options.file {
        Some(file) => file.clone(),
        None => demonstration(&vademecum, options.concepts)?,
    };
    let site = target().join("www");
    if site.exists() {
        fs::remove_dir_all(&site).map_err(failed(&site))?;
    }
    copy(&root().join("www").join("site"), &site, |_| true)?;
    // Pages import nothing of Node's or React's.
    let apart = ["node.js", "sync.js", "react.js"];
    copy(&wasm::package().join("dist"), &site.join("vademecum"), |name| {
        !name.ends_with(".d.ts") && !apart.contains(&name)
    })?;
    run(Command::new(&vademecum).args(["pack", "--quiet"]).arg(&file).arg("--out").arg(site.join("index")))?;
    write(&site.join("precache.js"), &precache(&site)?)?;
    println!("the site is in {}", site.display());
    Ok(site)
}

/// Builds the site, and serves it until it is ended.
pub fn www(arguments: &[String]) -> Result<()> {
    let options = Options::read(arguments)?;
    let site = assemble(&options)?;
    if options.serves { serve::serve(&site, options.port) } else { Ok(()) }
}

/// Builds the site of a small release, and runs its tests in Chromium.
pub fn test() -> Result<()> {
    let options = Options { concepts: 3_000, file: None, port: 0, serves: false };
    let site = assemble(&options)?;
    let screenshots = target().join("www-screenshots");
    fs::create_dir_all(&screenshots).map_err(failed(&screenshots))?;
    let chromium = wasm::chromium()?;
    let tests = root().join("www").join("test");
    for name in ["site", "medicines"] {
        run(Command::new("node")
            .args(["--test", "--test-reporter=spec"])
            .arg(tests.join(format!("{name}.test.mjs")))
            .env("VADEMECUM", vademecum()?)
            .env("CHROMIUM", &chromium)
            .env("VADEMECUM_SITE", &site)
            .env("VADEMECUM_SCREENSHOTS", &screenshots))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_or_refused() {
        let read =
            |words: &[&str]| Options::read(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        let options = read(&["--no-serve", "--concepts", "5,000", "--port", "81"]).unwrap();
        assert_eq!((options.serves, options.concepts, options.port), (false, 5000, 81));
        for wrong in [&["--port"][..], &["--port", "x"], &["--odd"], &["--concepts", "many"]] {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn another_content_is_another_version() {
        let folder = work_folder("precache").unwrap();
        for (name, text) in [("a.js", "one"), ("service-worker.js", "two"), ("index/part.bin", "three")] {
            fs::create_dir_all(folder.join("index")).unwrap();
            fs::write(folder.join(name), text).unwrap();
        }
        let first = precache(&folder).unwrap();
        assert!(
            first.contains("\"a.js\"") && !first.contains("part.bin") && !first.contains("service-worker")
        );
        assert_eq!(first, precache(&folder).unwrap());
        fs::write(folder.join("index/part.bin"), "four").unwrap();
        assert_eq!(first, precache(&folder).unwrap());
        fs::write(folder.join("service-worker.js"), "five").unwrap();
        let second = precache(&folder).unwrap();
        assert_ne!(first, second);
        fs::write(folder.join("a.js"), "six").unwrap();
        assert_ne!(second, precache(&folder).unwrap());
    }
}
