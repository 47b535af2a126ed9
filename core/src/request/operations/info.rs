//! `info`: what is in the file.

use serde::Serialize;

use crate::request::answer::{Code, Operation, codes, date};
use crate::request::declaration::{Declaration, Field, Record, Shape};
use crate::request::failure::Failure;
use crate::request::fields::Fields;
use crate::{ConceptId, Counts, Engine, ProductClass, Sctid};

/// `info`.
#[derive(Debug)]
pub(in crate::request) struct Info;

#[derive(Debug, Serialize)]
pub(in crate::request) struct InfoAnswer<'e> {
    format_version: u32,
    builder: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    edition: Option<EditionAnswer<'e>>,
    modules: Vec<ModuleAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dmd_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dmd: Option<DmdAnswer<'e>>,
    counts: Counts,
    sections: Vec<SectionAnswer<'e>>,
    bytes: u64,
    language_order: Vec<Code>,
    language_refsets: Vec<Code>,
    left_out: &'e [String],
    subset: bool,
    licence: &'e str,
}

#[derive(Debug, Serialize)]
struct EditionAnswer<'e> {
    uri: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    module: Option<Code>,
    #[serde(skip_serializing_if = "Option::is_none")]
    effective_time: Option<String>,
}

#[derive(Debug, Serialize)]
struct ModuleAnswer {
    module: Code,
    effective_time: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    preferred: Option<String>,
}

#[derive(Debug, Serialize)]
struct SectionAnswer<'e> {
    name: &'e str,
    bytes: u64,
}

/// The dm+d release in the file.
#[derive(Debug, Serialize)]
struct DmdAnswer<'e> {
    #[serde(skip_serializing_if = "Option::is_none")]
    supplementary_date: Option<String>,
    files: Vec<DmdFileAnswer<'e>>,
    products: Vec<ClassAnswer>,
}

#[derive(Debug, Serialize)]
struct DmdFileAnswer<'e> {
    root: &'e str,
    schema: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    records: u64,
}

#[derive(Debug, Serialize)]
struct ClassAnswer {
    class: &'static str,
    products: u32,
    in_snomed: u32,
}

const DMD: Record = Record {
    name: "DmdRelease",
    doc: "The dm+d release in a file.",
    fields: &[
        Field::optional("supplementary_date", Shape::Date, "the newest date of the supplementary files"),
        Field::always(
            "files",
            Shape::List(&Shape::Record(&Record {
                name: "DmdFile",
                doc: "A file of a dm+d release.",
                fields: &[
                    Field::always("root", Shape::Text, "the root element, which says what the file is"),
                    Field::always("schema", Shape::Text, "the schema that it names"),
                    Field::optional("date", Shape::Date, "the date in its name"),
                    Field::always("records", Shape::Number, "how many records it has"),
                ],
            })),
            "the files that were read",
        ),
        Field::always(
            "products",
            Shape::List(&Shape::Record(&Record {
                name: "DmdClass",
                doc: "The products of a class.",
                fields: &[
                    Field::always("class", Shape::OneOf(&["vtm", "vmp", "amp", "vmpp", "ampp"]), "the class"),
                    Field::always("products", Shape::Number, "how many there are"),
                    Field::always(
                        "in_snomed",
                        Shape::Number,
                        "how many of them are concepts of the SNOMED CT release in the file",
                    ),
                ],
            })),
            "how many products there are, by class",
        ),
    ],
};

fn dmd(engine: &Engine) -> Result<Option<DmdAnswer<'_>>, Failure> {
    if !engine.has_products() {
        return Ok(None);
    }
    let release = engine.dmd_release()?;
    let files = release.files.iter().map(|file| DmdFileAnswer {
        root: &file.root,
        schema: &file.schema,
        date: file.date.map(date),
        records: file.records,
    });
    let classes = ProductClass::ALL.iter().zip(release.products).zip(release.in_snomed);
    Ok(Some(DmdAnswer {
        supplementary_date: release.supplementary_date.map(date),
        files: files.collect(),
        products: classes
            .map(|((class, products), in_snomed)| ClassAnswer { class: class.name(), products, in_snomed })
            .collect(),
    }))
}

/// An id that the manifest holds as a number.
fn id_of(number: u64) -> Result<ConceptId, Failure> {
    let id = Sctid::new(number).map_err(crate::Error::Id)?;
    Ok(ConceptId::from_released(id))
}

