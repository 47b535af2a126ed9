//! SNOMED CT identifiers (SCTIDs): their parts, their check digit, and the typed ids built on them.
//!
//! An SCTID is a whole number of 6 to 18 digits. Read from the right it is a check digit, a two-digit
//! partition identifier, in the long format a seven-digit namespace, and an item identifier (SNOMED CT
//! Release File Specifications, section 6, "SCTID Representation").
//!
//! # Examples
//!
//! ```
//! use vademecum::{ComponentKind, ConceptId, Sctid};
//!
//! let edition: Sctid = "83821000000107".parse()?;
//! assert_eq!(edition.namespace(), Some(1_000_000));
//! assert_eq!(edition.item(), 8382);
//! assert_eq!(edition.kind(), Some(ComponentKind::Concept));
//! assert!(edition.is_well_formed());
//!
//! let hepatitis: ConceptId = "128241005".parse()?;
//! assert_eq!(hepatitis.to_string(), "128241005");
//! assert!("128241006".parse::<ConceptId>().is_err());
//! # Ok::<(), vademecum::IdError>(())
//! ```

use std::fmt;
use std::str::FromStr;

/// Multiplication in the dihedral group D5, the table of the Verhoeff check (`D5[a][b]`).
const D5: [[u8; 10]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
    [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
    [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
    [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
    [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
    [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
    [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
    [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
];

/// The inverse of each element of D5.
const INVERSE: [u8; 10] = [0, 4, 3, 2, 1, 5, 6, 7, 8, 9];

/// `PERMUTATION[i % 8][digit]`, where `i` counts digits from the right.
const PERMUTATION: [[u8; 10]; 8] = permutations();

#[expect(
    clippy::indexing_slicing,
    reason = "evaluated by the compiler, where a wrong index is a build error"
)]
const fn permutations() -> [[u8; 10]; 8] {
    let step = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let mut table = [[0u8; 10]; 8];
    let mut row = 0;
    while row < 8 {
        let mut digit = 0;
        while digit < 10 {
            table[row][digit] = if row == 0 { digit as u8 } else { table[row - 1][step[digit] as usize] };
            digit += 1;
        }
        row += 1;
    }
    table
}

/// The product of three permuted digits, for each of the eight phases at which three digits can begin.
/// Rows have room for any ten bits, so that no index is out of bounds.
const TRIPLES: [[u8; 1024]; 8] = triples();

/// The product of the permuted zeros that stand before a number of so many digits to make it 18, from phases 0 and 1.
const LEADING_ZEROS: [[u8; 32]; 2] = leading_zeros();

/// [`D5`] with room for any two times four bits.
const PRODUCTS: [u8; 256] = products();

#[expect(
    clippy::indexing_slicing,
    reason = "evaluated by the compiler, where a wrong index is a build error"
)]
const fn triples() -> [[u8; 1024]; 8] {
    let mut table = [[0u8; 1024]; 8];
    let mut phase = 0;
    while phase < 8 {
        let mut value = 0;
        while value < 1000 {
            let mut product = PERMUTATION[phase][value % 10];
            product = D5[product as usize][PERMUTATION[(phase + 1) % 8][value / 10 % 10] as usize];
            product = D5[product as usize][PERMUTATION[(phase + 2) % 8][value / 100] as usize];
            table[phase][value] = product;
            value += 1;
        }
        phase += 1;
    }
    table
}

#[expect(
    clippy::indexing_slicing,
    reason = "evaluated by the compiler, where a wrong index is a build error"
)]
const fn leading_zeros() -> [[u8; 32]; 2] {
    let mut table = [[0u8; 32]; 2];
    let mut phase = 0;
    while phase < 2 {
        let mut digits = 18;
        while digits > 0 {
            digits -= 1;
            let zero = PERMUTATION[(phase + digits) % 8][0];
            table[phase][digits] = D5[zero as usize][table[phase][digits + 1] as usize];
        }
        phase += 1;
    }
    table
}

#[expect(
    clippy::indexing_slicing,
    reason = "evaluated by the compiler, where a wrong index is a build error"
)]
const fn products() -> [u8; 256] {
    let mut table = [0u8; 256];
    let mut at = 0;
    while at < 100 {
        table[at / 10 * 16 + at % 10] = D5[at / 10][at % 10];
        at += 1;
    }
    table
}

/// The smallest number of each count of digits.
#[expect(
    clippy::indexing_slicing,
    reason = "evaluated by the compiler, where a wrong index is a build error"
)]
const POWERS: [u64; 20] = {
    let mut table = [0; 20];
    let mut power = 1;
    let mut digits = 1;
    while digits < 20 {
        table[digits] = power;
        power *= 10;
        digits += 1;
    }
    table
};

