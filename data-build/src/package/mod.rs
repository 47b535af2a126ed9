//! Packages as publishers ship them: folders, zip archives, and archives inside archives, read without trusting what
//! they declare. What the files mean is the readers' to know.

mod archive;
mod error;
mod source;

pub use error::PackageError;
pub(crate) use source::{Bytes, PackageFile, find};
