//! Products by the value of any field, and packs by price.

use std::collections::HashSet;

use crate::engine::{Engine, Error, Product, ProductSet};
use crate::order::{sorted_by, sorted_by_key};
use crate::product::{Decimal, FieldKind, Place, ProductClass, TABLES, TableSpec, at, tables};

/// A field by its name in answers: `sugar_free` of a VMP, `routes.route`, `appliance.pack_order_number`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldName {
    place: Place,
    /// The table.
    pub table: &'static TableSpec,
}

impl FieldName {
    /// The field of a class with this name; `None` where the class has no such field. A field of the product itself goes by
    /// its name, one of a table that belongs to it by the table's name, a point and its own. Parents have requests of their
    /// own.
    pub fn of(class: ProductClass, name: &str) -> Option<FieldName> {
        let (table, field) = name.split_once('.').unwrap_or((class.name(), name));
        let mut tables = TABLES.iter().enumerate();
        let (number, spec) = tables.find(|(_, spec)| spec.class == class && spec.name == table)?;
        let field = spec.fields.iter().position(|spec| spec.name == field)?;
        let name = FieldName { place: Place { table: number, field }, table: spec };
        (!matches!(name.kind(), FieldKind::Parent(_) | FieldKind::Product(_))).then_some(name)
    }

    /// What its value is.
    pub fn kind(self) -> FieldKind {
        self.table.fields.get(self.place.field).map_or(FieldKind::Flag, |field| field.kind)
    }
}

/// A pack and what it costs.
#[derive(Debug, Clone, Copy)]
pub struct PackPrice<'e> {
    /// The AMPP, or the VMPP of a Drug Tariff price.
    pub product: Product<'e>,
    /// The price in pence; `None` where dm+d has none, which is not 0.
    pub pence: Option<u64>,
    /// How much is in the pack, and in which unit.
    pub quantity: Option<(Decimal, u64)>,
}

impl Engine {
    /// The products in which a field has a value: a code for codes and ids, a text that is the same letter for letter, a
    /// number or date in digits; for a flag no value. With `descendants`, codes of SNOMED CT stand for their descendants as
    /// well, which forms and routes want.
    ///
    /// A walk over the column.
    ///
    /// # Errors
    ///
    /// [`Error::FieldValue`] where the value is not one that the field can have; [`Error::NotFound`] or [`Error::Id`] where
    /// `descendants` are asked for and the file holds no such concept; else as [`Engine::dmd_release`], with
    /// [`NotInFile`](crate::FormatError::NotInFile) where the field's part was left out.
    pub fn products_with_field(
        &self,
        name: FieldName,
        value: Option<&str>,
        descendants: bool,
    ) -> Result<ProductSet<'_>, Error> {
        let tables = self.tables_of(name.place)?;
        let wrong = || Error::FieldValue { value: value.unwrap_or_default().to_owned() };
        let number = || -> Result<u64, Error> {
            let text = value.ok_or_else(wrong)?;
            let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse().ok().filter(|_| is_number).ok_or_else(wrong)
        };
        let mut wanted: HashSet<u64> = HashSet::new();
        match name.kind() {
            FieldKind::Flag if value.is_none() => {
                wanted.insert(1);
            }
            FieldKind::Flag => return Err(wrong()),
            FieldKind::Code(list) => {
                wanted.insert(number()?);
                if descendants && list.is_snomed() {
                    let below = self.find_concept(value.unwrap_or_default())?.descendants()?;
                    wanted.extend(below.ids()?.into_iter().map(|id| id.number()));
                } else if descendants {
                    return Err(wrong());
                }
            }
            FieldKind::Text => {
                let text = value.ok_or_else(wrong)?;
                return self.products_with_text(name, text);
            }
            _ if descendants => return Err(wrong()),
            FieldKind::Decimal => {
                let decimal: Decimal = value.ok_or_else(wrong)?.parse().map_err(|_| wrong())?;
                for entry in tables.column(name.place)?.iter() {
                    let (_, packed) = entry?;
                    if Decimal::unpacked(packed) == Some(decimal) {
                        wanted.insert(packed);
                    }
                }
            }
            FieldKind::Date => {
                let date = number()?;
                for entry in tables.column(name.place)?.iter() {
                    let (_, packed) = entry?;
                    if crate::product::unpacked_date(packed).map(u64::from) == Some(date) {
                        wanted.insert(packed);
                    }
                }
            }
            FieldKind::Gtin => {
                for entry in tables.column(name.place)?.iter() {
                    let (_, packed) = entry?;
                    if tables::gtin_text(packed).as_deref() == value {
                        wanted.insert(packed);
                    }
                }
            }
            _ => {
                wanted.insert(number()?);
            }
        }
        let numbers = self.owners_with(name.place, &wanted)?;
        Ok(ProductSet::new(self, name.table.class, numbers))
    }

    fn products_with_text(&self, name: FieldName, wanted: &str) -> Result<ProductSet<'_>, Error> {
        let tables = self.tables_of(name.place)?;
        let mut numbers = Vec::new();
        let mut text = String::new();
        let mut places: Option<HashSet<u64>> = None;
        let field = name.table.fields.get(name.place.field);
        let is_derived = field.is_some_and(|field| tables::derived(name.place.table, field.tag).is_some());
        if !is_derived {
            // Texts are kept once, so the few that are the same are found first.
            let phrases = &self.products()?.phrases;
            let mut same = HashSet::new();
            for place in 0..tables.texts() as u64 {
                text.clear();
                tables.append(phrases, place, &mut text)?;
                if text == wanted {
                    same.insert(place);
                }
            }
            places = Some(same);
        }
        for entry in tables.column(name.place)?.iter() {
            let (row, value) = entry?;
            let is_same = match &places {
                Some(places) => places.contains(&value),
                None => {
                    text.clear();
                    self.append_text(name.place, row, &mut text)?;
                    text == wanted
                }
            };
            if is_same {
                numbers.push(tables.owner(name.place.table, row)?);
            }
        }
        Ok(ProductSet::new(self, name.table.class, numbers))
    }
}

