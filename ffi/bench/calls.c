/*
 * What calls cost through C: calls FILE WORK prints what each kind took, in nanoseconds a call, a row or a search. The
 * same work is done by benches/src/bin/calls.rs, which made WORK. `cargo xtask bench ffi` runs both in turn.
 */
#define _POSIX_C_SOURCE 200112L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "vademecum.h"

#define MOST 200000

static const char *path;
static vade_engine *engine;
static int64_t first[MOST], second[MOST];
static int pairs;
static char *queries[MOST], *classes[MOST];
static int query_count;
static long sink;

static void expect(int32_t status, int32_t expected, const char *what) {
    if (status != expected) {
        fprintf(stderr, "%s is %s\n", what, vade_status_name(status));
        exit(1);
    }
}

static void read_work(const char *work) {
    static char line[20000];
    FILE *file = fopen(work, "rb");
    if (file == NULL)
        exit(2);
    while (fgets(line, sizeof line, file) != NULL) {
        char *kind = strtok(line, "\t"), *one = strtok(NULL, "\t\n"), *other = strtok(NULL, "\t\n");
        if (one == NULL || other == NULL || pairs == MOST || query_count == MOST)
            exit(2);
        if (strcmp(kind, "pair") == 0) {
            expect(vade_parse_id(one, -1, &first[pairs]), VADE_OK, "vade_parse_id");
            expect(vade_parse_id(other, -1, &second[pairs]), VADE_OK, "vade_parse_id");
            pairs++;
        } else {
            classes[query_count] = strcpy((char *)malloc(strlen(one) + 1), one);
            queries[query_count] = strcpy((char *)malloc(strlen(other) + 1), other);
            query_count++;
        }
    }
    fclose(file);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static long subsumption(void) {
    int at;
    for (at = 0; at < pairs; at++) {
        int32_t relation;
        expect(vade_subsumes(engine, first[at], second[at], &relation), VADE_OK, "vade_subsumes");
        sink += relation;
    }
    return pairs;
}

static vade_cursor *descendants(void) {
    vade_cursor *rows;
    expect(vade_concept_rows(engine, 138875005, VADE_ROWS_DESCENDANTS, &rows), VADE_OK, "vade_concept_rows");
    return rows;
}

static long rows_one_by_one(void) {
    vade_cursor *rows = descendants();
    long count = 0;
    while (vade_cursor_next(rows) == VADE_ROW) {
        int64_t id;
        expect(vade_cursor_int(rows, VADE_COLUMN_ID, &id), VADE_OK, "vade_cursor_int");
        sink += (long)id;
        count++;
    }
    vade_cursor_close(rows);
    return count;
}

static long rows_by_pages(void) {
    vade_cursor *rows = descendants();
    int64_t ids[256];
    int32_t count;
    long all = 0;
    while (vade_cursor_fetch_ids(rows, ids, 256, &count) == VADE_ROW) {
        sink += (long)ids[count - 1];
        all += count;
    }
    vade_cursor_close(rows);
    return all;
}

static long rows_with_terms(void) {
    vade_cursor *rows = descendants();
    long count = 0;
    while (count < 200000 && vade_cursor_next(rows) == VADE_ROW) {
        int64_t id;
        const char *term;
        int32_t length;
        expect(vade_cursor_int(rows, VADE_COLUMN_ID, &id), VADE_OK, "vade_cursor_int");
        expect(vade_cursor_text(rows, VADE_COLUMN_TERM, &term, &length), VADE_OK, "vade_cursor_text");
        sink += length;
        count++;
    }
    vade_cursor_close(rows);
    return count;
}

static long preferred_term(void) {
    int at;
    for (at = 0; at < pairs; at++) {
        char buffer[1000];
        int32_t needed;
        expect(vade_concept_term(engine, first[at], VADE_TERM_PREFERRED, NULL, 0, buffer, 1000, &needed), VADE_OK,
               "vade_concept_term");
        sink += needed;
    }
    return pairs;
}

static long open_and_close(void) {
    int at;
    for (at = 0; at < 100; at++) {
        vade_engine *other;
        expect(vade_open_file(path, -1, NULL, &other), VADE_OK, "vade_open_file");
        vade_close(other);
    }
    return 100;
}

static const char *current;

static long search(void) {
    long count = 0;
    int at;
    for (at = 0; at < query_count; at++) {
        vade_cursor *hits;
        if (strcmp(classes[at], current) != 0)
            continue;
        expect(vade_search(engine, queries[at], -1, NULL, NULL, &hits), VADE_OK, "vade_search");
        while (vade_cursor_next(hits) == VADE_ROW) {
            int64_t id;
            const char *term;
            int32_t length;
            expect(vade_cursor_int(hits, VADE_COLUMN_ID, &id), VADE_OK, "vade_cursor_int");
            expect(vade_cursor_text(hits, VADE_COLUMN_TERM, &term, &length), VADE_OK, "vade_cursor_text");
            sink += length;
        }
        vade_cursor_close(hits);
        count++;
    }
    return count;
}

/* The best of so many times: the least that others on the machine took away. */
#define TIMES 9

static void measure(const char *name, long (*work)(void)) {
    double least = 0;
    int at;
    work();
    for (at = 0; at < TIMES; at++) {
        const double begun = now();
        const long count = work();
        const double each = (now() - begun) / (double)count;
        if (at == 0 || each < least)
            least = each;
    }
    printf("%s\t%.3f\n", name, least);
}

int main(int count, char **arguments) {
    int at;
    if (count != 3)
        return 2;
    path = arguments[1];
    expect(vade_open_file(path, -1, NULL, &engine), VADE_OK, "vade_open_file");
    read_work(arguments[2]);
    measure("subsumption", subsumption);
    measure("rows of descendants", rows_one_by_one);
    measure("rows of descendants in pages", rows_by_pages);
    measure("rows of descendants with their terms", rows_with_terms);
    measure("preferred term", preferred_term);
    measure("open and close", open_and_close);
    for (at = 0; at < query_count; at++) {
        char name[200];
        if (at > 0 && strcmp(classes[at], classes[at - 1]) == 0)
            continue;
        current = classes[at];
        sprintf(name, "search: %.150s", current);
        measure(name, search);
    }
    return sink == 42;
}
