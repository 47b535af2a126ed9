//! The words of all terms, in a finite state transducer.
//!
//! The `fst` crate builds the transducer. Its reader is not used: it trusts its bytes, and with some altered ones
//! it panics or misses keys that are there. The reader here walks the same bytes with every step checked.

use std::ops::Range;

use bytes::Bytes;

use crate::bytes::{Malformed, u64_at};

/// Words in lexicographic order of their UTF-8 bytes; a word's number is its rank, so the words that begin with
/// some letters are a range of numbers.
///
/// Bytes: length `u64`, then a map of the `fst` crate's format 3 from each word to its rank, padded with zeros.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    data: Bytes,
    root: usize,
    len: u32,
    what: &'static str,
}

/// The input bytes that the format gives a short code, in order of their codes from 1.
const COMMON: &[u8; 63] = b"te/oasripcnw.hlm-du012g=:bf3y5&_4v9678k%?xCDASFIBEjPTzRNM+LOqHG";

/// Over how many transitions a node carries an index of 256 bytes.
const INDEXED: usize = 32;

/// One state of the transducer. Transitions are numbered in lexicographic order.
#[derive(Clone, Copy)]
struct Node<'a> {
    data: &'a [u8],
    /// The lowest address of the node: where its nearest target can end.
    end: usize,
    shape: Shape,
    transitions: usize,
    is_final: bool,
    final_output: u64,
}

#[derive(Clone, Copy)]
enum Shape {
    /// The end of a word with nothing behind it.
    Leaf,
    /// One transition.
    One { input: u8, output: u64, target: usize },
    /// Any number, in arrays that end below these addresses.
    Many { inputs: usize, targets: usize, target_size: usize, outputs: usize, output_size: usize },
}

struct Transition {
    output: u64,
    target: usize,
}

/// `size` bytes at `at` as a number.
fn packed(data: &[u8], at: usize, size: usize) -> Option<u64> {
    let bytes = data.get(at..at.checked_add(size)?)?;
    Some(bytes.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte)))
}

/// The address `delta` below `end`; a delta of 0 stands for the leaf, whose address is 0.
fn target(end: usize, delta: u64) -> Option<usize> {
    if delta == 0 { Some(0) } else { end.checked_sub(usize::try_from(delta).ok()?) }
}

