//! An open file, and requests to it.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use vademecum::{Engine, request};

use crate::failure::Failure;
use crate::screen::{Screen, printable, say};

/// An open file.
pub struct Session {
    engine: Engine,
    path: PathBuf,
}

impl Session {
    /// Opens a file.
    pub fn open(path: &Path) -> Result<Session, Failure> {
        let engine = Engine::open(path).map_err(|error| Failure::engine(&error, path))?;
        Ok(Session { engine, path: path.to_owned() })
    }

    /// The engine over the file.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The response to a request, whether it answers or tells of an error.
    pub fn response(&self, request: &Value) -> Result<Value, Failure> {
        let response = request::answer(&self.engine, &request.to_string());
        serde_json::from_str(&response)
            .map_err(|error| Failure::data(format!("the response cannot be read: {error}")))
    }

    /// The response to a request that is answered.
    pub fn ask(&self, request: &Value) -> Result<Value, Failure> {
        let response = self.response(request)?;
        match field(&response, "ok").as_bool() {
            Some(true) => Ok(response),
            _ => Err(Failure::response(field(&response, "error"))),
        }
    }

    /// Prints the response to a request as it is.
    pub fn print(&self, screen: &mut Screen, request: &Value) -> Result<(), Failure> {
        let response = request::answer(&self.engine, &request.to_string());
        screen.line(&response)?;
        screen.flush()?;
        match serde_json::from_str::<Value>(&response) {
            Ok(response) if field(&response, "ok") == true => Ok(()),
            Ok(response) => Err(Failure::response(field(&response, "error"))),
            Err(_) => Err(Failure::Told),
        }
    }

    /// A concept as it is written in text: `id |preferred term|`.
    pub fn named(&self, code: &str, language: Option<&str>) -> Result<String, Failure> {
        let term = self.preferred(code, language)?;
        Ok(if term.is_empty() { code.to_owned() } else { format!("{code} |{term}|") })
    }

    /// The preferred term of a concept; empty where it has no term at all.
    pub fn preferred(&self, code: &str, language: Option<&str>) -> Result<String, Failure> {
        let concept = self.ask(&with_language(json!({"op": "concept", "code": code}), language))?;
        Ok(text(&concept, "preferred"))
    }

    /// Says beside an answer for people what the file is marked with.
    pub fn mark(&self, screen: &mut Screen) -> Result<(), Failure> {
        mark(&self.engine, screen)
    }
}

/// Says beside an answer for people what a file is marked with.
pub fn mark(engine: &Engine, screen: &mut Screen) -> Result<(), Failure> {
    screen.flush()?;
    if let Some(marking) = &engine.manifest().marking {
        say(&format!("note: {}", printable(marking)));
    }
    Ok(())
}

/// The request with the language that was asked for.
pub fn with_language(mut request: Value, language: Option<&str>) -> Value {
    if let (Some(language), Some(fields)) = (language, request.as_object_mut()) {
        fields.insert("language".to_owned(), language.into());
    }
    request
}

/// A field of a response; `null` where it is not there.
pub fn field<'v>(response: &'v Value, name: &str) -> &'v Value {
    response.get(name).unwrap_or(&Value::Null)
}

/// A field of a response that is a text, fit for a terminal; empty where it is not there.
pub fn text(response: &Value, name: &str) -> String {
    printable(field(response, name).as_str().unwrap_or_default())
}

/// A field of a response that is a list.
pub fn list<'v>(response: &'v Value, name: &str) -> &'v [Value] {
    field(response, name).as_array().map_or(&[], Vec::as_slice)
}

/// A field of a response that is a list of texts.
pub fn texts(response: &Value, name: &str) -> Vec<String> {
    list(response, name).iter().filter_map(Value::as_str).map(printable).collect()
}

/// An id as people copy it: `22298006`, or `22298006 |Myocardial infarction|`.
pub fn code(text: &str) -> &str {
    text.split_once('|').map_or(text, |(code, _)| code).trim()
}
