//! Everyday medicines: substances, medicinal products and clinical drugs from one table.

use super::SynthError;
use super::model::{Attribute, Content, Dialect, Ix, Model, Synonym, Value, class};
use super::spelling::within;
use super::tables::{add, index_synonyms, list, synonym};

const TABLE: &str = include_str!("core/medicines.txt");

/// A dose form: how a table names it, its concept, how a product name ends in it, its unit of presentation and
/// the sizes of its packs.
pub(super) struct Form {
    pub(super) code: &'static str,
    pub(super) concept: &'static str,
    /// The end of a product name: "Paracetamol 500mg tablets".
    pub(super) label: &'static str,
    pub(super) unit: Option<&'static str>,
    /// The packs, as they stand at the end of a pack name.
    pub(super) packs: &'static [&'static str],
}

const fn form(
    code: &'static str,
    concept: &'static str,
    label: &'static str,
    unit: Option<&'static str>,
    packs: &'static [&'static str],
) -> Form {
    Form { code, concept, label, unit, packs }
}

const TABLETS: &[&str] =
    &["7 tablet", "14 tablet", "28 tablet", "30 tablet", "56 tablet", "84 tablet", "100 tablet"];
const CAPSULES: &[&str] =
    &["7 capsule", "15 capsule", "21 capsule", "28 capsule", "56 capsule", "100 capsule"];
const BOTTLES: &[&str] = &["100 ml", "150 ml", "200 ml", "300 ml", "500 ml"];
const AMPOULES: &[&str] = &["1 ampoule", "5 ampoule", "10 ampoule"];
const VIALS: &[&str] = &["1 vial", "5 vial", "10 vial"];
const TUBES: &[&str] = &["15 gram", "30 gram", "50 gram", "100 gram"];
const DROPS: &[&str] = &["5 ml", "10 ml"];

/// The dose forms.
pub(super) const FORMS: &[Form] = &[
    form("tablet", "Tablet", "tablets", Some("Tablet unit"), TABLETS),
    form("capsule", "Capsule", "capsules", Some("Capsule unit"), CAPSULES),
    form("solution", "Oral solution", "oral solution", None, BOTTLES),
    form(
        "injection",
        "Solution for injection",
        "solution for injection ampoules",
        Some("Ampule unit"),
        AMPOULES,
    ),
    form("cream", "Cream", "cream", None, TUBES),
    form("mrtablet", "Modified-release tablet", "modified-release tablets", Some("Tablet unit"), TABLETS),
    form(
        "powderinj",
        "Powder for solution for injection",
        "powder for solution for injection vials",
        Some("Vial unit"),
        VIALS,
    ),
    form("effervescent", "Effervescent tablet", "effervescent tablets", Some("Tablet unit"), TABLETS),
    form("grtablet", "Gastro-resistant tablet", "gastro-resistant tablets", Some("Tablet unit"), TABLETS),
    form("chewable", "Chewable tablet", "chewable tablets", Some("Tablet unit"), TABLETS),
    form("orodispersible", "Orodispersible tablet", "orodispersible tablets", Some("Tablet unit"), TABLETS),
    form(
        "mrcapsule",
        "Modified-release capsule",
        "modified-release capsules",
        Some("Capsule unit"),
        CAPSULES,
    ),
    form(
        "grcapsule",
        "Gastro-resistant capsule",
        "gastro-resistant capsules",
        Some("Capsule unit"),
        CAPSULES,
    ),
    form("suspension", "Oral suspension", "oral suspension", None, BOTTLES),
    form("infusion", "Solution for infusion", "solution for infusion vials", Some("Vial unit"), VIALS),
    form(
        "suppository",
        "Suppository",
        "suppositories",
        Some("Suppository unit"),
        &["10 suppository", "12 suppository"],
    ),
    form("pessary", "Pessary", "pessaries", None, &["1 pessary", "6 pessary"]),
    form("ointment", "Ointment", "ointment", None, TUBES),
    form("gel", "Gel", "gel", None, TUBES),
    form(
        "patch",
        "Transdermal patch",
        "transdermal patches",
        Some("Patch unit"),
        &["4 patch", "5 patch", "8 patch"],
    ),
    form("inhaler", "Pressurized inhaler", "inhaler", Some("Actuation unit"), &["120 dose", "200 dose"]),
    form(
        "dpi",
        "Dry powder inhaler",
        "dry powder inhaler",
        Some("Actuation unit"),
        &["60 dose", "120 dose", "200 dose"],
    ),
    form(
        "nebuliser",
        "Nebuliser liquid",
        "nebuliser liquid unit dose vials",
        Some("Vial unit"),
        &["20 unit dose", "60 unit dose"],
    ),
    form(
        "slspray",
        "Sublingual spray",
        "sublingual spray",
        Some("Actuation unit"),
        &["180 dose", "200 dose"],
    ),
    form("nasalspray", "Nasal spray", "nasal spray", Some("Actuation unit"), &["100 dose", "200 dose"]),
    form("eyedrops", "Eye drops", "eye drops", None, DROPS),
    form("eyeointment", "Eye ointment", "eye ointment", None, &["4 gram", "5 gram"]),
    form("eardrops", "Ear drops", "ear drops", None, DROPS),
];

