//! One search: the readings of a query in their order, and the documents of each.

use std::sync::Arc;

use crate::bytes::Malformed;
use crate::engine::search::filter::Filter;
use crate::engine::{Concept, ConceptSet, Description, Engine, Error, Fuzzy, Hit, MatchKind, SearchOptions};
use crate::format::{FormatError, SectionKind};
use crate::id::{ConceptOrd, DescriptionOrd, Sctid};
use crate::search::{
    Candidate, Edits, Memory, Pass, Query, Reading, SearchIndex, TypedWord, Wanted, Workspace,
};

/// Of so many concepts, or fewer, the documents are listed before anything is looked for.
const MOST_LISTED: u64 = 2048;

/// How far a search goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// To the last hit that is asked for.
    Hits,
    /// Through every concept that matches, and to the last hit.
    Counted,
    /// Through every concept that matches exactly, in any order.
    Set,
}

/// A concept that matches.
pub(super) struct Found<'e, 'r> {
    pub(super) concept: Concept<'e>,
    pub(super) description: Description<'e>,
    pub(super) kind: MatchKind,
    readings: &'r Arc<[Reading]>,
}

impl<'e> Found<'e, '_> {
    pub(super) fn into_hit(self) -> Hit<'e> {
        Hit {
            concept: self.concept,
            description: self.description,
            kind: self.kind,
            readings: self.readings.clone(),
        }
    }
}

/// A search that is running.
struct Run<'e, 'o, F> {
    engine: &'e Engine,
    index: &'e SearchIndex,
    options: &'o SearchOptions<'o>,
    filter: Filter<'o>,
    memory: Memory,
    /// Marks, where no part of the search is using them.
    workspace: Option<Box<Workspace>>,
    /// Whether it goes on when enough was found.
    is_through: bool,
    /// How many were found.
    found: usize,
    each: F,
}

impl Engine {
    /// Calls `each` with every concept that a search finds, best first, until it answers `false` and the extent does
    /// not ask for more. `enough` is how many hits are asked for.
    pub(super) fn run_search<'e>(
        &'e self,
        text: &str,
        options: &SearchOptions<'_>,
        extent: Extent,
        enough: usize,
        each: impl FnMut(Found<'e, '_>) -> Result<bool, Error>,
    ) -> Result<(), Error> {
        let query = Query::new(text)?;
        if self.manifest.counts.concepts == 0 && self.has_products() {
            return Err(Error::ProductNames);
        }
        let index = self.search_index()?;
        if options.definitions && !self.file.has(SectionKind::DefinitionText) {
            return Err(FormatError::NotInFile { section: SectionKind::DefinitionText }.into());
        }
        let filter = Filter::new(self, options)?;
        let (memory, workspace) = index.pool.take();
        let workspace = Some(workspace);
        let is_through = extent != Extent::Hits;
        let mut run =
            Run { engine: self, index, options, filter, memory, workspace, is_through, found: 0, each };
        run.all(text, &query, extent, enough)?;
        index.pool.give(run.memory, run.workspace.unwrap_or_default());
        Ok(())
    }
}

