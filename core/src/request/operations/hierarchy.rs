//! `parents`, `children`, `ancestors`, `descendants` and `subsumes`.

use serde::Serialize;

use crate::request::answer::{Code, Operation, is_empty};
use crate::request::failure::Failure;
use crate::request::fields::Fields;
use crate::request::set::{LIMIT, OFFSET, SetAnswer, WANT, Want};
use crate::{Engine, Subsumption};

macro_rules! set_operations {
    ($($(#[$doc:meta])* $name:ident = $method:ident, $partial:literal;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub(in crate::request) struct $name {
                code: String,
                want: Want,
            }

            impl Operation for $name {
                const FIELDS: &'static [&'static str] = &["code", WANT, LIMIT, OFFSET];
                const PARTIAL_IN_SUBSET: bool = $partial;
                type Answer<'e> = SetAnswer;

                fn read(fields: &Fields<'_>) -> Result<$name, Failure> {
                    Ok($name { code: fields.needed_code("code")?, want: Want::read(fields)? })
                }

                fn run(&self, engine: &Engine) -> Result<SetAnswer, Failure> {
                    self.want.answer(&engine.find_concept(&self.code)?.$method()?)
                }
            }
        )*
    };
}

set_operations! {
    /// `parents`. A file of chosen concepts holds all ancestors of each.
    Parents = parents, false;
    /// `children`.
    Children = children, true;
    /// `ancestors`.
    Ancestors = ancestors, false;
    /// `descendants`.
    Descendants = descendants, true;
}

/// `subsumes`.
#[derive(Debug)]
pub(in crate::request) struct Subsumes {
    a: String,
    b: String,
}

#[derive(Debug, Serialize)]
pub(in crate::request) struct SubsumesAnswer {
    #[serde(serialize_with = "outcome")]
    outcome: Subsumption,
    #[serde(skip_serializing_if = "is_empty")]
    inactive: Vec<Code>,
}

fn outcome<S: serde::Serializer>(outcome: &Subsumption, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(outcome.name())
}

impl Operation for Subsumes {
    const FIELDS: &'static [&'static str] = &["a", "b"];
    const PARTIAL_IN_SUBSET: bool = false;
    type Answer<'e> = SubsumesAnswer;

    fn read(fields: &Fields<'_>) -> Result<Subsumes, Failure> {
        Ok(Subsumes { a: fields.needed_code("a")?, b: fields.needed_code("b")? })
    }

    fn run(&self, engine: &Engine) -> Result<SubsumesAnswer, Failure> {
        let find = |name: &str, code: &str| {
            engine.find_concept(code).map_err(|error| Failure::from(error).about(&format!("`{name}`")))
        };
        let (a, b) = (find("a", &self.a)?, find("b", &self.b)?);
        let mut inactive = Vec::new();
        for concept in [a, b] {
            if !concept.is_active()? {
                inactive.push(concept.id()?);
            }
        }
        inactive.sort_unstable();
        inactive.dedup();
        Ok(SubsumesAnswer { outcome: a.subsumption(b)?, inactive: inactive.into_iter().map(Code).collect() })
    }
}
