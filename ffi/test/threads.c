/*
 * Several threads at one time: threads FILE MODE. POSIX threads.
 *
 * together  one engine and one filter, asked from the first question on; all threads have to get the same answers
 * apart     for helgrind, which sees locks of POSIX alone: what is opened at first use is opened before the threads
 *           begin, and each searches in an engine of its own, since memory for searches is handed from thread to thread
 *           under a lock that helgrind does not know. Look-ups, subsumption and cursors share one engine.
 * wrong     two threads go through one cursor, which the header forbids: helgrind has to see it, else it sees nothing
 */
#define _POSIX_C_SOURCE 200112L
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vademecum.h"

#define THREADS 4
#define ROUNDS 4

static const char *path;
static vade_engine *shared_engine;
static vade_filter *shared_filter;
static vade_cursor *shared_cursor;
static int is_apart;

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

static void open_one(vade_engine **engine, vade_filter **filter) {
    expect(vade_open_file(path, -1, NULL, engine), VADE_OK, "vade_open_file");
    expect(vade_filter_new(*engine, filter), VADE_OK, "vade_filter_new");
    expect(vade_filter_text(*filter, VADE_FILTER_WITHIN, "<< 138875005", -1), VADE_OK, "vade_filter_text");
}

/* A number that stands for all that look-ups and rows answer of a concept. */
static unsigned long look_up(int64_t id) {
    vade_concept_info info;
    vade_cursor *rows = NULL;
    unsigned long sum = 0;
    int32_t what, column, relation = 0;
    info.struct_size = (uint32_t)sizeof info;
    expect(vade_concept(shared_engine, id, &info), VADE_OK, "vade_concept");
    expect(vade_subsumes(shared_engine, 138875005, id, &relation), VADE_OK, "vade_subsumes");
    for (what = VADE_ROWS_DESCRIPTIONS; what <= VADE_ROWS_ATTRIBUTES; what++) {
        expect(vade_concept_rows(shared_engine, id, what, &rows), VADE_OK, "vade_concept_rows");
        while (vade_cursor_next(rows) == VADE_ROW) {
            for (column = 1; column <= VADE_COLUMN_JSON; column++) {
                const char *text = NULL;
                int32_t length = 0;
                if (vade_cursor_text(rows, column, &text, &length) == VADE_OK)
                    sum = sum * 31 + (unsigned long)length + (unsigned char)text[length / 2];
            }
        }
        expect(vade_cursor_close(rows), VADE_OK, "vade_cursor_close");
    }
    return sum + (unsigned long)info.children * 7 + (unsigned long)relation;
}

/* A number that stands for all answers of one round. */
static unsigned long round_of(vade_engine *engine, vade_filter *filter, int number) {
    static const char *const queries[4] = {"heart att", "parcetamol", "xray", "disease"};
    char wrong[64], message[1024];
    vade_cursor *rows = NULL;
    unsigned long sum = 0;
    int at;
    for (at = 0; at < 4; at++) {
        int64_t ids[20];
        int32_t count = 0, index;
        expect(vade_search(engine, queries[at], -1, at == 3 ? filter : NULL, NULL, &rows), VADE_OK, "vade_search");
        expect(vade_cursor_fetch_ids(rows, ids, 20, &count), VADE_ROW, "vade_cursor_fetch_ids");
        expect(vade_cursor_close(rows), VADE_OK, "vade_cursor_close");
        for (index = 0; index < count; index++)
            sum = sum * 31 + look_up(ids[index]);
    }
    /* An error of this thread, told while others have theirs. */
    sprintf(wrong, "no-language-%d", number);
    expect(vade_concept_term(engine, 138875005, VADE_TERM_FSN, wrong, -1, NULL, 0, NULL), VADE_ERROR_UNSUPPORTED,
           "vade_concept_term");
    expect(vade_last_error(message, (int32_t)sizeof message, NULL), VADE_OK, "vade_last_error");
    if (strstr(message, wrong) == NULL) {
        fprintf(stderr, "another thread's error: %s\n", message);
        exit(1);
    }
    return sum;
}

static void *work(void *argument) {
    unsigned long *sum = (unsigned long *)argument;
    vade_engine *engine = shared_engine;
    vade_filter *filter = shared_filter;
    int round, number = (int)*sum;
    if (is_apart)
        open_one(&engine, &filter);
    for (round = 0; round < ROUNDS; round++) {
        const unsigned long again = round_of(engine, filter, number * ROUNDS + round);
        if (round > 0 && again != *sum) {
            fprintf(stderr, "two rounds of one thread differ\n");
            exit(1);
        }
        *sum = again;
    }
    if (is_apart) {
        expect(vade_filter_close(filter), VADE_OK, "vade_filter_close");
        expect(vade_close(engine), VADE_OK, "vade_close");
    }
    return NULL;
}

static void *go_through(void *argument) {
    int at;
    (void)argument;
    for (at = 0; at < 10; at++)
        vade_cursor_next(shared_cursor);
    return NULL;
}

int main(int count, char **arguments) {
    pthread_t threads[THREADS];
    unsigned long sums[THREADS];
    int at, is_wrong;
    if (count != 3)
        return 2;
    path = arguments[1];
    is_apart = strcmp(arguments[2], "apart") == 0;
    is_wrong = strcmp(arguments[2], "wrong") == 0;
    open_one(&shared_engine, &shared_filter);
    if (is_apart)
        round_of(shared_engine, shared_filter, 0);
    if (is_wrong)
        expect(vade_concept_rows(shared_engine, 138875005, VADE_ROWS_DESCENDANTS, &shared_cursor), VADE_OK,
               "vade_concept_rows");
    for (at = 0; at < THREADS; at++) {
        sums[at] = (unsigned long)at;
        if (pthread_create(&threads[at], NULL, is_wrong ? go_through : work, &sums[at]) != 0)
            return 1;
    }
    for (at = 0; at < THREADS; at++)
        pthread_join(threads[at], NULL);
    for (at = 1; at < THREADS && !is_wrong; at++) {
        if (sums[at] != sums[0]) {
            fprintf(stderr, "two threads differ\n");
            return 1;
        }
    }
    expect(vade_cursor_close(shared_cursor), VADE_OK, "vade_cursor_close");
    expect(vade_filter_close(shared_filter), VADE_OK, "vade_filter_close");
    expect(vade_close(shared_engine), VADE_OK, "vade_close");
    puts(is_wrong ? "done" : "all threads agree");
    return 0;
}
