//! A description and what can be asked of it.

use crate::bytes::Malformed;
use crate::component::{CaseSignificance, DescriptionType};
use crate::engine::{Concept, Engine, Error};
use crate::id::{ConceptId, DescriptionId, DescriptionOrd, Sctid};

/// A description of an open file.
#[derive(Clone, Copy)]
pub struct Description<'e> {
    pub(super) engine: &'e Engine,
    pub(super) ord: DescriptionOrd,
}

/// How a description stands in a language reference set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Acceptability {
    /// 900000000000548007: the one to show.
    Preferred,
    /// 900000000000549004: may be used.
    Acceptable,
}

impl std::fmt::Debug for Description<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.id(), self.term()) {
            (Ok(id), Ok(term)) => write!(f, "Description({id} |{term}|)"),
            (Err(error), _) | (_, Err(error)) => write!(f, "Description({error})"),
        }
    }
}

/// Every method errors with [`Error::Format`] where the file is damaged, and with its
/// [`NotInFile`](crate::FormatError::NotInFile) where the part was left out.
impl<'e> Description<'e> {
    /// The id: what a record stores to keep the words that were chosen.
    pub fn id(self) -> Result<DescriptionId, Error> {
        Ok(self.engine.descriptions()?.id(self.ord)?)
    }

    /// The concept that is described.
    pub fn concept(self) -> Result<Concept<'e>, Error> {
        Ok(Concept { engine: self.engine, ord: self.engine.descriptions()?.concept_of(self.ord)? })
    }

    /// The text.
    pub fn term(self) -> Result<String, Error> {
        let mut text = String::new();
        self.read_term(&mut text)?;
        Ok(text)
    }

    /// Puts the text in the place of `text`, whose memory is used again: nothing is allocated where it suffices.
    pub fn read_term(self, text: &mut String) -> Result<(), Error> {
        let descriptions = self.engine.descriptions()?;
        Ok(descriptions.read_text(self.ord, |concept| self.engine.semantic_tag_of(concept), text)?)
    }

    /// The type.
    pub fn kind(self) -> Result<DescriptionType, Error> {
        Ok(self.engine.descriptions()?.kind(self.ord)?)
    }

    /// Whether the description is active.
    pub fn is_active(self) -> Result<bool, Error> {
        Ok(self.engine.descriptions()?.is_active(self.ord)?)
    }

    /// How far the case of letters matters.
    pub fn case_significance(self) -> Result<CaseSignificance, Error> {
        Ok(self.engine.descriptions()?.case_significance(self.ord)?)
    }

    /// The language of the text (ISO 639-1). Dialects are told by [`Description::acceptability`] alone.
    pub fn language_code(self) -> Result<&'e str, Error> {
        let place = self.engine.descriptions()?.language(self.ord)?;
        let code = self.engine.tables.language_codes.get(place);
        Ok(code.ok_or(Malformed { what: "table of language codes" })?)
    }

    /// The module that maintains the description.
    pub fn module(self) -> Result<ConceptId, Error> {
        self.engine.module(self.engine.descriptions()?.module(self.ord)?)
    }

    /// The date of the description's last change, as `yyyymmdd`.
    pub fn effective_time(self) -> Result<u32, Error> {
        self.engine.effective_time(self.engine.descriptions()?.effective_time(self.ord)?)
    }

    pub(super) fn acceptability_set(self) -> Result<&'e [(u16, bool)], Error> {
        let place = self.engine.descriptions()?.acceptability(self.ord)?;
        let set = self.engine.tables.acceptabilities.get(place);
        Ok(set.ok_or(Malformed { what: "table of acceptabilities" })?)
    }

    /// The language reference sets that the description stands in, by id, and how.
    pub fn acceptability(self) -> Result<Vec<(ConceptId, Acceptability)>, Error> {
        let refsets = &self.engine.tables.language_refsets;
        self.acceptability_set()?
            .iter()
            .map(|(place, preferred)| {
                let id = refsets.get(usize::from(*place)).and_then(|id| Sctid::new(*id).ok());
                let id = id.ok_or(Malformed { what: "table of language reference sets" })?;
                let how = if *preferred { Acceptability::Preferred } else { Acceptability::Acceptable };
                Ok((ConceptId::from_released(id), how))
            })
            .collect()
    }
}
