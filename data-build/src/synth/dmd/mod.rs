//! The dm+d release beside the demonstration release: the same everyday medicines, with suppliers, packs and prices.
//!
//! Its VTMs, VMPs and ingredients are the medicinal products, clinical drugs and substances of the SNOMED CT side under
//! the same ids; so are the suppliers' products and packs that growth has made of them. dm+d has further products
//! of its own, in the same namespace, and lacks a few, as it is between a weekly and a four-weekly release.
//!
//! A product is declared in `tables/`, one line an idea. Suppliers, brands, prices and GTINs are invented. GTINs begin with
//! 299: GS1 keeps the prefixes 200 to 299 for numbers inside a company or region, so no item on sale anywhere has one.
//! Units of measure have the ids that dm+d gives them, for the engine reckons with them; every other code that is an
//! id is one of this release.

mod actual;
mod codes;
mod files;
mod generic;
mod strength;
mod tables;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::SynthError;
use super::describe::head_of;
use super::heads::Kind;
use super::model::{Ix, Model, Origin, position};
use super::numbers::{hash_text, mix};

use self::codes::Codes;
use self::files::{Dates, Files, Record};
use self::generic::Generic;
use self::tables::{FormFacts, MedicineFacts, ProductLine, wrong};

const NOTICE: &str = "This dm+d release is synthetic. It was made by the release generator of Vademecum for demonstration and \
tests. NOT FOR CLINICAL USE. Products, suppliers, brands, prices and GTINs are invented; identifiers in namespace 1999999 are \
not SNOMED CT identifiers of any organization.\r\n";

/// Which of the two weekly releases. The second has what changes in a week: new products, invalid ones, others under
/// new ids and names, prices, discontinued packs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DmdWeek {
    /// Of Monday 13 April 2026.
    First,
    /// Of Monday 20 April 2026.
    Second,
}

impl DmdWeek {
    fn number(self) -> u32 {
        match self {
            DmdWeek::First => 1,
            DmdWeek::Second => 2,
        }
    }

    /// The date of the files, as dm+d has it: the Thursday before the release.
    pub const fn date(self) -> u32 {
        match self {
            DmdWeek::First => 20_260_409,
            DmdWeek::Second => 20_260_416,
        }
    }

    fn dates(self) -> Dates {
        match self {
            DmdWeek::First => Dates { short: "090426", release: "4.1.0_20260413", week: "162026" },
            DmdWeek::Second => Dates { short: "160426", release: "4.2.0_20260420", week: "172026" },
        }
    }

    /// The date of the files as XML has it.
    fn day(self) -> &'static str {
        match self {
            DmdWeek::First => "2026-04-09",
            DmdWeek::Second => "2026-04-16",
        }
    }
}

/// What was made of dm+d.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DmdSummary {
    /// The folder of the release.
    pub folder: PathBuf,
    /// The folder of the supplementary release.
    pub supplementary_folder: PathBuf,
    /// The date of the files.
    pub date: u32,
    /// Virtual therapeutic moieties.
    pub vtms: u64,
    /// Virtual medicinal products.
    pub vmps: u64,
    /// Actual medicinal products.
    pub amps: u64,
    /// Virtual medicinal product packs.
    pub vmpps: u64,
    /// Actual medicinal product packs.
    pub ampps: u64,
    /// GTINs.
    pub gtins: u64,
}

/// What growth has made of the hand-made clinical drugs: suppliers' products and packs.
#[derive(Debug, Default)]
struct Grown {
    /// By clinical drug: the number of the supplier, and the supplier's product.
    products: HashMap<Ix, Vec<(u32, Ix)>>,
    /// By product: the number of the pack among those of its form, and the id.
    packs: HashMap<Ix, Vec<(u32, u64)>>,
}

impl Grown {
    fn of(model: &Model) -> Grown {
        let mut grown = Grown::default();
        for (concept, ix) in model.concepts.iter().zip((0..).map(position)) {
            let Origin::Grown(combo) = concept.origin else { continue };
            match head_of(combo).map(|head| head.kind) {
                Some(Kind::Actual) => grown.products.entry(combo.slot).or_default().push((combo.number, ix)),
                Some(Kind::VirtualPack | Kind::ActualPack) => {
                    grown.packs.entry(combo.slot).or_default().push((combo.number, concept.id));
                }
                _ => {}
            }
        }
        grown
    }
}

/// The release on its way.
struct Maker<'a> {
    model: &'a Model,
    grown: Grown,
    seed: u64,
    week: DmdWeek,
    medicines: Vec<MedicineFacts>,
    forms: Vec<FormFacts>,
    lines: Vec<ProductLine>,
    codes: Codes,
    files: Files,
    /// The VTMs by the name of the medicine.
    vtms: HashMap<&'static str, u64>,
    generics: Vec<Generic>,
    gtins: u64,
}

/// A number that is the same at each run for a text and a seed.
fn drawn(text: &str, seed: u64) -> u64 {
    mix(hash_text(text) ^ mix(seed))
}

