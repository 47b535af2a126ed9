//! British and American spellings of one word.

use std::borrow::Cow;

/// What stands for what anywhere in a word: British, then the common spelling.
const ANYWHERE: &[(&str, &str)] =
    &[("sulph", "sulf"), ("leuco", "leuko"), ("leucem", "leukem"), ("grey", "gray")];

/// What stands for what at the end of a word, with the least letters that the word has before it.
const ENDINGS: &[(&str, &str, usize)] = &[
    ("isation", "ization", 3),
    ("isations", "izations", 3),
    ("ise", "ize", 4),
    ("ised", "ized", 4),
    ("ises", "izes", 4),
    ("ising", "izing", 4),
    ("iser", "izer", 4),
    ("isers", "izers", 4),
    ("yse", "yze", 3),
    ("ysed", "yzed", 3),
    ("yses", "yzes", 3),
    ("yser", "yzer", 3),
    ("ysing", "yzing", 3),
    ("tre", "ter", 2),
    ("tres", "ters", 2),
    ("bre", "ber", 2),
    ("bres", "bers", 2),
    ("vre", "ver", 4),
    ("vres", "vers", 4),
    ("logue", "log", 2),
    ("logues", "logs", 2),
    ("elled", "eled", 3),
    ("elling", "eling", 3),
    ("alled", "aled", 4),
    ("alling", "aling", 4),
    ("gramme", "gram", 0),
    ("grammes", "grams", 0),
];

/// Beginnings of the words in which `our` is `or` in America.
const OUR: &[&str] = &[
    "arm",
    "behavi",
    "cand",
    "col",
    "discol",
    "disfav",
    "fav",
    "flav",
    "harb",
    "hon",
    "hum",
    "lab",
    "misbehavi",
    "neighb",
    "od",
    "parl",
    "rig",
    "rum",
    "sav",
    "tum",
    "vap",
    "vig",
];

/// The spelling that a British word has in common with its American one; `None` where the rules change nothing.
///
/// Applied to a word of a description and to a word that is typed, it makes both spellings meet. It is not always a
/// word: that does no harm, since nobody types it. It is made so that the beginning of a word gives the beginning of
/// its common spelling, but for the endings.
pub(crate) fn common_spelling(word: &str) -> Option<String> {
    if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    // Most words have nothing of all this, and are asked by the thousand.
    let mut common = Cow::Borrowed(word);
    let pairs = word.as_bytes().windows(2);
    if pairs.clone().any(|pair| matches!(pair, b"ae" | b"oe")) {
        common = Cow::Owned(digraphs(word));
    }
    if word.as_bytes().windows(4).any(|four| matches!(four, b"sulp" | b"leuc" | b"grey")) {
        for (british, shared) in ANYWHERE {
            common = Cow::Owned(common.replace(british, shared));
        }
    }
    if pairs.clone().any(|pair| pair == b"ou") {
        let our = OUR.iter().find(|start| {
            common.strip_prefix(**start).is_some_and(|rest| rest.starts_with("our") || rest == "ou")
        });
        if let Some(start) = our {
            common.to_mut().remove(start.len() + 1);
        }
    }
    let last = |text: &str| text.bytes().next_back();
    let ending = ENDINGS.iter().filter(|(ending, _, least)| {
        last(ending) == last(&common)
            && common.strip_suffix(ending).is_some_and(|before| before.len() >= *least)
    });
    if let Some((british, shared, _)) = ending.max_by_key(|(ending, ..)| ending.len()) {
        let length = common.len() - british.len();
        let common = common.to_mut();
        common.truncate(length);
        common.push_str(shared);
    }
    (common != word).then(|| common.into_owned())
}

/// The word with `ae` and `oe` as `e`, but where the two letters are two sounds (aerosol, toes, does).
fn digraphs(word: &str) -> String {
    let mut rest = word;
    let mut out = String::with_capacity(word.len());
    while let Some(letter) = rest.chars().next() {
        let after = rest.get(2..).unwrap_or_default();
        let is_digraph = match rest.get(..2) {
            Some("ae") => !after.starts_with('r') || !out.is_empty(),
            Some("oe") => !matches!(after, "" | "s" | "d" | "ing") || out.is_empty(),
            _ => false,
        };
        if is_digraph {
            out.push('e');
            rest = after;
        } else {
            out.push(letter);
            rest = rest.get(letter.len_utf8()..).unwrap_or_default();
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_meet() {
        for (british, american) in [
            ("oesophagus", "esophagus"),
            ("haemorrhage", "hemorrhage"),
            ("anaemia", "anemia"),
            ("anaesthetised", "anesthetized"),
            ("diarrhoea", "diarrhea"),
            ("paediatric", "pediatric"),
            ("leukaemia", "leukemia"),
            ("leucocyte", "leukocyte"),
            ("tumours", "tumors"),
            ("colour", "color"),
            ("discoloured", "discolored"),
            ("immunisation", "immunization"),
            ("hospitalised", "hospitalized"),
            ("dialyse", "dialyze"),
            ("litre", "liter"),
            ("fibre", "fiber"),
            ("centre", "center"),
            ("goitre", "goiter"),
            ("manoeuvre", "maneuver"),
            ("sulphate", "sulfate"),
            ("labelled", "labeled"),
            ("analogue", "analog"),
            ("foetal", "fetal"),
            ("caesarean", "cesarean"),
            ("grey", "gray"),
            ("milligrammes", "milligrams"),
        ] {
            assert_eq!(common_spelling(british).as_deref(), Some(american));
            assert_eq!(common_spelling(american), None, "{american}");
        }
    }

    #[test]
    fn a_beginning_gives_a_beginning() {
        for (part, american) in
            [("oeso", "esophagus"), ("haemo", "hemorrhage"), ("tumou", "tumor"), ("tumour", "tumor")]
        {
            assert!(american.starts_with(&common_spelling(part).unwrap()), "{part}");
        }
    }

    #[test]
    fn what_is_not_british_stays() {
        for word in [
            "aerosol", "toes", "does", "toe", "hour", "four", "course", "pour", "rise", "wise", "raise",
            "b12", "β",
        ] {
            assert_eq!(common_spelling(word), None, "{word}");
        }
    }
}
