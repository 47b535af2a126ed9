//! Grows the core to any size.
//!
//! A grown concept is a [`Combo`]: a head, what fills its slot, qualifiers, a cause. Its parents are the combos
//! with one thing made more general, and they are in the release before it, so each concept is more specific
//! than its parents by construction, and any prefix of the growth is a hierarchy without gaps.

use std::collections::{HashMap, HashSet};

use super::SynthError;
use super::describe::{GROWN_FORMS, form_of, head_of, name, qualifier};
use super::heads::{Cause, HEADS, Head, Kind, QUALIFIERS, Qualifier};
use super::invented;
use super::model::{Combo, Concept, Ix, Model, NONE, Origin, class, position};
use super::numbers::{GROWN_ITEMS, Partition, Rng, hash_text, mix, scattered_item, sctid};
use super::tables::QUALIFIED;

/// The longest name growth makes, in characters; two packs of words around it still read as a term.
const LONGEST: usize = 150;

/// Tries without a new concept after which growth gives up.
const PATIENCE: usize = 3_000_000;

/// How a concept is retired: the end of its old name, its reason, its association, and how often.
pub(super) struct Retirement {
    pub(super) before: &'static str,
    pub(super) after: &'static str,
    pub(super) reason: u64,
    pub(super) association: u64,
}

const fn retirement(before: &'static str, after: &'static str, reason: u64, association: u64) -> Retirement {
    Retirement { before, after, reason, association }
}

const DUPLICATE: u64 = 900_000_000_000_482_003;
const OUTDATED: u64 = 900_000_000_000_483_008;
const AMBIGUOUS: u64 = 900_000_000_000_484_002;
const ERRONEOUS: u64 = 900_000_000_000_485_001;
const LIMITED: u64 = 900_000_000_000_486_000;
const CLASSIFICATION: u64 = 1_186_917_008;
const SAME_AS: u64 = 900_000_000_000_527_005;
const REPLACED_BY: u64 = 900_000_000_000_526_001;
const POSSIBLY: u64 = 900_000_000_000_523_009;
const WAS_A: u64 = 900_000_000_000_528_000;

/// The ways a concept is retired.
pub(super) const RETIREMENTS: &[Retirement] = &[
    retirement("[V]", "", DUPLICATE, SAME_AS),
    retirement("[D]", "", DUPLICATE, SAME_AS),
    retirement("", " - disorder", DUPLICATE, SAME_AS),
    retirement("", " NOS", CLASSIFICATION, WAS_A),
    retirement("", ", unspecified", CLASSIFICATION, POSSIBLY),
    retirement("[X]", "", LIMITED, WAS_A),
    retirement("", " or similar condition", AMBIGUOUS, POSSIBLY),
    retirement("Other ", "", CLASSIFICATION, WAS_A),
    retirement("", " [former term]", OUTDATED, REPLACED_BY),
    retirement("Probable or possible ", "", AMBIGUOUS, POSSIBLY),
    retirement("", " NEC", ERRONEOUS, REPLACED_BY),
];

/// Bones that have a proximal and a distal part.
const LONG_BONES: &[&str] = &[
    "femur",
    "tibia",
    "fibula",
    "humerus",
    "radius",
    "ulna",
    "clavicle",
    "metacarpal",
    "metatarsal",
    "phalanx",
];

/// Places too small to speak of their upper and lower part.
const SMALL_SITES: &[&str] = &[
    "finger",
    "thumb",
    "toe",
    "eyebrow",
    "temple",
    "lip",
    "umbilicus",
    "chin",
    "nose",
    "cleft",
    "palm",
    "sole",
    "dorsum",
    "iris",
    "macula",
    "nipple",
    "valve",
    "tympanic",
    "lobe",
    "lens",
    "forehead",
    "cheek",
    "gum",
];

/// A generalization: a concept that is there, or a combination that may have to be made.
enum Above {
    Concept(Ix),
    Combo(Combo),
}

