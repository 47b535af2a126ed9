//! Set requests: codes, a count or a digest.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::request::answer::{Code, codes};
use crate::request::declaration::{Field, Record, Shape};
use crate::request::failure::Failure;
use crate::request::fields::Fields;
use crate::{ConceptId, ConceptSet, Error, ProductSet};

/// What a set request wants to know of its set.
#[derive(Debug, Clone, Copy)]
pub(super) enum Want {
    /// A page of the codes.
    Codes {
        offset: u64,
        limit: u64,
    },
    Count,
    Digest,
}

const WANTS: &[&str] = &["codes", "count", "digest"];

/// The fields of a set request, and of whatever else is answered in pages.
pub(super) const WANT: Field =
    Field::optional("want", Shape::OneOf(WANTS), "what to tell of the set; `codes` if not given");
pub(super) const LIMIT: Field = Field::optional("limit", Shape::Number, "the most to list");
pub(super) const OFFSET: Field = Field::optional("offset", Shape::Number, "how many to pass over");

/// What a set request answers.
pub(super) const SET: Record = Record {
    name: "CodeSet",
    doc: "A set of concepts.",
    fields: &[
        Field::always("total", Shape::Number, "the size of the whole set"),
        Field::optional(
            "codes",
            Shape::List(&Shape::Code),
            "its codes, ascending as numbers, with `want` `codes`",
        ),
        Field::optional(
            "sha256",
            Shape::Text,
            "with `want` `digest`: SHA-256, in lower-case hexadecimal, of the codes joined by line feeds",
        ),
    ],
};

/// The answer to a set request.
#[derive(Debug, Serialize)]
pub(super) struct SetAnswer {
    total: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    codes: Option<Vec<Code>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<String>,
}

impl Want {
    pub(super) fn read(fields: &Fields<'_>) -> Result<Want, Failure> {
        let limit = fields.whole_number(LIMIT.name)?.unwrap_or(u64::MAX);
        let offset = fields.whole_number(OFFSET.name)?.unwrap_or(0);
        Ok(match fields.choice(WANT.name, WANTS)? {
            Some("count") => Want::Count,
            Some("digest") => Want::Digest,
            _ => Want::Codes { offset, limit },
        })
    }

    /// Of a set of concepts.
    pub(super) fn answer(self, set: &ConceptSet<'_>) -> Result<SetAnswer, Failure> {
        self.answer_of(set.count(), || set.ids())
    }

    /// Of a set of products.
    pub(super) fn answer_products(self, set: &ProductSet<'_>) -> Result<SetAnswer, Failure> {
        self.answer_of(set.count(), || set.ids())
    }

    /// Of a set of these ids, in any order.
    pub(super) fn answer_ids(self, mut ids: Vec<ConceptId>) -> Result<SetAnswer, Failure> {
        ids.sort_unstable();
        ids.dedup();
        self.answer_of(ids.len() as u64, || Ok(ids))
    }

    fn answer_of(
        self,
        total: u64,
        list: impl FnOnce() -> Result<Vec<ConceptId>, Error>,
    ) -> Result<SetAnswer, Failure> {
        let mut answer = SetAnswer { total, codes: None, sha256: None };
        match self {
            Want::Count => {}
            Want::Digest => answer.sha256 = Some(digest(&list()?)),
            Want::Codes { limit: 0, .. } => answer.codes = Some(Vec::new()),
            Want::Codes { offset, limit } => {
                let mut ids = list()?;
                let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(answer.total as usize);
                let end = place(offset.saturating_add(limit)).min(ids.len());
                ids.truncate(end);
                ids.drain(..place(offset).min(end));
                answer.codes = Some(codes(ids));
            }
        }
        Ok(answer)
    }
}

/// SHA-256, in lower-case hexadecimal, of ids joined by line feeds.
fn digest(ids: &[ConceptId]) -> String {
    let mut hash = Sha256::new();
    let mut text = String::new();
    for (index, id) in ids.iter().enumerate() {
        text.clear();
        if index > 0 {
            text.push('\n');
        }
        text.push_str(&id.to_string());
        hash.update(text.as_bytes());
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_has_no_line_feed_at_the_end() {
        let ids: Vec<ConceptId> = ["116680003", "138875005"].iter().map(|id| id.parse().unwrap()).collect();
        // printf '116680003\n138875005' | sha256sum
        assert_eq!(digest(&ids), "e20e8a85f12c3facc278f8fb166da380b6acaa706a1b40d635a36711dd0ad38e");
        assert_eq!(digest(&[]), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
