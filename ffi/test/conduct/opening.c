/* Versions, the last error, opening and closing. */
#include "check.h"

void check_versions(void) {
    char buffer[8];
    int32_t needed = -1;
    NUMBER(vade_abi_version(), VADE_ABI_VERSION);
    CHECK(strchr(vade_version(), '.') != NULL);
    TEXT(vade_status_name(VADE_OK), "ok");
    TEXT(vade_status_name(VADE_ROW), "row");
    TEXT(vade_status_name(VADE_NONE), "none");
    TEXT(vade_status_name(VADE_ERROR_NOT_FOUND), "not_found");
    TEXT(vade_status_name(VADE_ERROR_PANIC), "panic");
    TEXT(vade_status_name(-9999), "unknown");
    TEXT(vade_status_name(9999), "unknown");

    /* Before any failure of the thread. */
    strcpy(buffer, "before");
    STATUS(vade_last_error(buffer, (int32_t)sizeof buffer, &needed), VADE_NONE);
    TEXT(buffer, "");
    NUMBER(needed, 1);
    NUMBER(vade_last_error_offset(), -1);
}

static void check_last_error(void) {
    vade_engine *engine = NULL;
    char message[1024], again[1024], little[9];
    vade_char16 units[1024], few[4];
    int32_t needed = 0, needed16 = 0;
    STATUS(vade_open_file("no such file", -1, NULL, &engine), VADE_ERROR_IO);
    STATUS(vade_last_error(message, (int32_t)sizeof message, &needed), VADE_OK);
    CHECK(strncmp(message, "no such file: ", 14) == 0);
    NUMBER(needed, strlen(message) + 1);
    STATUS(vade_last_error16(units, 1024, &needed16), VADE_OK);
    TEXT(narrow(units), message);
    NUMBER(needed16, needed);

    /* A buffer that is too small is a failure which is not kept. */
    STATUS(vade_last_error(little, (int32_t)sizeof little, &needed), VADE_ERROR_BUFFER);
    TEXT(little, "no such ");
    NUMBER(needed, strlen(message) + 1);
    STATUS(vade_last_error16(few, 4, NULL), VADE_ERROR_BUFFER);
    TEXT(narrow(few), "no ");
    STATUS(vade_last_error(NULL, 9, &needed), VADE_ERROR_ARGUMENT);
    STATUS(vade_last_error(NULL, 0, &needed), VADE_OK);
    NUMBER(needed, strlen(message) + 1);

    /* A success leaves it as it is. */
    engine = opened(demo_path);
    STATUS(vade_last_error(again, (int32_t)sizeof again, NULL), VADE_OK);
    TEXT(again, message);
    STATUS(vade_close(engine), VADE_OK);
}

static void check_options(void) {
    vade_engine *engine = NULL;
    vade_open_options options;
    struct {
        vade_open_options known;
        uint32_t unknown[4];
    } newer;
    memset(&options, 0, sizeof options);
    STATUS(vade_open_file(demo_path, -1, &options, &engine), VADE_ERROR_STRUCT);
    CHECK(engine == NULL);
    options.struct_size = 7;
    STATUS(vade_open_file(demo_path, -1, &options, &engine), VADE_ERROR_STRUCT);
    options.struct_size = 0xffffffffu;
    STATUS(vade_open_file(demo_path, -1, &options, &engine), VADE_ERROR_STRUCT);
    options.struct_size = (uint32_t)sizeof options;
    options.flags = VADE_OPEN_IN_MEMORY | VADE_OPEN_TRUSTED;
    STATUS(vade_open_file(demo_path, -1, &options, &engine), VADE_OK);
    STATUS(vade_verify(engine), VADE_OK);
    STATUS(vade_close(engine), VADE_OK);
    engine = NULL;
    options.flags = VADE_OPEN_BORROWED;
    STATUS(vade_open_file(demo_path, -1, &options, &engine), VADE_ERROR_FLAGS);
    options.flags = VADE_OPEN_IN_MEMORY;
    STATUS(vade_open_memory("x", 1, &options, &engine), VADE_ERROR_FLAGS);
    options.flags = 0x80000000u;
    STATUS(vade_open_file(demo_path, -1, &options, &engine), VADE_ERROR_FLAGS);

    /* The struct of a newer header. */
    memset(&newer, 0, sizeof newer);
    newer.known.struct_size = (uint32_t)sizeof newer;
    STATUS(vade_open_file(demo_path, -1, &newer.known, &engine), VADE_OK);
    STATUS(vade_close(engine), VADE_OK);
    newer.unknown[3] = 1;
    STATUS(vade_open_file(demo_path, -1, &newer.known, &engine), VADE_ERROR_STRUCT);
}

