/*
 * A host that has unmasked the traps of floating-point arithmetic, as Delphi and Free Pascal do, and more: any operation
 * that is inexact, invalid, divides by zero, overflows or underflows ends the program. traps FILE < requests
 */
#define _GNU_SOURCE
#include <fenv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vademecum.h"

static char line[1 << 20];

static void expect(int32_t status, int32_t expected, const char *what) {
    if (status != expected) {
        fprintf(stderr, "%s is %s\n", what, vade_status_name(status));
        exit(1);
    }
}

int main(int count, char **arguments) {
    static const char *const numbers[6] = {"99e308",
                                           "{\"op\":\"search\",\"query\":\"a\",\"limit\":1e400}",
                                           "{\"op\":\"search\",\"query\":\"a\",\"limit\":0.1}",
                                           "{\"op\":\"info\",\"id\":[99e308,1e-400,0.1]}",
                                           "{\"op\":\"search\",\"query\":\"a\",\"semantic_tags\":[99e308]}",
                                           "{\"op\":\"concept\",\"code\":1e-310}"};
    vade_engine *engine = NULL;
    vade_cursor *rows = NULL;
    int asked = 0, at;
    if (count != 2 || feenableexcept(FE_ALL_EXCEPT) == -1)
        return 2;
    expect(vade_open_file(arguments[1], -1, NULL, &engine), VADE_OK, "vade_open_file");
    expect(vade_verify(engine), VADE_OK, "vade_verify");
    for (at = 0; at < 6; at++) {
        expect(vade_json(engine, numbers[at], -1, &rows), VADE_OK, "vade_json");
        expect(vade_cursor_close(rows), VADE_OK, "vade_cursor_close");
    }
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\r\n")] = 0;
        expect(vade_json(engine, line, -1, &rows), VADE_OK, "vade_json");
        expect(vade_cursor_close(rows), VADE_OK, "vade_cursor_close");
        asked++;
    }
    expect(vade_search(engine, "parcetamol", -1, NULL, NULL, &rows), VADE_OK, "vade_search");
    while (vade_cursor_next(rows) == VADE_ROW) {
        int32_t column, ends[20];
        for (column = 1; column <= VADE_COLUMN_JSON; column++) {
            const char *text;
            int64_t number;
            vade_cursor_int(rows, column, &number);
            vade_cursor_text(rows, column, &text, NULL);
        }
        expect(vade_cursor_ranges(rows, VADE_COLUMN_TERM, ends, 20, NULL), VADE_OK, "vade_cursor_ranges");
    }
    expect(vade_cursor_close(rows), VADE_OK, "vade_cursor_close");
    expect(vade_close(engine), VADE_OK, "vade_close");
    /* The traps are as they were. */
    if (fegetexcept() != FE_ALL_EXCEPT)
        return 1;
    printf("%d requests with all traps unmasked\n", asked);
    return 0;
}
