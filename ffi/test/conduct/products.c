/* Medicinal products: by id, by class, by GTIN, and in the one search. */
#include "check.h"

static vade_product_info known(const vade_engine *engine, const char *code) {
    vade_product_info info;
    memset(&info, 7, sizeof info);
    info.struct_size = (uint32_t)sizeof info;
    STATUS(vade_product(engine, id(code), &info), VADE_OK);
    return info;
}

static void check_is(const vade_engine *engine, const char *code, int32_t product_class, const char *flags) {
    const vade_product_info info = known(engine, code);
    char found[6];
    found[0] = info.is_replaced ? 'r' : '-';
    found[1] = info.is_valid ? 'v' : '-';
    found[2] = info.is_available ? 'a' : '-';
    found[3] = info.is_in_use ? 'u' : '-';
    found[4] = info.is_prescribable ? 'p' : '-';
    found[5] = 0;
    NUMBER(info.product_class, product_class);
    TEXT(found, flags);
}

static void check_above(const vade_engine *engine, const char *code, const char *vtm, const char *vmp, const char *amp,
                        const char *vmpp) {
    const vade_product_info info = known(engine, code);
    NUMBER(info.id, id(code));
    NUMBER(info.vtm, id(vtm));
    NUMBER(info.vmp, id(vmp));
    NUMBER(info.amp, id(amp));
    NUMBER(info.vmpp, id(vmpp));
}

static void check_infos(const vade_engine *engine) {
    vade_product_info info;
    /* Replaced, valid, available, in use, prescribable. */
    check_is(engine, MOIETY, VADE_CLASS_VTM, "-vau-");
    check_is(engine, WARFARIN, VADE_CLASS_VMP, "-vaup");
    check_is(engine, WRONG, VADE_CLASS_VMP, "--a--");
    check_is(engine, CAUTIONED, VADE_CLASS_VMP, "-vaup");
    check_is(engine, CAPSULES, VADE_CLASS_VMP, "-vaup");
    check_is(engine, BEFORE, VADE_CLASS_VMP, "rvaup");
    check_is(engine, SUPPLIED, VADE_CLASS_AMP, "-vaup");
    check_is(engine, UNAVAILABLE, VADE_CLASS_AMP, "-v---");
    check_is(engine, IMPORTED, VADE_CLASS_AMP, "-vau-");
    check_is(engine, PACK30, VADE_CLASS_VMPP, "-vaup");
    check_is(engine, PACK30ML, VADE_CLASS_VMPP, "-v---");
    check_is(engine, BOX30, VADE_CLASS_AMPP, "-vaup");
    check_is(engine, BOX15, VADE_CLASS_AMPP, "-v---");

    check_above(engine, MOIETY, MOIETY, "0", "0", "0");
    check_above(engine, WARFARIN, MOIETY, WARFARIN, "0", "0");
    check_above(engine, SUPPLIED, STEROID, CREAM, SUPPLIED, "0");
    check_above(engine, PACK30, STEROID, CREAM, "0", PACK30);
    check_above(engine, BOX30, STEROID, CREAM, SUPPLIED, PACK30);
    /* Two VMPs, and their two VTMs: neither is the one. */
    check_above(engine, AT_ODDS, "0", "0", ODD_AMP, ODD_VMPP);

    NUMBER(known(engine, WARFARIN).is_concept, 1);
    NUMBER(known(engine, SUPPLIED).is_concept, 0);
    NUMBER(known(engine, BEFORE).id, id(CAPSULES));

    info.struct_size = 8;
    STATUS(vade_product(engine, id(WARFARIN), &info), VADE_ERROR_STRUCT);
    info.struct_size = 71;
    STATUS(vade_product(engine, id(WARFARIN), &info), VADE_ERROR_STRUCT);
}

