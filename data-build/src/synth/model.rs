//! Concepts in memory, before they are written.

use std::collections::HashMap;

/// The position of a concept among all concepts of the release.
pub(super) type Ix = u32;

/// What growth may do with a concept. Bits of [`Concept::class`].
pub(super) mod class {
    pub(in super::super) const REGION: u64 = 1;
    pub(in super::super) const BONE: u64 = 1 << 1;
    pub(in super::super) const JOINT: u64 = 1 << 2;
    pub(in super::super) const MUSCLE: u64 = 1 << 3;
    pub(in super::super) const TENDON: u64 = 1 << 4;
    pub(in super::super) const LIGAMENT: u64 = 1 << 5;
    pub(in super::super) const NERVE: u64 = 1 << 6;
    pub(in super::super) const ARTERY: u64 = 1 << 7;
    pub(in super::super) const VEIN: u64 = 1 << 8;
    pub(in super::super) const ORGAN: u64 = 1 << 9;
    pub(in super::super) const HOLLOW: u64 = 1 << 10;
    pub(in super::super) const NODE: u64 = 1 << 11;
    pub(in super::super) const TOOTH: u64 = 1 << 12;
    pub(in super::super) const BURSA: u64 = 1 << 13;
    /// Has a left and a right.
    pub(in super::super) const PAIRED: u64 = 1 << 14;
    /// A part of a structure: it is not divided again.
    pub(in super::super) const PART: u64 = 1 << 15;
    pub(in super::super) const ORGANISM: u64 = 1 << 16;
    pub(in super::super) const SPECIES: u64 = 1 << 17;
    pub(in super::super) const DRUG: u64 = 1 << 18;
    pub(in super::super) const CHEMICAL: u64 = 1 << 19;
    pub(in super::super) const ALLERGEN: u64 = 1 << 20;
    pub(in super::super) const ANALYTE: u64 = 1 << 21;
    /// A disorder or finding that may stand in a situation.
    pub(in super::super) const PROBLEM: u64 = 1 << 22;
    /// A disorder that may be qualified by severity and course.
    pub(in super::super) const PLAIN: u64 = 1 << 23;
    pub(in super::super) const PROCEDURE: u64 = 1 << 24;
    pub(in super::super) const EVENT: u64 = 1 << 25;
    pub(in super::super) const SPECIMEN: u64 = 1 << 26;
    /// A clinical drug (virtual product), which suppliers make.
    pub(in super::super) const VIRTUAL: u64 = 1 << 27;
    /// A supplier's product.
    pub(in super::super) const ACTUAL: u64 = 1 << 28;
    /// A name of Latin form, whose capital stays.
    pub(in super::super) const LATIN: u64 = 1 << 29;
    pub(in super::super) const GENUS: u64 = 1 << 30;
    /// Has a side already.
    pub(in super::super) const SIDED: u64 = 1 << 31;
    /// A tissue of a structure, which has few disorders of its own.
    pub(in super::super) const TISSUE: u64 = 1 << 32;
    /// The skin of a region.
    pub(in super::super) const SKIN_OF: u64 = 1 << 33;
    /// How many classes there are.
    pub(in super::super) const COUNT: usize = 34;
    /// Every class of place but tissues.
    pub(in super::super) const SITE: u64 = (1 << 14) - 1;
}

/// The dialect a synonym belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Dialect {
    /// Both; the British form is derived where it differs.
    Both,
    /// The American refset alone.
    American,
    /// The British refset alone.
    British,
}

/// A synonym.
#[derive(Clone, Debug)]
pub(super) struct Synonym {
    pub(super) term: String,
    pub(super) dialect: Dialect,
    /// Whether it is the preferred one in its dialect.
    pub(super) preferred: bool,
}

impl Synonym {
    pub(super) fn plain(term: impl Into<String>) -> Synonym {
        Synonym { term: term.into(), dialect: Dialect::Both, preferred: false }
    }
}

/// The value of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Concept(Ix),
    /// A number as RF2 writes it, without the `#`.
    Number(String),
}

