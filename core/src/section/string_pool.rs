//! Texts by number, each a few codes of a phrase dictionary.

use bytes::Bytes;

#[cfg(feature = "build")]
use crate::bytes::SectionWriter;
use crate::bytes::{Malformed, SectionReader};
use crate::section::{Monotone, Phrases};

/// Numbered texts. Reading one touches its codes and the phrases they name, nothing else.
///
/// Bytes: where each text's codes begin as a [`Monotone`] of texts + 1, count of codes `u64`, then the codes as
/// `u16`.
#[derive(Debug, Clone)]
pub(crate) struct StringPool {
    offsets: Monotone,
    codes: Bytes,
    what: &'static str,
}

impl StringPool {
    /// Reads a section that holds one pool.
    pub(crate) fn from_section(bytes: Bytes, what: &'static str) -> Result<StringPool, Malformed> {
        let mut reader = SectionReader::new(bytes, what);
        let pool = StringPool::read_from(&mut reader)?;
        reader.finish()?;
        Ok(pool)
    }

    /// Reads the pool at the front of `reader`.
    pub(crate) fn read_from(reader: &mut SectionReader) -> Result<StringPool, Malformed> {
        let offsets = Monotone::read(reader)?;
        let count = reader.count()?;
        let codes = reader.take_array(count, 2)?;
        Ok(StringPool { offsets, codes, what: reader.malformed().what })
    }

    /// How many texts there are.
    pub(crate) fn len(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// The text numbered `index`.
    #[cfg(test)]
    fn get(&self, phrases: &Phrases, index: usize) -> Result<String, Malformed> {
        let mut text = String::new();
        self.read(phrases, index, &mut text)?;
        Ok(text)
    }

    /// Puts the text numbered `index` in the place of `text`, whose memory is used again.
    pub(crate) fn read(&self, phrases: &Phrases, index: usize, text: &mut String) -> Result<(), Malformed> {
        text.clear();
        self.append(phrases, index, text)
    }

    /// Puts the text numbered `index` behind what `text` holds.
    pub(crate) fn append(&self, phrases: &Phrases, index: usize, text: &mut String) -> Result<(), Malformed> {
        let malformed = Malformed { what: self.what };
        let (from, to) = self.offsets.pair(index)?;
        let from = usize::try_from(from).ok().and_then(|from| from.checked_mul(2));
        let to = usize::try_from(to).ok().and_then(|to| to.checked_mul(2));
        let (Some(from), Some(to)) = (from, to) else { return Err(malformed) };
        let codes = self.codes.get(from..to).ok_or(malformed)?;
        let mut bytes = std::mem::take(text).into_bytes();
        bytes.reserve(codes.len() * 4 + 16);
        for code in codes.as_chunks::<2>().0 {
            bytes.extend_from_slice(phrases.get(u16::from_le_bytes(*code))?);
        }
        *text = String::from_utf8(bytes).map_err(|_| malformed)?;
        Ok(())
    }

    /// Encodes texts that are already cut into codes; `offsets` has one entry more than there are texts.
    #[cfg(feature = "build")]
    pub(crate) fn section(offsets: &[u64], codes: &[u16]) -> Vec<u8> {
        let mut out = SectionWriter::default();
        StringPool::write(&mut out, offsets, codes);
        out.finish()
    }

    /// Appends what [`StringPool::read_from`] reads.
    #[cfg(feature = "build")]
    pub(crate) fn write(out: &mut SectionWriter, offsets: &[u64], codes: &[u16]) {
        Monotone::write(out, offsets);
        out.u64(codes.len() as u64);
        let bytes: Vec<u8> = codes.iter().flat_map(|code| code.to_le_bytes()).collect();
        out.put(&bytes);
    }
}

#[cfg(test)]
#[cfg(feature = "build")]
mod tests {
    use super::*;
    use crate::section::PhraseTrainer;
    use proptest::prelude::*;

    fn round_trip(texts: &[String]) {
        let mut trainer = PhraseTrainer::new(0);
        for text in texts.iter().cycle().take(texts.len() * 8) {
            trainer.train(text);
        }
        let mut codes = Vec::new();
        let mut offsets = vec![0];
        for text in texts {
            trainer.encode(text, &mut codes);
            offsets.push(codes.len() as u64);
        }
        let phrases = Phrases::from_section(trainer.finish(&mut [&mut codes]).into(), "test").unwrap();
        let pool = StringPool::from_section(StringPool::section(&offsets, &codes).into(), "test").unwrap();
        assert_eq!(pool.len(), texts.len());
        for (index, text) in texts.iter().enumerate() {
            assert_eq!(&pool.get(&phrases, index).unwrap(), text);
        }
        assert!(pool.get(&phrases, texts.len()).is_err());
    }

    #[test]
    fn long_terms_and_repeats() {
        let term = "Chronic obstructive pulmonary disease with (acute) lower respiratory infection";
        round_trip(&[term.to_owned(), term.repeat(60), String::new(), "é".repeat(4_096)]);
    }

    proptest! {
        #[test]
        fn what_goes_in_comes_out(texts in prop::collection::vec("[a-dα ]{0,30}|\\PC{0,20}", 0..40)) {
            round_trip(&texts);
        }

        #[test]
        fn altered_bytes_never_panic(at in any::<prop::sample::Index>(), value in any::<u8>()) {
            let mut trainer = PhraseTrainer::new(0);
            let texts = ["chronic hepatitis", "acute hepatitis", "hepatitis B"];
            texts.iter().cycle().take(60).for_each(|text| { trainer.train(text); });
            let mut codes = Vec::new();
            let mut offsets = vec![0];
            for text in texts {
                trainer.encode(text, &mut codes);
                offsets.push(codes.len() as u64);
            }
            let mut dictionary = trainer.finish(&mut [&mut codes]);
            let mut pool = StringPool::section(&offsets, &codes);
            let whole = dictionary.len() + pool.len();
            let at = at.index(whole);
            match dictionary.get_mut(at) {
                Some(byte) => *byte = value,
                None => pool[at - dictionary.len()] = value,
            }
            if let (Ok(phrases), Ok(pool)) =
                (Phrases::from_section(dictionary.into(), "test"), StringPool::from_section(pool.into(), "test"))
            {
                for index in 0..pool.len().min(100) + 1 {
                    let _ = pool.get(&phrases, index);
                }
            }
        }
    }
}