impl<'e, F: FnMut(Found<'e, '_>) -> Result<bool, Error>> Run<'e, '_, F> {
    /// Every step in turn.
    fn all(&mut self, text: &str, query: &Query, extent: Extent, enough: usize) -> Result<(), Error> {
        if enough == 0 && !self.is_through {
            return Ok(());
        }
        let exact = self.index.exact(query)?;
        let readings: Arc<[Reading]> = Arc::new([exact.clone()]);
        if let Some(within) = self.options.within
            && within.count() <= MOST_LISTED
        {
            within.documents().list(self.index.documents(), within.ords().ranges())?;
        }
        if extent == Extent::Set {
            self.tier(&readings, MatchKind::Exact)?;
            return Ok(());
        }
        let is_over = self.by_id(text)?
            || self.word_for_word(query, &readings)?
            || self.tier(&readings, MatchKind::Exact)?;
        if is_over {
            return Ok(());
        }
        let equivalent: Arc<[Reading]> = self.index.equivalent_readings(query, &exact)?.into();
        if self.tier(&equivalent, MatchKind::Equivalent)? {
            return Ok(());
        }
        if self.options.fuzzy == Fuzzy::Auto && self.found < enough {
            self.is_through = false;
            let forgiving = self.index.forgiving(query)?;
            for edits in [Edits::One, Edits::Two, Edits::All] {
                // One edit fills up what was found; more are for what finds nothing else.
                if edits != Edits::One && self.found > 0 {
                    break;
                }
                if self.tier(&self.index.forgive(&forgiving, edits)?.into(), MatchKind::Typo)? {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Counts a candidate that the filter refused. Bits for the documents of a large set are made when about as much time
    /// went by, in this search and those before it, with asking documents that are not in it.
    fn refuse(&self) -> Result<(), Malformed> {
        let Some(within) = self.options.within else { return Ok(()) };
        within.documents().refuse(self.index.documents(), within.ords().ranges())
    }

    /// Hands a concept on; answers whether the search is over.
    fn emit(&mut self, found: Found<'e, '_>) -> Result<bool, Error> {
        self.memory.seen.insert(found.concept.ord.0);
        self.found += 1;
        Ok(!(self.each)(found)? && !self.is_through)
    }

    /// The concept, or the concept of the description, whose id was typed.
    fn by_id(&mut self, text: &str) -> Result<bool, Error> {
        let text = text.trim();
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(false);
        }
        let Ok(id) = text.parse::<Sctid>() else { return Ok(false) };
        let (concept, description) = match self.engine.concepts()?.find(id)? {
            Some(ord) => {
                let concept = Concept { engine: self.engine, ord };
                let preferred = concept.preferred_description(self.engine.language_order())?;
                let Some(description) = preferred.or(concept.descriptions()?.first().copied()) else {
                    return Ok(false);
                };
                (concept, description)
            }
            None => {
                let Some(ord) = self.engine.descriptions()?.find(id)? else { return Ok(false) };
                let description = Description { engine: self.engine, ord };
                (description.concept()?, description)
            }
        };
        if !self.filter.passes_by_id(self.engine, concept.ord)? {
            return Ok(false);
        }
        let readings: Arc<[Reading]> = Arc::new([]);
        self.emit(Found { concept, description, kind: MatchKind::Exact, readings: &readings })
    }

    /// Terms, then fully specified names, that are the query word for word.
    fn word_for_word(&mut self, query: &Query, readings: &Arc<[Reading]>) -> Result<bool, Error> {
        let words = query.words();
        let Some(whole) = self.index.whole(words)? else { return Ok(false) };
        if self.same_words(words, &whole, Pass::Terms, None, readings)? {
            return Ok(true);
        }
        for tag in self.index.tags_at_the_end(words)? {
            let name = words.get(..words.len() - tag.words).unwrap_or_default();
            if let Some(whole) = self.index.whole(name)?
                && self.same_words(name, &whole, Pass::Terms, Some(tag.tag), readings)?
            {
                return Ok(true);
            }
        }
        self.same_words(words, &whole, Pass::OwnNames, None, readings)
    }

    /// Texts that are `words` and nothing else; with a `tag`, the fully specified names that they make with it.
    fn same_words(
        &mut self,
        words: &[TypedWord],
        whole: &Reading,
        pass: Pass,
        tag: Option<usize>,
        readings: &Arc<[Reading]>,
    ) -> Result<bool, Error> {
        let documents = self.index.documents();
        let among = documents.with_words(pass.region(), words.len())?;
        let mut workspace = self.workspace.take().unwrap_or_default();
        let readings_of_words = std::slice::from_ref(whole);
        let within = self.options.within.map(ConceptSet::documents);
        let wanted = Wanted { readings: readings_of_words, widest: None, pass, among, within };
        let through = self.index.find::<Error>(&wanted, &mut workspace, |candidate| {
            let document = candidate.document;
            if !documents.may_have_words(document, words.len())? {
                return Ok(true);
            }
            if let Some(tag) = tag {
                let concept = ConceptOrd(documents.concept(document)?);
                if !documents.has_fsn(document)? || self.engine.concepts()?.semantic_tag(concept)? != tag {
                    return Ok(true);
                }
            }
            let Some((concept, description)) = self.passing(candidate, pass)? else { return Ok(true) };
            self.read(description)?;
            if !self.memory.words.plain().eq(words.iter().map(|word| word.text.as_str())) {
                return Ok(true);
            }
            let description = if tag.is_some() { self.first_term(concept)? } else { description };
            if !self.filter.passes_description(description)? {
                return Ok(true);
            }
            Ok(!self.emit(Found { concept, description, kind: MatchKind::Exact, readings })?)
        })?;
        self.workspace = Some(workspace);
        Ok(!through)
    }

    /// Every concept that one of the readings finds; answers whether the search is over.
    fn tier(&mut self, readings: &Arc<[Reading]>, kind: MatchKind) -> Result<bool, Error> {
        if readings.iter().all(Reading::is_hopeless) {
            return Ok(false);
        }
        let names = if self.filter.has_language() { Pass::AllMadeNames } else { Pass::MadeNames };
        let definitions = self.options.definitions.then_some(Pass::Definitions);
        let widest = Reading::widest(readings);
        for pass in [Pass::Terms, names, Pass::OwnNames].into_iter().chain(definitions) {
            if self.pass(readings, widest.as_ref(), kind, pass)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn pass(
        &mut self,
        readings: &Arc<[Reading]>,
        widest: Option<&Reading>,
        kind: MatchKind,
        pass: Pass,
    ) -> Result<bool, Error> {
        let index = self.index;
        let mut workspace = self.workspace.take().unwrap_or_default();
        let within = self.options.within.map(ConceptSet::documents);
        let wanted = Wanted { readings, widest, pass, among: 0..u32::MAX, within };
        let through = index.find::<Error>(&wanted, &mut workspace, |candidate| {
            let Some((concept, description)) = self.passing(candidate, pass)? else { return Ok(true) };
            if !self.filter.passes_description(description)? {
                return Ok(true);
            }
            if candidate.is_doubtful {
                self.read(description)?;
                let mut matches = false;
                for reading in readings.iter() {
                    matches = matches || reading.matches(&mut self.memory.words, index)?;
                }
                if !matches {
                    return Ok(true);
                }
            }
            Ok(!self.emit(Found { concept, description, kind, readings })?)
        })?;
        self.workspace = Some(workspace);
        Ok(!through)
    }

    /// The concept and description of a candidate, where the concept is new and may be found.
    #[inline]
    fn passing(
        &mut self,
        candidate: Candidate,
        pass: Pass,
    ) -> Result<Option<(Concept<'e>, Description<'e>)>, Error> {
        let documents = self.index.documents();
        if pass == Pass::Definitions {
            return self.passing_definition(candidate.document);
        }
        let ord = ConceptOrd(documents.concept(candidate.document)?);
        if self.memory.seen.contains(ord.0) {
            return Ok(None);
        }
        if !self.filter.passes(self.engine, ord)? {
            self.refuse()?;
            return Ok(None);
        }
        let concept = Concept { engine: self.engine, ord };
        if pass.is_of_made_names() {
            return Ok(Some((concept, self.first_term(concept)?)));
        }
        let terms = self.engine.descriptions()?.terms_of(ord)?;
        let place = terms.start.checked_add(documents.place(candidate.document, ord.0)?);
        let place = place.filter(|place| terms.contains(place));
        let ord = DescriptionOrd(place.ok_or(Malformed { what: SectionKind::SearchDocuments.name() })?);
        Ok(Some((concept, Description { engine: self.engine, ord })))
    }

    /// The same of a text definition.
    fn passing_definition(&self, document: u32) -> Result<Option<(Concept<'e>, Description<'e>)>, Error> {
        let descriptions = self.engine.descriptions()?;
        let place = self.index.documents().definition(document)?.checked_add(descriptions.terms());
        let ord = DescriptionOrd(place.ok_or(Malformed { what: SectionKind::SearchDocuments.name() })?);
        let concept = Concept { engine: self.engine, ord: descriptions.concept_of(ord)? };
        let passes =
            !self.memory.seen.contains(concept.ord.0) && self.filter.passes(self.engine, concept.ord)?;
        Ok(passes.then_some((concept, Description { engine: self.engine, ord })))
    }

    /// The first term of a concept: its fully specified name, where a term and the semantic tag make it.
    fn first_term(&self, concept: Concept<'e>) -> Result<Description<'e>, Error> {
        let terms = self.engine.descriptions()?.terms_of(concept.ord)?;
        Ok(Description { engine: self.engine, ord: DescriptionOrd(terms.start) })
    }

    /// Puts the words of a description into memory.
    fn read(&mut self, description: Description<'e>) -> Result<(), Error> {
        let engine = self.engine;
        let words = &mut self.memory.words;
        engine.descriptions()?.read_text(
            description.ord,
            |concept| engine.semantic_tag_of(concept),
            &mut words.text,
        )?;
        words.cut();
        Ok(())
    }
}
