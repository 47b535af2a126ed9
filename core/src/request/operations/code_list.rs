//! `code_list`: the code lists of dm+d, their entries, and the entry of a code.

use serde::Serialize;

use crate::request::answer::{Operation, as_text, date};
use crate::request::declaration::{Declaration, Field, Record, Shape};
use crate::request::failure::Failure;
use crate::request::fields::Fields;
use crate::request::set::{LIMIT, OFFSET};
use crate::{CodeList as List, CodeListEntry, CodeSystem, Engine, Error};

const fn tags() -> [&'static str; List::ALL.len()] {
    let mut tags = [""; List::ALL.len()];
    let (mut rest, mut lists): (&mut [&str], &[List]) = (&mut tags, List::ALL);
    while let ([tag, others @ ..], [list, more @ ..]) = (rest, lists) {
        *tag = list.tag();
        (rest, lists) = (others, more);
    }
    tags
}

const TAGS: &[&str] = &tags();

/// What of the lists is asked for.
#[derive(Debug)]
enum Asked {
    /// Which lists there are.
    Lists,
    /// The entries of a list.
    Entries { list: List, offset: u64, limit: u64 },
    /// The entry of a code in each of some lists that has it.
    Code { lists: Vec<List>, code: String },
}

/// `code_list`.
#[derive(Debug)]
pub(in crate::request) struct CodeList(Asked);

#[derive(Debug, Serialize)]
pub(in crate::request) struct CodeListAnswer {
    version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    lists: Option<Vec<ListAnswer>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entries: Option<Vec<EntryAnswer>>,
}

#[derive(Debug, Serialize)]
struct ListAnswer {
    list: &'static str,
    #[serde(serialize_with = "as_text")]
    system: CodeSystem,
    total: u64,
}

#[derive(Debug, Serialize)]
struct EntryAnswer {
    list: &'static str,
    #[serde(serialize_with = "as_text")]
    system: CodeSystem,
    #[serde(serialize_with = "as_text")]
    code: u64,
    text: String,
    valid: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    replaced: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous_code: Option<String>,
}

impl From<CodeListEntry> for EntryAnswer {
    fn from(entry: CodeListEntry) -> EntryAnswer {
        EntryAnswer {
            list: entry.list.tag(),
            system: CodeSystem::of_list(entry.list),
            code: entry.code,
            text: entry.text,
            valid: !entry.invalid,
            replaced: None,
            code_date: entry.date.map(date),
            previous_code: entry.previous.map(|code| code.to_string()),
        }
    }
}

const LIST: Field = Field::always("list", Shape::OneOf(TAGS), "the list, by its element in the lookup file");
const SYSTEM: Field =
    Field::always("system", Shape::Text, "the URI of the code system that its codes are of");

const ENTRY: Record = Record {
    name: "CodeListEntry",
    doc: "An entry of a code list.",
    fields: &[
        LIST,
        SYSTEM,
        Field::always("code", Shape::Code, "the code; short ones without zeros in front"),
        Field::always("text", Shape::Text, "what it means"),
        Field::always("valid", Shape::Flag, "`false` where the entry is not to be used any more"),
        Field::optional("replaced", Shape::Code, "the code that was asked for, where another replaced it"),
        Field::optional("code_date", Shape::Date, "the date from which the code is valid"),
        Field::optional("previous_code", Shape::Code, "the code that this one replaced"),
    ],
};

const VERSION: Field = Field::always("version", Shape::Date, "the date of the dm+d release");

