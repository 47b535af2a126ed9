//! Medicinal products of dm+d, and what can be asked of them.

mod changes;
mod coding;
pub(super) mod concepts;
mod find;
pub(super) mod names;
mod prescribing;
mod record;
pub(super) mod search;
mod select;
mod set;
mod strength;

pub use changes::{
    CodeFate, CodeOutcome, ProductChange, ProductChangeKind, ProductChanges, ProductComparison,
};
pub use coding::{CodeListEntry, Coding};
pub use find::{DrugCodeSystem, Pack, Role};
pub use prescribing::{Prescribability, PrescribingReason};
pub use record::{CodedValue, ProductField, ProductHistory, ProductRecord, ProductTable, ProductValue};
pub use search::{ProductHit, ProductSearchOptions, ProductSearchResults};
pub use select::{FieldName, PackPrice};
pub use set::ProductSet;
pub use strength::{DoseCandidate, DoseProducts, Undecided};

use crate::engine::open::opened;
use crate::engine::{Concept, Engine, Error};
use crate::format::{FormatError, SectionKind};
use crate::id::{ConceptId, IdError, Sctid};
use crate::product::{DmdRelease, Place, ProductClass, ProductOrd, ProductTables, Products, TABLES, Use, at};

/// A medicinal product of an open file.
#[derive(Clone, Copy)]
pub struct Product<'e> {
    pub(super) engine: &'e Engine,
    pub(super) ord: ProductOrd,
}

impl std::fmt::Debug for Product<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.code() {
            Ok(code) => write!(f, "Product({} {code})", self.class().name()),
            Err(error) => write!(f, "Product({error})"),
        }
    }
}

impl PartialEq for Product<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.engine, other.engine) && self.ord == other.ord
    }
}

impl Eq for Product<'_> {}

impl Engine {
    /// Whether the file has medicinal products: whether it was built with dm+d.
    pub fn has_products(&self) -> bool {
        self.file.has(SectionKind::ProductRelease)
    }

    pub(super) fn products(&self) -> Result<&Products, Error> {
        if !self.has_products() {
            return Err(Error::NoProducts);
        }
        Ok(opened(&self.products, || Products::open(&self.file))?)
    }

    /// The tables of one use.
    pub(super) fn product_tables(&self, usage: Use) -> Result<&ProductTables, Error> {
        let tree = &self.products()?.tree;
        let part = self.product_tables.get(usage as usize).ok_or(Error::NoProducts)?;
        Ok(opened(part, || ProductTables::open(&self.file, tree, usage))?)
    }

    /// The tables that hold a field.
    pub(super) fn tables_of(&self, place: Place) -> Result<&ProductTables, Error> {
        let field = TABLES.get(place.table).and_then(|table| table.fields.get(place.field));
        self.product_tables(field.map_or(Use::Structure, |field| field.usage))
    }

    /// The dm+d release in the file.
    ///
    /// # Errors
    ///
    /// [`Error::NoProducts`] where the file was built without dm+d; [`Error::Format`] where it is damaged.
    pub fn dmd_release(&self) -> Result<&DmdRelease, Error> {
        Ok(&self.products()?.release)
    }

