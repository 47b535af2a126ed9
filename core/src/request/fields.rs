//! A request as text, and its fields by name and type.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::request::declaration::{COMMON_ARGUMENTS, Field};
use crate::request::failure::Failure;

/// Values in one another to this depth are read.
const DEEPEST: usize = 128;

/// A value of a field. Numbers stay as they were written: no field has a fraction, and so a request leads to no
/// floating-point arithmetic, which can end a process whose host has not masked its traps.
#[derive(Debug)]
enum Value<'a> {
    Null,
    Bool(bool),
    Number(&'a str),
    String(String),
    Array(Vec<Value<'a>>),
    Object,
}

impl<'a> Value<'a> {
    /// Reads the text of a value; the values in an object are not read.
    fn read(text: &'a str) -> Result<Value<'a>, serde_json::Error> {
        Ok(match text.as_bytes().first() {
            Some(b'"') => Value::String(serde_json::from_str(text)?),
            Some(b'[') => {
                let list: Vec<&'a RawValue> = serde_json::from_str(text)?;
                // What stands in a list of a list is no value of any field.
                let read = |value: &&'a RawValue| match value.get() {
                    inner if inner.starts_with('[') => Ok(Value::Array(Vec::new())),
                    inner => Value::read(inner),
                };
                Value::Array(list.iter().map(read).collect::<Result<_, _>>()?)
            }
            Some(b'{') => Value::Object,
            Some(b't') => Value::Bool(true),
            Some(b'f') => Value::Bool(false),
            Some(b'n') => Value::Null,
            _ => Value::Number(text),
        })
    }
}

/// Whether JSON that is right in its grammar is also strict in its texts (half a surrogate pair is not), and no deeper
/// than is read.
fn is_strict(json: &str) -> bool {
    let mut depth = 0_usize;
    let mut rest = json;
    while let Some(at) = rest.find(['"', '[', ']', '{', '}']) {
        let Some(found) = rest.get(at..) else { return false };
        rest = found.get(1..).unwrap_or_default();
        match found.as_bytes().first() {
            Some(b'"') => {
                let mut texts = serde_json::Deserializer::from_str(found).into_iter::<String>();
                if texts.next().is_none_or(|text| text.is_err()) {
                    return false;
                }
                rest = found.get(texts.byte_offset()..).unwrap_or_default();
            }
            Some(b'[' | b'{') => depth += 1,
            _ => depth = depth.saturating_sub(1),
        }
        if depth > DEEPEST {
            return false;
        }
    }
    true
}

/// No operation knows as many fields as this.
const MOST_FIELDS: usize = 32;

/// The fields of one request, each as the text that was sent.
#[derive(Debug, Default)]
pub(super) struct Fields<'a> {
    /// The request, for the places of its fields in it.
    line: &'a str,
    entries: Vec<(String, &'a RawValue)>,
    count: usize,
    repeated: Option<String>,
}

/// Collects the fields of a JSON object, so that those before a fault are known.
struct Collect<'f, 'a>(&'f mut Fields<'a>);

impl<'a> DeserializeSeed<'a> for Collect<'_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'a> Visitor<'a> for Collect<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            let value: &'a RawValue = map.next_value()?;
            self.0.count += 1;
            if self.0.entries.iter().any(|(known, _)| *known == name) {
                self.0.repeated.get_or_insert(name);
            } else if self.0.entries.len() < MOST_FIELDS {
                self.0.entries.push((name, value));
            }
        }
        Ok(())
    }
}

/// Where in `text` a fault of its JSON is, in bytes.
fn offset_of(error: &serde_json::Error, text: &str) -> usize {
    if error.is_eof() {
        return text.len();
    }
    let before = error.line().saturating_sub(1);
    let line: usize = text.split_inclusive('\n').take(before).map(str::len).sum();
    (line + error.column().saturating_sub(1)).min(text.len())
}

/// What a JSON fault is, without the line and column, which the offset says better.
fn message_of(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.rsplit_once(" at line ").map_or(message.as_str(), |(what, _)| what).to_owned()
}

