//! What became of products between two dm+d releases, each in a file of its own.

use std::collections::HashSet;

use crate::engine::{Engine, Error, Product, ProductValue};
use crate::format::{FormatError, Part};
use crate::id::ConceptId;
use crate::order::sorted_by_key;
use crate::product::{Place, ProductClass, TABLES, Use, at};

/// How a product changed from one release to the next. The names never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ProductChangeKind {
    /// The older release does not have it, and it replaced nothing that the older release has.
    New,
    /// The newer release does not have it, and nothing replaced it.
    Gone,
    /// It has another id: the newer release replaced the one it had.
    Reidentified,
    /// Several products replaced it, so that no one is what it became.
    Split,
    /// It became an error or a duplicate (INVALID).
    Invalidated,
    /// It was an error or a duplicate, and is none any more.
    ValidAgain,
    /// Its name is another: of an AMP its description, which tells the supplier.
    Renamed,
    /// It belongs to another product: a VMP to another VTM, an AMP or VMPP to another VMP, an AMPP to another AMP or VMPP.
    Moved,
    /// The pack is discontinued (DISCCD).
    Discontinued,
    /// The pack was discontinued, and is not any more.
    AvailableAgain,
    /// The prescribing status of a VMP (PRES_STATCD).
    PrescribingStatus,
    /// Whether a VMP has actual products (NON_AVAILCD).
    NonAvailability,
    /// How the availability of an AMP is restricted (AVAIL_RESTRICTCD).
    AvailabilityRestriction,
    /// The price of an AMPP, in pence.
    Price,
    /// What the price of an AMPP is based on (PRICE_BASISCD).
    PriceBasis,
    /// The Drug Tariff price of a VMPP, in pence.
    TariffPrice,
    /// The Drug Tariff category of a VMPP (PAY_CATCD).
    TariffCategory,
}

impl ProductChangeKind {
    /// Every kind.
    pub const ALL: &[ProductChangeKind] = &[
        ProductChangeKind::New,
        ProductChangeKind::Gone,
        ProductChangeKind::Reidentified,
        ProductChangeKind::Split,
        ProductChangeKind::Invalidated,
        ProductChangeKind::ValidAgain,
        ProductChangeKind::Renamed,
        ProductChangeKind::Moved,
        ProductChangeKind::Discontinued,
        ProductChangeKind::AvailableAgain,
        ProductChangeKind::PrescribingStatus,
        ProductChangeKind::NonAvailability,
        ProductChangeKind::AvailabilityRestriction,
        ProductChangeKind::Price,
        ProductChangeKind::PriceBasis,
        ProductChangeKind::TariffPrice,
        ProductChangeKind::TariffCategory,
    ];

    /// The name in answers.
    pub const fn name(self) -> &'static str {
        match self {
            ProductChangeKind::New => "new",
            ProductChangeKind::Gone => "gone",
            ProductChangeKind::Reidentified => "reidentified",
            ProductChangeKind::Split => "split",
            ProductChangeKind::Invalidated => "invalidated",
            ProductChangeKind::ValidAgain => "valid_again",
            ProductChangeKind::Renamed => "renamed",
            ProductChangeKind::Moved => "moved",
            ProductChangeKind::Discontinued => "discontinued",
            ProductChangeKind::AvailableAgain => "available_again",
            ProductChangeKind::PrescribingStatus => "prescribing_status",
            ProductChangeKind::NonAvailability => "non_availability",
            ProductChangeKind::AvailabilityRestriction => "availability_restriction",
            ProductChangeKind::Price => "price",
            ProductChangeKind::PriceBasis => "price_basis",
            ProductChangeKind::TariffPrice => "tariff_price",
            ProductChangeKind::TariffCategory => "tariff_category",
        }
    }

    /// The kind of this name.
    pub fn from_name(name: &str) -> Option<ProductChangeKind> {
        ProductChangeKind::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// One change of one product.
#[derive(Debug, Clone)]
pub struct ProductChange<'e> {
    /// How it changed.
    pub kind: ProductChangeKind,
    /// The product in the older release; `None` where it is new.
    pub older: Option<Product<'e>>,
    /// What it is in the newer release; `None` where it is gone or was split.
    pub newer: Option<Product<'e>>,
    /// The value before, where the change is of a value and there was one.
    pub old: Option<ProductValue<'e>>,
    /// The value after, where the change is of a value and there is one.
    pub new: Option<ProductValue<'e>>,
    /// The ids that took the place of its own: one where it was reidentified, several where it was split.
    pub replacements: Vec<ConceptId>,
}

