use std::collections::BTreeMap;

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::*;

fn parsed(content: &[u8]) -> Result<Vec<Vec<String>>, String> {
    Equivalents::parse("t.tsv", content).map(|table| table.groups).map_err(|error| error.to_string())
}

fn refused(content: &[u8]) -> String {
    parsed(content).unwrap_err()
}

#[test]
fn groups_are_read_as_they_stand() {
    let content = "\u{feff}# a comment\tof two columns\r\n\r\n  \nMI\tHeart attack \t myocardial  infarction\r\nrenal\tkidney\n#\nNOF\t#neck of femur";
    let wanted: [&[&str]; 3] =
        [&["MI", "Heart attack", "myocardial  infarction"], &["renal", "kidney"], &["NOF", "#neck of femur"]];
    assert_eq!(parsed(content.as_bytes()).unwrap(), wanted);
    assert_eq!(parsed(b"# nothing\n").unwrap(), Vec::<Vec<String>>::new());
    assert_eq!(parsed(b"").unwrap(), Vec::<Vec<String>>::new());
}

#[test]
fn a_word_may_stand_in_several_groups() {
    assert_eq!(parsed(b"a\tb\nb\tc\n").unwrap().len(), 2);
}

#[test]
fn every_fault_is_told_with_its_line_and_column() {
    let cases: [(&[u8], &str); 14] = [
        (
            b"a\tb\nc\tok\td\xff\n",
            "t.tsv, line 2, column 3: not UTF-8 at byte 10 of the file; save the file as UTF-8",
        ),
        (b"# \xe9\n", "t.tsv, line 1, column 1: not UTF-8 at byte 2 of the file; save the file as UTF-8"),
        (b"a\tb\nc\n", "t.tsv, line 2: 1 columns, expected 2 or more; check the line"),
        (b"a, b\n", "t.tsv, line 1: 1 columns, expected 2 or more; check the line"),
        (b"a\t\tb\n", "t.tsv, line 1, column 2: `` is not a word or phrase; check the line"),
        (b"\n\na\tb\t\r\n", "t.tsv, line 3, column 3: `` is not a word or phrase; check the line"),
        (b"\t\n", "t.tsv, line 1, column 1: `` is not a word or phrase; check the line"),
        (
            b"a\t - \n",
            "t.tsv, line 1, column 2: `-` is not a word or phrase with a letter or digit; check the line",
        ),
        (
            b"a\tone two three four five-six seven\n",
            "t.tsv, line 1, column 2: `one two three four five-six seven` is not a phrase of at most 6 words; check the line",
        ),
        (b"MI\tb\tmi\n", "t.tsv, line 1, column 3: `mi` has the same words as column 1; remove one of them"),
        (
            b"x\theart-attack\tHeart  Attack\n",
            "t.tsv, line 1, column 3: `Heart  Attack` has the same words as column 2; remove one of them",
        ),
        (
            b"a\tb\0c\n",
            "t.tsv, line 1, column 2: `b\\u{0}c` is not free of control characters; check the line",
        ),
        (
            b"a\tb\rc\td\n",
            "t.tsv, line 1, column 2: `b\\rc` is not free of control characters; check the line",
        ),
        (
            "a\tb\u{85}\n".as_bytes(),
            "t.tsv, line 1, column 2: `b\\u{85}` is not free of control characters; check the line",
        ),
    ];
    for (content, wanted) in cases {
        assert_eq!(refused(content), wanted);
    }
    assert_eq!(parsed(b"a\tone two three four five six\n").unwrap().len(), 1);
}

#[test]
fn a_mark_on_a_letter_does_not_part_a_word() {
    assert_eq!(words("Me\u{301}nie\u{300}re's U&E"), ["me\u{301}nie\u{300}re", "s", "u", "e"]);
}

#[test]
fn each_source_gives_its_own_table() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.tsv");
    std::fs::write(&path, "a\tb\n").unwrap();
    let groups = |source: EquivalentsSource| Equivalents::from_source(&source).unwrap().groups.len();
    assert_eq!(groups(EquivalentsSource::None), 0);
    assert_eq!(groups(EquivalentsSource::File(path.clone())), 1);
    assert_eq!(groups(EquivalentsSource::default()), Equivalents::built_in().unwrap().groups.len());
    std::fs::write(&path, "a\n").unwrap();
    let error = Equivalents::read(&path).unwrap_err().to_string();
    assert!(error.contains("mine.tsv, line 1: 1 columns"), "{error}");
}

/// Words as the engine folds them.
fn folded(form: &str) -> Vec<String> {
    let text: String = form.nfkd().filter(|letter| !is_combining_mark(*letter)).collect();
    words(&text)
}

#[test]
fn the_built_in_table_is_in_order() {
    let table = Equivalents::built_in().unwrap();
    assert!(table.groups.len() >= 150, "{}", table.groups.len());
    let mut lines: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for group in &table.groups {
        for form in group {
            *lines.entry(folded(form)).or_default() += 1;
        }
    }
    // A form on two lines would find different things by each: ours are on one.
    let twice: Vec<_> = lines.iter().filter(|(_, count)| **count > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
    // Short forms that mean two things are left out.
    for ambiguous in ["ms", "cp", "as", "all", "aids", "od", "pet", "dx", "asd", "pnd", "iud"] {
        assert!(!lines.contains_key(&vec![ambiguous.to_owned()]), "{ambiguous}");
    }
    for (one, other) in
        [("MI", "heart attack"), ("renal", "kidney"), ("paracetamol", "acetaminophen"), ("mcg", "µg")]
    {
        let has = |group: &&Vec<String>, wanted: &str| group.iter().any(|form| form == wanted);
        assert!(table.groups.iter().any(|group| has(&group, one) && has(&group, other)), "{one}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(content in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Equivalents::parse("t", &content);
    }

    #[test]
    fn what_is_read_keeps_what_is_promised(content in "([a-cA-C#µ&é\\u{301}\u{85} ]{0,5}[\\t\\n\\r]{0,2}){0,12}") {
        if let Ok(table) = Equivalents::parse("t", content.as_bytes()) {
            for group in &table.groups {
                prop_assert!(group.len() >= 2);
                for form in group {
                    prop_assert_eq!(form.trim(), form);
                    prop_assert!((1..=PHRASE_WORDS).contains(&words(form).len()));
                    prop_assert!(!form.chars().any(char::is_control));
                }
            }
            let written: String = table.groups.iter().map(|group| group.join("\t") + "\n").collect();
            // A form that begins a line with `#` would be a comment there.
            if !written.lines().any(|line| line.starts_with('#')) {
                prop_assert_eq!(Equivalents::parse("t", written.as_bytes()).unwrap(), table);
            }
        }
    }
}
