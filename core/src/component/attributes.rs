//! Attribute relationships in their groups, with concept and concrete values.

use serde::{Deserialize, Serialize};

#[cfg(feature = "build")]
use crate::bytes::SectionWriter;
use crate::bytes::{Malformed, SectionReader};
use crate::format::{File, FormatError, SectionKind, decode_table};
use crate::id::ConceptOrd;
use crate::section::{Monotone, PackedInts};

/// A concrete value (SNOMED CT Release File Specifications, "Relationship File with Concrete Values").
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ConcreteValue {
    /// Which sort of value it is.
    pub kind: ConcreteKind,
    /// The value as released, without `#` or quotes; a number keeps every digit.
    pub text: String,
}

/// The sorts of concrete value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ConcreteKind {
    /// An integer or decimal, written `#…`.
    Number,
    /// A text, written in quotes.
    String,
    /// `true` or `false`.
    Boolean,
}

/// One attribute of a concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AttributeRow {
    pub(crate) group: u32,
    pub(crate) type_: ConceptOrd,
    /// A concept, or a place in the table of concrete values.
    pub(crate) value: Result<ConceptOrd, u32>,
}

/// The attributes of a file.
///
/// Distinct pairs of type and value are numbered in the order of type and value, and a concept's row is a pair and
/// a group. So the sources of `a = << Z` lie behind a few ranges of pairs.
#[derive(Debug)]
pub(crate) struct Attributes {
    offsets: Monotone,
    row_pairs: PackedInts,
    row_groups: PackedInts,
    types: PackedInts,
    pair_types: PackedInts,
    pair_values: PackedInts,
    values: Vec<ConcreteValue>,
    concepts: u32,
}

impl Attributes {
    /// Opens the sections for `concepts` concepts.
    pub(crate) fn open(file: &File, concepts: u32) -> Result<Attributes, FormatError> {
        let mut rows =
            SectionReader::new(file.section(SectionKind::AttributeRows)?, SectionKind::AttributeRows.name());
        let offsets = Monotone::read(&mut rows)?;
        let row_pairs = PackedInts::read(&mut rows)?;
        let row_groups = PackedInts::read(&mut rows)?;
        if offsets.len() != concepts as usize + 1
            || row_pairs.len() != row_groups.len()
            || offsets.get(concepts as usize)? != row_pairs.len() as u64
        {
            return Err(rows.malformed().into());
        }
        rows.finish()?;
        let mut pairs = SectionReader::new(
            file.section(SectionKind::AttributePairs)?,
            SectionKind::AttributePairs.name(),
        );
        let types = PackedInts::read(&mut pairs)?;
        let pair_types = PackedInts::read(&mut pairs)?;
        let pair_values = PackedInts::read(&mut pairs)?;
        if pair_types.len() != pair_values.len() {
            return Err(pairs.malformed().into());
        }
        pairs.finish()?;
        let values = decode_table(&file.section(SectionKind::AttributeValues)?, "table of concrete values")?;
        Ok(Attributes { offsets, row_pairs, row_groups, types, pair_types, pair_values, values, concepts })
    }

