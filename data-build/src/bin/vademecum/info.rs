//! `vademecum info`.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::screen::{Screen, Table, bytes, date, number};
use crate::session::{Session, field, list, text, texts};

/// The arguments of `info`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  vademecum info uk.vade
  vademecum info uk.vade --json")]
pub struct Arguments {
    /// The file
    file: PathBuf,
    /// Print the response of the request protocol
    #[arg(long)]
    json: bool,
}

/// The counts of a response, in the order in which people read them.
const COUNTS: [&str; 11] = [
    "concepts",
    "active_concepts",
    "terms",
    "active_terms",
    "definitions",
    "is_a",
    "attributes",
    "concrete_values",
    "language_members",
    "words",
    "documents",
];

/// Tells what is in a file.
pub fn run(arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    let session = Session::open(&arguments.file)?;
    let request = json!({"op": "info"});
    if arguments.json {
        return session.print(screen, &request);
    }
    show(&session, &session.ask(&request)?, screen)
}

fn show(session: &Session, info: &Value, screen: &mut Screen) -> Result<(), Failure> {
    let mut table = Table::new(&["", ""]);
    let mut entry = |name: &str, value: String| {
        if !value.is_empty() {
            table.row([name.to_owned(), value]);
        }
    };
    entry("File", session.path().display().to_string());
    entry("Size", bytes(field(info, "bytes").as_u64().unwrap_or_default()));
    entry("Format version", field(info, "format_version").to_string());
    entry("Built by", text(info, "builder"));
    entry("Edition", text(field(info, "edition"), "uri"));
    entry("Edition date", date(&text(field(info, "edition"), "effective_time")));
    entry("dm+d date", date(&text(info, "dmd_date")));
    let part = if field(info, "subset") == true {
        "chosen concepts and their ancestors"
    } else {
        "the whole release"
    };
    entry("Content", part.to_owned());
    entry("Left out", texts(info, "left_out").join(", "));
    entry("Licence", text(info, "licence"));
    entry("Marking", text(info, "marking"));
    screen.table(&table)?;

    let mut modules = Table::new(&["Module", "Date", "Name"]);
    for module in list(info, "modules") {
        modules.row([
            text(module, "module"),
            date(&text(module, "effective_time")),
            text(module, "preferred"),
        ]);
    }
    titled(screen, "Modules", &modules)?;

    let mut languages = Table::new(&["Language refset", "Name"]);
    for refset in texts(info, "language_order") {
        let name = session.preferred(&refset, None).unwrap_or_default();
        languages.row([refset, name]);
    }
    titled(screen, "Preferred terms, in this order", &languages)?;

    let mut counts = Table::new(&["", ""]);
    for name in COUNTS {
        if let Some(count) = field(field(info, "counts"), name).as_u64() {
            counts.row([name.replace('_', " "), aligned(&number(count), 13)]);
        }
    }
    titled(screen, "Counts", &counts)?;

    let mut products = Table::new(&["", "Products", "In SNOMED CT too"]);
    for class in list(field(info, "dmd"), "products") {
        let count = |name: &str, width: usize| {
            aligned(&number(field(class, name).as_u64().unwrap_or_default()), width)
        };
        products.row([text(class, "class").to_uppercase(), count("products", 8), count("in_snomed", 16)]);
    }
    titled(screen, "Medicinal products of dm+d", &products)?;

    let mut sections = Table::new(&["", ""]);
    for section in list(info, "sections") {
        let length = field(section, "bytes").as_u64().unwrap_or_default();
        sections.row([text(section, "name"), aligned(&number(length), 13)]);
    }
    titled(screen, "Sections, in bytes", &sections)?;
    session.mark(screen)
}

fn titled(screen: &mut Screen, title: &str, table: &Table) -> Result<(), Failure> {
    if !table.is_empty() {
        let title = screen.bold(title);
        screen.line("")?;
        screen.line(&title)?;
        screen.table(table)?;
    }
    Ok(())
}

fn aligned(number: &str, width: usize) -> String {
    format!("{number:>width$}")
}