/// The preferred term of a module, where the file holds its concept.
fn name_of(engine: &Engine, module: ConceptId) -> Result<Option<String>, Failure> {
    match engine.concept(module) {
        Ok(Some(concept)) => Ok(concept.preferred_term(engine.language_order())?),
        Ok(None) | Err(crate::Error::NotInSubset { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

const EDITION: Record = Record {
    name: "Edition",
    doc: "A SNOMED CT edition at a date.",
    fields: &[
        Field::always("uri", Shape::Text, "its URI with the version"),
        Field::optional("module", Shape::Code, "the module that identifies the edition"),
        Field::optional("effective_time", Shape::Date, "the date of the version"),
    ],
};

const MODULE: Record = Record {
    name: "ModuleRelease",
    doc: "A module and the date of its release.",
    fields: &[
        Field::always("module", Shape::Code, "the module's concept"),
        Field::always("effective_time", Shape::Date, "the date"),
        Field::optional("preferred", Shape::Text, "its preferred term, where the file holds the concept"),
    ],
};

const SECTION: Record = Record {
    name: "Section",
    doc: "A section of the file.",
    fields: &[
        Field::always("name", Shape::Text, "its name"),
        Field::always("bytes", Shape::Number, "its length"),
    ],
};

const COUNTS: Record = Record {
    name: "Counts",
    doc: "How much of everything a file holds.",
    fields: &[
        Field::always("concepts", Shape::Number, "concepts"),
        Field::always("active_concepts", Shape::Number, "active concepts"),
        Field::always("terms", Shape::Number, "fully specified names and synonyms"),
        Field::always("active_terms", Shape::Number, "active ones among them"),
        Field::always("definitions", Shape::Number, "text definitions"),
        Field::always("is_a", Shape::Number, "is-a relationships"),
        Field::always("attributes", Shape::Number, "attribute relationships, concrete values included"),
        Field::always("concrete_values", Shape::Number, "attribute relationships with a concrete value"),
        Field::always("language_members", Shape::Number, "acceptabilities in language reference sets"),
        Field::always("words", Shape::Number, "distinct words of the search index"),
        Field::always("documents", Shape::Number, "texts of the search index"),
    ],
};

impl Operation for Info {
    const DECLARED: &'static Declaration = &Declaration {
        name: "info",
        doc: "What is in the file.",
        arguments: &[],
        answers: &[Record {
            name: "Info",
            doc: "What is in the file.",
            fields: &[
                Field::always("format_version", Shape::Number, "the version of the format"),
                Field::always("builder", Shape::Text, "the version of the compiler"),
                Field::optional(
                    "edition",
                    Shape::Record(&EDITION),
                    "the edition, where release or build told one",
                ),
                Field::always("modules", Shape::List(&Shape::Record(&MODULE)), "the modules inside"),
                Field::optional("dmd_date", Shape::Date, "the date of the dm+d release inside"),
                Field::optional("dmd", Shape::Record(&DMD), "what there is of that release"),
                Field::always("counts", Shape::Record(&COUNTS), "how much of everything there is"),
                Field::always("sections", Shape::List(&Shape::Record(&SECTION)), "the sections of the file"),
                Field::always("bytes", Shape::Number, "the bytes of the file"),
                Field::always(
                    "language_order",
                    Shape::List(&Shape::Code),
                    "the language reference sets in which a preferred term is looked for, in order",
                ),
                Field::always(
                    "language_refsets",
                    Shape::List(&Shape::Code),
                    "the language reference sets of the file",
                ),
                Field::always("left_out", Shape::List(&Shape::Text), "the parts that the build left out"),
                Field::always("subset", Shape::Flag, "whether the file holds chosen concepts only"),
                Field::always("licence", Shape::Text, "whose content it is"),
            ],
        }],
    };
    const PARTIAL_IN_SUBSET: bool = false;
    type Answer<'e> = InfoAnswer<'e>;

    fn read(_: &Fields<'_>) -> Result<Info, Failure> {
        Ok(Info)
    }

    fn run<'e>(&self, engine: &'e Engine) -> Result<InfoAnswer<'e>, Failure> {
        let manifest = engine.manifest();
        let module = |release: &crate::ModuleRelease| {
            let module = id_of(release.module)?;
            Ok(ModuleAnswer {
                module: Code(module),
                effective_time: date(release.effective_time),
                preferred: name_of(engine, module)?,
            })
        };
        let edition = match &manifest.edition {
            None => None,
            Some(edition) => Some(EditionAnswer {
                uri: &edition.uri,
                module: edition.module.map(id_of).transpose()?.map(Code),
                effective_time: edition.effective_time.map(date),
            }),
        };
        let section =
            |section: &'e crate::SectionInfo| SectionAnswer { name: &section.name, bytes: section.length };
        let order: Vec<ConceptId> =
            manifest.language_order.iter().map(|id| id_of(*id)).collect::<Result<_, _>>()?;
        Ok(InfoAnswer {
            format_version: engine.format_version(),
            builder: &manifest.builder,
            edition,
            modules: manifest.modules.iter().map(module).collect::<Result<_, Failure>>()?,
            dmd_date: manifest.dmd_date.map(date),
            dmd: dmd(engine)?,
            counts: manifest.counts,
            sections: engine.sections().iter().map(section).collect(),
            bytes: engine.file_length(),
            language_order: codes(order),
            language_refsets: engine.language_refsets().map(Code).collect(),
            left_out: &manifest.left_out,
            subset: manifest.is_subset,
            licence: &manifest.licence,
        })
    }
}
