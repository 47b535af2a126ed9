//! Vademecum: SNOMED CT in one file that an application opens and asks in process.

mod id;

pub use id::{ComponentKind, ConceptId, DescriptionId, IdError, Sctid, metadata};
