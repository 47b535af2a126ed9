//! Samples of dm+d, read in place: every element of their XML, read by a reader that knows nothing of ours, is asked of the
//! engine.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use vademecum::{Engine, FieldKind, ProductClass, Rows, TABLES, request};
use vademecum_build::compile::{BuildOptions, build};
use vademecum_build::progress::Silent;

const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/dmd-samples");

/// An element with what is in it: cut out of the text by looking for its end, as a person would.
#[derive(Debug)]
struct Element {
    name: String,
    text: String,
    children: Vec<Element>,
}

fn parse(text: &str) -> Vec<Element> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        rest = &rest[start..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = &comment[comment.find("-->").unwrap() + 3..];
            continue;
        }
        if rest.starts_with("<?") {
            rest = &rest[rest.find("?>").unwrap() + 2..];
            continue;
        }
        let tag_end = rest.find('>').unwrap();
        let tag = &rest[1..tag_end];
        let name = tag.split([' ', '\n', '/']).next().unwrap().to_owned();
        if tag.ends_with('/') {
            found.push(Element { name, text: String::new(), children: Vec::new() });
            rest = &rest[tag_end + 1..];
            continue;
        }
        let body = &rest[tag_end + 1..];
        // No element of dm+d is inside another of its name, but for a root that shares the name of a record.
        let end = format!("</{name}>");
        let at = body.find(&end).unwrap();
        let inside = &body[..at];
        let text = if inside.contains('<') { String::new() } else { plain(inside) };
        found.push(Element { name, text, children: parse(inside) });
        rest = &body[at + end.len()..];
    }
    found
}

fn plain(text: &str) -> String {
    text.trim()
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

impl Element {
    fn child(&self, name: &str) -> Option<&str> {
        self.children.iter().find(|child| child.name == name).map(|child| child.text.as_str())
    }
}

fn xml_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            xml_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "xml") {
            found.push(path);
        }
    }
}

struct Sample {
    engine: Engine,
    /// What each code of each list means, by list and number.
    lists: BTreeMap<(String, u64), String>,
    /// The other fields of each entry: date, previous code, invalid.
    others: BTreeMap<(String, u64), [Option<String>; 3]>,
    answers: BTreeMap<String, Value>,
    asked: usize,
}

impl Sample {
    fn answer(&mut self, code: &str) -> Value {
        if let Some(answer) = self.answers.get(code) {
            return answer.clone();
        }
        let asked = json!({"op": "product", "code": code}).to_string();
        let answer: Value = serde_json::from_str(&request::answer(&self.engine, &asked)).unwrap();
        assert_eq!(answer["ok"], true, "{answer}");
        self.answers.insert(code.to_owned(), answer.clone());
        answer
    }

    /// Whether an answered value says what the XML says.
    fn says(&self, kind: FieldKind, text: &str, value: &Value) -> bool {
        match kind {
            FieldKind::Flag => value == &json!(true),
            FieldKind::Code(list) => {
                let number: u64 = text.parse().unwrap();
                let meaning = self.lists.get(&(list.tag().to_owned(), number));
                value["code"] == json!(number.to_string())
                    && value["text"].as_str() == meaning.map(String::as_str)
            }
            FieldKind::Id => value == text,
            FieldKind::Parent(_) | FieldKind::Product(_) => value["code"] == text,
            FieldKind::Date => value == &json!(text.replace('-', "")),
            FieldKind::Text | FieldKind::Decimal | FieldKind::Gtin => value == text,
            FieldKind::Pence | FieldKind::Number => value == &json!(text.parse::<u64>().unwrap()),
        }
    }

    /// Compares a record with a row of an answer.
    fn row(&mut self, spec: &vademecum::TableSpec, record: &Element, row: &Value) {
        for child in record.children.iter().filter(|child| child.name != spec.key && !child.text.is_empty()) {
            let field = spec.fields.iter().find(|field| field.tag == child.name);
            let field = field.unwrap_or_else(|| panic!("{} of {} is not declared", child.name, spec.element));
            let is_plain = spec.rows == Rows::Many && spec.fields.len() == 1;
            let value = if is_plain { row } else { &row[field.name] };
            assert!(self.says(field.kind, &child.text, value), "{}: {} is {value}", child.name, child.text);
            self.asked += 1;
        }
    }

    fn records(&mut self, root: &Element) {
        for (number, spec) in TABLES.iter().enumerate().filter(|(_, spec)| spec.root == root.name) {
            let sections: Vec<&Element> = match spec.section {
                "" => vec![root],
                name => root.children.iter().filter(|child| child.name == name).collect(),
            };
            let records = sections.into_iter().flat_map(|section| &section.children);
            // How many rows of each product were compared: rows are in the order of the release.
            let mut seen: BTreeMap<String, usize> = BTreeMap::new();
            for record in records {
                let rows: Vec<&Element> = match spec.element {
                    "GTINDATA" => record.children.iter().filter(|child| child.name == "GTINDATA").collect(),
                    element if record.name == element => vec![record],
                    _ => continue,
                };
                let key = record.child(spec.key).unwrap().to_owned();
                let answer = self.answer(&key);
                for element in rows {
                    let place = seen.entry(key.clone()).or_default();
                    let row = match spec.rows {
                        Rows::Own => answer.clone(),
                        Rows::One => answer[spec.name].clone(),
                        Rows::Many => answer[spec.name][*place].clone(),
                    };
                    *place += 1;
                    self.row(spec, element, &row);
                }
            }
            if spec.rows == Rows::Many {
                for (key, count) in seen {
                    assert_eq!(self.answer(&key)[spec.name].as_array().unwrap().len(), count, "{number}");
                }
            }
        }
    }

