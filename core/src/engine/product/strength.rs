//! What is in a generic product: ingredients with strengths, forms, routes; products that are alike in them, and how many
//! units make a dose.

use std::cmp::Ordering;
use std::collections::HashSet;

use crate::engine::{CodedValue, Engine, Error, Product, ProductSet};
use crate::order::sorted_by_key;
use crate::product::{CodeList, Decimal, Place, ProductClass, Quantity, Ratio, Use, at};

/// An ingredient of a VMP.
#[derive(Debug, Clone, Copy)]
struct Ingredient {
    /// The ingredient as it is in the product.
    substance: u64,
    /// The substance that the strength is of.
    counted: u64,
    strength: Option<Quantity>,
    /// The amount of the product that has the strength; `None` for a unit dose.
    per: Option<Quantity>,
}

/// What makes two VMPs the same medicine.
#[derive(Debug, Clone)]
struct Content {
    ingredients: Vec<Ingredient>,
    /// Forms and routes, ascending.
    forms: Vec<u64>,
    routes: Vec<u64>,
    dose_form: Option<u64>,
    unit_size: Option<Quantity>,
    unit: Option<u64>,
}

/// Why it cannot be said how many units of a product make a dose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Undecided {
    /// dm+d states no strength, or no ingredient at all.
    NoStrength,
    /// The product has several ingredients, and a dose does not tell of which it is.
    SeveralIngredients,
    /// The strength is in a unit that the dose does not convert to.
    OtherUnit,
    /// The product is not handled in discrete units: measure it by its concentration.
    NotDiscrete,
    /// dm+d does not state how large the unit is that is handled, or states it in another unit than the strength.
    NoUnitSize,
}

impl Undecided {
    /// The name in responses.
    pub const fn name(self) -> &'static str {
        match self {
            Undecided::NoStrength => "no_strength",
            Undecided::SeveralIngredients => "several_ingredients",
            Undecided::OtherUnit => "other_unit",
            Undecided::NotDiscrete => "not_discrete",
            Undecided::NoUnitSize => "no_unit_size",
        }
    }

    /// Every reason.
    pub const ALL: &[Undecided] = &[
        Undecided::NoStrength,
        Undecided::SeveralIngredients,
        Undecided::OtherUnit,
        Undecided::NotDiscrete,
        Undecided::NoUnitSize,
    ];
}

/// A product of which a whole number of units makes a dose.
#[derive(Debug, Clone)]
pub struct DoseCandidate<'e> {
    /// The VMP, or an AMP where the VMP is not to be prescribed as such.
    pub product: Product<'e>,
    /// How many units.
    pub units: u64,
    /// What is handled, such as a tablet, where dm+d tells.
    pub unit: Option<CodedValue>,
    /// The substance that the dose is of: where dm+d states the strength as that of a base, the base.
    pub substance: CodedValue,
}

/// The products for a dose.
#[derive(Debug, Clone, Default)]
pub struct DoseProducts<'e> {
    /// Those of which a whole number of units makes the dose, fewest units first, then by id.
    pub candidates: Vec<DoseCandidate<'e>>,
    /// Those for which dm+d does not tell, and why.
    pub undecided: Vec<(Product<'e>, Undecided)>,
}

impl Engine {
    fn quantity(&self, row: usize, number: Place, unit: Place) -> Result<Option<Quantity>, Error> {
        let tables = self.tables_of(number)?;
        let number = tables.value(number, row)?.and_then(Decimal::unpacked);
        let unit = tables.value(unit, row)?;
        Ok(number.zip(unit).map(|(number, unit)| Quantity::new(number, unit)))
    }

