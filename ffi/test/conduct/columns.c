/* The columns of every kind of rows: what the table in the header says of each, and what stands there. */
#include "check.h"

#define COLUMNS 33

/* The table of the header: i for a number, t for a text, a point for none. One letter for each column from 1. */
static const char *const concepts = "itttt" "iiiii" "i...." "........." ".......";
static const char *const descriptions = "itttt" "iii.." "iiiit" "........." ".......";
static const char *const hits = "itttt" "iiiii" "iiiit" "i........" "iii....";
static const char *const attributes = "....." "....." "....." "..iititi." ".......";
static const char *const acceptabilities = "i...." "....." "....." ".i......." ".......";
static const char *const json = "....." "....." "....." "........t" ".......";
static const char *const products = "itt.." "....." "i...." "........." "iii....";
static const char *const packs = "itt.." "....." "i...." "........." "iiiii..";
static const char *const reasons = "....." "....." "....." "........." ".....ti";

/* Columns that the row has no value in, up to a 0. */
static const int32_t none[] = {0};
static const int32_t no_product[] = {VADE_COLUMN_CLASS, VADE_COLUMN_IN_USE, VADE_COLUMN_PRESCRIBABLE, 0};
static const int32_t no_value[] = {VADE_COLUMN_VALUE, 0};
static const int32_t no_concept[] = {VADE_COLUMN_CONCEPT, 0};
static const int32_t no_concept_nor_end[] = {VADE_COLUMN_CONCEPT, VADE_COLUMN_END, 0};
static const int32_t no_description[] = {VADE_COLUMN_DESCRIPTION, VADE_COLUMN_TYPE, VADE_COLUMN_CASE,
                                         VADE_COLUMN_LANGUAGE, 0};
static const int32_t name_alone[] = {VADE_COLUMN_FSN,      VADE_COLUMN_SEMANTIC_TAG, VADE_COLUMN_MODULE,
                                     VADE_COLUMN_EFFECTIVE_TIME, VADE_COLUMN_DEFINED, VADE_COLUMN_CHILDREN,
                                     VADE_COLUMN_CONCEPT,  VADE_COLUMN_DESCRIPTION,  VADE_COLUMN_TYPE,
                                     VADE_COLUMN_CASE,     VADE_COLUMN_LANGUAGE,     0};

static int is_in(const int32_t *columns, int32_t column) {
    for (; *columns != 0; columns++) {
        if (*columns == column)
            return 1;
    }
    return 0;
}

