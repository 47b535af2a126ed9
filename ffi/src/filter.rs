//! What a search may find.

use std::sync::Arc;

use engine::{ConceptId, ConceptSet, Engine, LanguageOrder, ProductClass, request};
use self_cell::self_cell;

use crate::constants::*;
use crate::fault::Fault;

self_cell!(
    /// An engine, and a set of concepts that borrows from it.
    struct Within {
        owner: Arc<Engine>,
        #[covariant]
        dependent: ConceptSet,
    }
);

/// A filter of an engine.
pub(crate) struct Filter {
    engine: Arc<Engine>,
    within: Option<Within>,
    language: Option<LanguageOrder>,
    semantic_tags: Vec<String>,
    modules: Vec<ConceptId>,
    classes: Vec<ProductClass>,
}

impl Filter {
    /// A filter that lets everything through.
    pub(crate) fn new(engine: &Arc<Engine>) -> Filter {
        Filter {
            engine: Arc::clone(engine),
            within: None,
            language: None,
            semantic_tags: Vec::new(),
            modules: Vec::new(),
            classes: Vec::new(),
        }
    }

    /// Narrows the filter by a text.
    pub(crate) fn set(&mut self, what: i32, text: &str) -> Result<(), Fault> {
        match what {
            VADE_FILTER_WITHIN => {
                let set =
                    Within::try_new(Arc::clone(&self.engine), |engine| request::concept_set(engine, text))?;
                self.within = Some(set);
            }
            VADE_FILTER_LANGUAGE => self.language = Some(self.engine.language(text)?),
            VADE_FILTER_SEMANTIC_TAG => self.semantic_tags.push(request::semantic_tag(&self.engine, text)?),
            VADE_FILTER_MODULE => self.modules.push(request::module(&self.engine, text)?),
            VADE_FILTER_CLASS => self.classes.push(request::product_class(&self.engine, text)?),
            _ => return Err(Fault::unsupported("filter", what)),
        }
        Ok(())
    }

    /// Whether the filter is of this engine.
    pub(crate) fn is_of(&self, engine: &Arc<Engine>) -> bool {
        Arc::ptr_eq(&self.engine, engine)
    }

    /// The set that a search stays in.
    pub(crate) fn within(&self) -> Option<&ConceptSet<'_>> {
        self.within.as_ref().map(Within::borrow_dependent)
    }

    /// The language of the descriptions that are searched.
    pub(crate) fn language(&self) -> Option<&LanguageOrder> {
        self.language.as_ref()
    }

    /// The semantic tags; none for all.
    pub(crate) fn semantic_tags(&self) -> &[String] {
        &self.semantic_tags
    }

    /// The modules; none for all.
    pub(crate) fn modules(&self) -> &[ConceptId] {
        &self.modules
    }

    /// The classes of medicinal products; none where concepts are searched as well.
    pub(crate) fn classes(&self) -> &[ProductClass] {
        &self.classes
    }
}
