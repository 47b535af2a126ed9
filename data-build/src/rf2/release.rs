//! What the reader hands on: one version of every component, by position instead of by id.

use std::collections::BTreeMap;

use serde::Serialize;
use vademecum::Sctid;
pub use vademecum::{Acceptability, CaseSignificance, DescriptionType};

use crate::warnings::Warnings;

/// The content of one or more RF2 packages, layered into one release.
///
/// Concepts are named by their position in [`Release::concepts`], descriptions by their position in
/// [`Release::descriptions`]; both positions fit `u32` with the top bit clear.
#[derive(Debug, Default)]
pub struct Release {
    /// Every concept, active or not, ascending by id.
    pub concepts: Vec<ConceptRow>,
    /// Every description and text definition, active or not, ascending by (concept, id).
    pub descriptions: Vec<DescriptionRow>,
    /// The texts of the descriptions end to end; [`Release::term`] cuts them out.
    pub terms: String,
    /// The values of the languageCode column, ascending; [`DescriptionRow::language_code`] points here.
    pub language_codes: Vec<String>,
    /// Active is-a relationships between active concepts as (child, parent), ascending, each once.
    pub is_a: Vec<(u32, u32)>,
    /// Active inferred relationships other than is-a, ascending by (source, group, type, value), each once.
    pub attributes: Vec<AttributeRow>,
    /// Distinct concrete values as released (`#0.5`, `"text"`, `true`), ascending by bytes.
    pub concrete_values: Vec<String>,
    /// Active language members of active descriptions, ascending by (description, refset), each pair once.
    pub language: Vec<LanguageRow>,
    /// The language refsets that [`Release::language`] points to, ascending by id.
    pub language_refsets: Vec<Sctid>,
    /// The active rows of the module dependency refset, ascending.
    pub module_dependencies: Vec<ModuleDependency>,
    /// The modules of all rows read, ascending by id; the `module` of a component points here.
    pub modules: Vec<Sctid>,
    /// What was read and what became of it.
    pub statistics: Statistics,
    /// What was accepted but is worth a look.
    pub warnings: Warnings,
}

impl Release {
    /// The text of a description. A row of another release may give any text.
    pub fn term(&self, row: &DescriptionRow) -> &str {
        let start = usize::try_from(row.term.start()).unwrap_or(usize::MAX);
        let end = start.saturating_add(row.term.len());
        self.terms.get(start..end).unwrap_or_default()
    }

    /// The position of the concept with this id, or `None` where the release does not hold it.
    /// Binary search.
    pub fn concept_position(&self, id: Sctid) -> Option<u32> {
        let at = self.concepts.binary_search_by_key(&id, |row| row.id).ok()?;
        u32::try_from(at).ok()
    }
}

/// One concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConceptRow {
    /// The concept's id.
    pub id: Sctid,
    /// The date of this version as the number yyyymmdd.
    pub effective_time: u32,
    /// The position of the module in [`Release::modules`].
    pub module: u16,
    /// Whether the concept is active.
    pub active: bool,
    /// Whether its definition status is sufficiently defined, not primitive.
    pub defined: bool,
}

/// One description or text definition. [`Release::term`] gives its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DescriptionRow {
    /// The description's id.
    pub id: Sctid,
    /// Where its text lies in [`Release::terms`].
    pub term: TermSpan,
    /// The position of its concept.
    pub concept: u32,
    /// The date of this version as the number yyyymmdd.
    pub effective_time: u32,
    /// The position of the module in [`Release::modules`].
    pub module: u16,
    /// The position of the language code in [`Release::language_codes`].
    pub language_code: u16,
    /// What kind of text it is.
    pub description_type: DescriptionType,
    /// How far case matters in it.
    pub case_significance: CaseSignificance,
    /// Whether the description is active.
    pub active: bool,
}

/// A range of bytes in [`Release::terms`]: 44 bits of start, 20 of length (a line is shorter than 1 MiB).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct TermSpan(u64);

impl TermSpan {
    const LENGTH_BITS: u32 = 20;