/// What changed, and what could not be compared.
#[derive(Debug, Clone)]
pub struct ProductChanges<'e> {
    /// The changes, by kind, class and id: the id of the older release where there is one.
    pub changes: Vec<ProductChange<'e>>,
    /// The parts of which nothing is told, because one of the files was built without them.
    pub not_compared: Vec<Part>,
}

/// What a code of the older release, or of any before, is in the newer one. The names never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum CodeOutcome {
    /// It is the same product, and nothing that is compared changed.
    Unchanged,
    /// It is the same product, under its name, and something changed.
    Changed,
    /// It is the same product under another name.
    Renamed,
    /// It is to be had no more, or not as yet: see [`Product::is_available`]. Not of packs.
    NotAvailable,
    /// The AMPP is discontinued.
    Discontinued,
    /// The entry is an error or a duplicate.
    Invalid,
    /// Another id took its place.
    Replaced,
    /// Several ids took its place.
    SeveralReplacements,
    /// The older release had it, and the newer one has not, nor anything in its place.
    Gone,
    /// The newer release has it, and the older one had not.
    New,
    /// Neither release has a product of this id, now or before.
    NotAProduct,
    /// The text is no id.
    NotAnId,
}

impl CodeOutcome {
    /// Every outcome.
    pub const ALL: &[CodeOutcome] = &[
        CodeOutcome::Unchanged,
        CodeOutcome::Changed,
        CodeOutcome::Renamed,
        CodeOutcome::NotAvailable,
        CodeOutcome::Discontinued,
        CodeOutcome::Invalid,
        CodeOutcome::Replaced,
        CodeOutcome::SeveralReplacements,
        CodeOutcome::Gone,
        CodeOutcome::New,
        CodeOutcome::NotAProduct,
        CodeOutcome::NotAnId,
    ];

    /// The name in answers.
    pub const fn name(self) -> &'static str {
        match self {
            CodeOutcome::Unchanged => "unchanged",
            CodeOutcome::Changed => "changed",
            CodeOutcome::Renamed => "renamed",
            CodeOutcome::NotAvailable => "not_available",
            CodeOutcome::Discontinued => "discontinued",
            CodeOutcome::Invalid => "invalid",
            CodeOutcome::Replaced => "replaced",
            CodeOutcome::SeveralReplacements => "several_replacements",
            CodeOutcome::Gone => "gone",
            CodeOutcome::New => "new",
            CodeOutcome::NotAProduct => "not_a_product",
            CodeOutcome::NotAnId => "not_an_id",
        }
    }
}

/// What became of a code in use.
#[derive(Debug, Clone)]
pub struct CodeFate<'e> {
    /// What it is in the newer release. Of several that hold, the one that stands last before
    /// [`CodeOutcome::Gone`] in [`CodeOutcome::ALL`].
    pub outcome: CodeOutcome,
    /// The product in the older release.
    pub older: Option<Product<'e>>,
    /// The product in the newer release: that which took its place where it was replaced.
    pub newer: Option<Product<'e>>,
    /// The ids that took its place.
    pub replacements: Vec<ConceptId>,
    /// What changed between the product in the older release and that in the newer one.
    pub changes: Vec<ProductChange<'e>>,
}

/// Two files with dm+d, side by side.
///
/// # Examples
///
/// ```no_run
/// use vademecum::{Engine, ProductComparison};
///
/// let (older, newer) = (Engine::open("week-14.vade")?, Engine::open("week-15.vade")?);
/// let comparison = ProductComparison::new(&older, &newer)?;
/// for change in comparison.changes()?.changes {
///     println!("{} {:?}", change.kind.name(), change.newer.or(change.older));
/// }
/// # Ok::<(), vademecum::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct ProductComparison<'e> {
    older: &'e Engine,
    newer: &'e Engine,
    with_prices: bool,
}

