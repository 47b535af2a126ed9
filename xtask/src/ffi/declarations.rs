//! The functions that `vademecum.h` declares, for what is made of their names.

use crate::{Result, root};

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

/// The functions of a header.
fn declared(header: &str) -> Vec<Function> {
    let declarations = header.split("\nVADE_API ").skip(1).filter_map(|text| text.split_once(';'));
    let functions = declarations.filter_map(|(declaration, _)| {
        let (head, parameters) = declaration.split_once('(')?;
        let name = head.split_whitespace().next_back()?.trim_start_matches('*').to_owned();
        let parameters = parameters.trim_end_matches(')').trim();
        let bytes = match parameters {
            "void" => 0,
            _ => parameters.split(',').map(bytes_of).sum(),
        };
        Some(Function { name, bytes })
    });
    functions.collect()
}

/// The functions of `vademecum.h`.
pub fn functions() -> Result<Vec<Function>> {
    let path = root().join("ffi").join("include").join("vademecum.h");
    let header = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(declared(&header))
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
        let header = "\nVADE_API int32_t VADE_CALL vade_a(void);\n/* VADE_API */\nVADE_API const char *VADE_CALL vade_b(int64_t id,\n    int64_t *place, const char *text);\n";
        let function = |name: &str, bytes| Function { name: name.into(), bytes };
        assert_eq!(declared(header), [function("vade_a", 0), function("vade_b", 16)]);
        let lists = def(&declared(header), true);
        assert_eq!(lists, "LIBRARY vademecum.dll\nEXPORTS\n    vade_a@0\n    vade_b@16\n");
    }

    #[test]
    fn the_header_is_read() {
        let functions = functions().unwrap();
        let subsumes = functions.iter().find(|function| function.name == "vade_subsumes").unwrap();
        assert_eq!(subsumes.bytes, 4 + 8 + 8 + 4);
        assert!(functions.len() > 40);
    }
}
