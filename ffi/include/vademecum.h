/*
 * Vademecum: SNOMED CT and dm+d in one file that an application opens and asks in process.
 *
 * RULES FOR ALL OF THIS HEADER
 *
 * Status. Nearly every function answers a status: VADE_OK (0), VADE_ROW (1) from a cursor that stands on a row,
 * VADE_NONE (2) where what was asked for is known not to be, or a negative error. What is unknown, damaged, left out or
 * not supported is an error and never an empty answer. A newer library may answer errors that this header does not
 * name: take every negative number for an error, and every other number for none.
 *
 * Last error. What a failure was, in English, and where in the text at fault, is kept for each thread until its next
 * failure: vade_last_error, vade_last_error_offset. It does not say whether there was a failure: the status does.
 *
 * Outputs. They are set to null, 0 or the empty text first, so that a failure leaves nothing undefined in them.
 *
 * Texts that are given are a pointer and a length in bytes, or in 16-bit units where the function's name ends in 16.
 * A length of -1 stands for a text that ends in NUL. They are copied: they need not live longer than the call.
 * Functions whose name ends in 16 take and give UTF-16 in the byte order of the machine, all others UTF-8. What is
 * not well formed is VADE_ERROR_ENCODING.
 *
 * Texts that are answered go into the caller's buffer: `buffer`, how many bytes or units it has room for (`capacity`),
 * and, unless it is null, `needed`, which is set to how many the text takes with the NUL at its end. A text that does
 * not fit is VADE_ERROR_BUFFER; the buffer then holds as many whole characters of it as fit, and a NUL. A null buffer
 * of capacity 0 asks for `needed` alone, and that is VADE_OK.
 *
 * Structs begin with their own size, which the caller sets: `options.struct_size = sizeof options`. A struct may be
 * that of an older header: fields that it does not have are taken for 0, and are not written. It may be that of a
 * newer one: fields that this library does not know must be 0, else VADE_ERROR_STRUCT. In every struct that is given,
 * 0 stands for what is usual, so set all of it to 0 and then what you want.
 *
 * Ownership. What comes out of a function as a handle (vade_engine, vade_filter, vade_cursor) is the caller's to close.
 * Nothing else is freed by the caller. Handles may be closed in any order: what still needs the file keeps it open.
 * A null handle can be closed, and nothing happens. A handle must not be used, and not closed again, once it is closed:
 * that cannot be told from a live one.
 *
 * Threads. An engine may be used by any number of threads at one time. A filter may be searched with by any number of
 * threads at one time as long as none changes it. A cursor may be used by one thread at a time, whichever that is.
 * The library starts no thread, calls nothing back, keeps no state but the last error of each thread, and changes
 * nothing of the process: no locale, no signal, no environment. It does no floating-point arithmetic.
 *
 * Memory. The system's refusal to give memory is VADE_ERROR_MEMORY where a file is opened or copied. In the midst of an
 * answer, which takes far less, it ends the process.
 *
 * Identifiers of concepts, descriptions and medicinal products are numbers of 64 bits. None is 0 or negative.
 *
 * Versions. Functions, constants and fields are added and never changed: a program that was built with this header runs
 * with every later library of the same name. VADE_ABI_VERSION counts such additions; vade_abi_version tells the
 * library's. An unknown column, kind of rows or flag is an error, so a program learns what an older library lacks.
 */
#ifndef VADEMECUM_H
#define VADEMECUM_H

#if defined(_MSC_VER) && _MSC_VER < 1600
typedef signed __int32 int32_t;
typedef unsigned __int16 uint16_t;
typedef unsigned __int32 uint32_t;
typedef signed __int64 int64_t;
#else
#include <stdint.h>
#endif

#ifdef _WIN32
#include <stddef.h>
#endif

/* VADE_CALL: how functions are called. On 32-bit Windows as the system's own are, elsewhere as C does.
 * VADE_API: where they come from. Define VADE_STATIC to link the static library on Windows. */
#if defined(_WIN32) && !defined(_WIN64)
#define VADE_CALL __stdcall
#else
#define VADE_CALL
#endif
#if defined(_WIN32) && !defined(VADE_STATIC)
#define VADE_API __declspec(dllimport)
#else
#define VADE_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* A unit of UTF-16. */
#ifdef _WIN32
typedef wchar_t vade_char16;
#else
typedef uint16_t vade_char16;
#endif

/* An open file. */
typedef struct vade_engine vade_engine;
/* What a search may find. */
typedef struct vade_filter vade_filter;
/* The rows of an answer, one after another. */
typedef struct vade_cursor vade_cursor;

/* ---- Versions ---- */

#define VADE_ABI_VERSION 2

/* The VADE_ABI_VERSION of the library. Everything in this header is there where it is VADE_ABI_VERSION or more. */
VADE_API int32_t VADE_CALL vade_abi_version(void);

/* The version of the engine, such as "1.2.3". The text is the library's and lives as long as it is loaded. */
VADE_API const char *VADE_CALL vade_version(void);

/* ---- Statuses ---- */

/* Done. Of a cursor: there are no more rows. */
#define VADE_OK 0
/* The cursor stands on a row. */
#define VADE_ROW 1
/* What was asked for is not there, and that is known: a concept without a definition, a row without this value. */
#define VADE_NONE 2

