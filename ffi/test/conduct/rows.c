/* Cursors: their order, their texts, their end, and what closes what. */
#include "check.h"

static vade_cursor *rows_of(const vade_engine *engine, const char *code, int32_t what) {
    vade_cursor *cursor = NULL;
    STATUS(vade_concept_rows(engine, id(code), what, &cursor), VADE_OK);
    return cursor;
}

/* How many rows there are, told by `total` and by counting. */
static int count_of(const vade_engine *engine, const char *code, int32_t what) {
    vade_cursor *cursor = rows_of(engine, code, what);
    int64_t total = -1;
    int count = 0;
    STATUS(vade_cursor_total(cursor, &total), VADE_OK);
    while (vade_cursor_next(cursor) == VADE_ROW)
        count++;
    STATUS(vade_cursor_next(cursor), VADE_OK);
    NUMBER(total, count);
    STATUS(vade_cursor_total(cursor, &total), VADE_OK);
    NUMBER(total, count);
    STATUS(vade_cursor_close(cursor), VADE_OK);
    return count;
}

static void check_counts(const vade_engine *demo) {
    vade_cursor *cursor = (vade_cursor *)&cursor;
    NUMBER(count_of(demo, INFARCTION, VADE_ROWS_DESCRIPTIONS), 7);
    NUMBER(count_of(demo, INFARCTION, VADE_ROWS_SYNONYMS), 5);
    NUMBER(count_of(demo, INFARCTION, VADE_ROWS_DEFINITIONS), 1);
    NUMBER(count_of(demo, INFARCTION, VADE_ROWS_PARENTS), 1);
    NUMBER(count_of(demo, INFARCTION, VADE_ROWS_CHILDREN), 2);
    NUMBER(count_of(demo, INFARCTION, VADE_ROWS_ATTRIBUTES), 2);
    NUMBER(count_of(demo, WARFARIN, VADE_ROWS_ATTRIBUTES), 8);
    NUMBER(count_of(demo, ROOT, VADE_ROWS_PARENTS), 0);
    NUMBER(count_of(demo, ROOT, VADE_ROWS_ANCESTORS), 0);
    NUMBER(count_of(demo, ROOT, VADE_ROWS_DESCENDANTS), 2988);
    NUMBER(count_of(demo, ROOT, VADE_ROWS_DESCENDANTS_OR_SELF), 2989);
    NUMBER(count_of(demo, INACTIVE, VADE_ROWS_PARENTS), 0);
    NUMBER(count_of(demo, INACTIVE, VADE_ROWS_DESCENDANTS), 0);
    NUMBER(count_of(demo, INACTIVE, VADE_ROWS_DESCENDANTS_OR_SELF), 1);
    STATUS(vade_concept_rows(demo, id(ABSENT), VADE_ROWS_PARENTS, &cursor), VADE_ERROR_NOT_FOUND);
    CHECK(cursor == NULL);
    STATUS(vade_concept_rows(demo, id(INFARCTION), 0, &cursor), VADE_ERROR_UNSUPPORTED);
    STATUS(vade_concept_rows(demo, id(INFARCTION), 999, &cursor), VADE_ERROR_UNSUPPORTED);
    STATUS(vade_concept_rows(demo, id(INFARCTION), VADE_ROWS_ACCEPTABILITIES, &cursor), VADE_ERROR_UNSUPPORTED);
    STATUS(vade_description_rows(demo, id(HEART_ATTACK), VADE_ROWS_PARENTS, &cursor), VADE_ERROR_UNSUPPORTED);
    STATUS(vade_description_rows(demo, id("754786014"), VADE_ROWS_ACCEPTABILITIES, &cursor), VADE_ERROR_NOT_FOUND);
    CHECK(cursor == NULL);
}

