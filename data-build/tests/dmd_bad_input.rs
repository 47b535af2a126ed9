//! dm+d releases with something wrong in them: an error that names the place, or a counted warning.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod dmd_written;

use std::io::{Cursor, Write};

use dmd_written::*;
use serde_json::json;
use vademecum_build::compile::{BuildOptions, build};
use vademecum_build::dmd::{DmdError, read};
use vademecum_build::progress::Silent;
use vademecum_build::warnings::WarningKind;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const VMPS: &str = "VIRTUAL_MED_PRODUCTS";
const AMPS: &str = "ACTUAL_MEDICINAL_PRODUCTS";
const PACKS: &str = "ACTUAL_MEDICINAL_PROD_PACKS";

/// The error of the cases with a change.
fn with(root: &str, what: &str, instead: &str) -> String {
    let mut dmd = cases();
    dmd.replace(root, what, instead);
    dmd.error().to_string()
}

/// How often a warning is given where the cases have a change, or some more records.
fn warned(kind: WarningKind, change: impl FnOnce(&mut Dmd)) -> u64 {
    let mut dmd = cases();
    change(&mut dmd);
    dmd.build().unwrap().1.warnings.count(kind)
}

#[test]
fn values_that_cannot_be_understood_name_their_place() {
    for (root, what, instead, told) in [
        (
            VMPS,
            "<NON_AVAILDT>2020-05-01<",
            "<NON_AVAILDT>2020-02-30<",
            "line 13, column 200: `2020-02-30` in NON_AVAILDT",
        ),
        (
            VMPS,
            "<STRNT_NMRTR_VAL>250<",
            "<STRNT_NMRTR_VAL>2,5<",
            "`2,5` in STRNT_NMRTR_VAL is not a decimal number",
        ),
        (VMPS, "<STRNT_NMRTR_VAL>100<", "<STRNT_NMRTR_VAL>-1<", "`-1` in STRNT_NMRTR_VAL"),
        (PACKS, "<PRICE>280<", "<PRICE>-280<", "`-280` in PRICE is not a whole number of pence"),
        (PACKS, "<PRICE>280<", "<PRICE>2.80<", "`2.80` in PRICE"),
        (PACKS, "<DISCCD>0001<", "<DISCCD>yes<", "`yes` in DISCCD is not a code"),
        (PACKS, "<CAL_PACK>1<", "<CAL_PACK>2<", "`2` in CAL_PACK is not a flag"),
        (AMPS, "<PARALLEL_IMPORT>0001<", "<PARALLEL_IMPORT>Y<", "`Y` in PARALLEL_IMPORT is not a flag"),
        ("HISTORY", "<STARTDT>2021-01-01<", "<STARTDT>today<", "`today` in STARTDT is not a date"),
        ("LOOKUP", "<CD>0031", "<CD>x", ""),
    ] {
        if told.is_empty() {
            continue;
        }
        let error = with(root, what, instead);
        let told = told.split_once(": `").map_or(told, |(_, rest)| rest);
        assert!(error.contains(told.trim_start_matches('`')), "{error}");
        assert!(error.contains(", line ") && error.contains(", column "), "{error}");
    }
}

#[test]
fn what_is_missing_or_stands_twice_is_an_error() {
    let (one, two) = (vmp(1), vmp(2));
    let error = with(VMPS, &format!("<VPID>{one}</VPID><NM>"), "<NM>");
    assert!(error.contains("this VMP has no VPID"), "{error}");
    let error = with(VMPS, "<NM>Betamide cream</NM>", "");
    assert!(error.contains("this VMP has no NM"), "{error}");
    let error = with(VMPS, "<NM>Betamide cream</NM>", "<NM></NM>");
    assert!(error.contains("this VMP has no NM"), "{error}");
    let error = with(VMPS, "<NM>Betamide cream</NM>", "<NM>a</NM><NM>b</NM>");
    assert!(error.contains("this VMP has NM twice"), "{error}");
    let error = with(VMPS, &format!("<VPID>{two}</VPID><NM>"), &format!("<VPID>{one}</VPID><NM>"));
    assert!(error.contains(&format!("VMP {one} stands on line")), "{error}");
    let mut dmd = cases();
    dmd.add(
        PACKS,
        "MEDICINAL_PRODUCT_PRICE",
        record("PRICE_INFO", &[("APPID", ampp(1).to_string()), ("PRICE_BASISCD", "0001".into())]),
    );
    assert!(matches!(dmd.error(), DmdError::Duplicate { element: "PRICE_INFO", .. }));
    let mut dmd = cases();
    dmd.add("LOOKUP", "UNIT_OF_MEASURE", record("INFO", &[("CD", MG.to_string()), ("DESC", "again".into())]));
    assert!(matches!(dmd.error(), DmdError::Duplicate { element: "UNIT_OF_MEASURE", .. }));
}

