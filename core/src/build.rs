//! What the compiler needs: the encoders that stand beside each decoder (feature `build`).
//!
//! Not for applications, and without promises of stability: the format is the interface.

use crate::component::{Attributes, Concepts, Descriptions};

pub use crate::component::{AttributeInput, AttributeValueInput, ConceptInput, DescriptionInput, TextInput};
pub use crate::format::{FileWriter, Tables, encode_table};
pub use crate::hierarchy::{Cycle, Numbering};
pub use crate::product::{CodeInput, HistoryInput, ProductsInput, TableInput};
pub use crate::search::{DocumentInput, Region, SearchCounts, SearchInput};
pub use crate::section::PhraseTrainer;

use std::collections::BTreeSet;

use crate::component::ConcreteValue;
use crate::format::SectionKind;
use crate::product::{ProductClass, ProductName};
use crate::search::{FurtherTexts, IndexInput, IndexSections};

/// Encoded sections.
pub type Sections = Vec<(SectionKind, Vec<u8>)>;

/// How far behind an FSN another term of its concept may stand for the FSN to be kept as that term and the tag.
pub const FSN_FURTHEST: usize = Descriptions::FSN_FURTHEST;

/// Encodes concepts, given in the order of the file.
pub fn concept_sections(concepts: &[ConceptInput]) -> Sections {
    Concepts::encode(concepts)
}

/// Encodes descriptions in the order of the file: the terms of each concept in turn, then definitions.
/// `groups` says where each concept's terms begin and where the last ends, `definitions` the concept of each
/// definition.
pub fn description_sections(
    descriptions: &[DescriptionInput],
    groups: &[u64],
    definitions: &[u64],
    text: TextInput<'_>,
) -> Sections {
    Descriptions::encode(descriptions, groups, definitions, text)
}

/// Encodes the hierarchy.
pub fn hierarchy_sections(numbering: &Numbering) -> Sections {
    numbering.sections()
}

/// Encodes attributes; `rows` are put in order.
///
/// # Errors
///
/// A message where the table of concrete values is over 64 MiB.
pub fn attribute_sections(
    concepts: u32,
    rows: &mut [AttributeInput],
    values: &[ConcreteValue],
) -> Result<Sections, String> {
    Attributes::encode(concepts, rows, values)
}

/// Encodes medicinal products.
///
/// # Errors
///
/// A message where a row belongs to a product that is not there, or an id stands twice.
pub fn product_sections(input: &ProductsInput) -> Result<Sections, String> {
    crate::product::encode(input)
}

/// Encodes the search index; answers the sections, and what was counted.
///
/// # Errors
///
/// A message where the dictionary cannot be built.
pub fn search_sections(input: &SearchInput<'_>) -> Result<(Sections, SearchCounts), String> {
    let index = IndexInput { sections: IndexSections::DESCRIPTIONS, texts: input, further: &[] };
    let (mut sections, counts, _) = crate::search::encode(&index)?;
    sections.push(crate::search::encode_equivalents(input.equivalents)?);
    Ok((sections, counts))
}

/// The document of a product's name.
fn document<'i>(name: &ProductName<'i>) -> DocumentInput<'i> {
    DocumentInput {
        concept: name.key,
        place: name.key,
        region: match name.class {
            ProductClass::Vtm | ProductClass::Vmp => Region::Terms,
            ProductClass::Amp => Region::Names,
            ProductClass::Vmpp | ProductClass::Ampp => Region::Definitions,
        },
        is_preferred: true,
        id: name.id,
        text: name.text,
    }
}

/// Encodes the index of the names of medicinal products.
///
/// Generic products stand before those of suppliers. The packs of a product are not in it where their names are the
/// product's and more, as all but a few are: a search finds them by the product and asks their names.
///
/// # Errors
///
/// As [`product_sections`]; a message where the dictionary cannot be built.
pub fn product_name_sections(input: &ProductsInput) -> Result<Sections, String> {
    let names = crate::product::names(input)?;
    let further: BTreeSet<&str> = names.iter().filter_map(|name| name.rest).collect();
    let further: Vec<&str> = further.into_iter().collect();
    let indexed = names.iter().filter(|name| !name.follows);
    let texts = SearchInput { descriptions: indexed.map(document).collect(), ..SearchInput::default() };
    let index = IndexInput { sections: IndexSections::PRODUCTS, texts: &texts, further: &further };
    let (mut sections, _, numbers) = crate::search::encode(&index)?;
    sections.push((SectionKind::ProductPackWords, FurtherTexts::section(&numbers)));
    Ok(sections)
}

/// The name before the semantic tag of a fully specified name, and the tag.
pub fn split_fsn(fsn: &str) -> Option<(&str, &str)> {
    let (length, tag) = crate::text::semantic_tag(fsn)?;
    Some((fsn.get(..length)?, tag))
}
