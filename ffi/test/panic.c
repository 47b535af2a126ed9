/*
 * A library with a panic planted in it: a status, a message that says where, nothing on standard error, and everything
 * but the cursor that met it can be used on. panic FILE. C89.
 */
#include <stdio.h>
#include <string.h>

#include "vademecum.h"

VADE_API int32_t VADE_CALL vade_planted_panic(vade_cursor *cursor);

static int failures = 0;

static void check(int holds, const char *what) {
    if (!holds) {
        printf("%s\n", what);
        failures++;
    }
}

int main(int count, char **arguments) {
    vade_engine *engine = NULL;
    vade_cursor *rows = NULL, *others = NULL;
    char message[1024];
    int64_t number = 7;
    const char *text = "before";
    int again;
    if (count != 2)
        return 2;
    for (again = 0; again < 3; again++) {
        check(vade_planted_panic(NULL) == VADE_ERROR_PANIC, "a panic becomes a status");
        check(vade_last_error(message, (int32_t)sizeof message, NULL) == VADE_OK, "a panic is the last error");
        check(strstr(message, "internal error") != NULL && strstr(message, "planted") != NULL, message);
#ifndef WITHOUT_HOOK
        check(strstr(message, "planted.rs:") != NULL, message);
#endif
        check(vade_last_error_offset() == -1, "a panic is in no text");
    }
    check(vade_open_file(arguments[1], -1, NULL, &engine) == VADE_OK, "a file can be opened after");
    check(vade_search(engine, "heart att", -1, NULL, NULL, &rows) == VADE_OK, "a search");
    check(vade_search(engine, "heart att", -1, NULL, NULL, &others) == VADE_OK, "another");
    check(vade_cursor_next(rows) == VADE_ROW, "a row");
    check(vade_planted_panic(rows) == VADE_ERROR_PANIC, "a panic in the midst of a cursor's call");
    check(vade_cursor_next(rows) == VADE_ERROR_PANIC, "the cursor goes on to nothing");
    check(vade_cursor_int(rows, VADE_COLUMN_ID, &number) == VADE_ERROR_PANIC && number == 0, "nor gives a number");
    check(vade_cursor_text(rows, VADE_COLUMN_TERM, &text, NULL) == VADE_ERROR_PANIC && text == NULL, "nor a text");
    check(vade_cursor_close(rows) == VADE_OK, "it can be closed");
    check(vade_cursor_next(others) == VADE_ROW, "another cursor of the engine goes on");
    check(vade_cursor_close(others) == VADE_OK, "and can be closed");
    check(vade_verify(engine) == VADE_OK, "the engine is whole");
    check(vade_close(engine) == VADE_OK, "and can be closed");
    if (failures == 0)
        puts("a panic is a status");
    return failures != 0;
}
