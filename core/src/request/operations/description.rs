//! `description`: one description, and descriptions as other answers show them.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::request::answer::{Code, Operation, as_text, date};
use crate::request::declaration::{self, Declaration, Field, LANGUAGE, Shape};
use crate::request::failure::Failure;
use crate::request::fields::Fields;
use crate::{
    Acceptability, CaseSignificance, ConceptId, DescriptionId, DescriptionType, Engine, Error, FormatError,
    Part,
};

/// A description with everything that the file knows of it.
#[derive(Debug, serde::Serialize)]
pub(super) struct Record<'e> {
    /// Left out of the answer to `description`, where the request's own `id` is the same.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_optional_text")]
    id: Option<DescriptionId>,
    term: String,
    r#type: &'static str,
    active: bool,
    language: &'e str,
    case_significance: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    module: Option<Code>,
    #[serde(skip_serializing_if = "Option::is_none")]
    effective_time: Option<String>,
    acceptability: Acceptabilities,
}

fn as_optional_text<S: Serializer>(id: &Option<DescriptionId>, serializer: S) -> Result<S::Ok, S::Error> {
    match id {
        Some(id) => as_text(id, serializer),
        None => serializer.serialize_none(),
    }
}

/// From language reference set to acceptability, by ascending id.
#[derive(Debug)]
struct Acceptabilities(Vec<(ConceptId, Acceptability)>);

impl Serialize for Acceptabilities {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (refset, acceptability) in &self.0 {
            let how = match acceptability {
                Acceptability::Preferred => "preferred",
                Acceptability::Acceptable => "acceptable",
            };
            map.serialize_entry(&Code(*refset), how)?;
        }
        map.end()
    }
}

/// The parts of the file that an answer would have more from.
#[derive(Debug, Default, serde::Serialize)]
#[serde(transparent)]
pub(super) struct LeftOut(Vec<&'static str>);

impl LeftOut {
    /// These parts.
    pub(super) fn of(parts: &[Part]) -> LeftOut {
        LeftOut(parts.iter().map(|part| part.name()).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value, or `None` and a note where the file was built without it.
    pub(super) fn or_note<T>(&mut self, part: Part, value: Result<T, Error>) -> Result<Option<T>, Failure> {
        match value {
            Ok(value) => Ok(Some(value)),
            Err(Error::Format(FormatError::NotInFile { section })) if section.part() == Some(part) => {
                if !self.0.contains(&part.name()) {
                    self.0.push(part.name());
                }
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }
}

impl<'e> Record<'e> {
    pub(super) fn of(
        description: crate::Description<'e>,
        left_out: &mut LeftOut,
    ) -> Result<Record<'e>, Failure> {
        let mut acceptability = description.acceptability()?;
        acceptability.sort_unstable();
        let module = left_out.or_note(Part::DescriptionDetails, description.module())?;
        let effective_time = left_out.or_note(Part::DescriptionDetails, description.effective_time())?;
        Ok(Record {
            id: Some(description.id()?),
            term: description.term()?,
            r#type: match description.kind()? {
                DescriptionType::Fsn => "fsn",
                DescriptionType::Synonym => "synonym",
                DescriptionType::Definition => "definition",
            },
            active: description.is_active()?,
            language: description.language_code()?,
            case_significance: match description.case_significance()? {
                CaseSignificance::Insensitive => "case_insensitive",
                CaseSignificance::InitialInsensitive => "initial_case_insensitive",
                CaseSignificance::Sensitive => "case_sensitive",
            },
            module: module.map(Code),
            effective_time: effective_time.map(date),
            acceptability: Acceptabilities(acceptability),
        })
    }
}

/// The parts that an answer would have more from.
pub(super) const LEFT_OUT: Field = Field::optional(
    "left_out",
    Shape::List(&Shape::Text),
    "the parts left out by the build that the answer would have more from",
);

const TERM: Field = Field::always("term", Shape::Text, "the text");
const TYPE: Field = Field::always(
    "type",
    Shape::OneOf(&["fsn", "synonym", "definition"]),
    "fully specified name, synonym or text definition",
);
const ACTIVE: Field = Field::always("active", Shape::Flag, "whether the description is active");
const LANGUAGE_CODE: Field = Field::always("language", Shape::Text, "the language of the text (ISO 639-1)");
const CASE_SIGNIFICANCE: Field = Field::always(
    "case_significance",
    Shape::OneOf(&["case_insensitive", "initial_case_insensitive", "case_sensitive"]),
    "whether letters may change their case",
);
const MODULE: Field =
    Field::optional("module", Shape::Code, "its module; not in a file without description-details");
const EFFECTIVE_TIME: Field = Field::optional(
    "effective_time",
    Shape::Date,
    "the date of its last change; not in a file without description-details",
);
const ACCEPTABILITY: Field = Field::always(
    "acceptability",
    Shape::ByCode(&Shape::OneOf(&["preferred", "acceptable"])),
    "how it stands in each language reference set that it is in",
);

/// A description in a list.
pub(super) const LISTED: declaration::Record = declaration::Record {
    name: "ListedDescription",
    doc: "A description of a concept.",
    fields: &[
        Field::always("id", Shape::Code, "the id"),
        TERM,
        TYPE,
        ACTIVE,
        LANGUAGE_CODE,
        CASE_SIGNIFICANCE,
        MODULE,
        EFFECTIVE_TIME,
        ACCEPTABILITY,
    ],
};

/// `description`.
#[derive(Debug)]
pub(in crate::request) struct Description {
    id: String,
    language: Option<String>,
}

#[derive(Debug, serde::Serialize)]
pub(in crate::request) struct DescriptionAnswer<'e> {
    #[serde(flatten)]
    record: Record<'e>,
    concept: Code,
    concept_active: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    preferred: Option<String>,
    #[serde(skip_serializing_if = "LeftOut::is_empty")]
    left_out: LeftOut,
}

impl Operation for Description {
    const DECLARED: &'static Declaration = &Declaration {
        name: "description",
        doc: "A description by its id.",
        arguments: &[Field::always("id", Shape::Code, "the description"), LANGUAGE],
        answers: &[declaration::Record {
            name: "Description",
            doc: "A description, and of which concept.",
            fields: &[
                Field::always("id", Shape::Code, "the id"),
                TERM,
                TYPE,
                ACTIVE,
                LANGUAGE_CODE,
                CASE_SIGNIFICANCE,
                MODULE,
                EFFECTIVE_TIME,
                ACCEPTABILITY,
                Field::always("concept", Shape::Code, "the concept that is described"),
                Field::always("concept_active", Shape::Flag, "whether that concept is active"),
                Field::optional("preferred", Shape::Text, "the concept's preferred term"),
                LEFT_OUT,
            ],
        }],
    };
    const PARTIAL_IN_SUBSET: bool = false;
    type Answer<'e> = DescriptionAnswer<'e>;

    fn read(fields: &Fields<'_>) -> Result<Description, Failure> {
        Ok(Description { id: fields.needed_code("id")?, language: fields.language()? })
    }

    fn run<'e>(&self, engine: &'e Engine) -> Result<DescriptionAnswer<'e>, Failure> {
        let language = crate::request::answer::language_order(engine, self.language.as_deref())?;
        let description = engine.find_description(&self.id)?;
        let concept = description.concept()?;
        let mut left_out = LeftOut::default();
        let record = Record { id: None, ..Record::of(description, &mut left_out)? };
        Ok(DescriptionAnswer {
            record,
            concept: Code(concept.id()?),
            concept_active: concept.is_active()?,
            preferred: concept.preferred_term(&language)?,
            left_out,
        })
    }
}
