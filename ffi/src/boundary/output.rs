//! What a caller has answers put into.

use std::mem::MaybeUninit;

use crate::boundary::checked;
use crate::constants::{VADE_ERROR_BUFFER, VADE_ERROR_LIMIT, VADE_OK};
use crate::fault::{Fault, Outcome};

/// A place for an answer, which is `initial` until it is known.
///
/// # Safety
///
/// `place` is null, or can be written and is used by nobody else before the answer is last used.
#[allow(unsafe_code)]
pub(crate) unsafe fn out<'a, T>(place: *mut T, initial: T, what: &'static str) -> Result<&'a mut T, Fault> {
    checked(place, what)?;
    // SAFETY: it is aligned, can be written as the caller promises, and is initialised before a reference to it is made.
    unsafe {
        place.write(initial);
        Ok(&mut *place)
    }
}

/// A place that may be null.
///
/// # Safety
///
/// As [`out`].
#[allow(unsafe_code)]
pub(crate) unsafe fn optional_out<'a, T>(
    place: *mut T,
    initial: T,
    what: &'static str,
) -> Result<Option<&'a mut T>, Fault> {
    if place.is_null() {
        return Ok(None);
    }
    // SAFETY: as the caller promises.
    unsafe { out(place, initial, what) }.map(Some)
}

/// Memory of a caller for some units, with its length.
///
/// # Safety
///
/// `place` is null, or `capacity` units from there can be written and are used by nobody else before the answer is last
/// used.
#[allow(unsafe_code)]
unsafe fn room<'a, U>(
    place: *mut U,
    capacity: i32,
    what: &'static str,
) -> Result<Option<&'a mut [MaybeUninit<U>]>, Fault> {
    let capacity = usize::try_from(capacity)
        .ok()
        .filter(|capacity| {
            capacity.checked_mul(size_of::<U>()).is_some_and(|bytes| bytes <= isize::MAX as usize)
        })
        .ok_or_else(|| Fault::argument(format!("{capacity} is no capacity")))?;
    if place.is_null() && capacity == 0 {
        return Ok(None);
    }
    checked(place, what)?;
    // SAFETY: it is aligned, and as long as the caller promises; nothing is said of what is in it.
    Ok(Some(unsafe { std::slice::from_raw_parts_mut(place.cast::<MaybeUninit<U>>(), capacity) }))
}

/// A unit of a text.
pub(crate) trait Unit: Copy {
    /// The end of a text.
    const NUL: Self;

    /// How many units a text takes.
    fn length(text: &str) -> usize;

    /// How much of a text fits into so many units, in whole characters: bytes of the text.
    fn fitting(text: &str, units: usize) -> usize;

    /// Calls `put` with each unit.
    fn each(text: &str, put: impl FnMut(Self));
}

impl Unit for std::ffi::c_char {
    const NUL: Self = 0;

    fn length(text: &str) -> usize {
        text.len()
    }

    fn fitting(text: &str, units: usize) -> usize {
        text.floor_char_boundary(units)
    }

    fn each(text: &str, put: impl FnMut(Self)) {
        text.bytes().map(|byte| byte as std::ffi::c_char).for_each(put);
    }
}

impl Unit for u16 {
    const NUL: Self = 0;

    fn length(text: &str) -> usize {
        text.encode_utf16().count()
    }

    fn fitting(text: &str, units: usize) -> usize {
        let mut taken = 0;
        let first_too_many = text.char_indices().find(|(_, letter)| {
            taken += letter.len_utf16();
            taken > units
        });
        first_too_many.map_or(text.len(), |(at, _)| at)
    }

    fn each(text: &str, put: impl FnMut(Self)) {
        text.encode_utf16().for_each(put);
    }
}

/// A caller's buffer for a text.
pub(crate) struct Buffer<'a, U> {
    /// `None` where only the length is asked for.
    room: Option<&'a mut [MaybeUninit<U>]>,
    needed: Option<&'a mut i32>,
}

impl<'a, U: Unit> Buffer<'a, U> {
    /// The buffer, which holds the empty text until the answer is known.
    ///
    /// # Safety
    ///
    /// `buffer` is null or has room for `capacity` units, `needed` is null or can be written, and nobody else uses either
    /// before the answer is there.
    #[allow(unsafe_code)]
    pub(crate) unsafe fn new(
        buffer: *mut U,
        capacity: i32,
        needed: *mut i32,
    ) -> Result<Buffer<'a, U>, Fault> {
        // SAFETY: as the caller promises.
        let (needed, mut room) =
            unsafe { (optional_out(needed, 0, "needed")?, room(buffer, capacity, "buffer")?) };
        if let Some(first) = room.as_deref_mut().and_then(<[_]>::first_mut) {
            first.write(U::NUL);
        }
        Ok(Buffer { room, needed })
    }

    /// Puts a text into the buffer.
    pub(crate) fn put(self, text: &str) -> Outcome {
        let length = U::length(text) + 1;
        let needed = i32::try_from(length)
            .map_err(|_| Fault::new(VADE_ERROR_LIMIT, format!("the text has {length} units")))?;
        if let Some(place) = self.needed {
            *place = needed;
        }
        let Some(room) = self.room else { return Ok(VADE_OK) };
        let capacity = room.len();
        let fits = length <= capacity;
        let kept = if fits { text.len() } else { U::fitting(text, capacity.saturating_sub(1)) };
        let mut places = room.iter_mut();
        let mut put = |unit| {
            if let Some(place) = places.next() {
                place.write(unit);
            }
        };
        U::each(text.get(..kept).unwrap_or_default(), &mut put);
        put(U::NUL);
        if fits {
            return Ok(VADE_OK);
        }
        Err(Fault::new(
            VADE_ERROR_BUFFER,
            format!("the text takes {needed} units with its NUL, and the buffer has {capacity}"),
        ))
    }

    /// Puts a text into the buffer, or answers `otherwise` where there is none.
    pub(crate) fn put_or(self, text: Option<&str>, otherwise: i32) -> Outcome {
        match text {
            Some(text) => self.put(text),
            None => self.put("").map_or(Ok(otherwise), |_| Ok(otherwise)),
        }
    }
}

