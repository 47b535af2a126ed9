//! The programs that ask the library of this machine.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::Files;
use super::library::{Build, Platform, Tree, tree};
use crate::run::{make_folder, output, run};
use crate::{Result, root};

/// How every program is compiled.
pub const STRICT: &[&str] = &["-pedantic", "-Wall", "-Wextra", "-Werror", "-g", "-O1"];

/// The sources of a program in `ffi/test`: one file, or all of a folder.
pub fn sources(name: &str) -> Result<Vec<PathBuf>> {
    let test = root().join("ffi").join("test");
    if !test.join(name).is_dir() {
        return Ok(vec![test.join(name)]);
    }
    let folder = test.join(name);
    let entries = std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut sources: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "c"))
        .collect();
    sources.sort();
    Ok(sources)
}

/// A compiler that makes a program of sources and the headers of a tree.
pub fn compile(
    compiler: &mut Command,
    standard: &str,
    name: &str,
    tree: &Tree,
    program: &Path,
) -> Result<()> {
    make_folder(program.parent().unwrap_or(Path::new(".")))?;
    compiler.arg(format!("-std={standard}")).args(STRICT).arg("-I").arg(tree.include()).args(sources(name)?);
    compiler.arg("-o").arg(program);
    Ok(())
}

/// Links a program with the shared library, which it finds by itself.
pub fn against_shared(compiler: &mut Command, tree: &Tree) {
    compiler.arg("-L").arg(tree.lib()).arg("-lvademecum").arg(format!("-Wl,-rpath,{}", tree.lib().display()));
}

/// Links a program with the static library.
pub fn against_static(compiler: &mut Command, tree: &Tree) {
    compiler.arg(tree.fixed()).args(["-Wl,--gc-sections", "-lgcc_s", "-lpthread", "-lm", "-ldl"]);
}

/// Compiles a program against the shared library.
pub fn program(name: &str, standard: &str, tree: &Tree, files: &Files) -> Result<PathBuf> {
    let stem = Path::new(name).file_stem().unwrap_or_default();
    let program = files.work.join("programs").join(stem);
    let mut compiler = Command::new(if name.ends_with(".cpp") { "g++" } else { "gcc" });
    compile(&mut compiler, standard, name, tree, &program)?;
    against_shared(&mut compiler, tree);
    run(compiler.args(["-lpthread", "-lm", "-ldl"]))?;
    Ok(program)
}

/// Runs a program with the corpus of requests on its standard input, and answers what it prints.
pub fn asked(command: &mut Command) -> Result<String> {
    let corpus = root().join("core").join("testdata").join("requests.jsonl");
    let corpus = std::fs::File::open(&corpus).map_err(|error| format!("{}: {error}", corpus.display()))?;
    output(command.stdin(Stdio::from(corpus)))
}

/// One corpus of requests, answered by the command line and through C.
fn corpus(tree: &Tree, files: &Files, vademecum: &Path) -> Result<()> {
    let program = program("corpus.c", "c89", tree, files)?;
    for file in [&files.demo, &files.subset, &files.partial, &files.products] {
        let by_command = asked(Command::new(vademecum).arg("batch").arg(file))?;
        let by_library = asked(Command::new(&program).arg(file))?;
        if by_command.lines().count() < 100 {
            return Err("the corpus of requests is not answered".into());
        }
        if let Some((one, other)) =
            by_command.lines().zip(by_library.lines()).find(|(one, other)| one != other)
        {
            return Err(format!("the command line and C differ:\n{one}\n{other}"));
        }
        if by_command.lines().count() != by_library.lines().count() {
            return Err("the command line and C answer different numbers of requests".into());
        }
    }
    Ok(())
}

/// Runs everything on the library as it is shipped.
pub fn test(tree: &Tree, files: &Files, vademecum: &Path) -> Result<()> {
    let conduct = program("conduct", "c89", tree, files)?;
    run(Command::new(&conduct).args(files.for_conduct()))?;
    let fixed = files.work.join("programs").join("conduct-static");
    let mut compiler = Command::new("gcc");
    compile(&mut compiler, "c89", "conduct", tree, &fixed)?;
    against_static(&mut compiler, tree);
    run(&mut compiler)?;
    run(Command::new(&fixed).args(files.for_conduct()))?;
    corpus(tree, files, vademecum)?;
    let wrapper = program("wrapper.cpp", "c++17", tree, files)?;
    run(Command::new(&wrapper).args([&files.demo, &files.subset, &files.products]))?;
    let threads = program("threads.c", "c89", tree, files)?;
    run(Command::new(&threads).arg(&files.demo).arg("together"))?;
    // The library is loaded by this program alone, so that it can be gone.
    let unload = files.work.join("programs").join("unload");
    let mut compiler = Command::new("gcc");
    compile(&mut compiler, "c89", "unload.c", tree, &unload)?;
    run(compiler.args(["-ldl", "-lpthread"]))?;
    run(Command::new(&unload).arg(tree.shared()).arg(&files.demo).arg("200"))?;
    let stack = program("stack.c", "c99", tree, files)?;
    run(Command::new(&stack).args([&files.demo, &files.products]))?;
    let allocations = program("allocations.c", "c99", tree, files)?;
    run(Command::new(&allocations).args([&files.demo, &files.products]))?;
    let traps = program("traps.c", "c99", tree, files)?;
    for file in [&files.demo, &files.subset] {
        asked(Command::new(&traps).arg(file)).map(|told| print!("{told}"))?;
    }
    Ok(())
}

/// A panic that is planted becomes a status, in the shared library and in the static one, and prints nothing.
pub fn test_panic(files: &Files) -> Result<()> {
    let tree = tree(Platform::LinuxX86, Build::Planted, &files.work.join("planted"))?;
    for is_shared in [true, false] {
        let program = files.work.join("programs").join(if is_shared { "panic" } else { "panic-static" });
        let mut compiler = Command::new("gcc");
        compile(&mut compiler, "c89", "panic.c", &tree, &program)?;
        if is_shared {
            against_shared(&mut compiler, &tree)
        } else {
            against_static(&mut compiler, &tree)
        }
        run(&mut compiler)?;
        println!("$ {} {}", program.display(), files.demo.display());
        let run = Command::new(&program).arg(&files.demo).output();
        let run = run.map_err(|error| format!("{}: {error}", program.display()))?;
        let (told, complaint) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
        if !run.status.success() || !complaint.is_empty() {
            return Err(format!("a planted panic: {}\n{told}{complaint}", run.status));
        }
        print!("{told}");
    }
    Ok(())
}