    fn content(&self, vmp: u32) -> Result<Content, Error> {
        let tables = self.product_tables(Use::Clinical)?;
        let mut ingredients = Vec::new();
        for row in tables.rows_of(at::INGREDIENT.table, vmp)? {
            let substance = tables.value(at::INGREDIENT, row)?.unwrap_or_default();
            let is_of_base = tables.value(at::STRENGTH_BASIS, row)? == Some(2);
            let base = tables.value(at::STRENGTH_SUBSTANCE, row)?;
            ingredients.push(Ingredient {
                substance,
                counted: base.filter(|_| is_of_base).unwrap_or(substance),
                strength: self.quantity(row, at::STRENGTH, at::STRENGTH_UNIT)?,
                per: self.quantity(row, at::PER, at::PER_UNIT)?,
            });
        }
        let ingredients =
            sorted_by_key(ingredients, |one: &Ingredient| (one.substance, one.counted, one.strength));
        let values = |place: Place| -> Result<Vec<u64>, Error> {
            let mut values = Vec::new();
            for row in tables.rows_of(place.table, vmp)? {
                values.extend(tables.value(place, row)?);
            }
            values.sort_unstable();
            Ok(values)
        };
        Ok(Content {
            ingredients,
            forms: values(at::FORM)?,
            routes: values(at::ROUTE)?,
            dose_form: tables.value(at::VMP_DOSE_FORM, vmp as usize)?,
            unit_size: self.quantity(vmp as usize, at::VMP_UNIT_SIZE, at::VMP_UNIT_SIZE_UNIT)?,
            unit: tables.value(at::VMP_UNIT, vmp as usize)?,
        })
    }
}

impl Ingredient {
    /// Whether both state one strength. A strength that is not stated is like no other.
    fn is_as_strong(&self, other: &Ingredient) -> bool {
        let (Some(own), Some(others)) = (self.strength, other.strength) else { return false };
        match (self.per, other.per) {
            (None, None) => own == others,
            (Some(own_per), Some(other_per)) => {
                let (Some(a), Some(b)) = (own.per(own_per), others.per(other_per)) else { return false };
                own.is_like(others) && own_per.is_like(other_per) && a.compare(b) == Some(Ordering::Equal)
            }
            _ => false,
        }
    }
}

impl Content {
    /// Whether both are the same medicine: ingredients, strengths, forms, routes, and the unit that is handled.
    fn is_alike(&self, other: &Content) -> bool {
        let alike = |(a, b): (&Ingredient, &Ingredient)| {
            a.substance == b.substance && a.counted == b.counted && a.is_as_strong(b)
        };
        self.ingredients.len() == other.ingredients.len()
            && self.ingredients.iter().zip(&other.ingredients).all(alike)
            && self.forms == other.forms
            && self.routes == other.routes
            && self.dose_form == other.dose_form
            && self.unit_size == other.unit_size
            && self.unit == other.unit
    }

    /// How many units make a dose, where it is a whole number of them.
    fn units(&self, dose: Quantity) -> Result<Option<u64>, Undecided> {
        let [ingredient] = self.ingredients.as_slice() else {
            let none = self.ingredients.is_empty();
            return Err(if none { Undecided::NoStrength } else { Undecided::SeveralIngredients });
        };
        let strength =
            ingredient.strength.filter(|strength| !strength.is_zero()).ok_or(Undecided::NoStrength)?;
        if !dose.is_like(strength) {
            return Err(Undecided::OtherUnit);
        }
        if self.dose_form != Some(1) {
            return Err(Undecided::NotDiscrete);
        }
        let of_strength = dose.per(strength).ok_or(Undecided::NoStrength)?;
        // With a denominator the unit holds strength × size ÷ denominator.
        let units: Ratio = match ingredient.per {
            None => of_strength,
            Some(per) => {
                let size = self.unit_size.filter(|size| size.is_like(per)).ok_or(Undecided::NoUnitSize)?;
                let share = per.per(size).ok_or(Undecided::NoUnitSize)?;
                of_strength.times(share).ok_or(Undecided::NoUnitSize)?
            }
        };
        Ok(units.whole().filter(|units| *units > 0))
    }
}

