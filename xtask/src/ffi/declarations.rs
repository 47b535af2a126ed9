//! The functions that `vademecum.h` declares, for what is made of their names.

use super::header::Header;
use crate::Result;

/// A function of the header, and how many bytes its parameters take on 32-bit Windows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    pub name: String,
    pub bytes: usize,
}

/// How many bytes a parameter takes on the stack of a 32-bit machine.
fn bytes_of(parameter: &str) -> usize {
    if !parameter.contains('*') && parameter.contains("int64_t") { 8 } else { 4 }
}

/// The functions of `vademecum.h`.
pub fn functions() -> Result<Vec<Function>> {
    let functions = Header::read()?.functions.into_iter().map(|(name, function)| Function {
        name,
        bytes: function.parameters.iter().map(|parameter| bytes_of(&parameter.kind)).sum(),
    });
    Ok(functions.collect())
}

/// The list of exports that import libraries are made from; on 32-bit Windows names have the bytes of their parameters.
pub fn def(functions: &[Function], is_32: bool) -> String {
    let mut text = String::from("LIBRARY vademecum.dll\nEXPORTS\n");
    for function in functions {
        match is_32 {
            true => text.push_str(&format!("    {}@{}\n", function.name, function.bytes)),
            false => text.push_str(&format!("    {}\n", function.name)),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_bytes() {
        let function = |name: &str, bytes| Function { name: name.into(), bytes };
        let functions = [function("vade_a", 0), function("vade_b", 16)];
        assert_eq!(def(&functions, true), "LIBRARY vademecum.dll\nEXPORTS\n    vade_a@0\n    vade_b@16\n");
        assert_eq!(def(&functions, false), "LIBRARY vademecum.dll\nEXPORTS\n    vade_a\n    vade_b\n");
    }

    #[test]
    fn the_header_is_read() {
        let functions = functions().unwrap();
        let subsumes = functions.iter().find(|function| function.name == "vade_subsumes").unwrap();
        assert_eq!(subsumes.bytes, 4 + 8 + 8 + 4);
        assert!(functions.len() > 40);
    }
}
