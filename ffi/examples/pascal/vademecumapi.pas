{ The constants, structs and functions of vademecum.h, which tells what they do and mean, for Delphi (2009 and newer)
  and Free Pascal (3.0 and newer). The unit vademecum is over them.

  Functions whose name ends in 16 take and give UTF-16, all others UTF-8. }
unit vademecumapi;

{$IFDEF FPC}{$MODE DELPHI}{$ENDIF}

interface

const
  { On 32-bit Windows functions are called as the system's own are. On 64-bit Windows there is one way to call. }
  VademecumLibrary = {$IFDEF MSWINDOWS}'vademecum.dll'{$ELSE}'vademecum'{$ENDIF};

  { Pascal does not tell apart vade_abi_version, which is the library's, and VADE_ABI_VERSION; nor vade_subsumes and
    VADE_SUBSUMES. So these have names of their own here: HEADER, and RELATION below. }
  VADE_HEADER_ABI_VERSION = 2;

  VADE_OK = 0;
  VADE_ROW = 1;
  VADE_NONE = 2;
  VADE_ERROR_UNKNOWN_OP = -1;
  VADE_ERROR_BAD_REQUEST = -2;
  VADE_ERROR_SYNTAX = -3;
  VADE_ERROR_INVALID_ID = -4;
  VADE_ERROR_NOT_FOUND = -5;
  VADE_ERROR_UNSUPPORTED = -6;
  VADE_ERROR_NOT_IN_FILE = -7;
  VADE_ERROR_LIMIT = -8;
  VADE_ERROR_DAMAGED = -9;
  VADE_ERROR_IO = -10;
  VADE_ERROR_NOT_VADE = -11;
  VADE_ERROR_VERSION = -12;
  VADE_ERROR_NOT_LOADED = -13;
  VADE_ERROR_ARGUMENT = -100;
  VADE_ERROR_STRUCT = -101;
  VADE_ERROR_FLAGS = -102;
  VADE_ERROR_ENCODING = -103;
  VADE_ERROR_BUFFER = -104;
  VADE_ERROR_COLUMN = -105;
  VADE_ERROR_NO_ROW = -106;
  VADE_ERROR_MEMORY = -107;
  VADE_ERROR_PANIC = -108;

  VADE_OPEN_IN_MEMORY = 1;
  VADE_OPEN_BORROWED = 2;
  VADE_OPEN_TRUSTED = 4;

  VADE_FILE_EDITION = 1;
  VADE_FILE_LICENCE = 2;
  VADE_FILE_MARKING = 3;
  VADE_FILE_BUILDER = 4;
  VADE_FILE_DMD = 5;

  VADE_ID_CONCEPT = 1;
  VADE_ID_DESCRIPTION = 2;
  VADE_ID_RELATIONSHIP = 3;

  VADE_TERM_PREFERRED = 1;
  VADE_TERM_FSN = 2;
  VADE_TERM_SEMANTIC_TAG = 3;

  VADE_DESCRIPTION_FSN = 1;
  VADE_DESCRIPTION_SYNONYM = 2;
  VADE_DESCRIPTION_DEFINITION = 3;

  VADE_CASE_INSENSITIVE = 1;
  VADE_CASE_INITIAL_INSENSITIVE = 2;
  VADE_CASE_SENSITIVE = 3;

  VADE_RELATION_EQUIVALENT = 1;
  VADE_RELATION_SUBSUMES = 2;
  VADE_RELATION_SUBSUMED_BY = 3;
  VADE_RELATION_NOT_SUBSUMED = 4;

  VADE_CLASS_VTM = 1;
  VADE_CLASS_VMP = 2;
  VADE_CLASS_AMP = 3;
  VADE_CLASS_VMPP = 4;
  VADE_CLASS_AMPP = 5;

  VADE_PRODUCTS_VALID = 1;
  VADE_PRODUCTS_PRESCRIBABLE = 2;

  VADE_ROWS_DESCRIPTIONS = 1;
  VADE_ROWS_SYNONYMS = 2;
  VADE_ROWS_DEFINITIONS = 3;
  VADE_ROWS_PARENTS = 4;
  VADE_ROWS_CHILDREN = 5;
  VADE_ROWS_ANCESTORS = 6;
  VADE_ROWS_DESCENDANTS = 7;
  VADE_ROWS_DESCENDANTS_OR_SELF = 8;
  VADE_ROWS_ATTRIBUTES = 9;
  VADE_ROWS_ACCEPTABILITIES = 10;

  VADE_COLUMN_ID = 1;
  VADE_COLUMN_TERM = 2;
  VADE_COLUMN_PREFERRED = 3;
  VADE_COLUMN_FSN = 4;
  VADE_COLUMN_SEMANTIC_TAG = 5;
  VADE_COLUMN_ACTIVE = 6;
  VADE_COLUMN_MODULE = 7;
  VADE_COLUMN_EFFECTIVE_TIME = 8;
  VADE_COLUMN_DEFINED = 9;
  VADE_COLUMN_CHILDREN = 10;
  VADE_COLUMN_CONCEPT = 11;
  VADE_COLUMN_DESCRIPTION = 12;
  VADE_COLUMN_TYPE = 13;
  VADE_COLUMN_CASE = 14;
  VADE_COLUMN_LANGUAGE = 15;
  VADE_COLUMN_MATCH = 16;
  VADE_COLUMN_ACCEPTABILITY = 17;
  VADE_COLUMN_GROUP = 18;
  VADE_COLUMN_ATTRIBUTE = 19;
  VADE_COLUMN_ATTRIBUTE_TERM = 20;
  VADE_COLUMN_VALUE = 21;
  VADE_COLUMN_VALUE_TERM = 22;
  VADE_COLUMN_VALUE_KIND = 23;
  VADE_COLUMN_JSON = 24;
  VADE_COLUMN_CLASS = 25;
  VADE_COLUMN_IN_USE = 26;
  VADE_COLUMN_PRESCRIBABLE = 27;
  VADE_COLUMN_START = 28;
  VADE_COLUMN_END = 29;
  VADE_COLUMN_REASON = 30;
  VADE_COLUMN_CAUTION = 31;

  VADE_ACCEPTABILITY_PREFERRED = 1;
  VADE_ACCEPTABILITY_ACCEPTABLE = 2;

  VADE_VALUE_CONCEPT = 1;
  VADE_VALUE_NUMBER = 2;
  VADE_VALUE_STRING = 3;
  VADE_VALUE_BOOLEAN = 4;

  VADE_MATCH_EXACT = 1;
  VADE_MATCH_EQUIVALENT = 2;
  VADE_MATCH_TYPO = 3;

  VADE_SEARCH_NO_TYPOS = 1;
  VADE_SEARCH_DEFINITIONS = 2;
  VADE_SEARCH_TOTAL = 4;
  VADE_SEARCH_INACTIVE = 8;
  VADE_SEARCH_ACTIVE_AND_INACTIVE = 16;
  VADE_SEARCH_PRESCRIBABLE = 32;

  VADE_FILTER_WITHIN = 1;
  VADE_FILTER_LANGUAGE = 2;
  VADE_FILTER_SEMANTIC_TAG = 3;
  VADE_FILTER_MODULE = 4;
  VADE_FILTER_CLASS = 5;

type
  { Handles: pointers that are told apart. }
  TVadeEngineHandle = type Pointer;
  TVadeFilterHandle = type Pointer;
  TVadeCursorHandle = type Pointer;

  { Nothing in these lies between two fields, so `packed` says what C does by itself. }
  TVadeOpenOptions = packed record
    StructSize: UInt32;
    Flags: UInt32;
  end;
  PVadeOpenOptions = ^TVadeOpenOptions;

  TVadeFileInfo = packed record
    StructSize: UInt32;
    FormatVersion: Int32;
    Length: Int64;
    Concepts: Int64;
    ActiveConcepts: Int64;
    EffectiveTime: Int32;
    IsSubset: Int32;
  end;

  TVadeConceptInfo = packed record
    StructSize: UInt32;
    IsActive: Int32;
    Id: Int64;
    Module: Int64;
    EffectiveTime: Int32;
    IsDefined: Int32;
    Parents: Int32;
    Children: Int32;
  end;

  TVadeDescriptionInfo = packed record
    StructSize: UInt32;
    IsActive: Int32;
    Id: Int64;
    ConceptId: Int64;
    Module: Int64;
    EffectiveTime: Int32;
    Kind: Int32;
    CaseSignificance: Int32;
    Reserved: Int32;
  end;

  TVadeProductInfo = packed record
    StructSize: UInt32;
    ProductClass: Int32;
    Id: Int64;
    IsReplaced: Int32;
    IsValid: Int32;
    IsAvailable: Int32;
    IsInUse: Int32;
    IsPrescribable: Int32;
    IsConcept: Int32;
    Vtm: Int64;
    Vmp: Int64;
    Amp: Int64;
    Vmpp: Int64;
  end;

  TVadeSearchOptions = packed record
    StructSize: UInt32;
    Flags: UInt32;
    Limit: Int32;
    Offset: Int32;
  end;
  PVadeSearchOptions = ^TVadeSearchOptions;

{ The functions of vademecum.h, which tells what they do. }
function vade_abi_version: Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_version: PAnsiChar;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_status_name(Status: Int32): PAnsiChar;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_last_error(Buffer: PAnsiChar; Capacity: Int32; Needed: PInt32): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_last_error16(Buffer: PWideChar; Capacity: Int32; Needed: PInt32): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_last_error_offset: Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_open_file(Path: PAnsiChar; PathLength: Int32; Options: PVadeOpenOptions; out Engine:
    TVadeEngineHandle): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_open_file16(Path: PWideChar; PathLength: Int32; Options: PVadeOpenOptions; out Engine:
    TVadeEngineHandle): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_open_memory(Bytes: Pointer; Length: Int64; Options: PVadeOpenOptions; out Engine:
    TVadeEngineHandle): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_close(Engine: TVadeEngineHandle): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_file(Engine: TVadeEngineHandle; var Info: TVadeFileInfo): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_file_text(Engine: TVadeEngineHandle; What: Int32; Buffer: PAnsiChar; Capacity: Int32; Needed:
    PInt32): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_file_text16(Engine: TVadeEngineHandle; What: Int32; Buffer: PWideChar; Capacity: Int32; Needed:
    PInt32): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_manifest_json(Engine: TVadeEngineHandle; Buffer: PAnsiChar; Capacity: Int32; Needed: PInt32):
    Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_verify(Engine: TVadeEngineHandle): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_parse_id(Text: PAnsiChar; TextLength: Int32; out Id: Int64): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_format_id(Id: Int64; Buffer: PAnsiChar; Capacity: Int32; Needed: PInt32): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_id_kind(Id: Int64; out Kind: Int32): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_concept(Engine: TVadeEngineHandle; Id: Int64; var Info: TVadeConceptInfo): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_concept_term(Engine: TVadeEngineHandle; Id: Int64; Kind: Int32; Language: PAnsiChar;
    LanguageLength: Int32; Buffer: PAnsiChar; Capacity: Int32; Needed: PInt32): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_concept_term16(Engine: TVadeEngineHandle; Id: Int64; Kind: Int32; Language: PWideChar;
    LanguageLength: Int32; Buffer: PWideChar; Capacity: Int32; Needed: PInt32): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_description(Engine: TVadeEngineHandle; Id: Int64; var Info: TVadeDescriptionInfo): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_description_term(Engine: TVadeEngineHandle; Id: Int64; Buffer: PAnsiChar; Capacity: Int32; Needed:
    PInt32): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_description_term16(Engine: TVadeEngineHandle; Id: Int64; Buffer: PWideChar; Capacity: Int32;
    Needed: PInt32): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_subsumes(Engine: TVadeEngineHandle; A: Int64; B: Int64; out Relation: Int32): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_concept_rows(Engine: TVadeEngineHandle; Id: Int64; What: Int32; out Cursor: TVadeCursorHandle):
    Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_description_rows(Engine: TVadeEngineHandle; Id: Int64; What: Int32; out Cursor:
    TVadeCursorHandle): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_product(Engine: TVadeEngineHandle; Id: Int64; var Info: TVadeProductInfo): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_product_name(Engine: TVadeEngineHandle; Id: Int64; Buffer: PAnsiChar; Capacity: Int32; Needed:
    PInt32): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_product_name16(Engine: TVadeEngineHandle; Id: Int64; Buffer: PWideChar; Capacity: Int32; Needed:
    PInt32): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_product_rows(Engine: TVadeEngineHandle; Id: Int64; ProductClass: Int32; Flags: UInt32; out Cursor:
    TVadeCursorHandle): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_product_reasons(Engine: TVadeEngineHandle; Id: Int64; out Cursor: TVadeCursorHandle): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_gtin_rows(Engine: TVadeEngineHandle; Gtin: PAnsiChar; GtinLength: Int32; Day: Int32; out Cursor:
    TVadeCursorHandle): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_gtin_rows16(Engine: TVadeEngineHandle; Gtin: PWideChar; GtinLength: Int32; Day: Int32; out Cursor:
    TVadeCursorHandle): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_cursor_next(Cursor: TVadeCursorHandle): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_cursor_int(Cursor: TVadeCursorHandle; Column: Int32; out Value: Int64): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_cursor_text(Cursor: TVadeCursorHandle; Column: Int32; out Text: PAnsiChar; Length: PInt32): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_cursor_text16(Cursor: TVadeCursorHandle; Column: Int32; out Text: PWideChar; Length: PInt32):
    Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_cursor_ranges(Cursor: TVadeCursorHandle; Column: Int32; Ends: PInt32; Capacity: Int32; Needed:
    PInt32): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_cursor_ranges16(Cursor: TVadeCursorHandle; Column: Int32; Ends: PInt32; Capacity: Int32; Needed:
    PInt32): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_cursor_fetch_ids(Cursor: TVadeCursorHandle; Ids: PInt64; Capacity: Int32; out Count: Int32):
    Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_cursor_total(Cursor: TVadeCursorHandle; out Total: Int64): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_cursor_language(Cursor: TVadeCursorHandle; Language: PAnsiChar; LanguageLength: Int32): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_cursor_language16(Cursor: TVadeCursorHandle; Language: PWideChar; LanguageLength: Int32): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_cursor_close(Cursor: TVadeCursorHandle): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_search(Engine: TVadeEngineHandle; Query: PAnsiChar; QueryLength: Int32; Filter: TVadeFilterHandle;
    Options: PVadeSearchOptions; out Cursor: TVadeCursorHandle): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_search16(Engine: TVadeEngineHandle; Query: PWideChar; QueryLength: Int32; Filter:
    TVadeFilterHandle; Options: PVadeSearchOptions; out Cursor: TVadeCursorHandle): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_filter_new(Engine: TVadeEngineHandle; out Filter: TVadeFilterHandle): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_filter_text(Filter: TVadeFilterHandle; What: Int32; Text: PAnsiChar; TextLength: Int32): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_filter_text16(Filter: TVadeFilterHandle; What: Int32; Text: PWideChar; TextLength: Int32): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_filter_close(Filter: TVadeFilterHandle): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_json(Engine: TVadeEngineHandle; Request: PAnsiChar; RequestLength: Int32; out Cursor:
    TVadeCursorHandle): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;
function vade_json16(Engine: TVadeEngineHandle; Request: PWideChar; RequestLength: Int32; out Cursor:
    TVadeCursorHandle): Int32;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external VademecumLibrary;

implementation

end.
