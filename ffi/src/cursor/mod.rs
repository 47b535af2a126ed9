//! Cursors: the one shape of every list.

mod columns;
mod rows;
mod texts;

use std::sync::Arc;

use engine::{Engine, LanguageOrder};

pub(crate) use columns::{case_number, class_number, number, type_number};
pub(crate) use rows::Answer;

use crate::boundary::Numbers;
use crate::constants::*;
use crate::fault::{Fault, Outcome};
use rows::{Rows, Table};
use texts::Texts;

/// Where a cursor stands.
#[derive(Debug)]
enum Stand {
    /// Before its first row.
    Before,
    /// On a row.
    On,
    /// Behind its last row.
    Behind,
    /// At a fault, which every further call gives again.
    Fault(Fault),
}

/// The rows of an answer, and which of them is read.
pub(crate) struct Cursor {
    table: Table,
    stand: Stand,
    /// The language of preferred terms; `None` for that of the file.
    language: Option<LanguageOrder>,
    texts: Texts,
    /// Set while a call is under way: one that did not return has left the cursor in no known state.
    is_busy: bool,
}

impl Cursor {
    /// A cursor before the first row of what `ask` answers.
    pub(crate) fn open(
        engine: &Arc<Engine>,
        language: Option<LanguageOrder>,
        ask: impl for<'e> FnOnce(&'e Engine) -> Result<Answer<'e>, Fault>,
    ) -> Result<Cursor, Fault> {
        let table = Table::try_new(Arc::clone(engine), |engine| ask(engine).map(Rows::new))?;
        Ok(Cursor { table, stand: Stand::Before, language, texts: Texts::default(), is_busy: false })
    }

    /// Does something with the cursor, unless a call before did not return.
    #[inline]
    pub(crate) fn enter<T>(
        &mut self,
        work: impl FnOnce(&mut Cursor) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        if self.is_busy {
            return Err(Fault::new(
                VADE_ERROR_PANIC,
                "an internal error has left the cursor in no known state",
            ));
        }
        self.is_busy = true;
        let done = work(self);
        self.is_busy = false;
        done
    }

    /// Goes on to the next row.
    #[inline]
    pub(crate) fn next(&mut self) -> Outcome {
        if let Stand::Fault(fault) = &self.stand {
            return Err(fault.clone());
        }
        self.texts.clear();
        if self.table.with_dependent_mut(|_, rows| rows.step()) {
            self.stand = Stand::On;
            Ok(VADE_ROW)
        } else {
            self.stand = Stand::Behind;
            Ok(VADE_OK)
        }
    }

    /// Errors where the cursor stands on no row.
    #[inline]
    fn on_row(&self) -> Result<(), Fault> {
        match &self.stand {
            Stand::On => Ok(()),
            Stand::Fault(fault) => Err(fault.clone()),
            Stand::Before => Err(Fault::new(VADE_ERROR_NO_ROW, "the cursor stands before its first row")),
            Stand::Behind => Err(Fault::new(VADE_ERROR_NO_ROW, "the cursor stands behind its last row")),
        }
    }

    /// A number of the row, `None` where it has no such value.
    #[inline]
    pub(crate) fn int(&self, column: i32) -> Result<Option<i64>, Fault> {
        self.on_row()?;
        self.table.borrow_dependent().int(column)
    }

    /// A text of the row with a NUL behind it, `None` where it has no such value.
    pub(crate) fn text(&mut self, column: i32) -> Result<Option<&str>, Fault> {
        self.on_row()?;
        let (table, language) = (&self.table, self.language.as_ref());
        self.texts.utf8(column, |text| {
            let language = language.unwrap_or_else(|| table.borrow_owner().language_order());
            table.borrow_dependent().text(column, language, text)
        })
    }

    /// The same in UTF-16.
    pub(crate) fn text16(&mut self, column: i32) -> Result<Option<&[u16]>, Fault> {
        self.text(column)?;
        self.texts.utf16(column)
    }

    /// The parts of a text that were matched: where each begins and ends.
    pub(crate) fn ranges(&self, column: i32, in_utf16: bool) -> Result<Vec<i32>, Fault> {
        self.on_row()?;
        self.table.borrow_dependent().ranges(column, in_utf16)
    }

    /// Goes on by up to so many rows as `ids` has room for, and puts the id of each there: `VADE_ROW` where there was
    /// any. The cursor stands on the last of them.
    pub(crate) fn fetch_ids(&mut self, ids: Numbers<'_, i64>) -> Outcome {
        self.table.borrow_dependent().has_ids()?;
        let first = self.next()?;
        if first == VADE_OK {
            return Ok(first);
        }
        let mut is_first = true;
        let filled = self.table.with_dependent_mut(|_, rows| {
            ids.fill(|| {
                let is_there = is_first || rows.step();
                is_first = false;
                if is_there { rows.int(VADE_COLUMN_ID) } else { Ok(None) }
            })
        });
        filled.map(|_| VADE_ROW).inspect_err(|fault| self.stand = Stand::Fault(fault.clone()))
    }

    /// How many rows there are; `None` where that was not counted.
    pub(crate) fn total(&self) -> Option<i64> {
        self.table.borrow_dependent().total()
    }

    /// Tells names in another language from now on.
    pub(crate) fn set_language(&mut self, language: Option<&str>) -> Result<(), Fault> {
        self.language = language.map(|language| self.table.borrow_owner().language(language)).transpose()?;
        self.texts.clear();
        Ok(())
    }
}