impl<'a> Fields<'a> {
    /// Reads a line. Where it is at fault, the fields before the fault are still there.
    pub(super) fn read(line: &'a str) -> (Fields<'a>, Result<(), Failure>) {
        let mut fields = Fields { line, ..Fields::default() };
        let mut json = serde_json::Deserializer::from_str(line);
        let read = match line.trim_start().as_bytes().first() {
            // A number in the place of an object would be read to be shown.
            Some(b'-' | b'0'..=b'9') => serde_json::from_str::<&RawValue>(line)
                .and_then(|_| Err(serde::de::Error::custom("a number"))),
            _ => Collect(&mut fields).deserialize(&mut json).and_then(|()| json.end()),
        };
        let outcome = match read {
            Err(error) if error.is_data() => Err(Failure::bad_request("a request is one JSON object")),
            Err(error) => Err(Failure::bad_request(format!("this is not JSON: {}", message_of(&error)))
                .at(offset_of(&error, line))),
            Ok(()) => fields.check_names(),
        };
        (fields, outcome)
    }

    fn check_names(&self) -> Result<(), Failure> {
        if let Some(name) = &self.repeated {
            return Err(Failure::bad_request(format!("the field `{name}` stands twice")));
        }
        if self.count > MOST_FIELDS {
            return Err(Failure::bad_request(format!("a request has at most {MOST_FIELDS} fields")));
        }
        Ok(())
    }

    /// Refuses any field that is neither declared in `known` nor common to all operations.
    pub(super) fn allow(&self, op: &str, known: &[Field]) -> Result<(), Failure> {
        let is_known = |name: &str| known.iter().chain(COMMON_ARGUMENTS).any(|field| field.name == name);
        let unknown = self.entries.iter().find(|(name, _)| !is_known(name));
        let Some((name, _)) = unknown else { return Ok(()) };
        let common = COMMON_ARGUMENTS.iter().filter(|field| known.iter().all(|own| own.name != field.name));
        let names: Vec<String> =
            known.iter().chain(common).map(|field| format!("`{}`", field.name)).collect();
        Err(Failure::bad_request(format!(
            "`{op}` knows no field `{name}`; its fields are {}",
            names.join(", ")
        )))
    }

