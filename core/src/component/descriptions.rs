//! Descriptions: terms, definitions, and in which language reference sets each stands.

use std::ops::Range;
use std::sync::Arc;

use crate::bytes::Malformed;
use crate::component::late::Late;
use crate::component::require_length;
use crate::dictionary::Identifiers;
use crate::format::{File, FormatError, SectionKind};
use crate::id::{ConceptOrd, DescriptionId, DescriptionOrd, Sctid};
use crate::section::{Monotone, PackedInts, Phrases, StringPool};

/// The type of a description (SNOMED CT Release File Specifications, "Description File").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DescriptionType {
    /// A name that is unambiguous by itself and ends in a semantic tag: 900000000000003001.
    Fsn,
    /// A word or phrase for the concept: 900000000000013009.
    Synonym,
    /// A textual explanation: 900000000000550004.
    Definition,
}

/// How far the case of a term's letters matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CaseSignificance {
    /// 900000000000448009 |Entire term case insensitive|.
    Insensitive,
    /// 900000000000020002 |Only initial character case insensitive|.
    InitialInsensitive,
    /// 900000000000017005 |Entire term case sensitive|.
    Sensitive,
}

const ACTIVE: u64 = 1;
const IS_FSN: u64 = 2;
const CASE_SHIFT: u32 = 2;

/// The descriptions of a file: the terms of each concept in turn, then all text definitions by concept.
///
/// A concept's terms stand in the order active before inactive, FSN before synonym, then id.
#[derive(Debug)]
pub(crate) struct Descriptions {
    groups: Monotone,
    terms: u32,
    len: u32,
    ids: Identifiers,
    by_id: Late<PackedInts>,
    id_rank: PackedInts,
    flags: PackedInts,
    acceptability: PackedInts,
    language: PackedInts,
    phrases: Phrases,
    text: StringPool,
    fsn: PackedInts,
    definition_concepts: Monotone,
    definition_text: Late<StringPool>,
    module: Late<PackedInts>,
    effective_time: Late<PackedInts>,
}

/// How a fully specified name is kept where it is another term of its concept and a tag.
const FSN_OWN: u64 = 0;
/// The furthest term from the FSN that it can be derived from.
const FSN_FURTHEST: u64 = 7;

impl Descriptions {
    /// Opens the columns for `concepts` concepts, but for those that a search does without.
    pub(crate) fn open(file: &Arc<File>, concepts: u32) -> Result<Descriptions, FormatError> {
        let column = |kind: SectionKind| {
            PackedInts::from_section(file.section(kind)?, kind.name()).map_err(FormatError::from)
        };
        let sequence = |kind: SectionKind| {
            Monotone::from_section(file.section(kind)?, kind.name()).map_err(FormatError::from)
        };
        let pool = |kind: SectionKind| {
            StringPool::from_section(file.section(kind)?, kind.name()).map_err(FormatError::from)
        };
        let ids = Identifiers::from_section(
            file.section(SectionKind::DescriptionIds)?,
            SectionKind::DescriptionIds.name(),
        )?;
        let groups = sequence(SectionKind::DescriptionGroups)?;
        let malformed = |kind: SectionKind| FormatError::from(Malformed { what: kind.name() });
        let text = pool(SectionKind::TextTerms)?;
        let len = ids.len();
        let terms = text.len();
        let late = |kind: SectionKind| Late::new(file, kind, len, PackedInts::from_section, PackedInts::len);
        let descriptions = Descriptions {
            by_id: late(SectionKind::DescriptionById),
            id_rank: column(SectionKind::DescriptionIdRank)?,
            flags: column(SectionKind::DescriptionFlags)?,
            acceptability: column(SectionKind::DescriptionAcceptability)?,
            language: column(SectionKind::DescriptionLanguage)?,
            phrases: Phrases::from_section(
                file.section(SectionKind::TextPhrases)?,
                SectionKind::TextPhrases.name(),
            )?,
            fsn: column(SectionKind::TextFsn)?,
            definition_concepts: sequence(SectionKind::DefinitionConcepts)?,
            definition_text: Late::new(
                file,
                SectionKind::DefinitionText,
                len.saturating_sub(terms),
                StringPool::from_section,
                StringPool::len,
            ),
            module: late(SectionKind::DescriptionModule),
            effective_time: late(SectionKind::DescriptionEffectiveTime),
            groups,
            terms: terms as u32,
            len: len as u32,
            ids,
            text,
        };
        if descriptions.groups.len() != concepts as usize + 1
            || descriptions.groups.get(concepts as usize)? != terms as u64
            || terms + descriptions.definition_concepts.len() != len
        {
            return Err(malformed(SectionKind::DescriptionGroups));
        }
        require_length(&descriptions.id_rank, len, SectionKind::DescriptionIdRank.name())?;
        require_length(&descriptions.flags, len, SectionKind::DescriptionFlags.name())?;
        require_length(&descriptions.acceptability, len, SectionKind::DescriptionAcceptability.name())?;
        require_length(&descriptions.language, len, SectionKind::DescriptionLanguage.name())?;
        require_length(&descriptions.fsn, concepts as usize, SectionKind::TextFsn.name())?;
        Ok(descriptions)
    }

