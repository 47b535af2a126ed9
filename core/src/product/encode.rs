//! The encoder of products: the order of the tree, texts, columns.

use std::collections::HashMap;

use crate::bytes::SectionWriter;
use crate::format::{SectionKind, encode_table};
use crate::id::Sctid;
use crate::product::barcodes::Barcodes;
use crate::product::column::Column;
use crate::product::lists::encoding::{EntryInput, section as lists_section};
use crate::product::tables::{Base, derived, packed_gtin};
use crate::product::tree::TreeInput;
use crate::product::{
    CodeList, Decimal, DmdRelease, FieldKind, Past, ProductClass, Rows, TABLES, Use, owned, packed_date,
};
use crate::section::{Monotone, PhraseTrainer, StringPool};

/// The rows of one table, as the compiler gives them.
#[derive(Debug, Clone, Default)]
pub struct TableInput {
    /// For each row, the id of the product that it is, or belongs to.
    pub keys: Vec<u64>,
    /// For each field of the table, a value or nothing for each row: ids and codes by their number, dates as
    /// `yyyymmdd`, flags as 1, and everything that is written with letters or a point as a place among the texts.
    pub columns: Vec<Vec<Option<u64>>>,
}

/// An entry of a code list, as the compiler gives it.
#[derive(Debug, Clone)]
pub struct CodeInput {
    /// The list.
    pub list: CodeList,
    /// The code.
    pub code: u64,
    /// What it means.
    pub text: String,
    /// From when it is valid, as `yyyymmdd`.
    pub date: Option<u32>,
    /// The code that it replaced.
    pub previous: Option<u64>,
    /// Whether it is invalid.
    pub invalid: bool,
}

/// A replaced id, as the compiler gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct HistoryInput {
    /// The id that was replaced.
    pub previous: u64,
    /// The id that replaced it.
    pub current: u64,
    /// From when the previous id was valid, as `yyyymmdd`.
    pub start: Option<u32>,
    /// Until when.
    pub end: Option<u32>,
}

/// A dm+d release, as the compiler gives it.
#[derive(Debug, Clone, Default)]
pub struct ProductsInput {
    /// What is told of it. The encoder fills in the counts.
    pub release: DmdRelease,
    /// The rows of each of [`TABLES`].
    pub tables: Vec<TableInput>,
    /// Texts that rows point into.
    pub texts: Vec<String>,
    /// The code lists.
    pub lists: Vec<CodeInput>,
    /// Replaced ids.
    pub history: Vec<HistoryInput>,
}

impl ProductsInput {
    fn table(&self, table: usize) -> Result<&TableInput, String> {
        self.tables.get(table).ok_or_else(|| format!("there is no table {table}"))
    }

    /// The value of a field by its tag.
    pub(super) fn value(&self, table: usize, tag: &str, row: usize) -> Result<Option<u64>, String> {
        let fields = TABLES.get(table).map_or(&[][..], |spec| spec.fields);
        let field = fields.iter().position(|field| field.tag == tag);
        let column = field.and_then(|field| self.table(table).ok()?.columns.get(field));
        column
            .map(|column| column.get(row).copied().flatten())
            .ok_or_else(|| format!("there is no field {tag}"))
    }

    pub(super) fn text(&self, place: u64) -> Result<&str, String> {
        let text = usize::try_from(place).ok().and_then(|place| self.texts.get(place));
        text.map(String::as_str).ok_or_else(|| format!("there is no text {place}"))
    }
}

/// The order of the products: for each class, the rows in the order of the tree, and the number of each id.
#[derive(Debug, Default)]
pub(super) struct Order {
    pub(super) rows: [Vec<usize>; 5],
    numbers: [HashMap<u64, u32>; 5],
}

impl Order {
    fn number(&self, class: ProductClass, id: u64) -> Result<u32, String> {
        let numbers = self.numbers.get(class as usize);
        let number = numbers.and_then(|numbers| numbers.get(&id)).copied();
        number.ok_or_else(|| format!("there is no {} {id}", class.name()))
    }

