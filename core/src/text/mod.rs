//! The one normaliser and tokeniser: the compiler and every query use this copy.
//!
//! Folding takes away what a clinician does not type: case, combining marks, ligatures and the strokes of
//! letters such as ø and ł, by Unicode's compatibility decomposition (Unicode Standard Annex #15, NFKD) and a
//! short table for letters that do not decompose. Greek letters stay letters. A token is a run of letters and
//! digits of the folded text.

mod folding;
mod forms;
mod spelling;

use std::ops::Range;

pub(crate) use forms::{for_each_form, for_each_form_of, greek_by_name, is_apostrophe, is_thousands, runs};
pub(crate) use spelling::common_spelling;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// The folded letters and digits.
    pub(crate) folded: String,
    /// Where the word stands in the text, in bytes.
    pub(crate) range: Range<usize>,
}

/// The usual base letters of a lower-case letter that has no decomposition.
fn base_letters(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ı' => "i",
        'ŧ' => "t",
        'ŋ' => "n",
        'ĸ' => "k",
        'ς' => "σ",
        _ => return None,
    })
}

/// Calls `emit` with each folded character of `letter`; a combining mark yields nothing.
fn fold_char(letter: char, emit: &mut impl FnMut(char)) {
    if letter.is_ascii() {
        emit(letter.to_ascii_lowercase());
        return;
    }
    folding::for_each_part(letter, |part| match base_letters(part) {
        Some(letters) => letters.chars().for_each(&mut *emit),
        None => emit(part),
    });
}

/// Calls `each` with the folded letters and the byte range of every token of `text`, in order.
pub(crate) fn for_each_token(text: &str, mut each: impl FnMut(&str, Range<usize>)) {
    let mut word = String::new();
    let mut start = 0;
    let mut end = 0;
    for (at, letter) in text.char_indices() {
        let after = at + letter.len_utf8();
        // Most characters, quickly: ASCII folds to itself in lower case.
        if letter.is_ascii_alphanumeric() {
            if word.is_empty() {
                start = at;
            }
            word.push(letter.to_ascii_lowercase());
            end = after;
            continue;
        }
        let mut marks_only = true;
        fold_char(letter, &mut |folded| {
            marks_only = false;
            if folded.is_alphanumeric() {
                if word.is_empty() {
                    start = at;
                }
                word.push(folded);
                end = after;
            } else if !word.is_empty() {
                each(&word, start..end);
                word.clear();
            }
        });
        // A combining mark belongs to the letter before it, so a highlight covers both.
        if marks_only && !word.is_empty() {
            end = after;
        }
    }
    if !word.is_empty() {
        each(&word, start..end);
    }
}

/// The tokens of `text`.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    for_each_token(text, |folded, range| found.push(Token { folded: folded.to_owned(), range }));
    found
}

/// The semantic tag of a fully specified name, without its brackets, and the length of the name before
/// `" (tag)"`; `None` where the name does not end in brackets.
#[cfg(any(test, feature = "build"))]
pub(crate) fn semantic_tag(fsn: &str) -> Option<(usize, &str)> {
    let inside = fsn.strip_suffix(')')?;
    let open = inside.rfind(" (")?;
    let tag = inside.get(open + 2..)?;
    (open > 0 && !tag.is_empty() && !tag.contains(['(', ')'])).then_some((open, tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.folded).collect()
    }

    #[test]
    fn folding_takes_away_case_marks_and_strokes() {
        assert_eq!(words("Ménière's disease"), ["meniere", "s", "disease"]);
        assert_eq!(words("SJÖGREN Łódź Œdema straße"), ["sjogren", "lodz", "oedema", "strasse"]);
        assert_eq!(words("Me\u{301}nie\u{300}re"), ["meniere"]);
        assert_eq!(words("H₂O 10 m² ﬁbre"), ["h2o", "10", "m2", "fibre"]);
        assert_eq!(words("β-lactam Ⅱ ΟΔΟΣ"), ["β", "lactam", "ii", "οδοσ"]);
        assert_eq!(words("½ İ"), ["1", "2", "i"]);
    }

    #[test]
    fn everything_else_parts_words() {
        assert_eq!(words("co-amoxiclav 500mg/125mg"), ["co", "amoxiclav", "500mg", "125mg"]);
        assert_eq!(words("\u{301} -- \u{202e}\0"), Vec::<String>::new());
    }

    #[test]
    fn ranges_are_of_the_text_as_it_stands() {
        for text in ["Ménière's (disorder)", "e\u{301}e\u{301} ﬁx", "a", ""] {
            for token in tokens(text) {
                let piece = text.get(token.range.clone()).unwrap();
                assert_eq!(words(piece), [token.folded]);
            }
        }
        let first = &tokens("e\u{301}x y")[0];
        assert_eq!(first.range, 0..4);
    }

    #[test]
    fn the_tag_is_the_last_bracket() {
        assert_eq!(semantic_tag("Hepatitis (disorder)"), Some((9, "disorder")));
        assert_eq!(semantic_tag("Structure (left) of (body structure)"), Some((19, "body structure")));
        assert_eq!(semantic_tag("No tag"), None);
        assert_eq!(semantic_tag(" (only)"), None);
        assert_eq!(semantic_tag("Odd ()"), None);
    }
}
