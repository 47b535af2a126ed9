//! Releases written by tests of the search, and files built from them.

use std::collections::HashMap;
use std::path::PathBuf;

use tempfile::TempDir;
use vademecum::{Engine, Fuzzy, MatchKind, SearchOptions, metadata};
use vademecum_build::compile::{BuildOptions, build};
use vademecum_build::equivalents::EquivalentsSource;
use vademecum_build::progress::Silent;
use vademecum_build::rf2::{Release, Rf2Options, read};

use super::Model;
use crate::rf2_written::{
    CONCEPT, CONCEPT_FILE, DEFINITION_FILE, DESCRIPTION, DESCRIPTION_FILE, LANGUAGE, LANGUAGE_FILE, Package,
    RELATIONSHIP, RELATIONSHIP_FILE, concept, description, line, member, relationship,
};

pub const GB: u64 = metadata::GB_ENGLISH;
pub const US: u64 = metadata::US_ENGLISH;

/// A release that is being written.
pub struct Written {
    concepts: Vec<String>,
    descriptions: Vec<String>,
    definitions: Vec<String>,
    is_a: Vec<String>,
    members: Vec<String>,
}

/// A file, and the rules over the release that it was built from.
pub struct World {
    pub engine: Engine,
    pub model: Model,
}

impl Default for Written {
    fn default() -> Written {
        let mut written = Written {
            concepts: vec![CONCEPT.to_owned()],
            descriptions: vec![DESCRIPTION.to_owned()],
            definitions: vec![DESCRIPTION.to_owned()],
            is_a: vec![RELATIONSHIP.to_owned()],
            members: vec![LANGUAGE.to_owned()],
        };
        written.row_of_concept(metadata::ROOT, metadata::CORE_MODULE, true);
        written.row_of_concept(metadata::IS_A, metadata::MODEL_MODULE, true);
        written.below(metadata::IS_A, metadata::ROOT);
        written
    }
}

impl Written {
    fn row_of_concept(&mut self, id: u64, module: u64, active: bool) {
        let row = line([&id, &20_260_101, &u8::from(active), &module, &metadata::PRIMITIVE]);
        self.concepts.push(row);
    }

    fn below(&mut self, child: u64, parent: u64) {
        let id = relationship(self.is_a.len() as u64);
        self.is_a.push(line([
            &id,
            &20_260_101,
            &1,
            &metadata::CORE_MODULE,
            &child,
            &parent,
            &0,
            &metadata::IS_A,
            &metadata::INFERRED,
            &metadata::EXISTENTIAL,
        ]));
    }

    /// A concept without a name; an inactive one where it has no parents.
    pub fn concept(&mut self, module: u64, parents: &[u64]) -> u64 {
        let id = concept(self.concepts.len() as u64);
        self.row_of_concept(id, module, !parents.is_empty());
        for parent in parents {
            self.below(id, *parent);
        }
        id
    }

    /// A description, in language reference sets in which it is preferred or not.
    pub fn describe(
        &mut self,
        concept: u64,
        kind: u64,
        text: &str,
        active: bool,
        sets: &[(u64, bool)],
    ) -> u64 {
        let id = description((self.descriptions.len() + self.definitions.len()) as u64);
        let row = line([
            &id,
            &20_260_101,
            &u8::from(active),
            &metadata::CORE_MODULE,
            &concept,
            &"en",
            &kind,
            &text,
            &metadata::CASE_INSENSITIVE,
        ]);
        let rows = if kind == metadata::DEFINITION { &mut self.definitions } else { &mut self.descriptions };
        rows.push(row);
        for (refset, preferred) in sets {
            let value = if *preferred { metadata::PREFERRED } else { metadata::ACCEPTABLE };
            let own = member(self.members.len() as u64);
            self.members.push(line([&own, &20_260_101, &1, &metadata::CORE_MODULE, refset, &id, &value]));
        }
        id
    }

