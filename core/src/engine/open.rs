//! Opening a file, and the engine over it.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;

use crate::bytes::Malformed;
use crate::component::{Attributes, Concepts, Descriptions};
use crate::engine::product::concepts::ProductConcepts;
use crate::engine::product::names::NameIndex;
use crate::engine::{Concept, ConceptSet, Description, Error, LanguageOrder, Subsumption};
use crate::format::{
    File, FormatError, Manifest, SectionInfo, SectionKind, Tables, Trust, beginning_needed, decode_table,
};
use crate::hierarchy::Hierarchy;
use crate::id::{ConceptId, ConceptOrd, Sctid};
use crate::product::{ProductTables, Products};
use crate::search::{IndexSections, SearchIndex};

/// How to open a file.
///
/// # Examples
///
/// ```no_run
/// let engine = vademecum::OpenOptions::new().read_into_memory(true).open("uk.vade")?;
/// # Ok::<(), vademecum::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct OpenOptions {
    read_into_memory: bool,
    trust: Trust,
}

impl OpenOptions {
    /// Maps the file, and compares each section with its checksum before its first use.
    pub fn new() -> OpenOptions {
        OpenOptions::default()
    }

    /// Whether to read the whole file into memory instead of mapping it.
    ///
    /// A mapped file must not be truncated or written to while it is open: on Unix, reading a page that is gone ends
    /// the process. Replace a file by renaming a new one over it. Where that cannot be promised, read into memory.
    pub fn read_into_memory(mut self, yes: bool) -> OpenOptions {
        self.read_into_memory = yes;
        self
    }

    /// Whether the host has compared the whole file with a digest of its own, so that section checksums need not be
    /// computed. Every read stays checked: a wrong promise can lead to wrong answers, not to a crash.
    pub fn trust_host_integrity_check(mut self, yes: bool) -> OpenOptions {
        self.trust = if yes { Trust::Host } else { Trust::Checksums };
        self
    }

    /// Opens a file.
    ///
    /// # Errors
    ///
    /// [`Error::Io`], or [`Error::Format`] where it is not a whole `.vade` file of a readable version.
    pub fn open(self, path: impl AsRef<Path>) -> Result<Engine, Error> {
        let path = path.as_ref();
        let io = |source| Error::Io { path: path.to_owned(), source };
        let bytes = if self.read_into_memory {
            Bytes::from(std::fs::read(path).map_err(io)?)
        } else {
            self.map(path).map_err(io)?
        };
        self.open_bytes(bytes)
    }

    #[cfg(feature = "mmap")]
    fn map(self, path: &Path) -> std::io::Result<Bytes> {
        crate::engine::map::map(path)
    }

    #[cfg(not(feature = "mmap"))]
    fn map(self, path: &Path) -> std::io::Result<Bytes> {
        std::fs::read(path).map(Bytes::from)
    }

    /// Opens a file whose bytes are at hand; they are shared, not copied.
    ///
    /// # Errors
    ///
    /// [`Error::Format`] where they are not a whole `.vade` file of a readable version.
    pub fn open_bytes(self, bytes: impl Into<Bytes>) -> Result<Engine, Error> {
        Engine::over(File::open(bytes.into(), self.trust)?)
    }

    /// Opens a file of which the beginning is at hand, at least to the end of its first two sections, `manifest` and
    /// `tables`; [`Engine::beginning_needed`] tells how much that is. Every section that lies in it whole can be asked;
    /// the others arrive by [`Engine::add_section`], in any order.
    ///
    /// # Errors
    ///
    /// [`Error::Format`] where they are not the beginning of a `.vade` file of a readable version, or too little of it.
    pub fn open_beginning(self, bytes: impl Into<Bytes>) -> Result<Engine, Error> {
        Engine::over(File::open_beginning(bytes.into(), self.trust)?)
    }
}

impl Engine {
    fn over(file: File) -> Result<Engine, Error> {
        let manifest: Manifest = decode_table(&file.section(SectionKind::Manifest)?, "manifest")?;
        let tables: Tables = decode_table(&file.section(SectionKind::Tables)?, "tables")?;
        let language = LanguageOrder::from_refsets(&tables, &manifest.language_order);
        Ok(Engine {
            file: Arc::new(file),
            manifest,
            tables,
            language,
            concepts: OnceLock::new(),
            descriptions: OnceLock::new(),
            hierarchy: OnceLock::new(),
            attributes: OnceLock::new(),
            search: OnceLock::new(),
            products: OnceLock::new(),
            product_tables: Default::default(),
            product_names: OnceLock::new(),
            product_concepts: OnceLock::new(),
        })
    }
}

