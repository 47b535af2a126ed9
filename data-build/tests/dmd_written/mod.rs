//! A dm+d release written by tests: made-up medicines, one for each case that the rules tell apart.
#![allow(dead_code, reason = "each test program uses its own part")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;
use vademecum::{Engine, Sctid, request};
use vademecum_build::compile::{BuildOptions, BuildReport, build};
use vademecum_build::dmd::DmdError;
use vademecum_build::progress::Silent;

pub const MG: u64 = 258_684_004;
pub const GRAM: u64 = 258_682_000;
pub const ML: u64 = 258_773_002;
pub const TABLET: u64 = 428_673_006;
pub const VIAL: u64 = 415_818_006;
pub const ORAL: u64 = 26_643_006;
pub const TABLET_FORM: u64 = 385_055_001;
pub const LIQUID_FORM: u64 = 385_023_001;

/// A well-formed id in the drug extension's format, of a namespace that nobody has.
fn id(kind: u64, item: u64) -> u64 {
    let stem = (kind * 1000 + item) * 10_000_000_000 + 1_999_998 * 1000 + 100;
    (stem..stem + 10).find(|id| Sctid::new(*id).unwrap().is_well_formed()).unwrap()
}

pub fn vtm(item: u64) -> u64 {
    id(1, item)
}

pub fn vmp(item: u64) -> u64 {
    id(2, item)
}

pub fn amp(item: u64) -> u64 {
    id(3, item)
}

pub fn vmpp(item: u64) -> u64 {
    id(4, item)
}

pub fn ampp(item: u64) -> u64 {
    id(5, item)
}

pub fn substance(item: u64) -> u64 {
    id(6, item)
}

pub fn supplier(item: u64) -> u64 {
    id(7, item)
}

/// Ids that were replaced.
pub fn old(item: u64) -> u64 {
    id(8, item)
}

/// A record as XML: `("NM", "x")` is `<NM>x</NM>`, inside `<element>`.
pub fn record(element: &str, fields: &[(&str, String)]) -> String {
    let fields: String = fields.iter().map(|(tag, value)| format!("<{tag}>{value}</{tag}>")).collect();
    format!("<{element}>{fields}</{element}>")
}

/// Fields, with numbers and texts alike.
macro_rules! fields {
    ($($tag:ident = $value:expr),* $(,)?) => { &[$((stringify!($tag), $value.to_string())),*] };
}

/// The files of a release: by name, the root element and its sections, each with its records. A section without a name
/// stands for the root itself.
#[derive(Debug, Clone, Default)]
pub struct Dmd {
    pub files: BTreeMap<&'static str, (&'static str, BTreeMap<&'static str, Vec<String>>)>,
}

const FILES: &[(&str, &str)] = &[
    ("f_lookup2_3070426.xml", "LOOKUP"),
    ("f_ingredient2_3070426.xml", "INGREDIENT_SUBSTANCES"),
    ("f_vtm2_3070426.xml", "VIRTUAL_THERAPEUTIC_MOIETIES"),
    ("f_vmp2_3070426.xml", "VIRTUAL_MED_PRODUCTS"),
    ("f_vmpp2_3070426.xml", "VIRTUAL_MED_PRODUCT_PACK"),
    ("f_amp2_3070426.xml", "ACTUAL_MEDICINAL_PRODUCTS"),
    ("f_ampp2_3070426.xml", "ACTUAL_MEDICINAL_PROD_PACKS"),
    ("f_gtin2_0070426.xml", "GTIN_DETAILS"),
    ("f_bnf1_0070426.xml", "BNF_DETAILS"),
    ("f_history1_0070426.xml", "HISTORY"),
    ("f_vtm_ing1_0070426.xml", "VTM_INGREDIENTS"),
];

impl Dmd {
    pub fn add(&mut self, root: &'static str, section: &'static str, record: String) {
        let (name, root) = *FILES.iter().find(|(_, known)| *known == root).unwrap();
        let file = self.files.entry(name).or_insert_with(|| (root, BTreeMap::new()));
        file.1.entry(section).or_default().push(record);
    }

