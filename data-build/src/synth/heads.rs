//! What growth combines: heads with a slot, and qualifiers. Later vocabulary is added here, a line at a time.

use super::model::class::*;

/// How the concepts of a head are named and placed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// The pattern, its slot filled by another concept.
    Pattern,
    /// A pattern that also makes its concept a kind of the slot: "Left femur" is a femur.
    Within,
    /// The slot itself, with one or two qualifiers.
    Qualified,
    /// A genus by number.
    Genus,
    /// A species by number, of the genus in the slot.
    Species,
    /// A strain by number, of the species in the slot.
    Strain,
    /// A chemical by number.
    Chemical,
    /// A medicine's substance by number.
    Drug,
    /// The medicinal product of the substance in the slot.
    Product,
    /// A clinical drug of the substance in the slot: the number is dose form and strength.
    Virtual,
    /// A supplier's product of the clinical drug in the slot.
    Actual,
    /// A pack of the clinical drug in the slot.
    VirtualPack,
    /// A pack of the supplier's product in the slot.
    ActualPack,
}

/// What a second concept adds to the name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Cause {
    None,
    /// "... caused by {organism}".
    Organism,
    /// "... due to {event}".
    Event,
    /// "... in {specimen}".
    Specimen,
}

/// One way to make concepts.
pub(super) struct Head {
    /// The hand-made concept of which those of this head are kinds.
    pub(super) core: &'static str,
    pub(super) pattern: &'static str,
    /// Further names, by the same slot.
    pub(super) synonyms: &'static [&'static str],
    pub(super) tag: &'static str,
    /// Classes of which the slot has one, and classes of which it has none.
    pub(super) slot: u64,
    pub(super) never: u64,
    /// The attribute that the slot is the value of.
    pub(super) attribute: &'static str,
    /// Letters of the qualifiers allowed.
    pub(super) qualifiers: &'static str,
    pub(super) cause: Cause,
    pub(super) kind: Kind,
    /// The class of what is made.
    pub(super) class: u64,
    /// How often growth tries this head.
    pub(super) weight: usize,
}

/// A qualifier: the word before the name, its letter, its attribute and value.
pub(super) struct Qualifier {
    pub(super) word: &'static str,
    pub(super) letter: char,
    pub(super) attribute: &'static str,
    pub(super) value: &'static str,
}

const fn q(word: &'static str, letter: char, attribute: &'static str, value: &'static str) -> Qualifier {
    Qualifier { word, letter, attribute, value }
}

/// The qualifiers, in the order of their words in a name.
pub(super) const QUALIFIERS: &[Qualifier] = &[
    q("Revision of", 'r', "", ""),
    q("Emergency", 'y', "", ""),
    q("Elective", 'y', "", ""),
    q("Mild", 's', "Severity", "Mild"),
    q("Moderate", 's', "Severity", "Moderate"),
    q("Severe", 's', "Severity", "Severe"),
    q("Acute", 'c', "Clinical course", "Acute"),
    q("Subacute", 'c', "Clinical course", "Subacute"),
    q("Chronic", 'c', "Clinical course", "Chronic"),
    q("Recurrent", 'd', "Clinical course", "Recurrent"),
    q("Neonatal", 'n', "Occurrence", "Neonatal"),
    q("Childhood", 'n', "Occurrence", "Childhood"),
    q("Healing", 'h', "", ""),
    q("Infected", 'i', "Pathological process", "Infectious process"),
    q("Stage 1", 'g', "Has interpretation", "Stage 1"),
    q("Stage 2", 'g', "Has interpretation", "Stage 2"),
    q("Stage 3", 'g', "Has interpretation", "Stage 3"),
    q("Stage 4", 'g', "Has interpretation", "Stage 4"),
    q("Percutaneous", 'p', "Surgical approach", "Percutaneous approach"),
    q("Open", 'p', "Surgical approach", "Open approach"),
    q("Laparoscopic", 'l', "Surgical approach", "Laparoscopic approach"),
    q("Robotic assisted", 'l', "Surgical approach", "Robotic assisted approach"),
    q("Endoscopic", 'o', "Surgical approach", "Endoscopic approach"),
    q("Arthroscopic", 'a', "Surgical approach", "Arthroscopic approach"),
    q("Ultrasound guided", 'u', "Guidance", "Ultrasound imaging - action"),
    q("Computed tomography guided", 'u', "Guidance", "Computed tomography imaging - action"),
    q("Fluoroscopy guided", 'f', "Guidance", "Plain X-ray imaging - action"),
];

const SKIN: u64 = REGION;
const VESSEL: u64 = ARTERY | VEIN;
const VISCUS: u64 = ORGAN | HOLLOW;
const SOFT: u64 = MUSCLE | TENDON | LIGAMENT;