impl<'e> Product<'e> {
    /// The valid AMPPs of the product that are not discontinued, with their prices: cheapest per unit first, by exact
    /// arithmetic; those without a price or quantity last, then by id.
    ///
    /// # Errors
    ///
    /// [`Error::Format`] with [`NotInFile`](crate::FormatError::NotInFile) where the file was built without `prices`.
    pub fn pack_prices(self) -> Result<Vec<PackPrice<'e>>, Error> {
        let engine = self.engine;
        let prices = engine.tables_of(at::PRICE)?;
        let structure = engine.tables_of(at::QUANTITY)?;
        let tree = &engine.products()?.tree;
        let mut packs = Vec::new();
        for product in self.related(ProductClass::Ampp)?.iter() {
            if !product.is_valid()? || !product.is_available()? {
                continue;
            }
            let row = prices.rows_of(at::PRICE.table, product.ord.number)?.next();
            let pence = row.map(|row| prices.value(at::PRICE, row)).transpose()?.flatten();
            let vmpp = tree.vmpp_of(product.ord.number)? as usize;
            let number = structure.value(at::QUANTITY, vmpp)?.and_then(Decimal::unpacked);
            let quantity = number.zip(structure.value(at::QUANTITY_UNIT, vmpp)?);
            packs.push((product.code()?, PackPrice { product, pence, quantity }));
        }
        // a ÷ b < c ÷ d where a × d < c × b.
        let key = |pack: &PackPrice<'_>| {
            Some((pack.pence?, pack.quantity.filter(|(number, _)| !number.is_zero())?.0))
        };
        let times = |pence: u64, number: Decimal, other: Decimal| {
            u128::from(pence) * u128::from(number.digits()) * 10u128.pow(u32::from(other.scale()))
        };
        let packs = sorted_by(packs, |(a_code, a), (b_code, b)| {
            let order = match (key(a), key(b)) {
                (Some((a, of_a)), Some((b, of_b))) => times(a, of_b, of_a).cmp(&times(b, of_a, of_b)),
                (a, b) => a.is_none().cmp(&b.is_none()),
            };
            order.then(a_code.cmp(b_code))
        });
        Ok(packs.into_iter().map(|(_, pack)| pack).collect())
    }
}

impl<'e> Product<'e> {
    /// The valid VMPPs of the product that have a Drug Tariff price, by id.
    ///
    /// # Errors
    ///
    /// As [`Product::pack_prices`].
    pub fn tariff_prices(self) -> Result<Vec<PackPrice<'e>>, Error> {
        let engine = self.engine;
        let prices = engine.tables_of(at::TARIFF_PRICE)?;
        let structure = engine.tables_of(at::QUANTITY)?;
        let mut packs = Vec::new();
        for product in self.related(ProductClass::Vmpp)?.iter() {
            let number = product.ord.number;
            let row = prices.rows_of(at::TARIFF_PRICE.table, number)?.next();
            let pence = row.map(|row| prices.value(at::TARIFF_PRICE, row)).transpose()?.flatten();
            if pence.is_none() || !product.is_valid()? {
                continue;
            }
            let amount = structure.value(at::QUANTITY, number as usize)?.and_then(Decimal::unpacked);
            let quantity = amount.zip(structure.value(at::QUANTITY_UNIT, number as usize)?);
            packs.push((product.code()?, PackPrice { product, pence, quantity }));
        }
        Ok(sorted_by_key(packs, |(code, _)| *code).into_iter().map(|(_, pack)| pack).collect())
    }
}

impl PackPrice<'_> {
    /// Pence per unit of the quantity, to three decimals, rounded half up; `None` where there is no price or quantity.
    pub fn pence_per_unit(&self) -> Option<Decimal> {
        let (number, _) = self.quantity.filter(|(number, _)| !number.is_zero())?;
        let scaled = u128::from(self.pence?) * 1000 * 10u128.pow(u32::from(number.scale()));
        let digits = u128::from(number.digits());
        let rounded = (scaled * 2 + digits) / (digits * 2);
        Decimal::from_parts(u64::try_from(rounded).ok()?, 3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_go_by_their_names() {
        let kind = |class, name| FieldName::of(class, name).map(FieldName::kind);
        assert_eq!(kind(ProductClass::Vmp, "sugar_free"), Some(FieldKind::Flag));
        assert_eq!(kind(ProductClass::Ampp, "appliance.pack_order_number"), Some(FieldKind::Text));
        assert_eq!(kind(ProductClass::Amp, "appliance.product_order_number"), Some(FieldKind::Text));
        assert_eq!(kind(ProductClass::Amp, "vmp"), None);
        assert_eq!(kind(ProductClass::Vtm, "sugar_free"), None);
        assert_eq!(kind(ProductClass::Vmp, "routes"), None);
    }
}