/* The engine's errors, the same as in the request protocol. A request that vade_json answers tells its own errors in
 * its response, so VADE_ERROR_UNKNOWN_OP is no status of any function yet. */
#define VADE_ERROR_UNKNOWN_OP (-1)
/* What was given is understood and contradicts itself or the file, such as a semantic tag that no concept has. */
#define VADE_ERROR_BAD_REQUEST (-2)
/* A text does not parse. */
#define VADE_ERROR_SYNTAX (-3)
/* The text or number is no identifier, or its check digit is wrong. */
#define VADE_ERROR_INVALID_ID (-4)
/* The identifier is well formed, and the release has no such component. */
#define VADE_ERROR_NOT_FOUND (-5)
/* This version of the library, or this file, cannot answer that. */
#define VADE_ERROR_UNSUPPORTED (-6)
/* The answer was left out when the file was built. */
#define VADE_ERROR_NOT_IN_FILE (-7)
/* More than is answered at once. */
#define VADE_ERROR_LIMIT (-8)
/* The file is damaged. */
#define VADE_ERROR_DAMAGED (-9)
/* The file cannot be read. */
#define VADE_ERROR_IO (-10)
/* The file is no .vade file. */
#define VADE_ERROR_NOT_VADE (-11)
/* The file's format version is not readable by this library. */
#define VADE_ERROR_VERSION (-12)
/* The answer is in the file and has not arrived yet. No file that is opened through this header arrives in parts. */
#define VADE_ERROR_NOT_LOADED (-13)

/* Errors of calls through this header. */
/* A pointer that must not be null is, a handle is of another kind, or a number has no meaning here. */
#define VADE_ERROR_ARGUMENT (-100)
/* The struct's size is that of no header, or a field that this library does not know is not 0. */
#define VADE_ERROR_STRUCT (-101)
/* A flag is not known, is not for this function, or contradicts another. */
#define VADE_ERROR_FLAGS (-102)
/* A text is not UTF-8, or not UTF-16. */
#define VADE_ERROR_ENCODING (-103)
/* The buffer is too small; `needed` says what suffices. */
#define VADE_ERROR_BUFFER (-104)
/* The rows of this cursor have no such column, or none that can be read so. */
#define VADE_ERROR_COLUMN (-105)
/* The cursor stands on no row: before its first, or behind its last. */
#define VADE_ERROR_NO_ROW (-106)
/* The system has not so much memory to give. */
#define VADE_ERROR_MEMORY (-107)
/* The library is at fault. Please report the last error. A cursor that met this one gives it from then on; everything
 * else can be used on. */
#define VADE_ERROR_PANIC (-108)

/* The name of a status, such as "not_found", and "unknown" of one that this library does not know. The text is the
 * library's and lives as long as it is loaded. */
VADE_API const char *VADE_CALL vade_status_name(int32_t status);

/* What this thread's last failure was. VADE_NONE, and the empty text, where it had none. This function's own failures
 * are not kept. */
VADE_API int32_t VADE_CALL vade_last_error(char *buffer, int32_t capacity, int32_t *needed);
VADE_API int32_t VADE_CALL vade_last_error16(vade_char16 *buffer, int32_t capacity, int32_t *needed);

/* Where in the text that was given this thread's last failure is, in bytes from 0, or in 16-bit units where the text
 * was given so; -1 where it is not a text that is at fault. */
VADE_API int32_t VADE_CALL vade_last_error_offset(void);

/* ---- Opening ---- */

/* vade_open_file: read the whole file into memory instead of mapping it. */
#define VADE_OPEN_IN_MEMORY 1u
/* vade_open_memory: use the bytes where they are instead of copying them. */
#define VADE_OPEN_BORROWED 2u
/* The host has compared the whole file with a digest of its own: checksums of its sections need not be computed. A
 * wrong promise can lead to wrong answers, not to a crash. */
#define VADE_OPEN_TRUSTED 4u

typedef struct vade_open_options {
    uint32_t struct_size;
    /* VADE_OPEN_... together. */
    uint32_t flags;
} vade_open_options;

/*
 * Opens a file. `options` may be null. The cost does not depend on the size of the file, which is mapped and shared
 * with other processes; each part of it is checked when it is first used.
 *
 * A mapped file must not be cut short or written to while it is open: replace it by renaming a new one over it, on
 * Windows by giving each release a name of its own. Where that cannot be promised, use VADE_OPEN_IN_MEMORY.
 *
 * The path is UTF-8 on Windows, and the bytes of a path elsewhere. With vade_open_file16 it is UTF-16 everywhere.
 *
 * Statuses: VADE_ERROR_IO, VADE_ERROR_NOT_VADE, VADE_ERROR_VERSION, VADE_ERROR_DAMAGED, VADE_ERROR_MEMORY.
 */
VADE_API int32_t VADE_CALL vade_open_file(const char *path, int32_t path_length, const vade_open_options *options,
                                          vade_engine **engine);
VADE_API int32_t VADE_CALL vade_open_file16(const vade_char16 *path, int32_t path_length,
                                            const vade_open_options *options, vade_engine **engine);

/*
 * Opens a file whose bytes are in memory. They are copied, unless VADE_OPEN_BORROWED is set: then they must stay where
 * they are, unchanged, until the engine and every filter and cursor that came from it are closed.
 *
 * Statuses: as vade_open_file, without VADE_ERROR_IO.
 */