    /// An active concept below the root: its fully specified name, and terms of which the first is preferred.
    pub fn simple(&mut self, name: &str, terms: &[&str]) -> u64 {
        let id = self.concept(metadata::CORE_MODULE, &[metadata::ROOT]);
        self.describe(id, metadata::FSN, name, true, &[(GB, true), (US, true)]);
        for (at, term) in terms.iter().enumerate() {
            self.describe(id, metadata::SYNONYM, term, true, &[(GB, at == 0), (US, at == 0)]);
        }
        id
    }

    /// Concepts of one term each, which is their fully specified name too, with the tag.
    pub fn terms(terms: &[&str]) -> Written {
        let mut written = Written::default();
        for term in terms {
            written.simple(&format!("{term} (finding)"), &[term]);
        }
        written
    }

    /// Builds a file, with a table of equivalents and counts of uses.
    pub fn world(self, equivalents: Option<&str>, usage: Option<&HashMap<u64, u64>>) -> World {
        let folder = TempDir::new().unwrap();
        let inputs = vec![folder.path().join("release")];
        self.package().write(&inputs[0]);
        world_of(&folder, inputs, equivalents, usage)
    }

    /// The release as files.
    pub fn package(self) -> Package {
        Package::default()
            .lines(CONCEPT_FILE, "\r\n", self.concepts)
            .lines(DESCRIPTION_FILE, "\r\n", self.descriptions)
            .lines(DEFINITION_FILE, "\r\n", self.definitions)
            .lines(RELATIONSHIP_FILE, "\r\n", self.is_a)
            .lines(LANGUAGE_FILE, "\r\n", self.members)
    }

    /// A file without equivalents and usage.
    pub fn plain(self) -> World {
        self.world(None, None)
    }
}

/// Builds a file of a release.
pub fn world_of(
    folder: &TempDir,
    inputs: Vec<PathBuf>,
    equivalents: Option<&str>,
    usage: Option<&HashMap<u64, u64>>,
) -> World {
    let written = |name: &str, content: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    };
    let options = BuildOptions {
        inputs: inputs.clone(),
        equivalents: match equivalents {
            Some(table) => EquivalentsSource::File(written("equivalents.tsv", table)),
            None => EquivalentsSource::None,
        },
        usage: usage.map(|counts| {
            let mut lines: Vec<String> =
                counts.iter().map(|(id, count)| format!("{id}\t{count}\n")).collect();
            lines.sort();
            written("usage.tsv", &format!("SNOMED_Concept_ID\tUsage\n{}", lines.concat()))
        }),
        ..BuildOptions::default()
    };
    let out = folder.path().join("out.vade");
    build(&options, &out, &Silent).unwrap();
    let engine = Engine::from_bytes(std::fs::read(out).unwrap()).unwrap();
    let release: Release = read(&Rf2Options { inputs, ..Rf2Options::default() }, &Silent).unwrap();
    let model = Model::new(&release, &engine.manifest().language_order, usage);
    World { engine, model }
}

impl World {
    /// The texts that a search finds, with how.
    pub fn found(&self, query: &str, options: &SearchOptions<'_>) -> Vec<(String, MatchKind)> {
        let results = self.engine.search(query, options).unwrap();
        results.hits.iter().map(|hit| (hit.description.term().unwrap(), hit.kind)).collect()
    }

    /// The texts that are found as typed or by equivalents, all of them.
    pub fn texts(&self, query: &str) -> Vec<String> {
        let options = SearchOptions { limit: 1_000, fuzzy: Fuzzy::Off, ..SearchOptions::default() };
        self.found(query, &options).into_iter().map(|(text, _)| text).collect()
    }

    /// The texts that are found in this way.
    pub fn texts_by(&self, query: &str, kind: MatchKind) -> Vec<String> {
        let options = SearchOptions { limit: 1_000, ..SearchOptions::default() };
        let found = self.found(query, &options).into_iter();
        found.filter(|(_, own)| *own == kind).map(|(text, _)| text).collect()
    }
}
