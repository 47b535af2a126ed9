/*
 * A target for libFuzzer: bytes are read as a sequence of calls with their arguments, on whole and on altered files.
 *
 * What must hold, whatever is called: no fault that a sanitizer sees, no leak, no internal error, and outputs as the
 * header says. The files are named by VADEMECUM_FUZZ_FILES, parted by colons.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vademecum.h"

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FILES 5
#define HANDLES 4

static char *files[FILES];
static long lengths[FILES];
static int file_count;

static void must(int holds, const char *what) {
    if (!holds) {
        char message[1024];
        vade_last_error(message, (int32_t)sizeof message, NULL);
        fprintf(stderr, "%s: %s\n", what, message);
        abort();
    }
}

/* No call ends in an internal error. */
static int32_t called(int32_t status) {
    must(status != VADE_ERROR_PANIC && status <= VADE_NONE, "a status that must not be");
    if (status < 0) {
        char message[1024];
        must(vade_last_error(message, (int32_t)sizeof message, NULL) == VADE_OK, "an error without a message");
        must(strcmp(vade_status_name(status), "unknown") != 0, "an error without a name");
    }
    return status;
}

int LLVMFuzzerInitialize(int *count, char ***arguments) {
    const char *path = getenv("VADEMECUM_FUZZ_FILES");
    (void)count;
    (void)arguments;
    while (path != NULL && *path != 0 && file_count < FILES) {
        char name[4096];
        const size_t length = strcspn(path, ":");
        FILE *file;
        sprintf(name, "%.*s", (int)(length < 4000 ? length : 4000), path);
        file = fopen(name, "rb");
        must(file != NULL && fseek(file, 0, SEEK_END) == 0, "VADEMECUM_FUZZ_FILES names no files");
        lengths[file_count] = ftell(file);
        files[file_count] = (char *)malloc((size_t)lengths[file_count]);
        rewind(file);
        must(fread(files[file_count], 1, (size_t)lengths[file_count], file) == (size_t)lengths[file_count],
             "a file cannot be read");
        fclose(file);
        file_count++;
        path += length + (path[length] == ':');
    }
    must(file_count > 0, "VADEMECUM_FUZZ_FILES names no files");
    return 0;
}

/* What is left of the input. */
static const uint8_t *rest;
static size_t left;

static uint8_t byte(void) {
    if (left == 0)
        return 0;
    left--;
    return *rest++;
}

static int32_t number(void) {
    const uint8_t kind = byte();
    if (kind < 200)
        return kind % 30 - 2;
    return (int32_t)((uint32_t)byte() | (uint32_t)byte() << 8 | (uint32_t)byte() << 16 | (uint32_t)byte() << 24);
}

static int64_t identifier(void) {
    static const int64_t known[16] = {138875005,          953829161999999108, 966180941999999106, 199450261999999108,
                                      943221999999118,    853488621999999106, 404684003,          927014711999999100,
                                      778376641999999105, 715548031999999106, 951079441999999105, 754859441999999101,
                                      580675651999999102, 595119191999999102, 738509371999999100, 698292291999999104};
    const uint8_t kind = byte();
    if (kind < 220)
        return known[kind % 16];
    return (int64_t)number() << 32 ^ number();
}

/* A text of its own, so that a byte read behind it is seen. What is given is freed by the end of the call. */
static uint8_t *text(int32_t *length) {
    static const char *const known[16] = {"heart att",     "parcetamol",     "<< 138875005",         "en-US",
                                          "disorder",      "xray 500mg",     "{\"op\":\"info\"}",     "953829161999999108",
                                          "vmp",           "amp",            "warfarin 3mg",         "creme",
                                          "2999764659853", "698292291999999104", "]d20102999764659853x", "vmpp"};
    const uint8_t kind = byte();
    uint8_t *copy;
    if (kind < 64) {
        *length = (int32_t)strlen(known[kind % 16]);
        copy = (uint8_t *)malloc((size_t)*length + 1);
        memcpy(copy, known[kind % 16], (size_t)*length);
    } else {
        *length = kind % 64 < (int)left ? kind % 64 : (int32_t)left;
        copy = (uint8_t *)malloc((size_t)*length + 1);
        memcpy(copy, rest, (size_t)*length);
        rest += *length;
        left -= (size_t)*length;
    }
    copy[*length] = 0;
    /* Of the given length, which is not to be passed, or up to the NUL. */
    if (kind % 2 == 0) {
        uint8_t *exact = (uint8_t *)malloc(*length > 0 ? (size_t)*length : 1);
        memcpy(exact, copy, (size_t)*length);
        free(copy);
        return exact;
    }
    *length = -1;
    return copy;
}