/// The growing release.
pub(super) struct Growth<'a> {
    model: &'a mut Model,
    made: HashMap<Combo, Option<Ix>>,
    /// Hashes of names with tags.
    names: HashSet<u64>,
    /// Concepts of each class, by bit.
    pools: Vec<Vec<Ix>>,
    /// The hand-made concept of each head and the heads more general than it.
    cores: Vec<(Option<Ix>, Vec<u16>)>,
    seed: u64,
    /// How many active concepts there shall be.
    goal: usize,
}

fn compatible(head: &Head, class: u64) -> bool {
    class & head.slot != 0 && class & head.never == 0
}

impl Growth<'_> {
    fn head_number(head: &Head) -> Option<u16> {
        u16::try_from(HEADS.iter().position(|other| std::ptr::eq(other, head))?).ok()
    }

    /// The head of a kind that is made in one way only.
    fn only(kind: Kind) -> Option<u16> {
        u16::try_from(HEADS.iter().position(|head| head.kind == kind)?).ok()
    }

    fn core(&self, head: u16) -> Option<Ix> {
        self.cores.get(usize::from(head)).and_then(|(core, _)| *core)
    }

    /// Whether a concept may fill the slot of a head.
    fn suits(&self, head: &Head, slot: Ix) -> bool {
        let concept = self.model.concept(slot);
        if !compatible(head, concept.class) {
            return false;
        }
        if head.kind == Kind::Within {
            // Neither "left bone of hand", a group, nor "distal part of distal femur".
            let first = concept.name.split(' ').next().unwrap_or_default();
            let group = ["Bone", "Joint", "Artery", "Vein", "Nerve"].contains(&first);
            let lower = concept.name.to_lowercase();
            let placed = [
                "distal", "proximal", "upper ", "lower ", "shaft", "neck of", "head of", "medial", "lateral",
            ];
            let part = head.class & (class::PART | class::TISSUE | class::SKIN_OF) == class::PART;
            let divided = if concept.class & class::BONE != 0 {
                LONG_BONES.iter().any(|word| lower.contains(word))
            } else {
                !SMALL_SITES.iter().any(|word| lower.contains(word))
            };
            let placed = placed.iter().any(|word| lower.contains(word));
            return !group && (!part || (divided && !placed));
        }
        if head.tag == "situation" && concept.class & class::PROBLEM != 0 {
            let Origin::Grown(combo) = concept.origin else { return true };
            let plain = combo.qualifiers == [0, 0] && combo.cause == NONE;
            let mut passing = combo.qualifiers.iter().filter_map(|&number| qualifier(number));
            return match head.core {
                "History of clinical finding in subject" | "Suspected clinical finding" => {
                    !passing.any(|qualifier| "sh".contains(qualifier.letter))
                }
                "Family history of clinical finding" => {
                    let injury = self.model.find("Injury");
                    plain && !self.model.ancestors(slot).iter().any(|&above| Some(above) == injury)
                }
                _ => plain,
            };
        }
        true
    }

    /// The nearest ancestors of a slot that suit the head as well.
    fn wider_slots(&self, head: &Head, slot: Ix) -> Vec<Ix> {
        let mut found = Vec::new();
        let mut seen = Vec::new();
        let mut queue = self.model.concept(slot).parents.to_vec();
        while let Some(at) = queue.pop() {
            if seen.contains(&at) {
                continue;
            }
            seen.push(at);
            let concept = self.model.concept(at);
            if self.suits(head, at) {
                found.push(at);
            } else {
                queue.extend_from_slice(&concept.parents);
            }
        }
        found.sort_unstable();
        found
    }

    /// Whether the words of a qualifier suit the name they would stand before.
    fn qualifies(name: &str, qualifier: &Qualifier) -> bool {
        let lower = name.to_lowercase();
        let same = "scdng".contains(qualifier.letter)
            && lower.split([' ', '-']).any(|word| QUALIFIED.contains(&word));
        !same && !lower.contains(&qualifier.word.to_lowercase())
    }

    fn allowed(&self, combo: Combo) -> bool {
        let Some(head) = head_of(combo) else { return false };
        if combo.slot != NONE && !self.suits(head, combo.slot) {
            return false;
        }
        if combo.cause != NONE && head.cause == Cause::None {
            return false;
        }
        combo.qualifiers.iter().filter(|&&number| number > 0).all(|&number| {
            qualifier(number).is_some_and(|qualifier| {
                let base = if head.kind == Kind::Qualified {
                    &self.model.concept(combo.slot).name
                } else {
                    head.pattern
                };
                head.qualifiers.contains(qualifier.letter) && Self::qualifies(base, qualifier)
            })
        })
    }

    fn generalizations(&self, combo: Combo) -> Option<Vec<Above>> {
        let head = head_of(combo)?;
        let core = self.core(combo.head);
        let bare = Combo { qualifiers: [0, 0], cause: NONE, ..combo };
        let mut above = Vec::new();
        match head.kind {
            Kind::Genus => {
                let kind = match combo.number % 10 {
                    0 | 3 | 6 => "Gram-negative bacterium",
                    1 | 2 | 8 => "Gram-positive bacterium",
                    4 | 5 => "Fungus",
                    _ => "Anaerobic bacterium",
                };
                above.push(Above::Concept(self.model.find(kind)?));
            }
            Kind::Species | Kind::Strain => above.push(Above::Concept(combo.slot)),
            Kind::Chemical => {
                let second = combo.number / (32 * 81);
                let first = combo.number / 32 % 81;
                let molecule = combo.number % 32;
                if second > 0 {
                    above.push(Above::Combo(Combo { number: combo.number % (32 * 81), ..combo }));
                    above.push(Above::Combo(Combo { number: molecule + 32 * second, ..combo }));
                } else if first > 0 {
                    above.push(Above::Combo(Combo { number: molecule, ..combo }));
                } else {
                    above.push(Above::Concept(core?));
                }
            }
            Kind::Drug => above.push(Above::Concept(self.model.find(invented::drug(combo.number).1)?)),
            Kind::Product => {
                for slot in self.wider_slots(head, combo.slot) {
                    above.push(Above::Combo(Combo { slot, ..combo }));
                }
                if above.is_empty() {
                    above.push(Above::Concept(core?));
                }
            }
            Kind::Virtual => above.push(Above::Combo(Combo {
                head: Self::only(Kind::Product)?,
                slot: combo.slot,
                number: 0,
                ..bare
            })),
            Kind::Actual => above.push(Above::Concept(combo.slot)),
            Kind::VirtualPack => above.push(Above::Concept(core?)),
            Kind::ActualPack => {
                let slot = self.model.concept(combo.slot).parents.first().copied()?;
                above.push(Above::Combo(Combo { head: Self::only(Kind::VirtualPack)?, slot, ..combo }));
            }
            Kind::Pattern | Kind::Within | Kind::Qualified => {
                self.general_patterns(head, combo, core, &mut above);
            }
        }
        Some(above)
    }

    fn general_patterns(&self, head: &Head, combo: Combo, core: Option<Ix>, above: &mut Vec<Above>) {
        let plain = combo.qualifiers == [0, 0] && combo.cause == NONE;
        let mut push = |combo: Combo| {
            let free = combo.qualifiers == [0, 0] && combo.cause == NONE;
            if head.kind == Kind::Qualified && free {
                above.push(Above::Concept(combo.slot));
            } else if combo.slot == NONE && free {
                above.extend(self.core(combo.head).map(Above::Concept));
            } else {
                above.push(Above::Combo(combo));
            }
        };
        match combo.qualifiers {
            [0, 0] => {}
            [one, 0] => {
                let _ = one;
                push(Combo { qualifiers: [0, 0], ..combo });
            }
            [one, two] => {
                push(Combo { qualifiers: [one, 0], ..combo });
                push(Combo { qualifiers: [two, 0], ..combo });
            }
        }
        if combo.cause != NONE {
            let class = match head.cause {
                Cause::Organism => class::ORGANISM,
                Cause::Event => class::EVENT,
                Cause::Specimen => class::SPECIMEN,
                Cause::None => 0,
            };
            let cause = self.model.concept(combo.cause);
            let wider: Vec<Ix> = cause
                .parents
                .iter()
                .copied()
                .filter(|&parent| self.model.concept(parent).class & class != 0)
                .collect();
            for &cause in &wider {
                push(Combo { cause, ..combo });
            }
            if wider.is_empty() {
                push(Combo { cause: NONE, ..combo });
            }
        }
        if head.kind == Kind::Qualified {
            return;
        }
        if combo.slot != NONE {
            let wider = self.wider_slots(head, combo.slot);
            for &slot in &wider {
                push(Combo { slot, ..combo });
            }
            if head.kind == Kind::Within {
                above.push(Above::Concept(combo.slot));
                if head.attribute != "Laterality" {
                    above.extend(core.map(Above::Concept));
                }
                return;
            }
            if wider.is_empty() {
                push(Combo { slot: NONE, ..combo });
            }
        }
        if let Some((_, heads)) = self.cores.get(usize::from(combo.head)) {
            for &head in heads {
                let wider = Combo { head, ..combo };
                if self.allowed(wider) && (combo.slot != NONE || !plain) {
                    push(wider);
                }
            }
        }
    }

    /// The concept of a combination, made with all that is more general if it is not there yet. `None` where it
    /// cannot be made: the goal is reached, or its name is taken by another.
    fn ensure(&mut self, combo: Combo) -> Option<Ix> {
        if let Some(known) = self.made.get(&combo) {
            return *known;
        }
        if self.model.concepts.len() >= self.goal {
            return None;
        }
        let head = head_of(combo)?;
        let name = name(self.model, head, combo)?;
        if let Some(&known) = self.model.named.get(&(name.to_lowercase(), head.tag)) {
            self.made.insert(combo, Some(known));
            return Some(known);
        }
        let long = name.chars().count() > LONGEST;
        let key = hash_text(&format!("{} ({})", name.to_lowercase(), head.tag));
        if long || self.names.contains(&key) {
            self.made.insert(combo, None);
            return None;
        }
        let mut parents = Vec::new();
        for above in self.generalizations(combo)? {
            match above {
                Above::Concept(ix) => parents.push(ix),
                Above::Combo(combo) => parents.push(self.ensure(combo)?),
            }
        }
        if parents.is_empty() || self.model.concepts.len() >= self.goal || !self.names.insert(key) {
            return None;
        }
        let parents = self.model.reduced(parents);
        let ix = position(self.model.concepts.len());
        let mut class = head.class;
        if head.kind == Kind::Within {
            let tissue = if class & class::TISSUE != 0 { class::SITE } else { 0 };
            class |= self.model.concept(combo.slot).class & !(class::PAIRED | tissue);
        }
        let item = scattered_item(u64::from(ix), self.seed, GROWN_ITEMS);
        self.model.concepts.push(Concept {
            id: sctid(item, Partition::Concept),
            name: name.into(),
            tag: head.tag,
            parents: parents.into(),
            class,
            origin: Origin::Grown(combo),
        });
        self.made.insert(combo, Some(ix));
        self.pool(ix, class);
        Some(ix)
    }

    fn pool(&mut self, ix: Ix, class: u64) {
        for (bit, pool) in self.pools.iter_mut().enumerate() {
            if class & (1u64 << bit) != 0 {
                pool.push(ix);
            }
        }
    }

    /// Some concept of one of the classes.
    fn any(&self, rng: &mut Rng, classes: u64) -> Option<Ix> {
        let suits = |bit: usize| classes & (1u64 << bit) != 0;
        let total: usize =
            self.pools.iter().enumerate().filter(|(bit, _)| suits(*bit)).map(|(_, pool)| pool.len()).sum();
        let mut at = rng.below(total);
        for (_, pool) in self.pools.iter().enumerate().filter(|(bit, _)| suits(*bit)) {
            if let Some(&ix) = pool.get(at) {
                return Some(ix);
            }
            at -= pool.len();
        }
        None
    }

    /// A combination to try, drawn at random.
    fn draw(&self, rng: &mut Rng, head: &Head) -> Option<Combo> {
        let number = |rng: &mut Rng, below: usize| u32::try_from(rng.below(below)).unwrap_or_default();
        let mut combo =
            Combo { head: Self::head_number(head)?, qualifiers: [0, 0], slot: NONE, cause: NONE, number: 0 };
        if head.slot != 0 {
            combo.slot = self.any(rng, head.slot)?;
        }
        match head.kind {
            Kind::Genus => combo.number = number(rng, invented::GENERA),
            Kind::Species => combo.number = number(rng, invented::SPECIES),
            Kind::Strain => combo.number = number(rng, 40),
            Kind::Chemical => combo.number = number(rng, invented::CHEMICALS),
            Kind::Drug => combo.number = number(rng, invented::DRUGS),
            Kind::Product => {}
            Kind::Virtual => {
                let concept = self.model.concept(combo.slot);
                if !matches!(concept.origin, Origin::Grown(_)) {
                    return None;
                }
                // A medicine has few forms, the first ones more often.
                let forms = [0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 13];
                let place = mix(hash_text(&concept.name)) % 11 + rng.next() % 3;
                let form = usize::try_from(place).ok().and_then(|at| forms.get(at)).copied().unwrap_or(0);
                combo.number = form + number(rng, 4) * u32::try_from(GROWN_FORMS).ok()?;
            }
            Kind::Actual => combo.number = number(rng, invented::SUPPLIERS),
            Kind::VirtualPack | Kind::ActualPack => {
                let form = form_of(&self.model.concept(combo.slot).name)?;
                combo.number = number(rng, form.packs.len());
            }
            Kind::Pattern | Kind::Within | Kind::Qualified => {
                if head.slot == 0 {
                    return None;
                }
                let wanted = match head.kind {
                    Kind::Qualified => 1 + usize::from(rng.chance(30)),
                    _ if rng.chance(60) => 0,
                    _ => 1 + usize::from(rng.chance(20)),
                };
                self.draw_qualifiers(rng, head, wanted, &mut combo);
                if wanted < 2 && rng.chance(25) {
                    combo.cause = match head.cause {
                        Cause::None => NONE,
                        Cause::Organism => self.any(rng, class::ORGANISM)?,
                        Cause::Event => self.any(rng, class::EVENT)?,
                        Cause::Specimen => self.any(rng, class::SPECIMEN)?,
                    };
                    if head.cause == Cause::Specimen
                        && matches!(self.model.concept(combo.cause).origin, Origin::Grown(_))
                    {
                        combo.cause = NONE;
                    }
                }
            }
        }
        self.allowed(combo).then_some(combo)
    }

    fn draw_qualifiers(&self, rng: &mut Rng, head: &Head, wanted: usize, combo: &mut Combo) {
        let mut letters = Vec::new();
        let mut attributes = Vec::new();
        let mut chosen = Vec::new();
        let possible: Vec<u8> = QUALIFIERS
            .iter()
            .zip(1..)
            .filter(|(qualifier, _)| head.qualifiers.contains(qualifier.letter))
            .map(|(_, number)| number)
            .collect();
        for _ in 0..wanted {
            if let Some(&number) = rng.pick(&possible)
                && let Some(qualifier) = qualifier(number)
                && !letters.contains(&qualifier.letter)
                && !attributes.contains(&qualifier.attribute)
            {
                letters.push(qualifier.letter);
                attributes.extend(Some(qualifier.attribute).filter(|attribute| !attribute.is_empty()));
                chosen.push(number);
            }
        }
        chosen.sort_unstable();
        combo.qualifiers = match chosen.as_slice() {
            [] => [0, 0],
            [one] => [*one, 0],
            [one, two, ..] => [*one, *two],
        };
    }
}

