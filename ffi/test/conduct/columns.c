/* The columns of every kind of rows: what the table in the header says of each, and what stands there. */
#include "check.h"

#define COLUMNS 26

/* The table of the header: i for a number, t for a text, a point for none. One letter for each column from 1. */
static const char *const concepts = "itttt" "iiiii" "i...." ".........";
static const char *const descriptions = "itttt" "iii.." "iiiit" ".........";
static const char *const hits = "itttt" "iiiii" "iiiit" "i........";
static const char *const attributes = "....." "....." "....." "..iititi.";
static const char *const acceptabilities = "i...." "....." "....." ".i.......";
static const char *const json = "....." "....." "....." "........t";

/* Asks every column of the row that the cursor stands on. */
static void check_row(vade_cursor *cursor, const char *table, int32_t absent) {
    int32_t column;
    for (column = -1; column <= COLUMNS; column++) {
        const char kind = column < 1 || column > 24 ? '.' : table[column - 1];
        const int32_t there = column == absent ? VADE_NONE : VADE_OK;
        int64_t number = 7;
        const char *text = "before";
        const vade_char16 *text16 = NULL;
        int32_t length = 7;
        STATUS(vade_cursor_int(cursor, column, &number), kind == 'i' ? there : VADE_ERROR_COLUMN);
        STATUS(vade_cursor_text(cursor, column, &text, &length), kind == '.' ? VADE_ERROR_COLUMN : there);
        STATUS(vade_cursor_text16(cursor, column, &text16, NULL), kind == '.' ? VADE_ERROR_COLUMN : there);
        if (kind == '.' || column == absent) {
            CHECK(text == NULL && text16 == NULL);
            NUMBER(length, 0);
            NUMBER(number, 0);
        } else {
            CHECK(text != NULL && (int32_t)strlen(text) == length && length > 0);
            CHECK(text16 != NULL);
            if (kind == 'i')
                NUMBER(number, id(text));
        }
    }
}

static void expect_int(vade_cursor *cursor, int32_t column, int64_t expected) {
    int64_t number = 7;
    STATUS(vade_cursor_int(cursor, column, &number), VADE_OK);
    NUMBER(number, expected);
}

static void expect_text(vade_cursor *cursor, int32_t column, const char *expected) {
    const char *text = NULL;
    STATUS(vade_cursor_text(cursor, column, &text, NULL), VADE_OK);
    TEXT(text, expected);
}

