//! The files of a dm+d release: records in sections, written as XML in the folders and archives that TRUD has them in.

use std::fs::{self, File};
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::super::SynthError;

/// A record: its element, and its fields with their values.
#[derive(Debug, Clone)]
pub(super) struct Record {
    element: &'static str,
    fields: Vec<(&'static str, String)>,
}

impl Record {
    pub(super) fn new(element: &'static str) -> Record {
        Record { element, fields: Vec::new() }
    }

    pub(super) fn with(mut self, tag: &'static str, value: impl ToString) -> Record {
        self.fields.push((tag, value.to_string()));
        self
    }

    /// The field, where there is a value.
    pub(super) fn maybe(self, tag: &'static str, value: Option<impl ToString>) -> Record {
        match value {
            Some(value) => self.with(tag, value),
            None => self,
        }
    }

    /// The flag, where it holds. Real files write a flag as 1 and as 0001: `id` decides.
    pub(super) fn flag(self, tag: &'static str, holds: bool, id: u64) -> Record {
        match holds {
            true => self.with(tag, if id.is_multiple_of(3) { "1" } else { "0001" }),
            false => self,
        }
    }

    fn write(&self, out: &mut String) {
        out.push_str(&format!("<{}>", self.element));
        for (tag, value) in &self.fields {
            out.push_str(&format!("<{tag}>{}</{tag}>", escaped(value)));
        }
        out.push_str(&format!("</{}>\r\n", self.element));
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A file: the beginning of its name, its root, its schema, and its sections in order.
pub(super) struct FileSpec {
    pub(super) stem: &'static str,
    pub(super) root: &'static str,
    schema: &'static str,
    /// A section without a name is the root itself.
    sections: &'static [&'static str],
    place: FilePlace,
}

/// Where TRUD has a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FilePlace {
    Core,
    /// An archive inside the release.
    Gtin,
    /// An archive inside the supplementary release.
    Bnf,
    /// A folder of the supplementary release.
    Folder(&'static str),
}

const fn file(
    stem: &'static str,
    root: &'static str,
    schema: &'static str,
    sections: &'static [&'static str],
    place: FilePlace,
) -> FileSpec {
    FileSpec { stem, root, schema, sections, place }
}

/// Every file of a release.
pub(super) const FILES: &[FileSpec] = &[
    file(
        "lookup2_3",
        "LOOKUP",
        "lookup_v2_3.xsd",
        &[
            "COMBINATION_PACK_IND",
            "COMBINATION_PROD_IND",
            "BASIS_OF_NAME",
            "NAMECHANGE_REASON",
            "VIRTUAL_PRODUCT_PRES_STATUS",
            "CONTROL_DRUG_CATEGORY",
            "LICENSING_AUTHORITY",
            "UNIT_OF_MEASURE",
            "FORM",
            "ONT_FORM_ROUTE",
            "ROUTE",
            "DT_PAYMENT_CATEGORY",
            "SUPPLIER",
            "FLAVOUR",
            "COLOUR",
            "BASIS_OF_STRNTH",
            "REIMBURSEMENT_STATUS",
            "SPEC_CONT",
            "DND",
            "VIRTUAL_PRODUCT_NON_AVAIL",
            "DISCONTINUED_IND",
            "DF_INDICATOR",
            "PRICE_BASIS",
            "LEGAL_CATEGORY",
            "AVAILABILITY_RESTRICTION",
            "LICENSING_AUTHORITY_CHANGE_REASON",
        ],
        FilePlace::Core,
    ),
    file("ingredient2_3", "INGREDIENT_SUBSTANCES", "ingredient_v2_3.xsd", &[""], FilePlace::Core),
    file("vtm2_3", "VIRTUAL_THERAPEUTIC_MOIETIES", "vtm_v2_3.xsd", &[""], FilePlace::Core),
    file(
        "vmp2_3",
        "VIRTUAL_MED_PRODUCTS",
        "vmp_v2_3.xsd",
        &[
            "VMPS",
            "VIRTUAL_PRODUCT_INGREDIENT",
            "ONT_DRUG_FORM",
            "DRUG_FORM",
            "DRUG_ROUTE",
            "CONTROL_DRUG_INFO",
        ],
        FilePlace::Core,
    ),
    file(
        "vmpp2_3",
        "VIRTUAL_MED_PRODUCT_PACK",
        "vmpp_v2_3.xsd",
        &["VMPPS", "DRUG_TARIFF_INFO", "COMB_CONTENT"],
        FilePlace::Core,
    ),
    file(
        "amp2_3",
        "ACTUAL_MEDICINAL_PRODUCTS",
        "amp_v2_3.xsd",
        &["AMPS", "AP_INGREDIENT", "LICENSED_ROUTE", "AP_INFORMATION"],
        FilePlace::Core,
    ),
    file(
        "ampp2_3",
        "ACTUAL_MEDICINAL_PROD_PACKS",
        "ampp_v2_3.xsd",
        &[
            "AMPPS",
            "APPLIANCE_PACK_INFO",
            "DRUG_PRODUCT_PRESCRIB_INFO",
            "MEDICINAL_PRODUCT_PRICE",
            "REIMBURSEMENT_INFO",
            "COMB_CONTENT",
        ],
        FilePlace::Core,
    ),
    file("gtin2_0", "GTIN_DETAILS", "gtin_v2_0.xsd", &["AMPPS"], FilePlace::Gtin),
    file("bnf1_0", "BNF_DETAILS", "bnf_v1_0.xsd", &["VMPS", "AMPS"], FilePlace::Bnf),
    file(
        "history1_0",
        "HISTORY",
        "history_v1_0.xsd",
        &["VTMS", "VMPS", "INGS", "SUPPS", "FORMS", "ROUTES", "UOMS"],
        FilePlace::Folder("HISTORIC_CODES"),
    ),
    file("vtm_ing1_0", "VTM_INGREDIENTS", "vtm_ing_v1_0.xsd", &[""], FilePlace::Folder("VTM_INGREDIENTS")),
];

/// When a weekly release is of.
#[derive(Clone, Copy)]
pub(super) struct Dates {
    /// In the names of files: `ddmmyy`.
    pub(super) short: &'static str,
    /// In names of releases: month, number of the Monday in it, and the Monday.
    pub(super) release: &'static str,
    /// In the names of archives inside: the week of the year, and the year.
    pub(super) week: &'static str,
}

/// The records of a release.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// Root, section, records.
    records: Vec<(&'static str, &'static str, Vec<Record>)>,
    /// Elements inside elements, as text, behind the records: GTINs are the only ones.
    gtins: Vec<String>,
}

