//! The modules that content belongs to.

use std::collections::BTreeMap;

use vademecum::Sctid;

use super::error::Rf2Error;
use super::ids::{Interner, renumbering};

/// The newest effectiveTime of a module's rows, by (module, input).
pub(super) type Content = BTreeMap<(u64, u16), u32>;

/// Numbers the modules of the rows of one reading, and notes what content each has.
#[derive(Debug, Default)]
pub(super) struct Modules {
    interner: Interner,
    /// The newest date in the current file by module number; 0 for none.
    newest: Vec<u32>,
    content: Content,
}

impl Modules {
    /// A row of `module` was read. Returns the module's number.
    pub(super) fn note(&mut self, module: u64, date: u32) -> Result<u16, Rf2Error> {
        let number = self.interner.number(module, "modules")?;
        match self.newest.get_mut(usize::from(number)) {
            Some(newest) => *newest = (*newest).max(date),
            None => self.newest.push(date),
        }
        Ok(number)
    }

    /// A file of `input` ends.
    pub(super) fn end_file(&mut self, input: u16) {
        for (module, newest) in self.interner.ids().iter().zip(&mut self.newest) {
            if *newest > 0 {
                let entry = self.content.entry((*module, input)).or_default();
                *entry = (*entry).max(*newest);
                *newest = 0;
            }
        }
    }

    /// The number of each of this reading's modules in the table of all.
    pub(super) fn renumbering(&self, all: &[Sctid]) -> Vec<u16> {
        let own: Vec<Sctid> = self.interner.ids().iter().filter_map(|id| Sctid::new(*id).ok()).collect();
        renumbering(&own, all)
    }

    /// Adds this reading's content to that of others.
    pub(super) fn add_to(&self, content: &mut Content) {
        for (key, newest) in &self.content {
            let entry = content.entry(*key).or_default();
            *entry = (*entry).max(*newest);
        }
    }
}

/// The modules with content, ascending.
pub(super) fn table(content: &Content) -> Result<Vec<Sctid>, Rf2Error> {
    let mut table: Vec<Sctid> = content.keys().filter_map(|(module, _)| Sctid::new(*module).ok()).collect();
    table.dedup();
    if u16::try_from(table.len()).is_err() {
        return Err(Rf2Error::TooMany { what: "modules", limit: u64::from(u16::MAX) });
    }
    Ok(table)
}