VADE_API int32_t VADE_CALL vade_open_memory(const void *bytes, int64_t length, const vade_open_options *options,
                                            vade_engine **engine);

/* Closes an engine. Filters and cursors that came from it can still be used; the file is let go with the last. */
VADE_API int32_t VADE_CALL vade_close(vade_engine *engine);

/* ---- The file ---- */

typedef struct vade_file_info {
    uint32_t struct_size;
    /* The format version of the file. */
    int32_t format_version;
    /* The length of the file in bytes. */
    int64_t length;
    /* Concepts, and active ones among them. */
    int64_t concepts;
    int64_t active_concepts;
    /* The date of the edition as yyyymmdd; 0 where neither release nor build told one. */
    int32_t effective_time;
    /* 1 where the file holds chosen concepts of its release and not all: what is asked of a concept that is not there
     * is VADE_ERROR_NOT_IN_FILE, and children, descendants and search answer what was chosen. Else 0. */
    int32_t is_subset;
} vade_file_info;

/* What the file is. */
VADE_API int32_t VADE_CALL vade_file(const vade_engine *engine, vade_file_info *info);

/* The edition's URI with its version. VADE_NONE where neither release nor build told one. */
#define VADE_FILE_EDITION 1
/* Whose content this is, and what may be done with it. */
#define VADE_FILE_LICENCE 2
/* A mark that belongs on everything that is shown from this file, such as "not for clinical use". VADE_NONE: none. */
#define VADE_FILE_MARKING 3
/* The version of the compiler that wrote the file. */
#define VADE_FILE_BUILDER 4
/* The date of the dm+d release as the digits yyyymmdd. VADE_NONE: the file was built without dm+d. */
#define VADE_FILE_DMD 5

/* A text about the file: `what` is VADE_FILE_... */
VADE_API int32_t VADE_CALL vade_file_text(const vade_engine *engine, int32_t what, char *buffer, int32_t capacity,
                                          int32_t *needed);
VADE_API int32_t VADE_CALL vade_file_text16(const vade_engine *engine, int32_t what, vade_char16 *buffer,
                                            int32_t capacity, int32_t *needed);

/* Everything that is known about the file, as JSON: the response to {"op":"info"} in the request protocol. */
VADE_API int32_t VADE_CALL vade_manifest_json(const vade_engine *engine, char *buffer, int32_t capacity,
                                              int32_t *needed);

/* Compares every checksum and every reference from one part of the file to another: seconds for a file of UK size.
 * VADE_OK, or the first thing that is wrong. */
VADE_API int32_t VADE_CALL vade_verify(const vade_engine *engine);

/* ---- Identifiers ---- */

/* The number of an identifier that is given as text: digits, length, partition and check digit are checked, else it is
 * VADE_ERROR_INVALID_ID. A release can hold identifiers whose check digit is wrong: look-ups find those by number. */
VADE_API int32_t VADE_CALL vade_parse_id(const char *text, int32_t text_length, int64_t *id);

/* The text of an identifier, at most 18 digits and a NUL. The check digit is not looked at: a number that has not 6 to
 * 18 digits is VADE_ERROR_INVALID_ID. */
VADE_API int32_t VADE_CALL vade_format_id(int64_t id, char *buffer, int32_t capacity, int32_t *needed);

#define VADE_ID_CONCEPT 1
#define VADE_ID_DESCRIPTION 2
#define VADE_ID_RELATIONSHIP 3

/* What a well-formed identifier names: VADE_ID_...; else VADE_ERROR_INVALID_ID. */
VADE_API int32_t VADE_CALL vade_id_kind(int64_t id, int32_t *kind);

/* ---- Concepts and descriptions ----
 *
 * Statuses of look-ups: VADE_ERROR_NOT_FOUND where the release has no such component; VADE_ERROR_NOT_IN_FILE where the
 * file holds chosen concepts and this is none of them, or was built without what was asked for; VADE_ERROR_INVALID_ID
 * where the component is absent and the number is no identifier of its kind; VADE_ERROR_DAMAGED. */

typedef struct vade_concept_info {
    uint32_t struct_size;
    /* 1 or 0. An inactive concept is never a valid choice for a new record. */
    int32_t is_active;
    int64_t id;
    /* The module that maintains the concept. */
    int64_t module;
    /* The date of the last change as yyyymmdd. */
    int32_t effective_time;
    /* 1 where its relationships define it sufficiently, else 0. */
    int32_t is_defined;
    /* How many direct parents and children it has. An inactive concept has none. */
    int32_t parents;
    int32_t children;
} vade_concept_info;

/* What is known of a concept. */
VADE_API int32_t VADE_CALL vade_concept(const vade_engine *engine, int64_t id, vade_concept_info *info);

/* The term to show: the synonym that is preferred in the language, else the fully specified name, else any synonym. */
#define VADE_TERM_PREFERRED 1
/* The fully specified name. */
#define VADE_TERM_FSN 2
/* The semantic tag: what stands in brackets at the end of the fully specified name, without brackets. */
#define VADE_TERM_SEMANTIC_TAG 3

