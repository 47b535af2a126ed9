//! The tables of one use: columns, the texts that they point into, and the index of GTINs.

use std::ops::Range;

use crate::bytes::{Malformed, SectionReader};
use crate::format::{File, FormatError, SectionKind};
use crate::product::barcodes::Barcodes;
use crate::product::column::Column;
use crate::product::{FieldKind, Place, ProductClass, Rows, TABLES, Tree, Use, at, unpacked_date};
use crate::section::{Monotone, Phrases, StringPool};

impl Use {
    /// The section that holds the tables of a use.
    pub(crate) const fn section(self) -> SectionKind {
        match self {
            Use::Structure => SectionKind::ProductStructure,
            Use::Clinical => SectionKind::ProductClinical,
            Use::Supply => SectionKind::ProductSupply,
            Use::Prices => SectionKind::ProductPrices,
        }
    }
}

/// The columns of one table.
#[derive(Debug)]
struct TableColumns {
    /// Where the rows of each owner begin and the last end; `None` where a row is a product.
    offsets: Option<Monotone>,
    rows: usize,
    /// For each field of the table, its column where it is of this use.
    columns: Vec<Option<Column>>,
}

/// The tables of one use.
#[derive(Debug)]
pub(crate) struct Tables {
    usage: Use,
    texts: StringPool,
    /// For each of [`TABLES`], its columns where it has any of this use.
    tables: Vec<Option<TableColumns>>,
    /// In the tables of supply.
    barcodes: Option<Barcodes>,
}

impl Tables {
    /// Opens the tables of a use over the products of `tree`.
    pub(crate) fn open(file: &File, tree: &Tree, usage: Use) -> Result<Tables, FormatError> {
        let kind = usage.section();
        let mut reader = SectionReader::new(file.section(kind)?, kind.name());
        let texts = StringPool::read_from(&mut reader)?;
        let mut tables = Vec::with_capacity(TABLES.len());
        for spec in TABLES {
            if !spec.has(usage) {
                tables.push(None);
                continue;
            }
            let owners = tree.count(spec.class) as usize;
            let (offsets, rows) = if spec.rows == Rows::Own {
                (None, owners)
            } else {
                let offsets = Monotone::read(&mut reader)?;
                if offsets.len() != owners + 1 || offsets.get(0)? != 0 {
                    return Err(reader.malformed().into());
                }
                let rows = usize::try_from(offsets.get(owners)?).map_err(|_| reader.malformed())?;
                (Some(offsets), rows)
            };
            let mut columns = Vec::with_capacity(spec.fields.len());
            for field in spec.fields {
                let is_here = field.usage == usage && !matches!(field.kind, FieldKind::Parent(_));
                columns.push(if is_here { Some(Column::read(&mut reader, rows)?) } else { None });
            }
            tables.push(Some(TableColumns { offsets, rows, columns }));
        }
        let barcodes = if usage == Use::Supply { Some(Barcodes::read(&mut reader)?) } else { None };
        reader.finish()?;
        Ok(Tables { usage, texts, tables, barcodes })
    }

    fn malformed(&self) -> Malformed {
        Malformed { what: self.usage.section().name() }
    }

    fn table(&self, table: usize) -> Result<&TableColumns, Malformed> {
        self.tables.get(table).and_then(Option::as_ref).ok_or(self.malformed())
    }

    /// The column of a field.
    #[inline]
    pub(crate) fn column(&self, place: Place) -> Result<&Column, Malformed> {
        let columns = &self.table(place.table)?.columns;
        columns.get(place.field).and_then(Option::as_ref).ok_or(self.malformed())
    }

    /// The value of a field in a row.
    #[inline]
    pub(crate) fn value(&self, place: Place, row: usize) -> Result<Option<u64>, Malformed> {
        self.column(place)?.get(row)
    }

    /// The rows that belong to a product of the table's class.
    pub(crate) fn rows_of(&self, table: usize, owner: u32) -> Result<Range<usize>, Malformed> {
        let table = self.table(table)?;
        let rows = match &table.offsets {
            None => owner as usize..owner as usize + 1,
            Some(offsets) => {
                let (from, to) = offsets.pair(owner as usize)?;
                from as usize..to as usize
            }
        };
        if rows.end <= table.rows { Ok(rows) } else { Err(self.malformed()) }
    }

    /// The product that a row belongs to, by its number in the table's class.
    pub(crate) fn owner(&self, table: usize, row: u32) -> Result<u32, Malformed> {
        match &self.table(table)?.offsets {
            None => Ok(row),
            Some(offsets) => {
                let after = offsets.count_up_to(u64::from(row))?;
                after.checked_sub(1).map(|owner| owner as u32).ok_or(self.malformed())
            }
        }
    }