    /// The attributes of a concept, by group, then in the order of pairs.
    pub(crate) fn of(
        &self,
        concept: ConceptOrd,
    ) -> Result<impl Iterator<Item = Result<AttributeRow, Malformed>> + '_, Malformed> {
        let (from, to) = self.offsets.pair(concept.index())?;
        Ok((from as usize..to as usize).map(|row| self.row(row)))
    }

    fn row(&self, row: usize) -> Result<AttributeRow, Malformed> {
        let malformed = Malformed { what: SectionKind::AttributePairs.name() };
        let group = self.row_groups.get_u32(row)?;
        let pair = self.row_pairs.get(row)? as usize;
        let type_ = self.types.get_u32(self.pair_types.get(pair)? as usize)?;
        let value = self.pair_values.get(pair)?;
        let number = (value >> 1) as u32;
        let value = if value & 1 == 0 { Ok(ConceptOrd(number)) } else { Err(number) };
        if type_ >= self.concepts || value.is_ok_and(|concept| concept.0 >= self.concepts) {
            return Err(malformed);
        }
        Ok(AttributeRow { group, type_: ConceptOrd(type_), value })
    }

    /// The concrete value at a place in the table.
    pub(crate) fn concrete(&self, place: u32) -> Result<&ConcreteValue, Malformed> {
        self.values.get(place as usize).ok_or(Malformed { what: SectionKind::AttributeValues.name() })
    }

    /// Compares every cross-reference.
    pub(crate) fn verify(&self) -> Result<(), Malformed> {
        for concept in 0..self.concepts {
            for row in self.of(ConceptOrd(concept))? {
                if let Err(place) = row?.value {
                    self.concrete(place)?;
                }
            }
        }
        let keys = self.pair_types.iter().zip(self.pair_values.iter());
        if !keys.map(|(type_, value)| (type_, value & 1, value)).is_sorted_by(|a, b| a < b) {
            return Err(Malformed { what: SectionKind::AttributePairs.name() });
        }
        Ok(())
    }
}

/// An attribute as the compiler gives it: concepts by their place in the file.
#[cfg(feature = "build")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AttributeInput {
    /// The concept that has it.
    pub source: u32,
    /// The relationship group.
    pub group: u32,
    /// The attribute's concept.
    pub type_: u32,
    /// The value.
    pub value: AttributeValueInput,
}

/// The value of an attribute as the compiler gives it.
#[cfg(feature = "build")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AttributeValueInput {
    /// A concept.
    Concept(u32),
    /// A place in the table of concrete values.
    Concrete(u32),
}

#[cfg(feature = "build")]
impl Attributes {
    /// Encodes the attributes of `concepts` concepts, sorted by source.
    pub(crate) fn encode(
        concepts: u32,
        rows: &mut [AttributeInput],
        values: &[ConcreteValue],
    ) -> Result<Vec<(SectionKind, Vec<u8>)>, String> {
        rows.sort_unstable_by_key(|row| (row.source, row.group, row.type_, row.value));
        let mut types: Vec<u64> = rows.iter().map(|row| u64::from(row.type_)).collect();
        types.sort_unstable();
        types.dedup();
        let mut pairs: Vec<(u32, AttributeValueInput)> =
            rows.iter().map(|row| (row.type_, row.value)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let mut offsets = Vec::with_capacity(concepts as usize + 1);
        let mut row_pairs = Vec::with_capacity(rows.len());
        offsets.push(0);
        for row in rows.iter() {
            while offsets.len() <= row.source as usize {
                offsets.push(row_pairs.len() as u64);
            }
            row_pairs.push(pairs.partition_point(|pair| *pair < (row.type_, row.value)) as u64);
        }
        offsets.resize(concepts as usize + 1, row_pairs.len() as u64);
        let groups: Vec<u64> = rows.iter().map(|row| u64::from(row.group)).collect();
        let mut out = SectionWriter::default();
        Monotone::write(&mut out, &offsets);
        PackedInts::write(&mut out, &row_pairs);
        PackedInts::write(&mut out, &groups);
        let row_section = out.finish();
        let mut out = SectionWriter::default();
        let place = |type_: u32| types.partition_point(|other| *other < u64::from(type_)) as u64;
        PackedInts::write(&mut out, &types);
        PackedInts::write(&mut out, &pairs.iter().map(|pair| place(pair.0)).collect::<Vec<_>>());
        let value = |pair: &(u32, AttributeValueInput)| match pair.1 {
            AttributeValueInput::Concept(concept) => u64::from(concept) << 1,
            AttributeValueInput::Concrete(place) => u64::from(place) << 1 | 1,
        };
        PackedInts::write(&mut out, &pairs.iter().map(value).collect::<Vec<_>>());
        Ok(vec![
            (SectionKind::AttributeRows, row_section),
            (SectionKind::AttributePairs, out.finish()),
            (SectionKind::AttributeValues, crate::format::encode_table(&values)?),
        ])
    }
}
