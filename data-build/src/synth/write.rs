//! Writes the release as RF2 files.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use vademecum::metadata;

use super::describe::content;
use super::grow::RETIREMENTS;
use super::model::{Content, Dialect, Ix, Model, Origin, Synonym, Value, class, position};
use super::numbers::{ITEMS, Partition, Rng, member_id, mix, scattered_item, sctid};
use super::spelling::{Spelling, within};
use super::{MODULE, RELEASE_DATE, SynthError, SynthSummary};

/// 900000000000489007 |Concept inactivation indicator attribute value reference set|.
const CONCEPT_INACTIVATION: u64 = 900_000_000_000_489_007;
/// 900000000000490003 |Description inactivation indicator attribute value reference set|.
const DESCRIPTION_INACTIVATION: u64 = 900_000_000_000_490_003;
/// 900000000000494007 |Inappropriate component|.
const INAPPROPRIATE: u64 = 900_000_000_000_494_007;
/// 900000000000483008 |Outdated component|.
const OUTDATED: u64 = 900_000_000_000_483_008;
/// The longest term written.
const LONGEST_TERM: usize = 4096;

/// The demonstration refsets: their name, and the concepts whose descendants are members.
const REFSETS: &[(&str, &[&str])] = &[
    (
        "Demonstration long term conditions simple reference set",
        &[
            "Diabetes mellitus",
            "Hypertensive disorder",
            "Asthma",
            "Chronic obstructive pulmonary disease",
            "Chronic kidney disease",
            "Heart failure",
            "Ischemic heart disease",
            "Epilepsy",
            "Dementia",
            "Depressive disorder",
        ],
    ),
    ("Demonstration fractures simple reference set", &["Fracture of bone"]),
    (
        "Demonstration emergency care problems simple reference set",
        &["Injury", "Chest pain", "Poisoning", "Abdominal pain", "Head injury", "Sepsis", "Burn of skin"],
    ),
    ("Demonstration medicines simple reference set", &["Medicinal product"]),
    ("Demonstration procedures simple reference set", &["Imaging procedure", "Vaccination", "Endoscopy"]),
];

const NOTICE: &str = "This release is synthetic. It was made by the release generator of Vademecum for \
demonstration and tests. NOT FOR CLINICAL USE. It contains no SNOMED CT content beyond the identifiers and names \
of RF2 metadata. Names of medicines, organisms and chemicals are partly invented, and combinations of terms are \
made by rule. Identifiers in namespace 1999999 are not SNOMED CT identifiers of any organization.";

struct Table {
    out: BufWriter<File>,
    path: PathBuf,
    rows: u64,
}

impl Table {
    fn create(folder: &Path, name: &str, header: &str) -> Result<Table, SynthError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| SynthError::Write { path, source }
        };
        fs::create_dir_all(folder).map_err(failed(folder))?;
        let path = folder.join(name);
        let file = File::create(&path).map_err(failed(&path))?;
        let mut table = Table { out: BufWriter::with_capacity(1 << 18, file), path, rows: 0 };
        table.line(format_args!("{header}"))?;
        table.rows = 0;
        Ok(table)
    }

    fn line(&mut self, row: std::fmt::Arguments<'_>) -> Result<(), SynthError> {
        self.rows += 1;
        self.out
            .write_fmt(row)
            .and_then(|()| self.out.write_all(b"\r\n"))
            .map_err(|source| SynthError::Write { path: self.path.clone(), source })
    }

    fn finish(mut self) -> Result<u64, SynthError> {
        self.out.flush().map_err(|source| SynthError::Write { path: self.path.clone(), source })?;
        Ok(self.rows)
    }
}

/// When a component last changed: a half-yearly release, the same at each run.
fn effective_time(id: u64) -> u32 {
    let step = u32::try_from(mix(id) % 30).unwrap_or_default();
    if step == 29 { RELEASE_DATE } else { (2012 + step / 2) * 10_000 + if step % 2 == 0 { 131 } else { 731 } }
}