impl<'a> Node<'a> {
    /// The node whose last byte is at `at`.
    fn read(data: &'a [u8], at: usize) -> Option<Node<'a>> {
        if at == 0 {
            let leaf =
                Node { data, end: 0, shape: Shape::Leaf, transitions: 0, is_final: true, final_output: 0 };
            return Some(leaf);
        }
        let state = *data.get(at)?;
        if state & 0b1000_0000 != 0 {
            let (input, below) = match state & 0b0011_1111 {
                0 => (*data.get(at.checked_sub(1)?)?, at.checked_sub(1)?),
                code => (*COMMON.get(usize::from(code) - 1)?, at),
            };
            if state & 0b0100_0000 != 0 {
                let shape = Shape::One { input, output: 0, target: below.checked_sub(1)? };
                return Some(Node {
                    data,
                    end: below,
                    shape,
                    transitions: 1,
                    is_final: false,
                    final_output: 0,
                });
            }
            let sizes_at = below.checked_sub(1)?;
            let sizes = *data.get(sizes_at)?;
            let (target_size, output_size) = (usize::from(sizes >> 4), usize::from(sizes & 0xf));
            let targets = sizes_at.checked_sub(target_size)?;
            let end = targets.checked_sub(output_size)?;
            let output = packed(data, end, output_size.min(8))?;
            let target = target(end, packed(data, targets, target_size.min(8))?)?;
            let shape = Shape::One { input, output, target };
            return Some(Node { data, end, shape, transitions: 1, is_final: false, final_output: 0 });
        }
        let is_final = state & 0b0100_0000 != 0;
        let (transitions, below) = match state & 0b0011_1111 {
            0 => {
                let below = at.checked_sub(1)?;
                let count = usize::from(*data.get(below)?);
                // One transition has a shape of its own, so 1 here stands for 256.
                (if count == 1 { 256 } else { count }, below)
            }
            count => (usize::from(count), at),
        };
        let sizes_at = below.checked_sub(1)?;
        let sizes = *data.get(sizes_at)?;
        let (target_size, output_size) = (usize::from(sizes >> 4).min(8), usize::from(sizes & 0xf).min(8));
        let inputs = sizes_at.checked_sub(if transitions > INDEXED { 256 } else { 0 })?;
        let targets = inputs.checked_sub(transitions)?;
        let outputs = targets.checked_sub(transitions * target_size)?;
        let mut end = outputs.checked_sub(transitions * output_size)?;
        let mut final_output = 0;
        if is_final {
            end = end.checked_sub(output_size)?;
            final_output = packed(data, end, output_size)?;
        }
        let shape = Shape::Many { inputs, targets, target_size, outputs, output_size };
        Some(Node { data, end, shape, transitions, is_final, final_output })
    }

    fn transition(&self, index: usize) -> Option<Transition> {
        match self.shape {
            Shape::Leaf => None,
            Shape::One { output, target, .. } => (index == 0).then_some(Transition { output, target }),
            Shape::Many { targets, target_size, outputs, output_size, .. } => {
                let delta = packed(self.data, targets.checked_sub((index + 1) * target_size)?, target_size)?;
                let output = packed(self.data, outputs.checked_sub((index + 1) * output_size)?, output_size)?;
                Some(Transition { output, target: target(self.end, delta)? })
            }
        }
    }

    /// The byte that leads along a transition.
    fn input(&self, index: usize) -> Option<u8> {
        match self.shape {
            Shape::Leaf => None,
            Shape::One { input, .. } => (index == 0).then_some(input),
            Shape::Many { inputs, .. } => self.data.get(inputs.checked_sub(index + 1)?).copied(),
        }
    }

    fn find(&self, byte: u8) -> Option<usize> {
        match self.shape {
            Shape::Leaf => None,
            Shape::One { input, .. } => (input == byte).then_some(0),
            Shape::Many { inputs, .. } => {
                let stored = self.data.get(inputs.checked_sub(self.transitions)?..inputs)?;
                stored.iter().rev().position(|input| *input == byte)
            }
        }
    }
}

/// The most edits that [`Words::near`] allows.
const MOST_EDITS: usize = 2;

/// Which beginnings of what was typed are near the letters that were walked (S. Wu and U. Manber, "Fast Text Searching
/// Allowing Errors", CACM 1992): bit i of the number at d says that d edits make the letters of the first i typed.
type Near = [u64; MOST_EDITS + 1];

/// A state on the way of [`Words::near`].
struct Step<'a> {
    node: Node<'a>,
    sum: u64,
    /// The transition to follow next, or, where only some letters can be, which of those.
    next: usize,
    /// Where every edit is spent: the places of what was typed whose letters can follow, as bits.
    only: Option<u64>,
    /// The letter that led here.
    letter: u8,
    near: Near,
}

/// What is near behind `letter`, which follows `last` and, one letter before, `before`; `places` answers where a letter
/// stands in what was typed, the first letter at bit 1.
fn follow(last: &Step<'_>, before: Option<&Near>, letter: u8, places: impl Fn(u8) -> u64) -> Near {
    let here = places(letter);
    // The last two letters the other way round.
    let swapped = places(last.letter) & here << 1;
    let [none, one, two] = last.near;
    let swap = |earlier: u64| earlier << 2 & swapped;
    let [none_before, one_before, _] = before.copied().unwrap_or_default();
    let none_now = none << 1 & here;
    let one_now = one << 1 & here | none | none << 1 | none_now << 1 | swap(none_before);
    let two_now = two << 1 & here | one | one << 1 | one_now << 1 | swap(one_before);
    [none_now, one_now, two_now]
}

