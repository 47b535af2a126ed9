//! Strengths as tables write them, as dm+d states them: exact, and per one of a unit.

use super::tables::FormFacts;

/// A strength: so much of a unit in so much of another. Numbers are in thousandths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Strength {
    pub(super) amount: u64,
    pub(super) unit: &'static str,
    /// The denominator is 1 of this unit; none for a unit dose.
    pub(super) per: Option<&'static str>,
}

/// Units as tables write them, and as the list of units does. Longer ones come first.
const UNITS: &[(&str, &str)] = &[
    ("micrograms", "microgram"),
    ("mmol", "mmol"),
    ("units", "unit"),
    ("hour", "hour"),
    ("dose", "dose"),
    ("mg", "mg"),
    ("ml", "ml"),
    ("g", "gram"),
];

/// A decimal number in thousandths, where it has no more than three places.
pub(super) fn thousandths(text: &str) -> Option<u64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if part.len() > 3
        || whole.is_empty()
        || !part.bytes().chain(whole.bytes()).all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let part = format!("{part:0<3}");
    whole.parse::<u64>().ok()?.checked_mul(1000)?.checked_add(part.parse().ok()?)
}

/// The number of thousandths as dm+d writes it, without trailing zeros.
pub(super) fn decimal(thousandths: u64) -> String {
    let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn amount(text: &str) -> Option<(u64, &'static str)> {
    let (ending, unit) = UNITS.iter().find(|(ending, _)| text.ends_with(ending))?;
    let number = text.strip_suffix(ending)?;
    Some((if number.is_empty() { 1000 } else { thousandths(number)? }, unit))
}

/// A strength of a product of a form: `500mg`, `250mg/5ml`, `100micrograms/dose`, `1%`.
pub(super) fn strength(text: &str, form: &FormFacts) -> Option<Strength> {
    if let Some(percent) = text.strip_suffix('%') {
        // 1% is 10 mg in 1 g or 1 ml.
        let amount = thousandths(percent)?.checked_mul(10)?;
        return Some(Strength { amount, unit: "mg", per: Some(form.per).filter(|per| !per.is_empty()) });
    }
    let (top, bottom) = text.split_once('/').unwrap_or((text, ""));
    let (mut number, mut unit) = amount(top)?;
    if bottom.is_empty() {
        let per = Some(form.per).filter(|per| *per == "dose");
        return Some(Strength { amount: number, unit, per });
    }
    let (per, per_unit) = amount(bottom)?;
    if unit == "gram" {
        (number, unit) = (number.checked_mul(1000)?, "mg");
    }
    let number = number.checked_mul(1000)?;
    number.is_multiple_of(per).then(|| Strength { amount: number / per, unit, per: Some(per_unit) })
}

/// The volume that a strength is told in, in thousandths of a millilitre.
pub(super) fn volume(text: &str) -> Option<u64> {
    let (_, bottom) = text.split_once('/')?;
    amount(bottom).filter(|(_, unit)| *unit == "ml").map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::super::tables::forms;
    use super::*;

    #[test]
    fn strengths_are_exact() {
        let forms = forms().unwrap();
        let of = |text: &str, form: &str| {
            let form = forms.iter().find(|known| known.code == form).unwrap();
            strength(text, form).map(|s| (decimal(s.amount), s.unit, s.per))
        };
        let is = |number: &str, unit, per| Some((number.to_owned(), unit, per));
        assert_eq!(of("500mg", "tablet"), is("500", "mg", None));
        assert_eq!(of("62.5micrograms", "tablet"), is("62.5", "microgram", None));
        assert_eq!(of("250mg/5ml", "suspension"), is("50", "mg", Some("ml")));
        assert_eq!(of("62mg/5ml", "suspension"), is("12.4", "mg", Some("ml")));
        assert_eq!(of("3.35g/5ml", "solution"), is("670", "mg", Some("ml")));
        assert_eq!(of("1%", "cream"), is("10", "mg", Some("gram")));
        assert_eq!(of("0.005%", "eyedrops"), is("0.05", "mg", Some("ml")));
        assert_eq!(of("125micrograms", "inhaler"), is("125", "microgram", Some("dose")));
        assert_eq!(of("12micrograms/hour", "patch"), is("12", "microgram", Some("hour")));
        assert_eq!(of("1mg/3ml", "solution"), None);
        assert_eq!(volume("80mg/2ml"), Some(2000));
        assert_eq!((volume("5mg"), volume("1micrograms/dose")), (None, None));
    }
}
