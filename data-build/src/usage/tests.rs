use proptest::prelude::*;

use super::*;

const HEADER: &str = "SNOMED_Concept_ID\tDescription\tUsage\tActive_at_Start\tActive_at_End\n";

fn parsed(content: impl AsRef<[u8]>) -> Result<Usage, String> {
    Usage::parse("t.txt", content.as_ref()).map_err(|error| error.to_string())
}

fn refused(content: impl AsRef<[u8]>) -> String {
    parsed(content).unwrap_err()
}

fn id(number: u64) -> Sctid {
    Sctid::new(number).unwrap()
}

fn counts(usage: &Usage) -> Vec<(u64, u64, u64)> {
    usage.concepts().iter().map(|row| (row.concept.number(), row.count, row.line)).collect()
}

#[test]
fn a_table_of_tabs() {
    let content = format!(
        "\u{feff}{HEADER}279991000000102\tSMS \"x\", sent\t122,292,090\t1\t1\r\n\r\n22298006\tMI\t*\t1\t0"
    );
    let usage = parsed(content).unwrap();
    assert_eq!(counts(&usage), [(22_298_006, SMALL_COUNT, 4), (279_991_000_000_102, 122_292_090, 2)]);
    assert_eq!((usage.rows(), usage.small_counts()), (2, 1));
    assert_eq!(usage.count(id(22_298_006)), Some(2));
    assert_eq!(usage.count(id(22_298_007)), None);
}

#[test]
fn a_table_of_commas_with_columns_in_another_order() {
    let content = "\"usage\",Description,snomed_concept_id\r\n\"1,234\",\"Asthma, \"\"so called\"\"\",195967001\r\n7,Ménière,22298006\r\n";
    assert_eq!(counts(&parsed(content).unwrap()), [(22_298_006, 7, 3), (195_967_001, 1234, 2)]);
}

#[test]
fn the_counts_of_several_years_are_added() {
    let year = format!("{HEADER}22298006\tMI\t10\t1\t1\n195967001\tAsthma\t*\t1\t1\n");
    let usage = parsed(format!("{year}\u{feff}{year}22298006\tMI\t5\t1\t1\n")).unwrap();
    assert_eq!(counts(&usage), [(22_298_006, 25, 2), (195_967_001, 2 * SMALL_COUNT, 3)]);
    assert_eq!((usage.rows(), usage.small_counts()), (5, 2));
}

#[test]
fn a_table_without_rows_has_no_counts() {
    assert_eq!(parsed(HEADER).unwrap(), Usage::default());
    assert_eq!(parsed("Usage,SNOMED_Concept_ID").unwrap(), Usage::default());
}

#[test]
fn every_fault_is_told_with_its_line_and_column() {
    let with = |row: &str| format!("{HEADER}{row}\n");
    let empty = "t.txt, line 1: the file is empty, it needs a header with the columns SNOMED_Concept_ID and Usage; check that it is the file that you mean";
    let cases = [
        (String::new(), empty),
        ("\u{feff}".to_owned(), empty),
        (" \r\n\n".to_owned(), empty),
        (
            "SNOMED_Concept_ID\tCount\n".to_owned(),
            "t.txt, line 1: column Usage is missing in the header `SNOMED_Concept_ID\\tCount`; check the header",
        ),
        (
            "22298006,MI,5\n".to_owned(),
            "t.txt, line 1: column SNOMED_Concept_ID is missing in the header `22298006,MI,5`; check the header",
        ),
        (
            "Usage,SNOMED_Concept_ID,USAGE\n".to_owned(),
            "t.txt, line 1: column Usage is named twice in the header `Usage,SNOMED_Concept_ID,USAGE`; check the header",
        ),
        (with("22298006\tMI\t5\t1"), "t.txt, line 2: 4 columns, expected 5; check the line"),
        (with("22298006\tM\tI\t5\t1\t1"), "t.txt, line 2: 6 columns, expected 5; check the line"),
        (
            "SNOMED_Concept_ID,Usage\n22298006,1,234\n".to_owned(),
            "t.txt, line 2: 3 columns, expected 2; check the line",
        ),
        (
            with("22298\tMI\t5\t1\t1"),
            "t.txt, line 2, column SNOMED_Concept_ID: `22298` is not an SCTID (6 to 18 digits); check the line",
        ),
        (
            with("9.99E+17\tMI\t5\t1\t1"),
            "t.txt, line 2, column SNOMED_Concept_ID: `9.99E+17` is not an SCTID (6 to 18 digits); check the line",
        ),
        (
            with("22298006\tMI\t-5\t1\t1"),
            "t.txt, line 2, column Usage: `-5` is not a whole number or *; check the line",
        ),
        (
            with("22298006\tMI\t\t1\t1"),
            "t.txt, line 2, column Usage: `` is not a whole number or *; check the line",
        ),
        (
            "SNOMED_Concept_ID,Description,Usage\n\n1234567,\"MI,5\n22298006,\"MI\",5\n".to_owned(),
            "t.txt, line 3, column Description: `\"MI,5` is not a quoted column that ends on its line; check the line",
        ),
        (
            "SNOMED_Concept_ID,\"Usage\n".to_owned(),
            "t.txt, line 1, column 2: `\"Usage` is not a quoted column that ends on its line; check the line",
        ),
    ];
    for (content, wanted) in cases {
        assert_eq!(refused(&content), wanted, "{content:?}");
    }
}

