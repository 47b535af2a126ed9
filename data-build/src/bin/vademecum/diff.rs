//! `vademecum diff`: what changed from one release to the next.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::PossibleValuesParser;
use serde_json::{Map, Value, json};
use vademecum::{
    CodeFate, CodeOutcome, Engine, Error, Product, ProductChange, ProductChangeKind, ProductComparison,
    ProductValue,
};

use crate::failure::Failure;
use crate::screen::{Screen, Table, date, number, printable, say};

/// How many changes of a kind are shown where not all are asked for.
const SHOWN: usize = 20;

/// The arguments of `diff`.
#[derive(Debug, Args)]
#[command(after_help = "\
What is compared is dm+d. This version does not compare SNOMED CT.

Examples:
  vademecum diff week-14.vade week-15.vade
  vademecum diff week-14.vade week-15.vade --kind gone,split,reidentified --all
  vademecum diff week-14.vade week-15.vade --codes formulary.csv
  vademecum diff week-14.vade week-15.vade --json")]
pub struct Arguments {
    /// The file with the older release
    old: PathBuf,
    /// The file with the newer one
    new: PathBuf,
    /// Tell what became of the codes in this file: one a line, and other columns behind it
    #[arg(long, value_name = "FILE", conflicts_with = "kind")]
    codes: Option<PathBuf>,
    /// Only changes of these kinds
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = kinds())]
    kind: Vec<String>,
    /// Show every change, not the first of each kind
    #[arg(long)]
    all: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

fn kinds() -> PossibleValuesParser {
    PossibleValuesParser::new(ProductChangeKind::ALL.iter().map(|kind| kind.name()))
}

fn open(path: &Path) -> Result<Engine, Failure> {
    let engine = Engine::open(path).map_err(|error| Failure::engine(&error, path))?;
    engine.dmd_release().map_err(|error| Failure::engine(&error, path))?;
    Ok(engine)
}

/// A failure while two files are compared.
fn failure(error: Error) -> Failure {
    Failure::response(&json!({"code": error.code().name(), "message": error.to_string()}))
}

/// What is not compared, by name.
fn not_compared(comparison: &ProductComparison<'_>, engines: [&Engine; 2]) -> Vec<&'static str> {
    let has_concepts = |engine: &&Engine| engine.manifest().counts.concepts > 0;
    let snomed = engines.iter().any(has_concepts).then_some("snomed_ct");
    snomed.into_iter().chain(comparison.not_compared().into_iter().map(|part| part.name())).collect()
}

/// Shows what changed, or what became of codes.
pub fn run(arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    let (old, new) = (open(&arguments.old)?, open(&arguments.new)?);
    let comparison = ProductComparison::new(&old, &new).map_err(failure)?;
    let dates = [&old, &new].map(|engine| engine.manifest().dmd_date.map_or_else(String::new, day));
    let [older, newer] = &dates;
    if older > newer {
        say(&format!(
            "note: the older file holds dm+d of {}, the newer that of {}",
            date(older),
            date(newer)
        ));
    }
    let missing = not_compared(&comparison, [&old, &new]);
    let report = match &arguments.codes {
        Some(path) => Report::of_codes(&comparison, &read_codes(path)?)?,
        None => Report::of_changes(&comparison, &arguments.kind)?,
    };
    if arguments.json {
        let told = json!({
            "old": {"file": arguments.old.display().to_string(), "dmd_date": older},
            "new": {"file": arguments.new.display().to_string(), "dmd_date": newer},
            "not_compared": missing,
            "dmd": report.json(),
        });
        return Ok(screen.line(&told.to_string())?);
    }
    let title = screen.bold(&format!("dm+d: {} to {}", date(older), date(newer)));
    screen.line(&title)?;
    for name in missing {
        screen.line(&format!("not compared: {}", if name == "snomed_ct" { "SNOMED CT" } else { name }))?;
    }
    report.show(screen, if arguments.all { usize::MAX } else { SHOWN })
}

fn day(date: u32) -> String {
    format!("{date:08}")
}

/// A line of a list of codes: where it stands, and the code.
struct Listed {
    line: u64,
    code: String,
}

/// The codes of a list, one a line. Empty lines, lines that begin with `#` and other columns are passed over, and so is a
/// first line that begins with a letter: the names of the columns.
fn read_codes(path: &Path) -> Result<Vec<Listed>, Failure> {
    let content = std::fs::read(path).map_err(|error| Failure::io("read", path, &error))?;
    let content = content.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&content);
    let mut codes = Vec::new();
    for (line, row) in (1u64..).zip(content.split(|byte| *byte == b'\n')) {
        let row = String::from_utf8_lossy(row);
        let row = row.trim();
        let is_heading = line == 1 && row.starts_with(|letter: char| letter.is_alphabetic());
        if row.is_empty() || row.starts_with('#') || is_heading {
            continue;
        }
        let ends = |letter: char| letter.is_whitespace() || matches!(letter, ',' | ';' | '|');
        let code = row.split(ends).next().unwrap_or(row).trim_matches('"');
        codes.push(Listed { line, code: code.to_owned() });
    }
    if codes.is_empty() {
        return Err(Failure::with_hint(
            format!("{} lists no codes", path.display()),
            "write one product code a line",
        ));
    }
    Ok(codes)
}

