//! XML as dm+d writes it: elements, text, and where each stands.

use std::io::{self, BufRead, Read};

use quick_xml::events::Event;
use quick_xml::{Reader, XmlVersion};

use super::error::DmdError;
use crate::package::{Bytes, PackageError};
use crate::progress::Observer;
use crate::shown::shown;

/// No tag, text or comment of dm+d comes near this.
const LONGEST: usize = 1 << 20;
/// How much is asked of a file at a time.
const BLOCK: usize = 1 << 18;

/// A place in a file, both counted from 1; columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) line: u64,
    pub(super) column: u64,
}

/// The bytes of a file, which counts lines and stops at what is too long.
struct Counted<'a> {
    bytes: &'a mut dyn Bytes,
    observer: &'a dyn Observer,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    position: Position,
    /// How much the current event may still take.
    left: usize,
    /// An error of the package, which an `io::Error` cannot carry whole.
    failure: Option<PackageError>,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Counted<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::Error::other("longer than 1 MiB"));
        }
        if self.start == self.end {
            if self.observer.cancelled() {
                self.failure = Some(PackageError::Cancelled);
                return Err(io::Error::other("cancelled"));
            }
            match self.bytes.read(&mut self.buffer) {
                Ok(count) => (self.start, self.end) = (0, count),
                Err(error) => {
                    let told = io::Error::other(error.to_string());
                    self.failure = Some(error);
                    return Err(told);
                }
            }
            self.observer.advance(self.end as u64);
        }
        Ok(self.buffer.get(self.start..self.end).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        let used = self.buffer.get(self.start..self.end).unwrap_or_default();
        let used = used.get(..count).unwrap_or(used);
        let lines = used.iter().filter(|byte| **byte == b'\n').count() as u64;
        let last = used.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        // Bytes that continue a character are no column.
        let columns =
            used.get(last..).unwrap_or_default().iter().filter(|byte| **byte & 0xc0 != 0x80).count();
        let before = if lines > 0 { 1 } else { self.position.column };
        self.position = Position { line: self.position.line + lines, column: before + columns as u64 };
        self.start += used.len();
        self.left = self.left.saturating_sub(used.len());
    }
}

/// A reader of elements.
pub(super) struct Xml<'a> {
    reader: Reader<Counted<'a>>,
    path: &'a str,
    buffer: Vec<u8>,
    /// Where the event that was read last begins.
    position: Position,
    /// How many elements are open.
    depth: usize,
    /// An element that was opened and closed in one tag is still to be closed.
    is_empty: bool,
}

/// What comes next.
enum Next {
    Open(String),
    Close,
    Text(String),
    End,
}

impl<'a> Xml<'a> {
    pub(super) fn new(bytes: &'a mut dyn Bytes, path: &'a str, observer: &'a dyn Observer) -> Xml<'a> {
        let counted = Counted {
            bytes,
            observer,
            buffer: vec![0; BLOCK],
            start: 0,
            end: 0,
            position: Position { line: 1, column: 1 },
            left: LONGEST,
            failure: None,
        };
        let reader = Reader::from_reader(counted);
        let position = Position { line: 1, column: 1 };
        Xml { reader, path, buffer: Vec::new(), position, depth: 0, is_empty: false }
    }

    /// Where the last element or text begins.
    pub(super) fn position(&self) -> Position {
        self.position
    }

    pub(super) fn path(&self) -> &'a str {
        self.path
    }

    #[cold]
    fn fault(&self, fault: impl ToString) -> DmdError {
        let Position { line, column } = self.position;
        DmdError::Xml { path: self.path.to_owned(), line, column, fault: fault.to_string() }
    }

    #[cold]
    fn foreign(&self, what: impl ToString) -> DmdError {
        let Position { line, column } = self.position;
        DmdError::Foreign { path: self.path.to_owned(), line, column, what: what.to_string() }
    }

