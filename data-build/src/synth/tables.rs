//! Reads the hand-made tables beside this file into the core of the release.
//!
//! A table is lines of fields parted by `|`: name, parents, synonyms, attributes, definition; lists are parted by
//! `;`. A line in brackets gives the semantic tag of the lines below it and, after a colon, what growth may do
//! with them. A name is a key: parents and attribute values are written by name. Further marks:
//!
//! - `*` before a name: sufficiently defined;
//! - `us:` or `gb:` before a synonym: acceptable in that dialect alone; `US:` or `GB:`: preferred in it;
//! - in attributes, `;` parts role groups and `~` begins one whose attributes stand ungrouped (group 0);
//! - in the metadata table an identifier comes first.

use super::SynthError;
use super::model::{
    Attribute, Concept, Content, Dialect, Ix, Model, Origin, Synonym, Value, class, position,
};
use super::numbers::{Partition, hash_text, sctid};

/// The tables, in the order in which their concepts come. Medicines have their own shape and reader.
const TABLES: &[(&str, &str)] = &[
    ("metadata.txt", include_str!("core/metadata.txt")),
    ("general.txt", include_str!("core/general.txt")),
    ("anatomy.txt", include_str!("core/anatomy.txt")),
    ("organisms.txt", include_str!("core/organisms.txt")),
    ("substances.txt", include_str!("core/substances.txt")),
    ("findings.txt", include_str!("core/findings.txt")),
    ("procedures.txt", include_str!("core/procedures.txt")),
];

/// Short names of attribute types in the tables.
const ATTRIBUTES: &[(&str, &str)] = &[
    ("site", "Finding site"),
    ("morph", "Associated morphology"),
    ("agent", "Causative agent"),
    ("due", "Due to"),
    ("severity", "Severity"),
    ("course", "Clinical course"),
    ("occurrence", "Occurrence"),
    ("interprets", "Interprets"),
    ("interpretation", "Has interpretation"),
    ("process", "Pathological process"),
    ("laterality", "Laterality"),
    ("psite", "Procedure site"),
    ("method", "Method"),
    ("approach", "Surgical approach"),
    ("device", "Using device"),
    ("focus", "Has focus"),
    ("component", "Component"),
    ("associated", "Associated finding"),
    ("procedure", "Associated procedure"),
    ("fcontext", "Finding context"),
    ("pcontext", "Procedure context"),
    ("time", "Temporal context"),
    ("subject", "Subject relationship context"),
];

/// Words of a section header and the class they stand for.
const CLASSES: &[(&str, u64)] = &[
    ("region", class::REGION),
    ("bone", class::BONE),
    ("joint", class::JOINT),
    ("muscle", class::MUSCLE),
    ("tendon", class::TENDON),
    ("ligament", class::LIGAMENT),
    ("nerve", class::NERVE),
    ("artery", class::ARTERY),
    ("vein", class::VEIN),
    ("organ", class::ORGAN),
    ("hollow", class::HOLLOW),
    ("node", class::NODE),
    ("tooth", class::TOOTH),
    ("bursa", class::BURSA),
    ("paired", class::PAIRED),
];

/// What a line says of other concepts, which may stand further on.
pub(super) struct Line {
    table: &'static str,
    parents: Vec<&'static str>,
    attributes: &'static str,
}

fn wrong(table: &'static str, text: &str) -> SynthError {
    SynthError::Table { table, text: text.to_owned() }
}

