/* Search, its options, filters, and what was matched. */
#include "check.h"

static vade_cursor *found(const vade_engine *engine, const char *query, const vade_filter *filter,
                          const vade_search_options *options) {
    vade_cursor *cursor = NULL;
    STATUS(vade_search(engine, query, -1, filter, options, &cursor), VADE_OK);
    return cursor;
}

/* The codes of a search, as many as there is room for. */
static int32_t codes(const vade_engine *engine, const char *query, const vade_filter *filter,
                     const vade_search_options *options, int64_t *ids, int32_t capacity) {
    vade_cursor *cursor = found(engine, query, filter, options);
    int32_t count = 0;
    CHECK(vade_cursor_fetch_ids(cursor, ids, capacity, &count) >= 0);
    STATUS(vade_cursor_close(cursor), VADE_OK);
    return count;
}

static void check_typing(const vade_engine *demo) {
    vade_cursor *cursor = found(demo, "heart att", NULL, NULL), *cursor16 = NULL;
    const char *text = NULL;
    int64_t number = 0;
    STATUS(vade_search16(demo, wide("heart att"), -1, NULL, NULL, &cursor16), VADE_OK);
    STATUS(vade_cursor_total(cursor, &number), VADE_NONE);
    NUMBER(number, 0);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    STATUS(vade_cursor_next(cursor16), VADE_ROW);
    STATUS(vade_cursor_int(cursor, VADE_COLUMN_ID, &number), VADE_OK);
    NUMBER(number, id(INFARCTION));
    STATUS(vade_cursor_int(cursor16, VADE_COLUMN_ID, &number), VADE_OK);
    NUMBER(number, id(INFARCTION));
    STATUS(vade_cursor_text(cursor16, VADE_COLUMN_TERM, &text, NULL), VADE_OK);
    TEXT(text, "Heart attack");
    STATUS(vade_cursor_close(cursor), VADE_OK);
    STATUS(vade_cursor_close(cursor16), VADE_OK);
}

static void check_errors(const vade_engine *demo) {
    vade_cursor *cursor = NULL;
    char longest[20000];
    memset(longest, 'a', sizeof longest);
    STATUS(vade_search(demo, "", -1, NULL, NULL, &cursor), VADE_ERROR_SYNTAX);
    NUMBER(vade_last_error_offset(), 0);
    STATUS(vade_search(demo, NULL, 0, NULL, NULL, &cursor), VADE_ERROR_SYNTAX);
    STATUS(vade_search(demo, " - ", -1, NULL, NULL, &cursor), VADE_ERROR_SYNTAX);
    STATUS(vade_search(demo, longest, (int32_t)sizeof longest, NULL, NULL, &cursor), VADE_ERROR_LIMIT);
    STATUS(vade_search(demo, "h\351", -1, NULL, NULL, &cursor), VADE_ERROR_ENCODING);
    NUMBER(vade_last_error_offset(), 1);
    CHECK(cursor == NULL);
}

