//! Ids and codes: of products and substances, and of the code lists.

use std::collections::{HashMap, HashSet};

use super::super::SynthError;
use super::super::model::{Model, Origin};
use super::super::tables::core_id;
use super::Maker;
use super::files::Record;
use super::tables::{lists, wrong};

/// What has an id or a code.
#[derive(Debug)]
pub(super) struct Codes {
    /// By name and kind.
    own: HashMap<(String, &'static str), u64>,
    taken: HashSet<u64>,
    /// Codes by list and text.
    lists: HashMap<(&'static str, String), String>,
    substances: HashMap<String, u64>,
    gtins: HashSet<u64>,
}

impl Codes {
    pub(super) fn new(model: &Model) -> Codes {
        let core = model.concepts.iter().filter(|concept| matches!(concept.origin, Origin::Core));
        Codes {
            own: HashMap::new(),
            taken: core.map(|concept| concept.id).collect(),
            lists: HashMap::new(),
            substances: HashMap::new(),
            gtins: HashSet::new(),
        }
    }

    /// The id of what only dm+d has: the same in every release, whatever its size and seed.
    pub(super) fn own_id(&mut self, name: &str, kind: &'static str) -> u64 {
        if let Some(&id) = self.own.get(&(name.to_owned(), kind)) {
            return id;
        }
        let mut id = core_id(name, kind);
        let mut again = 1;
        while !self.taken.insert(id) {
            again += 1;
            id = core_id(&format!("{name} {again}"), kind);
        }
        self.own.insert((name.to_owned(), kind), id);
        id
    }

    /// The id of a substance, and whether it is asked for the first time.
    pub(super) fn substance(&mut self, model: &Model, name: &str) -> (u64, bool) {
        if let Some(&id) = self.substances.get(name) {
            return (id, false);
        }
        let concept = model.named.get(&(name.to_lowercase(), "substance"));
        let id = match concept {
            Some(&ix) => model.concept(ix).id,
            None => self.own_id(name, "substance"),
        };
        self.substances.insert(name.to_owned(), id);
        (id, true)
    }

    /// The code of a text of a list.
    pub(super) fn code(&self, list: &'static str, text: &str) -> Result<String, SynthError> {
        let code = self.lists.get(&(list, text.to_owned()));
        code.cloned().ok_or_else(|| wrong("lists.txt", text))
    }

    pub(super) fn unit(&self, text: &str) -> Result<String, SynthError> {
        self.code("UNIT_OF_MEASURE", text)
    }

    /// A GTIN that no other pack has: prefix 299, nine digits drawn, and the check digit.
    pub(super) fn gtin(&mut self, draw: u64) -> u64 {
        let mut item = draw % 1_000_000_000;
        while !self.gtins.insert(item) {
            item = (item + 1) % 1_000_000_000;
        }
        let stem = 299_000_000_000 + item;
        let mut sum = 0;
        let mut rest = stem;
        for weight in [3, 1].into_iter().cycle().take(12) {
            sum += rest % 10 * weight;
            rest /= 10;
        }
        stem * 10 + (10 - sum % 10) % 10
    }
}

/// How a list with ids is named in the history: section and element.
fn history_of(list: &str) -> Option<(&'static str, &'static str)> {
    match list {
        "SUPPLIER" => Some(("SUPPS", "SUPP")),
        "FORM" => Some(("FORMS", "FORM")),
        "ROUTE" => Some(("ROUTES", "ROUTE")),
        "UNIT_OF_MEASURE" => Some(("UOMS", "UOM")),
        _ => None,
    }
}

fn kind_of(list: &str) -> &'static str {
    match list {
        "SUPPLIER" => "supplier",
        "FORM" => "dose form",
        "ROUTE" => "route",
        _ => "unit of measure",
    }
}

impl Maker<'_> {
    /// The code lists.
    pub(super) fn lists(&mut self) -> Result<(), SynthError> {
        for line in lists(self.week.number())? {
            let list = line.section;
            let (code, id) = match line.code {
                "+" => {
                    let id = self.codes.own_id(line.text, kind_of(list));
                    (id.to_string(), id)
                }
                code => match code.strip_prefix("= ") {
                    Some(name) => {
                        let ix = self.model.find(name).ok_or_else(|| wrong("lists.txt", name))?;
                        let id = self.model.concept(ix).id;
                        (id.to_string(), id)
                    }
                    None => (code.to_owned(), 0),
                },
            };
            let mut record = Record::new("INFO").with("CD", &code);
            if let Some(day) = line.marks.value("previous") {
                let previous = self.codes.own_id(line.text, "code before");
                record = record.with("CDDT", day).with("CDPREV", previous);
                if let Some((section, element)) = history_of(list) {
                    self.past(section, element, (id, previous), ("2004-12-01", day));
                }
            }
            let trailing = if line.marks.has("trailing") { " " } else { "" };
            record = record.flag("INVALID", line.marks.has("invalid"), 1);
            self.files.add("LOOKUP", list, record.with("DESC", format!("{}{trailing}", line.text)));
            self.codes.lists.insert((list, line.text.to_owned()), code);
        }
        Ok(())
    }

    /// The code of a supplier; one that growth has invented joins the list.
    pub(super) fn supplier(&mut self, name: &str) -> String {
        if let Ok(code) = self.codes.code("SUPPLIER", name) {
            return code;
        }
        let code = self.codes.own_id(name, "supplier").to_string();
        let record = Record::new("INFO").with("CD", &code).with("DESC", name);
        self.files.add("LOOKUP", "SUPPLIER", record);
        self.codes.lists.insert(("SUPPLIER", name.to_owned()), code.clone());
        code
    }
}
