//! What a grown concept says of itself: its name, synonyms and attributes.

use super::heads::{Cause, HEADS, Head, Kind, QUALIFIERS, Qualifier};
use super::invented;
use super::medicines::{self, FORMS, Form};
use super::model::{Attribute, Combo, Content, Dialect, Ix, Model, NONE, Origin, Synonym, Value, class};
use super::numbers::hash_text;
use super::spelling::{upper_first, within};

pub(super) fn qualifier(number: u8) -> Option<&'static Qualifier> {
    QUALIFIERS.get(usize::from(number).checked_sub(1)?)
}

pub(super) fn head_of(combo: Combo) -> Option<&'static Head> {
    HEADS.get(usize::from(combo.head))
}

/// The dose form a product name ends in.
pub(super) fn form_of(name: &str) -> Option<&'static Form> {
    let name = name.split(" (").next().unwrap_or(name);
    FORMS.iter().filter(|form| name.ends_with(form.label)).max_by_key(|form| form.label.len())
}

/// Forms that an invented clinical drug may have, most usual first.
pub(super) const GROWN_FORMS: usize = 14;

/// The form and strength of a grown clinical drug by its number.
pub(super) fn virtual_parts(substance: &str, number: u32) -> Option<(&'static Form, String)> {
    let forms = u32::try_from(GROWN_FORMS).ok()?;
    let form = FORMS.get(usize::try_from(number % forms).ok()?)?;
    let step = u64::from(number / forms);
    Some((form, invented::strength(hash_text(substance), form.code, step)))
}

/// The pattern with its slot filled. A pattern that begins with the slot begins with a capital.
fn fill(pattern: &str, slot: &str) -> String {
    upper_first_unless(&pattern.replace("{}", slot), pattern.starts_with("{}"))
}

fn upper_first_unless(text: &str, begins: bool) -> String {
    if begins { upper_first(text) } else { text.to_owned() }
}

fn qualified(combo: Combo, base: String, proper: bool) -> String {
    let mut name = base;
    for number in combo.qualifiers.iter().rev() {
        if let Some(qualifier) = qualifier(*number) {
            name = format!("{} {}", qualifier.word, within(&name, proper));
        }
    }
    name
}

/// The name of a combination.
pub(super) fn name(model: &Model, head: &Head, combo: Combo) -> Option<String> {
    let slot = |ix: Ix| if ix == NONE { String::new() } else { model.concept(ix).name.to_string() };
    Some(match head.kind {
        Kind::Genus => format!("Genus {}", invented::genus(combo.number)),
        Kind::Species => {
            let genus = slot(combo.slot);
            format!("{} {}", genus.trim_start_matches("Genus "), invented::epithet(combo.number))
        }
        Kind::Strain => format!("{} serotype {}", slot(combo.slot), combo.number + 1),
        Kind::Chemical => invented::chemical(combo.number),
        Kind::Drug => invented::drug(combo.number).0,
        Kind::Product => format!("Product containing {}", model.within(combo.slot)),
        Kind::Virtual => {
            let substance = slot(combo.slot);
            let (form, strength) = virtual_parts(&substance, combo.number)?;
            medicines::drug_name(&substance, &strength, form)
        }
        Kind::Actual => format!("{} ({})", slot(combo.slot), invented::supplier(combo.number)),
        Kind::VirtualPack | Kind::ActualPack => {
            let product = slot(combo.slot);
            let pack = form_of(&product)?.packs.get(usize::try_from(combo.number).ok()?)?;
            format!("{product} {pack}")
        }
        Kind::Qualified => {
            let latin = model.concept(combo.slot).class & class::LATIN != 0;
            qualified(combo, slot(combo.slot), latin)
        }
        Kind::Pattern | Kind::Within => {
            let base = if combo.slot == NONE {
                head.core.to_owned()
            } else {
                fill(head.pattern, &model.within(combo.slot))
            };
            let mut name = qualified(combo, base, false);
            if combo.cause != NONE {
                let cause = model.within(combo.cause);
                let link = match head.cause {
                    Cause::Organism => "caused by",
                    Cause::Event => "due to",
                    _ => "in",
                };
                name = format!("{name} {link} {cause}");
            }
            name
        }
    })
}

