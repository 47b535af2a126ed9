//! Words and phrases that stand for one another.

use serde::{Deserialize, Serialize};

use crate::format::{FormatError, decode_table};
use crate::order::sorted_by;

/// Groups of words and phrases, each of which finds the others; letters and digits are folded, words parted by one
/// space.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct EquivalentGroups {
    pub(crate) groups: Vec<Vec<String>>,
}

/// The groups, to be looked up by what is typed.
#[derive(Debug, Default)]
pub(crate) struct Equivalents {
    groups: Vec<Vec<String>>,
    /// Every phrase with its group, in order.
    phrases: Vec<(String, u32)>,
    /// How many words the longest phrase has.
    longest: usize,
}

/// How few letters of a last word are taken for its beginning.
const LEAST_LETTERS: usize = 4;

impl Equivalents {
    /// Reads a section that holds groups.
    pub(crate) fn from_section(bytes: &[u8], what: &'static str) -> Result<Equivalents, FormatError> {
        let EquivalentGroups { groups } = decode_table(bytes, what)?;
        let phrases: Vec<(String, u32)> = (0u32..)
            .zip(&groups)
            .flat_map(|(group, phrases)| phrases.iter().map(move |phrase| (phrase.clone(), group)))
            .collect();
        let phrases = sorted_by(phrases, Ord::cmp);
        let longest = phrases.iter().map(|(phrase, _)| phrase.split(' ').count()).max().unwrap_or(0);
        Ok(Equivalents { groups, phrases, longest })
    }

    /// How many words the longest phrase has.
    pub(crate) fn longest(&self) -> usize {
        self.longest
    }

    /// The other phrases of every group that has `typed`, or a phrase that `typed` begins where its last word has four
    /// letters; in the order of the table, each once.
    pub(crate) fn of(&self, typed: &str) -> Vec<&str> {
        let last = typed.rsplit(' ').next().unwrap_or_default();
        let may_begin = last.chars().count() >= LEAST_LETTERS;
        let from = self.phrases.partition_point(|(phrase, _)| phrase.as_str() < typed);
        let begun = self.phrases.iter().skip(from).take_while(|(phrase, _)| phrase.starts_with(typed));
        // The beginning of a last word, not of further words.
        let meant = begun.filter(|(phrase, _)| {
            phrase.len() == typed.len()
                || may_begin && phrase.get(typed.len()..).is_some_and(|rest| !rest.contains(' '))
        });
        let mut found: Vec<&str> = Vec::new();
        for (phrase, group) in meant {
            for other in self.groups.get(*group as usize).into_iter().flatten() {
                if other != phrase && !found.contains(&other.as_str()) {
                    found.push(other);
                }
            }
        }
        found
    }
}

#[cfg(test)]
#[cfg(feature = "build")]
mod tests {
    use super::*;
    use crate::format::encode_table;

    fn table(groups: &[&[&str]]) -> Equivalents {
        let groups =
            groups.iter().map(|group| group.iter().map(|phrase| (*phrase).to_owned()).collect()).collect();
        Equivalents::from_section(&encode_table(&EquivalentGroups { groups }).unwrap(), "test").unwrap()
    }

    #[test]
    fn each_finds_the_others() {
        let table = table(&[
            &["renal", "kidney"],
            &["mi", "myocardial infarction", "heart attack"],
            &["kidney", "ren"],
        ]);
        assert_eq!(table.of("renal"), ["kidney"]);
        assert_eq!(table.of("kidney"), ["renal", "ren"]);
        assert_eq!(table.of("mi"), ["myocardial infarction", "heart attack"]);
        assert_eq!(table.of("heart atta"), ["mi", "myocardial infarction"]);
        assert_eq!(table.longest(), 2);
    }

    #[test]
    fn beginnings_count_from_four_letters() {
        let table = table(&[&["renal", "kidney"], &["heart attack", "mi"]]);
        assert_eq!(table.of("kidn"), ["renal"]);
        assert!(table.of("kid").is_empty());
        assert!(table.of("heart").is_empty(), "half a phrase is not the phrase");
        assert!(table.of("m").is_empty());
    }
}
