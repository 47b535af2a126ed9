//! The file: header, section directory, checksums and manifest.
#![doc = include_str!("FORMAT.md")]

mod directory;
mod error;
mod header;
mod manifest;
mod sections;
#[cfg(feature = "build")]
mod writer;

pub use directory::SectionInfo;
pub(crate) use directory::{File, Trust, beginning_needed};
pub use error::FormatError;
pub use header::{FORMAT_VERSION, OLDEST_READABLE};
#[cfg(not(feature = "build"))]
pub(crate) use manifest::Tables;
pub(crate) use manifest::decode_table;
pub use manifest::{Counts, Edition, Manifest, ModuleRelease};
#[cfg(feature = "build")]
pub use manifest::{Tables, encode_table};
pub use sections::{Part, SectionKind};
#[cfg(feature = "build")]
pub use writer::FileWriter;
