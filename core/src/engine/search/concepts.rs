//! Concepts by the descriptions that a search finds.

use crate::bytes::Malformed;
use crate::engine::product::concepts::ProductConcepts;
use crate::engine::search::filter::Filter;
use crate::engine::search::run::{Corpus, Step};
use crate::engine::{ActiveFilter, Concept, ConceptSet, Description, Engine, Error, Product, SearchOptions};
use crate::format::{FormatError, SectionKind};
use crate::id::{ConceptOrd, DescriptionOrd, Sctid};
use crate::search::{Candidate, DocumentSet, Pass, SearchIndex, Seen};

/// Of so many concepts, or fewer, the documents are listed before anything is looked for.
const MOST_LISTED: u64 = 2048;

/// A concept, and the description by which it is found.
pub(in crate::engine) type FoundConcept<'e> = (Concept<'e>, Description<'e>);

/// The descriptions of a file, as one search may find them.
pub(in crate::engine) struct ConceptCorpus<'e, 'o> {
    engine: &'e Engine,
    index: &'e SearchIndex,
    within: Option<&'o ConceptSet<'o>>,
    filter: Filter<'o>,
    active: ActiveFilter,
    passes: Vec<Pass>,
    /// The concepts that are products, where products are looked for beside concepts.
    products: Option<&'e ProductConcepts>,
}

impl<'e, 'o> ConceptCorpus<'e, 'o> {
    /// The descriptions, as `options` ask for them.
    pub(in crate::engine) fn new(
        engine: &'e Engine,
        options: &'o SearchOptions<'o>,
    ) -> Result<ConceptCorpus<'e, 'o>, Error> {
        let index = engine.search_index()?;
        if options.definitions && !engine.file.has(SectionKind::DefinitionText) {
            return Err(FormatError::NotInFile { section: SectionKind::DefinitionText }.into());
        }
        let filter = Filter::new(engine, options)?;
        if let Some(within) = options.within
            && within.count() <= MOST_LISTED
        {
            within.documents().list(index.documents(), within.ords().ranges())?;
        }
        let names = if filter.has_language() { Pass::AllMadeNames } else { Pass::MadeNames };
        let mut passes = vec![Pass::Terms, names, Pass::OwnNames];
        passes.extend(options.definitions.then_some(Pass::Definitions));
        Ok(ConceptCorpus {
            engine,
            index,
            within: options.within,
            filter,
            active: options.active,
            passes,
            products: None,
        })
    }

    /// The same beside products: what a supplier makes is found by its id and by texts that are the query word for word, and
    /// for the rest as a product; what is not in use, where that is not asked for, by its id alone.
    pub(in crate::engine) fn beside(self, products: &'e ProductConcepts) -> ConceptCorpus<'e, 'o> {
        ConceptCorpus { products: Some(products), ..self }
    }

    /// Whether a concept may be found by words.
    #[inline]
    fn may_be_found(&self, ord: ConceptOrd, step: Step) -> Result<bool, Error> {
        if !self.filter.passes(self.engine, ord)? {
            return Ok(false);
        }
        let Some(products) = self.products else { return Ok(true) };
        let only_in_use = self.active == ActiveFilter::Active;
        match step {
            _ if products.others.contains(ord.0) => Ok(true),
            Step::Words if only_in_use => Ok(false),
            Step::Words => Ok(!products.supplied.contains(ord.0)),
            _ if only_in_use => {
                let product = self.engine.product(Concept { engine: self.engine, ord }.id()?)?;
                product.map_or(Ok(true), Product::is_in_use)
            }
            _ => Ok(true),
        }
    }

    /// Counts a candidate that the filter refused. Bits for the documents of a large set are made when about as much time
    /// went by, in this search and those before it, with asking documents that are not in it.
    fn refuse(&self) -> Result<(), Malformed> {
        let documents = self.index.documents();
        match (self.within, self.others()) {
            (Some(within), _) => within.documents().refuse(documents, within.ords().ranges()),
            (None, Some(products)) => products.documents.refuse(documents, products.others.ranges()),
            (None, None) => Ok(()),
        }
    }