/// Synonyms and attributes of a grown concept.
pub(super) fn content(model: &Model, combo: Combo, own_name: &str) -> Content {
    let Some(head) = head_of(combo) else { return Content::default() };
    Content {
        synonyms: synonyms(model, head, combo, own_name),
        attributes: attributes(model, head, combo).unwrap_or_default(),
        definition: None,
        defined: !matches!(
            head.kind,
            Kind::Genus | Kind::Species | Kind::Strain | Kind::Chemical | Kind::Drug
        ) && combo.qualifiers.iter().all(|&number| {
            number == 0 || qualifier(number).is_some_and(|qualifier| !qualifier.attribute.is_empty())
        }),
    }
}

fn synonyms(model: &Model, head: &Head, combo: Combo, own_name: &str) -> Vec<Synonym> {
    let mut terms = Vec::new();
    let chance = hash_text(own_name);
    match head.kind {
        Kind::Pattern | Kind::Within if combo.slot != NONE => {
            let slot = model.within(combo.slot);
            let latin = model.concept(combo.slot).class & class::LATIN != 0;
            let cause = own_name.find(" caused by ").or_else(|| own_name.find(" due to "));
            let tail =
                cause.filter(|_| combo.cause != NONE).and_then(|at| own_name.get(at..)).unwrap_or_default();
            for (pattern, at) in head.synonyms.iter().zip(0u64..) {
                if chance >> at & 1 == 0 || at == 0 {
                    let base = fill(pattern, &slot);
                    let base = if pattern.starts_with('?') { pattern.replace("{}", &slot) } else { base };
                    let proper = latin && pattern.starts_with("{}");
                    terms.push(format!("{}{tail}", qualified(combo, base, proper)));
                }
            }
            // A lay word for the slot: "Fracture of thigh bone".
            let lay = model.content(combo.slot).and_then(|content| content.synonyms.first());
            if let Some(lay) = lay.filter(|lay| lay.dialect == Dialect::Both && combo.slot != NONE) {
                let lay = within(&lay.term, false);
                terms.push(format!("{}{tail}", qualified(combo, fill(head.pattern, &lay), false)));
            }
        }
        Kind::Qualified => {
            let base = model.concept(combo.slot);
            if let [one, 0] = combo.qualifiers
                && let Some(qualifier) = qualifier(one)
            {
                terms.push(format!("{}, {}", base.name, qualifier.word.to_lowercase()));
            }
            if let Some(first) = model.content(combo.slot).and_then(|content| content.synonyms.first()) {
                terms.push(qualified(combo, first.term.clone(), false));
            }
        }
        Kind::Species | Kind::Strain => {
            if let Some((genus, rest)) = own_name.split_once(' ') {
                terms.extend(genus.chars().next().map(|letter| format!("{letter}. {rest}")));
            }
        }
        Kind::Product => terms.push(format!("{} product", model.concept(combo.slot).name)),
        Kind::Virtual => {
            let substance = &model.concept(combo.slot).name;
            if let Some((form, strength)) = virtual_parts(substance, combo.number) {
                terms.push(medicines::long_drug_name(substance, &strength, form));
            }
        }
        Kind::Genus => terms.push(format!("{} species", own_name.trim_start_matches("Genus "))),
        _ => {}
    }
    let mut found: Vec<Synonym> = Vec::new();
    for term in terms {
        if term != own_name && !found.iter().any(|other| other.term == term) {
            found.push(Synonym::plain(term));
        }
    }
    found
}

