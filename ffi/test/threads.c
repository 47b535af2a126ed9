/*
 * One engine and one filter, asked by several threads at one time from the first question on: threads FILE.
 * Run by itself it compares the answers; under helgrind it shows that none of the parts that are opened at their first
 * use is raced for. Errors are each thread's own. POSIX threads.
 */
#define _POSIX_C_SOURCE 200112L
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vademecum.h"

#define THREADS 4
#define ROUNDS 5

static vade_engine *engine;
static vade_filter *filter;

static void fail(const char *what, int32_t status) {
    char message[1024];
    vade_last_error(message, (int32_t)sizeof message, NULL);
    fprintf(stderr, "%s is %s: %s\n", what, vade_status_name(status), message);
    exit(1);
}

static void expect(int32_t status, int32_t expected, const char *what) {
    if (status != expected)
        fail(what, status);
}

/* A number that stands for all answers of one round. */
static unsigned long round_of(int number) {
    static const char *const queries[4] = {"heart att", "parcetamol", "xray", "disease"};
    vade_cursor *rows = NULL;
    unsigned long sum = 0;
    int at;
    for (at = 0; at < 4; at++) {
        int32_t status;
        expect(vade_search(engine, queries[at], -1, at == 3 ? filter : NULL, NULL, &rows), VADE_OK, "vade_search");
        while ((status = vade_cursor_next(rows)) == VADE_ROW) {
            const char *text = NULL;
            int64_t id = 0, top = 0;
            int32_t relation = 0;
            vade_cursor *above = NULL;
            expect(vade_cursor_int(rows, VADE_COLUMN_ID, &id), VADE_OK, "vade_cursor_int");
            expect(vade_cursor_text(rows, VADE_COLUMN_PREFERRED, &text, NULL), VADE_OK, "vade_cursor_text");
            sum = sum * 31 + (unsigned long)(id % 1000003) + strlen(text);
            expect(vade_concept_rows(engine, id, VADE_ROWS_ANCESTORS, &above), VADE_OK, "vade_concept_rows");
            expect(vade_cursor_next(above), VADE_ROW, "vade_cursor_next");
            expect(vade_cursor_int(above, VADE_COLUMN_ID, &top), VADE_OK, "vade_cursor_int");
            expect(vade_subsumes(engine, top, id, &relation), VADE_OK, "vade_subsumes");
            if (relation != VADE_SUBSUMES)
                fail("an ancestor that does not subsume", relation);
            expect(vade_cursor_close(above), VADE_OK, "vade_cursor_close");
        }
        expect(status, VADE_OK, "vade_cursor_next");
        expect(vade_cursor_close(rows), VADE_OK, "vade_cursor_close");
    }
    /* An error of this thread, told while others have theirs. */
    {
        char wrong[64], message[1024];
        sprintf(wrong, "no-language-%d", number);
        expect(vade_concept_term(engine, 138875005, VADE_TERM_FSN, wrong, -1, NULL, 0, NULL), VADE_ERROR_UNSUPPORTED,
               "vade_concept_term");
        expect(vade_last_error(message, (int32_t)sizeof message, NULL), VADE_OK, "vade_last_error");
        if (strstr(message, wrong) == NULL) {
            fprintf(stderr, "another thread's error: %s\n", message);
            exit(1);
        }
    }
    return sum;
}

static void *work(void *argument) {
    unsigned long *sum = (unsigned long *)argument;
    int round;
    for (round = 0; round < ROUNDS; round++) {
        const unsigned long again = round_of((int)(*sum % 100000) + round);
        if (round > 0 && again != *sum) {
            fprintf(stderr, "two rounds of one thread differ\n");
            exit(1);
        }
        *sum = again;
    }
    return NULL;
}

int main(int count, char **arguments) {
    pthread_t threads[THREADS];
    unsigned long sums[THREADS];
    int at;
    if (count != 2)
        return 2;
    expect(vade_open_file(arguments[1], -1, NULL, &engine), VADE_OK, "vade_open_file");
    expect(vade_filter_new(engine, &filter), VADE_OK, "vade_filter_new");
    expect(vade_filter_text(filter, VADE_FILTER_WITHIN, "<< 138875005", -1), VADE_OK, "vade_filter_text");
    for (at = 0; at < THREADS; at++) {
        sums[at] = (unsigned long)at;
        if (pthread_create(&threads[at], NULL, work, &sums[at]) != 0)
            return 1;
    }
    for (at = 0; at < THREADS; at++)
        pthread_join(threads[at], NULL);
    for (at = 1; at < THREADS; at++) {
        if (sums[at] != sums[0]) {
            fprintf(stderr, "two threads differ\n");
            return 1;
        }
    }
    expect(vade_filter_close(filter), VADE_OK, "vade_filter_close");
    expect(vade_close(engine), VADE_OK, "vade_close");
    puts("all threads agree");
    return 0;
}
