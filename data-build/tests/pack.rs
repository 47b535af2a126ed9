//! `vademecum pack`: what the folder holds, and what becomes of the release before.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;

use serde_json::Value;
use sha2::{Digest, Sha256};
use support::{BARE, FOLDER, WHOLE, answered, engine, path, refused};
use vademecum::OpenOptions;

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
}

fn packed(file: &Path, out: &Path, more: &[&str]) -> Value {
    let arguments = ["pack", path(file), "--out", path(out), "--fast", "--quiet", "--json"];
    serde_json::from_str(&answered(arguments.iter().chain(more))).unwrap()
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The header that `latest.json` names, and its parts' names.
fn current(files: &BTreeMap<String, Vec<u8>>) -> (Value, Vec<String>) {
    let latest: Value = serde_json::from_slice(&files["latest.json"]).unwrap();
    let header = &files[latest["release"].as_str().unwrap()];
    assert_eq!(latest["sha256"], sha256(header));
    let header: Value = serde_json::from_slice(header).unwrap();
    let parts = header["parts"].as_array().unwrap();
    let names = parts.iter().map(|part| part["name"].as_str().unwrap().to_owned()).collect();
    (header, names)
}

#[test]
fn the_parts_are_the_file() {
    let out = FOLDER.path().join("packed");
    let told = packed(&WHOLE, &out, &[]);
    let files = files(&out);
    let (header, names) = current(&files);
    assert_eq!(told["parts"], names.len());
    assert_eq!(files.len(), 3 * names.len() + 2, "{:?}", files.keys());
    let parts = header["parts"].as_array().unwrap();
    let opened = OpenOptions::new().open_beginning(files[&names[0]].clone()).unwrap();
    assert_eq!(parts[0]["sections"], Value::Array(Vec::new()));
    let mut search_is_over = false;
    for (part, name) in parts.iter().zip(&names) {
        let raw = &files[name];
        assert_eq!(part["sha256"], sha256(raw));
        assert_eq!(part["bytes"], raw.len());
        assert!(name.contains(&sha256(raw)[..16]), "{name}");
        let (mut brotli, mut gzip) = (Vec::new(), Vec::new());
        brotli::BrotliDecompress(&mut files[&format!("{name}.br")].as_slice(), &mut brotli).unwrap();
        flate2::read::GzDecoder::new(files[&format!("{name}.gz")].as_slice()).read_to_end(&mut gzip).unwrap();
        assert!(brotli == *raw && gzip == *raw, "{name}");
        assert_eq!(part["brotli"], files[&format!("{name}.br")].len());
        assert_eq!(part["gzip"], files[&format!("{name}.gz")].len());
        let mut rest = raw.as_slice();
        for section in part["sections"].as_array().unwrap() {
            let section = opened.sections().iter().find(|known| section == known.name.as_str()).unwrap();
            let (content, behind) = rest.split_at(section.length as usize);
            opened.add_section(&section.name, content.to_vec()).unwrap();
            rest = behind;
            // What a search needs comes first.
            let for_search = section.kind().unwrap().is_for_search();
            assert!(!(for_search && search_is_over), "{}", section.name);
            search_is_over |= !for_search;
        }
        assert!(rest.is_empty() || part["sections"] == Value::Array(Vec::new()), "{name}");
    }
    opened.verify().unwrap();
    assert_eq!(opened.manifest(), engine(&WHOLE).manifest());
}

#[test]
fn the_same_file_gives_the_same_folder() {
    let (one, two) = (FOLDER.path().join("one"), FOLDER.path().join("two"));
    packed(&WHOLE, &one, &[]);
    packed(&WHOLE, &two, &[]);
    assert!(files(&one) == files(&two));
    packed(&WHOLE, &one, &[]);
    assert!(files(&one) == files(&two));
}

#[test]
fn the_release_before_stays_until_it_is_pruned() {
    let out = FOLDER.path().join("again");
    packed(&WHOLE, &out, &[]);
    let before = files(&out);
    fs::write(out.join("mine.txt"), "mine").unwrap();
    packed(&BARE, &out, &[]);
    let both = files(&out);
    for (name, bytes) in before.iter().filter(|(name, _)| *name != "latest.json") {
        assert!(both[name] == *bytes, "{name}");
    }
    let (_, names) = current(&both);
    let told = packed(&BARE, &out, &["--prune"]);
    let after = files(&out);
    assert_eq!(told["pruned"].as_u64().unwrap() as usize, both.len() - after.len());
    assert_eq!(
        after.len(),
        3 * names.len() + 3,
        "the release, its pointer, and a file that is no part of any"
    );
    assert!(names.iter().all(|name| after.contains_key(name)) && after.contains_key("mine.txt"));
}

#[test]
fn a_header_prunes_nothing_outside_the_folder() {
    let out = FOLDER.path().join("inside");
    packed(&WHOLE, &out, &[]);
    let beside = FOLDER.path().join("beside.bin");
    fs::write(&beside, "mine").unwrap();
    let (mut header, _) = current(&files(&out));
    header["parts"][0]["name"] = "../beside.bin".into();
    fs::write(out.join("release-odd.json"), header.to_string()).unwrap();
    packed(&WHOLE, &out, &["--prune"]);
    assert!(beside.exists() && !out.join("release-odd.json").exists());
}

#[test]
fn a_damaged_file_is_not_packed() {
    let mut bytes = fs::read(&*WHOLE).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let file = FOLDER.path().join("damaged.vade");
    fs::write(&file, bytes).unwrap();
    let out = FOLDER.path().join("nothing");
    let (code, message) = refused(["pack", path(&file), "--out", path(&out)]);
    assert_eq!(code, 1);
    assert!(message.contains("damaged"), "{message}");
    assert!(!out.exists());
}