static void check_search_options(const vade_engine *demo) {
    vade_search_options options;
    vade_cursor *cursor = NULL;
    int64_t ids[100], all[100], total = 0, kind = 0;
    int32_t count, at;
    memset(&options, 0, sizeof options);
    options.struct_size = (uint32_t)sizeof options;
    NUMBER(codes(demo, "disease", NULL, &options, ids, 100), 10);
    options.limit = 60;
    count = codes(demo, "disease", NULL, &options, all, 100);
    NUMBER(count, 60);
    /* Pages are what lies between. */
    options.limit = 7;
    for (at = 0; at + 7 <= count; at += 7) {
        options.offset = at;
        NUMBER(codes(demo, "disease", NULL, &options, ids, 100), 7);
        CHECK(memcmp(ids, all + at, 7 * sizeof ids[0]) == 0);
    }
    options.offset = 2000000000;
    NUMBER(codes(demo, "disease", NULL, &options, ids, 100), 0);
    options.offset = 0;

    options.flags = VADE_SEARCH_TOTAL;
    cursor = found(demo, "disease", NULL, &options);
    STATUS(vade_cursor_total(cursor, &total), VADE_OK);
    CHECK(total > 60);
    STATUS(vade_cursor_close(cursor), VADE_OK);

    options.flags = 0;
    cursor = found(demo, "parcetamol", NULL, &options);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    STATUS(vade_cursor_int(cursor, VADE_COLUMN_MATCH, &kind), VADE_OK);
    NUMBER(kind, VADE_MATCH_TYPO);
    STATUS(vade_cursor_close(cursor), VADE_OK);
    options.flags = VADE_SEARCH_NO_TYPOS;
    NUMBER(codes(demo, "parcetamol", NULL, &options, ids, 100), 0);
    cursor = found(demo, "xray", NULL, NULL);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    STATUS(vade_cursor_int(cursor, VADE_COLUMN_MATCH, &kind), VADE_OK);
    NUMBER(kind, VADE_MATCH_EQUIVALENT);
    STATUS(vade_cursor_close(cursor), VADE_OK);

    options.flags = VADE_SEARCH_NO_TYPOS | VADE_SEARCH_DEFINITIONS;
    NUMBER(codes(demo, "heart muscle blood supply", NULL, &options, ids, 100), 1);
    options.flags = VADE_SEARCH_NO_TYPOS;
    NUMBER(codes(demo, "heart muscle blood supply", NULL, &options, ids, 100), 0);

    NUMBER(codes(demo, "pseudomonas nec", NULL, &options, ids, 100), 0);
    options.flags = VADE_SEARCH_INACTIVE;
    NUMBER(codes(demo, "pseudomonas nec", NULL, &options, ids, 100), 1);
    NUMBER(ids[0], id(INACTIVE));
    NUMBER(codes(demo, "disease", NULL, &options, ids, 100), 0);
    options.flags = VADE_SEARCH_ACTIVE_AND_INACTIVE;
    NUMBER(codes(demo, "pseudomonas nec", NULL, &options, ids, 100), 1);
    NUMBER(codes(demo, "disease", NULL, &options, ids, 100), 7);

    cursor = NULL;
    options.flags = VADE_SEARCH_INACTIVE | VADE_SEARCH_ACTIVE_AND_INACTIVE;
    STATUS(vade_search(demo, "a", -1, NULL, &options, &cursor), VADE_ERROR_FLAGS);
    options.flags = 64;
    STATUS(vade_search(demo, "a", -1, NULL, &options, &cursor), VADE_ERROR_FLAGS);
    options.flags = 0;
    options.limit = 10001;
    STATUS(vade_search(demo, "a", -1, NULL, &options, &cursor), VADE_ERROR_LIMIT);
    options.limit = -1;
    STATUS(vade_search(demo, "a", -1, NULL, &options, &cursor), VADE_ERROR_ARGUMENT);
    options.limit = 10000;
    options.offset = -1;
    STATUS(vade_search(demo, "a", -1, NULL, &options, &cursor), VADE_ERROR_ARGUMENT);
    options.struct_size = 8;
    STATUS(vade_search(demo, "a", -1, NULL, &options, &cursor), VADE_ERROR_STRUCT);
    CHECK(cursor == NULL);
}