fn attributes(model: &Model, head: &Head, combo: Combo) -> Option<Vec<Attribute>> {
    let find = |name: &str| model.find(name);
    let mut found: Vec<Attribute> = Vec::new();
    match head.kind {
        Kind::Product => {
            found.push(Attribute {
                kind: find("Has active ingredient")?,
                value: Value::Concept(combo.slot),
                group: 1,
            });
        }
        Kind::Virtual => {
            let (form, strength) = virtual_parts(&model.concept(combo.slot).name, combo.number)?;
            found = medicines::drug_attributes(model, &[combo.slot], &strength, form)?;
        }
        Kind::Actual => {
            found = attributes_of(model, combo.slot);
        }
        Kind::VirtualPack | Kind::ActualPack => {
            found.push(Attribute {
                kind: find("Contains clinical drug")?,
                value: Value::Concept(combo.slot),
                group: 1,
            });
            let pack =
                form_of(&model.concept(combo.slot).name)?.packs.get(usize::try_from(combo.number).ok()?)?;
            let size = pack.split(' ').next()?.to_owned();
            found.push(Attribute { kind: find("Has pack size")?, value: Value::Number(size), group: 1 });
        }
        Kind::Qualified | Kind::Pattern | Kind::Within => {
            found = if head.kind == Kind::Qualified {
                attributes_of(model, combo.slot)
            } else if head.kind == Kind::Within {
                Vec::new()
            } else {
                find(head.core).map(|core| attributes_of(model, core)).unwrap_or_default()
            };
            if combo.slot != NONE && !head.attribute.is_empty() && head.kind != Kind::Qualified {
                let kind = find(head.attribute)?;
                let value = if head.attribute == "Laterality" { find(head.core)? } else { combo.slot };
                let mut there = false;
                for attribute in found.iter_mut().filter(|attribute| attribute.kind == kind) {
                    attribute.value = Value::Concept(value);
                    there = true;
                }
                if !there {
                    let group = u8::from(head.kind != Kind::Within);
                    found.push(Attribute { kind, value: Value::Concept(value), group });
                }
            }
            if head.tag == "situation" {
                situate(model, head, &mut found)?;
            }
            if combo.cause != NONE {
                let (kind, group) = match head.cause {
                    Cause::Organism => ("Causative agent", 1),
                    Cause::Event => ("Due to", 0),
                    _ => ("Inheres in", 1),
                };
                found.push(Attribute { kind: find(kind)?, value: Value::Concept(combo.cause), group });
            }
            for qualifier in combo.qualifiers.iter().filter_map(|&number| qualifier(number)) {
                if let (Some(kind), Some(value)) = (find(qualifier.attribute), find(qualifier.value)) {
                    let value = Value::Concept(value);
                    let group = if head.tag == "procedure" { 1 } else { 0 };
                    if !found.iter().any(|other| other.kind == kind && other.value == value) {
                        found.push(Attribute { kind, value, group });
                    }
                }
            }
        }
        Kind::Genus | Kind::Species | Kind::Strain | Kind::Chemical | Kind::Drug => {}
    }
    found.sort_by_key(|attribute| attribute.group);
    Some(found)
}

/// The context attributes of a situation.
fn situate(model: &Model, head: &Head, found: &mut Vec<Attribute>) -> Option<()> {
    let find = |name: &str| model.find(name);
    let family = head.core.starts_with("Family");
    let (kind, value) = match head.core {
        "Suspected clinical finding" => ("Finding context", "Suspected"),
        "No clinical finding" => ("Finding context", "Absent"),
        "At risk of clinical finding" => ("Finding context", "At risk context"),
        "History of procedure" => ("Procedure context", "Done"),
        "Procedure planned" => ("Procedure context", "Planned"),
        "Procedure declined" => ("Procedure context", "Declined"),
        "Procedure not done" => ("Procedure context", "Not done"),
        _ => ("Finding context", "Present"),
    };
    let time = if head.core.starts_with("History") { "In the past" } else { "Current or specified time" };
    let subject = if family { "Family member" } else { "Subject of record" };
    for (kind, value) in
        [(kind, value), ("Temporal context", time), ("Subject relationship context", subject)]
    {
        found.push(Attribute { kind: find(kind)?, value: Value::Concept(find(value)?), group: 1 });
    }
    Some(())
}

/// The attributes of any concept.
pub(super) fn attributes_of(model: &Model, ix: Ix) -> Vec<Attribute> {
    match model.concept(ix).origin {
        Origin::Core => model.content(ix).map(|content| content.attributes.clone()).unwrap_or_default(),
        Origin::Grown(combo) => {
            head_of(combo).and_then(|head| attributes(model, head, combo)).unwrap_or_default()
        }
        Origin::Retired(..) => Vec::new(),
    }
}
