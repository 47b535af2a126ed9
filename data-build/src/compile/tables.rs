//! The small tables, and the columns that point into them.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use vademecum::build::{ConceptInput, DescriptionInput, Tables, split_fsn};
use vademecum::{Acceptability, DescriptionType, UK_LANGUAGE_ORDER, metadata};

use crate::compile::BuildError;
use crate::compile::arrange::Arrangement;
use crate::rf2::{self, Release};
use crate::warnings::{Example, Place, WarningKind};

/// The columns of concepts and descriptions in the order of the file, and the tables that they point into.
#[derive(Debug)]
pub(super) struct TableBuilder {
    pub(super) concepts: Vec<ConceptInput>,
    pub(super) descriptions: Vec<DescriptionInput>,
    pub(super) language_members: u64,
    tables: Tables,
}

/// Values in ascending order, each with its place.
fn numbered<T: Ord + Copy>(values: BTreeSet<T>, what: &'static str) -> Result<BTreeMap<T, u16>, BuildError> {
    if values.len() > usize::from(u16::MAX) {
        return Err(BuildError::TooMany { what });
    }
    Ok(values.into_iter().zip(0u16..).collect())
}

/// The semantic tag of the concept whose terms stand there: that of its first FSN.
fn tag_of<'r>(release: &'r Release, terms: &[u32]) -> &'r str {
    let rows = terms.iter().filter_map(|position| release.descriptions.get(*position as usize));
    let mut names = rows.filter(|row| row.description_type == DescriptionType::Fsn);
    names.next().and_then(|row| split_fsn(release.term(row))).map_or("", |(_, tag)| tag)
}

impl TableBuilder {
    /// Builds columns and tables for what is arranged.
    pub(super) fn new(release: &Release, arrangement: &Arrangement) -> Result<TableBuilder, BuildError> {
        let rows = |positions: &[u32]| -> Vec<&rf2::DescriptionRow> {
            positions.iter().filter_map(|position| release.descriptions.get(*position as usize)).collect()
        };
        let concept_rows: Vec<&rf2::ConceptRow> = arrangement
            .concepts
            .iter()
            .filter_map(|position| release.concepts.get(*position as usize))
            .collect();
        let description_rows = rows(&arrangement.descriptions);
        let modules: BTreeSet<u16> = concept_rows
            .iter()
            .map(|row| row.module)
            .chain(description_rows.iter().map(|row| row.module))
            .collect();
        let times: BTreeSet<u32> = concept_rows
            .iter()
            .map(|row| row.effective_time)
            .chain(description_rows.iter().map(|row| row.effective_time))
            .collect();
        let modules = numbered(modules, "modules")?;
        let times = numbered(times, "effective times")?;
        let tags: Vec<&str> = arrangement
            .groups
            .windows(2)
            .map(|pair| match *pair {
                [from, to] => arrangement.descriptions.get(from as usize..to as usize).unwrap_or_default(),
                _ => &[],
            })
            .map(|terms| tag_of(release, terms))
            .collect();
        // The empty tag sorts first, and stands for none.
        let distinct = numbered(tags.iter().copied().chain([""]).collect(), "semantic tags")?;
        let place = |table: &BTreeMap<u16, u16>, key: u16| table.get(&key).copied().unwrap_or(0);
        let time = |key: u32| times.get(&key).copied().unwrap_or(0);
        let concepts = concept_rows
            .iter()
            .zip(&tags)
            .map(|(row, tag)| ConceptInput {
                id: row.id,
                defined: row.defined,
                module: place(&modules, row.module),
                effective_time: time(row.effective_time),
                semantic_tag: distinct.get(tag).copied().unwrap_or(0),
            })
            .collect();

        let mut sets: BTreeMap<Vec<(u16, bool)>, u32> = BTreeMap::new();
        let mut memberships: Vec<Vec<(u16, bool)>> = Vec::with_capacity(arrangement.descriptions.len());
        let mut language_members = 0;
        for position in &arrangement.descriptions {
            let from = release.language.partition_point(|row| row.description < *position);
            let own = release.language.iter().skip(from).take_while(|row| row.description == *position);
            let set: Vec<(u16, bool)> =
                own.map(|row| (row.refset, row.acceptability == Acceptability::Preferred)).collect();
            language_members += set.len() as u64;
            if !sets.contains_key(&set) {
                sets.insert(set.clone(), 0);
            }
            memberships.push(set);
        }
        sets.values_mut().zip(0u32..).for_each(|(place, number)| *place = number);
        let descriptions = description_rows
            .iter()
            .zip(&memberships)
            .map(|(row, set)| DescriptionInput {
                id: row.id,
                active: row.active,
                kind: row.description_type,
                case_significance: row.case_significance,
                acceptability: sets.get(set).copied().unwrap_or(0),
                language: row.language_code,
                module: place(&modules, row.module),
                effective_time: time(row.effective_time),
            })
            .collect();
        let module_id = |place: &u16| release.modules.get(usize::from(*place)).map(|id| id.number());
        let tables = Tables {
            modules: modules.keys().filter_map(module_id).collect(),
            effective_times: times.into_keys().collect(),
            language_refsets: release.language_refsets.iter().map(|id| id.number()).collect(),
            language_codes: release.language_codes.clone(),
            semantic_tags: distinct.into_keys().map(str::to_owned).collect(),
            acceptabilities: sets.into_keys().collect(),
        };
        Ok(TableBuilder { concepts, descriptions, language_members, tables })
    }