    /// A date in a row.
    pub(crate) fn date(&self, place: Place, row: usize) -> Result<Option<u32>, Malformed> {
        let packed = self.value(place, row)?;
        packed.map(|packed| unpacked_date(packed).ok_or(self.malformed())).transpose()
    }

    /// Puts a text of the pool behind what `text` holds.
    pub(crate) fn append(&self, phrases: &Phrases, place: u64, text: &mut String) -> Result<(), Malformed> {
        let place = usize::try_from(place).map_err(|_| self.malformed())?;
        self.texts.append(phrases, place, text)
    }

    /// How many texts the pool has.
    pub(crate) fn texts(&self) -> usize {
        self.texts.len()
    }

    /// The index of GTINs.
    pub(crate) fn barcodes(&self) -> Result<&Barcodes, Malformed> {
        self.barcodes.as_ref().ok_or(self.malformed())
    }

    /// The row of GTINs that is numbered `row` among those of a pack.
    pub(crate) fn gtin_row(&self, pack: u32, row: usize) -> Result<usize, Malformed> {
        self.rows_of(at::GTIN.table, pack)?.nth(row).ok_or(self.malformed())
    }

    /// Compares every cross-reference, and decodes every text.
    pub(crate) fn verify(&self, tree: &Tree, phrases: &Phrases) -> Result<(), Malformed> {
        let mut text = String::new();
        for place in 0..self.texts.len() as u64 {
            text.clear();
            self.append(phrases, place, &mut text)?;
        }
        for (number, spec) in TABLES.iter().enumerate() {
            let Some(Some(table)) = self.tables.get(number) else { continue };
            if table.offsets.is_some() {
                for owner in 0..tree.count(spec.class) {
                    self.rows_of(number, owner)?;
                }
            }
            for (field, column) in spec.fields.iter().zip(&table.columns) {
                let Some(column) = column else { continue };
                for entry in column.iter() {
                    let (_, value) = entry?;
                    let fits = match field.kind {
                        FieldKind::Text => {
                            let shift = derived(number, field.tag).is_some();
                            (value >> u32::from(shift)) < self.texts.len() as u64
                        }
                        FieldKind::Product(class) => value < u64::from(tree.count(class)),
                        FieldKind::Date => unpacked_date(value).is_some(),
                        FieldKind::Flag => value == 1,
                        FieldKind::Decimal => crate::product::Decimal::unpacked(value).is_some(),
                        FieldKind::Gtin => gtin_text(value).is_some(),
                        _ => true,
                    };
                    if !fits {
                        return Err(self.malformed());
                    }
                }
            }
        }
        let Some(barcodes) = &self.barcodes else { return Ok(()) };
        barcodes.verify()?;
        let mut listed = 0;
        for entry in self.column(at::GTIN)?.iter() {
            let (row, value) = entry?;
            listed += 1;
            let mut is_there = false;
            for found in barcodes.find(value >> 4)? {
                let (pack, own) = found?;
                is_there |= self.gtin_row(pack, own)? == row as usize;
            }
            if !is_there {
                return Err(self.malformed());
            }
        }
        if barcodes.len() == listed { Ok(()) } else { Err(self.malformed()) }
    }
}

/// A GTIN as a column holds it: the number, then in four bits how many digits it is written in.
#[cfg(feature = "build")]
pub(crate) fn packed_gtin(text: &str) -> Option<u64> {
    let is_gtin = !text.is_empty() && text.len() <= 14 && text.bytes().all(|byte| byte.is_ascii_digit());
    let number: u64 = text.parse().ok().filter(|_| is_gtin)?;
    Some(number << 4 | text.len() as u64)
}

/// What [`packed_gtin`] made.
pub(crate) fn gtin_text(packed: u64) -> Option<String> {
    let digits = (packed & 15) as usize;
    let text = format!("{:0digits$}", packed >> 4);
    (text.len() == digits && digits <= 14).then_some(text)
}

/// What the text of a field begins with, where the file keeps only what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Base {
    /// The name without supplier of the same AMP.
    OwnName,
    /// The name of the parent, which is of this class.
    NameOf(ProductClass),
}

/// What a text is kept behind: the description of an AMP behind its name, the name of a pack behind that of the product
/// in it. Such a column holds twice a place in the pool, plus 1 where the base comes first.
pub(crate) fn derived(table: usize, tag: &str) -> Option<Base> {
    match (table, tag) {
        (2, "DESC") => Some(Base::OwnName),
        (3, "NM") => Some(Base::NameOf(ProductClass::Vmp)),
        (4, "NM") => Some(Base::NameOf(ProductClass::Amp)),
        _ => None,
    }
}
