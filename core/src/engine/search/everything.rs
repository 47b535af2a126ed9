//! Concepts and medicinal products in one search.

use std::cmp::Ordering;
use std::collections::HashSet;

use crate::engine::product::search::ProductCorpus;
use crate::engine::search::concepts::ConceptCorpus;
use crate::engine::search::run::{self, Aim, Extent, Found, Step};
use crate::engine::{
    ActiveFilter, Engine, Error, Hit, MatchKind, ProductHit, ProductSearchOptions, SearchOptions,
};
use crate::format::SectionKind;
use crate::search::Query;

/// A concept or a medicinal product that was found.
#[derive(Debug, Clone)]
pub enum Finding<'e> {
    /// A concept; it may be a medicinal product as well, of the same id.
    Concept(Hit<'e>),
    /// A medicinal product.
    Product(ProductHit<'e>),
}

/// The answer to a search for everything.
#[derive(Debug, Clone)]
pub struct Findings<'e> {
    /// Best first, one an id.
    pub hits: Vec<Finding<'e>>,
    /// How many ids match exactly or by equivalents, where it was asked for.
    pub total: Option<u64>,
}

/// What decides between a concept and a product that are next in their orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    kind: MatchKind,
    step: Step,
    words: u64,
}

impl Place {
    fn of<I>(found: &Found<'_, I>) -> Place {
        Place { kind: found.kind, step: found.step, words: found.words }
    }
}

/// What one of the two searches found.
struct List<T> {
    hits: Vec<(Place, T)>,
    /// How many match exactly or by equivalents.
    counted: u64,
}

impl<T> List<T> {
    /// Takes a hit where there is place for it; answers whether there is for another.
    fn takes(&mut self, hit: (Place, T), end: usize) -> bool {
        if self.hits.len() < end {
            self.hits.push(hit);
        }
        self.hits.len() < end
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        List { hits: Vec::new(), counted: 0 }
    }
}

impl Engine {
    /// Whether a search for everything looks for products too: the file has their names, and nothing is asked for that
    /// only concepts have.
    fn finds_products(&self, options: &SearchOptions<'_>) -> bool {
        self.has_products()
            && self.file.has(SectionKind::ProductDocuments)
            && options.semantic_tags.is_empty()
            && options.modules.is_empty()
            && !options.definitions
    }

    /// The concepts and medicinal products that match, in one list.
    ///
    /// It is what [`Engine::search`] finds and what [`Engine::search_products`] finds, each in its order; which of the two
    /// is next is decided by how the query was read, then by fewer words, then for the concept. What is both is told once,
    /// where it comes first; but AMPs and packs are found as products, by the names that dm+d has, so that what a supplier
    /// makes stands behind what is generic. By default a concept that is a product which is not in use is left out, as
    /// products are; an id finds it.
    ///
    /// The first search of a file looks up every product's concept.
    ///
    /// Where something is asked for that only concepts have (a semantic tag, a module, definitions), and in a
    /// file without products, it is [`Engine::search`].
    ///
    /// # Errors
    ///
    /// As [`Engine::search`].
    pub fn search_everything(&self, query: &str, options: &SearchOptions<'_>) -> Result<Findings<'_>, Error> {
        if !self.finds_products(options) {
            let found = self.search(query, options)?;
            let hits = found.hits.into_iter().map(Finding::Concept).collect();
            return Ok(Findings { hits, total: found.total });
        }
        let read = Query::new(query)?;
        let extent = if options.total { Extent::Counted } else { Extent::Hits };
        let end = options.offset.saturating_add(options.limit);
        // What a supplier makes is found by its name in dm+d, and stands behind what is generic.
        let mut corpus = ConceptCorpus::new(self, options)?;
        if options.active != ActiveFilter::Inactive {
            corpus = corpus.beside(self.product_concepts()?);
        }
        let aim = Aim { text: query, query: &read, extent, enough: end, last: options.fuzzy.last_kind() };
        let mut concepts: List<Hit<'_>> = List::default();
        let mut counted_concepts = HashSet::new();
        let paused = run::begin(&corpus, &aim, &mut |found| {
            concepts.counted += 1;
            if options.total {
                counted_concepts.insert(found.item.0.ord);
            }
            Ok(concepts.takes((Place::of(&found), Hit::new(&found)), end))
        })?;
        // A product comes before some concept, or not at all where the concepts are enough by themselves.
        let is_full = concepts.hits.len() >= end;
        let bound = concepts.hits.iter().map(|(place, _)| *place).max().filter(|_| is_full);
        let least = if options.total { MatchKind::Equivalent } else { MatchKind::Exact };
        let last = bound.map_or(aim.last, |bound| bound.kind.max(least));
        let wanted = ProductSearchOptions {
            active: options.active,
            within: options.within,
            ..ProductSearchOptions::default()
        };
        let product_corpus = ProductCorpus::new(self, &wanted)?;
        let mut products: List<ProductHit<'_>> = List::default();
        let mut is_enough = false;
        let paused_products = run::begin(&product_corpus, &Aim { last, ..aim }, &mut |found| {
            if options.total {
                let concept = found.item.concept()?;
                let is_counted = concept.is_some_and(|concept| counted_concepts.contains(&concept.ord));
                products.counted += u64::from(!is_counted);
            }
            let place = Place::of(&found);
            is_enough = is_enough || bound.is_some_and(|bound| place >= bound);
            Ok(!is_enough && products.takes((place, ProductHit::new(&found)), end))
        })?;
        let total = options.total.then_some(concepts.counted + products.counted);
        let mut hits = merged(&concepts.hits, &products.hits, end)?;
        // Typing errors come behind everything else: they are looked for where the two together are not enough.
        let last = if hits.len() < end { aim.last } else { MatchKind::Equivalent };
        let aim = Aim { last, ..aim };
        run::finish(&corpus, &aim, paused, &mut |found| {
            Ok(concepts.takes((Place::of(&found), Hit::new(&found)), end))
        })?;
        run::finish(&product_corpus, &aim, paused_products, &mut |found| {
            Ok(products.takes((Place::of(&found), ProductHit::new(&found)), end))
        })?;
        if last == MatchKind::Typo {
            hits = merged(&concepts.hits, &products.hits, end)?;
        }
        hits.drain(..options.offset.min(hits.len()));
        Ok(Findings { hits, total })
    }
}

/// The first of two lists in one, each id once.
fn merged<'e>(
    concepts: &[(Place, Hit<'e>)],
    products: &[(Place, ProductHit<'e>)],
    most: usize,
) -> Result<Vec<Finding<'e>>, Error> {
    let mut seen = HashSet::new();
    let mut hits = Vec::new();
    let (mut concepts, mut products) = (concepts.iter().peekable(), products.iter().peekable());
    while hits.len() < most {
        let is_concept = match (concepts.peek(), products.peek()) {
            (None, None) => break,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (Some((concept, _)), Some((product, _))) => concept.cmp(product) != Ordering::Greater,
        };
        let (code, finding) = if is_concept {
            let Some((_, hit)) = concepts.next() else { break };
            (hit.concept.id()?, Finding::Concept(hit.clone()))
        } else {
            let Some((_, hit)) = products.next() else { break };
            (hit.product.code()?, Finding::Product(hit.clone()))
        };
        if seen.insert(code) {
            hits.push(finding);
        }
    }
    Ok(hits)
}