    /// The next element, end or text that is not only white space around elements.
    fn next(&mut self, schema: &mut Option<String>) -> Result<Next, DmdError> {
        if self.is_empty {
            self.is_empty = false;
            self.depth -= 1;
            return Ok(Next::Close);
        }
        loop {
            self.buffer.clear();
            let here = {
                let counted = self.reader.get_mut();
                counted.left = LONGEST;
                counted.position
            };
            let event = match self.reader.read_event_into(&mut self.buffer) {
                Ok(event) => event,
                Err(error) => {
                    self.position = here;
                    if let Some(failure) = self.reader.get_mut().failure.take() {
                        return Err(failure.into());
                    }
                    return Err(self.fault(error));
                }
            };
            self.position = here;
            // What an event borrows is copied before a message needs the reader's place.
            let what = match event {
                Event::Text(piece) => return Ok(Next::Text(piece.xml10_content().into_owned())),
                Event::CData(piece) => return Ok(Next::Text(piece.xml10_content().into_owned())),
                Event::GeneralRef(reference) => match letter_of(&reference) {
                    Ok(letter) => return Ok(Next::Text(letter)),
                    Err(what) => what,
                },
                Event::Comment(_) | Event::PI(_) => continue,
                Event::Decl(declaration) => match unreadable(&declaration) {
                    None => continue,
                    Some(what) => what,
                },
                Event::DocType(_) => "a document type".to_owned(),
                Event::Start(tag) => {
                    if self.depth == 0 {
                        *schema = schema_of(&tag);
                    }
                    let name = tag.name().as_ref().to_owned();
                    self.depth += 1;
                    return Ok(Next::Open(name));
                }
                Event::Empty(tag) => {
                    let name = tag.name().as_ref().to_owned();
                    self.depth += 1;
                    self.is_empty = true;
                    return Ok(Next::Open(name));
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Next::Close);
                }
                Event::Eof if self.depth == 0 => return Ok(Next::End),
                Event::Eof => return Err(self.fault("the file ends inside an element: it is cut short")),
            };
            return Err(self.foreign(what));
        }
    }

    /// The root element, and the schema that it names.
    pub(super) fn root(&mut self) -> Result<(String, String), DmdError> {
        let mut schema = None;
        match self.next(&mut schema)? {
            Next::Open(name) => Ok((name, schema.unwrap_or_default())),
            Next::Text(text) if is_blank(&text) => self.root(),
            Next::Text(_) | Next::Close => Err(self.fault("text in front of the root element")),
            Next::End => Err(self.fault("there is no element: the file is empty")),
        }
    }

    /// The next element inside the one that is open, or `None` at its end.
    pub(super) fn child(&mut self) -> Result<Option<String>, DmdError> {
        loop {
            match self.next(&mut None)? {
                Next::Open(name) => return Ok(Some(name)),
                Next::Close => return Ok(None),
                Next::Text(text) if is_blank(&text) => {}
                Next::Text(text) => {
                    let what = format!("the text `{}` between elements", shown(text.trim().as_bytes()));
                    return Err(self.foreign(what));
                }
                Next::End => return Err(self.fault("the file ends inside an element: it is cut short")),
            }
        }
    }

    /// The text of the element that was just opened, without white space around it, up to the element's end.
    pub(super) fn text(&mut self) -> Result<String, DmdError> {
        let mut text = String::new();
        let opened = self.position;
        loop {
            match self.next(&mut None)? {
                Next::Text(piece) => {
                    text.push_str(&piece);
                    if text.len() > LONGEST {
                        return Err(self.fault("a text is longer than 1 MiB"));
                    }
                }
                Next::Close => {
                    self.position = opened;
                    return Ok(trimmed(&text).to_owned());
                }
                Next::Open(name) => {
                    let what = format!("the element `{}` inside a value", shown(name.as_bytes()));
                    return Err(self.foreign(what));
                }
                Next::End => return Err(self.fault("the file ends inside an element: it is cut short")),
            }
        }
    }

    /// Passes over the element that was just opened.
    pub(super) fn skip(&mut self) -> Result<(), DmdError> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if matches!(self.next(&mut None)?, Next::End) {
                return Err(self.fault("the file ends inside an element: it is cut short"));
            }
        }
        Ok(())
    }

    /// Asserts that nothing but white space and comments follows the root element.
    pub(super) fn finish(&mut self) -> Result<(), DmdError> {
        loop {
            match self.next(&mut None)? {
                Next::End => return Ok(()),
                Next::Text(text) if is_blank(&text) => {}
                _ => return Err(self.fault("something follows the root element")),
            }
        }
    }
}

/// The letters that a reference stands for; `Err` says what it is instead.
fn letter_of(reference: &quick_xml::events::BytesRef<'_>) -> Result<String, String> {
    match reference.resolve_char_ref() {
        Ok(Some(letter)) => Ok(letter.to_string()),
        Ok(None) => quick_xml::escape::resolve_xml_entity(reference)
            .map(str::to_owned)
            .ok_or_else(|| format!("the entity `&{};`", shown(reference.as_bytes()))),
        Err(error) => Err(format!("a reference to no character ({error})")),
    }
}

/// What of an XML declaration is not read here.
fn unreadable(declaration: &quick_xml::events::BytesDecl<'_>) -> Option<String> {
    if declaration.xml_version().is_ok_and(|version| version == XmlVersion::Explicit1_1) {
        return Some("XML 1.1".to_owned());
    }
    let encoding = declaration.encoding().and_then(Result::ok)?;
    let is_utf8 = encoding.eq_ignore_ascii_case("utf-8");
    (!is_utf8).then(|| format!("the encoding {}", shown(encoding.as_bytes())))
}

fn is_white(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\r' | '\n')
}

fn is_blank(text: &str) -> bool {
    text.chars().all(is_white)
}

/// A text without white space at its ends.
fn trimmed(text: &str) -> &str {
    text.trim_matches(is_white)
}

/// The schema that a root element names, without its folder.
fn schema_of(tag: &quick_xml::events::BytesStart<'_>) -> Option<String> {
    let named = tag.try_get_attribute("xsi:noNamespaceSchemaLocation").ok().flatten()?;
    Some(named.value.rsplit('/').next().unwrap_or_default().to_owned())
}
