//! The public face: open a file and ask it.

mod attributes;
mod concept;
mod concept_set;
mod description;
mod error;
mod language;
#[cfg(feature = "mmap")]
mod map;
mod open;
mod product;
mod reading;
mod search;
mod verify;

pub use attributes::{Attribute, AttributeGroup, AttributeValue};
pub use concept::{Concept, Subsumption};
pub use concept_set::{ConceptSet, SetPlace};
pub use description::{Acceptability, Description};
pub use error::{Error, ErrorCode};
pub use language::{LanguageOrder, UK_LANGUAGE_ORDER, language_refsets_of};
pub use open::{Engine, OpenOptions};
pub use product::{
    CodeFate, CodeListEntry, CodeOutcome, CodedValue, Coding, DoseCandidate, DoseProducts, DrugCodeSystem,
    FieldName, Pack, PackPrice, Prescribability, PrescribingReason, Product, ProductChange,
    ProductChangeKind, ProductChanges, ProductComparison, ProductField, ProductHistory, ProductHit,
    ProductRecord, ProductSearchOptions, ProductSearchResults, ProductSet, ProductTable, ProductValue, Role,
    Undecided,
};
pub use search::{
    ActiveFilter, Finding, Findings, Fuzzy, Highlighted, Hit, MatchKind, SearchOptions, SearchResults,
};