/* A text of a concept: `kind` is VADE_TERM_... VADE_NONE where the concept has none. `language` is a name such as
 * "en-GB", or identifiers of language reference sets parted by commas, best first; null stands for the order that the
 * file was built with. A language that is not known is VADE_ERROR_UNSUPPORTED, one that is not in the file
 * VADE_ERROR_NOT_IN_FILE. */
VADE_API int32_t VADE_CALL vade_concept_term(const vade_engine *engine, int64_t id, int32_t kind,
                                             const char *language, int32_t language_length, char *buffer,
                                             int32_t capacity, int32_t *needed);
VADE_API int32_t VADE_CALL vade_concept_term16(const vade_engine *engine, int64_t id, int32_t kind,
                                               const vade_char16 *language, int32_t language_length,
                                               vade_char16 *buffer, int32_t capacity, int32_t *needed);

#define VADE_DESCRIPTION_FSN 1
#define VADE_DESCRIPTION_SYNONYM 2
#define VADE_DESCRIPTION_DEFINITION 3

#define VADE_CASE_INSENSITIVE 1
#define VADE_CASE_INITIAL_INSENSITIVE 2
#define VADE_CASE_SENSITIVE 3

typedef struct vade_description_info {
    uint32_t struct_size;
    int32_t is_active;
    int64_t id;
    /* The concept that is described. */
    int64_t concept_id;
    /* The module that maintains the description; 0 where the file was built without. */
    int64_t module;
    /* The date of the last change as yyyymmdd; 0 where the file was built without. */
    int32_t effective_time;
    /* VADE_DESCRIPTION_... */
    int32_t type;
    /* VADE_CASE_...: how far the case of letters matters. */
    int32_t case_significance;
    /* 0. */
    int32_t reserved;
} vade_description_info;

/* What is known of a description. */
VADE_API int32_t VADE_CALL vade_description(const vade_engine *engine, int64_t id, vade_description_info *info);

/* The text of a description. */
VADE_API int32_t VADE_CALL vade_description_term(const vade_engine *engine, int64_t id, char *buffer,
                                                 int32_t capacity, int32_t *needed);
VADE_API int32_t VADE_CALL vade_description_term16(const vade_engine *engine, int64_t id, vade_char16 *buffer,
                                                   int32_t capacity, int32_t *needed);

/* Both are the same concept. */
#define VADE_EQUIVALENT 1
/* The first is an ancestor of the second. */
#define VADE_SUBSUMES 2
/* The first is a descendant of the second: it is a kind of it. */
#define VADE_SUBSUMED_BY 3
/* Neither is above the other, or one of them is inactive. */
#define VADE_NOT_SUBSUMED 4

/* How concept `a` stands to concept `b` in the is-a hierarchy. `relation` is set to VADE_EQUIVALENT and so on. */
VADE_API int32_t VADE_CALL vade_subsumes(const vade_engine *engine, int64_t a, int64_t b, int32_t *relation);

/* ---- Medicinal products ----
 *
 * The NHS dictionary of medicines and devices (dm+d). A product is found by its id, now or before: an id that was
 * replaced leads to the product that has it now, over any number of steps. Most products are concepts as well, of the
 * same id.
 *
 * Statuses of look-ups: VADE_ERROR_NOT_IN_FILE where the file was built without dm+d, or without what was asked for;
 * VADE_ERROR_NOT_FOUND where no product has the id, now or before; the same where it was replaced by several, which
 * vade_last_error names and vade_search of the id finds; VADE_ERROR_INVALID_ID where no product has it and the number
 * is no identifier; VADE_ERROR_DAMAGED.
 *
 * Whether a product may be prescribed is decided for NHS primary care, by rules of which the documentation tells each.
 * Ingredients and their strengths, doses, products that are the same medicine, forms, routes, flags, prices, and codes
 * of ATC and BNF are asked by vade_json: the requests `product`, `ingredient`, `dose`, `equivalents`, `products_with`,
 * `prices` and `drug_code`. */

/* Virtual therapeutic moiety, such as |Amlodipine|. */
#define VADE_CLASS_VTM 1
/* Virtual medicinal product, a generic product: |Amlodipine 5mg tablets|. */
#define VADE_CLASS_VMP 2
/* Actual medicinal product, that of a supplier. */
#define VADE_CLASS_AMP 3
/* Virtual and actual medicinal product pack. */
#define VADE_CLASS_VMPP 4
#define VADE_CLASS_AMPP 5

typedef struct vade_product_info {
    uint32_t struct_size;
    /* VADE_CLASS_... */
    int32_t product_class;
    /* The current id, which is the one to keep. */
    int64_t id;
    /* 1 where the id that was given is not the current one, else 0. */
    int32_t is_replaced;
    /* 0 where the entry is an error or a duplicate: never use it. Else 1. */
    int32_t is_valid;
    /* 0 where it is not to be had, of a VMPP where none of its packs is. Else 1. */
    int32_t is_available;
    /* 1 where it is one to choose: valid and to be had, and of a pack the product in it as well. Else 0. */
    int32_t is_in_use;
    /* 1 where it may be offered for prescribing, else 0; vade_product_reasons tells why, and of cautions. */
    int32_t is_prescribable;
    /* 1 where it is a concept of this file, else 0. */
    int32_t is_concept;
    /* The VTM, VMP, AMP and VMPP that it is, or is of. 0 where there is none, and where the release is at odds with
     * itself and the two products that a pack is of lead to several: vade_product_rows has them. */
    int64_t vtm;
    int64_t vmp;
    int64_t amp;
    int64_t vmpp;
} vade_product_info;

