//! Products by ingredient, by GTIN, by BNF and ATC code.

use std::collections::HashSet;

use crate::engine::{Engine, Error, Product, ProductSet};
use crate::product::{CodeList, Gtin, Place, ProductClass, ProductOrd, Use, at};

/// As what a substance is in a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Role {
    /// An active ingredient, or the substance that the strength of one is of.
    #[default]
    Active,
    /// An excipient, as far as dm+d lists them.
    Excipient,
    /// Either.
    Any,
}

/// A pack that has a GTIN.
#[derive(Debug, Clone, Copy)]
pub struct Pack<'e> {
    /// The AMPP.
    pub product: Product<'e>,
    /// Which of the pack's GTINs it is.
    place: usize,
}

impl Pack<'_> {
    fn date(self, place: Place) -> Result<Option<u32>, Error> {
        let tables = self.product.engine.product_tables(Use::Supply)?;
        Ok(tables.date(place, tables.gtin_row(self.product.ord.number, self.place)?)?)
    }

    /// The first day on which the GTIN is the pack's, as `yyyymmdd`.
    ///
    /// # Errors
    ///
    /// [`Error::Format`] where the file is damaged.
    pub fn start(self) -> Result<Option<u32>, Error> {
        self.date(at::GTIN_START)
    }

    /// The last day; `None` while it is.
    ///
    /// # Errors
    ///
    /// [`Error::Format`] where the file is damaged.
    pub fn end(self) -> Result<Option<u32>, Error> {
        self.date(at::GTIN_END)
    }

    /// Whether the GTIN is the pack's on a day.
    fn is_valid_on(self, day: u32) -> Result<bool, Error> {
        Ok(self.start()?.is_none_or(|start| start <= day) && self.end()?.is_none_or(|end| day <= end))
    }
}

