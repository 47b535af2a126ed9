//! One search: the readings of a query in their order, and the documents of each.

use std::sync::Arc;

use crate::engine::{Error, MatchKind};
use crate::search::{
    Candidate, DocumentSet, Edits, MOST_COUNTED, Memory, Pass, Query, Reading, SearchIndex, Seen, TypedWord,
    Wanted, Way, Workspace,
};

/// How far a search goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum Extent {
    /// To the last hit that is asked for.
    Hits,
    /// Through everything that matches, and to the last hit.
    Counted,
    /// Through everything that matches exactly, in any order.
    Set,
}

/// The steps of a search in their order, as far as the kind of match does not tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::engine) enum Step {
    /// What has the id that was typed.
    Id,
    /// Texts that are the query word for word.
    WordForWord,
    /// Texts in which each word of a reading has a word of its own.
    Words,
}

/// Something that matches.
pub(in crate::engine) struct Found<'r, I> {
    pub(in crate::engine) item: I,
    pub(in crate::engine) kind: MatchKind,
    pub(in crate::engine) step: Step,
    /// How many words its document has, as far as that is counted.
    pub(in crate::engine) words: u64,
    pub(in crate::engine) readings: &'r Arc<[Reading]>,
}

/// An index of texts, and what can be found by them.
pub(in crate::engine) trait Corpus<'e> {
    /// What is found: a concept by a description of it, a product.
    type Item: Copy;

    /// The index.
    fn index(&self) -> &'e SearchIndex;

    /// The number of an item: each is found once.
    fn number(&self, item: Self::Item) -> u32;

    /// The documents that are wanted in a step, where only some are, as far as they are listed.
    fn within(&self, _step: Step) -> Option<&DocumentSet> {
        None
    }

    /// Whatever has the id, or code, that was typed, and may be found by it.
    fn by_id(&self, text: &str) -> Result<Vec<Self::Item>, Error>;

    /// The descriptions that are looked at, in their order.
    fn passes(&self) -> &[Pass];

    /// What a candidate is of, where it was not seen and may be found.
    fn passing(
        &self,
        candidate: Candidate,
        step: Step,
        pass: Pass,
        seen: &Seen,
    ) -> Result<Option<Self::Item>, Error>;

    /// Whether an item may be found by its text.
    fn is_found_by_text(&self, _item: Self::Item) -> Result<bool, Error> {
        Ok(true)
    }

    /// Puts the text of an item into `text`.
    fn read(&self, item: Self::Item, text: &mut String) -> Result<(), Error>;

    /// Whether a document makes a name with the semantic tag at a place.
    fn makes_name(&self, _document: u32, _tag: usize) -> Result<bool, Error> {
        Ok(false)
    }

    /// The item by the name that its text and the semantic tag make.
    fn by_name(&self, item: Self::Item) -> Result<Self::Item, Error> {
        Ok(item)
    }

    /// The ways in which items that are in no document may match a reading: by a document that they belong to and by what
    /// they have besides. None where there are no such items, or they are not wanted.
    fn ways(&self, _reading: &Reading) -> Result<Vec<Way>, Error> {
        Ok(Vec::new())
    }

    /// The passes whose documents may have items that are wanted belonging to them.
    fn passes_of_belonging(&self) -> &[Pass] {
        &[]
    }

    /// The items that belong to a document in this way and may be found, best first.
    fn belonging(&self, _document: u32, _way: &Way) -> Result<Vec<Self::Item>, Error> {
        Ok(Vec::new())
    }
}

/// What is called with each item that is found; it answers whether it wants more.
type Each<'o, I> = dyn FnMut(Found<'_, I>) -> Result<bool, Error> + 'o;

