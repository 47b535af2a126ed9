//! Archives, hostile ones included, and inputs that are not a release.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in its helpers as well"
)]

mod rf2_written;

use std::fs;
use std::io::{Cursor, Write};

use rf2_written::*;
use tempfile::TempDir;
use vademecum_build::package::PackageError;
use vademecum_build::rf2::Rf2Error;
use vademecum_build::warnings::WarningKind;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

#[track_caller]
fn tells(error: &Rf2Error, parts: &[&str]) {
    let message = error.to_string();
    for part in parts {
        assert!(message.contains(part), "{part:?} is not in: {message}");
    }
}

/// The archive with every copy of a name (local header and directory) replaced by one of the same length.
fn renamed(zip: &[u8], from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut bytes = zip.to_vec();
    let at: Vec<usize> =
        (0..bytes.len() - from.len()).filter(|at| bytes[*at..].starts_with(from.as_bytes())).collect();
    assert_eq!(at.len(), 2);
    for at in at {
        bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
    }
    bytes
}

/// The positions of the central directory's headers.
fn directory(zip: &[u8]) -> Vec<usize> {
    (0..zip.len() - 4).filter(|at| zip[*at..].starts_with(b"PK\x01\x02")).collect()
}

fn le32(bytes: &mut [u8], at: usize, value: u32) {
    bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
}

#[test]
fn folders_archives_and_archives_in_archives_give_the_same() {
    let package = small();
    let wanted = read_folder(&package).unwrap();
    let inner = package.zip();
    let outer = zip([("b/inner.zip", inner.as_slice()), ("Readme.txt", b"x")]);
    let outermost =
        zip([("outer.ZIP", outer.as_slice()), ("__MACOSX/._outer.zip", b"junk"), ("._b.zip", b"junk")]);
    for (bytes, path) in [
        (inner, "release.zip!Snapshot/Terminology/"),
        (outer, "release.zip!b/inner.zip!Snapshot/Terminology/"),
        (outermost, "release.zip!outer.ZIP!b/inner.zip!Snapshot/Terminology/"),
    ] {
        let release = read_zip(&bytes).unwrap();
        assert_eq!(release.concepts, wanted.concepts);
        assert_eq!(release.terms, wanted.terms);
        assert_eq!(release.is_a, wanted.is_a);
        assert_eq!(release.language, wanted.language);
        assert!(release.statistics.files.iter().any(|file| file.path.contains(path)), "{path}");
    }
}

#[test]
fn errors_name_archive_and_entry() {
    let package = small().append(CONCEPT_FILE, "1\t2");
    let outer = zip([("inner.zip", package.zip().as_slice())]);
    let error = read_zip(&outer).unwrap_err();
    tells(&error, &[&format!("release.zip!inner.zip!{CONCEPT_FILE}"), "line 7"]);
}

#[test]
fn entries_with_names_that_lead_out_are_refused() {
    for name in
        ["/bsolute.txt", "../outer.txt", "a/../.b.txt", "..\\outer.txt", "\\bsolute.txt", "C:\\drive.txt"]
    {
        let harmless = "harmless.txt";
        assert_eq!(name.len(), 12 - usize::from(name.len() == 11), "{name}");
        let package = small().bytes(&harmless[..name.len()], "x");
        let error = read_zip(&renamed(&package.zip(), &harmless[..name.len()], name)).unwrap_err();
        assert!(
            matches!(&error, Rf2Error::Package(PackageError::UnsafeEntry { entry, .. }) if entry == name),
            "{error}"
        );
        tells(&error, &["release.zip", name]);
    }
}

#[test]
fn absurd_expansion_is_refused_as_declared() {
    // Zeros pack about 1:1000; an archive of them cannot be much denser with deflate, so the size is forged.
    let zip = small().zip();
    let mut bytes = zip.clone();
    let entry = directory(&bytes)[0];
    le32(&mut bytes, entry + 24, 900 << 20);
    let error = read_zip(&bytes).unwrap_err();
    assert!(
        matches!(&error, Rf2Error::Package(PackageError::Expansion { unpacked, .. }) if *unpacked == 900 << 20),
        "{error}"
    );
    tells(&error, &["release.zip", "943718400"]);
}