/// The heads more general than each head: the nearest hand-made ancestors of its core that have heads.
fn head_cores(model: &Model) -> Vec<(Option<Ix>, Vec<u16>)> {
    let cores: Vec<Option<Ix>> = HEADS.iter().map(|head| model.find(head.core)).collect();
    let mut found = Vec::new();
    for (head, core) in HEADS.iter().zip(&cores) {
        let mut above = Vec::new();
        let domain = matches!(head.attribute, "Finding site" | "Procedure site" | "Causative agent");
        if let Some(core) = core.filter(|_| domain && head.kind == Kind::Pattern) {
            let mut seen = Vec::new();
            let mut queue = model.concept(core).parents.to_vec();
            while let Some(at) = queue.pop() {
                if seen.contains(&at) {
                    continue;
                }
                seen.push(at);
                let general = HEADS.iter().zip(&cores).zip(0u16..).find(|((other, other_core), _)| {
                    other.kind == Kind::Pattern
                        && other.attribute == head.attribute
                        && **other_core == Some(at)
                });
                if let Some((_, number)) = general {
                    above.push(number);
                }
                queue.extend_from_slice(&model.concept(at).parents);
            }
        }
        above.sort_unstable();
        found.push((*core, above));
    }
    found
}

/// Grows the model to `active` active concepts and adds inactive ones until there are `total`.
pub(super) fn grow(model: &mut Model, active: usize, total: usize, seed: u64) -> Result<(), SynthError> {
    let mut pools = vec![Vec::new(); class::COUNT];
    let mut names = HashSet::new();
    for concept in &model.concepts {
        names.insert(hash_text(&format!("{} ({})", concept.name.to_lowercase(), concept.tag)));
    }
    for (at, concept) in model.concepts.iter().enumerate() {
        for (bit, pool) in pools.iter_mut().enumerate() {
            if concept.class & (1u64 << bit) != 0 {
                pool.push(position(at));
            }
        }
    }
    let cores = head_cores(model);
    let mut growth = Growth { model, made: HashMap::new(), names, pools, cores, seed, goal: active };
    let mut rng = Rng::new(seed ^ 0x5EED);
    let wheel: Vec<&Head> = HEADS.iter().flat_map(|head| std::iter::repeat_n(head, head.weight)).collect();
    let mut idle = 0;
    while growth.model.concepts.len() < active {
        let before = growth.model.concepts.len();
        if let Some(&head) = rng.pick(&wheel)
            && let Some(combo) = growth.draw(&mut rng, head)
        {
            growth.ensure(combo);
        }
        idle = if growth.model.concepts.len() > before { 0 } else { idle + 1 };
        if idle > PATIENCE {
            return Err(SynthError::Exhausted { concepts: growth.model.concepts.len() });
        }
    }
    retire(&mut growth, total, &mut rng)
}