/* What is known of a product. */
VADE_API int32_t VADE_CALL vade_product(const vade_engine *engine, int64_t id, vade_product_info *info);

/* The name to show; of an AMP its description, which tells the supplier. It must be shown as it is. */
VADE_API int32_t VADE_CALL vade_product_name(const vade_engine *engine, int64_t id, char *buffer, int32_t capacity,
                                             int32_t *needed);
VADE_API int32_t VADE_CALL vade_product_name16(const vade_engine *engine, int64_t id, vade_char16 *buffer,
                                               int32_t capacity, int32_t *needed);

/* Only products that are valid. */
#define VADE_PRODUCTS_VALID 1u
/* Only products that may be offered for prescribing. */
#define VADE_PRODUCTS_PRESCRIBABLE 2u

/* The products of a class, VADE_CLASS_..., that are above or below one, itself in its own class, as rows of products in
 * the order of the file. A pack is below its AMP and its VMPP, and an AMP beside the VMPPs of its packs. `flags` are
 * VADE_PRODUCTS_... together. A class that is not known is VADE_ERROR_UNSUPPORTED, a flag VADE_ERROR_FLAGS. */
VADE_API int32_t VADE_CALL vade_product_rows(const vade_engine *engine, int64_t id, int32_t product_class,
                                             uint32_t flags, vade_cursor **cursor);

/* Every reason why a product is not to be offered for prescribing, and what a prescriber should know all the same, as
 * rows of reasons. */
VADE_API int32_t VADE_CALL vade_product_reasons(const vade_engine *engine, int64_t id, vade_cursor **cursor);

/* The packs (AMPPs) of a GTIN as rows of packs, in the order of the file; none where no pack has it. `gtin` is 13 or 14
 * digits, alone or as a scanner hands them over behind the GS1 application identifier 01; one with a wrong check digit,
 * and every other text, is VADE_ERROR_INVALID_ID. `day` is that, as yyyymmdd, on which a pack has the GTIN, the
 * last day included; 0 stands for whenever, and a number that is no date is VADE_ERROR_ARGUMENT.
 * VADE_ERROR_NOT_IN_FILE where the release came without GTINs, or the file was built without them. */
VADE_API int32_t VADE_CALL vade_gtin_rows(const vade_engine *engine, const char *gtin, int32_t gtin_length,
                                          int32_t day, vade_cursor **cursor);
VADE_API int32_t VADE_CALL vade_gtin_rows16(const vade_engine *engine, const vade_char16 *gtin, int32_t gtin_length,
                                            int32_t day, vade_cursor **cursor);

/* ---- Rows ----
 *
 * Everything that is a list is read through a cursor: vade_cursor_next until it is not VADE_ROW. */

/* Rows of descriptions: all of a concept's, inactive ones and text definitions included. Terms come first, active before
 * inactive, the fully specified name before synonyms, then by identifier. */
#define VADE_ROWS_DESCRIPTIONS 1
/* Rows of descriptions: the active synonyms, by identifier. */
#define VADE_ROWS_SYNONYMS 2
/* Rows of descriptions: the active text definitions, by identifier. */
#define VADE_ROWS_DEFINITIONS 3
/* Rows of concepts, in the order of the file: one order for each file, in which most concepts stand behind an ancestor.
 * Those of an inactive concept are none. */
#define VADE_ROWS_PARENTS 4
#define VADE_ROWS_CHILDREN 5
#define VADE_ROWS_ANCESTORS 6
#define VADE_ROWS_DESCENDANTS 7
#define VADE_ROWS_DESCENDANTS_OR_SELF 8
/* Rows of attributes, by group, then by the identifier of their type, then concepts by identifier and other values by
 * text. */
#define VADE_ROWS_ATTRIBUTES 9
/* Rows of acceptabilities: the language reference sets that a description stands in, by identifier. */
#define VADE_ROWS_ACCEPTABILITIES 10

/* The rows that belong to a concept: `what` is VADE_ROWS_... up to VADE_ROWS_ATTRIBUTES, else VADE_ERROR_UNSUPPORTED. */
VADE_API int32_t VADE_CALL vade_concept_rows(const vade_engine *engine, int64_t id, int32_t what,
                                             vade_cursor **cursor);

/* The rows that belong to a description: `what` is VADE_ROWS_ACCEPTABILITIES, else VADE_ERROR_UNSUPPORTED. */
VADE_API int32_t VADE_CALL vade_description_rows(const vade_engine *engine, int64_t id, int32_t what,
                                                 vade_cursor **cursor);

