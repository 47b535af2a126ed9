//! The table by which letters are folded, from Unicode's own: see `core/src/text/folding.rs` for its layout.

use std::collections::BTreeMap;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use crate::{Result, root};

const BLOCK: u32 = 128;

/// What a character becomes, where it does not stay as it is.
fn folded(letter: char) -> Option<String> {
    let mut text = String::new();
    decompose_compatible(letter, |part| {
        text.extend(part.to_lowercase().filter(|lower| !is_combining_mark(*lower)));
    });
    // Hangul syllables are computed.
    let computed = ('\u{AC00}'..='\u{D7A3}').contains(&letter);
    (!computed && !text.chars().eq([letter])).then_some(text)
}

/// The only character of a text.
fn single(text: &str) -> Option<u32> {
    let mut letters = text.chars();
    letters.next().filter(|_| letters.next().is_none()).map(u32::from)
}

/// Characters of one block that one entry stands for.
struct Run<'t> {
    first: u32,
    stride: u32,
    count: u32,
    same: bool,
    text: &'t str,
}

/// The longest run from `first` on.
fn longest<'t>(letters: &'t BTreeMap<u32, String>, first: u32) -> Option<Run<'t>> {
    let text = letters.get(&first)?;
    let mut best = Run { first, stride: 1, count: 1, same: single(text).is_none(), text };
    for stride in [1, 2] {
        for same in [false, true] {
            let fits = |letter: u32| {
                letter < BLOCK
                    && letters.get(&letter).is_some_and(|other| match same {
                        true => other == text,
                        false => {
                            single(text).is_some_and(|target| single(other) == Some(target + letter - first))
                        }
                    })
            };
            let more = (1..).take_while(|step| fits(first + stride * step)).count();
            let count = 1 + u32::try_from(more).unwrap_or(0);
            if count > best.count {
                best = Run { first, stride, count, same, text };
            }
        }
    }
    Some(best)
}

/// The entries of a block.
fn entries(mut letters: BTreeMap<u32, String>) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let byte = |number: u32| u8::try_from(number).map_err(|_| format!("{number} is more than a byte"));
    while let Some(first) = letters.keys().next().copied() {
        let Some(run) = longest(&letters, first) else { break };
        bytes.push(byte(run.first | (run.stride - 1) << 7)?);
        bytes.push(byte((run.count - 1) | u32::from(run.same) << 7)?);
        match single(run.text).filter(|_| !run.same) {
            Some(target) => bytes.extend(target.to_le_bytes().into_iter().take(3)),
            None => {
                bytes.push(u8::try_from(run.text.len()).map_err(|_| "a text is longer than a byte tells")?);
                bytes.extend(run.text.as_bytes());
            }
        }
        let covered: Vec<u32> = (0..run.count).map(|step| run.first + run.stride * step).collect();
        covered.iter().for_each(|letter| drop(letters.remove(letter)));
    }
    Ok(bytes)
}

/// Writes the table.
pub fn make() -> Result<()> {
    let mut blocks: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
    for letter in '\0'..=char::MAX {
        if let Some(text) = folded(letter) {
            let code = u32::from(letter);
            blocks.entry(code / BLOCK).or_default().insert(code % BLOCK, text);
        }
    }
    let short = |number: usize| u16::try_from(number).map_err(|_| format!("{number} is more than two bytes"));
    let (mut heads, mut body) = (short(blocks.len())?.to_le_bytes().to_vec(), Vec::new());
    for (number, letters) in blocks {
        body.extend(entries(letters)?);
        heads.extend(u16::try_from(number).map_err(|_| "a block has no number")?.to_le_bytes());
        heads.extend(short(body.len())?.to_le_bytes());
    }
    heads.extend(body);
    let path = root().join("core").join("src").join("text").join("folding.bin");
    println!("{} bytes", heads.len());
    std::fs::write(&path, &heads).map_err(|error| format!("{}: {error}", path.display()))
}
