//! What is in the file, and the small tables: the one place that sees bincode.

use serde::{Deserialize, Serialize};

use crate::format::FormatError;

/// What the file was made from, and how.
///
/// Two files made from the same releases with the same options hold the same manifest: it knows no clock and no
/// machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of the compiler that wrote the file.
    pub builder: String,
    /// The edition, where the release or the build told one.
    pub edition: Option<Edition>,
    /// The modules inside and the date of each (SNOMED CT Release File Specifications, "Module Dependency
    /// Reference Set").
    pub modules: Vec<ModuleRelease>,
    /// The date of the dm+d release inside.
    pub dmd_date: Option<u32>,
    /// How much of everything there is.
    pub counts: Counts,
    /// Language reference sets in the order in which a preferred term is looked for.
    pub language_order: Vec<u64>,
    /// Whether the file holds chosen concepts and their ancestors, not the whole release.
    pub is_subset: bool,
    /// The parts that were left out, by name.
    pub left_out: Vec<String>,
    /// Whose content this is and what may be done with it.
    pub licence: String,
    /// A mark that goes on every answer, such as "not for clinical use".
    pub marking: Option<String>,
}

/// A SNOMED CT edition at a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// The edition's URI with its version (SNOMED CT URI Standard, section 2.1).
    pub uri: String,
    /// The module that identifies the edition, where it is known.
    pub module: Option<u64>,
    /// The date of the version as `yyyymmdd`, where it is known.
    pub effective_time: Option<u32>,
}

/// A module and the date of its release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModuleRelease {
    /// The module's concept id.
    pub module: u64,
    /// The date as `yyyymmdd`.
    pub effective_time: u32,
}

/// How much of everything a file holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Concepts.
    pub concepts: u64,
    /// Active concepts.
    pub active_concepts: u64,
    /// Terms: fully specified names and synonyms.
    pub terms: u64,
    /// Active terms.
    pub active_terms: u64,
    /// Text definitions.
    pub definitions: u64,
    /// Is-a relationships.
    pub is_a: u64,
    /// Attribute relationships, those with concrete values included.
    pub attributes: u64,
    /// Attribute relationships with a concrete value.
    pub concrete_values: u64,
    /// Acceptabilities in language reference sets.
    pub language_members: u64,
    /// Distinct words of the search index.
    pub words: u64,
    /// Texts of the search index. A fully specified name that is a term and the semantic tag is not counted again.
    pub documents: u64,
}

/// Small tables that columns point into.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tables {
    /// Module ids.
    pub modules: Vec<u64>,
    /// Dates as `yyyymmdd`.
    pub effective_times: Vec<u32>,
    /// Language reference set ids.
    pub language_refsets: Vec<u64>,
    /// Language codes (ISO 639-1).
    pub language_codes: Vec<String>,
    /// Semantic tags; the first is empty and stands for none.
    pub semantic_tags: Vec<String>,
    /// The distinct sets of acceptabilities: for each language reference set that a description stands in, its place
    /// in [`Tables::language_refsets`] and whether the description is preferred there (otherwise it is acceptable).
    pub acceptabilities: Vec<Vec<(u16, bool)>>,
}

/// No manifest or table comes near this; it bounds what damaged lengths can allocate.
const MOST_BYTES: usize = 64 << 20;

fn config() -> impl bincode::config::Config {
    bincode::config::standard().with_limit::<MOST_BYTES>()
}

/// Decodes a whole table.
pub(crate) fn decode_table<T: for<'de> Deserialize<'de>>(
    bytes: &[u8],
    what: &'static str,
) -> Result<T, FormatError> {
    match bincode::serde::decode_from_slice(bytes, config()) {
        Ok((value, used)) if used == bytes.len() => Ok(value),
        _ => Err(FormatError::Undecodable { what }),
    }
}

/// Encodes a table.
///
/// # Errors
///
/// A message where the table is over 64 MiB.
#[cfg(feature = "build")]
pub fn encode_table<T: Serialize>(value: &T) -> Result<Vec<u8>, String> {
    bincode::serde::encode_to_vec(value, config()).map_err(|error| error.to_string())
}