static void check_absent(const vade_engine *engine, const vade_engine *demo) {
    static const char *const malformed[3] = {"0", "12345", "853488621999999107"};
    vade_product_info info;
    vade_cursor *rows = NULL;
    char text[1024];
    vade_char16 text16[8];
    int at;
    memset(&info, 7, sizeof info);
    info.struct_size = (uint32_t)sizeof info;
    STATUS(vade_product(engine, id(ROOT), &info), VADE_ERROR_NOT_FOUND);
    CHECK(info.id == 0 && info.vtm == 0 && info.is_valid == 0 && info.vmpp == 0);
    for (at = 0; at < 3; at++)
        STATUS(vade_product(engine, id(malformed[at]), &info), VADE_ERROR_INVALID_ID);
    STATUS(vade_product(engine, -1, &info), VADE_ERROR_INVALID_ID);
    STATUS(vade_product_name(engine, id(ROOT), text, 10, NULL), VADE_ERROR_NOT_FOUND);
    TEXT(text, "");
    STATUS(vade_product_rows(engine, id(ROOT), VADE_CLASS_VMP, 0, &rows), VADE_ERROR_NOT_FOUND);
    STATUS(vade_product_reasons(engine, id(ROOT), &rows), VADE_ERROR_NOT_FOUND);

    /* Replaced by two: which, is told, and a search for the id finds both. */
    STATUS(vade_product(engine, id(SPLIT), &info), VADE_ERROR_NOT_FOUND);
    STATUS(vade_last_error(text, (int32_t)sizeof text, NULL), VADE_OK);
    CHECK(strstr(text, SPLIT_ONE) != NULL && strstr(text, SPLIT_OTHER) != NULL);
    STATUS(vade_product_reasons(engine, id(SPLIT), &rows), VADE_ERROR_NOT_FOUND);
    CHECK(rows == NULL);
    STATUS(vade_search(engine, SPLIT, -1, NULL, NULL, &rows), VADE_OK);
    for (at = 0; vade_cursor_next(rows) == VADE_ROW; at++) {
        int64_t found = 0;
        STATUS(vade_cursor_int(rows, VADE_COLUMN_ID, &found), VADE_OK);
        CHECK(found == id(SPLIT_ONE) || found == id(SPLIT_OTHER));
    }
    NUMBER(at, 2);
    STATUS(vade_cursor_close(rows), VADE_OK);

    /* Without dm+d there is no answer, whatever is asked. */
    rows = NULL;
    STATUS(vade_product(demo, id(WARFARIN), &info), VADE_ERROR_NOT_IN_FILE);
    STATUS(vade_product(demo, -1, &info), VADE_ERROR_NOT_IN_FILE);
    STATUS(vade_product_name(demo, id(WARFARIN), text, 10, NULL), VADE_ERROR_NOT_IN_FILE);
    STATUS(vade_product_name16(demo, id(WARFARIN), text16, 8, NULL), VADE_ERROR_NOT_IN_FILE);
    STATUS(vade_product_rows(demo, id(WARFARIN), VADE_CLASS_VMP, 0, &rows), VADE_ERROR_NOT_IN_FILE);
    STATUS(vade_product_reasons(demo, id(WARFARIN), &rows), VADE_ERROR_NOT_IN_FILE);
    STATUS(vade_gtin_rows(demo, GTIN, -1, 0, &rows), VADE_ERROR_NOT_IN_FILE);
    STATUS(vade_gtin_rows(demo, "x", -1, 0, &rows), VADE_ERROR_NOT_IN_FILE);
    CHECK(rows == NULL);
    STATUS(vade_file_text(demo, VADE_FILE_DMD, text, 10, NULL), VADE_NONE);
    STATUS(vade_file_text(engine, VADE_FILE_DMD, text, 10, NULL), VADE_OK);
    TEXT(text, "20260409");
}

/* The name of SUPPLIED. */
#define CREAM_OF_SUPPLIER "Cr\303\250me Alouette 1% cream (M\303\266we & S\303\266hne Ltd)"

static void check_names(const vade_engine *engine) {
    char text[64];
    vade_char16 text16[64];
    int32_t needed = 0;
    STATUS(vade_product_name(engine, id(SUPPLIED), NULL, 0, &needed), VADE_OK);
    NUMBER(needed, 46);
    STATUS(vade_product_name(engine, id(SUPPLIED), text, 64, &needed), VADE_OK);
    TEXT(text, CREAM_OF_SUPPLIER);
    STATUS(vade_product_name16(engine, id(SUPPLIED), text16, 64, &needed), VADE_OK);
    TEXT(narrow(text16), text);
    NUMBER(needed, 43);
    /* Cut before the letter that has no room. */
    STATUS(vade_product_name(engine, id(SUPPLIED), text, 28, &needed), VADE_ERROR_BUFFER);
    TEXT(text, "Cr\303\250me Alouette 1% cream (M");
    NUMBER(needed, 46);
    /* Of an id that was replaced: the name that it has now. */
    STATUS(vade_product_name(engine, id(BEFORE), text, 64, NULL), VADE_OK);
    TEXT(text, "Doxycycline 100mg capsules");
}

