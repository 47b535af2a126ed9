//! Texts that follow those of documents, and by which a query may match together with them.

use bytes::Bytes;

#[cfg(feature = "build")]
use crate::bytes::SectionWriter;
use crate::bytes::{Malformed, SectionReader};
use crate::order::sorted_by_key;
use crate::search::Reading;
use crate::search::reading::Slot;
use crate::section::Lists;

/// The words of texts that stand behind the texts of documents: a document and what follows it are matched by words of
/// both, and are in no document of their own.
///
/// Bytes: count of texts `u64`, the most words that one has `u64`, count of distinct words `u64`, their numbers in the
/// index as `u32`s that ascend, then for each the texts that have it as [`Lists`].
#[derive(Debug)]
pub(crate) struct FurtherTexts {
    count: u32,
    longest: usize,
    words: Bytes,
    texts: Lists,
}

/// A way to match a reading by a document and what follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Way {
    /// What the document has to match.
    pub(crate) rest: Reading,
    /// The texts that may match what is left, ascending; `None` where nothing is.
    pub(crate) texts: Option<Vec<u32>>,
}

/// Alike slots of a reading: one of them, how many there are, and the texts with a word that may stand for it.
struct Alike<'r> {
    slot: &'r Slot,
    count: usize,
    texts: Vec<u32>,
}

impl FurtherTexts {
    /// Reads a section that holds them.
    pub(crate) fn from_section(bytes: Bytes, what: &'static str) -> Result<FurtherTexts, Malformed> {
        let mut reader = SectionReader::new(bytes, what);
        let malformed = reader.malformed();
        let count = u32::try_from(reader.u64()?).map_err(|_| malformed)?;
        let longest = usize::try_from(reader.u64()?).map_err(|_| malformed)?;
        let words = reader.count()?;
        let numbers = reader.take_array(words, 4)?;
        let texts = Lists::read(&mut reader)?;
        reader.finish()?;
        if texts.len() != words {
            return Err(malformed);
        }
        Ok(FurtherTexts { count, longest, words: numbers, texts })
    }

    fn malformed(&self) -> Malformed {
        Malformed { what: "texts behind documents" }
    }

    fn words(&self) -> &[[u8; 4]] {
        self.words.as_chunks::<4>().0
    }

    /// The texts with a word that may stand for a slot, ascending.
    fn of_slot(&self, slot: &Slot) -> Result<Vec<u32>, Malformed> {
        let all = self.words();
        let mut texts = Vec::new();
        for range in slot.ranges() {
            let from = all.partition_point(|word| u32::from_le_bytes(*word) < range.start);
            let own = all.iter().enumerate().skip(from);
            for (place, _) in own.take_while(|(_, word)| u32::from_le_bytes(**word) < range.end) {
                for text in self.texts.of(place as u32)? {
                    texts.push(text?);
                }
            }
        }
        texts.sort_unstable();
        texts.dedup();
        Ok(texts)
    }

    /// Every way to share the slots of a reading between a document and what follows it, those that leave least to what
    /// follows first. Whether the words are enough for all slots has still to be asked of the whole text.
    pub(crate) fn ways(&self, reading: &Reading) -> Result<Vec<Way>, Malformed> {
        let mut alike: Vec<Alike<'_>> = Vec::new();
        for slot in reading.slots() {
            match alike.iter_mut().find(|known| known.slot == slot) {
                Some(known) => known.count += 1,
                None => alike.push(Alike { slot, count: 1, texts: self.of_slot(slot)? }),
            }
        }
        let mut ways = vec![(0, Way { rest: reading.clone(), texts: None })];
        self.share(&alike, &mut Vec::new(), None, &mut ways);
        Ok(sorted_by_key(ways, |(taken, _)| *taken).into_iter().map(|(_, way)| way).collect())
    }

