//! The concepts that are medicinal products.

use crate::engine::{Engine, Error};
use crate::hierarchy::OrdSet;
use crate::product::ProductClass;

/// Concepts that a search of everything finds as products, or not at all.
#[derive(Debug)]
pub(in crate::engine) struct ProductConcepts {
    /// Those that are AMPs and packs: what a supplier makes, and what it is packed in.
    pub(in crate::engine) supplied: OrdSet,
    /// Those that are VTMs and VMPs and not in use.
    pub(in crate::engine) unused: OrdSet,
}

impl Engine {
    /// The concepts that are products. At first use every product's id is looked up.
    pub(in crate::engine) fn product_concepts(&self) -> Result<&ProductConcepts, Error> {
        if let Some(concepts) = self.product_concepts.get() {
            return Ok(concepts);
        }
        let concepts = self.concepts()?;
        let (mut supplied, mut unused) = (Vec::new(), Vec::new());
        for class in ProductClass::ALL {
            let products = self.products_of(*class)?;
            if matches!(class, ProductClass::Vtm | ProductClass::Vmp) {
                for product in products.iter() {
                    if !product.is_in_use()? {
                        unused.extend(concepts.find(product.code()?.sctid())?);
                    }
                }
            } else {
                // In the order of ids, which is that of both indexes.
                for id in products.ids()? {
                    supplied.extend(concepts.find(id.sctid())?);
                }
            }
        }
        let set = |ords: Vec<crate::id::ConceptOrd>| OrdSet::from_ords(ords.into_iter().map(|ord| ord.0));
        let found = ProductConcepts { supplied: set(supplied), unused: set(unused) };
        Ok(self.product_concepts.get_or_init(|| found))
    }
}