/* Rows stand where the header says: descriptions in their order, and a parent of each concept before it. */
static void check_order(const vade_engine *demo) {
    static const int32_t types[7] = {VADE_DESCRIPTION_FSN,     VADE_DESCRIPTION_SYNONYM, VADE_DESCRIPTION_SYNONYM,
                                     VADE_DESCRIPTION_SYNONYM, VADE_DESCRIPTION_SYNONYM, VADE_DESCRIPTION_SYNONYM,
                                     VADE_DESCRIPTION_DEFINITION};
    vade_cursor *cursor = rows_of(demo, INFARCTION, VADE_ROWS_DESCRIPTIONS);
    int64_t before = 0, number = 0, type = 0;
    int at;
    for (at = 0; at < 7; at++) {
        STATUS(vade_cursor_next(cursor), VADE_ROW);
        STATUS(vade_cursor_int(cursor, VADE_COLUMN_TYPE, &type), VADE_OK);
        NUMBER(type, types[at]);
        STATUS(vade_cursor_int(cursor, VADE_COLUMN_ID, &number), VADE_OK);
        CHECK(at < 2 || at > 5 || number > before);
        before = number;
    }
    STATUS(vade_cursor_close(cursor), VADE_OK);
    STATUS(vade_description_rows(demo, id(HEART_ATTACK), VADE_ROWS_ACCEPTABILITIES, &cursor), VADE_OK);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    STATUS(vade_cursor_int(cursor, VADE_COLUMN_ID, &number), VADE_OK);
    NUMBER(number, id("900000000000508004"));
    STATUS(vade_cursor_int(cursor, VADE_COLUMN_ACCEPTABILITY, &number), VADE_OK);
    NUMBER(number, VADE_ACCEPTABILITY_ACCEPTABLE);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    STATUS(vade_cursor_next(cursor), VADE_OK);
    STATUS(vade_cursor_close(cursor), VADE_OK);
}

static void check_standing(const vade_engine *demo) {
    vade_cursor *cursor = rows_of(demo, INFARCTION, VADE_ROWS_PARENTS);
    int64_t number = 7;
    const char *text = "before";
    const vade_char16 *text16 = wide("before");
    int32_t length = 7, ends[2];
    STATUS(vade_cursor_int(cursor, VADE_COLUMN_ID, &number), VADE_ERROR_NO_ROW);
    NUMBER(number, 0);
    STATUS(vade_cursor_text(cursor, VADE_COLUMN_TERM, &text, &length), VADE_ERROR_NO_ROW);
    CHECK(text == NULL);
    NUMBER(length, 0);
    STATUS(vade_cursor_text16(cursor, VADE_COLUMN_TERM, &text16, &length), VADE_ERROR_NO_ROW);
    CHECK(text16 == NULL);
    STATUS(vade_cursor_ranges(cursor, VADE_COLUMN_TERM, ends, 2, &length), VADE_ERROR_NO_ROW);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    STATUS(vade_cursor_int(cursor, VADE_COLUMN_ID, &number), VADE_OK);
    NUMBER(number, id(ISCHAEMIC));
    STATUS(vade_cursor_next(cursor), VADE_OK);
    STATUS(vade_cursor_int(cursor, VADE_COLUMN_ID, &number), VADE_ERROR_NO_ROW);
    STATUS(vade_cursor_text(cursor, VADE_COLUMN_TERM, &text, &length), VADE_ERROR_NO_ROW);
    STATUS(vade_cursor_next(cursor), VADE_OK);
    STATUS(vade_cursor_close(cursor), VADE_OK);
}

