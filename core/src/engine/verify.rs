//! Every checksum and every cross-reference.

use crate::bytes::Malformed;
use crate::component::DescriptionType;
use crate::engine::{Engine, Error};
use crate::format::{FormatError, Part, SectionKind};
use crate::id::{ConceptOrd, DescriptionOrd};
use crate::search::Region;

impl Engine {
    /// Compares every section with its checksum, and every reference from one section to another with what it points
    /// at. Opening and asking check what they touch; this checks all of it, in seconds for a file of UK size.
    ///
    /// # Errors
    ///
    /// The first thing found wrong.
    pub fn verify(&self) -> Result<(), Error> {
        self.file.verify_checksums()?;
        let counts = self.manifest.counts;
        let (modules, dates) = (self.tables.modules.len(), self.tables.effective_times.len());
        let concepts = self.concepts()?;
        concepts.verify(modules, dates, self.tables.semantic_tags.len())?;
        let hierarchy = self.hierarchy()?;
        hierarchy.verify()?;
        let descriptions = self.descriptions()?;
        let (languages, sets) = (self.tables.language_codes.len(), self.tables.acceptabilities.len());
        descriptions.verify(modules, dates, languages, sets)?;
        let refsets = self.tables.language_refsets.len();
        if self.tables.acceptabilities.iter().flatten().any(|(place, _)| usize::from(*place) >= refsets) {
            return Err(Malformed { what: "table of acceptabilities" }.into());
        }
        let mut found = [
            ("the count of concepts", u64::from(concepts.len()), counts.concepts),
            ("the count of terms", u64::from(descriptions.terms()), counts.terms),
            (
                "the count of definitions",
                u64::from(descriptions.len() - descriptions.terms()),
                counts.definitions,
            ),
            ("the count of words", 0, 0),
            ("the count of documents", 0, 0),
        ];
        for part in Part::ALL {
            let is_expected = |kind: &&SectionKind| {
                kind.part() == Some(*part) && (self.has_products() || !kind.is_of_products())
            };
            let sections = SectionKind::ALL.iter().filter(is_expected);
            let present = sections.clone().filter(|kind| self.file.has(**kind)).count();
            let left_out = self.manifest.left_out.iter().any(|name| name == part.name())
                || part.is_of_products() && !self.has_products();
            if present != if left_out { 0 } else { sections.count() } {
                return Err(Malformed { what: "the list of parts left out" }.into());
            }
        }
        let left_out = |part: Part| self.manifest.left_out.iter().any(|name| name == part.name());
        if !left_out(Part::Attributes) {
            self.attributes()?.verify()?;
        }
        if !left_out(Part::Search) {
            let index = self.search_index()?;
            index.verify(|document| self.document_text(document))?;
            let [.., words, documents] = &mut found;
            *words = (words.0, u64::from(index.words()), counts.words);
            *documents = (documents.0, u64::from(index.documents().len()), counts.documents);
        }
        if self.has_products() {
            self.verify_products()?;
        }
        match found.into_iter().find(|(_, found, expected)| found != expected) {
            Some((what, ..)) => Err(Malformed { what }.into()),
            None => Ok(()),
        }
    }

    /// The text of a document of the search index, `None` where it is not in the file; and the place of the semantic tag
    /// with which it makes a name.
    fn document_text(&self, document: u32) -> Result<(Option<String>, Option<usize>), FormatError> {
        let malformed = Malformed { what: SectionKind::SearchDocuments.name() };
        let documents = self.search_index()?.documents();
        let descriptions = self.descriptions()?;
        let mut made_with = None;
        let ord = if document < documents.region(Region::Definitions).start {
            let concept = ConceptOrd(documents.concept(document)?);
            let terms = descriptions.terms_of(concept)?;
            let place = terms.start.checked_add(documents.place(document, concept.0)?);
            let ord = DescriptionOrd(place.filter(|place| terms.contains(place)).ok_or(malformed)?);
            let is_term = documents.region(Region::Terms).contains(&document);
            let has_fsn = documents.has_fsn(document)?;
            if is_term != (descriptions.kind(ord)? == DescriptionType::Synonym) || has_fsn && !is_term {
                return Err(malformed.into());
            }
            if has_fsn {
                let text = descriptions.text(ord, |concept| self.semantic_tag_of(concept))?;
                let name = descriptions
                    .text(DescriptionOrd(terms.start), |concept| self.semantic_tag_of(concept))?;
                let tag = self.semantic_tag_of(concept)?;
                if name != format!("{text} ({tag})") {
                    return Err(malformed.into());
                }
                made_with = Some(self.concepts()?.semantic_tag(concept)?);
            }
            ord
        } else {
            DescriptionOrd(descriptions.terms().saturating_add(documents.definition(document)?))
        };
        if !descriptions.is_active(ord)? {
            return Err(malformed.into());
        }
        match descriptions.text(ord, |concept| self.semantic_tag_of(concept)) {
            Err(FormatError::NotInFile { .. }) => Ok((None, made_with)),
            text => Ok((Some(text?), made_with)),
        }
    }
}