/// The places, as bits, of which one must hold the letter behind `last`, where `edits` are allowed and all are spent.
fn spent(last: &Step<'_>, before: Option<&Near>, edits: usize, places: impl Fn(u8) -> u64) -> Option<u64> {
    if last.near.iter().take(edits).any(|near| *near != 0) {
        return None;
    }
    let earlier = before.map_or(0, |before| before.iter().take(edits).fold(0, |all, near| all | near));
    let swapped = (earlier << 2 & places(last.letter)) >> 1;
    Some(last.near.get(edits).copied().unwrap_or(0) << 1 | swapped)
}

impl Words {
    /// The most bytes that [`Words::near`] looks at.
    pub(crate) const LONGEST_NEAR: usize = 60;

    /// Reads a section that holds one transducer.
    pub(crate) fn from_section(bytes: Bytes, what: &'static str) -> Result<Words, Malformed> {
        let malformed = Malformed { what };
        let length = u64_at(&bytes, 0).and_then(|length| usize::try_from(length).ok()).ok_or(malformed)?;
        let end = length.checked_add(8).filter(|end| *end <= bytes.len()).ok_or(malformed)?;
        let data = bytes.slice(8..end);
        // Behind the nodes: count of keys u64, address of the root u64, checksum u32.
        let footer = data.len().checked_sub(20).ok_or(malformed)?;
        let len = u64_at(&data, footer).and_then(|len| u32::try_from(len).ok()).ok_or(malformed)?;
        let root = u64_at(&data, footer + 8).and_then(|root| usize::try_from(root).ok()).ok_or(malformed)?;
        if u64_at(&data, 0) != Some(3) || root >= footer {
            return Err(malformed);
        }
        Ok(Words { data, root, len, what })
    }

    /// How many words there are.
    pub(crate) fn len(&self) -> u32 {
        self.len
    }

