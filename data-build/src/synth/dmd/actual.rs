//! Suppliers' products and their packs: AMPs and AMPPs.

use super::super::SynthError;
use super::super::invented;
use super::super::model::Ix;
use super::super::tables::list;
use super::files::Record;
use super::generic::{Generic, GenericPack, combination, contents_of, quantity, short};
use super::tables::{Marks, legal_category, wrong};
use super::{Maker, drawn};

const AMP: &str = "ACTUAL_MEDICINAL_PRODUCTS";
const AMPP: &str = "ACTUAL_MEDICINAL_PROD_PACKS";

/// How many of the suppliers in the table make generics; those behind them are told of by name.
const GENERIC_SUPPLIERS: usize = 11;

/// Excipients of products whose lines tell none, by what the name of the form ends in.
const EXCIPIENTS: &[(&str, &[&str])] = &[
    ("tablets", &["Lactose monohydrate", "Magnesium stearate", "Maize starch"]),
    ("capsules", &["Gelatin", "Titanium dioxide"]),
    ("cream", &["Cetostearyl alcohol", "Propylene glycol"]),
    ("oral suspension", &["Sucrose", "Methyl parahydroxybenzoate"]),
    ("oral solution", &["Sorbitol", "Ethanol"]),
];

/// A supplier's product before it has an id.
struct Supplied {
    /// The name by which it has its id, and its name.
    key: String,
    name: String,
    supplier: String,
    /// The concept that growth has made of it.
    grown: Option<Ix>,
    marks: Marks,
    /// Packs that a line tells of; none where every pack of the generic product is sold.
    packs: Option<Vec<(&'static str, Marks)>>,
}

/// A pack that was made.
struct ActualPack {
    id: u64,
    generic: u64,
    supplier: String,
    /// Whether a line tells of the product.
    is_told: bool,
    marks: Marks,
}

impl Maker<'_> {
    /// The AMPs and AMPPs.
    pub(super) fn suppliers_products(&mut self) -> Result<(), SynthError> {
        let generics = std::mem::take(&mut self.generics);
        let mut packs = Vec::new();
        let mut last_gtin = 0;
        for generic in &generics {
            for supplied in self.supplied(generic)? {
                self.actual(generic, &generics, supplied, &mut packs, &mut last_gtin)?;
            }
        }
        self.generics = generics;
        self.actual_contents(&packs)
    }

    /// Who supplies a generic product: growth's suppliers, a few usual ones, its brand, and those that a line tells of.
    fn supplied(&self, generic: &Generic) -> Result<Vec<Supplied>, SynthError> {
        let mut found: Vec<Supplied> = Vec::new();
        let plain = |supplier: &str| Supplied {
            key: generic.key.clone(),
            name: generic.name.clone(),
            supplier: supplier.to_owned(),
            grown: None,
            marks: Marks::default(),
            packs: None,
        };
        let draw = drawn(&generic.key, 0);
        let usual = 2 + usize::try_from(draw % 2).unwrap_or_default();
        let count = match generic.marks.value("suppliers") {
            Some(count) => count.parse().map_err(|_| wrong("products.txt", count))?,
            None => usual,
        };
        let lines = super::tables::lists(self.week.number())?;
        let names = lines.iter().filter(|line| line.section == "SUPPLIER").map(|line| line.text);
        let names: Vec<&str> = names.take(GENERIC_SUPPLIERS).collect();
        let at = |number: u64| names.get(usize::try_from(number % 11).unwrap_or_default()).copied();
        for step in 0..count {
            // Any step that is no multiple of 11 leads to another supplier each time.
            let supplier = at(draw + u64::try_from(step).unwrap_or_default() * (1 + draw / 11 % 10));
            found.extend(supplier.map(plain));
        }
        let line = generic.line.and_then(|line| self.lines.get(line));
        let told = line.map_or(&[][..], |line| &line.amps);
        let facts = self.medicine(generic.medicine);
        if let Some(facts) = facts.filter(|facts| !facts.brand.is_empty() && told.is_empty() && count > 0)
            && let Some(rest) = generic.name.strip_prefix(facts.name)
            && let Some(supplier) = self.owner(facts.brand).or_else(|| at(drawn(facts.brand, 0)))
        {
            let name = format!("{}{rest}", facts.brand);
            let rest = generic.key.strip_prefix(facts.name).unwrap_or(rest);
            found.push(Supplied { key: format!("{}{rest}", facts.brand), name, ..plain(supplier) });
        }
        for amp in told.iter().filter(|amp| !amp.marks.has("absent")) {
            self.codes.code("SUPPLIER", amp.supplier)?;
            found.push(Supplied {
                key: amp.name.to_owned(),
                name: amp.name.to_owned(),
                supplier: amp.supplier.to_owned(),
                grown: None,
                marks: amp.marks.clone(),
                packs: Some(amp.packs.clone()),
            });
        }
        if let Some((ix, true)) = generic.concept {
            for &(number, product) in self.grown.products.get(&ix).into_iter().flatten() {
                let supplier = invented::supplier(number);
                match found.iter_mut().find(|known| known.name == generic.name && known.supplier == supplier)
                {
                    Some(known) => known.grown = Some(product),
                    None => found.push(Supplied {
                        grown: Some(product),
                        packs: Some(Vec::new()),
                        ..plain(&supplier)
                    }),
                }
            }
        }
        Ok(found)
    }