pub(super) type Part<T> = OnceLock<Result<T, FormatError>>;

/// A `.vade` file, open for questions.
///
/// An engine is immutable and can be shared between threads. Opening reads the header, the section directory and the
/// manifest; each part of the file is checked when it is first used.
///
/// # Examples
///
/// ```
/// use vademecum::{Engine, SearchOptions};
///
/// # let bytes = include_bytes!("../../testdata/v1/demo.vade").as_slice();
/// let engine = Engine::from_bytes(bytes)?;
/// let hits = engine.search("heart att", &SearchOptions::default())?.hits;
/// let first = &hits[0];
/// assert_eq!(first.description.term()?, "Heart attack");
/// assert_eq!(first.concept.preferred_term(engine.language_order())?.as_deref(), Some("Myocardial infarction"));
/// # Ok::<(), vademecum::Error>(())
/// ```
#[derive(Debug)]
pub struct Engine {
    pub(super) file: Arc<File>,
    pub(super) manifest: Manifest,
    pub(super) tables: Tables,
    language: LanguageOrder,
    concepts: Part<Concepts>,
    descriptions: Part<Descriptions>,
    hierarchy: Part<Hierarchy>,
    attributes: Part<Attributes>,
    search: Part<SearchIndex>,
    pub(super) products: Part<Products>,
    /// The tables of each use of products.
    pub(super) product_tables: [Part<ProductTables>; 4],
    pub(super) product_names: Part<NameIndex>,
    pub(super) product_concepts: OnceLock<ProductConcepts>,
}

/// A part of the file, opened at its first use.
#[inline]
pub(super) fn opened<T>(
    part: &Part<T>,
    open: impl FnOnce() -> Result<T, FormatError>,
) -> Result<&T, FormatError> {
    match part.get() {
        Some(Ok(opened)) => Ok(opened),
        _ => first_use(part, open),
    }
}

/// What opening a part says is remembered, unless that is that it has not arrived.
#[cold]
fn first_use<T>(part: &Part<T>, open: impl FnOnce() -> Result<T, FormatError>) -> Result<&T, FormatError> {
    if part.get().is_none() {
        let outcome = open();
        if let Err(error @ FormatError::NotLoaded { .. }) = outcome {
            return Err(error);
        }
        // Another thread may have been quicker; what it opened is the same.
        let _ = part.set(outcome);
    }
    match part.get() {
        Some(opened) => opened.as_ref().map_err(Clone::clone),
        None => Err(Malformed { what: "a part" }.into()),
    }
}

impl Engine {
    /// Opens a file by mapping it, with every check. See [`OpenOptions`] for other ways.
    ///
    /// # Errors
    ///
    /// [`Error::Io`], or [`Error::Format`] where it is not a whole `.vade` file of a readable version.
    pub fn open(path: impl AsRef<Path>) -> Result<Engine, Error> {
        OpenOptions::new().open(path)
    }

    /// Opens a file whose bytes are at hand; they are shared, not copied.
    ///
    /// # Errors
    ///
    /// [`Error::Format`] where they are not a whole `.vade` file of a readable version.
    pub fn from_bytes(bytes: impl Into<Bytes>) -> Result<Engine, Error> {
        OpenOptions::new().open_bytes(bytes)
    }

    /// Adds a section to a file that was opened by its beginning ([`OpenOptions::open_beginning`]). It is compared with
    /// the length and checksum that the file's directory has for it; the bytes are shared, not copied. A section that
    /// is there already is compared all the same, and nothing changes.
    ///
    /// What needs a section that has not arrived is [`FormatError::NotLoaded`], until it has.
    ///
    /// # Errors
    ///
    /// [`Error::Format`] where the file lists no section of this name, or this is not it. Nothing is kept of what is
    /// wrong: the right bytes can be added after.
    ///
    /// # Examples
    ///
    /// ```
    /// use vademecum::{Engine, OpenOptions};
    ///
    /// # let file = include_bytes!("../../testdata/v1/demo.vade").as_slice();
    /// let needed = Engine::beginning_needed(&file[..64])?;
    /// let needed = Engine::beginning_needed(&file[..needed as usize])? as usize;
    /// let engine = OpenOptions::new().open_beginning(&file[..needed])?;
    /// let wanted: Vec<_> = engine.missing_sections().cloned().collect();
    /// for section in wanted {
    ///     let start = section.offset as usize;
    ///     engine.add_section(&section.name, &file[start..start + section.length as usize])?;
    /// }
    /// assert_eq!(engine.missing_sections().count(), 0);
    /// # Ok::<(), vademecum::Error>(())
    /// ```
    pub fn add_section(&self, name: &str, bytes: impl Into<Bytes>) -> Result<(), Error> {
        Ok(self.file.add(name, bytes.into())?)
    }

