//! `vademecum lookup`.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};
use vademecum::{ComponentKind, Sctid};

use crate::failure::Failure;
use crate::screen::{Screen, Table, date, number, printable};
use crate::session::{Session, code, field, list, text, texts, with_language};

/// The arguments of `lookup`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  vademecum lookup uk.vade 22298006
  vademecum lookup uk.vade 22298006 37443015 --descriptions
  vademecum lookup uk.vade 22298006 --language en-US --json")]
pub struct Arguments {
    /// The file
    file: PathBuf,
    /// Ids of concepts or descriptions
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
    /// Show all descriptions, with their ids and acceptabilities
    #[arg(long)]
    descriptions: bool,
    /// The language of preferred terms: a tag such as en-GB, or ids of language refsets
    #[arg(long, value_name = "TAG|IDS")]
    language: Option<String>,
    /// Print the responses of the request protocol, one a line
    #[arg(long)]
    json: bool,
}

impl Arguments {
    /// A look-up of one id, with nothing else asked for.
    pub fn new(file: PathBuf, id: &str) -> Arguments {
        Arguments { file, ids: vec![id.to_owned()], descriptions: false, language: None, json: false }
    }
}

/// Shows components. Ids that are at fault do not keep the others from being shown.
pub fn run(arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    let session = Session::open(&arguments.file)?;
    let lookup = Lookup { session: &session, arguments };
    let mut failed = None;
    for (index, id) in arguments.ids.iter().enumerate() {
        if index > 0 && !arguments.json {
            screen.line("")?;
        }
        match lookup.one(code(id), screen) {
            Err(Failure::Unread) => return Err(Failure::Unread),
            Err(failure) => {
                screen.flush()?;
                if arguments.ids.len() == 1 {
                    return Err(failure);
                }
                failure.report();
                failed = Some(Failure::Told);
            }
            Ok(()) => {}
        }
    }
    session.mark(screen)?;
    failed.map_or(Ok(()), Err)
}

struct Lookup<'a> {
    session: &'a Session,
    arguments: &'a Arguments,
}

