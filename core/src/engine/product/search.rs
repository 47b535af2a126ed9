//! Medicinal products by the words of their names.

use std::sync::Arc;

use crate::engine::product::names::NameIndex;
use crate::engine::search::run::{self, Aim, Corpus, Extent, Found, Step};
use crate::engine::{ActiveFilter, ConceptSet, Engine, Error, Fuzzy, Highlighted, MatchKind, Product};
use crate::format::FormatError;
use crate::order::sorted_by_key;
use crate::product::{Decimal, Gtin, ProductClass, ProductOrd, at};
use crate::search::{Candidate, Pass, Query, Reading, SearchIndex, Seen, Way};

/// What to search for besides the words.
#[derive(Debug, Clone)]
pub struct ProductSearchOptions<'a> {
    /// The most hits to answer.
    pub limit: usize,
    /// How many hits to pass over. Pages of one query never overlap.
    pub offset: usize,
    /// Only products of these classes; empty for all.
    pub classes: &'a [ProductClass],
    /// Only products that are in use, as [`Product::is_in_use`] tells; only those that are not; or all.
    pub active: ActiveFilter,
    /// Only products that may be offered for prescribing in NHS primary care, as [`Product::prescribability`] tells.
    pub prescribable: bool,
    /// Only products that are concepts of this set.
    pub within: Option<&'a ConceptSet<'a>>,
    /// Whether to forgive typing errors.
    pub fuzzy: Fuzzy,
    /// Whether to count all products that match. It costs a look at every one.
    pub total: bool,
}

impl Default for ProductSearchOptions<'_> {
    fn default() -> Self {
        ProductSearchOptions {
            limit: 10,
            offset: 0,
            classes: &[],
            active: ActiveFilter::default(),
            prescribable: false,
            within: None,
            fuzzy: Fuzzy::default(),
            total: false,
        }
    }
}

/// A product that was found.
#[derive(Debug, Clone)]
pub struct ProductHit<'e> {
    /// The product.
    pub product: Product<'e>,
    /// How the query was read.
    pub kind: MatchKind,
    readings: Arc<[Reading]>,
}

impl<'e> ProductHit<'e> {
    pub(in crate::engine) fn new(found: &Found<'_, Product<'e>>) -> ProductHit<'e> {
        ProductHit { product: found.item, kind: found.kind, readings: found.readings.clone() }
    }

    /// The name of the product, and which of its words matched. A product that was found by a code has no matched words.
    ///
    /// # Errors
    ///
    /// [`Error::Format`] where the file is damaged.
    pub fn highlighted(&self) -> Result<Highlighted, Error> {
        let names = self.product.engine.product_names()?;
        Ok(Highlighted::new(self.product.name()?, &self.readings, &names.index)?)
    }
}

/// The answer to a search for products.
#[derive(Debug, Clone)]
pub struct ProductSearchResults<'e> {
    /// Best first.
    pub hits: Vec<ProductHit<'e>>,
    /// How many products match exactly or by equivalents, where it was asked for.
    pub total: Option<u64>,
}

/// The names of products, as one search may find them.
pub(in crate::engine) struct ProductCorpus<'e, 'o> {
    engine: &'e Engine,
    names: &'e NameIndex,
    options: &'o ProductSearchOptions<'o>,
    passes: Vec<Pass>,
    /// The passes whose products have packs that are wanted.
    with_packs: Vec<Pass>,
}

impl<'e, 'o> ProductCorpus<'e, 'o> {
    pub(in crate::engine) fn new(
        engine: &'e Engine,
        options: &'o ProductSearchOptions<'o>,
    ) -> Result<ProductCorpus<'e, 'o>, Error> {
        if options.within.is_some_and(|set| !set.is_of(engine)) {
            return Err(Error::OtherFile);
        }
        engine.products()?;
        let names = engine.product_names()?;
        let is_wanted = |class| options.classes.is_empty() || options.classes.contains(&class);
        let packs = [(ProductClass::Vmpp, Pass::Terms), (ProductClass::Ampp, Pass::OwnNames)];
        let with_packs: Vec<Pass> =
            packs.into_iter().filter(|(class, _)| is_wanted(*class)).map(|(_, pass)| pass).collect();
        let mut passes = Vec::new();
        if is_wanted(ProductClass::Vtm) || is_wanted(ProductClass::Vmp) {
            passes.push(Pass::Terms);
        }
        if is_wanted(ProductClass::Amp) {
            passes.push(Pass::OwnNames);
        }
        if !with_packs.is_empty() {
            passes.push(Pass::Definitions);
        }
        Ok(ProductCorpus { engine, names, options, passes, with_packs })
    }

