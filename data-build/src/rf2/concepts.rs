//! Reading concepts.

use vademecum::{Sctid, metadata};

use super::error::Rf2Error;
use super::ids::IdIndex;
use super::layer::{Log, Origins, Stamp, Versioned, layer};
use super::lines::Meter;
use super::modules::Modules;
use super::release::{ConceptRow, FileKind};
use super::rows::{CONCEPT, each_row};
use super::source::Found;

const ACTIVE: u8 = 1;
const DEFINED: u8 = 2;
/// Bytes of a typical row, to judge by the size of a file how many it holds.
const TYPICAL_ROW: u64 = 58;

#[derive(Debug, Clone, Copy)]
struct Raw {
    id: u64,
    stamp: Stamp,
    sequence: u32,
    module: u16,
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

/// The concepts, and what else reading them yields.
#[derive(Debug)]
pub(super) struct Concepts {
    /// Ascending by id. The modules are numbered by `modules`.
    pub(super) rows: Vec<ConceptRow>,
    pub(super) index: IdIndex,
    pub(super) modules: Modules,
    pub(super) log: Log,
}

impl Concepts {
    /// Whether the concept at this position is active.
    pub(super) fn is_active(&self, position: u32) -> bool {
        self.rows.get(position as usize).is_some_and(|row| row.active)
    }

    /// The id of the concept at this position.
    pub(super) fn id(&self, position: u32) -> u64 {
        self.rows.get(position as usize).map_or(0, |row| row.id.number())
    }
}

/// Room for about as many rows as a file holds. What a file declares of its size is not trusted with more.
pub(super) fn make_room<R>(rows: &mut Vec<R>, bytes: u64, typical_row: u64) {
    const MOST: u64 = 12_000_000;
    let expected = usize::try_from((bytes / typical_row).min(MOST)).unwrap_or_default();
    // Without the room the rows are still read, with some copying as their table grows.
    rows.try_reserve(expected).ok();
}

/// Reads every concept file.
pub(super) fn read(found: &Found, meter: Meter<'_>) -> Result<Concepts, Rf2Error> {
    let mut origins = Origins::new(found);
    let mut log = Log::default();
    let mut modules = Modules::default();
    let mut raw: Vec<Raw> = Vec::new();
    for (position, file) in found.of_kinds(&[FileKind::Concept]) {
        origins.begin(position);
        make_room(&mut raw, file.size(), TYPICAL_ROW);
        let count = each_row(file, CONCEPT, meter, |row, [id, time, active, module, status]| {
            let id = row.sctid(id, "id")?;
            let date = row.date(time, "effectiveTime")?;
            let active = row.active(active)?;
            let module = modules.note(row.sctid(module, "moduleId")?, date)?;
            let defined = match row.sctid(status, "definitionStatusId")? {
                metadata::DEFINED => DEFINED,
                metadata::PRIMITIVE => 0,
                _ => return Err(row.bad(status, "definitionStatusId", "a definition status")),
            };
            log.check_digit(id, position, row.path(), row.line());
            let stamp = Stamp::new(date, defined | if active { ACTIVE } else { 0 });
            raw.push(Raw { id, stamp, sequence: origins.number()?, module });
            Ok(active)
        })?;
        log.counts.push((position, count));
        modules.end_file(file.input);
    }
    let same = |a: &Raw, b: &Raw| (a.stamp.flags(), a.module) == (b.stamp.flags(), b.module);
    layer(&mut raw, &origins, same, |id| id.to_string(), &mut log)?;
    let rows: Vec<ConceptRow> = raw
        .iter()
        .filter_map(|raw| {
            Some(ConceptRow {
                id: Sctid::new(raw.id).ok()?,
                effective_time: raw.stamp.date(),
                module: raw.module,
                active: raw.stamp.has(ACTIVE),
                defined: raw.stamp.has(DEFINED),
            })
        })
        .collect();
    let index = IdIndex::new(rows.iter().map(|row| row.id.number()).collect(), "concepts")?;
    Ok(Concepts { rows, index, modules, log })
}
