//! `vademecum tree`.

use std::collections::HashSet;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::screen::{Screen, number};
use crate::session::{Session, code, field, text, texts};

/// The arguments of `tree`.
#[derive(Debug, Args)]
#[command(after_help = "\
A concept can have several parents. Without --up, one shortest way from the top is shown; with it, all of them.
What stands in the tree already is not drawn again below its second place.

Examples:
  vademecum tree uk.vade 22298006
  vademecum tree uk.vade 22298006 --up
  vademecum tree uk.vade 73211009 --depth 3
  vademecum tree uk.vade 73211009 --json")]
pub struct Arguments {
    /// The file
    file: PathBuf,
    /// The concept
    id: String,
    /// How many levels to show below the concept, or above it with --up (there all, if not given)
    #[arg(long, value_name = "N")]
    depth: Option<usize>,
    /// Show all ancestors instead
    #[arg(long)]
    up: bool,
    /// The most children to show of one concept
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    /// The language of preferred terms: a tag such as en-GB, or ids of language refsets
    #[arg(long, value_name = "TAG|IDS")]
    language: Option<String>,
    /// Print one JSON object: the concept with its `parents` or `children`, each with theirs
    #[arg(long)]
    json: bool,
}

impl Arguments {
    /// The tree around a concept, with nothing else asked for.
    pub fn new(file: PathBuf, id: &str) -> Arguments {
        Arguments { file, id: id.to_owned(), depth: None, up: false, limit: 10, language: None, json: false }
    }
}

/// Shows where a concept stands.
pub fn run(arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    let session = Session::open(&arguments.file)?;
    let concept = session.ask(&json!({"op": "concept", "code": code(&arguments.id)}))?;
    let id = text(&concept, "code");
    if arguments.json {
        let mut tree = Nesting { session: &session, arguments, nested: HashSet::new() }.node(&id, 0)?;
        if let (Some(fields), Some(marking)) = (tree.as_object_mut(), &session.engine().manifest().marking) {
            fields.insert("marking".to_owned(), json!(marking));
        }
        screen.line(&tree.to_string())?;
        return Ok(screen.flush()?);
    }
    let mut drawing = Drawing { session: &session, arguments, screen, drawn: HashSet::new() };
    if arguments.up {
        drawing.draw_up(&id, 0)?;
    } else {
        let way = drawing.shortest_way(&id)?;
        let level = way.len();
        for (level, ancestor) in way.iter().enumerate() {
            drawing.node(ancestor, level, "")?;
        }
        drawing.draw_down(&id, level, 0)?;
        let ancestors = session.ask(&json!({"op": "ancestors", "code": id, "want": "count"}))?;
        let others = field(&ancestors, "total").as_u64().unwrap_or_default().saturating_sub(level as u64);
        if others > 0 {
            let note = format!("{} more ancestors on other ways up: --up shows them", number(others));
            let note = drawing.screen.dim(&note);
            drawing.screen.line(&note)?;
        }
    }
    if field(&concept, "active") == false {
        screen.line("The concept is inactive and has no place in the hierarchy.")?;
    }
    session.mark(screen)
}

struct Drawing<'a> {
    session: &'a Session,
    arguments: &'a Arguments,
    screen: &'a mut Screen,
    drawn: HashSet<String>,
}

