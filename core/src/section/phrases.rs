//! The phrase dictionary that term text is written in.

use bytes::Bytes;
#[cfg(feature = "build")]
use rustc_hash::FxHashMap;

#[cfg(feature = "build")]
use crate::bytes::SectionWriter;
use crate::bytes::{Malformed, SectionReader, u32_at};

/// Phrases of up to 16 bytes, each called by a 16-bit code.
///
/// Bytes: count `u64`, then count + 1 offsets as `u32`, then the phrases one after another.
#[derive(Debug, Clone)]
pub(crate) struct Phrases {
    offsets: Bytes,
    text: Bytes,
    what: &'static str,
}

impl Phrases {
    /// Reads a section that holds one dictionary.
    pub(crate) fn from_section(bytes: Bytes, what: &'static str) -> Result<Phrases, Malformed> {
        let mut reader = SectionReader::new(bytes, what);
        let count = reader.count()?;
        if count > 1 << 16 {
            return Err(reader.malformed());
        }
        let offsets = reader.take_array(count + 1, 4)?;
        let length = u32_at(&offsets, count * 4).ok_or(reader.malformed())?;
        let text = reader.take(length as usize)?;
        reader.finish()?;
        Ok(Phrases { offsets, text, what })
    }

    /// The phrase called `code`.
    #[inline]
    pub(crate) fn get(&self, code: u16) -> Result<&[u8], Malformed> {
        let at = usize::from(code) * 4;
        let (Some(start), Some(end)) = (u32_at(&self.offsets, at), u32_at(&self.offsets, at + 4)) else {
            return Err(Malformed { what: self.what });
        };
        match self.text.get(start as usize..end as usize) {
            Some(phrase) if phrase.len() <= LONGEST => Ok(phrase),
            _ => Err(Malformed { what: self.what }),
        }
    }
}

const LONGEST: usize = 16;

/// Learns a dictionary from texts, then writes texts in it.
///
/// Training follows OnPair (F. Gargiulo, R. Venturini, "OnPair: Short Strings Compression for Fast Random
/// Access", 2025): texts are cut greedily into the longest known phrases, and two neighbours that were met
/// together often enough become a phrase themselves.
#[cfg(feature = "build")]
pub struct PhraseTrainer {
    text: Vec<u8>,
    ends: Vec<u32>,
    /// Phrases of up to eight bytes, by their bytes as a number and their length.
    short: FxHashMap<(u64, u8), u16>,
    /// Longer phrases by their first eight bytes: longest first.
    long: FxHashMap<u64, Vec<(u64, u8, u16)>>,
    pairs: FxHashMap<(u16, u16), u32>,
    threshold: u32,
}

/// Up to eight bytes as a number; missing ones are zero.
#[cfg(feature = "build")]
fn word_of(bytes: &[u8]) -> u64 {
    let mut word = [0u8; 8];
    word.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    u64::from_le_bytes(word)
}

#[cfg(feature = "build")]
fn low_bytes(word: u64, count: usize) -> u64 {
    if count >= 8 { word } else { word & ((1 << (count * 8)) - 1) }
}

#[cfg(feature = "build")]
impl PhraseTrainer {
    /// A dictionary of the 256 single bytes. `sample_bytes` is how much text training will see: the more, the
    /// oftener a pair has to be met to be worth a phrase.
    pub fn new(sample_bytes: usize) -> PhraseTrainer {
        let megabytes = sample_bytes as u64 >> 20;
        let mut trainer = PhraseTrainer {
            text: Vec::new(),
            ends: Vec::new(),
            short: FxHashMap::default(),
            long: FxHashMap::default(),
            pairs: FxHashMap::default(),
            threshold: 6.max(megabytes.checked_ilog2().unwrap_or(0) * 4),
        };
        for byte in 0..=u8::MAX {
            trainer.add(&[byte]);
        }
        trainer
    }

    fn is_full(&self) -> bool {
        self.ends.len() > usize::from(u16::MAX)
    }

