//! Cuts a file into what a static host serves, so that a browser can search before all of it has come.
//!
//! The folder holds parts with their content's hash in their names, each as it is and compressed by Brotli and gzip; a
//! release header that lists them in the order in which to fetch them, those that a search needs first, with the SHA-256
//! of each; and `latest.json`, which names the header and is written last. So a page that is under way keeps reading the
//! release that it began with, and two releases lie side by side until the older is pruned.

mod error;
mod header;
mod parts;

use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use vademecum::Engine;

pub use self::error::PackError;
use self::header::{EditionEntry, LATEST, Latest, PartEntry, Release};
use self::parts::Piece;
use crate::progress::{Observer, Unit};

/// How hard to compress.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Effort {
    /// As small as can be: about a second and a half for each megabyte.
    #[default]
    Best,
    /// Quickly, for trying things out.
    Fast,
}

/// How to pack.
#[derive(Debug, Clone, Copy, Default)]
pub struct PackOptions {
    /// How hard to compress.
    pub effort: Effort,
    /// Whether to remove the parts and headers of other releases from the folder. A page that is fetching one of them
    /// meanwhile fails and has to be loaded again.
    pub prune: bool,
}

/// What was written.
#[derive(Debug, Clone)]
pub struct PackSummary {
    /// The name of the release header.
    pub release: String,
    /// SHA-256 of the header, in hexadecimal: what a page can pin.
    pub sha256: String,
    /// How many parts there are.
    pub parts: usize,
    /// Bytes of all parts: as they are, by Brotli, by gzip.
    pub bytes: [u64; 3],
    /// The same for the parts that a search needs.
    pub search_bytes: [u64; 3],
    /// How many files of other releases were removed.
    pub pruned: usize,
}

/// The endings of a part's three files.
const ENDINGS: [&str; 3] = ["", ".br", ".gz"];
/// How many hexadecimal digits of a hash stand in a name.
const DIGITS: usize = 16;

fn hexadecimal(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn brotli(bytes: &[u8], effort: Effort) -> io::Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: if effort == Effort::Best { 11 } else { 5 },
        lgwin: 24,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut out, &parameters)?;
    Ok(out)
}

fn gzip(bytes: &[u8], effort: Effort) -> io::Result<Vec<u8>> {
    let level = if effort == Effort::Best { Compression::best() } else { Compression::fast() };
    // The header holds no name and no time, so the same bytes give the same file.
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Writes a file under its name when it is whole.
fn write_whole(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), PackError> {
    let path = folder.join(name);
    let failed = |source: io::Error| PackError::Write { path: path.clone(), source };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".vademecum-").suffix(".partial");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    file.persist(&path).map(drop).map_err(|error| failed(error.error))
}

/// One part in its three files; answers their lengths.
fn write_part(
    folder: &Path,
    name: &str,
    bytes: &[u8],
    effort: Effort,
    observer: &dyn Observer,
) -> Result<[u64; 3], PackError> {
    let lengths: Vec<u64> = ENDINGS
        .par_iter()
        .map(|ending| {
            if observer.cancelled() {
                return Err(PackError::Cancelled);
            }
            let file = format!("{name}{ending}");
            // A name tells the content before compression. What was compressed quickly is made anew where small is wanted.
            let length = match fs::metadata(folder.join(&file)) {
                Ok(there) if effort == Effort::Fast || ending.is_empty() => there.len(),
                _ => {
                    let failed = |source| PackError::Write { path: folder.join(&file), source };
                    let compressed = match *ending {
                        ".br" => brotli(bytes, effort).map_err(failed)?,
                        ".gz" => gzip(bytes, effort).map_err(failed)?,
                        _ => Vec::new(),
                    };
                    let content = if ending.is_empty() { bytes } else { &compressed };
                    write_whole(folder, &file, content)?;
                    content.len() as u64
                }
            };
            observer.advance(bytes.len() as u64);
            Ok(length)
        })
        .collect::<Result<_, _>>()?;
    Ok(lengths.try_into().unwrap_or_default())
}

