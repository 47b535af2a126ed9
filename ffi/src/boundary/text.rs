//! Texts that a caller gives.

use std::borrow::Cow;
use std::ffi::{CStr, c_char};

use crate::boundary::checked;
use crate::constants::VADE_ERROR_ENCODING;
use crate::fault::Fault;

/// A text as it was given, in which places are counted in its own units.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Given<'a> {
    /// Bytes of UTF-8.
    Utf8(&'a [u8]),
    /// Units of UTF-16.
    Utf16(&'a [u16]),
}

/// The end of a text with this length; `None` for one that ends in NUL.
fn end(length: i32, unit: usize, what: &'static str) -> Result<Option<usize>, Fault> {
    if length == -1 {
        return Ok(None);
    }
    let units = usize::try_from(length).ok();
    let units =
        units.filter(|units| units.checked_mul(unit).is_some_and(|bytes| bytes <= isize::MAX as usize));
    units.map(Some).ok_or_else(|| Fault::argument(format!("`{what}`: {length} is no length of a text")))
}

/// A text in UTF-8, `None` where the pointer is null.
///
/// # Safety
///
/// `text` is null, or points to `length` bytes, or where `length` is -1 to bytes that end in a NUL, which nobody changes
/// before the answer is last used.
#[allow(unsafe_code)]
pub(crate) unsafe fn given<'a>(
    text: *const c_char,
    length: i32,
    what: &'static str,
) -> Result<Option<Given<'a>>, Fault> {
    let end = end(length, 1, what)?;
    if text.is_null() && end.is_none_or(|end| end == 0) {
        return Ok(None);
    }
    checked(text, what)?;
    // SAFETY: it is as long as the caller promises, and no longer than memory can be.
    Ok(Some(Given::Utf8(unsafe {
        match end {
            None => CStr::from_ptr(text).to_bytes(),
            Some(end) => std::slice::from_raw_parts(text.cast::<u8>(), end),
        }
    })))
}

/// A text in UTF-16, `None` where the pointer is null.
///
/// # Safety
///
/// As [`given`], with units in the place of bytes.
#[allow(unsafe_code)]
pub(crate) unsafe fn given16<'a>(
    text: *const u16,
    length: i32,
    what: &'static str,
) -> Result<Option<Given<'a>>, Fault> {
    let end = end(length, 2, what)?;
    if text.is_null() && end.is_none_or(|end| end == 0) {
        return Ok(None);
    }
    checked(text, what)?;
    // SAFETY: it is as long as the caller promises: each unit up to the NUL can be read. No text is longer than memory.
    Ok(Some(Given::Utf16(unsafe {
        let end = end.unwrap_or_else(|| (0_usize..).take_while(|at| *text.add(*at) != 0).count());
        std::slice::from_raw_parts(text, end)
    })))
}

impl<'a> Given<'a> {
    /// The text.
    pub(crate) fn text(self) -> Result<Cow<'a, str>, Fault> {
        match self {
            Given::Utf8(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => Ok(Cow::Borrowed(text)),
                Err(error) => {
                    Err(Fault::new(VADE_ERROR_ENCODING, "the text is not UTF-8").at(error.valid_up_to()))
                }
            },
            Given::Utf16(units) => {
                let mut text = String::with_capacity(units.len());
                let mut at = 0;
                for letter in char::decode_utf16(units.iter().copied()) {
                    let letter = letter.map_err(|_| {
                        Fault::new(VADE_ERROR_ENCODING, "half of a surrogate pair: the text is not UTF-16")
                            .at(at)
                    })?;
                    at += letter.len_utf16();
                    text.push(letter);
                }
                Ok(Cow::Owned(text))
            }
        }
    }

    /// Puts the place of a fault, which is in bytes of `text`, into the units that were given.
    pub(crate) fn placed(self, mut fault: Fault, text: &str) -> Fault {
        if let (Given::Utf16(_), Some(offset)) = (self, fault.offset) {
            let before = text.get(..text.floor_char_boundary(offset)).unwrap_or_default();
            fault.offset = Some(before.encode_utf16().count());
        }
        fault
    }

    /// Hands the text to `work`, and places its faults.
    pub(crate) fn read<T>(self, work: impl FnOnce(&str) -> Result<T, Fault>) -> Result<T, Fault> {
        let text = self.text()?;
        work(&text).map_err(|fault| self.placed(fault, &text))
    }

    /// The text that must be there; null with length 0 is the empty text of some languages.
    pub(crate) fn needed(
        given: Option<Given<'a>>,
        length: i32,
        what: &'static str,
    ) -> Result<Given<'a>, Fault> {
        match given {
            Some(given) => Ok(given),
            None if length == 0 => Ok(Given::Utf8(&[])),
            None => Err(Fault::argument(format!("`{what}` is null"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::constants::{VADE_ERROR_ARGUMENT, VADE_ERROR_SYNTAX};

    #[test]
    fn what_is_not_well_formed_is_placed() {
        let fault = Given::Utf8(b"a\xc3\xa9\xff").text().unwrap_err();
        assert_eq!((fault.status, fault.offset), (VADE_ERROR_ENCODING, Some(3)));
        let half = ["a😀".encode_utf16().collect::<Vec<_>>(), vec![0xd83d]].concat();
        for (units, place) in [(&half[..], 3), (&[0xde00, 65], 0), (&[65, 0xd83d, 65], 1)] {
            let fault = Given::Utf16(units).text().unwrap_err();
            assert_eq!((fault.status, fault.offset), (VADE_ERROR_ENCODING, Some(place)));
        }
    }

    #[test]
    fn a_fault_is_placed_in_the_units_that_were_given() {
        let text = "é😀x";
        let units: Vec<u16> = text.encode_utf16().collect();
        let fault = |_: &str| -> Result<(), Fault> { Err(Fault::new(VADE_ERROR_SYNTAX, "").at(6)) };
        assert_eq!(Given::Utf8(text.as_bytes()).read(fault).unwrap_err().offset, Some(6));
        assert_eq!(Given::Utf16(&units).read(fault).unwrap_err().offset, Some(3));
    }

    #[test]
    #[allow(unsafe_code)]
    fn lengths() {
        let units = [104_u16, 105, 0, 106];
        let text = c"hi";
        // SAFETY: each text is as long as is said, or ends in NUL, or is null.
        unsafe {
            let read = |given: Option<Given<'_>>| given.unwrap().text().unwrap().into_owned();
            assert_eq!(read(given(text.as_ptr(), -1, "t").unwrap()), "hi");
            assert_eq!(read(given(text.as_ptr(), 1, "t").unwrap()), "h");
            assert_eq!(read(given(text.as_ptr(), 0, "t").unwrap()), "");
            assert_eq!(read(given16(units.as_ptr(), -1, "t").unwrap()), "hi");
            assert_eq!(read(given16(units.as_ptr(), 4, "t").unwrap()), "hi\0j");
            assert!(given(std::ptr::null(), -1, "t").unwrap().is_none());
            assert!(given16(std::ptr::null(), 0, "t").unwrap().is_none());
            for length in [-2, i32::MIN] {
                assert_eq!(given(text.as_ptr(), length, "t").unwrap_err().status, VADE_ERROR_ARGUMENT);
            }
            assert_eq!(given(std::ptr::null(), 1, "t").unwrap_err().status, VADE_ERROR_ARGUMENT);
            let between = units.as_ptr().cast::<u8>().wrapping_add(1).cast::<u16>();
            assert_eq!(given16(between, 1, "t").unwrap_err().status, VADE_ERROR_ARGUMENT);
        }
    }
}
