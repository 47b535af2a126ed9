//! Every way in which a question can fail.

use std::path::PathBuf;

use crate::bytes::Malformed;
use crate::format::FormatError;
use crate::id::{IdError, Sctid};
use crate::product::{CodeList, CodeSystem, GtinError};
use crate::search::QueryError;

/// Why the engine has no answer. An error is never an empty answer in disguise: what is not known says so.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file cannot be opened or read. Check the path and permissions.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file, or the part that was asked for, is not readable.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// The text is no identifier.
    #[error(transparent)]
    Id(#[from] IdError),
    /// No component of this file has the id.
    #[error("{id} is not in this release")]
    NotFound {
        /// The id.
        id: Sctid,
    },
    /// The file holds chosen concepts only, and this is none of them; the whole release may have it.
    #[error("{id} is not in this file, which holds a part of its release")]
    NotInSubset {
        /// The id.
        id: Sctid,
    },
    /// The language is not known by this name. Give a BCP 47 tag such as `en-GB`, or ids of language reference sets.
    #[error("no language reference set is known for `{language}`")]
    UnknownLanguage {
        /// What was given.
        language: String,
    },
    /// The file holds no language reference set for this language.
    #[error("this file has no language reference set for `{language}`")]
    LanguageNotInFile {
        /// What was given.
        language: String,
    },
    /// A search was to stay among concepts with this semantic tag, and no concept of the file has it. Tags go without
    /// brackets.
    #[error("no concept of this file has the semantic tag `{tag}`")]
    UnknownSemanticTag {
        /// What was given.
        tag: String,
    },
    /// A search was to stay among concepts of this module, and the file has none of it.
    #[error("{id} is not a module of this file")]
    UnknownModule {
        /// What was given.
        id: Sctid,
    },
    /// Two concepts, or a concept and a set, are of different engines. Look one of them up in the other's engine by id.
    #[error("the concepts are of different files")]
    OtherFile,
    /// The query cannot be asked.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The file has no medicinal products: it was built without dm+d. Ask one that was built with it.
    #[error("this file was built without dm+d")]
    NoProducts,
    /// The dm+d release in the file came without the file that holds the answer.
    #[error("the dm+d release in this file came without its {what}")]
    NotInDmd {
        /// What was missing.
        what: &'static str,
    },
    /// No medicinal product has the id, now or before.
    #[error("{code} is no medicinal product of this dm+d release")]
    NoProduct {
        /// The id as it was given.
        code: u64,
    },
    /// The id was replaced by several, so that no one record is the current one. Ask for one of them.
    #[error("{code} was replaced by several: {}", replacements.iter().map(u64::to_string).collect::<Vec<_>>().join(", "))]
    SeveralReplacements {
        /// The id as it was given.
        code: u64,
        /// The ids that replaced it.
        replacements: Vec<u64>,
    },
    /// A code is not in the code list that it was looked for in.
    #[error("{code} is not in the list {} of this dm+d release", list.tag())]
    UnknownCode {
        /// The code.
        code: u64,
        /// The list.
        list: CodeList,
    },
    /// dm+d has no code system of this URI.
    #[error("`{system}` is no code system of dm+d; there are {}, {}, and {}/ followed by the name of a list: {}",
        CodeSystem::Dmd, CodeSystem::Snomed, CodeSystem::Dmd, short_lists().join(", "))]
    UnknownCodeSystem {
        /// What was given.
        system: String,
    },
    /// The code system is that of a list, which has no products. Ask for the entry of the list.
    #[error("{} is the code system of a list; products are of {} or {}", CodeSystem::List(*list), CodeSystem::Dmd, CodeSystem::Snomed)]
    NotASystemOfProducts {
        /// The list.
        list: CodeList,
    },
    /// dm+d states no ingredients of the product, or one without a strength, so that it cannot be compared.
    #[error("dm+d does not state the strength of every ingredient of {code}")]
    NoStrength {
        /// The id.
        code: u64,
    },
    /// The question is of one generic product, or of the products of one VTM, and this is none and has none.
    #[error("the question is of one product, and {code} stands for none or for several")]
    NotOneProduct {
        /// The id.
        code: u64,
    },
    /// The value is not one that the field can have.
    #[error("{}", no_value(.value))]
    FieldValue {
        /// What was given; empty where nothing was, and the field is no flag.
        value: String,
    },
    /// The file was built from dm+d alone and holds no concepts, and concepts are asked for: search its products.
    #[error("this file was built from dm+d alone and holds no concepts")]
    NoConcepts,
    /// The text is no GTIN.
    #[error(transparent)]
    Gtin(#[from] GtinError),
}

/// What is said of a value that a field cannot have.
fn no_value(value: &str) -> String {
    match value {
        "" => "the field wants a value: only a flag goes without".to_owned(),
        value => format!("`{value}` is no value that the field can have"),
    }
}