/// The parts of a list, without blanks and empty parts.
pub(super) fn list(field: &'static str, separator: char) -> Vec<&'static str> {
    field.split(separator).map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// A synonym as a table writes it.
pub(super) fn synonym(text: &str) -> Synonym {
    for (mark, dialect, preferred) in [
        ("us:", Dialect::American, false),
        ("US:", Dialect::American, true),
        ("gb:", Dialect::British, false),
        ("GB:", Dialect::British, true),
    ] {
        if let Some(term) = text.strip_prefix(mark) {
            return Synonym { term: term.to_owned(), dialect, preferred };
        }
    }
    Synonym::plain(text)
}

/// The id that a hand-made concept keeps in every release, whatever else the tables hold.
pub(super) fn core_id(name: &str, tag: &str) -> u64 {
    sctid(50_000_000 + hash_text(&format!("{name} ({tag})")) % 49_000_000, Partition::Concept)
}

/// Adds a hand-made concept without parents or attributes.
pub(super) fn add(
    model: &mut Model,
    name: &str,
    tag: &'static str,
    class: u64,
    id: Option<u64>,
    content: Content,
) -> Ix {
    let ix = position(model.concepts.len());
    model.concepts.push(Concept {
        id: id.unwrap_or_else(|| core_id(name, tag)),
        name: name.into(),
        tag,
        parents: Box::default(),
        class,
        origin: Origin::Core,
    });
    model.contents.push(content);
    model.named.insert((name.to_lowercase(), tag), ix);
    model.by_name.entry(name.to_owned()).or_insert(ix);
    ix
}

/// Adds the core but for medicines, with its hierarchy. Attributes wait for [`attach`], since they name medicines
/// as well.
pub(super) fn read(model: &mut Model) -> Result<Vec<Line>, SynthError> {
    let mut lines = Vec::new();
    for &(table, text) in TABLES {
        let mut tag = "";
        let mut class = 0;
        for text in text.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")) {
            if let Some(header) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
                let (name, flags) = header.split_once(':').unwrap_or((header, ""));
                tag = name;
                class = 0;
                for flag in flags.split_whitespace() {
                    let known = CLASSES.iter().find(|(word, _)| *word == flag);
                    class |= known.ok_or_else(|| wrong(table, flag))?.1;
                }
                continue;
            }
            let mut fields = text.split('|').map(str::trim);
            let mut name = fields.next().unwrap_or_default();
            let mut id = None;
            if table == "metadata.txt" {
                id = Some(name.parse().map_err(|_| wrong(table, text))?);
                name = fields.next().unwrap_or_default();
            }
            let defined = name.starts_with('*');
            let name = name.trim_start_matches('*');
            let parents = list(fields.next().unwrap_or_default(), ';');
            let synonyms = list(fields.next().unwrap_or_default(), ';').into_iter().map(synonym).collect();
            let attributes = fields.next().unwrap_or_default();
            let definition = fields.next().filter(|text| !text.is_empty()).map(str::to_owned);
            if name.is_empty() || tag.is_empty() {
                return Err(wrong(table, text));
            }
            let content = Content { synonyms, attributes: Vec::new(), definition, defined };
            add(model, name, tag, class, id, content);
            lines.push(Line { table, parents, attributes });
        }
    }
    for (at, line) in lines.iter().enumerate() {
        let mut parents = Vec::new();
        for &name in &line.parents {
            parents.push(resolve(model, name).ok_or_else(|| wrong(line.table, name))?);
        }
        if let Some(concept) = model.concepts.get_mut(at) {
            concept.parents = parents.into();
        }
    }
    for at in 0..model.concepts.len() {
        let parents = model.reduced(model.concept(position(at)).parents.to_vec());
        let added = added_class(model, position(at));
        if let Some(concept) = model.concepts.get_mut(at) {
            concept.parents = parents.into();
            concept.class |= added;
        }
    }
    for at in 0..model.concepts.len() {
        index_synonyms(model, position(at));
    }
    Ok(lines)
}

/// Gives the concepts of the lines their attributes.
pub(super) fn attach(model: &mut Model, lines: &[Line]) -> Result<(), SynthError> {
    for (at, line) in lines.iter().enumerate() {
        let attributes = attributes(model, line)?;
        if let Some(content) = model.contents.get_mut(at) {
            content.attributes = attributes;
        }
    }
    Ok(())
}

/// Lets growth recognize a hand-made concept by its synonyms as well.
pub(super) fn index_synonyms(model: &mut Model, ix: Ix) {
    let tag = model.concept(ix).tag;
    let terms: Vec<String> = model
        .content(ix)
        .map(|content| content.synonyms.iter().map(|synonym| synonym.term.to_lowercase()).collect())
        .unwrap_or_default();
    for term in terms {
        model.named.entry((term, tag)).or_insert(ix);
    }
}

/// A concept by name, or by name and semantic tag: `Fracture (morphologic abnormality)`.
fn resolve(model: &Model, name: &str) -> Option<Ix> {
    model.find(name).or_else(|| {
        let (name, tag) = name.strip_suffix(')')?.rsplit_once(" (")?;
        model.named.iter().find(|((n, t), _)| *n == name.to_lowercase() && *t == tag).map(|(_, &ix)| ix)
    })
}

