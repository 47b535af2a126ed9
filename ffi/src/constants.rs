//! The numbers of the ABI. They never change; a test compares them with the header.

/// Declares constants, and for the test a table of them.
macro_rules! constants {
    ($($kind:ty { $($name:ident = $value:expr,)* })*) => {
        $($(
            #[doc = "See `vademecum.h`."]
            pub(crate) const $name: $kind = $value;
        )*)*

        /// Every constant by name.
        #[cfg(test)]
        pub(crate) const ALL: &[(&str, i64)] = &[$($((stringify!($name), $name as i64),)*)*];
    };
}

constants! {
    i32 {
    VADE_ABI_VERSION = 2,

    VADE_OK = 0,
    VADE_ROW = 1,
    VADE_NONE = 2,
    VADE_ERROR_UNKNOWN_OP = -1,
    VADE_ERROR_BAD_REQUEST = -2,
    VADE_ERROR_SYNTAX = -3,
    VADE_ERROR_INVALID_ID = -4,
    VADE_ERROR_NOT_FOUND = -5,
    VADE_ERROR_UNSUPPORTED = -6,
    VADE_ERROR_NOT_IN_FILE = -7,
    VADE_ERROR_LIMIT = -8,
    VADE_ERROR_DAMAGED = -9,
    VADE_ERROR_IO = -10,
    VADE_ERROR_NOT_VADE = -11,
    VADE_ERROR_VERSION = -12,
    VADE_ERROR_NOT_LOADED = -13,
    VADE_ERROR_ARGUMENT = -100,
    VADE_ERROR_STRUCT = -101,
    VADE_ERROR_FLAGS = -102,
    VADE_ERROR_ENCODING = -103,
    VADE_ERROR_BUFFER = -104,
    VADE_ERROR_COLUMN = -105,
    VADE_ERROR_NO_ROW = -106,
    VADE_ERROR_MEMORY = -107,
    VADE_ERROR_PANIC = -108,

    VADE_FILE_EDITION = 1,
    VADE_FILE_LICENCE = 2,
    VADE_FILE_MARKING = 3,
    VADE_FILE_BUILDER = 4,
    VADE_FILE_DMD = 5,

    VADE_ID_CONCEPT = 1,
    VADE_ID_DESCRIPTION = 2,
    VADE_ID_RELATIONSHIP = 3,

    VADE_TERM_PREFERRED = 1,
    VADE_TERM_FSN = 2,
    VADE_TERM_SEMANTIC_TAG = 3,

    VADE_DESCRIPTION_FSN = 1,
    VADE_DESCRIPTION_SYNONYM = 2,
    VADE_DESCRIPTION_DEFINITION = 3,

    VADE_CASE_INSENSITIVE = 1,
    VADE_CASE_INITIAL_INSENSITIVE = 2,
    VADE_CASE_SENSITIVE = 3,

    VADE_EQUIVALENT = 1,
    VADE_SUBSUMES = 2,
    VADE_SUBSUMED_BY = 3,
    VADE_NOT_SUBSUMED = 4,

    VADE_CLASS_VTM = 1,
    VADE_CLASS_VMP = 2,
    VADE_CLASS_AMP = 3,
    VADE_CLASS_VMPP = 4,
    VADE_CLASS_AMPP = 5,

    VADE_ROWS_DESCRIPTIONS = 1,
    VADE_ROWS_SYNONYMS = 2,
    VADE_ROWS_DEFINITIONS = 3,
    VADE_ROWS_PARENTS = 4,
    VADE_ROWS_CHILDREN = 5,
    VADE_ROWS_ANCESTORS = 6,
    VADE_ROWS_DESCENDANTS = 7,
    VADE_ROWS_DESCENDANTS_OR_SELF = 8,
    VADE_ROWS_ATTRIBUTES = 9,
    VADE_ROWS_ACCEPTABILITIES = 10,

    VADE_COLUMN_ID = 1,
    VADE_COLUMN_TERM = 2,
    VADE_COLUMN_PREFERRED = 3,
    VADE_COLUMN_FSN = 4,
    VADE_COLUMN_SEMANTIC_TAG = 5,
    VADE_COLUMN_ACTIVE = 6,
    VADE_COLUMN_MODULE = 7,
    VADE_COLUMN_EFFECTIVE_TIME = 8,
    VADE_COLUMN_DEFINED = 9,
    VADE_COLUMN_CHILDREN = 10,
    VADE_COLUMN_CONCEPT = 11,
    VADE_COLUMN_DESCRIPTION = 12,
    VADE_COLUMN_TYPE = 13,
    VADE_COLUMN_CASE = 14,
    VADE_COLUMN_LANGUAGE = 15,
    VADE_COLUMN_MATCH = 16,
    VADE_COLUMN_ACCEPTABILITY = 17,
    VADE_COLUMN_GROUP = 18,
    VADE_COLUMN_ATTRIBUTE = 19,
    VADE_COLUMN_ATTRIBUTE_TERM = 20,
    VADE_COLUMN_VALUE = 21,
    VADE_COLUMN_VALUE_TERM = 22,
    VADE_COLUMN_VALUE_KIND = 23,
    VADE_COLUMN_JSON = 24,
    VADE_COLUMN_CLASS = 25,
    VADE_COLUMN_IN_USE = 26,
    VADE_COLUMN_PRESCRIBABLE = 27,
    VADE_COLUMN_START = 28,
    VADE_COLUMN_END = 29,
    VADE_COLUMN_REASON = 30,
    VADE_COLUMN_CAUTION = 31,

    VADE_ACCEPTABILITY_PREFERRED = 1,
    VADE_ACCEPTABILITY_ACCEPTABLE = 2,

    VADE_VALUE_CONCEPT = 1,
    VADE_VALUE_NUMBER = 2,
    VADE_VALUE_STRING = 3,
    VADE_VALUE_BOOLEAN = 4,

    VADE_MATCH_EXACT = 1,
    VADE_MATCH_EQUIVALENT = 2,
    VADE_MATCH_TYPO = 3,

    VADE_FILTER_WITHIN = 1,
    VADE_FILTER_LANGUAGE = 2,
    VADE_FILTER_SEMANTIC_TAG = 3,
    VADE_FILTER_MODULE = 4,
    VADE_FILTER_CLASS = 5,

    }

    u32 {
    VADE_OPEN_IN_MEMORY = 1,
    VADE_OPEN_BORROWED = 2,
    VADE_OPEN_TRUSTED = 4,

    VADE_SEARCH_NO_TYPOS = 1,
    VADE_SEARCH_DEFINITIONS = 2,
    VADE_SEARCH_TOTAL = 4,
    VADE_SEARCH_INACTIVE = 8,
    VADE_SEARCH_ACTIVE_AND_INACTIVE = 16,
    VADE_SEARCH_PRESCRIBABLE = 32,

    VADE_PRODUCTS_VALID = 1,
    VADE_PRODUCTS_PRESCRIBABLE = 2,
    }
}