/// The names of the lists that are code systems of their own.
fn short_lists() -> Vec<&'static str> {
    CodeList::ALL.iter().filter(|list| !list.is_snomed()).map(|list| list.tag()).collect()
}

impl From<Malformed> for Error {
    fn from(malformed: Malformed) -> Error {
        Error::Format(FormatError::Malformed(malformed))
    }
}

/// The closed list of error codes that every face of the engine shares. Numbers and names never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum ErrorCode {
    /// The request names no operation that there is.
    UnknownOp = 1,
    /// The request is not as its operation wants it.
    BadRequest = 2,
    /// A text in the request does not parse.
    Syntax = 3,
    /// The text is no identifier, or its check digit is wrong.
    InvalidId = 4,
    /// The identifier is well formed, and the release has no such component.
    NotFound = 5,
    /// The request is understood and cannot be answered by this version.
    Unsupported = 6,
    /// The answer was left out when the file was built.
    NotInFile = 7,
    /// The request is larger than is answered.
    Limit = 8,
    /// The file is damaged.
    Damaged = 9,
    /// The file cannot be read.
    Io = 10,
    /// The file is no `.vade` file.
    NotVade = 11,
    /// The file's format version is not readable.
    Version = 12,
    /// The answer is in the file and has not arrived yet.
    NotLoaded = 13,
}

impl ErrorCode {
    /// Every code.
    pub const ALL: &[ErrorCode] = &[
        ErrorCode::UnknownOp,
        ErrorCode::BadRequest,
        ErrorCode::Syntax,
        ErrorCode::InvalidId,
        ErrorCode::NotFound,
        ErrorCode::Unsupported,
        ErrorCode::NotInFile,
        ErrorCode::Limit,
        ErrorCode::Damaged,
        ErrorCode::Io,
        ErrorCode::NotVade,
        ErrorCode::Version,
        ErrorCode::NotLoaded,
    ];

    /// The name in responses.
    pub const fn name(self) -> &'static str {
        match self {
            ErrorCode::UnknownOp => "unknown_op",
            ErrorCode::BadRequest => "bad_request",
            ErrorCode::Syntax => "syntax",
            ErrorCode::InvalidId => "invalid_id",
            ErrorCode::NotFound => "not_found",
            ErrorCode::Unsupported => "unsupported",
            ErrorCode::NotInFile => "not_in_file",
            ErrorCode::Limit => "limit",
            ErrorCode::Damaged => "damaged",
            ErrorCode::Io => "io",
            ErrorCode::NotVade => "not_vade",
            ErrorCode::Version => "version",
            ErrorCode::NotLoaded => "not_loaded",
        }
    }
}

impl Error {
    /// The code that every face of the engine gives this error.
    pub fn code(&self) -> ErrorCode {
        match self {
            Error::Io { .. } => ErrorCode::Io,
            Error::Format(error) => match error {
                FormatError::NotVade | FormatError::TextMode => ErrorCode::NotVade,
                FormatError::TooNew { .. }
                | FormatError::TooOld { .. }
                | FormatError::UnknownSection { .. } => ErrorCode::Version,
                FormatError::NotInFile { .. } => ErrorCode::NotInFile,
                FormatError::NotLoaded { .. } | FormatError::Incomplete { .. } => ErrorCode::NotLoaded,
                FormatError::NotListed { .. }
                | FormatError::SectionLength { .. }
                | FormatError::Truncated { .. }
                | FormatError::TrailingBytes { .. }
                | FormatError::HeaderDamaged
                | FormatError::SectionOutOfBounds { .. }
                | FormatError::BadSectionName { .. }
                | FormatError::SectionDamaged { .. }
                | FormatError::SectionMissing { .. }
                | FormatError::Undecodable { .. }
                | FormatError::Malformed(_) => ErrorCode::Damaged,
            },
            Error::Id(_) => ErrorCode::InvalidId,
            Error::NotFound { .. } | Error::UnknownModule { .. } => ErrorCode::NotFound,
            Error::NotInSubset { .. } | Error::LanguageNotInFile { .. } => ErrorCode::NotInFile,
            Error::UnknownLanguage { .. } => ErrorCode::Unsupported,
            Error::OtherFile | Error::UnknownSemanticTag { .. } => ErrorCode::BadRequest,
            Error::Query(QueryError::NoWords) => ErrorCode::Syntax,
            Error::Query(QueryError::TooLong) => ErrorCode::Limit,
            Error::NoProducts | Error::NoConcepts | Error::NotInDmd { .. } => ErrorCode::NotInFile,
            Error::NoProduct { .. } | Error::SeveralReplacements { .. } | Error::UnknownCode { .. } => {
                ErrorCode::NotFound
            }
            Error::NoStrength { .. } | Error::NotOneProduct { .. } => ErrorCode::Unsupported,
            Error::FieldValue { .. }
            | Error::UnknownCodeSystem { .. }
            | Error::NotASystemOfProducts { .. } => ErrorCode::BadRequest,
            Error::Gtin(_) => ErrorCode::InvalidId,
        }
    }
}
