//! What a letter is made of: its compatibility decomposition in lower case, without combining marks.
//!
//! Unicode's own tables tell this in 115 kB; what a fold needs of them has 22 kB, which counts where the engine is sent
//! to a browser. `folding.bin` is written by `cargo xtask folding` from the `unicode-normalization` crate, and a test
//! compares it with that crate for every character.
//!
//! The table begins with the number of its blocks (u16), then for each block of 128 characters that has any entry its
//! number (character / 128, u16) and where its entries end (u16), then the entries. An entry stands for one or more
//! characters, one behind another or every second one: a byte for the first (bit 7: every second one), a byte for how
//! many besides it (bit 7: all become the same text), then either three bytes, what the first becomes, the others as far
//! behind it as they are behind the first; or the length of the text and its UTF-8. Numbers have their low byte first.

const TABLE: &[u8] = include_bytes!("folding.bin");
/// Characters of a block.
const BLOCK: u32 = 128;

/// What an entry makes of a character.
enum Folded<'t> {
    One(char),
    Text(&'t str),
}

fn split<const N: usize>(bytes: &[u8]) -> Option<([u8; N], &[u8])> {
    bytes.split_first_chunk::<N>().map(|(first, rest)| (*first, rest))
}

/// The entries of the block of a number.
fn entries(block: u32) -> Option<&'static [u8]> {
    let (blocks, rest) = split::<2>(TABLE)?;
    let blocks = usize::from(u16::from_le_bytes(blocks));
    let (heads, body) = rest.split_at_checked(4 * blocks)?;
    let (heads, _) = heads.as_chunks::<4>();
    let number = |head: &[u8; 4]| u32::from(u16::from_le_bytes([head[0], head[1]]));
    let end = |head: &[u8; 4]| usize::from(u16::from_le_bytes([head[2], head[3]]));
    let at = heads.binary_search_by_key(&block, number).ok()?;
    let start = at.checked_sub(1).and_then(|before| heads.get(before)).map_or(0, end);
    body.get(start..heads.get(at).map(end)?)
}

/// What the table has for a character; `None` where it stays as it is.
fn look_up(letter: char) -> Option<Folded<'static>> {
    let code = u32::from(letter);
    let mut rest = entries(code / BLOCK)?;
    let within = code % BLOCK;
    while let Some(([first, count], after)) = split::<2>(rest) {
        let (start, stride) = (u32::from(first & 0x7f), 1 + u32::from(first >> 7));
        let last = start + stride * u32::from(count & 0x7f);
        let ours = (start..=last).contains(&within) && (within - start).is_multiple_of(stride);
        if count >> 7 == 0 {
            let (target, after) = split::<3>(after)?;
            if ours {
                let [low, middle, high] = target.map(u32::from);
                return char::from_u32((low | middle << 8 | high << 16) + (within - start)).map(Folded::One);
            }
            rest = after;
        } else {
            let ([length], after) = split::<1>(after)?;
            let (text, after) = after.split_at_checked(usize::from(length))?;
            if ours {
                return std::str::from_utf8(text).ok().map(Folded::Text);
            }
            rest = after;
        }
    }
    None
}

/// The parts of a Hangul syllable (Unicode Standard, section 3.12).
fn syllable(letter: char) -> Option<impl Iterator<Item = char>> {
    let at = u32::from(letter).checked_sub(0xAC00).filter(|at| *at < 11_172)?;
    let last = Some(0x11A7 + at % 28).filter(|last| *last > 0x11A7);
    let parts = [Some(0x1100 + at / 588), Some(0x1161 + at % 588 / 28), last];
    Some(parts.into_iter().flatten().filter_map(char::from_u32))
}

/// Calls `emit` with each part of `letter`; a combining mark has none.
pub(super) fn for_each_part(letter: char, mut emit: impl FnMut(char)) {
    match look_up(letter) {
        Some(Folded::One(part)) => emit(part),
        Some(Folded::Text(parts)) => parts.chars().for_each(emit),
        None => match syllable(letter) {
            Some(parts) => parts.for_each(emit),
            None => emit(letter),
        },
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::char::{decompose_compatible, is_combining_mark};

    use super::*;

    #[test]
    fn every_character_is_folded_as_unicode_says() {
        for letter in '\0'..=char::MAX {
            let mut expected = String::new();
            decompose_compatible(letter, |part| {
                expected.extend(part.to_lowercase().filter(|lower| !is_combining_mark(*lower)));
            });
            let mut folded = String::new();
            for_each_part(letter, |part| folded.push(part));
            assert_eq!(folded, expected, "{letter:?}; `cargo xtask folding` writes the table anew");
        }
    }
}