/// Codes of the product's own record that are compared.
const OWN: &[(ProductClass, Place, ProductChangeKind)] = &[
    (ProductClass::Vmp, at::VMP_STATUS, ProductChangeKind::PrescribingStatus),
    (ProductClass::Vmp, at::VMP_NON_AVAILABILITY, ProductChangeKind::NonAvailability),
    (ProductClass::Amp, at::AMP_RESTRICTION, ProductChangeKind::AvailabilityRestriction),
];

/// Values of the tables of prices that are compared.
const PRICES: &[(ProductClass, Place, ProductChangeKind)] = &[
    (ProductClass::Ampp, at::PRICE, ProductChangeKind::Price),
    (ProductClass::Ampp, at::PRICE_BASIS, ProductChangeKind::PriceBasis),
    (ProductClass::Vmpp, at::TARIFF_PRICE, ProductChangeKind::TariffPrice),
    (ProductClass::Vmpp, at::TARIFF_CATEGORY, ProductChangeKind::TariffCategory),
];

/// Whether the file has prices.
fn has_prices(engine: &Engine) -> Result<bool, Error> {
    match engine.product_tables(Use::Prices) {
        Ok(_) => Ok(true),
        Err(Error::Format(FormatError::NotInFile { .. })) => Ok(false),
        Err(error) => Err(error),
    }
}

/// What a release says of an id.
enum Known<'e> {
    Product(Product<'e>),
    Several(Vec<u64>),
    Nothing,
    NoId,
}

fn known<'e>(engine: &'e Engine, code: &str) -> Result<Known<'e>, Error> {
    match engine.find_product(code) {
        Ok(product) => Ok(Known::Product(product)),
        Err(Error::SeveralReplacements { replacements, .. }) => Ok(Known::Several(replacements)),
        Err(Error::NoProduct { .. }) => Ok(Known::Nothing),
        Err(Error::Id(_)) => Ok(Known::NoId),
        Err(error) => Err(error),
    }
}

fn ids(numbers: Vec<u64>) -> Vec<ConceptId> {
    numbers.into_iter().filter_map(crate::id::Sctid::released).map(ConceptId::from_released).collect()
}

