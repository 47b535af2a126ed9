//! Rows of every kind, which borrow from the engine that they own.

use std::sync::Arc;

use engine::{
    Acceptability, Attribute, Concept, ConceptId, ConceptSet, Description, Engine, Finding, Pack,
    PrescribingReason, Product, SetPlace,
};
use self_cell::self_cell;

self_cell!(
    /// An engine, and rows that borrow from it.
    pub(super) struct Table {
        owner: Arc<Engine>,
        #[covariant]
        dependent: Rows,
    }
);

/// What was answered.
#[derive(Debug)]
pub(crate) enum Answer<'e> {
    /// A set of concepts.
    Concepts(ConceptSet<'e>),
    /// Descriptions.
    Descriptions(Vec<Description<'e>>),
    /// What a search found, and how many there are where that was counted.
    Hits(Vec<Finding<'e>>, Option<u64>),
    /// Attributes with the number of their group.
    Attributes(Vec<(u32, Attribute<'e>)>),
    /// Language reference sets.
    Acceptabilities(Vec<(ConceptId, Acceptability)>),
    /// Medicinal products.
    Products(Vec<Product<'e>>),
    /// Packs that have a GTIN.
    Packs(Vec<Pack<'e>>),
    /// Why a product is not to be offered, and cautions, which are told as such.
    Reasons(Vec<(PrescribingReason, bool)>),
    /// A response.
    Json(String),
}

/// An answer, and the row that is read.
pub(super) struct Rows<'e> {
    pub(super) answer: Answer<'e>,
    /// Of a set: the next place, and the concept of the row.
    place: SetPlace,
    pub(super) concept: Option<Concept<'e>>,
    /// Of a list: how many rows were begun. The row is the one before.
    begun: usize,
}

impl<'e> Rows<'e> {
    pub(super) fn new(answer: Answer<'e>) -> Rows<'e> {
        Rows { answer, place: SetPlace::default(), concept: None, begun: 0 }
    }

    /// Goes on to the next row; where there is none, stays and answers so.
    #[inline]
    pub(super) fn step(&mut self) -> bool {
        if let Answer::Concepts(set) = &self.answer {
            let Some(concept) = set.step(&mut self.place) else { return false };
            self.concept = Some(concept);
            return true;
        }
        let is_there = self.begun < self.listed();
        self.begun += usize::from(is_there);
        is_there
    }

    /// The place of the row in its list.
    pub(super) fn at(&self) -> usize {
        self.begun.wrapping_sub(1)
    }

    /// How many rows a list has.
    fn listed(&self) -> usize {
        match &self.answer {
            Answer::Concepts(_) => 0,
            Answer::Descriptions(list) => list.len(),
            Answer::Hits(list, _) => list.len(),
            Answer::Attributes(list) => list.len(),
            Answer::Acceptabilities(list) => list.len(),
            Answer::Products(list) => list.len(),
            Answer::Packs(list) => list.len(),
            Answer::Reasons(list) => list.len(),
            Answer::Json(_) => 1,
        }
    }

    /// How many rows there are; `None` where that was not counted.
    pub(super) fn total(&self) -> Option<i64> {
        let total = match &self.answer {
            Answer::Concepts(set) => Some(set.count()),
            Answer::Hits(_, total) => *total,
            _ => u64::try_from(self.listed()).ok(),
        };
        total.and_then(|total| i64::try_from(total).ok())
    }
}
