//! Values of a file as messages show them.

/// A value as an error shows it: at most 80 characters, control characters and bad bytes escaped.
pub(crate) fn shown(value: &[u8]) -> String {
    const LIMIT: usize = 80;
    let head = value.get(..LIMIT * 4).unwrap_or(value);
    let text = String::from_utf8_lossy(head);
    let mut shown = String::new();
    for c in text.chars().take(LIMIT) {
        if c.is_control() {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    if value.len() > head.len() || text.chars().nth(LIMIT).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_short_and_printable() {
        assert_eq!(shown(b"abc"), "abc");
        assert_eq!(shown(b"a\0b\t"), "a\\u{0}b\\t");
        assert_eq!(shown(&[0xff]), "\u{fffd}");
        let long = shown(&[b'x'; 5000]);
        assert_eq!(long.chars().count(), 81);
        assert!(long.ends_with('…'));
    }
}
