//! Attributes in their groups.

use crate::component::ConcreteValue;
use crate::engine::{Concept, Engine, Error};
use crate::id::{ConceptId, ConceptOrd};
use crate::order::sorted_by_key;

/// Attributes that belong together (a relationship group).
#[derive(Debug, Clone)]
pub struct AttributeGroup<'e> {
    /// The group's number; 0 holds attributes that are not grouped.
    pub number: u32,
    /// The attributes, by the id of their type, then concept values by id, then concrete values by text.
    pub attributes: Vec<Attribute<'e>>,
}

/// An attribute and its value.
#[derive(Debug, Clone, Copy)]
pub struct Attribute<'e> {
    /// The attribute's concept, such as 363698007 |Finding site|.
    pub type_: Concept<'e>,
    /// Its value.
    pub value: AttributeValue<'e>,
}

/// The value of an attribute.
#[derive(Debug, Clone, Copy)]
pub enum AttributeValue<'e> {
    /// A concept.
    Concept(Concept<'e>),
    /// A number, text or truth value.
    Concrete(&'e ConcreteValue),
}

impl<'e> AttributeGroup<'e> {
    pub(super) fn of(engine: &'e Engine, concept: ConceptOrd) -> Result<Vec<AttributeGroup<'e>>, Error> {
        let attributes = engine.attributes()?;
        let mut rows = Vec::new();
        for row in attributes.of(concept)? {
            let row = row?;
            let type_ = Concept { engine, ord: row.type_ };
            let (value, key): (_, (Option<ConceptId>, &str)) = match row.value {
                Ok(ord) => {
                    let value = Concept { engine, ord };
                    (AttributeValue::Concept(value), (Some(value.id()?), ""))
                }
                Err(place) => {
                    let value = attributes.concrete(place)?;
                    (AttributeValue::Concrete(value), (None, value.text.as_str()))
                }
            };
            let key = (row.group, type_.id()?, key.0.is_none(), key);
            rows.push((key, row.group, Attribute { type_, value }));
        }
        let mut groups: Vec<AttributeGroup<'e>> = Vec::new();
        for (_, number, attribute) in sorted_by_key(rows, |row| row.0) {
            match groups.last_mut() {
                Some(group) if group.number == number => group.attributes.push(attribute),
                _ => groups.push(AttributeGroup { number, attributes: vec![attribute] }),
            }
        }
        Ok(groups)
    }
}