void check_columns(void) {
    vade_engine *demo = opened(demo_path);
    vade_cursor *cursor = NULL;
    int64_t kind = 0;
    int32_t count = 0;
    int64_t ids[2];

    STATUS(vade_concept_rows(demo, id(INFARCTION), VADE_ROWS_PARENTS, &cursor), VADE_OK);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    check_row(cursor, concepts, 0);
    expect_int(cursor, VADE_COLUMN_CONCEPT, id(ISCHAEMIC));
    expect_int(cursor, VADE_COLUMN_ACTIVE, 1);
    expect_int(cursor, VADE_COLUMN_MODULE, id("11999999107"));
    expect_text(cursor, VADE_COLUMN_FSN, "Ischemic heart disease (disorder)");
    STATUS(vade_cursor_close(cursor), VADE_OK);

    STATUS(vade_concept_rows(demo, id(INFARCTION), VADE_ROWS_SYNONYMS, &cursor), VADE_OK);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    check_row(cursor, descriptions, 0);
    expect_int(cursor, VADE_COLUMN_ID, id(HEART_ATTACK));
    expect_int(cursor, VADE_COLUMN_DESCRIPTION, id(HEART_ATTACK));
    expect_int(cursor, VADE_COLUMN_CONCEPT, id(INFARCTION));
    expect_int(cursor, VADE_COLUMN_EFFECTIVE_TIME, 20200131);
    expect_int(cursor, VADE_COLUMN_CASE, VADE_CASE_INSENSITIVE);
    expect_text(cursor, VADE_COLUMN_TERM, "Heart attack");
    expect_text(cursor, VADE_COLUMN_PREFERRED, "Myocardial infarction");
    expect_text(cursor, VADE_COLUMN_LANGUAGE, "en");
    STATUS(vade_cursor_close(cursor), VADE_OK);

    STATUS(vade_search(demo, "heart attack", -1, NULL, NULL, &cursor), VADE_OK);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    check_row(cursor, hits, 0);
    expect_int(cursor, VADE_COLUMN_ID, id(INFARCTION));
    expect_int(cursor, VADE_COLUMN_DESCRIPTION, id(HEART_ATTACK));
    expect_int(cursor, VADE_COLUMN_MATCH, VADE_MATCH_EXACT);
    expect_int(cursor, VADE_COLUMN_CHILDREN, 2);
    expect_int(cursor, VADE_COLUMN_DEFINED, 1);
    /* The date is the concept's, not the description's. */
    expect_int(cursor, VADE_COLUMN_EFFECTIVE_TIME, 20230131);
    expect_text(cursor, VADE_COLUMN_TERM, "Heart attack");
    STATUS(vade_cursor_close(cursor), VADE_OK);

    STATUS(vade_concept_rows(demo, id(WARFARIN), VADE_ROWS_ATTRIBUTES, &cursor), VADE_OK);
    STATUS(vade_cursor_fetch_ids(cursor, ids, 2, &count), VADE_ERROR_COLUMN);
    while (vade_cursor_next(cursor) == VADE_ROW) {
        STATUS(vade_cursor_int(cursor, VADE_COLUMN_VALUE_KIND, &kind), VADE_OK);
        check_row(cursor, attributes, kind == VADE_VALUE_CONCEPT ? 0 : VADE_COLUMN_VALUE);
        CHECK(kind == VADE_VALUE_CONCEPT || kind == VADE_VALUE_NUMBER);
        count++;
    }
    NUMBER(count, 8);
    STATUS(vade_cursor_close(cursor), VADE_OK);
    STATUS(vade_concept_rows(demo, id(WARFARIN), VADE_ROWS_ATTRIBUTES, &cursor), VADE_OK);
    for (count = 0; count < 3; count++)
        STATUS(vade_cursor_next(cursor), VADE_ROW);
    expect_int(cursor, VADE_COLUMN_GROUP, 0);
    expect_int(cursor, VADE_COLUMN_ATTRIBUTE, id("899396001999999100"));
    expect_int(cursor, VADE_COLUMN_VALUE_KIND, VADE_VALUE_NUMBER);
    expect_text(cursor, VADE_COLUMN_VALUE_TERM, "1");
    STATUS(vade_cursor_close(cursor), VADE_OK);
    STATUS(vade_concept_rows(demo, id(INFARCTION), VADE_ROWS_ATTRIBUTES, &cursor), VADE_OK);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    expect_int(cursor, VADE_COLUMN_GROUP, 1);
    expect_text(cursor, VADE_COLUMN_ATTRIBUTE_TERM, "Finding site");
    expect_int(cursor, VADE_COLUMN_VALUE, id("672829261999999105"));
    expect_text(cursor, VADE_COLUMN_VALUE_TERM, "Myocardium");
    STATUS(vade_cursor_close(cursor), VADE_OK);

    STATUS(vade_description_rows(demo, id(HEART_ATTACK), VADE_ROWS_ACCEPTABILITIES, &cursor), VADE_OK);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    check_row(cursor, acceptabilities, 0);
    STATUS(vade_cursor_close(cursor), VADE_OK);

    STATUS(vade_json(demo, "{\"op\":\"info\"}", -1, &cursor), VADE_OK);
    STATUS(vade_cursor_fetch_ids(cursor, ids, 2, &count), VADE_ERROR_COLUMN);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    check_row(cursor, json, 0);
    STATUS(vade_cursor_next(cursor), VADE_OK);
    STATUS(vade_cursor_close(cursor), VADE_OK);
    STATUS(vade_close(demo), VADE_OK);
}
