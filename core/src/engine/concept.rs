//! A concept and what can be asked of it.

use crate::component::DescriptionType;
use crate::engine::{AttributeGroup, ConceptSet, Description, Engine, Error, LanguageOrder, Product};
use crate::hierarchy::OrdSet;
use crate::id::{ConceptId, ConceptOrd, DescriptionOrd};

/// A concept of an open file.
#[derive(Clone, Copy)]
pub struct Concept<'e> {
    pub(super) engine: &'e Engine,
    pub(super) ord: ConceptOrd,
}

/// The best description for a language, where one is preferred in it, and the first one.
type BestAndFirst<'e> = (Option<Description<'e>>, Option<Description<'e>>);

/// How one concept stands to another (HL7 FHIR, `$subsumes`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subsumption {
    /// Both are the same concept.
    Equivalent,
    /// The first is an ancestor of the second.
    Subsumes,
    /// The first is a descendant of the second.
    SubsumedBy,
    /// Neither is an ancestor of the other, or one of them is inactive.
    NotSubsumed,
}

impl Subsumption {
    /// The name in responses, as FHIR writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Subsumption::Equivalent => "equivalent",
            Subsumption::Subsumes => "subsumes",
            Subsumption::SubsumedBy => "subsumed-by",
            Subsumption::NotSubsumed => "not-subsumed",
        }
    }
}

impl std::fmt::Debug for Concept<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.id() {
            Ok(id) => write!(f, "Concept({id})"),
            Err(error) => write!(f, "Concept({error})"),
        }
    }
}

impl PartialEq for Concept<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.engine, other.engine) && self.ord == other.ord
    }
}

impl Eq for Concept<'_> {}

/// Every method errors with [`Error::Format`] where the file is damaged, and with its
/// [`NotInFile`](crate::FormatError::NotInFile) where the part was left out.
impl<'e> Concept<'e> {
    /// The id.
    pub fn id(self) -> Result<ConceptId, Error> {
        Ok(self.engine.concepts()?.id(self.ord)?)
    }

