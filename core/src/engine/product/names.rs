//! The index of the names of products.

use std::sync::OnceLock;

use crate::bytes::Malformed;
use crate::engine::open::opened;
use crate::engine::{Engine, Error, Product};
use crate::format::{File, FormatError, SectionKind};
use crate::product::{Place, ProductClass, Use, at};
use crate::search::{FurtherTexts, IndexSections, Region, SearchIndex};

/// The names of products, by their words.
#[derive(Debug)]
pub(in crate::engine) struct NameIndex {
    pub(super) index: SearchIndex,
    /// What follows the name of a product in the names of its packs.
    pub(super) packs: FurtherTexts,
    /// Their places among the texts of the structure, ascending.
    places: OnceLock<Vec<u64>>,
}

impl NameIndex {
    fn open(file: &File) -> Result<NameIndex, FormatError> {
        let kind = SectionKind::ProductPackWords;
        Ok(NameIndex {
            index: SearchIndex::open(file, IndexSections::PRODUCTS, &[])?,
            packs: FurtherTexts::from_section(file.section(kind)?, kind.name())?,
            places: OnceLock::new(),
        })
    }
}

/// The names of packs.
const PACKS: [Place; 2] = [at::VMPP_NAME, at::AMPP_NAME];

/// The place of what follows the name of the product in it, in a name as its column has it; `None` where it does not begin
/// with that.
fn place_behind(name: u64) -> Option<u64> {
    (name & 1 == 1).then_some(name >> 1)
}

impl Engine {
    pub(in crate::engine) fn product_names(&self) -> Result<&NameIndex, FormatError> {
        opened(&self.product_names, || NameIndex::open(&self.file))
    }

    /// The places of all texts that follow the name of a product in that of a pack.
    fn places_behind(&self) -> Result<&[u64], Error> {
        let names = self.product_names()?;
        if let Some(places) = names.places.get() {
            return Ok(places);
        }
        let tables = self.product_tables(Use::Structure)?;
        let mut is_used = vec![false; tables.texts()];
        for place in PACKS {
            for name in tables.column(place)?.iter() {
                let place = place_behind(name?.1).and_then(|place| usize::try_from(place).ok());
                if let Some(used) = place.and_then(|place| is_used.get_mut(place)) {
                    *used = true;
                }
            }
        }
        let places = (0u64..).zip(is_used).filter(|(_, used)| *used).map(|(place, _)| place).collect();
        Ok(names.places.get_or_init(|| places))
    }

    /// The number among the texts that follow names of what follows in the name of a pack.
    pub(super) fn text_behind(&self, pack: Product<'_>) -> Result<Option<u32>, Error> {
        let place = if pack.class() == ProductClass::Vmpp { at::VMPP_NAME } else { at::AMPP_NAME };
        let Some(behind) = pack.own(place)?.and_then(place_behind) else { return Ok(None) };
        let found = self.places_behind()?.binary_search(&behind);
        Ok(found.ok().and_then(|number| u32::try_from(number).ok()))
    }

    /// Compares the index of names with the names.
    pub(super) fn verify_product_names(&self) -> Result<(), Error> {
        let names = self.product_names()?;
        let products = self.products()?;
        let tree = &products.tree;
        let documents = names.index.documents();
        let region = documents.region(Region::Definitions);
        let mut outcome = Ok(());
        names.index.verify(|document| {
            let key = if region.contains(&document) {
                documents.definition(document)?
            } else {
                documents.concept(document)?
            };
            let product = Product { engine: self, ord: tree.of_key(key)? };
            match product.name() {
                Ok(name) => Ok((Some(name), None)),
                Err(error) => {
                    outcome = Err(error);
                    Ok((None, None))
                }
            }
        })?;
        outcome?;
        let packs = tree.count(ProductClass::Vmpp) + tree.count(ProductClass::Ampp);
        if region.start != tree.len() - packs {
            return Err(Malformed { what: SectionKind::ProductDocuments.name() }.into());
        }
        let tables = self.product_tables(Use::Structure)?;
        let mut numbers = Vec::new();
        let mut text = String::new();
        for place in self.places_behind()? {
            text.clear();
            tables.append(&products.phrases, *place, &mut text)?;
            numbers.push(names.index.numbers_of(&text)?);
        }
        Ok(names.packs.verify(&numbers)?)
    }
}