impl Drawing<'_> {
    fn parents(&self, id: &str) -> Result<Vec<String>, Failure> {
        Ok(texts(&self.session.ask(&json!({"op": "parents", "code": id}))?, "codes"))
    }

    /// The children by their preferred terms.
    fn children(&self, id: &str) -> Result<Vec<String>, Failure> {
        let mut named = Vec::new();
        for child in texts(&self.session.ask(&json!({"op": "children", "code": id}))?, "codes") {
            let term = self.session.preferred(&child, self.arguments.language.as_deref())?;
            named.push((term.to_lowercase(), child));
        }
        named.sort();
        Ok(named.into_iter().map(|(_, child)| child).collect())
    }

    /// The ancestors on one of the shortest ways from the top, the top first.
    fn shortest_way(&self, id: &str) -> Result<Vec<String>, Failure> {
        let mut ways = vec![vec![id.to_owned()]];
        let mut seen = HashSet::new();
        loop {
            let mut longer = Vec::new();
            for way in &ways {
                let Some(top) = way.last() else { continue };
                let parents = self.parents(top)?;
                if parents.is_empty() {
                    return Ok(way.iter().skip(1).rev().cloned().collect());
                }
                for parent in parents {
                    if seen.insert(parent.clone()) {
                        longer.push(way.iter().cloned().chain([parent]).collect());
                    }
                }
            }
            if longer.is_empty() {
                return Ok(Vec::new());
            }
            ways = longer;
        }
    }

    fn node(&mut self, id: &str, level: usize, note: &str) -> Result<(), Failure> {
        let mut name = self.session.named(id, self.arguments.language.as_deref())?;
        if id == code(&self.arguments.id) {
            name = self.screen.bold(&name);
        }
        let note = self.screen.dim(note);
        self.screen.line(&format!("{}{name}{note}", "  ".repeat(level)))?;
        Ok(())
    }

    fn draw_up(&mut self, id: &str, level: usize) -> Result<(), Failure> {
        let parents = self.parents(id)?;
        let deep_enough = self.arguments.depth.is_some_and(|depth| level >= depth);
        let again = !self.drawn.insert(id.to_owned());
        let note = match (again && !parents.is_empty(), deep_enough && !parents.is_empty()) {
            (true, _) => " (drawn above)".to_owned(),
            (false, true) => format!(" ({} parents)", number(parents.len() as u64)),
            (false, false) => String::new(),
        };
        self.node(id, level, &note)?;
        if note.is_empty() {
            for parent in parents {
                self.draw_up(&parent, level + 1)?;
            }
        }
        Ok(())
    }

    fn draw_down(&mut self, id: &str, level: usize, depth: usize) -> Result<(), Failure> {
        let children = self.children(id)?;
        let total = children.len();
        let deep_enough = depth >= self.arguments.depth.unwrap_or(1);
        let again = !self.drawn.insert(id.to_owned());
        let note = match (again && total > 0, deep_enough && total > 0) {
            (true, _) => " (drawn above)".to_owned(),
            (false, true) => format!(" ({} below)", number(total as u64)),
            (false, false) => String::new(),
        };
        self.node(id, level, &note)?;
        if note.is_empty() {
            for child in children.iter().take(self.arguments.limit) {
                self.draw_down(child, level + 1, depth + 1)?;
            }
            if total > self.arguments.limit {
                let more = number((total - self.arguments.limit) as u64);
                let more = format!("{}… and {more} more", "  ".repeat(level + 1));
                let more = self.screen.dim(&more);
                self.screen.line(&more)?;
            }
        }
        Ok(())
    }
}

/// The tree as nested objects. What stands in it already is not nested again: it has `"again": true`.
struct Nesting<'a> {
    session: &'a Session,
    arguments: &'a Arguments,
    nested: HashSet<String>,
}

impl Nesting<'_> {
    fn node(&mut self, id: &str, depth: usize) -> Result<Value, Failure> {
        let (op, most) = match self.arguments.up {
            true => ("parents", usize::MAX),
            false => ("children", 1),
        };
        let neighbours = texts(&self.session.ask(&json!({"op": op, "code": id}))?, "codes");
        let preferred = self.session.preferred(id, self.arguments.language.as_deref())?;
        let mut node = json!({"code": id, "preferred": preferred, "total": neighbours.len()});
        let again = !self.nested.insert(id.to_owned());
        let Some(fields) = node.as_object_mut() else { return Ok(node) };
        if again {
            fields.insert("again".to_owned(), Value::Bool(true));
        } else if depth < self.arguments.depth.unwrap_or(most) {
            let limit = if self.arguments.up { usize::MAX } else { self.arguments.limit };
            let below = neighbours.iter().take(limit).map(|other| self.node(other, depth + 1));
            fields.insert(op.to_owned(), Value::Array(below.collect::<Result<_, _>>()?));
        }
        Ok(node)
    }
}
