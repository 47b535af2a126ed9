//! A product with every field that dm+d has of it.

use crate::bytes::Malformed;
use crate::engine::{Engine, Error, Product};
use crate::format::{FormatError, Part};
use crate::id::{ConceptId, Sctid};
use crate::order::sorted_by_key;
use crate::product::{
    CodeList, Decimal, FieldKind, FieldSpec, Place, ProductClass, ProductOrd, Rows, TABLES, TableSpec, Use,
    at, tables,
};

/// A code with what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodedValue {
    /// The list.
    pub list: CodeList,
    /// The code.
    pub code: u64,
    /// What it means; `None` where the list does not have the code.
    pub text: Option<String>,
}

/// The value of a field.
#[derive(Debug, Clone)]
pub enum ProductValue<'e> {
    /// It is so. What is not so has no value.
    Flag,
    /// A code of a list.
    Code(CodedValue),
    /// An id that was replaced.
    Id(ConceptId),
    /// A product.
    Product(Product<'e>),
    /// A date as `yyyymmdd`.
    Date(u32),
    /// A text.
    Text(String),
    /// A decimal number.
    Decimal(Decimal),
    /// A whole number: of pence in prices.
    Number(u64),
    /// A GTIN as released, with its leading zeros.
    Gtin(String),
}

/// A field with its value.
#[derive(Debug, Clone)]
pub struct ProductField<'e> {
    /// Which field.
    pub spec: &'static FieldSpec,
    /// Its value.
    pub value: ProductValue<'e>,
}

/// The rows of a table that belong to a product.
#[derive(Debug, Clone)]
pub struct ProductTable<'e> {
    /// Which table.
    pub spec: &'static TableSpec,
    /// Its rows, in the order of the release, each with the fields that have a value.
    pub rows: Vec<Vec<ProductField<'e>>>,
}

/// Everything that dm+d has of a product.
#[derive(Debug, Clone)]
pub struct ProductRecord<'e> {
    /// The fields that have a value, in the order of the schema.
    pub fields: Vec<ProductField<'e>>,
    /// The tables of the class, in the order of the schema: those of which there can be one row where there is one.
    pub tables: Vec<ProductTable<'e>>,
    /// The parts that the build left out and that could have more.
    pub left_out: Vec<Part>,
}

/// An id of the product at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProductHistory {
    /// The id.
    pub code: ConceptId,
    /// From when it was valid, as `yyyymmdd`, where that is known.
    pub start: Option<u32>,
    /// Until when.
    pub end: Option<u32>,
}

impl Engine {
    /// Puts the text of a field behind what `text` holds; nothing where the row has none.
    pub(in crate::engine) fn append_text(
        &self,
        place: Place,
        row: u32,
        text: &mut String,
    ) -> Result<(), Error> {
        let products = self.products()?;
        let tables = self.tables_of(place)?;
        let Some(value) = tables.value(place, row as usize)? else { return Ok(()) };
        let tag = TABLES.get(place.table).and_then(|table| table.fields.get(place.field));
        let Some(base) = tag.and_then(|field| tables::derived(place.table, field.tag)) else {
            return Ok(tables.append(&products.phrases, value, text)?);
        };
        if value & 1 == 1 {
            let (base, row) = match base {
                tables::Base::OwnName => (at::AMP_NAME, row),
                tables::Base::NameOf(ProductClass::Vmp) => (at::VMP_NAME, products.tree.vmp_of_vmpp(row)?),
                tables::Base::NameOf(_) => (at::AMP_DESCRIPTION, products.tree.amp_of(row)?),
            };
            self.append_text(base, row, text)?;
        }
        Ok(tables.append(&products.phrases, value >> 1, text)?)
    }

    /// What a code of a list means.
    ///
    /// # Errors
    ///
    /// As [`Engine::dmd_release`].
    pub fn coded_value(&self, list: CodeList, code: u64) -> Result<CodedValue, Error> {
        let products = self.products()?;
        let entry = products.lists.find(list, code)?;
        let text = entry.map(|entry| products.lists.text(&products.phrases, entry)).transpose()?;
        Ok(CodedValue { list, code, text })
    }