/// A strength: so much per so much, as numbers and names of units.
struct Strength {
    numerator: String,
    numerator_unit: &'static str,
    denominator: String,
    denominator_unit: &'static str,
}

/// Units as tables write them and their concepts. Longer ones come first.
const UNITS: &[(&str, &str)] = &[
    ("micrograms", "Microgram"),
    ("mmol", "Millimole"),
    ("units", "Unit of activity"),
    ("hour", "Hour"),
    ("dose", "Actuation unit"),
    ("mg", "Milligram"),
    ("ml", "Milliliter"),
    ("g", "Gram"),
    ("%", "Percent"),
];

fn amount(text: &str) -> Option<(String, &'static str)> {
    let (unit, concept) = UNITS.iter().find(|(unit, _)| text.ends_with(unit))?;
    let number = text.strip_suffix(unit)?;
    Some((if number.is_empty() { "1".to_owned() } else { number.to_owned() }, concept))
}

fn strength(text: &str, form: &Form) -> Option<Strength> {
    let (top, bottom) = text.split_once('/').unwrap_or((text, ""));
    let (numerator, numerator_unit) = amount(top)?;
    if numerator_unit == "Percent" {
        // 1% is 1 g in 100 ml, which is 10 mg in 1 ml.
        let number = numerator.parse::<f64>().ok()? * 10.0;
        let number = format!("{number:.3}");
        return Some(Strength {
            numerator: number.trim_end_matches('0').trim_end_matches('.').to_owned(),
            numerator_unit: "Milligram",
            denominator: "1".to_owned(),
            denominator_unit: "Milliliter",
        });
    }
    let (denominator, denominator_unit) = if bottom.is_empty() {
        ("1".to_owned(), form.unit.unwrap_or("Unit of presentation"))
    } else {
        amount(bottom)?
    };
    Some(Strength { numerator, numerator_unit, denominator, denominator_unit })
}

/// The name of a clinical drug.
pub(super) fn drug_name(substance: &str, strength: &str, form: &Form) -> String {
    format!("{substance} {strength} {}", form.label)
}

/// "Amoxicillin 500 mg oral capsule", beside "Amoxicillin 500mg capsules".
pub(super) fn long_drug_name(substance: &str, strength: &str, form: &Form) -> String {
    let mut spaced = String::new();
    let mut digit = false;
    for c in strength.chars() {
        if digit && c.is_alphabetic() {
            spaced.push(' ');
        }
        digit = c.is_ascii_digit();
        spaced.push(c);
    }
    let concept = form.concept.to_lowercase();
    match form.code {
        "tablet" | "capsule" => format!("{substance} {spaced} oral {concept}"),
        _ => format!("{substance} {spaced} {concept}"),
    }
}