    /// The semantic tags that concepts point into.
    pub(super) fn semantic_tags(&self) -> &[String] {
        &self.tables.semantic_tags
    }

    /// For each set of acceptabilities, whether it is preferred in one of these language reference sets.
    pub(super) fn preferred_in(&self, language: &[u64]) -> Vec<bool> {
        let counts = |place: u16| {
            self.tables.language_refsets.get(usize::from(place)).is_some_and(|id| language.contains(id))
        };
        let sets = self.tables.acceptabilities.iter();
        sets.map(|set| set.iter().any(|(place, preferred)| *preferred && counts(*place))).collect()
    }

    /// The tables, to be written.
    pub(super) fn take_tables(&mut self) -> Tables {
        std::mem::take(&mut self.tables)
    }
}

/// The language reference sets that decide preferred terms: those asked for, or those of the UK order, as far as the
/// release has members in them; where it has none of the UK order, US English, else all by id.
pub(super) fn language_order(release: &mut Release, wanted: Option<&[u64]>) -> Result<Vec<u64>, BuildError> {
    let present: Vec<u64> = release.language_refsets.iter().map(|id| id.number()).collect();
    let list = |ids: &[u64]| ids.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
    let among = |ids: &[u64]| -> Vec<u64> { ids.iter().copied().filter(|id| present.contains(id)).collect() };
    let Some(wanted) = wanted else {
        let choices = [among(UK_LANGUAGE_ORDER), among(&[metadata::US_ENGLISH])];
        return Ok(choices.into_iter().find(|order| !order.is_empty()).unwrap_or(present));
    };
    for (line, id) in (0u64..).zip(wanted).filter(|(_, id)| !present.contains(id)) {
        let place = Place { file: u32::MAX, line };
        release.warnings.add(WarningKind::LanguageRefsetNotInRelease, place, || Example {
            column: "refsetId".into(),
            value: id.to_string(),
            ..Example::default()
        });
    }
    let order = among(wanted);
    if order.is_empty() {
        return Err(BuildError::NoLanguage { refsets: list(wanted), present: list(&present) });
    }
    Ok(order)
}

/// Compares two decimal numbers exactly, as written: no digit is rounded away. What is no number compares equal.
pub(super) fn compare_numbers(a: &str, b: &str) -> Ordering {
    fn parts(text: &str) -> (bool, &str, &str) {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        (negative && !(whole.is_empty() && fraction.is_empty()), whole, fraction)
    }
    let ((a_negative, a_whole, a_fraction), (b_negative, b_whole, b_fraction)) = (parts(a), parts(b));
    let size = a_whole.len().cmp(&b_whole.len()).then(a_whole.cmp(b_whole)).then(a_fraction.cmp(b_fraction));
    match (a_negative, b_negative) {
        (false, false) => size,
        (true, true) => size.reverse(),
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_compare_by_value_to_the_last_digit() {
        let ascending =
            ["-10", "-9.5", "-0.01", "0", "0.05", "0.5", "1", "1.000000000000000000001", "2", "10", "10.1"];
        for (i, a) in ascending.iter().enumerate() {
            for (j, b) in ascending.iter().enumerate() {
                assert_eq!(compare_numbers(a, b), i.cmp(&j), "{a} {b}");
            }
        }
        for (a, b) in [("0", "-0"), ("1.50", "1.5"), ("007", "7"), ("+2", "2.0")] {
            assert_eq!(compare_numbers(a, b), Ordering::Equal, "{a} {b}");
        }
    }
}
