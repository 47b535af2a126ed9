//! Structs that begin with their own size.

use std::marker::PhantomData;

use bytemuck::{Pod, Zeroable, bytes_of, bytes_of_mut};

use crate::boundary::checked;
use crate::constants::{VADE_ERROR_STRUCT, VADE_OK};
use crate::fault::{Fault, Outcome};

/// A struct of the header.
pub(crate) trait Record: Pod {
    /// How many bytes it had in the first header that had it.
    const SMALLEST: usize;
}

/// No header will have a struct of so many bytes: more is memory that was not set.
const LARGEST: usize = 4096;

/// Declares the structs of the header, and for the test a table of their fields.
macro_rules! records {
    ($($(#[$doc:meta])* $name:ident = $c_name:literal, $smallest:literal: { $($field:ident: $kind:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[doc = "See `vademecum.h`."]
            #[repr(C)]
            #[derive(Debug, Clone, Copy, Pod, Zeroable)]
            pub(crate) struct $name {
                $(
                    #[doc = "See `vademecum.h`."]
                    pub(crate) $field: $kind,
                )*
            }

            impl Record for $name {
                const SMALLEST: usize = $smallest;
            }
        )*

        /// Every struct: its name in C, its size, and its fields with their types and places.
        #[cfg(test)]
        pub(crate) const ALL: &[(&str, usize, &[(&str, &str, usize)])] = &[$((
            $c_name,
            size_of::<$name>(),
            &[$((stringify!($field), stringify!($kind), std::mem::offset_of!($name, $field)),)*],
        ),)*];
    };
}

records! {
    /// How a file is opened.
    OpenOptions = "vade_open_options", 8: {
        struct_size: u32,
        flags: u32,
    }
    /// How is searched.
    SearchOptions = "vade_search_options", 16: {
        struct_size: u32,
        flags: u32,
        limit: i32,
        offset: i32,
    }
    /// What is known of a file.
    FileInfo = "vade_file_info", 40: {
        struct_size: u32,
        format_version: i32,
        length: i64,
        concepts: i64,
        active_concepts: i64,
        effective_time: i32,
        is_subset: i32,
    }
    /// What is known of a concept.
    ConceptInfo = "vade_concept_info", 40: {
        struct_size: u32,
        is_active: i32,
        id: i64,
        module: i64,
        effective_time: i32,
        is_defined: i32,
        parents: i32,
        children: i32,
    }
    /// What is known of a description.
    DescriptionInfo = "vade_description_info", 48: {
        struct_size: u32,
        is_active: i32,
        id: i64,
        concept_id: i64,
        module: i64,
        effective_time: i32,
        type_: i32,
        case_significance: i32,
        reserved: i32,
    }
    /// What is known of a medicinal product.
    ProductInfo = "vade_product_info", 72: {
        struct_size: u32,
        product_class: i32,
        id: i64,
        is_replaced: i32,
        is_valid: i32,
        is_available: i32,
        is_in_use: i32,
        is_prescribable: i32,
        is_concept: i32,
        vtm: i64,
        vmp: i64,
        amp: i64,
        vmpp: i64,
    }
}

/// The size that a caller's struct says it has.
///
/// # Safety
///
/// `record` is null, or its first four bytes can be read.
#[allow(unsafe_code)]
unsafe fn size_of_record<T: Record>(record: *const T, what: &'static str) -> Result<usize, Fault> {
    checked(record, what)?;
    // SAFETY: as the caller promises.
    let size = unsafe { record.cast::<u32>().read() } as usize;
    if (T::SMALLEST..=LARGEST).contains(&size) {
        return Ok(size);
    }
    let message = format!("`{what}`: struct_size is {size}; set it to the size of the struct");
    Err(Fault::new(VADE_ERROR_STRUCT, message))
}

/// What a caller's struct holds; fields that it does not have are 0, and all are where it is null.
///
/// # Safety
///
/// `record` is null, or so many bytes as it says in the first four can be read.
#[allow(unsafe_code)]
pub(crate) unsafe fn read_record<T: Record>(record: *const T, what: &'static str) -> Result<T, Fault> {
    let mut read = T::zeroed();
    if record.is_null() {
        return Ok(read);
    }
    // SAFETY: as the caller promises.
    let bytes = unsafe {
        let size = size_of_record(record, what)?;
        std::slice::from_raw_parts(record.cast::<u8>(), size)
    };
    let (known, unknown) = bytes.split_at_checked(size_of::<T>()).unwrap_or((bytes, &[]));
    if unknown.iter().any(|byte| *byte != 0) {
        let message = format!("`{what}` has a field that this version of the library does not know");
        return Err(Fault::new(VADE_ERROR_STRUCT, message));
    }
    for (place, byte) in bytes_of_mut(&mut read).iter_mut().zip(known) {
        *place = *byte;
    }
    Ok(read)
}

/// A caller's struct for an answer.
pub(crate) struct RecordOut<'a, T> {
    /// Its bytes behind its size.
    bytes: &'a mut [u8],
    kind: PhantomData<T>,
}

