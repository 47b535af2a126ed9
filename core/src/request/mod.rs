#![doc = include_str!("REQUESTS.md")]

mod answer;
mod declaration;
mod failure;
mod fields;
mod operations;
mod set;

use serde::Serialize;
use serde_json::value::RawValue;

use self::answer::Operation;
pub use self::declaration::{COMMON_ANSWER, COMMON_ARGUMENTS, Declaration, Field, Record, Shape};
pub use self::failure::Failure;
use self::fields::Fields;
use crate::{ConceptId, ConceptSet, Engine, ErrorCode, ProductClass};

/// Lists the operations once, for the declarations and for finding the one that a request names.
macro_rules! operations {
    ($($name:ident)*) => {
        /// The operations that are answered, each as it is declared.
        pub const OPERATIONS: &[&Declaration] = &[$(operations::$name::DECLARED,)*];

        impl Exchange<'_> {
            fn perform_by_name(&self, op: &str) -> Option<String> {
                $(
                    if op == operations::$name::DECLARED.name {
                        return Some(self.perform::<operations::$name>(op));
                    }
                )*
                None
            }
        }
    };
}

operations! {
    Info Concept Description Attributes Parents Children Ancestors Descendants Subsumes Search
    Product Products Ingredient Gtin DrugCode Equivalents Dose ProductsWith Prices CodeList
}

/// The operations of the protocol that this version does not answer.
const UNSUPPORTED: &[&str] = &["ecl", "matches", "refset", "memberships", "map", "reverse_map", "history"];

/// What stands in every response.
#[derive(Serialize)]
struct Response<'a, A> {
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Box<RawValue>>,
    #[serde(flatten)]
    answer: A,
    #[serde(skip_serializing_if = "Option::is_none")]
    subset: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    marking: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ns: Option<u64>,
}

/// A response that has no answer.
#[derive(Serialize)]
struct Refusal {
    error: Failure,
}

/// Measures the time since its making, where the request wants it and the platform has a clock.
struct Stopwatch {
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    started: Option<std::time::Instant>,
}

impl Stopwatch {
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    fn start(wanted: bool) -> Stopwatch {
        Stopwatch { started: wanted.then(std::time::Instant::now) }
    }

    #[cfg(all(target_family = "wasm", target_os = "unknown"))]
    fn start(_wanted: bool) -> Stopwatch {
        Stopwatch {}
    }

    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    fn nanoseconds(&self) -> Option<u64> {
        self.started.map(|started| u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX))
    }

    #[cfg(all(target_family = "wasm", target_os = "unknown"))]
    fn nanoseconds(&self) -> Option<u64> {
        None
    }
}

/// One request on its way to its response.
struct Exchange<'a> {
    engine: &'a Engine,
    fields: Fields<'a>,
    timing: bool,
}

impl Exchange<'_> {
    fn print<A: Serialize>(&self, ok: bool, answer: A, subset: bool, ns: Option<u64>) -> String {
        let response = Response {
            ok,
            id: self.fields.id(),
            answer,
            subset: subset.then_some(true),
            marking: self.engine.manifest().marking.as_deref(),
            ns,
        };
        serde_json::to_string(&response).unwrap_or_else(|_| {
            r#"{"ok":false,"error":{"code":"damaged","message":"the answer cannot be written as JSON"}}"#
                .to_owned()
        })
    }

    fn refuse(&self, error: Failure, ns: Option<u64>) -> String {
        self.print(false, Refusal { error }, false, ns.or(self.timing.then_some(0)))
    }

    fn perform<O: Operation>(&self, op: &str) -> String {
        let arguments =
            match self.fields.allow(op, O::DECLARED.arguments).and_then(|()| O::read(&self.fields)) {
                Ok(arguments) => arguments,
                Err(failure) => return self.refuse(failure, None),
            };
        let watch = Stopwatch::start(self.timing);
        let outcome = arguments.run(self.engine);
        let ns = watch.nanoseconds();
        match outcome {
            Ok(answer) => {
                let subset = O::PARTIAL_IN_SUBSET && self.engine.manifest().is_subset;
                self.print(true, answer, subset, ns)
            }
            Err(failure) => self.refuse(failure, ns),
        }
    }

    fn dispatch(&mut self) -> Result<String, Failure> {
        self.timing = self.fields.flag("timing")?;
        let op = self.fields.needed_text("op")?;
        if let Some(response) = self.perform_by_name(&op) {
            return Ok(response);
        }
        if UNSUPPORTED.contains(&op.as_str()) {
            return Err(Failure::new(ErrorCode::Unsupported, format!("this version does not answer `{op}`")));
        }
        let names: Vec<&str> = OPERATIONS.iter().map(|declared| declared.name).collect();
        let message = format!("there is no operation `{op}`; there are {}", names.join(", "));
        Err(Failure::new(ErrorCode::UnknownOp, message))
    }
}

