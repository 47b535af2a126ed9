//! `info`: what is in the file.

use serde::Serialize;

use crate::request::answer::{Code, Operation, codes, date};
use crate::request::failure::Failure;
use crate::request::fields::Fields;
use crate::{ConceptId, Counts, Engine, Sctid};

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

impl Operation for Info {
    const FIELDS: &'static [&'static str] = &[];
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
