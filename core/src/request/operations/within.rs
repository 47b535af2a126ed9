//! The set that a search stays in.

use crate::request::failure::Failure;
use crate::{ConceptSet, Engine, ErrorCode};

/// How far below its concept the set reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    Own,
    Descendants,
    DescendantsOrSelf,
}

/// The three simplest expression constraints: `id`, `< id` and `<< id`, with a term in bars after the id.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::request) struct Within {
    reach: Reach,
    code: String,
    /// Where the id stands, in bytes.
    at: usize,
}

/// Takes one beginning of `rest` away, and white space after it.
fn after<'t>(rest: &'t str, begin: &str) -> Option<&'t str> {
    rest.strip_prefix(begin).map(str::trim_start)
}

impl Within {
    pub(in crate::request) fn read(text: &str) -> Result<Within, Failure> {
        let stop = |rest: &str| {
            let message =
                "`within` can be a concept id, `< id` or `<< id`; other expressions are not supported";
            Failure::new(ErrorCode::Unsupported, message).at(text.len() - rest.len())
        };
        let rest = text.trim_start();
        let (reach, rest) = match (after(rest, "<<"), after(rest, "<")) {
            (Some(rest), _) => (Reach::DescendantsOrSelf, rest),
            (None, Some(rest)) => (Reach::Descendants, rest),
            (None, None) => (Reach::Own, rest),
        };
        let digits = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
        let (Some(code), Some(behind)) = (rest.get(..digits), rest.get(digits..)) else {
            return Err(stop(rest));
        };
        if code.is_empty() {
            return Err(stop(rest));
        }
        let at = text.len() - rest.len();
        let mut rest = behind.trim_start();
        if let Some(term) = rest.strip_prefix('|') {
            let Some((_, behind)) = term.split_once('|') else { return Err(stop(rest)) };
            rest = behind.trim_start();
        }
        if rest.is_empty() { Ok(Within { reach, code: code.to_owned(), at }) } else { Err(stop(rest)) }
    }

    pub(in crate::request) fn set<'e>(&self, engine: &'e Engine) -> Result<ConceptSet<'e>, Failure> {
        let concept = engine
            .find_concept(&self.code)
            .map_err(|error| Failure::from(error).about("`within`").at(self.at))?;
        Ok(match self.reach {
            Reach::Own => engine.concept_set([concept.id()?])?,
            Reach::Descendants => concept.descendants()?,
            Reach::DescendantsOrSelf => concept.descendants_or_self()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stops_at(text: &str) -> u64 {
        let failure = serde_json::to_value(Within::read(text).unwrap_err()).unwrap();
        assert_eq!(failure["code"], "unsupported");
        failure["offset"].as_u64().unwrap()
    }

    #[test]
    fn three_forms() {
        for (text, reach, at) in [
            ("404684003", Reach::Own, 0),
            ("<404684003", Reach::Descendants, 1),
            (" << 404684003 |Clinical finding| ", Reach::DescendantsOrSelf, 4),
            ("<<404684003|Clinical finding|", Reach::DescendantsOrSelf, 2),
        ] {
            assert_eq!(
                Within::read(text).unwrap(),
                Within { reach, code: "404684003".to_owned(), at },
                "{text}"
            );
        }
    }

    #[test]
    fn anything_else_stops_where_it_begins() {
        assert_eq!(stops_at(""), 0);
        assert_eq!(stops_at("*"), 0);
        assert_eq!(stops_at("<! 404684003"), 1);
        assert_eq!(stops_at("<<! 404684003"), 2);
        assert_eq!(stops_at("< 404684003 OR < 71388002"), 12);
        assert_eq!(stops_at("< 404684003 |Clinical"), 12);
        assert_eq!(stops_at("< 404684003 |é| : x"), 17);
        assert_eq!(stops_at("404684003x"), 9);
        assert_eq!(stops_at("heart"), 0);
    }
}