impl Files {
    pub(super) fn add(&mut self, root: &'static str, section: &'static str, record: Record) {
        let known = self.records.iter_mut().find(|(r, s, _)| *r == root && *s == section);
        match known {
            Some((.., records)) => records.push(record),
            None => self.records.push((root, section, vec![record])),
        }
    }

    pub(super) fn count(&self, root: &str, section: &str) -> u64 {
        let known = self.records.iter().find(|(r, s, _)| *r == root && *s == section);
        known.map_or(0, |(.., records)| records.len() as u64)
    }

    /// The GTINs of a pack, each with the days from and to which it is valid.
    pub(super) fn gtins(&mut self, pack: u64, gtins: &[(String, &str, &str)]) {
        let mut text = format!("<AMPP><AMPPID>{pack}</AMPPID>");
        for (gtin, start, end) in gtins {
            text.push_str(&format!("<GTINDATA><GTIN>{gtin}</GTIN><STARTDT>{start}</STARTDT>"));
            if !end.is_empty() {
                text.push_str(&format!("<ENDDT>{end}</ENDDT>"));
            }
            text.push_str("</GTINDATA>");
        }
        self.gtins.push(text + "</AMPP>\r\n");
    }

    fn text(&self, spec: &FileSpec) -> String {
        let (root, schema) = (spec.root, spec.schema);
        let mut text = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\" ?>\r\n<{root} xsi:noNamespaceSchemaLocation=\"{schema}\" xmlns=\"\" \
             xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\r\n<!-- Made up by the release generator of \
             Vademecum. NOT FOR CLINICAL USE -->\r\n"
        );
        for section in spec.sections {
            if !section.is_empty() {
                text.push_str(&format!("<{section}>\r\n"));
            }
            let known = self.records.iter().find(|(r, s, _)| *r == root && s == section);
            for record in known.map_or(&[][..], |(.., records)| records) {
                record.write(&mut text);
            }
            if root == "GTIN_DETAILS" {
                self.gtins.iter().for_each(|gtin| text.push_str(gtin));
            }
            if !section.is_empty() {
                text.push_str(&format!("</{section}>\r\n"));
            }
        }
        text + &format!("</{root}>\r\n")
    }

    /// Writes the release and its supplementary release below `out`; answers their folders.
    pub(super) fn write(
        &self,
        out: &Path,
        dates: Dates,
        notice: &str,
    ) -> Result<(PathBuf, PathBuf), SynthError> {
        let core = out.join(format!("nhsbsa_dmd_{}000001", dates.release));
        let bonus = out.join(format!("nhsbsa_dmdbonus_{}000001", dates.release));
        for spec in FILES {
            let name = format!("f_{}{}.xml", spec.stem, dates.short);
            let text = self.text(spec);
            match spec.place {
                FilePlace::Core => put(&core.join(name), text.as_bytes())?,
                FilePlace::Folder(folder) => put(&bonus.join(folder).join(name), text.as_bytes())?,
                FilePlace::Gtin | FilePlace::Bnf => {
                    let (folder, what) =
                        if spec.place == FilePlace::Gtin { (&core, "GTIN-zip") } else { (&bonus, "BNF") };
                    let path = folder.join(format!("week{}-r2_3-{what}.zip", dates.week));
                    put(&path, &zipped(&name, text.as_bytes(), &path)?)?;
                }
            }
        }
        put(&core.join("Readme.txt"), notice.as_bytes())?;
        Ok((core, bonus))
    }
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), SynthError> {
    let failed = |source| SynthError::Write { path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    File::create(path).and_then(|mut file| file.write_all(bytes)).map_err(failed)
}

/// One file in an archive, with a fixed time, so that the same release has the same bytes.
fn zipped(name: &str, bytes: &[u8], path: &Path) -> Result<Vec<u8>, SynthError> {
    let failed = |source| SynthError::Write { path: path.to_owned(), source };
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file(name, options).map_err(|error| failed(error.into()))?;
    archive.write_all(bytes).map_err(failed)?;
    Ok(archive.finish().map_err(|error| failed(error.into()))?.into_inner())
}