/* The same as units of UTF-16. */
static vade_char16 *text16(int32_t *length) {
    int32_t bytes;
    uint8_t *narrow = text(&bytes);
    const int32_t count = bytes < 0 ? (int32_t)strlen((char *)narrow) : bytes;
    vade_char16 *units = (vade_char16 *)malloc(((size_t)count + 1) * sizeof(vade_char16));
    int32_t at;
    for (at = 0; at < count; at++)
        units[at] = (vade_char16)(narrow[at] < 0xf8 ? narrow[at] : 0xd700 + narrow[at] % 8 * 0x180);
    units[count] = 0;
    *length = bytes;
    free(narrow);
    return units;
}

static vade_engine *open_altered(void) {
    vade_engine *engine = NULL;
    const int which = byte() % file_count;
    int changes = byte() % 4;
    char *copy = (char *)malloc((size_t)lengths[which]);
    vade_open_options options = {sizeof options, VADE_OPEN_TRUSTED};
    memcpy(copy, files[which], (size_t)lengths[which]);
    for (; changes > 0; changes--) {
        const uint32_t place = (uint32_t)byte() | (uint32_t)byte() << 8 | (uint32_t)byte() << 16;
        copy[place % (uint32_t)lengths[which]] ^= (char)(1 << byte() % 8);
    }
    if (called(vade_open_memory(copy, lengths[which], byte() % 2 ? &options : NULL, &engine)) != VADE_OK)
        must(engine == NULL, "an engine in spite of an error");
    free(copy);
    return engine;
}

static void read_row(vade_cursor *rows) {
    const int32_t column = number();
    int64_t value = 7;
    const char *utf8 = "";
    const vade_char16 *utf16;
    int32_t length = 7, ends[6] = {0, 0, 0, 0, 0, 0}, needed = 0;
    if (called(vade_cursor_int(rows, column, &value)) != VADE_OK)
        must(value == 0, "a number in spite of an error");
    if (called(vade_cursor_text(rows, column, &utf8, &length)) == VADE_OK)
        must(utf8[length] == 0, "a text without a NUL");
    else
        must(utf8 == NULL && length == 0, "a text in spite of an error");
    if (called(vade_cursor_text16(rows, column, &utf16, &length)) == VADE_OK)
        must(utf16[length] == 0, "a text without a NUL");
    if (called(vade_cursor_ranges(rows, VADE_COLUMN_TERM, ends, 6, &needed)) == VADE_OK)
        must(needed <= 6 && ends[0] <= ends[1] && ends[1] <= ends[2], "ranges that do not ascend");
    called(vade_cursor_ranges16(rows, column, ends, 6, &needed));
}

