//! Language preferences: which language reference sets decide a preferred term, and in which order.

use crate::engine::Error;
use crate::format::Tables;
use crate::id::{Sctid, metadata};

/// Language reference sets in the order in which they are asked for a preferred term.
///
/// *Preferred* is a property of a language reference set, not of a description: the first set of the order in which a
/// concept has an active preferred synonym decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LanguageOrder {
    /// Places in the table of language reference sets.
    places: Vec<u16>,
}

/// The order in which the UK Edition chooses a preferred term: clinical concepts are preferred in the clinical part,
/// medicines in the pharmacy part, and everything international in GB English.
pub const UK_LANGUAGE_ORDER: &[u64] = &[
    metadata::NHS_CLINICAL,
    metadata::NHS_PHARMACY,
    999_000_671_000_001_103,
    999_000_681_000_001_101,
    metadata::GB_ENGLISH,
    999_001_251_000_000_103,
];

/// Language and dialect names with their reference sets (ECL specification, Appendix C, and the UK Edition's own).
const ALIASES: &[(&str, u64)] = &[
    ("en-us", metadata::US_ENGLISH),
    ("en-nhs-clinical", metadata::NHS_CLINICAL),
    ("en-nhs-pharmacy", metadata::NHS_PHARMACY),
    ("en-nhs-dmd", 999_000_671_000_001_103),
    ("en-uk-drug", 999_000_681_000_001_101),
    ("en-uk-ext", 999_001_251_000_000_103),
    ("en-int-gmdn", 608_771_002),
    ("en-au", 32_570_271_000_036_106),
    ("en-ca", 19_491_000_087_109),
    ("en-ie", 21_000_220_103),
    ("en-nz", 271_000_210_107),
    ("en-nz-pat", 281_000_210_109),
    ("da", 554_461_000_005_103),
    ("da-dk", 554_461_000_005_103),
    ("de", 722_130_004),
    ("es", 448_879_004),
    ("es-ar", 450_828_004),
    ("es-uy", 5_641_000_179_103),
    ("et", 71_000_181_105),
    ("et-ee", 71_000_181_105),
    ("fr", 722_131_000),
    ("fr-be", 21_000_172_104),
    ("fr-ca", 20_581_000_087_109),
    ("ja", 722_129_009),
    ("nb", 61_000_202_103),
    ("nb-no", 61_000_202_103),
    ("nn", 91_000_202_106),
    ("nn-no", 91_000_202_106),
    ("nl-be", 31_000_172_101),
    ("nl", 31_000_146_106),
    ("nl-nl", 31_000_146_106),
    ("sv", 46_011_000_052_107),
    ("sv-se", 46_011_000_052_107),
    ("zh", 722_128_001),
];

/// The language reference sets that a name stands for, best first: a BCP 47 tag, or ids parted by commas.
///
/// `en-GB` (and `en`) is the order of the UK Edition, which ends in the GB English set of the International Edition;
/// `en-US` is the US English set.
///
/// # Errors
///
/// [`Error::UnknownLanguage`], or [`Error::Id`] where a listed id does not parse.
pub fn language_refsets_of(language: &str) -> Result<Vec<u64>, Error> {
    let name = language.trim().to_ascii_lowercase().replace('_', "-");
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        return name.split(',').map(|id| Ok(id.trim().parse::<Sctid>()?.number())).collect();
    }
    if name == "en-gb" {
        return Ok(UK_LANGUAGE_ORDER.to_vec());
    }
    if name == "en" {
        return Ok(UK_LANGUAGE_ORDER.iter().copied().chain([metadata::US_ENGLISH]).collect());
    }
    match ALIASES.iter().find(|(alias, _)| *alias == name) {
        Some((_, refset)) => Ok(vec![*refset]),
        None => Err(Error::UnknownLanguage { language: language.to_owned() }),
    }
}

impl LanguageOrder {
    /// The order of those `refsets` that the file has.
    pub(crate) fn from_refsets(tables: &Tables, refsets: &[u64]) -> LanguageOrder {
        let place = |refset: &u64| tables.language_refsets.iter().position(|known| known == refset);
        LanguageOrder { places: refsets.iter().filter_map(place).map(|place| place as u16).collect() }
    }

    pub(crate) fn parse(tables: &Tables, language: &str) -> Result<LanguageOrder, Error> {
        let order = LanguageOrder::from_refsets(tables, &language_refsets_of(language)?);
        if order.places.is_empty() {
            return Err(Error::LanguageNotInFile { language: language.to_owned() });
        }
        Ok(order)
    }

    /// Whether a description with these acceptabilities may be used in this language.
    pub(crate) fn accepts(&self, acceptabilities: &[(u16, bool)]) -> bool {
        acceptabilities.iter().any(|(place, _)| self.places.contains(place))
    }

    /// Where a set of acceptabilities stands in this order: the lower the better; `None` where the description is
    /// preferred in none.
    pub(crate) fn preference(&self, acceptabilities: &[(u16, bool)]) -> Option<usize> {
        self.places.iter().position(|place| acceptabilities.contains(&(*place, true)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_ids() {
        assert_eq!(language_refsets_of("en_GB").unwrap().first(), Some(&metadata::NHS_CLINICAL));
        assert_eq!(language_refsets_of("EN-us").unwrap(), [metadata::US_ENGLISH]);
        assert_eq!(
            language_refsets_of("900000000000508004, 900000000000509007").unwrap(),
            [metadata::GB_ENGLISH, metadata::US_ENGLISH]
        );
        assert!(matches!(language_refsets_of("tlh"), Err(Error::UnknownLanguage { .. })));
        assert!(matches!(language_refsets_of("12x"), Err(Error::Id(_))));
    }

    #[test]
    fn every_refset_id_is_well_formed() {
        let ids = ALIASES.iter().map(|(_, id)| *id).chain(UK_LANGUAGE_ORDER.iter().copied());
        for id in ids {
            assert!(Sctid::new(id).unwrap().is_well_formed(), "{id}");
        }
    }
}
