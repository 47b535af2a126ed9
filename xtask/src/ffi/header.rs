//! What `vademecum.h` declares, for comparing the bindings with it.

use std::collections::BTreeMap;

use regex::Regex;

use crate::{Result, root};

/// A type and a name, as C writes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// With one space between its words, and before each `*`.
    pub kind: String,
    pub name: String,
}

/// A function: what it answers and its parameters.
#[derive(Debug)]
pub struct Function {
    pub result: String,
    pub parameters: Vec<Declared>,
}

/// Everything that a binding has to have.
pub struct Header {
    /// By name without `VADE_`.
    pub constants: BTreeMap<String, i64>,
    pub functions: BTreeMap<String, Function>,
    pub structs: BTreeMap<String, Vec<Declared>>,
}

fn declared(text: &str) -> Option<Declared> {
    let text = text.trim();
    let start = text.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_')? + 1;
    Some(Declared { kind: normal(text.get(..start)?), name: text.get(start..)?.to_owned() })
}

fn normal(kind: &str) -> String {
    kind.replace('*', " * ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Compiles an expression that is written in this program.
pub fn expression(text: &str) -> Result<Regex> {
    Regex::new(text).map_err(|error| error.to_string())
}

impl Header {
    pub fn read() -> Result<Header> {
        let path = root().join("ffi").join("include").join("vademecum.h");
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Header> {
        let code = expression(r"(?s)/\*.*?\*/")?.replace_all(text, "").into_owned();
        let constants = expression(r"(?m)^#define VADE_(\w+) \(?(-?\d+)u?\)?\s*$")?;
        let constants = constants.captures_iter(&code).map(|found| {
            let (_, [name, value]) = found.extract();
            value.parse().map(|value| (name.to_owned(), value)).map_err(|_| format!("VADE_{name} is {value}"))
        });
        let functions = expression(r"(?ms)^VADE_API ([^;]*?)VADE_CALL (\w+)\(([^)]*)\);")?;
        let functions = functions.captures_iter(&code).map(|found| {
            let (_, [result, name, parameters]) = found.extract();
            let parameters = match parameters {
                "void" => Vec::new(),
                several => several.split(',').filter_map(declared).collect(),
            };
            (name.to_owned(), Function { result: normal(result), parameters })
        });
        let structs = expression(r"(?s)typedef struct (\w+) \{(.*?)\}")?;
        let structs = structs.captures_iter(&code).map(|found| {
            let (_, [name, fields]) = found.extract();
            (name.to_owned(), fields.split(';').filter_map(declared).collect())
        });
        let header = Header {
            constants: constants.collect::<Result<_>>()?,
            functions: functions.collect(),
            structs: structs.collect(),
        };
        // The crate's own tests compare every word of the header with the library; here it is enough that all was read.
        match header.functions.len() == code.matches("\nVADE_API ").count() && !header.structs.is_empty() {
            true => Ok(header),
            false => Err("vademecum.h has declarations that cannot be read".into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_of_a_header() {
        let header = Header::parse(
            "/* VADE_API */\n#define VADE_A 1u\n#define VADE_B (-2)\n#define VADE_CALL\n\ntypedef struct vade_s {\n    uint32_t struct_size;\n} vade_s;\n\nVADE_API const char *VADE_CALL vade_f(const vade_s *s,\n    int32_t *needed);\nVADE_API int32_t VADE_CALL vade_g(void);\n",
        )
        .unwrap();
        assert_eq!(header.constants, BTreeMap::from([("A".to_owned(), 1), ("B".to_owned(), -2)]));
        assert_eq!(header.functions["vade_f"].result, "const char *");
        assert_eq!(header.functions["vade_f"].parameters[0].kind, "const vade_s *");
        assert_eq!(header.functions["vade_f"].parameters[1].name, "needed");
        assert!(header.functions["vade_g"].parameters.is_empty());
        assert_eq!(header.structs["vade_s"][0].name, "struct_size");
    }

    #[test]
    fn a_declaration_that_is_written_otherwise_is_not_passed_over() {
        let text = "typedef struct s { int32_t a; } s;\nVADE_API int32_t vade_f(void);\nVADE_API ";
        assert!(Header::parse(text).is_err());
    }
}