/* The ids of the products of a class, as many as there are; `first` is that of the first. */
static int32_t related(const vade_engine *engine, const char *code, int32_t product_class, uint32_t flags,
                       const char *first) {
    vade_cursor *rows = NULL;
    int64_t ids[20], total = 0;
    int32_t count = 0;
    STATUS(vade_product_rows(engine, id(code), product_class, flags, &rows), VADE_OK);
    CHECK(vade_cursor_fetch_ids(rows, ids, 20, &count) >= 0);
    if (count > 0)
        NUMBER(ids[0], id(first));
    STATUS(vade_cursor_total(rows, &total), VADE_OK);
    NUMBER(total, count);
    STATUS(vade_cursor_close(rows), VADE_OK);
    return count;
}

static void check_product_rows(const vade_engine *engine) {
    const uint32_t both = VADE_PRODUCTS_VALID | VADE_PRODUCTS_PRESCRIBABLE;
    vade_cursor *rows = NULL;
    int32_t ends[4], count = 0;
    NUMBER(related(engine, OF_WRONG, VADE_CLASS_VMP, 0, "547621561999999104"), 8);
    NUMBER(related(engine, OF_WRONG, VADE_CLASS_VMP, VADE_PRODUCTS_VALID, "547621561999999104"), 7);
    NUMBER(related(engine, TABLETS, VADE_CLASS_AMP, 0, "114407951999999100"), 4);
    NUMBER(related(engine, TABLETS, VADE_CLASS_AMP, VADE_PRODUCTS_VALID, "114407951999999100"), 4);
    NUMBER(related(engine, TABLETS, VADE_CLASS_AMP, VADE_PRODUCTS_PRESCRIBABLE, "114407951999999100"), 3);
    NUMBER(related(engine, TABLETS, VADE_CLASS_AMP, both, "114407951999999100"), 3);
    NUMBER(related(engine, CREAM, VADE_CLASS_VMPP, 0, PACK30), 3);
    NUMBER(related(engine, CREAM, VADE_CLASS_AMPP, 0, "636036811999999109"), 9);
    NUMBER(related(engine, SUPPLIED, VADE_CLASS_AMPP, 0, BOX30), 2);
    NUMBER(related(engine, SUPPLIED, VADE_CLASS_AMP, 0, SUPPLIED), 1);
    NUMBER(related(engine, ALONE, VADE_CLASS_AMP, 0, NULL), 0);
    NUMBER(related(engine, BOX30, VADE_CLASS_VTM, 0, STEROID), 1);
    NUMBER(related(engine, AT_ODDS, VADE_CLASS_VMP, 0, "547621561999999104"), 2);
    NUMBER(related(engine, AT_ODDS, VADE_CLASS_VTM, 0, OF_WRONG), 2);
    NUMBER(related(engine, BEFORE, VADE_CLASS_VMPP, 0, "688940691999999108"), 2);
    STATUS(vade_product_rows(engine, id(WARFARIN), 0, 0, &rows), VADE_ERROR_UNSUPPORTED);
    STATUS(vade_product_rows(engine, id(WARFARIN), 6, 0, &rows), VADE_ERROR_UNSUPPORTED);
    STATUS(vade_product_rows(engine, id(WARFARIN), VADE_CLASS_AMP, 4, &rows), VADE_ERROR_FLAGS);
    STATUS(vade_product_rows(engine, id(WARFARIN), VADE_CLASS_AMP, 0xffffffffu, &rows), VADE_ERROR_FLAGS);
    CHECK(rows == NULL);
    STATUS(vade_product_rows(engine, id(WARFARIN), VADE_CLASS_AMP, 0, &rows), VADE_OK);
    STATUS(vade_cursor_next(rows), VADE_ROW);
    STATUS(vade_cursor_ranges(rows, VADE_COLUMN_TERM, ends, 4, &count), VADE_ERROR_COLUMN);
    STATUS(vade_cursor_close(rows), VADE_OK);
}

