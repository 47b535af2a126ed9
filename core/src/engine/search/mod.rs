//! Search by words.

mod concepts;
mod everything;
mod filter;
mod hit;
pub(super) mod run;

pub use everything::{Finding, Findings};
pub use hit::{Highlighted, Hit, MatchKind};

use crate::engine::{ConceptSet, Engine, Error, LanguageOrder};
use crate::hierarchy::OrdSet;
use crate::id::ConceptId;
use crate::search::Query;
use concepts::ConceptCorpus;
use run::{Aim, Extent};

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

/// Whether typing errors are forgiven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fuzzy {
    /// Where what was typed finds fewer concepts than asked for.
    #[default]
    Auto,
    /// Never.
    Off,
}

impl Fuzzy {
    /// The last kind of match that is looked for.
    pub(super) fn last_kind(self) -> MatchKind {
        match self {
            Fuzzy::Auto => MatchKind::Typo,
            Fuzzy::Off => MatchKind::Equivalent,
        }
    }
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
    /// Only by descriptions that may be used in this language: preferred or acceptable in one of its language reference
    /// sets.
    pub language: Option<&'a LanguageOrder>,
    /// Whether to search text definitions as well as terms.
    pub definitions: bool,
    /// Whether to forgive typing errors.
    pub fuzzy: Fuzzy,
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
            language: None,
            definitions: false,
            fuzzy: Fuzzy::default(),
            total: false,
        }
    }
}

/// The answer to a search.
#[derive(Debug, Clone)]
pub struct SearchResults<'e> {
    /// Best first, one a concept.
    pub hits: Vec<Hit<'e>>,
    /// How many concepts match exactly or by equivalents, where it was asked for.
    pub total: Option<u64>,
}

impl Engine {
    /// The concepts with a description in which each word of `query` begins a word of its own.
    ///
    /// Words may come in any order; case, accents and punctuation do not count. Active descriptions are searched:
    /// synonyms and fully specified names, and text definitions on request. Where too few concepts match, further
    /// readings of the query follow. Hits come in this order:
    ///
    /// 1. the concept or description whose id was typed, whether it is active or not;
    /// 2. a term, or fully specified name, that is the query word for word;
    /// 3. terms in which each word of the query begins a word of its own, then fully specified names, then text
    ///    definitions;
    /// 4. the same by equivalents: words closed up or taken apart (`xray`, `500 mg`), Greek letters by name, British and
    ///    American spellings, and the words and phrases that the file was given as equivalent;
    /// 5. the same with typing errors forgiven, unless [`SearchOptions::fuzzy`] says otherwise: one edit in words of
    ///    four letters or more, two in words of eight or more, and the fewest edits first.
    ///
    /// Among themselves, terms are in one order that was fixed when the file was built: fewest words, then fewest
    /// characters, then preferred terms before others, then the lowest description id; in a file that was given usage
    /// counts, frequent use weighs against words and characters. So a smaller limit gives the beginning of a larger one.
    ///
    /// # Errors
    ///
    /// [`Error::Query`] where the query has no words or too many; [`Error::UnknownSemanticTag`] and
    /// [`Error::UnknownModule`] where the file has nothing of what is filtered by; [`Error::Format`] where the file is
    /// damaged or was built without `search`, or without the `definitions` that are to be searched;
    /// [`Error::OtherFile`] where `within` is of another engine; [`Error::NoConcepts`] where the file was built from dm+d
    /// alone.
    ///
    /// # Examples
    ///
    /// ```
    /// use vademecum::{Engine, SearchOptions};
    ///
    /// # let bytes = include_bytes!("../../../testdata/v1/demo.vade").as_slice();
    /// let engine = Engine::from_bytes(bytes)?;
    /// let disorders = ["disorder".to_owned()];
    /// let options = SearchOptions { limit: 5, semantic_tags: &disorders, ..SearchOptions::default() };
    /// for hit in engine.search("asthma", &options)?.hits {
    ///     println!("{} |{}|", hit.concept.id()?, hit.description.term()?);
    /// }
    /// # Ok::<(), vademecum::Error>(())
    /// ```
    pub fn search(&self, query: &str, options: &SearchOptions<'_>) -> Result<SearchResults<'_>, Error> {
        let mut hits: Vec<Hit<'_>> = Vec::with_capacity(options.limit.min(16));
        let mut counted = 0u64;
        let mut found = 0usize;
        let end = options.offset.saturating_add(options.limit);
        let extent = if options.total { Extent::Counted } else { Extent::Hits };
        let read = Query::new(query)?;
        self.needs_concepts()?;
        let corpus = ConceptCorpus::new(self, options)?;
        let last = options.fuzzy.last_kind();
        let aim = Aim { text: query, query: &read, extent, enough: end, last };
        run::search(&corpus, &aim, &mut |hit| {
            found += 1;
            counted += u64::from(hit.kind != MatchKind::Typo);
            if found > options.offset && found <= end {
                hits.push(Hit::new(&hit));
            }
            Ok(found < end)
        })?;
        Ok(SearchResults { hits, total: options.total.then_some(counted) })
    }

    /// Errors where the file was built from dm+d alone.
    pub(in crate::engine) fn needs_concepts(&self) -> Result<(), Error> {
        if self.manifest.counts.concepts == 0 && self.has_products() {
            Err(Error::NoConcepts)
        } else {
            Ok(())
        }
    }

    /// The set of all concepts with a description in which each word of `query` begins a word of its own: of the order
    /// of [`Engine::search`] the third step alone.
    ///
    /// # Errors
    ///
    /// As [`Engine::search`].
    pub fn search_set(&self, query: &str, options: &SearchOptions<'_>) -> Result<ConceptSet<'_>, Error> {
        let mut found = Vec::new();
        let read = Query::new(query)?;
        self.needs_concepts()?;
        let corpus = ConceptCorpus::new(self, options)?;
        let (extent, last) = (Extent::Set, MatchKind::Exact);
        let aim = Aim { text: query, query: &read, extent, enough: usize::MAX, last };
        run::search(&corpus, &aim, &mut |hit| {
            found.push(hit.item.0.ord.0);
            Ok(true)
        })?;
        Ok(ConceptSet::new(self, OrdSet::from_ords(found)))
    }
}