    /// Puts the products of a class in the order of `parent` and id.
    fn arrange(
        &mut self,
        class: ProductClass,
        keys: &[u64],
        parent: impl Fn(&Order, usize) -> Result<u32, String>,
    ) -> Result<Vec<u32>, String> {
        let mut order = Vec::with_capacity(keys.len());
        for (row, id) in keys.iter().enumerate() {
            order.push((parent(self, row)?, *id, row));
        }
        order.sort_unstable();
        let (rows, numbers) = match (self.rows.get_mut(class as usize), self.numbers.get_mut(class as usize))
        {
            (Some(rows), Some(numbers)) => (rows, numbers),
            _ => return Err("there is no such class".to_owned()),
        };
        for ((_, id, row), number) in order.iter().zip(0u32..) {
            rows.push(*row);
            if numbers.insert(*id, number).is_some() {
                return Err(format!("two products have the id {id}"));
            }
        }
        Ok(order.into_iter().map(|(parent, ..)| parent).collect())
    }
}

fn offsets(owners: usize, parents: &[u32]) -> Vec<u64> {
    let kept = parents.iter().filter(|parent| (**parent as usize) < owners);
    owned(owners, kept.map(|parent| (u64::from(*parent), 0))).0
}

pub(super) fn arrange(input: &ProductsInput) -> Result<(Order, TreeInput), String> {
    let mut order = Order::default();
    let keys = |class: ProductClass| input.table(class as usize).map(|table| table.keys.as_slice());
    let above = |order: &Order, class: ProductClass, tag: &str, parent: ProductClass, row: usize| match input
        .value(class as usize, tag, row)?
    {
        Some(id) => order.number(parent, id),
        None => Ok(u32::MAX),
    };
    use ProductClass::{Amp, Ampp, Vmp, Vmpp, Vtm};
    order.arrange(Vtm, keys(Vtm)?, |_, _| Ok(0))?;
    let vtms = order.arrange(Vmp, keys(Vmp)?, |order, row| above(order, Vmp, "VTMID", Vtm, row))?;
    let amp_vmps = order.arrange(Amp, keys(Amp)?, |order, row| above(order, Amp, "VPID", Vmp, row))?;
    let vmpp_vmps = order.arrange(Vmpp, keys(Vmpp)?, |order, row| above(order, Vmpp, "VPID", Vmp, row))?;
    let amps = order.arrange(Ampp, keys(Ampp)?, |order, row| above(order, Ampp, "APID", Amp, row))?;
    let mut tree = TreeInput::default();
    for ((class, rows), ids) in ProductClass::ALL.iter().zip(&order.rows).zip(&mut tree.ids) {
        let keys = keys(*class)?;
        for row in rows {
            let id = keys.get(*row).copied().and_then(Sctid::released);
            ids.push(id.ok_or("an id has more than 18 digits")?);
        }
    }
    let count = |class: ProductClass| keys(class).map(<[u64]>::len);
    tree.vmps = offsets(count(Vtm)?, &vtms);
    tree.amps = offsets(count(Vmp)?, &amp_vmps);
    tree.vmpps = offsets(count(Vmp)?, &vmpp_vmps);
    tree.ampps = offsets(count(Amp)?, &amps);
    for row in order.rows.get(Ampp as usize).into_iter().flatten() {
        tree.vmpp_of_ampp.push(u64::from(above(&order, Ampp, "VPPID", Vmpp, *row)?));
    }
    Ok((order, tree))
}

/// Distinct texts of one use, numbered in their order.
#[derive(Debug, Default)]
struct Pool {
    texts: Vec<String>,
}

impl Pool {
    fn new(mut texts: Vec<String>) -> Pool {
        texts.sort_unstable();
        texts.dedup();
        Pool { texts }
    }

    fn place(&self, text: &str) -> u64 {
        self.texts.partition_point(|other| other.as_str() < text) as u64
    }
}

/// A value before its text has a place.
#[derive(Debug, Clone)]
enum Cell {
    Number(u64),
    Text(String),
    /// What follows the base, and whether the base comes first.
    Behind(String, bool),
}

/// The columns of one use of one table, before texts have places.
struct Prepared {
    offsets: Option<Vec<u64>>,
    columns: Vec<(FieldKind, Vec<Option<Cell>>)>,
}

/// The text that a field's text is kept behind, for the row of a table.
fn base_text<'i>(
    input: &'i ProductsInput,
    order: &Order,
    base: Base,
    table: usize,
    row: usize,
) -> Result<&'i str, String> {
    let text = |table: usize, tag: &str, row: usize| match input.value(table, tag, row)? {
        Some(place) => input.text(place),
        None => Ok(""),
    };
    let (class, parent, name) = match base {
        Base::OwnName => return text(table, "NM", row),
        Base::NameOf(ProductClass::Vmp) => (ProductClass::Vmp, "VPID", "NM"),
        Base::NameOf(class) => (class, "APID", "DESC"),
    };
    let Some(id) = input.value(table, parent, row)? else { return Ok("") };
    let number = order.number(class, id)? as usize;
    let row = order.rows.get(class as usize).and_then(|rows| rows.get(number)).copied();
    text(class as usize, name, row.ok_or("a product has no row")?)
}

