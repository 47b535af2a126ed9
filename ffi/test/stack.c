/*
 * How much stack calls take: stack FILE PRODUCTS, the second with medicinal products. Look-ups, subsumption and cursors have to do with 16 KiB, search with 64 KiB.
 *
 * Each call runs on a stack of just that size with a page behind it that cannot be touched, so that one byte more ends
 * the program. What is used is measured besides, by what is no longer as it was. Linux.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include "vademecum.h"

#define SMALL (16 << 10)
#define LARGE (64 << 10)
#define PATTERN 0xa5

static const char *path;
static vade_engine *engine;
static ucontext_t outside, inside;

static void expect(int32_t status, int32_t expected, const char *what) {
    if (status != expected) {
        write(2, what, strlen(what));
        write(2, " fails\n", 7);
        _exit(1);
    }
}

static void look_up(void) {
    static char buffer[1000];
    static vade_char16 units[1000];
    static vade_concept_info concept = {sizeof concept, 0, 0, 0, 0, 0, 0, 0};
    static vade_description_info description = {sizeof description, 0, 0, 0, 0, 0, 0, 0, 0};
    static vade_file_info file = {sizeof file, 0, 0, 0, 0, 0, 0};
    int64_t id;
    expect(vade_parse_id("953829161999999108", -1, &id), VADE_OK, "vade_parse_id");
    expect(vade_format_id(id, buffer, 1000, NULL), VADE_OK, "vade_format_id");
    expect(vade_file(engine, &file), VADE_OK, "vade_file");
    expect(vade_concept(engine, id, &concept), VADE_OK, "vade_concept");
    expect(vade_concept(engine, 404684003, &concept), VADE_ERROR_NOT_FOUND, "vade_concept");
    expect(vade_last_error(buffer, 1000, NULL), VADE_OK, "vade_last_error");
    expect(vade_concept_term(engine, id, VADE_TERM_PREFERRED, "en-US", -1, buffer, 1000, NULL), VADE_OK,
           "vade_concept_term");
    expect(vade_concept_term16(engine, id, VADE_TERM_FSN, NULL, 0, units, 1000, NULL), VADE_OK,
           "vade_concept_term16");
    expect(vade_description(engine, 943221999999118, &description), VADE_OK, "vade_description");
    expect(vade_description_term(engine, 943221999999118, buffer, 1000, NULL), VADE_OK, "vade_description_term");
}

static void subsume(void) {
    int32_t relation;
    expect(vade_subsumes(engine, 138875005, 953829161999999108, &relation), VADE_OK, "vade_subsumes");
    expect(vade_subsumes(engine, 953829161999999108, 853488621999999106, &relation), VADE_OK, "vade_subsumes");
}

static void go_through(vade_cursor *rows, int is_of_hits) {
    static int64_t ids[100];
    static int32_t ends[100];
    int32_t status, count;
    int at;
    for (at = 0; at < 200 && (status = vade_cursor_next(rows)) == VADE_ROW; at++) {
        int32_t column;
        int64_t number;
        const char *text;
        const vade_char16 *text16;
        for (column = 1; column <= VADE_COLUMN_CAUTION; column++) {
            vade_cursor_int(rows, column, &number);
            vade_cursor_text(rows, column, &text, NULL);
            vade_cursor_text16(rows, column, &text16, NULL);
        }
        if (is_of_hits)
            expect(vade_cursor_ranges16(rows, VADE_COLUMN_TERM, ends, 100, NULL), VADE_OK, "vade_cursor_ranges16");
    }
    if (vade_cursor_fetch_ids(rows, ids, 100, &count) < 0 && !is_of_hits)
        expect(vade_cursor_fetch_ids(rows, ids, 100, &count), VADE_ERROR_COLUMN, "vade_cursor_fetch_ids");
    expect(vade_cursor_close(rows), VADE_OK, "vade_cursor_close");
}

static void read_rows(void) {
    vade_cursor *rows;
    int32_t what;
    for (what = VADE_ROWS_DESCRIPTIONS; what <= VADE_ROWS_ATTRIBUTES; what++) {
        expect(vade_concept_rows(engine, 853488621999999106, what, &rows), VADE_OK, "vade_concept_rows");
        go_through(rows, 0);
    }
    expect(vade_concept_rows(engine, 138875005, VADE_ROWS_DESCENDANTS, &rows), VADE_OK, "vade_concept_rows");
    go_through(rows, 0);
    expect(vade_description_rows(engine, 943221999999118, VADE_ROWS_ACCEPTABILITIES, &rows), VADE_OK,
           "vade_description_rows");
    go_through(rows, 0);
}

static void products(void) {
    static char buffer[1000];
    static vade_char16 units[1000];
    static vade_product_info info = {sizeof info, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    static const int64_t ids[5] = {778376641999999105, 715548031999999106, 951079441999999105, 754859441999999101,
                                   580675651999999102};
    vade_cursor *rows;
    int32_t product_class;
    int at;
    for (at = 0; at < 5; at++) {
        expect(vade_product(engine, ids[at], &info), VADE_OK, "vade_product");
        expect(vade_product_name(engine, ids[at], buffer, 1000, NULL), VADE_OK, "vade_product_name");
        expect(vade_product_name16(engine, ids[at], units, 1000, NULL), VADE_OK, "vade_product_name16");
        for (product_class = VADE_CLASS_VTM; product_class <= VADE_CLASS_AMPP; product_class++) {
            expect(vade_product_rows(engine, ids[at], product_class,
                                     at % 2 ? VADE_PRODUCTS_VALID | VADE_PRODUCTS_PRESCRIBABLE : 0u, &rows),
                   VADE_OK, "vade_product_rows");
            go_through(rows, 0);
        }
        expect(vade_product_reasons(engine, ids[at], &rows), VADE_OK, "vade_product_reasons");
        go_through(rows, 0);
    }
    expect(vade_product(engine, 738509371999999100, &info), VADE_OK, "vade_product");
    expect(vade_product(engine, 698292291999999104, &info), VADE_ERROR_NOT_FOUND, "vade_product");
    expect(vade_gtin_rows(engine, "2999764659853", -1, 0, &rows), VADE_OK, "vade_gtin_rows");
    go_through(rows, 0);
}

static void search_products(void) {
    static const char *const queries[6] = {"warf", "3mg tablets 28", "warfrin", "698292291999999104", "2999764659853",
                                           "t"};
    static const vade_search_options options = {sizeof options, VADE_SEARCH_PRESCRIBABLE | VADE_SEARCH_TOTAL, 50, 0};
    static const char *const classes[5] = {"vtm", "vmp", "amp", "vmpp", "ampp"};
    vade_cursor *rows;
    vade_filter *filter;
    int at;
    expect(vade_filter_new(engine, &filter), VADE_OK, "vade_filter_new");
    for (at = 0; at < 5; at++)
        expect(vade_filter_text(filter, VADE_FILTER_CLASS, classes[at], -1), VADE_OK, "vade_filter_text");
    for (at = 0; at < 6; at++) {
        expect(vade_search(engine, queries[at], -1, NULL, NULL, &rows), VADE_OK, "vade_search");
        go_through(rows, 1);
        expect(vade_search(engine, queries[at], -1, filter, &options, &rows), VADE_OK, "vade_search");
        go_through(rows, 1);
    }
    expect(vade_filter_close(filter), VADE_OK, "vade_filter_close");
}

static void search(void) {
    static const char *const queries[9] = {"heart att", "parcetamol tabelts", "xray", "meniere", "a", "h i",
                                           "953829161999999108", "500mg 1 tablet warf", "disorder of heart"};
    static const vade_search_options options = {sizeof options, VADE_SEARCH_DEFINITIONS | VADE_SEARCH_TOTAL, 50, 0};
    vade_cursor *rows;
    vade_filter *filter;
    int at;
    for (at = 0; at < 9; at++) {
        expect(vade_search(engine, queries[at], -1, NULL, &options, &rows), VADE_OK, "vade_search");
        go_through(rows, 1);
    }
    expect(vade_filter_new(engine, &filter), VADE_OK, "vade_filter_new");
    expect(vade_filter_text(filter, VADE_FILTER_WITHIN, "<< 138875005 |all|", -1), VADE_OK, "vade_filter_text");
    expect(vade_filter_text(filter, VADE_FILTER_LANGUAGE, "en-US", -1), VADE_OK, "vade_filter_text");
    expect(vade_filter_text(filter, VADE_FILTER_SEMANTIC_TAG, "disorder", -1), VADE_OK, "vade_filter_text");
    expect(vade_search(engine, "infarct", -1, filter, &options, &rows), VADE_OK, "vade_search");
    go_through(rows, 1);
    expect(vade_filter_close(filter), VADE_OK, "vade_filter_close");
}

/* Every word and letter that can be searched at once. */
static void search_longest(void) {
    static char words[64 * 7 + 1], letters[16 << 10];
    vade_cursor *rows;
    int at;
    for (at = 0; at < 64; at++)
        memcpy(words + at * 7, "diseas ", 7);
    memset(letters, 'e', sizeof letters);
    expect(vade_search(engine, words, -1, NULL, NULL, &rows), VADE_OK, "vade_search");
    go_through(rows, 1);
    expect(vade_search(engine, letters, (int32_t)sizeof letters, NULL, NULL, &rows), VADE_OK, "vade_search");
    go_through(rows, 1);
}