impl Maker<'_> {
    fn medicine(&self, name: &str) -> Option<&MedicineFacts> {
        self.medicines.iter().find(|medicine| medicine.name == name)
    }

    fn form(&self, code: &str) -> Result<usize, SynthError> {
        self.forms.iter().position(|form| form.code == code).ok_or_else(|| wrong("forms.txt", code))
    }

    /// Adds a row of the history: `previous` was the id of `current` between two days.
    fn past(&mut self, section: &'static str, element: &'static str, ids: (u64, u64), days: (&str, &str)) {
        let (current, previous) = ids;
        let record = Record::new(element).with("IDCURRENT", current).with("IDPREVIOUS", previous);
        let record =
            record.with("STARTDT", days.0).maybe("ENDDT", Some(days.1).filter(|day| !day.is_empty()));
        self.files.add("HISTORY", section, record);
    }

    /// The VTMs, and which substances they are.
    fn moieties(&mut self) -> Result<(), SynthError> {
        let everyday = super::medicines::table()?;
        let medicines = std::mem::take(&mut self.medicines);
        let split = self.codes.own_id("two moieties in one", "vtm");
        for facts in &medicines {
            let known = everyday.iter().find(|medicine| medicine.name == facts.name);
            let parts = match known {
                Some(medicine) if !medicine.parts.is_empty() => medicine.parts.clone(),
                _ => vec![facts.name],
            };
            let words: Vec<String> = parts
                .iter()
                .filter_map(|part| self.model.named.get(&(part.to_lowercase(), "substance")))
                .map(|&ix| self.model.within(ix))
                .collect();
            let product = format!("product containing {}", words.join(" and ")).to_lowercase();
            let concept = self.model.named.get(&(product, "medicinal product"));
            let id = match concept {
                Some(&ix) if known.is_some() => self.model.concept(ix).id,
                _ => self.codes.own_id(facts.name, "vtm"),
            };
            let is_invalid = facts.marks.has("invalid");
            let mut record = Record::new("VTM").with("VTMID", id).flag("INVALID", is_invalid, id);
            record = record.with("NM", facts.name).maybe("ABBREVNM", facts.marks.value("short"));
            if let Some(day) = facts.marks.value("previous") {
                let previous = self.codes.own_id(facts.name, "vtm before");
                record = record.with("VTMIDPREV", previous).with("VTMIDDT", day);
                self.past("VTMS", "VTM", (id, id), (day, ""));
                self.past("VTMS", "VTM", (id, previous), ("2001-01-01", day));
            }
            if facts.marks.has("split") {
                self.past("VTMS", "VTM", (id, split), ("2001-01-01", "2003-06-30"));
            }
            self.files.add("VIRTUAL_THERAPEUTIC_MOIETIES", "", record);
            self.vtms.insert(facts.name, id);
            for part in parts.iter().filter(|_| !is_invalid) {
                let substance = self.substance(part);
                let record = Record::new("VTM_ING").with("VTMID", id).with("ISID", substance);
                self.files.add("VTM_INGREDIENTS", "", record);
            }
        }
        self.medicines = medicines;
        Ok(())
    }

    /// The id of a substance; it is among the ingredients from its first use.
    fn substance(&mut self, name: &str) -> u64 {
        let (id, is_new) = self.codes.substance(self.model, name);
        if is_new {
            let mut record = Record::new("ING").with("ISID", id);
            let draw = drawn(name, 0);
            if draw.is_multiple_of(5) {
                let previous = self.codes.own_id(name, "substance before");
                record = record.with("ISIDDT", "2010-05-18").with("ISIDPREV", previous);
                self.past("INGS", "ING", (id, previous), ("2004-12-01", "2010-05-17"));
            }
            self.files.add("INGREDIENT_SUBSTANCES", "", record.with("NM", name));
        }
        id
    }
}

/// Writes the dm+d release of a demonstration release, and its supplementary release, below `out`.
pub(super) fn write(model: &Model, out: &Path, seed: u64, week: DmdWeek) -> Result<DmdSummary, SynthError> {
    let number = week.number();
    let mut maker = Maker {
        model,
        grown: Grown::of(model),
        seed,
        week,
        medicines: tables::medicines(number)?,
        forms: tables::forms()?,
        lines: tables::products(number)?,
        codes: Codes::new(model),
        files: Files::default(),
        vtms: HashMap::new(),
        generics: Vec::new(),
        gtins: 0,
    };
    maker.lists()?;
    maker.moieties()?;
    let invalid = maker.codes.own_id("Isphagula husk", "substance");
    let record =
        Record::new("ING").with("ISID", invalid).flag("INVALID", true, 1).with("NM", "Isphagula husk");
    maker.files.add("INGREDIENT_SUBSTANCES", "", record);
    maker.generics()?;
    maker.suppliers_products()?;
    let (folder, supplementary_folder) = maker.files.write(out, week.dates(), NOTICE)?;
    let count = |root: &str, section: &str| maker.files.count(root, section);
    Ok(DmdSummary {
        folder,
        supplementary_folder,
        date: week.date(),
        vtms: count("VIRTUAL_THERAPEUTIC_MOIETIES", ""),
        vmps: count("VIRTUAL_MED_PRODUCTS", "VMPS"),
        amps: count("ACTUAL_MEDICINAL_PRODUCTS", "AMPS"),
        vmpps: count("VIRTUAL_MED_PRODUCT_PACK", "VMPPS"),
        ampps: count("ACTUAL_MEDICINAL_PROD_PACKS", "AMPPS"),
        gtins: maker.gtins,
    })
}
