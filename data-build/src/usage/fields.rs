//! Cutting a line into columns.
//!
//! CSV readers take a quote in a wrong place as best they can, and may join lines by it without a word. Here it is a
//! fault: a count that is read wrongly is worse than one that is refused.

use std::borrow::Cow;

/// A quoted column that does not end as it should.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BadQuote<'a> {
    /// The column, counted from 1.
    pub(super) column: usize,
    /// The line from there.
    pub(super) rest: &'a str,
}

/// The columns of a line. Between commas, a column may stand in double quotes with `""` for one quote; between tabs,
/// which the texts of SNOMED CT never hold, quotes around a whole column are taken away and others are kept as they are.
pub(super) fn split(text: &str, separator: u8) -> Result<Vec<Cow<'_, str>>, BadQuote<'_>> {
    if separator == b'\t' {
        return Ok(text.split('\t').map(|field| Cow::Borrowed(unquoted(field))).collect());
    }
    let mut fields = Vec::new();
    let mut rest = text;
    loop {
        let (field, after) = match rest.strip_prefix('"') {
            Some(inside) => quoted(inside).ok_or(BadQuote { column: fields.len() + 1, rest })?,
            None => match rest.split_once(',') {
                Some((field, after)) => (Cow::Borrowed(field), Some(after)),
                None => (Cow::Borrowed(rest), None),
            },
        };
        fields.push(field);
        match after {
            Some(after) => rest = after,
            None => return Ok(fields),
        }
    }
}

/// A column without quotes around it.
fn unquoted(field: &str) -> &str {
    field.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(field)
}

/// A column whose opening quote is gone, and what follows its comma; `None` where no comma or end of line follows the
/// closing quote, or there is none.
fn quoted(inside: &str) -> Option<(Cow<'_, str>, Option<&str>)> {
    let mut from = 0;
    loop {
        let quote = from + inside.get(from..)?.find('"')?;
        let after = inside.get(quote + 1..)?;
        if after.starts_with('"') {
            from = quote + 2;
            continue;
        }
        let field = inside.get(..quote)?;
        let field = if from == 0 { Cow::Borrowed(field) } else { Cow::Owned(field.replace("\"\"", "\"")) };
        return match after.strip_prefix(',') {
            Some(after) => Some((field, Some(after))),
            None if after.is_empty() => Some((field, None)),
            None => None,
        };
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn columns_between_commas() {
        assert_eq!(split("", b',').unwrap(), [""]);
        assert_eq!(split("a,,b c,", b',').unwrap(), ["a", "", "b c", ""]);
        assert_eq!(split(r#""a,b","say ""x""",c"d,"""#, b',').unwrap(), ["a,b", "say \"x\"", "c\"d", ""]);
        assert_eq!(split(r#"a,"b"#, b',').unwrap_err(), BadQuote { column: 2, rest: "\"b" });
        assert_eq!(split(r#""a"b,c"#, b',').unwrap_err(), BadQuote { column: 1, rest: "\"a\"b,c" });
        assert_eq!(split(r#""a"""#, b',').unwrap_err().column, 1);
    }

    #[test]
    fn columns_between_tabs() {
        assert_eq!(split("\"a,b\"\tc\"\t\"\t", b'\t').unwrap(), ["a,b", "c\"", "\"", ""]);
    }

    proptest! {
        #[test]
        fn what_is_quoted_comes_back(fields in proptest::collection::vec("[a,\" é\\t]{0,6}", 1..6)) {
            let quoted: Vec<String> =
                fields.iter().map(|field| format!("\"{}\"", field.replace('"', "\"\""))).collect();
            let line = quoted.join(",");
            prop_assert_eq!(split(&line, b',').unwrap(), fields);
        }
    }
}