fn cell(
    input: &ProductsInput,
    order: &Order,
    table: usize,
    field: usize,
    row: usize,
) -> Result<Option<Cell>, String> {
    let spec = TABLES.get(table).and_then(|spec| spec.fields.get(field)).ok_or("there is no such field")?;
    let column = input.table(table)?.columns.get(field);
    let Some(value) = column.and_then(|column| column.get(row)).copied().flatten() else { return Ok(None) };
    Ok(Some(match spec.kind {
        FieldKind::Text => {
            let text = input.text(value)?;
            match derived(table, spec.tag) {
                None => Cell::Text(text.to_owned()),
                Some(base) => {
                    let base = base_text(input, order, base, table, row)?;
                    match text.strip_prefix(base).filter(|_| !base.is_empty()) {
                        Some(rest) => Cell::Behind(rest.to_owned(), true),
                        None => Cell::Behind(text.to_owned(), false),
                    }
                }
            }
        }
        FieldKind::Date => Cell::Number(packed_date(value)),
        FieldKind::Decimal => {
            let number: Decimal = input.text(value)?.parse().map_err(|error| format!("{error}"))?;
            Cell::Number(number.packed())
        }
        FieldKind::Gtin => Cell::Number(packed_gtin(input.text(value)?).ok_or("a GTIN is no number")?),
        FieldKind::Product(class) => Cell::Number(u64::from(order.number(class, value)?)),
        _ => Cell::Number(value),
    }))
}

fn prepare(input: &ProductsInput, order: &Order, usage: Use) -> Result<Vec<Prepared>, String> {
    let mut prepared = Vec::new();
    for (number, spec) in TABLES.iter().enumerate().filter(|(_, spec)| spec.has(usage)) {
        let table = input.table(number)?;
        let own = order.rows.get(number).filter(|_| spec.rows == Rows::Own);
        let (offsets, rows) = match own {
            Some(rows) => (None, rows.clone()),
            None => {
                let mut pairs = Vec::with_capacity(table.keys.len());
                for (row, id) in table.keys.iter().enumerate() {
                    pairs.push((u64::from(order.number(spec.class, *id)?), row as u64));
                }
                pairs.sort_unstable();
                let owners = order.rows.get(spec.class as usize).map_or(0, Vec::len);
                let (offsets, rows) = owned(owners, pairs.into_iter());
                (Some(offsets), rows.into_iter().map(|row| row as usize).collect())
            }
        };
        let mut columns = Vec::new();
        for (field, spec) in spec.fields.iter().enumerate() {
            if spec.usage != usage || matches!(spec.kind, FieldKind::Parent(_)) {
                continue;
            }
            let cells = rows.iter().map(|row| cell(input, order, number, field, *row));
            columns.push((spec.kind, cells.collect::<Result<Vec<_>, _>>()?));
        }
        prepared.push(Prepared { offsets, columns });
    }
    Ok(prepared)
}

fn texts_of(prepared: &[Prepared]) -> Vec<String> {
    let cells = prepared.iter().flat_map(|table| &table.columns).flat_map(|(_, cells)| cells).flatten();
    let texts = cells.filter_map(|cell| match cell {
        Cell::Text(text) | Cell::Behind(text, _) => Some(text.clone()),
        Cell::Number(_) => None,
    });
    texts.collect()
}

/// Codes of the texts of every pool, and where those of each text begin.
fn cut(trainer: &PhraseTrainer, pool: &Pool) -> (Vec<u64>, Vec<u16>) {
    let (mut offsets, mut codes) = (vec![0u64], Vec::new());
    for text in &pool.texts {
        trainer.encode(text, &mut codes);
        offsets.push(codes.len() as u64);
    }
    (offsets, codes)
}