/// Whether capitals carry meaning in a term.
fn case_significance(term: &str) -> u64 {
    let first = term.split([' ', ',']).next().unwrap_or_default();
    let proper = term.chars().next().is_some_and(char::is_uppercase) && within(first, false) == first;
    let later = term.chars().skip(1).any(char::is_uppercase);
    if proper || first.chars().skip(1).any(char::is_uppercase) {
        metadata::CASE_SENSITIVE
    } else if later {
        metadata::INITIAL_CASE_INSENSITIVE
    } else {
        metadata::CASE_INSENSITIVE
    }
}

/// A term to be written, and its acceptability in the American and the British refset.
struct Term {
    text: String,
    american: Option<u64>,
    british: Option<u64>,
}

/// The terms of a concept: its name and synonyms, each in its spellings, no term twice.
fn terms(spelling: &mut Spelling, name: &str, synonyms: &[Synonym]) -> Vec<Term> {
    let taken = |dialect: Dialect| synonyms.iter().any(|s| s.preferred && s.dialect == dialect);
    let grade = |preferred: bool| Some(if preferred { metadata::PREFERRED } else { metadata::ACCEPTABLE });
    let mut found: Vec<Term> = Vec::new();
    let mut push = |text: String, american: Option<u64>, british: Option<u64>| {
        if text.len() <= LONGEST_TERM && !found.iter().any(|term| term.text == text) {
            found.push(Term { text, american, british });
        }
    };
    let american = grade(!taken(Dialect::American));
    let british = grade(!taken(Dialect::British));
    if let Some(other) = spelling.british(name) {
        push(name.to_owned(), american, None);
        push(other, None, british);
    } else {
        push(name.to_owned(), american, british);
    }
    for synonym in synonyms {
        let level = grade(synonym.preferred);
        match synonym.dialect {
            Dialect::American => push(synonym.term.clone(), level, None),
            Dialect::British => push(synonym.term.clone(), None, level),
            Dialect::Both => {
                if let Some(other) = spelling.british(&synonym.term) {
                    push(synonym.term.clone(), level, None);
                    push(other, None, level);
                } else {
                    push(synonym.term.clone(), level, level);
                }
            }
        }
    }
    found
}

struct Writer<'a> {
    model: &'a Model,
    seed: u64,
    spelling: Spelling,
    concepts: Table,
    descriptions: Table,
    definitions: Table,
    relationships: Table,
    concrete: Table,
    language: Table,
    associations: Table,
    attribute_values: Table,
    simple: Table,
    dependencies: Table,
    next_description: u64,
    next_relationship: u64,
}

