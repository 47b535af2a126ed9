//! What each operation is asked and answers, declared once: arguments are refused by it, answers are tested against it,
//! and the TypeScript types are made from it.

/// An operation of the protocol.
#[derive(Debug, Clone, Copy)]
pub struct Declaration {
    /// The `op` of a request.
    pub name: &'static str,
    /// What it answers, in a sentence.
    pub doc: &'static str,
    /// The fields of a request, besides those common to all.
    pub arguments: &'static [Field],
    /// The answers that there can be, besides the fields common to all; one of them for each request.
    pub answers: &'static [Record],
}

/// A field of a request or an answer.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The name.
    pub name: &'static str,
    /// What its value can be.
    pub shape: Shape,
    /// Whether it is always there.
    pub required: bool,
    /// What it means.
    pub doc: &'static str,
}

/// A JSON object with known fields.
#[derive(Debug, Clone, Copy)]
pub struct Record {
    /// A name for the type.
    pub name: &'static str,
    /// What it is, in a sentence.
    pub doc: &'static str,
    /// The fields.
    pub fields: &'static [Field],
}

/// What a value can be.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// A text.
    Text,
    /// An id of a component, as a string of digits.
    Code,
    /// A date as a string, `yyyymmdd`.
    Date,
    /// A whole number from 0.
    Number,
    /// `true` or `false`.
    Flag,
    /// One of some texts.
    OneOf(&'static [&'static str]),
    /// Two whole numbers: from, to.
    Range,
    /// A list.
    List(&'static Shape),
    /// An object from codes to values.
    ByCode(&'static Shape),
    /// An object with known fields.
    Record(&'static Record),
    /// A value of one of some shapes.
    AnyOf(&'static [Shape]),
}

impl Field {
    /// A field that is always there.
    pub(super) const fn always(name: &'static str, shape: Shape, doc: &'static str) -> Field {
        Field { name, shape, required: true, doc }
    }

    /// A field that may be left out.
    pub(super) const fn optional(name: &'static str, shape: Shape, doc: &'static str) -> Field {
        Field { name, shape, required: false, doc }
    }
}

/// The `language` of a request.
pub(super) const LANGUAGE: Field = Field::optional(
    "language",
    Shape::AnyOf(&[Shape::Text, Shape::List(&Shape::Code)]),
    "chooses the preferred term: a language tag such as `en-GB`, or ids of language reference sets, best first",
);

/// The concept that is asked about.
pub(super) const CODE: Field = Field::always("code", Shape::Code, "the concept");

/// Fields that stand in any request.
pub const COMMON_ARGUMENTS: &[Field] = &[
    Field::always("op", Shape::Text, "the operation"),
    Field::optional("id", Shape::Text, "comes back in the response as it was sent"),
    Field::optional("timing", Shape::Flag, "adds `ns` to the response, where the platform has a clock"),
];

/// Fields that can stand in any response besides the answer.
pub const COMMON_ANSWER: &[Field] = &[
    Field::optional(
        "subset",
        Shape::Flag,
        "`true` where the file holds chosen concepts only, and the answer can be a part of what the whole release would answer",
    ),
    Field::optional(
        "marking",
        Shape::Text,
        "what the file is marked with, such as that it is not for clinical use",
    ),
    Field::optional("ns", Shape::Number, "the nanoseconds that the engine took, with `timing`"),
];

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl Shape {
    /// What is wrong with a value that should have this shape; `at` is where it stands.
    pub fn check(&self, value: &serde_json::Value, at: &str) -> Result<(), String> {
        let text = value.as_str();
        let fits = match self {
            Shape::Text => text.is_some(),
            Shape::Code => text.is_some_and(is_digits),
            Shape::Date => text.is_some_and(|text| text.len() == 8 && is_digits(text)),
            Shape::Number => value.is_u64(),
            Shape::Flag => value.is_boolean(),
            Shape::OneOf(texts) => text.is_some_and(|text| texts.contains(&text)),
            Shape::Range => {
                value.as_array().is_some_and(|pair| pair.len() == 2 && pair.iter().all(|end| end.is_u64()))
            }
            Shape::List(shape) => {
                let Some(values) = value.as_array() else { return Err(format!("{at} is no list: {value}")) };
                for (place, value) in values.iter().enumerate() {
                    shape.check(value, &format!("{at}[{place}]"))?;
                }
                true
            }
            Shape::ByCode(shape) => {
                let Some(values) = value.as_object() else {
                    return Err(format!("{at} is no object: {value}"));
                };
                for (code, value) in values {
                    if !is_digits(code) {
                        return Err(format!("{at} has the key `{code}`, which is no code"));
                    }
                    shape.check(value, &format!("{at}.{code}"))?;
                }
                true
            }
            Shape::Record(record) => return record.check(value, at, &[]),
            Shape::AnyOf(shapes) => shapes.iter().any(|shape| shape.check(value, at).is_ok()),
        };
        if fits { Ok(()) } else { Err(format!("{at} is not as declared: {value}")) }
    }
}

impl Record {
    /// What is wrong with an object that should be this record and may have `others` of the fields besides.
    pub fn check(&self, value: &serde_json::Value, at: &str, others: &[Field]) -> Result<(), String> {
        let Some(object) = value.as_object() else { return Err(format!("{at} is no object: {value}")) };
        for field in self.fields {
            match object.get(field.name) {
                Some(value) => field.shape.check(value, &format!("{at}.{}", field.name))?,
                None if field.required => return Err(format!("{at} has no `{}`", field.name)),
                None => {}
            }
        }
        let declared = |name: &str| self.fields.iter().chain(others).any(|field| field.name == name);
        match object.keys().find(|name| !declared(name)) {
            Some(name) => Err(format!("{at} has `{name}`, which `{}` does not declare", self.name)),
            None => Ok(()),
        }
    }
}

impl Declaration {
    /// What is wrong with the response of a request that was answered; `Ok` where it is one of the answers declared.
    ///
    /// # Errors
    ///
    /// A message that names the place.
    pub fn check(&self, response: &serde_json::Value) -> Result<(), String> {
        const OK_AND_ID: &[Field] = &[
            Field::always("ok", Shape::Flag, "whether there is an answer"),
            Field::optional("id", Shape::Text, "the request's own"),
        ];
        let others: Vec<Field> = OK_AND_ID.iter().chain(COMMON_ANSWER).copied().collect();
        let mut faults = Vec::new();
        for answer in self.answers {
            match answer.check(response, self.name, &others) {
                Ok(()) => return Ok(()),
                Err(fault) => faults.push(fault),
            }
        }
        Err(faults.join("; "))
    }
}