/* A text is the cursor's: the same while the row is the same, whatever else is asked. */
static void check_texts(const vade_engine *demo) {
    vade_cursor *cursor = rows_of(demo, ROOT, VADE_ROWS_CHILDREN);
    const char *term, *again, *fsn, *tag, *digits;
    const vade_char16 *term16, *again16;
    int32_t length = 0, length16 = 0;
    int rows = 0;
    while (vade_cursor_next(cursor) == VADE_ROW) {
        char copy[256];
        int64_t number = 0;
        STATUS(vade_cursor_text(cursor, VADE_COLUMN_TERM, &term, &length), VADE_OK);
        NUMBER(length, strlen(term));
        sprintf(copy, "%.200s", term);
        STATUS(vade_cursor_text16(cursor, VADE_COLUMN_TERM, &term16, &length16), VADE_OK);
        TEXT(narrow(term16), copy);
        STATUS(vade_cursor_text(cursor, VADE_COLUMN_FSN, &fsn, NULL), VADE_OK);
        STATUS(vade_cursor_text(cursor, VADE_COLUMN_SEMANTIC_TAG, &tag, NULL), VADE_OK);
        STATUS(vade_cursor_text(cursor, VADE_COLUMN_ID, &digits, NULL), VADE_OK);
        STATUS(vade_cursor_int(cursor, VADE_COLUMN_ID, &number), VADE_OK);
        NUMBER(id(digits), number);
        STATUS(vade_cursor_text(cursor, VADE_COLUMN_TERM, &again, NULL), VADE_OK);
        STATUS(vade_cursor_text16(cursor, VADE_COLUMN_TERM, &again16, NULL), VADE_OK);
        CHECK(again == term && again16 == term16);
        TEXT(term, copy);
        CHECK(strncmp(fsn, term, strlen(term)) == 0 && strstr(fsn, tag) != NULL);
        rows++;
    }
    NUMBER(rows, 16);
    STATUS(vade_cursor_close(cursor), VADE_OK);

    /* A text with letters of two bytes. */
    cursor = rows_of(demo, "828806741999999108", VADE_ROWS_DESCRIPTIONS);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    STATUS(vade_cursor_text(cursor, VADE_COLUMN_TERM, &term, &length), VADE_OK);
    STATUS(vade_cursor_text16(cursor, VADE_COLUMN_TERM, &term16, &length16), VADE_OK);
    TEXT(narrow(term16), term);
    NUMBER(length16, length - 2);
    STATUS(vade_cursor_close(cursor), VADE_OK);
}

static void check_languages(const vade_engine *demo) {
    vade_cursor *cursor = rows_of(demo, "927014711999999100", VADE_ROWS_DESCENDANTS_OR_SELF);
    const char *text;
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    STATUS(vade_cursor_text(cursor, VADE_COLUMN_PREFERRED, &text, NULL), VADE_OK);
    TEXT(text, "Anaemia");
    STATUS(vade_cursor_language(cursor, "en-US", -1), VADE_OK);
    STATUS(vade_cursor_text(cursor, VADE_COLUMN_PREFERRED, &text, NULL), VADE_OK);
    TEXT(text, "Anemia");
    STATUS(vade_cursor_language(cursor, "tlh", -1), VADE_ERROR_UNSUPPORTED);
    STATUS(vade_cursor_text(cursor, VADE_COLUMN_TERM, &text, NULL), VADE_OK);
    TEXT(text, "Anemia");
    STATUS(vade_cursor_language16(cursor, wide("en-GB"), -1), VADE_OK);
    STATUS(vade_cursor_text(cursor, VADE_COLUMN_TERM, &text, NULL), VADE_OK);
    TEXT(text, "Anaemia");
    STATUS(vade_cursor_language(cursor, "en-US", -1), VADE_OK);
    STATUS(vade_cursor_language(cursor, NULL, 0), VADE_OK);
    STATUS(vade_cursor_text(cursor, VADE_COLUMN_TERM, &text, NULL), VADE_OK);
    TEXT(text, "Anaemia");
    STATUS(vade_cursor_close(cursor), VADE_OK);
}