fn use_section(usage: Use, prepared: Vec<Prepared>, pool: &Pool, texts: (&[u64], &[u16])) -> Vec<u8> {
    let mut out = SectionWriter::default();
    StringPool::write(&mut out, texts.0, texts.1);
    let mut gtins: Vec<(u64, u32, usize)> = Vec::new();
    for table in prepared {
        if let Some(offsets) = &table.offsets {
            Monotone::write(&mut out, offsets);
        }
        for (kind, cells) in table.columns {
            let number = |cell: Cell| match cell {
                Cell::Number(number) => number,
                Cell::Text(text) => pool.place(&text),
                Cell::Behind(text, has_base) => pool.place(&text) << 1 | u64::from(has_base),
            };
            let values: Vec<Option<u64>> = cells.into_iter().map(|cell| cell.map(number)).collect();
            if kind == FieldKind::Gtin {
                let bounds = table.offsets.iter().flat_map(|offsets| offsets.windows(2));
                for (owner, bounds) in (0u32..).zip(bounds) {
                    let &[from, to] = bounds else { continue };
                    let own = values.get(from as usize..to as usize).unwrap_or_default().iter().enumerate();
                    gtins.extend(own.filter_map(|(row, value)| Some(((*value)? >> 4, owner, row))));
                }
            }
            Column::write(&mut out, &values, matches!(kind, FieldKind::Code(_) | FieldKind::Id));
        }
    }
    if usage == Use::Supply {
        Barcodes::write(&mut out, gtins.into_iter());
    }
    out.finish()
}

/// Encodes a dm+d release. The same release in any order of rows of different products gives the same bytes.
///
/// # Errors
///
/// A message where a row belongs to a product that is not there, or an id stands twice.
pub fn encode(input: &ProductsInput) -> Result<Vec<(SectionKind, Vec<u8>)>, String> {
    let (order, tree) = arrange(input)?;
    let mut sections = tree.sections();
    let mut uses = Vec::new();
    for usage in Use::ALL {
        let prepared = prepare(input, &order, *usage)?;
        let pool = Pool::new(texts_of(&prepared));
        uses.push((*usage, prepared, pool));
    }
    let codes = Pool::new(input.lists.iter().map(|code| code.text.clone()).collect());
    let pools = || uses.iter().map(|(_, _, pool)| pool).chain([&codes]);
    let bytes = pools().flat_map(|pool| &pool.texts).map(String::len).sum();
    let mut trainer = PhraseTrainer::new(bytes);
    // A stride, since neighbours in the order of texts are alike.
    const STRIDE: usize = 7;
    for start in 0..STRIDE {
        for text in pools().flat_map(|pool| &pool.texts).skip(start).step_by(STRIDE) {
            trainer.train(text);
        }
    }
    let mut cuts: Vec<(Vec<u64>, Vec<u16>)> = pools().map(|pool| cut(&trainer, pool)).collect();
    let mut all: Vec<&mut [u16]> = cuts.iter_mut().map(|(_, codes)| codes.as_mut_slice()).collect();
    sections.push((SectionKind::ProductPhrases, trainer.finish(&mut all)));

    let mut entries: Vec<EntryInput> = input
        .lists
        .iter()
        .map(|code| EntryInput {
            list: code.list,
            code: code.code,
            text: codes.place(&code.text),
            date: code.date,
            previous: code.previous,
            invalid: code.invalid,
        })
        .collect();
    entries.sort_unstable_by_key(|entry| (entry.list, entry.code));
    let mut history: Vec<HistoryInput> = input.history.clone();
    history.sort_unstable();
    history.dedup();
    let past: Vec<Past> = history
        .iter()
        .map(|row| Past { current: row.current, previous: row.previous, start: row.start, end: row.end })
        .collect();
    let list_texts = cuts.pop().unwrap_or_default();
    sections
        .push((SectionKind::ProductLists, lists_section(&entries, (&list_texts.0, &list_texts.1), &past)));

    for ((usage, prepared, pool), (offsets, codes)) in uses.into_iter().zip(&cuts) {
        sections.push((usage.section(), use_section(usage, prepared, &pool, (offsets, codes))));
    }

    let mut release = input.release.clone();
    for (count, table) in release.products.iter_mut().zip(&input.tables) {
        *count = table.keys.len() as u32;
    }
    release.rows = input.tables.iter().map(|table| table.keys.len() as u32).collect();
    let ingredients = entries.iter().filter(|entry| entry.list == CodeList::Ingredient).count();
    release.ingredients = ingredients as u32;
    release.codes = (entries.len() - ingredients) as u32;
    release.history = past.len() as u32;
    sections.push((SectionKind::ProductRelease, encode_table(&release)?));
    Ok(sections)
}