const BASE: Head = Head {
    core: "",
    pattern: "",
    synonyms: &[],
    tag: "disorder",
    slot: 0,
    never: 0,
    attribute: "",
    qualifiers: "",
    cause: Cause::None,
    kind: Kind::Pattern,
    class: 0,
    weight: 10,
};

const fn disorder(
    core: &'static str,
    pattern: &'static str,
    slot: u64,
    qualifiers: &'static str,
    synonyms: &'static [&'static str],
) -> Head {
    Head { core, pattern, synonyms, slot, qualifiers, attribute: "Finding site", class: PROBLEM, ..BASE }
}

const fn finding(
    core: &'static str,
    pattern: &'static str,
    slot: u64,
    qualifiers: &'static str,
    synonyms: &'static [&'static str],
) -> Head {
    Head { tag: "finding", ..disorder(core, pattern, slot, qualifiers, synonyms) }
}

const fn injury(
    core: &'static str,
    pattern: &'static str,
    slot: u64,
    qualifiers: &'static str,
    synonyms: &'static [&'static str],
) -> Head {
    Head { cause: Cause::Event, weight: 16, ..disorder(core, pattern, slot, qualifiers, synonyms) }
}

const fn infection(
    core: &'static str,
    pattern: &'static str,
    slot: u64,
    qualifiers: &'static str,
    synonyms: &'static [&'static str],
) -> Head {
    Head { cause: Cause::Organism, weight: 22, ..disorder(core, pattern, slot, qualifiers, synonyms) }
}

const fn procedure(
    core: &'static str,
    pattern: &'static str,
    slot: u64,
    qualifiers: &'static str,
    synonyms: &'static [&'static str],
) -> Head {
    Head {
        tag: "procedure",
        attribute: "Procedure site",
        class: PROCEDURE,
        weight: 34,
        ..disorder(core, pattern, slot, qualifiers, synonyms)
    }
}

const fn part(pattern: &'static str, core: &'static str, slot: u64, weight: usize) -> Head {
    Head {
        core,
        pattern,
        tag: "body structure",
        slot,
        never: PART,
        attribute: "Part of",
        kind: Kind::Within,
        class: PART,
        weight,
        ..BASE
    }
}

const fn tissue(pattern: &'static str, core: &'static str, slot: u64, weight: usize) -> Head {
    Head { class: PART | TISSUE, ..part(pattern, core, slot, weight) }
}

const fn side(pattern: &'static str, value: &'static str, synonyms: &'static [&'static str]) -> Head {
    Head {
        core: value,
        pattern,
        synonyms,
        tag: "body structure",
        slot: PAIRED,
        never: SIDED | PART,
        attribute: "Laterality",
        kind: Kind::Within,
        class: SIDED,
        weight: 20,
        ..BASE
    }
}

const fn agent(
    core: &'static str,
    pattern: &'static str,
    tag: &'static str,
    slot: u64,
    qualifiers: &'static str,
    synonyms: &'static [&'static str],
) -> Head {
    Head {
        tag,
        attribute: "Causative agent",
        weight: 28,
        ..disorder(core, pattern, slot, qualifiers, synonyms)
    }
}

const fn context(
    core: &'static str,
    pattern: &'static str,
    attribute: &'static str,
    slot: u64,
    weight: usize,
    synonyms: &'static [&'static str],
) -> Head {
    Head { core, pattern, synonyms, tag: "situation", slot, attribute, weight, ..BASE }
}

const fn made(
    kind: Kind,
    core: &'static str,
    tag: &'static str,
    slot: u64,
    class: u64,
    weight: usize,
) -> Head {
    Head { core, tag, slot, kind, class, weight, ..BASE }
}