    fn product(&self, ord: ProductOrd) -> Product<'e> {
        Product { engine: self.engine, ord }
    }

    /// Whether a product may be found, apart from whether it is in use.
    fn passes_but_for_use(&self, product: Product<'e>) -> Result<bool, Error> {
        let options = self.options;
        if !options.classes.is_empty() && !options.classes.contains(&product.class()) {
            return Ok(false);
        }
        if let Some(within) = options.within {
            let Some(concept) = product.concept()? else { return Ok(false) };
            if !within.ords().contains(concept.ord.0) {
                return Ok(false);
            }
        }
        Ok(!options.prescribable || product.prescribability()?.is_allowed())
    }

    /// Whether a product may be found.
    fn may_be_found(&self, product: Product<'e>) -> Result<bool, Error> {
        let is_wanted = match self.options.active {
            ActiveFilter::Any => true,
            ActiveFilter::Active => product.is_in_use()?,
            ActiveFilter::Inactive => !product.is_in_use()?,
        };
        Ok(is_wanted && self.passes_but_for_use(product)?)
    }
}

impl<'e> Corpus<'e> for ProductCorpus<'e, '_> {
    type Item = Product<'e>;

    fn index(&self) -> &'e SearchIndex {
        &self.names.index
    }

    fn number(&self, product: Product<'e>) -> u32 {
        // The products were opened when the corpus was made.
        self.engine.products().map_or(0, |products| products.tree.key(product.ord))
    }

    fn by_id(&self, text: &str) -> Result<Vec<Product<'e>>, Error> {
        let mut found = match self.engine.find_product(text) {
            Ok(product) => vec![product],
            Err(Error::SeveralReplacements { replacements, .. }) => {
                let current = replacements.iter().map(|code| self.engine.find_product(&code.to_string()));
                current.collect::<Result<Vec<_>, _>>()?
            }
            Err(Error::Id(_) | Error::NoProduct { .. }) => Vec::new(),
            Err(error) => return Err(error),
        };
        if found.is_empty()
            && let Ok(gtin) = text.parse::<Gtin>()
        {
            match self.engine.packs_of_gtin(gtin, None) {
                Ok(packs) => found.extend(packs.into_iter().map(|pack| pack.product)),
                Err(Error::NotInDmd { .. } | Error::Format(FormatError::NotInFile { .. })) => {}
                Err(error) => return Err(error),
            }
        }
        let mut passing = Vec::new();
        for product in found {
            let passes = match self.options.active {
                ActiveFilter::Inactive => self.may_be_found(product)?,
                ActiveFilter::Active | ActiveFilter::Any => self.passes_but_for_use(product)?,
            };
            if passes && !passing.contains(&product) {
                passing.push(product);
            }
        }
        Ok(passing)
    }

    fn passes(&self) -> &[Pass] {
        &self.passes
    }

    fn passing(
        &self,
        candidate: Candidate,
        _step: Step,
        pass: Pass,
        seen: &Seen,
    ) -> Result<Option<Product<'e>>, Error> {
        let documents = self.names.index.documents();
        let key = if pass == Pass::Definitions {
            documents.definition(candidate.document)?
        } else {
            documents.concept(candidate.document)?
        };
        if seen.contains(key) {
            return Ok(None);
        }
        let product = self.product(self.engine.products()?.tree.of_key(key)?);
        Ok(self.may_be_found(product)?.then_some(product))
    }

    fn read(&self, product: Product<'e>, text: &mut String) -> Result<(), Error> {
        text.clear();
        product.append_name(text)
    }

    fn ways(&self, reading: &Reading) -> Result<Vec<Way>, Error> {
        if self.with_packs.is_empty() { Ok(Vec::new()) } else { Ok(self.names.packs.ways(reading)?) }
    }

    fn passes_of_belonging(&self) -> &[Pass] {
        &self.with_packs
    }

    /// The packs of a product, the smaller first.
    fn belonging(&self, document: u32, way: &Way) -> Result<Vec<Product<'e>>, Error> {
        let tree = &self.engine.products()?.tree;
        let of = tree.of_key(self.names.index.documents().concept(document)?)?;
        let (class, numbers) = match of.class {
            ProductClass::Vmp => (ProductClass::Vmpp, tree.vmpps(of.number..of.number + 1)?),
            ProductClass::Amp => (ProductClass::Ampp, tree.ampps(of.number..of.number + 1)?),
            _ => return Ok(Vec::new()),
        };
        if !self.options.classes.is_empty() && !self.options.classes.contains(&class) {
            return Ok(Vec::new());
        }
        let mut packs: Vec<(Option<Decimal>, Product<'e>)> = Vec::new();
        for number in numbers {
            let pack = self.product(tree.checked(class, number)?);
            if let Some(texts) = &way.texts {
                let text = self.engine.text_behind(pack)?;
                if text.is_none_or(|text| texts.binary_search(&text).is_err()) {
                    continue;
                }
            }
            if self.may_be_found(pack)? {
                let of = if class == ProductClass::Vmpp { number } else { tree.vmpp_of(number)? };
                let size = self.engine.tables_of(at::QUANTITY)?.value(at::QUANTITY, of as usize)?;
                packs.push((size.and_then(Decimal::unpacked), pack));
            }
        }
        Ok(sorted_by_key(packs, |(size, _)| *size).into_iter().map(|(_, pack)| pack).collect())
    }
}

