//! Which dm+d release is in a file.

use serde::{Deserialize, Serialize};

/// The dm+d release in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DmdRelease {
    /// The date in the names of the core files, as `yyyymmdd`.
    pub date: u32,
    /// The date in the names of the supplementary files, where there are any: the newest.
    pub supplementary_date: Option<u32>,
    /// The files that were read, in the order of the reading.
    pub files: Vec<DmdFile>,
    /// How many products of each class there are: VTM, VMP, AMP, VMPP, AMPP.
    pub products: [u32; 5],
    /// How many of them are concepts of the SNOMED CT release in the same file, by class.
    pub in_snomed: [u32; 5],
    /// How many rows each table has, in the order of [`TABLES`](crate::product::TABLES).
    pub rows: Vec<u32>,
    /// How many ingredients there are.
    pub ingredients: u32,
    /// How many entries the code lists have, without ingredients.
    pub codes: u32,
    /// How many rows the history of ids has.
    pub history: u32,
}

/// A file of a dm+d release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DmdFile {
    /// The root element, which says what the file is.
    pub root: String,
    /// The schema that the file names.
    pub schema: String,
    /// The date in its name, as `yyyymmdd`, where it has one.
    pub date: Option<u32>,
    /// How many records it has.
    pub records: u64,
}

impl DmdRelease {
    /// Whether a file with this root element was read.
    pub fn has(&self, root: &str) -> bool {
        self.files.iter().any(|file| file.root == root)
    }
}