impl<'e> ProductComparison<'e> {
    /// Puts an older release and a newer one side by side.
    ///
    /// # Errors
    ///
    /// [`Error::NoProducts`] where a file was built without dm+d; [`Error::Format`] where one is damaged.
    pub fn new(older: &'e Engine, newer: &'e Engine) -> Result<ProductComparison<'e>, Error> {
        older.products()?;
        newer.products()?;
        let with_prices = has_prices(older)? && has_prices(newer)?;
        Ok(ProductComparison { older, newer, with_prices })
    }

    /// The parts that cannot be compared, because one of the files was built without them.
    pub fn not_compared(&self) -> Vec<Part> {
        if self.with_prices { Vec::new() } else { vec![Part::Prices] }
    }

    /// Every change. A walk over both releases: under a second at the size of the UK's.
    ///
    /// A product whose id was replaced is compared with what replaced it, unless the older release has that as well: then
    /// two became one, and each stands for itself.
    ///
    /// # Errors
    ///
    /// [`Error::Format`] where a file is damaged.
    pub fn changes(&self) -> Result<ProductChanges<'e>, Error> {
        let mut changes = Vec::new();
        let mut replaced = HashSet::new();
        for class in ProductClass::ALL {
            for product in self.older.products_of(*class)?.iter() {
                if let Some(same) = self.same(self.newer, product)? {
                    self.compare(product, same, &mut changes)?;
                    continue;
                }
                let (newer, replacements) = match known(self.newer, &product.code()?.to_string())? {
                    // An id that has another class now is gone from this one.
                    Known::Product(found) if found.code()? != product.code()? => {
                        replaced.insert(found.code()?);
                        (Some(found), vec![found.code()?])
                    }
                    Known::Several(replacements) => (None, ids(replacements)),
                    _ => (None, Vec::new()),
                };
                let kind = match replacements.len() {
                    0 => ProductChangeKind::Gone,
                    1 => ProductChangeKind::Reidentified,
                    _ => ProductChangeKind::Split,
                };
                let older = Some(product);
                changes.push(ProductChange { kind, older, newer, old: None, new: None, replacements });
                if let Some(newer) = newer.filter(|newer| newer.class() == product.class())
                    && self.older.product(newer.code()?)?.is_none()
                {
                    self.compare(product, newer, &mut changes)?;
                }
            }
            for product in self.newer.products_of(*class)?.iter() {
                if self.same(self.older, product)?.is_none() && !replaced.contains(&product.code()?) {
                    let (kind, newer) = (ProductChangeKind::New, Some(product));
                    let replacements = Vec::new();
                    changes.push(ProductChange {
                        kind,
                        older: None,
                        newer,
                        old: None,
                        new: None,
                        replacements,
                    });
                }
            }
        }
        let mut keyed = Vec::with_capacity(changes.len());
        for change in changes {
            let of = change.older.or(change.newer);
            let code = of.map(Product::code).transpose()?;
            keyed.push(((change.kind, of.map(Product::class), code), change));
        }
        let changes = sorted_by_key(keyed, |(key, _)| *key).into_iter().map(|(_, change)| change).collect();
        Ok(ProductChanges { changes, not_compared: self.not_compared() })
    }

    /// The product of the same id and class in another file.
    fn same(&self, other: &'e Engine, product: Product<'e>) -> Result<Option<Product<'e>>, Error> {
        Ok(other.product(product.code()?)?.filter(|found| found.class() == product.class()))
    }

    /// What changed from a product of the older release to one of the newer.
    fn compare(
        &self,
        older: Product<'e>,
        newer: Product<'e>,
        changes: &mut Vec<ProductChange<'e>>,
    ) -> Result<(), Error> {
        use ProductChangeKind as Kind;
        let mut add = |kind, old, new| {
            let (older, newer) = (Some(older), Some(newer));
            changes.push(ProductChange { kind, older, newer, old, new, replacements: Vec::new() });
        };
        match (older.is_valid()?, newer.is_valid()?) {
            (true, false) => add(Kind::Invalidated, None, None),
            (false, true) => add(Kind::ValidAgain, None, None),
            _ => {}
        }
        let names = (older.name()?, newer.name()?);
        if names.0 != names.1 {
            add(Kind::Renamed, Some(ProductValue::Text(names.0)), Some(ProductValue::Text(names.1)));
        }
        let class = older.class();
        for (was, is) in parents(older)?.into_iter().zip(parents(newer)?) {
            let became = was.map(|was| self.became(was)).transpose()?.flatten();
            if became != is {
                add(Kind::Moved, was.map(ProductValue::Product), is.map(ProductValue::Product));
            }
        }
        if class == ProductClass::Ampp {
            match (older.is_available()?, newer.is_available()?) {
                (true, false) => add(Kind::Discontinued, None, None),
                (false, true) => add(Kind::AvailableAgain, None, None),
                _ => {}
            }
        }
        for (_, place, kind) in OWN.iter().filter(|(of, ..)| *of == class) {
            let row = |product: Product<'e>| Ok(Some(product.ord.number));
            self.compare_values(older, newer, *place, row, *kind, &mut add)?;
        }
        if self.with_prices {
            for (_, place, kind) in PRICES.iter().filter(|(of, ..)| *of == class) {
                let row = |product: Product<'e>| {
                    let tables = product.engine.tables_of(*place)?;
                    Ok(tables.rows_of(place.table, product.ord.number)?.next().map(|row| row as u32))
                };
                self.compare_values(older, newer, *place, row, *kind, &mut add)?;
            }
        }
        Ok(())
    }

    /// Compares the value of one field.
    fn compare_values(
        &self,
        older: Product<'e>,
        newer: Product<'e>,
        place: Place,
        row: impl Fn(Product<'e>) -> Result<Option<u32>, Error>,
        kind: ProductChangeKind,
        add: &mut impl FnMut(ProductChangeKind, Option<ProductValue<'e>>, Option<ProductValue<'e>>),
    ) -> Result<(), Error> {
        let (was, is) = (row(older)?, row(newer)?);
        let raw = |product: Product<'e>, row: Option<u32>| -> Result<Option<u64>, Error> {
            let tables = product.engine.tables_of(place)?;
            Ok(row.map(|row| tables.value(place, row as usize)).transpose()?.flatten())
        };
        if raw(older, was)? == raw(newer, is)? {
            return Ok(());
        }
        let Some(field) = TABLES.get(place.table).and_then(|table| table.fields.get(place.field)) else {
            return Ok(());
        };
        let value = |product: Product<'e>, row: Option<u32>| -> Result<_, Error> {
            Ok(row.map(|row| product.engine.product_value(place, field, row)).transpose()?.flatten())
        };
        add(kind, value(older, was)?, value(newer, is)?);
        Ok(())
    }

    /// What a product of the older release is in the newer one, where that is one product.
    fn became(&self, older: Product<'e>) -> Result<Option<Product<'e>>, Error> {
        let code = older.code()?;
        if let Some(same) = self.newer.product(code)? {
            return Ok(Some(same));
        }
        match known(self.newer, &code.to_string())? {
            Known::Product(product) => Ok(Some(product)),
            _ => Ok(None),
        }
    }

    /// What a code in use has become. Some microseconds.
    ///
    /// # Errors
    ///
    /// [`Error::Format`] where a file is damaged. A code that is not known is no error: it is told.
    pub fn fate(&self, code: &str) -> Result<CodeFate<'e>, Error> {
        let before = known(self.older, code)?;
        let was_known = !matches!(before, Known::Nothing | Known::NoId);
        let older = if let Known::Product(product) = before { Some(product) } else { None };
        let mut after = known(self.newer, code)?;
        // A history that the newer release came without may have led from the code to one that it still has.
        if let (Known::Nothing | Known::NoId, Some(older)) = (&after, older) {
            after = known(self.newer, &older.code()?.to_string())?;
        }
        let mut fate = CodeFate {
            outcome: CodeOutcome::Gone,
            older,
            newer: None,
            replacements: Vec::new(),
            changes: Vec::new(),
        };
        match after {
            Known::Product(newer) => {
                fate.newer = Some(newer);
                if let Some(older) = older.filter(|older| older.class() == newer.class()) {
                    self.compare(older, newer, &mut fate.changes)?;
                }
                let current = newer.code()?;
                let changed = |kind| fate.changes.iter().any(|change| change.kind == kind);
                fate.outcome = if current.to_string() != code {
                    fate.replacements = vec![current];
                    CodeOutcome::Replaced
                } else if !newer.is_valid()? {
                    CodeOutcome::Invalid
                } else if !newer.is_available()? && newer.class() == ProductClass::Ampp {
                    CodeOutcome::Discontinued
                } else if !newer.is_available()? {
                    CodeOutcome::NotAvailable
                } else if !was_known {
                    CodeOutcome::New
                } else if changed(ProductChangeKind::Renamed) {
                    CodeOutcome::Renamed
                } else if !fate.changes.is_empty() {
                    CodeOutcome::Changed
                } else {
                    CodeOutcome::Unchanged
                };
            }
            Known::Several(replacements) => {
                fate.replacements = ids(replacements);
                fate.outcome = CodeOutcome::SeveralReplacements;
            }
            _ if was_known => {}
            Known::Nothing => fate.outcome = CodeOutcome::NotAProduct,
            Known::NoId => fate.outcome = CodeOutcome::NotAnId,
        }
        Ok(fate)
    }
}

/// The products one above: of an AMPP both.
fn parents(product: Product<'_>) -> Result<[Option<Product<'_>>; 2], Error> {
    let mut of_pack = None;
    if product.class() == ProductClass::Ampp {
        let tree = &product.engine.products()?.tree;
        let ord = tree.checked(ProductClass::Vmpp, tree.vmpp_of(product.ord.number)?)?;
        of_pack = Some(Product { engine: product.engine, ord });
    }
    Ok([product.parent()?, of_pack])
}
