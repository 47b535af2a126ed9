//! How long whole answers take, from the text of a request to the text of its response, natively: what the browser module
//! is held against. Prints JSON. `answers FILE QUERIES ROUNDS`, QUERIES being a JSON object from class to queries.

use std::time::Instant;

use serde_json::{Map, Value, json};
use vademecum::{Engine, request};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, queries, rounds] = arguments.as_slice() else { panic!("answers FILE QUERIES ROUNDS") };
    let engine = Engine::open(file).expect("the file opens");
    let queries = std::fs::read(queries).expect("the queries can be read");
    let queries: Map<String, Value> = serde_json::from_slice(&queries).expect("the queries are an object");
    let rounds: usize = rounds.parse().expect("a number of rounds");
    let mut classes = Map::new();
    for (class, some) in &queries {
        let lines: Vec<String> = some
            .as_array()
            .expect("queries are lists")
            .iter()
            .map(|query| json!({"op": "search", "query": query}).to_string())
            .collect();
        let mut times = Vec::new();
        for round in 0..=rounds {
            for line in &lines {
                let begun = Instant::now();
                let answer = request::answer(&engine, line);
                let took = begun.elapsed().as_secs_f64() * 1e6;
                assert!(answer.starts_with(r#"{"ok":true"#), "{line}: {answer}");
                if round > 0 {
                    times.push(took);
                }
            }
        }
        times.sort_by(f64::total_cmp);
        let at = |part: f64| times.get((part * times.len() as f64) as usize).copied();
        classes.insert(class.clone(), json!({"p50": at(0.5), "p99": at(0.99)}));
    }
    println!("{}", json!({ "classes": classes }));
}