    pub(super) fn product_value(
        &self,
        place: Place,
        field: &FieldSpec,
        row: u32,
    ) -> Result<Option<ProductValue<'_>>, Error> {
        if let FieldKind::Parent(class) = field.kind {
            let (products, malformed) = (self.products()?, Malformed { what: "a field of a product" });
            let from = TABLES.get(place.table).ok_or(malformed)?.class;
            let number = match (from, class) {
                (ProductClass::Vmp, _) => products.tree.vtm_of(row)?,
                (ProductClass::Amp, _) => Some(products.tree.vmp_of_amp(row)?),
                (ProductClass::Vmpp, _) => Some(products.tree.vmp_of_vmpp(row)?),
                (_, ProductClass::Vmpp) => Some(products.tree.vmpp_of(row)?),
                _ => Some(products.tree.amp_of(row)?),
            };
            let ord = number.map(|number| products.tree.checked(class, number)).transpose()?;
            return Ok(ord.map(|ord| ProductValue::Product(Product { engine: self, ord })));
        }
        let value = self.tables_of(place)?.value(place, row as usize)?;
        value.map(|value| self.product_value_of(place, field, row, value)).transpose()
    }

    /// The value of a field whose column has `value` in a row.
    fn product_value_of(
        &self,
        place: Place,
        field: &FieldSpec,
        row: u32,
        value: u64,
    ) -> Result<ProductValue<'_>, Error> {
        let malformed = Malformed { what: "a field of a product" };
        Ok(match field.kind {
            FieldKind::Text => {
                let mut text = String::new();
                self.append_text(place, row, &mut text)?;
                ProductValue::Text(text)
            }
            FieldKind::Flag => ProductValue::Flag,
            FieldKind::Code(list) => ProductValue::Code(self.coded_value(list, value)?),
            FieldKind::Id => {
                ProductValue::Id(ConceptId::from_released(Sctid::released(value).ok_or(malformed)?))
            }
            FieldKind::Product(class) => {
                let number = u32::try_from(value).map_err(|_| malformed)?;
                let ord = self.products()?.tree.checked(class, number)?;
                ProductValue::Product(Product { engine: self, ord })
            }
            FieldKind::Date => ProductValue::Date(crate::product::unpacked_date(value).ok_or(malformed)?),
            FieldKind::Decimal => ProductValue::Decimal(Decimal::unpacked(value).ok_or(malformed)?),
            FieldKind::Gtin => ProductValue::Gtin(tables::gtin_text(value).ok_or(malformed)?),
            FieldKind::Pence | FieldKind::Number | FieldKind::Parent(_) => ProductValue::Number(value),
        })
    }

    /// The fields of a row that have a value and are of a use that is in the file.
    fn product_fields(
        &self,
        table: usize,
        spec: &'static TableSpec,
        row: u32,
        left_out: &mut Vec<Part>,
    ) -> Result<Vec<ProductField<'_>>, Error> {
        let mut fields = Vec::with_capacity(spec.fields.len().min(8));
        // Fields of one use stand together.
        let mut of_use = None;
        for (number, field) in spec.fields.iter().enumerate() {
            let place = Place { table, field: number };
            if let FieldKind::Parent(_) = field.kind {
                let value = self.product_value(place, field, row)?;
                fields.extend(value.map(|value| ProductField { spec: field, value }));
                continue;
            }
            let tables = match of_use {
                Some((usage, tables)) if usage == field.usage => tables,
                _ => or_left_out(self.product_tables(field.usage), left_out)?,
            };
            of_use = Some((field.usage, tables));
            let Some(tables) = tables else { continue };
            if let Some(value) = tables.value(place, row as usize)? {
                let value = self.product_value_of(place, field, row, value)?;
                fields.push(ProductField { spec: field, value });
            }
        }
        Ok(fields)
    }
}

