//! What a search is narrowed to, as arguments and as a request.

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::session::with_language;

/// The arguments that `search` and `type` share.
#[derive(Debug, Clone, Args)]
pub struct Filters {
    /// Only concepts in `ID`, `< ID` (its descendants) or `<< ID` (itself and its descendants)
    #[arg(long, value_name = "EXPRESSION")]
    pub within: Option<String>,
    /// Which concepts, by activity
    #[arg(long, value_enum, default_value_t = Active::True)]
    pub active: Active,
    /// Only concepts with this semantic tag, such as `disorder`; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    pub tags: Vec<String>,
    /// Only concepts of this module; may be given several times
    #[arg(long = "module", value_name = "ID")]
    pub modules: Vec<String>,
    /// Only medicinal products of this dm+d class; may be given several times
    #[arg(long = "class", value_name = "CLASS", value_enum, ignore_case = true, conflicts_with_all = ["tags", "modules", "definitions"])]
    pub classes: Vec<Class>,
    /// With `--class`, only products that may be offered for prescribing in NHS primary care
    #[arg(long, requires = "classes")]
    pub prescribable: bool,
    /// Search text definitions as well
    #[arg(long)]
    pub definitions: bool,
    /// Count all concepts that match
    #[arg(long)]
    pub total: bool,
    /// Take every word as it is typed, and forgive no typing errors
    #[arg(long)]
    pub no_typos: bool,
    /// The language of preferred terms, and of the terms that are searched: a tag such as en-GB, or ids of language refsets
    #[arg(long, value_name = "TAG|IDS")]
    pub language: Option<String>,
}

/// Which concepts are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Active {
    /// Active concepts
    True,
    /// Inactive concepts
    False,
    /// All concepts
    Any,
}

/// A class of medicinal products.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Class {
    /// Moieties: "Amoxicillin"
    Vtm,
    /// Generic products: "Amoxicillin 500mg capsules"
    Vmp,
    /// Suppliers' products
    Amp,
    /// Packs of generic products
    Vmpp,
    /// Packs of suppliers' products
    Ampp,
}

impl Class {
    /// Its name in requests.
    pub fn name(self) -> &'static str {
        match self {
            Class::Vtm => "vtm",
            Class::Vmp => "vmp",
            Class::Amp => "amp",
            Class::Vmpp => "vmpp",
            Class::Ampp => "ampp",
        }
    }
}

impl Filters {
    /// Nothing asked for.
    pub fn none() -> Filters {
        Filters {
            within: None,
            active: Active::True,
            tags: Vec::new(),
            modules: Vec::new(),
            classes: Vec::new(),
            prescribable: false,
            definitions: false,
            total: false,
            no_typos: false,
            language: None,
        }
    }

    /// The request for a search of `query`.
    pub fn request(&self, query: &str, limit: u64, offset: u64) -> Value {
        let mut request = json!({
            "op": "search",
            "query": query,
            "limit": limit,
            "offset": offset,
            "active": match self.active {
                Active::True => json!(true),
                Active::False => json!(false),
                Active::Any => json!("any"),
            },
            "semantic_tags": self.tags,
            "modules": self.modules,
            "definitions": self.definitions,
            "total": self.total,
            "fuzzy": if self.no_typos { "off" } else { "auto" },
        });
        if let Some(fields) = request.as_object_mut() {
            if let Some(within) = &self.within {
                fields.insert("within".to_owned(), within.as_str().into());
            }
            if !self.classes.is_empty() {
                let classes: Vec<&str> = self.classes.iter().map(|class| class.name()).collect();
                fields.insert("classes".to_owned(), classes.into());
                fields.insert("prescribable".to_owned(), self.prescribable.into());
            }
        }
        with_language(request, self.language.as_deref())
    }
}

/// The byte ranges of a hit.
pub fn ranges(hit: &Value) -> Vec<(usize, usize)> {
    let place = |value: &Value| value.as_u64().and_then(|at| usize::try_from(at).ok());
    crate::session::list(hit, "ranges")
        .iter()
        .filter_map(|range| Some((place(range.get(0)?)?, place(range.get(1)?)?)))
        .collect()
}