/// A table to show, and the same as JSON.
struct Report {
    /// Which kinds there are, each with how many.
    counts: Vec<(&'static str, u64)>,
    /// The name of the list.
    name: &'static str,
    header: &'static [&'static str],
    rows: Vec<Row>,
}

struct Row {
    kind: &'static str,
    cells: [String; 5],
    json: Value,
}

impl Report {
    fn of_changes(comparison: &ProductComparison<'_>, kinds: &[String]) -> Result<Report, Failure> {
        let mut counts: BTreeMap<ProductChangeKind, u64> = BTreeMap::new();
        let mut rows = Vec::new();
        for change in comparison.changes().map_err(failure)?.changes {
            let name = change.kind.name();
            if kinds.is_empty() || kinds.iter().any(|kind| kind == name) {
                *counts.entry(change.kind).or_default() += 1;
                rows.push(change_row(&change).map_err(failure)?);
            }
        }
        Ok(Report {
            counts: counts.into_iter().map(|(kind, count)| (kind.name(), count)).collect(),
            name: "changes",
            header: &["Class", "Code", "Name", "Old", "New"],
            rows,
        })
    }

    fn of_codes(comparison: &ProductComparison<'_>, codes: &[Listed]) -> Result<Report, Failure> {
        let mut counts: BTreeMap<CodeOutcome, u64> = BTreeMap::new();
        let mut rows = Vec::new();
        for listed in codes {
            let fate = comparison.fate(&listed.code).map_err(failure)?;
            *counts.entry(fate.outcome).or_default() += 1;
            rows.push((fate.outcome, fate_row(listed, &fate).map_err(failure)?));
        }
        // Shown by outcome, those that want something done first; as JSON in the order of the list.
        Ok(Report {
            counts: counts.into_iter().rev().map(|(outcome, count)| (outcome.name(), count)).collect(),
            name: "codes",
            header: &["Line", "Code", "Name", "Changes", "Now"],
            rows: rows.into_iter().map(|(_, row)| row).collect(),
        })
    }

    fn json(&self) -> Value {
        let counts = self.counts.iter().map(|(name, count)| ((*name).to_owned(), json!(count)));
        let rows = self.rows.iter().map(|row| row.json.clone());
        json!({"counts": counts.collect::<Map<_, _>>(), self.name: rows.collect::<Vec<_>>()})
    }

    fn show(&self, screen: &mut Screen, most: usize) -> Result<(), Failure> {
        if self.rows.is_empty() {
            return Ok(screen.line("nothing changed")?);
        }
        for (name, count) in &self.counts {
            screen.line("")?;
            let title = screen.bold(&format!("{}: {}", words(name), number(*count)));
            screen.line(&title)?;
            let mut table = Table::new(self.header);
            let of_kind = self.rows.iter().filter(|row| row.kind == *name);
            for row in of_kind.take(most) {
                table.row(row.cells.clone());
            }
            screen.table(&table)?;
            let left = usize::try_from(*count).unwrap_or(usize::MAX).saturating_sub(most);
            if left > 0 {
                let more = screen.dim(&format!("and {} more: --all shows them", number(left as u64)));
                screen.line(&more)?;
            }
        }
        Ok(())
    }
}

fn words(name: &str) -> String {
    name.replace('_', " ")
}

/// A value as the request protocol has it.
fn value(value: &ProductValue<'_>) -> Result<Value, Error> {
    Ok(match value {
        ProductValue::Flag => json!(true),
        ProductValue::Code(code) => json!({"code": code.code.to_string(), "text": code.text}),
        ProductValue::Product(product) => {
            json!({"code": product.code()?.to_string(), "text": product.name()?})
        }
        ProductValue::Id(id) => json!(id.to_string()),
        ProductValue::Date(date) => json!(day(*date)),
        ProductValue::Text(text) | ProductValue::Gtin(text) => json!(text),
        ProductValue::Decimal(decimal) => json!(decimal.to_string()),
        ProductValue::Number(number) => json!(number),
    })
}

