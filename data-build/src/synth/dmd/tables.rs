//! Reads the tables in `tables/`: what dm+d says of medicines, the forms of products, products, code lists.

use super::super::SynthError;
use super::super::tables::list;

const MEDICINES: &str = include_str!("tables/medicines.txt");
const FORMS: &str = include_str!("tables/forms.txt");
const PRODUCTS: &str = include_str!("tables/products.txt");
const LISTS: &str = include_str!("tables/lists.txt");

pub(super) fn wrong(table: &'static str, text: &str) -> SynthError {
    SynthError::Table { table, text: text.to_owned() }
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
}

/// What a line says of a product beyond its name: words with or without a value. Marks of the second week are there
/// from then on.
#[derive(Debug, Clone, Default)]
pub(super) struct Marks(Vec<(&'static str, &'static str)>);

impl Marks {
    fn read(text: &'static str, week: u32) -> Marks {
        let mut marks = Vec::new();
        for mark in list(text, ';') {
            let (holds, mark) = match mark.strip_prefix("2: ") {
                Some("new") => (true, if week < 2 { "absent" } else { "new" }),
                Some(mark) => (week >= 2, mark),
                None => (true, mark),
            };
            if holds {
                marks.push(mark.split_once(' ').unwrap_or((mark, "")));
            }
        }
        Marks(marks)
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.0.iter().any(|(known, _)| *known == word)
    }

    /// The value behind a word; of two, the later one, which is that of the second week.
    pub(super) fn value(&self, word: &str) -> Option<&'static str> {
        self.0.iter().rev().find(|(known, _)| *known == word).map(|(_, value)| *value)
    }

    /// The value before the last one.
    pub(super) fn value_before(&self, word: &str) -> Option<&'static str> {
        self.0.iter().rev().filter(|(known, _)| *known == word).nth(1).map(|(_, value)| *value)
    }

    pub(super) fn values(&self, word: &str) -> impl Iterator<Item = &'static str> {
        self.0.iter().filter(move |(known, _)| *known == word).map(|(_, value)| *value)
    }

    /// Every word.
    #[cfg(test)]
    pub(super) fn words(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|(word, _)| *word)
    }
}

/// What dm+d says of a medicine.
#[derive(Debug)]
pub(super) struct MedicineFacts {
    pub(super) name: &'static str,
    /// The ATC code.
    pub(super) atc: &'static str,
    /// The defined daily dose and its unit.
    pub(super) daily_dose: Option<(&'static str, &'static str)>,
    pub(super) bnf: &'static str,
    /// The code of the legal category.
    pub(super) legal: &'static str,
    /// The controlled drug category.
    pub(super) schedule: &'static str,
    /// Salts by form, `*` for any, and whether the strength counts the salt.
    salts: Vec<(&'static str, &'static str, bool)>,
    pub(super) brand: &'static str,
    pub(super) marks: Marks,
}

impl MedicineFacts {
    /// The salt in products of a form, and whether the strength counts it.
    pub(super) fn salt(&self, form: &str) -> Option<(&'static str, bool)> {
        let of = |wanted: &str| self.salts.iter().find(|(form, ..)| *form == wanted);
        of(form).or_else(|| of("*")).map(|(_, salt, counts)| (*salt, *counts))
    }
}

/// The code of a legal category by the short name of the table.
pub(super) fn legal_category(name: &str) -> &'static str {
    match name {
        "GSL" => "0001",
        "P" => "0002",
        "4" => "0004",
        _ => "0003",
    }
}

pub(super) fn medicines(week: u32) -> Result<Vec<MedicineFacts>, SynthError> {
    let mut found = Vec::new();
    for line in lines(MEDICINES) {
        let fields: Vec<&str> = line.split('|').map(str::trim).collect();
        let field = |at: usize| fields.get(at).copied().unwrap_or_default();
        if fields.len() < 7 {
            return Err(wrong("medicines.txt", line));
        }
        let (atc, dose) = field(1).split_once(' ').unwrap_or((field(1), ""));
        let mut salts = Vec::new();
        for entry in list(field(5), ';') {
            let (forms, salt) = entry.split_once(": ").ok_or_else(|| wrong("medicines.txt", entry))?;
            let (counts, salt) = salt.strip_prefix("= ").map_or((false, salt), |salt| (true, salt));
            salts.extend(list(forms, ',').into_iter().map(|form| (form, salt, counts)));
        }
        found.push(MedicineFacts {
            name: field(0),
            atc,
            daily_dose: dose.split_once(' '),
            bnf: field(2),
            legal: legal_category(field(3)),
            schedule: field(4),
            salts,
            brand: field(6),
            marks: Marks::read(field(7), week),
        });
    }
    Ok(found)
}

