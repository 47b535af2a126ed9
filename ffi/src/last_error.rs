//! What the last failure of each thread was.
//!
//! It is of a fixed size and needs no clearing up, so a thread that ends after the library was unloaded calls nothing
//! of it.

use std::cell::RefCell;

use crate::fault::Fault;

/// As many bytes of a message are kept.
const MOST: usize = 1000;

struct LastError {
    is_there: bool,
    /// How much of `text` is the message.
    length: usize,
    text: [u8; MOST],
    offset: i32,
}

thread_local! {
    static LAST: RefCell<LastError> =
        const { RefCell::new(LastError { is_there: false, length: 0, text: [0; MOST], offset: -1 }) };
}

impl LastError {
    fn message(&self) -> &str {
        self.text.get(..self.length).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default()
    }

    fn set(&mut self, message: &str, offset: Option<usize>) {
        let length = message.floor_char_boundary(MOST);
        let (Some(place), Some(kept)) = (self.text.get_mut(..length), message.as_bytes().get(..length))
        else {
            return;
        };
        place.copy_from_slice(kept);
        self.length = length;
        self.is_there = true;
        self.offset = offset.and_then(|offset| i32::try_from(offset).ok()).unwrap_or(-1);
    }
}

/// Keeps a failure, and answers its status.
#[cold]
pub(crate) fn keep(fault: &Fault) -> i32 {
    LAST.with_borrow_mut(|last| last.set(&fault.message, fault.offset));
    fault.status
}

/// Keeps that the library is at fault, and where.
#[cold]
pub(crate) fn keep_panic(what: &str, place: Option<(&str, u32)>) {
    let message = match place {
        Some((file, line)) => format!("internal error at {file}:{line}: {what}"),
        None => format!("internal error: {what}"),
    };
    LAST.with_borrow_mut(|last| last.set(&message, None));
}

/// Hands the message on, `None` where there was no failure.
pub(crate) fn with_message<T>(read: impl FnOnce(Option<&str>) -> T) -> T {
    LAST.with_borrow(|last| read(last.is_there.then(|| last.message())))
}

/// Where in the text at fault, -1 where it is none.
pub(crate) fn offset() -> i32 {
    LAST.with_borrow(|last| last.offset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::constants::VADE_ERROR_SYNTAX;

    #[test]
    fn a_long_message_is_cut_between_characters() {
        std::thread::spawn(|| {
            with_message(|message| assert_eq!(message, None));
            assert_eq!(offset(), -1);
            let long = Fault::new(VADE_ERROR_SYNTAX, "é".repeat(MOST)).at(7);
            assert_eq!(keep(&long), VADE_ERROR_SYNTAX);
            with_message(|message| assert_eq!(message, Some("é".repeat(MOST / 2).as_str())));
            assert_eq!(offset(), 7);
            keep(&Fault::new(VADE_ERROR_SYNTAX, "x".repeat(3) + &"€".repeat(MOST)));
            with_message(|message| assert_eq!(message.unwrap().len(), 3 + (MOST - 3) / 3 * 3));
            assert_eq!(offset(), -1);
        })
        .join()
        .unwrap();
    }

    #[test]
    fn each_thread_has_its_own() {
        keep(&Fault::new(VADE_ERROR_SYNTAX, "here"));
        std::thread::spawn(|| with_message(|message| assert_eq!(message, None))).join().unwrap();
        with_message(|message| assert_eq!(message, Some("here")));
    }

    #[test]
    fn nothing_is_left_to_clear_up() {
        assert!(!std::mem::needs_drop::<RefCell<LastError>>());
    }
}
