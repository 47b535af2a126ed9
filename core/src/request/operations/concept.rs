//! `concept`: a concept with its terms and place.

use serde::Serialize;

use super::description::{LEFT_OUT, LISTED, LeftOut, Record};
use crate::request::answer::{Code, Operation, codes, date, is_empty, language_order};
use crate::request::declaration::{self, CODE, Declaration, Field, LANGUAGE, Shape};
use crate::request::failure::Failure;
use crate::request::fields::Fields;
use crate::{Engine, Part};

/// `concept`.
#[derive(Debug)]
pub(in crate::request) struct Concept {
    code: String,
    language: Option<String>,
    descriptions: bool,
}

#[derive(Debug, Serialize)]
pub(in crate::request) struct ConceptAnswer<'e> {
    code: Code,
    active: bool,
    module: Code,
    effective_time: String,
    defined: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    fsn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    semantic_tag: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    preferred: Option<String>,
    terms: Vec<String>,
    #[serde(skip_serializing_if = "is_empty")]
    definitions: Vec<String>,
    parents: Vec<Code>,
    children_count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    descriptions: Option<Vec<Record<'e>>>,
    #[serde(skip_serializing_if = "LeftOut::is_empty")]
    left_out: LeftOut,
}

impl Operation for Concept {
    const DECLARED: &'static Declaration = &Declaration {
        name: "concept",
        doc: "A concept with its terms and its place in the hierarchy.",
        arguments: &[
            CODE,
            LANGUAGE,
            Field::optional("descriptions", Shape::Flag, "whether to list all descriptions"),
        ],
        answers: &[declaration::Record {
            name: "Concept",
            doc: "A concept with its terms and its place in the hierarchy.",
            fields: &[
                Field::always("code", Shape::Code, "the id"),
                Field::always(
                    "active",
                    Shape::Flag,
                    "an inactive concept is never a valid choice for a new record",
                ),
                Field::always("module", Shape::Code, "the module that maintains it"),
                Field::always("effective_time", Shape::Date, "the date of its last change"),
                Field::always("defined", Shape::Flag, "whether it is sufficiently defined"),
                Field::optional("fsn", Shape::Text, "the active fully specified name"),
                Field::optional("semantic_tag", Shape::Text, "the tag in the brackets of that name"),
                Field::optional("preferred", Shape::Text, "the preferred term"),
                Field::always("terms", Shape::List(&Shape::Text), "the active synonyms, by description id"),
                Field::optional("definitions", Shape::List(&Shape::Text), "the active text definitions"),
                Field::always(
                    "parents",
                    Shape::List(&Shape::Code),
                    "the parents; an inactive concept has none",
                ),
                Field::always("children_count", Shape::Number, "how many active children there are"),
                Field::optional(
                    "descriptions",
                    Shape::List(&Shape::Record(&LISTED)),
                    "all descriptions, inactive ones included, where they were asked for",
                ),
                LEFT_OUT,
            ],
        }],
    };
    const PARTIAL_IN_SUBSET: bool = true;
    type Answer<'e> = ConceptAnswer<'e>;

    fn read(fields: &Fields<'_>) -> Result<Concept, Failure> {
        Ok(Concept {
            code: fields.needed_code("code")?,
            language: fields.language()?,
            descriptions: fields.flag("descriptions")?,
        })
    }

    fn run<'e>(&self, engine: &'e Engine) -> Result<ConceptAnswer<'e>, Failure> {
        let language = language_order(engine, self.language.as_deref())?;
        let concept = engine.find_concept(&self.code)?;
        let mut left_out = LeftOut::default();
        let mut definitions = Vec::new();
        for definition in concept.definitions()? {
            definitions.extend(left_out.or_note(Part::Definitions, definition.term())?);
        }
        let descriptions = if self.descriptions {
            let all = concept.descriptions()?.into_iter();
            let records = all.map(|description| Record::of(description, &mut left_out));
            Some(records.collect::<Result<_, _>>()?)
        } else {
            None
        };
        let synonyms = concept.synonyms()?;
        let fsn = concept.fsn_description(&language)?;
        Ok(ConceptAnswer {
            code: Code(concept.id()?),
            active: concept.is_active()?,
            module: Code(concept.module()?),
            effective_time: date(concept.effective_time()?),
            defined: concept.is_defined()?,
            fsn: fsn.map(|fsn| fsn.term()).transpose()?,
            semantic_tag: concept.semantic_tag()?,
            preferred: concept.preferred_term(&language)?,
            terms: synonyms.into_iter().map(|synonym| synonym.term()).collect::<Result<_, _>>()?,
            definitions,
            parents: codes(concept.parents()?.ids()?),
            children_count: concept.children_count()?,
            descriptions,
            left_out,
        })
    }
}
