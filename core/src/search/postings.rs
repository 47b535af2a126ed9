//! Which documents hold which words, block by block.

use std::ops::Range;

use bytes::Bytes;

#[cfg(feature = "build")]
use crate::bytes::SectionWriter;
use crate::bytes::{Malformed, SectionReader, u32_at};
use crate::search::marks::{BLOCK, numbers};
use crate::section::Monotone;

/// Some documents in a row, with an index of their own.
#[derive(Debug)]
pub(crate) struct Block {
    /// Its first document.
    pub(crate) first: u32,
    /// How many documents it has.
    pub(crate) documents: u32,
    /// For each word, where its documents begin among those of the block.
    offsets: Monotone,
    /// The postings of the block: `u16`s, document numbers from its first.
    postings: Bytes,
    /// The words that have a bit for each document instead, ascending: `u32`s.
    frequent: Bytes,
    /// How many documents each of them has: `u32`s.
    frequencies: Bytes,
    /// The bits of each, in whole `u64`s.
    bits: Bytes,
    /// The beginnings that have a bit for each document as well: their first words and the words behind their last, as
    /// pairs of `u32`s that ascend.
    beginnings: Bytes,
    /// How many documents each of them has: `u32`s.
    beginning_frequencies: Bytes,
    /// The bits of each, in whole `u64`s.
    beginning_bits: Bytes,
}

/// The inverted index in blocks of documents.
///
/// Documents are numbered best first, so a search looks at one block after another and stops when it has enough. Within
/// a block the documents of each word follow those of the word before it, so that a range of words is one piece of
/// memory. The first blocks are small: the best documents of a common beginning are found without reading many.
///
/// A word that a 32nd of the documents of a block have, or more, has a bit for each of them instead of a list: reading
/// that takes as long as reading some hundred postings, whatever their number. A document that has a word several times
/// is in its list as often; behind bits the list has what goes beyond once.
///
/// A beginning of one to three letters that an eighth of the documents of a block have has bits too, beside the lists of
/// its words: nobody waits for ten thousand postings because of one letter more.
///
/// Bytes: documents `u64`, blocks `u64`, the first document of each block as `u32`s; then for each block the offsets of
/// its words as a [`Monotone`] of words + 1, counted in postings, the count of frequent words `u64`, those words and how
/// many documents each has as `u32`s, and their bits, and the count of beginnings `u64`, the first word and the word
/// behind the last of each as `u32`s, how many documents each has as `u32`s, and their bits; then the count of all
/// postings `u64` and the postings of all blocks, `u16` each.
#[derive(Debug)]
pub(crate) struct Postings {
    blocks: Vec<Block>,
    documents: u32,
    words: u32,
}

impl Postings {
    /// Reads a section that holds the postings of `words` words.
    pub(crate) fn from_section(bytes: Bytes, words: u32, what: &'static str) -> Result<Postings, Malformed> {
        let mut reader = SectionReader::new(bytes, what);
        let malformed = reader.malformed();
        let documents = u32::try_from(reader.u64()?).map_err(|_| malformed)?;
        let count = reader.count()?;
        let firsts = reader.take_array(count, 4)?;
        let mut blocks = Vec::with_capacity(count);
        for place in 0..count {
            let first = u32_at(&firsts, place * 4).ok_or(malformed)?;
            let end = if place + 1 == count { Some(documents) } else { u32_at(&firsts, place * 4 + 4) };
            let length = end.and_then(|end| end.checked_sub(first)).ok_or(malformed)?;
            let offsets = Monotone::read(&mut reader)?;
            if length as usize > BLOCK || length == 0 || offsets.len() != words as usize + 1 {
                return Err(malformed);
            }
            let count = reader.count()?;
            let frequent = reader.take_array(count, 4)?;
            let frequencies = reader.take_array(count, 4)?;
            let bits = reader.take_array(count, length.div_ceil(64) as usize * 8)?;
            let count = reader.count()?;
            let beginnings = reader.take_array(count, 8)?;
            let beginning_frequencies = reader.take_array(count, 4)?;
            let beginning_bits = reader.take_array(count, length.div_ceil(64) as usize * 8)?;
            blocks.push(Block {
                first,
                documents: length,
                offsets,
                postings: Bytes::new(),
                frequent,
                frequencies,
                bits,
                beginnings,
                beginning_frequencies,
                beginning_bits,
            });
        }
        if blocks.first().map_or(documents, |block| block.first) != 0 {
            return Err(malformed);
        }
        let all = reader.count()?;
        let data = reader.take_array(all, 2)?;
        reader.finish()?;
        let mut start = 0usize;
        for block in &mut blocks {
            let length = usize::try_from(block.offsets.get(words as usize)?).map_err(|_| malformed)?;
            let end = length.checked_mul(2).and_then(|bytes| start.checked_add(bytes)).ok_or(malformed)?;
            if end > data.len() {
                return Err(malformed);
            }
            block.postings = data.slice(start..end);
            start = end;
        }
        if start != data.len() {
            return Err(malformed);
        }
        Ok(Postings { blocks, documents, words })
    }