#[test]
fn absurd_expansion_is_refused_in_a_real_bomb() {
    let zeros = vec![0u8; 40 << 20];
    let best = SimpleFileOptions::default().compression_level(Some(9));
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("bomb.zip", best).unwrap();
    writer.write_all(&zeros).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    // Deflate reaches 1:1030 at most.
    if bytes.len() * 1000 < zeros.len() {
        let error = read_zip(&bytes).unwrap_err();
        assert!(
            matches!(&error, Rf2Error::Package(PackageError::Expansion { entry, .. }) if entry == "bomb.zip"),
            "{error}"
        );
    }
}

#[test]
fn entries_of_another_size_than_declared_are_refused() {
    for (size, what) in [(100u32, "larger"), (100_000, "shorter")] {
        let mut bytes = small().zip();
        let entry = directory(&bytes)
            .into_iter()
            .find(|at| bytes[at + 46..].starts_with(CONCEPT_FILE.as_bytes()))
            .unwrap();
        le32(&mut bytes, entry + 24, size);
        let error = read_zip(&bytes).unwrap_err();
        assert!(
            matches!(
                &error,
                Rf2Error::Package(PackageError::DamagedEntry { .. })
                    | Rf2Error::Package(PackageError::Expansion { .. })
            ),
            "{what}: {error}"
        );
        tells(&error, &["release.zip", CONCEPT_FILE]);
    }
}

#[test]
fn deep_nesting_is_refused() {
    let nested = |levels| {
        let mut bytes = small().zip();
        for _ in 1..levels {
            bytes = zip([("n.zip", bytes.as_slice())]);
        }
        bytes
    };
    assert_eq!(read_zip(&nested(16)).unwrap().concepts.len(), 5);
    let error = read_zip(&nested(17)).unwrap_err();
    assert!(matches!(&error, Rf2Error::Package(PackageError::Nesting { limit: 16, .. })), "{error}");
    tells(&error, &["release.zip!n.zip!n.zip", "16"]);
}

#[test]
fn cut_and_damaged_archives_are_refused() {
    let zip = small().zip();
    for length in [0, 1, 10, zip.len() / 2, zip.len() - 1] {
        let error = read_zip(&zip[..length]).unwrap_err();
        assert!(matches!(&error, Rf2Error::Package(PackageError::Archive { .. })), "{length}: {error}");
        tells(&error, &["release.zip", "download it again"]);
    }
    let mut bytes = zip.clone();
    bytes[directory(&zip)[0]] = b'Q';
    assert!(matches!(read_zip(&bytes).unwrap_err(), Rf2Error::Package(PackageError::Archive { .. })));
    let outer = rf2_written::zip([("inner.zip", &zip[..zip.len() / 2])]);
    tells(&read_zip(&outer).unwrap_err(), &["release.zip!inner.zip"]);
}

#[test]
fn a_wrong_checksum_is_refused() {
    let mut bytes = small().zip();
    let entry = directory(&bytes)
        .into_iter()
        .find(|at| bytes[at + 46..].starts_with(RELATIONSHIP_FILE.as_bytes()))
        .unwrap();
    le32(&mut bytes, entry + 16, 0x1234_5678);
    let error = read_zip(&bytes).unwrap_err();
    assert!(
        matches!(&error, Rf2Error::Package(PackageError::DamagedEntry { entry, .. }) if entry == RELATIONSHIP_FILE),
        "{error}"
    );
    tells(&error, &["release.zip", RELATIONSHIP_FILE]);
}

#[test]
fn flipped_bytes_end_in_a_release_or_an_error() {
    let zip = small().zip();
    for at in (0..zip.len()).step_by(3) {
        let mut bytes = zip.clone();
        bytes[at] ^= 0x41;
        // Reading must come back, whatever with.
        drop(read_zip(&bytes));
    }
}