    /// What has the only concepts that are found by words of their own, where products are looked for beside them.
    fn others(&self) -> Option<&'e ProductConcepts> {
        self.products.filter(|_| self.active == ActiveFilter::Active)
    }

    /// The concept and text definition of a candidate that is one.
    fn passing_definition(
        &self,
        document: u32,
        step: Step,
        seen: &Seen,
    ) -> Result<Option<FoundConcept<'e>>, Error> {
        let engine = self.engine;
        let descriptions = engine.descriptions()?;
        let place = self.index.documents().definition(document)?.checked_add(descriptions.terms());
        let ord = DescriptionOrd(place.ok_or(Malformed { what: SectionKind::SearchDocuments.name() })?);
        let concept = Concept { engine, ord: descriptions.concept_of(ord)? };
        let passes = !seen.contains(concept.ord.0) && self.may_be_found(concept.ord, step)?;
        Ok(passes.then_some((concept, Description { engine, ord })))
    }

    /// The first term of a concept: its fully specified name, where a term and the semantic tag make it.
    fn first_term(&self, concept: Concept<'e>) -> Result<Description<'e>, Error> {
        let terms = self.engine.descriptions()?.terms_of(concept.ord)?;
        Ok(Description { engine: self.engine, ord: DescriptionOrd(terms.start) })
    }
}

impl<'e> Corpus<'e> for ConceptCorpus<'e, '_> {
    type Item = FoundConcept<'e>;

    fn index(&self) -> &'e SearchIndex {
        self.index
    }

    fn number(&self, (concept, _): FoundConcept<'e>) -> u32 {
        concept.ord.0
    }

    fn within(&self, step: Step) -> Option<&DocumentSet> {
        let others = self.others().filter(|_| step == Step::Words);
        self.within.map(ConceptSet::documents).or(others.map(|products| &products.documents))
    }

    fn by_id(&self, text: &str) -> Result<Vec<FoundConcept<'e>>, Error> {
        let engine = self.engine;
        let Ok(id) = text.parse::<Sctid>() else { return Ok(Vec::new()) };
        let (concept, description) = match engine.concepts()?.find(id)? {
            Some(ord) => {
                let concept = Concept { engine, ord };
                let preferred = concept.preferred_description(engine.language_order())?;
                let Some(description) = preferred.or(concept.descriptions()?.first().copied()) else {
                    return Ok(Vec::new());
                };
                (concept, description)
            }
            None => {
                let Some(ord) = engine.descriptions()?.find(id)? else { return Ok(Vec::new()) };
                let description = Description { engine, ord };
                (description.concept()?, description)
            }
        };
        let passes = self.filter.passes_by_id(engine, concept.ord)?;
        Ok(passes.then_some((concept, description)).into_iter().collect())
    }

    fn passes(&self) -> &[Pass] {
        &self.passes
    }

    #[inline]
    fn passing(
        &self,
        candidate: Candidate,
        step: Step,
        pass: Pass,
        seen: &Seen,
    ) -> Result<Option<FoundConcept<'e>>, Error> {
        let engine = self.engine;
        let documents = self.index.documents();
        if pass == Pass::Definitions {
            return self.passing_definition(candidate.document, step, seen);
        }
        let ord = ConceptOrd(documents.concept(candidate.document)?);
        if seen.contains(ord.0) {
            return Ok(None);
        }
        // Where a text is sooner read than its tag looked for, another term of the concept may have come up.
        if pass.is_of_made_names() && !documents.has_fsn(candidate.document)? {
            return Ok(None);
        }
        if !self.may_be_found(ord, step)? {
            self.refuse()?;
            return Ok(None);
        }
        let concept = Concept { engine, ord };
        if pass.is_of_made_names() {
            return Ok(Some((concept, self.first_term(concept)?)));
        }
        let terms = engine.descriptions()?.terms_of(ord)?;
        let place = terms.start.checked_add(documents.place(candidate.document, ord.0)?);
        let place = place.filter(|place| terms.contains(place));
        let ord = DescriptionOrd(place.ok_or(Malformed { what: SectionKind::SearchDocuments.name() })?);
        Ok(Some((concept, Description { engine, ord })))
    }

    #[inline]
    fn is_found_by_text(&self, (_, description): FoundConcept<'e>) -> Result<bool, Error> {
        self.filter.passes_description(description)
    }

    fn read(&self, (_, description): FoundConcept<'e>, text: &mut String) -> Result<(), Error> {
        let engine = self.engine;
        let tag_of = |concept| engine.semantic_tag_of(concept);
        Ok(engine.descriptions()?.read_text(description.ord, tag_of, text)?)
    }

    fn makes_name(&self, document: u32, tag: usize) -> Result<bool, Error> {
        let documents = self.index.documents();
        let concept = ConceptOrd(documents.concept(document)?);
        Ok(documents.has_fsn(document)? && self.engine.concepts()?.semantic_tag(concept)? == tag)
    }

    fn by_name(&self, (concept, _): FoundConcept<'e>) -> Result<FoundConcept<'e>, Error> {
        Ok((concept, self.first_term(concept)?))
    }
}
