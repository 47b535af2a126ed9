//! Medicinal products: the NHS dictionary of medicines and devices (dm+d), as columns of the file.
#![doc = include_str!("DMD.md")]

mod barcodes;
mod code_list;
mod code_system;
mod column;
mod decimal;
#[cfg(feature = "build")]
mod encode;
mod gtin;
mod lists;
#[cfg(feature = "build")]
mod names;
mod places;
mod quantity;
mod release;
mod schema;
pub(crate) mod tables;
mod tree;

pub use code_list::CodeList;
pub use code_system::CodeSystem;
pub use decimal::{Decimal, DecimalError};
#[cfg(feature = "build")]
pub use encode::{CodeInput, HistoryInput, ProductsInput, TableInput, encode};
pub use gtin::{Gtin, GtinError, has_gtin_check_digit};
#[cfg(feature = "build")]
pub(crate) use lists::Past;
pub(crate) use lists::{CodeEntry, Lists as CodeLists};
#[cfg(feature = "build")]
pub(crate) use names::{ProductName, names};
pub(crate) use places::{Place, at};
pub use quantity::unit_by_name;
pub(crate) use quantity::{Quantity, Ratio};
pub use release::{DmdFile, DmdRelease};
pub use schema::{FieldKind, FieldSpec, Rows, TABLES, TableSpec, Use};
pub(crate) use tables::Tables as ProductTables;
pub(crate) use tree::{ProductOrd, Tree};

use crate::format::{File, FormatError, SectionKind, decode_table};
use crate::section::Phrases;

/// The products of a file, without the tables of their fields. What is large lies elsewhere, so that opening, which hands
/// this on from call to call, takes little stack.
#[derive(Debug)]
pub(crate) struct Products {
    pub(crate) release: Box<DmdRelease>,
    pub(crate) tree: Box<Tree>,
    pub(crate) phrases: Phrases,
    pub(crate) lists: Box<CodeLists>,
}

impl Products {
    /// Opens the sections.
    pub(crate) fn open(file: &File) -> Result<Products, FormatError> {
        let phrases = SectionKind::ProductPhrases;
        Ok(Products {
            release: boxed(|| decode_table(&file.section(SectionKind::ProductRelease)?, "dm+d release"))?,
            tree: boxed(|| Tree::open(file))?,
            phrases: Phrases::from_section(file.section(phrases)?, phrases.name())?,
            lists: boxed(|| CodeLists::open(file))?,
        })
    }
}

/// What is opened, put elsewhere in a call of its own: the frame of none holds several.
#[inline(never)]
fn boxed<T>(open: impl FnOnce() -> Result<T, FormatError>) -> Result<Box<T>, FormatError> {
    open().map(Box::new)
}

/// The five classes of dm+d products.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProductClass {
    /// Virtual therapeutic moiety: "Amlodipine".
    Vtm,
    /// Virtual medicinal product, a generic product: "Amlodipine 5mg tablets".
    Vmp,
    /// Actual medicinal product, a supplier's product: "Istin 5mg tablets (Pfizer Ltd)".
    Amp,
    /// Virtual medicinal product pack: "Amlodipine 5mg tablets 28 tablet".
    Vmpp,
    /// Actual medicinal product pack: "Istin 5mg tablets (Pfizer Ltd) 28 tablet".
    Ampp,
}

impl ProductClass {
    /// Every class.
    pub const ALL: &[ProductClass] =
        &[ProductClass::Vtm, ProductClass::Vmp, ProductClass::Amp, ProductClass::Vmpp, ProductClass::Ampp];

    /// The name in requests and answers.
    pub const fn name(self) -> &'static str {
        match self {
            ProductClass::Vtm => "vtm",
            ProductClass::Vmp => "vmp",
            ProductClass::Amp => "amp",
            ProductClass::Vmpp => "vmpp",
            ProductClass::Ampp => "ampp",
        }
    }

    /// The class of this name.
    pub fn from_name(name: &str) -> Option<ProductClass> {
        ProductClass::ALL.iter().copied().find(|class| class.name() == name)
    }
}

/// Lists of each of `owners` in turn, from (owner, value) sorted by owner: where each begins and the last ends, and the
/// values.
#[cfg(feature = "build")]
pub(crate) fn owned(owners: usize, pairs: impl Iterator<Item = (u64, u64)>) -> (Vec<u64>, Vec<u64>) {
    let mut offsets = vec![0u64];
    let mut values = Vec::new();
    for (owner, value) in pairs {
        while offsets.len() as u64 <= owner {
            offsets.push(values.len() as u64);
        }
        values.push(value);
    }
    offsets.resize(owners + 1, values.len() as u64);
    (offsets, values)
}

/// Whether a number is a date `yyyymmdd` that can be asked for: a year of four digits, a month of twelve, a day of 31.
pub const fn is_date(number: u32) -> bool {
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    1 <= year && year <= 9999 && 1 <= month && month <= 12 && 1 <= day && day <= 31
}

/// A date `yyyymmdd` as a column holds it: days of years of twelve months of 31 days from 1900.
#[cfg(feature = "build")]
pub(crate) fn packed_date(date: u64) -> u64 {
    let (year, month, day) = (date / 10_000, date / 100 % 100, date % 100);
    (year.saturating_sub(1900) * 12 + month.saturating_sub(1)) * 31 + day.saturating_sub(1)
}

/// What [`packed_date`] made.
pub(crate) fn unpacked_date(packed: u64) -> Option<u32> {
    let (months, day) = (packed / 31, packed % 31 + 1);
    let date = (months / 12 + 1900) * 10_000 + (months % 12 + 1) * 100 + day;
    u32::try_from(date).ok().filter(|date| *date <= 99_991_231)
}