    /// Puts `with` in the place of `what`, which must be there once, in the file of this root.
    pub fn replace(&mut self, root: &str, what: &str, with: &str) {
        let (_, sections) = self.files.values_mut().find(|(known, _)| *known == root).unwrap();
        let mut found = 0;
        for record in sections.values_mut().flatten() {
            found += record.matches(what).count();
            *record = record.replace(what, with);
        }
        assert_eq!(found, 1, "{what} in {root}");
    }

    pub fn text(root: &str, sections: &BTreeMap<&'static str, Vec<String>>) -> String {
        let mut text = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\" ?>\n<{root} xmlns=\"\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:noNamespaceSchemaLocation=\"test_v2_3.xsd\"><!-- made up -->\n"
        );
        for (section, records) in sections {
            let records: String = records.iter().map(|record| format!("{record}\n")).collect();
            match *section {
                "" => text.push_str(&records),
                section => text.push_str(&format!("<{section}>\n{records}</{section}>\n")),
            }
        }
        text + &format!("</{root}>\n")
    }

    pub fn write(&self, folder: &Path) {
        self.write_of(folder, "070426");
    }

    /// Writes the release with another date, `ddmmyy`, in the names of its files.
    pub fn write_of(&self, folder: &Path, date: &str) {
        for (name, (root, sections)) in &self.files {
            let name = name.replace("070426", date);
            std::fs::write(folder.join(name), Dmd::text(root, sections)).unwrap();
        }
    }

    /// Puts `with` in the place of `what`, which must be there once, in the records of a section that hold `id`.
    pub fn edit(&mut self, root: &str, section: &str, id: u64, what: &str, with: &str) {
        let (_, sections) = self.files.values_mut().find(|(known, _)| *known == root).unwrap();
        let id = format!(">{id}<");
        let mut found = 0;
        for record in sections.get_mut(section).unwrap().iter_mut().filter(|record| record.contains(&id)) {
            found += record.matches(what).count();
            *record = record.replace(what, with);
        }
        assert_eq!(found, 1, "{what} in {section} of {root}");
    }

    /// Takes out the records of a file that hold `what`; there must be some.
    pub fn remove(&mut self, root: &str, what: &str) {
        let (_, sections) = self.files.values_mut().find(|(known, _)| *known == root).unwrap();
        let before: usize = sections.values().map(Vec::len).sum();
        sections.values_mut().for_each(|records| records.retain(|record| !record.contains(what)));
        assert!(sections.values().map(Vec::len).sum::<usize>() < before, "{what} in {root}");
    }

    pub fn build(&self) -> Result<(Built, BuildReport), Box<dyn std::error::Error>> {
        self.build_as("070426", BuildOptions::default())
    }

    /// Builds it with more than itself.
    pub fn build_with(
        &self,
        options: BuildOptions,
    ) -> Result<(Built, BuildReport), Box<dyn std::error::Error>> {
        self.build_as("070426", options)
    }

    /// Builds the release as one of another date, `ddmmyy`.
    pub fn build_of(&self, date: &str) -> Result<(Built, BuildReport), Box<dyn std::error::Error>> {
        self.build_as(date, BuildOptions::default())
    }

    fn build_as(
        &self,
        date: &str,
        options: BuildOptions,
    ) -> Result<(Built, BuildReport), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir().unwrap();
        let release = folder.path().join("release");
        std::fs::create_dir(&release).unwrap();
        self.write_of(&release, date);
        let out = folder.path().join("dmd.vade");
        let report = build(&BuildOptions { dmd: vec![release], ..options }, &out, &Silent)?;
        Ok((Built { engine: Engine::open(&out).unwrap(), out, _folder: folder }, report))
    }

    /// Why it cannot be read.
    pub fn error(&self) -> DmdError {
        let folder = tempfile::tempdir().unwrap();
        self.write(folder.path());
        vademecum_build::dmd::read(&[folder.path().to_owned()], &Silent).unwrap_err()
    }
}

/// A built file.
pub struct Built {
    pub engine: Engine,
    pub out: PathBuf,
    _folder: TempDir,
}

impl Built {
    pub fn ask(&self, request: Value) -> Value {
        serde_json::from_str(&request::answer(&self.engine, &request.to_string())).unwrap()
    }