/*
 * Columns. i: a number, read by vade_cursor_int, and as its digits by vade_cursor_text; t: a text.
 *
 *                             concepts  descriptions  hits  attributes  acceptabilities  JSON  products  packs  reasons
 * VADE_COLUMN_ID              i         i             i     -           i                -     i         i      -
 * VADE_COLUMN_TERM            t         t             t     -           -                -     t         t      -
 * VADE_COLUMN_PREFERRED       t         t             t     -           -                -     t         t      -
 * VADE_COLUMN_FSN             t         t             t     -           -                -     -         -      -
 * VADE_COLUMN_SEMANTIC_TAG    t         t             t     -           -                -     -         -      -
 * VADE_COLUMN_ACTIVE          i         i             i     -           -                -     -         -      -
 * VADE_COLUMN_MODULE          i         i             i     -           -                -     -         -      -
 * VADE_COLUMN_EFFECTIVE_TIME  i         i             i     -           -                -     -         -      -
 * VADE_COLUMN_DEFINED         i         -             i     -           -                -     -         -      -
 * VADE_COLUMN_CHILDREN        i         -             i     -           -                -     -         -      -
 * VADE_COLUMN_CONCEPT         i         i             i     -           -                -     i         i      -
 * VADE_COLUMN_DESCRIPTION     -         i             i     -           -                -     -         -      -
 * VADE_COLUMN_TYPE            -         i             i     -           -                -     -         -      -
 * VADE_COLUMN_CASE            -         i             i     -           -                -     -         -      -
 * VADE_COLUMN_LANGUAGE        -         t             t     -           -                -     -         -      -
 * VADE_COLUMN_MATCH           -         -             i     -           -                -     -         -      -
 * VADE_COLUMN_ACCEPTABILITY   -         -             -     -           i                -     -         -      -
 * VADE_COLUMN_GROUP           -         -             -     i           -                -     -         -      -
 * VADE_COLUMN_ATTRIBUTE       -         -             -     i           -                -     -         -      -
 * VADE_COLUMN_ATTRIBUTE_TERM  -         -             -     t           -                -     -         -      -
 * VADE_COLUMN_VALUE           -         -             -     i           -                -     -         -      -
 * VADE_COLUMN_VALUE_TERM      -         -             -     t           -                -     -         -      -
 * VADE_COLUMN_VALUE_KIND      -         -             -     i           -                -     -         -      -
 * VADE_COLUMN_JSON            -         -             -     -           -                t     -         -      -
 * VADE_COLUMN_CLASS           -         -             i     -           -                -     i         i      -
 * VADE_COLUMN_IN_USE          -         -             i     -           -                -     i         i      -
 * VADE_COLUMN_PRESCRIBABLE    -         -             i     -           -                -     i         i      -
 * VADE_COLUMN_START           -         -             -     -           -                -     -         i      -
 * VADE_COLUMN_END             -         -             -     -           -                -     -         i      -
 * VADE_COLUMN_REASON          -         -             -     -           -                -     -         -      t
 * VADE_COLUMN_CAUTION         -         -             -     -           -                -     -         -      i
 *
 * Any other is VADE_ERROR_COLUMN. Later libraries have more columns, and more of these in a kind of rows.
 */

/* What the row is about: a concept or a medicinal product; of descriptions the description; of acceptabilities the
 * reference set. */
#define VADE_COLUMN_ID 1
/* Of a concept its preferred term, of a hit the text that was found, of a description its text, of a product and of a
 * pack its name. */
#define VADE_COLUMN_TERM 2
/* The concept's preferred term, fully specified name and semantic tag. Of a description: those of its concept. Of a
 * product, and of a hit that is one, PREFERRED is its name in dm+d. */
#define VADE_COLUMN_PREFERRED 3
#define VADE_COLUMN_FSN 4
#define VADE_COLUMN_SEMANTIC_TAG 5
/* 1 or 0: whether the concept, or of descriptions the description, is active. MODULE, EFFECTIVE_TIME likewise. Of a
 * hit that is a product and no concept of the file, ACTIVE is whether it is in use. */
#define VADE_COLUMN_ACTIVE 6
#define VADE_COLUMN_MODULE 7
#define VADE_COLUMN_EFFECTIVE_TIME 8
/* 1 or 0: whether its relationships define the concept sufficiently. */
#define VADE_COLUMN_DEFINED 9
/* How many children the concept has. */
#define VADE_COLUMN_CHILDREN 10
/* The concept, and the description. A product that was found by its name has no description: DESCRIPTION, TYPE, CASE and
 * LANGUAGE are VADE_NONE. One that is no concept of the file has none of a concept's values either. */
#define VADE_COLUMN_CONCEPT 11
#define VADE_COLUMN_DESCRIPTION 12
/* VADE_DESCRIPTION_..., VADE_CASE_..., and the language code (ISO 639-1) of the description. */
#define VADE_COLUMN_TYPE 13
#define VADE_COLUMN_CASE 14
#define VADE_COLUMN_LANGUAGE 15
/* VADE_MATCH_...: how the query was read. */
#define VADE_COLUMN_MATCH 16
/* VADE_ACCEPTABILITY_... */
#define VADE_COLUMN_ACCEPTABILITY 17
/* The number of the relationship group; 0 holds attributes that are not grouped. */
#define VADE_COLUMN_GROUP 18
/* The attribute's concept, and its preferred term. */
#define VADE_COLUMN_ATTRIBUTE 19
#define VADE_COLUMN_ATTRIBUTE_TERM 20
/* The value: a concept (VADE_NONE where it is none), and its preferred term or the text of the concrete value. */
#define VADE_COLUMN_VALUE 21
#define VADE_COLUMN_VALUE_TERM 22
/* VADE_VALUE_...: what the value is. */
#define VADE_COLUMN_VALUE_KIND 23
/* The response to a request. */
#define VADE_COLUMN_JSON 24
/* VADE_CLASS_... CLASS, IN_USE and PRESCRIBABLE are VADE_NONE where a hit is no medicinal product. */
#define VADE_COLUMN_CLASS 25
/* 1 or 0: whether the product is one to choose, as in vade_product_info, and whether it may be offered for
 * prescribing. */
