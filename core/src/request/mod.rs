//! The JSON request protocol.
