//! Components by the text of their ids, as a person or another program sends them.

use crate::engine::{Concept, Description, Engine, Error};
use crate::id::{ConceptId, DescriptionId, Sctid};

/// The error for a component that a file does not have. What was sent may be no id at all; that tells more.
#[cold]
fn absent(engine: &Engine, id: Sctid, form: Result<(), crate::id::IdError>) -> Error {
    match (form, engine.needs_concepts()) {
        (Err(error), _) => Error::Id(error),
        (Ok(()), Err(none)) => none,
        (Ok(()), Ok(())) if engine.manifest().is_subset => Error::NotInSubset { id },
        (Ok(()), Ok(())) => Error::NotFound { id },
    }
}

impl Engine {
    /// The concept whose id is the text `code`.
    ///
    /// What a release holds is found whatever its check digit; the form of an id counts only where it is absent.
    ///
    /// # Errors
    ///
    /// [`Error::Id`] where the concept is absent and `code` is not a well-formed concept id; [`Error::NotFound`], or
    /// [`Error::NotInSubset`] in a file of chosen concepts and [`Error::NoConcepts`] in one of dm+d alone, where it is
    /// absent and well formed; [`Error::Format`] where the file is damaged.
    pub fn find_concept(&self, code: &str) -> Result<Concept<'_>, Error> {
        self.find_concept_by_sctid(code.parse()?)
    }

    /// The concept of this number, read as [`Engine::find_concept`] reads its text. Unlike
    /// [`Engine::concept_by_sctid`] it answers an error where the concept is absent.
    ///
    /// # Errors
    ///
    /// As [`Engine::find_concept`].
    #[inline]
    pub fn find_concept_by_sctid(&self, id: Sctid) -> Result<Concept<'_>, Error> {
        match self.concept_by_sctid(id) {
            Ok(Some(concept)) => Ok(concept),
            Ok(None) | Err(Error::NotInSubset { .. }) => {
                Err(absent(self, id, ConceptId::new(id.number()).map(drop)))
            }
            Err(error) => Err(error),
        }
    }

    /// The description whose id is the text `id`, read as [`Engine::find_concept`] reads a concept's.
    ///
    /// # Errors
    ///
    /// As [`Engine::find_concept`].
    pub fn find_description(&self, id: &str) -> Result<Description<'_>, Error> {
        self.find_description_by_sctid(id.parse()?)
    }

    /// The description of this number, read as [`Engine::find_description`] reads its text.
    ///
    /// # Errors
    ///
    /// As [`Engine::find_concept`].
    pub fn find_description_by_sctid(&self, id: Sctid) -> Result<Description<'_>, Error> {
        match self.description_by_sctid(id) {
            Ok(Some(description)) => Ok(description),
            Ok(None) | Err(Error::NotInSubset { .. }) => {
                Err(absent(self, id, DescriptionId::new(id.number()).map(drop)))
            }
            Err(error) => Err(error),
        }
    }

    /// The semantic tags of the file's concepts, without brackets.
    pub fn semantic_tags(&self) -> impl Iterator<Item = &str> {
        self.tables.semantic_tags.iter().map(String::as_str).filter(|tag| !tag.is_empty())
    }

    /// The modules that maintain the file's components.
    pub fn modules(&self) -> impl Iterator<Item = ConceptId> + '_ {
        let ids = self.tables.modules.iter();
        ids.filter_map(|id| Sctid::new(*id).ok()).map(ConceptId::from_released)
    }
}
