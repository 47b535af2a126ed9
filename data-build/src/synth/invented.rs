//! Invented names: organisms, chemicals, medicines' substances and suppliers that do not exist.

use super::numbers::mix;

fn at<'a>(list: &[&'a str], number: u64) -> &'a str {
    let len = u64::try_from(list.len()).unwrap_or(1).max(1);
    usize::try_from(number % len).ok().and_then(|at| list.get(at)).copied().unwrap_or_default()
}

const GENUS_STARTS: &[&str] = &[
    "Acri", "Albo", "Arco", "Bari", "Brevi", "Cavi", "Cera", "Clado", "Dermo", "Dolo", "Equi", "Fasci",
    "Flavo", "Gelati", "Halo", "Hirci", "Insoli", "Kalo", "Lacto", "Lenti", "Luteo", "Mari", "Mucino",
    "Nivo", "Ocello", "Palli", "Pedi", "Quinti", "Rhabdo", "Rubro", "Sali", "Sicco", "Tardi", "Terri",
    "Undi", "Vago", "Viridi", "Xylo",
];
const GENUS_ENDS: &[&str] =
    &["bacter", "bacillus", "coccus", "monas", "spora", "myces", "vibrio", "nema", "cella", "dium"];
const EPITHETS: &[&str] = &[
    "acidus",
    "agilis",
    "albidus",
    "aquatilis",
    "argenteus",
    "asper",
    "borealis",
    "brevis",
    "candidus",
    "capillaris",
    "cutis",
    "densus",
    "difficilis",
    "dubius",
    "elegans",
    "equinus",
    "fecundus",
    "fragilis",
    "fulvus",
    "gracilis",
    "hospitalis",
    "humilis",
    "intestinalis",
    "lacustris",
    "lentus",
    "litoralis",
    "longus",
    "lucidus",
    "maculatus",
    "marinus",
    "minutus",
    "mobilis",
    "mucosus",
    "nasalis",
    "niger",
    "nodosus",
    "oralis",
    "ovalis",
    "pallens",
    "parvus",
    "plicatus",
    "pulmonis",
    "putidus",
    "rarus",
    "renalis",
    "roseus",
    "rotundus",
    "ruber",
    "saccharis",
    "sanguinis",
    "senilis",
    "simplex",
    "soli",
    "spiralis",
    "tardus",
    "tenuis",
    "urbanus",
    "vagus",
    "variabilis",
    "velox",
    "viscosus",
    "vulgatus",
];

/// How many genera there are.
pub(super) const GENERA: usize = 380;
/// How many species a genus may have.
pub(super) const SPECIES: usize = 62;

pub(super) fn genus(number: u32) -> String {
    let number = u64::from(number);
    format!("{}{}", at(GENUS_STARTS, number / 10), at(GENUS_ENDS, number))
}

pub(super) fn epithet(number: u32) -> &'static str {
    at(EPITHETS, u64::from(number))
}

const GROUPS: &[&str] = &[
    "amino",
    "bromo",
    "butyl",
    "chloro",
    "cyano",
    "ethoxy",
    "ethyl",
    "fluoro",
    "hydroxy",
    "iodo",
    "isopropyl",
    "methoxy",
    "methyl",
    "nitro",
    "phenyl",
    "propyl",
];
/// Parent chemicals, to which groups are joined.
pub(super) const MOLECULES: &[&str] = &[
    "acridine",
    "aniline",
    "anisole",
    "benzaldehyde",
    "benzamide",
    "benzoic acid",
    "biphenyl",
    "carbazole",
    "cinnamic acid",
    "coumarin",
    "cyclohexanol",
    "fluorene",
    "furan",
    "imidazole",
    "indole",
    "isoquinoline",
    "naphthalene",
    "oxazole",
    "phenol",
    "piperidine",
    "purine",
    "pyrazole",
    "pyridine",
    "pyrimidine",
    "pyrrole",
    "quinoline",
    "styrene",
    "thiazole",
    "thiophene",
    "toluene",
    "xanthene",
    "salicylic acid",
];
/// One more than the largest number of a chemical.
pub(super) const CHEMICALS: usize = 32 * 81 * 81;

/// A chemical: the number holds a molecule and up to two groups with their places, the first of 81 kinds (0 for
/// none), the second likewise. The chemical with one group less is the more general one.
pub(super) fn chemical(number: u32) -> String {
    let number = u64::from(number);
    let (molecule, first, second) = (number % 32, number / 32 % 81, number / (32 * 81) % 81);
    let group = |kind: u64| format!("{}-{}", (kind - 1) / 16 + 2, at(GROUPS, kind - 1));
    let base = at(MOLECULES, molecule);
    match (first, second) {
        (0, _) => super::spelling::upper_first(base),
        (first, 0) => format!("{}{base}", group(first)),
        (first, second) => format!("{}-{}{base}", group(first), group(second)),
    }
}