#[test]
fn encrypted_entries_and_other_methods_are_refused() {
    for (offset, value) in [(8, 1u8), (10, 14)] {
        let mut bytes = small().zip();
        let entry = directory(&bytes)
            .into_iter()
            .find(|at| bytes[at + 46..].starts_with(CONCEPT_FILE.as_bytes()))
            .unwrap();
        bytes[entry + offset] = value;
        let error = read_zip(&bytes).unwrap_err();
        assert!(
            matches!(&error, Rf2Error::Package(PackageError::UnsupportedEntry { entry, .. }) if entry == CONCEPT_FILE),
            "{error}"
        );
        tells(&error, &["release.zip", CONCEPT_FILE]);
    }
}

#[test]
fn two_entries_of_one_name_are_refused() {
    let package = small().bytes("aaaa.txt", "x").bytes("bbbb.txt", "y");
    let error = read_zip(&renamed(&package.zip(), "bbbb.txt", "aaaa.txt")).unwrap_err();
    assert!(matches!(&error, Rf2Error::Package(PackageError::Archive { .. })), "{error}");
}

#[test]
fn stored_entries_are_read() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in &small().files {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        writer.start_file(path.as_str(), stored).unwrap();
        writer.write_all(bytes).unwrap();
    }
    assert_eq!(read_zip(&writer.finish().unwrap().into_inner()).unwrap().concepts.len(), 5);
}

#[test]
fn inputs_that_are_not_a_release_are_refused() {
    let folder = TempDir::new().unwrap();
    let input = folder.path().to_owned();
    let missing = input.join("missing");
    assert!(
        matches!(read(std::slice::from_ref(&missing)).unwrap_err(), Rf2Error::Package(PackageError::Io { path, .. }) if path.ends_with("missing"))
    );
    fs::write(input.join("notes.txt"), "x").unwrap();
    let error = read(std::slice::from_ref(&input)).unwrap_err();
    assert!(matches!(&error, Rf2Error::NoRelease { input: named } if *named == input), "{error}");
    assert!(matches!(read(&[]).unwrap_err(), Rf2Error::NoConcepts));
    assert!(matches!(
        read(&[input.join("notes.txt")]).unwrap_err(),
        Rf2Error::Package(PackageError::Archive { .. })
    ));

    let empty = small().lines(CONCEPT_FILE, "\r\n", [CONCEPT.to_owned()]);
    assert!(matches!(read_folder(&empty).unwrap_err(), Rf2Error::NoConcepts));
}

#[test]
fn full_and_delta_are_left_out_and_do_not_replace_a_snapshot() {
    let full = CONCEPT_FILE.replace("Snapshot", "Full");
    let package = small().bytes(&full, "not read");
    assert_eq!(read_folder(&package).unwrap().concepts.len(), 5);
    let mut package = package;
    package.files.remove(CONCEPT_FILE);
    let error = read_folder(&package).unwrap_err();
    assert!(matches!(&error, Rf2Error::NotSnapshot { example, .. } if example.ends_with(&full)), "{error}");
    tells(&error, &["Snapshot", &full]);
}

#[test]
fn the_information_file_need_not_be_json() {
    let path = "release_package_information.json";
    let release = read_folder(&small().bytes(path, "{\"effectiveTime\": \"20260201\"}")).unwrap();
    assert!(release.warnings.is_empty());
    let release = read_folder(&small().bytes(path, "{\"effectiveTime\": \"20260201\",}")).unwrap();
    assert_eq!(release.warnings.count(WarningKind::ReleaseInformationNotJson), 1);
}

#[test]
fn files_are_found_without_the_usual_folders() {
    let mut flat = Package::default();
    for (path, bytes) in small().files {
        flat = flat.bytes(path.rsplit('/').next().unwrap(), bytes);
    }
    assert_eq!(read_folder(&flat).unwrap().concepts.len(), 5);
    let prefixed = flat.files.into_iter().map(|(path, bytes)| (format!("deep/er/x{path}"), bytes));
    assert_eq!(read_folder(&Package { files: prefixed.collect() }).unwrap().concepts.len(), 5);
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_end() {
    let folder = TempDir::new().unwrap();
    small().write(folder.path());
    std::os::unix::fs::symlink(folder.path(), folder.path().join("circle")).unwrap();
    std::os::unix::fs::symlink("nowhere", folder.path().join("broken")).unwrap();
    let release = read(&[folder.path().to_owned()]).unwrap();
    assert!(release.warnings.is_empty());
}