#define VADE_COLUMN_IN_USE 26
#define VADE_COLUMN_PRESCRIBABLE 27
/* The first and the last day, as yyyymmdd, on which the pack has the GTIN. VADE_NONE: the release does not tell; of
 * END, it has it still. */
#define VADE_COLUMN_START 28
#define VADE_COLUMN_END 29
/* A reason by its name, such as "not_available", and whether it is a caution alone (1) or forbids the product (0). The
 * names are those of the request `product`; they never change, and there may be more. */
#define VADE_COLUMN_REASON 30
#define VADE_COLUMN_CAUTION 31

#define VADE_ACCEPTABILITY_PREFERRED 1
#define VADE_ACCEPTABILITY_ACCEPTABLE 2

#define VADE_VALUE_CONCEPT 1
#define VADE_VALUE_NUMBER 2
#define VADE_VALUE_STRING 3
#define VADE_VALUE_BOOLEAN 4

/* ---- Cursors ---- */

/* Goes on to the next row: VADE_ROW, or VADE_OK where there is none. An error is given again by every further call. */
VADE_API int32_t VADE_CALL vade_cursor_next(vade_cursor *cursor);

/* A number of the row that the cursor stands on: `column` is VADE_COLUMN_... VADE_NONE, and 0, where the row has no
 * such value. */
VADE_API int32_t VADE_CALL vade_cursor_int(vade_cursor *cursor, int32_t column, int64_t *value);

/* A text of the row that the cursor stands on, and its length without the NUL at its end; `length` may be null. It is
 * the cursor's, and lives until the cursor goes on or is closed. VADE_NONE, and null, where the row has no such
 * value. */
VADE_API int32_t VADE_CALL vade_cursor_text(vade_cursor *cursor, int32_t column, const char **text, int32_t *length);
VADE_API int32_t VADE_CALL vade_cursor_text16(vade_cursor *cursor, int32_t column, const vade_char16 **text,
                                              int32_t *length);

/* The parts of a text that were matched, of hits and VADE_COLUMN_TERM alone: for each where it begins and where it
 * ends, in bytes of UTF-8, or in 16-bit units with vade_cursor_ranges16. They ascend and do not overlap. `needed`, which
 * may be null, is set to how many numbers there are: two for each part, 0 where a hit was found by its identifier.
 * Where `capacity` is less, nothing is written and it is VADE_ERROR_BUFFER; a null array of capacity 0 asks for
 * `needed` alone, and that is VADE_OK. */
VADE_API int32_t VADE_CALL vade_cursor_ranges(vade_cursor *cursor, int32_t column, int32_t *ends, int32_t capacity,
                                              int32_t *needed);
VADE_API int32_t VADE_CALL vade_cursor_ranges16(vade_cursor *cursor, int32_t column, int32_t *ends, int32_t capacity,
                                                int32_t *needed);

/* Goes on by up to `capacity` rows and puts VADE_COLUMN_ID of each into `ids`; `count` is set to how many. VADE_ROW
 * where there was any: the cursor stands on the last of them. VADE_OK, and 0, where there are no more. */
VADE_API int32_t VADE_CALL vade_cursor_fetch_ids(vade_cursor *cursor, int64_t *ids, int32_t capacity, int32_t *count);

/* How many rows there are in all, wherever the cursor stands: of a search with VADE_SEARCH_TOTAL, how many concepts and
 * products match, typing errors not counted; without it VADE_NONE. */
VADE_API int32_t VADE_CALL vade_cursor_total(const vade_cursor *cursor, int64_t *total);

/* The language in which preferred terms and fully specified names are told from now on, as in vade_concept_term; null
 * for the order that the file was built with. Texts of the row that the cursor stands on are no longer there. */
VADE_API int32_t VADE_CALL vade_cursor_language(vade_cursor *cursor, const char *language, int32_t language_length);
VADE_API int32_t VADE_CALL vade_cursor_language16(vade_cursor *cursor, const vade_char16 *language,
                                                  int32_t language_length);

/* Closes a cursor, and with it all texts that it gave. */
VADE_API int32_t VADE_CALL vade_cursor_close(vade_cursor *cursor);

/* ---- Search ---- */

/* As it was typed. */
#define VADE_MATCH_EXACT 1
/* By another form or spelling of a word, or by a word or phrase that stands for another. */
#define VADE_MATCH_EQUIVALENT 2
/* With typing errors forgiven. Show it so: it may not be what was meant. */
#define VADE_MATCH_TYPO 3

/* Typing errors are not forgiven. */
#define VADE_SEARCH_NO_TYPOS 1u
/* Text definitions are searched as well as terms. */
#define VADE_SEARCH_DEFINITIONS 2u
/* All that match are counted, see vade_cursor_total. It costs a look at every one. */
#define VADE_SEARCH_TOTAL 4u
/* Inactive concepts and products that are not in use alone, or all. Without either: active concepts, and products in
 * use; an id that is not in use is found all the same. */