    pub fn product(&self, code: u64) -> Value {
        let answer = self.ask(serde_json::json!({"op": "product", "code": code.to_string()}));
        assert_eq!(answer["ok"], true, "{answer}");
        answer
    }

    pub fn codes(&self, request: Value) -> Vec<u64> {
        let answer = self.ask(request);
        assert_eq!(answer["ok"], true, "{answer}");
        let codes = answer["codes"].as_array().unwrap();
        codes.iter().map(|code| code.as_str().unwrap().parse().unwrap()).collect()
    }
}

fn lists(dmd: &mut Dmd) {
    let mut info = |section, code: &str, text: &str| {
        dmd.add("LOOKUP", section, record("INFO", fields![CD = code, DESC = text]));
    };
    for (code, text) in [(MG, "mg"), (GRAM, "gram"), (ML, "ml"), (TABLET, "tablet"), (VIAL, "vial")] {
        info("UNIT_OF_MEASURE", &code.to_string(), text);
    }
    info("FORM", &TABLET_FORM.to_string(), "Tablet");
    info("FORM", &LIQUID_FORM.to_string(), "Oral solution ");
    info("ROUTE", &ORAL.to_string(), "Oral");
    for (code, text) in [
        ("0001", "Valid as a prescribable product"),
        ("0003", "Not prescribable as a VMP but AMP prescribable"),
        ("0004", "Never valid to prescribe as a VMP"),
        ("0009", "Caution - AMP level prescribing advised"),
    ] {
        info("VIRTUAL_PRODUCT_PRES_STATUS", code, text);
    }
    for (code, text) in [("0001", "None"), ("0006", "Special"), ("0009", "Not available")] {
        info("AVAILABILITY_RESTRICTION", code, text);
    }
    info("BASIS_OF_NAME", "0001", "rINN");
    info("LICENSING_AUTHORITY", "0001", "Medicines");
    info("LEGAL_CATEGORY", "0003", "POM");
    info("DISCONTINUED_IND", "0001", "Discontinued Flag");
    info("VIRTUAL_PRODUCT_NON_AVAIL", "0001", "Actual Products not Available");
    info("COMBINATION_PROD_IND", "0001", "Combination Product");
    info("COMBINATION_PROD_IND", "0002", "Component only product");
    info("COMBINATION_PACK_IND", "0001", "Combination pack");
    info("COMBINATION_PACK_IND", "0002", "Component only pack");
    info("DF_INDICATOR", "1", "Discrete");
    info("DF_INDICATOR", "2", "Continuous");
    info("BASIS_OF_STRNTH", "0001", "Based on Ingredient Substance");
    info("BASIS_OF_STRNTH", "0002", "Based on Base Substance");
    info("PRICE_BASIS", "0001", "NHS Indicative Price");
    info("PRICE_BASIS", "0002", "No Price Available");
    info("DT_PAYMENT_CATEGORY", "0001", "Part VIIIA Category A");
    info("CONTROL_DRUG_CATEGORY", "0002", "Schedule 2 (CD)");
    info("NAMECHANGE_REASON", "0000", "");
    dmd.add("LOOKUP", "SUPPLIER", record("INFO", fields![CD = supplier(1), DESC = "Acme &amp; Sons Ltd"]));
    dmd.add(
        "LOOKUP",
        "SUPPLIER",
        record(
            "INFO",
            fields![CD = supplier(2), CDDT = "2019-01-01", CDPREV = old(7), INVALID = "1", DESC = "Gone Ltd"],
        ),
    );
}

