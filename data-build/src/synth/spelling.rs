//! British forms of American words, and the case of a name inside a longer one.

use std::collections::HashMap;

/// American and British stems, replaced wherever they stand in a word. Longer stems come first.
const ANYWHERE: &[(&str, &str)] = &[
    ("appendectom", "appendicectom"),
    ("orchiectom", "orchidectom"),
    ("esophag", "oesophag"),
    ("hemorrh", "haemorrh"),
    ("hematoma", "haematoma"),
    ("hemoglobin", "haemoglobin"),
    ("hemolytic", "haemolytic"),
    ("diarrhea", "diarrhoea"),
    ("menorrhea", "menorrhoea"),
    ("gonorrhea", "gonorrhoea"),
    ("seborrhe", "seborrhoe"),
    ("leukemi", "leukaemi"),
    ("ischemi", "ischaemi"),
    ("anemi", "anaemi"),
    ("septicemi", "septicaemi"),
    ("toxemi", "toxaemi"),
    ("uremi", "uraemi"),
    ("glycemi", "glycaemi"),
    ("lipidemi", "lipidaemi"),
    ("olemia", "olaemia"),
    ("kalemi", "kalaemi"),
    ("natremi", "natraemi"),
    ("calcemi", "calcaemi"),
    ("thalassemi", "thalassaemi"),
    ("bacteremi", "bacteraemi"),
    ("volemi", "volaemi"),
    ("pnea", "pnoea"),
    ("paresthesi", "paraesthesi"),
    ("anesthe", "anaesthe"),
    ("edema", "oedema"),
    ("gynecolog", "gynaecolog"),
    ("pediatric", "paediatric"),
    ("orthopedic", "orthopaedic"),
    ("celiac", "coeliac"),
    ("cesarean", "caesarean"),
    ("tumor", "tumour"),
    ("goiter", "goitre"),
    ("behavior", "behaviour"),
    ("milliliter", "millilitre"),
    ("venipunctur", "venepunctur"),
    ("ization", "isation"),
    ("moisturizer", "moisturiser"),
    ("pressurized", "pressurised"),
    ("characterize", "characterise"),
    ("normalized", "normalised"),
    ("generalized", "generalised"),
    ("analyzed", "analysed"),
    ("counsel", "counsell"),
];

/// American and British beginnings of a word.
const AT_START: &[(&str, &str)] = &[
    ("hemat", "haemat"),
    ("hemang", "haemang"),
    ("hemo", "haemo"),
    ("estrogen", "oestrogen"),
    ("etiolog", "aetiolog"),
    ("cecum", "caecum"),
    ("cecal", "caecal"),
    ("fecal", "faecal"),
    ("feces", "faeces"),
    ("ampule", "ampoule"),
    ("spirochete", "spirochaete"),
];

/// Whole words.
const WHOLE: &[(&str, &str)] = &[
    ("color", "colour"),
    ("coloring", "colouring"),
    ("fiber", "fibre"),
    ("fibers", "fibres"),
    ("center", "centre"),
    ("labor", "labour"),
    ("gray", "grey"),
    ("mold", "mould"),
    ("liter", "litre"),
    ("meters", "metres"),
    ("meter", "metre"),
    ("odor", "odour"),
    ("caliber", "calibre"),
    ("angioedema", "angioedema"),
    ("hemochromatosis", "haemochromatosis"),
];

/// Turns American terms into British ones, remembering each word it has met.
#[derive(Default)]
pub(super) struct Spelling {
    words: HashMap<String, Option<String>>,
}

impl Spelling {
    /// The British form of a term, or `None` where it is spelled alike.
    pub(super) fn british(&mut self, term: &str) -> Option<String> {
        let mut changed = false;
        let mut out = String::with_capacity(term.len() + 4);
        let mut rest = term;
        while !rest.is_empty() {
            let letters = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
            let (word, tail) = rest.split_at_checked(letters).unwrap_or((rest, ""));
            if word.len() > 3 {
                if !self.words.contains_key(word) {
                    self.words.insert(word.to_owned(), british_word(word));
                }
                match self.words.get(word) {
                    Some(Some(british)) => {
                        changed = true;
                        out.push_str(british);
                    }
                    _ => out.push_str(word),
                }
            } else {
                out.push_str(word);
            }
            let others = tail.find(char::is_alphabetic).unwrap_or(tail.len());
            let (gap, next) = tail.split_at_checked(others).unwrap_or((tail, ""));
            out.push_str(gap);
            rest = next;
        }
        changed.then_some(out)
    }
}