impl Operation for CodeList {
    const DECLARED: &'static Declaration = &Declaration {
        name: "code_list",
        doc: "The code lists of dm+d: which there are, the entries of one, or the entry of a code, now or before.",
        arguments: &[
            Field::optional("list", Shape::OneOf(TAGS), "the list, by its element in the lookup file"),
            Field::optional(
                "system",
                Shape::Text,
                "instead of `list`, the URI of a code system: that of a list, or that of products for the lists whose codes are ids",
            ),
            Field::optional("code", Shape::Code, "only the entry of this code; zeros in front do not count"),
            LIMIT,
            OFFSET,
        ],
        answers: &[
            Record {
                name: "CodeLists",
                doc: "The code lists of dm+d.",
                fields: &[
                    VERSION,
                    Field::always(
                        "lists",
                        Shape::List(&Shape::Record(&Record {
                            name: "CodeListSummary",
                            doc: "A code list.",
                            fields: &[
                                LIST,
                                SYSTEM,
                                Field::always("total", Shape::Number, "how many entries it has"),
                            ],
                        })),
                        "every list, in the order of the file",
                    ),
                ],
            },
            Record {
                name: "CodeListEntries",
                doc: "Entries of a code list.",
                fields: &[
                    VERSION,
                    Field::always("total", Shape::Number, "how many entries there are in all"),
                    Field::always("entries", Shape::List(&Shape::Record(&ENTRY)), "by code"),
                ],
            },
        ],
    };
    const PARTIAL_IN_SUBSET: bool = false;
    type Answer<'e> = CodeListAnswer;

    fn read(fields: &Fields<'_>) -> Result<CodeList, Failure> {
        let list = fields.choice("list", TAGS)?.and_then(List::from_tag);
        let system = fields.text("system")?.map(|uri| CodeSystem::parse(&uri)).transpose()?;
        let code = if fields.has("code") { Some(fields.needed_code("code")?) } else { None };
        let limit = fields.whole_number(LIMIT.name)?;
        let offset = fields.whole_number(OFFSET.name)?;
        let lists: Option<Vec<List>> = match (list, system) {
            (Some(_), Some(_)) => {
                return Err(Failure::bad_request(
                    "`list` and `system` name the same thing: give one of them",
                ));
            }
            (Some(list), None) => Some(vec![list]),
            (None, Some(system)) => Some(system.lists().collect()),
            (None, None) => None,
        };
        Ok(CodeList(match (lists, code) {
            (None, Some(_)) => {
                return Err(Failure::bad_request("a `code` wants the `list` or the `system` that it is of"));
            }
            (None, None) => Asked::Lists,
            (Some(lists), Some(code)) => Asked::Code { lists, code },
            (Some(lists), None) => match lists.as_slice() {
                [list] => Asked::Entries {
                    list: *list,
                    offset: offset.unwrap_or(0),
                    limit: limit.unwrap_or(u64::MAX),
                },
                _ => {
                    let names: Vec<&str> = lists.iter().map(|list| list.tag()).collect();
                    let message =
                        format!("several lists are of this system; name one by `list`: {}", names.join(", "));
                    return Err(Failure::bad_request(message));
                }
            },
        }))
    }

    fn run(&self, engine: &Engine) -> Result<CodeListAnswer, Failure> {
        let version = date(engine.dmd_release()?.date);
        let mut answer = CodeListAnswer { version, lists: None, total: None, entries: None };
        match &self.0 {
            Asked::Lists => {
                let lists = List::ALL.iter().map(|list| {
                    let (tag, system) = (list.tag(), CodeSystem::of_list(*list));
                    Ok(ListAnswer { list: tag, system, total: engine.code_list_length(*list)? })
                });
                answer.lists = Some(lists.collect::<Result<_, Failure>>()?);
            }
            Asked::Entries { list, offset, limit } => {
                let entries = engine.code_list(*list)?;
                answer.total = Some(entries.len() as u64);
                let place = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
                let page = entries.into_iter().skip(place(*offset)).take(place(*limit));
                answer.entries = Some(page.map(EntryAnswer::from).collect());
            }
            Asked::Code { lists, code } => {
                let entries = entries_of(engine, lists, code)?;
                answer.total = Some(entries.len() as u64);
                answer.entries = Some(entries);
            }
        }
        Ok(answer)
    }
}

/// The entry of a code in each of the lists that has it.
fn entries_of(engine: &Engine, lists: &[List], code: &str) -> Result<Vec<EntryAnswer>, Failure> {
    let number: u64 = code
        .parse()
        .ok()
        .filter(|_| code.bytes().all(|byte| byte.is_ascii_digit()))
        .ok_or_else(|| Failure::bad_request(format!("`{code}` is no code: codes are digits")))?;
    let mut entries = Vec::new();
    let mut refusal = None;
    for list in lists {
        match engine.find_code_list_entry(*list, number) {
            Ok(entry) => {
                let replaced = (entry.code != number).then(|| number.to_string());
                entries.push(EntryAnswer { replaced, ..EntryAnswer::from(entry) });
            }
            Err(error @ Error::SeveralReplacements { .. }) => return Err(error.into()),
            Err(error @ Error::UnknownCode { .. }) => refusal = refusal.or(Some(error)),
            Err(error) => return Err(error.into()),
        }
    }
    match refusal {
        Some(error) if entries.is_empty() && lists.len() == 1 => Err(error.into()),
        Some(_) if entries.is_empty() => {
            let names: Vec<&str> = lists.iter().map(|list| list.tag()).collect();
            let message = format!("{number} is in none of the lists {}", names.join(", "));
            Err(Failure::new(crate::ErrorCode::NotFound, message))
        }
        _ => Ok(entries),
    }
}