impl Engine {
    /// The medicinal products in whose name each word of `query` begins a word of its own.
    ///
    /// Words are read as [`Engine::search`] reads them, and hits come in the same order, with generic products (VTMs and
    /// VMPs) before those of suppliers (AMPs), and packs last, the smaller packs of a product first. A query of digits may be
    /// a product's id, now or before, or a GTIN.
    ///
    /// # Errors
    ///
    /// [`Error::Query`] where the query has no words or too many; [`Error::NoProducts`] where the file was built without
    /// dm+d; [`Error::Format`] where it is damaged or was built without `search`; [`Error::OtherFile`] where `within` is of
    /// another engine.
    pub fn search_products(
        &self,
        query: &str,
        options: &ProductSearchOptions<'_>,
    ) -> Result<ProductSearchResults<'_>, Error> {
        let read = Query::new(query)?;
        let corpus = ProductCorpus::new(self, options)?;
        let (mut hits, mut counted, mut found) = (Vec::with_capacity(options.limit.min(16)), 0u64, 0usize);
        let end = options.offset.saturating_add(options.limit);
        let extent = if options.total { Extent::Counted } else { Extent::Hits };
        let last = options.fuzzy.last_kind();
        let aim = Aim { text: query, query: &read, extent, enough: end, last };
        run::search(&corpus, &aim, &mut |hit| {
            found += 1;
            counted += u64::from(hit.kind != MatchKind::Typo);
            if found > options.offset && found <= end {
                hits.push(ProductHit::new(&hit));
            }
            Ok(found < end)
        })?;
        Ok(ProductSearchResults { hits, total: options.total.then_some(counted) })
    }

    /// The products in whose name each word of `query`, as it was typed, begins a word of its own; in no order. Of the
    /// options the limit, the offset and the total do not count.
    ///
    /// # Errors
    ///
    /// As [`Engine::search_products`].
    pub fn search_products_set(
        &self,
        query: &str,
        options: &ProductSearchOptions<'_>,
    ) -> Result<Vec<Product<'_>>, Error> {
        let read = Query::new(query)?;
        let corpus = ProductCorpus::new(self, options)?;
        let mut found = Vec::new();
        let (extent, last) = (Extent::Set, MatchKind::Exact);
        let aim = Aim { text: query, query: &read, extent, enough: usize::MAX, last };
        run::search(&corpus, &aim, &mut |hit| {
            found.push(hit.item);
            Ok(true)
        })?;
        Ok(found)
    }
}
