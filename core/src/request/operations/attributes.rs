//! `attributes`: what defines a concept besides its parents.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::request::answer::{Code, Operation};
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

impl Operation for Attributes {
    const FIELDS: &'static [&'static str] = &["code"];
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