#[inline]
#[expect(clippy::indexing_slicing, reason = "the index has eight bits")]
fn times(a: u8, b: u8) -> u8 {
    PRODUCTS[usize::from(a << 4 | b & 15)]
}

/// The Verhoeff sum of the digits of `number`, at most 18, the rightmost at position `phase`, 0 or 1.
///
/// The sum of all 18 positions is taken three digits at a time, in a tree, and then the zeros that are no digits of
/// the number are divided away: without a branch, and with few look-ups that wait for one another.
#[inline]
#[expect(
    clippy::indexing_slicing,
    reason = "every index is a remainder or has too few bits to be out of bounds"
)]
fn verhoeff_sum(number: u64, phase: usize) -> u8 {
    let triple = |place: usize, value: u64| TRIPLES[(phase + place) % 8][(value & 1023) as usize];
    let (high, low) = (number / 1_000_000_000, number % 1_000_000_000);
    let right = times(triple(0, low % 1000), triple(3, low / 1000 % 1000));
    let middle = times(triple(6, low / 1_000_000), triple(9, high % 1000));
    let left = times(triple(12, high / 1000 % 1000), triple(15, high / 1_000_000));
    let all = times(times(right, middle), left);
    let digits = (((64 - number.leading_zeros()) * 1233) >> 12) as usize;
    let digits = digits + usize::from(number >= POWERS[(digits + 1) % 20]);
    times(all, INVERSE[usize::from(LEADING_ZEROS[phase % 2][digits % 32]) % 10])
}

/// The Verhoeff check digit that belongs after `digits`.
pub(crate) fn check_digit(digits: u64) -> u8 {
    INVERSE.get(usize::from(verhoeff_sum(digits, 1))).copied().unwrap_or_default()
}

/// What is wrong with the text of an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdError {
    /// The text is empty or holds something other than the digits 0 to 9. Send the id as plain digits.
    #[error("an SCTID is digits only")]
    NotDigits,
    /// Fewer than 6 or more than 18 digits, or a leading zero. Check that the id was not cut or padded.
    #[error("an SCTID has 6 to 18 digits and no leading zero")]
    Length,
    /// The check digit does not agree with the rest: a digit is wrong or two are swapped.
    #[error("the check digit of {id} is wrong")]
    CheckDigit {
        /// The number as it was given.
        id: u64,
    },
    /// The partition identifier names no component, or another kind than was asked for.
    #[error("the partition of {id} is not that of a {wanted}")]
    Partition {
        /// The number as it was given.
        id: u64,
        /// The kind that was asked for.
        wanted: &'static str,
    },
}

/// The kind of component that an SCTID names by its partition identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ComponentKind {
    /// Partition 00 or 10.
    Concept,
    /// Partition 01 or 11.
    Description,
    /// Partition 02 or 12.
    Relationship,
}

/// Any SNOMED CT identifier, as a number.
///
/// Parsing checks form alone (digits, length); [`Sctid::is_well_formed`] adds partition and check digit.
/// Released data is taken as it is, so a number that a release holds is an `Sctid` whatever its check digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sctid(u64);

impl Sctid {
    const SMALLEST: u64 = 100_000;
    const LARGEST: u64 = 999_999_999_999_999_999;

    /// The identifier with this number.
    ///
    /// # Errors
    ///
    /// [`IdError::Length`] where the number has fewer than 6 or more than 18 digits.
    pub const fn new(number: u64) -> Result<Sctid, IdError> {
        if number < Self::SMALLEST || number > Self::LARGEST {
            Err(IdError::Length)
        } else {
            Ok(Sctid(number))
        }
    }

    /// An identifier as a release holds it, which may be shorter than any SCTID: releases for testing have such.
    pub(crate) const fn released(number: u64) -> Option<Sctid> {
        if number == 0 || number > Self::LARGEST { None } else { Some(Sctid(number)) }
    }

    /// Parses ASCII digits.
    ///
    /// # Errors
    ///
    /// [`IdError::NotDigits`] or [`IdError::Length`].
    pub fn from_ascii(text: &[u8]) -> Result<Sctid, IdError> {
        if text.is_empty() || !text.iter().all(u8::is_ascii_digit) {
            return Err(IdError::NotDigits);
        }
        if text.len() > 18 || text.first() == Some(&b'0') {
            return Err(IdError::Length);
        }
        Sctid::new(text.iter().fold(0, |number, digit| number * 10 + u64::from(digit - b'0')))
    }

    /// The identifier as a number.
    pub const fn number(self) -> u64 {
        self.0
    }