/// Removes what only other releases of the folder name.
fn prune(folder: &Path, current: &str, release: &Release) -> Result<usize, PackError> {
    let failed = |source| PackError::Write { path: folder.to_owned(), source };
    let kept: HashSet<&str> = release.parts.iter().map(|part| part.name.as_str()).collect();
    let mut removed = 0;
    for entry in fs::read_dir(folder).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name().to_string_lossy().into_owned();
        if name == current || !name.starts_with("release-") || !name.ends_with(".json") {
            continue;
        }
        let Ok(other) = serde_json::from_slice::<Release>(&fs::read(folder.join(&name)).map_err(failed)?)
        else {
            continue;
        };
        let parts = other.parts.iter().filter(|part| !kept.contains(part.name.as_str()));
        let files = parts.flat_map(|part| ENDINGS.map(|ending| format!("{}{ending}", part.name)));
        for file in files.chain([name]) {
            // A header is not a reason to remove what lies elsewhere.
            if file.contains(['/', '\\']) {
                continue;
            }
            match fs::remove_file(folder.join(&file)) {
                Ok(()) => removed += 1,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(source) => return Err(PackError::Write { path: folder.join(&file), source }),
            }
        }
    }
    Ok(removed)
}

/// Packs `file` into the folder `out`, which is made where it is not there.
///
/// The file is verified first. What the folder held before stays readable, unless `options` ask to prune it.
///
/// # Errors
///
/// [`PackError`]; `latest.json` then still names what it named before.
pub fn pack(
    file: &Path,
    out: &Path,
    options: &PackOptions,
    observer: &dyn Observer,
) -> Result<PackSummary, PackError> {
    let bytes =
        Bytes::from(fs::read(file).map_err(|source| PackError::Read { path: file.to_owned(), source })?);
    observer.begin("check", None, Unit::Bytes);
    let engine = Engine::from_bytes(bytes.clone())?;
    engine.verify()?;
    observer.end();
    fs::create_dir_all(out).map_err(|source| PackError::Write { path: out.to_owned(), source })?;
    let pieces = parts::cut(&bytes, &engine)?;
    let total: u64 = pieces.iter().map(|piece| piece.bytes.len() as u64).sum();
    observer.begin("compress", Some(total * ENDINGS.len() as u64), Unit::Bytes);
    let written: Vec<(PartEntry, [u64; 3])> = pieces
        .par_iter()
        .map(|piece: &Piece| {
            let sha256 = hexadecimal(&piece.bytes);
            let name = format!("{}-{}.bin", piece.label, sha256.get(..DIGITS).unwrap_or_default());
            let lengths = write_part(out, &name, &piece.bytes, options.effort, observer)?;
            let [raw, brotli, gzip] = lengths;
            let sections = piece.sections.clone();
            Ok((PartEntry { name, bytes: raw, sha256, brotli, gzip, sections }, lengths))
        })
        .collect::<Result<_, PackError>>()?;
    observer.end();
    let mut sums = [[0u64; 3]; 2];
    for (piece, (_, lengths)) in pieces.iter().zip(&written) {
        let [all, search] = &mut sums;
        for (at, length) in lengths.iter().enumerate() {
            if let (Some(all), Some(search)) = (all.get_mut(at), search.get_mut(at)) {
                *all += length;
                *search += if piece.is_for_search { *length } else { 0 };
            }
        }
    }
    let manifest = engine.manifest();
    let release = Release {
        vademecum: "release".into(),
        version: header::VERSION,
        format_version: engine.format_version(),
        bytes: engine.file_length(),
        edition: manifest.edition.as_ref().map(|edition| EditionEntry {
            uri: edition.uri.clone(),
            effective_time: edition.effective_time.map(|date| format!("{date:08}")),
        }),
        marking: manifest.marking.clone(),
        licence: manifest.licence.clone(),
        parts: written.into_iter().map(|(entry, _)| entry).collect(),
    };
    let text = header::text(&release)?;
    let sha256 = hexadecimal(text.as_bytes());
    let name = format!("release-{}.json", sha256.get(..DIGITS).unwrap_or_default());
    write_whole(out, &name, text.as_bytes())?;
    let latest = Latest {
        vademecum: "latest".into(),
        version: header::VERSION,
        release: name.clone(),
        sha256: sha256.clone(),
    };
    write_whole(out, LATEST, header::text(&latest)?.as_bytes())?;
    let pruned = if options.prune { prune(out, &name, &release)? } else { 0 };
    let [bytes, search_bytes] = sums;
    Ok(PackSummary { release: name, sha256, parts: release.parts.len(), bytes, search_bytes, pruned })
}