    /// The sections that have not arrived yet, in the order of the file; none where the file was opened whole.
    pub fn missing_sections(&self) -> impl Iterator<Item = &SectionInfo> {
        self.file.missing()
    }

    /// How many bytes from the beginning of a file [`OpenOptions::open_beginning`] needs, as far as `beginning` tells.
    /// Where that is more than `beginning` has, get so many and ask again, three times at most.
    ///
    /// # Errors
    ///
    /// [`Error::Format`] where it is not the beginning of a `.vade` file of a readable version.
    pub fn beginning_needed(beginning: &[u8]) -> Result<u64, Error> {
        Ok(beginning_needed(beginning)?)
    }

    /// What the file was made from, and how.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The sections of the file.
    pub fn sections(&self) -> &[SectionInfo] {
        self.file.sections()
    }

    /// The bytes of a section, after its checksum was compared; shared, not copied. For a compiler that takes them over
    /// into another file.
    ///
    /// # Errors
    ///
    /// [`Error::Format`] where the section is damaged, was left out, or has not arrived.
    #[cfg(feature = "build")]
    pub fn section(&self, kind: SectionKind) -> Result<Bytes, Error> {
        Ok(self.file.section(kind)?)
    }

    /// The format version of the file.
    pub fn format_version(&self) -> u32 {
        self.file.version()
    }

    /// How many bytes the file has.
    pub fn file_length(&self) -> u64 {
        self.file.length()
    }

    /// The order in which language reference sets are asked for a preferred term, as the build chose it.
    pub fn language_order(&self) -> &LanguageOrder {
        &self.language
    }

    /// A language order by name: a BCP 47 tag such as `en-GB` or `en-US`, or ids of language reference sets, best
    /// first, parted by commas. Reference sets that the file does not have are passed over.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownLanguage`], or [`Error::LanguageNotInFile`] where the file has none of them.
    pub fn language(&self, language: &str) -> Result<LanguageOrder, Error> {
        LanguageOrder::parse(&self.tables, language)
    }

