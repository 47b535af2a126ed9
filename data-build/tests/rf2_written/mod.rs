//! RF2 packages written by tests.

#![allow(dead_code, reason = "each test file uses a part of this")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use vademecum::{Sctid, metadata};
use vademecum_build::progress::Silent;
use vademecum_build::rf2::{self, Release, Rf2Error, Rf2Options};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub const CONCEPT: &str = "id\teffectiveTime\tactive\tmoduleId\tdefinitionStatusId";
pub const DESCRIPTION: &str =
    "id\teffectiveTime\tactive\tmoduleId\tconceptId\tlanguageCode\ttypeId\tterm\tcaseSignificanceId";
pub const RELATIONSHIP: &str = "id\teffectiveTime\tactive\tmoduleId\tsourceId\tdestinationId\trelationshipGroup\ttypeId\tcharacteristicTypeId\tmodifierId";
pub const CONCRETE: &str = "id\teffectiveTime\tactive\tmoduleId\tsourceId\tvalue\trelationshipGroup\ttypeId\tcharacteristicTypeId\tmodifierId";
pub const LANGUAGE: &str =
    "id\teffectiveTime\tactive\tmoduleId\trefsetId\treferencedComponentId\tacceptabilityId";
pub const MODULE_DEPENDENCY: &str = "id\teffectiveTime\tactive\tmoduleId\trefsetId\treferencedComponentId\tsourceEffectiveTime\ttargetEffectiveTime";

pub const CONCEPT_FILE: &str = "Snapshot/Terminology/sct2_Concept_Snapshot_INT_20260201.txt";
pub const DESCRIPTION_FILE: &str = "Snapshot/Terminology/sct2_Description_Snapshot-en_INT_20260201.txt";
pub const DEFINITION_FILE: &str = "Snapshot/Terminology/sct2_TextDefinition_Snapshot-en_INT_20260201.txt";
pub const RELATIONSHIP_FILE: &str = "Snapshot/Terminology/sct2_Relationship_Snapshot_INT_20260201.txt";
pub const CONCRETE_FILE: &str =
    "Snapshot/Terminology/sct2_RelationshipConcreteValues_Snapshot_INT_20260201.txt";
pub const LANGUAGE_FILE: &str = "Snapshot/Refset/Language/der2_cRefset_LanguageSnapshot-en_INT_20260201.txt";
pub const MODULE_DEPENDENCY_FILE: &str =
    "Snapshot/Refset/Metadata/der2_ssRefset_ModuleDependencySnapshot_INT_20260201.txt";

/// The id with this item identifier in a partition (0 concept, 1 description, 2 relationship), short format.
pub fn id(item: u64, partition: u64) -> u64 {
    let stem = (item * 100 + partition) * 10;
    (stem..stem + 10).find(|id| Sctid::new(*id).unwrap().has_valid_check_digit()).unwrap()
}

/// Concept `item`.
pub fn concept(item: u64) -> u64 {
    id(1000 + item, 0)
}

/// Description `item`.
pub fn description(item: u64) -> u64 {
    id(2000 + item, 1)
}

/// Relationship `item`.
pub fn relationship(item: u64) -> u64 {
    id(3000 + item, 2)
}

/// Refset member `item`.
pub fn member(item: u64) -> String {
    format!("00000000-0000-4000-8000-{item:012x}")
}

/// A line of a file from its values.
pub fn line<const N: usize>(values: [&dyn ToString; N]) -> String {
    values.map(ToString::to_string).join("\t")
}

/// Files by their path in a package.
#[derive(Debug, Clone, Default)]
pub struct Package {
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Package {
    /// Adds a file of lines.
    pub fn lines(mut self, path: &str, end: &str, lines: impl IntoIterator<Item = String>) -> Package {
        let text: String = lines.into_iter().flat_map(|line| [line, end.to_owned()]).collect();
        self.files.insert(path.to_owned(), text.into_bytes());
        self
    }

    /// Adds or replaces a file.
    pub fn bytes(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Package {
        self.files.insert(path.to_owned(), bytes.into());
        self
    }

    /// Appends to a file.
    pub fn append(mut self, path: &str, bytes: impl AsRef<[u8]>) -> Package {
        self.files.get_mut(path).unwrap().extend_from_slice(bytes.as_ref());
        self
    }

    /// Writes the files under a folder.
    pub fn write(&self, folder: &Path) {
        for (path, bytes) in &self.files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }

    /// The files as a zip archive.
    pub fn zip(&self) -> Vec<u8> {
        zip(self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())))
    }
}

/// A zip archive of these entries.
pub fn zip<'a>(entries: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A small release: the root, |Is a|, an attribute type, and two concepts below the root.
///
/// Lines are numbered from 2: concepts root, is-a, 1, 2, 3; descriptions 1 of concept 1, 2 of concept 2.
pub fn small() -> Package {
    let module = metadata::CORE_MODULE;
    let concepts = [metadata::ROOT, metadata::IS_A, concept(1), concept(2), concept(3)];
    let is_a = |item, child, parent| {
        line([
            &relationship(item),
            &20_260_101,
            &1,
            &module,
            &child,
            &parent,
            &0,
            &metadata::IS_A,
            &metadata::INFERRED,
            &metadata::EXISTENTIAL,
        ])
    };
    let description_row = |item, concept: u64| {
        line([
            &description(item),
            &20_260_101,
            &1,
            &module,
            &concept,
            &"en",
            &metadata::SYNONYM,
            &format!("term {item}"),
            &metadata::CASE_INSENSITIVE,
        ])
    };
    let member_row = |item| {
        line([
            &member(item),
            &20_260_101,
            &1,
            &module,
            &metadata::GB_ENGLISH,
            &description(item),
            &metadata::PREFERRED,
        ])
    };
    Package::default()
        .lines(
            CONCEPT_FILE,
            "\r\n",
            [CONCEPT.to_owned()].into_iter().chain(
                concepts.map(|concept| line([&concept, &20_260_101, &1, &module, &metadata::PRIMITIVE])),
            ),
        )
        .lines(
            DESCRIPTION_FILE,
            "\r\n",
            [DESCRIPTION.to_owned(), description_row(1, concept(1)), description_row(2, concept(2))],
        )
        .lines(
            RELATIONSHIP_FILE,
            "\r\n",
            [
                RELATIONSHIP.to_owned(),
                is_a(1, concept(1), metadata::ROOT),
                is_a(2, concept(2), concept(1)),
                is_a(3, concept(3), metadata::ROOT),
                is_a(4, metadata::IS_A, metadata::ROOT),
            ],
        )
        .lines(LANGUAGE_FILE, "\r\n", [LANGUAGE.to_owned(), member_row(1), member_row(2)])
}

/// Reads inputs.
pub fn read(inputs: &[PathBuf]) -> Result<Release, Rf2Error> {
    rf2::read(&Rf2Options { inputs: inputs.to_vec(), allow_mixed_releases: false }, &Silent)
}

/// Writes a package to a folder and reads it.
pub fn read_folder(package: &Package) -> Result<Release, Rf2Error> {
    let folder = TempDir::new().unwrap();
    package.write(folder.path());
    read(&[folder.path().to_owned()])
}

/// Writes bytes as an archive and reads it.
pub fn read_zip(bytes: &[u8]) -> Result<Release, Rf2Error> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("release.zip");
    fs::write(&path, bytes).unwrap();
    read(&[path])
}