impl<T: Record> RecordOut<'_, T> {
    /// The struct, all of whose fields but its size are 0 until the answer is known.
    ///
    /// # Safety
    ///
    /// `record` is null, or so many bytes as it says in the first four can be written and are used by nobody else before
    /// the answer is there.
    #[allow(unsafe_code)]
    pub(crate) unsafe fn new(record: *mut T, what: &'static str) -> Result<Self, Fault> {
        const SIZE: usize = size_of::<u32>();
        // SAFETY: as the caller promises; the bytes are written before a reference to them is made.
        let bytes = unsafe {
            let size = size_of_record(record, what)?;
            let behind = record.cast::<u8>().add(SIZE);
            behind.write_bytes(0, size - SIZE);
            std::slice::from_raw_parts_mut(behind, size - SIZE)
        };
        Ok(RecordOut { bytes, kind: PhantomData })
    }

    /// Fills the fields that the struct has.
    pub(crate) fn set(self, answer: &T) -> Outcome {
        let answer = bytes_of(answer).iter().skip(size_of::<u32>());
        for (place, byte) in self.bytes.iter_mut().zip(answer) {
            *place = *byte;
        }
        Ok(VADE_OK)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A struct of which the first header had the first two fields alone.
    #[repr(C)]
    #[derive(Debug, Clone, Copy, Pod, Zeroable, PartialEq)]
    struct Grown {
        struct_size: u32,
        old: i32,
        new: i64,
    }

    impl Record for Grown {
        const SMALLEST: usize = 8;
    }

    /// A caller's memory.
    #[repr(C, align(8))]
    struct Memory([u32; 6]);

    #[allow(unsafe_code)]
    fn read(words: [u32; 6]) -> Result<Grown, i32> {
        let memory = Memory(words);
        // SAFETY: the memory has 24 bytes, and what says that it has more is refused before.
        unsafe { read_record((&raw const memory).cast::<Grown>(), "grown") }.map_err(|fault| fault.status)
    }

    #[test]
    fn an_older_struct_has_zeros_and_a_newer_one_only_zeros() {
        let grown = |size, old, new| Ok(Grown { struct_size: size, old, new });
        assert_eq!(read([8, 5, 6, 7, 8, 9]), grown(8, 5, 0));
        assert_eq!(read([16, 5, 6, 0, 8, 9]), grown(16, 5, 6));
        assert_eq!(read([24, 5, 6, 0, 0, 0]), grown(24, 5, 6));
        assert_eq!(read([24, 5, 6, 0, 0, 1]), Err(VADE_ERROR_STRUCT));
        for size in [0, 4, 7, 4097, u32::MAX] {
            assert_eq!(read([size, 5, 6, 0, 0, 0]), Err(VADE_ERROR_STRUCT));
        }
    }

    #[test]
    #[allow(unsafe_code)]
    fn an_answer_fills_what_the_struct_has() {
        let answer = Grown { struct_size: 0, old: 5, new: 6 << 32 | 7 };
        for (size, expected) in
            [(8, [8, 5, 9, 9, 9, 9]), (16, [16, 5, 7, 6, 9, 9]), (20, [20, 5, 7, 6, 0, 9])]
        {
            let mut memory = Memory([size, 9, 9, 9, 9, 9]);
            // SAFETY: the memory has 24 bytes, no fewer than it says.
            let out = unsafe { RecordOut::new((&raw mut memory).cast::<Grown>(), "grown") }.unwrap();
            assert_eq!(out.set(&answer).unwrap(), VADE_OK);
            assert_eq!(memory.0, expected);
        }
    }

    #[test]
    fn no_struct_has_holes_and_each_has_the_same_places_everywhere() {
        for (name, size, fields) in ALL {
            let mut at = 0;
            for (field, kind, place) in *fields {
                let length = if *kind == "i64" { 8 } else { 4 };
                assert_eq!((*place, at % length), (at, 0), "{name}.{field}");
                at += length;
            }
            assert_eq!((at, at % 8), (*size, 0), "{name}");
        }
    }
}