    /// How many descriptions there are.
    pub(crate) fn len(&self) -> u32 {
        self.len
    }

    /// How many of them are terms; the others are definitions.
    pub(crate) fn terms(&self) -> u32 {
        self.terms
    }

    /// The description of this id.
    pub(crate) fn find(&self, id: Sctid) -> Result<Option<DescriptionOrd>, FormatError> {
        let Some(rank) = self.ids.rank(id)? else { return Ok(None) };
        let ord = self.by_id.get()?.get_u32(rank as usize)?;
        if ord < self.len {
            Ok(Some(DescriptionOrd(ord)))
        } else {
            Err(Malformed { what: SectionKind::DescriptionById.name() }.into())
        }
    }

    /// The id of a description.
    pub(crate) fn id(&self, description: DescriptionOrd) -> Result<DescriptionId, Malformed> {
        let rank = self.id_rank.get_u32(description.index())?;
        Ok(DescriptionId::from_released(self.ids.id(rank)?))
    }

    /// The terms of a concept.
    pub(crate) fn terms_of(&self, concept: ConceptOrd) -> Result<Range<u32>, Malformed> {
        let (from, to) = self.groups.pair(concept.index())?;
        if to > u64::from(self.terms) {
            return Err(Malformed { what: SectionKind::DescriptionGroups.name() });
        }
        Ok(from as u32..to as u32)
    }

    /// The definitions of a concept.
    pub(crate) fn definitions_of(&self, concept: ConceptOrd) -> Result<Range<u32>, Malformed> {
        let places = self.definition_concepts.places_of(u64::from(concept.0))?;
        Ok(self.terms + places.start as u32..self.terms + places.end as u32)
    }

    /// The concept of a description.
    pub(crate) fn concept_of(&self, description: DescriptionOrd) -> Result<ConceptOrd, Malformed> {
        match description.0.checked_sub(self.terms) {
            Some(definition) => Ok(ConceptOrd(self.definition_concepts.get(definition as usize)? as u32)),
            None => {
                let after = self.groups.count_up_to(u64::from(description.0))?;
                match after.checked_sub(1) {
                    Some(concept) => Ok(ConceptOrd(concept as u32)),
                    None => Err(Malformed { what: SectionKind::DescriptionGroups.name() }),
                }
            }
        }
    }

    /// Whether the description is active.
    pub(crate) fn is_active(&self, description: DescriptionOrd) -> Result<bool, Malformed> {
        Ok(self.flags.get(description.index())? & ACTIVE != 0)
    }

    /// The type of a description.
    pub(crate) fn kind(&self, description: DescriptionOrd) -> Result<DescriptionType, Malformed> {
        let flags = self.flags.get(description.index())?;
        Ok(match description.0 >= self.terms {
            true => DescriptionType::Definition,
            false if flags & IS_FSN != 0 => DescriptionType::Fsn,
            false => DescriptionType::Synonym,
        })
    }

    /// The case significance of a description.
    pub(crate) fn case_significance(
        &self,
        description: DescriptionOrd,
    ) -> Result<CaseSignificance, Malformed> {
        match self.flags.get(description.index())? >> CASE_SHIFT {
            0 => Ok(CaseSignificance::Insensitive),
            1 => Ok(CaseSignificance::InitialInsensitive),
            2 => Ok(CaseSignificance::Sensitive),
            _ => Err(Malformed { what: SectionKind::DescriptionFlags.name() }),
        }
    }