/// Adds inactive concepts: old names of active ones.
fn retire(growth: &mut Growth<'_>, total: usize, rng: &mut Rng) -> Result<(), SynthError> {
    let active = growth.model.concepts.len();
    let mut idle = 0;
    while growth.model.concepts.len() < total {
        idle += 1;
        if idle > PATIENCE {
            return Err(SynthError::Exhausted { concepts: growth.model.concepts.len() });
        }
        let target = position(rng.below(active));
        let how = rng.below(RETIREMENTS.len());
        let concept = growth.model.concept(target);
        let Some(retirement) = RETIREMENTS.get(how) else { continue };
        let clinical =
            ["disorder", "finding", "procedure", "situation", "organism", "product", "body structure"];
        let fits = match retirement.after {
            " - disorder" | " or similar condition" => matches!(concept.tag, "disorder" | "finding"),
            _ if retirement.before.len() > 3 || retirement.reason == CLASSIFICATION => {
                matches!(concept.tag, "disorder" | "finding" | "procedure")
            }
            _ => concept.tag != "product" || retirement.reason == OUTDATED,
        };
        if !fits || !clinical.contains(&concept.tag) || concept.name.len() > LONGEST {
            continue;
        }
        let inner =
            if retirement.before.len() > 3 { growth.model.within(target) } else { concept.name.to_string() };
        let name = format!("{}{inner}{}", retirement.before, retirement.after);
        let tag = concept.tag;
        if !growth.names.insert(hash_text(&format!("{} ({tag})", name.to_lowercase()))) {
            continue;
        }
        let parent = concept.parents.first().copied().unwrap_or(target);
        let ix = position(growth.model.concepts.len());
        let item = scattered_item(u64::from(ix), growth.seed, GROWN_ITEMS);
        growth.model.concepts.push(Concept {
            id: sctid(item, Partition::Concept),
            name: name.into(),
            tag,
            parents: [parent].into(),
            class: 0,
            origin: Origin::Retired(target, u8::try_from(how).unwrap_or_default()),
        });
        idle = 0;
    }
    Ok(())
}
