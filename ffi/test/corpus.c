/*
 * Answers requests as `vademecum batch` does, a line for a line: corpus FILE < requests > responses.
 * Each is asked twice, in UTF-8 and in UTF-16; both responses must be the same. C89.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vademecum.h"

#define LONGEST (1 << 20)

static char line[LONGEST];
static vade_char16 wide[LONGEST];

/* Ends the program where a call fails. */
static void expect(int32_t status, int32_t expected, const char *what) {
    if (status != expected) {
        char message[1024];
        vade_last_error(message, (int32_t)sizeof message, NULL);
        fprintf(stderr, "%s is %s: %s\nafter: %s\n", what, vade_status_name(status), message, line);
        exit(1);
    }
}

/* UTF-8 that is known to be right, in UTF-16. */
static int32_t widen(const char *text, vade_char16 *units) {
    int32_t end = 0;
    while (*text != 0) {
        unsigned long letter = (unsigned char)*text++;
        int more = letter >= 0xf0 ? 3 : letter >= 0xe0 ? 2 : letter >= 0xc0 ? 1 : 0;
        if (more > 0)
            letter &= 0x3fu >> more;
        for (; more > 0; more--)
            letter = letter << 6 | ((unsigned char)*text++ & 0x3fu);
        if (letter >= 0x10000) {
            units[end++] = (vade_char16)(0xd7c0 + (letter >> 10));
            letter = 0xdc00 | (letter & 0x3ff);
        }
        units[end++] = (vade_char16)letter;
    }
    return end;
}

int main(int count, char **arguments) {
    vade_engine *engine = NULL;
    if (count != 2)
        return 2;
    expect(vade_open_file(arguments[1], -1, NULL, &engine), VADE_OK, "vade_open_file");
    while (fgets(line, sizeof line, stdin) != NULL) {
        vade_cursor *rows = NULL, *rows16 = NULL;
        const char *response = NULL, *response16 = NULL;
        int32_t length = 0;
        line[strcspn(line, "\r\n")] = 0;
        expect(vade_json(engine, line, -1, &rows), VADE_OK, "vade_json");
        expect(vade_cursor_next(rows), VADE_ROW, "vade_cursor_next");
        expect(vade_cursor_text(rows, VADE_COLUMN_JSON, &response, &length), VADE_OK, "vade_cursor_text");
        expect(vade_json16(engine, wide, widen(line, wide), &rows16), VADE_OK, "vade_json16");
        expect(vade_cursor_next(rows16), VADE_ROW, "vade_cursor_next");
        expect(vade_cursor_text(rows16, VADE_COLUMN_JSON, &response16, NULL), VADE_OK, "vade_cursor_text");
        if (strcmp(response, response16) != 0 || (int32_t)strlen(response) != length) {
            fprintf(stderr, "two responses:\n%s\n%s\n", response, response16);
            return 1;
        }
        puts(response);
        expect(vade_cursor_close(rows), VADE_OK, "vade_cursor_close");
        expect(vade_cursor_close(rows16), VADE_OK, "vade_cursor_close");
    }
    expect(vade_close(engine), VADE_OK, "vade_close");
    return 0;
}