#[test]
fn references_that_lead_nowhere_are_errors_in_the_core() {
    let missing = vmp(900);
    for (root, what, instead) in [
        (
            AMPS,
            format!("<APID>{}</APID><VPID>{}<", amp(2), vmp(1)),
            format!("<APID>{}</APID><VPID>{missing}<", amp(2)),
        ),
        (PACKS, format!("<VPPID>{}<", vmpp(5)), format!("<VPPID>{missing}<")),
        (
            VMPS,
            format!("<VPID>{}</VPID><ISID>{}</ISID></VPI>", vmp(7), substance(3)),
            format!("<VPID>{missing}</VPID><ISID>{}</ISID></VPI>", substance(3)),
        ),
        (PACKS, format!("<CHLDAPPID>{}<", ampp(5)), format!("<CHLDAPPID>{missing}<")),
    ] {
        let error = with(root, &what, &instead);
        assert!(
            error.contains(&format!("{missing} is no v")) || error.contains(&format!("{missing} is no a")),
            "{error}"
        );
    }
}

#[test]
fn what_is_odd_is_counted() {
    assert_eq!(warned(WarningKind::CheckDigit, |_| {}), 0);
    assert_eq!(
        warned(WarningKind::CodeNotInList, |_| {}),
        13,
        "flavour, colour, form and route, and so on are not listed"
    );
    let unknown = |dmd: &mut Dmd| {
        dmd.replace(VMPS, "<NM>Betamide cream</NM>", "<NM>Betamide cream</NM><NEW><A>1</A></NEW>")
    };
    assert_eq!(warned(WarningKind::UnknownElement, unknown), 1);
    let section = |dmd: &mut Dmd| dmd.add(VMPS, "NEWS", "<X><Y/></X>".to_owned());
    assert_eq!(warned(WarningKind::UnknownElement, section), 1);
    let lost = |dmd: &mut Dmd| {
        dmd.add(
            "VTM_INGREDIENTS",
            "",
            record("VTM_ING", &[("VTMID", vtm(9).to_string()), ("ISID", substance(1).to_string())]),
        );
        dmd.add(
            "BNF_DETAILS",
            "VMPS",
            record("VMP", &[("VPID", vmp(90).to_string()), ("BNF", "01010101".into())]),
        );
        dmd.add("GTIN_DETAILS", "AMPPS", format!("<AMPP><AMPPID>{}</AMPPID><GTINDATA><GTIN>5060064792018</GTIN><STARTDT>2013-01-24</STARTDT></GTINDATA></AMPP>", ampp(90)));
    };
    assert_eq!(warned(WarningKind::RowOfUnknownProduct, lost), 3);
    let gtins = |dmd: &mut Dmd| {
        dmd.add("GTIN_DETAILS", "AMPPS", format!("<AMPP><AMPPID>{}</AMPPID><GTINDATA><GTIN>ABC</GTIN><STARTDT>2013-01-24</STARTDT></GTINDATA><GTINDATA><GTIN>5060064792011</GTIN><STARTDT>2013-01-24</STARTDT></GTINDATA></AMPP>", ampp(2)))
    };
    assert_eq!(warned(WarningKind::GtinNotDigits, gtins), 1);
    assert_eq!(warned(WarningKind::GtinCheckDigit, gtins), 1);
    assert_eq!(warned(WarningKind::IdReplacedTwice, |_| {}), 1);
    assert_eq!(
        warned(WarningKind::DmdFileMissing, |dmd| {
            dmd.files.remove("f_gtin2_0070426.xml");
        }),
        1
    );
    let older = |dmd: &mut Dmd| {
        let file = dmd.files.remove("f_bnf1_0070426.xml").unwrap();
        dmd.files.insert("f_bnf1_0010426.xml", file);
    };
    assert_eq!(warned(WarningKind::SupplementaryDate, older), 1);
}

