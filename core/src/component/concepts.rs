//! Concepts: ids and the columns of RF2's concept file.

use crate::bytes::Malformed;
use crate::component::require_length;
use crate::dictionary::Identifiers;
use crate::format::{File, FormatError, SectionKind};
use crate::id::{ConceptId, ConceptOrd, Sctid};
use crate::section::PackedInts;

/// The concepts of a file. Active ones come first, in hierarchy order.
#[derive(Debug)]
pub(crate) struct Concepts {
    ids: Identifiers,
    by_id: PackedInts,
    id_rank: PackedInts,
    defined: PackedInts,
    module: PackedInts,
    effective_time: PackedInts,
    semantic_tag: PackedInts,
    active: u32,
}

impl Concepts {
    /// Opens the columns; `active` of the concepts are active.
    pub(crate) fn open(file: &File, active: u64) -> Result<Concepts, FormatError> {
        let column = |kind: SectionKind| {
            PackedInts::from_section(file.section(kind)?, kind.name()).map_err(FormatError::from)
        };
        let ids = Identifiers::from_section(
            file.section(SectionKind::ConceptIds)?,
            SectionKind::ConceptIds.name(),
        )?;
        let concepts = Concepts {
            by_id: column(SectionKind::ConceptById)?,
            id_rank: column(SectionKind::ConceptIdRank)?,
            defined: column(SectionKind::ConceptFlags)?,
            module: column(SectionKind::ConceptModule)?,
            effective_time: column(SectionKind::ConceptEffectiveTime)?,
            semantic_tag: column(SectionKind::ConceptSemanticTag)?,
            active: active.min(ids.len() as u64) as u32,
            ids,
        };
        let length = concepts.ids.len();
        require_length(&concepts.by_id, length, SectionKind::ConceptById.name())?;
        require_length(&concepts.id_rank, length, SectionKind::ConceptIdRank.name())?;
        require_length(&concepts.defined, length, SectionKind::ConceptFlags.name())?;
        require_length(&concepts.module, length, SectionKind::ConceptModule.name())?;
        require_length(&concepts.effective_time, length, SectionKind::ConceptEffectiveTime.name())?;
        require_length(&concepts.semantic_tag, length, SectionKind::ConceptSemanticTag.name())?;
        if u64::from(concepts.active) != active {
            return Err(Malformed { what: "the count of active concepts" }.into());
        }
        Ok(concepts)
    }

    /// How many concepts there are.
    pub(crate) fn len(&self) -> u32 {
        self.ids.len() as u32
    }

    /// The concept of this id.
    #[inline]
    pub(crate) fn find(&self, id: Sctid) -> Result<Option<ConceptOrd>, Malformed> {
        let Some(rank) = self.ids.rank(id)? else { return Ok(None) };
        let ord = self.by_id.get_u32(rank as usize)?;
        if ord < self.len() {
            Ok(Some(ConceptOrd(ord)))
        } else {
            Err(Malformed { what: SectionKind::ConceptById.name() })
        }
    }

    /// The id of a concept.
    pub(crate) fn id(&self, concept: ConceptOrd) -> Result<ConceptId, Malformed> {
        let rank = self.id_rank.get_u32(concept.index())?;
        Ok(ConceptId::from_released(self.ids.id(rank)?))
    }

    /// The ids of concepts, in ascending numeric order.
    pub(crate) fn sorted_ids(
        &self,
        concepts: impl Iterator<Item = u32>,
        count: u64,
    ) -> Result<Vec<ConceptId>, Malformed> {
        let mut cursor = self.ids.cursor();
        let mut found = Vec::with_capacity(count.min(u64::from(self.len())) as usize);
        if count > u64::from(self.len()) / 64 {
            // Many: mark their ranks, then read the marks in order.
            let mut marks = vec![0u64; (self.len() as usize).div_ceil(64)];
            for concept in concepts {
                let rank = self.id_rank.get_u32(concept as usize)? as usize;
                *marks.get_mut(rank / 64).ok_or(Malformed { what: SectionKind::ConceptIdRank.name() })? |=
                    1 << (rank % 64);
            }
            for (index, mut word) in marks.into_iter().enumerate() {
                while word != 0 {
                    let rank = index as u32 * 64 + word.trailing_zeros();
                    found.push(ConceptId::from_released(cursor.id(rank)?));
                    word &= word - 1;
                }
            }
        } else {
            let mut ranks = concepts
                .map(|concept| self.id_rank.get_u32(concept as usize))
                .collect::<Result<Vec<_>, _>>()?;
            ranks.sort_unstable();
            for rank in ranks {
                found.push(ConceptId::from_released(cursor.id(rank)?));
            }
        }
        // Ranks ascend within a namespace, so what is left is to merge a few ascending runs.
        found.sort();
        Ok(found)
    }

