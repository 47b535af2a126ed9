//! One file for each family of operations.

mod attributes;
mod code_list;
mod concept;
mod description;
mod hierarchy;
mod info;
mod medicines;
mod product;
mod search;
pub(super) mod within;

pub(super) use attributes::Attributes;
pub(super) use code_list::CodeList;
pub(super) use concept::Concept;
pub(super) use description::Description;
pub(super) use hierarchy::{Ancestors, Children, Descendants, Parents, Subsumes};
pub(super) use info::Info;
pub(super) use medicines::{Dose, DrugCode, Equivalents, Gtin, Ingredient, Prices, Products, ProductsWith};
pub(super) use product::Product;
pub(super) use search::{Search, known_class, known_module, known_semantic_tag};
