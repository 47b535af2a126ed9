//! The browser module and its npm package.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{cargo, copy, make_folder, output, run, succeeds, target, without_paths, work_folder};
use crate::{Result, root};

const TARGET: &str = "wasm32-unknown-unknown";

/// What the module is compiled with in `wasm/npm/package.json`; other versions have broken it without a word.
const WASM_OPT: &str = "version 132";

/// How wasm-opt is run. Features are named one by one: all of them make a module that browsers refuse.
const WASM_OPT_ARGUMENTS: &[&str] = &[
    "-O3",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The folder of the npm package.
pub fn package() -> PathBuf {
    root().join("wasm").join("npm")
}

/// A program of the package's own tools.
pub fn npm_program(name: &str) -> Command {
    let suffix = if cfg!(windows) { ".cmd" } else { "" };
    Command::new(package().join("node_modules").join(".bin").join(format!("{name}{suffix}")))
}

/// Fetches what `package-lock.json` names, unless it is there.
pub fn install() -> Result<()> {
    if !succeeds("npm", &["--version"]) {
        return Err(
            "the browser module needs Node 18 or newer with npm: install them and run this again".into()
        );
    }
    let lock = |path: PathBuf| fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    let wanted = lock(package().join("package-lock.json"));
    let there = lock(package().join("node_modules").join(".package-lock.json"));
    if there.is_some() && there >= wanted {
        return Ok(());
    }
    run(Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--prefix"]).arg(package()))
}

/// Builds the tool that writes glue and types.
fn tool() -> Result<PathBuf> {
    run(&mut cargo(["build", "--release", "--package", "vademecum-wasm-tool"]))?;
    Ok(target().join("release").join(format!("vademecum-wasm-tool{}", std::env::consts::EXE_SUFFIX)))
}

/// Writes the types of the request protocol, or checks that they are current.
pub fn types(check: bool) -> Result<()> {
    let mut command = Command::new(tool()?);
    command.arg("types").args(check.then_some("--check"));
    run(command.arg(package().join("src").join("protocol.ts")))
}

/// Builds the module and the package into `wasm/npm/dist`; answers the path of the module.
pub fn build() -> Result<PathBuf> {
    if !succeeds("rustup", &["target", "add", TARGET]) {
        println!("`rustup target add {TARGET}` does not work here; the target has to be there already");
    }
    install()?;
    let version = output(npm_program("wasm-opt").arg("--version"))?;
    if !version.contains(WASM_OPT) {
        return Err(format!(
            "wasm-opt is `{}`, and the module is made with {WASM_OPT}: other versions have broken it without a word",
            version.trim()
        ));
    }
    let mut compiling =
        cargo(["build", "--profile", "wasm", "--package", "vademecum-wasm", "--target", TARGET]);
    run(compiling.env("CARGO_ENCODED_RUSTFLAGS", without_paths()))?;
    let compiled = target().join(TARGET).join("wasm").join("vademecum_wasm.wasm");
    let glue = work_folder("wasm")?;
    run(Command::new(tool()?).arg("glue").arg(&compiled).arg(&glue))?;
    let dist = package().join("dist");
    if dist.exists() {
        fs::remove_dir_all(&dist).map_err(|error| format!("{}: {error}", dist.display()))?;
    }
    make_folder(&dist)?;
    let module = dist.join("vademecum.wasm");
    run(npm_program("wasm-opt")
        .args(WASM_OPT_ARGUMENTS)
        .arg(glue.join("vademecum.wasm"))
        .arg("-o")
        .arg(&module))?;
    copy(&glue.join("glue.js"), &dist.join("glue.js"))?;
    copy(&glue.join("glue.d.ts"), &package().join("src").join("glue.d.ts"))?;
    types(true)?;
    run(npm_program("tsc").arg("-p").arg(package()))?;
    Ok(module)
}

/// The largest module that is let through, in bytes as it is and by Brotli. The aims are 400,000 and 150,000; what is
/// missing to them is told in benches/WASM.md and, of dm+d, in benches/DMD.md. This keeps it from growing unseen.
const LARGEST: [u64; 2] = [870_000, 287_000];

/// Errors where the module has grown.
fn check_size(module: &Path) -> Result<()> {
    let script = "const z = require('node:zlib'), b = require('node:fs').readFileSync(process.argv[1]);\
        const params = { [z.constants.BROTLI_PARAM_QUALITY]: 11, [z.constants.BROTLI_PARAM_LGWIN]: 24 };\
        console.log(b.length, z.brotliCompressSync(b, { params }).length)";
    let told = output(Command::new("node").args(["-e", script]).arg(module))?;
    let sizes: Vec<u64> = told.split_whitespace().filter_map(|size| size.parse().ok()).collect();
    println!("the module has {} bytes", told.trim().replace(' ', " bytes, by Brotli "));
    match sizes.iter().zip(LARGEST).all(|(size, largest)| *size <= largest) && sizes.len() == LARGEST.len() {
        true => Ok(()),
        false => Err(format!(
            "the module has grown: {} bytes, and at most {LARGEST:?} are let through",
            told.trim()
        )),
    }
}

/// Where a browser of Debian's is; installs it where that can be done.
fn browser(variable: &str, name: &str) -> Result<PathBuf> {
    let named = std::env::var_os(variable).map(PathBuf::from);
    let path = named.unwrap_or_else(|| Path::new("/usr/bin").join(name));
    if !path.exists() {
        let apt = |arguments: &[&str]| succeeds("apt-get", arguments);
        apt(&["update", "-qq"]);
        let lock = "DPkg::Lock::Timeout=300";
        apt(&["-o", lock, "install", "-y", "-qq", "--no-install-recommends", name]);
    }
    match path.exists() {
        true => Ok(path),
        false => {
            Err(format!("the tests of the browser module need {name}: install it, or name it in {variable}"))
        }
    }
}

/// Where Chromium is.
pub fn chromium() -> Result<PathBuf> {
    browser("CHROMIUM", "chromium")
}

/// Builds the package and runs its tests: in Node, in Chromium, in Firefox, and from the archive of `npm pack`.
pub fn test() -> Result<()> {
    let module = build()?;
    check_size(&module)?;
    let (chromium, firefox) = (chromium()?, browser("FIREFOX", "firefox-esr")?);
    let vademecum = crate::run::vademecum()?;
    let tests = root().join("wasm").join("test");
    for name in ["node", "browser", "firefox", "element", "medicines", "package"] {
        run(Command::new("node")
            .args(["--test", "--test-reporter=spec"])
            .arg(tests.join(format!("{name}.test.mjs")))
            .env("VADEMECUM", &vademecum)
            .env("CHROMIUM", &chromium)
            .env("FIREFOX", &firefox))?;
    }
    Ok(())
}

/// Measures the module on each file, and writes `benches/WASM.md`.
pub fn bench(files: &[String]) -> Result<()> {
    if files.is_empty() {
        return Err("name the files to measure, such as one of 80,000 concepts built with --concepts and \
            --without attributes"
            .into());
    }
    build()?;
    let chromium = chromium()?;
    let vademecum = crate::run::vademecum()?;
    run(&mut cargo(["build", "--release", "--package", "vademecum-benches", "--bin", "answers"]))?;
    let answers = target().join("release").join(format!("answers{}", std::env::consts::EXE_SUFFIX));
    let folder = root().join("wasm").join("bench");
    run(Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--prefix"]).arg(&folder))?;
    let mut report = Command::new("node");
    report.arg(folder.join("report.mjs"));
    for (place, file) in files.iter().enumerate() {
        let file = fs::canonicalize(file).map_err(|error| format!("{file}: {error}"))?;
        // Indexes are of one file, and stay for the next run.
        let length = fs::metadata(&file).map_or(0, |metadata| metadata.len());
        let work = work_folder(&format!("bench-wasm-{place}-{length}"))?;
        let figures = work.join("figures.json");
        run(Command::new("node")
            .arg("--max-old-space-size=6000")
            .arg(folder.join("bench.mjs"))
            .args([&file, &work, &figures])
            .env("VADEMECUM", &vademecum)
            .env("ANSWERS", &answers)
            .env("CHROMIUM", &chromium))?;
        report.arg(figures);
    }
    crate::run::write(&root().join("benches").join("WASM.md"), &output(&mut report)?)
}
