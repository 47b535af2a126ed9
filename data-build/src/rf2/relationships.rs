//! Reading relationships with concepts and with concrete values.

use std::collections::HashMap;

use rayon::prelude::*;
use vademecum::metadata;

use super::concepts::{Concepts, make_room};
use super::error::Rf2Error;
use super::ids::{Interner, Unknown, digest};
use super::layer::{Log, Origins, Stamp, Versioned, layer};
use super::lines::Meter;
use super::modules::Modules;
use super::release::{AttributeRow, AttributeValue, FileKind};
use super::rows::{CONCRETE, RELATIONSHIP, Row, each_row};
use super::source::{Found, SourceFile};
use crate::warnings::WarningKind;

// The flags of a stamp.
const ACTIVE: u8 = 1;
const INFERRED: u8 = 2;
const CONCRETE_VALUE: u8 = 4;
const EXISTENTIAL: u8 = 8;
/// Bytes of a typical row, to judge by the size of a file how many it holds.
const TYPICAL_ROW: u64 = 116;

/// A row as read: 32 bytes, for there are more of these than of anything else.
#[derive(Debug, Clone, Copy)]
struct Raw {
    id: u64,
    /// In a row that counts, a position or a reference to an unknown concept; else a digest.
    source: u32,
    /// The same of the destination; or the number of a concrete value.
    value: u32,
    group: u32,
    stamp: Stamp,
    sequence: u32,
    attribute_type: u16,
    module: u16,
}

impl Raw {
    /// Whether the row is one of the relationships of the release, not the trace of a former or stated one.
    fn counts(&self) -> bool {
        self.stamp.has(ACTIVE) && self.stamp.has(INFERRED)
    }
}

impl Versioned for Raw {
    type Key = u64;

    fn key(&self) -> u64 {
        self.id
    }

    fn stamp(&self) -> Stamp {
        self.stamp
    }

    fn sequence(&self) -> u32 {
        self.sequence
    }
}

/// Numbers the distinct concrete values.
#[derive(Debug, Default)]
struct Values {
    texts: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Values {
    fn number(&mut self, text: &str) -> Result<u32, Rf2Error> {
        if let Some(number) = self.numbers.get(text) {
            return Ok(*number);
        }
        let number = u32::try_from(self.texts.len())
            .map_err(|_| Rf2Error::TooMany { what: "concrete values", limit: u64::from(u32::MAX) })?;
        self.texts.push(text.to_owned());
        self.numbers.insert(text.to_owned(), number);
        Ok(number)
    }
}

/// The relationships, and what else reading them yields.
#[derive(Debug)]
pub(super) struct Relationships {
    /// (child, parent), ascending, each once.
    pub(super) is_a: Vec<(u32, u32)>,
    /// Ascending, each once.
    pub(super) attributes: Vec<AttributeRow>,
    pub(super) concrete_values: Vec<String>,
    pub(super) modules: Modules,
    pub(super) log: Log,
    /// Relationships that say what another says.
    pub(super) collapsed: u64,
    /// Active relationships that are not inferred.
    pub(super) not_inferred: u64,
}

/// The reading of the files.
struct Reading<'a> {
    concepts: &'a Concepts,
    origins: Origins<'a>,
    log: Log,
    modules: Modules,
    types: Interner,
    unknown: Unknown,
    values: Values,
    raw: Vec<Raw>,
}

/// Reads every relationship file.
pub(super) fn read(found: &Found, concepts: &Concepts, meter: Meter<'_>) -> Result<Relationships, Rf2Error> {
    let mut reading = Reading {
        concepts,
        origins: Origins::new(found),
        log: Log::default(),
        modules: Modules::default(),
        types: Interner::default(),
        unknown: Unknown::default(),
        values: Values::default(),
        raw: Vec::new(),
    };
    for (position, file) in found.of_kinds(&[FileKind::Relationship, FileKind::RelationshipConcreteValues]) {
        reading.file(position, file, meter)?;
    }
    reading.finish()
}

