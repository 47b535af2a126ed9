//! What nobody should type: an answer or a documented error, never a panic.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod rf2_written;
mod search_model;

use std::sync::LazyLock;

use proptest::prelude::*;
use search_model::written::{World, Written};
use serde_json::Value;
use vademecum::{Error, QueryError, SearchOptions, request};

static WORLD: LazyLock<World> = LazyLock::new(|| {
    Written::terms(&[
        "Heart attack",
        "Ménière's disease",
        "日本 fever",
        "β-lactam 500mg",
        "\u{202e}backwards",
        "🫀 ache",
    ])
    .plain()
});

fn error(query: &str) -> Option<QueryError> {
    match WORLD.engine.search(query, &SearchOptions { total: true, ..SearchOptions::default() }) {
        Ok(results) => {
            for hit in results.hits {
                let marked = hit.highlighted().unwrap();
                assert!(
                    marked.ranges.iter().all(|range| marked.text.get(range.clone()).is_some()),
                    "{query:?}"
                );
            }
            None
        }
        Err(Error::Query(error)) => Some(error),
        Err(other) => panic!("{query:?}: {other}"),
    }
}

fn first(query: &str) -> Option<String> {
    WORLD.found(query, &SearchOptions::default()).into_iter().next().map(|(text, _)| text)
}

fn response(line: &[u8]) -> Value {
    serde_json::from_str(&request::answer_bytes(&WORLD.engine, line)).unwrap()
}

#[test]
fn nothing_to_search_for() {
    for query in [
        "",
        " ",
        "\t\r\n",
        "-",
        "!?.,;:()[]{}+/%&*",
        "\u{301}",
        "\u{301}\u{301}",
        "\u{202e}\u{202c}",
        "\0",
        "🫀",
        "🏳️‍🌈",
    ] {
        assert_eq!(error(query), Some(QueryError::NoWords), "{query:?}");
        assert!(matches!(
            WORLD.engine.search_set(query, &SearchOptions::default()),
            Err(Error::Query(QueryError::NoWords))
        ));
    }
}

#[test]
fn too_much_to_search_for() {
    assert_eq!(error(&"a".repeat(10_000)), None);
    assert_eq!(error(&"é".repeat(8_000)), None);
    assert_eq!(error(&"a1".repeat(5_000)), None);
    assert_eq!(error(&"1".repeat(10_000)), None);
    assert_eq!(error(&"a".repeat(20_000)), Some(QueryError::TooLong));
    assert_eq!(error(&" ".repeat(20_000)), Some(QueryError::TooLong));
    assert_eq!(error(&"word ".repeat(200)), Some(QueryError::TooLong));
    assert_eq!(error(&"heart ".repeat(65)), Some(QueryError::TooLong));
    assert_eq!(error(&"heart ".repeat(64)), None);
    assert_eq!(error(&"h ".repeat(64)), None);
    assert_eq!(error(&"a-".repeat(64)), None);
    assert_eq!(error(&"é\u{301}".repeat(1_000)), None);
}

#[test]
fn signs_among_letters_do_not_count() {
    for query in [
        "heart\0attack",
        "\u{feff}heart attack",
        "\u{202e}heart\u{202c} attack",
        "heart 🫀 attack",
        "(heart) [attack]",
        "hea\u{301}rt att\u{308}ack",
        "HEART\u{a0}ATTACK",
        "heart/attack",
        "%heart%attack%",
        "ｈｅａｒｔ attack",
    ] {
        assert_eq!(first(query).as_deref(), Some("Heart attack"), "{query:?}");
    }
    assert_eq!(first("日").as_deref(), Some("日本 fever"));
    assert_eq!(first("backw").as_deref(), Some("\u{202e}backwards"));
    assert_eq!(first("ache 🫀").as_deref(), Some("🫀 ache"));
}

#[test]
fn places_and_counts_at_their_ends() {
    let all = |offset, limit| {
        let options = SearchOptions { offset, limit, ..SearchOptions::default() };
        WORLD.engine.search("a", &options).unwrap().hits.len()
    };
    let count = all(0, usize::MAX);
    assert!(count > 1);
    assert_eq!((all(0, 0), all(usize::MAX, 0), all(usize::MAX, usize::MAX), all(count, 10)), (0, 0, 0, 0));
    assert_eq!(all(1, usize::MAX), count - 1);
    let none = SearchOptions { limit: 0, total: true, ..SearchOptions::default() };
    let results = WORLD.engine.search("a", &none).unwrap();
    assert_eq!((results.hits.len(), results.total), (0, Some(count as u64)));
}

#[test]
fn ids_that_are_none() {
    for query in [
        "0",
        "1",
        "00",
        "138875006",
        "18446744073709551615",
        "99999999999999999999999",
        "-138875005",
        "١٣٨٨٧٥٠٠٥",
    ] {
        assert_eq!(error(query), None, "{query:?}");
    }
}

#[test]
fn requests_that_are_no_text() {
    let bytes: [&[u8]; 6] = [
        b"\xff\xfe",
        b"{\"op\":\"search\",\"query\":\"\xff\"}",
        b"{\"op\":\"search\",\"query\":\"heart \xed\xa0\x80\"}",
        b"{\"op\":\"search\",\"query\":\"\xc3\"}",
        b"{\"op\":\"search\",\"query\":\"heart",
        b"{\"op\":\"search\",\"query\":\"\\ud800\"}",
    ];
    for line in bytes {
        let response = response(line);
        assert_eq!(response["ok"], false, "{response}");
        assert!(
            response["error"]["code"].is_string() && response["error"]["message"].is_string(),
            "{response}"
        );
    }
    let response = response(b"{\"op\":\"search\",\"query\":\"heart\\u0000attack\"}");
    assert_eq!(response["hits"][0]["term"], "Heart attack", "{response}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_answered(query in "\\PC{0,40}", letters in "[a-zαβé0-9 '.,-]{0,60}") {
        error(&query);
        error(&letters);
    }

    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let mut line = b"{\"op\":\"search\",\"query\":\"".to_vec();
        line.extend(&bytes);
        line.extend(b"\"}");
        for line in [&bytes, &line] {
            prop_assert!(response(line)["ok"].is_boolean());
        }
    }
}
