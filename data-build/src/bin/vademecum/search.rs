//! `vademecum search`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::screen::{Screen, Table, number};
use crate::session::{Session, field, list, text, with_language};

/// The arguments of `search`.
#[derive(Debug, Args)]
#[command(after_help = "\
Each word is the beginning of a word of the term, in any order; case and accents do not count.

Examples:
  vademecum search uk.vade chron hepat
  vademecum search uk.vade asthma --tag disorder --limit 20
  vademecum search uk.vade fract --within '<< 404684003 |Clinical finding|' --total
  vademecum search uk.vade 'heart att' --json")]
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
    /// Only concepts in `ID`, `< ID` (its descendants) or `<< ID` (itself and its descendants)
    #[arg(long, value_name = "EXPRESSION")]
    within: Option<String>,
    /// Which concepts, by activity
    #[arg(long, value_enum, default_value_t = Active::True)]
    active: Active,
    /// Only concepts with this semantic tag, such as `disorder`; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Only concepts of this module; may be given several times
    #[arg(long = "module", value_name = "ID")]
    modules: Vec<String>,
    /// Search text definitions as well
    #[arg(long)]
    definitions: bool,
    /// Count all concepts that match
    #[arg(long)]
    total: bool,
    /// The language of preferred terms: a tag such as en-GB, or ids of language refsets
    #[arg(long, value_name = "TAG|IDS")]
    language: Option<String>,
    /// Print the response of the request protocol
    #[arg(long)]
    json: bool,
}

/// Which concepts are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Active {
    /// Active concepts
    True,
    /// Inactive concepts
    False,
    /// All concepts
    Any,
}

impl Arguments {
    /// A search of a file for `words`, with nothing else asked for.
    pub fn new(file: PathBuf, words: &str) -> Arguments {
        Arguments {
            file,
            words: vec![words.to_owned()],
            limit: 10,
            offset: 0,
            within: None,
            active: Active::True,
            tags: Vec::new(),
            modules: Vec::new(),
            definitions: false,
            total: true,
            language: None,
            json: false,
        }
    }

    fn request(&self) -> Value {
        let mut request = json!({
            "op": "search",
            "query": self.words.join(" "),
            "limit": self.limit,
            "offset": self.offset,
            "active": match self.active {
                Active::True => json!(true),
                Active::False => json!(false),
                Active::Any => json!("any"),
            },
            "semantic_tags": self.tags,
            "modules": self.modules,
            "definitions": self.definitions,
            "total": self.total,
        });
        if let (Some(within), Some(fields)) = (&self.within, request.as_object_mut()) {
            fields.insert("within".to_owned(), within.as_str().into());
        }
        with_language(request, self.language.as_deref())
    }
}

/// The byte ranges of a hit.
fn ranges(hit: &Value) -> Vec<(usize, usize)> {
    let place = |value: &Value| value.as_u64().and_then(|at| usize::try_from(at).ok());
    list(hit, "ranges")
        .iter()
        .filter_map(|range| Some((place(range.get(0)?)?, place(range.get(1)?)?)))
        .collect()
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
        let mut tag = text(hit, "semantic_tag");
        if field(hit, "active") == false {
            tag.push_str(" (inactive)");
        }
        table.row([text(hit, "code"), term, preferred, tag]);
    }
    if !table.is_empty() {
        screen.table(&table)?;
    }
    let total = field(&answer, "total").as_u64();
    let summary = match (total, hits.len()) {
        (Some(0), _) | (None, 0) if arguments.offset == 0 => "no concept matches".to_owned(),
        (Some(total), shown) => format!("{shown} of {} concepts that match", number(total)),
        (None, 0) => "no more concepts match".to_owned(),
        (None, _) => String::new(),
    };
    if !summary.is_empty() {
        let summary = screen.dim(&summary);
        screen.line(&summary)?;
    }
    session.mark(screen)
}
