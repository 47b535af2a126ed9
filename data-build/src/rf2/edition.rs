//! Which edition a release is, told by its module dependency refset.

use std::collections::{BTreeMap, BTreeSet};

use vademecum::Sctid;

use super::release::Release;

/// The identity of a release: its edition module and its date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The module that stands for the edition.
    pub module: Sctid,
    /// The date of that module, as the number yyyymmdd.
    pub effective_time: u32,
    /// `http://snomed.info/sct/<module>/version/<yyyymmdd>` (SNOMED CT URI Standard, "URIs for Editions and Versions").
    pub uri: String,
}

/// The edition of a release, or `None` where it has no module dependency rows.
///
/// The edition module is the one that depends on every other module with content, directly or through others,
/// and on which no other module depends. Where none does, it is the module that depends on most modules; among
/// equals the one of the newest date, then the one with the greatest id. The date is the module's newest
/// sourceEffectiveTime.
pub fn edition_uri(release: &Release) -> Option<Edition> {
    let mut targets: BTreeMap<Sctid, BTreeSet<Sctid>> = BTreeMap::new();
    let mut dates: BTreeMap<Sctid, u32> = BTreeMap::new();
    let mut needed: BTreeSet<Sctid> = BTreeSet::new();
    for row in &release.module_dependencies {
        let of_module = targets.entry(row.module).or_default();
        if row.module != row.target {
            of_module.insert(row.target);
            needed.insert(row.target);
        }
        let date = dates.entry(row.module).or_default();
        *date = (*date).max(row.source_effective_time);
    }
    let best = targets.keys().map(|&module| {
        let closure = closure(&targets, module);
        let covers_all = release.modules.iter().all(|other| *other == module || closure.contains(other));
        let decides = covers_all && !needed.contains(&module);
        let date = dates.get(&module).copied().unwrap_or_default();
        (decides, closure.len(), date, module)
    });
    let (_, _, effective_time, module) = best.max()?;
    let uri = format!("http://snomed.info/sct/{module}/version/{effective_time}");
    Some(Edition { module, effective_time, uri })
}

/// The modules that `module` depends on, directly or through others, without itself.
fn closure(targets: &BTreeMap<Sctid, BTreeSet<Sctid>>, module: Sctid) -> BTreeSet<Sctid> {
    let mut reached = BTreeSet::new();
    let mut open = vec![module];
    while let Some(next) = open.pop() {
        for &target in targets.get(&next).into_iter().flatten() {
            if target != module && reached.insert(target) {
                open.push(target);
            }
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::super::release::ModuleDependency;
    use super::*;

    fn id(number: u64) -> Sctid {
        Sctid::new(number).unwrap()
    }

    fn release(modules: &[u64], rows: &[(u64, u32, u64)]) -> Release {
        Release {
            modules: modules.iter().map(|&m| id(m)).collect(),
            module_dependencies: rows
                .iter()
                .map(|&(module, date, target)| ModuleDependency {
                    module: id(module),
                    source_effective_time: date,
                    target: id(target),
                    target_effective_time: date,
                })
                .collect(),
            ..Release::default()
        }
    }

    #[test]
    fn no_rows_no_edition() {
        assert_eq!(edition_uri(&release(&[100_001], &[])), None);
    }

    #[test]
    fn the_module_on_top_decides() {
        // 300003 → 200002 → 100001, and a row of the module on itself.
        let release = release(
            &[100_001, 200_002, 300_003],
            &[
                (300_003, 20_260_826, 200_002),
                (300_003, 20_260_826, 300_003),
                (200_002, 20_260_201, 100_001),
                (300_003, 20_250_101, 100_001),
            ],
        );
        let edition = edition_uri(&release).unwrap();
        assert_eq!(edition.uri, "http://snomed.info/sct/300003/version/20260826");
        assert_eq!((edition.module, edition.effective_time), (id(300_003), 20_260_826));
    }

    #[test]
    fn a_module_outside_the_rows_leaves_the_most_dependent_one() {
        let rows =
            [(300_003, 20_260_826, 200_002), (200_002, 20_260_201, 100_001), (400_004, 20_260_901, 100_001)];
        let edition = edition_uri(&release(&[100_001, 200_002, 300_003, 500_005], &rows)).unwrap();
        assert_eq!(edition.module, id(300_003));
    }

    #[test]
    fn ties_go_to_the_newer_then_to_the_greater_id() {
        let newer = [(300_003, 20_260_826, 100_001), (400_004, 20_260_801, 100_001)];
        assert_eq!(edition_uri(&release(&[100_001], &newer)).unwrap().module, id(300_003));
        let greater = [(300_003, 20_260_826, 100_001), (400_004, 20_260_826, 100_001)];
        assert_eq!(edition_uri(&release(&[100_001], &greater)).unwrap().module, id(400_004));
    }

    #[test]
    fn modules_that_depend_on_each_other_end() {
        let rows = [(300_003, 20_260_826, 400_004), (400_004, 20_260_801, 300_003)];
        assert_eq!(edition_uri(&release(&[], &rows)).unwrap().module, id(300_003));
    }
}