/// The name of each status. A name is a constant's own, without `VADE_` and `ERROR_`, in small letters.
pub(crate) const STATUS_NAMES: &[(i32, &std::ffi::CStr)] = &[
    (VADE_OK, c"ok"),
    (VADE_ROW, c"row"),
    (VADE_NONE, c"none"),
    (VADE_ERROR_UNKNOWN_OP, c"unknown_op"),
    (VADE_ERROR_BAD_REQUEST, c"bad_request"),
    (VADE_ERROR_SYNTAX, c"syntax"),
    (VADE_ERROR_INVALID_ID, c"invalid_id"),
    (VADE_ERROR_NOT_FOUND, c"not_found"),
    (VADE_ERROR_UNSUPPORTED, c"unsupported"),
    (VADE_ERROR_NOT_IN_FILE, c"not_in_file"),
    (VADE_ERROR_LIMIT, c"limit"),
    (VADE_ERROR_DAMAGED, c"damaged"),
    (VADE_ERROR_IO, c"io"),
    (VADE_ERROR_NOT_VADE, c"not_vade"),
    (VADE_ERROR_VERSION, c"version"),
    (VADE_ERROR_NOT_LOADED, c"not_loaded"),
    (VADE_ERROR_ARGUMENT, c"argument"),
    (VADE_ERROR_STRUCT, c"struct"),
    (VADE_ERROR_FLAGS, c"flags"),
    (VADE_ERROR_ENCODING, c"encoding"),
    (VADE_ERROR_BUFFER, c"buffer"),
    (VADE_ERROR_COLUMN, c"column"),
    (VADE_ERROR_NO_ROW, c"no_row"),
    (VADE_ERROR_MEMORY, c"memory"),
    (VADE_ERROR_PANIC, c"panic"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use engine::ErrorCode;

    #[test]
    fn every_error_of_the_engine_has_its_status_and_name() {
        for code in ErrorCode::ALL {
            let status = -i32::from(*code as u8);
            let name = STATUS_NAMES.iter().find(|(number, _)| *number == status).unwrap().1;
            assert_eq!(name.to_str().unwrap(), code.name());
        }
    }

    #[test]
    fn every_status_is_named_after_its_constant() {
        let statuses = ALL.iter().filter(|(name, value)| {
            name.starts_with("VADE_ERROR_")
                || (*value < 3 && ["VADE_OK", "VADE_ROW", "VADE_NONE"].contains(name))
        });
        let mut count = 0;
        for (name, value) in statuses {
            let (_, named) = STATUS_NAMES.iter().find(|(number, _)| i64::from(*number) == *value).unwrap();
            let expected = name.trim_start_matches("VADE_").trim_start_matches("ERROR_").to_lowercase();
            assert_eq!(named.to_str().unwrap(), expected);
            count += 1;
        }
        assert_eq!(count, STATUS_NAMES.len());
    }
}
