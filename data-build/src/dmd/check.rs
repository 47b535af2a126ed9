//! What a release has to be at one with: ids that stand once, products that are there, codes that are listed.

use std::collections::{BTreeMap, HashMap, HashSet};

use vademecum::build::{HistoryInput, TableInput};
use vademecum::{CodeList, FieldKind, ProductClass, Rows, TABLES};

use super::error::DmdError;
use super::records::Reading;
use crate::warnings::{Example, Place, WarningKind};

/// The column of a field.
fn column<'i>(table: &'i TableInput, number: usize, tag: &str) -> &'i [Option<u64>] {
    let fields = TABLES.get(number).map_or(&[][..], |spec| spec.fields);
    let place = fields.iter().position(|field| field.tag == tag);
    place.and_then(|place| table.columns.get(place)).map_or(&[], Vec::as_slice)
}

impl Reading {
    fn line(&self, table: usize, row: usize) -> u64 {
        let line = self.lines.get(table).and_then(|lines| lines.get(row));
        line.copied().map_or(0, u64::from)
    }

    fn path(&self, table: usize) -> String {
        self.paths.get(table).cloned().unwrap_or_default()
    }

    /// Checks everything, and drops the rows that belong to nothing where that may be.
    pub(super) fn check(&mut self) -> Result<(), DmdError> {
        self.check_lists()?;
        let mut ids: [HashMap<u64, usize>; 5] = Default::default();
        let mut classes: HashMap<u64, ProductClass> = HashMap::new();
        for (number, (class, own)) in ProductClass::ALL.iter().zip(&mut ids).enumerate() {
            let Some((table, spec)) = self.input.tables.get(number).zip(TABLES.get(number)) else { continue };
            for (row, id) in table.keys.iter().enumerate() {
                let first = own.insert(*id, row);
                if first.is_some() || classes.insert(*id, *class).is_some() {
                    return Err(DmdError::Duplicate {
                        path: self.path(number),
                        line: self.line(number, row),
                        other_line: first.map_or(0, |first| self.line(number, first)),
                        element: spec.element,
                        id: *id,
                    });
                }
            }
        }
        self.check_owners(&ids)?;
        self.check_references(&ids)?;
        self.check_packs(&ids);
        self.check_codes();
        self.complete_history();
        Ok(())
    }

    fn check_lists(&self) -> Result<(), DmdError> {
        let mut seen: HashMap<(CodeList, u64), u32> = HashMap::new();
        for (entry, line) in self.input.lists.iter().zip(&self.list_lines) {
            if let Some(first) = seen.insert((entry.list, entry.code), *line) {
                let [lookup, ingredients] = &self.list_paths;
                let path = if entry.list == CodeList::Ingredient { ingredients } else { lookup };
                return Err(DmdError::Duplicate {
                    path: path.clone(),
                    line: u64::from(*line),
                    other_line: u64::from(first),
                    element: entry.list.tag(),
                    id: entry.code,
                });
            }
        }
        Ok(())
    }

    /// Every row belongs to a product. Those of files that are not of the core may not: they are counted and dropped.
    fn check_owners(&mut self, ids: &[HashMap<u64, usize>; 5]) -> Result<(), DmdError> {
        for (number, spec) in TABLES.iter().enumerate().filter(|(_, spec)| spec.rows != Rows::Own) {
            let Some(own) = ids.get(spec.class as usize) else { continue };
            let is_core = !matches!(spec.root, "GTIN_DETAILS" | "BNF_DETAILS" | "VTM_INGREDIENTS");
            let mut unknown = Vec::new();
            let mut seen: HashMap<u64, usize> = HashMap::new();
            let keys = self.input.tables.get(number).map_or(&[][..], |table| &table.keys);
            for (row, id) in keys.iter().enumerate() {
                if !own.contains_key(id) {
                    if is_core {
                        return Err(DmdError::UnknownProduct {
                            path: self.path(number),
                            line: self.line(number, row),
                            field: spec.key,
                            id: *id,
                            class: spec.class.name(),
                        });
                    }
                    unknown.push((row, *id));
                }
                if spec.rows == Rows::One
                    && let Some(first) = seen.insert(*id, row)
                {
                    return Err(DmdError::Duplicate {
                        path: self.path(number),
                        line: self.line(number, row),
                        other_line: self.line(number, first),
                        element: spec.element,
                        id: *id,
                    });
                }
            }
            let path = self.path(number);
            for (row, id) in &unknown {
                let line = self.line(number, *row);
                self.warn(WarningKind::RowOfUnknownProduct, &path, line, spec.key, &id.to_string());
            }
            self.drop_rows(number, &unknown.into_iter().map(|(row, _)| row).collect());
        }
        Ok(())
    }

    fn drop_rows(&mut self, table: usize, rows: &HashSet<usize>) {
        if rows.is_empty() {
            return;
        }
        fn keep<T>(values: &mut Vec<T>, rows: &HashSet<usize>) {
            let mut row = 0;
            values.retain(|_| {
                row += 1;
                !rows.contains(&(row - 1))
            });
        }
        if let (Some(table), Some(lines)) = (self.input.tables.get_mut(table), self.lines.get_mut(table)) {
            keep(&mut table.keys, rows);
            keep(lines, rows);
            table.columns.iter_mut().for_each(|column| keep(column, rows));
        }
    }

