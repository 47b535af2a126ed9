//! Global Trade Item Numbers as they are typed and as scanners hand them over.

use std::str::FromStr;

/// Whether the last digit of a GTIN is the check digit of those before it (GS1 General Specifications, section 7.9:
/// digits are weighted 3 and 1 in turn from the right). A text that is not all digits has none.
pub fn has_gtin_check_digit(gtin: &str) -> bool {
    if gtin.is_empty() || !gtin.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let weights = [1u64, 3].into_iter().cycle();
    let sum: u64 =
        gtin.bytes().rev().zip(weights).map(|(byte, weight)| u64::from(byte - b'0') * weight).sum();
    sum.is_multiple_of(10)
}

/// A GTIN of 13 or 14 digits; both spellings of one number are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Gtin(u64);

/// What is wrong with the text of a GTIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GtinError {
    /// It is neither 13 nor 14 digits, nor a scanned code that begins with a GTIN.
    #[error("a GTIN is 13 or 14 digits, alone or behind the GS1 application identifier 01")]
    Form,
    /// A digit is wrong or two are swapped.
    #[error("the check digit of the GTIN {digits:014} is wrong")]
    CheckDigit {
        /// The number.
        digits: u64,
    },
}

impl Gtin {
    /// The GTIN as a number.
    pub const fn number(self) -> u64 {
        self.0
    }
}

impl FromStr for Gtin {
    type Err = GtinError;

    /// Reads 13 or 14 digits, or a scanned code of GS1: a symbology identifier such as `]d2` or none, then application
    /// identifier 01, in brackets or not, then 14 digits, then whatever else the code holds.
    fn from_str(text: &str) -> Result<Gtin, GtinError> {
        let text = text.trim();
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let digits = if matches!(text.len(), 13 | 14) && is_digits(text) {
            text
        } else {
            // A symbology identifier is `]`, a letter and a digit; a leading separator is no part of the code.
            let code = match text.strip_prefix(']') {
                Some(rest) => rest.get(2..).ok_or(GtinError::Form)?,
                None => text,
            };
            let code = code.trim_start_matches('\u{1d}');
            let after =
                code.strip_prefix("(01)").or_else(|| code.strip_prefix("01")).ok_or(GtinError::Form)?;
            after.get(..14).filter(|digits| is_digits(digits)).ok_or(GtinError::Form)?
        };
        let number = digits.parse().map_err(|_| GtinError::Form)?;
        if has_gtin_check_digit(digits) {
            Ok(Gtin(number))
        } else {
            Err(GtinError::CheckDigit { digits: number })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_and_scanned() {
        let gtin: Gtin = "5060064792018".parse().unwrap();
        for text in [
            "05060064792018",
            " 5060064792018 ",
            "(01)05060064792018",
            "(01)05060064792018(17)261130(10)A1",
            "0105060064792018172611301010A1",
            "]d20105060064792018\u{1d}21XYZ",
            "]Q3\u{1d}0105060064792018",
        ] {
            assert_eq!(text.parse(), Ok(gtin), "{text}");
        }
    }

    #[test]
    fn what_is_no_gtin() {
        assert_eq!("5060064792019".parse::<Gtin>(), Err(GtinError::CheckDigit { digits: 5_060_064_792_019 }));
        for text in [
            "",
            "506006479201",
            "506006479201855",
            "506006479201x",
            "(17)261130",
            "]d2",
            "]é",
            "(01)050600647920",
            "(01)0506006479é01",
        ] {
            assert_eq!(text.parse::<Gtin>(), Err(GtinError::Form), "{text}");
        }
    }
}