/* The reasons of a product, parted by commas, cautions with a question mark. */
static const char *reasons_of(const vade_engine *engine, const char *code) {
    static char all[1000];
    vade_cursor *rows = NULL;
    const char *reason = NULL;
    int64_t is_caution = 0;
    all[0] = 0;
    STATUS(vade_product_reasons(engine, id(code), &rows), VADE_OK);
    while (vade_cursor_next(rows) == VADE_ROW) {
        STATUS(vade_cursor_text(rows, VADE_COLUMN_REASON, &reason, NULL), VADE_OK);
        STATUS(vade_cursor_int(rows, VADE_COLUMN_CAUTION, &is_caution), VADE_OK);
        sprintf(all + strlen(all), "%s%.100s%s", all[0] == 0 ? "" : ",", reason, is_caution ? "?" : "");
    }
    STATUS(vade_cursor_close(rows), VADE_OK);
    return all;
}

static void check_reasons(const vade_engine *engine) {
    TEXT(reasons_of(engine, WARFARIN), "");
    TEXT(reasons_of(engine, MOIETY), "moiety_only");
    TEXT(reasons_of(engine, WRONG), "invalid");
    TEXT(reasons_of(engine, CAUTIONED), "brand_advised?");
    TEXT(reasons_of(engine, BEFORE), "");
    TEXT(reasons_of(engine, UNAVAILABLE), "not_available");
    TEXT(reasons_of(engine, IMPORTED), "parallel_import");
    TEXT(reasons_of(engine, BOX15), "discontinued");
}

/* The packs of a GTIN: how many, and which stands first. */
static int32_t packs_of(const vade_engine *engine, const char *gtin, int32_t day, const char *first) {
    vade_cursor *rows = NULL, *rows16 = NULL;
    int64_t ids[10], ids16[10];
    int32_t count = 0, count16 = 0;
    STATUS(vade_gtin_rows(engine, gtin, -1, day, &rows), VADE_OK);
    STATUS(vade_gtin_rows16(engine, wide(gtin), -1, day, &rows16), VADE_OK);
    CHECK(vade_cursor_fetch_ids(rows, ids, 10, &count) >= 0);
    CHECK(vade_cursor_fetch_ids(rows16, ids16, 10, &count16) >= 0);
    NUMBER(count, count16);
    if (count > 0) {
        NUMBER(ids[0], id(first));
        NUMBER(ids16[0], id(first));
    }
    STATUS(vade_cursor_close(rows), VADE_OK);
    STATUS(vade_cursor_close(rows16), VADE_OK);
    return count;
}

static void check_gtins(const vade_engine *engine) {
    static const char *const wrong[6] = {"", "2999764659854", "299976465985", "(17)261130", "x", "299976465985\303\251"};
    static const int32_t no_day[5] = {-1, 7, 20191301, 20190132, 99999999};
    vade_cursor *rows = NULL;
    int at;
    NUMBER(packs_of(engine, GTIN, 0, BOX30), 2);
    NUMBER(packs_of(engine, "0" GTIN, 20190312, NULL), 0);
    NUMBER(packs_of(engine, GTIN, 20190313, BOX30), 1);
    NUMBER(packs_of(engine, GTIN, 20220430, BOX30), 1);
    NUMBER(packs_of(engine, GTIN, 20220501, BOX30), 2);
    NUMBER(packs_of(engine, GTIN, 20231231, BOX30), 2);
    NUMBER(packs_of(engine, GTIN, 20240101, BOX15), 1);
    NUMBER(packs_of(engine, "]d2010" GTIN "\03521XYZ", 20260401, BOX15), 1);
    NUMBER(packs_of(engine, "4006381333931", 0, NULL), 0);
    for (at = 0; at < 6; at++)
        STATUS(vade_gtin_rows(engine, wrong[at], -1, 0, &rows), VADE_ERROR_INVALID_ID);
    STATUS(vade_gtin_rows(engine, NULL, 0, 0, &rows), VADE_ERROR_INVALID_ID);
    for (at = 0; at < 5; at++)
        STATUS(vade_gtin_rows(engine, GTIN, -1, no_day[at], &rows), VADE_ERROR_ARGUMENT);
    CHECK(rows == NULL);
    /* A length that ends before the text does. */
    STATUS(vade_gtin_rows(engine, GTIN "9", 13, 0, &rows), VADE_OK);
    STATUS(vade_cursor_next(rows), VADE_ROW);
    STATUS(vade_cursor_close(rows), VADE_OK);
}