/// A caller's array for numbers.
pub(crate) struct Numbers<'a, N> {
    room: &'a mut [MaybeUninit<N>],
    is_asking: bool,
    count: Option<&'a mut i32>,
}

impl<'a, N: Copy> Numbers<'a, N> {
    /// The array; `count`, which may be null, is 0 until the answer is known.
    ///
    /// # Safety
    ///
    /// `numbers` is null or has room for `capacity` numbers, `count` is null or can be written, and nobody else uses
    /// either before the answer is there.
    #[allow(unsafe_code)]
    pub(crate) unsafe fn new(
        numbers: *mut N,
        capacity: i32,
        count: *mut i32,
    ) -> Result<Numbers<'a, N>, Fault> {
        // SAFETY: as the caller promises.
        let (count, room) =
            unsafe { (optional_out(count, 0, "needed")?, room(numbers, capacity, "numbers")?) };
        Ok(Numbers { is_asking: room.is_none(), room: room.unwrap_or_default(), count })
    }

    /// Puts all numbers into the array, or none where they do not fit and their count is not all that is asked for.
    pub(crate) fn put_all(self, numbers: &[N]) -> Outcome {
        let needed = i32::try_from(numbers.len())
            .map_err(|_| Fault::new(VADE_ERROR_LIMIT, format!("there are {} numbers", numbers.len())))?;
        if let Some(count) = self.count {
            *count = needed;
        }
        if self.is_asking {
            return Ok(VADE_OK);
        }
        if numbers.len() > self.room.len() {
            let capacity = self.room.len();
            let message = format!("there are {needed} numbers, and the array has room for {capacity}");
            return Err(Fault::new(VADE_ERROR_BUFFER, message));
        }
        for (place, number) in self.room.iter_mut().zip(numbers) {
            place.write(*number);
        }
        Ok(VADE_OK)
    }

    /// Puts numbers into the array as long as there are any and it has room; answers how many.
    pub(crate) fn fill(self, mut next: impl FnMut() -> Result<Option<N>, Fault>) -> Result<usize, Fault> {
        let mut filled = 0;
        for place in self.room.iter_mut() {
            let Some(number) = next()? else { break };
            place.write(number);
            filled += 1;
        }
        if let Some(count) = self.count {
            *count = i32::try_from(filled).unwrap_or(i32::MAX);
        }
        Ok(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::constants::VADE_ERROR_ARGUMENT;
    use std::ffi::c_char;

    const TEXT: &str = "aé€😀b";

    /// Puts TEXT into a buffer of a capacity and answers the status, the units before the NUL and what is needed.
    #[allow(unsafe_code)]
    fn put<U: Unit + PartialEq>(capacity: usize, fill: U) -> (i32, Vec<U>, i32) {
        let mut memory = vec![fill; capacity + 1];
        let mut needed = -7;
        // SAFETY: the memory is longer than the capacity.
        let buffer = unsafe { Buffer::new(memory.as_mut_ptr(), capacity as i32, &mut needed) }.unwrap();
        let status = buffer.put(TEXT).unwrap_or_else(|fault| fault.status);
        assert!(memory[capacity] == fill, "a unit behind the buffer was written");
        let end = memory[..capacity].iter().position(|unit| *unit == U::NUL);
        (status, memory[..end.unwrap_or(0)].to_vec(), needed)
    }

    #[test]
    fn a_text_is_cut_between_characters() {
        let bytes = TEXT.len();
        for capacity in 0..bytes + 3 {
            let (status, text, needed) = put::<c_char>(capacity, 99);
            assert_eq!(needed as usize, bytes + 1);
            assert_eq!(status, if capacity > bytes { VADE_OK } else { VADE_ERROR_BUFFER });
            let text = String::from_utf8(text.into_iter().map(|unit| unit as u8).collect()).unwrap();
            assert!(TEXT.starts_with(&text) && text.len() + 4 >= capacity.min(bytes), "{capacity}: {text}");
        }
        let units = TEXT.encode_utf16().count();
        for capacity in 0..units + 3 {
            let (status, text, needed) = put::<u16>(capacity, 99);
            assert_eq!(needed as usize, units + 1);
            assert_eq!(status, if capacity > units { VADE_OK } else { VADE_ERROR_BUFFER });
            let text = String::from_utf16(&text).unwrap();
            assert!(TEXT.starts_with(&text), "{capacity}: {text}");
            assert!(text.encode_utf16().count() + 2 >= capacity.min(units), "{capacity}: {text}");
        }
    }

    #[test]
    #[allow(unsafe_code)]
    fn a_null_buffer_asks_for_the_length() {
        let mut needed = -7;
        let null = std::ptr::null_mut::<c_char>();
        // SAFETY: null is null.
        let buffer = unsafe { Buffer::new(null, 0, &mut needed) }.unwrap();
        assert_eq!(buffer.put(TEXT).unwrap(), VADE_OK);
        assert_eq!(needed as usize, TEXT.len() + 1);
        for capacity in [1, -1, i32::MIN, i32::MAX] {
            // SAFETY: null is null.
            let refused = unsafe { Buffer::new(null, capacity, &mut needed) }.map(drop).unwrap_err();
            assert_eq!(refused.status, VADE_ERROR_ARGUMENT);
            assert_eq!(needed, 0);
        }
    }
}
