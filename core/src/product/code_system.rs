//! The code systems that dm+d goes by in FHIR: products and ids under one URI, each list of short codes under its own.

use std::borrow::Cow;
use std::fmt;

use crate::product::CodeList;

/// A code system of dm+d.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CodeSystem {
    /// `https://dmd.nhs.uk`: products, ingredients, suppliers, forms, routes and units, by their ids.
    Dmd,
    /// `http://snomed.info/sct`: the same ids, as SNOMED CT has them. Older guidance used it for dm+d.
    Snomed,
    /// `https://dmd.nhs.uk/BASIS_OF_STRNTH` and others: a list whose codes are short. They go without zeros in front.
    List(CodeList),
}

impl CodeSystem {
    const DMD: &str = "https://dmd.nhs.uk";
    const SNOMED: &str = "http://snomed.info/sct";

    /// Every system.
    pub fn all() -> impl Iterator<Item = CodeSystem> {
        let lists = CodeList::ALL.iter().copied().filter(|list| !list.is_snomed()).map(CodeSystem::List);
        [CodeSystem::Dmd, CodeSystem::Snomed].into_iter().chain(lists)
    }

    /// The system in which dm+d codes an entry of a list.
    pub const fn of_list(list: CodeList) -> CodeSystem {
        if list.is_snomed() { CodeSystem::Dmd } else { CodeSystem::List(list) }
    }

    /// The URI.
    pub fn uri(self) -> Cow<'static, str> {
        match self {
            CodeSystem::Dmd => CodeSystem::DMD.into(),
            CodeSystem::Snomed => CodeSystem::SNOMED.into(),
            CodeSystem::List(list) => format!("{}/{}", CodeSystem::DMD, list.tag()).into(),
        }
    }

    /// The system of this URI, letter for letter; `None` where dm+d has none of it.
    pub fn from_uri(uri: &str) -> Option<CodeSystem> {
        CodeSystem::all().find(|system| system.uri() == uri)
    }
}

impl fmt::Display for CodeSystem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.uri())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_go_by_their_uris() {
        assert_eq!(CodeSystem::all().count(), 2 + 22);
        for system in CodeSystem::all() {
            assert_eq!(CodeSystem::from_uri(&system.uri()), Some(system));
        }
        let list = CodeSystem::of_list(CodeList::BasisOfStrength);
        assert_eq!(list.to_string(), "https://dmd.nhs.uk/BASIS_OF_STRNTH");
        assert_eq!(CodeSystem::of_list(CodeList::Route), CodeSystem::Dmd);
        // A list whose codes are ids has no system of its own.
        for uri in [
            "https://dmd.nhs.uk/ROUTE",
            "https://dmd.nhs.uk/",
            "http://dmd.nhs.uk",
            "HTTP://snomed.info/sct",
            "",
        ] {
            assert_eq!(CodeSystem::from_uri(uri), None, "{uri}");
        }
    }
}
