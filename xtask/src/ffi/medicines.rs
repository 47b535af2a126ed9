//! A dm+d release of a few made-up products, for what the tests in C ask of medicines.
//!
//! One generic product is a concept of the demonstration release, all others are of dm+d alone. Ids are of the
//! namespace for examples; the programs know them.

use std::path::Path;

use crate::Result;
use crate::run::write;

/// |Warfarin 3mg tablets| of the demonstration release.
const WARFARIN: &str = "853488621999999106";

/// A file: its name, its root element, and its sections with their records. A section without a name is the root.
type File = (&'static str, &'static str, Vec<(&'static str, Vec<String>)>);

/// A record as XML: fields by tag, within an element.
fn record(element: &str, fields: &[(&str, &str)]) -> String {
    let fields: String = fields.iter().map(|(tag, value)| format!("<{tag}>{value}</{tag}>")).collect();
    format!("<{element}>{fields}</{element}>")
}

fn lists() -> File {
    let info = |code: &str, text: &str| record("INFO", &[("CD", code), ("DESC", text)]);
    (
        "f_lookup2_3070426.xml",
        "LOOKUP",
        vec![
            ("UNIT_OF_MEASURE", vec![info("428673006", "tablet")]),
            ("BASIS_OF_NAME", vec![info("0001", "rINN")]),
            (
                "VIRTUAL_PRODUCT_PRES_STATUS",
                vec![
                    info("0001", "Valid as a prescribable product"),
                    info("0009", "Caution - AMP level prescribing advised"),
                ],
            ),
            ("LICENSING_AUTHORITY", vec![info("0001", "Medicines")]),
            ("AVAILABILITY_RESTRICTION", vec![info("0001", "None"), info("0009", "Not available")]),
            ("LEGAL_CATEGORY", vec![info("0003", "POM")]),
            ("DISCONTINUED_IND", vec![info("0001", "Discontinued Flag")]),
            ("SUPPLIER", vec![info("70011999999101", "Söhne Ltd")]),
        ],
    )
}

fn moieties_and_generics() -> [File; 3] {
    let moiety = |id: &str, name: &str| record("VTM", &[("VTMID", id), ("NM", name)]);
    let generic = |id: &str, moiety: &str, name: &str, status: &str, more: &[(&str, &str)]| {
        let fields = [("VPID", id), ("VTMID", moiety), ("NM", name), ("BASISCD", "0001")];
        record("VMP", &[&fields[..], &[("PRES_STATCD", status)], more].concat())
    };
    let pack = |id: &str, of: &str, name: &str, quantity: &str| {
        let size = [("QTYVAL", quantity), ("QTY_UOMCD", "428673006")];
        record("VMPP", &[&[("VPPID", id), ("VPID", of), ("NM", name)][..], &size].concat())
    };
    let invalid = [("INVALID", "1")];
    [
        (
            "f_vtm2_3070426.xml",
            "VIRTUAL_THERAPEUTIC_MOIETIES",
            vec![(
                "",
                vec![moiety("10011999999106", "Warfarin sodium"), moiety("10021999999100", "Lévomenthol")],
            )],
        ),
        (
            "f_vmp2_3070426.xml",
            "VIRTUAL_MED_PRODUCTS",
            vec![(
                "VMPS",
                vec![
                    generic(WARFARIN, "10011999999106", "Warfarin 3mg tablets", "0001", &[]),
                    generic("20021999999106", "10021999999100", "Lévomenthol 2mg pastilles", "0009", &[]),
                    generic("20031999999109", "10011999999106", "Warfarin 3mg tabs", "0001", &invalid),
                ],
            )],
        ),
        (
            "f_vmpp2_3070426.xml",
            "VIRTUAL_MED_PRODUCT_PACK",
            vec![(
                "VMPPS",
                vec![
                    pack("40011999999102", WARFARIN, "Warfarin 3mg tablets 28 tablet", "28"),
                    pack("40021999999108", WARFARIN, "Warfarin 3mg tablets 56 tablet", "56"),
                    pack("40031999999106", "20021999999106", "Lévomenthol 2mg pastilles 24 pastille", "24"),
                ],
            )],
        ),
    ]
}

fn suppliers() -> [File; 3] {
    let product = |id: &str, of: &str, name: &str, restriction: &str, more: &[(&str, &str)]| {
        let described = format!("{name} (Söhne Ltd)");
        let fields = [("DESC", described.as_str()), ("APID", id), ("VPID", of), ("NM", name)];
        let more = [more, &[("AVAIL_RESTRICTCD", restriction)]].concat();
        let supplier = [("SUPPCD", "70011999999101"), ("LIC_AUTHCD", "0001")];
        record("AMP", &[&fields[..], &supplier, &more].concat())
    };
    let pack = |id: &str, of: &str, generic: &str, name: &str, more: &[(&str, &str)]| {
        let fields = [("APPID", id), ("APID", of), ("VPPID", generic), ("NM", name), ("LEGAL_CATCD", "0003")];
        record("AMPP", &[&fields[..], more].concat())
    };
    let gtin = |gtin: &str, start: &str, end: &str| {
        let end = if end.is_empty() { String::new() } else { format!("<ENDDT>{end}</ENDDT>") };
        format!("<GTINDATA><GTIN>{gtin}</GTIN><STARTDT>{start}</STARTDT>{end}</GTINDATA>")
    };
    let pack_with = |id: &str, gtins: String| format!("<AMPP><AMPPID>{id}</AMPPID>{gtins}</AMPP>");
    let import = [("PARALLEL_IMPORT", "0001")];
    let discontinued = [("DISCCD", "0001"), ("DISCDT", "2020-02-29")];
    [
        (
            "f_amp2_3070426.xml",
            "ACTUAL_MEDICINAL_PRODUCTS",
            vec![(
                "AMPS",
                vec![
                    product("30011999999103", WARFARIN, "Warfarin 3mg tablets", "0001", &[]),
                    product("30021999999109", WARFARIN, "Marevane 3mg tablets", "0009", &[]),
                    product("30031999999107", WARFARIN, "Coumaline 3mg tablets", "0001", &import),
                ],
            )],
        ),
        (
            "f_ampp2_3070426.xml",
            "ACTUAL_MEDICINAL_PROD_PACKS",
            vec![(
                "AMPPS",
                vec![
                    pack(
                        "50011999999104",
                        "30011999999103",
                        "40011999999102",
                        "Warfarin 3mg tablets (Söhne Ltd) 28 tablet",
                        &[],
                    ),
                    pack(
                        "50021999999105",
                        "30011999999103",
                        "40021999999108",
                        "Warfarin 3mg tablets (Söhne Ltd) 56 tablet",
                        &discontinued,
                    ),
                    // Its two parents lead to two generic products: dm+d has such entries.
                    pack("50031999999108", "30011999999103", "40031999999106", "At odds with itself", &[]),
                ],
            )],
        ),
        (
            "f_gtin2_0070426.xml",
            "GTIN_DETAILS",
            vec![(
                "AMPPS",
                vec![
                    pack_with(
                        "50011999999104",
                        gtin("5060064792018", "2013-01-24", "2019-03-06")
                            + &gtin("05012617019844", "2019-03-07", ""),
                    ),
                    pack_with("50021999999105", gtin("05060064792018", "2019-03-07", "")),
                ],
            )],
        ),
    ]
}

/// Ids that were replaced: one by a product, one by two.
fn history() -> File {
    let past = |element: &str, current: &str, previous: &str| {
        let dates = [("STARTDT", "2004-12-01"), ("ENDDT", "2005-07-26")];
        record(element, &[&[("IDCURRENT", current), ("IDPREVIOUS", previous)][..], &dates].concat())
    };
    let split = ["10011999999106", "10021999999100"].map(|current| past("VTM", current, "80091999999100"));
    (
        "f_history1_0070426.xml",
        "HISTORY",
        vec![("VTMS", split.to_vec()), ("VMPS", vec![past("VMP", "20021999999106", "80011999999108")])],
    )
}

/// Writes the release into a folder.
pub fn write_release(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let substances = (
        "f_ingredient2_3070426.xml",
        "INGREDIENT_SUBSTANCES",
        vec![("", vec![record("ING", &[("ISID", "60011999999105"), ("NM", "Warfarin sodium")])])],
    );
    let files =
        [lists(), substances, history()].into_iter().chain(moieties_and_generics()).chain(suppliers());
    for (name, root, sections) in files {
        let mut text = format!("<?xml version=\"1.0\" encoding=\"utf-8\" ?>\n<{root}>\n");
        for (section, records) in sections {
            let records = records.join("\n");
            match section {
                "" => text.push_str(&records),
                section => text.push_str(&format!("<{section}>\n{records}\n</{section}>\n")),
            }
        }
        text.push_str(&format!("</{root}>\n"));
        write(&folder.join(name), &text)?;
    }
    Ok(())
}