static void ask(void) {
    vade_cursor *rows;
    expect(vade_json(engine, "{\"op\":\"info\"}", -1, &rows), VADE_OK, "vade_json");
    go_through(rows, 0);
    expect(vade_json(engine, "{\"op\":\"search\",\"query\":\"heart att\",\"within\":\"<< 138875005\"}", -1, &rows), VADE_OK,
           "vade_json");
    go_through(rows, 0);
}

static void open_and_close(void) {
    vade_engine *second;
    expect(vade_open_file(path, -1, NULL, &second), VADE_OK, "vade_open_file");
    expect(vade_close(second), VADE_OK, "vade_close");
}

/* Runs calls on a stack of so many bytes, and answers how many they used. */
static size_t measured(void (*calls)(void), size_t size) {
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    unsigned char *memory = (unsigned char *)mmap(NULL, page + size, PROT_READ | PROT_WRITE,
                                                  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    size_t untouched = 0;
    if (memory == MAP_FAILED || mprotect(memory, page, PROT_NONE) != 0 || getcontext(&inside) != 0)
        exit(1);
    memset(memory + page, PATTERN, size);
    inside.uc_stack.ss_sp = memory + page;
    inside.uc_stack.ss_size = size;
    inside.uc_link = &outside;
    makecontext(&inside, calls, 0);
    if (swapcontext(&outside, &inside) != 0)
        exit(1);
    while (untouched < size && memory[page + untouched] == PATTERN)
        untouched++;
    munmap(memory, page + size);
    return size - untouched;
}

int main(int count, char **arguments) {
    static const struct {
        const char *name;
        void (*calls)(void);
        size_t most;
        /* 1 where medicinal products are asked for. */
        int is_of_products;
    } kinds[] = {{"look-ups", look_up, SMALL, 0},
                 {"subsumption", subsume, SMALL, 0},
                 {"cursors", read_rows, SMALL, 0},
                 {"products", products, SMALL, 1},
                 {"search", search, LARGE, 0},
                 {"search, the longest queries", search_longest, LARGE, 0},
                 {"search, products as well", search_products, LARGE, 1},
                 {"search, longest, with products", search_longest, LARGE, 1},
                 {"JSON", ask, LARGE, 0},
                 {"opening and closing", open_and_close, LARGE, 0}};
    size_t at;
    if (count != 3)
        return 2;
    /* The first use of each part is measured as well: nothing is opened before. */
    for (at = 0; at < sizeof kinds / sizeof kinds[0]; at++) {
        path = arguments[kinds[at].is_of_products ? 2 : 1];
        if (vade_open_file(path, -1, NULL, &engine) != VADE_OK)
            return 1;
        printf("%-28s %6lu of %6lu bytes of stack\n", kinds[at].name,
               (unsigned long)measured(kinds[at].calls, kinds[at].most), (unsigned long)kinds[at].most);
        fflush(stdout);
        vade_close(engine);
    }
    return 0;
}