/* The value of a member of the object that a text begins with, as it is written; empty where there is none. */
static const char *member(const char *object, const char *name) {
    static char value[400];
    char wanted[40];
    const char *at, *next = strstr(object + 1, "{\"code\"");
    int length;
    sprintf(wanted, "\"%.30s\":", name);
    at = strstr(object, wanted);
    value[0] = 0;
    if (at != NULL && (next == NULL || at < next)) {
        at += strlen(wanted);
        at += *at == '"';
        length = (int)strcspn(at, "\",}");
        CHECK(length < (int)sizeof value);
        sprintf(value, "%.*s", length < (int)sizeof value ? length : 0, at);
    }
    return value;
}

static const char *const class_names[6] = {"", "vtm", "vmp", "amp", "vmpp", "ampp"};

/* A flag of a row as JSON writes it. */
static const char *flag(vade_cursor *hits, int32_t column) {
    int64_t value = 0;
    return vade_cursor_int(hits, column, &value) == VADE_NONE ? "" : value != 0 ? "true" : "false";
}

/* What a search finds is what the request `search` finds, hit for hit. */
static int compare(const vade_engine *engine, const char *query, const char *more, const vade_filter *filter,
                   uint32_t flags) {
    vade_search_options options;
    vade_cursor *hits = NULL, *response = NULL;
    const char *json = NULL, *text = NULL;
    char request[500];
    int64_t number = 0;
    int count = 0;
    memset(&options, 0, sizeof options);
    options.struct_size = (uint32_t)sizeof options;
    options.flags = flags | VADE_SEARCH_TOTAL;
    options.limit = 50;
    sprintf(request, "{\"op\":\"search\",\"query\":\"%.100s\",\"limit\":50,\"total\":true%.300s}", query, more);
    STATUS(vade_json(engine, request, -1, &response), VADE_OK);
    STATUS(vade_cursor_next(response), VADE_ROW);
    STATUS(vade_cursor_text(response, VADE_COLUMN_JSON, &json, NULL), VADE_OK);
    CHECK(strstr(json, "\"ok\":true") != NULL);
    STATUS(vade_search(engine, query, -1, filter, &options, &hits), VADE_OK);
    STATUS(vade_cursor_total(hits, &number), VADE_OK);
    NUMBER(number, id(member(json, "total")));
    while (vade_cursor_next(hits) == VADE_ROW) {
        json = strstr(json + 1, "{\"code\"");
        CHECK(json != NULL);
        if (json == NULL)
            break;
        STATUS(vade_cursor_text(hits, VADE_COLUMN_ID, &text, NULL), VADE_OK);
        TEXT(text, member(json, "code"));
        STATUS(vade_cursor_text(hits, VADE_COLUMN_TERM, &text, NULL), VADE_OK);
        TEXT(text, member(json, "term"));
        STATUS(vade_cursor_text(hits, VADE_COLUMN_PREFERRED, &text, NULL), VADE_OK);
        TEXT(text, member(json, "preferred"));
        if (vade_cursor_text(hits, VADE_COLUMN_DESCRIPTION, &text, NULL) == VADE_NONE)
            text = "";
        TEXT(text, member(json, "description"));
        number = 0;
        CHECK(vade_cursor_int(hits, VADE_COLUMN_CLASS, &number) >= 0);
        TEXT(class_names[number], member(json, "class"));
        TEXT(flag(hits, VADE_COLUMN_PRESCRIBABLE), member(json, "prescribable"));
        if (number != 0 && strcmp(flag(hits, VADE_COLUMN_ACTIVE), "true") == 0)
            TEXT(flag(hits, VADE_COLUMN_IN_USE), member(json, "active"));
        count++;
    }
    CHECK(json == NULL || strstr(json + 1, "{\"code\"") == NULL);
    STATUS(vade_cursor_close(hits), VADE_OK);
    STATUS(vade_cursor_close(response), VADE_OK);
    return count;
}