    fn node(&self, at: usize) -> Result<Node<'_>, Malformed> {
        Node::read(&self.data, at).ok_or(Malformed { what: self.what })
    }

    /// The state that `prefix` leads to, and the sum of the outputs on the way.
    fn walk(&self, prefix: &[u8]) -> Result<Option<(Node<'_>, u64)>, Malformed> {
        let mut node = self.node(self.root)?;
        let mut sum = 0u64;
        for byte in prefix {
            let Some(index) = node.find(*byte) else { return Ok(None) };
            let next = node.transition(index).ok_or(Malformed { what: self.what })?;
            sum = sum.wrapping_add(next.output);
            node = self.node(next.target)?;
        }
        Ok(Some((node, sum)))
    }

    /// The number of a word.
    pub(crate) fn rank(&self, word: &str) -> Result<Option<u32>, Malformed> {
        if self.len == 0 {
            return Ok(None);
        }
        match self.walk(word.as_bytes())? {
            Some((node, sum)) if node.is_final => match u32::try_from(sum.wrapping_add(node.final_output)) {
                Ok(rank) if rank < self.len => Ok(Some(rank)),
                _ => Err(Malformed { what: self.what }),
            },
            _ => Ok(None),
        }
    }

    /// The rank of the first or last word behind `node`. Targets lie below the node that names them, so the walk
    /// ends on any bytes.
    fn extreme<'a>(&'a self, mut node: Node<'a>, mut sum: u64, last: bool) -> Result<u64, Malformed> {
        while node.transitions > 0 && (last || !node.is_final) {
            let index = if last { node.transitions - 1 } else { 0 };
            let next = node.transition(index).ok_or(Malformed { what: self.what })?;
            sum = sum.wrapping_add(next.output);
            if next.target != 0 && next.target >= node.end {
                return Err(Malformed { what: self.what });
            }
            node = self.node(next.target)?;
        }
        Ok(sum.wrapping_add(node.final_output))
    }

    /// The numbers of the words behind `node`.
    fn below(&self, node: Node<'_>, sum: u64) -> Result<Range<u32>, Malformed> {
        let first = self.extreme(node, sum, false)?;
        let last = self.extreme(node, sum, true)?;
        if first <= last && last < u64::from(self.len) {
            Ok(first as u32..last as u32 + 1)
        } else {
            Err(Malformed { what: self.what })
        }
    }

    /// The numbers of the words that begin with `prefix`; empty where there are none.
    pub(crate) fn prefix_range(&self, prefix: &str) -> Result<Range<u32>, Malformed> {
        if self.len == 0 {
            return Ok(0..0);
        }
        let Some((node, sum)) = self.walk(prefix.as_bytes())? else { return Ok(0..0) };
        self.below(node, sum)
    }

    /// The numbers of the words with a beginning that at most `edits` edits make of `typed`, as disjoint ascending
    /// ranges. An edit puts in, takes out or changes a letter, or swaps two neighbours (optimal string alignment).
    ///
    /// Letters are bytes: for words of ASCII letters. `typed` has at most [`Words::LONGEST_NEAR`] bytes.
    pub(crate) fn near(&self, typed: &[u8], edits: u8) -> Result<Vec<Range<u32>>, Malformed> {
        let mut found: Vec<Range<u32>> = Vec::new();
        let edits = usize::from(edits).min(MOST_EDITS);
        if self.len == 0 || typed.len() > Self::LONGEST_NEAR {
            return Ok(found);
        }
        let mut places = [0u64; 128];
        for (letter, bit) in typed.iter().zip(1..) {
            if let Some(place) = places.get_mut(usize::from(*letter)) {
                *place |= 1 << bit;
            }
        }
        let mut letters: Vec<u8> = typed.to_vec();
        letters.sort_unstable();
        letters.dedup();
        let places = |letter: u8| places.get(usize::from(letter)).copied().unwrap_or(0);
        let all = 1u64 << typed.len();
        let mut steps: Vec<Step<'_>> = Vec::with_capacity(typed.len() + edits + 2);
        let root = self.node(self.root)?;
        steps.push(Step { node: root, sum: 0, next: 0, only: None, letter: 0, near: [0b1, 0b11, 0b111] });
        while let Some(step) = steps.last_mut() {
            let malformed = Malformed { what: self.what };
            let (letter, index) = if let Some(only) = step.only {
                let Some(letter) = letters.get(step.next) else {
                    steps.pop();
                    continue;
                };
                step.next += 1;
                if places(*letter) & only == 0 {
                    continue;
                }
                let Some(index) = step.node.find(*letter) else { continue };
                (*letter, index)
            } else {
                if step.next == step.node.transitions {
                    steps.pop();
                    continue;
                }
                let index = step.next;
                step.next += 1;
                (step.node.input(index).ok_or(malformed)?, index)
            };
            let before = (steps.len() > 1).then(|| steps.get(steps.len() - 2)).flatten();
            let Some(step) = steps.last() else { break };
            let near = follow(step, before.map(|before| &before.near), letter, places);
            let near_enough = near.get(edits).copied().unwrap_or(0) & (all << 1).wrapping_sub(1);
            if near_enough == 0 {
                continue;
            }
            let next = step.node.transition(index).ok_or(malformed)?;
            if next.target != 0 && next.target >= step.node.end {
                return Err(malformed);
            }
            let sum = step.sum.wrapping_add(next.output);
            let node = self.node(next.target)?;
            if near_enough & all != 0 {
                let range = self.below(node, sum)?;
                match found.last_mut() {
                    Some(last) if last.end == range.start => last.end = range.end,
                    Some(last) if last.end > range.start => return Err(malformed),
                    _ => found.push(range),
                }
            } else {
                let last = Step { node, sum, next: 0, only: None, letter, near };
                let only = spent(&last, Some(&step.near), edits, places);
                steps.push(Step { only, ..last });
            }
        }
        Ok(found)
    }
}