    /// The blocks in order.
    pub(crate) fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// How many documents there are.
    pub(crate) fn documents(&self) -> u32 {
        self.documents
    }

    /// How many words there are.
    pub(crate) fn words(&self) -> u32 {
        self.words
    }
}

impl Block {
    /// Where the documents that hold each of `words` stand, one word after another.
    #[inline]
    pub(super) fn place(&self, words: &Range<u32>) -> Result<Range<usize>, Malformed> {
        let (from, to) = if words.end == words.start + 1 {
            self.offsets.pair(words.start as usize)?
        } else {
            (self.offsets.get(words.start as usize)?, self.offsets.get(words.end as usize)?)
        };
        // The last offset was compared with the length when the section was opened, and offsets do not decrease.
        Ok(from as usize * 2..to as usize * 2)
    }

    /// The postings of a place: two bytes each, numbered from the first document of the block.
    #[inline]
    pub(super) fn bytes(&self, place: &Range<usize>) -> Result<&[u8], Malformed> {
        self.postings.get(place.clone()).ok_or(Malformed { what: "search.postings" })
    }
}

impl Block {
    /// The places among frequent words of those that are `words`.
    #[inline]
    pub(super) fn frequent(&self, words: &Range<u32>) -> Range<usize> {
        let words_of = self.frequent.as_chunks::<4>().0;
        let before = |word: u32| words_of.partition_point(|other| u32::from_le_bytes(*other) < word);
        let from = before(words.start);
        // Altered bytes may not ascend.
        from..before(words.end).max(from)
    }

    /// How many documents the frequent word at `place` has.
    #[inline]
    pub(super) fn frequency(&self, place: usize) -> Result<u32, Malformed> {
        u32_at(&self.frequencies, place * 4).ok_or(Malformed { what: "search.postings" })
    }

    /// A bit for each document of the block, set where it has the frequent word at `place`.
    #[inline]
    pub(super) fn bits(&self, place: usize) -> Result<&[u8], Malformed> {
        let length = self.documents.div_ceil(64) as usize * 8;
        self.bits.get(place * length..(place + 1) * length).ok_or(Malformed { what: "search.postings" })
    }

    /// The place of the beginning that has just these words, where it has bits.
    #[inline]
    pub(super) fn beginning(&self, words: &Range<u32>) -> Option<usize> {
        let all = self.beginnings.as_chunks::<8>().0;
        let place = all.partition_point(|pair| beginning_of(pair) < (words.start, words.end));
        (beginning_of(all.get(place)?) == (words.start, words.end)).then_some(place)
    }

    /// How many documents the beginning at `place` has.
    #[inline]
    pub(super) fn beginning_frequency(&self, place: usize) -> Result<u32, Malformed> {
        u32_at(&self.beginning_frequencies, place * 4).ok_or(Malformed { what: "search.postings" })
    }

    /// A bit for each document of the block, set where it has a word with the beginning at `place`.
    #[inline]
    pub(super) fn beginning_bits(&self, place: usize) -> Result<&[u8], Malformed> {
        let length = self.documents.div_ceil(64) as usize * 8;
        let bits = self.beginning_bits.get(place * length..(place + 1) * length);
        bits.ok_or(Malformed { what: "search.postings" })
    }

