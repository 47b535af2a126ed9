//! Sets of products.

use crate::engine::{Engine, Error, Product};
use crate::id::ConceptId;
use crate::product::{ProductClass, ProductOrd};

/// A set of products of one class.
#[derive(Debug, Clone)]
pub struct ProductSet<'e> {
    engine: &'e Engine,
    class: ProductClass,
    /// Ascending, each once.
    numbers: Vec<u32>,
}

impl<'e> ProductSet<'e> {
    /// The set of these numbers of a class.
    pub(super) fn new(engine: &'e Engine, class: ProductClass, mut numbers: Vec<u32>) -> ProductSet<'e> {
        if !numbers.is_sorted_by(|a, b| a < b) {
            numbers.sort_unstable();
            numbers.dedup();
        }
        ProductSet { engine, class, numbers }
    }

    pub(super) fn numbers(&self) -> &[u32] {
        &self.numbers
    }

    /// The class of its products.
    pub fn class(&self) -> ProductClass {
        self.class
    }

    /// How many products there are.
    pub fn count(&self) -> u64 {
        self.numbers.len() as u64
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// The ids in ascending numeric order.
    ///
    /// # Errors
    ///
    /// [`Error::Format`] where the file is damaged.
    pub fn ids(&self) -> Result<Vec<ConceptId>, Error> {
        let mut ids = self.iter().map(Product::code).collect::<Result<Vec<_>, _>>()?;
        ids.sort_unstable();
        Ok(ids)
    }

    /// The products, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = Product<'e>> + '_ {
        let of = |number: &u32| ProductOrd { class: self.class, number: *number };
        self.numbers.iter().map(move |number| Product { engine: self.engine, ord: of(number) })
    }

    /// The products for which `keep` answers so.
    ///
    /// # Errors
    ///
    /// What `keep` answers.
    pub fn filtered(
        &self,
        mut keep: impl FnMut(Product<'e>) -> Result<bool, Error>,
    ) -> Result<ProductSet<'e>, Error> {
        let mut numbers = Vec::new();
        for product in self.iter() {
            if keep(product)? {
                numbers.push(product.ord.number);
            }
        }
        Ok(ProductSet { engine: self.engine, class: self.class, numbers })
    }

    /// Those that are valid entries, as [`Product::is_valid`] tells.
    ///
    /// # Errors
    ///
    /// [`Error::Format`] where the file is damaged.
    pub fn valid(&self) -> Result<ProductSet<'e>, Error> {
        self.filtered(Product::is_valid)
    }

    /// Those that may be offered for prescribing in NHS primary care, as [`Product::prescribability`] tells.
    ///
    /// # Errors
    ///
    /// [`Error::Format`] where the file is damaged.
    pub fn prescribable(&self) -> Result<ProductSet<'e>, Error> {
        self.filtered(|product| Ok(product.prescribability()?.is_allowed()))
    }

    /// The products of a class above or below any of these.
    ///
    /// # Errors
    ///
    /// [`Error::Format`] where the file is damaged.
    pub fn related(&self, class: ProductClass) -> Result<ProductSet<'e>, Error> {
        let tree = &self.engine.products()?.tree;
        let mut numbers = Vec::new();
        for product in self.iter() {
            numbers.extend(tree.related(product.ord, class)?);
        }
        Ok(ProductSet::new(self.engine, class, numbers))
    }
}