    /// The language reference sets of the file.
    pub fn language_refsets(&self) -> impl Iterator<Item = ConceptId> + '_ {
        let ids = self.tables.language_refsets.iter();
        ids.filter_map(|id| Sctid::new(*id).ok()).map(ConceptId::from_released)
    }

    #[inline]
    pub(super) fn concepts(&self) -> Result<&Concepts, FormatError> {
        opened(&self.concepts, || Concepts::open(&self.file, self.manifest.counts.active_concepts))
    }

    #[inline]
    pub(super) fn descriptions(&self) -> Result<&Descriptions, FormatError> {
        opened(&self.descriptions, || {
            let concepts = self.concepts()?.len();
            Descriptions::open(&self.file, concepts)
        })
    }

    #[inline]
    pub(super) fn hierarchy(&self) -> Result<&Hierarchy, FormatError> {
        opened(&self.hierarchy, || {
            let active = u32::try_from(self.manifest.counts.active_concepts);
            Hierarchy::open(
                &self.file,
                active.map_err(|_| Malformed { what: "the count of active concepts" })?,
            )
        })
    }

    #[inline]
    pub(super) fn attributes(&self) -> Result<&Attributes, FormatError> {
        opened(&self.attributes, || {
            let concepts = self.concepts()?.len();
            Attributes::open(&self.file, concepts)
        })
    }

    #[inline]
    pub(super) fn search_index(&self) -> Result<&SearchIndex, FormatError> {
        opened(&self.search, || {
            SearchIndex::open(&self.file, IndexSections::DESCRIPTIONS, &self.tables.semantic_tags)
        })
    }

    /// The concept of this id, or `None` where the release has none.
    ///
    /// # Errors
    ///
    /// [`Error::NotInSubset`] where the file holds chosen concepts only and this is none of them;
    /// [`Error::Format`] where the file is damaged.
    pub fn concept(&self, id: ConceptId) -> Result<Option<Concept<'_>>, Error> {
        self.concept_by_sctid(id.sctid())
    }

    /// The concept that the release calls by this number, whatever its check digit.
    ///
    /// # Errors
    ///
    /// As [`Engine::concept`].
    pub fn concept_by_sctid(&self, id: Sctid) -> Result<Option<Concept<'_>>, Error> {
        match self.concepts()?.find(id)? {
            Some(ord) => Ok(Some(Concept { engine: self, ord })),
            None if self.manifest.is_subset => Err(Error::NotInSubset { id }),
            None => Ok(None),
        }
    }

    /// The description of this id, or `None` where the release has none.
    ///
    /// # Errors
    ///
    /// As [`Engine::concept`].
    pub fn description(&self, id: crate::id::DescriptionId) -> Result<Option<Description<'_>>, Error> {
        self.description_by_sctid(id.sctid())
    }

    /// The description that the release calls by this number, whatever its check digit.
    ///
    /// # Errors
    ///
    /// As [`Engine::concept`].
    pub fn description_by_sctid(&self, id: Sctid) -> Result<Option<Description<'_>>, Error> {
        match self.descriptions()?.find(id)? {
            Some(ord) => Ok(Some(Description { engine: self, ord })),
            None if self.manifest.is_subset => Err(Error::NotInSubset { id }),
            None => Ok(None),
        }
    }

    /// How `a` stands to `b` in the is-a hierarchy.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] where the release has one of them not, else as [`Engine::concept`].
    ///
    /// # Examples
    ///
    /// ```
    /// use vademecum::{Engine, SearchOptions, Subsumption};
    ///
    /// # let bytes = include_bytes!("../../testdata/v1/demo.vade").as_slice();
    /// let engine = Engine::from_bytes(bytes)?;
    /// let find = |text: &str| -> Result<_, vademecum::Error> {
    ///     engine.search(text, &SearchOptions::default())?.hits[0].concept.id()
    /// };
    /// let (heart_disease, heart_attack) = (find("heart disease")?, find("heart attack")?);
    /// assert_eq!(engine.subsumption(heart_disease, heart_attack)?, Subsumption::Subsumes);
    /// # Ok::<(), vademecum::Error>(())
    /// ```
    pub fn subsumption(&self, a: ConceptId, b: ConceptId) -> Result<Subsumption, Error> {
        let found = |id: ConceptId| self.concept(id)?.ok_or(Error::NotFound { id: id.sctid() });
        found(a)?.subsumption(found(b)?)
    }

    /// A set of concepts by their ids.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] where the release has one of them not, else as [`Engine::concept`].
    pub fn concept_set(&self, ids: impl IntoIterator<Item = ConceptId>) -> Result<ConceptSet<'_>, Error> {
        let mut ords = Vec::new();
        for id in ids {
            ords.push(self.concept(id)?.ok_or(Error::NotFound { id: id.sctid() })?.ord.0);
        }
        Ok(ConceptSet::new(self, crate::hierarchy::OrdSet::from_ords(ords)))
    }

    pub(super) fn semantic_tag_of(&self, concept: ConceptOrd) -> Result<&str, Malformed> {
        let concepts = match self.concepts.get() {
            Some(Ok(concepts)) => concepts,
            _ => return Err(Malformed { what: "concepts" }),
        };
        let tag = self.tables.semantic_tags.get(concepts.semantic_tag(concept)?);
        tag.map(String::as_str).ok_or(Malformed { what: "table of semantic tags" })
    }

    pub(super) fn module(&self, place: usize) -> Result<ConceptId, Error> {
        let id = self.tables.modules.get(place).and_then(|id| Sctid::new(*id).ok());
        Ok(ConceptId::from_released(id.ok_or(Malformed { what: "table of modules" })?))
    }

    pub(super) fn effective_time(&self, place: usize) -> Result<u32, Error> {
        Ok(*self.tables.effective_times.get(place).ok_or(Malformed { what: "table of dates" })?)
    }
}
