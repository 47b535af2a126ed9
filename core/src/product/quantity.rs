//! Amounts with units, and their exact arithmetic.

use std::cmp::Ordering;

use crate::product::Decimal;

/// Units that are powers of ten of each other: the SNOMED CT id that dm+d has for each, what it measures, and its
/// exponent.
const UNITS: &[(u64, Measure, i32)] = &[
    (258_683_005, Measure::Mass, 3),
    (258_682_000, Measure::Mass, 0),
    (258_684_004, Measure::Mass, -3),
    (258_685_003, Measure::Mass, -6),
    (258_686_002, Measure::Mass, -9),
    (258_770_004, Measure::Volume, 0),
    (258_773_002, Measure::Volume, -3),
];

/// Names of those units (UCUM, and as dm+d writes them).
const NAMES: &[(&str, u64)] = &[
    ("kg", 258_683_005),
    ("g", 258_682_000),
    ("gram", 258_682_000),
    ("mg", 258_684_004),
    ("ug", 258_685_003),
    ("mcg", 258_685_003),
    ("microgram", 258_685_003),
    ("ng", 258_686_002),
    ("nanogram", 258_686_002),
    ("l", 258_770_004),
    ("litre", 258_770_004),
    ("ml", 258_773_002),
];

/// The id of a unit by its name: `mg`, `microgram`, `ml` and the like. Other units go by their ids.
pub fn unit_by_name(name: &str) -> Option<u64> {
    let name = name.to_ascii_lowercase();
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, unit)| *unit)
}

/// What a unit measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Measure {
    Mass,
    Volume,
    /// A unit that converts to no other, by its id.
    Own(u64),
}

/// An amount: digits × 10^exponent of what the unit measures, without trailing zeros. Equal amounts are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Quantity {
    measure: Measure,
    exponent: i32,
    digits: u64,
}

/// The ratio of two amounts of one measure, or an amount per another amount: a fraction without trailing zeros.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ratio {
    numerator: u128,
    denominator: u128,
    exponent: i32,
}

impl Quantity {
    /// The amount of a number of a unit.
    pub(crate) fn new(number: Decimal, unit: u64) -> Quantity {
        let known = UNITS.iter().find(|(known, ..)| *known == unit);
        let (measure, shift) =
            known.map_or((Measure::Own(unit), 0), |(_, measure, shift)| (*measure, *shift));
        let (mut digits, mut exponent) = (number.digits(), shift - i32::from(number.scale()));
        while digits != 0 && digits % 10 == 0 {
            (digits, exponent) = (digits / 10, exponent + 1);
        }
        if digits == 0 {
            exponent = 0;
        }
        Quantity { measure, exponent, digits }
    }

    /// Whether the amounts can be compared: both measure the same.
    pub(crate) fn is_like(self, other: Quantity) -> bool {
        self.measure == other.measure
    }

    /// Whether there is nothing.
    pub(crate) fn is_zero(self) -> bool {
        self.digits == 0
    }

    /// This amount in so many of `other`; `None` where `other` is nothing.
    pub(crate) fn per(self, other: Quantity) -> Option<Ratio> {
        (other.digits != 0).then_some(Ratio {
            numerator: u128::from(self.digits),
            denominator: u128::from(other.digits),
            exponent: self.exponent - other.exponent,
        })
    }
}

impl Ratio {
    /// The ratio times how often `a` is in `b`; `None` beyond what 128 bits hold.
    pub(crate) fn times(self, other: Ratio) -> Option<Ratio> {
        Some(Ratio {
            numerator: self.numerator.checked_mul(other.numerator)?,
            denominator: self.denominator.checked_mul(other.denominator)?,
            exponent: self.exponent.checked_add(other.exponent)?,
        })
    }

