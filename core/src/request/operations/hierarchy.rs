//! `parents`, `children`, `ancestors`, `descendants` and `subsumes`.

use serde::Serialize;

use crate::request::answer::{Code, Operation, is_empty};
use crate::request::declaration::{CODE, Declaration, Field, Record, Shape};
use crate::request::failure::Failure;
use crate::request::fields::Fields;
use crate::request::set::{LIMIT, OFFSET, SET, SetAnswer, WANT, Want};
use crate::{Engine, Subsumption};

macro_rules! set_operations {
    ($($(#[$doc:meta])* $name:ident = $method:ident, $partial:literal, $sentence:literal;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub(in crate::request) struct $name {
                code: String,
                want: Want,
            }

            impl Operation for $name {
                const DECLARED: &'static Declaration = &Declaration {
                    name: stringify!($method),
                    doc: $sentence,
                    arguments: &[CODE, WANT, LIMIT, OFFSET],
                    answers: &[SET],
                };
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
    Parents = parents, false, "The direct parents of a concept.";
    /// `children`.
    Children = children, true, "The direct children of a concept.";
    /// `ancestors`.
    Ancestors = ancestors, false, "Everything that a concept is a kind of, itself left out.";
    /// `descendants`.
    Descendants = descendants, true, "Everything that is a kind of a concept, itself left out.";
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
    const DECLARED: &'static Declaration = &Declaration {
        name: "subsumes",
        doc: "How one concept stands to another, as in FHIR.",
        arguments: &[
            Field::always("a", Shape::Code, "the first concept"),
            Field::always("b", Shape::Code, "the second concept"),
        ],
        answers: &[Record {
            name: "Subsumption",
            doc: "How one concept stands to another.",
            fields: &[
                Field::always(
                    "outcome",
                    Shape::OneOf(&["equivalent", "subsumes", "subsumed-by", "not-subsumed"]),
                    "`subsumes` where `a` is an ancestor of `b`",
                ),
                Field::optional("inactive", Shape::List(&Shape::Code), "those of the two that are inactive"),
            ],
        }],
    };
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
