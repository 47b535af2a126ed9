//! `vademecum product`, `products`, `gtin` and `dose`: medicinal products of dm+d.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Map, Value, json};

use crate::failure::Failure;
use crate::filters::Class;
use crate::screen::{Screen, Table, date, printable};
use crate::session::{Session, code, field, list, text};

/// The arguments of `product`.
#[derive(Debug, Args)]
#[command(after_help = "\
An id that was replaced shows the product that replaced it.

Examples:
  vademecum product uk.vade 318136009
  vademecum product uk.vade 37365911000001107 --json")]
pub struct ProductArguments {
    /// The file
    file: PathBuf,
    /// Ids of products: VTM, VMP, AMP, VMPP or AMPP
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
    /// Print the responses of the request protocol, one a line
    #[arg(long)]
    json: bool,
}

impl ProductArguments {
    /// One product of a file.
    pub fn new(file: PathBuf, id: &str) -> Self {
        Self { file, ids: vec![id.to_owned()], json: false }
    }
}

/// The arguments of `products`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  vademecum products uk.vade 318136009 --class amp --prescribable
  vademecum products uk.vade 37365911000001107 --class vtm")]
pub struct ProductsArguments {
    /// The file
    file: PathBuf,
    /// The id of a product
    #[arg(value_name = "ID")]
    id: String,
    /// The class of the products to show
    #[arg(long, value_enum, ignore_case = true)]
    class: Class,
    /// Only those that may be offered for prescribing in NHS primary care
    #[arg(long)]
    prescribable: bool,
    /// Only those that are not errors or duplicates
    #[arg(long)]
    valid: bool,
    /// Print the response of the request protocol
    #[arg(long)]
    json: bool,
}

impl ProductsArguments {
    /// The products of a class that belong to one and may be offered for prescribing.
    pub fn prescribable(file: PathBuf, id: &str, class: Class) -> Self {
        Self { file, id: id.to_owned(), class, prescribable: true, valid: false, json: false }
    }
}

/// The arguments of `gtin`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  vademecum gtin uk.vade 5037563003235
  vademecum gtin uk.vade '(01)05037563003235(17)261130' --date 20260407")]
pub struct GtinArguments {
    /// The file
    file: PathBuf,
    /// 13 or 14 digits, or what a scanner hands over
    gtin: String,
    /// Only packs that have it on this day, yyyymmdd
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Print the response of the request protocol
    #[arg(long)]
    json: bool,
}

/// The arguments of `dose`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  vademecum dose uk.vade 108537001 10 mg
  vademecum dose uk.vade 108537001 10 mg --route 26643006")]
pub struct DoseArguments {
    /// The file
    file: PathBuf,
    /// The id of a VTM, or of a product of it
    #[arg(value_name = "ID")]
    id: String,
    /// A decimal number
    dose: String,
    /// kg, g, mg, microgram, nanogram, litre, ml, or the id of a unit
    unit: String,
    /// Only products of this form
    #[arg(long, value_name = "ID")]
    form: Option<String>,
    /// Only products for this route
    #[arg(long, value_name = "ID")]
    route: Option<String>,
    /// Print the response of the request protocol
    #[arg(long)]
    json: bool,
}

/// A value of an answer as a person reads it; one line for each row of a list.
fn lines(value: &Value) -> Vec<String> {
    match value {
        Value::Array(rows) => rows.iter().flat_map(lines).collect(),
        Value::Object(fields) => vec![line(fields)],
        Value::Bool(true) => vec!["yes".to_owned()],
        Value::Bool(false) => vec!["no".to_owned()],
        Value::String(text) => vec![printable(text)],
        other => vec![other.to_string()],
    }
}

fn line(fields: &Map<String, Value>) -> String {
    if let Some(code) = fields.get("code").and_then(Value::as_str)
        && fields.keys().all(|name| name == "code" || name == "text")
    {
        return match fields.get("text").and_then(Value::as_str) {
            Some(text) => format!("{} |{}|", printable(code), printable(text)),
            None => printable(code),
        };
    }
    let named = fields.iter().map(|(name, value)| format!("{} {}", words(name), lines(value).join(", ")));
    named.collect::<Vec<_>>().join("; ")
}

fn words(name: &str) -> String {
    name.replace('_', " ")
}

/// Shows products. Ids that are at fault do not keep the others from being shown.
pub fn product(arguments: &ProductArguments, screen: &mut Screen) -> Result<(), Failure> {
    let session = Session::open(&arguments.file)?;
    let mut failed = None;
    for (index, id) in arguments.ids.iter().enumerate() {
        let request = json!({"op": "product", "code": code(id)});
        let outcome = if arguments.json {
            session.print(screen, &request)
        } else {
            if index > 0 {
                screen.line("")?;
            }
            session.ask(&request).and_then(|answer| show(&answer, screen))
        };
        match outcome {
            Ok(()) => {}
            Err(Failure::Unread) => return Err(Failure::Unread),
            Err(failure) if arguments.ids.len() == 1 => return Err(failure),
            Err(failure) => {
                screen.flush()?;
                failure.report();
                failed = Some(Failure::Told);
            }
        }
    }
    session.mark(screen)?;
    failed.map_or(Ok(()), Err)
}