    /// The set of acceptabilities, as a place in the table of sets.
    pub(crate) fn acceptability(&self, description: DescriptionOrd) -> Result<usize, Malformed> {
        Ok(self.acceptability.get(description.index())? as usize)
    }

    /// The language code, as a place in the table of codes.
    pub(crate) fn language(&self, description: DescriptionOrd) -> Result<usize, Malformed> {
        Ok(self.language.get(description.index())? as usize)
    }

    /// The module, as a place in the table of modules.
    pub(crate) fn module(&self, description: DescriptionOrd) -> Result<usize, FormatError> {
        Ok(self.module.get()?.get(description.index())? as usize)
    }

    /// The effective time, as a place in the table of dates.
    pub(crate) fn effective_time(&self, description: DescriptionOrd) -> Result<usize, FormatError> {
        Ok(self.effective_time.get()?.get(description.index())? as usize)
    }

    /// The text of a description; `tag` answers the semantic tag of a concept.
    pub(crate) fn text<'t>(
        &self,
        description: DescriptionOrd,
        tag: impl FnOnce(ConceptOrd) -> Result<&'t str, Malformed>,
    ) -> Result<String, FormatError> {
        let mut text = String::new();
        self.read_text(description, tag, &mut text)?;
        Ok(text)
    }

    /// Puts the text of a description in the place of `text`, whose memory is used again.
    pub(crate) fn read_text<'t>(
        &self,
        description: DescriptionOrd,
        tag: impl FnOnce(ConceptOrd) -> Result<&'t str, Malformed>,
        text: &mut String,
    ) -> Result<(), FormatError> {
        if let Some(definition) = description.0.checked_sub(self.terms) {
            let pool = self.definition_text.get()?;
            return Ok(pool.read(&self.phrases, definition as usize, text)?);
        }
        self.text.read(&self.phrases, description.index(), text)?;
        if !text.is_empty() {
            return Ok(());
        }
        // Only a concept's first term is kept without a text of its own.
        let concept = self.concept_of(description)?;
        let first = self.terms_of(concept)?.start;
        let from = self.fsn.get(concept.index())?;
        if first != description.0 || from == FSN_OWN {
            return Ok(());
        }
        self.text.read(&self.phrases, description.index() + from as usize, text)?;
        text.push_str(" (");
        text.push_str(tag(concept)?);
        text.push(')');
        Ok(())
    }

    /// Compares every cross-reference; `texts` decodes every text besides.
    pub(crate) fn verify(
        &self,
        modules: usize,
        dates: usize,
        languages: usize,
        sets: usize,
    ) -> Result<(), FormatError> {
        let mut cursor = self.ids.cursor();
        for rank in 0..self.len {
            let found = self.find(cursor.id(rank)?)?;
            let back = found.map(|description| self.id_rank.get_u32(description.index())).transpose()?;
            if back != Some(rank) {
                return Err(Malformed { what: SectionKind::DescriptionById.name() }.into());
            }
        }
        let concepts = self.groups.len().saturating_sub(1);
        for concept in 0..concepts as u32 {
            let terms = self.terms_of(ConceptOrd(concept))?;
            let from = self.fsn.get(concept as usize)?;
            if from > FSN_FURTHEST || (from > 0 && u64::from(terms.start) + from >= u64::from(terms.end)) {
                return Err(Malformed { what: SectionKind::TextFsn.name() }.into());
            }
        }
        if self
            .definition_concepts
            .iter()
            .any(|concept| concept.is_ok_and(|concept| concept >= concepts as u64))
        {
            return Err(Malformed { what: SectionKind::DefinitionConcepts.name() }.into());
        }
        for description in 0..self.len {
            self.case_significance(DescriptionOrd(description))?;
            self.text(DescriptionOrd(description), |_| Ok("")).or_else(|error| match error {
                FormatError::NotInFile { .. } => Ok(String::new()),
                error => Err(error),
            })?;
        }
        let optional = |column: &Late<PackedInts>| match column.get() {
            Ok(column) => Ok(Some(column.clone())),
            Err(FormatError::NotInFile { .. }) => Ok(None),
            Err(error) => Err(error),
        };
        for (column, limit, kind) in [
            (Some(self.acceptability.clone()), sets, SectionKind::DescriptionAcceptability),
            (Some(self.language.clone()), languages, SectionKind::DescriptionLanguage),
            (optional(&self.module)?, modules, SectionKind::DescriptionModule),
            (optional(&self.effective_time)?, dates, SectionKind::DescriptionEffectiveTime),
        ] {
            if column.is_some_and(|column| column.iter().any(|value| value >= limit as u64)) {
                return Err(Malformed { what: kind.name() }.into());
            }
        }
        Ok(())
    }
}