#[test]
fn what_is_not_utf_8_is_refused_in_every_column() {
    let fault = |content: &[u8]| refused(content);
    assert_eq!(
        fault(b"SNOMED_Concept_ID\tDescription\tUsage\n22298006\tM\xe9ni\xe8re\t5\n"),
        "t.txt, line 2, column Description: not UTF-8 at byte 46 of the file; save the file as UTF-8"
    );
    assert_eq!(
        fault(b"SNOMED_Concept_ID,Description,Usage\n22298006,\"a, b\",\xff\n"),
        "t.txt, line 2, column Usage: not UTF-8 at byte 52 of the file; save the file as UTF-8"
    );
    // UTF-16, as spreadsheets save "Unicode text".
    assert_eq!(
        fault(b"\xff\xfeS\0N\0"),
        "t.txt, line 1, column 1: not UTF-8 at byte 0 of the file; save the file as UTF-8"
    );
}

#[test]
fn numbers_have_thousands_or_none() {
    for (text, number) in [("0", 0), ("1234", 1234), ("1,234", 1234), ("12,345,678", 12_345_678), ("007", 7)]
    {
        assert_eq!(whole_number(text), Some(number), "{text}");
    }
    assert_eq!(whole_number("999999999999"), Some(999_999_999_999));
    for text in ["", "1,23", "1234,567", ",123", "1,", "1,,234", "1.5", "+1", "1 234", "1000000000000", "٣"]
    {
        assert_eq!(whole_number(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(content in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Usage::parse("t", &content);
    }

    #[test]
    fn any_rows_are_read_or_refused(
        tabs in any::<bool>(),
        rows in "([0-9\",*é\\t]{0,12}[\\r\\n]{0,2}){0,10}",
        bytes in proptest::collection::vec(any::<u8>(), 0..20),
    ) {
        let header = if tabs { HEADER } else { "Usage,SNOMED_Concept_ID\n" };
        let content = [header.as_bytes(), rows.as_bytes(), &bytes].concat();
        let _ = Usage::parse("t", &content);
    }

    #[test]
    fn counts_are_those_that_were_written(
        tabs in any::<bool>(),
        rows in proptest::collection::vec((100_000u64..100_020, 0u64..1_000_000), 0..40),
    ) {
        let mut content = if tabs { HEADER.to_owned() } else { HEADER.replace('\t', ",") };
        for (concept, count) in &rows {
            let row = format!("{concept}\tname\t{count}\t1\t1\n");
            content.push_str(&if tabs { row } else { row.replace('\t', ",") });
        }
        let usage = Usage::parse("t", content.as_bytes()).unwrap();
        prop_assert_eq!(usage.rows(), rows.len() as u64);
        for concept in 100_000..100_020 {
            let named: Vec<u64> = rows.iter().filter(|row| row.0 == concept).map(|row| row.1).collect();
            let wanted = (!named.is_empty()).then(|| named.iter().sum::<u64>());
            prop_assert_eq!(usage.count(id(concept)), wanted);
        }
        prop_assert!(usage.concepts().is_sorted_by(|a, b| a.concept < b.concept));
    }
}