fn show(answer: &Value, screen: &mut Screen) -> Result<(), Failure> {
    const IN_THE_TITLE: [&str; 5] = ["ok", "code", "name", "marking", "prescribable"];
    let title = screen.bold(&format!("{}  {}", text(answer, "code"), text(answer, "name")));
    screen.line(&title)?;
    let mut table = Table::new(&["", ""]);
    let prescribable = field(answer, "prescribable");
    let joined = |name: &str| -> String {
        let names = list(prescribable, name).iter().filter_map(Value::as_str).map(words);
        names.collect::<Vec<_>>().join(", ")
    };
    let decision = match (field(prescribable, "allowed") == true, joined("cautions")) {
        (true, cautions) if cautions.is_empty() => "yes".to_owned(),
        (true, cautions) => format!("yes, with caution: {cautions}"),
        (false, _) => format!("NO: {}", joined("reasons")),
    };
    table.row(["Prescribable".to_owned(), decision]);
    for (name, value) in answer.as_object().into_iter().flatten() {
        if IN_THE_TITLE.contains(&name.as_str()) {
            continue;
        }
        for (row, line) in lines(value).into_iter().enumerate() {
            table.row([if row == 0 { words(name) } else { String::new() }, line]);
        }
    }
    screen.table(&table)?;
    Ok(())
}

/// A product with its name, for lists.
fn named(session: &Session, code: &str) -> Result<[String; 2], Failure> {
    let answer = session.ask(&json!({"op": "product", "code": code}))?;
    Ok([printable(code), text(&answer, "name")])
}

/// Shows the products above or below one.
pub fn products(arguments: &ProductsArguments, screen: &mut Screen) -> Result<(), Failure> {
    let session = Session::open(&arguments.file)?;
    let request = json!({
        "op": "products",
        "code": code(&arguments.id),
        "class": arguments.class.name(),
        "prescribable": arguments.prescribable,
        "valid": arguments.valid,
    });
    if arguments.json {
        return session.print(screen, &request);
    }
    let answer = session.ask(&request)?;
    let mut table = Table::new(&["Code", "Name"]);
    for code in list(&answer, "codes").iter().filter_map(Value::as_str) {
        table.row(named(&session, code)?);
    }
    if table.is_empty() {
        let kept = match (arguments.prescribable, arguments.valid) {
            (true, _) => " that may be offered",
            (false, true) => " that is valid",
            (false, false) => "",
        };
        let class = arguments.class.name().to_uppercase();
        let none = screen.dim(&format!("no {class}{kept} belongs to it"));
        screen.line(&none)?;
    } else {
        screen.table(&table)?;
    }
    session.mark(screen)
}

/// Shows the packs of a GTIN.
pub fn gtin(arguments: &GtinArguments, screen: &mut Screen) -> Result<(), Failure> {
    let session = Session::open(&arguments.file)?;
    let mut request = json!({"op": "gtin", "gtin": arguments.gtin});
    if let (Some(date), Some(fields)) = (&arguments.date, request.as_object_mut()) {
        fields.insert("date".to_owned(), json!(date));
    }
    if arguments.json {
        return session.print(screen, &request);
    }
    let answer = session.ask(&request)?;
    let mut table = Table::new(&["Code", "Name", "From", "To"]);
    for pack in list(&answer, "packs") {
        let [code, name] = named(&session, &text(pack, "code"))?;
        table.row([code, name, date(&text(pack, "start")), date(&text(pack, "end"))]);
    }
    if table.is_empty() {
        return Err(Failure::data(match &arguments.date {
            Some(date) => format!("no pack has this GTIN on {}", printable(date)),
            None => "no pack has this GTIN".to_owned(),
        }));
    }
    screen.table(&table)?;
    session.mark(screen)
}

/// Shows the products for a dose.
pub fn dose(arguments: &DoseArguments, screen: &mut Screen) -> Result<(), Failure> {
    let session = Session::open(&arguments.file)?;
    let mut request = json!({"op": "dose", "code": code(&arguments.id), "dose": arguments.dose, "unit": code(&arguments.unit)});
    if let Some(fields) = request.as_object_mut() {
        for (name, given) in [("form", &arguments.form), ("route", &arguments.route)] {
            fields.extend(given.as_ref().map(|given| (name.to_owned(), json!(code(given)))));
        }
    }
    if arguments.json {
        return session.print(screen, &request);
    }
    let answer = session.ask(&request)?;
    let mut table = Table::new(&["Units", "", "Code", "Name"]);
    for found in list(&answer, "candidates") {
        let units = field(found, "units").to_string();
        let unit = text(field(found, "unit"), "text");
        table.row([units, unit, text(found, "code"), text(found, "text")]);
    }
    if table.is_empty() {
        let none = screen.dim("no product of which a whole number of units makes this dose");
        screen.line(&none)?;
    } else {
        screen.table(&table)?;
    }
    let mut undecided = Table::new(&["Not decided", "Code", "Name"]);
    for found in list(&answer, "undecided") {
        undecided.row([words(&text(found, "reason")), text(found, "code"), text(found, "text")]);
    }
    if !undecided.is_empty() {
        screen.line("")?;
        screen.table(&undecided)?;
    }
    session.mark(screen)
}
