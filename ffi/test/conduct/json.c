/* The request protocol through C. */
#include "check.h"

static char *answered(const vade_engine *engine, const char *request) {
    static char kept[8192];
    vade_cursor *cursor = NULL;
    const char *text = NULL;
    int64_t total = 0;
    int32_t length = 0;
    STATUS(vade_json(engine, request, -1, &cursor), VADE_OK);
    STATUS(vade_cursor_total(cursor, &total), VADE_OK);
    NUMBER(total, 1);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    STATUS(vade_cursor_text(cursor, VADE_COLUMN_JSON, &text, &length), VADE_OK);
    NUMBER(strlen(text), length);
    sprintf(kept, "%.8000s", text);
    STATUS(vade_cursor_next(cursor), VADE_OK);
    STATUS(vade_cursor_close(cursor), VADE_OK);
    return kept;
}

void check_json(void) {
    vade_engine *demo = opened(demo_path);
    vade_cursor *cursor = NULL;
    const vade_char16 *units = NULL;
    vade_char16 half[4];
    int32_t length = 0;
    CHECK(strstr(answered(demo, "{\"op\":\"subsumes\",\"a\":\"" ROOT "\",\"b\":\"" INFARCTION "\",\"id\":7}"),
                 "\"outcome\":\"subsumes\"") != NULL);
    /* What is wrong with a request is told in its response. */
    CHECK(strstr(answered(demo, "{\"op\":\"nonsense\"}"), "\"code\":\"unknown_op\"") != NULL);
    CHECK(strstr(answered(demo, "{\"op\":\"concept\",\"code\":\"" ABSENT "\"}"), "\"code\":\"not_found\"") != NULL);
    CHECK(strstr(answered(demo, ""), "\"code\":\"bad_request\"") != NULL);
    CHECK(strstr(answered(demo, "nonsense"), "\"ok\":false") != NULL);

    STATUS(vade_json16(demo, wide("{\"op\":\"search\",\"query\":\"m\303\251ni\303\250re\",\"limit\":1}"), -1, &cursor),
           VADE_OK);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    STATUS(vade_cursor_text16(cursor, VADE_COLUMN_JSON, &units, &length), VADE_OK);
    CHECK(strstr(narrow(units), "\"term\":\"M\303\251ni\303\250re disease\"") != NULL);
    STATUS(vade_cursor_close(cursor), VADE_OK);

    cursor = NULL;
    STATUS(vade_json(demo, "{\"op\":\"\377\"}", -1, &cursor), VADE_ERROR_ENCODING);
    NUMBER(vade_last_error_offset(), 7);
    half[0] = '"';
    half[1] = (vade_char16)0xdc00;
    half[2] = '"';
    half[3] = 0;
    STATUS(vade_json16(demo, half, -1, &cursor), VADE_ERROR_ENCODING);
    NUMBER(vade_last_error_offset(), 1);
    CHECK(cursor == NULL);
    STATUS(vade_close(demo), VADE_OK);
}
