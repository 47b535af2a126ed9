//! What a file is, told by its name.

use super::release::FileKind;

/// What the name of a file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// A Snapshot file of a kind that is read.
    Snapshot(FileKind),
    /// A Full or Delta file of any kind.
    FullOrDelta,
    /// A Snapshot file of a kind that is not read here.
    OtherSnapshot,
    /// Not an RF2 file.
    Foreign,
}

/// Tells what a file is by its name, without its folder (Release File Specifications, section 3.3, "Release
/// File Naming Convention").
///
/// A name is `<file type>_<content type>_<content subtype>_<country and namespace>_<date>.txt`. Packages put
/// infixes into the subtype (`UKCLSnapshot-en`) and the content type (`cRefset_LanguageMONOSnapshot`), and
/// preliminary releases put an `x` before the file type, so parts are searched, not compared.
pub(super) fn named(name: &str) -> Named {
    let name = name.to_ascii_lowercase();
    let Some(stem) = name.strip_suffix(".txt") else { return Named::Foreign };
    let stem = stem.strip_prefix('x').unwrap_or(stem);
    let Some(rest) = stem.strip_prefix("sct2_").or_else(|| stem.strip_prefix("der2_")) else {
        return Named::Foreign;
    };
    let Some((content, rest)) = rest.split_once('_') else { return Named::Foreign };
    if !rest.contains("snapshot") {
        let versions = rest.contains("full") || rest.contains("delta");
        return if versions { Named::FullOrDelta } else { Named::Foreign };
    }
    Named::Snapshot(match content {
        "concept" => FileKind::Concept,
        "description" => FileKind::Description,
        "textdefinition" => FileKind::TextDefinition,
        "relationship" => FileKind::Relationship,
        "relationshipconcretevalues" => FileKind::RelationshipConcreteValues,
        "crefset" if rest.contains("language") => FileKind::Language,
        "ssrefset" if rest.contains("moduledependency") => FileKind::ModuleDependency,
        _ => return Named::OtherSnapshot,
    })
}

/// The part of a path that names its package: what comes before the folders in which RF2 sorts its files.
/// `path` has `/` between its parts.
pub(super) fn package(path: &str) -> &str {
    const INNER: [&str; 5] = ["snapshot", "full", "delta", "terminology", "refset"];
    let mut end = 0;
    for part in path.split('/') {
        let is_last = end + part.len() >= path.len();
        if is_last || INNER.iter().any(|inner| part.eq_ignore_ascii_case(inner)) {
            break;
        }
        end += part.len() + 1;
    }
    path.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_every_package_are_recognised() {
        use FileKind::*;
        for (name, kind) in [
            ("sct2_Concept_Snapshot_INT_20250909.txt", Concept),
            ("sct2_Concept_MONOSnapshot_GB_20260826.txt", Concept),
            ("sct2_Concept_Snapshot_GB1000001_20180401.txt", Concept),
            ("xsct2_Concept_SNAPSHOT_INT_20250909.TXT", Concept),
            ("sct2_Description_UKCLSnapshot-en_GB1000000_20260729.txt", Description),
            ("sct2_Description_Snapshot-en-GB_GB1000001_20180401.txt", Description),
            ("sct2_TextDefinition_UKEDSnapshot-en_GB_20260729.txt", TextDefinition),
            ("sct2_Relationship_UKDGSnapshot_GB1000001_20260826.txt", Relationship),
            (
                "sct2_RelationshipConcreteValues_UKDRSnapshot_GB1000001_20260826.txt",
                RelationshipConcreteValues,
            ),
            ("der2_cRefset_LanguageMONOSnapshot-en_GB_20260311.txt", Language),
            ("der2_cRefset_LanguageSnapshot-en_INT_20250909.txt", Language),
            ("xder2_cRefset_UKExtensionLanguageUKCRSnapshot-en_GB1000000_20260729.txt", Language),
            ("der2_ssRefset_ModuleDependencyUKEDSnapshot_GB_20260729.txt", ModuleDependency),
        ] {
            assert_eq!(named(name), Named::Snapshot(kind), "{name}");
        }
    }

    #[test]
    fn other_files_are_not_taken() {
        for (name, is) in [
            ("sct2_StatedRelationship_MONOSnapshot_GB_20260311.txt", Named::OtherSnapshot),
            ("sct2_sRefset_OWLExpressionMONOSnapshot_GB_20260311.txt", Named::OtherSnapshot),
            ("der2_cRefset_AssociationSnapshot_INT_20250909.txt", Named::OtherSnapshot),
            ("sct2_Concept_Full_INT_20250909.txt", Named::FullOrDelta),
            ("sct2_Description_UKCLDelta-en_GB1000000_20260729.txt", Named::FullOrDelta),
            ("sct2_Concept_Snapshot_INT_20250909.txt.md5", Named::Foreign),
            ("Readme_en_20250909.txt", Named::Foreign),
            ("sct2_Concept.txt", Named::Foreign),
            ("f_vmp2_3110326.xml", Named::Foreign),
            ("", Named::Foreign),
        ] {
            assert_eq!(named(name), is, "{name}");
        }
    }

    #[test]
    fn a_package_ends_before_the_folders_of_the_format() {
        assert_eq!(package("A/Snapshot/Terminology/x.txt"), "A/");
        assert_eq!(package("Refset/Language/x.txt"), "");
        assert_eq!(package("A/B/x.txt"), "A/B/");
        assert_eq!(package("x.txt"), "");
        assert_eq!(package(""), "");
    }
}