    /// Compares the bits of each beginning with the documents of its words.
    pub(super) fn verify_beginnings(&self) -> Result<(), Malformed> {
        let malformed = Malformed { what: "search.postings" };
        let all = self.beginnings.as_chunks::<8>().0;
        for (place, pair) in all.iter().enumerate() {
            let (start, end) = beginning_of(pair);
            let mut marks = vec![0u64; self.documents.div_ceil(64) as usize];
            for word in start..end {
                for document in self.documents_of(word)? {
                    *marks.get_mut(document as usize / 64).ok_or(malformed)? |= 1 << (document % 64);
                }
            }
            let is_after =
                |before: usize| all.get(before).is_some_and(|other| beginning_of(other) < (start, end));
            let count: u32 = marks.iter().map(|word| word.count_ones()).sum();
            if place.checked_sub(1).is_some_and(|before| !is_after(before))
                || count != self.beginning_frequency(place)?
                || !marks
                    .into_iter()
                    .flat_map(u64::to_le_bytes)
                    .eq(self.beginning_bits(place)?.iter().copied())
            {
                return Err(malformed);
            }
        }
        Ok(())
    }

    /// The documents that have a word, as often as they have it, numbered from the first of the block, ascending.
    pub(super) fn documents_of(&self, word: u32) -> Result<Vec<u32>, Malformed> {
        let words = word..word + 1;
        let malformed = Malformed { what: "search.postings" };
        let mut found: Vec<u32> = numbers(self.bytes(&self.place(&words)?)?).map(u32::from).collect();
        if !found.is_sorted() {
            return Err(malformed);
        }
        for place in self.frequent(&words) {
            let listed = found.len();
            for (at, byte) in (0u32..).zip(self.bits(place)?) {
                found.extend((0..8).filter(|bit| byte >> bit & 1 == 1).map(|bit| at * 8 + bit));
            }
            if found.len() - listed != self.frequency(place)? as usize {
                return Err(malformed);
            }
            found.sort_unstable();
        }
        Ok(found)
    }
}

/// The first word of a beginning and the word behind its last.
#[inline]
fn beginning_of(pair: &[u8; 8]) -> (u32, u32) {
    let pair = u64::from_le_bytes(*pair);
    (pair as u32, (pair >> 32) as u32)
}

/// One of so many documents of a block, or more, make a word a frequent one.
#[cfg(feature = "build")]
const FREQUENT: usize = 32;
/// One of so many make a beginning one that has bits.
#[cfg(feature = "build")]
const FREQUENT_BEGINNING: usize = 8;
/// The most letters of such a beginning.
#[cfg(feature = "build")]
const LONGEST_BEGINNING: usize = 3;

/// The words with each beginning of a few ASCII letters, of sorted words.
#[cfg(feature = "build")]
pub(crate) fn beginnings(words: &[&str]) -> Vec<Range<u32>> {
    let mut found = Vec::new();
    for length in 1..=LONGEST_BEGINNING {
        let beginning =
            |word: &str| word.get(..length).filter(|beginning| beginning.is_ascii()).map(str::to_owned);
        let mut at = 0u32;
        for same in words.chunk_by(|a, b| beginning(a) == beginning(b)) {
            let end = at + same.len() as u32;
            if same.first().is_some_and(|word| beginning(word).is_some()) {
                found.push(at..end);
            }
            at = end;
        }
    }
    found.sort_unstable_by_key(|range| (range.start, range.end));
    found.dedup();
    found
}

/// How many documents the blocks of `documents` documents have, in order.
#[cfg(feature = "build")]
pub(crate) fn block_lengths(documents: u32) -> Vec<u32> {
    let mut lengths = Vec::new();
    let mut done = 0u32;
    while done < documents {
        // The first two have 4,096, and each further one as many as all before it, up to the most.
        let length = done.clamp(1 << 12, BLOCK as u32).min(documents - done);
        lengths.push(length);
        done += length;
    }
    lengths
}

