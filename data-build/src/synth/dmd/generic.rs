//! Generic products and their packs: VMPs and VMPPs.

use super::super::SynthError;
use super::super::medicines::{drug_name, table};
use super::super::model::Ix;
use super::files::Record;
use super::strength::{Strength, decimal, strength, thousandths, volume};
use super::tables::{Marks, wrong};
use super::{Maker, drawn};

const VMP: &str = "VIRTUAL_MED_PRODUCTS";
const VMPP: &str = "VIRTUAL_MED_PRODUCT_PACK";

/// A generic product that was made.
#[derive(Debug, Clone)]
pub(super) struct Generic {
    pub(super) id: u64,
    /// The name by which tables and ids know it, whatever it is called.
    pub(super) key: String,
    pub(super) name: String,
    /// The concept, and whether growth's packs of it are packs of this product too.
    pub(super) concept: Option<(Ix, bool)>,
    /// The name of the medicine whose facts hold for it.
    pub(super) medicine: &'static str,
    /// Its line in the table of products.
    pub(super) line: Option<usize>,
    pub(super) form: usize,
    pub(super) marks: Marks,
    pub(super) packs: Vec<GenericPack>,
}

/// A pack of it.
#[derive(Debug, Clone)]
pub(super) struct GenericPack {
    pub(super) id: u64,
    /// The quantity and its unit: `28 tablet`.
    pub(super) size: String,
    pub(super) name: String,
    pub(super) marks: Marks,
}

/// Quantity and unit of a pack size.
pub(super) fn quantity(size: &str) -> Result<(&str, &str), SynthError> {
    let (quantity, unit) = size.split_once(' ').ok_or_else(|| wrong("products.txt", size))?;
    if thousandths(quantity).is_none() {
        return Err(wrong("products.txt", size));
    }
    Ok((quantity, unit))
}

/// A strength as names of dm+d have it: one unit dose in the singular, and `/ml` for liquids that are poured.
fn in_name(text: &str, is_poured: bool) -> String {
    match text.split_once('/') {
        None => match text.strip_suffix("micrograms").or(text.strip_suffix("units")) {
            Some(_) => text.strip_suffix('s').unwrap_or(text).to_owned(),
            None => text.to_owned(),
        },
        Some((top, "1ml")) if is_poured => format!("{top}/ml"),
        Some(_) => text.to_owned(),
    }
}

/// A product before it has ids.
struct Idea {
    key: String,
    name: String,
    concept: Option<(Ix, bool)>,
    /// The medicine, and whether it is the product's VTM.
    medicine: &'static str,
    has_vtm: bool,
    parts: Vec<(&'static str, &'static str)>,
    form: usize,
    marks: Marks,
    line: Option<usize>,
}

