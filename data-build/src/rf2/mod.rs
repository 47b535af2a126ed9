//! RF2 reader.