/// The value, or `None` and a note where the build left its part out.
fn or_left_out<T>(value: Result<T, Error>, left_out: &mut Vec<Part>) -> Result<Option<T>, Error> {
    match value {
        Ok(value) => Ok(Some(value)),
        Err(Error::Format(FormatError::NotInFile { section })) => {
            left_out.extend(section.part().filter(|part| !left_out.contains(part)));
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

impl<'e> Product<'e> {
    /// Everything that dm+d has of the product: each field of each of its tables. Some microseconds.
    ///
    /// # Errors
    ///
    /// [`Error::Format`] where the file is damaged. Parts that were left out are told in the record.
    pub fn record(self) -> Result<ProductRecord<'e>, Error> {
        let engine = self.engine;
        let (own, mut left_out) = (self.ord.class as usize, Vec::new());
        let spec = TABLES.get(own).ok_or(Malformed { what: "a class of products" })?;
        let fields = engine.product_fields(own, spec, self.ord.number, &mut left_out)?;
        let mut tables = Vec::new();
        for (number, spec) in TABLES.iter().enumerate() {
            if spec.class != self.ord.class || spec.rows == Rows::Own {
                continue;
            }
            let usage = spec.fields.first().map_or(Use::Structure, |field| field.usage);
            let Some(of_use) = or_left_out(engine.product_tables(usage), &mut left_out)? else { continue };
            let rows = of_use.rows_of(number, self.ord.number)?;
            if rows.is_empty() && spec.rows == Rows::One {
                continue;
            }
            let fields = |row: usize| engine.product_fields(number, spec, row as u32, &mut left_out);
            let rows = rows.map(fields).collect::<Result<_, _>>()?;
            tables.push(ProductTable { spec, rows });
        }
        left_out.sort_unstable();
        Ok(ProductRecord { fields, tables, left_out })
    }

    /// The ids that the product has had, over any number of steps, by id; its own where the release tells since when it is
    /// valid. Old records are found by all of them.
    ///
    /// # Errors
    ///
    /// [`Error::Format`] where the file is damaged.
    pub fn history(self) -> Result<Vec<ProductHistory>, Error> {
        let lists = &self.engine.products()?.lists;
        let own = self.code()?.number();
        let (mut seen, mut todo, mut found) = (vec![own], vec![own], Vec::new());
        while let Some(current) = todo.pop() {
            for past in lists.replaced_by(current)? {
                if past.previous != past.current || past.current == own {
                    let code =
                        Sctid::released(past.previous).ok_or(Malformed { what: "the history of ids" })?;
                    let code = ConceptId::from_released(code);
                    found.push(ProductHistory { code, start: past.start, end: past.end });
                }
                if !seen.contains(&past.previous) {
                    seen.push(past.previous);
                    todo.push(past.previous);
                }
            }
        }
        let mut found = sorted_by_key(found, |past| (past.code, past.start));
        found.dedup();
        Ok(found)
    }

    /// The combination packs that the pack is in; none for products that are no packs.
    ///
    /// # Errors
    ///
    /// [`Error::Format`] where the file is damaged.
    pub fn contained_in(self) -> Result<Vec<Product<'e>>, Error> {
        let mut found = Vec::new();
        for (table, spec) in TABLES.iter().enumerate() {
            for (field, of) in spec.fields.iter().enumerate() {
                if of.kind != FieldKind::Product(self.ord.class) {
                    continue;
                }
                let tables = self.engine.product_tables(of.usage)?;
                for entry in tables.column(Place { table, field })?.iter() {
                    let (row, value) = entry?;
                    if value == u64::from(self.ord.number) {
                        let ord = ProductOrd { class: spec.class, number: tables.owner(table, row)? };
                        found.push(Product { engine: self.engine, ord });
                    }
                }
            }
        }
        let mut found = sorted_by_key(found, |product| product.ord);
        found.dedup();
        Ok(found)
    }
}