    /// Compares by value; `None` beyond what 128 bits hold.
    pub(crate) fn compare(self, other: Ratio) -> Option<Ordering> {
        let left = self.numerator.checked_mul(other.denominator)?;
        let right = other.numerator.checked_mul(self.denominator)?;
        let shift = self.exponent.checked_sub(other.exponent)?;
        let level =
            |number: u128, by: i32| number.checked_mul(10u128.checked_pow(u32::try_from(by.max(0)).ok()?)?);
        if left == 0 || right == 0 {
            return Some(left.cmp(&right));
        }
        // Where one side grows beyond 128 bits the other is smaller, since both began within.
        match (level(left, shift), level(right, -shift)) {
            (Some(left), Some(right)) => Some(left.cmp(&right)),
            (None, Some(_)) => Some(Ordering::Greater),
            (Some(_), None) => Some(Ordering::Less),
            (None, None) => None,
        }
    }

    /// The ratio as a whole number, where it is one and fits.
    pub(crate) fn whole(self) -> Option<u64> {
        let power = 10u128.checked_pow(self.exponent.unsigned_abs())?;
        let (numerator, denominator) = if self.exponent >= 0 {
            (self.numerator.checked_mul(power)?, self.denominator)
        } else {
            (self.numerator, self.denominator.checked_mul(power)?)
        };
        let whole = numerator.checked_div(denominator)?;
        if whole.checked_mul(denominator)? == numerator { u64::try_from(whole).ok() } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KG: u64 = 258_683_005;
    const G: u64 = 258_682_000;
    const MG: u64 = 258_684_004;
    const MICROGRAM: u64 = 258_685_003;
    const ML: u64 = 258_773_002;
    const LITRE: u64 = 258_770_004;
    const TABLET: u64 = 428_673_006;

    fn quantity(text: &str, unit: u64) -> Quantity {
        Quantity::new(text.parse().unwrap(), unit)
    }

    #[test]
    fn units_convert_exactly() {
        assert_eq!(quantity("1", G), quantity("1000", MG));
        assert_eq!(quantity("0.5", MG), quantity("500", MICROGRAM));
        assert_eq!(quantity("2.50", KG), quantity("2500", G));
        assert_eq!(quantity("5", ML), quantity("0.005", LITRE));
        assert_ne!(quantity("1", G), quantity("1", ML));
        assert!(!quantity("1", TABLET).is_like(quantity("1", ML)));
        assert_eq!(unit_by_name("MG"), Some(MG));
        assert_eq!(unit_by_name("tablet"), None);
    }

    #[test]
    fn a_dose_is_a_whole_number_of_units_or_not() {
        let whole = |dose: Quantity, unit: Quantity| dose.per(unit).unwrap().whole();
        assert_eq!(whole(quantity("1", G), quantity("500", MG)), Some(2));
        assert_eq!(whole(quantity("0.75", MG), quantity("250", MICROGRAM)), Some(3));
        assert_eq!(whole(quantity("500", MG), quantity("1", G)), None);
        assert_eq!(whole(quantity("0.3", MG), quantity("0.1", MG)), Some(3));
        assert!(quantity("1", MG).per(quantity("0", MG)).is_none());
    }

    #[test]
    fn concentrations_compare_by_value() {
        let of = |a: Quantity, b: Quantity| a.per(b).unwrap();
        let (one, same) =
            (of(quantity("250", MG), quantity("5", ML)), of(quantity("50", MG), quantity("1", ML)));
        assert_eq!(one.compare(same), Some(Ordering::Equal));
        let litre = of(quantity("50", G), quantity("1", LITRE));
        assert_eq!(one.compare(litre), Some(Ordering::Equal));
        assert_eq!(one.compare(of(quantity("125", MG), quantity("5", ML))), Some(Ordering::Greater));
    }

    proptest! {
        #[test]
        fn ratios_are_those_of_whole_numbers(a in 1u64..100_000, b in 1u64..1000, c in 1u64..100_000, d in 1u64..1000) {
            let ratio = |a: u64, b: u64| {
                let of = |number| Quantity::new(Decimal::from_whole(number).unwrap(), MG);
                of(a).per(of(b)).unwrap()
            };
            prop_assert_eq!(ratio(a, b).compare(ratio(c, d)), Some((a * d).cmp(&(c * b))));
            prop_assert_eq!(ratio(a, b).whole(), (a % b == 0).then(|| a / b));
            let times = ratio(a, b).times(ratio(c, d)).unwrap();
            prop_assert_eq!(times.whole(), (a * c % (b * d) == 0).then(|| a * c / (b * d)));
        }
    }
}