/// The attributes of a clinical drug: a role group for each ingredient, and the dose form ungrouped.
pub(super) fn drug_attributes(
    model: &Model,
    ingredients: &[Ix],
    strength_text: &str,
    form: &Form,
) -> Option<Vec<Attribute>> {
    let find = |name: &str| model.find(name);
    let mut found = vec![Attribute {
        kind: find("Has dose form")?,
        value: Value::Concept(find(form.concept)?),
        group: 0,
    }];
    if let Some(unit) = form.unit {
        found.push(Attribute {
            kind: find("Has unit of presentation")?,
            value: Value::Concept(find(unit)?),
            group: 0,
        });
    }
    found.push(Attribute {
        kind: find("Count of active ingredient")?,
        value: Value::Number(ingredients.len().to_string()),
        group: 0,
    });
    let parts: Vec<&str> =
        if ingredients.len() > 1 { strength_text.split('/').collect() } else { vec![strength_text] };
    for (at, (&ingredient, text)) in ingredients.iter().zip(parts).enumerate() {
        let group = u8::try_from(at + 1).ok()?;
        let strength = strength(text, form)?;
        let mut push = |kind: &str, value: Value| {
            if let Some(kind) = find(kind) {
                found.push(Attribute { kind, value, group });
            }
        };
        push("Has precise active ingredient", Value::Concept(ingredient));
        push("Has strength numerator value", Value::Number(strength.numerator));
        push("Has strength numerator unit", Value::Concept(find(strength.numerator_unit)?));
        push("Has strength denominator value", Value::Number(strength.denominator));
        push("Has strength denominator unit", Value::Concept(find(strength.denominator_unit)?));
    }
    Some(found)
}

fn wrong(text: &str) -> SynthError {
    SynthError::Table { table: "medicines.txt", text: text.to_owned() }
}

fn set_parents(model: &mut Model, ix: Ix, parents: Vec<Ix>) {
    let parents = model.reduced(parents);
    if let Some(concept) = usize::try_from(ix).ok().and_then(|at| model.concepts.get_mut(at)) {
        concept.parents = parents.into();
    }
}

/// The medicinal product of a substance; the products of its classes are made on the way.
fn product(model: &mut Model, substance: Ix) -> Result<Ix, SynthError> {
    if model.concept(substance).name.as_ref() == "Drug substance" {
        return model.find("Medicinal product").ok_or_else(|| wrong("Medicinal product"));
    }
    let name = format!("Product containing {}", model.within(substance));
    if let Some(&ix) = model.named.get(&(name.to_lowercase(), "medicinal product")) {
        return Ok(ix);
    }
    let mut parents = Vec::new();
    let classes: Vec<Ix> = model.concept(substance).parents.to_vec();
    for parent in classes {
        if model.concept(parent).class & class::DRUG != 0 {
            parents.push(product(model, parent)?);
        }
    }
    if parents.is_empty() {
        parents.push(model.find("Medicinal product").ok_or_else(|| wrong("Medicinal product"))?);
    }
    let mut synonyms = vec![Synonym::plain(format!("{} product", model.concept(substance).name))];
    for synonym in model.content(substance).map(|content| content.synonyms.clone()).unwrap_or_default() {
        if synonym.dialect == Dialect::American && synonym.preferred {
            synonyms.push(Synonym {
                term: format!("Product containing {}", within(&synonym.term, false)),
                ..synonym
            });
        }
    }
    let ingredient = model.find("Has active ingredient").ok_or_else(|| wrong("Has active ingredient"))?;
    let attributes = vec![Attribute { kind: ingredient, value: Value::Concept(substance), group: 1 }];
    let content = Content { synonyms, attributes, definition: None, defined: true };
    let ix = add(model, &name, "medicinal product", 0, None, content);
    set_parents(model, ix, parents);
    Ok(ix)
}

/// A line of the table.
pub(super) struct Medicine {
    /// The substance, or the name of the combination.
    pub(super) name: &'static str,
    /// The substances of a combination; none where the medicine is a substance.
    pub(super) parts: Vec<&'static str>,
    /// The classes that the substance belongs to.
    parents: Vec<&'static str>,
    synonyms: Vec<Synonym>,
    /// Forms with their strengths.
    pub(super) drugs: Vec<(&'static Form, Vec<&'static str>)>,
}

