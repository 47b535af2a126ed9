/*
 * No row takes memory: once a cursor has had rows with texts of some length, going on, numbers and texts allocate
 * nothing. allocations FILE PRODUCTS, the second with medicinal products. This program's `malloc` and its kin stand before
 * the library's, and count. Linux, glibc.
 */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "vademecum.h"

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static long taken;

void *malloc(size_t size) {
    taken++;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    taken++;
    return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
    taken++;
    return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size) {
    taken++;
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
    taken++;
    *memory = __libc_memalign(alignment, size);
    return *memory == NULL ? 12 : 0;
}

static void expect(int32_t status, int32_t expected, const char *what) {
    if (status != expected) {
        fprintf(stderr, "%s is %s\n", what, vade_status_name(status));
        exit(1);
    }
}

static int is_wrong;

#define COLUMNS 14

/* The numbers and texts of rows of concepts; hits have them too. */
static const int32_t columns[COLUMNS] = {VADE_COLUMN_ID,           VADE_COLUMN_TERM,   VADE_COLUMN_PREFERRED,
                                         VADE_COLUMN_FSN,          VADE_COLUMN_ACTIVE, VADE_COLUMN_MODULE,
                                         VADE_COLUMN_SEMANTIC_TAG, VADE_COLUMN_CONCEPT, VADE_COLUMN_EFFECTIVE_TIME,
                                         VADE_COLUMN_DEFINED,      VADE_COLUMN_CHILDREN, VADE_COLUMN_DESCRIPTION,
                                         VADE_COLUMN_MATCH,        VADE_COLUMN_TYPE};

#define PRODUCT_COLUMNS 6

/* Those of hits that are medicinal products, but for whether they are in use and may be prescribed. */
static const int32_t product_columns[PRODUCT_COLUMNS] = {VADE_COLUMN_ID,    VADE_COLUMN_TERM,  VADE_COLUMN_PREFERRED,
                                                         VADE_COLUMN_CLASS, VADE_COLUMN_MATCH, VADE_COLUMN_CONCEPT};

/* Each text has two pieces of memory, which double now and then: so often, whatever the number of rows. */
#define MOST (COLUMNS * 2 * 8)

static void read_rows(vade_cursor *rows, const int32_t *columns, int count_of_columns, const char *name) {
    const long before = taken;
    long count = 0;
    while (vade_cursor_next(rows) == VADE_ROW) {
        int at;
        for (at = 0; at < count_of_columns; at++) {
            const char *text;
            const vade_char16 *text16;
            int32_t length;
            const int32_t status = vade_cursor_text(rows, columns[at], &text, &length);
            /* Most products are no concepts. */
            const int is_absent = status == VADE_NONE && columns[at] == VADE_COLUMN_CONCEPT;
            expect(status, is_absent ? VADE_NONE : VADE_OK, "vade_cursor_text");
            expect(vade_cursor_text16(rows, columns[at], &text16, &length), status, "vade_cursor_text16");
        }
        count++;
    }
    printf("%s: %ld rows, memory was taken %ld times\n", name, count, taken - before);
    is_wrong |= taken - before > MOST || count < 500;
    expect(vade_cursor_close(rows), VADE_OK, "vade_cursor_close");
}

int main(int count, char **arguments) {
    vade_engine *engine;
    vade_filter *filter;
    vade_cursor *rows;
    int64_t ids[64], number;
    int32_t fetched;
    long before;
    static const vade_search_options options = {sizeof options, 0, 10000, 0};
    if (count != 3)
        return 2;
    expect(vade_open_file(arguments[1], -1, NULL, &engine), VADE_OK, "vade_open_file");
    expect(vade_concept_rows(engine, 138875005, VADE_ROWS_DESCENDANTS, &rows), VADE_OK, "vade_concept_rows");
    /* The count has to count. */
    is_wrong |= taken == 0;
    read_rows(rows, columns, 11, "concepts");
    expect(vade_search(engine, "d", -1, NULL, &options, &rows), VADE_OK, "vade_search");
    read_rows(rows, columns, COLUMNS, "hits");

    expect(vade_concept_rows(engine, 138875005, VADE_ROWS_DESCENDANTS, &rows), VADE_OK, "vade_concept_rows");
    before = taken;
    while (vade_cursor_fetch_ids(rows, ids, 64, &fetched) == VADE_ROW)
        expect(vade_cursor_int(rows, VADE_COLUMN_ID, &number), VADE_OK, "vade_cursor_int");
    is_wrong |= taken != before;
    printf("ids: memory was taken %ld times\n", taken - before);
    expect(vade_cursor_close(rows), VADE_OK, "vade_cursor_close");

    before = taken;
    for (fetched = 0; fetched < 1000; fetched++) {
        int32_t relation;
        expect(vade_subsumes(engine, 138875005, 953829161999999108, &relation), VADE_OK, "vade_subsumes");
    }
    is_wrong |= taken != before;
    printf("subsumption: memory was taken %ld times\n", taken - before);
    expect(vade_close(engine), VADE_OK, "vade_close");

    expect(vade_open_file(arguments[2], -1, NULL, &engine), VADE_OK, "vade_open_file");
    expect(vade_filter_new(engine, &filter), VADE_OK, "vade_filter_new");
    expect(vade_filter_text(filter, VADE_FILTER_CLASS, "amp", -1), VADE_OK, "vade_filter_text");
    expect(vade_search(engine, "t", -1, filter, &options, &rows), VADE_OK, "vade_search");
    read_rows(rows, product_columns, PRODUCT_COLUMNS, "products");
    expect(vade_filter_close(filter), VADE_OK, "vade_filter_close");
    expect(vade_close(engine), VADE_OK, "vade_close");
    return is_wrong;
}
