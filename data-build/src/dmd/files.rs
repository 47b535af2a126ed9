//! Finding the files of a release, and telling what each is by its root element.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::error::DmdError;
use super::xml::Xml;
use crate::package::{PackageFile, find};
use crate::progress::Observer;
use crate::warnings::{Example, Place, WarningKind, Warnings};

/// The files of dm+d: root element, beginning of the name, and whether every release has it, in the order of reading.
pub(super) const FILES: &[(&str, &str, Need)] = &[
    ("LOOKUP", "f_lookup2_", Need::Core),
    ("INGREDIENT_SUBSTANCES", "f_ingredient2_", Need::Core),
    ("VIRTUAL_THERAPEUTIC_MOIETIES", "f_vtm2_", Need::Core),
    ("VIRTUAL_MED_PRODUCTS", "f_vmp2_", Need::Core),
    ("VIRTUAL_MED_PRODUCT_PACK", "f_vmpp2_", Need::Core),
    ("ACTUAL_MEDICINAL_PRODUCTS", "f_amp2_", Need::Core),
    ("ACTUAL_MEDICINAL_PROD_PACKS", "f_ampp2_", Need::Core),
    ("GTIN_DETAILS", "f_gtin2_", Need::Gtin),
    ("BNF_DETAILS", "f_bnf1_", Need::Supplementary),
    ("HISTORY", "f_history1_", Need::Supplementary),
    ("VTM_INGREDIENTS", "f_vtm_ing1_", Need::Supplementary),
];

/// How a file belongs to a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// Without it there is no release.
    Core,
    /// It comes in an archive of its own inside that of the release, and may be missing.
    Gtin,
    /// It comes with the supplementary release.
    Supplementary,
}

/// A file of a release.
#[derive(Debug)]
pub(super) struct DmdSource {
    pub(super) file: PackageFile,
    pub(super) root: &'static str,
    pub(super) need: Need,
    /// The schema that the file names.
    pub(super) schema: String,
    /// The date in its name.
    pub(super) date: Option<u32>,
}

/// What the inputs hold, in the order of [`FILES`].
#[derive(Debug, Default)]
pub(super) struct Sources {
    pub(super) files: Vec<DmdSource>,
    /// The date of the core files.
    pub(super) date: u32,
    /// The newest date of the supplementary files.
    pub(super) supplementary_date: Option<u32>,
}

fn is_xml(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xml"))
}

/// The date in a file name: `f_vmp2_3010419.xml` is of 1 April 2019.
fn date_in(name: &str) -> Option<u32> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let digits = stem.len().checked_sub(6).and_then(|at| stem.get(at..))?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: u32 = digits.parse().ok()?;
    let (day, month, year) = (number / 10_000, number / 100 % 100, number % 100);
    let is_date = (1..=12).contains(&month) && (1..=31).contains(&day);
    is_date.then_some((2000 + year) * 10_000 + month * 100 + day)
}

/// Finds the files of all inputs.
pub(super) fn sources(
    inputs: &[PathBuf],
    warnings: &mut Warnings,
    observer: &dyn Observer,
) -> Result<Sources, DmdError> {
    let mut found: BTreeMap<usize, DmdSource> = BTreeMap::new();
    for input in inputs {
        let mut is_there = false;
        find(input, observer, &is_xml, &mut |file| {
            if !is_xml(file.name()) {
                return Ok(());
            }
            let known = identify(file, warnings, observer)?;
            let Some((place, source)) = known else { return Ok(()) };
            is_there = true;
            match found.get(&place) {
                Some(first) if first.file.path == source.file.path => {
                    Err(DmdError::Twice { path: source.file.path })
                }
                Some(first) => Err(DmdError::TwoFiles {
                    root: source.root,
                    first: first.file.path.clone(),
                    second: source.file.path,
                }),
                None => {
                    found.insert(place, source);
                    Ok(())
                }
            }
        })?;
        if !is_there {
            return Err(DmdError::NoRelease { input: input.clone() });
        }
    }
    for (place, (root, name, need)) in FILES.iter().enumerate() {
        if found.contains_key(&place) {
            continue;
        }
        if *need == Need::Core {
            return Err(DmdError::MissingFile { root, name });
        }
        let kind = WarningKind::DmdFileMissing;
        warnings.add(kind, Place { file: u32::MAX, line: place as u64 }, || Example {
            value: (*root).to_owned(),
            ..Example::default()
        });
    }
    dated(found.into_values().collect(), warnings)
}

/// What a file is, by its root element.
fn identify(
    file: PackageFile,
    warnings: &mut Warnings,
    observer: &dyn Observer,
) -> Result<Option<(usize, DmdSource)>, DmdError> {
    let (root, schema, position) = file.read(|bytes| {
        let mut xml = Xml::new(bytes, &file.path, observer);
        let (root, schema) = xml.root()?;
        Ok::<_, DmdError>((root, schema, xml.position()))
    })?;
    let Some(place) = FILES.iter().position(|(known, ..)| *known == root) else {
        if file.name().to_ascii_lowercase().starts_with("f_") {
            let (line, column) = (position.line, position.column);
            return Err(DmdError::Root { path: file.path, line, column, root });
        }
        let line = warnings.count(WarningKind::ForeignXml);
        warnings.add(WarningKind::ForeignXml, Place { file: u32::MAX, line }, || Example {
            path: file.path.clone(),
            value: root.clone(),
            ..Example::default()
        });
        return Ok(None);
    };
    let Some((root, _, need)) = FILES.get(place).copied() else { return Ok(None) };
    let date = date_in(file.name());
    Ok(Some((place, DmdSource { file, root, need, schema, date })))
}

/// Compares dates: one for the core files and GTINs; another of a supplementary file is counted.
fn dated(files: Vec<DmdSource>, warnings: &mut Warnings) -> Result<Sources, DmdError> {
    let is_core = |file: &&DmdSource| file.need != Need::Supplementary;
    let mut core = files.iter().filter(is_core).filter_map(|file| Some((file.date?, file)));
    let Some((date, first)) = core.next() else { return Err(DmdError::NoDate) };
    if let Some((other, second)) = core.find(|(other, _)| *other != date) {
        return Err(DmdError::TwoDates {
            first: first.file.path.clone(),
            first_date: date,
            second: second.file.path.clone(),
            second_date: other,
        });
    }
    let supplementary = files.iter().filter(|file| file.need == Need::Supplementary);
    for (line, file) in (0u64..).zip(supplementary.clone()) {
        if file.date == Some(date) {
            continue;
        }
        let place = Place { file: u32::MAX, line };
        warnings.add(WarningKind::SupplementaryDate, place, || Example {
            path: file.file.path.clone(),
            value: file.date.map_or_else(|| "no date".to_owned(), |date| date.to_string()),
            note: format!("the release is of {date}"),
            ..Example::default()
        });
    }
    let supplementary_date = supplementary.filter_map(|file| file.date).max();
    Ok(Sources { date, supplementary_date, files })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_ends_in_its_date() {
        assert_eq!(date_in("f_vmp2_3010419.xml"), Some(20_190_401));
        assert_eq!(date_in("f_vtm_ing1_0260821.xml"), Some(20_210_826));
        assert_eq!(date_in("f_amp2_3130723.XML"), Some(20_230_713));
        for name in ["f_vmp2_3.xml", "f_vmp2_3320119.xml", "f_vmp2_3011319.xml", "vmp.xml", "", "é.xml"] {
            assert_eq!(date_in(name), None, "{name}");
        }
    }
}