impl Reading<'_> {
    fn file(&mut self, position: u32, file: &SourceFile, meter: Meter<'_>) -> Result<(), Rf2Error> {
        self.origins.begin(position);
        make_room(&mut self.raw, file.size(), TYPICAL_ROW);
        let is_concrete = file.kind == FileKind::RelationshipConcreteValues;
        let columns = if is_concrete { CONCRETE } else { RELATIONSHIP };
        let count =
            each_row(file, columns, meter, |row, fields| self.row(row, fields, is_concrete, position))?;
        self.log.counts.push((position, count));
        self.modules.end_file(file.input);
        Ok(())
    }

    fn row(
        &mut self,
        row: &Row<'_>,
        fields: [&[u8]; 10],
        is_concrete: bool,
        file: u32,
    ) -> Result<bool, Rf2Error> {
        let [id, time, active, module, source, value, group, attribute_type, characteristic, modifier] =
            fields;
        let id = row.sctid(id, "id")?;
        let date = row.date(time, "effectiveTime")?;
        let active = row.active(active)?;
        let module = self.modules.note(row.sctid(module, "moduleId")?, date)?;
        let source = row.sctid(source, "sourceId")?;
        let group = row.group(group)?;
        let type_id = row.sctid(attribute_type, "typeId")?;
        let characteristic = row.sctid(characteristic, "characteristicTypeId")?;
        let modifier = row.sctid(modifier, "modifierId")?;
        let counts = active && characteristic == metadata::INFERRED;
        let value = if is_concrete {
            if type_id == metadata::IS_A {
                return Err(row.bad(attribute_type, "typeId", "a type that takes a concrete value"));
            }
            self.values.number(concrete(row, value)?)?
        } else {
            let destination = row.sctid(value, "destinationId")?;
            if counts {
                self.unknown.reference(&self.concepts.index, destination)?
            } else {
                digest([destination, characteristic])
            }
        };
        let source = if counts {
            self.unknown.reference(&self.concepts.index, source)?
        } else {
            digest([source, modifier])
        };
        self.log.check_digit(id, file, row.path(), row.line());
        let mut flags = 0;
        for (holds, flag) in [
            (active, ACTIVE),
            (characteristic == metadata::INFERRED, INFERRED),
            (is_concrete, CONCRETE_VALUE),
            (modifier == metadata::EXISTENTIAL, EXISTENTIAL),
        ] {
            flags |= if holds { flag } else { 0 };
        }
        self.raw.push(Raw {
            id,
            source,
            value,
            group,
            stamp: Stamp::new(date, flags),
            sequence: self.origins.number()?,
            attribute_type: self.types.number(type_id, "relationship types")?,
            module,
        });
        Ok(active)
    }

    fn finish(self) -> Result<Relationships, Rf2Error> {
        let Reading { concepts, origins, mut log, modules, types, unknown, values, mut raw } = self;
        let content =
            |row: &Raw| (row.stamp.flags(), row.source, row.value, row.group, row.attribute_type, row.module);
        layer(&mut raw, &origins, |a, b| content(a) == content(b), |id| id.to_string(), &mut log)?;

        let not_inferred =
            raw.iter().filter(|row| row.stamp.has(ACTIVE) && !row.stamp.has(INFERRED)).count() as u64;
        let type_positions: Vec<Option<u32>> =
            types.ids().iter().map(|id| concepts.index.find(*id)).collect();
        let (concrete_values, value_numbers) = used_values(values.texts, &raw);
        let mut is_a = Vec::new();
        let mut attributes = Vec::new();
        for row in raw.iter().filter(|row| row.counts()) {
            let type_id = types.id(row.attribute_type).unwrap_or_default();
            let type_position = type_positions.get(usize::from(row.attribute_type)).copied().flatten();
            let is_concrete = row.stamp.has(CONCRETE_VALUE);
            let destination = (!is_concrete).then_some(row.value);
            let missing = [
                ("sourceId", unknown.id(row.source)),
                ("typeId", type_position.is_none().then_some(type_id)),
                ("destinationId", destination.and_then(|destination| unknown.id(destination))),
            ];
            if let Some((column, id)) = missing.into_iter().find_map(|(column, id)| Some((column, id?))) {
                log.warn(WarningKind::RelationshipToUnknownConcept, &origins, row.sequence, column, || {
                    (id.to_string(), format!("relationship {}", row.id))
                });
                continue;
            }
            if !row.stamp.has(EXISTENTIAL) {
                log.warn(WarningKind::ModifierNotExistential, &origins, row.sequence, "modifierId", || {
                    (String::new(), format!("relationship {}", row.id))
                });
            }
            let is_is_a = type_id == metadata::IS_A;
            if is_is_a && destination == Some(row.source) {
                let place = origins.place(row.sequence);
                let path = origins.path(place).to_owned();
                return Err(Rf2Error::SelfIsA { path, line: place.line, concept: concepts.id(row.source) });
            }
            let inactive = [("sourceId", Some(row.source)), ("destinationId", destination)]
                .into_iter()
                .find_map(|(column, concept)| Some((column, concept.filter(|at| !concepts.is_active(*at))?)));
            if let Some((column, concept)) = inactive {
                let kind = if is_is_a {
                    WarningKind::IsAOfInactiveConcept
                } else {
                    WarningKind::AttributeOfInactiveConcept
                };
                log.warn(kind, &origins, row.sequence, column, || {
                    (concepts.id(concept).to_string(), format!("relationship {}", row.id))
                });
            }
            match destination {
                Some(destination) if is_is_a => {
                    if inactive.is_none() {
                        is_a.push((row.source, destination));
                    }
                }
                _ => {
                    let value = destination.map(AttributeValue::Concept).unwrap_or_else(|| {
                        let number = value_numbers.get(row.value as usize).copied().unwrap_or_default();
                        AttributeValue::Concrete(number)
                    });
                    let attribute_type = type_position.unwrap_or_default();
                    attributes.push(AttributeRow {
                        source: row.source,
                        group: row.group,
                        attribute_type,
                        value,
                    });
                }
            }
        }
        drop(raw);
        let before = is_a.len() + attributes.len();
        is_a.par_sort_unstable();
        is_a.dedup();
        attributes.par_sort_unstable();
        attributes.dedup();
        let collapsed = (before - is_a.len() - attributes.len()) as u64;
        Ok(Relationships { is_a, attributes, concrete_values, modules, log, collapsed, not_inferred })
    }
}