static void check_product_search(const vade_engine *engine, const vade_engine *demo) {
    static const char *const queries[10] = {"warf", "warfarin 3mg", "tablet", "creme alou", "co-codamol 30mg tabs",
                                            BEFORE, GTIN,           WARFARIN, UNAVAILABLE,  "warfrin 3mg"};
    vade_filter *filter = NULL, *other = NULL;
    vade_cursor *hits = NULL;
    vade_search_options options;
    int32_t ends[8], count = 0;
    int at, all = 0;
    memset(&options, 0, sizeof options);
    options.struct_size = (uint32_t)sizeof options;
    STATUS(vade_filter_new(engine, &filter), VADE_OK);
    STATUS(vade_filter_text(filter, VADE_FILTER_CLASS, "vmp", -1), VADE_OK);
    STATUS(vade_filter_text16(filter, VADE_FILTER_CLASS, wide("amp"), -1), VADE_OK);
    for (at = 0; at < 10; at++) {
        const char *const offered = ",\"classes\":[\"vmp\",\"amp\"],\"prescribable\":true";
        all += compare(engine, queries[at], "", NULL, 0);
        compare(engine, queries[at], ",\"active\":\"any\"", NULL, VADE_SEARCH_ACTIVE_AND_INACTIVE);
        compare(engine, queries[at], ",\"active\":false", NULL, VADE_SEARCH_INACTIVE);
        compare(engine, queries[at], ",\"definitions\":true", NULL, VADE_SEARCH_DEFINITIONS);
        compare(engine, queries[at], ",\"fuzzy\":\"off\",\"classes\":[\"vmp\",\"amp\"]", filter, VADE_SEARCH_NO_TYPOS);
        compare(engine, queries[at], offered, filter, VADE_SEARCH_PRESCRIBABLE);
    }
    CHECK(all > 30);
    NUMBER(compare(engine, "estrawren sequi", ",\"classes\":[\"vmp\",\"amp\"]", filter, 0), 3);
    NUMBER(compare(engine, "estrawren sequi", ",\"classes\":[\"vmp\",\"amp\"],\"prescribable\":true", filter,
                   VADE_SEARCH_PRESCRIBABLE),
           1);

    /* What cannot be is told and leaves the filter as it was. */
    STATUS(vade_filter_text(filter, VADE_FILTER_CLASS, "VMP", -1), VADE_ERROR_BAD_REQUEST);
    STATUS(vade_filter_text(filter, VADE_FILTER_CLASS, "", -1), VADE_ERROR_BAD_REQUEST);
    NUMBER(compare(engine, "estrawren sequi", ",\"classes\":[\"vmp\",\"amp\"]", filter, 0), 3);
    STATUS(vade_filter_new(demo, &other), VADE_OK);
    STATUS(vade_filter_text(other, VADE_FILTER_CLASS, "vmp", -1), VADE_ERROR_NOT_IN_FILE);
    STATUS(vade_filter_close(other), VADE_OK);
    options.flags = VADE_SEARCH_PRESCRIBABLE;
    STATUS(vade_search(engine, "warf", -1, NULL, &options, &hits), VADE_ERROR_BAD_REQUEST);
    STATUS(vade_search(demo, "warf", -1, NULL, &options, &hits), VADE_ERROR_BAD_REQUEST);
    options.flags = VADE_SEARCH_DEFINITIONS;
    STATUS(vade_search(engine, "warf", -1, filter, &options, &hits), VADE_ERROR_BAD_REQUEST);
    CHECK(hits == NULL);

    /* Only those that are concepts of a set. */
    STATUS(vade_filter_text(filter, VADE_FILTER_WITHIN, "<< " WARFARIN, -1), VADE_OK);
    NUMBER(compare(engine, "warf", ",\"classes\":[\"vmp\",\"amp\"],\"within\":\"<< " WARFARIN "\"", filter, 0), 1);
    STATUS(vade_filter_text(filter, VADE_FILTER_MODULE, "11999999107", -1), VADE_OK);
    STATUS(vade_search(engine, "warf", -1, filter, NULL, &hits), VADE_ERROR_BAD_REQUEST);
    CHECK(hits == NULL);
    STATUS(vade_filter_close(filter), VADE_OK);
    STATUS(vade_filter_new(engine, &filter), VADE_OK);
    STATUS(vade_filter_text(filter, VADE_FILTER_SEMANTIC_TAG, "clinical drug", -1), VADE_OK);
    compare(engine, "warf", ",\"semantic_tags\":[\"clinical drug\"]", filter, 0);
    STATUS(vade_filter_text(filter, VADE_FILTER_CLASS, "vmp", -1), VADE_OK);
    STATUS(vade_search(engine, "warf", -1, filter, NULL, &hits), VADE_ERROR_BAD_REQUEST);
    STATUS(vade_filter_close(filter), VADE_OK);

    /* What was matched of a name. */
    STATUS(vade_search(engine, "creme mow", -1, NULL, NULL, &hits), VADE_OK);
    STATUS(vade_cursor_next(hits), VADE_ROW);
    STATUS(vade_cursor_ranges(hits, VADE_COLUMN_TERM, ends, 8, &count), VADE_OK);
    NUMBER(count, 4);
    CHECK(ends[0] == 0 && ends[1] == 6 && ends[2] == 26 && ends[3] == 31);
    STATUS(vade_cursor_ranges16(hits, VADE_COLUMN_TERM, ends, 8, &count), VADE_OK);
    CHECK(count == 4 && ends[0] == 0 && ends[1] == 5 && ends[2] == 25 && ends[3] == 29);
    STATUS(vade_cursor_ranges(hits, VADE_COLUMN_PREFERRED, ends, 8, &count), VADE_ERROR_COLUMN);
    STATUS(vade_cursor_close(hits), VADE_OK);
}

