//! Which documents hold which words, block by block.

use std::ops::Range;

use bytes::Bytes;

#[cfg(feature = "build")]
use crate::bytes::SectionWriter;
use crate::bytes::{Malformed, SectionReader, u32_at};
use crate::search::marks::BLOCK;
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
}

/// The inverted index in blocks of documents.
///
/// Documents are numbered best first, so a search looks at one block after another and stops when it has enough. Within
/// a block the documents of each word follow those of the word before it, so that a range of words is one piece of
/// memory. The first blocks are small: the best documents of a common beginning are found without reading many.
///
/// Bytes: documents `u64`, blocks `u64`, the first document of each block as `u32`s; then for each block the offsets of
/// its words as a [`Monotone`] of words + 1, counted in postings; then the count of all postings `u64` and the postings
/// of all blocks, `u16` each.
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
            blocks.push(Block { first, documents: length, offsets, postings: Bytes::new() });
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
    /// Encodes the blocks, given for each the pairs of word and document number within it, in order.
    pub(crate) fn section(words: u32, blocks: &[(u32, Vec<(u32, u16)>)]) -> Vec<u8> {
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
        let offsets: Vec<SectionWriter> = blocks
            .par_iter()
            .map(|(_, pairs)| {
                let mut offsets = Vec::with_capacity(words as usize + 1);
                let mut at = 0u64;
                let mut rest = pairs.iter().peekable();
                for word in 0..words {
                    offsets.push(at);
                    while rest.next_if(|(other, _)| *other == word).is_some() {
                        at += 1;
                    }
                }
                offsets.push(at);
                let mut out = SectionWriter::default();
                Monotone::write(&mut out, &offsets);
                out
            })
            .collect();
        for block in offsets {
            out.put(&block.finish());
        }
        out.u64(blocks.iter().map(|(_, pairs)| pairs.len() as u64).sum());
        let postings =
            blocks.iter().flat_map(|(_, pairs)| pairs).flat_map(|(_, document)| document.to_le_bytes());
        out.put(&postings.collect::<Vec<u8>>());
        out.finish()
    }
}

#[cfg(test)]
#[cfg(feature = "build")]
mod tests {
    use super::*;
    use crate::search::marks::numbers;
    use proptest::prelude::*;

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
            blocks in prop::collection::vec(prop::collection::btree_set((0u32..7, 0u16..50), 0..30), 0..4),
            from in 0u32..7,
            length in 0u32..4,
        ) {
            let blocks: Vec<(u32, Vec<(u32, u16)>)> =
                blocks.into_iter().map(|pairs| (50, pairs.into_iter().collect())).collect();
            let section = Postings::section(7, &blocks);
            let postings = Postings::from_section(section.into(), 7, "test").unwrap();
            prop_assert_eq!(postings.documents() as usize, 50 * blocks.len());
            let range = from..(from + length).min(7);
            for (block, (_, pairs)) in postings.blocks().iter().zip(&blocks) {
                let expected: Vec<u16> =
                    pairs.iter().filter(|(word, _)| range.contains(word)).map(|(_, document)| *document).collect();
                prop_assert_eq!(numbers(block.bytes(&block.place(&range).unwrap()).unwrap()).collect::<Vec<_>>(), expected);
            }
        }

        #[test]
        fn no_bytes_panic(at in any::<prop::sample::Index>(), value in any::<u8>()) {
            let mut section = Postings::section(3, &[(50, vec![(0, 1), (0, 9), (2, 3)]), (20, vec![(1, 19)])]);
            let at = at.index(section.len());
            section[at] = value;
            if let Ok(postings) = Postings::from_section(section.into(), 3, "test") {
                for block in postings.blocks() {
                    for range in [0..3, 2..3, 3..9] {
                        let _ = block.place(&range).and_then(|place| block.bytes(&place).map(<[u8]>::len));
                    }
                }
            }
        }
    }
}
