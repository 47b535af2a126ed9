//! Which concepts and descriptions a search may find.

use crate::bytes::Malformed;
use crate::engine::{ActiveFilter, ConceptSet, Description, Engine, Error, LanguageOrder, SearchOptions};
use crate::hierarchy::OrdSet;
use crate::id::ConceptOrd;

/// The options of a search, in the numbers of the file. Each is asked of one candidate at a time, by its
/// number.
pub(super) struct Filter<'a> {
    within: Option<&'a OrdSet>,
    active: ActiveFilter,
    /// For each semantic tag of the file, whether it is wanted.
    tags: Option<Vec<bool>>,
    /// For each module of the file, whether it is wanted.
    modules: Option<Vec<bool>>,
    language: Option<&'a LanguageOrder>,
}

/// For each known value, whether it is among those wanted; `Err` with the first that is not known.
fn wanted<'w, K: PartialEq<W>, W>(known: &[K], wanted: &'w [W]) -> Result<Option<Vec<bool>>, &'w W> {
    if let Some(unknown) = wanted.iter().find(|value| !known.iter().any(|other| other == *value)) {
        return Err(unknown);
    }
    let list = || known.iter().map(|value| wanted.iter().any(|other| value == other)).collect();
    Ok((!wanted.is_empty()).then(list))
}

impl<'a> Filter<'a> {
    /// The filter that `options` ask for.
    pub(super) fn new(engine: &Engine, options: &'a SearchOptions<'_>) -> Result<Filter<'a>, Error> {
        if options.within.is_some_and(|set| !set.is_of(engine)) {
            return Err(Error::OtherFile);
        }
        let tags = wanted(&engine.tables.semantic_tags, options.semantic_tags)
            .map_err(|tag| Error::UnknownSemanticTag { tag: tag.clone() })?;
        let modules: Vec<u64> = options.modules.iter().map(|id| id.number()).collect();
        let modules = wanted(&engine.tables.modules, &modules).map_err(|unknown| {
            let id = options.modules.iter().find(|id| id.number() == *unknown);
            id.map_or(Error::from(Malformed { what: "table of modules" }), |id| Error::UnknownModule {
                id: id.sctid(),
            })
        })?;
        Ok(Filter {
            within: options.within.map(ConceptSet::ords),
            active: options.active,
            tags,
            modules,
            language: options.language,
        })
    }

    /// Whether descriptions are filtered as well as concepts.
    pub(super) fn has_language(&self) -> bool {
        self.language.is_some()
    }

    /// Whether a concept may be found, apart from whether it is active.
    fn passes_but_for_activity(&self, engine: &Engine, concept: ConceptOrd) -> Result<bool, Error> {
        if self.within.is_some_and(|set| !set.contains(concept.0)) {
            return Ok(false);
        }
        let concepts = engine.concepts()?;
        if let Some(tags) = &self.tags
            && tags.get(concepts.semantic_tag(concept)?) != Some(&true)
        {
            return Ok(false);
        }
        if let Some(modules) = &self.modules
            && modules.get(concepts.module(concept)?) != Some(&true)
        {
            return Ok(false);
        }
        Ok(true)
    }

    /// Whether a concept may be found.
    #[inline]
    pub(super) fn passes(&self, engine: &Engine, concept: ConceptOrd) -> Result<bool, Error> {
        let is_wanted = match self.active {
            ActiveFilter::Active => engine.concepts()?.is_active(concept),
            ActiveFilter::Inactive => !engine.concepts()?.is_active(concept),
            ActiveFilter::Any => true,
        };
        Ok(is_wanted && self.passes_but_for_activity(engine, concept)?)
    }

    /// Whether a concept may be found by its id: inactive ones are, unless only they are excluded on purpose.
    pub(super) fn passes_by_id(&self, engine: &Engine, concept: ConceptOrd) -> Result<bool, Error> {
        match self.active {
            ActiveFilter::Active | ActiveFilter::Any => self.passes_but_for_activity(engine, concept),
            ActiveFilter::Inactive => self.passes(engine, concept),
        }
    }

    /// Whether a concept may be found by this description.
    #[inline]
    pub(super) fn passes_description(&self, description: Description<'_>) -> Result<bool, Error> {
        match self.language {
            None => Ok(true),
            Some(language) => Ok(language.accepts(description.acceptability_set()?)),
        }
    }
}
