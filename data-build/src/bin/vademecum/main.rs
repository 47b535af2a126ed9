//! The `vademecum` command.
fn main() {}
