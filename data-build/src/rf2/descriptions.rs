//! Reading descriptions and text definitions.

use rayon::prelude::*;
use vademecum::{Sctid, metadata};

use super::concepts::{Concepts, make_room};
use super::error::Rf2Error;
use super::ids::{POSITION_LIMIT, Unknown, renumbering};
use super::layer::{Log, Origins, Stamp, Versioned, layer};
use super::lines::Meter;
use super::modules::Modules;
use super::release::{CaseSignificance, DescriptionRow, DescriptionType, FileKind, TermSpan};
use super::rows::{DESCRIPTION, Row, each_row};
use super::source::Found;
use crate::warnings::WarningKind;

// The flags of a stamp: one bit, then the type in two, then the case significance in two.
const ACTIVE: u8 = 1;
const TYPE_SHIFT: u8 = 1;
const CASE_SHIFT: u8 = 3;
const TWO_BITS: u8 = 3;
/// The type of a description that is none of the three.
const OTHER_TYPE: u8 = 3;
/// Bytes of a typical row, to judge by the size of a file how many it holds.
const TYPICAL_ROW: u64 = 140;

/// A row as read, without its text.
#[derive(Debug, Clone, Copy)]
struct Raw {
    id: u64,
    /// A position, or a reference to an unknown concept.
    concept: u32,
    stamp: Stamp,
    sequence: u32,
    module: u16,
    language_code: u16,
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

/// The texts of all rows in the order of reading.
#[derive(Debug, Default)]
struct Texts {
    arena: String,
    /// Where the text of each row starts, by the row's number.
    starts: Vec<u64>,
}

impl Texts {
    fn push(&mut self, text: &str) {
        self.starts.push(self.arena.len() as u64);
        self.arena.push_str(text);
    }

    fn range(&self, sequence: u32) -> (u64, usize) {
        let at = sequence as usize;
        let start = self.starts.get(at).copied().unwrap_or_default();
        let end = self.starts.get(at + 1).copied().unwrap_or(self.arena.len() as u64);
        (start, usize::try_from(end - start).unwrap_or_default())
    }