    /// Every product that a row points at is there.
    fn check_references(&self, ids: &[HashMap<u64, usize>; 5]) -> Result<(), DmdError> {
        for (number, spec) in TABLES.iter().enumerate() {
            let Some(table) = self.input.tables.get(number) else { continue };
            for (field, values) in spec.fields.iter().zip(&table.columns) {
                let (FieldKind::Parent(class) | FieldKind::Product(class)) = field.kind else { continue };
                let Some(own) = ids.get(class as usize) else { continue };
                for (row, id) in values.iter().enumerate() {
                    let Some(id) = id.filter(|id| !own.contains_key(id)) else { continue };
                    return Err(DmdError::UnknownProduct {
                        path: self.path(number),
                        line: self.line(number, row),
                        field: field.tag,
                        id,
                        class: class.name(),
                    });
                }
            }
        }
        Ok(())
    }

    /// Both parents of a pack lead to one VMP; where they do not, that is counted.
    fn check_packs(&mut self, ids: &[HashMap<u64, usize>; 5]) {
        const AMP: usize = ProductClass::Amp as usize;
        const VMPP: usize = ProductClass::Vmpp as usize;
        const AMPP: usize = ProductClass::Ampp as usize;
        let mut odd = Vec::new();
        {
            let tables = &self.input.tables;
            let (Some(amp), Some(vmpp), Some(ampp)) = (tables.get(AMP), tables.get(VMPP), tables.get(AMPP))
            else {
                return;
            };
            let vmp_of = |table: &TableInput, number: usize, id: Option<u64>| {
                let row = ids.get(number)?.get(&id?)?;
                column(table, number, "VPID").get(*row).copied().flatten()
            };
            let parents = column(ampp, AMPP, "APID").iter().zip(column(ampp, AMPP, "VPPID"));
            for (row, (amp_id, vmpp_id)) in parents.enumerate() {
                let over = (vmp_of(amp, AMP, *amp_id), vmp_of(vmpp, VMPP, *vmpp_id));
                if over.0 != over.1 {
                    odd.push((row, ampp.keys.get(row).copied().unwrap_or_default(), over));
                }
            }
        }
        let path = self.path(AMPP);
        for (row, id, over) in odd {
            let line = self.line(AMPP, row);
            let shown = |id: Option<u64>| id.map_or_else(String::new, |id| id.to_string());
            let value = format!("{id} ({} by its AMP, {} by its VMPP)", shown(over.0), shown(over.1));
            self.warn(WarningKind::PackOfTwoProducts, &path, line, "APPID", &value);
        }
    }

    /// Codes that their list does not have are counted; a record keeps them.
    fn check_codes(&mut self) {
        let listed: HashSet<(CodeList, u64)> =
            self.input.lists.iter().map(|entry| (entry.list, entry.code)).collect();
        let mut missing: Vec<(usize, usize, &'static str, CodeList, u64)> = Vec::new();
        for (number, spec) in TABLES.iter().enumerate() {
            let Some(table) = self.input.tables.get(number) else { continue };
            for (field, values) in spec.fields.iter().zip(&table.columns) {
                let FieldKind::Code(list) = field.kind else { continue };
                for (row, code) in values.iter().enumerate() {
                    if let Some(code) = code.filter(|code| !listed.contains(&(list, *code))) {
                        missing.push((number, row, field.tag, list, code));
                    }
                }
            }
        }
        for (number, row, tag, list, code) in missing {
            let (path, line) = (self.path(number), self.line(number, row));
            self.warn(WarningKind::CodeNotInList, &path, line, tag, &format!("{code} of {}", list.tag()));
        }
    }

    /// Adds the previous ids that records name, where the history does not have them.
    fn complete_history(&mut self) {
        let known: HashSet<(u64, u64)> =
            self.input.history.iter().map(|row| (row.previous, row.current)).collect();
        let mut pairs: Vec<(u64, u64)> = Vec::new();
        for (spec, table) in TABLES.iter().zip(&self.input.tables) {
            for (field, values) in spec.fields.iter().zip(&table.columns) {
                if field.kind == FieldKind::Id {
                    let rows = values.iter().zip(&table.keys);
                    pairs.extend(rows.filter_map(|(previous, current)| Some(((*previous)?, *current))));
                }
            }
        }
        pairs.extend(self.input.lists.iter().filter_map(|entry| Some((entry.previous?, entry.code))));
        pairs.sort_unstable();
        pairs.dedup();
        let added = pairs.into_iter().filter(|pair| !known.contains(pair));
        let row = |(previous, current)| HistoryInput { previous, current, start: None, end: None };
        self.input.history.extend(added.map(row));
        let mut replaced: BTreeMap<u64, HashSet<u64>> = BTreeMap::new();
        for row in self.input.history.iter().filter(|row| row.previous != row.current) {
            replaced.entry(row.previous).or_default().insert(row.current);
        }
        for (previous, current) in replaced.into_iter().filter(|(_, current)| current.len() > 1) {
            let mut current: Vec<u64> = current.into_iter().collect();
            current.sort_unstable();
            let value = format!("{previous}, replaced by {current:?}");
            let place = Place { file: u32::MAX, line: previous };
            self.warnings
                .add(WarningKind::IdReplacedTwice, place, || Example { value, ..Example::default() });
        }
    }
}
