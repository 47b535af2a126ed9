//! `vademecum search`.

use std::path::PathBuf;

use clap::Args;
use serde_json::Value;

use crate::failure::Failure;
use crate::filters::{Filters, ranges};
use crate::screen::{Screen, Table, number};
use crate::session::{Session, field, list, text};

/// The arguments of `search`.
#[derive(Debug, Args)]
#[command(after_help = "\
Each word is the beginning of a word of the term, in any order; case and accents do not count. Then come other forms and
spellings of the words and equivalents, and, where few concepts are found, terms with typing errors forgiven. An id finds
its concept.

Examples:
  vademecum search uk.vade chron hepat
  vademecum search uk.vade asthma --tag disorder --limit 20
  vademecum search uk.vade fract --within '<< 404684003 |Clinical finding|' --total
  vademecum search uk.vade 'heart att' --json
  vademecum search uk.vade amox 500 cap --class vmp --prescribable")]
pub struct Arguments {
    /// The file
    file: PathBuf,
    /// What to search for
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,
    /// The most hits to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: u64,
    /// How many hits to pass over
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: u64,
    #[command(flatten)]
    filters: Filters,
    /// Print the response of the request protocol
    #[arg(long)]
    json: bool,
}

impl Arguments {
    /// A search of a file for `words`, with nothing else asked for.
    pub fn new(file: PathBuf, words: &str) -> Arguments {
        Arguments {
            file,
            words: vec![words.to_owned()],
            limit: 10,
            offset: 0,
            filters: Filters { total: true, ..Filters::none() },
            json: false,
        }
    }

    fn request(&self) -> Value {
        self.filters.request(&self.words.join(" "), self.limit, self.offset)
    }
}

/// Finds concepts.
pub fn run(arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    let session = Session::open(&arguments.file)?;
    let request = arguments.request();
    if arguments.json {
        return session.print(screen, &request);
    }
    let answer = session.ask(&request)?;
    let hits = list(&answer, "hits");
    let mut table = Table::new(&["Code", "Term", "Preferred term", "Tag"]);
    for hit in hits {
        let term = screen.highlighted(field(hit, "term").as_str().unwrap_or_default(), &ranges(hit));
        let preferred = if field(hit, "preferred") == field(hit, "term") {
            String::new()
        } else {
            text(hit, "preferred")
        };
        let mut tag = kind_of(hit);
        if field(hit, "active") == false {
            tag.push_str(if field(hit, "class").is_null() { " (inactive)" } else { " (not in use)" });
        }
        table.row([text(hit, "code"), term, preferred, tag]);
    }
    if !table.is_empty() {
        screen.table(&table)?;
    }
    let kind = Matching::of(&arguments.filters, session.engine().dmd_release().is_ok());
    let summary = summary(field(&answer, "total").as_u64(), hits, arguments.offset > 0, kind);
    if !summary.is_empty() {
        let summary = screen.dim(&summary);
        screen.line(&summary)?;
    }
    session.mark(screen)
}

/// What a hit is: the class of a medicinal product, else the semantic tag of the concept.
pub fn kind_of(hit: &Value) -> String {
    match field(hit, "class").as_str() {
        Some(class) => class.to_uppercase(),
        None => text(hit, "semantic_tag"),
    }
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Matching {
    Concepts,
    Products,
    Both,
}

impl Matching {
    /// What a search with these filters finds in a file with products or without.
    fn of(filters: &Filters, has_products: bool) -> Matching {
        let is_of_concepts = !filters.tags.is_empty() || !filters.modules.is_empty() || filters.definitions;
        match (filters.classes.is_empty(), has_products && !is_of_concepts) {
            (false, _) => Matching::Products,
            (true, true) => Matching::Both,
            (true, false) => Matching::Concepts,
        }
    }

    fn none(self) -> &'static str {
        match self {
            Matching::Concepts => "no concept matches",
            Matching::Products => "no product matches",
            Matching::Both => "no concept and no product matches",
        }
    }

    fn several(self) -> &'static str {
        match self {
            Matching::Concepts => "concepts",
            Matching::Products => "products",
            Matching::Both => "concepts and products",
        }
    }
}

/// How many concepts or products match, and which of those shown were found otherwise than as typed.
fn summary(total: Option<u64>, hits: &[Value], is_later_page: bool, kind: Matching) -> String {
    let count = |kind: &str| hits.iter().filter(|hit| field(hit, "match") == kind).count();
    let (equivalents, typos) = (count("equivalent"), count("typo"));
    let shown = hits.len() - typos;
    let mut parts = Vec::new();
    match total {
        Some(0) => parts.push(kind.none().to_owned()),
        Some(total) => parts.push(format!("{shown} of {} {} that match", number(total), kind.several())),
        None if hits.is_empty() && is_later_page => {
            parts.push(format!("no more {} match", kind.several()));
        }
        None if shown == 0 => parts.push(kind.none().to_owned()),
        None => {}
    }
    if equivalents > 0 {
        parts.push(format!("{equivalents} by another form, spelling or equivalent"));
    }
    if typos > 0 {
        parts.push(format!("{typos} with typing errors forgiven"));
    }
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filters::Class;
    use serde_json::json;

    #[test]
    fn what_was_found_and_how() {
        let hits = |kinds: &[&str]| kinds.iter().map(|kind| json!({"match": kind})).collect::<Vec<_>>();
        assert_eq!(
            summary(Some(30), &hits(&["exact", "equivalent"]), false, Matching::Concepts),
            "2 of 30 concepts that match; 1 by another form, spelling or equivalent"
        );
        assert_eq!(summary(None, &hits(&["exact"]), false, Matching::Concepts), "");
        assert_eq!(
            summary(Some(0), &hits(&["typo"]), false, Matching::Concepts),
            "no concept matches; 1 with typing errors forgiven"
        );
        assert_eq!(summary(None, &[], false, Matching::Concepts), "no concept matches");
        let mut filters = Filters::none();
        assert_eq!(Matching::of(&filters, false), Matching::Concepts);
        let both = Matching::of(&filters, true);
        assert_eq!(
            summary(Some(7), &hits(&["exact", "exact"]), false, both),
            "2 of 7 concepts and products that match"
        );
        assert_eq!(summary(None, &[], true, both), "no more concepts and products match");
        filters.tags.push("disorder".to_owned());
        assert_eq!(Matching::of(&filters, true), Matching::Concepts);
        filters = Filters { classes: vec![Class::Vmp], ..Filters::none() };
        assert_eq!(summary(None, &[], false, Matching::of(&filters, true)), "no product matches");
        assert_eq!(summary(None, &[], true, Matching::Concepts), "no more concepts match");
    }
}
