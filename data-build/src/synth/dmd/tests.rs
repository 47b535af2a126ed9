//! Laws of the dm+d release made here.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use vademecum::{ProductClass, Sctid, TABLES, has_gtin_check_digit};

use super::super::*;
use super::codes::Codes;
use super::tables;
use crate::dmd::{self as reader, DmdReading};
use crate::progress::Silent;
use crate::warnings::WarningKind;

fn made(concepts: usize, seed: u64, week: DmdWeek) -> (tempfile::TempDir, DmdSummary) {
    let out = tempfile::tempdir().unwrap();
    let summary = write_dmd(&SynthOptions { concepts, seed, out: out.path().to_owned() }, week).unwrap();
    (out, summary)
}

fn read(concepts: usize, seed: u64, week: DmdWeek) -> (DmdReading, DmdSummary) {
    let (out, summary) = made(concepts, seed, week);
    (reader::read(&[out.path().to_owned()], &Silent).unwrap(), summary)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// The products of a class: their ids with their names.
fn names(reading: &DmdReading, class: ProductClass) -> BTreeMap<u64, String> {
    let (table, spec) = (&reading.input.tables[class as usize], &TABLES[class as usize]);
    let field = spec.fields.iter().position(|field| field.name == "name").unwrap();
    let name = |row: usize| reading.input.texts[table.columns[field][row].unwrap() as usize].clone();
    table.keys.iter().enumerate().map(|(row, id)| (*id, name(row))).collect()
}

#[test]
fn a_release_reads_back_with_the_warnings_that_are_planted() {
    for week in [DmdWeek::First, DmdWeek::Second] {
        let (reading, summary) = read(MIN_CONCEPTS, 1, week);
        let found: Vec<(WarningKind, u64)> = WarningKind::ALL
            .iter()
            .map(|kind| (*kind, reading.warnings.count(*kind)))
            .filter(|(_, count)| *count > 0)
            .collect();
        // A flavour that its list lacks; packs of which the parents lead to two VMPs, of one VTM and of two; and one VTM that
        // became two.
        let planted = [
            (WarningKind::CodeNotInList, 1),
            (WarningKind::PackOfTwoProducts, 2),
            (WarningKind::IdReplacedTwice, 1),
        ];
        assert_eq!(found, planted);
        assert_eq!((reading.input.release.date, summary.date), (week.date(), week.date()));
        assert_eq!(reading.input.release.supplementary_date, Some(week.date()));
        assert_eq!(reading.files.len(), 11);
        let counts = [summary.vtms, summary.vmps, summary.amps, summary.vmpps, summary.ampps];
        for (class, count) in ProductClass::ALL.iter().zip(counts) {
            assert_eq!(reading.input.tables[*class as usize].keys.len() as u64, count, "{}", class.name());
        }
        assert!(summary.vtms > 180 && summary.vmps > 450, "{summary:?}");
        let each = summary.amps as f64 / summary.vmps as f64;
        assert!((2.0..=4.0).contains(&each), "{each} AMPs a VMP");
    }
}

#[test]
fn every_declared_field_and_list_is_used() {
    let (reading, _) = read(MIN_CONCEPTS, 1, DmdWeek::First);
    let mut wrong = Vec::new();
    for (table, spec) in reading.input.tables.iter().zip(TABLES) {
        for (field, column) in spec.fields.iter().zip(&table.columns) {
            // Limited stability is never populated: it is retired.
            if column.iter().any(Option::is_some) == (field.tag == "LTD_STAB") {
                wrong.push(format!("{} {}", spec.element, field.tag));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
    let lists: BTreeSet<&str> = reading.input.lists.iter().map(|entry| entry.list.tag()).collect();
    assert_eq!(lists.len(), vademecum::CodeList::ALL.len());
}

#[test]
fn the_same_options_give_the_same_bytes() {
    let bytes = |seed, week| -> Vec<(PathBuf, Vec<u8>)> {
        let (out, _) = made(MIN_CONCEPTS, seed, week);
        let paths = files(out.path()).into_iter();
        paths
            .map(|path| (path.strip_prefix(out.path()).unwrap().to_owned(), fs::read(path).unwrap()))
            .collect()
    };
    let first = bytes(1, DmdWeek::First);
    assert_eq!(first, bytes(1, DmdWeek::First));
    assert_ne!(first, bytes(2, DmdWeek::First));
    assert_ne!(first, bytes(1, DmdWeek::Second));
}

#[test]
fn what_both_releases_have_has_one_id() {
    let model = build(20_000, 1).unwrap();
    let (reading, _) = read(20_000, 1, DmdWeek::First);
    let concepts: HashMap<u64, &str> =
        model.concepts.iter().map(|concept| (concept.id, &*concept.name)).collect();
    let both = |class: ProductClass| -> Vec<(String, String)> {
        let names = names(&reading, class).into_iter();
        names.filter_map(|(id, name)| Some((name, (*concepts.get(&id)?).to_owned()))).collect()
    };
    // VTMs and VMPs: every clinical drug of the table but those that are absent on purpose.
    let vmps = both(ProductClass::Vmp);
    let drugs =
        medicines::table().unwrap().iter().flat_map(|m| &m.drugs).map(|(_, s)| s.len()).sum::<usize>();
    assert_eq!(vmps.len() + 5, drugs);
    let equal = vmps.iter().filter(|(own, concept)| own == concept).count();
    assert!(equal * 10 > vmps.len() * 8, "{equal} of {} are called the same", vmps.len());
    for (own, concept) in &vmps {
        assert_eq!(own.split(' ').next(), concept.split(' ').next(), "{own} is {concept}");
    }
    assert!(both(ProductClass::Vtm).len() > 180);
    for (class, least) in [(ProductClass::Amp, 200), (ProductClass::Vmpp, 50), (ProductClass::Ampp, 200)] {
        let found = both(class);
        assert!(found.len() > least, "{} of {}", found.len(), class.name());
        for (own, concept) in found {
            let words = |text: &str| text.split(' ').next().unwrap_or_default().to_owned();
            assert_eq!(words(&own), words(&concept), "{own} is {concept}");
            let has_supplier = |text: &str| text.contains("Ltd)") || text.contains("Laboratories)");
            assert_eq!(has_supplier(&own), has_supplier(&concept), "{own} is {concept}");
        }
    }
}

#[test]
fn declared_products_keep_their_ids_at_every_size_and_seed() {
    let (small, _) = read(MIN_CONCEPTS, 1, DmdWeek::First);
    let (large, _) = read(6_000, 2, DmdWeek::First);
    for class in [ProductClass::Vtm, ProductClass::Vmp] {
        assert_eq!(names(&small, class), names(&large, class));
    }
    let (few, many) = (names(&small, ProductClass::Ampp), names(&large, ProductClass::Ampp));
    let kept = few.iter().filter(|(id, name)| many.get(id) == Some(name)).count();
    assert!(kept * 100 > few.len() * 95, "{kept} of {}", few.len());
}

#[test]
fn ids_are_well_formed_and_of_the_demonstration() {
    let (reading, _) = read(MIN_CONCEPTS, 1, DmdWeek::First);
    let mut all: Vec<u64> =
        reading.input.tables.iter().take(5).flat_map(|table| table.keys.clone()).collect();
    let of_lists = reading
        .input
        .lists
        .iter()
        .filter(|entry| entry.list.is_snomed() && entry.list.tag() != "UNIT_OF_MEASURE");
    all.extend(of_lists.map(|entry| entry.code));
    let distinct: BTreeSet<u64> = all.iter().copied().collect();
    assert_eq!(distinct.len(), all.len());
    for id in distinct {
        let id = Sctid::new(id).unwrap();
        assert!(id.is_well_formed() && id.namespace() == Some(NAMESPACE), "{id}");
    }
}

#[test]
fn gtins_have_their_check_digit_and_a_prefix_without_owner() {
    let (out, summary) = made(MIN_CONCEPTS, 1, DmdWeek::First);
    let (reading, _) = read(MIN_CONCEPTS, 1, DmdWeek::First);
    let (number, spec) = TABLES.iter().enumerate().find(|(_, spec)| spec.root == "GTIN_DETAILS").unwrap();
    let table = &reading.input.tables[number];
    assert_eq!(table.keys.len() as u64, summary.gtins);
    let model = build(MIN_CONCEPTS, 1).unwrap();
    let mut codes = Codes::new(&model);
    for draw in [0, 1, 5, 999_999_999, u64::MAX, 5] {
        let gtin = codes.gtin(draw).to_string();
        assert!(gtin.len() == 13 && gtin.starts_with("299") && has_gtin_check_digit(&gtin), "{gtin}");
    }
    let end = spec.fields.iter().position(|field| field.tag == "ENDDT").unwrap();
    assert!(table.columns[end].iter().any(Option::is_some) && table.columns[end].iter().any(Option::is_none));
    let mut packs = table.keys.clone();
    packs.sort_unstable();
    assert!(packs.windows(2).any(|pair| pair[0] == pair[1]), "no pack has two GTINs");
    drop(out);
}

#[test]
fn names_that_people_look_for_are_there() {
    let (reading, _) = read(MIN_CONCEPTS, 1, DmdWeek::First);
    let vmps: BTreeSet<String> = names(&reading, ProductClass::Vmp).into_values().collect();
    for name in [
        "Amoxicillin 500mg capsules",
        "Amoxicillin 250mg/5ml oral suspension",
        "Amoxicillin 250mg/5ml oral suspension sugar free",
        "Amoxicillin 500mg/5ml oral suspension",
        "Co-codamol 30mg/500mg tablets",
        "Co-codamol 30mg/500mg effervescent tablets",
        "Salbutamol 100micrograms/dose inhaler CFC free",
        "Paracetamol 120mg/5ml oral suspension paediatric",
        "Paracetamol 120mg/5ml oral suspension paediatric sugar free",
        "Co-amoxiclav 500mg/125mg tablets",
        "Levothyroxine 25microgram tablets",
        "Digoxin 62.5microgram tablets",
    ] {
        assert!(vmps.contains(name), "{name}");
    }
    let packs: BTreeSet<String> = names(&reading, ProductClass::Ampp).into_values().collect();
    assert!(packs.contains("Amoxiwren 500mg capsules (Larch Medicines UK Ltd) 21 capsule 3 x 7 capsules"));
}

#[test]
fn every_mark_of_the_tables_is_known() {
    const KNOWN: &[&str] = &[
        "absent",
        "acbs",
        "additional_monitoring",
        "amps",
        "appliance",
        "at_odds",
        "available",
        "before",
        "blacklist",
        "bnf",
        "bulk",
        "cfc_free",
        "charges",
        "combination",
        "component",
        "container",
        "contraceptive",
        "dental",
        "df",
        "discontinued",
        "excipient",
        "flavour",
        "gluten_free",
        "gtin",
        "holds",
        "hosp",
        "import",
        "invalid",
        "legal",
        "licence",
        "licence_was",
        "mda",
        "name",
        "name_was",
        "new",
        "no_codes",
        "not_available",
        "nurse",
        "order",
        "packs",
        "padm",
        "preservative_free",
        "previous",
        "price",
        "reimbursed",
        "reinstated",
        "replaced",
        "restriction",
        "schedule",
        "schedule_was",
        "short",
        "size",
        "sls",
        "split",
        "status",
        "sub",
        "sugar_free",
        "suppliers",
        "tariff",
        "trailing",
        "twin",
        "unreimbursed",
        "vtm",
        "was",
    ];
    for week in [1, 2] {
        let products = tables::products(week).unwrap();
        let mut marks: Vec<&tables::Marks> = products.iter().map(|line| &line.marks).collect();
        marks.extend(products.iter().flat_map(|line| line.generics.iter().map(|(_, marks)| marks)));
        marks.extend(products.iter().flat_map(|line| &line.amps).map(|amp| &amp.marks));
        let amps = products.iter().flat_map(|line| &line.amps);
        marks.extend(amps.flat_map(|amp| amp.packs.iter().map(|(_, marks)| marks)));
        let medicines = tables::medicines(week).unwrap();
        marks.extend(medicines.iter().map(|facts| &facts.marks));
        let lists = tables::lists(week).unwrap();
        marks.extend(lists.iter().map(|line| &line.marks));
        for word in marks.iter().flat_map(|marks| marks.words()) {
            assert!(KNOWN.contains(&word), "{word}");
        }
        // A pack that a line tells of is one that its product has.
        for line in &products {
            for (size, _) in &line.generics {
                let packs = line.marks.value("packs").unwrap_or("200 dose");
                assert!(packs.split(", ").any(|known| known == *size), "{}: {size}", line.name);
            }
        }
    }
}

#[test]
fn the_second_week_has_every_kind_of_change() {
    let (old, _) = read(MIN_CONCEPTS, 1, DmdWeek::First);
    let (new, _) = read(MIN_CONCEPTS, 1, DmdWeek::Second);
    let (before, after) = (names(&old, ProductClass::Vmp), names(&new, ProductClass::Vmp));
    let added: Vec<&String> =
        after.iter().filter(|(id, _)| !before.contains_key(id)).map(|(_, name)| name).collect();
    assert_eq!(added.len(), 2, "{added:?}");
    assert!(added.iter().any(|name| *name == "Levothyroxine 12.5microgram tablets"));
    assert!(added.iter().any(|name| *name == "Amiodarone 200mg tablets"));
    let gone: Vec<&String> =
        before.iter().filter(|(id, _)| !after.contains_key(id)).map(|(_, name)| name).collect();
    assert_eq!(gone, ["Amiodarone 200mg tablets"]);
    let renamed: Vec<&String> = after
        .iter()
        .filter(|(id, name)| before.get(id).is_some_and(|old| old != *name))
        .map(|(_, name)| name)
        .collect();
    assert_eq!(renamed, ["Mebeverine hydrochloride 135mg tablets"]);
    let set = |reading: &DmdReading, root: &str, tag: &str| -> Vec<(u64, u64)> {
        let (number, field) = TABLES
            .iter()
            .enumerate()
            .filter(|(_, spec)| spec.element == root)
            .find_map(|(number, spec)| Some((number, spec.fields.iter().position(|field| field.tag == tag)?)))
            .unwrap();
        let table = &reading.input.tables[number];
        table
            .keys
            .iter()
            .zip(&table.columns[field])
            .filter_map(|(id, value)| Some((*id, (*value)?)))
            .collect()
    };
    assert_eq!(set(&new, "VMP", "INVALID").len(), set(&old, "VMP", "INVALID").len() + 1);
    assert_eq!(set(&new, "AMPP", "DISCCD").len(), set(&old, "AMPP", "DISCCD").len() + 1);
    let prices: HashMap<u64, u64> = set(&old, "PRICE_INFO", "PRICE").into_iter().collect();
    let changed = set(&new, "PRICE_INFO", "PRICE");
    let changed = changed.iter().filter(|(id, price)| prices.get(id).is_some_and(|old| old != price)).count();
    assert!((40..200).contains(&changed), "{changed} prices");
}