static void check_ranges(const vade_engine *demo) {
    vade_cursor *cursor = found(demo, "meniere dis", NULL, NULL);
    int32_t ends[8], count = 7;
    /* |Ménière disease|: 9 bytes and 7 units, then a space and the three letters of the second word. */
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    STATUS(vade_cursor_ranges(cursor, VADE_COLUMN_TERM, NULL, 0, &count), VADE_OK);
    NUMBER(count, 4);
    STATUS(vade_cursor_ranges(cursor, VADE_COLUMN_TERM, ends, 8, &count), VADE_OK);
    NUMBER(count, 4);
    NUMBER(ends[0], 0);
    NUMBER(ends[1], 9);
    NUMBER(ends[2], 10);
    NUMBER(ends[3], 17);
    STATUS(vade_cursor_ranges16(cursor, VADE_COLUMN_TERM, ends, 4, NULL), VADE_OK);
    NUMBER(ends[0], 0);
    NUMBER(ends[1], 7);
    NUMBER(ends[2], 8);
    NUMBER(ends[3], 15);
    memset(ends, 0, sizeof ends);
    STATUS(vade_cursor_ranges(cursor, VADE_COLUMN_TERM, ends, 3, &count), VADE_ERROR_BUFFER);
    NUMBER(count, 4);
    NUMBER(ends[1], 0);
    STATUS(vade_cursor_ranges(cursor, VADE_COLUMN_FSN, ends, 8, &count), VADE_ERROR_COLUMN);
    NUMBER(count, 0);
    STATUS(vade_cursor_ranges(cursor, VADE_COLUMN_TERM, NULL, 8, &count), VADE_ERROR_ARGUMENT);
    STATUS(vade_cursor_ranges(cursor, VADE_COLUMN_TERM, ends, -1, &count), VADE_ERROR_ARGUMENT);
    STATUS(vade_cursor_close(cursor), VADE_OK);

    /* Found by its id: no word was matched. */
    cursor = found(demo, INFARCTION, NULL, NULL);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    STATUS(vade_cursor_ranges(cursor, VADE_COLUMN_TERM, ends, 8, &count), VADE_OK);
    NUMBER(count, 0);
    STATUS(vade_cursor_close(cursor), VADE_OK);

    STATUS(vade_concept_rows(demo, id(INFARCTION), VADE_ROWS_SYNONYMS, &cursor), VADE_OK);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    STATUS(vade_cursor_ranges(cursor, VADE_COLUMN_TERM, ends, 8, &count), VADE_ERROR_COLUMN);
    STATUS(vade_cursor_close(cursor), VADE_OK);
}

void check_search(void) {
    vade_engine *demo = opened(demo_path);
    check_typing(demo);
    check_errors(demo);
    check_search_options(demo);
    check_ranges(demo);
    STATUS(vade_close(demo), VADE_OK);
}

static vade_filter *filter_of(const vade_engine *engine, int32_t what, const char *text) {
    vade_filter *filter = NULL;
    STATUS(vade_filter_new(engine, &filter), VADE_OK);
    STATUS(vade_filter_text(filter, what, text, -1), VADE_OK);
    return filter;
}

