//! Further forms of the words of a text: what else may be typed for them.
//!
//! A word as it stands in a text is its plain reading. Beside it stand the forms that this module makes: words closed
//! up where a hyphen, an apostrophe or the like parts them, the later runs of digits or letters of a mixed word, Greek
//! letters by their names, and the common spelling of a British word.

use std::ops::Range;

use crate::text::{Token, common_spelling, tokens};

/// No form is longer, in bytes: chemical names close up to hundreds of letters that nobody types.
const LONGEST: usize = 48;

/// The Greek letters, and what each is called.
const GREEK: &[(char, &str)] = &[
    ('α', "alpha"),
    ('β', "beta"),
    ('γ', "gamma"),
    ('δ', "delta"),
    ('ε', "epsilon"),
    ('ζ', "zeta"),
    ('η', "eta"),
    ('θ', "theta"),
    ('ι', "iota"),
    ('κ', "kappa"),
    ('λ', "lambda"),
    ('μ', "mu"),
    ('ν', "nu"),
    ('ξ', "xi"),
    ('ο', "omicron"),
    ('π', "pi"),
    ('ρ', "rho"),
    ('σ', "sigma"),
    ('τ', "tau"),
    ('υ', "upsilon"),
    ('φ', "phi"),
    ('χ', "chi"),
    ('ψ', "psi"),
    ('ω', "omega"),
];

/// Whether two words that only `separator` parts are also written as one.
fn is_joiner(separator: &str) -> bool {
    matches!(separator, "-" | "\u{2010}" | "\u{2011}" | "\u{2012}" | "\u{2013}") || is_apostrophe(separator)
}

/// Whether `separator` is one apostrophe, as people and programs write it.
pub(crate) fn is_apostrophe(separator: &str) -> bool {
    matches!(separator, "'" | "\u{2019}" | "\u{2018}" | "\u{2bc}" | "`" | "\u{b4}" | "\u{2032}")
}

/// A folded word with each Greek letter by its name; `None` where it has none.
pub(crate) fn greek_by_name(word: &str) -> Option<String> {
    let name = |letter: char| GREEK.iter().find(|(greek, _)| *greek == letter).map(|(_, name)| *name);
    if word.is_ascii() || !word.chars().any(|letter| name(letter).is_some()) {
        return None;
    }
    let mut named = String::new();
    for letter in word.chars() {
        match name(letter) {
            Some(name) => named.push_str(name),
            None => named.push(letter),
        }
    }
    Some(named)
}

/// The runs of digits and of other letters that a folded word is made of, in bytes.
pub(crate) fn runs(word: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = word.get(start..)?;
        let is_digit = rest.chars().next()?.is_ascii_digit();
        let length = rest.find(|letter: char| letter.is_ascii_digit() != is_digit).unwrap_or(rest.len());
        let run = start..start + length;
        start = run.end;
        Some(run)
    })
}

/// Whether `before` and `after`, two numbers, are one with a comma before its thousands.
pub(crate) fn is_thousands(before: &str, separator: &str, after: &str) -> bool {
    separator == ","
        && before.len() <= 3
        && before.bytes().all(|byte| byte.is_ascii_digit())
        && after.len() >= 3
        && after.bytes().take(3).all(|byte| byte.is_ascii_digit())
        && !after.as_bytes().get(3).is_some_and(u8::is_ascii_digit)
}

/// Whether `after` may be closed up with `before`, the two being parted by `separator`.
fn is_closed_up(before: &str, separator: &str, after: &str) -> bool {
    let ends_in_digit = before.ends_with(|letter: char| letter.is_ascii_digit());
    let begins_with_digit = after.starts_with(|letter: char| letter.is_ascii_digit());
    if ends_in_digit && begins_with_digit {
        // 1,000 is one number; 2-3 is two.
        return is_thousands(before, separator, after);
    }
    // i.v. is also written iv.
    is_joiner(separator) || separator == "." && before.len() == 1 && after.len() == 1
}

/// Calls `each` with every further form of the words of `text`, and the byte range of the text that it stands for.
///
/// A form may come several times, and may be a word that stands in the text as well.
pub(crate) fn for_each_form(text: &str, mut each: impl FnMut(&str, Range<usize>)) {
    let words = tokens(text);
    for_each_form_of(text, &words, &mut each);
}