    /// The span, or `None` where it does not fit.
    pub(crate) fn new(start: u64, len: usize) -> Option<TermSpan> {
        let len = u64::try_from(len).ok()?;
        if start >> (64 - Self::LENGTH_BITS) != 0 || len >> Self::LENGTH_BITS != 0 {
            return None;
        }
        Some(TermSpan(start << Self::LENGTH_BITS | len))
    }

    /// The first byte.
    pub const fn start(self) -> u64 {
        self.0 >> Self::LENGTH_BITS
    }

    /// The number of bytes.
    pub const fn len(self) -> usize {
        (self.0 & ((1 << Self::LENGTH_BITS) - 1)) as usize
    }

    /// Whether the text is empty.
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// One attribute of a concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AttributeRow {
    /// The position of the concept that has the attribute.
    pub source: u32,
    /// The relationshipGroup, shared by concept and concrete values; 0 is ungrouped.
    pub group: u32,
    /// The position of the attribute's type, a concept.
    pub attribute_type: u32,
    /// What the attribute holds.
    pub value: AttributeValue,
}

/// The value of an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AttributeValue {
    /// The position of a concept.
    Concept(u32),
    /// A position in [`Release::concrete_values`].
    Concrete(u32),
}

/// One member of a language refset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LanguageRow {
    /// The position of the description.
    pub description: u32,
    /// A position in [`Release::language_refsets`].
    pub refset: u16,
    /// How the refset takes the description.
    pub acceptability: Acceptability,
}

/// One active row of the module dependency refset: `module`, as of its own date, is built on `target`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ModuleDependency {
    /// The module that depends (moduleId).
    pub module: Sctid,
    /// The date of the module's own version (sourceEffectiveTime).
    pub source_effective_time: u32,
    /// The module it needs (referencedComponentId).
    pub target: Sctid,
    /// The date at which it needs that module (targetEffectiveTime).
    pub target_effective_time: u32,
}

/// The kinds of file that the reader takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// `sct2_Concept_…`
    Concept,
    /// `sct2_Description_…`
    Description,
    /// `sct2_TextDefinition_…`
    TextDefinition,
    /// `sct2_Relationship_…`
    Relationship,
    /// `sct2_RelationshipConcreteValues_…`
    RelationshipConcreteValues,
    /// `der2_cRefset_Language…`
    Language,
    /// `der2_ssRefset_ModuleDependency…`
    ModuleDependency,
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Statistics {
    /// Rows by kind of file, before layering.
    pub rows: BTreeMap<FileKind, RowCount>,
    /// The files in the order of layering.
    pub files: Vec<FileStatistics>,
    /// Bytes in all files, uncompressed.
    pub bytes: u64,
    /// Rows that a newer version of the same component replaced.
    pub superseded_rows: u64,
    /// Relationships that say the same as another one of another id: (source, destination) for is-a,
    /// (source, group, type, value) for attributes.
    pub collapsed_relationships: u64,
    /// Active relationships whose characteristic type is not inferred (stated, additional): not used.
    pub relationships_not_inferred: u64,
    /// Active language members whose description is inactive: not used.
    pub language_members_of_inactive_descriptions: u64,
}

/// Rows of one kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct RowCount {
    /// Rows, headers not counted.
    pub total: u64,
    /// Rows with active = 1.
    pub active: u64,
}

/// One file read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileStatistics {
    /// The path, as `archive!entry` where the file lies in an archive.
    pub path: String,
    /// Its kind.
    pub kind: FileKind,
    /// Rows, the header not counted.
    pub rows: u64,
    /// Bytes, uncompressed.
    pub bytes: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_small() {
        assert!(size_of::<ConceptRow>() <= 16);
        assert!(size_of::<DescriptionRow>() <= 32);
        assert!(size_of::<AttributeRow>() <= 20);
        assert!(size_of::<LanguageRow>() <= 8);
    }

    #[test]
    fn a_span_holds_start_and_length() {
        let span = TermSpan::new(5_000_000_000, 16_384).unwrap();
        assert_eq!((span.start(), span.len(), span.is_empty()), (5_000_000_000, 16_384, false));
        assert_eq!(TermSpan::new(0, 1 << 20), None);
        assert_eq!(TermSpan::new(1 << 44, 1), None);
    }
}