#[test]
fn an_id_of_another_form_is_found_all_the_same() {
    let mut dmd = cases();
    // As in a release for tests that is known to have such an id.
    for root in [VMPS, AMPS, "VIRTUAL_MED_PRODUCT_PACK"] {
        for (_, sections) in dmd.files.values_mut().filter(|(known, _)| *known == root) {
            sections
                .values_mut()
                .flatten()
                .for_each(|record| *record = record.replace(&vmp(7).to_string(), "12345"));
        }
    }
    dmd.files.remove("f_bnf1_0070426.xml");
    let (built, report) = dmd.build().unwrap();
    assert_eq!(report.warnings.count(WarningKind::CheckDigit), 1);
    assert_eq!(built.product(12345)["name"], "Betamide cream");
    assert_eq!(built.product(vmpp(5))["vmp"]["code"], "12345");
    assert_eq!(
        built.codes(json!({"op": "products", "code": vtm(2).to_string(), "class": "vmp"})).first(),
        Some(&12345)
    );
    let answer = built.ask(json!({"op": "drug_code", "system": "atc", "prefix": "N", "class": "vmp"}));
    assert_eq!(answer["error"]["code"], "not_in_file");
    built.engine.verify().unwrap();
}

#[test]
fn files_that_do_not_belong_together() {
    let mut dmd = cases();
    dmd.files.remove("f_amp2_3070426.xml");
    assert!(matches!(dmd.error(), DmdError::MissingFile { root: "ACTUAL_MEDICINAL_PRODUCTS", .. }));
    let mut dmd = cases();
    let file = dmd.files.remove("f_amp2_3070426.xml").unwrap();
    dmd.files.insert("f_amp2_3140426.xml", file.clone());
    assert!(matches!(dmd.error(), DmdError::TwoDates { .. }));
    dmd.files.insert("f_amp2_3070426.xml", file.clone());
    assert!(matches!(dmd.error(), DmdError::TwoFiles { .. }));
    let mut dmd = cases();
    dmd.files.insert("f_news2_3070426.xml", ("NEWS", Default::default()));
    assert!(matches!(dmd.error(), DmdError::Root { line: 2, column: 1, .. }));
    let mut dmd = cases();
    dmd.files.insert("readme.xml", ("html", Default::default()));
    assert_eq!(dmd.build().unwrap().1.warnings.count(WarningKind::ForeignXml), 1);
    let mut dmd = Dmd::default();
    for (place, (_, (root, sections))) in cases().files.into_iter().enumerate() {
        const NAMES: [&str; 11] = [
            "a.xml", "b.xml", "c.xml", "d.xml", "e.xml", "f.xml", "g.xml", "h.xml", "i.xml", "j.xml", "k.xml",
        ];
        dmd.files.insert(NAMES[place], (root, sections));
    }
    assert!(matches!(dmd.error(), DmdError::NoDate));
    let empty = tempfile::tempdir().unwrap();
    assert!(matches!(read(&[empty.path().to_owned()], &Silent).unwrap_err(), DmdError::NoRelease { .. }));
}

/// What is said of a VTM file with this text.
fn said(text: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    cases().write(folder.path());
    std::fs::write(folder.path().join("f_vtm2_3070426.xml"), text).unwrap();
    read(&[folder.path().to_owned()], &Silent).unwrap_err().to_string()
}

