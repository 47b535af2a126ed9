//! What a file holds, listed for the baselines.

use rustc_hash::FxHashMap;
use vademecum::{
    ActiveFilter, Concept, ConceptId, ConceptSet, DescriptionType, Engine, Sctid, SearchOptions, metadata,
};

/// A list of numbers for each of many owners, one after another.
#[derive(Debug, Clone, Default)]
pub struct Adjacency {
    offsets: Vec<u32>,
    values: Vec<u32>,
}

impl Adjacency {
    /// The lists, in the order of their owners.
    pub fn new<L: AsRef<[u32]>>(lists: impl IntoIterator<Item = L>) -> Adjacency {
        let mut adjacency = Adjacency { offsets: vec![0], values: Vec::new() };
        for list in lists {
            adjacency.values.extend_from_slice(list.as_ref());
            adjacency.offsets.push(adjacency.values.len() as u32);
        }
        adjacency
    }

    /// The list of `owner`.
    #[inline]
    pub fn of(&self, owner: u32) -> &[u32] {
        let at = owner as usize;
        &self.values[self.offsets[at] as usize..self.offsets[at + 1] as usize]
    }

    /// How many owners there are.
    pub fn owners(&self) -> u32 {
        self.offsets.len() as u32 - 1
    }

    /// The lists turned round: for each number, the owners that list it.
    pub fn transposed(&self) -> Adjacency {
        let mut offsets = vec![0u32; self.offsets.len()];
        for value in &self.values {
            offsets[*value as usize + 1] += 1;
        }
        for at in 1..offsets.len() {
            offsets[at] += offsets[at - 1];
        }
        let mut next = offsets.clone();
        let mut values = vec![0; self.values.len()];
        for owner in 0..self.owners() {
            for value in self.of(owner) {
                let slot = &mut next[*value as usize];
                values[*slot as usize] = owner;
                *slot += 1;
            }
        }
        Adjacency { offsets, values }
    }

    /// How many bytes the lists take.
    pub fn bytes(&self) -> u64 {
        (self.offsets.len() + self.values.len()) as u64 * 4
    }
}

/// The concepts of a file. A concept's place in `ids` is the ordinal that the baselines know it by: active ones first,
/// in the order of the file, which is that of the hierarchy. Baselines profit from that order as the engine does.
#[derive(Debug)]
pub struct Corpus {
    /// The ids.
    pub ids: Vec<u64>,
    /// How many of them are active.
    pub active: u32,
    /// The parents of each active concept.
    pub parents: Adjacency,
}

/// A term that a search can find.
#[derive(Debug, Clone)]
pub struct Term {
    /// The ordinal of its concept.
    pub concept: u32,
    /// The id of the description.
    pub id: u64,
    /// Whether it is a fully specified name.
    pub is_fsn: bool,
    /// The text.
    pub text: String,
}

fn numbers(set: &ConceptSet<'_>) -> impl Iterator<Item = u64> {
    set.iter().map(|concept| concept.id().expect("a sound file").number())
}

impl Corpus {
    /// Lists the concepts of a file.
    ///
    /// Active concepts are those below the root. The engine has no list of inactive ones: they are found by a search
    /// for each semantic tag, which stands in their fully specified names.
    pub fn read(engine: &Engine) -> Corpus {
        let root = Sctid::new(metadata::ROOT).map(ConceptId::from_released).expect("an id");
        let root = engine.concept(root).expect("a sound file").expect("a file with the root concept");
        let set = root.descendants_or_self().expect("a sound file");
        let mut ids: Vec<u64> = numbers(&set).collect();
        let active = ids.len() as u32;
        let place: FxHashMap<u64, u32> = ids.iter().copied().zip(0..).collect();
        let parents = Adjacency::new(set.iter().map(|concept| {
            let parents = concept.parents().expect("a sound file");
            numbers(&parents).map(|id| place[&id]).collect::<Vec<u32>>()
        }));
        let mut inactive: Vec<u64> = Vec::new();
        let options = SearchOptions { active: ActiveFilter::Inactive, ..SearchOptions::default() };
        for tag in engine.semantic_tags() {
            match engine.search_set(tag, &options) {
                Ok(found) => inactive.extend(numbers(&found)),
                Err(error) => eprintln!("inactive concepts are left out: {error}"),
            }
        }
        inactive.sort_unstable();
        inactive.dedup();
        ids.extend(inactive);
        let counted = engine.manifest().counts.concepts;
        if ids.len() as u64 != counted {
            eprintln!("the baselines know {} of {counted} concepts", ids.len());
        }
        Corpus { ids, active, parents }
    }

    /// The handles of the active concepts, by ordinal.
    pub fn handles<'e>(&self, engine: &'e Engine) -> Vec<Concept<'e>> {
        let ids = self.ids.iter().take(self.active as usize);
        ids.map(|id| engine.concept(concept_id(*id)).expect("a sound file").expect("a known id")).collect()
    }

    /// Concept ids of the right form that the file does not have, each close to one that it has.
    pub fn absent(&self, count: usize, random: &mut crate::Random) -> Vec<ConceptId> {
        let mut known = self.ids.clone();
        known.sort_unstable();
        let mut absent = Vec::with_capacity(count);
        while absent.len() < count {
            let near = *random.pick(&known);
            let step = if near / 100 % 10 == 1 { 10_000_000_000 } else { 1000 };
            let number = near / 10 * 10 + step * (1 + random.below(2000) as u64);
            let right = (0..10).find_map(|digit| ConceptId::new(number + digit).ok());
            absent.extend(right.filter(|id| known.binary_search(&id.number()).is_err()));
        }
        absent
    }

    /// The terms that a search for active concepts can find, by concept.
    pub fn terms(&self, engine: &Engine) -> Vec<Term> {
        let mut terms = Vec::new();
        for (concept, handle) in (0..).zip(self.handles(engine)) {
            for description in handle.descriptions().expect("a sound file") {
                let kind = description.kind().expect("a sound file");
                if description.is_active().expect("a sound file") && kind != DescriptionType::Definition {
                    terms.push(Term {
                        concept,
                        id: description.id().expect("a sound file").number(),
                        is_fsn: kind == DescriptionType::Fsn,
                        text: description.term().expect("a sound file"),
                    });
                }
            }
        }
        terms
    }
}

/// The id with this number, as the file holds it.
pub fn concept_id(number: u64) -> ConceptId {
    Sctid::new(number).map(ConceptId::from_released).expect("a number of 6 to 18 digits")
}