fn generics(dmd: &mut Dmd) {
    const VMP: &str = "VIRTUAL_MED_PRODUCTS";
    let mut add = |item: u64, name: &str, moiety: Option<u64>, status: u64, more: &[(&str, String)]| {
        let mut fields =
            fields![VPID = vmp(item), NM = name, BASISCD = "0001", PRES_STATCD = format!("{status:04}")]
                .to_vec();
        fields.extend(moiety.map(|moiety| ("VTMID", vtm(moiety).to_string())));
        fields.extend_from_slice(more);
        dmd.add(VMP, "VMPS", record("VMP", &fields));
    };
    let tablet = fields![DF_INDCD = 1, UDFS = "1", UDFS_UOMCD = TABLET, UNIT_DOSE_UOMCD = TABLET];
    let liquid = fields![SUG_F = "0001", DF_INDCD = 2];
    add(1, "Alphamol 500mg tablets", Some(1), 1, tablet);
    add(2, "Alphamol 0.5g tablets", Some(1), 1, tablet);
    add(3, "Alphamol 250mg/5ml oral solution sugar free", Some(1), 1, liquid);
    add(4, "Alphamol 50mg/1ml oral solution sugar free", Some(1), 1, liquid);
    add(5, "Alphamol sodium 125mg tablets", Some(1), 9, tablet);
    add(
        6,
        "Alphamol 6mg/2ml solution for injection vials",
        Some(1),
        1,
        fields![DF_INDCD = 1, UDFS = "2", UDFS_UOMCD = ML, UNIT_DOSE_UOMCD = VIAL],
    );
    add(7, "Betamide cream", Some(2), 3, fields![DF_INDCD = 2]);
    add(
        8,
        "Betamide and alphamol tablets",
        None,
        4,
        fields![COMBPRODCD = "0001", DF_INDCD = 1, UDFS = "1", UDFS_UOMCD = TABLET, UNIT_DOSE_UOMCD = TABLET],
    );
    add(9, "Betamide tablets part", None, 1, fields![COMBPRODCD = "0002"]);
    add(10, "Alphamol 100mg tablets", Some(1), 1, fields![NON_AVAILCD = "0001", NON_AVAILDT = "2020-05-01"]);
    add(11, "Alphamol 500mg tabs", Some(1), 1, fields![INVALID = "1"]);
    add(
        12,
        "Betamide 1mg tablets",
        Some(2),
        1,
        fields![
            VPIDPREV = old(2),
            VPIDDT = "2021-01-01",
            NMDT = "2021-01-01",
            NMPREV = "Betamide 1 mg tabs",
            BASIS_PREVCD = "0001",
            NMCHANGECD = "0000"
        ],
    );
    add(13, "Betamide 1mg tablets in primary care", Some(2), 2, &[]);
    let mut ingredient = |item: u64, of: u64, more: &[(&str, String)]| {
        let mut fields = fields![VPID = vmp(item), ISID = substance(of)].to_vec();
        fields.extend_from_slice(more);
        dmd.add(VMP, "VIRTUAL_PRODUCT_INGREDIENT", record("VPI", &fields));
    };
    ingredient(1, 1, fields![BASIS_STRNTCD = "0001", STRNT_NMRTR_VAL = "500", STRNT_NMRTR_UOMCD = MG]);
    ingredient(2, 1, fields![BASIS_STRNTCD = "0001", STRNT_NMRTR_VAL = "0.50", STRNT_NMRTR_UOMCD = GRAM]);
    ingredient(
        3,
        1,
        fields![
            STRNT_NMRTR_VAL = "250",
            STRNT_NMRTR_UOMCD = MG,
            STRNT_DNMTR_VAL = "5",
            STRNT_DNMTR_UOMCD = ML
        ],
    );
    ingredient(
        4,
        1,
        fields![
            STRNT_NMRTR_VAL = "50",
            STRNT_NMRTR_UOMCD = MG,
            STRNT_DNMTR_VAL = "1",
            STRNT_DNMTR_UOMCD = ML
        ],
    );
    ingredient(
        5,
        2,
        fields![
            BASIS_STRNTCD = "0002",
            BS_SUBID = substance(1),
            STRNT_NMRTR_VAL = "125",
            STRNT_NMRTR_UOMCD = MG
        ],
    );
    ingredient(
        6,
        1,
        fields![STRNT_NMRTR_VAL = "3", STRNT_NMRTR_UOMCD = MG, STRNT_DNMTR_VAL = "1", STRNT_DNMTR_UOMCD = ML],
    );
    ingredient(7, 3, &[]);
    ingredient(8, 3, fields![STRNT_NMRTR_VAL = "2", STRNT_NMRTR_UOMCD = MG]);
    ingredient(8, 1, fields![STRNT_NMRTR_VAL = "500", STRNT_NMRTR_UOMCD = MG]);
    ingredient(10, 1, fields![STRNT_NMRTR_VAL = "100", STRNT_NMRTR_UOMCD = MG]);
    ingredient(11, 1, fields![STRNT_NMRTR_VAL = "500", STRNT_NMRTR_UOMCD = MG]);
    for (item, form) in [
        (1, TABLET_FORM),
        (2, TABLET_FORM),
        (3, LIQUID_FORM),
        (4, LIQUID_FORM),
        (5, TABLET_FORM),
        (8, TABLET_FORM),
    ] {
        dmd.add(VMP, "DRUG_FORM", record("DFORM", fields![VPID = vmp(item), FORMCD = form]));
        dmd.add(VMP, "DRUG_ROUTE", record("DROUTE", fields![VPID = vmp(item), ROUTECD = ORAL]));
        dmd.add(VMP, "ONT_DRUG_FORM", record("ONT", fields![VPID = vmp(item), FORMCD = "0001"]));
    }
    dmd.add(
        VMP,
        "CONTROL_DRUG_INFO",
        record(
            "CONTROL_INFO",
            fields![VPID = vmp(7), CATCD = "0002", CATDT = "2018-02-03", CAT_PREVCD = "0002"],
        ),
    );
}