#[test]
fn xml_that_is_none() {
    let root = "<VIRTUAL_THERAPEUTIC_MOIETIES>";
    let whole =
        format!("{root}<VTM><VTMID>{}</VTMID><NM>é</NM></VTM></VIRTUAL_THERAPEUTIC_MOIETIES>", vtm(1));
    for length in (root.len()..whole.len()).step_by(7).chain([whole.len() - 1]) {
        let error = said(&whole.as_bytes()[..length]);
        assert!(error.contains("line 1, column"), "{length}: {error}");
    }
    for (inside, told) in [
        ("<VTM><VTMID>1</VTM>".to_owned(), "get the release again"),
        (format!("<VTM><VTMID>{}</VTMID><NM>&lol;</NM></VTM>", vtm(1)), "the entity `&lol;`"),
        (format!("<VTM><VTMID>{}</VTMID><NM>&#0;</NM></VTM>", vtm(1)), "column"),
        (format!("<VTM>loose<VTMID>{}</VTMID></VTM>", vtm(1)), "the text `loose` between elements"),
        (format!("<VTM><VTMID>{}</VTMID><NM><B>x</B></NM></VTM>", vtm(1)), "the element `B` inside a value"),
        (
            format!("<VTM><VTMID>{}</VTMID><NM>{}</NM></VTM>", vtm(1), "x".repeat(2 << 20)),
            "longer than 1 MiB",
        ),
        (
            format!("<VTM><VTMID>{}</VTMID><NM>{}</NM></VTM>", vtm(1), "<![CDATA[x]]>".repeat(1 << 21)),
            "longer than 1 MiB",
        ),
    ] {
        let error = said(format!("{root}\n{inside}</VIRTUAL_THERAPEUTIC_MOIETIES>").as_bytes());
        assert!(error.contains(told) && error.contains("f_vtm2_3070426.xml, line 2"), "{error}");
    }
    let bomb = format!("<!DOCTYPE x [<!ENTITY a \"aaaa\">]>{root}</VIRTUAL_THERAPEUTIC_MOIETIES>");
    assert!(said(bomb.as_bytes()).contains("a document type"));
    assert!(
        said(format!("<?xml version=\"1.0\" encoding=\"utf-16\"?>{root}").as_bytes())
            .contains("the encoding utf-16")
    );
    assert!(said(b"").contains("the file is empty"));
    assert!(
        said(format!("{root}</VIRTUAL_THERAPEUTIC_MOIETIES><X/>").as_bytes()).contains("something follows")
    );
    let latin = [root.as_bytes(), b"<VTM><NM>\xe9</NM></VTM></VIRTUAL_THERAPEUTIC_MOIETIES>"].concat();
    assert!(said(&latin).contains("line 1"), "{}", said(&latin));
}

#[test]
fn text_is_what_xml_says_it_is() {
    let mut dmd = cases();
    dmd.replace(
        VMPS,
        "<NM>Betamide cream</NM>",
        "<NM>\n  Betamide<!-- no --> &lt;<![CDATA[ & ]]>&#233;&#x26; cream\u{a0}</NM>",
    );
    let (built, _) = dmd.build().unwrap();
    assert_eq!(built.product(vmp(7))["name"], "Betamide < & é& cream\u{a0}");
}

#[test]
fn archives_inside_archives_and_the_same_bytes() {
    let zip = |files: Vec<(String, Vec<u8>)>| {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(&bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    let cases = cases();
    let file = |name: &str| {
        let (root, sections) = &cases.files[name];
        (format!("inner/{name}"), Dmd::text(root, sections).into_bytes())
    };
    let is_bonus = |name: &&str| {
        name.starts_with("f_bnf") || name.starts_with("f_history") || name.starts_with("f_vtm_ing")
    };
    let gtin = zip(vec![file("f_gtin2_0070426.xml")]);
    let core = cases.files.keys().copied().filter(|name| !is_bonus(name) && !name.starts_with("f_gtin"));
    let mut main: Vec<_> = core.map(file).collect();
    main.push(("week152026-r2_3-GTIN-zip.zip".to_owned(), gtin));
    main.push(("schema.pdf".to_owned(), b"%PDF".to_vec()));
    let bonus: Vec<_> = cases.files.keys().copied().filter(is_bonus).map(file).collect();
    let folder = tempfile::tempdir().unwrap();
    let (main_path, bonus_path) = (folder.path().join("dmd.zip"), folder.path().join("bonus.zip"));
    std::fs::write(&main_path, zip(main)).unwrap();
    std::fs::write(&bonus_path, zip(vec![("BNF.zip".to_owned(), zip(bonus))])).unwrap();
    let out = folder.path().join("zipped.vade");
    build(&BuildOptions { dmd: vec![main_path, bonus_path], ..Default::default() }, &out, &Silent).unwrap();
    let (plain, _) = cases.build().unwrap();
    assert_eq!(std::fs::read(&out).unwrap(), std::fs::read(&plain.out).unwrap());
    // The order of records of different products changes nothing.
    let mut turned = dmd_written::cases();
    for (_, sections) in turned.files.values_mut() {
        for section in ["VMPS", "AMPS", "AMPPS", "MEDICINAL_PRODUCT_PRICE"] {
            sections.entry(section).or_default().reverse();
        }
        sections.retain(|_, records| !records.is_empty());
    }
    let (turned, _) = turned.build().unwrap();
    assert_eq!(std::fs::read(&turned.out).unwrap(), std::fs::read(&plain.out).unwrap());
}