/// A description as the compiler gives it.
#[cfg(feature = "build")]
#[derive(Debug, Clone, Copy)]
pub struct DescriptionInput {
    /// The id.
    pub id: Sctid,
    /// Whether it is active.
    pub active: bool,
    /// Its type.
    pub kind: DescriptionType,
    /// Its case significance.
    pub case_significance: CaseSignificance,
    /// Place in the table of acceptability sets.
    pub acceptability: u32,
    /// Place in the table of language codes.
    pub language: u16,
    /// Place in the table of modules.
    pub module: u16,
    /// Place in the table of dates.
    pub effective_time: u16,
}

/// Texts cut into phrases, as the compiler gives them.
#[cfg(feature = "build")]
#[derive(Debug)]
pub struct TextInput<'a> {
    /// The dictionary section.
    pub phrases: Vec<u8>,
    /// Where the codes of each term begin, and where the last ends.
    pub term_offsets: &'a [u64],
    /// The codes of all terms.
    pub term_codes: &'a [u16],
    /// For each concept, how far behind its FSN the term stands that the FSN is made of; 0 for none.
    pub fsn_from: &'a [u64],
    /// Where the codes of each definition begin, and where the last ends.
    pub definition_offsets: &'a [u64],
    /// The codes of all definitions.
    pub definition_codes: &'a [u16],
}

#[cfg(feature = "build")]
impl Descriptions {
    /// The furthest term behind an FSN that it can be derived from.
    pub(crate) const FSN_FURTHEST: usize = FSN_FURTHEST as usize;

    /// Encodes descriptions in their order; `groups` says where each concept's terms begin, and `definitions`
    /// holds the concept of each definition.
    pub(crate) fn encode(
        descriptions: &[DescriptionInput],
        groups: &[u64],
        definitions: &[u64],
        text: TextInput<'_>,
    ) -> Vec<(SectionKind, Vec<u8>)> {
        let mut ranked: Vec<Sctid> = descriptions.iter().map(|description| description.id).collect();
        let ids = Identifiers::section(&mut ranked);
        let (by_id, id_rank) =
            crate::dictionary::permutations(descriptions.iter().map(|description| description.id), &ranked);
        let column = |value: fn(&DescriptionInput) -> u64| {
            PackedInts::section(&descriptions.iter().map(value).collect::<Vec<_>>())
        };
        vec![
            (SectionKind::DescriptionGroups, Monotone::section(groups)),
            (
                SectionKind::DescriptionFlags,
                column(|description| {
                    let case = match description.case_significance {
                        CaseSignificance::Insensitive => 0,
                        CaseSignificance::InitialInsensitive => 1,
                        CaseSignificance::Sensitive => 2,
                    };
                    let fsn = if description.kind == DescriptionType::Fsn { IS_FSN } else { 0 };
                    u64::from(description.active) | fsn | case << CASE_SHIFT
                }),
            ),
            (
                SectionKind::DescriptionAcceptability,
                column(|description| u64::from(description.acceptability)),
            ),
            (SectionKind::DescriptionLanguage, column(|description| u64::from(description.language))),
            (SectionKind::DescriptionIds, ids),
            (SectionKind::DescriptionById, PackedInts::section(&by_id)),
            (SectionKind::DescriptionIdRank, PackedInts::section(&id_rank)),
            (SectionKind::TextPhrases, text.phrases),
            (SectionKind::TextTerms, StringPool::section(text.term_offsets, text.term_codes)),
            (SectionKind::TextFsn, PackedInts::section(text.fsn_from)),
            (SectionKind::DefinitionConcepts, Monotone::section(definitions)),
            (
                SectionKind::DefinitionText,
                StringPool::section(text.definition_offsets, text.definition_codes),
            ),
            (SectionKind::DescriptionModule, column(|description| u64::from(description.module))),
            (
                SectionKind::DescriptionEffectiveTime,
                column(|description| u64::from(description.effective_time)),
            ),
        ]
    }
}
