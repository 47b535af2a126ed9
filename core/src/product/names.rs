//! The names of products, as they are put into an index.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::product::encode::{Order, arrange};
use crate::product::{ProductClass, ProductsInput, TABLES};
use crate::text::{for_each_form, for_each_token};

/// The name of a product.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ProductName<'i> {
    /// The number of the product among those of all classes; [`Tree::key`](crate::product::Tree::key).
    pub(crate) key: u32,
    pub(crate) class: ProductClass,
    pub(crate) id: u64,
    pub(crate) text: &'i str,
    /// Of a pack what follows the name of the product in it, where its name begins with that.
    pub(crate) rest: Option<&'i str>,
    /// Whether the words of its name are those of that name and of what follows.
    pub(crate) follows: bool,
}

/// The words and forms of a text, in order.
fn words_of(text: &str) -> (Vec<String>, Vec<String>) {
    let (mut words, mut forms) = (Vec::new(), Vec::new());
    for_each_token(text, |word, _| words.push(word.to_owned()));
    for_each_form(text, |form, _| forms.push(form.to_owned()));
    (words, forms)
}

/// What follows `base` in `text`, and whether the words and forms of the text are those of both.
fn behind<'i>(text: &'i str, base: &str) -> Option<(&'i str, bool)> {
    let rest = text.strip_prefix(base).filter(|_| !base.is_empty())?;
    let (mut words, mut forms) = words_of(base);
    let (more, more_forms) = words_of(rest);
    words.extend(more);
    forms.extend(more_forms);
    let (whole, mut whole_forms) = words_of(text);
    forms.sort_unstable();
    whole_forms.sort_unstable();
    Some((rest, words == whole && forms == whole_forms))
}

/// The name of every product, class after class in the order of the tree.
pub(crate) fn names(input: &ProductsInput) -> Result<Vec<ProductName<'_>>, String> {
    let (order, _) = arrange(input)?;
    let (mut named, mut bases): (Vec<ProductName<'_>>, Vec<&str>) = Default::default();
    let mut places: HashMap<(ProductClass, u64), usize> = HashMap::new();
    for class in ProductClass::ALL {
        let table = *class as usize;
        let keys = input.tables.get(table).map(|table| table.keys.as_slice()).unwrap_or_default();
        for row in order_of(&order, *class) {
            let id = keys.get(*row).copied().ok_or("a product has no id")?;
            let tag = if *class == ProductClass::Amp { "DESC" } else { "NM" };
            let text = text_of(input, table, tag, *row)?;
            let parent = match class {
                ProductClass::Vmpp => Some((ProductClass::Vmp, "VPID")),
                ProductClass::Ampp => Some((ProductClass::Amp, "APID")),
                _ => None,
            };
            let mut base = "";
            if let Some((above, tag)) = parent {
                let parent = input.value(table, tag, *row)?.and_then(|id| places.get(&(above, id)));
                base = parent.and_then(|place| named.get(*place)).map_or("", |name| name.text);
            }
            places.insert((*class, id), named.len());
            let key = u32::try_from(named.len()).map_err(|_| "there are too many products")?;
            named.push(ProductName { key, class: *class, id, text, rest: None, follows: false });
            bases.push(base);
        }
    }
    named.par_iter_mut().zip(bases).for_each(|(name, base)| {
        if let Some((rest, follows)) = behind(name.text, base) {
            (name.rest, name.follows) = (Some(rest), follows);
        }
    });
    Ok(named)
}

fn order_of(order: &Order, class: ProductClass) -> &[usize] {
    order.rows.get(class as usize).map(Vec::as_slice).unwrap_or_default()
}

fn text_of<'i>(input: &'i ProductsInput, table: usize, tag: &str, row: usize) -> Result<&'i str, String> {
    debug_assert!(TABLES.get(table).is_some_and(|spec| spec.fields.iter().any(|field| field.tag == tag)));
    match input.value(table, tag, row)? {
        Some(place) => input.text(place),
        None => Ok(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_has_words_of_its_own() {
        assert_eq!(
            behind("Aspirin 75mg tablets 28 tablet", "Aspirin 75mg tablets"),
            Some((" 28 tablet", true))
        );
        assert_eq!(behind("Aspirin 75mg tabletset", "Aspirin 75mg tablets"), Some(("et", false)));
        assert_eq!(behind("Aspirin 28", "Codeine"), None);
        assert_eq!(behind("Aspirin 28", ""), None);
        assert_eq!(behind("Aspirin", "Aspirin"), Some(("", true)));
    }
}