const DRUG_STARTS: &[&str] = &[
    "aba", "adi", "alve", "amo", "ari", "beni", "bora", "cala", "ceno", "cila", "dano", "delu", "dori",
    "elo", "enra", "fali", "feso", "gana", "geri", "hela", "ibo", "inda", "jova", "kela", "lami", "lino",
    "mavo", "mido", "nela", "niro", "oli", "ora", "pami", "pelo", "quina", "rabe", "rovi", "sabi", "semo",
    "tali", "tobe", "ula", "vali", "vero", "xani", "zamo", "zelu",
];
const DRUG_MIDDLES: &[&str] = &[
    "ba", "ce", "da", "fi", "ga", "la", "li", "ma", "mo", "na", "ne", "pa", "ra", "ri", "ro", "sa", "ta",
    "ti", "va", "vo", "xa",
];
/// Ends of names and the substances they are kinds of.
const STEMS: &[(&str, &str)] = &[
    ("cillin", "Penicillin"),
    ("floxacin", "Quinolone antibiotic"),
    ("mycin", "Macrolide antibiotic"),
    ("vir", "Antiviral substance"),
    ("conazole", "Antifungal substance"),
    ("pril", "Angiotensin-converting enzyme inhibitor"),
    ("sartan", "Angiotensin II receptor antagonist"),
    ("olol", "Beta-adrenergic blocking substance"),
    ("dipine", "Calcium channel blocking substance"),
    ("vastatin", "Statin"),
    ("xaban", "Anticoagulant substance"),
    ("terol", "Beta-2 adrenergic agonist"),
    ("prazole", "Proton pump inhibitor"),
    ("setron", "Antiemetic substance"),
    ("oxetine", "Selective serotonin reuptake inhibitor"),
    ("azepam", "Benzodiazepine"),
    ("tidine", "Gastrointestinal drug substance"),
    ("gliptin", "Antidiabetic substance"),
    ("gliflozin", "Antidiabetic substance"),
    ("dronic acid", "Bisphosphonate"),
    ("tinib", "Cytotoxic substance"),
    ("mab", "Immunosuppressant substance"),
    ("racetam", "Antiepileptic substance"),
    ("profen", "Non-steroidal anti-inflammatory substance"),
];
/// One more than the largest number of an invented medicine's substance.
pub(super) const DRUGS: usize = 47 * 21 * 24;

/// An invented medicine's substance and the class of substances it belongs to.
pub(super) fn drug(number: u32) -> (String, &'static str) {
    let number = u64::from(number);
    let count = 24;
    let stem = usize::try_from(number % count).unwrap_or_default();
    let (stem, class) = STEMS.get(stem).copied().unwrap_or_default();
    let start = at(DRUG_STARTS, number / count);
    let middle = at(DRUG_MIDDLES, number / (count * 47));
    (super::spelling::upper_first(&format!("{start}{middle}{stem}")), class)
}

const AMOUNTS: &[&str] = &[
    "1mg", "2mg", "2.5mg", "5mg", "10mg", "15mg", "20mg", "25mg", "40mg", "50mg", "75mg", "100mg", "150mg",
    "200mg", "250mg", "500mg",
];

/// The strength of an invented clinical drug in a form, from 0 to 3 upwards.
pub(super) fn strength(salt: u64, form: &str, step: u64) -> String {
    let base = mix(salt) % 12;
    let amount = at(AMOUNTS, base + step);
    match form {
        "solution" | "suspension" => format!("{amount}/5ml"),
        "injection" => format!("{amount}/1ml"),
        "cream" | "ointment" | "gel" => format!("{}%", at(&["0.5", "1", "2", "5"], step)),
        _ => amount.to_owned(),
    }
}

const SUPPLIER_STARTS: &[&str] = &[
    "Alder", "Ashmere", "Beacon", "Birch", "Bramble", "Calder", "Castle", "Cedar", "Clover", "Dale",
    "Derwent", "Elm", "Fallow", "Fern", "Glen", "Harbour", "Hazel", "Heather", "Ivy", "Juniper", "Kestrel",
    "Larch", "Linden", "Lomond", "Maple", "Marlow", "Meadow", "Nettle", "Oakley", "Orchard", "Pennine",
    "Poplar", "Quarry", "Ridge", "Rowan", "Severn", "Sorrel", "Teasel", "Thistle", "Union", "Vale", "Willow",
    "Yarrow",
];
const SUPPLIER_ENDS: &[&str] =
    &["Pharma Ltd", "Healthcare Ltd", "Generics Ltd", "Laboratories", "Medicines UK Ltd"];
/// How many suppliers there are.
pub(super) const SUPPLIERS: usize = 215;

pub(super) fn supplier(number: u32) -> String {
    let number = u64::from(number);
    format!("{} {}", at(SUPPLIER_STARTS, number), at(SUPPLIER_ENDS, number / 43))
}