fn suppliers_products(dmd: &mut Dmd) {
    const AMP: &str = "ACTUAL_MEDICINAL_PRODUCTS";
    let mut add = |item: u64, of: u64, name: &str, restriction: u64, more: &[(&str, String)]| {
        let mut fields = fields![
            DESC = format!("{name} (Acme &amp; Sons Ltd)"),
            APID = amp(item),
            VPID = vmp(of),
            NM = name,
            SUPPCD = supplier(1),
            LIC_AUTHCD = "0001",
            AVAIL_RESTRICTCD = format!("{restriction:04}"),
        ]
        .to_vec();
        fields.extend_from_slice(more);
        dmd.add(AMP, "AMPS", record("AMP", &fields));
    };
    add(1, 1, "Alphamol 500mg tablets", 1, fields![EMA = "1", FLAVOURCD = "0005"]);
    add(2, 1, "Alphamol special", 6, &[]);
    add(3, 1, "Alphimport 500mg tablets", 1, fields![PARALLEL_IMPORT = "0001"]);
    add(4, 1, "Alphagone 500mg tablets", 9, &[]);
    add(5, 1, "Alphawrong 500mg tablets", 1, fields![INVALID = "0001"]);
    add(6, 1, "Alphapart tablets", 1, fields![COMBPRODCD = "0002"]);
    add(
        7,
        8,
        "Betalpha tablets",
        1,
        fields![COMBPRODCD = "0001", NMDT = "2017-01-01", NM_PREV = "Beta-alpha"],
    );
    add(8, 5, "Alphasod 125mg tablets", 1, &[]);
    add(9, 11, "Alphatab 500mg tabs", 1, &[]);
    dmd.add(
        AMP,
        "AP_INGREDIENT",
        record("AP_ING", fields![APID = amp(1), ISID = substance(4), STRNTH = "1.25", UOMCD = MG]),
    );
    dmd.add(AMP, "AP_INGREDIENT", record("AP_ING", fields![APID = amp(7), ISID = substance(4)]));
    dmd.add(AMP, "LICENSED_ROUTE", record("LIC_ROUTE", fields![APID = amp(1), ROUTECD = ORAL]));
    dmd.add(
        AMP,
        "AP_INFORMATION",
        record(
            "AP_INFO",
            fields![APID = amp(2), SZ_WEIGHT = "8.5mm", COLOURCD = "0031", PROD_ORDER_NO = "CAF540"],
        ),
    );
}

