/* Callers that do what they should not: they are told, and nothing breaks. */
#include <limits.h>

#include "check.h"

/* A pointer that points between two places of its type. */
#define BETWEEN(type, memory) ((type *)(void *)((char *)(memory) + 1))

static void check_nothing_given(const vade_engine *demo, vade_cursor *cursor, vade_filter *filter) {
    vade_engine *engine = NULL;
    vade_cursor *rows = NULL;
    vade_filter *made = NULL;
    vade_file_info file = {sizeof(vade_file_info), 0, 0, 0, 0, 0, 0};
    vade_concept_info concept = {sizeof(vade_concept_info), 0, 0, 0, 0, 0, 0, 0};
    vade_description_info description = {sizeof(vade_description_info), 0, 0, 0, 0, 0, 0, 0, 0};
    vade_product_info product = {sizeof(vade_product_info), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    char buffer[10];
    vade_char16 units[10];
    int64_t number = 0, ids[4];
    int32_t small = 0;
    const int32_t refused = VADE_ERROR_ARGUMENT;

    /* No engine, and no place for the answer. */
    STATUS(vade_open_file(NULL, -1, NULL, &engine), refused);
    STATUS(vade_open_file(demo_path, -1, NULL, NULL), refused);
    STATUS(vade_open_file16(NULL, -1, NULL, &engine), refused);
    STATUS(vade_open_file16(wide(demo_path), -1, NULL, NULL), refused);
    STATUS(vade_open_memory("x", 1, NULL, NULL), refused);
    STATUS(vade_file(NULL, &file), refused);
    STATUS(vade_file(demo, NULL), refused);
    STATUS(vade_file_text(NULL, VADE_FILE_LICENCE, buffer, 10, NULL), refused);
    STATUS(vade_file_text16(NULL, VADE_FILE_LICENCE, units, 10, NULL), refused);
    STATUS(vade_manifest_json(NULL, buffer, 10, NULL), refused);
    STATUS(vade_verify(NULL), refused);
    STATUS(vade_parse_id(NULL, -1, &number), refused);
    STATUS(vade_parse_id(ROOT, -1, NULL), refused);
    STATUS(vade_id_kind(id(ROOT), NULL), refused);
    STATUS(vade_concept(NULL, id(ROOT), &concept), refused);
    STATUS(vade_concept(demo, id(ROOT), NULL), refused);
    STATUS(vade_concept_term(NULL, id(ROOT), VADE_TERM_FSN, NULL, 0, buffer, 10, NULL), refused);
    STATUS(vade_concept_term16(NULL, id(ROOT), VADE_TERM_FSN, NULL, 0, units, 10, NULL), refused);
    STATUS(vade_description(NULL, id(HEART_ATTACK), &description), refused);
    STATUS(vade_description(demo, id(HEART_ATTACK), NULL), refused);
    STATUS(vade_description_term(NULL, id(HEART_ATTACK), buffer, 10, NULL), refused);
    STATUS(vade_description_term16(NULL, id(HEART_ATTACK), units, 10, NULL), refused);
    STATUS(vade_subsumes(NULL, id(ROOT), id(ROOT), &small), refused);
    STATUS(vade_subsumes(demo, id(ROOT), id(ROOT), NULL), refused);
    STATUS(vade_concept_rows(NULL, id(ROOT), VADE_ROWS_PARENTS, &rows), refused);
    STATUS(vade_concept_rows(demo, id(ROOT), VADE_ROWS_PARENTS, NULL), refused);
    STATUS(vade_description_rows(NULL, id(HEART_ATTACK), VADE_ROWS_ACCEPTABILITIES, &rows), refused);
    STATUS(vade_description_rows(demo, id(HEART_ATTACK), VADE_ROWS_ACCEPTABILITIES, NULL), refused);
    STATUS(vade_product(NULL, id(WARFARIN), &product), refused);
    STATUS(vade_product(demo, id(WARFARIN), NULL), refused);
    STATUS(vade_product_name(NULL, id(WARFARIN), buffer, 10, NULL), refused);
    STATUS(vade_product_name16(NULL, id(WARFARIN), units, 10, NULL), refused);
    STATUS(vade_product_rows(NULL, id(WARFARIN), VADE_CLASS_AMP, 0, &rows), refused);
    STATUS(vade_product_rows(demo, id(WARFARIN), VADE_CLASS_AMP, 0, NULL), refused);
    STATUS(vade_product_reasons(NULL, id(WARFARIN), &rows), refused);
    STATUS(vade_product_reasons(demo, id(WARFARIN), NULL), refused);
    STATUS(vade_gtin_rows(NULL, GTIN, -1, 0, &rows), refused);
    STATUS(vade_gtin_rows(demo, NULL, -1, 0, &rows), refused);
    STATUS(vade_gtin_rows(demo, GTIN, -1, 0, NULL), refused);
    STATUS(vade_gtin_rows16(NULL, wide(GTIN), -1, 0, &rows), refused);
    STATUS(vade_gtin_rows16(demo, NULL, -1, 0, &rows), refused);
    STATUS(vade_gtin_rows16(demo, wide(GTIN), -1, 0, NULL), refused);
    STATUS(vade_search(NULL, "a", -1, NULL, NULL, &rows), refused);
    STATUS(vade_search(demo, NULL, -1, NULL, NULL, &rows), refused);
    STATUS(vade_search(demo, "a", -1, NULL, NULL, NULL), refused);
    STATUS(vade_search16(NULL, wide("a"), -1, NULL, NULL, &rows), refused);
    STATUS(vade_search16(demo, NULL, -1, NULL, NULL, &rows), refused);
    STATUS(vade_search16(demo, wide("a"), -1, NULL, NULL, NULL), refused);
    STATUS(vade_filter_new(NULL, &made), refused);
    STATUS(vade_filter_new(demo, NULL), refused);
    STATUS(vade_filter_text(NULL, VADE_FILTER_WITHIN, ROOT, -1), refused);
    STATUS(vade_filter_text(filter, VADE_FILTER_WITHIN, NULL, -1), refused);
    STATUS(vade_filter_text16(NULL, VADE_FILTER_WITHIN, wide(ROOT), -1), refused);
    STATUS(vade_filter_text16(filter, VADE_FILTER_WITHIN, NULL, -1), refused);
    STATUS(vade_json(NULL, "{}", -1, &rows), refused);
    STATUS(vade_json(demo, NULL, -1, &rows), refused);
    STATUS(vade_json(demo, "{}", -1, NULL), refused);
    STATUS(vade_json16(NULL, wide("{}"), -1, &rows), refused);
    STATUS(vade_json16(demo, NULL, -1, &rows), refused);
    STATUS(vade_json16(demo, wide("{}"), -1, NULL), refused);
    STATUS(vade_cursor_next(NULL), refused);
    STATUS(vade_cursor_int(NULL, VADE_COLUMN_ID, &number), refused);
    STATUS(vade_cursor_int(cursor, VADE_COLUMN_ID, NULL), refused);
    STATUS(vade_cursor_text(cursor, VADE_COLUMN_TERM, NULL, &small), refused);
    STATUS(vade_cursor_text16(cursor, VADE_COLUMN_TERM, NULL, &small), refused);
    STATUS(vade_cursor_ranges(NULL, VADE_COLUMN_TERM, NULL, 0, &small), refused);
    STATUS(vade_cursor_ranges16(NULL, VADE_COLUMN_TERM, NULL, 0, &small), refused);
    STATUS(vade_cursor_fetch_ids(NULL, ids, 4, &small), refused);
    STATUS(vade_cursor_total(NULL, &number), refused);
    STATUS(vade_cursor_total(cursor, NULL), refused);
    STATUS(vade_cursor_language(NULL, "en-GB", -1), refused);
    STATUS(vade_cursor_language16(NULL, wide("en-GB"), -1), refused);
    CHECK(engine == NULL && rows == NULL && made == NULL);

    /* A place for the length alone may be none. */
    STATUS(vade_format_id(id(ROOT), NULL, 0, NULL), VADE_OK);
    STATUS(vade_last_error(NULL, 0, NULL), VADE_OK);
}

/* One handle in the place of another, and memory that is none. */
static void check_other_handles(vade_engine *demo, vade_cursor *cursor, vade_filter *filter) {
    int64_t nothing[8];
    int64_t number = 0;
    vade_cursor *rows = NULL;
    const int32_t refused = VADE_ERROR_ARGUMENT;
    memset(nothing, 0, sizeof nothing);
    STATUS(vade_verify((vade_engine *)(void *)cursor), refused);
    STATUS(vade_verify((vade_engine *)(void *)filter), refused);
    STATUS(vade_verify((vade_engine *)(void *)nothing), refused);
    STATUS(vade_close((vade_engine *)(void *)cursor), refused);
    STATUS(vade_close((vade_engine *)(void *)nothing), refused);
    STATUS(vade_cursor_next((vade_cursor *)(void *)demo), refused);
    STATUS(vade_cursor_next((vade_cursor *)(void *)nothing), refused);
    STATUS(vade_cursor_close((vade_cursor *)(void *)demo), refused);
    STATUS(vade_cursor_close((vade_cursor *)(void *)filter), refused);
    STATUS(vade_cursor_total((vade_cursor *)(void *)filter, &number), refused);
    STATUS(vade_filter_close((vade_filter *)(void *)demo), refused);
    STATUS(vade_filter_text((vade_filter *)(void *)cursor, VADE_FILTER_WITHIN, ROOT, -1), refused);
    STATUS(vade_search(demo, "a", -1, (vade_filter *)(void *)cursor, NULL, &rows), refused);
    STATUS(vade_search((vade_engine *)(void *)filter, "a", -1, NULL, NULL, &rows), refused);
    STATUS(vade_product_reasons((vade_engine *)(void *)cursor, id(WARFARIN), &rows), refused);
    STATUS(vade_gtin_rows((vade_engine *)(void *)nothing, GTIN, -1, 0, &rows), refused);
    STATUS(vade_cursor_next(BETWEEN(vade_cursor, nothing)), refused);
    STATUS(vade_cursor_total(cursor, BETWEEN(int64_t, nothing)), refused);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    STATUS(vade_cursor_int(cursor, VADE_COLUMN_ID, BETWEEN(int64_t, nothing)), refused);
    CHECK(rows == NULL);
}

static void check_lengths(const vade_engine *demo) {
    static const int32_t lengths[4] = {-2, -100, INT_MIN, INT_MIN + 1};
    vade_cursor *rows = NULL;
    vade_engine *engine = NULL;
    char buffer[10];
    int32_t needed = 0;
    int at;
    const int32_t refused = VADE_ERROR_ARGUMENT;
    for (at = 0; at < 4; at++) {
        int64_t number = 0;
        STATUS(vade_search(demo, "heart", lengths[at], NULL, NULL, &rows), refused);
        STATUS(vade_search16(demo, wide("heart"), lengths[at], NULL, NULL, &rows), refused);
        STATUS(vade_json(demo, "{}", lengths[at], &rows), refused);
        STATUS(vade_gtin_rows(demo, GTIN, lengths[at], 0, &rows), refused);
        STATUS(vade_gtin_rows16(demo, wide(GTIN), lengths[at], 0, &rows), refused);
        STATUS(vade_product_name(demo, id(WARFARIN), buffer, lengths[at], &needed), refused);
        STATUS(vade_open_file(demo_path, lengths[at], NULL, &engine), refused);
        STATUS(vade_parse_id(ROOT, lengths[at], &number), refused);
        STATUS(vade_format_id(id(ROOT), buffer, lengths[at], &needed), refused);
        STATUS(vade_concept_term(demo, id(ROOT), VADE_TERM_FSN, "en", lengths[at], buffer, 10, &needed), refused);
        STATUS(vade_open_memory("x", lengths[at], NULL, &engine), refused);
    }
    /* Nothing, of any length. */
    STATUS(vade_search(demo, NULL, 5, NULL, NULL, &rows), refused);
    STATUS(vade_search(demo, NULL, INT_MAX, NULL, NULL, &rows), refused);
    STATUS(vade_search16(demo, NULL, INT_MAX, NULL, NULL, &rows), refused);
    STATUS(vade_format_id(id(ROOT), NULL, INT_MAX, &needed), refused);
    STATUS(vade_concept_term(demo, id(ROOT), VADE_TERM_FSN, NULL, 5, buffer, 10, &needed), refused);
    STATUS(vade_open_memory(NULL, 1000, NULL, &engine), refused);
    STATUS(vade_open_memory("x", (int64_t)1 << 62, NULL, &engine), sizeof(void *) == 4 ? refused : VADE_ERROR_MEMORY);
    CHECK(rows == NULL && engine == NULL);
    /* A buffer of one byte. */
    buffer[0] = buffer[1] = 'x';
    STATUS(vade_format_id(id(ROOT), buffer, 1, &needed), VADE_ERROR_BUFFER);
    CHECK(buffer[0] == 0 && buffer[1] == 'x');
    NUMBER(needed, 10);
    buffer[0] = 'x';
    STATUS(vade_format_id(id(ROOT), buffer, 0, &needed), VADE_ERROR_BUFFER);
    CHECK(buffer[0] == 'x');
}

/* Texts of every wrong kind reach every function that takes one. */
static void check_encodings(const vade_engine *demo, vade_cursor *cursor, vade_filter *filter) {
    static const char *const wrong[8] = {"\200", "\300\200", "a\355\240\200", "\364\220\200\200",
                                         "\303", "ab\377",   "\340\200\200",  "\370\210\200\200\200"};
    char buffer[10];
    vade_char16 units[3], out[10];
    vade_cursor *rows = NULL;
    int at;
    const int32_t refused = VADE_ERROR_ENCODING;
    for (at = 0; at < 8; at++) {
        STATUS(vade_search(demo, wrong[at], -1, NULL, NULL, &rows), refused);
        CHECK(vade_last_error_offset() >= 0 && vade_last_error_offset() < 3);
        STATUS(vade_json(demo, wrong[at], -1, &rows), refused);
        STATUS(vade_gtin_rows(demo, wrong[at], -1, 0, &rows), refused);
        STATUS(vade_filter_text(filter, VADE_FILTER_WITHIN, wrong[at], -1), refused);
        STATUS(vade_cursor_language(cursor, wrong[at], -1), refused);
        STATUS(vade_concept_term(demo, id(ROOT), VADE_TERM_FSN, wrong[at], -1, buffer, 10, NULL), refused);
    }
    for (at = 0; at < 3; at++) {
        /* Half a pair alone, the other half alone, and both the wrong way round. */
        units[0] = (vade_char16)(at == 0 ? 0xd800 : 0xdfff);
        units[1] = (vade_char16)(at == 2 ? 0xd800 : 'x');
        units[2] = 0;
        STATUS(vade_search16(demo, units, -1, NULL, NULL, &rows), refused);
        NUMBER(vade_last_error_offset(), 0);
        STATUS(vade_search16(demo, units, 1, NULL, NULL, &rows), refused);
        STATUS(vade_json16(demo, units, -1, &rows), refused);
        STATUS(vade_gtin_rows16(demo, units, -1, 0, &rows), refused);
        STATUS(vade_filter_text16(filter, VADE_FILTER_WITHIN, units, -1), refused);
        STATUS(vade_cursor_language16(cursor, units, -1), refused);
        STATUS(vade_concept_term16(demo, id(ROOT), VADE_TERM_FSN, units, -1, out, 10, NULL), refused);
    }
    CHECK(rows == NULL);
}

void check_hostile(void) {
    vade_engine *demo = opened(demo_path);
    vade_cursor *cursor = NULL;
    vade_filter *filter = NULL;
    STATUS(vade_concept_rows(demo, id(ROOT), VADE_ROWS_CHILDREN, &cursor), VADE_OK);
    STATUS(vade_filter_new(demo, &filter), VADE_OK);
    check_nothing_given(demo, cursor, filter);
    check_other_handles(demo, cursor, filter);
    check_lengths(demo);
    check_encodings(demo, cursor, filter);
    /* All of them are as they were. */
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    STATUS(vade_filter_text(filter, VADE_FILTER_WITHIN, ROOT, -1), VADE_OK);
    STATUS(vade_verify(demo), VADE_OK);
    STATUS(vade_filter_close(filter), VADE_OK);
    STATUS(vade_cursor_close(cursor), VADE_OK);
    STATUS(vade_close(demo), VADE_OK);
}
