/*
 * What vademecum.h promises, asked of the library: every status, every rule of ownership, every function.
 *
 * One program for all platforms, in C89: conduct DEMO SUBSET PARTIAL PRODUCTS FOLDER. It prints how many checks hold.
 */
#include "check.h"

const char *demo_path;
const char *subset_path;
const char *partial_path;
const char *products_path;
const char *work_path;

static int checks = 0;
static int failures = 0;

void check_that(int holds, const char *what, const char *file, int line) {
    checks++;
    if (!holds) {
        failures++;
        printf("%s:%d: %s\n", file, line, what);
    }
}

void check_status(int32_t found, int32_t expected, const char *what, const char *file, int line) {
    checks++;
    if (found != expected) {
        char message[1024];
        failures++;
        vade_last_error(message, (int32_t)sizeof message, NULL);
        printf("%s:%d: %s is %s, expected %s; the last error: %s\n", file, line, what, vade_status_name(found),
               vade_status_name(expected), message);
    }
}

void check_text(const char *found, const char *expected, const char *what, const char *file, int line) {
    checks++;
    if (found == NULL || strcmp(found, expected) != 0) {
        failures++;
        printf("%s:%d: %s is \"%s\", expected \"%s\"\n", file, line, what, found == NULL ? "(null)" : found, expected);
    }
}

void check_number(int64_t found, int64_t expected, const char *what, const char *file, int line) {
    checks++;
    if (found != expected) {
        failures++;
        /* Enough to see what it is: C89 prints no numbers of 64 bits. */
        printf("%s:%d: %s is %.0f, expected %.0f\n", file, line, what, (double)found, (double)expected);
    }
}

int64_t id(const char *digits) {
    int64_t number = 0;
    for (; *digits != 0; digits++)
        number = number * 10 + (*digits - '0');
    return number;
}

#define PLACES 4
#define LONGEST 4096

const vade_char16 *wide(const char *text) {
    static vade_char16 places[PLACES][LONGEST];
    static int next = 0;
    vade_char16 *place = places[next++ % PLACES];
    size_t end = 0;
    while (*text != 0 && end + 2 < LONGEST) {
        unsigned long letter = (unsigned char)*text++;
        int more = letter >= 0xf0 ? 3 : letter >= 0xe0 ? 2 : letter >= 0xc0 ? 1 : 0;
        if (more > 0)
            letter &= 0x3fu >> more;
        for (; more > 0; more--)
            letter = letter << 6 | ((unsigned char)*text++ & 0x3fu);
        if (letter >= 0x10000) {
            place[end++] = (vade_char16)(0xd7c0 + (letter >> 10));
            letter = 0xdc00 | (letter & 0x3ff);
        }
        place[end++] = (vade_char16)letter;
    }
    place[end] = 0;
    return place;
}

const char *narrow(const vade_char16 *text) {
    static char places[PLACES][LONGEST];
    static int next = 0;
    char *place = places[next++ % PLACES];
    size_t end = 0;
    while (*text != 0 && end + 5 < LONGEST) {
        unsigned long letter = (unsigned long)*text++;
        int more, shift;
        if (letter >= 0xd800 && letter < 0xdc00)
            letter = 0x10000 + ((letter & 0x3ff) << 10) + ((unsigned long)*text++ & 0x3ff);
        more = letter >= 0x10000 ? 3 : letter >= 0x800 ? 2 : letter >= 0x80 ? 1 : 0;
        place[end++] = (char)(more == 0 ? letter : (0xff00u >> (more + 1) & 0xffu) | letter >> (6 * more));
        for (shift = 6 * (more - 1); shift >= 0; shift -= 6)
            place[end++] = (char)(0x80 | (letter >> shift & 0x3f));
    }
    place[end] = 0;
    return place;
}

vade_engine *opened(const char *path) {
    vade_engine *engine = NULL;
    STATUS(vade_open_file(path, -1, NULL, &engine), VADE_OK);
    if (engine == NULL) {
        printf("%s cannot be opened\n", path);
        exit(1);
    }
    return engine;
}

char *bytes_of(const char *path, long *length) {
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    *length = 0;
    if (file != NULL && fseek(file, 0, SEEK_END) == 0) {
        *length = ftell(file);
        bytes = (char *)malloc((size_t)*length);
        if (fseek(file, 0, SEEK_SET) != 0 || bytes == NULL ||
            fread(bytes, 1, (size_t)*length, file) != (size_t)*length)
            bytes = NULL;
        fclose(file);
    }
    if (bytes == NULL) {
        printf("%s cannot be read\n", path);
        exit(1);
    }
    return bytes;
}

int main(int count, char **arguments) {
    if (count != 6) {
        printf("conduct DEMO SUBSET PARTIAL PRODUCTS FOLDER\n");
        return 2;
    }
    demo_path = arguments[1];
    subset_path = arguments[2];
    partial_path = arguments[3];
    products_path = arguments[4];
    work_path = arguments[5];
    check_versions();
    check_opening();
    check_file();
    check_identifiers();
    check_components();
    check_rows();
    check_columns();
    check_products();
    check_search();
    check_filters();
    check_json();
    check_hostile();
    if (failures > 0) {
        printf("%d of %d checks fail\n", failures, checks);
        return 1;
    }
    printf("all %d checks hold\n", checks);
    return 0;
}
