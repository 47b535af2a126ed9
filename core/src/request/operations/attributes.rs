//! `attributes`: what defines a concept besides its parents.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::request::answer::{Code, Operation};
use crate::request::declaration::{CODE, Declaration, Field, Record, Shape};
use crate::request::failure::Failure;
use crate::request::fields::Fields;
use crate::{AttributeValue, ConcreteKind, ConcreteValue, Engine};

/// `attributes`.
#[derive(Debug)]
pub(in crate::request) struct Attributes {
    code: String,
}

#[derive(Debug, serde::Serialize)]
pub(in crate::request) struct AttributesAnswer<'e> {
    groups: Vec<GroupAnswer<'e>>,
}

#[derive(Debug, serde::Serialize)]
struct GroupAnswer<'e> {
    group: u32,
    attributes: Vec<AttributeAnswer<'e>>,
}

#[derive(Debug, serde::Serialize)]
struct AttributeAnswer<'e> {
    r#type: Code,
    value: Value<'e>,
}

/// A code, or an object that tells the sort of a concrete value.
#[derive(Debug)]
enum Value<'e> {
    Concept(Code),
    Concrete(&'e ConcreteValue),
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = match self {
            Value::Concept(code) => return code.serialize(serializer),
            Value::Concrete(value) => *value,
        };
        let mut map = serializer.serialize_map(Some(1))?;
        match value.kind {
            ConcreteKind::Number => map.serialize_entry("number", &value.text)?,
            ConcreteKind::String => map.serialize_entry("string", &value.text)?,
            ConcreteKind::Boolean => map.serialize_entry("boolean", &(value.text == "true"))?,
        }
        map.end()
    }
}

/// A concrete value of one kind.
macro_rules! concrete {
    ($name:literal, $field:literal, $shape:ident, $doc:literal) => {
        Shape::Record(&Record {
            name: $name,
            doc: "A concrete value.",
            fields: &[Field::always($field, Shape::$shape, $doc)],
        })
    };
}

const GROUP: Record = Record {
    name: "AttributeGroup",
    doc: "Attributes that belong together (a relationship group).",
    fields: &[
        Field::always("group", Shape::Number, "the group's number"),
        Field::always(
            "attributes",
            Shape::List(&Shape::Record(&Record {
                name: "Attribute",
                doc: "An attribute and its value.",
                fields: &[
                    Field::always("type", Shape::Code, "the attribute's concept"),
                    Field::always(
                        "value",
                        Shape::AnyOf(&[
                            Shape::Code,
                            concrete!(
                                "NumberValue",
                                "number",
                                Text,
                                "the number, with every digit as released"
                            ),
                            concrete!("StringValue", "string", Text, "the text"),
                            concrete!("BooleanValue", "boolean", Flag, "the truth value"),
                        ]),
                        "a concept, or a concrete value",
                    ),
                ],
            })),
            "by the id of their type",
        ),
    ],
};

impl Operation for Attributes {
    const DECLARED: &'static Declaration = &Declaration {
        name: "attributes",
        doc: "What defines a concept besides its parents.",
        arguments: &[CODE],
        answers: &[Record {
            name: "Attributes",
            doc: "The attributes of a concept.",
            fields: &[Field::always(
                "groups",
                Shape::List(&Shape::Record(&GROUP)),
                "by number; group 0 holds the attributes that are not grouped",
            )],
        }],
    };
    const PARTIAL_IN_SUBSET: bool = false;
    type Answer<'e> = AttributesAnswer<'e>;

    fn read(fields: &Fields<'_>) -> Result<Attributes, Failure> {
        Ok(Attributes { code: fields.needed_code("code")? })
    }

    fn run<'e>(&self, engine: &'e Engine) -> Result<AttributesAnswer<'e>, Failure> {
        let mut groups = Vec::new();
        for group in engine.find_concept(&self.code)?.attributes()? {
            let mut attributes = Vec::new();
            for attribute in group.attributes {
                let value = match attribute.value {
                    AttributeValue::Concept(concept) => Value::Concept(Code(concept.id()?)),
                    AttributeValue::Concrete(value) => Value::Concrete(value),
                };
                attributes.push(AttributeAnswer { r#type: Code(attribute.type_.id()?), value });
            }
            groups.push(GroupAnswer { group: group.number, attributes });
        }
        Ok(AttributesAnswer { groups })
    }
}