    fn text(&self, sequence: u32) -> &str {
        let (start, len) = self.range(sequence);
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        self.arena.get(start..start.saturating_add(len)).unwrap_or_default()
    }
}

/// Numbers the few values of the languageCode column.
#[derive(Debug, Default)]
struct LanguageCodes(Vec<String>);

impl LanguageCodes {
    fn number(&mut self, row: &Row<'_>, field: &[u8]) -> Result<u16, Rf2Error> {
        let at = match self.0.iter().position(|code| code.as_bytes() == field) {
            Some(at) => at,
            None => {
                self.0.push(row.text(field, "languageCode")?.to_owned());
                self.0.len() - 1
            }
        };
        // Every row is compared with all of them, so they are kept few.
        u8::try_from(at)
            .map(u16::from)
            .map_err(|_| Rf2Error::TooMany { what: "language codes", limit: u64::from(u8::MAX) + 1 })
    }
}

/// The descriptions, and what else reading them yields.
#[derive(Debug)]
pub(super) struct Descriptions {
    /// Ascending by (concept, id). The modules are numbered by `modules`.
    pub(super) rows: Vec<DescriptionRow>,
    pub(super) terms: String,
    pub(super) language_codes: Vec<String>,
    pub(super) modules: Modules,
    pub(super) log: Log,
}

/// Reads every description and text definition file.
pub(super) fn read(found: &Found, concepts: &Concepts, meter: Meter<'_>) -> Result<Descriptions, Rf2Error> {
    let mut origins = Origins::new(found);
    let mut log = Log::default();
    let mut modules = Modules::default();
    let mut unknown = Unknown::default();
    let mut codes = LanguageCodes::default();
    let mut texts = Texts::default();
    let mut raw: Vec<Raw> = Vec::new();
    for (position, file) in found.of_kinds(&[FileKind::Description, FileKind::TextDefinition]) {
        origins.begin(position);
        make_room(&mut raw, file.size(), TYPICAL_ROW);
        make_room(&mut texts.starts, file.size(), TYPICAL_ROW);
        let count = each_row(file, DESCRIPTION, meter, |row, fields| {
            let [id, time, active, module, concept, code, description_type, term, case] = fields;
            let id = row.sctid(id, "id")?;
            let date = row.date(time, "effectiveTime")?;
            let active = row.active(active)?;
            let module = modules.note(row.sctid(module, "moduleId")?, date)?;
            let concept = unknown.reference(&concepts.index, row.sctid(concept, "conceptId")?)?;
            let language_code = codes.number(row, code)?;
            let description_type = description_type_flags(row.sctid(description_type, "typeId")?);
            let case = case_flags(row, case)?;
            texts.push(row.text(term, "term")?);
            log.check_digit(id, position, row.path(), row.line());
            let flags = case << CASE_SHIFT | description_type << TYPE_SHIFT | if active { ACTIVE } else { 0 };
            let stamp = Stamp::new(date, flags);
            raw.push(Raw { id, concept, stamp, sequence: origins.number()?, module, language_code });
            Ok(active)
        })?;
        log.counts.push((position, count));
        modules.end_file(file.input);
    }
    let content = |row: &Raw| (row.stamp.flags(), row.concept, row.module, row.language_code);
    let same =
        |a: &Raw, b: &Raw| content(a) == content(b) && texts.text(a.sequence) == texts.text(b.sequence);
    layer(&mut raw, &origins, same, |id| id.to_string(), &mut log)?;

    let mut language_codes = codes.0.clone();
    language_codes.sort_unstable();
    let codes = renumbering(&codes.0, &language_codes);
    let mut rows = Vec::with_capacity(raw.len());
    for raw in raw {
        if let Some(id) = unknown.id(raw.concept) {
            log.warn(WarningKind::DescriptionOfUnknownConcept, &origins, raw.sequence, "conceptId", || {
                (id.to_string(), format!("description {}", raw.id))
            });
            continue;
        }
        let Some(description_type) = description_type(raw.stamp) else {
            log.warn(WarningKind::UnknownDescriptionType, &origins, raw.sequence, "typeId", || {
                (String::new(), format!("description {}", raw.id))
            });
            continue;
        };
        let (start, len) = texts.range(raw.sequence);
        let term =
            TermSpan::new(start, len).ok_or(Rf2Error::TooMany { what: "bytes of terms", limit: 1 << 44 })?;
        let Ok(id) = Sctid::new(raw.id) else { continue };
        rows.push(DescriptionRow {
            id,
            term,
            concept: raw.concept,
            effective_time: raw.stamp.date(),
            module: raw.module,
            language_code: codes.get(usize::from(raw.language_code)).copied().unwrap_or_default(),
            description_type,
            case_significance: case_significance(raw.stamp),
            active: raw.stamp.has(ACTIVE),
        });
    }
    if rows.len() >= POSITION_LIMIT {
        return Err(Rf2Error::TooMany { what: "descriptions", limit: POSITION_LIMIT as u64 });
    }
    drop(texts.starts);
    rows.par_sort_unstable_by_key(|row| (row.concept, row.id));
    texts.arena.shrink_to_fit();
    Ok(Descriptions { rows, terms: texts.arena, language_codes, modules, log })
}

fn description_type_flags(id: u64) -> u8 {
    match id {
        metadata::FSN => 0,
        metadata::SYNONYM => 1,
        metadata::DEFINITION => 2,
        _ => OTHER_TYPE,
    }
}

fn description_type(stamp: Stamp) -> Option<DescriptionType> {
    match stamp.flags() >> TYPE_SHIFT & TWO_BITS {
        0 => Some(DescriptionType::Fsn),
        1 => Some(DescriptionType::Synonym),
        2 => Some(DescriptionType::Definition),
        _ => None,
    }
}

fn case_flags(row: &Row<'_>, field: &[u8]) -> Result<u8, Rf2Error> {
    match row.sctid(field, "caseSignificanceId")? {
        metadata::CASE_INSENSITIVE => Ok(0),
        metadata::CASE_SENSITIVE => Ok(1),
        metadata::INITIAL_CASE_INSENSITIVE => Ok(2),
        _ => Err(row.bad(field, "caseSignificanceId", "a case significance")),
    }
}

fn case_significance(stamp: Stamp) -> CaseSignificance {
    match stamp.flags() >> CASE_SHIFT & TWO_BITS {
        0 => CaseSignificance::Insensitive,
        1 => CaseSignificance::Sensitive,
        _ => CaseSignificance::InitialInsensitive,
    }
}