fn british_word(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    let mut british = lower.clone();
    if let Some((_, whole)) = WHOLE.iter().find(|(us, _)| *us == lower) {
        british = (*whole).to_owned();
    } else {
        for (us, gb) in ANYWHERE {
            if british.contains(us) && !british.contains(gb) {
                british = british.replace(us, gb);
            }
        }
        for (us, gb) in AT_START {
            if let Some(tail) = british.strip_prefix(us) {
                british = format!("{gb}{tail}");
                break;
            }
        }
    }
    if british == lower {
        return None;
    }
    Some(if word.chars().next().is_some_and(char::is_uppercase) { upper_first(&british) } else { british })
}

/// The text with its first letter as a capital.
pub(super) fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// First words that keep their capital inside a term.
const PROPER: &[&str] = &[
    "Achilles",
    "Alzheimer",
    "Apgar",
    "Doppler",
    "Down",
    "Eustachian",
    "Fallopian",
    "Gram-negative",
    "Gram-positive",
    "Guillain-Barré",
    "Hashimoto",
    "Lyme",
    "Wolff-Parkinson-White",
];

/// A name as it stands inside a longer one: with a small first letter, unless it begins with a proper noun, an
/// abbreviation or a Latin genus (a capitalized word followed by a species is told by the caller, `latin`).
pub(super) fn within(name: &str, latin: bool) -> String {
    let first = name.split([' ', ',']).next().unwrap_or_default();
    let capitals = first.chars().filter(|c| c.is_uppercase() || c.is_ascii_digit()).count();
    let possessive = (first.ends_with("'s") && first != "Cow's" && first != "Hen's") || first.ends_with("s'");
    let single = first.chars().count() == 1 || first.chars().nth(1) == Some('-');
    if latin || capitals > 1 || possessive || single || PROPER.contains(&first) {
        return name.to_owned();
    }
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |letter| letter.to_lowercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn american_words_have_their_british_form() {
        let mut spelling = Spelling::default();
        for (us, gb) in [
            ("Anemia", "Anaemia"),
            ("Iron deficiency anemia", "Iron deficiency anaemia"),
            ("Esophagus", "Oesophagus"),
            ("Hemorrhage of brain", "Haemorrhage of brain"),
            ("Chronic diarrhea", "Chronic diarrhoea"),
            ("Benign tumor of lung", "Benign tumour of lung"),
            ("Pediatric", "Paediatric"),
            ("Pulmonary edema", "Pulmonary oedema"),
            ("Leukemia", "Leukaemia"),
            ("Fiber", "Fibre"),
            ("Color", "Colour"),
            ("Gynecological disorder", "Gynaecological disorder"),
            ("Laparoscopic appendectomy", "Laparoscopic appendicectomy"),
            ("Hyperkalemia", "Hyperkalaemia"),
            ("Dyspnea", "Dyspnoea"),
            ("Hypercholesterolemia", "Hypercholesterolaemia"),
        ] {
            assert_eq!(spelling.british(us).as_deref(), Some(gb));
        }
        for same in
            ["Colorectal cancer", "Chemotherapy", "Angioedema", "Haemophilus influenzae", "Hemiplegia"]
        {
            assert_eq!(spelling.british(same), None, "{same}");
        }
    }

    #[test]
    fn a_name_inside_another_keeps_proper_nouns() {
        assert_eq!(within("Femur", false), "femur");
        assert_eq!(within("Achilles tendon", false), "Achilles tendon");
        assert_eq!(within("X-ray", false), "X-ray");
        assert_eq!(within("SARS-CoV-2", false), "SARS-CoV-2");
        assert_eq!(within("Crohn's disease", false), "Crohn's disease");
        assert_eq!(within("Streptococcus pyogenes", true), "Streptococcus pyogenes");
    }
}