    /// The two-digit partition identifier: its first digit is 1 in the long format, its second tells the kind.
    pub const fn partition(self) -> u8 {
        (self.0 / 10 % 100) as u8
    }

    /// The kind of component, or `None` where the partition identifier is not one of the six in use.
    pub const fn kind(self) -> Option<ComponentKind> {
        match self.partition() {
            0 | 10 => Some(ComponentKind::Concept),
            1 | 11 => Some(ComponentKind::Description),
            2 | 12 => Some(ComponentKind::Relationship),
            _ => None,
        }
    }

    /// The seven-digit namespace of a long-format id, or `None` in the short format of the International Edition.
    pub const fn namespace(self) -> Option<u32> {
        if self.partition() / 10 == 1 { Some((self.0 / 1000 % 10_000_000) as u32) } else { None }
    }

    /// The item identifier: what is left of partition and namespace.
    pub const fn item(self) -> u64 {
        if self.partition() / 10 == 1 { self.0 / 10_000_000_000 } else { self.0 / 1000 }
    }

    /// The check digit as it stands in the id.
    pub const fn check_digit(self) -> u8 {
        (self.0 % 10) as u8
    }

    /// Whether the check digit agrees with the other digits (Verhoeff's dihedral check).
    pub fn has_valid_check_digit(self) -> bool {
        verhoeff_sum(self.0, 0) == 0
    }

    /// Whether the partition is one in use, a long id has an item identifier, and the check digit agrees.
    pub fn is_well_formed(self) -> bool {
        self.kind().is_some() && self.item() > 0 && self.has_valid_check_digit()
    }
}

impl FromStr for Sctid {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Sctid, IdError> {
        Sctid::from_ascii(text.as_bytes())
    }
}

impl fmt::Display for Sctid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

