//! Codes with the system that they are of, and entries of the code lists.

use crate::engine::{Engine, Error, Product};
use crate::product::{CodeList, CodeSystem};

/// A code as FHIR has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coding {
    /// The system.
    pub system: CodeSystem,
    /// Which release of it, as the `yyyymmdd` of the dm+d release.
    pub version: u32,
    /// The code; a short one without zeros in front.
    pub code: u64,
    /// What it means.
    pub display: String,
}

/// An entry of a code list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeListEntry {
    /// The list.
    pub list: CodeList,
    /// The code.
    pub code: u64,
    /// What the code means.
    pub text: String,
    /// From when it is valid, as `yyyymmdd`, where the release tells.
    pub date: Option<u32>,
    /// The code that it replaced.
    pub previous: Option<u64>,
    /// Whether the entry is invalid.
    pub invalid: bool,
}

impl CodeSystem {
    /// The system of this URI.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownCodeSystem`], which names those that there are.
    pub fn parse(uri: &str) -> Result<CodeSystem, Error> {
        CodeSystem::from_uri(uri).ok_or_else(|| Error::UnknownCodeSystem { system: uri.to_owned() })
    }

    /// The lists in which a code of this system can be: its own, or those whose codes are ids.
    pub fn lists(self) -> impl Iterator<Item = CodeList> {
        let is_of = move |list: &CodeList| match self {
            CodeSystem::Dmd | CodeSystem::Snomed => list.is_snomed(),
            CodeSystem::List(own) => *list == own,
        };
        CodeList::ALL.iter().copied().filter(is_of)
    }
}

impl Product<'_> {
    /// The product as a code of dm+d's own system: its current id and the name to show.
    ///
    /// # Errors
    ///
    /// [`Error::Format`] where the file is damaged.
    pub fn coding(self) -> Result<Coding, Error> {
        Ok(Coding {
            system: CodeSystem::Dmd,
            version: self.engine.products()?.release.date,
            code: self.code()?.number(),
            display: self.name()?,
        })
    }
}

impl Engine {
    /// The product of this code in a system: dm+d's own, or SNOMED CT.
    ///
    /// # Errors
    ///
    /// [`Error::NotASystemOfProducts`] where the system is that of a list of short codes; else as [`Engine::find_product`].
    pub fn find_product_in(&self, system: CodeSystem, code: &str) -> Result<Product<'_>, Error> {
        match system {
            CodeSystem::Dmd | CodeSystem::Snomed => self.find_product(code),
            CodeSystem::List(list) => Err(Error::NotASystemOfProducts { list }),
        }
    }

    /// Every entry of a list, by code.
    ///
    /// # Errors
    ///
    /// As [`Engine::dmd_release`].
    pub fn code_list(&self, list: CodeList) -> Result<Vec<CodeListEntry>, Error> {
        let lists = &self.products()?.lists;
        lists.entries(list)?.map(|entry| self.list_entry(list, entry?)).collect()
    }

    /// How many entries a list has.
    ///
    /// # Errors
    ///
    /// As [`Engine::dmd_release`].
    pub fn code_list_length(&self, list: CodeList) -> Result<u64, Error> {
        Ok(self.products()?.lists.range(list)?.len() as u64)
    }

    /// The entry of a code in a list: ingredients, suppliers, units and all others. `None` where the list does not have it.
    ///
    /// # Errors
    ///
    /// As [`Engine::dmd_release`].
    pub fn code_list_entry(&self, list: CodeList, code: u64) -> Result<Option<CodeListEntry>, Error> {
        let entry = self.products()?.lists.find(list, code)?;
        entry.map(|entry| self.list_entry(list, entry)).transpose()
    }

    /// The entry of a code in a list, now or before: where the code was replaced, the entry that replaced it, over any number
    /// of steps. Only lists of ids have a history.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownCode`] where the list never had the code; [`Error::SeveralReplacements`]; else as
    /// [`Engine::dmd_release`].
    pub fn find_code_list_entry(&self, list: CodeList, code: u64) -> Result<CodeListEntry, Error> {
        if let Some(entry) = self.code_list_entry(list, code)? {
            return Ok(entry);
        }
        let unknown = Error::UnknownCode { code, list };
        // The history is of ids. A short code can have the number of one.
        if !list.is_snomed() {
            return Err(unknown);
        }
        let lists = &self.products()?.lists;
        let (mut seen, mut todo, mut found) = (vec![code], vec![code], Vec::new());
        while let Some(previous) = todo.pop() {
            for past in lists.replacing(previous)? {
                if seen.contains(&past.current) {
                    continue;
                }
                seen.push(past.current);
                match self.code_list_entry(list, past.current)? {
                    Some(entry) => found.push(entry),
                    None => todo.push(past.current),
                }
            }
        }
        if found.len() > 1 {
            let mut replacements: Vec<u64> = found.iter().map(|entry| entry.code).collect();
            replacements.sort_unstable();
            return Err(Error::SeveralReplacements { code, replacements });
        }
        found.pop().ok_or(unknown)
    }

    fn list_entry(&self, list: CodeList, entry: crate::product::CodeEntry) -> Result<CodeListEntry, Error> {
        let products = self.products()?;
        let lists = &products.lists;
        Ok(CodeListEntry {
            list,
            code: entry.code,
            text: lists.text(&products.phrases, entry)?,
            date: lists.code_date(entry)?,
            previous: lists.previous_code(entry)?,
            invalid: lists.is_invalid(entry)?,
        })
    }
}