impl Writer<'_> {
    fn module(id: u64) -> u64 {
        let own = id / 1000 % 10_000_000 == u64::from(super::NAMESPACE) && id / 100 % 10 == 1;
        if own || id / 10 % 100 >= 10 { MODULE } else { metadata::MODEL_MODULE }
    }

    fn describe(&mut self, concept: u64, kind: u64, term: &Term, active: bool) -> Result<u64, SynthError> {
        self.next_description += 1;
        let id = sctid(scattered_item(self.next_description, self.seed, ITEMS), Partition::Description);
        let time = effective_time(id);
        let module = Self::module(concept);
        let table = if kind == metadata::DEFINITION { &mut self.definitions } else { &mut self.descriptions };
        let on = u8::from(active);
        let case = case_significance(&term.text);
        let text = &term.text;
        table.line(format_args!("{id}\t{time}\t{on}\t{module}\t{concept}\ten\t{kind}\t{text}\t{case}"))?;
        for (refset, grade) in [(metadata::US_ENGLISH, term.american), (metadata::GB_ENGLISH, term.british)] {
            if let Some(grade) = grade {
                let member = member_id(refset, id, self.seed);
                self.language
                    .line(format_args!("{member}\t{time}\t{on}\t{module}\t{refset}\t{id}\t{grade}"))?;
            }
        }
        Ok(id)
    }

    fn relate(
        &mut self,
        source: u64,
        kind: u64,
        value: &Value,
        group: u8,
        active: bool,
    ) -> Result<(), SynthError> {
        self.next_relationship += 1;
        let id = sctid(scattered_item(self.next_relationship, self.seed, ITEMS), Partition::Relationship);
        let time = effective_time(id);
        let module = Self::module(source);
        let (inferred, some) = (metadata::INFERRED, metadata::EXISTENTIAL);
        let on = u8::from(active);
        match value {
            Value::Concept(target) => {
                let target = self.model.concept(*target).id;
                self.relationships.line(format_args!(
                    "{id}\t{time}\t{on}\t{module}\t{source}\t{target}\t{group}\t{kind}\t{inferred}\t{some}"
                ))
            }
            Value::Number(number) => self.concrete.line(format_args!(
                "{id}\t{time}\t{on}\t{module}\t{source}\t#{number}\t{group}\t{kind}\t{inferred}\t{some}"
            )),
        }
    }

    fn concept(&mut self, ix: Ix) -> Result<(), SynthError> {
        let model = self.model;
        let concept = model.concept(ix);
        let id = concept.id;
        let content = match concept.origin {
            Origin::Core => model.content(ix).cloned().unwrap_or_default(),
            Origin::Grown(combo) => content(model, combo, &concept.name),
            Origin::Retired(..) => Content::default(),
        };
        let active = !matches!(concept.origin, Origin::Retired(..));
        let status = if content.defined { metadata::DEFINED } else { metadata::PRIMITIVE };
        let (time, module, on) = (effective_time(id), Self::module(id), u8::from(active));
        self.concepts.line(format_args!("{id}\t{time}\t{on}\t{module}\t{status}"))?;
        self.descriptions_of(ix, &content, active)?;
        for &parent in &concept.parents {
            self.relate(id, metadata::IS_A, &Value::Concept(parent), 0, active)?;
        }
        for attribute in &content.attributes {
            self.relate(id, model.concept(attribute.kind).id, &attribute.value, attribute.group, active)?;
        }
        if active && mix(id ^ 0xA) % 100 < 4 {
            let above = concept.parents.first().and_then(|&parent| model.concept(parent).parents.first());
            if let Some(&above) = above {
                self.relate(id, metadata::IS_A, &Value::Concept(above), 0, false)?;
            }
        }
        if let Origin::Retired(target, how) = concept.origin {
            self.retired(id, target, how)?;
        }
        Ok(())
    }

    fn descriptions_of(&mut self, ix: Ix, content: &Content, active: bool) -> Result<(), SynthError> {
        let concept = self.model.concept(ix);
        let id = concept.id;
        let both = Some(metadata::PREFERRED);
        let structure =
            concept.tag == "body structure" && concept.class & (class::SITE | class::PART) != 0 && active;
        let full = if structure {
            format!("Structure of {} ({})", self.model.within(ix), concept.tag)
        } else {
            format!("{} ({})", concept.name, concept.tag)
        };
        self.describe(id, metadata::FSN, &Term { text: full, american: both, british: both }, true)?;
        for term in terms(&mut self.spelling, &concept.name, &content.synonyms) {
            self.describe(id, metadata::SYNONYM, &term, true)?;
        }
        if let Some(definition) = &content.definition {
            let american = Term { text: definition.clone(), american: both, british: both };
            if let Some(text) = self.spelling.british(definition) {
                self.describe(id, metadata::DEFINITION, &Term { british: None, ..american }, true)?;
                self.describe(id, metadata::DEFINITION, &Term { text, american: None, british: both }, true)?;
            } else {
                self.describe(id, metadata::DEFINITION, &american, true)?;
            }
        }
        let own = Self::module(id) == MODULE;
        if own && active && mix(id ^ 0xD) % 100 < 5 {
            let acceptable = Some(metadata::ACCEPTABLE);
            let text = format!("{} - former wording", concept.name);
            let term = Term { text, american: acceptable, british: acceptable };
            let description = self.describe(id, metadata::SYNONYM, &term, false)?;
            let reason = if mix(id).is_multiple_of(2) { INAPPROPRIATE } else { OUTDATED };
            self.value(DESCRIPTION_INACTIVATION, description, reason)?;
        }
        Ok(())
    }

    fn value(&mut self, refset: u64, component: u64, value: u64) -> Result<(), SynthError> {
        let member = member_id(refset, component, self.seed);
        let time = effective_time(component);
        self.attribute_values
            .line(format_args!("{member}\t{time}\t1\t{MODULE}\t{refset}\t{component}\t{value}"))
    }

    fn retired(&mut self, id: u64, target: Ix, how: u8) -> Result<(), SynthError> {
        let Some(retirement) = RETIREMENTS.get(usize::from(how)) else { return Ok(()) };
        self.value(CONCEPT_INACTIVATION, id, retirement.reason)?;
        let active = self.model.concept(target);
        let mut targets = match retirement.association {
            900_000_000_000_528_000 => active.parents.first().copied().into_iter().collect(),
            900_000_000_000_523_009 => active.parents.iter().take(1).copied().chain(Some(target)).collect(),
            _ => vec![target],
        };
        targets.retain(|&ix| self.model.concept(ix).id != metadata::ROOT);
        for target in targets {
            let refset = retirement.association;
            let target = self.model.concept(target).id;
            let member = member_id(refset, id, self.seed ^ target);
            let time = effective_time(id);
            self.associations
                .line(format_args!("{member}\t{time}\t1\t{MODULE}\t{refset}\t{id}\t{target}"))?;
        }
        Ok(())
    }

    /// Members of the demonstration refsets: hand-made descendants, and some of the grown ones.
    fn refsets(&mut self) -> Result<(), SynthError> {
        let model = self.model;
        for (name, roots) in REFSETS {
            let Some(refset) = model.find(name).map(|ix| model.concept(ix).id) else { continue };
            let roots: Vec<Ix> = roots.iter().filter_map(|root| model.find(root)).collect();
            for (concept, at) in model.concepts.iter().zip(0usize..) {
                let ix = position(at);
                let chosen = match concept.origin {
                    Origin::Core => true,
                    Origin::Grown(_) => mix(concept.id ^ refset).is_multiple_of(16),
                    Origin::Retired(..) => mix(concept.id ^ refset).is_multiple_of(400),
                };
                let member = chosen
                    && (roots.contains(&ix) || model.ancestors(ix).iter().any(|above| roots.contains(above)));
                if member {
                    let id = concept.id;
                    let member = member_id(refset, id, self.seed);
                    let time = effective_time(id);
                    let on = u8::from(!mix(id ^ 0x5).is_multiple_of(50));
                    self.simple.line(format_args!("{member}\t{time}\t{on}\t{MODULE}\t{refset}\t{id}"))?;
                }
            }
        }
        let (core, model_module) = (metadata::CORE_MODULE, metadata::MODEL_MODULE);
        for (source, target) in [(MODULE, core), (MODULE, model_module), (core, model_module)] {
            let refset = metadata::MODULE_DEPENDENCY;
            let member = member_id(refset, source, target);
            self.dependencies.line(format_args!(
                "{member}\t{RELEASE_DATE}\t1\t{source}\t{refset}\t{target}\t{RELEASE_DATE}\t{RELEASE_DATE}"
            ))?;
        }
        Ok(())
    }
}

