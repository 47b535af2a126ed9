//! Sets of concepts.

use crate::engine::{Concept, Engine, Error};
use crate::hierarchy::OrdSet;
use crate::id::{ConceptId, ConceptOrd};
use crate::search::DocumentSet;

/// A set of concepts of an open file. Counting it and asking what it contains do not list it.
///
/// A search that is limited to the set keeps the descriptions of its concepts with it, at most a bit for each description
/// of the file: ask again within the same set, letter by letter, and nothing of it is made twice.
#[derive(Debug, Clone)]
pub struct ConceptSet<'e> {
    engine: &'e Engine,
    set: OrdSet,
    /// Its documents, where a search was limited to it.
    documents: DocumentSet,
}

/// A place in a [`ConceptSet`]: its beginning, and from there what [`ConceptSet::step`] makes of it. In another set it
/// means nothing, and does no harm.
#[derive(Debug, Clone, Copy, Default)]
pub struct SetPlace {
    /// Which of the ranges of the set.
    range: usize,
    /// How far within it.
    within: u32,
}

impl<'e> ConceptSet<'e> {
    pub(super) fn new(engine: &'e Engine, set: OrdSet) -> ConceptSet<'e> {
        ConceptSet { engine, set, documents: DocumentSet::default() }
    }

    pub(super) fn is_of(&self, engine: &Engine) -> bool {
        std::ptr::eq(self.engine, engine)
    }

    pub(super) fn ords(&self) -> &OrdSet {
        &self.set
    }

    pub(super) fn documents(&self) -> &DocumentSet {
        &self.documents
    }

    /// How many concepts there are.
    pub fn count(&self) -> u64 {
        self.set.count()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.set.ranges().is_empty()
    }

    /// Whether the concept is in the set. A concept of another engine is not.
    pub fn contains(&self, concept: Concept<'_>) -> bool {
        self.is_of(concept.engine) && self.set.contains(concept.ord.0)
    }

    /// The ids in ascending numeric order.
    ///
    /// # Errors
    ///
    /// [`Error::Format`] where the file is damaged.
    pub fn ids(&self) -> Result<Vec<ConceptId>, Error> {
        Ok(self.engine.concepts()?.sorted_ids(self.set.iter(), self.set.count())?)
    }

    /// The concept at `place`, in the order of the file, and the next place; `None` behind the last. It goes through the
    /// set as [`ConceptSet::iter`] does, for a caller that cannot keep an iterator.
    ///
    /// # Examples
    ///
    /// ```
    /// use vademecum::{Engine, SetPlace};
    ///
    /// # let bytes = include_bytes!("../../testdata/v1/demo.vade").as_slice();
    /// let engine = Engine::from_bytes(bytes)?;
    /// let children = engine.find_concept("138875005")?.children()?;
    /// let mut place = SetPlace::default();
    /// let mut count = 0;
    /// while let Some(child) = children.step(&mut place) {
    ///     assert!(children.contains(child));
    ///     count += 1;
    /// }
    /// assert_eq!(count, children.count());
    /// # Ok::<(), vademecum::Error>(())
    /// ```
    #[inline]
    pub fn step(&self, place: &mut SetPlace) -> Option<Concept<'e>> {
        let ord = self.set.step(&mut place.range, &mut place.within)?;
        Some(Concept { engine: self.engine, ord: ConceptOrd(ord) })
    }

    /// The concepts, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = Concept<'e>> + '_ {
        self.set.iter().map(|ord| Concept { engine: self.engine, ord: ConceptOrd(ord) })
    }
}