    fn raw(&self, name: &str) -> Option<&'a RawValue> {
        self.entries.iter().find(|(known, _)| known == name).map(|(_, value)| *value)
    }

    /// The request's own `id`, on one line, to be sent back as it came.
    pub(super) fn id(&self) -> Option<Box<RawValue>> {
        let text = self.raw("id")?.get();
        if !is_strict(text) {
            return None;
        }
        // A line break can stand between values only: inside a string JSON wants it escaped.
        RawValue::from_string(text.replace(['\n', '\r'], " ")).ok()
    }

    fn value(&self, name: &str) -> Result<Option<Value<'a>>, Failure> {
        let Some(raw) = self.raw(name) else { return Ok(None) };
        let text = raw.get();
        let value = Value::read(text).map_err(|error| {
            let place = (text.as_ptr() as usize).saturating_sub(self.line.as_ptr() as usize);
            Failure::bad_request(format!("`{name}` cannot be read: {}", message_of(&error)))
                .at(place + offset_of(&error, text))
        })?;
        Ok(Some(value))
    }

    /// A field that is a text.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, Failure> {
        match self.value(name)? {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(wrong_type(name, "a string", &other)),
        }
    }

    /// A field that is a text and must be there.
    pub(super) fn needed_text(&self, name: &str) -> Result<String, Failure> {
        self.text(name)?.ok_or_else(|| missing(name))
    }

    /// A field that is a code and must be there.
    pub(super) fn needed_code(&self, name: &str) -> Result<String, Failure> {
        self.value(name)?.map_or_else(|| Err(missing(name)), |value| code(name, value))
    }

    /// A field that is `true` or `false`; `false` where it is not there.
    pub(super) fn flag(&self, name: &str) -> Result<bool, Failure> {
        match self.value(name)? {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(flag),
            Some(other) => Err(wrong_type(name, "true or false", &other)),
        }
    }

    /// A field that is a whole number from 0.
    pub(super) fn whole_number(&self, name: &str) -> Result<Option<u64>, Failure> {
        let Some(value) = self.value(name)? else { return Ok(None) };
        let number = match value {
            Value::Number(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok(),
            _ => None,
        };
        number.map(Some).ok_or_else(|| wrong_type(name, "a whole number from 0", &value))
    }

    /// A field that is one of some texts.
    pub(super) fn choice(
        &self,
        name: &str,
        choices: &[&'static str],
    ) -> Result<Option<&'static str>, Failure> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        choices.iter().find(|choice| **choice == text).copied().map(Some).ok_or_else(|| {
            let names: Vec<String> = choices.iter().map(|choice| format!("\"{choice}\"")).collect();
            Failure::bad_request(format!("`{name}` is \"{text}\", and can be {}", names.join(" or ")))
        })
    }

    /// A field that is a list of texts; empty where it is not there.
    pub(super) fn texts(&self, name: &str) -> Result<Vec<String>, Failure> {
        self.list(name, "a list of strings", |value| match value {
            Value::String(text) => Ok(text),
            other => Err(wrong_type(name, "a list of strings", &other)),
        })
    }

    /// A field that is a list of codes; empty where it is not there.
    pub(super) fn codes(&self, name: &str) -> Result<Vec<String>, Failure> {
        self.list(name, "a list of codes", |value| code(name, value))
    }

    fn list(
        &self,
        name: &str,
        wanted: &str,
        each: impl Fn(Value<'_>) -> Result<String, Failure>,
    ) -> Result<Vec<String>, Failure> {
        match self.value(name)? {
            None => Ok(Vec::new()),
            Some(Value::Array(values)) => values.into_iter().map(each).collect(),
            Some(other) => Err(wrong_type(name, wanted, &other)),
        }
    }

    /// A language: a name or ids in one string, or a list of ids.
    pub(super) fn language(&self) -> Result<Option<String>, Failure> {
        const NAME: &str = "language";
        const WANTED: &str = "a language tag or a list of language refset ids";
        match self.value(NAME)? {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(Value::Array(values)) => {
                let ids: Vec<String> =
                    values.into_iter().map(|value| code(NAME, value)).collect::<Result<_, _>>()?;
                if ids.is_empty() || ids.iter().any(|id| !id.bytes().all(|byte| byte.is_ascii_digit())) {
                    return Err(Failure::bad_request(format!("`{NAME}` must be {WANTED}")));
                }
                Ok(Some(ids.join(",")))
            }
            Some(other) => Err(wrong_type(NAME, WANTED, &other)),
        }
    }

    /// Whether the field is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.raw(name).is_some()
    }

    /// Which concepts, by activity: `true`, `false` or `"any"` as `Some(true)`, `Some(false)` and `None`.
    pub(super) fn active(&self) -> Result<Option<bool>, Failure> {
        match self.value("active")? {
            None => Ok(Some(true)),
            Some(Value::Bool(active)) => Ok(Some(active)),
            Some(Value::String(any)) if any == "any" => Ok(None),
            Some(other) => Err(wrong_type("active", "true, false or \"any\"", &other)),
        }
    }
}

fn code(name: &str, value: Value<'_>) -> Result<String, Failure> {
    match value {
        Value::String(code) => Ok(code),
        Value::Number(number) => Err(Failure::bad_request(format!(
            "`{name}` is the number {number}, and codes are strings: write \"{number}\" (a JSON number cannot keep 18 digits)"
        ))),
        other => Err(wrong_type(name, "a code in quotes", &other)),
    }
}

fn missing(name: &str) -> Failure {
    Failure::bad_request(format!("the field `{name}` is missing"))
}