#define VADE_SEARCH_INACTIVE 8u
#define VADE_SEARCH_ACTIVE_AND_INACTIVE 16u
/* Only products that may be offered for prescribing; with VADE_FILTER_CLASS alone, else VADE_ERROR_BAD_REQUEST. */
#define VADE_SEARCH_PRESCRIBABLE 32u

typedef struct vade_search_options {
    uint32_t struct_size;
    /* VADE_SEARCH_... together. */
    uint32_t flags;
    /* The most hits to answer; 0 for 10, at most 10000, else VADE_ERROR_LIMIT. */
    int32_t limit;
    /* How many hits to pass over. Pages of one query do not overlap. */
    int32_t offset;
} vade_search_options;

/*
 * The concepts with a description, and the medicinal products with a name, in which each word of `query` begins a word
 * of its own, best first, as rows of hits, one an id. Words may stand in any order; case, accents and punctuation do
 * not count. Where that finds too few, other forms, spellings and equivalents of words follow, and then typing errors. A
 * query that is an id finds what has it now, and of products what had it before; one that is a GTIN finds packs.
 * Products are not searched where a semantic tag, a module or definitions are asked for, which they have not. `filter`
 * and `options` may be null.
 *
 * Statuses: VADE_ERROR_SYNTAX where the query has no letter and no digit (wait for more typing); VADE_ERROR_LIMIT where
 * it has more than 64 words or 16 KiB; VADE_ERROR_NOT_IN_FILE where the file was built without search or definitions;
 * VADE_ERROR_BAD_REQUEST where the filter is of another engine, or what is asked for contradicts itself;
 * VADE_ERROR_DAMAGED.
 */
VADE_API int32_t VADE_CALL vade_search(const vade_engine *engine, const char *query, int32_t query_length,
                                       const vade_filter *filter, const vade_search_options *options,
                                       vade_cursor **cursor);
VADE_API int32_t VADE_CALL vade_search16(const vade_engine *engine, const vade_char16 *query, int32_t query_length,
                                         const vade_filter *filter, const vade_search_options *options,
                                         vade_cursor **cursor);

/* A filter that lets everything through. It is made once and used for many searches, letter by letter: what its texts
 * stand for is worked out when they are set, and kept. It keeps the file open as the engine does. */
VADE_API int32_t VADE_CALL vade_filter_new(const vade_engine *engine, vade_filter **filter);

/* Only concepts of this set, and products that are: `id`, `< id` (its descendants) or `<< id` (it and its descendants),
 * as the Expression Constraint Language writes them; other expressions are VADE_ERROR_UNSUPPORTED. Takes the place of a
 * set before it. */
#define VADE_FILTER_WITHIN 1
/* Only by descriptions that are preferred or acceptable in this language, which is named as in vade_concept_term; the
 * cursor tells preferred terms in it. Takes the place of a language before it. Names of products are of no language. */
#define VADE_FILTER_LANGUAGE 2
/* Only concepts with this semantic tag, without brackets, or with another one that was set so. */
#define VADE_FILTER_SEMANTIC_TAG 3
/* Only concepts of this module, given by its identifier, or of another one that was set so. */
#define VADE_FILTER_MODULE 4
/* Only medicinal products of this class, "vtm", "vmp", "amp", "vmpp" or "ampp", or of another one that was set so. A
 * semantic tag, a module or VADE_SEARCH_DEFINITIONS besides is VADE_ERROR_BAD_REQUEST when it is searched. */
#define VADE_FILTER_CLASS 5

/* Narrows a filter: `what` is VADE_FILTER_... A text that cannot be understood leaves the filter as it was, and
 * vade_last_error_offset says where it is at fault. A semantic tag that no concept of the file has is
 * VADE_ERROR_BAD_REQUEST, or VADE_ERROR_NOT_IN_FILE where the file holds chosen concepts; a module that is none of the
 * file's is VADE_ERROR_NOT_FOUND or VADE_ERROR_NOT_IN_FILE; a class that there is not is VADE_ERROR_BAD_REQUEST, and in
 * a file without dm+d each is VADE_ERROR_NOT_IN_FILE. */
VADE_API int32_t VADE_CALL vade_filter_text(vade_filter *filter, int32_t what, const char *text, int32_t text_length);
VADE_API int32_t VADE_CALL vade_filter_text16(vade_filter *filter, int32_t what, const vade_char16 *text,
                                              int32_t text_length);

/* Closes a filter. Cursors of searches that used it are not touched. */
VADE_API int32_t VADE_CALL vade_filter_close(vade_filter *filter);

/* ---- JSON ---- */

/*
 * Answers one request of the request protocol: one row, whose VADE_COLUMN_JSON is the response. It can ask everything
 * that the engine knows, including what has no function of its own here. What is wrong with the request is told in the
 * response, and the status is VADE_OK all the same.
 */
VADE_API int32_t VADE_CALL vade_json(const vade_engine *engine, const char *request, int32_t request_length,
                                     vade_cursor **cursor);
VADE_API int32_t VADE_CALL vade_json16(const vade_engine *engine, const vade_char16 *request, int32_t request_length,
                                       vade_cursor **cursor);

#ifdef __cplusplus
}
#endif

#endif