/// [`for_each_form`] where the words of the text are known.
pub(crate) fn for_each_form_of(text: &str, words: &[Token], each: &mut impl FnMut(&str, Range<usize>)) {
    for word in words {
        single(word, each);
    }
    let mut start = 0;
    while start < words.len() {
        let mut end = start + 1;
        while let (Some(before), Some(after)) = (words.get(end - 1), words.get(end)) {
            let separator = text.get(before.range.end..after.range.start).unwrap_or_default();
            if !is_closed_up(&before.folded, separator, &after.folded) {
                break;
            }
            end += 1;
        }
        let chain = words.get(start..end).unwrap_or_default();
        if chain.len() > 1 {
            joined(chain, each);
        }
        if chain.len() > 2 {
            chain.windows(2).for_each(|pair| joined(pair, each));
        }
        start = end;
    }
}

/// The forms of one word.
fn single(word: &Token, each: &mut impl FnMut(&str, Range<usize>)) {
    let folded = word.folded.as_str();
    if let Some(named) = greek_by_name(folded) {
        each(&named, word.range.clone());
    }
    if let Some(common) = common_spelling(folded) {
        each(&common, word.range.clone());
    }
    for run in runs(folded).skip(1) {
        // Where folding kept every byte, the run has a place of its own in the text.
        let place = if folded.is_ascii() && folded.len() == word.range.len() {
            word.range.start + run.start..word.range.start + run.end
        } else {
            word.range.clone()
        };
        each(folded.get(run).unwrap_or_default(), place);
    }
}

/// The form of some words that are closed up.
fn joined(chain: &[Token], each: &mut impl FnMut(&str, Range<usize>)) {
    let (Some(first), Some(last)) = (chain.first(), chain.last()) else { return };
    let together: String = chain.iter().map(|word| word.folded.as_str()).collect();
    if together.len() > LONGEST {
        return;
    }
    let range = first.range.start..last.range.end;
    if let Some(named) = greek_by_name(&together) {
        each(&named, range.clone());
    }
    each(&together, range);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        for_each_form(text, |form, _| found.push(form.to_owned()));
        found
    }

    #[test]
    fn hyphens_and_apostrophes_close_up() {
        assert_eq!(forms("X-ray of chest"), ["xray"]);
        assert_eq!(forms("Ménière's disease"), ["menieres"]);
        assert_eq!(forms("Crohn\u{2019}s"), ["crohns"]);
        assert_eq!(forms("non-Hodgkin's"), ["nonhodgkins", "nonhodgkin", "hodgkins"]);
        assert_eq!(forms("co-amoxiclav 500/125"), ["coamoxiclav"]);
        assert_eq!(forms("i.v. line"), ["iv"]);
        assert!(forms("left - right").is_empty(), "spaces about a dash part words");
    }

    #[test]
    fn digits_and_units_come_apart() {
        assert_eq!(forms("500mg"), ["mg"]);
        assert_eq!(forms("B12 and H2O"), ["12", "2", "o"]);
        assert_eq!(forms("120mg/5ml"), ["mg", "ml"]);
    }

    #[test]
    fn numbers_close_up_at_thousands_only() {
        assert_eq!(forms("1,000 units"), ["1000"]);
        assert_eq!(forms("1,000mg"), ["mg", "1000mg"]);
        assert!(forms("2-3 1,2 1.5 1,0000").is_empty());
        assert_eq!(forms("B1,000"), ["1"], "a number, not the end of a word");
    }

    #[test]
    fn greek_letters_have_names() {
        assert_eq!(forms("β-lactam"), ["beta", "betalactam", "βlactam"]);
        assert_eq!(forms("α1 antitrypsin"), ["alpha1", "1"]);
        assert_eq!(forms("Γ"), ["gamma"]);
        assert_eq!(forms("µg"), ["mug"], "the micro sign folds to mu");
    }

    #[test]
    fn british_words_have_a_common_spelling() {
        assert_eq!(forms("Oesophageal tumour"), ["esophageal", "tumor"]);
    }

    #[test]
    fn a_form_has_its_place() {
        let mut found = Vec::new();
        for_each_form("give 500mg of non-steroidal", |form, range| found.push((form.to_owned(), range)));
        assert_eq!(found, [("mg".to_owned(), 8..10), ("nonsteroidal".to_owned(), 14..27)]);
    }

    #[test]
    fn runs_of_digits_and_letters() {
        let of = |word: &str| runs(word).map(|run| word[run].to_owned()).collect::<Vec<_>>();
        assert_eq!(of("500mg"), ["500", "mg"]);
        assert_eq!(of("t2dm"), ["t", "2", "dm"]);
        assert_eq!(of("abc"), ["abc"]);
        assert!(of("").is_empty());
    }
}