    fn history(&mut self, root: &Element) {
        for row in root.children.iter().flat_map(|section| &section.children) {
            let (current, previous) = (row.child("IDCURRENT").unwrap(), row.child("IDPREVIOUS").unwrap());
            if !["VTM", "VMP"].contains(&row.name.as_str()) {
                continue;
            }
            let answer = self.answer(current);
            let day = |name: &str| row.child(name).map(|date| json!(date.replace('-', "")));
            let known = answer["history"].as_array().unwrap().iter().any(|past| {
                past["code"] == previous
                    && past.get("start") == day("STARTDT").as_ref()
                    && past.get("end") == day("ENDDT").as_ref()
            });
            assert!(known, "{previous} before {current}");
            let replaced = self.answer(previous);
            assert_eq!(replaced["code"], current);
            assert_eq!(replaced.get("replaced").is_some(), previous != current);
            self.asked += 1;
        }
    }
}

fn check(name: &str, beside: &[PathBuf]) -> usize {
    let folder = Path::new(SAMPLES).join(name);
    let out = tempfile::tempdir().unwrap();
    let file = out.path().join("sample.vade");
    let options = BuildOptions { dmd: vec![folder.clone()], inputs: beside.to_vec(), ..Default::default() };
    let report = build(&options, &file, &Silent).unwrap();
    let engine = Engine::open(&file).unwrap();
    engine.verify().unwrap();
    let mut files = Vec::new();
    xml_files(&folder, &mut files);
    let roots: Vec<Element> =
        files.iter().flat_map(|file| parse(&std::fs::read_to_string(file).unwrap())).collect();
    let (mut lists, mut others) = (BTreeMap::new(), BTreeMap::new());
    for root in &roots {
        for section in &root.children {
            let (list, entries) = match root.name.as_str() {
                "LOOKUP" => (section.name.clone(), section.children.iter().collect()),
                "INGREDIENT_SUBSTANCES" => (root.name.clone(), vec![section]),
                _ => continue,
            };
            for entry in entries {
                let code = entry.child("CD").or(entry.child("ISID")).unwrap().parse().unwrap();
                let text = entry.child("DESC").or(entry.child("NM")).unwrap();
                lists.insert((list.clone(), code), text.to_owned());
                let other = |one: &str, another: &str| {
                    entry
                        .child(one)
                        .or(entry.child(another))
                        .filter(|text| !text.is_empty())
                        .map(str::to_owned)
                };
                let values =
                    [other("CDDT", "ISIDDT"), other("CDPREV", "ISIDPREV"), other("INVALID", "INVALID")];
                others.insert((list.clone(), code), values);
            }
        }
    }
    let mut sample = Sample { engine, lists, others, answers: BTreeMap::new(), asked: 0 };
    for root in &roots {
        if root.name == "HISTORY" {
            sample.history(root);
        } else {
            sample.records(root);
        }
    }
    // Lists are asked entry by entry.
    for ((tag, code), text) in sample.lists.clone() {
        let list = vademecum::CodeList::from_tag(&tag).unwrap();
        assert_eq!(
            sample.engine.coded_value(list, code).unwrap().text.as_deref(),
            Some(text.as_str()),
            "{tag} {code}"
        );
        sample.asked += 1;
    }
    for ((tag, code), [date, previous, invalid]) in sample.others.clone() {
        let list = vademecum::CodeList::from_tag(&tag).unwrap();
        let entry = sample.engine.code_list_entry(list, code).unwrap().unwrap();
        assert_eq!(entry.date.map(|date| date.to_string()), date.as_ref().map(|date| date.replace('-', "")));
        assert_eq!(entry.previous.map(|code| code.to_string()), previous);
        assert_eq!(entry.invalid, invalid.is_some());
        sample.asked += [date, previous, invalid].iter().flatten().count();
    }
    let dmd = report.dmd.unwrap();
    assert_eq!(dmd.products.values().sum::<u32>() as usize, sample.products());
    println!("{name}: {} elements asked", sample.asked);
    sample.asked
}

impl Sample {
    fn products(&self) -> usize {
        let count = |class: &ProductClass| self.engine.products_of(*class).unwrap().count() as usize;
        ProductClass::ALL.iter().map(count).sum()
    }
}

fn is_there() -> bool {
    let there = Path::new(SAMPLES).is_dir();
    if !there {
        eprintln!("NOT TESTED: the samples of dm+d are not at {SAMPLES}");
    }
    there
}

#[test]
fn every_element_of_the_samples_is_answered() {
    if is_there() {
        for (name, least) in [("openprescribing-1", 15_000), ("openprescribing-2", 15_000), ("wardle", 3_500)]
        {
            let asked = check(name, &[]);
            assert!(asked > least, "{name}: {asked} elements");
        }
    }
}

#[test]
fn and_so_it_is_beside_snomed_ct() {
    let subset = Path::new(SAMPLES).parent().unwrap().join("rf2-subset");
    if is_there() && subset.is_dir() {
        for name in ["openprescribing-1", "openprescribing-2", "wardle"] {
            assert!(check(name, std::slice::from_ref(&subset)) > 3_000);
        }
    }
}