static int32_t count_of_hits(const vade_engine *engine) {
    vade_cursor *cursor = NULL;
    int64_t ids[64];
    int32_t count = 0;
    STATUS(vade_search(engine, "heart att", -1, NULL, NULL, &cursor), VADE_OK);
    STATUS(vade_cursor_fetch_ids(cursor, ids, 64, &count), VADE_ROW);
    STATUS(vade_cursor_close(cursor), VADE_OK);
    return count;
}

static void check_memory(void) {
    vade_engine *engine = NULL;
    vade_open_options options;
    long length = 0, at;
    int refused = 0;
    char *bytes = bytes_of(demo_path, &length);

    /* Copied: what becomes of the bytes is the caller's affair. */
    STATUS(vade_open_memory(bytes, length, NULL, &engine), VADE_OK);
    memset(bytes, 0, (size_t)length);
    NUMBER(count_of_hits(engine), 4);
    STATUS(vade_verify(engine), VADE_OK);
    STATUS(vade_close(engine), VADE_OK);
    free(bytes);

    /* Borrowed: they stay where they are. */
    bytes = bytes_of(demo_path, &length);
    options.struct_size = (uint32_t)sizeof options;
    options.flags = VADE_OPEN_BORROWED;
    STATUS(vade_open_memory(bytes, length, &options, &engine), VADE_OK);
    NUMBER(count_of_hits(engine), 4);
    STATUS(vade_close(engine), VADE_OK);

    /* Not a file, not a whole file, a damaged file. */
    engine = (vade_engine *)bytes;
    STATUS(vade_open_memory("This is no file at all, is it? It is not, and it is long enough.", 64, NULL, &engine),
           VADE_ERROR_NOT_VADE);
    CHECK(engine == NULL);
    STATUS(vade_open_memory(bytes, length - 1, NULL, &engine), VADE_ERROR_DAMAGED);
    STATUS(vade_open_memory(bytes, 10, NULL, &engine), VADE_ERROR_DAMAGED);
    STATUS(vade_open_memory(NULL, 0, NULL, &engine), VADE_ERROR_NOT_VADE);
    STATUS(vade_open_memory(NULL, 1, NULL, &engine), VADE_ERROR_ARGUMENT);
    STATUS(vade_open_memory(bytes, -1, NULL, &engine), VADE_ERROR_ARGUMENT);
    CHECK(engine == NULL);
    for (at = 97; at < length; at += length / 50) {
        bytes[at] = (char)(bytes[at] ^ 0x10);
        if (vade_open_memory(bytes, length, NULL, &engine) == VADE_OK) {
            /* Where it opens, all of it is checked by verify. */
            const int32_t status = vade_verify(engine);
            CHECK(status == VADE_ERROR_DAMAGED || status == VADE_ERROR_VERSION);
            refused += status != VADE_OK;
            STATUS(vade_close(engine), VADE_OK);
        } else {
            refused++;
            CHECK(engine == NULL);
        }
        bytes[at] = (char)(bytes[at] ^ 0x10);
    }
    CHECK(refused >= 50);
    free(bytes);
}