#[cfg(feature = "build")]
impl Words {
    /// Encodes distinct words in ascending order.
    pub(crate) fn section<'a>(words: impl Iterator<Item = &'a str>) -> Result<Vec<u8>, fst::Error> {
        let mut builder = fst::MapBuilder::memory();
        for (rank, word) in words.enumerate() {
            builder.insert(word, rank as u64)?;
        }
        let map = builder.into_inner()?;
        let mut out = crate::bytes::SectionWriter::default();
        out.u64(map.len() as u64);
        out.put(&map);
        Ok(out.finish())
    }
}

#[cfg(test)]
#[cfg(feature = "build")]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn build(words: &BTreeSet<String>) -> Words {
        let section = Words::section(words.iter().map(String::as_str)).unwrap();
        Words::from_section(section.into(), "test").unwrap()
    }

    fn check(words: &BTreeSet<String>, prefix: &str) {
        let before = words.iter().filter(|word| word.as_str() < prefix).count() as u32;
        let count = words.iter().filter(|word| word.starts_with(prefix)).count() as u32;
        let expected = if count == 0 { 0..0 } else { before..before + count };
        let built = build(words);
        assert_eq!(built.prefix_range(prefix).unwrap(), expected, "{prefix:?} in {words:?}");
        let rank = words.contains(prefix).then_some(before);
        assert_eq!(built.rank(prefix).unwrap(), rank, "{prefix:?} in {words:?}");
    }

    /// The optimal string alignment distance, by the whole table.
    fn distance(a: &[u8], b: &[u8]) -> usize {
        let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                table[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let mut best = (table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]))
                        .min(table[i - 1][j] + 1)
                        .min(table[i][j - 1] + 1);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        best = best.min(table[i - 2][j - 2] + 1);
                    }
                    best
                };
            }
        }
        table[a.len()][b.len()]
    }

    #[test]
    fn wide_nodes_have_an_index() {
        let words: BTreeSet<String> = ('a'..='z')
            .chain('0'..='9')
            .chain('α'..='ω')
            .flat_map(|a| ["", "e", "zz", "é"].map(|tail| format!("{a}{tail}")))
            .collect();
        for prefix in ["", "a", "9", "α", "β", "ze", "zz", "zzz", "~"] {
            check(&words, prefix);
        }
        check(&BTreeSet::new(), "a");
    }

    proptest! {
        #[test]
        fn a_prefix_is_a_range(words in prop::collection::btree_set("[abcé]{1,5}", 0..60), prefix in "[abcé]{0,4}") {
            check(&words, &prefix);
        }

        #[test]
        fn near_words_are_those_with_a_near_beginning(
            words in prop::collection::btree_set("[abc]{1,7}", 0..60),
            typed in "[abc]{1,6}",
            edits in 0u8..3,
        ) {
            let expected: Vec<u32> = words.iter().zip(0..).filter(|(word, _)| {
                (0..=word.len()).any(|end| end > 0 && distance(typed.as_bytes(), &word.as_bytes()[..end]) <= usize::from(edits))
            }).map(|(_, rank)| rank).collect();
            let found = build(&words).near(typed.as_bytes(), edits).unwrap();
            prop_assert!(found.windows(2).all(|pair| pair[0].end < pair[1].start));
            prop_assert_eq!(found.into_iter().flatten().collect::<Vec<_>>(), expected);
        }

        #[test]
        fn altered_bytes_never_panic(at in any::<prop::sample::Index>(), value in any::<u8>(), prefix in "[a-e]{0,3}") {
            let words = ["acute", "bed", "cede", "ebb", "decade", "abc", "abd", "abe"].into_iter().collect::<BTreeSet<_>>();
            let mut section = Words::section(words.iter().copied()).unwrap();
            let at = at.index(section.len());
            section[at] = value;
            if let Ok(altered) = Words::from_section(section.into(), "test") {
                let _ = (altered.prefix_range(&prefix), altered.rank(&prefix), altered.near(prefix.as_bytes(), 2));
            }
        }
    }
}
