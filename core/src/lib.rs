//! Vademecum: SNOMED CT in one file that an application opens and asks in process.
//!
//! A release is compiled into a `.vade` file once, by the `vademecum` command. This crate opens such a file, maps it,
//! and answers from where the bytes lie: search as typed, concepts with their terms and attributes, and the is-a
//! hierarchy. It makes no network call, never writes, and starts no thread.
//!
//! [`Engine`] is the way in. The [`request`] module speaks the JSON protocol that the command line, the C library and
//! the browser module share.

#[cfg(feature = "build")]
pub mod build;
mod bytes;
mod component;
mod dictionary;
mod engine;
mod format;
mod hierarchy;
mod id;
mod order;
mod product;
#[cfg(feature = "request")]
pub mod request;
mod search;
mod section;
mod text;

pub use bytes::Malformed;
pub use component::{CaseSignificance, ConcreteKind, ConcreteValue, DescriptionType};
pub use engine::{
    Acceptability, ActiveFilter, Attribute, AttributeGroup, AttributeValue, CodeFate, CodeListEntry,
    CodeOutcome, CodedValue, Coding, Concept, ConceptSet, Description, DoseCandidate, DoseProducts,
    DrugCodeSystem, Engine, Error, ErrorCode, FieldName, Finding, Findings, Fuzzy, Highlighted, Hit,
    LanguageOrder, MatchKind, OpenOptions, Pack, PackPrice, Prescribability, PrescribingReason, Product,
    ProductChange, ProductChangeKind, ProductChanges, ProductComparison, ProductField, ProductHistory,
    ProductHit, ProductRecord, ProductSearchOptions, ProductSearchResults, ProductSet, ProductTable,
    ProductValue, Role, SearchOptions, SearchResults, SetPlace, Subsumption, UK_LANGUAGE_ORDER, Undecided,
    language_refsets_of,
};
pub use format::{
    Counts, Edition, FORMAT_VERSION, FormatError, Manifest, ModuleRelease, OLDEST_READABLE, Part,
    SectionInfo, SectionKind,
};
pub use id::{ComponentKind, ConceptId, DescriptionId, IdError, Sctid, metadata};
pub use product::{
    CodeList, CodeSystem, Decimal, DecimalError, DmdFile, DmdRelease, FieldKind, FieldSpec, Gtin, GtinError,
    ProductClass, Rows, TABLES, TableSpec, Use, has_gtin_check_digit, is_date, unit_by_name,
};
pub use search::QueryError;