/// An attribute of a concept, in a role group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attribute {
    pub(super) kind: Ix,
    pub(super) value: Value,
    pub(super) group: u8,
}

/// Everything but the hierarchy that a concept says of itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Content {
    pub(super) synonyms: Vec<Synonym>,
    pub(super) attributes: Vec<Attribute>,
    pub(super) definition: Option<String>,
    pub(super) defined: bool,
}

/// A combination from which growth makes a concept. Equal combinations are the same concept.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(super) struct Combo {
    /// The position in the table of heads.
    pub(super) head: u16,
    /// Two qualifiers by their position in the table of qualifiers plus one, in ascending order, or 0.
    pub(super) qualifiers: [u8; 2],
    /// The concept that fills the slot of the head's pattern, or [`NONE`].
    pub(super) slot: Ix,
    /// The second concept: a cause, a specimen, or [`NONE`].
    pub(super) cause: Ix,
    /// A number, whose meaning is the head's.
    pub(super) number: u32,
}

/// No concept.
pub(super) const NONE: Ix = Ix::MAX;

/// How a concept came to be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Origin {
    /// Hand-made: its content is at its own position among the contents.
    Core,
    Grown(Combo),
    /// Inactive: once a name for the concept at this position, retired for a reason.
    Retired(Ix, u8),
}

/// A concept.
#[derive(Debug)]
pub(super) struct Concept {
    pub(super) id: u64,
    pub(super) name: Box<str>,
    pub(super) tag: &'static str,
    pub(super) parents: Box<[Ix]>,
    pub(super) class: u64,
    pub(super) origin: Origin,
}

/// The release as it is built.
#[derive(Default)]
pub(super) struct Model {
    pub(super) concepts: Vec<Concept>,
    /// Contents of the core, by position.
    pub(super) contents: Vec<Content>,
    /// Hand-made concepts by lower-case name and tag, and by lower-case synonym and tag where no name is equal.
    pub(super) named: HashMap<(String, &'static str), Ix>,
    /// Hand-made concepts by exact name; the first where two tags share it.
    pub(super) by_name: HashMap<String, Ix>,
}

impl Model {
    /// The concept at a position. Positions only come from this model, which never shrinks.
    #[expect(
        clippy::indexing_slicing,
        reason = "positions are handed out by this model, which never shrinks"
    )]
    pub(super) fn concept(&self, ix: Ix) -> &Concept {
        &self.concepts[ix as usize]
    }

    pub(super) fn content(&self, ix: Ix) -> Option<&Content> {
        self.contents.get(ix as usize)
    }

    pub(super) fn find(&self, name: &str) -> Option<Ix> {
        self.by_name.get(name).copied()
    }

    /// The name as it stands inside a longer one.
    pub(super) fn within(&self, ix: Ix) -> String {
        let concept = self.concept(ix);
        super::spelling::within(&concept.name, concept.class & class::LATIN != 0)
    }

    /// All ancestors of a concept, itself not among them.
    pub(super) fn ancestors(&self, ix: Ix) -> Vec<Ix> {
        let mut found = self.concept(ix).parents.to_vec();
        let mut next = 0;
        while let Some(&at) = found.get(next) {
            next += 1;
            for &parent in &self.concept(at).parents {
                if !found.contains(&parent) {
                    found.push(parent);
                }
            }
        }
        found
    }

    /// The parents without those that another of them already implies, in ascending order.
    pub(super) fn reduced(&self, mut parents: Vec<Ix>) -> Vec<Ix> {
        parents.sort_unstable();
        parents.dedup();
        if parents.len() < 2 {
            return parents;
        }
        let above: Vec<Vec<Ix>> = parents.iter().map(|&parent| self.ancestors(parent)).collect();
        parents.retain(|parent| !above.iter().any(|ancestors| ancestors.contains(parent)));
        parents
    }
}

/// The position the next concept gets.
pub(super) fn position(len: usize) -> Ix {
    Ix::try_from(len).unwrap_or(NONE)
}