macro_rules! typed_id {
    ($(#[$doc:meta])* $name:ident, $kind:ident, $noun:literal) => {
        $(#[$doc])*
        ///
        /// [`FromStr`] is strict: digits, length, partition and check digit. [`Self::from_released`] takes an
        /// identifier as a release holds it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Sctid);

        impl $name {
            #[doc = concat!("The ", $noun, " with this number, checked as [`FromStr`] checks it.")]
            ///
            /// # Errors
            ///
            /// Any [`IdError`] but [`IdError::NotDigits`].
            pub fn new(number: u64) -> Result<$name, IdError> {
                let id = Sctid::new(number)?;
                if !id.has_valid_check_digit() {
                    return Err(IdError::CheckDigit { id: number });
                }
                if id.kind() != Some(ComponentKind::$kind) || id.item() == 0 {
                    return Err(IdError::Partition { id: number, wanted: $noun });
                }
                Ok($name(id))
            }

            #[doc = concat!("The ", $noun, " that a release calls by this id, unchecked.")]
            pub const fn from_released(id: Sctid) -> $name {
                $name(id)
            }

            /// The id as an [`Sctid`].
            pub const fn sctid(self) -> Sctid {
                self.0
            }

            /// The id as a number.
            pub const fn number(self) -> u64 {
                self.0.number()
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<$name, IdError> {
                $name::new(Sctid::from_ascii(text.as_bytes())?.number())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }
    };
}

typed_id! {
    /// The identifier of a concept: what a record system stores.
    ConceptId, Concept, "concept"
}

typed_id! {
    /// The identifier of a description: which term of a concept was chosen.
    DescriptionId, Description, "description"
}

/// A concept's place in one file, in the order of the hierarchy. It means nothing outside that file, so it is never
/// handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ConceptOrd(pub(crate) u32);

/// A description's place in one file; never handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct DescriptionOrd(pub(crate) u32);

impl ConceptOrd {
    /// The place as an index into a column.
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

impl DescriptionOrd {
    /// The place as an index into a column.
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Identifiers that RF2 itself is written in (module, description type, acceptability and the like).
pub mod metadata {
    /// 138875005 |SNOMED CT Concept|, the root of the hierarchy.
    pub const ROOT: u64 = 138_875_005;
    /// 116680003 |Is a|.
    pub const IS_A: u64 = 116_680_003;
    /// 900000000000003001 |Fully specified name|.
    pub const FSN: u64 = 900_000_000_000_003_001;
    /// 900000000000013009 |Synonym|.
    pub const SYNONYM: u64 = 900_000_000_000_013_009;
    /// 900000000000550004 |Definition|.
    pub const DEFINITION: u64 = 900_000_000_000_550_004;
    /// 900000000000548007 |Preferred|.
    pub const PREFERRED: u64 = 900_000_000_000_548_007;
    /// 900000000000549004 |Acceptable|.
    pub const ACCEPTABLE: u64 = 900_000_000_000_549_004;
    /// 900000000000073002 |Sufficiently defined by necessary conditions|.
    pub const DEFINED: u64 = 900_000_000_000_073_002;
    /// 900000000000074008 |Not sufficiently defined by necessary conditions|.
    pub const PRIMITIVE: u64 = 900_000_000_000_074_008;
    /// 900000000000011006 |Inferred relationship|.
    pub const INFERRED: u64 = 900_000_000_000_011_006;
    /// 900000000000451002 |Existential restriction modifier|.
    pub const EXISTENTIAL: u64 = 900_000_000_000_451_002;
    /// 900000000000448009 |Entire term case insensitive|.
    pub const CASE_INSENSITIVE: u64 = 900_000_000_000_448_009;
    /// 900000000000017005 |Entire term case sensitive|.
    pub const CASE_SENSITIVE: u64 = 900_000_000_000_017_005;
    /// 900000000000020002 |Only initial character case insensitive|.
    pub const INITIAL_CASE_INSENSITIVE: u64 = 900_000_000_000_020_002;
    /// 900000000000207008 |SNOMED CT core module|.
    pub const CORE_MODULE: u64 = 900_000_000_000_207_008;
    /// 900000000000012004 |SNOMED CT model component module|.
    pub const MODEL_MODULE: u64 = 900_000_000_000_012_004;
    /// 900000000000534007 |Module dependency reference set|.
    pub const MODULE_DEPENDENCY: u64 = 900_000_000_000_534_007;
    /// 900000000000508004 |Great Britain English language reference set|.
    pub const GB_ENGLISH: u64 = 900_000_000_000_508_004;
    /// 900000000000509007 |United States of America English language reference set|.
    pub const US_ENGLISH: u64 = 900_000_000_000_509_007;
    /// 999001261000000100 |National Health Service realm language reference set (clinical part)|.
    pub const NHS_CLINICAL: u64 = 999_001_261_000_000_100;
    /// 999000691000001104 |National Health Service realm language reference set (pharmacy part)|.
    pub const NHS_PHARMACY: u64 = 999_000_691_000_001_104;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The digit-by-digit check of the specification.
    fn naive_sum(number: u64) -> u8 {
        number.to_string().bytes().rev().enumerate().fold(0u8, |sum, (i, digit)| {
            D5[sum as usize][PERMUTATION[i % 8][usize::from(digit - b'0')] as usize]
        })
    }

    #[test]
    fn known_ids_are_well_formed() {
        for id in [
            metadata::ROOT,
            metadata::IS_A,
            metadata::FSN,
            metadata::NHS_CLINICAL,
            metadata::NHS_PHARMACY,
            83_821_000_000_107,
            999_000_011_000_001_104,
            128_241_005,
            91_000_003_111,
        ] {
            assert!(Sctid::new(id).unwrap().is_well_formed(), "{id}");
        }
    }

    #[test]
    fn parts_are_read_from_the_right() {
        let id: Sctid = "999000011000001104".parse().unwrap();
        assert_eq!(
            (id.item(), id.namespace(), id.partition(), id.check_digit()),
            (99_900_001, Some(1_000_001), 10, 4)
        );
        let id: Sctid = "900000000000207008".parse().unwrap();
        assert_eq!((id.item(), id.namespace(), id.partition()), (900_000_000_000_207, None, 0));
    }

    #[test]
    fn bad_texts_are_refused_with_a_reason() {
        assert_eq!("".parse::<Sctid>(), Err(IdError::NotDigits));
        assert_eq!("12345 ".parse::<Sctid>(), Err(IdError::NotDigits));
        assert_eq!("12345".parse::<Sctid>(), Err(IdError::Length));
        assert_eq!("0138875005".parse::<Sctid>(), Err(IdError::Length));
        assert_eq!("1234567890123456789".parse::<Sctid>(), Err(IdError::Length));
        assert_eq!("138875006".parse::<ConceptId>(), Err(IdError::CheckDigit { id: 138_875_006 }));
        assert!(matches!("91000003111".parse::<ConceptId>(), Err(IdError::Partition { .. })));
        assert!("91000003111".parse::<DescriptionId>().is_ok());
    }

    proptest! {
        #[test]
        fn three_at_a_time_is_digit_by_digit(number in 1u64..=Sctid::LARGEST) {
            prop_assert_eq!(verhoeff_sum(number, 0), naive_sum(number));
        }

        #[test]
        fn the_check_digit_completes_an_id(digits in 10_000u64..=99_999_999_999_999_999) {
            let id = digits * 10 + u64::from(check_digit(digits));
            prop_assert!(Sctid::new(id).unwrap().has_valid_check_digit());
        }
    }
}