/// Answers one request: a JSON object in, a JSON object out, on one line without a line feed.
///
/// Whatever `line` holds, the answer is one response; what is wrong is told in it.
///
/// # Examples
///
/// ```
/// use vademecum::{Engine, request};
///
/// # let bytes = include_bytes!("../../testdata/v1/demo.vade").as_slice();
/// let engine = Engine::from_bytes(bytes)?;
/// let answer = request::answer(&engine, r#"{"op":"subsumes","a":"138875005","b":"900000000000441003","id":7}"#);
/// assert!(answer.starts_with(r#"{"ok":true,"id":7,"outcome":"subsumes""#));
/// # Ok::<(), vademecum::Error>(())
/// ```
pub fn answer(engine: &Engine, line: &str) -> String {
    let (fields, read) = Fields::read(line);
    let mut exchange = Exchange { engine, fields, timing: false };
    match read.and_then(|()| exchange.dispatch()) {
        Ok(response) => response,
        Err(failure) => exchange.refuse(failure, None),
    }
}

/// The set of concepts that a text stands for, as the argument `within` of `search` is read: `id`, `< id` or `<< id`.
///
/// # Errors
///
/// Where the text is another expression or no concept is found, with the place in the text.
///
/// # Examples
///
/// ```
/// use vademecum::{Engine, request};
///
/// # let bytes = include_bytes!("../../testdata/v1/demo.vade").as_slice();
/// let engine = Engine::from_bytes(bytes)?;
/// let all = request::concept_set(&engine, "<< 138875005 |SNOMED CT Concept|").map_err(|failure| failure.code());
/// assert_eq!(all.unwrap().count(), engine.manifest().counts.active_concepts);
/// assert_eq!(request::concept_set(&engine, "<< 138875005 ^").unwrap_err().offset(), Some(13));
/// # Ok::<(), vademecum::Error>(())
/// ```
pub fn concept_set<'e>(engine: &'e Engine, text: &str) -> Result<ConceptSet<'e>, Failure> {
    operations::within::Within::read(text)?.set(engine)
}

/// A semantic tag, without brackets, as the argument `semantic_tags` of `search` is read.
///
/// # Errors
///
/// Where no concept of the file has it.
pub fn semantic_tag(engine: &Engine, tag: &str) -> Result<String, Failure> {
    operations::known_semantic_tag(engine, tag).map(|()| tag.to_owned())
}

/// A module by its code, as the argument `modules` of `search` is read.
///
/// # Errors
///
/// Where it is no module of the file.
pub fn module(engine: &Engine, code: &str) -> Result<ConceptId, Failure> {
    operations::known_module(engine, code)
}

/// A class of medicinal products by its name, as the argument `classes` of `search` is read.
///
/// # Errors
///
/// Where there is no such class, and where the file has no medicinal products.
pub fn product_class(engine: &Engine, name: &str) -> Result<ProductClass, Failure> {
    operations::known_class(engine, name)
}

/// Answers one request whose bytes may not be UTF-8.
pub fn answer_bytes(engine: &Engine, line: &[u8]) -> String {
    match std::str::from_utf8(line) {
        Ok(line) => answer(engine, line),
        Err(error) => {
            let exchange = Exchange { engine, fields: Fields::default(), timing: false };
            let failure = Failure::bad_request("this is not UTF-8").at(error.valid_up_to());
            exchange.refuse(failure, None)
        }
    }
}

/// The response to a request that a host does not hand over because it has more than `most` bytes.
pub fn answer_too_long(engine: &Engine, most: usize) -> String {
    let exchange = Exchange { engine, fields: Fields::default(), timing: false };
    let message = format!("the request has more than {most} bytes");
    exchange.refuse(Failure::new(ErrorCode::Limit, message), None)
}