fn text_file(path: &Path, text: &str) -> Result<(), SynthError> {
    fs::write(path, text).map_err(|source| SynthError::Write { path: path.to_owned(), source })
}

/// Writes every file of the release below `out`.
pub(super) fn write(model: &Model, out: &Path, seed: u64) -> Result<SynthSummary, SynthError> {
    let folder = out.join(format!("SnomedCT_VademecumDemoRF2_PRODUCTION_{RELEASE_DATE}T120000Z"));
    let snapshot = folder.join("Snapshot");
    let place = "1999999";
    let terminology = |stem: &str, header: &str| {
        Table::create(
            &snapshot.join("Terminology"),
            &format!("sct2_{stem}_{place}_{RELEASE_DATE}.txt"),
            header,
        )
    };
    let refset = |sub: &str, stem: &str, header: &str| {
        let folder = snapshot.join("Refset").join(sub);
        Table::create(&folder, &format!("der2_{stem}_{place}_{RELEASE_DATE}.txt"), header)
    };
    let description =
        "id\teffectiveTime\tactive\tmoduleId\tconceptId\tlanguageCode\ttypeId\tterm\tcaseSignificanceId";
    let member = "id\teffectiveTime\tactive\tmoduleId\trefsetId\treferencedComponentId";
    let tail = "relationshipGroup\ttypeId\tcharacteristicTypeId\tmodifierId";
    let mut writer = Writer {
        model,
        seed,
        spelling: Spelling::default(),
        concepts: terminology("Concept_Snapshot", "id\teffectiveTime\tactive\tmoduleId\tdefinitionStatusId")?,
        descriptions: terminology("Description_Snapshot-en", description)?,
        definitions: terminology("TextDefinition_Snapshot-en", description)?,
        relationships: terminology(
            "Relationship_Snapshot",
            &format!("id\teffectiveTime\tactive\tmoduleId\tsourceId\tdestinationId\t{tail}"),
        )?,
        concrete: terminology(
            "RelationshipConcreteValues_Snapshot",
            &format!("id\teffectiveTime\tactive\tmoduleId\tsourceId\tvalue\t{tail}"),
        )?,
        language: refset("Language", "cRefset_LanguageSnapshot-en", &format!("{member}\tacceptabilityId"))?,
        associations: refset(
            "Content",
            "cRefset_AssociationSnapshot",
            &format!("{member}\ttargetComponentId"),
        )?,
        attribute_values: refset("Content", "cRefset_AttributeValueSnapshot", &format!("{member}\tvalueId"))?,
        simple: refset("Content", "Refset_SimpleSnapshot", member)?,
        dependencies: refset(
            "Metadata",
            "ssRefset_ModuleDependencySnapshot",
            &format!("{member}\tsourceEffectiveTime\ttargetEffectiveTime"),
        )?,
        next_description: 0,
        next_relationship: 0,
    };
    let mut order: Vec<Ix> = (0..position(model.concepts.len())).collect();
    // Released files are in no particular order: reading them must not rely on parents coming first.
    let mut rng = Rng::new(seed ^ 0xF11E);
    for last in (1..order.len()).rev() {
        order.swap(last, rng.below(last + 1));
    }
    for ix in order {
        writer.concept(ix)?;
    }
    writer.refsets()?;
    text_file(
        &folder.join("release_package_information.json"),
        &format!(
            "{{\n  \"effectiveTime\": \"{RELEASE_DATE}\",\n  \"modules\": {{ \"{MODULE}\": \"Vademecum demonstration \
             module (not for clinical use)\" }},\n  \"languageRefset\": \"{},{}\",\n  \"licenceStatement\": \
             \"{NOTICE}\"\n}}\n",
            metadata::GB_ENGLISH,
            metadata::US_ENGLISH,
        ),
    )?;
    text_file(&folder.join("Readme.txt"), &format!("Vademecum demonstration release\r\n\r\n{NOTICE}\r\n"))?;
    Ok(SynthSummary {
        folder,
        concepts: writer.concepts.finish()?,
        descriptions: writer.descriptions.finish()?,
        text_definitions: writer.definitions.finish()?,
        relationships: writer.relationships.finish()?,
        concrete_relationships: writer.concrete.finish()?,
        language_members: writer.language.finish()?,
        association_members: writer.associations.finish()?,
        attribute_value_members: writer.attribute_values.finish()?,
        simple_members: writer.simple.finish()?,
        module_dependencies: writer.dependencies.finish()?,
    })
}