static void check_paths(void) {
    vade_engine *engine = NULL;
    char longer[2048];
    vade_char16 half[3];
    STATUS(vade_open_file16(wide(demo_path), -1, NULL, &engine), VADE_OK);
    STATUS(vade_close(engine), VADE_OK);
    /* A length, and what stands behind it is not read. */
    sprintf(longer, "%.2000sXYZ", demo_path);
    STATUS(vade_open_file(longer, (int32_t)strlen(demo_path), NULL, &engine), VADE_OK);
    STATUS(vade_close(engine), VADE_OK);
    STATUS(vade_open_file16(wide(longer), (int32_t)strlen(demo_path), NULL, &engine), VADE_OK);
    STATUS(vade_close(engine), VADE_OK);
    STATUS(vade_open_file("", -1, NULL, &engine), VADE_ERROR_IO);
    STATUS(vade_open_file("a\0b", 3, NULL, &engine), VADE_ERROR_IO);
    STATUS(vade_open_file(work_path, -1, NULL, &engine), VADE_ERROR_IO);
    half[0] = 'a';
    half[1] = (vade_char16)0xd800;
    half[2] = 0;
    /* A path of Windows can be no UTF-16; nowhere else can there be such a file. */
#ifdef _WIN32
    STATUS(vade_open_file16(half, -1, NULL, &engine), VADE_ERROR_IO);
#else
    STATUS(vade_open_file16(half, -1, NULL, &engine), VADE_ERROR_ENCODING);
    NUMBER(vade_last_error_offset(), 1);
#endif
    CHECK(engine == NULL);
}

static void write_copy(const char *path, const char *bytes, long length) {
    FILE *file = fopen(path, "wb");
    CHECK(file != NULL && fwrite(bytes, 1, (size_t)length, file) == (size_t)length);
    if (file != NULL)
        fclose(file);
}

/* A new file takes the place of an old one, whose cursors finish; and two files are open at one time. */
static void check_exchange(void) {
    char path[2048], next[2048];
    vade_engine *old_engine, *new_engine;
    vade_cursor *rows = NULL;
    vade_file_info before, after;
    long length = 0, next_length = 0;
    int count = 0;
    char *bytes = bytes_of(demo_path, &length), *next_bytes = bytes_of(subset_path, &next_length);
    sprintf(path, "%.2000s/current.vade", work_path);
    sprintf(next, "%.2000s/next.vade", work_path);
    remove(path);
    write_copy(path, bytes, length);
    write_copy(next, next_bytes, next_length);
    old_engine = opened(path);
    STATUS(vade_concept_rows(old_engine, id(ROOT), VADE_ROWS_DESCENDANTS, &rows), VADE_OK);
    for (count = 0; count < 100; count++)
        STATUS(vade_cursor_next(rows), VADE_ROW);
#ifdef _WIN32
    /* A mapped file cannot be replaced there: the new one has a name of its own. */
    new_engine = opened(next);
#else
    CHECK(rename(next, path) == 0);
    new_engine = opened(path);
#endif
    before.struct_size = after.struct_size = (uint32_t)sizeof before;
    STATUS(vade_file(old_engine, &before), VADE_OK);
    STATUS(vade_file(new_engine, &after), VADE_OK);
    NUMBER(before.length, length);
    NUMBER(after.length, next_length);
    NUMBER(before.is_subset, 0);
    NUMBER(after.is_subset, 1);
    STATUS(vade_close(old_engine), VADE_OK);
    while (vade_cursor_next(rows) == VADE_ROW)
        count++;
    NUMBER(count, before.active_concepts - 1);
    STATUS(vade_cursor_close(rows), VADE_OK);
    STATUS(vade_close(new_engine), VADE_OK);
    remove(path);
    remove(next);
    free(bytes);
    free(next_bytes);
}

void check_opening(void) {
    check_last_error();
    check_options();
    check_memory();
    check_paths();
    check_exchange();
    STATUS(vade_close(NULL), VADE_OK);
    STATUS(vade_filter_close(NULL), VADE_OK);
    STATUS(vade_cursor_close(NULL), VADE_OK);
}