    /// Adds the ways in which of the first slots so many are matched by what follows, which is one of `texts`.
    fn share(
        &self,
        alike: &[Alike<'_>],
        taken: &mut Vec<usize>,
        texts: Option<&[u32]>,
        ways: &mut Vec<(usize, Way)>,
    ) {
        let Some(own) = alike.get(taken.len()) else {
            let Some(texts) = texts else { return };
            let left = alike.iter().zip(taken.iter());
            let slots =
                left.flat_map(|(own, taken)| std::iter::repeat_n(own.slot.clone(), own.count - taken));
            let way = Way { rest: Reading::new(slots.collect()), texts: Some(texts.to_vec()) };
            ways.push((taken.iter().sum(), way));
            return;
        };
        let before: usize = taken.iter().sum();
        taken.push(0);
        self.share(alike, taken, texts, ways);
        let both: Vec<u32> = match texts {
            None => own.texts.clone(),
            Some(texts) => {
                own.texts.iter().copied().filter(|text| texts.binary_search(text).is_ok()).collect()
            }
        };
        let most = if both.is_empty() { 0 } else { own.count.min(self.longest.saturating_sub(before)) };
        for count in 1..=most {
            if let Some(last) = taken.last_mut() {
                *last = count;
            }
            self.share(alike, taken, Some(&both), ways);
        }
        taken.pop();
    }

    /// Compares the words with the texts, of which `numbers` answers the words and forms by their numbers.
    pub(crate) fn verify(&self, numbers: &[Vec<u32>]) -> Result<(), Malformed> {
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for (text, numbers) in (0u32..).zip(numbers) {
            pairs.extend(numbers.iter().map(|number| (*number, text)));
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut found: Vec<(u32, u32)> = Vec::new();
        for (place, word) in self.words().iter().enumerate() {
            for text in self.texts.of(place as u32)? {
                found.push((u32::from_le_bytes(*word), text?));
            }
        }
        let longest = numbers.iter().map(Vec::len).max().unwrap_or(0);
        let fits = found == pairs && self.count as usize == numbers.len() && self.longest == longest;
        if fits { Ok(()) } else { Err(self.malformed()) }
    }

    /// Encodes texts, given the numbers of the words and forms of each.
    #[cfg(feature = "build")]
    pub(crate) fn section(texts: &[Vec<u32>]) -> Vec<u8> {
        let mut pairs: Vec<(u32, u64)> = Vec::new();
        for (text, numbers) in (0u64..).zip(texts) {
            pairs.extend(numbers.iter().map(|number| (*number, text)));
        }
        pairs.sort_unstable();
        pairs.dedup();
        let (mut words, mut offsets, mut values) = (Vec::new(), vec![0u64], Vec::with_capacity(pairs.len()));
        for own in pairs.chunk_by(|a, b| a.0 == b.0) {
            words.extend(own.first().map(|(word, _)| *word));
            values.extend(own.iter().map(|(_, text)| *text));
            offsets.push(values.len() as u64);
        }
        let mut out = SectionWriter::default();
        out.u64(texts.len() as u64);
        out.u64(texts.iter().map(Vec::len).max().unwrap_or(0) as u64);
        out.u64(words.len() as u64);
        out.put_u32s(&words);
        Lists::write(&mut out, &offsets, &values);
        out.finish()
    }
}

#[cfg(test)]
#[cfg(feature = "build")]
mod tests {
    use super::*;

    #[test]
    fn slots_are_shared_in_every_way() {
        // "28 tablet", "28 capsule", "100 ml" by the numbers of their words.
        let texts = [vec![1, 5], vec![1, 3], vec![0, 4]];
        let section = FurtherTexts::section(&texts);
        let further = FurtherTexts::from_section(section.into(), "test").unwrap();
        assert_eq!(further.verify(&texts), Ok(()));
        assert!(further.verify(&texts[..2]).is_err());
        let (twenty_eight, capsule, other) = (Slot::range(1..2), Slot::range(3..4), Slot::range(9..10));
        let ways = |slots: &[&Slot]| {
            let slots = slots.iter().map(|slot| (*slot).clone()).collect();
            let ways = further.ways(&Reading::new(slots)).unwrap();
            ways.into_iter().map(|way| (way.rest.slots().len(), way.texts)).collect::<Vec<_>>()
        };
        assert_eq!(ways(&[&other]), [(1, None)]);
        assert_eq!(ways(&[&other, &twenty_eight]), [(2, None), (1, Some(vec![0, 1]))]);
        assert_eq!(
            ways(&[&twenty_eight, &capsule]),
            [(2, None), (1, Some(vec![1])), (1, Some(vec![0, 1])), (0, Some(vec![1]))]
        );
        // Alike slots are taken one after another, and no more than the longest text has words.
        assert_eq!(ways(&[&twenty_eight; 4]).len(), 3);
    }
}
