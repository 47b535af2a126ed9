//! Reading the module dependency refset.

use vademecum::{Sctid, metadata};

use super::error::Rf2Error;
use super::layer::{Log, Origins, Stamp, Versioned, layer};
use super::lines::Meter;
use super::release::{FileKind, ModuleDependency};
use super::rows::{MODULE_DEPENDENCY, each_row, show_uuid};
use super::source::Found;

const ACTIVE: u8 = 1;

#[derive(Debug, Clone, Copy)]
struct Raw {
    id: [u64; 2],
    stamp: Stamp,
    sequence: u32,
    row: ModuleDependency,
}

impl Versioned for Raw {
    type Key = [u64; 2];

    fn key(&self) -> [u64; 2] {
        self.id
    }

    fn stamp(&self) -> Stamp {
        self.stamp
    }

    fn sequence(&self) -> u32 {
        self.sequence
    }
}

/// The module dependencies, and what else reading them yields.
#[derive(Debug)]
pub(super) struct Dependencies {
    /// Active rows with the inputs they come from, ascending.
    pub(super) rows: Vec<(ModuleDependency, u16)>,
    pub(super) log: Log,
}

/// Reads every module dependency file. Rows of other refsets in such files are left out.
pub(super) fn read(found: &Found, meter: Meter<'_>) -> Result<Dependencies, Rf2Error> {
    let mut origins = Origins::new(found);
    let mut log = Log::default();
    let mut raw: Vec<Raw> = Vec::new();
    for (position, file) in found.of_kinds(&[FileKind::ModuleDependency]) {
        origins.begin(position);
        let count = each_row(file, MODULE_DEPENDENCY, meter, |row, fields| {
            let [id, time, active, module, refset, target, source_time, target_time] = fields;
            let sequence = origins.number()?;
            let id = row.uuid(id)?;
            let date = row.date(time, "effectiveTime")?;
            let active = row.active(active)?;
            if row.sctid(refset, "refsetId")? != metadata::MODULE_DEPENDENCY {
                return Ok(active);
            }
            let sctid = |field, column| {
                let id = row.sctid(field, column)?;
                Sctid::new(id).map_err(|_| row.bad(field, column, "an SCTID"))
            };
            let dependency = ModuleDependency {
                module: sctid(module, "moduleId")?,
                source_effective_time: row.date(source_time, "sourceEffectiveTime")?,
                target: sctid(target, "referencedComponentId")?,
                target_effective_time: row.date(target_time, "targetEffectiveTime")?,
            };
            let stamp = Stamp::new(date, if active { ACTIVE } else { 0 });
            raw.push(Raw { id, stamp, sequence, row: dependency });
            Ok(active)
        })?;
        log.counts.push((position, count));
    }
    let content = |raw: &Raw| (raw.stamp.flags(), raw.row);
    layer(&mut raw, &origins, |a, b| content(a) == content(b), show_uuid, &mut log)?;
    let active = raw.iter().filter(|raw| raw.stamp.has(ACTIVE));
    let mut rows: Vec<_> = active.map(|raw| (raw.row, origins.input(origins.place(raw.sequence)))).collect();
    rows.sort_unstable();
    Ok(Dependencies { rows, log })
}