    /// Whose brand it is, where a line tells.
    fn owner(&self, brand: &str) -> Option<&'static str> {
        let mut amps = self.lines.iter().flat_map(|line| &line.amps);
        amps.find(|amp| amp.name.starts_with(brand)).map(|amp| amp.supplier)
    }

    fn actual(
        &mut self,
        generic: &Generic,
        generics: &[Generic],
        supplied: Supplied,
        packs: &mut Vec<ActualPack>,
        last_gtin: &mut u64,
    ) -> Result<(), SynthError> {
        let Supplied { key, name, supplier, grown, marks, packs: told } = supplied;
        let key = format!("{key} ({supplier})");
        let id = match grown {
            Some(ix) => self.model.concept(ix).id,
            None => self.codes.own_id(&key, "amp"),
        };
        let full = format!("{name} ({supplier})");
        let is_invalid = marks.has("invalid") || generic.marks.has("invalid");
        let mut record = Record::new("AMP")
            .with("APID", id)
            .flag("INVALID", is_invalid, id)
            .with("VPID", generic.id)
            .with("NM", &name);
        record = record.maybe("ABBREVNM", short(&name)).with("DESC", &full);
        if let Some(was) = marks.value("was") {
            record = record.with("NMDT", "2018-09-03").with("NM_PREV", was);
        }
        let code = self.supplier(&supplier);
        record = record.with("SUPPCD", code).with("LIC_AUTHCD", marks.value("licence").unwrap_or("0001"));
        if let Some(was) = marks.value("licence_was") {
            let mut parts = was.split(' ');
            let mut next = || parts.next().ok_or_else(|| wrong("products.txt", was));
            record = record.with("LIC_AUTH_PREVCD", next()?);
            record = record.with("LIC_AUTHCHANGECD", next()?).with("LIC_AUTHCHANGEDT", next()?);
        }
        let restriction = marks.value("restriction").unwrap_or("1");
        let watched = generic.marks.has("additional_monitoring");
        record = record
            .maybe("COMBPRODCD", combination(&marks))
            .maybe("FLAVOURCD", marks.value("flavour"))
            .flag("EMA", watched, id)
            .flag("PARALLEL_IMPORT", marks.has("import"), id)
            .with("AVAIL_RESTRICTCD", format!("{restriction:0>4}"));
        self.files.add(AMP, "AMPS", record);
        self.of_product(generic, id, &key, &marks)?;

        let mut wanted: Vec<(&GenericPack, Marks, Option<u64>)> = Vec::new();
        match &told {
            None => wanted.extend(generic.packs.iter().map(|pack| (pack, Marks::default(), None))),
            Some(told) => {
                for (size, marks) in told {
                    let pack = generic.packs.iter().find(|pack| pack.size == *size);
                    wanted.push((pack.ok_or_else(|| wrong("products.txt", size))?, marks.clone(), None));
                }
            }
        }
        for (size, id) in self.grown_actual_packs(generic, grown) {
            match wanted.iter_mut().find(|(pack, ..)| pack.size == size) {
                Some((.., known)) => *known = Some(id),
                None => {
                    let pack = generic.packs.iter().find(|pack| pack.size == size);
                    wanted.extend(pack.map(|pack| (pack, Marks::default(), Some(id))));
                }
            }
        }
        let is_told = !marks.has("import") && told.is_some() && grown.is_none();
        for (pack, own, known) in wanted {
            let parent = match own.value("at_odds") {
                Some(other) => {
                    let other = generics.iter().find(|generic| generic.key == other);
                    let other =
                        other.and_then(|other| other.packs.iter().find(|other| other.size == pack.size));
                    other.ok_or_else(|| wrong("products.txt", &pack.name))?.id
                }
                None => pack.id,
            };
            let pack_key = format!("{key} {}", pack.size);
            let pack_id = known.unwrap_or_else(|| self.codes.own_id(&pack_key, "ampp"));
            let is_invalid = is_invalid || own.has("invalid");
            let kept =
                ActualPack { id: pack_id, generic: parent, supplier: supplier.clone(), is_told, marks: own };
            self.actual_pack(generic, pack, &kept, (id, &full, &pack_key), is_invalid)?;
            self.pack_gtins(&kept, &pack_key, is_invalid, last_gtin);
            packs.push(kept);
        }
        Ok(())
    }

    /// Sizes and ids of the packs that growth has made of a supplier's product.
    fn grown_actual_packs(&self, generic: &Generic, grown: Option<Ix>) -> Vec<(String, u64)> {
        let (Some(product), Some((ix, _))) = (grown, generic.concept) else { return Vec::new() };
        let sizes =
            super::super::describe::form_of(&self.model.concept(ix).name).map_or(&[][..], |form| form.packs);
        let packs = self.grown.packs.get(&product).into_iter().flatten();
        let named = packs.filter_map(|(number, id)| Some((sizes.get(usize::try_from(*number).ok()?)?, *id)));
        named.map(|(size, id)| ((*size).to_owned(), id)).collect()
    }

    /// Excipients, licensed routes, the appliance, the BNF code of a supplier's product.
    fn of_product(&mut self, generic: &Generic, id: u64, key: &str, marks: &Marks) -> Result<(), SynthError> {
        let draw = drawn(key, 0);
        for excipient in marks.values("excipient") {
            let words: Vec<&str> = excipient.split(' ').collect();
            let stated = match words.as_slice() {
                [name @ .., number, unit] if number.starts_with(|c: char| c.is_ascii_digit()) => {
                    Some((name.join(" "), *number, *unit))
                }
                _ => None,
            };
            let name = stated.as_ref().map_or(excipient, |(name, ..)| name);
            let substance = self.substance(name);
            let mut record = Record::new("AP_ING").with("APID", id).with("ISID", substance);
            if let Some((_, number, unit)) = stated {
                record = record.with("STRNTH", number).with("UOMCD", self.codes.unit(unit)?);
            }
            self.files.add(AMP, "AP_INGREDIENT", record);
        }
        if !marks.has("excipient") && !generic.marks.has("sugar_free") {
            let label = self.forms.get(generic.form).map_or("", |form| form.label);
            let usual = EXCIPIENTS.iter().find(|(ending, _)| label.ends_with(ending));
            for (name, at) in usual.map_or(&[][..], |(_, names)| names).iter().zip(0u32..) {
                if draw >> at & 3 == 0 {
                    let substance = self.substance(name);
                    let record = Record::new("AP_ING").with("APID", id).with("ISID", substance);
                    self.files.add(AMP, "AP_INGREDIENT", record);
                }
            }
        }
        let form = self.forms.get(generic.form);
        let routes: Vec<&str> = form.map(|form| form.routes.clone()).unwrap_or_default();
        let is_licensed = marks.value("licence").is_none();
        for route in routes.iter().filter(|_| is_licensed) {
            let code = self.codes.code("ROUTE", route)?;
            self.files.add(
                AMP,
                "LICENSED_ROUTE",
                Record::new("LIC_ROUTE").with("APID", id).with("ROUTECD", code),
            );
        }
        if let Some(appliance) = marks.value("appliance") {
            let &[size, colour, order] = list(appliance, ',').as_slice() else {
                return Err(wrong("products.txt", appliance));
            };
            let record = Record::new("AP_INFO").with("APID", id).with("SZ_WEIGHT", size);
            let record = record.with("COLOURCD", colour).with("PROD_ORDER_NO", order);
            self.files.add(AMP, "AP_INFORMATION", record);
        }
        let facts = self.medicine(generic.medicine).map(|facts| facts.bnf).filter(|bnf| !bnf.is_empty());
        if let Some(bnf) = facts.filter(|_| draw.is_multiple_of(10) && !generic.marks.has("no_codes")) {
            self.files.add("BNF_DETAILS", "AMPS", Record::new("AMP").with("APID", id).with("BNF", bnf));
        }
        Ok(())
    }

    fn actual_pack(
        &mut self,
        generic: &Generic,
        pack: &GenericPack,
        own: &ActualPack,
        product: (u64, &str, &str),
        is_invalid: bool,
    ) -> Result<(), SynthError> {
        let (amp, full, key) = product;
        let (id, marks) = (own.id, &own.marks);
        let draw = drawn(key, 0);
        let (number, unit) = quantity(&pack.size)?;
        let count: u64 = number.parse().unwrap_or(1);
        let sub = match marks.value("sub") {
            Some(sub) => Some(sub.to_owned()),
            None => (matches!(unit, "tablet" | "capsule")
                && draw.is_multiple_of(4)
                && own.marks.value("price").is_none())
            .then(|| [14, 10, 7].into_iter().find(|size| count > *size && count.is_multiple_of(*size)))
            .flatten()
            .map(|size| format!("{} x {size} {unit}s", count / size)),
        };
        let name = match &sub {
            Some(sub) => format!("{full} {} {sub}", pack.size),
            None => format!("{full} {}", pack.size),
        };
        let facts = self.medicine(generic.medicine).map_or("0003", |facts| facts.legal);
        let legal = marks.value("legal").or(generic.marks.value("legal")).map_or(facts, legal_category);
        let mut record = Record::new("AMPP")
            .with("APPID", id)
            .flag("INVALID", is_invalid, id)
            .with("NM", &name)
            .maybe("ABBREVNM", short(&name))
            .with("VPPID", own.generic)
            .with("APID", amp)
            .maybe("COMBPACKCD", combination(marks))
            .with("LEGAL_CATCD", legal)
            .maybe("SUBP", sub);
        if let Some(date) = marks.value("discontinued") {
            record = record.with("DISCCD", "0001").with("DISCDT", date);
        } else if let Some(date) = marks.value("reinstated") {
            record = record.with("DISCCD", "0000").with("DISCDT", date);
        } else if draw % 40 == 7
            && !generic.marks.has("component")
            && !generic.marks.has("new")
            && marks.value("price").is_none()
        {
            record = record.with("DISCCD", "0001").with("DISCDT", "2025-06-30");
        }
        self.files.add(AMPP, "AMPPS", record);
        self.pack_status(generic, id, marks);
        self.pack_price(id, key, number, marks)?;
        self.reimbursement(generic, id, (count, unit), marks, draw);
        Ok(())
    }

    fn pack_status(&mut self, generic: &Generic, id: u64, marks: &Marks) {
        let has = |word: &str| marks.has(word) || generic.marks.has(word);
        if has("reimbursed") || has("unreimbursed") {
            let mut record = Record::new("PACK_INFO").with("APPID", id);
            record = match has("reimbursed") {
                true => record.with("REIMB_STATCD", "0001").with("REIMB_STATDT", "2012-04-01"),
                false => record
                    .with("REIMB_STATCD", "0000")
                    .with("REIMB_STATDT", "2023-10-01")
                    .with("REIMB_STATPREVCD", "0001"),
            };
            self.files.add(AMPP, "APPLIANCE_PACK_INFO", record.maybe("PACK_ORDER_NO", marks.value("order")));
        }
        const FLAGS: [(&str, &str); 9] = [
            ("SCHED_2", "sls"),
            ("ACBS", "acbs"),
            ("PADM", "padm"),
            ("FP10_MDA", "mda"),
            ("SCHED_1", "blacklist"),
            ("HOSP", "hosp"),
            ("NURSE_F", "nurse"),
            ("ENURSE_F", "nurse"),
            ("DENT_F", "dental"),
        ];
        if FLAGS.iter().any(|(_, word)| has(word)) {
            let record = Record::new("PRESCRIB_INFO").with("APPID", id);
            let record = FLAGS.iter().fold(record, |record, (tag, word)| record.flag(tag, has(word), id));
            self.files.add(AMPP, "DRUG_PRODUCT_PRESCRIB_INFO", record);
        }
    }

    fn pack_price(&mut self, id: u64, key: &str, number: &str, marks: &Marks) -> Result<(), SynthError> {
        let record = Record::new("PRICE_INFO").with("APPID", id);
        let told = marks.value("price");
        let basis = told.and_then(|told| told.strip_prefix("none "));
        if let Some(basis) = basis {
            let record = record.with("PRICE_BASISCD", format!("{basis:0>4}"));
            self.files.add(AMPP, "MEDICINAL_PRODUCT_PRICE", record);
            return Ok(());
        }
        if marks.has("component") {
            return Ok(());
        }
        let told: Option<u64> = match told {
            Some(told) => Some(told.parse().map_err(|_| wrong("products.txt", told))?),
            None => None,
        };
        let draw = drawn(key, self.seed);
        let price = told.unwrap_or_else(|| self.usual_price(key, number) * (100 + draw % 60) / 100);
        // One price in thirty changes in a week.
        let changes = self.week.number() > 1 && told.is_none() && draw % 30 == 3;
        let (price, date, before) = match changes {
            true => (price * 26 / 25 + 1, "2026-04-20", Some(price)),
            false => (price, "2025-09-01", (draw % 3 == 1).then_some(price * 19 / 20)),
        };
        let record = record
            .with("PRICE", price)
            .with("PRICEDT", date)
            .maybe("PRICE_PREV", before)
            .with("PRICE_BASISCD", "0001");
        self.files.add(AMPP, "MEDICINAL_PRODUCT_PRICE", record);
        Ok(())
    }

    fn reimbursement(&mut self, generic: &Generic, id: u64, size: (u64, &str), marks: &Marks, draw: u64) {
        if marks.has("component") || generic.marks.has("component") {
            return;
        }
        let (count, unit) = size;
        let has = |word: &str| marks.has(word) || generic.marks.has(word);
        let charges = if has("contraceptive") { None } else { Some(marks.value("charges").unwrap_or("1")) };
        let record = Record::new("REIMB_INFO")
            .with("APPID", id)
            .maybe("PX_CHRGS", charges)
            .with("DISP_FEES", "1")
            .flag("BB", has("bulk"), id)
            .flag("CAL_PACK", unit == "tablet" && count.is_multiple_of(28) && draw.is_multiple_of(3), id)
            .maybe("SPEC_CONTCD", has("container").then_some("0001"))
            .maybe("DND", (unit == "cartridge").then_some("0001"))
            .flag("FP34D", has("padm"), id);
        self.files.add(AMPP, "REIMBURSEMENT_INFO", record);
    }

    fn pack_gtins(&mut self, own: &ActualPack, key: &str, is_invalid: bool, last: &mut u64) {
        let told = own.marks.value("gtin");
        let draw = drawn(key, 1);
        if is_invalid || own.marks.has("component") || (told.is_none() && draw % 12 == 5) {
            return;
        }
        // A leading 0 makes 14 digits of 13; real files have both.
        let text = |gtin: u64| if gtin.is_multiple_of(3) { format!("0{gtin}") } else { gtin.to_string() };
        let mut gtins = Vec::new();
        if told == Some("before") {
            gtins.push((text(*last), "2022-05-01", ""));
        } else {
            let gtin = self.codes.gtin(mix_of(draw));
            *last = gtin;
            gtins.push((text(gtin), "2019-03-13", if told == Some("expired") { "2023-12-31" } else { "" }));
        }
        self.gtins += gtins.len() as u64;
        if told == Some("two") {
            // The earlier one in an element of its own, as real files have it.
            let gtin = self.codes.gtin(mix_of(draw + 1));
            self.files.gtins(own.id, &[(text(gtin), "2013-01-24", "2019-03-12")]);
            self.gtins += 1;
        } else if told.is_none() && draw % 25 == 3 {
            let gtin = self.codes.gtin(mix_of(draw + 1));
            gtins.insert(0, (text(gtin), "2012-07-02", "2019-03-12"));
            self.gtins += 1;
        }
        self.files.gtins(own.id, &gtins);
    }

    /// The contents of suppliers' combination packs: the packs of the same supplier that are of those inside.
    fn actual_contents(&mut self, packs: &[ActualPack]) -> Result<(), SynthError> {
        let mut rows = Vec::new();
        for generic in &self.generics {
            for pack in &generic.packs {
                for inside in contents_of(&pack.marks) {
                    let child = self.pack_of(inside?)?.id;
                    let parents = packs.iter().filter(|own| own.generic == pack.id && own.is_told);
                    for parent in parents.filter(|own| own.marks.has("combination")) {
                        let of = |own: &&ActualPack| {
                            own.generic == child && own.supplier == parent.supplier && own.is_told
                        };
                        let child = packs.iter().find(of).ok_or_else(|| wrong("products.txt", &pack.name))?;
                        rows.push((parent.id, child.id));
                    }
                }
            }
        }
        for (parent, child) in rows {
            let record = Record::new("CCONTENT").with("PRNTAPPID", parent).with("CHLDAPPID", child);
            self.files.add(AMPP, "COMB_CONTENT", record);
        }
        Ok(())
    }
}

fn mix_of(draw: u64) -> u64 {
    super::super::numbers::mix(draw)
}