/* Rows of products hold their file open, and names are of no language. */
static void check_closing(void) {
    vade_engine *engine = opened(products_path);
    vade_cursor *products = NULL, *packs = NULL, *reasons = NULL;
    const char *text = NULL;
    int64_t number = 0;
    STATUS(vade_product_rows(engine, id(SUPPLIED), VADE_CLASS_AMP, 0, &products), VADE_OK);
    STATUS(vade_gtin_rows(engine, GTIN, -1, 0, &packs), VADE_OK);
    STATUS(vade_product_reasons(engine, id(MOIETY), &reasons), VADE_OK);
    STATUS(vade_close(engine), VADE_OK);
    STATUS(vade_cursor_int(products, VADE_COLUMN_ID, &number), VADE_ERROR_NO_ROW);
    STATUS(vade_cursor_language(products, "en-US", -1), VADE_OK);
    STATUS(vade_cursor_next(products), VADE_ROW);
    STATUS(vade_cursor_text(products, VADE_COLUMN_PREFERRED, &text, NULL), VADE_OK);
    TEXT(text, CREAM_OF_SUPPLIER);
    STATUS(vade_cursor_close(products), VADE_OK);
    STATUS(vade_cursor_next(packs), VADE_ROW);
    STATUS(vade_cursor_int(packs, VADE_COLUMN_PRESCRIBABLE, &number), VADE_OK);
    NUMBER(number, 1);
    STATUS(vade_cursor_close(packs), VADE_OK);
    STATUS(vade_cursor_next(reasons), VADE_ROW);
    STATUS(vade_cursor_next(reasons), VADE_OK);
    STATUS(vade_cursor_next(reasons), VADE_OK);
    STATUS(vade_cursor_close(reasons), VADE_OK);
}

void check_products(void) {
    vade_engine *engine = opened(products_path), *demo = opened(demo_path);
    STATUS(vade_verify(engine), VADE_OK);
    check_infos(engine);
    check_absent(engine, demo);
    check_names(engine);
    check_product_rows(engine);
    check_reasons(engine);
    check_gtins(engine);
    check_product_search(engine, demo);
    STATUS(vade_close(demo), VADE_OK);
    STATUS(vade_close(engine), VADE_OK);
    check_closing();
}
