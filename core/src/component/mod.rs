//! Concepts, descriptions and attributes: what RF2 calls components, as columns of the file.

mod attributes;
mod concepts;
mod descriptions;
mod late;

pub(crate) use attributes::Attributes;
pub use attributes::{ConcreteKind, ConcreteValue};
pub(crate) use concepts::Concepts;
pub(crate) use descriptions::Descriptions;
pub use descriptions::{CaseSignificance, DescriptionType};

#[cfg(feature = "build")]
pub use attributes::{AttributeInput, AttributeValueInput};
#[cfg(feature = "build")]
pub use concepts::ConceptInput;
#[cfg(feature = "build")]
pub use descriptions::{DescriptionInput, TextInput};

use crate::bytes::Malformed;
use crate::section::PackedInts;

/// Errors where a column has not as many entries as there are components.
fn require_length(column: &PackedInts, length: usize, what: &'static str) -> Result<(), Malformed> {
    if column.len() == length { Ok(()) } else { Err(Malformed { what }) }
}