/* Asks every column of the row that the cursor stands on. */
static void check_row(vade_cursor *cursor, const char *table, const int32_t *absent) {
    int32_t column;
    for (column = -1; column <= COLUMNS; column++) {
        const char kind = column < 1 || column > VADE_COLUMN_CAUTION ? '.' : table[column - 1];
        const int32_t there = is_in(absent, column) ? VADE_NONE : VADE_OK;
        int64_t number = 7;
        const char *text = "before";
        const vade_char16 *text16 = NULL;
        int32_t length = 7;
        STATUS(vade_cursor_int(cursor, column, &number), kind == 'i' ? there : VADE_ERROR_COLUMN);
        STATUS(vade_cursor_text(cursor, column, &text, &length), kind == '.' ? VADE_ERROR_COLUMN : there);
        STATUS(vade_cursor_text16(cursor, column, &text16, NULL), kind == '.' ? VADE_ERROR_COLUMN : there);
        if (kind == '.' || is_in(absent, column)) {
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

/* A hit of each kind that a file with medicinal products has. */
static void check_product_hits(const vade_engine *engine) {
    vade_filter *filter = NULL;
    vade_cursor *cursor = NULL;
    /* Found as a concept, and a product as well. */
    STATUS(vade_search(engine, WARFARIN, -1, NULL, NULL, &cursor), VADE_OK);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    check_row(cursor, hits, none);
    expect_int(cursor, VADE_COLUMN_CLASS, VADE_CLASS_VMP);
    expect_int(cursor, VADE_COLUMN_ACTIVE, 1);
    STATUS(vade_cursor_close(cursor), VADE_OK);
    /* A concept that is none. */
    STATUS(vade_search(engine, INFARCTION, -1, NULL, NULL, &cursor), VADE_OK);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    check_row(cursor, hits, no_product);
    STATUS(vade_cursor_close(cursor), VADE_OK);
    /* Found by the name of the product. */
    STATUS(vade_filter_new(engine, &filter), VADE_OK);
    STATUS(vade_filter_text(filter, VADE_FILTER_CLASS, "vmp", -1), VADE_OK);
    STATUS(vade_search(engine, "warfarin 3mg", -1, filter, NULL, &cursor), VADE_OK);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    check_row(cursor, hits, no_description);
    expect_int(cursor, VADE_COLUMN_ID, id(WARFARIN));
    expect_int(cursor, VADE_COLUMN_CONCEPT, id(WARFARIN));
    expect_text(cursor, VADE_COLUMN_TERM, "Warfarin 3mg tablets");
    STATUS(vade_cursor_close(cursor), VADE_OK);
    /* And no concept at all. */
    STATUS(vade_search(engine, "co-codamol 30mg/500mg effervescent tablets", -1, filter, NULL, &cursor), VADE_OK);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    check_row(cursor, hits, name_alone);
    expect_int(cursor, VADE_COLUMN_ID, id(EFFERVESCENT));
    expect_int(cursor, VADE_COLUMN_ACTIVE, 1);
    expect_int(cursor, VADE_COLUMN_MATCH, VADE_MATCH_EXACT);
    expect_text(cursor, VADE_COLUMN_PREFERRED, "Co-codamol 30mg/500mg effervescent tablets");
    STATUS(vade_cursor_close(cursor), VADE_OK);
    STATUS(vade_filter_close(filter), VADE_OK);
}

static void check_product_columns(void) {
    vade_engine *engine = opened(products_path);
    vade_cursor *cursor = NULL;
    int64_t ids[2];
    int32_t count = 0;
    STATUS(vade_product_rows(engine, id(SUPPLIED), VADE_CLASS_VMP, 0, &cursor), VADE_OK);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    check_row(cursor, products, none);
    expect_int(cursor, VADE_COLUMN_ID, id(CREAM));
    expect_int(cursor, VADE_COLUMN_CONCEPT, id(CREAM));
    expect_int(cursor, VADE_COLUMN_CLASS, VADE_CLASS_VMP);
    STATUS(vade_cursor_close(cursor), VADE_OK);
    STATUS(vade_product_rows(engine, id(WARFARIN), VADE_CLASS_AMP, 0, &cursor), VADE_OK);
    while (vade_cursor_next(cursor) == VADE_ROW)
        check_row(cursor, products, no_concept);
    STATUS(vade_cursor_close(cursor), VADE_OK);

    STATUS(vade_gtin_rows(engine, GTIN, -1, 0, &cursor), VADE_OK);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    check_row(cursor, packs, no_concept);
    expect_int(cursor, VADE_COLUMN_START, 20190313);
    expect_int(cursor, VADE_COLUMN_END, 20231231);
    expect_text(cursor, VADE_COLUMN_TERM, "Cr\303\250me Alouette 1% cream (M\303\266we & S\303\266hne Ltd) 30 gram");
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    check_row(cursor, packs, no_concept_nor_end);
    expect_int(cursor, VADE_COLUMN_START, 20220501);
    expect_int(cursor, VADE_COLUMN_IN_USE, 0);
    STATUS(vade_cursor_close(cursor), VADE_OK);

    STATUS(vade_product_reasons(engine, id(CAUTIONED), &cursor), VADE_OK);
    STATUS(vade_cursor_fetch_ids(cursor, ids, 2, &count), VADE_ERROR_COLUMN);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    check_row(cursor, reasons, none);
    STATUS(vade_cursor_close(cursor), VADE_OK);
    check_product_hits(engine);
    STATUS(vade_close(engine), VADE_OK);
}

void check_columns(void) {
    vade_engine *demo = opened(demo_path);
    vade_cursor *cursor = NULL;
    int64_t kind = 0;
    int32_t count = 0;
    int64_t ids[2];

    STATUS(vade_concept_rows(demo, id(INFARCTION), VADE_ROWS_PARENTS, &cursor), VADE_OK);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    check_row(cursor, concepts, none);
    expect_int(cursor, VADE_COLUMN_CONCEPT, id(ISCHAEMIC));
    expect_int(cursor, VADE_COLUMN_ACTIVE, 1);
    expect_int(cursor, VADE_COLUMN_MODULE, id("11999999107"));
    expect_text(cursor, VADE_COLUMN_FSN, "Ischemic heart disease (disorder)");
    STATUS(vade_cursor_close(cursor), VADE_OK);

    STATUS(vade_concept_rows(demo, id(INFARCTION), VADE_ROWS_SYNONYMS, &cursor), VADE_OK);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    check_row(cursor, descriptions, none);
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
    check_row(cursor, hits, no_product);
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
        check_row(cursor, attributes, kind == VADE_VALUE_CONCEPT ? none : no_value);
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
    check_row(cursor, acceptabilities, none);
    STATUS(vade_cursor_close(cursor), VADE_OK);

    STATUS(vade_json(demo, "{\"op\":\"info\"}", -1, &cursor), VADE_OK);
    STATUS(vade_cursor_fetch_ids(cursor, ids, 2, &count), VADE_ERROR_COLUMN);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    check_row(cursor, json, none);
    STATUS(vade_cursor_next(cursor), VADE_OK);
    STATUS(vade_cursor_close(cursor), VADE_OK);
    STATUS(vade_close(demo), VADE_OK);
    check_product_columns();
}