/// The concrete values that count, ascending, and the new number of each old one.
fn used_values(texts: Vec<String>, raw: &[Raw]) -> (Vec<String>, Vec<u32>) {
    let mut used = vec![false; texts.len()];
    for row in raw.iter().filter(|row| row.counts() && row.stamp.has(CONCRETE_VALUE)) {
        if let Some(used) = used.get_mut(row.value as usize) {
            *used = true;
        }
    }
    let mut numbers = vec![0; texts.len()];
    let mut kept: Vec<(String, usize)> = Vec::new();
    for (old, (text, used)) in texts.into_iter().zip(used).enumerate() {
        if used {
            kept.push((text, old));
        }
    }
    kept.sort_unstable();
    for (new, (_, old)) in (0..).zip(&kept) {
        if let Some(number) = numbers.get_mut(*old) {
            *number = new;
        }
    }
    (kept.into_iter().map(|(text, _)| text).collect(), numbers)
}

/// A concrete value: `#` and a number, a text in double quotes, `true` or `false`.
fn concrete<'f>(row: &Row<'_>, field: &'f [u8]) -> Result<&'f str, Rf2Error> {
    let text = row.text(field, "value")?;
    let is_valid = match text.strip_prefix('#') {
        Some(number) => is_decimal(number),
        None => {
            matches!(text, "true" | "false")
                || text.len() >= 2 && text.starts_with('"') && text.ends_with('"')
        }
    };
    if is_valid {
        Ok(text)
    } else {
        Err(row.bad(field, "value", "a concrete value (#number, \"text\", true or false)"))
    }
}

/// Whether the text is an integer or a decimal: sign, digits, and a point with digits on both sides.
fn is_decimal(text: &str) -> bool {
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match text.split_once('.') {
        Some((whole, fraction)) => all_digits(whole) && all_digits(fraction),
        None => all_digits(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_have_digits_on_both_sides() {
        for good in ["0", "-1", "+12", "0.5", "1000.25"] {
            assert!(is_decimal(good), "{good}");
        }
        for bad in ["", "-", ".5", "1.", "1e5", "1.2.3", " 1", "--1"] {
            assert!(!is_decimal(bad), "{bad}");
        }
    }

    #[test]
    fn rows_take_32_bytes() {
        assert_eq!(size_of::<Raw>(), 32);
    }
}
