//! Search by words.

use std::collections::HashSet;
use std::ops::Range;

use crate::engine::{Concept, ConceptSet, Description, Engine, Error};
use crate::format::{FormatError, SectionKind};
use crate::hierarchy::OrdSet;
use crate::id::ConceptId;
use crate::search::Query;

/// Which concepts may be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ActiveFilter {
    /// Active concepts: what a new record may hold.
    #[default]
    Active,
    /// Inactive concepts.
    Inactive,
    /// All concepts.
    Any,
}

/// What to search for besides the words.
#[derive(Debug, Clone)]
pub struct SearchOptions<'a> {
    /// The most hits to answer.
    pub limit: usize,
    /// How many hits to pass over. Pages of one query never overlap.
    pub offset: usize,
    /// Only concepts of this set.
    pub within: Option<&'a ConceptSet<'a>>,
    /// Only concepts that are active, or inactive.
    pub active: ActiveFilter,
    /// Only concepts with one of these semantic tags; empty for all.
    pub semantic_tags: &'a [String],
    /// Only concepts of one of these modules; empty for all.
    pub modules: &'a [ConceptId],
    /// Whether to search text definitions as well as terms.
    pub definitions: bool,
    /// Whether to count all concepts that match. It costs a look at every one.
    pub total: bool,
}

impl Default for SearchOptions<'_> {
    fn default() -> Self {
        SearchOptions {
            limit: 10,
            offset: 0,
            within: None,
            active: ActiveFilter::default(),
            semantic_tags: &[],
            modules: &[],
            definitions: false,
            total: false,
        }
    }
}

/// The answer to a search.
#[derive(Debug, Clone)]
pub struct SearchResults<'e> {
    /// Best first, one a concept.
    pub hits: Vec<Hit<'e>>,
    /// How many concepts match, where it was asked for.
    pub total: Option<u64>,
}

/// A concept that was found.
#[derive(Debug, Clone)]
pub struct Hit<'e> {
    /// The concept.
    pub concept: Concept<'e>,
    /// The best of its descriptions that match.
    pub description: Description<'e>,
    /// The text of the description.
    pub term: String,
    /// The words of the text that were matched, in bytes, in order.
    pub ranges: Vec<Range<usize>>,
}

/// The options, in the numbers of the file.
struct Filter<'a> {
    within: Option<&'a OrdSet>,
    active: ActiveFilter,
    tags: Option<HashSet<usize>>,
    modules: Option<HashSet<usize>>,
}

/// How many documents are looked at first.
const FIRST_WINDOW: u32 = 1 << 14;

impl Engine {
    fn filter<'a>(&self, options: &'a SearchOptions<'_>) -> Filter<'a> {
        let tag = |tag: &String| self.tables.semantic_tags.iter().position(|known| known == tag);
        let module = |id: &ConceptId| self.tables.modules.iter().position(|known| *known == id.number());
        let tags = (!options.semantic_tags.is_empty())
            .then(|| options.semantic_tags.iter().filter_map(tag).collect());
        let modules =
            (!options.modules.is_empty()).then(|| options.modules.iter().filter_map(module).collect());
        Filter { within: options.within.map(ConceptSet::ords), active: options.active, tags, modules }
    }

    fn passes(&self, concept: Concept<'_>, filter: &Filter<'_>) -> Result<bool, Error> {
        let concepts = self.concepts()?;
        let active = concepts.is_active(concept.ord);
        let wanted = match filter.active {
            ActiveFilter::Active => active,
            ActiveFilter::Inactive => !active,
            ActiveFilter::Any => true,
        };
        if !wanted || filter.within.is_some_and(|set| !set.contains(concept.ord.0)) {
            return Ok(false);
        }
        if let Some(tags) = &filter.tags
            && !tags.contains(&concepts.semantic_tag(concept.ord)?)
        {
            return Ok(false);
        }
        if let Some(modules) = &filter.modules
            && !modules.contains(&concepts.module(concept.ord)?)
        {
            return Ok(false);
        }
        Ok(true)
    }