impl Engine {
    /// The packs of a GTIN: on a date, the last day included, or whenever.
    ///
    /// # Errors
    ///
    /// [`Error::NotInDmd`] where the release came without GTINs; else as [`Engine::dmd_release`], with
    /// [`NotInFile`](crate::FormatError::NotInFile) where the file was built without `supply`.
    pub fn packs_of_gtin(&self, gtin: Gtin, date: Option<u32>) -> Result<Vec<Pack<'_>>, Error> {
        let products = self.products()?;
        if !products.release.has("GTIN_DETAILS") {
            return Err(Error::NotInDmd { what: "GTINs" });
        }
        let found = self.product_tables(Use::Supply)?.barcodes()?.find(gtin.number())?;
        let mut packs = Vec::with_capacity(found.len());
        for found in found {
            let (number, place) = found?;
            let ord = products.tree.checked(ProductClass::Ampp, number)?;
            let pack = Pack { product: Product { engine: self, ord }, place };
            if date.map_or(Ok(true), |date| pack.is_valid_on(date))? {
                packs.push(pack);
            }
        }
        Ok(packs)
    }

    /// The owners of rows in which a field has one of some values.
    pub(super) fn owners_with(&self, place: Place, values: &HashSet<u64>) -> Result<Vec<u32>, Error> {
        let tables = self.tables_of(place)?;
        let mut owners = Vec::new();
        for entry in tables.column(place)?.iter() {
            let (row, value) = entry?;
            if values.contains(&value) {
                owners.push(tables.owner(place.table, row)?);
            }
        }
        Ok(owners)
    }

    /// Whether the code list of ingredients, or any product, names the substance.
    fn knows_ingredient(&self, code: u64) -> Result<bool, Error> {
        if self.products()?.lists.find(CodeList::Ingredient, code)?.is_some() {
            return Ok(true);
        }
        let one = HashSet::from([code]);
        for place in [at::VTM_INGREDIENT, at::INGREDIENT, at::STRENGTH_SUBSTANCE, at::EXCIPIENT] {
            if !self.owners_with(place, &one)?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The products of a class that contain a substance: active ingredients are stated of VMPs, excipients of AMPs, and a
    /// product has what the products above it have. With `descendants`, also what contains a kind of the substance, by the
    /// hierarchy of SNOMED CT.
    ///
    /// A walk over all ingredients of the release.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownCode`] where dm+d does not know the substance, nor SNOMED CT where `descendants` are asked for;
    /// [`Error::Id`] where `code` is no id; [`Error::NotFound`] where `descendants` are asked for and the file holds no such
    /// concept; else as [`Engine::dmd_release`], with [`NotInFile`](crate::FormatError::NotInFile) where the file was built
    /// without `clinical`.
    pub fn products_with_ingredient(
        &self,
        code: &str,
        class: ProductClass,
        role: Role,
        descendants: bool,
    ) -> Result<ProductSet<'_>, Error> {
        self.product_tables(Use::Clinical)?;
        let id: crate::id::Sctid = code.parse()?;
        let mut substances = HashSet::from([id.number()]);
        if descendants {
            let concept = self.find_concept(code)?;
            substances.extend(concept.descendants()?.ids()?.into_iter().map(|id| id.number()));
        } else if !self.knows_ingredient(id.number())? {
            code.parse::<crate::ConceptId>()?;
            return Err(Error::UnknownCode { code: id.number(), list: CodeList::Ingredient });
        }
        let tree = &self.products()?.tree;
        let mut numbers = Vec::new();
        let mut add = |of: ProductClass, place: Place| -> Result<(), Error> {
            let mut owners = self.owners_with(place, &substances)?;
            owners.dedup();
            for number in owners {
                numbers.extend(below(tree, ProductOrd { class: of, number }, class)?);
            }
            Ok(())
        };
        if role != Role::Excipient {
            add(ProductClass::Vtm, at::VTM_INGREDIENT)?;
            add(ProductClass::Vmp, at::INGREDIENT)?;
            add(ProductClass::Vmp, at::STRENGTH_SUBSTANCE)?;
        }
        if role != Role::Active {
            add(ProductClass::Amp, at::EXCIPIENT)?;
        }
        Ok(ProductSet::new(self, class, numbers))
    }

    /// The products of a class with a BNF or ATC code that begins so: stated of VMPs, and of AMPs by BNF; products below
    /// have the code of the VMP. `?` stands for any one letter, and `*` at the end for nothing more than that it is the end
    /// of a beginning.
    ///
    /// A walk over the codes of the release.
    ///
    /// # Errors
    ///
    /// [`Error::NotInDmd`] where the release came without its supplementary files; else as [`Engine::dmd_release`], with
    /// [`NotInFile`](crate::FormatError::NotInFile) where the file was built without `clinical`.
    pub fn products_with_drug_code(
        &self,
        system: DrugCodeSystem,
        prefix: &str,
        class: ProductClass,
    ) -> Result<ProductSet<'_>, Error> {
        let products = self.products()?;
        if !products.release.has("BNF_DETAILS") {
            return Err(Error::NotInDmd { what: "BNF and ATC codes (the supplementary release)" });
        }
        let tables = self.product_tables(Use::Clinical)?;
        let wanted: Vec<char> = prefix.trim_end_matches('*').chars().flat_map(char::to_uppercase).collect();
        let mut values = HashSet::new();
        let mut text = String::new();
        for place in 0..tables.texts() as u64 {
            text.clear();
            tables.append(&products.phrases, place, &mut text)?;
            let mut letters = text.chars().flat_map(char::to_uppercase);
            if wanted
                .iter()
                .all(|wanted| letters.next().is_some_and(|letter| *wanted == '?' || *wanted == letter))
            {
                values.insert(place);
            }
        }
        let mut numbers = Vec::new();
        let place = if system == DrugCodeSystem::Atc { at::ATC } else { at::BNF };
        for number in self.owners_with(place, &values)? {
            numbers.extend(below(&products.tree, ProductOrd { class: ProductClass::Vmp, number }, class)?);
        }
        if system == DrugCodeSystem::Bnf && class != ProductClass::Vtm {
            for number in self.owners_with(at::AMP_BNF, &values)? {
                numbers.extend(below(
                    &products.tree,
                    ProductOrd { class: ProductClass::Amp, number },
                    class,
                )?);
            }
        }
        Ok(ProductSet::new(self, class, numbers))
    }
}

/// A system of codes for drugs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DrugCodeSystem {
    /// Anatomical Therapeutic Chemical classification (WHO).
    Atc,
    /// Chapter, section and paragraph of the British National Formulary, 8 characters.
    Bnf,
}

/// The products of `class` that have what is stated of `product`: those below a VMP or an AMP, and the VTM of a VMP. What is
/// stated of a VTM is its own: its VMPs state theirs, and may have a salt where it has the base.
fn below(
    tree: &crate::product::Tree,
    product: ProductOrd,
    class: ProductClass,
) -> Result<Vec<u32>, crate::bytes::Malformed> {
    let has = match product.class {
        ProductClass::Vtm => class == ProductClass::Vtm,
        ProductClass::Vmp => true,
        _ => matches!(class, ProductClass::Amp | ProductClass::Ampp),
    };
    if has { tree.related(product, class) } else { Ok(Vec::new()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::product::{FieldKind, TABLES};

    #[test]
    fn substances_are_ingredients() {
        for place in [at::VTM_INGREDIENT, at::INGREDIENT, at::STRENGTH_SUBSTANCE, at::EXCIPIENT] {
            assert_eq!(TABLES[place.table].fields[place.field].kind, FieldKind::Code(CodeList::Ingredient));
        }
    }
}
