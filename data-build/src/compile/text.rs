//! Terms and definitions in phrases.

use rayon::prelude::*;
use vademecum::build::{FSN_FURTHEST, PhraseTrainer, TextInput, split_fsn};

use crate::compile::arrange::Arrangement;
use crate::rf2::{DescriptionType, Release};

/// The texts of a file, encoded.
#[derive(Debug)]
pub(super) struct EncodedText {
    phrases: Vec<u8>,
    term_offsets: Vec<u64>,
    term_codes: Vec<u16>,
    fsn_from: Vec<u64>,
    definition_offsets: Vec<u64>,
    definition_codes: Vec<u16>,
}

impl EncodedText {
    /// The texts as the encoder takes them.
    pub(super) fn as_input(&self) -> TextInput<'_> {
        TextInput {
            phrases: self.phrases.clone(),
            term_offsets: &self.term_offsets,
            term_codes: &self.term_codes,
            fsn_from: &self.fsn_from,
            definition_offsets: &self.definition_offsets,
            definition_codes: &self.definition_codes,
        }
    }
}

/// How many bytes of text the dictionary is learnt from.
const SAMPLE_BYTES: usize = 48 << 20;

/// For each concept, how far behind its FSN the term stands that is the FSN without its tag; 0 for none.
fn derive_fsns(release: &Release, arrangement: &Arrangement) -> Vec<u64> {
    let pairs: Vec<(u64, u64)> =
        arrangement.groups.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))).collect();
    pairs
        .into_par_iter()
        .map(|(from, to)| {
            let positions = arrangement.descriptions.get(from as usize..to as usize).unwrap_or_default();
            let mut rows =
                positions.iter().filter_map(|position| release.descriptions.get(*position as usize));
            let Some(first) = rows.next().filter(|row| row.description_type == DescriptionType::Fsn) else {
                return 0;
            };
            let Some((name, _)) = split_fsn(release.term(first)) else { return 0 };
            let same = rows.take(FSN_FURTHEST).position(|row| release.term(row) == name);
            same.map_or(0, |distance| distance as u64 + 1)
        })
        .collect()
}

/// Learns a dictionary and writes every text in it.
pub(super) fn encode(release: &Release, arrangement: &Arrangement, no_definitions: bool) -> EncodedText {
    let fsn_from = derive_fsns(release, arrangement);
    let text =
        |position: &u32| release.descriptions.get(*position as usize).map_or("", |row| release.term(row));
    let mut texts: Vec<&str> = arrangement.descriptions.iter().map(text).collect();
    for (start, from) in arrangement.groups.iter().zip(&fsn_from) {
        if *from > 0
            && let Some(own) = texts.get_mut(*start as usize)
        {
            *own = "";
        }
    }
    if no_definitions {
        texts.truncate(arrangement.terms as usize);
    }
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    let mut trainer = PhraseTrainer::new(bytes.min(SAMPLE_BYTES));
    // A stride through all texts, so that every part of the hierarchy is heard.
    let stride = bytes.div_ceil(SAMPLE_BYTES).max(1);
    for start in 0..stride {
        let mut left = if start == 0 { usize::MAX } else { 0 };
        for text in texts.iter().skip(start).step_by(stride) {
            left = left.saturating_sub(text.len());
            if left == 0 || !trainer.train(text) {
                break;
            }
        }
    }
    let chunks: Vec<(Vec<u16>, Vec<u32>)> = texts
        .par_chunks(1 << 14)
        .map(|texts| {
            let mut codes = Vec::new();
            let ends = texts.iter().map(|text| {
                trainer.encode(text, &mut codes);
                codes.len() as u32
            });
            let ends = ends.collect();
            (codes, ends)
        })
        .collect();
    let mut term_codes: Vec<u16> = Vec::new();
    let mut offsets = vec![0u64];
    for (codes, ends) in chunks {
        let base = term_codes.len() as u64;
        offsets.extend(ends.iter().map(|end| base + u64::from(*end)));
        term_codes.extend_from_slice(&codes);
    }
    let terms = arrangement.terms as usize;
    let split = offsets.get(terms).copied().unwrap_or(0);
    let definition_offsets: Vec<u64> = offsets.iter().skip(terms).map(|offset| offset - split).collect();
    offsets.truncate(terms + 1);
    let mut definition_codes = term_codes.split_off(split as usize);
    let phrases = trainer.finish(&mut [&mut term_codes, &mut definition_codes]);
    EncodedText { phrases, term_offsets: offsets, term_codes, fsn_from, definition_offsets, definition_codes }
}