    /// Calls `each` with every concept that matches, best first, and its best description, until it answers `false`.
    /// Where it never will, `all` saves looking for the best first.
    fn for_each_match<'e>(
        &'e self,
        query: &Query,
        options: &SearchOptions<'_>,
        all: bool,
        mut each: impl FnMut(Concept<'e>, Description<'e>) -> Result<bool, Error>,
    ) -> Result<(), Error> {
        let index = self.search_index()?;
        if options.definitions && !self.file.has(SectionKind::DefinitionText) {
            return Err(FormatError::NotInFile { section: SectionKind::DefinitionText }.into());
        }
        if options.within.is_some_and(|set| !set.is_of(self)) {
            return Err(Error::OtherFile);
        }
        let filter = self.filter(options);
        let check = query.overlaps();
        let ranges = index.ranges(query)?;
        let limit = index.limit(options.definitions);
        let mut seen = HashSet::new();
        // Documents are numbered best first, so the best are in the first window; mostly no other is needed.
        let mut window = 0..if all { limit } else { FIRST_WINDOW.min(limit) };
        loop {
            for document in index.candidates(&ranges, &window)?.iter() {
                let description = Description { engine: self, ord: index.description(document)? };
                let concept = description.concept()?;
                if seen.contains(&concept.ord) || !self.passes(concept, &filter)? {
                    continue;
                }
                if check && !query.matches(&description.term()?) {
                    continue;
                }
                seen.insert(concept.ord);
                if !each(concept, description)? {
                    return Ok(());
                }
            }
            if window.end == limit {
                return Ok(());
            }
            window = window.end..window.end.saturating_mul(8).min(limit);
        }
    }

    /// The concepts with a description in which each word of `query` begins a word of its own.
    ///
    /// Words may come in any order; case, accents and punctuation do not count. Active descriptions are searched:
    /// fully specified names and synonyms, and text definitions on request. Fewest words come first, then the
    /// shortest text, then synonyms before fully specified names, then the lowest description id.
    ///
    /// # Errors
    ///
    /// [`Error::Query`] where the query has no words or too many; [`Error::Format`] where the file is damaged or was
    /// built without `search`, or without the `definitions` that are to be searched; [`Error::OtherFile`] where `within`
    /// is of another engine.
    ///
    /// # Examples
    ///
    /// ```
    /// use vademecum::{Engine, SearchOptions};
    ///
    /// # let bytes = include_bytes!("../../testdata/v1/demo.vade").as_slice();
    /// let engine = Engine::from_bytes(bytes)?;
    /// let disorders = ["disorder".to_owned()];
    /// let options = SearchOptions { limit: 5, semantic_tags: &disorders, ..SearchOptions::default() };
    /// for hit in engine.search("asthma", &options)?.hits {
    ///     println!("{} |{}|", hit.concept.id()?, hit.term);
    /// }
    /// # Ok::<(), vademecum::Error>(())
    /// ```
    pub fn search(&self, query: &str, options: &SearchOptions<'_>) -> Result<SearchResults<'_>, Error> {
        let query = Query::new(query)?;
        let mut hits = Vec::new();
        let mut total = 0u64;
        let end = options.offset.saturating_add(options.limit) as u64;
        self.for_each_match(&query, options, options.total, |concept, description| {
            total += 1;
            if total > options.offset as u64 && total <= end {
                let term = description.term()?;
                let ranges = query.ranges(&term);
                hits.push(Hit { concept, description, term, ranges });
            }
            Ok(options.total || total < end)
        })?;
        Ok(SearchResults { hits, total: options.total.then_some(total) })
    }

    /// The set of all concepts that [`Engine::search`] finds.
    ///
    /// # Errors
    ///
    /// As [`Engine::search`].
    pub fn search_set(&self, query: &str, options: &SearchOptions<'_>) -> Result<ConceptSet<'_>, Error> {
        let mut found = Vec::new();
        self.for_each_match(&Query::new(query)?, options, true, |concept, _| {
            found.push(concept.ord.0);
            Ok(true)
        })?;
        Ok(ConceptSet::new(self, OrdSet::from_ords(found)))
    }
}