    /// Whether the concept is active.
    pub(crate) fn is_active(&self, concept: ConceptOrd) -> bool {
        concept.0 < self.active
    }

    /// Whether the concept is sufficiently defined.
    pub(crate) fn is_defined(&self, concept: ConceptOrd) -> Result<bool, Malformed> {
        Ok(self.defined.get(concept.index())? != 0)
    }

    /// The concept's module, as a place in the table of modules.
    pub(crate) fn module(&self, concept: ConceptOrd) -> Result<usize, Malformed> {
        Ok(self.module.get(concept.index())? as usize)
    }

    /// The concept's effective time, as a place in the table of dates.
    pub(crate) fn effective_time(&self, concept: ConceptOrd) -> Result<usize, Malformed> {
        Ok(self.effective_time.get(concept.index())? as usize)
    }

    /// The concept's semantic tag, as a place in the table of tags.
    pub(crate) fn semantic_tag(&self, concept: ConceptOrd) -> Result<usize, Malformed> {
        Ok(self.semantic_tag.get(concept.index())? as usize)
    }

    /// Compares every cross-reference.
    pub(crate) fn verify(&self, modules: usize, dates: usize, tags: usize) -> Result<(), Malformed> {
        let mut cursor = self.ids.cursor();
        for rank in 0..self.len() {
            let id = cursor.id(rank)?;
            let found = self.find(id)?;
            let back = found.map(|concept| self.id_rank.get_u32(concept.index())).transpose()?;
            if back != Some(rank) {
                return Err(Malformed { what: SectionKind::ConceptById.name() });
            }
        }
        for (column, limit, what) in [
            (&self.defined, 2, SectionKind::ConceptFlags.name()),
            (&self.module, modules as u64, SectionKind::ConceptModule.name()),
            (&self.effective_time, dates as u64, SectionKind::ConceptEffectiveTime.name()),
            (&self.semantic_tag, tags as u64, SectionKind::ConceptSemanticTag.name()),
        ] {
            if column.iter().any(|value| value >= limit) {
                return Err(Malformed { what });
            }
        }
        Ok(())
    }
}

/// A concept as the compiler gives it.
#[cfg(feature = "build")]
#[derive(Debug, Clone, Copy)]
pub struct ConceptInput {
    /// The id.
    pub id: Sctid,
    /// Whether it is sufficiently defined.
    pub defined: bool,
    /// Place in the table of modules.
    pub module: u16,
    /// Place in the table of dates.
    pub effective_time: u16,
    /// Place in the table of semantic tags.
    pub semantic_tag: u16,
}

#[cfg(feature = "build")]
impl Concepts {
    /// Encodes concepts, given in their order.
    pub(crate) fn encode(concepts: &[ConceptInput]) -> Vec<(SectionKind, Vec<u8>)> {
        let mut ranked: Vec<Sctid> = concepts.iter().map(|concept| concept.id).collect();
        let ids = Identifiers::section(&mut ranked);
        let (by_id, id_rank) =
            crate::dictionary::permutations(concepts.iter().map(|concept| concept.id), &ranked);
        let column = |value: fn(&ConceptInput) -> u64| {
            PackedInts::section(&concepts.iter().map(value).collect::<Vec<_>>())
        };
        vec![
            (SectionKind::ConceptIds, ids),
            (SectionKind::ConceptById, PackedInts::section(&by_id)),
            (SectionKind::ConceptIdRank, PackedInts::section(&id_rank)),
            (SectionKind::ConceptFlags, column(|concept| u64::from(concept.defined))),
            (SectionKind::ConceptModule, column(|concept| u64::from(concept.module))),
            (SectionKind::ConceptEffectiveTime, column(|concept| u64::from(concept.effective_time))),
            (SectionKind::ConceptSemanticTag, column(|concept| u64::from(concept.semantic_tag))),
        ]
    }
}
