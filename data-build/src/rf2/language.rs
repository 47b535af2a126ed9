//! Reading language refsets.

use rayon::prelude::*;
use vademecum::{Sctid, metadata};

use super::concepts::make_room;
use super::error::Rf2Error;
use super::ids::{IdIndex, Interner, Unknown, digest, renumbering};
use super::layer::{Log, Origins, Stamp, Versioned, layer};
use super::lines::Meter;
use super::modules::Modules;
use super::release::{Acceptability, DescriptionRow, FileKind, LanguageRow};
use super::rows::{LANGUAGE, each_row, show_uuid};
use super::source::Found;
use crate::warnings::WarningKind;

// The flags of a stamp: one bit, then the acceptability in two.
const ACTIVE: u8 = 1;
const ACCEPTABILITY_SHIFT: u8 = 1;
/// Bytes of a typical row, to judge by the size of a file how many it holds.
const TYPICAL_ROW: u64 = 116;

/// A row as read: 32 bytes, for there are more of these than of anything but relationships.
#[derive(Debug, Clone, Copy)]
struct Raw {
    id: [u64; 2],
    /// In an active row a position, or a reference to an unknown description; in an inactive one a digest.
    description: u32,
    stamp: Stamp,
    sequence: u32,
    refset: u16,
    module: u16,
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

/// The members of language refsets, and what else reading them yields.
#[derive(Debug)]
pub(super) struct Language {
    /// Ascending by (description, refset), each pair once.
    pub(super) rows: Vec<LanguageRow>,
    pub(super) refsets: Vec<Sctid>,
    pub(super) modules: Modules,
    pub(super) log: Log,
    /// Active members whose description is inactive.
    pub(super) of_inactive: u64,
}

/// Reads every language refset file.
pub(super) fn read(
    found: &Found,
    descriptions: &[DescriptionRow],
    meter: Meter<'_>,
) -> Result<Language, Rf2Error> {
    let mut origins = Origins::new(found);
    let mut log = Log::default();
    let mut modules = Modules::default();
    let mut refsets = Interner::default();
    let mut unknown = Unknown::default();
    let index = IdIndex::new(descriptions.iter().map(|row| row.id.number()).collect(), "descriptions")?;
    let mut raw: Vec<Raw> = Vec::new();
    for (position, file) in found.of_kinds(&[FileKind::Language]) {
        origins.begin(position);
        make_room(&mut raw, file.size(), TYPICAL_ROW);
        let count = each_row(file, LANGUAGE, meter, |row, fields| {
            let [id, time, active, module, refset, description, acceptability] = fields;
            let id = row.uuid(id)?;
            let date = row.date(time, "effectiveTime")?;
            let active = row.active(active)?;
            let module = modules.note(row.sctid(module, "moduleId")?, date)?;
            let refset = refsets.number(row.sctid(refset, "refsetId")?, "language refsets")?;
            let description = row.sctid(description, "referencedComponentId")?;
            let acceptability = row.sctid(acceptability, "acceptabilityId")?;
            let description = if active {
                unknown.reference(&index, description)?
            } else {
                digest([description, acceptability])
            };
            let acceptability = acceptability_flags(acceptability) << ACCEPTABILITY_SHIFT;
            let stamp = Stamp::new(date, acceptability | if active { ACTIVE } else { 0 });
            raw.push(Raw { id, description, stamp, sequence: origins.number()?, refset, module });
            Ok(active)
        })?;
        log.counts.push((position, count));
        modules.end_file(file.input);
    }
    drop(index);
    let content = |row: &Raw| (row.stamp.flags(), row.description, row.refset, row.module);
    let same = |a: &Raw, b: &Raw| content(a) == content(b);
    layer(&mut raw, &origins, same, show_uuid, &mut log)?;

    let mut of_inactive = 0;
    raw.retain(|row| {
        if !row.stamp.has(ACTIVE) {
            return false;
        }
        if let Some(id) = unknown.id(row.description) {
            log.warn(
                WarningKind::LanguageMemberOfUnknownDescription,
                &origins,
                row.sequence,
                "referencedComponentId",
                || (id.to_string(), format!("member {}", show_uuid(row.id))),
            );
            return false;
        }
        if !descriptions.get(row.description as usize).is_some_and(|description| description.active) {
            of_inactive += 1;
            return false;
        }
        if acceptability(row.stamp).is_none() {
            let note = || (String::new(), format!("member {}", show_uuid(row.id)));
            log.warn(WarningKind::UnknownAcceptability, &origins, row.sequence, "acceptabilityId", note);
            return false;
        }
        true
    });
    settle(&mut raw, &origins, descriptions, &mut log);

    let mut used: Vec<u64> = refsets.ids().to_vec();
    let mut is_used = vec![false; used.len()];
    for row in &raw {
        if let Some(is_used) = is_used.get_mut(usize::from(row.refset)) {
            *is_used = true;
        }
    }
    let mut keep = is_used.into_iter();
    used.retain(|_| keep.next().unwrap_or_default());
    used.sort_unstable();
    let numbers = renumbering(refsets.ids(), &used);
    let mut rows: Vec<LanguageRow> = raw
        .into_iter()
        .filter_map(|raw| {
            let refset = numbers.get(usize::from(raw.refset)).copied()?;
            Some(LanguageRow {
                description: raw.description,
                refset,
                acceptability: acceptability(raw.stamp)?,
            })
        })
        .collect();
    rows.par_sort_unstable();
    let refsets = used.into_iter().filter_map(|id| Sctid::new(id).ok()).collect();
    Ok(Language { rows, refsets, modules, log, of_inactive })
}

/// Leaves one member of each refset for each description: the newest; of equals the one of the later package;
/// of equals the one with the greater UUID.
fn settle(raw: &mut Vec<Raw>, origins: &Origins<'_>, descriptions: &[DescriptionRow], log: &mut Log) {
    let pair = |row: &Raw| (row.description, row.refset);
    let package = |row: &Raw| origins.package(origins.place(row.sequence));
    raw.par_sort_unstable_by(|a, b| {
        let by_pair = pair(a).cmp(&pair(b)).then(a.stamp.date().cmp(&b.stamp.date()));
        by_pair.then_with(|| package(a).cmp(&package(b)).then(a.id.cmp(&b.id)))
    });
    raw.dedup_by(|later, kept| {
        if pair(later) != pair(kept) {
            return false;
        }
        if acceptability(later.stamp) != acceptability(kept.stamp) {
            log.warn(
                WarningKind::ConflictingLanguageMembers,
                origins,
                kept.sequence,
                "referencedComponentId",
                || {
                    let id = descriptions.get(kept.description as usize).map(|row| row.id.to_string());
                    (
                        id.unwrap_or_default(),
                        format!("{} yields to {}", show_uuid(kept.id), show_uuid(later.id)),
                    )
                },
            );
        }
        *kept = *later;
        true
    });
}

fn acceptability_flags(id: u64) -> u8 {
    match id {
        metadata::PREFERRED => 0,
        metadata::ACCEPTABLE => 1,
        _ => 2,
    }
}

fn acceptability(stamp: Stamp) -> Option<Acceptability> {
    match stamp.flags() >> ACCEPTABILITY_SHIFT {
        0 => Some(Acceptability::Preferred),
        1 => Some(Acceptability::Acceptable),
        _ => None,
    }
}