/// What a search is for.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) struct Aim<'q> {
    /// What was typed.
    pub(in crate::engine) text: &'q str,
    /// Its words.
    pub(in crate::engine) query: &'q Query,
    pub(in crate::engine) extent: Extent,
    /// How many hits are asked for.
    pub(in crate::engine) enough: usize,
    /// The last kind of match that is looked for.
    pub(in crate::engine) last: MatchKind,
}

/// A search that is running.
struct Run<'o, 'e, C: Corpus<'e>> {
    corpus: &'o C,
    memory: Memory,
    /// Marks, where no part of the search is using them.
    workspace: Option<Box<Workspace>>,
    /// Whether it goes on when enough was found.
    is_through: bool,
    /// How many were found.
    found: usize,
    each: &'o mut Each<'o, C::Item>,
}

/// What is looked for among items that are in no document.
struct Belonging<'r> {
    reading: &'r Reading,
    way: &'r Way,
    readings: &'r Arc<[Reading]>,
    kind: MatchKind,
}

/// A search that has found what matches exactly and by equivalents.
pub(in crate::engine) struct Paused {
    memory: Memory,
    workspace: Option<Box<Workspace>>,
    found: usize,
    is_over: bool,
}

/// Calls `each` with everything that a search finds, best first, until it answers `false` and the extent does not ask for
/// more.
pub(in crate::engine) fn search<'e, C: Corpus<'e>>(
    corpus: &C,
    aim: &Aim<'_>,
    each: &mut Each<'_, C::Item>,
) -> Result<(), Error> {
    let paused = begin(corpus, aim, each)?;
    finish(corpus, aim, paused, each)
}

/// The first part of [`search`]: everything but typing errors.
pub(in crate::engine) fn begin<'e, C: Corpus<'e>>(
    corpus: &C,
    aim: &Aim<'_>,
    each: &mut Each<'_, C::Item>,
) -> Result<Paused, Error> {
    let (memory, workspace) = corpus.index().pool.take();
    let workspace = Some(workspace);
    let mut run = Run { corpus, memory, workspace, is_through: aim.extent != Extent::Hits, found: 0, each };
    let is_over = run.as_typed(aim)?;
    Ok(Paused { memory: run.memory, workspace: run.workspace, found: run.found, is_over })
}

/// The second part of [`search`]: with typing errors forgiven, where the aim asks for it and too little was found.
pub(in crate::engine) fn finish<'e, C: Corpus<'e>>(
    corpus: &C,
    aim: &Aim<'_>,
    paused: Paused,
    each: &mut Each<'_, C::Item>,
) -> Result<(), Error> {
    let Paused { memory, workspace, found, is_over } = paused;
    let mut run = Run { corpus, memory, workspace, is_through: false, found, each };
    if !is_over && aim.last >= MatchKind::Typo && found < aim.enough {
        run.forgiving(aim.query)?;
    }
    corpus.index().pool.give(run.memory, run.workspace.unwrap_or_default());
    Ok(())
}

impl<'e, C: Corpus<'e>> Run<'_, 'e, C> {
    /// Every step but the last; answers whether the search is over.
    fn as_typed(&mut self, aim: &Aim<'_>) -> Result<bool, Error> {
        let Aim { text, query, extent, enough, last } = *aim;
        if enough == 0 && !self.is_through {
            return Ok(true);
        }
        let index = self.corpus.index();
        let exact = index.exact(query)?;
        let readings: Arc<[Reading]> = Arc::new([exact.clone()]);
        if extent == Extent::Set {
            self.tier(&readings, MatchKind::Exact)?;
            return Ok(true);
        }
        let is_over = self.by_id(text)?
            || self.word_for_word(query, &readings)?
            || self.tier(&readings, MatchKind::Exact)?;
        if is_over || last < MatchKind::Equivalent {
            return Ok(true);
        }
        let equivalent: Arc<[Reading]> = index.equivalent_readings(query, &exact)?.into();
        self.tier(&equivalent, MatchKind::Equivalent)
    }