impl Lookup<'_> {
    fn language(&self) -> Option<&str> {
        self.arguments.language.as_deref()
    }

    fn concept_request(&self, code: &str) -> Value {
        let request = json!({"op": "concept", "code": code, "descriptions": self.arguments.descriptions});
        with_language(request, self.language())
    }

    /// Answers for whichever component has the id; the form of the id says which to try first.
    fn one(&self, id: &str, screen: &mut Screen) -> Result<(), Failure> {
        let concept = self.concept_request(id);
        let description = with_language(json!({"op": "description", "id": id}), self.language());
        let is_description =
            id.parse::<Sctid>().is_ok_and(|id| id.kind() == Some(ComponentKind::Description));
        let (first, second) =
            if is_description { (&description, &concept) } else { (&concept, &description) };
        let (request, answer) = match self.session.ask(first) {
            Ok(answer) => (first, answer),
            Err(failure) => match self.session.ask(second) {
                Ok(answer) => (second, answer),
                Err(_) if self.arguments.json => return self.session.print(screen, first),
                Err(_) if self.is_product(id) => {
                    return Err(
                        failure.hinting("it is a medicinal product: `vademecum product FILE ID` shows it")
                    );
                }
                Err(_) => return Err(failure),
            },
        };
        if self.arguments.json {
            return self.session.print(screen, request);
        }
        if field(request, "op") == "concept" {
            return self.concept(&answer, screen);
        }
        self.description(&answer, screen)?;
        screen.line("")?;
        let concept = self.concept_request(&text(&answer, "concept"));
        self.concept(&self.session.ask(&concept)?, screen)
    }

    fn is_product(&self, id: &str) -> bool {
        self.session.engine().find_product(id).is_ok()
    }

    fn description(&self, answer: &Value, screen: &mut Screen) -> Result<(), Failure> {
        let title = screen.bold(&format!("{}  {}", text(answer, "id"), text(answer, "term")));
        screen.line(&title)?;
        let mut table = Table::new(&["", ""]);
        table.row(["Description".into(), kind(answer)]);
        table.row(["Acceptability".into(), self.acceptability(answer)?]);
        table.row(["Concept".into(), self.session.named(&text(answer, "concept"), self.language())?]);
        screen.table(&table)?;
        Ok(())
    }

    fn concept(&self, concept: &Value, screen: &mut Screen) -> Result<(), Failure> {
        let id = text(concept, "code");
        let title = screen.bold(&format!("{id}  {}", text(concept, "preferred")));
        screen.line(&title)?;
        let mut table = Table::new(&["", ""]);
        let mut entry = |name: &str, values: Vec<String>| {
            for (index, value) in values.into_iter().enumerate() {
                table.row([if index == 0 { name.to_owned() } else { String::new() }, value]);
            }
        };
        let status = match (field(concept, "active") == true, field(concept, "defined") == true) {
            (true, true) => "active, sufficiently defined",
            (true, false) => "active, primitive",
            (false, _) => "INACTIVE: not for new records",
        };
        entry("Name", vec![text(concept, "fsn")]);
        entry("Synonyms", texts(concept, "terms"));
        entry("Definition", texts(concept, "definitions"));
        entry("Status", vec![status.to_owned()]);
        entry("Module", vec![self.name_or_code(&text(concept, "module"))]);
        entry("Changed", vec![date(&text(concept, "effective_time"))]);
        let parents: Result<Vec<_>, _> =
            texts(concept, "parents").iter().map(|code| self.session.named(code, self.language())).collect();
        entry("Parents", parents?);
        entry("Attributes", self.attributes(&id)?);
        let children = field(concept, "children_count").as_u64().unwrap_or_default();
        let partial = if field(concept, "subset") == true { " in this file of chosen concepts" } else { "" };
        entry("Children", vec![format!("{}{partial}", number(children))]);
        entry("Left out", texts(concept, "left_out"));
        screen.table(&table)?;
        let descriptions = list(concept, "descriptions");
        if !descriptions.is_empty() {
            let mut table = Table::new(&["Description", "Type", "Term", "Acceptability"]);
            for description in descriptions {
                let acceptability = self.acceptability(description)?;
                table.row([
                    text(description, "id"),
                    kind(description),
                    text(description, "term"),
                    acceptability,
                ]);
            }
            screen.line("")?;
            screen.table(&table)?;
        }
        Ok(())
    }

    /// A concept by name where the file has it; a module may be named without being there.
    fn name_or_code(&self, code: &str) -> String {
        self.session.named(code, self.language()).unwrap_or_else(|_| code.to_owned())
    }

    /// Each attribute on a line, groups apart. A file that was built without attributes says so.
    fn attributes(&self, code: &str) -> Result<Vec<String>, Failure> {
        let answer = match self.session.ask(&json!({"op": "attributes", "code": code})) {
            Ok(answer) => answer,
            Err(Failure::Data { message, .. }) => return Ok(vec![message]),
            Err(failure) => return Err(failure),
        };
        let mut lines = Vec::new();
        for group in list(&answer, "groups") {
            let sign = match field(group, "group").as_u64() {
                None | Some(0) => String::new(),
                Some(number) => format!("{{{number}}} "),
            };
            for attribute in list(group, "attributes") {
                let value = match field(attribute, "value") {
                    Value::String(code) => self.session.named(code, self.language())?,
                    concrete => concrete_value(concrete),
                };
                let name = self.session.named(&text(attribute, "type"), self.language())?;
                lines.push(format!("{sign}{name} = {value}"));
            }
        }
        Ok(lines)
    }

    fn acceptability(&self, description: &Value) -> Result<String, Failure> {
        let sets = field(description, "acceptability").as_object().into_iter().flatten();
        let sets = sets.map(|(refset, how)| {
            let name = self.session.preferred(refset, self.language()).unwrap_or_default();
            let name = if name.is_empty() { printable(refset) } else { name };
            format!("{} in {name}", how.as_str().unwrap_or_default())
        });
        Ok(sets.collect::<Vec<_>>().join("; "))
    }
}

fn kind(description: &Value) -> String {
    let name = match field(description, "type").as_str() {
        Some("fsn") => "fully specified name",
        Some("definition") => "definition",
        _ => "synonym",
    };
    if field(description, "active") == false { format!("{name} (inactive)") } else { name.to_owned() }
}

fn concrete_value(value: &Value) -> String {
    match (field(value, "number").as_str(), field(value, "string").as_str()) {
        (Some(number), _) => format!("#{}", printable(number)),
        (None, Some(text)) => format!("\"{}\"", printable(text)),
        (None, None) => field(value, "boolean").to_string(),
    }
}