impl<'e> Product<'e> {
    /// The VMPs that are the same medicine: the same ingredients in the same strength, by exact arithmetic over units, the same
    /// forms and routes, and the same unit that is handled. A product of another class stands for its VMP, and the VMP itself
    /// is among the answers. Invalid VMPs are included: ask [`Product::is_valid`].
    ///
    /// # Errors
    ///
    /// [`Error::NoStrength`] where dm+d states no ingredients of the VMP, or one without a strength; [`Error::NotOneProduct`]
    /// for a VTM; [`Error::Format`] with [`NotInFile`](crate::FormatError::NotInFile) where the file was built without
    /// `clinical`.
    pub fn equivalents(self) -> Result<ProductSet<'e>, Error> {
        let engine = self.engine;
        let code = self.code()?.number();
        let vmps = self.related(ProductClass::Vmp)?;
        let &[vmp] = vmps.numbers() else { return Err(Error::NotOneProduct { code }) };
        if self.ord.class == ProductClass::Vtm {
            return Err(Error::NotOneProduct { code });
        }
        let own = engine.content(vmp)?;
        let Some(first) = own.ingredients.first() else { return Err(Error::NoStrength { code }) };
        if own.ingredients.iter().any(|ingredient| ingredient.strength.is_none()) {
            return Err(Error::NoStrength { code });
        }
        let mut found = Vec::new();
        for candidate in engine.owners_with(at::INGREDIENT, &HashSet::from([first.substance]))? {
            if candidate == vmp || engine.content(candidate)?.is_alike(&own) {
                found.push(candidate);
            }
        }
        Ok(ProductSet::new(engine, ProductClass::Vmp, found))
    }

    /// The products of a VTM of which a whole number of units makes a dose. Of another product, those of its VTM.
    ///
    /// VMPs that are invalid or without actual products are passed over; for those that are not to be prescribed as such
    /// (status 4, 6, 7, 8, 9) the valid and available AMPs are listed as well. `form` and `route` keep the VMPs that have
    /// them.
    ///
    /// # Errors
    ///
    /// [`Error::NotOneProduct`] where the product has no VTM; [`Error::Format`] with
    /// [`NotInFile`](crate::FormatError::NotInFile) where the file was built without `clinical`.
    pub fn dose_products(
        self,
        dose: Decimal,
        unit: u64,
        form: Option<u64>,
        route: Option<u64>,
    ) -> Result<DoseProducts<'e>, Error> {
        let engine = self.engine;
        let dose = Quantity::new(dose, unit);
        let vtms = self.related(ProductClass::Vtm)?;
        if vtms.is_empty() {
            return Err(Error::NotOneProduct { code: self.code()?.number() });
        }
        let mut answer = DoseProducts::default();
        for vmp in vtms.related(ProductClass::Vmp)?.iter() {
            if !vmp.is_valid()? || !vmp.is_available()? {
                continue;
            }
            let content = engine.content(vmp.ord.number)?;
            let has =
                |wanted: Option<u64>, among: &[u64]| wanted.is_none_or(|wanted| among.contains(&wanted));
            if !has(form, &content.forms) || !has(route, &content.routes) {
                continue;
            }
            let units = match content.units(dose) {
                Ok(Some(units)) => units,
                Ok(None) => continue,
                Err(why) => {
                    answer.undecided.push((vmp, why));
                    continue;
                }
            };
            let mut products = vec![vmp];
            if matches!(vmp.own(at::VMP_STATUS)?, Some(4 | 6..=9)) {
                for amp in vmp.related(ProductClass::Amp)?.iter() {
                    if amp.is_valid()? && amp.is_available()? {
                        products.push(amp);
                    }
                }
            }
            let counted = content.ingredients.first().map_or(0, |ingredient| ingredient.counted);
            for product in products {
                answer.candidates.push(DoseCandidate {
                    product,
                    units,
                    unit: content.unit.map(|unit| engine.coded_value(CodeList::Unit, unit)).transpose()?,
                    substance: engine.coded_value(CodeList::Ingredient, counted)?,
                });
            }
        }
        let mut keyed = Vec::with_capacity(answer.candidates.len());
        for candidate in answer.candidates {
            keyed
                .push(((candidate.units, candidate.product.ord.class, candidate.product.code()?), candidate));
        }
        answer.candidates =
            sorted_by_key(keyed, |(key, _)| *key).into_iter().map(|(_, candidate)| candidate).collect();
        Ok(answer)
    }
}