#[cfg(feature = "build")]
impl Postings {
    /// Encodes the blocks, given for each the pairs of word and document number within it, in order; `beginnings` may
    /// have bits.
    pub(crate) fn section(
        words: u32,
        beginnings: &[Range<u32>],
        blocks: &[(u32, Vec<(u32, u16)>)],
    ) -> Vec<u8> {
        use rayon::prelude::*;
        let mut firsts = Vec::with_capacity(blocks.len());
        let mut documents = 0u32;
        for (length, _) in blocks {
            firsts.push(documents);
            documents += length;
        }
        let mut out = SectionWriter::default();
        out.u64(u64::from(documents));
        out.u64(blocks.len() as u64);
        out.put_u32s(&firsts);
        let encoded: Vec<(SectionWriter, Vec<u8>)> = blocks
            .par_iter()
            .map(|(length, pairs)| encode_block(words, beginnings, *length, pairs))
            .collect();
        let mut postings = Vec::new();
        for (head, lists) in encoded {
            out.put(&head.finish());
            postings.extend_from_slice(&lists);
        }
        out.u64(postings.len() as u64 / 2);
        out.put(&postings);
        out.finish()
    }
}

/// What stands at the head of the section for a block of `length` documents, and its postings.
#[cfg(feature = "build")]
fn encode_block(
    words: u32,
    beginnings: &[Range<u32>],
    length: u32,
    pairs: &[(u32, u16)],
) -> (SectionWriter, Vec<u8>) {
    let mut offsets = vec![0u64; words as usize + 1];
    let mut postings = Vec::with_capacity(pairs.len() * 2);
    let (mut frequent, mut frequencies, mut bits) = (Vec::new(), Vec::new(), Vec::new());
    let mut at = 0usize;
    for own in pairs.chunk_by(|a, b| a.0 == b.0) {
        let Some((word, _)) = own.first() else { continue };
        let (from, to) = (at, *word as usize + 1);
        if let Some(before) = offsets.get_mut(from..to) {
            before.fill(postings.len() as u64 / 2);
        }
        at = to;
        let documents = own.chunk_by(|a, b| a == b).count();
        if documents * FREQUENT < length as usize {
            postings.extend(own.iter().flat_map(|(_, document)| document.to_le_bytes()));
            continue;
        }
        frequent.push(*word);
        frequencies.push(documents as u32);
        // Where the word comes again, the list says so.
        let again = own.windows(2).filter_map(|pair| pair.first().filter(|first| pair.last() == Some(first)));
        postings.extend(again.flat_map(|(_, document)| document.to_le_bytes()));
        bits.extend(marks(length, own));
    }
    if let Some(rest) = offsets.get_mut(at..) {
        rest.fill(postings.len() as u64 / 2);
    }
    let mut out = SectionWriter::default();
    Monotone::write(&mut out, &offsets);
    out.u64(frequent.len() as u64);
    out.put_u32s(&frequent);
    out.put_u32s(&frequencies);
    out.put(&bits);
    let (mut kept, mut frequencies, mut bits) = (Vec::new(), Vec::new(), Vec::new());
    for beginning in beginnings {
        let own = of_words(pairs, beginning);
        if own.len() * FREQUENT_BEGINNING < length as usize {
            continue;
        }
        let marks = marks(length, own);
        let documents: u32 = marks.iter().map(|byte| byte.count_ones()).sum();
        if documents as usize * FREQUENT_BEGINNING >= length as usize {
            kept.extend([beginning.start, beginning.end]);
            frequencies.push(documents);
            bits.extend(marks);
        }
    }
    out.u64(frequencies.len() as u64);
    out.put_u32s(&kept);
    out.put_u32s(&frequencies);
    out.put(&bits);
    (out, postings)
}

/// The pairs of some words.
#[cfg(feature = "build")]
fn of_words<'p>(pairs: &'p [(u32, u16)], words: &Range<u32>) -> &'p [(u32, u16)] {
    let before = |word: u32| pairs.partition_point(|(other, _)| *other < word);
    pairs.get(before(words.start)..before(words.end)).unwrap_or_default()
}