fn wrong_type(name: &str, wanted: &str, found: &Value<'_>) -> Failure {
    let found = match found {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => format!("the number {number}"),
        Value::String(_) => "a string".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object => "an object".to_owned(),
    };
    Failure::bad_request(format!("`{name}` must be {wanted}, and is {found}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offset(line: &str) -> Option<u64> {
        let failure = Fields::read(line).1.unwrap_err();
        serde_json::to_value(failure).unwrap()["offset"].as_u64()
    }

    #[test]
    fn faults_are_placed_in_bytes() {
        assert_eq!(offset(""), Some(0));
        assert_eq!(offset("x"), Some(0));
        assert_eq!(offset(r#"{"op":"info""#), Some(12));
        assert_eq!(offset(r#"{"op":"info"} {"#), Some(14));
        assert_eq!(offset(r#"{"op" "info"}"#), Some(6));
        assert_eq!(offset("{\"é\":tru}"), Some(9));
        assert_eq!(offset("{\n\"op\":\n}"), Some(8));
        assert_eq!(offset(r#"["op"]"#), None);
        assert_eq!(offset(" -99e308"), None);
        // At the letter or behind it, as the features say that the parser was compiled with.
        assert!(matches!(offset("1e"), Some(1 | 2)));
        assert_eq!(offset("1 2"), Some(2));
    }

    #[test]
    fn the_id_is_known_before_a_fault() {
        let (fields, read) = Fields::read(r#"{"id": [1, "a"], "op": }"#);
        assert!(read.is_err());
        assert_eq!(fields.id().unwrap().get(), r#"[1, "a"]"#);
    }

    #[test]
    fn an_id_comes_back_as_it_was() {
        for id in ["null", "12345678901234567890123", "0.10", r#""\u0041""#, r#"{"b":1,"a":[]}"#] {
            let line = format!(r#"{{"op":"info","id":{id}}}"#);
            assert_eq!(Fields::read(&line).0.id().unwrap().get(), id);
        }
        assert_eq!(Fields::read("{\"id\":[1,\n2]}").0.id().unwrap().get(), "[1, 2]");
        assert!(Fields::read(r#"{"id":"\ud800"}"#).0.id().is_none());
        let deep = format!(r#"{{"id":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
        assert!(Fields::read(&deep).0.id().is_none());
        for (id, is_strict) in [
            (r#"[[],[{"a":[1.5e9]}],"]["]"#, true),
            (r#"{"a":["\"\\",""]}"#, true),
            (r#"{"\udc00":1}"#, false),
            (r#"[1,["\ud83d\ude00","\ud83d"]]"#, false),
        ] {
            assert_eq!(super::is_strict(id), is_strict, "{id}");
        }
    }

    #[test]
    fn names_stand_once() {
        let (_, read) = Fields::read(r#"{"op":"info","op":"info"}"#);
        assert!(read.unwrap_err_message().contains("`op` stands twice"));
        let many: Vec<String> = (0..40).map(|n| format!("\"f{n}\":{n}")).collect();
        let line = format!("{{{}}}", many.join(","));
        assert!(Fields::read(&line).1.unwrap_err_message().contains("at most 32"));
    }

    #[test]
    fn types_are_told() {
        let (fields, _) = Fields::read(r#"{"code":123,"limit":-1,"flag":1,"list":["a",2],"text":null}"#);
        assert!(fields.needed_code("code").unwrap_err_message().contains("codes are strings"));
        assert!(fields.whole_number("limit").unwrap_err_message().contains("a whole number from 0"));
        assert!(fields.flag("flag").unwrap_err_message().contains("true or false"));
        assert!(fields.texts("list").unwrap_err_message().contains("a list of strings"));
        assert!(fields.text("text").unwrap_err_message().contains("is null"));
        let numbers = r#"{"a":1e400,"b":0.5,"c":-0,"d":18446744073709551616,"e":18446744073709551615,"f":[1.5],"g":[[1]]}"#;
        let (fields, read) = Fields::read(numbers);
        assert!(read.is_ok());
        for (name, told) in [("a", "1e400"), ("b", "0.5"), ("c", "-0"), ("d", "18446744073709551616")] {
            let message = fields.whole_number(name).unwrap_err_message();
            assert!(message.ends_with(&format!("is the number {told}")), "{message}");
        }
        assert_eq!(fields.whole_number("e").unwrap(), Some(u64::MAX));
        assert!(fields.texts("f").unwrap_err_message().contains("is the number 1.5"));
        assert!(fields.texts("g").unwrap_err_message().contains("is a list"));
        let (fields, _) = Fields::read(r#"{"code":123,"text":null}"#);
        assert!(fields.needed_text("absent").unwrap_err_message().contains("`absent` is missing"));
    }

    #[test]
    fn a_field_that_is_json_in_form_only_is_placed_in_the_line() {
        let line = r#"{"query":"\ud800"}"#;
        let (fields, read) = Fields::read(line);
        assert!(read.is_ok());
        let failure = serde_json::to_value(fields.text("query").unwrap_err()).unwrap();
        assert!(failure["offset"].as_u64().unwrap() >= 9);
    }

    trait Message {
        fn unwrap_err_message(self) -> String;
    }

    impl<T: fmt::Debug> Message for Result<T, Failure> {
        fn unwrap_err_message(self) -> String {
            let failure = serde_json::to_value(self.unwrap_err()).unwrap();
            failure["message"].as_str().unwrap().to_owned()
        }
    }
}