fn packs(dmd: &mut Dmd) {
    const VMPP: &str = "VIRTUAL_MED_PRODUCT_PACK";
    let mut add = |item: u64, of: u64, name: &str, quantity: &str, more: &[(&str, String)]| {
        let mut fields =
            fields![VPPID = vmpp(item), VPID = vmp(of), NM = name, QTYVAL = quantity, QTY_UOMCD = TABLET]
                .to_vec();
        fields.extend_from_slice(more);
        dmd.add(VMPP, "VMPPS", record("VMPP", &fields));
    };
    add(1, 1, "Alphamol 500mg tablets 28 tablet", "28", &[]);
    add(2, 1, "Alphamol 500mg tablets 56 tablet", "56", &[]);
    add(3, 8, "Betamide and alphamol tablets 30 tablet", "30", fields![COMBPACKCD = "0001"]);
    add(4, 8, "A part of something else", "15.00", fields![COMBPACKCD = "0002"]);
    add(5, 7, "Betamide cream 30 gram", "30", &[]);
    add(6, 1, "Alphamol 500mg tablets 28 tabs", "28", fields![INVALID = "0001", ABBREVNM = "Alpha 28"]);
    for _ in 0..2 {
        dmd.add(VMPP, "COMB_CONTENT", record("CCONTENT", fields![PRNTVPPID = vmpp(3), CHLDVPPID = vmpp(4)]));
    }
    dmd.add(
        VMPP,
        "DRUG_TARIFF_INFO",
        record(
            "DTINFO",
            fields![VPPID = vmpp(1), PAY_CATCD = "0001", PRICE = 100, DT = "2026-04-01", PREVPRICE = 90],
        ),
    );
    const AMPP: &str = "ACTUAL_MEDICINAL_PROD_PACKS";
    let mut add = |item: u64, of: u64, generic: u64, name: &str, more: &[(&str, String)]| {
        let mut fields = fields![
            APPID = ampp(item),
            APID = amp(of),
            VPPID = vmpp(generic),
            NM = name,
            LEGAL_CATCD = "0003"
        ]
        .to_vec();
        fields.extend_from_slice(more);
        dmd.add(AMPP, "AMPPS", record("AMPP", &fields));
    };
    let acme = "(Acme &amp; Sons Ltd)";
    add(1, 1, 1, &format!("Alphamol 500mg tablets {acme} 28 tablet"), fields![SUBP = "2 x 14 tablets"]);
    add(
        2,
        1,
        2,
        &format!("Alphamol 500mg tablets {acme} 56 tablet"),
        fields![DISCCD = "0001", DISCDT = "2020-02-29"],
    );
    add(3, 2, 2, &format!("Alphamol special {acme} 56 tablet"), &[]);
    add(4, 7, 3, &format!("Betalpha tablets {acme} 30 tablet"), fields![COMBPACKCD = "0001"]);
    add(5, 7, 4, "A supplier's part", fields![COMBPACKCD = "0002"]);
    add(6, 1, 5, "At odds with itself", &[]);
    add(7, 1, 1, &format!("Alphamol 500mg tablets {acme} 28 tablet invalid"), fields![INVALID = "1"]);
    dmd.add(AMPP, "COMB_CONTENT", record("CCONTENT", fields![PRNTAPPID = ampp(4), CHLDAPPID = ampp(5)]));
    dmd.add(
        AMPP,
        "MEDICINAL_PRODUCT_PRICE",
        record(
            "PRICE_INFO",
            fields![
                APPID = ampp(1),
                PRICE = 280,
                PRICEDT = "2025-01-01",
                PRICE_PREV = 300,
                PRICE_BASISCD = "0001"
            ],
        ),
    );
    dmd.add(
        AMPP,
        "MEDICINAL_PRODUCT_PRICE",
        record("PRICE_INFO", fields![APPID = ampp(3), PRICE = 281, PRICE_BASISCD = "0001"]),
    );
    dmd.add(
        AMPP,
        "MEDICINAL_PRODUCT_PRICE",
        record("PRICE_INFO", fields![APPID = ampp(6), PRICE_BASISCD = "0002"]),
    );
    dmd.add(
        AMPP,
        "APPLIANCE_PACK_INFO",
        record(
            "PACK_INFO",
            fields![
                APPID = ampp(3),
                REIMB_STATCD = "0001",
                REIMB_STATDT = "2019-01-01",
                REIMB_STATPREVCD = "0000",
                PACK_ORDER_NO = "00510"
            ],
        ),
    );
    dmd.add(
        AMPP,
        "DRUG_PRODUCT_PRESCRIB_INFO",
        record(
            "PRESCRIB_INFO",
            fields![
                APPID = ampp(1),
                SCHED_2 = 1,
                ACBS = 1,
                PADM = 1,
                FP10_MDA = 1,
                SCHED_1 = 1,
                HOSP = 1,
                NURSE_F = 1,
                ENURSE_F = 1,
                DENT_F = "0001"
            ],
        ),
    );
    dmd.add(
        AMPP,
        "REIMBURSEMENT_INFO",
        record(
            "REIMB_INFO",
            fields![
                APPID = ampp(1),
                PX_CHRGS = 2,
                DISP_FEES = 1,
                BB = 1,
                LTD_STAB = 1,
                CAL_PACK = 1,
                SPEC_CONTCD = "0001",
                DND = "0002",
                FP34D = 1
            ],
        ),
    );
    // The id behind the GTINs, and two GTINs of one pack, of which one is over.
    dmd.add("GTIN_DETAILS", "AMPPS", format!(
        "<AMPP><GTINDATA><GTIN>5060064792018</GTIN><STARTDT>2013-01-24</STARTDT><ENDDT>2019-03-06</ENDDT></GTINDATA><GTINDATA><STARTDT>2019-03-07</STARTDT><GTIN>05012617019844</GTIN></GTINDATA><AMPPID>{}</AMPPID></AMPP>", ampp(1)
    ));
    dmd.add("GTIN_DETAILS", "AMPPS", format!(
        "<AMPP><AMPPID>{}</AMPPID><GTINDATA><GTIN>05060064792018</GTIN><STARTDT>2019-03-07</STARTDT></GTINDATA></AMPP>", ampp(3)
    ));
}

