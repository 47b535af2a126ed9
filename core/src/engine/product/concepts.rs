//! The concepts that are medicinal products.

use crate::engine::{Engine, Error};
use crate::hierarchy::OrdSet;
use crate::id::ConceptOrd;
use crate::product::ProductClass;
use crate::search::DocumentSet;

/// Which concepts a search of everything finds as concepts.
#[derive(Debug)]
pub(in crate::engine) struct ProductConcepts {
    /// Those that are AMPs and packs: what a supplier makes, and what it is packed in.
    pub(in crate::engine) supplied: OrdSet,
    /// All but those, and but VTMs and VMPs that are not in use.
    pub(in crate::engine) others: OrdSet,
    /// The documents of the others.
    pub(in crate::engine) documents: DocumentSet,
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
        let set = |ords: Vec<ConceptOrd>| OrdSet::from_ords(ords.into_iter().map(|ord| ord.0));
        let (supplied, unused) = (set(supplied), set(unused));
        let both = OrdSet::from_ranges([supplied.ranges(), unused.ranges()].concat());
        let others = both.complement(concepts.len());
        let found = ProductConcepts { supplied, others, documents: DocumentSet::default() };
        Ok(self.product_concepts.get_or_init(|| found))
    }
}