/// All heads.
pub(super) const HEADS: &[Head] = &[
    side("Left {}", "Left", &["{}, left", "Lt {}"]),
    side("Right {}", "Right", &["{}, right", "Rt {}"]),
    Head { class: PART | SKIN_OF, ..part("Skin of {}", "Skin", REGION, 57) },
    tissue("Subcutaneous tissue of {}", "", REGION, 12),
    tissue("Soft tissue of {}", "", REGION, 12),
    part("Upper part of {}", "", REGION | ORGAN, 12),
    part("Lower part of {}", "", REGION | ORGAN, 12),
    part("Anterior part of {}", "", REGION | ORGAN | JOINT, 12),
    part("Posterior part of {}", "", REGION | ORGAN | JOINT, 12),
    part("Medial part of {}", "", BONE | JOINT, 9),
    part("Lateral part of {}", "", BONE | JOINT, 9),
    part("Proximal part of {}", "", BONE | SOFT | NERVE | ARTERY, 9),
    part("Distal part of {}", "", BONE | SOFT | NERVE | ARTERY, 9),
    tissue("Periosteum of {}", "", BONE, 7),
    tissue("Synovial membrane of {}", "", JOINT, 7),
    tissue("Articular capsule of {}", "", JOINT, 7),
    tissue("Articular cartilage of {}", "Cartilage", JOINT, 7),
    tissue("Mucosa of {}", "Mucous membrane", HOLLOW, 12),
    tissue("Wall of {}", "", HOLLOW | VESSEL, 9),
    tissue("Muscle layer of {}", "", HOLLOW, 7),
    tissue("Branch of {}", "", NERVE | ARTERY, 9),
    tissue("Lymphatic vessel of {}", "", REGION | ORGAN, 7),
    tissue("Small blood vessel of {}", "", REGION | ORGAN, 7),
    tissue("Capsule of {}", "", NODE, 4),
    tissue("Root of {}", "", TOOTH, 4),
    tissue("Crown of {}", "", TOOTH, 4),
    disorder("Disorder of body site", "Disorder of {}", TISSUE | SITE, "scd", &["{} disorder"]),
    injury("Injury", "Injury of {}", TISSUE | SITE, "s", &["Trauma of {}", "{} injury"]),
    disorder(
        "Inflammatory disorder",
        "Inflammation of {}",
        VISCUS | VESSEL | NODE,
        "scdn",
        &["{} inflammation"],
    ),
    infection(
        "Infection of tissue of body site",
        "Infection of {}",
        SITE & !VESSEL,
        "scdn",
        &["{} infection"],
    ),
    infection(
        "Abscess",
        "Abscess of {}",
        REGION | VISCUS | TOOTH | MUSCLE | BONE | NODE,
        "cd",
        &["{} abscess"],
    ),
    infection("Cellulitis", "Cellulitis of {}", SKIN, "scd", &["{} cellulitis"]),
    infection("Wound infection", "Wound infection of {}", SKIN, "sc", &["Infected wound of {}"]),
    infection("Septic arthritis", "Septic arthritis of {}", JOINT, "cdn", &["Infective arthritis of {}"]),
    infection("Osteomyelitis", "Osteomyelitis of {}", BONE, "cdn", &["Bone infection of {}"]),
    disorder("Arthritis", "Arthritis of {}", JOINT, "scd", &["{} arthritis"]),
    disorder(
        "Osteoarthritis",
        "Osteoarthritis of {}",
        JOINT,
        "s",
        &["OA of {}", "Degenerative arthritis of {}"],
    ),
    disorder("Rheumatoid arthritis", "Rheumatoid arthritis of {}", JOINT, "s", &["RA of {}"]),
    disorder("Effusion of joint", "Effusion of {}", JOINT, "cd", &["{} effusion"]),
    disorder("Arthropathy", "Arthropathy of {}", JOINT, "c", &["{} disorder of joint"]),
    injury("Fracture of bone", "Fracture of {}", BONE, "h", &["Fractured {}", "Broken {}", "{} fracture"]),
    injury("Closed fracture of bone", "Closed fracture of {}", BONE, "h", &["Fracture of {}, closed"]),
    injury("Open fracture of bone", "Open fracture of {}", BONE, "hi", &["Compound fracture of {}"]),
    injury(
        "Comminuted fracture of bone",
        "Comminuted fracture of {}",
        BONE,
        "h",
        &["Fracture of {}, comminuted"],
    ),
    injury(
        "Displaced fracture of bone",
        "Displaced fracture of {}",
        BONE,
        "h",
        &["Fracture of {} with displacement"],
    ),
    disorder("Stress fracture of bone", "Stress fracture of {}", BONE, "h", &["Fatigue fracture of {}"]),
    disorder(
        "Pathological fracture of bone",
        "Pathological fracture of {}",
        BONE,
        "h",
        &["Fracture of {}, pathological"],
    ),
    disorder(
        "Fragility fracture of bone",
        "Fragility fracture of {}",
        BONE,
        "h",
        &["Low trauma fracture of {}"],
    ),
    disorder("Disorder of bone", "Bone disorder of {}", BONE, "c", &[]),
    injury("Dislocation of joint", "Dislocation of {}", JOINT, "cd", &["Dislocated {}", "{} dislocation"]),
    injury("Subluxation of joint", "Subluxation of {}", JOINT, "cd", &["Partial dislocation of {}"]),
    injury("Sprain", "Sprain of {}", JOINT | LIGAMENT, "scd", &["Sprained {}", "{} sprain"]),
    injury("Strain of muscle", "Strain of {}", MUSCLE, "scd", &["{} strain", "Pulled {}"]),
    injury("Rupture of tendon", "Rupture of {}", TENDON, "c", &["Torn {}", "{} rupture"]),
    injury("Rupture of ligament", "Rupture of {}", LIGAMENT, "c", &["Torn {}", "Tear of {}"]),
    disorder("Tendinitis", "Tendinitis of {}", TENDON, "scd", &["Tendonitis of {}"]),
    disorder("Bursitis", "Bursitis of {}", BURSA, "scd", &["Inflammation of {}"]),
    injury("Injury of nerve", "Injury of {}", NERVE, "s", &["{} injury", "Traumatic lesion of {}"]),
    disorder(
        "Compression neuropathy",
        "Compression of {}",
        NERVE,
        "sc",
        &["Entrapment of {}", "{} entrapment"],
    ),
    disorder("Peripheral neuropathy", "Neuropathy of {}", NERVE, "scd", &["{} neuropathy"]),
    injury("Laceration of skin", "Laceration of {}", SKIN, "i", &["Cut of {}", "{} laceration"]),
    injury("Contusion of skin", "Contusion of {}", SKIN, "s", &["Bruise of {}", "Bruised {}"]),
    injury("Abrasion of skin", "Abrasion of {}", SKIN, "i", &["Graze of {}", "Grazed {}"]),
    injury("Puncture wound of skin", "Puncture wound of {}", SKIN, "i", &["{} puncture wound"]),
    disorder("Burn of skin", "Burn of {}", SKIN, "i", &["{} burn", "Burned {}"]),
    disorder("Superficial burn of skin", "Superficial burn of {}", SKIN, "i", &["First degree burn of {}"]),
    disorder(
        "Partial thickness burn of skin",
        "Partial thickness burn of {}",
        SKIN,
        "i",
        &["Second degree burn of {}"],
    ),
    disorder(
        "Full thickness burn of skin",
        "Full thickness burn of {}",
        SKIN,
        "i",
        &["Third degree burn of {}"],
    ),
    disorder("Insect bite of skin", "Insect bite of {}", SKIN, "i", &["Bug bite of {}"]),
    disorder("Dog bite of skin", "Dog bite of {}", SKIN, "i", &["{} dog bite"]),
    injury("Foreign body in tissue", "Foreign body in {}", SKIN | HOLLOW, "", &["FB in {}"]),
    injury("Hematoma of soft tissue", "Hematoma of {}", SKIN | VISCUS | MUSCLE, "cd", &["{} hematoma"]),
    Head { never: SKIN_OF, ..disorder("Ulcer of skin", "Ulcer of skin of {}", SKIN, "cdih", &["{} ulcer"]) },
    disorder("Pressure ulcer", "Pressure ulcer of {}", SKIN, "gi", &["Bedsore of {}", "Pressure sore of {}"]),
    disorder("Dermatitis", "Dermatitis of {}", SKIN, "scdi", &["{} dermatitis"]),
    disorder("Eczema", "Eczema of {}", SKIN, "scdi", &["{} eczema"]),
    disorder("Psoriasis", "Psoriasis of {}", SKIN, "s", &["{} psoriasis"]),
    disorder("Contact dermatitis", "Contact dermatitis of {}", SKIN, "sc", &["Contact eczema of {}"]),
    disorder(
        "Neoplastic disease",
        "Neoplasm of {}",
        TISSUE | (SITE & !(JOINT | LIGAMENT | TOOTH)),
        "",
        &["Tumor of {}"],
    ),
    disorder(
        "Benign neoplastic disease",
        "Benign neoplasm of {}",
        TISSUE | (SITE & !(JOINT | LIGAMENT | TOOTH)),
        "",
        &["Benign tumor of {}"],
    ),
    disorder(
        "Malignant neoplastic disease",
        "Malignant neoplasm of {}",
        VISCUS | BONE | SKIN | NODE,
        "gd",
        &["Cancer of {}", "Malignant tumor of {}"],
    ),
    disorder(
        "Secondary malignant neoplastic disease",
        "Secondary malignant neoplasm of {}",
        VISCUS | BONE | NODE,
        "",
        &["Metastasis to {}", "Metastatic cancer of {}"],
    ),
    disorder("Carcinoma in situ disorder", "Carcinoma in situ of {}", VISCUS | SKIN, "", &["CIS of {}"]),
    Head {
        never: SKIN_OF,
        ..disorder(
            "Malignant melanoma of skin",
            "Malignant melanoma of skin of {}",
            SKIN,
            "gd",
            &["Melanoma of {}"],
        )
    },
    Head {
        never: SKIN_OF,
        ..disorder(
            "Basal cell carcinoma of skin",
            "Basal cell carcinoma of skin of {}",
            SKIN,
            "d",
            &["BCC of {}", "Rodent ulcer of {}"],
        )
    },
    Head {
        never: SKIN_OF,
        ..disorder(
            "Squamous cell carcinoma of skin",
            "Squamous cell carcinoma of skin of {}",
            SKIN,
            "gd",
            &["SCC of {}"],
        )
    },
    disorder("Lipoma", "Lipoma of {}", SKIN | MUSCLE, "", &["Fatty lump of {}"]),
    disorder("Hemangioma of body structure", "Hemangioma of {}", SKIN | ORGAN, "", &["Angioma of {}"]),
    disorder("Cyst of body structure", "Cyst of {}", SKIN | VISCUS | BONE, "di", &["{} cyst"]),
    disorder("Polyp of organ", "Polyp of {}", HOLLOW, "d", &["{} polyp"]),
    disorder(
        "Congenital disease",
        "Congenital anomaly of {}",
        VISCUS | BONE | JOINT | VESSEL,
        "",
        &["Congenital malformation of {}"],
    ),
    disorder("Hemorrhage of organ", "Hemorrhage of {}", VISCUS, "scdn", &["Bleeding from {}"]),
    disorder("Perforation of hollow organ", "Perforation of {}", HOLLOW, "c", &["{} perforation"]),
    disorder("Stricture of hollow organ", "Stricture of {}", HOLLOW, "d", &["Narrowing of {}"]),
    disorder("Obstruction of hollow organ", "Obstruction of {}", HOLLOW, "cd", &["Blockage of {}"]),
    disorder("Fistula of organ", "Fistula of {}", HOLLOW, "", &["{} fistula"]),
    disorder("Atrophy of organ", "Atrophy of {}", ORGAN | MUSCLE, "s", &["Wasting of {}"]),
    disorder("Hypertrophy of organ", "Hypertrophy of {}", ORGAN | MUSCLE, "s", &["Enlargement of {}"]),
    disorder("Calculus disorder", "Calculus in {}", HOLLOW, "d", &["Stone in {}"]),
    disorder(
        "Thrombosis of blood vessel",
        "Thrombosis of {}",
        VESSEL,
        "cd",
        &["Blood clot in {}", "{} thrombosis"],
    ),
    disorder("Embolism of blood vessel", "Embolism of {}", ARTERY, "c", &["{} embolism"]),
    disorder("Aneurysm of blood vessel", "Aneurysm of {}", ARTERY, "", &["{} aneurysm"]),
    disorder("Stenosis of blood vessel", "Stenosis of {}", VESSEL, "s", &["Narrowing of {}"]),
    disorder("Vasculitis", "Vasculitis of {}", VESSEL, "cd", &[]),
    disorder("Lymphadenopathy", "Enlargement of {}", NODE, "", &["Swollen {}"]),
    disorder("Lymphadenitis", "Lymphadenitis of {}", NODE, "scd", &[]),
    disorder("Disorder of tooth", "Dental disorder of {}", TOOTH, "", &[]),
    disorder("Dental caries", "Caries of {}", TOOTH, "", &["Decay of {}"]),
    disorder("Impacted tooth", "Impaction of {}", TOOTH, "", &["Impacted {}"]),
    finding("Pain", "Pain in {}", SITE, "scd", &["{} pain", "Painful {}"]),
    finding("Swelling", "Swelling of {}", SKIN | JOINT, "sd", &["Swollen {}", "{} swelling"]),
    finding("Mass of body structure", "Mass of {}", SKIN | VISCUS, "", &["Lump in {}", "{} mass"]),
    finding("Tenderness", "Tenderness of {}", SKIN | JOINT | BONE | MUSCLE, "s", &["Tender {}"]),
    finding("Numbness", "Numbness of {}", SKIN, "d", &["Loss of feeling in {}"]),
    finding("Itching", "Itching of {}", SKIN, "sd", &["Itchy {}"]),
    finding("Stiffness", "Stiffness of {}", JOINT, "sd", &["Stiff {}"]),
    finding("Skin rash", "Rash of {}", SKIN, "d", &["Eruption of {}"]),
    finding("Paresthesia", "Paresthesia of {}", SKIN, "d", &["Pins and needles of {}"]),
    finding("Weakness of body part", "Weakness of {}", REGION | MUSCLE, "s", &["{} weakness"]),
    Head { kind: Kind::Qualified, slot: PLAIN, class: PROBLEM, qualifiers: "scdn", weight: 40, ..BASE },
    agent(
        "Allergy to substance",
        "Allergy to {}",
        "finding",
        DRUG | ALLERGEN | CHEMICAL,
        "s",
        &["Allergic to {}", "{} allergy"],
    ),
    agent(
        "Intolerance to substance",
        "Intolerance to {}",
        "finding",
        DRUG | ALLERGEN,
        "s",
        &["{} intolerance"],
    ),
    agent(
        "Adverse reaction to substance",
        "Adverse reaction caused by {}",
        "disorder",
        DRUG,
        "s",
        &["Side effect of {}", "ADR to {}"],
    ),
    agent(
        "Anaphylaxis",
        "Anaphylaxis caused by {}",
        "disorder",
        DRUG | ALLERGEN,
        "",
        &["Anaphylactic reaction to {}"],
    ),
    agent(
        "Poisoning",
        "Poisoning caused by {}",
        "disorder",
        DRUG | CHEMICAL,
        "s",
        &["{} poisoning", "Toxic effect of {}"],
    ),
    agent(
        "Accidental poisoning",
        "Accidental poisoning caused by {}",
        "disorder",
        DRUG | CHEMICAL,
        "s",
        &["Unintentional poisoning by {}"],
    ),
    agent(
        "Intentional self poisoning",
        "Intentional self poisoning caused by {}",
        "disorder",
        DRUG | CHEMICAL,
        "",
        &["Deliberate self poisoning by {}"],
    ),
    agent("Overdose", "Overdose of {}", "disorder", DRUG, "s", &["{} overdose", "OD of {}"]),
    agent(
        "Dermatitis caused by substance",
        "Contact dermatitis caused by {}",
        "disorder",
        DRUG | CHEMICAL | ALLERGEN,
        "sc",
        &["Contact eczema caused by {}"],
    ),
    Head {
        cause: Cause::None,
        weight: 60,
        ..agent(
            "Infectious disease",
            "Infection caused by {}",
            "disorder",
            ORGANISM,
            "scdn",
            &["{} infection"],
        )
    },
    Head { weight: 30, ..agent("Sepsis", "Sepsis caused by {}", "disorder", ORGANISM, "sn", &["{} sepsis"]) },
    Head {
        weight: 40,
        ..agent(
            "Infective pneumonia",
            "Pneumonia caused by {}",
            "disorder",
            ORGANISM,
            "sdn",
            &["{} pneumonia"],
        )
    },
    Head {
        weight: 25,
        ..agent("Meningitis", "Meningitis caused by {}", "disorder", ORGANISM, "dn", &["{} meningitis"])
    },
    Head {
        weight: 25,
        ..agent(
            "Gastroenteritis",
            "Gastroenteritis caused by {}",
            "disorder",
            ORGANISM,
            "sn",
            &["{} gastroenteritis"],
        )
    },
    procedure(
        "Excision of body structure",
        "Excision of {}",
        TISSUE | (SITE & !REGION),
        "plry",
        &["Removal of {}", "Resection of {}"],
    ),
    procedure(
        "Excision of lesion of body structure",
        "Excision of lesion of {}",
        TISSUE | SITE,
        "plo",
        &["Removal of lesion of {}"],
    ),
    procedure("Incision of body structure", "Incision of {}", SITE, "y", &["{} incision"]),
    procedure("Repair of body structure", "Repair of {}", TISSUE | SITE, "plry", &["{} repair"]),
    procedure(
        "Suture of body structure",
        "Suture of {}",
        SITE & !(BONE | JOINT | TOOTH),
        "",
        &["Stitching of {}"],
    ),
    procedure(
        "Biopsy of body structure",
        "Biopsy of {}",
        TISSUE | (SITE & !(TOOTH | NERVE)),
        "pu",
        &["{} biopsy", "Bx of {}"],
    ),
    procedure(
        "Drainage of body structure",
        "Drainage of {}",
        REGION | HOLLOW | JOINT | BURSA,
        "puy",
        &["{} drainage"],
    ),
    procedure(
        "Exploration of body structure",
        "Exploration of {}",
        SITE & !TOOTH,
        "ply",
        &["{} exploration"],
    ),
    procedure(
        "Destruction of lesion of body structure",
        "Destruction of lesion of {}",
        SKIN | VISCUS,
        "plof",
        &["Ablation of lesion of {}"],
    ),
    procedure("Injection of body structure", "Injection of {}", SITE & !TOOTH, "uf", &["{} injection"]),
    procedure(
        "Injection of steroid into joint",
        "Injection of steroid into {}",
        JOINT,
        "uf",
        &["Steroid injection of {}"],
    ),
    procedure("Aspiration of joint", "Aspiration of {}", JOINT, "uf", &["{} tap"]),
    procedure("Nerve block", "Local anesthetic block of {}", NERVE, "uf", &["{} block"]),
    procedure("Decompression of nerve", "Decompression of {}", NERVE, "pry", &["Release of {}"]),
    procedure(
        "Plain X-ray",
        "Plain X-ray of {}",
        REGION | BONE | JOINT | TOOTH,
        "",
        &["X-ray of {}", "{} X-ray", "XR {}"],
    ),
    procedure(
        "Computed tomography",
        "Computed tomography of {}",
        SITE & !(TOOTH | NERVE | TENDON),
        "",
        &["CT of {}", "CT scan of {}"],
    ),
    procedure(
        "Computed tomography with contrast",
        "Computed tomography of {} with contrast",
        SITE & !(TOOTH | NERVE | TENDON),
        "",
        &["CT of {} with contrast"],
    ),
    procedure(
        "Magnetic resonance imaging",
        "Magnetic resonance imaging of {}",
        TISSUE | (SITE & !TOOTH),
        "",
        &["MRI of {}", "MRI scan of {}"],
    ),
    procedure(
        "Magnetic resonance imaging with contrast",
        "Magnetic resonance imaging of {} with contrast",
        SITE & !TOOTH,
        "",
        &["MRI of {} with contrast"],
    ),
    procedure(
        "Ultrasonography",
        "Ultrasonography of {}",
        SITE & !(TOOTH | BONE),
        "",
        &["Ultrasound of {}", "USS of {}"],
    ),
    procedure("Doppler ultrasonography", "Doppler ultrasonography of {}", VESSEL, "", &["Doppler of {}"]),
    procedure("Angiography", "Angiography of {}", VESSEL, "", &["Angiogram of {}"]),
    procedure("Endoscopy", "Endoscopy of {}", HOLLOW, "y", &["Scope of {}"]),
    procedure("Arthroscopy", "Arthroscopy of {}", JOINT, "y", &["Keyhole examination of {}"]),
    procedure(
        "Joint replacement",
        "Total replacement of {}",
        JOINT,
        "ry",
        &["{} replacement", "Arthroplasty of {}"],
    ),
    procedure("Fixation of fracture", "Fixation of fracture of {}", BONE, "pry", &["Osteosynthesis of {}"]),
    procedure(
        "Open reduction of fracture with internal fixation",
        "Open reduction of fracture of {} with internal fixation",
        BONE,
        "ry",
        &["ORIF of {}"],
    ),
    procedure(
        "Closed reduction of fracture",
        "Closed reduction of fracture of {}",
        BONE,
        "yf",
        &["Manipulation of fracture of {}"],
    ),
    procedure(
        "Closed reduction of dislocation",
        "Closed reduction of dislocation of {}",
        JOINT,
        "yf",
        &["Manipulation of dislocation of {}"],
    ),
    procedure("Angioplasty of artery", "Angioplasty of {}", ARTERY, "y", &["Balloon angioplasty of {}"]),
    procedure("Bypass graft of artery", "Bypass graft of {}", ARTERY, "ry", &["{} bypass"]),
    procedure(
        "Examination of body site",
        "Examination of {}",
        TISSUE | SITE,
        "",
        &["{} examination", "O/E of {}"],
    ),
    procedure("Massage of body site", "Massage of {}", REGION | MUSCLE, "", &[]),
    procedure("Radiotherapy", "Radiotherapy to {}", SITE & !(TOOTH | TENDON), "", &["Irradiation of {}"]),
    procedure("Application of dressing", "Application of dressing to {}", SKIN, "", &["Dressing of {}"]),
    procedure(
        "Removal of foreign body",
        "Removal of foreign body from {}",
        SKIN | HOLLOW,
        "oy",
        &["FB removal from {}"],
    ),
    procedure("Tooth extraction", "Extraction of {}", TOOTH, "y", &["Removal of {}"]),
    procedure("Dental filling", "Filling of {}", TOOTH, "", &["Restoration of {}"]),
    Head {
        cause: Cause::Specimen,
        weight: 200,
        attribute: "Component",
        ..procedure(
            "Measurement of substance",
            "Measurement of {}",
            DRUG | ANALYTE | CHEMICAL | ALLERGEN,
            "",
            &["{} measurement", "{} level test"],
        )
    },
    Head {
        attribute: "Direct substance",
        weight: 40,
        ..procedure(
            "Administration of substance",
            "Administration of {}",
            DRUG,
            "",
            &["{} given", "Giving of {}"],
        )
    },
    Head {
        tag: "observable entity",
        cause: Cause::Specimen,
        attribute: "Component",
        class: 0,
        weight: 160,
        ..procedure(
            "Laboratory observable",
            "Concentration of {}",
            DRUG | ANALYTE | CHEMICAL | ALLERGEN,
            "",
            &["{} level", "{} concentration"],
        )
    },
    Head {
        weight: 60,
        attribute: "Component",
        ..agent(
            "Laboratory finding",
            "Raised concentration of {}",
            "finding",
            ANALYTE | DRUG,
            "",
            &["High {} level", "{} level raised"],
        )
    },
    Head {
        weight: 60,
        attribute: "Component",
        ..agent(
            "Laboratory finding",
            "Low concentration of {}",
            "finding",
            ANALYTE | DRUG,
            "",
            &["{} level low", "Reduced {} level"],
        )
    },
    made_antibody("Antibody to {}", ORGANISM, &["Anti-{} antibody"]),
    made_antibody("Deoxyribonucleic acid of {}", ORGANISM, &["DNA of {}", "{} DNA"]),
    made_antibody("Antigen of {}", ORGANISM, &["{} antigen"]),
    made_antibody("Immunoglobulin E antibody to {}", ALLERGEN | DRUG, &["{} specific IgE"]),
    Head {
        tag: "specimen",
        attribute: "Specimen source",
        class: SPECIMEN,
        weight: 45,
        ..disorder("Tissue specimen", "Tissue specimen from {}", TISSUE | SITE, "", &["{} tissue sample"])
    },
    Head {
        tag: "specimen",
        attribute: "Specimen source",
        class: SPECIMEN,
        weight: 45,
        ..disorder(
            "Biopsy specimen",
            "Biopsy specimen from {}",
            TISSUE | (SITE & !TOOTH),
            "",
            &["{} biopsy sample"],
        )
    },
    Head {
        tag: "specimen",
        attribute: "Specimen source",
        class: SPECIMEN,
        weight: 45,
        ..disorder("Swab specimen", "Swab from {}", SKIN | HOLLOW, "", &["{} swab"])
    },
    context(
        "History of clinical finding in subject",
        "History of {}",
        "Associated finding",
        PROBLEM,
        61,
        &["H/O: {}", "Past history of {}", "PMH - {}"],
    ),
    context(
        "Family history of clinical finding",
        "Family history of {}",
        "Associated finding",
        PROBLEM,
        36,
        &["FH: {}", "FHx of {}"],
    ),
    context(
        "Suspected clinical finding",
        "Suspected {}",
        "Associated finding",
        PROBLEM,
        50,
        &["Query {}", "?{}"],
    ),
    context(
        "No clinical finding",
        "No {}",
        "Associated finding",
        PROBLEM,
        24,
        &["{} absent", "{} not present"],
    ),
    context(
        "At risk of clinical finding",
        "At risk of {}",
        "Associated finding",
        PROBLEM,
        24,
        &["Risk of {}"],
    ),
    context(
        "History of procedure",
        "History of {}",
        "Associated procedure",
        PROCEDURE,
        50,
        &["H/O: {}", "Previous {}"],
    ),
    context("Procedure planned", "{} planned", "Associated procedure", PROCEDURE, 40, &["Planned {}"]),
    context("Procedure declined", "{} declined", "Associated procedure", PROCEDURE, 40, &["{} refused"]),
    context(
        "Procedure not done",
        "{} not done",
        "Associated procedure",
        PROCEDURE,
        40,
        &["{} not performed"],
    ),
    made(Kind::Genus, "Microorganism", "organism", 0, ORGANISM | GENUS, 6),
    made(Kind::Species, "", "organism", GENUS, ORGANISM | SPECIES | LATIN, 170),
    made(Kind::Strain, "", "organism", SPECIES, ORGANISM | LATIN, 60),
    made(Kind::Chemical, "Chemical substance", "substance", 0, CHEMICAL, 110),
    made(Kind::Drug, "Drug substance", "substance", 0, DRUG, 70),
    made(Kind::Product, "Medicinal product", "medicinal product", DRUG, 0, 10),
    made(Kind::Virtual, "", "clinical drug", DRUG, VIRTUAL, 520),
    made(Kind::Actual, "", "product", VIRTUAL, ACTUAL, 800),
    made(Kind::VirtualPack, "Packaged clinical drug", "product", VIRTUAL, 0, 260),
    made(Kind::ActualPack, "", "product", ACTUAL, 0, 1300),
];

const fn made_antibody(pattern: &'static str, slot: u64, synonyms: &'static [&'static str]) -> Head {
    Head {
        core: "Biological substance",
        pattern,
        synonyms,
        tag: "substance",
        slot,
        attribute: "",
        class: ANALYTE,
        weight: 60,
        ..BASE
    }
}
