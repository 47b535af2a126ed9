//! Synthetic release.