impl Maker<'_> {
    /// The products of the SNOMED CT side, then those that only dm+d has.
    fn ideas(&self) -> Result<Vec<Idea>, SynthError> {
        let mut ideas = Vec::new();
        for medicine in table()? {
            let facts = self.medicine(medicine.name);
            for (form, strengths) in &medicine.drugs {
                for &text in strengths {
                    facts.ok_or_else(|| wrong("medicines.txt", medicine.name))?;
                    let key = drug_name(medicine.name, text, form);
                    let concept = self.model.find(&key).ok_or_else(|| wrong("products.txt", &key))?;
                    let line = self.lines.iter().position(|line| line.is_in_snomed && line.name == key);
                    let declared = line.and_then(|line| self.lines.get(line));
                    let other_form = declared.map(|line| line.form).filter(|form| !form.is_empty());
                    let place = self.form(other_form.unwrap_or(form.code))?;
                    let other_name = declared.map(|line| line.detail).filter(|name| !name.is_empty());
                    let facts = self.forms.get(place).ok_or_else(|| wrong("forms.txt", form.code))?;
                    let name = other_name.map_or_else(
                        || {
                            format!(
                                "{} {} {}",
                                medicine.name,
                                in_name(text, facts.indicator == "2"),
                                facts.label
                            )
                        },
                        str::to_owned,
                    );
                    let parts = if medicine.parts.is_empty() {
                        vec![(medicine.name, text)]
                    } else {
                        medicine.parts.iter().copied().zip(text.split('/')).collect()
                    };
                    ideas.push(Idea {
                        key,
                        name,
                        concept: Some((concept, other_form.is_none())),
                        medicine: medicine.name,
                        has_vtm: true,
                        parts,
                        form: place,
                        marks: declared.map(|line| line.marks.clone()).unwrap_or_default(),
                        line,
                    });
                }
            }
        }
        for (at, line) in self.lines.iter().enumerate() {
            if line.is_in_snomed {
                if !ideas.iter().any(|idea| idea.line == Some(at)) {
                    return Err(wrong("products.txt", line.name));
                }
                continue;
            }
            let mut parts = Vec::new();
            for part in super::super::tables::list(line.detail, ';') {
                let strength =
                    part.rsplit_once(' ').filter(|(_, text)| text.starts_with(|c: char| c.is_ascii_digit()));
                parts.push(strength.filter(|_| self.medicine(part).is_none()).unwrap_or((part, "")));
            }
            let vtm = line.marks.value("vtm");
            let first = parts.first().map_or("", |(substance, _)| *substance);
            ideas.push(Idea {
                key: line.name.to_owned(),
                name: line.name.to_owned(),
                concept: None,
                medicine: vtm.filter(|vtm| *vtm != "none").unwrap_or(first),
                has_vtm: vtm != Some("none"),
                parts,
                form: self.form(line.form)?,
                marks: line.marks.clone(),
                line: Some(at),
            });
        }
        ideas.retain(|idea| !idea.marks.has("absent"));
        Ok(ideas)
    }

    /// The VMPs and VMPPs.
    pub(super) fn generics(&mut self) -> Result<(), SynthError> {
        for idea in self.ideas()? {
            let generic = self.generic(idea)?;
            self.generics.push(generic);
        }
        self.contents()
    }

    fn generic(&mut self, idea: Idea) -> Result<Generic, SynthError> {
        let Idea { key, concept, medicine, parts, form, marks, line, .. } = idea;
        let day = self.week.day();
        let new_name = marks.value("name");
        let name = new_name.map_or_else(|| idea.name.clone(), str::to_owned);
        let own = match concept {
            Some((ix, _)) => self.model.concept(ix).id,
            None => self.codes.own_id(&key, "vmp"),
        };
        let id = if marks.has("replaced") { self.codes.own_id(&key, "vmp after") } else { own };
        let mut record = Record::new("VMP").with("VPID", id);
        if marks.has("replaced") {
            record = record.with("VPIDDT", day).with("VPIDPREV", own);
            self.past("VMPS", "VMP", (id, id), (day, ""));
            self.past("VMPS", "VMP", (id, own), ("2004-12-01", day));
        } else if let Some(date) = marks.value("previous") {
            let previous = self.codes.own_id(&key, "vmp before");
            record = record.with("VPIDDT", date).with("VPIDPREV", previous);
            self.past("VMPS", "VMP", (id, id), (date, ""));
            let before = marks.value("before");
            self.past("VMPS", "VMP", (id, previous), (before.unwrap_or("2004-12-01"), date));
            if let Some(date) = before {
                let first = self.codes.own_id(&key, "vmp before that");
                self.past("VMPS", "VMP", (id, first), ("2001-01-01", date));
            }
        }
        if idea.has_vtm {
            let vtm = self.vtms.get(medicine).ok_or_else(|| wrong("medicines.txt", medicine))?;
            record = record.with("VTMID", vtm);
        }
        record = record.flag("INVALID", marks.has("invalid"), id).with("NM", &name);
        record = record.maybe("ABBREVNM", short(&name));
        let basis = if name.starts_with("Co-") {
            "0002"
        } else if idea.has_vtm {
            "0001"
        } else {
            "0007"
        };
        record = record.with("BASISCD", basis);
        let named = new_name.map(|_| (idea.name.as_str(), day, "0003"));
        let was = marks.value("name_was").map(|was| (was, "2004-05-04", "0004"));
        if let Some((was, date, why)) = named.or(was) {
            record = record.with("NMDT", date).with("NMPREV", was).with("BASIS_PREVCD", basis);
            record = record.with("NMCHANGECD", why);
        }
        record = record.maybe("COMBPRODCD", combination(&marks));
        record = record.with("PRES_STATCD", format!("{:0>4}", marks.value("status").unwrap_or("1")));
        // Real files have the flags before or behind the unit dose.
        let flags = |record: Record| {
            record
                .flag("SUG_F", marks.has("sugar_free"), id)
                .flag("GLU_F", marks.has("gluten_free"), id)
                .flag("PRES_F", marks.has("preservative_free"), id)
                .flag("CFC_F", marks.has("cfc_free"), id)
        };
        let is_early = id.is_multiple_of(2);
        if is_early {
            record = flags(record);
        }
        if marks.has("available") {
            record = record.with("NON_AVAILCD", "0000").with("NON_AVAILDT", day);
        } else if let Some(date) = marks.value("not_available") {
            record = record.with("NON_AVAILCD", "0001").with("NON_AVAILDT", date);
        }
        record = self.unit_dose(record, form, &marks, &parts)?;
        if !is_early {
            record = flags(record);
        }
        self.files.add(VMP, "VMPS", record);
        self.clinical(id, medicine, form, &marks, &parts)?;
        self.drug_codes(id, medicine, &marks)?;
        let mut generic = Generic { id, key, name, concept, medicine, line, form, marks, packs: Vec::new() };
        self.generic_packs(&mut generic)?;
        Ok(generic)
    }

    fn unit_dose(
        &self,
        record: Record,
        form: usize,
        marks: &Marks,
        parts: &[(&str, &'static str)],
    ) -> Result<Record, SynthError> {
        let Some(form) = self.forms.get(form) else { return Ok(record) };
        let indicator = marks.value("df").unwrap_or(form.indicator);
        let record = record.with("DF_INDCD", indicator);
        if indicator != "1" {
            return Ok(record);
        }
        let (size, unit) = match form.unit_size.split_once(' ') {
            Some((size, unit)) => (size.to_owned(), unit),
            None => {
                let told = marks.value("size").and_then(thousandths);
                let told = told.or_else(|| parts.first().and_then(|(_, text)| volume(text)));
                let text = parts.first().map_or("", |(_, text)| *text);
                (decimal(told.ok_or_else(|| wrong("products.txt", text))?), "ml")
            }
        };
        let (unit, dose) = (self.codes.unit(unit)?, self.codes.unit(form.unit_dose)?);
        Ok(record.with("UDFS", size).with("UDFS_UOMCD", unit).with("UNIT_DOSE_UOMCD", dose))
    }

    /// Ingredients, form, routes and controlled drug category.
    fn clinical(
        &mut self,
        id: u64,
        medicine: &str,
        form: usize,
        marks: &Marks,
        parts: &[(&'static str, &'static str)],
    ) -> Result<(), SynthError> {
        for &(substance, text) in parts {
            let base = self.substance(substance);
            let form = self.forms.get(form).ok_or_else(|| wrong("forms.txt", text))?;
            let salt = self.medicine(substance).and_then(|facts| facts.salt(form.code));
            let stated: Option<Strength> = match text {
                "" => None,
                text => Some(strength(text, form).ok_or_else(|| wrong("products.txt", text))?),
            };
            let mut record = Record::new("VPI").with("VPID", id);
            record = match salt {
                Some((salt, counts)) => {
                    let salt = self.substance(salt);
                    let (basis, of) = if counts { ("0001", salt) } else { ("0002", base) };
                    record.with("ISID", salt).with("BASIS_STRNTCD", basis).with("BS_SUBID", of)
                }
                None => record.with("ISID", base).maybe("BASIS_STRNTCD", stated.as_ref().map(|_| "0001")),
            };
            if let Some(stated) = stated {
                record = record.with("STRNT_NMRTR_VAL", decimal(stated.amount));
                record = record.with("STRNT_NMRTR_UOMCD", self.codes.unit(stated.unit)?);
                if let Some(per) = stated.per {
                    record =
                        record.with("STRNT_DNMTR_VAL", "1").with("STRNT_DNMTR_UOMCD", self.codes.unit(per)?);
                }
            }
            self.files.add(VMP, "VIRTUAL_PRODUCT_INGREDIENT", record);
        }
        if let Some(form) = self.forms.get(form) {
            for &code in &form.forms_and_routes {
                let record = Record::new("ONT").with("VPID", id).with("FORMCD", code);
                self.files.add(VMP, "ONT_DRUG_FORM", record);
            }
            let code = self.codes.code("FORM", form.form)?;
            self.files.add(VMP, "DRUG_FORM", Record::new("DFORM").with("VPID", id).with("FORMCD", code));
            for route in &form.routes {
                let code = self.codes.code("ROUTE", route)?;
                self.files.add(
                    VMP,
                    "DRUG_ROUTE",
                    Record::new("DROUTE").with("VPID", id).with("ROUTECD", code),
                );
            }
        }
        let facts = self.medicine(medicine);
        let schedule = marks.value("schedule").or(facts.map(|facts| facts.schedule)).unwrap_or_default();
        let mut record =
            Record::new("CONTROL_INFO").with("VPID", id).with("CATCD", format!("{schedule:0>4}"));
        if let Some((was, date)) = marks.value("schedule_was").and_then(|was| was.split_once(' ')) {
            record = record.with("CATDT", date).with("CAT_PREVCD", format!("{was:0>4}"));
        }
        self.files.add(VMP, "CONTROL_DRUG_INFO", record);
        Ok(())
    }

    fn drug_codes(&mut self, id: u64, medicine: &str, marks: &Marks) -> Result<(), SynthError> {
        if marks.has("no_codes") {
            return Ok(());
        }
        let facts = self.medicine(medicine);
        let bnf = marks.value("bnf").or(facts.map(|facts| facts.bnf)).filter(|bnf| !bnf.is_empty());
        let mut record = Record::new("VMP").with("VPID", id).maybe("BNF", bnf);
        match facts.filter(|_| marks.value("vtm") != Some("none")) {
            Some(facts) => {
                record = record.with("ATC", facts.atc);
                if let Some((dose, unit)) = facts.daily_dose {
                    record = record.with("DDD", dose).with(
                        "DDD_UOMCD",
                        self.codes.unit(match unit {
                            "g" => "gram",
                            unit => unit,
                        })?,
                    );
                }
            }
            // Real files have words where there is no code.
            None => record = record.with("ATC", "n/a").with("DDD", "n/a"),
        }
        self.files.add("BNF_DETAILS", "VMPS", record);
        Ok(())
    }

    fn generic_packs(&mut self, generic: &mut Generic) -> Result<(), SynthError> {
        let form = self.forms.get(generic.form).ok_or_else(|| wrong("forms.txt", &generic.key))?;
        let declared = generic.marks.value("packs");
        let mut sizes: Vec<String> = match declared {
            Some(sizes) => super::super::tables::list(sizes, ',').into_iter().map(str::to_owned).collect(),
            None => form.packs.iter().map(|&size| size.to_owned()).collect(),
        };
        let grown = self.grown_packs(generic);
        for (size, _) in &grown {
            if !sizes.contains(size) {
                sizes.push(size.clone());
            }
        }
        let line = generic.line.and_then(|line| self.lines.get(line));
        let told: Vec<(&str, Marks)> = line.map(|line| line.generics.clone()).unwrap_or_default();
        for size in sizes {
            let marks = told.iter().find(|(known, _)| *known == size).map(|(_, marks)| marks.clone());
            let marks = marks.unwrap_or_default();
            let id = grown.iter().find(|(known, _)| *known == size).map(|(_, id)| *id);
            let id = id.unwrap_or_else(|| self.codes.own_id(&format!("{} {size}", generic.key), "vmpp"));
            let pack = self.generic_pack(generic, id, size, marks, false)?;
            if let Some(twin) = pack.marks.value("twin") {
                let (number, unit) = quantity(&pack.size)?;
                let is_invalid = twin == "invalid";
                let size = if is_invalid { pack.size.clone() } else { format!("{number} {twin}") };
                let id = self.codes.own_id(&format!("{} {number} {unit} {twin}", generic.key), "vmpp twin");
                self.generic_pack(generic, id, size, Marks::default(), is_invalid)?;
            }
            generic.packs.push(pack);
        }
        Ok(())
    }

    /// Sizes and ids of the packs that growth has made of a product, by its form on the SNOMED CT side.
    fn grown_packs(&self, generic: &Generic) -> Vec<(String, u64)> {
        let Some((ix, true)) = generic.concept else { return Vec::new() };
        let sizes =
            super::super::describe::form_of(&self.model.concept(ix).name).map_or(&[][..], |form| form.packs);
        let packs = self.grown.packs.get(&ix).into_iter().flatten();
        let named = packs.filter_map(|(number, id)| Some((sizes.get(usize::try_from(*number).ok()?)?, *id)));
        named.map(|(size, id)| ((*size).to_owned(), id)).collect()
    }

    fn generic_pack(
        &mut self,
        generic: &Generic,
        id: u64,
        size: String,
        marks: Marks,
        is_invalid: bool,
    ) -> Result<GenericPack, SynthError> {
        let (number, unit) = quantity(&size)?;
        let name = format!("{} {size}", generic.name);
        let is_invalid = is_invalid || generic.marks.has("invalid") || marks.has("invalid");
        let record = Record::new("VMPP")
            .with("VPPID", id)
            .flag("INVALID", is_invalid, id)
            .with("NM", &name)
            .maybe("ABBREVNM", short(&name))
            .with("VPID", generic.id)
            .with("QTYVAL", number)
            .with("QTY_UOMCD", self.codes.unit(unit)?)
            .maybe("COMBPACKCD", combination(&marks));
        self.files.add(VMPP, "VMPPS", record);
        let key = format!("{} {size}", generic.key);
        if !is_invalid {
            self.tariff(generic, id, &key, number, &marks);
        }
        Ok(GenericPack { id, size, name, marks })
    }

    fn tariff(&mut self, generic: &Generic, id: u64, key: &str, number: &str, marks: &Marks) {
        let no_tariff = matches!(generic.marks.value("status"), Some("2" | "3" | "4"))
            || generic.marks.has("component")
            || marks.has("combination")
            || generic.marks.has("hosp");
        let draw = drawn(key, 0);
        let category = marks.value("tariff").or(generic.marks.value("tariff"));
        let category = category.or(match (no_tariff, draw % 8) {
            (true, _) | (_, 7) => None,
            (false, 0..4) => Some("0011"),
            (false, 4 | 5) => Some("0001"),
            (false, _) => Some("0003"),
        });
        let Some(category) = category else { return };
        let usual = self.usual_price(key, number);
        let price = marks.value("price").and_then(|price| price.parse().ok()).unwrap_or(usual);
        let before = marks.value_before("price").and_then(|price| price.parse().ok());
        let before = before.or(draw.is_multiple_of(3).then(|| price * 21 / 20));
        let record = Record::new("DTINFO")
            .with("VPPID", id)
            .with("PAY_CATCD", category)
            .with("PRICE", price)
            .with("DT", "2026-04-01")
            .maybe("PREVPRICE", before);
        self.files.add(VMPP, "DRUG_TARIFF_INFO", record);
    }

    /// What a pack costs in pence where no line tells: by its size, its name and the seed.
    pub(super) fn usual_price(&self, key: &str, number: &str) -> u64 {
        let count = thousandths(number).unwrap_or(1000) / 1000;
        let draw = drawn(key, 0);
        60 + draw % 90 + count.min(500) * (1 + draw / 97 % 7) + drawn(key, self.seed) % 9
    }

    /// The contents of combination packs, in order and as often as they are inside.
    fn contents(&mut self) -> Result<(), SynthError> {
        let mut rows = Vec::new();
        for pack in self.generics.iter().flat_map(|generic| &generic.packs) {
            for inside in contents_of(&pack.marks) {
                let child = self.pack_of(inside?)?;
                rows.push((pack.id, child.id));
            }
        }
        for (parent, child) in rows {
            let record = Record::new("CCONTENT").with("PRNTVPPID", parent).with("CHLDVPPID", child);
            self.files.add(VMPP, "COMB_CONTENT", record);
        }
        Ok(())
    }

    /// The VMPP of a size and a product's key.
    pub(super) fn pack_of(&self, inside: (&str, &str)) -> Result<&GenericPack, SynthError> {
        let generic = self.generics.iter().find(|generic| generic.key == inside.1);
        let pack = generic.and_then(|generic| generic.packs.iter().find(|pack| pack.size == inside.0));
        pack.ok_or_else(|| wrong("products.txt", inside.1))
    }
}

/// Size and product of each pack inside a combination pack.
pub(super) fn contents_of(
    marks: &Marks,
) -> impl Iterator<Item = Result<(&'static str, &'static str), SynthError>> + use<> {
    let held = marks.value("holds").unwrap_or_default();
    let inside = super::super::tables::list(held, ',').into_iter();
    inside.map(|inside| inside.split_once(" of ").ok_or_else(|| wrong("products.txt", inside)))
}

/// The short name of what has a long one.
pub(super) fn short(name: &str) -> Option<String> {
    let is_long = name.chars().count() > 60;
    is_long.then(|| format!("{}...", name.chars().take(57).collect::<String>().trim_end()))
}

/// The code of a combination product or pack.
pub(super) fn combination(marks: &Marks) -> Option<&'static str> {
    match (marks.has("combination"), marks.has("component")) {
        (true, _) => Some("0001"),
        (_, true) => Some("0002"),
        _ => None,
    }
}