void check_filters(void) {
    vade_engine *demo = opened(demo_path), *other = opened(demo_path), *subset = opened(subset_path);
    vade_filter *filter = NULL;
    vade_cursor *cursor = NULL;
    int64_t ids[100];
    const char *text = NULL;
    int32_t relation = 0, all, count, at;
    vade_search_options options = {sizeof(vade_search_options), VADE_SEARCH_NO_TYPOS, 100, 0};
    all = codes(demo, "infarction", NULL, &options, ids, 100);

    filter = filter_of(demo, VADE_FILTER_WITHIN, "<< " ISCHAEMIC " |Ischaemic heart disease|");
    count = codes(demo, "infarction", filter, &options, ids, 100);
    CHECK(count > 1 && count < all);
    for (at = 0; at < count; at++) {
        STATUS(vade_subsumes(demo, id(ISCHAEMIC), ids[at], &relation), VADE_OK);
        CHECK(relation == VADE_SUBSUMES || relation == VADE_EQUIVALENT);
    }
    /* Letter by letter within one set, and another set in its place. */
    CHECK(codes(demo, "inf", filter, &options, ids, 100) >= count);
    STATUS(vade_filter_text16(filter, VADE_FILTER_WITHIN, wide(INFARCTION), -1), VADE_OK);
    NUMBER(codes(demo, "infarction", filter, &options, ids, 100), 1);
    NUMBER(ids[0], id(INFARCTION));
    /* What cannot be understood leaves it as it was. */
    STATUS(vade_filter_text(filter, VADE_FILTER_WITHIN, "< " ISCHAEMIC " OR < " ROOT, -1), VADE_ERROR_UNSUPPORTED);
    NUMBER(vade_last_error_offset(), 21);
    STATUS(vade_filter_text16(filter, VADE_FILTER_WITHIN, wide("< " ISCHAEMIC " |\303\251| : "), -1),
           VADE_ERROR_UNSUPPORTED);
    NUMBER(vade_last_error_offset(), 25);
    STATUS(vade_filter_text(filter, VADE_FILTER_WITHIN, "< " ABSENT, -1), VADE_ERROR_NOT_FOUND);
    NUMBER(vade_last_error_offset(), 2);
    STATUS(vade_filter_text(filter, VADE_FILTER_WITHIN, NULL, -1), VADE_ERROR_ARGUMENT);
    STATUS(vade_filter_text(filter, 0, "x", -1), VADE_ERROR_UNSUPPORTED);
    STATUS(vade_filter_text(filter, 999, "x", -1), VADE_ERROR_UNSUPPORTED);
    NUMBER(codes(demo, "infarction", filter, &options, ids, 100), 1);
    /* Of another engine, though of the same file. */
    STATUS(vade_search(other, "infarction", -1, filter, NULL, &cursor), VADE_ERROR_BAD_REQUEST);
    CHECK(cursor == NULL);
    STATUS(vade_filter_close(filter), VADE_OK);

    filter = filter_of(demo, VADE_FILTER_SEMANTIC_TAG, "substance");
    count = codes(demo, "paracetamol", filter, &options, ids, 100);
    CHECK(count >= 1);
    STATUS(vade_filter_text(filter, VADE_FILTER_SEMANTIC_TAG, "disorder", -1), VADE_OK);
    CHECK(codes(demo, "paracetamol", filter, &options, ids, 100) > count);
    STATUS(vade_filter_text(filter, VADE_FILTER_SEMANTIC_TAG, "no such tag", -1), VADE_ERROR_BAD_REQUEST);
    STATUS(vade_filter_close(filter), VADE_OK);
    STATUS(vade_filter_new(subset, &filter), VADE_OK);
    STATUS(vade_filter_text(filter, VADE_FILTER_SEMANTIC_TAG, "clinical drug", -1), VADE_ERROR_NOT_IN_FILE);
    STATUS(vade_filter_text(filter, VADE_FILTER_WITHIN, WARFARIN, -1), VADE_ERROR_NOT_IN_FILE);
    STATUS(vade_filter_close(filter), VADE_OK);

    filter = filter_of(demo, VADE_FILTER_MODULE, "900000000000012004");
    NUMBER(codes(demo, "infarction", filter, &options, ids, 100), 0);
    STATUS(vade_filter_text(filter, VADE_FILTER_MODULE, "11999999107", -1), VADE_OK);
    NUMBER(codes(demo, "infarction", filter, &options, ids, 100), all);
    STATUS(vade_filter_text(filter, VADE_FILTER_MODULE, INFARCTION, -1), VADE_ERROR_NOT_FOUND);
    STATUS(vade_filter_text(filter, VADE_FILTER_MODULE, "x", -1), VADE_ERROR_INVALID_ID);
    STATUS(vade_filter_close(filter), VADE_OK);

    /* A language: its descriptions alone are searched, and names are told in it. */
    filter = filter_of(demo, VADE_FILTER_LANGUAGE, "en-US");
    NUMBER(codes(demo, "anaemia", filter, &options, ids, 1), 1);
    cursor = found(demo, "anemia", filter, &options);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    STATUS(vade_cursor_text(cursor, VADE_COLUMN_PREFERRED, &text, NULL), VADE_OK);
    TEXT(text, "Anemia");
    STATUS(vade_cursor_close(cursor), VADE_OK);
    STATUS(vade_filter_text(filter, VADE_FILTER_LANGUAGE, "fr", -1), VADE_ERROR_NOT_IN_FILE);
    STATUS(vade_filter_text(filter, VADE_FILTER_LANGUAGE, "", -1), VADE_ERROR_UNSUPPORTED);
    STATUS(vade_filter_close(filter), VADE_OK);

    STATUS(vade_close(demo), VADE_OK);
    STATUS(vade_close(other), VADE_OK);
    STATUS(vade_close(subset), VADE_OK);
}