    /// The product of this id, or `None` where no product of the release has it now. It costs an index look-up a class.
    ///
    /// # Errors
    ///
    /// As [`Engine::dmd_release`].
    pub fn product(&self, id: ConceptId) -> Result<Option<Product<'_>>, Error> {
        let found = self.products()?.tree.find(id.sctid())?;
        Ok(found.map(|ord| Product { engine: self, ord }))
    }

    /// The product whose id is the text `code`, now or before: where the id was replaced, the product that replaced it, over
    /// any number of steps. Compare [`Product::code`] with `code` to see which it is.
    ///
    /// What the release holds is found whatever its check digit; the form of an id counts only where it is absent.
    ///
    /// # Errors
    ///
    /// [`Error::Id`] where no product has the id and it is not well formed; [`Error::NoProduct`] where it is well formed;
    /// [`Error::SeveralReplacements`]; else as [`Engine::dmd_release`].
    pub fn find_product(&self, code: &str) -> Result<Product<'_>, Error> {
        self.products()?;
        let is_number = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit());
        match code.parse::<u64>().ok().filter(|_| is_number && !code.starts_with('0')) {
            Some(number) => self.find_product_by_number(number),
            None => Err(code.parse::<Sctid>().err().unwrap_or(IdError::NotDigits).into()),
        }
    }

    /// The product of this number, now or before, read as [`Engine::find_product`] reads its text.
    ///
    /// # Errors
    ///
    /// As [`Engine::find_product`].
    pub fn find_product_by_number(&self, number: u64) -> Result<Product<'_>, Error> {
        let products = self.products()?;
        let Some(id) = Sctid::released(number) else { return Err(IdError::Length.into()) };
        if let Some(ord) = products.tree.find(id)? {
            return Ok(Product { engine: self, ord });
        }
        let mut current: Vec<ProductOrd> = Vec::new();
        let (mut seen, mut todo) = (vec![number], vec![number]);
        while let Some(previous) = todo.pop() {
            for past in products.lists.replacing(previous)? {
                if seen.contains(&past.current) {
                    continue;
                }
                seen.push(past.current);
                match Sctid::released(past.current).map(|id| products.tree.find(id)).transpose()?.flatten() {
                    Some(ord) => current.push(ord),
                    None => todo.push(past.current),
                }
            }
        }
        match current.as_slice() {
            [ord] => Ok(Product { engine: self, ord: *ord }),
            [] => {
                ConceptId::new(number)?;
                Err(Error::NoProduct { code: number })
            }
            several => {
                let ids = several.iter().map(|ord| Ok(products.tree.id(*ord)?.number()));
                let mut replacements = ids.collect::<Result<Vec<_>, Error>>()?;
                replacements.sort_unstable();
                Err(Error::SeveralReplacements { code: number, replacements })
            }
        }
    }

    /// Every product of a class, in no order that lasts.
    ///
    /// # Errors
    ///
    /// As [`Engine::dmd_release`].
    pub fn products_of(&self, class: ProductClass) -> Result<ProductSet<'_>, Error> {
        let count = self.products()?.tree.count(class);
        Ok(ProductSet::new(self, class, (0..count).collect()))
    }

    pub(super) fn verify_products(&self) -> Result<(), Error> {
        let products = self.products()?;
        products.tree.verify()?;
        products.lists.verify(&products.phrases)?;
        for class in ProductClass::ALL {
            let counted = products.release.products.get(*class as usize).copied();
            if counted != Some(products.tree.count(*class)) {
                return Err(crate::bytes::Malformed { what: "the count of products" }.into());
            }
        }
        match self.verify_product_names() {
            Ok(()) | Err(Error::Format(FormatError::NotInFile { .. })) => {}
            Err(error) => return Err(error),
        }
        for usage in Use::ALL {
            match self.product_tables(*usage) {
                Ok(tables) => tables.verify(&products.tree, &products.phrases)?,
                Err(Error::Format(FormatError::NotInFile { .. })) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

/// Every method errors with [`Error::Format`] where the file is damaged, and with its
/// [`NotInFile`](FormatError::NotInFile) where the part was left out.
impl<'e> Product<'e> {
    /// The current id.
    pub fn code(self) -> Result<ConceptId, Error> {
        Ok(self.engine.products()?.tree.id(self.ord)?)
    }

    /// The class.
    pub fn class(self) -> ProductClass {
        self.ord.class
    }

    /// The value of a field of the product's own table.
    pub(super) fn own(self, place: Place) -> Result<Option<u64>, Error> {
        Ok(self.engine.tables_of(place)?.value(place, self.ord.number as usize)?)
    }

    /// The name to show; of an AMP its description, which tells the supplier.
    pub fn name(self) -> Result<String, Error> {
        let mut name = String::new();
        self.append_name(&mut name)?;
        Ok(name)
    }

    /// Puts the name in the place of `text`, whose memory is used again.
    pub fn read_name(self, text: &mut String) -> Result<(), Error> {
        text.clear();
        self.append_name(text)
    }

    /// Puts the name behind what `text` holds.
    pub(super) fn append_name(self, text: &mut String) -> Result<(), Error> {
        let place = match self.ord.class {
            ProductClass::Vtm => at::VTM_NAME,
            ProductClass::Vmp => at::VMP_NAME,
            ProductClass::Amp => at::AMP_DESCRIPTION,
            ProductClass::Vmpp => at::VMPP_NAME,
            ProductClass::Ampp => at::AMPP_NAME,
        };
        self.engine.append_text(place, self.ord.number, text)
    }

    /// Whether the entry is valid: not an error or a duplicate. An invalid one is never a choice.
    pub fn is_valid(self) -> Result<bool, Error> {
        let place = match self.ord.class {
            ProductClass::Vtm => at::VTM_INVALID,
            ProductClass::Vmp => at::VMP_INVALID,
            ProductClass::Amp => at::AMP_INVALID,
            ProductClass::Vmpp => at::VMPP_INVALID,
            ProductClass::Ampp => at::AMPP_INVALID,
        };
        Ok(self.own(place)?.is_none())
    }

    /// The concept of the same id, where the SNOMED CT release in the file has it.
    pub fn concept(self) -> Result<Option<Concept<'e>>, Error> {
        match self.engine.concept(self.code()?) {
            Err(Error::NotInSubset { .. }) => Ok(None),
            found => found,
        }
    }

    /// The product one above: of a VMP its VTM, of an AMP or VMPP its VMP, of an AMPP its AMP.
    pub fn parent(self) -> Result<Option<Product<'e>>, Error> {
        let tree = &self.engine.products()?.tree;
        let number = self.ord.number;
        let (class, number) = match self.ord.class {
            ProductClass::Vtm => return Ok(None),
            ProductClass::Vmp => (ProductClass::Vtm, tree.vtm_of(number)?),
            ProductClass::Amp => (ProductClass::Vmp, Some(tree.vmp_of_amp(number)?)),
            ProductClass::Vmpp => (ProductClass::Vmp, Some(tree.vmp_of_vmpp(number)?)),
            ProductClass::Ampp => (ProductClass::Amp, Some(tree.amp_of(number)?)),
        };
        let ord = number.map(|number| tree.checked(class, number)).transpose()?;
        Ok(ord.map(|ord| Product { engine: self.engine, ord }))
    }

    /// The generic product: of a VMP itself, of an AMPP that of its AMP. `None` for a VTM.
    pub fn vmp(self) -> Result<Option<Product<'e>>, Error> {
        match self.ord.class {
            ProductClass::Vtm => Ok(None),
            ProductClass::Vmp => Ok(Some(self)),
            _ => self.parent()?.map_or(Ok(None), Product::vmp),
        }
    }

    /// The moiety: of a VTM itself. `None` where the generic product has none.
    pub fn vtm(self) -> Result<Option<Product<'e>>, Error> {
        match self.ord.class {
            ProductClass::Vtm => Ok(Some(self)),
            ProductClass::Vmp => self.parent(),
            _ => self.vmp()?.map_or(Ok(None), Product::parent),
        }
    }

    /// The product of a class that this one is, or is of: what a record that keeps the one should keep of the other. `None`
    /// where there is none of that class above it, and where a release that is at odds with itself has two above a pack.
    pub fn above(self, class: ProductClass) -> Result<Option<Product<'e>>, Error> {
        use ProductClass::{Amp, Ampp, Vmp, Vmpp, Vtm};
        let is_above = match class {
            Vtm => true,
            Vmp => self.class() != Vtm,
            Amp => matches!(self.class(), Amp | Ampp),
            Vmpp => matches!(self.class(), Vmpp | Ampp),
            Ampp => self.class() == Ampp,
        };
        let set = if is_above { self.related(class)? } else { return Ok(None) };
        Ok(if set.count() == 1 { set.iter().next() } else { None })
    }

    /// The products of a class that are above or below this one; itself in its own class. A pack is below its AMP and its
    /// VMPP, an AMP is beside the VMPPs of its packs.
    pub fn related(self, class: ProductClass) -> Result<ProductSet<'e>, Error> {
        let numbers = self.engine.products()?.tree.related(self.ord, class)?;
        Ok(ProductSet::new(self.engine, class, numbers))
    }
}