/// A bit for each of `length` documents, set where a pair has it, in whole `u64`s.
#[cfg(feature = "build")]
fn marks(length: u32, pairs: &[(u32, u16)]) -> Vec<u8> {
    let mut marks = vec![0u8; length.div_ceil(64) as usize * 8];
    for (_, document) in pairs {
        if let Some(byte) = marks.get_mut(usize::from(document / 8)) {
            *byte |= 1 << (document % 8);
        }
    }
    marks
}

#[cfg(test)]
#[cfg(feature = "build")]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn beginnings_are_ranges() {
        let words = ["a", "abc", "abcd", "abd", "b", "é"];
        assert_eq!(beginnings(&words), [0..4, 1..3, 1..4, 3..4, 4..5]);
    }

    #[test]
    fn blocks_grow() {
        assert_eq!(block_lengths(10_000), [4096, 4096, 1808]);
        let large = block_lengths(200_000);
        assert_eq!(&large[..7], [4096, 4096, 8192, 16384, 32768, 65536, 65536]);
        assert_eq!(large.iter().sum::<u32>(), 200_000);
        assert!(block_lengths(0).is_empty());
    }

    proptest! {
        #[test]
        fn each_word_has_its_documents(
            blocks in prop::collection::vec(prop::collection::vec((0u32..7, 0u16..150), 0..90), 0..4),
            from in 0u32..7,
            length in 0u32..4,
        ) {
            let blocks: Vec<(u32, Vec<(u32, u16)>)> =
                blocks.into_iter().map(|mut pairs| {
                    pairs.sort_unstable();
                    (150, pairs)
                }).collect();
            let all = [0..1, 0..7, 2..5];
            let section = Postings::section(7, &all, &blocks);
            let postings = Postings::from_section(section.into(), 7, "test").unwrap();
            prop_assert_eq!(postings.documents() as usize, 150 * blocks.len());
            let range = from..(from + length).min(7);
            for (block, (_, pairs)) in postings.blocks().iter().zip(&blocks) {
                for word in range.clone() {
                    let expected: Vec<u32> =
                        pairs.iter().filter(|(other, _)| *other == word).map(|(_, document)| u32::from(*document)).collect();
                    prop_assert_eq!(block.documents_of(word).unwrap(), expected);
                }
                let listed = block.bytes(&block.place(&range).unwrap()).unwrap().len() / 2;
                let frequent: u32 = block.frequent(&range).map(|place| block.frequency(place).unwrap()).sum();
                prop_assert!(block.verify_beginnings().is_ok());
                for words in &all {
                    let own: BTreeSet<u16> = pairs.iter().filter(|(word, _)| words.contains(word)).map(|(_, document)| *document).collect();
                    let place = block.beginning(words);
                    prop_assert_eq!(place.is_some(), own.len() * FREQUENT_BEGINNING >= 150);
                    if let Some(place) = place {
                        prop_assert_eq!(block.beginning_frequency(place).unwrap() as usize, own.len());
                    }
                }
                prop_assert_eq!(block.beginning(&(1..5)), None);
                let expected = pairs.iter().filter(|(word, _)| range.contains(word)).count();
                prop_assert_eq!(listed + frequent as usize, expected);
            }
        }

        #[test]
        fn no_bytes_panic(at in any::<prop::sample::Index>(), value in any::<u8>()) {
            let blocks = [(50, vec![(0, 1), (0, 9), (2, 3)]), (20, vec![(1, 19)])];
            let mut section = Postings::section(3, &[0..1, 0..3], &blocks);
            let at = at.index(section.len());
            section[at] = value;
            if let Ok(postings) = Postings::from_section(section.into(), 3, "test") {
                for block in postings.blocks() {
                    for range in [0..3, 2..3, 3..9] {
                        let _ = block.place(&range).and_then(|place| block.bytes(&place).map(<[u8]>::len));
                        for place in block.frequent(&range) {
                            let _ = (block.bits(place).map(<[u8]>::len), block.frequency(place));
                        }
                        if let Some(place) = block.beginning(&range) {
                            let _ = (block.beginning_bits(place).map(<[u8]>::len), block.beginning_frequency(place));
                        }
                    }
                    let _ = block.verify_beginnings();
                }
            }
        }
    }
}