/* Pages of ids are the ids of the rows, whatever their length. */
static void check_pages(const vade_engine *demo) {
    static const int32_t capacities[4] = {1, 7, 1000, 5000};
    int64_t *one_by_one = (int64_t *)malloc(3000 * sizeof(int64_t)), page[5000], number;
    vade_cursor *cursor = rows_of(demo, ROOT, VADE_ROWS_DESCENDANTS);
    int32_t count = 0;
    int rows = 0, which;
    CHECK(one_by_one != NULL);
    if (one_by_one == NULL)
        return;
    while (rows < 3000 && vade_cursor_next(cursor) == VADE_ROW) {
        STATUS(vade_cursor_int(cursor, VADE_COLUMN_ID, &one_by_one[rows]), VADE_OK);
        rows++;
    }
    STATUS(vade_cursor_close(cursor), VADE_OK);
    for (which = 0; which < 4; which++) {
        int at = 0, differences = 0, index;
        cursor = rows_of(demo, ROOT, VADE_ROWS_DESCENDANTS);
        /* A page begins where the cursor stands. */
        STATUS(vade_cursor_next(cursor), VADE_ROW);
        at = 1;
        while (vade_cursor_fetch_ids(cursor, page, capacities[which], &count) == VADE_ROW) {
            for (index = 0; index < count; index++)
                differences += page[index] != one_by_one[at + index];
            at += count;
            STATUS(vade_cursor_int(cursor, VADE_COLUMN_ID, &number), VADE_OK);
            NUMBER(number, page[count - 1]);
        }
        NUMBER(count, 0);
        NUMBER(at, rows);
        NUMBER(differences, 0);
        STATUS(vade_cursor_fetch_ids(cursor, page, 10, &count), VADE_OK);
        STATUS(vade_cursor_close(cursor), VADE_OK);
    }
    cursor = rows_of(demo, ROOT, VADE_ROWS_CHILDREN);
    STATUS(vade_cursor_fetch_ids(cursor, page, 0, &count), VADE_ERROR_ARGUMENT);
    STATUS(vade_cursor_fetch_ids(cursor, page, -1, &count), VADE_ERROR_ARGUMENT);
    STATUS(vade_cursor_fetch_ids(cursor, NULL, 1, &count), VADE_ERROR_ARGUMENT);
    STATUS(vade_cursor_fetch_ids(cursor, page, 10, NULL), VADE_ERROR_ARGUMENT);
    STATUS(vade_cursor_fetch_ids(cursor, page, 3000, &count), VADE_ROW);
    NUMBER(count, 16);
    STATUS(vade_cursor_close(cursor), VADE_OK);
    free(one_by_one);
}

/* Handles can be closed in any order. */
static void check_closing(void) {
    vade_engine *engine = opened(demo_path);
    vade_cursor *first = rows_of(engine, ROOT, VADE_ROWS_CHILDREN), *second = NULL;
    vade_filter *filter = NULL;
    const char *text = NULL;
    STATUS(vade_filter_new(engine, &filter), VADE_OK);
    STATUS(vade_filter_text(filter, VADE_FILTER_WITHIN, "<< " ISCHAEMIC, -1), VADE_OK);
    STATUS(vade_search(engine, "infarction", -1, filter, NULL, &second), VADE_OK);
    STATUS(vade_close(engine), VADE_OK);
    STATUS(vade_filter_text(filter, VADE_FILTER_SEMANTIC_TAG, "disorder", -1), VADE_OK);
    STATUS(vade_filter_close(filter), VADE_OK);
    STATUS(vade_cursor_next(first), VADE_ROW);
    STATUS(vade_cursor_text(first, VADE_COLUMN_FSN, &text, NULL), VADE_OK);
    STATUS(vade_cursor_close(first), VADE_OK);
    STATUS(vade_cursor_next(second), VADE_ROW);
    STATUS(vade_cursor_text(second, VADE_COLUMN_PREFERRED, &text, NULL), VADE_OK);
    TEXT(text, "Myocardial infarction");
    STATUS(vade_cursor_close(second), VADE_OK);
}

void check_rows(void) {
    vade_engine *demo = opened(demo_path);
    check_counts(demo);
    check_order(demo);
    check_standing(demo);
    check_texts(demo);
    check_languages(demo);
    check_pages(demo);
    STATUS(vade_close(demo), VADE_OK);
    check_closing();
}