    fn phrase(&self, code: u16) -> &[u8] {
        let end = self.ends.get(usize::from(code)).copied().unwrap_or(0) as usize;
        let start = match usize::from(code).checked_sub(1) {
            Some(before) => self.ends.get(before).copied().unwrap_or(0) as usize,
            None => 0,
        };
        self.text.get(start..end).unwrap_or_default()
    }

    fn add(&mut self, phrase: &[u8]) -> u16 {
        let code = self.ends.len() as u16;
        self.text.extend_from_slice(phrase);
        self.ends.push(self.text.len() as u32);
        let head = word_of(phrase);
        match phrase.get(8..) {
            Some(tail) if !tail.is_empty() => {
                let entries = self.long.entry(head).or_default();
                let at = entries.partition_point(|entry| usize::from(entry.1) > tail.len());
                entries.insert(at, (word_of(tail), tail.len() as u8, code));
            }
            _ => {
                self.short.insert((head, phrase.len() as u8), code);
            }
        }
        code
    }

    /// The longest phrase that `text` begins with: its code and length.
    fn longest(&self, text: &[u8]) -> (u16, usize) {
        let head = word_of(text);
        if text.len() > 8 {
            let rest = text.get(8..).unwrap_or_default();
            let tail = word_of(rest);
            for &(bytes, length, code) in self.long.get(&head).into_iter().flatten() {
                let length = usize::from(length);
                if length <= rest.len() && low_bytes(tail, length) == bytes {
                    return (code, 8 + length);
                }
            }
        }
        for length in (2..=text.len().min(8)).rev() {
            if let Some(&code) = self.short.get(&(low_bytes(head, length), length as u8)) {
                return (code, length);
            }
        }
        // Every single byte is a phrase, and its code is its value.
        (u16::from(text.first().copied().unwrap_or(0)), 1)
    }

    /// Learns from one text; `false` once the dictionary is full.
    pub fn train(&mut self, text: &str) -> bool {
        let mut rest = text.as_bytes();
        let mut before: Option<u16> = None;
        while !rest.is_empty() {
            if self.is_full() {
                return false;
            }
            let (code, length) = self.longest(rest);
            rest = rest.get(length..).unwrap_or_default();
            before = Some(match before {
                Some(left) if self.phrase(left).len() + length <= LONGEST => {
                    let seen = self.pairs.entry((left, code)).or_insert(0);
                    *seen += 1;
                    if *seen >= self.threshold {
                        self.pairs.remove(&(left, code));
                        let joined = [self.phrase(left), self.phrase(code)].concat();
                        self.add(&joined)
                    } else {
                        code
                    }
                }
                _ => code,
            });
        }
        true
    }

    /// Appends the codes of `text`.
    pub fn encode(&self, text: &str, out: &mut Vec<u16>) {
        let mut rest = text.as_bytes();
        while !rest.is_empty() {
            let (code, length) = self.longest(rest);
            out.push(code);
            rest = rest.get(length..).unwrap_or_default();
        }
    }

    /// The dictionary as a section, without the phrases that no text in `codes` uses; `codes` are renumbered.
    pub fn finish(self, codes: &mut [&mut [u16]]) -> Vec<u8> {
        let mut renumber: Vec<Option<u16>> = vec![None; self.ends.len()];
        for code in codes.iter().flat_map(|codes| codes.iter()) {
            if let Some(slot) = renumber.get_mut(usize::from(*code)) {
                *slot = Some(0);
            }
        }
        let mut text = Vec::new();
        let mut offsets = vec![0u32];
        for (code, slot) in renumber.iter_mut().enumerate().filter(|(_, slot)| slot.is_some()) {
            *slot = Some((offsets.len() - 1) as u16);
            text.extend_from_slice(self.phrase(code as u16));
            offsets.push(text.len() as u32);
        }
        for code in codes.iter_mut().flat_map(|codes| codes.iter_mut()) {
            *code = renumber.get(usize::from(*code)).copied().flatten().unwrap_or(0);
        }
        let mut out = SectionWriter::default();
        out.u64(offsets.len() as u64 - 1);
        out.put_u32s(&offsets);
        out.put(&text);
        out.finish()
    }
}