    /// With typing errors forgiven.
    fn forgiving(&mut self, query: &Query) -> Result<(), Error> {
        let index = self.corpus.index();
        let forgiving = index.forgiving(query)?;
        for edits in [Edits::One, Edits::Two, Edits::All] {
            // One edit fills up what was found; more are for what finds nothing else.
            if edits != Edits::One && self.found > 0 {
                break;
            }
            if self.tier(&index.forgive(&forgiving, edits)?.into(), MatchKind::Typo)? {
                break;
            }
        }
        Ok(())
    }

    /// Hands an item on; answers whether the search is over.
    fn emit(&mut self, found: Found<'_, C::Item>) -> Result<bool, Error> {
        self.memory.seen.insert(self.corpus.number(found.item));
        self.found += 1;
        Ok(!(self.each)(found)? && !self.is_through)
    }

    /// What has the id that was typed.
    fn by_id(&mut self, text: &str) -> Result<bool, Error> {
        let text = text.trim();
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(false);
        }
        let readings: Arc<[Reading]> = Arc::new([]);
        for item in self.corpus.by_id(text)? {
            let found = Found { item, kind: MatchKind::Exact, step: Step::Id, words: 0, readings: &readings };
            if self.emit(found)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Terms, then fully specified names, that are the query word for word.
    fn word_for_word(&mut self, query: &Query, readings: &Arc<[Reading]>) -> Result<bool, Error> {
        let (words, index) = (query.words(), self.corpus.index());
        let Some(whole) = index.whole(words)? else { return Ok(false) };
        let is_wanted = |pass: Pass| self.corpus.passes().contains(&pass);
        let [terms, names] = [Pass::Terms, Pass::OwnNames].map(is_wanted);
        if terms && self.same_words(words, &whole, Pass::Terms, None, readings)? {
            return Ok(true);
        }
        for tag in index.tags_at_the_end(words)? {
            let name = words.get(..words.len() - tag.words).unwrap_or_default();
            if let Some(whole) = index.whole(name)?
                && self.same_words(name, &whole, Pass::Terms, Some(tag.tag), readings)?
            {
                return Ok(true);
            }
        }
        Ok(names && self.same_words(words, &whole, Pass::OwnNames, None, readings)?)
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
        let index = self.corpus.index();
        let documents = index.documents();
        let among = documents.with_words(pass.region(), words.len())?;
        let mut workspace = self.workspace.take().unwrap_or_default();
        let readings_of_words = std::slice::from_ref(whole);
        let step = Step::WordForWord;
        let within = self.corpus.within(step);
        let wanted = Wanted { readings: readings_of_words, widest: None, pass, among, within };
        let through = index.find::<Error>(&wanted, &mut workspace, |candidate| {
            let document = candidate.document;
            if !documents.may_have_words(document, words.len())? {
                return Ok(true);
            }
            if let Some(tag) = tag
                && !self.corpus.makes_name(document, tag)?
            {
                return Ok(true);
            }
            let Some(item) = self.corpus.passing(candidate, step, pass, &self.memory.seen)? else {
                return Ok(true);
            };
            self.read(item)?;
            if !self.memory.words.plain().eq(words.iter().map(|word| word.text.as_str())) {
                return Ok(true);
            }
            let item = if tag.is_some() { self.corpus.by_name(item)? } else { item };
            if !self.corpus.is_found_by_text(item)? {
                return Ok(true);
            }
            let found = Found { item, kind: MatchKind::Exact, step, words: words.len() as u64, readings };
            Ok(!self.emit(found)?)
        })?;
        self.workspace = Some(workspace);
        Ok(!through)
    }

    /// Everything that one of the readings finds; answers whether the search is over.
    fn tier(&mut self, readings: &Arc<[Reading]>, kind: MatchKind) -> Result<bool, Error> {
        if readings.iter().all(Reading::is_hopeless) {
            return Ok(false);
        }
        let widest = Reading::widest(readings);
        let corpus = self.corpus;
        for pass in corpus.passes() {
            if self.pass(readings, widest.as_ref(), kind, *pass)? {
                return Ok(true);
            }
        }
        self.belonging(readings, kind)
    }

    fn pass(
        &mut self,
        readings: &Arc<[Reading]>,
        widest: Option<&Reading>,
        kind: MatchKind,
        pass: Pass,
    ) -> Result<bool, Error> {
        let index = self.corpus.index();
        let mut workspace = self.workspace.take().unwrap_or_default();
        let step = Step::Words;
        let within = self.corpus.within(step);
        let wanted = Wanted { readings, widest, pass, among: 0..u32::MAX, within };
        let through = index.find::<Error>(&wanted, &mut workspace, |candidate| {
            let Some(item) = self.corpus.passing(candidate, step, pass, &self.memory.seen)? else {
                return Ok(true);
            };
            if !self.corpus.is_found_by_text(item)? {
                return Ok(true);
            }
            if candidate.is_doubtful {
                self.read(item)?;
                let mut matches = false;
                for reading in readings.iter() {
                    matches = matches || reading.matches(&mut self.memory.words, index)?;
                }
                if !matches {
                    return Ok(true);
                }
            }
            let words = match pass {
                Pass::Definitions => MOST_COUNTED,
                _ => index.documents().words(candidate.document)?,
            };
            Ok(!self.emit(Found { item, kind, step, words, readings })?)
        })?;
        self.workspace = Some(workspace);
        Ok(!through)
    }

    /// Items that are in no document, by those that they belong to.
    fn belonging(&mut self, readings: &Arc<[Reading]>, kind: MatchKind) -> Result<bool, Error> {
        let corpus = self.corpus;
        let mut ways = Vec::new();
        for reading in readings.iter().filter(|reading| !reading.is_hopeless()) {
            ways.extend(corpus.ways(reading)?.into_iter().map(|way| (reading, way)));
        }
        for pass in corpus.passes_of_belonging().iter().copied() {
            for (reading, way) in &ways {
                let wanted = Belonging { reading, way, readings, kind };
                if way.rest.has_no_slots() {
                    for document in corpus.index().documents().region(pass.region()) {
                        if self.belonging_to(document, false, &wanted)? {
                            return Ok(true);
                        }
                    }
                    continue;
                }
                let mut workspace = self.workspace.take().unwrap_or_default();
                let rest = std::slice::from_ref(&way.rest);
                let among = 0..u32::MAX;
                let documents = Wanted { readings: rest, widest: None, pass, among, within: None };
                let through = corpus.index().find::<Error>(&documents, &mut workspace, |candidate| {
                    // The letters before what follows are those of the document, as far as they are plain.
                    let is_certain = way.texts.is_none() && reading.is_plain() && !candidate.is_doubtful;
                    Ok(!self.belonging_to(candidate.document, is_certain, &wanted)?)
                })?;
                self.workspace = Some(workspace);
                if !through {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// The items that belong to a document and match; answers whether the search is over.
    fn belonging_to(
        &mut self,
        document: u32,
        is_certain: bool,
        wanted: &Belonging<'_>,
    ) -> Result<bool, Error> {
        for item in self.corpus.belonging(document, wanted.way)? {
            if self.memory.seen.contains(self.corpus.number(item)) {
                continue;
            }
            if !is_certain {
                self.read(item)?;
                if !wanted.reading.matches(&mut self.memory.words, self.corpus.index())? {
                    continue;
                }
            }
            let Belonging { kind, readings, .. } = *wanted;
            if self.emit(Found { item, kind, step: Step::Words, words: MOST_COUNTED, readings })? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Puts the words of an item into memory.
    fn read(&mut self, item: C::Item) -> Result<(), Error> {
        let words = &mut self.memory.words;
        self.corpus.read(item, &mut words.text)?;
        words.cut();
        Ok(())
    }
}