fn attributes(model: &Model, line: &Line) -> Result<Vec<Attribute>, SynthError> {
    let mut found = Vec::new();
    let mut group = 0u8;
    for part in list(line.attributes, ';') {
        let ungrouped = part.starts_with('~');
        if !ungrouped {
            group += 1;
        }
        for pair in list(part.trim_start_matches('~'), ',') {
            let (kind, value) = pair.split_once('=').ok_or_else(|| wrong(line.table, pair))?;
            let (_, full) =
                ATTRIBUTES.iter().find(|(short, _)| *short == kind).ok_or_else(|| wrong(line.table, kind))?;
            let kind = resolve(model, full).ok_or_else(|| wrong(line.table, full))?;
            let value = resolve(model, value).ok_or_else(|| wrong(line.table, value))?;
            found.push(Attribute {
                kind,
                value: Value::Concept(value),
                group: if ungrouped { 0 } else { group },
            });
        }
    }
    Ok(found)
}

/// Problems too general to stand in "History of ...".
const GENERAL: &[&str] = &["Clinical finding", "Disease", "Functional finding", "Disorder of body site"];

/// Words in a name that say how severe or lasting a disorder is, so that growth does not say it again.
pub(super) const QUALIFIED: &[&str] = &[
    "acute",
    "chronic",
    "recurrent",
    "severe",
    "mild",
    "congenital",
    "neonatal",
    "childhood",
    "stage",
    "grade",
    "old",
    "prolonged",
    "transient",
    "stable",
    "unstable",
    "paroxysmal",
    "status",
    "premature",
];

fn added_class(model: &Model, ix: Ix) -> u64 {
    let concept = model.concept(ix);
    let under =
        |name: &str| model.find(name).is_some_and(|top| top == ix || model.ancestors(ix).contains(&top));
    let name = &*concept.name;
    let mut added = 0;
    match concept.tag {
        "organism" if ["Bacterium", "Virus", "Fungus", "Parasite"].iter().any(|top| under(top)) => {
            added |= class::ORGANISM;
            let genus = name.starts_with("Genus ") || name.starts_with("Gram-") || name.starts_with("Meth");
            if !under("Virus") && !genus && !name.ends_with("bacterium") {
                added |= if name.contains(' ') { class::LATIN | class::SPECIES } else { 0 };
                added |= if name.ends_with("aceae") { class::LATIN } else { 0 };
            }
        }
        "substance" => {
            for (top, class) in [
                ("Drug substance", class::DRUG),
                ("Chemical substance", class::CHEMICAL),
                ("Allergen", class::ALLERGEN),
                ("Food", class::ALLERGEN),
                ("Body substance", class::ANALYTE),
            ] {
                added |= if under(top) { class } else { 0 };
            }
        }
        "disorder" | "finding" => {
            let general = GENERAL.contains(&name) || name.starts_with("Finding of") || name.len() > 90;
            if !general {
                added |= class::PROBLEM;
                let lower = name.to_lowercase();
                let qualified = lower.split([' ', '-']).any(|word| QUALIFIED.contains(&word));
                let broad = ["Disorder of", "Infectious", "Complication", "Injury", "Old "];
                let leaf = !broad.iter().any(|start| name.starts_with(start));
                let state = ["disease", "disorder", "arrest", "failure", "neoplastic", "pregnancy", "fever"];
                let named = lower.split(' ').any(|word| state.contains(&word));
                let ends = lower.contains("infectious")
                    || lower.contains("malignant")
                    || lower.contains(" reaction");
                let headed = super::heads::HEADS.iter().any(|head| head.core == name);
                if concept.tag == "disorder" && !headed && leaf && !qualified && !named && !ends {
                    added |= class::PLAIN;
                }
            }
        }
        "procedure" if name != "Procedure" => added |= class::PROCEDURE,
        "event" if name != "Event" => {
            let cause = (under("Accident") && !under("Bite of animal")) || name == "Assault";
            added |= if cause && !name.contains("liquid") { class::EVENT } else { 0 };
        }
        "specimen" if name != "Specimen" => added |= class::SPECIMEN,
        _ => {}
    }
    added
}