/// A release with a medicine for each case.
pub fn cases() -> Dmd {
    let mut dmd = Dmd::default();
    lists(&mut dmd);
    for (item, name) in [(1, "Alphamol"), (2, "Alphamol sodium"), (3, "Betamide"), (4, "Lactose")] {
        dmd.add("INGREDIENT_SUBSTANCES", "", record("ING", fields![NM = name, ISID = substance(item)]));
    }
    type Fields<'a> = &'a [(&'a str, String)];
    let moieties: [(u64, &str, Fields<'_>); 3] = [
        (1, "Alphamol", fields![ABBREVNM = "Alpha"]),
        (2, "Betamide", fields![VTMIDPREV = old(5), VTMIDDT = "2017-03-10"]),
        (3, "Alfamol", fields![INVALID = "0001"]),
    ];
    for (item, name, more) in moieties {
        let mut fields = fields![VTMID = vtm(item), NM = name].to_vec();
        fields.extend_from_slice(more);
        dmd.add("VIRTUAL_THERAPEUTIC_MOIETIES", "", record("VTM", &fields));
    }
    generics(&mut dmd);
    suppliers_products(&mut dmd);
    packs(&mut dmd);
    dmd.add(
        "BNF_DETAILS",
        "VMPS",
        record("VMP", fields![VPID = vmp(1), BNF = "04070100", ATC = "N02BE01", DDD = "3", DDD_UOMCD = GRAM]),
    );
    dmd.add(
        "BNF_DETAILS",
        "VMPS",
        record("VMP", fields![VPID = vmp(7), BNF = "13020100", ATC = "n/a", DDD = "n/a"]),
    );
    dmd.add("BNF_DETAILS", "AMPS", record("AMP", fields![APID = amp(7), BNF = "04070200"]));
    dmd.add("VTM_INGREDIENTS", "", record("VTM_ING", fields![VTMID = vtm(1), ISID = substance(1)]));
    let mut past = |section, element, current: u64, previous: u64, start: &str, end: Option<&str>| {
        let mut fields = fields![IDCURRENT = current, IDPREVIOUS = previous, STARTDT = start].to_vec();
        fields.extend(end.map(|end| ("ENDDT", end.to_owned())));
        dmd.add("HISTORY", section, record(element, &fields));
    };
    past("VMPS", "VMP", vmp(12), vmp(12), "2021-01-01", None);
    past("VMPS", "VMP", old(2), old(1), "2010-01-01", Some("2015-12-31"));
    past("INGS", "ING", substance(1), old(6), "2004-12-01", Some("2005-07-26"));
    // One id that became two.
    past("VTMS", "VTM", vtm(1), old(9), "2004-12-01", Some("2005-07-26"));
    past("VTMS", "VTM", vtm(2), old(9), "2004-12-01", Some("2005-07-26"));
    dmd
}