/// A value as a person reads it.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::String(text) => printable(text),
        Value::Object(fields) => {
            let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
            printable(if text("text").is_empty() { text("code") } else { text("text") })
        }
        other => other.to_string(),
    }
}

/// Whether a change is of a value, which may be absent on a side.
fn is_of_value(change: &ProductChange<'_>) -> bool {
    change.old.is_some() || change.new.is_some()
}

fn name_of(product: Option<Product<'_>>) -> Result<String, Error> {
    product.map_or(Ok(String::new()), Product::name)
}

/// The ids that replaced one, each with the name that it has in the newer release.
fn replaced_by(change: &[vademecum::ConceptId]) -> Vec<String> {
    change.iter().map(ToString::to_string).collect()
}

/// A change as fields of JSON: all but its product.
fn change_fields(change: &ProductChange<'_>) -> Result<Map<String, Value>, Error> {
    let mut fields = Map::new();
    fields.insert("kind".to_owned(), json!(change.kind.name()));
    if is_of_value(change) {
        for (name, side) in [("old", &change.old), ("new", &change.new)] {
            fields.insert(name.to_owned(), side.as_ref().map(value).transpose()?.unwrap_or(Value::Null));
        }
    }
    if !change.replacements.is_empty() {
        fields.insert("replaced_by".to_owned(), json!(replaced_by(&change.replacements)));
    }
    Ok(fields)
}

fn change_row(change: &ProductChange<'_>) -> Result<Row, Error> {
    let of = change.older.or(change.newer);
    let class = of.map_or("", |product| product.class().name());
    let code = of.map(Product::code).transpose()?.map_or_else(String::new, |code| code.to_string());
    let name = name_of(change.newer.or(change.older))?;
    let mut fields = change_fields(change)?;
    let side = |name: &str| fields.get(name).map_or_else(String::new, shown);
    let (old, new) = match change.replacements.is_empty() {
        true => (side("old"), side("new")),
        false => (code.clone(), replaced_by(&change.replacements).join(", ")),
    };
    let cells = [class.to_owned(), code.clone(), printable(&name), old, new];
    for (field, text) in [("code", &code), ("name", &name)] {
        fields.insert(field.to_owned(), json!(text));
    }
    fields.insert("class".to_owned(), json!(class));
    Ok(Row { kind: change.kind.name(), cells, json: Value::Object(fields) })
}

fn fate_row(listed: &Listed, fate: &CodeFate<'_>) -> Result<Row, Error> {
    let product = fate.newer.or(fate.older);
    let name = name_of(product)?;
    let kinds: Vec<String> = fate.changes.iter().map(|change| words(change.kind.name())).collect();
    let mut fields = Map::new();
    let mut add = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    add("line", json!(listed.line));
    add("code", json!(listed.code));
    add("outcome", json!(fate.outcome.name()));
    if let Some(product) = product {
        add("class", json!(product.class().name()));
        add("name", json!(name));
    }
    if let (Some(was), true) = (fate.older, fate.outcome != CodeOutcome::Gone) {
        add("old_name", json!(was.name()?));
    }
    let mut now = replaced_by(&fate.replacements).join(", ");
    if let Some(newer) = fate.newer {
        let prescribable = newer.prescribability()?;
        let why: Vec<&str> = prescribable.reasons.iter().map(|reason| reason.name()).collect();
        if !why.is_empty() {
            let reasons = words(&why.join(", "));
            now = format!("{now}{}not to be offered: {reasons}", if now.is_empty() { "" } else { "; " });
        }
        add("valid", json!(newer.is_valid()?));
        add("available", json!(newer.is_available()?));
        add("prescribable", json!({"allowed": prescribable.is_allowed(), "reasons": why}));
    }
    if !fate.replacements.is_empty() {
        add("replaced_by", json!(replaced_by(&fate.replacements)));
    }
    let changes = fate.changes.iter().map(|change| Ok(Value::Object(change_fields(change)?)));
    add("changes", Value::Array(changes.collect::<Result<_, Error>>()?));
    let cells = [listed.line.to_string(), printable(&listed.code), printable(&name), kinds.join(", "), now];
    Ok(Row { kind: fate.outcome.name(), cells, json: Value::Object(fields) })
}