/// A form of products.
#[derive(Debug)]
pub(super) struct FormFacts {
    pub(super) code: &'static str,
    /// How names of products end.
    pub(super) label: &'static str,
    pub(super) form: &'static str,
    pub(super) routes: Vec<&'static str>,
    pub(super) forms_and_routes: Vec<&'static str>,
    /// The dose form indicator.
    pub(super) indicator: &'static str,
    /// The size of the unit that is handled: a number and a unit, or `volume`.
    pub(super) unit_size: &'static str,
    pub(super) unit_dose: &'static str,
    /// What a strength without a denominator is told in, where it is told in something.
    pub(super) per: &'static str,
    pub(super) packs: Vec<&'static str>,
}

pub(super) fn forms() -> Result<Vec<FormFacts>, SynthError> {
    let mut found = Vec::new();
    for line in lines(FORMS) {
        let fields: Vec<&str> = line.split('|').map(str::trim).collect();
        let &[code, label, form, routes, ontology, indicator, unit_size, unit_dose, per, packs] =
            fields.as_slice()
        else {
            return Err(wrong("forms.txt", line));
        };
        found.push(FormFacts {
            code,
            label,
            form,
            routes: list(routes, ';'),
            forms_and_routes: list(ontology, ';'),
            indicator,
            unit_size,
            unit_dose,
            per,
            packs: list(packs, ';'),
        });
    }
    Ok(found)
}

/// A supplier's product that a line tells of.
#[derive(Debug)]
pub(super) struct AmpLine {
    pub(super) name: &'static str,
    pub(super) supplier: &'static str,
    pub(super) marks: Marks,
    pub(super) packs: Vec<(&'static str, Marks)>,
}

/// A product that a line tells of.
#[derive(Debug)]
pub(super) struct ProductLine {
    /// The name in SNOMED CT where `is_in_snomed`, else that in dm+d.
    pub(super) name: &'static str,
    pub(super) is_in_snomed: bool,
    /// Another name in dm+d, or nothing; of a product that only dm+d has, its ingredients.
    pub(super) detail: &'static str,
    /// The code of the form, or nothing.
    pub(super) form: &'static str,
    pub(super) marks: Marks,
    pub(super) generics: Vec<(&'static str, Marks)>,
    pub(super) amps: Vec<AmpLine>,
}

pub(super) fn products(week: u32) -> Result<Vec<ProductLine>, SynthError> {
    let table = "products.txt";
    let mut found: Vec<ProductLine> = Vec::new();
    for line in lines(PRODUCTS) {
        let fields: Vec<&str> = line.split('|').map(str::trim).collect();
        let (word, name) =
            fields.first().and_then(|field| field.split_once(' ')).ok_or_else(|| wrong(table, line))?;
        let last = fields.last().copied().unwrap_or_default();
        let marks = Marks::read(last, week);
        match (word, fields.as_slice()) {
            ("=" | "+", &[_, detail, form, _]) => found.push(ProductLine {
                name,
                is_in_snomed: word == "=",
                detail,
                form,
                marks,
                generics: Vec::new(),
                amps: Vec::new(),
            }),
            ("generic", &[_, _]) => {
                let product = found.last_mut().ok_or_else(|| wrong(table, line))?;
                product.generics.push((name, marks));
            }
            ("amp", &[_, supplier, _]) => {
                let product = found.last_mut().ok_or_else(|| wrong(table, line))?;
                product.amps.push(AmpLine { name, supplier, marks, packs: Vec::new() });
            }
            ("pack", &[_, _]) => {
                let product = found.last_mut().and_then(|product| product.amps.last_mut());
                product.ok_or_else(|| wrong(table, line))?.packs.push((name, marks));
            }
            _ => return Err(wrong(table, line)),
        }
    }
    Ok(found)
}

/// An entry of a code list.
#[derive(Debug)]
pub(super) struct ListLine {
    pub(super) section: &'static str,
    pub(super) code: &'static str,
    pub(super) text: &'static str,
    pub(super) marks: Marks,
}

pub(super) fn lists(week: u32) -> Result<Vec<ListLine>, SynthError> {
    let mut section = "";
    let mut found = Vec::new();
    for line in lines(LISTS) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = name;
            continue;
        }
        let mut fields = line.split('|').map(str::trim);
        let (code, text) = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
        if section.is_empty() || text.is_empty() {
            return Err(wrong("lists.txt", line));
        }
        let marks = Marks::read(fields.next().unwrap_or_default(), week);
        found.push(ListLine { section, code, text, marks });
    }
    Ok(found)
}
