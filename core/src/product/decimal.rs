//! Decimal numbers, exact.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// A decimal number from 0, as it is written: `23.20` keeps its last digit. It compares by value.
///
/// At most 15 digits, of which at most 15 stand behind the point.
#[derive(Debug, Clone, Copy)]
pub struct Decimal {
    digits: u64,
    scale: u8,
}

/// The text is no decimal number from 0 with at most 15 digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a decimal number from 0 with at most 15 digits is wanted, such as 2.5")]
pub struct DecimalError;

const MOST_DIGITS: usize = 15;

impl Decimal {
    /// A whole number; [`DecimalError`] over 15 digits.
    pub fn from_whole(number: u64) -> Result<Decimal, DecimalError> {
        Decimal::from_parts(number, 0).ok_or(DecimalError)
    }

    /// `digits` with the point `scale` digits before the end.
    pub(crate) fn from_parts(digits: u64, scale: u8) -> Option<Decimal> {
        (digits < 1_000_000_000_000_000 && usize::from(scale) <= MOST_DIGITS)
            .then_some(Decimal { digits, scale })
    }

    /// The number without its point.
    pub const fn digits(self) -> u64 {
        self.digits
    }

    /// How many of the digits stand behind the point.
    pub const fn scale(self) -> u8 {
        self.scale
    }

    /// Whether it is 0.
    pub const fn is_zero(self) -> bool {
        self.digits == 0
    }

    /// The number as a column holds it.
    #[cfg(feature = "build")]
    pub(crate) fn packed(self) -> u64 {
        self.digits << 4 | u64::from(self.scale)
    }

    /// What [`Decimal::packed`] made.
    pub(crate) fn unpacked(packed: u64) -> Option<Decimal> {
        Decimal::from_parts(packed >> 4, (packed & 15) as u8)
    }
}

impl FromStr for Decimal {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Decimal, DecimalError> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = || whole.bytes().chain(fraction.bytes());
        if whole.is_empty() && fraction.is_empty() || !digits().all(|byte| byte.is_ascii_digit()) {
            return Err(DecimalError);
        }
        let mut number = 0u64;
        for digit in digits() {
            number = number
                .checked_mul(10)
                .and_then(|number| number.checked_add(u64::from(digit - b'0')))
                .ok_or(DecimalError)?;
        }
        let scale = u8::try_from(fraction.len()).map_err(|_| DecimalError)?;
        Decimal::from_parts(number, scale).ok_or(DecimalError)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.scale == 0 {
            return write!(f, "{}", self.digits);
        }
        let ten = 10u64.pow(u32::from(self.scale));
        write!(f, "{}.{:0width$}", self.digits / ten, self.digits % ten, width = usize::from(self.scale))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Decimal) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Decimal) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Decimal) -> Ordering {
        // 15 digits times 10^15 fit 128 bits.
        let level = |number: &Decimal, by: u8| u128::from(number.digits) * 10u128.pow(u32::from(by));
        level(self, other.scale).cmp(&level(other, self.scale))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_number_is_refused() {
        for text in
            ["", ".", "-1", "+1", "1e3", "1.2.3", "1,5", " 1", "1234567890123456", "0.1234567890123456"]
        {
            assert!(text.parse::<Decimal>().is_err(), "{text}");
        }
        for (text, written) in
            [("5", "5"), ("23.20", "23.20"), (".5", "0.5"), ("007", "7"), ("0.000", "0.000")]
        {
            assert_eq!(text.parse::<Decimal>().unwrap().to_string(), written);
        }
    }

    proptest! {
        #[test]
        fn written_and_packed_as_read(whole in 0u64..1_000_000_000, fraction in "[0-9]{0,6}") {
            let text = if fraction.is_empty() { whole.to_string() } else { format!("{whole}.{fraction}") };
            let number: Decimal = text.parse().unwrap();
            prop_assert_eq!(number.to_string(), text);
            #[cfg(feature = "build")]
            {
                let back = Decimal::unpacked(number.packed()).unwrap();
                prop_assert_eq!((back.digits(), back.scale()), (number.digits(), number.scale()));
            }
        }

        #[test]
        fn order_is_by_value(a in 0u64..100_000, b in 0u64..100_000, i in 0u8..5, j in 0u8..5) {
            let value = |digits: u64, scale: u8| digits * 10u64.pow(u32::from(5 - scale));
            let (x, y) = (Decimal::from_parts(a, i).unwrap(), Decimal::from_parts(b, j).unwrap());
            prop_assert_eq!(x.cmp(&y), value(a, i).cmp(&value(b, j)));
        }
    }
}
