//! The texts of a row, in memory that the next row uses again.

use crate::constants::VADE_ERROR_LIMIT;
use crate::fault::Fault;

/// The text of a column.
#[derive(Debug, Default)]
struct Slot {
    column: i32,
    state: State,
    /// The text and a NUL.
    utf8: String,
    /// The same, where it was asked for; else empty.
    utf16: Vec<u16>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Of a row before.
    #[default]
    Old,
    /// The row has no such value.
    Absent,
    There,
}

/// The texts that were asked of a row.
#[derive(Debug, Default)]
pub(super) struct Texts {
    slots: Vec<Slot>,
}

impl Texts {
    /// Forgets the texts and keeps their memory.
    #[inline]
    pub(super) fn clear(&mut self) {
        for slot in &mut self.slots {
            slot.state = State::Old;
        }
    }

    /// The text of a column with its NUL; `read` puts it into a text, unless it is there, and answers whether there is
    /// one.
    pub(super) fn utf8(
        &mut self,
        column: i32,
        read: impl FnOnce(&mut String) -> Result<bool, Fault>,
    ) -> Result<Option<&str>, Fault> {
        let known = self.slots.iter().position(|slot| slot.column == column);
        let at = known.unwrap_or(self.slots.len());
        if known.is_none() {
            self.slots.push(Slot { column, ..Slot::default() });
        }
        let Some(slot) = self.slots.get_mut(at) else { return Ok(None) };
        if slot.state == State::Old {
            slot.utf8.clear();
            slot.utf16.clear();
            slot.state = if read(&mut slot.utf8)? { State::There } else { State::Absent };
            if i32::try_from(slot.utf8.len()).is_err() {
                slot.state = State::Old;
                let message = format!("the text has {} bytes", slot.utf8.len());
                return Err(Fault::new(VADE_ERROR_LIMIT, message));
            }
            slot.utf8.push('\0');
        }
        Ok((slot.state == State::There).then_some(slot.utf8.as_str()))
    }

    /// The same in UTF-16, where [`Texts::utf8`] was asked before.
    pub(super) fn utf16(&mut self, column: i32) -> Result<Option<&[u16]>, Fault> {
        let slot = self.slots.iter_mut().find(|slot| slot.column == column && slot.state == State::There);
        let Some(slot) = slot else { return Ok(None) };
        if slot.utf16.is_empty() {
            slot.utf16.extend(slot.utf8.encode_utf16());
        }
        Ok(Some(&slot.utf16))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_once_a_row_and_its_memory_stays() {
        let mut texts = Texts::default();
        let mut reads = 0;
        let mut place = None;
        for row in 0..3 {
            texts.clear();
            for _ in 0..2 {
                let text = texts.utf8(7, |text| {
                    reads += 1;
                    text.push_str(["first row", "é", ""][row]);
                    Ok(row < 2)
                });
                let text = text.unwrap();
                assert_eq!(text, [Some("first row\0"), Some("é\0"), None][row]);
                if let Some(text) = text {
                    assert_eq!(*place.get_or_insert(text.as_ptr()), text.as_ptr());
                }
            }
            let expected = [Some("first row\0"), Some("é\0"), None][row];
            let units = expected.map(|text| text.encode_utf16().collect::<Vec<_>>());
            assert_eq!(texts.utf16(7).unwrap(), units.as_deref());
        }
        assert_eq!(reads, 3);
    }

    #[test]
    fn a_fault_leaves_no_text() {
        let mut texts = Texts::default();
        let fault = texts.utf8(1, |text| {
            text.push_str("half");
            Err(Fault::argument("no"))
        });
        assert!(fault.is_err());
        assert_eq!(texts.utf16(1).unwrap(), None);
        assert_eq!(texts.utf8(1, |_| Ok(true)).unwrap(), Some("\0"));
    }
}