/* A buffer of just so many bytes, and the rule of all buffers. */
static void into_buffer(const vade_engine *engine) {
    const int32_t capacity = byte() % 40;
    char *buffer = (char *)malloc((size_t)capacity + 1);
    vade_char16 *units = (vade_char16 *)malloc(((size_t)capacity + 1) * sizeof(vade_char16));
    int32_t needed = -1, status, length;
    uint8_t *language;
    vade_char16 *language16;
    switch (byte() % 8) {
    case 0:
        language = text(&length);
        status = called(vade_concept_term(engine, identifier(), number(), (char *)language, length, buffer, capacity,
                                          &needed));
        free(language);
        break;
    case 1:
        status = called(vade_description_term(engine, identifier(), buffer, capacity, &needed));
        break;
    case 2:
        status = called(vade_file_text(engine, number(), buffer, capacity, &needed));
        break;
    case 3:
        status = called(vade_format_id(identifier(), buffer, capacity, &needed));
        break;
    case 4:
        language16 = text16(&length);
        status = called(vade_concept_term16(engine, identifier(), number(), language16, length, units, capacity,
                                            &needed));
        free(language16);
        must(status != VADE_OK || units[needed - 1] == 0, "a text without a NUL");
        needed = status == VADE_OK ? 0 : needed;
        buffer[0] = 0;
        status = status == VADE_OK ? VADE_NONE : status;
        break;
    case 5:
        status = called(vade_product_name(engine, identifier(), buffer, capacity, &needed));
        break;
    case 6:
        status = called(vade_product_name16(engine, identifier(), units, capacity, &needed));
        must(status != VADE_OK || units[needed - 1] == 0, "a text without a NUL");
        buffer[0] = 0;
        status = status == VADE_OK ? VADE_NONE : status;
        break;
    default:
        status = called(vade_concept_term(engine, identifier(), number(), NULL, 0, buffer, capacity, &needed));
    }
    if (status == VADE_OK)
        must(needed <= capacity && (int32_t)strlen(buffer) == needed - 1, "a text that is not as long as it is said");
    if (status == VADE_ERROR_BUFFER)
        must(needed > capacity, "a buffer that suffices");
    free(buffer);
    free(units);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    vade_engine *engines[HANDLES] = {NULL, NULL, NULL, NULL};
    vade_filter *filters[HANDLES] = {NULL, NULL, NULL, NULL};
    vade_cursor *cursors[HANDLES] = {NULL, NULL, NULL, NULL};
    int calls = 0, at;
    rest = data;
    left = size;
    while (left > 0 && calls++ < 60) {
        vade_engine **engine = &engines[byte() % HANDLES];
        vade_filter **filter = &filters[byte() % HANDLES];
        vade_cursor **cursor = &cursors[byte() % HANDLES];
        int32_t length, what, relation = 0, count = 0;
        int64_t ids[5], value = 0;
        uint8_t *utf8;
        vade_char16 *utf16;
        vade_search_options search = {sizeof search, 0, 0, 0};
        vade_concept_info concept;
        vade_description_info description;
        vade_file_info file;
        vade_product_info product;
        /* Less than the struct has, at times: never more, which no library could know. */
        concept.struct_size = byte() % 8 ? (uint32_t)sizeof concept : (uint32_t)(byte() % sizeof concept);
        description.struct_size = (uint32_t)sizeof description;
        file.struct_size = (uint32_t)sizeof file;
        product.struct_size = byte() % 8 ? (uint32_t)sizeof product : (uint32_t)(byte() % sizeof product);
        switch (byte() % 24) {
        case 0:
        case 1:
            called(vade_close(*engine));
            *engine = open_altered();
            break;
        case 2:
            called(vade_close(*engine));
            *engine = NULL;
            break;
        case 3:
            called(vade_concept(*engine, identifier(), &concept));
            called(vade_description(*engine, identifier(), &description));
            called(vade_file(*engine, &file));
            called(vade_product(*engine, identifier(), &product));
            break;
        case 4:
            called(vade_subsumes(*engine, identifier(), identifier(), &relation));
            break;
        case 5:
            into_buffer(*engine);
            break;
        case 6:
        case 7:
            called(vade_cursor_close(*cursor));
            what = number();
            called(what == VADE_ROWS_ACCEPTABILITIES ? vade_description_rows(*engine, identifier(), what, cursor)
                                                     : vade_concept_rows(*engine, identifier(), what, cursor));
            break;
        case 8:
        case 9:
            called(vade_cursor_close(*cursor));
            utf8 = text(&length);
            search.flags = byte() % 128;
            search.limit = number();
            search.offset = number() % 20;
            called(vade_search(*engine, (char *)utf8, length, *filter, byte() % 2 ? &search : NULL, cursor));
            free(utf8);
            break;
        case 10:
            called(vade_cursor_close(*cursor));
            utf16 = text16(&length);
            called(vade_search16(*engine, utf16, length, *filter, NULL, cursor));
            free(utf16);
            break;
        case 11:
            called(vade_filter_close(*filter));
            called(vade_filter_new(*engine, filter));
            break;
        case 12:
            utf8 = text(&length);
            called(vade_filter_text(*filter, number(), (char *)utf8, length));
            free(utf8);
            break;
        case 13:
            called(vade_cursor_close(*cursor));
            utf8 = text(&length);
            called(vade_json(*engine, (char *)utf8, length, cursor));
            free(utf8);
            break;
        case 14:
            called(vade_cursor_close(*cursor));
            utf16 = text16(&length);
            called(vade_json16(*engine, utf16, length, cursor));
            free(utf16);
            break;
        case 15:
        case 16:
            for (at = byte() % 20; at > 0 && *cursor != NULL && called(vade_cursor_next(*cursor)) == VADE_ROW; at--)
                read_row(*cursor);
            break;
        case 17:
            if (called(vade_cursor_fetch_ids(*cursor, ids, 5, &count)) != VADE_ROW)
                must(count == 0, "rows in spite of an error");
            called(vade_cursor_total(*cursor, &value));
            break;
        case 19:
            called(vade_cursor_close(*cursor));
            called(vade_product_rows(*engine, identifier(), number() % 8, byte() % 5, cursor));
            break;
        case 20:
            called(vade_cursor_close(*cursor));
            called(vade_product_reasons(*engine, identifier(), cursor));
            break;
        case 21:
            called(vade_cursor_close(*cursor));
            utf8 = text(&length);
            called(vade_gtin_rows(*engine, (char *)utf8, length, byte() % 2 ? 0 : 20190000 + number(), cursor));
            free(utf8);
            break;
        case 22:
            called(vade_cursor_close(*cursor));
            utf16 = text16(&length);
            called(vade_gtin_rows16(*engine, utf16, length, 0, cursor));
            free(utf16);
            break;
        case 18:
            utf8 = text(&length);
            called(vade_cursor_language(*cursor, (char *)utf8, length));
            called(vade_parse_id((char *)utf8, length, &value));
            free(utf8);
            break;
        default:
            called(vade_filter_close(*filter));
            *filter = NULL;
            called(vade_cursor_close(*cursor));
            *cursor = NULL;
        }
    }
    for (at = 0; at < HANDLES; at++) {
        called(vade_close(engines[at]));
        called(vade_cursor_close(cursors[at]));
        called(vade_filter_close(filters[at]));
    }
    return 0;
}