    /// The medicinal product of the same id; `None` also where the file was built without dm+d.
    pub fn product(self) -> Result<Option<Product<'e>>, Error> {
        if self.engine.has_products() { self.engine.product(self.id()?) } else { Ok(None) }
    }

    /// Whether the concept is active. An inactive concept is never a valid choice for a new record.
    pub fn is_active(self) -> Result<bool, Error> {
        Ok(self.engine.concepts()?.is_active(self.ord))
    }

    /// Whether the concept is sufficiently defined by its relationships.
    pub fn is_defined(self) -> Result<bool, Error> {
        Ok(self.engine.concepts()?.is_defined(self.ord)?)
    }

    /// The module that maintains the concept.
    pub fn module(self) -> Result<ConceptId, Error> {
        self.engine.module(self.engine.concepts()?.module(self.ord)?)
    }

    /// The date of the concept's last change, as `yyyymmdd`.
    pub fn effective_time(self) -> Result<u32, Error> {
        self.engine.effective_time(self.engine.concepts()?.effective_time(self.ord)?)
    }

    /// The semantic tag: the bracketed tail of the fully specified name, without brackets. `None` where there is none.
    pub fn semantic_tag(self) -> Result<Option<&'e str>, Error> {
        self.engine.concepts()?;
        let tag = self.engine.semantic_tag_of(self.ord)?;
        Ok((!tag.is_empty()).then_some(tag))
    }

    /// All descriptions, inactive ones and text definitions included: terms first, active before inactive, the fully
    /// specified name before synonyms, then by id.
    pub fn descriptions(self) -> Result<Vec<Description<'e>>, Error> {
        let descriptions = self.engine.descriptions()?;
        let terms = descriptions.terms_of(self.ord)?;
        let ords = terms.chain(descriptions.definitions_of(self.ord)?);
        Ok(ords.map(|ord| Description { engine: self.engine, ord: DescriptionOrd(ord) }).collect())
    }

    /// The active terms of a type, by id.
    fn active_terms(
        self,
        kind: DescriptionType,
    ) -> Result<impl Iterator<Item = Result<Description<'e>, Error>>, Error> {
        let descriptions = self.engine.descriptions()?;
        let terms = descriptions.terms_of(self.ord)?.map(DescriptionOrd);
        Ok(terms.filter_map(move |ord| {
            let is_wanted = descriptions
                .is_active(ord)
                .and_then(|is_active| Ok(is_active && descriptions.kind(ord)? == kind));
            match is_wanted {
                Ok(true) => Some(Ok(Description { engine: self.engine, ord })),
                Ok(false) => None,
                Err(error) => Some(Err(error.into())),
            }
        }))
    }

    /// The best active term of a type, which is the first that is preferred in the language order; and the first of all.
    fn best_and_first(
        self,
        kind: DescriptionType,
        language: &LanguageOrder,
    ) -> Result<BestAndFirst<'e>, Error> {
        let mut best: Option<(usize, Description<'e>)> = None;
        let mut first = None;
        for candidate in self.active_terms(kind)? {
            let candidate = candidate?;
            first = first.or(Some(candidate));
            // Candidates come by ascending id, so the lowest id wins a tie.
            if let Some(place) = language.preference(candidate.acceptability_set()?)
                && best.is_none_or(|(other, _)| place < other)
            {
                best = Some((place, candidate));
            }
        }
        Ok((best.map(|(_, description)| description), first))
    }

    /// The active fully specified name. Where there are several, the one that `language` prefers, else the lowest id.
    pub fn fsn_description(self, language: &LanguageOrder) -> Result<Option<Description<'e>>, Error> {
        let (best, first) = self.best_and_first(DescriptionType::Fsn, language)?;
        Ok(best.or(first))
    }

    /// The text of the active fully specified name.
    pub fn fsn(self) -> Result<Option<String>, Error> {
        self.fsn_description(self.engine.language_order())?.map(Description::term).transpose()
    }

    /// The description that shows the concept to a person.
    ///
    /// The first reference set of `language` in which the concept has an active preferred synonym decides; then the
    /// fully specified name; then any active synonym; the lowest id on ties. `None` where a concept has no active term.
    pub fn preferred_description(self, language: &LanguageOrder) -> Result<Option<Description<'e>>, Error> {
        let (best, first) = self.best_and_first(DescriptionType::Synonym, language)?;
        match best {
            Some(best) => Ok(Some(best)),
            None => Ok(self.fsn_description(language)?.or(first)),
        }
    }

    /// The text of [`Concept::preferred_description`].
    pub fn preferred_term(self, language: &LanguageOrder) -> Result<Option<String>, Error> {
        self.preferred_description(language)?.map(Description::term).transpose()
    }

    /// The active synonyms, by id.
    pub fn synonyms(self) -> Result<Vec<Description<'e>>, Error> {
        self.active_terms(DescriptionType::Synonym)?.collect()
    }

    /// The active text definitions, by id.
    pub fn definitions(self) -> Result<Vec<Description<'e>>, Error> {
        let descriptions = self.engine.descriptions()?;
        let mut found = Vec::new();
        for ord in descriptions.definitions_of(self.ord)?.map(DescriptionOrd) {
            if descriptions.is_active(ord)? {
                found.push(Description { engine: self.engine, ord });
            }
        }
        Ok(found)
    }

    /// The attributes in their groups, ascending; group 0 holds those that are not grouped.
    pub fn attributes(self) -> Result<Vec<AttributeGroup<'e>>, Error> {
        AttributeGroup::of(self.engine, self.ord)
    }

    fn set(self, set: OrdSet) -> ConceptSet<'e> {
        ConceptSet::new(self.engine, set)
    }

    /// The direct parents. An inactive concept has none.
    pub fn parents(self) -> Result<ConceptSet<'e>, Error> {
        Ok(self.set(self.engine.hierarchy()?.parents(self.ord)?))
    }

    /// The direct children. In a file of chosen concepts, those that were chosen.
    pub fn children(self) -> Result<ConceptSet<'e>, Error> {
        Ok(self.set(self.engine.hierarchy()?.children(self.ord)?))
    }

    /// How many direct parents there are.
    pub fn parents_count(self) -> Result<usize, Error> {
        Ok(self.engine.hierarchy()?.parents_count(self.ord)?)
    }

    /// How many children there are.
    pub fn children_count(self) -> Result<usize, Error> {
        Ok(self.engine.hierarchy()?.children_count(self.ord)?)
    }

    /// Everything that the concept is a kind of, itself left out: a walk up.
    pub fn ancestors(self) -> Result<ConceptSet<'e>, Error> {
        Ok(self.set(self.engine.hierarchy()?.ancestors(self.ord)?))
    }

    /// Everything that is a kind of the concept, itself left out. The cost does not depend on how many there are.
    pub fn descendants(self) -> Result<ConceptSet<'e>, Error> {
        Ok(self.set(self.engine.hierarchy()?.descendants(self.ord)?))
    }

    /// The concept and its descendants.
    pub fn descendants_or_self(self) -> Result<ConceptSet<'e>, Error> {
        let below = self.engine.hierarchy()?.descendants(self.ord)?;
        let own = self.ord.0..self.ord.0 + 1;
        Ok(self.set(OrdSet::from_ranges(below.ranges().iter().cloned().chain([own]).collect())))
    }

    /// Errors where `other` is of another engine: places in one file mean nothing in another.
    #[inline]
    fn of_one_file(self, other: Concept<'_>) -> Result<(), Error> {
        if std::ptr::eq(self.engine, other.engine) { Ok(()) } else { Err(Error::OtherFile) }
    }

    /// Whether the concept is a kind of `other`, or `other` itself. Nothing is a kind of an inactive concept.
    /// [`Error::OtherFile`] where `other` is of another engine.
    #[inline]
    pub fn is_subsumed_by(self, other: Concept<'_>) -> Result<bool, Error> {
        self.of_one_file(other)?;
        Ok(self.ord == other.ord || self.engine.hierarchy()?.is_below(self.ord, other.ord)?)
    }

    /// How the concept stands to `other`. [`Error::OtherFile`] where `other` is of another engine.
    pub fn subsumption(self, other: Concept<'_>) -> Result<Subsumption, Error> {
        self.of_one_file(other)?;
        let hierarchy = self.engine.hierarchy()?;
        Ok(if self.ord == other.ord {
            Subsumption::Equivalent
        } else if hierarchy.is_below(other.ord, self.ord)? {
            Subsumption::Subsumes
        } else if hierarchy.is_below(self.ord, other.ord)? {
            Subsumption::SubsumedBy
        } else {
            Subsumption::NotSubsumed
        })
    }
}