/// The lines of the table.
pub(super) fn table() -> Result<Vec<Medicine>, SynthError> {
    let lines = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with("# "));
    let mut found = Vec::new();
    for line in lines {
        let mut fields = line.split('|').map(str::trim);
        let head = fields.next().unwrap_or_default();
        let (name, parts) = head.split_once(" = ").unwrap_or((head, ""));
        let parents = list(fields.next().unwrap_or_default(), ';');
        let synonyms = list(fields.next().unwrap_or_default(), ';').into_iter().map(synonym).collect();
        let mut drugs = Vec::new();
        for group in list(fields.next().unwrap_or_default(), ';') {
            let (code, strengths) = group.split_once(": ").ok_or_else(|| wrong(group))?;
            let form = FORMS.iter().find(|form| form.code == code).ok_or_else(|| wrong(code))?;
            drugs.push((form, list(strengths, ',')));
        }
        found.push(Medicine { name, parts: list(parts, '+'), parents, synonyms, drugs });
    }
    Ok(found)
}

/// Adds the substances and products of the table to the core.
pub(super) fn read(model: &mut Model) -> Result<(), SynthError> {
    for medicine in table()? {
        let Medicine { name, parts, parents, synonyms, drugs } = medicine;
        let (ingredients, parent) = if parts.is_empty() {
            let mut above = Vec::new();
            for parent in parents {
                above.push(model.find(parent).ok_or_else(|| wrong(parent))?);
            }
            let content = Content { synonyms: synonyms.clone(), ..Content::default() };
            let ix = add(model, name, "substance", class::DRUG, None, content);
            set_parents(model, ix, above);
            index_synonyms(model, ix);
            (vec![ix], product(model, ix)?)
        } else {
            let mut ingredients = Vec::new();
            for part in parts {
                ingredients.push(model.find(part).ok_or_else(|| wrong(part))?);
            }
            let mut above = Vec::new();
            for &ingredient in &ingredients {
                above.push(product(model, ingredient)?);
            }
            let words: Vec<String> = ingredients.iter().map(|&ix| model.within(ix)).collect();
            let kind = model.find("Has active ingredient").ok_or_else(|| wrong(name))?;
            let attributes = ingredients.iter().zip(1..).map(|(&ix, group)| Attribute {
                kind,
                value: Value::Concept(ix),
                group,
            });
            let mut names = vec![Synonym { preferred: false, ..Synonym::plain(name) }];
            names.extend(synonyms.iter().cloned());
            let content = Content {
                synonyms: names,
                attributes: attributes.collect(),
                definition: None,
                defined: true,
            };
            let ix = add(
                model,
                &format!("Product containing {}", words.join(" and ")),
                "medicinal product",
                0,
                None,
                content,
            );
            set_parents(model, ix, above);
            index_synonyms(model, ix);
            (ingredients, ix)
        };
        for (form, strengths) in drugs {
            for text in strengths {
                let attributes =
                    drug_attributes(model, &ingredients, text, form).ok_or_else(|| wrong(text))?;
                let mut terms = vec![Synonym::plain(long_drug_name(name, text, form))];
                if ingredients.len() > 1 {
                    let bare = text.replace("micrograms", "").replace("mg", "");
                    terms.push(Synonym::plain(format!("{name} {bare} {}", form.label)));
                }
                for other in &synonyms {
                    let dialect = other.dialect;
                    if dialect == Dialect::American && other.preferred {
                        let term = long_drug_name(&other.term, text, form);
                        terms.push(Synonym { term, dialect, preferred: true });
                    }
                }
                let content = Content { synonyms: terms, attributes, definition: None, defined: true };
                let drug =
                    add(model, &drug_name(name, text, form), "clinical drug", class::VIRTUAL, None, content);
                set_parents(model, drug, vec![parent]);
            }
        }
    }
    Ok(())
}
