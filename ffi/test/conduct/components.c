/* What a file is, identifiers, concepts, descriptions and how concepts stand to one another. */
#include "check.h"

void check_file(void) {
    vade_engine *demo = opened(demo_path);
    vade_file_info info;
    char buffer[64], *json;
    vade_char16 units[64];
    int32_t needed = 0, exact = 0;

    memset(&info, 0x55, sizeof info);
    STATUS(vade_file(demo, &info), VADE_ERROR_STRUCT);
    info.struct_size = (uint32_t)sizeof info;
    STATUS(vade_file(demo, &info), VADE_OK);
    NUMBER(info.struct_size, sizeof info);
    NUMBER(info.format_version, 1);
    NUMBER(info.concepts, 3000);
    NUMBER(info.active_concepts, 2989);
    NUMBER(info.effective_time, 20260401);
    NUMBER(info.is_subset, 0);
    /* A failure leaves zeros, and not what was there. */
    STATUS(vade_file(NULL, &info), VADE_ERROR_ARGUMENT);
    NUMBER(info.concepts, 0);

    STATUS(vade_file_text(demo, VADE_FILE_EDITION, buffer, 64, &needed), VADE_OK);
    TEXT(buffer, "http://snomed.info/sct/11999999107/version/20260401");
    NUMBER(needed, strlen(buffer) + 1);
    STATUS(vade_file_text16(demo, VADE_FILE_EDITION, units, 64, &needed), VADE_OK);
    TEXT(narrow(units), buffer);
    NUMBER(needed, strlen(buffer) + 1);
    STATUS(vade_file_text(demo, VADE_FILE_MARKING, buffer, 64, NULL), VADE_OK);
    CHECK(strstr(buffer, "Not for clinical use") != NULL);
    STATUS(vade_file_text(demo, VADE_FILE_LICENCE, buffer, 64, &needed), VADE_ERROR_BUFFER);
    NUMBER(strlen(buffer), 63);
    CHECK(needed > 64);
    STATUS(vade_file_text(demo, VADE_FILE_BUILDER, buffer, 64, NULL), VADE_OK);
    CHECK(strncmp(buffer, "vademecum ", 10) == 0);
    STATUS(vade_file_text(demo, 0, buffer, 64, &needed), VADE_ERROR_UNSUPPORTED);
    TEXT(buffer, "");
    NUMBER(needed, 0);
    STATUS(vade_file_text(demo, 999, buffer, 64, NULL), VADE_ERROR_UNSUPPORTED);

    /* Ask for the length, then for the text: exactly so much, and a byte less. */
    STATUS(vade_manifest_json(demo, NULL, 0, &exact), VADE_OK);
    CHECK(exact > 500);
    json = (char *)malloc((size_t)exact + 1);
    CHECK(json != NULL);
    if (json != NULL) {
        json[exact] = 'x';
        STATUS(vade_manifest_json(demo, json, exact, &needed), VADE_OK);
        NUMBER(strlen(json), exact - 1);
        CHECK(json[exact] == 'x');
        CHECK(strncmp(json, "{\"ok\":true,", 11) == 0);
        STATUS(vade_manifest_json(demo, json, exact - 1, &needed), VADE_ERROR_BUFFER);
        NUMBER(strlen(json), exact - 2);
        NUMBER(needed, exact);
        free(json);
    }
    STATUS(vade_verify(demo), VADE_OK);
    STATUS(vade_close(demo), VADE_OK);

    demo = opened(partial_path);
    STATUS(vade_verify(demo), VADE_OK);
    STATUS(vade_close(demo), VADE_OK);
}

void check_identifiers(void) {
    int64_t number = 7;
    int32_t kind = 7, needed = 0;
    char buffer[19];
    STATUS(vade_parse_id("138875005", -1, &number), VADE_OK);
    NUMBER(number, id(ROOT));
    STATUS(vade_parse_id("138875005999", 9, &number), VADE_OK);
    NUMBER(number, id(ROOT));
    STATUS(vade_parse_id("138875006", -1, &number), VADE_ERROR_INVALID_ID);
    NUMBER(number, 0);
    STATUS(vade_parse_id("", -1, &number), VADE_ERROR_INVALID_ID);
    STATUS(vade_parse_id(NULL, 0, &number), VADE_ERROR_INVALID_ID);
    STATUS(vade_parse_id("0138875005", -1, &number), VADE_ERROR_INVALID_ID);
    STATUS(vade_parse_id("+138875005", -1, &number), VADE_ERROR_INVALID_ID);
    STATUS(vade_parse_id("99999999999999999999", -1, &number), VADE_ERROR_INVALID_ID);
    STATUS(vade_parse_id("138875\3505", -1, &number), VADE_ERROR_ENCODING);
    NUMBER(vade_last_error_offset(), 6);

    STATUS(vade_format_id(id(INFARCTION), buffer, 19, &needed), VADE_OK);
    TEXT(buffer, INFARCTION);
    NUMBER(needed, 19);
    STATUS(vade_format_id(id(INFARCTION), buffer, 18, &needed), VADE_ERROR_BUFFER);
    NUMBER(needed, 19);
    STATUS(vade_format_id(id("138875006"), buffer, 19, &needed), VADE_OK);
    STATUS(vade_format_id(99999, buffer, 19, &needed), VADE_ERROR_INVALID_ID);
    TEXT(buffer, "");
    NUMBER(needed, 0);
    STATUS(vade_format_id(-138875005, buffer, 19, &needed), VADE_ERROR_INVALID_ID);

    STATUS(vade_id_kind(id(ROOT), &kind), VADE_OK);
    NUMBER(kind, VADE_ID_CONCEPT);
    STATUS(vade_id_kind(id(HEART_ATTACK), &kind), VADE_OK);
    NUMBER(kind, VADE_ID_DESCRIPTION);
    STATUS(vade_id_kind(id("100022"), &kind), VADE_OK);
    NUMBER(kind, VADE_ID_RELATIONSHIP);
    STATUS(vade_id_kind(id("138875006"), &kind), VADE_ERROR_INVALID_ID);
    NUMBER(kind, 0);
    STATUS(vade_id_kind(0, &kind), VADE_ERROR_INVALID_ID);
    STATUS(vade_id_kind(-1, &kind), VADE_ERROR_INVALID_ID);
}

static void check_concept(const vade_engine *demo) {
    vade_concept_info info;
    struct {
        vade_concept_info known;
        int64_t unknown;
    } newer;
    memset(&info, 0x55, sizeof info);
    info.struct_size = (uint32_t)sizeof info;
    STATUS(vade_concept(demo, id(INFARCTION), &info), VADE_OK);
    NUMBER(info.is_active, 1);
    NUMBER(info.id, id(INFARCTION));
    NUMBER(info.module, id("11999999107"));
    NUMBER(info.effective_time, 20230131);
    NUMBER(info.is_defined, 1);
    NUMBER(info.parents, 1);
    NUMBER(info.children, 2);
    STATUS(vade_concept(demo, id(INACTIVE), &info), VADE_OK);
    NUMBER(info.is_active, 0);
    NUMBER(info.parents, 0);
    NUMBER(info.children, 0);
    STATUS(vade_concept(demo, id(ABSENT), &info), VADE_ERROR_NOT_FOUND);
    NUMBER(info.id, 0);
    STATUS(vade_concept(demo, id("404684004"), &info), VADE_ERROR_INVALID_ID);
    STATUS(vade_concept(demo, id(HEART_ATTACK), &info), VADE_ERROR_INVALID_ID);
    STATUS(vade_concept(demo, 0, &info), VADE_ERROR_INVALID_ID);
    STATUS(vade_concept(demo, -1, &info), VADE_ERROR_INVALID_ID);
    /* A newer struct: what the library does not know is 0. */
    memset(&newer, 0x55, sizeof newer);
    newer.known.struct_size = (uint32_t)sizeof newer;
    STATUS(vade_concept(demo, id(INFARCTION), &newer.known), VADE_OK);
    NUMBER(newer.known.children, 2);
    NUMBER(newer.unknown, 0);
    info.struct_size = (uint32_t)sizeof info - 8;
    STATUS(vade_concept(demo, id(INFARCTION), &info), VADE_ERROR_STRUCT);
}

static void check_terms(const vade_engine *demo) {
    char buffer[100];
    vade_char16 units[100];
    int32_t needed = 0, capacity;
    STATUS(vade_concept_term(demo, id(INFARCTION), VADE_TERM_PREFERRED, NULL, 0, buffer, 100, &needed), VADE_OK);
    TEXT(buffer, "Myocardial infarction");
    NUMBER(needed, 22);
    STATUS(vade_concept_term(demo, id(INFARCTION), VADE_TERM_FSN, NULL, -1, buffer, 100, &needed), VADE_OK);
    TEXT(buffer, "Myocardial infarction (disorder)");
    STATUS(vade_concept_term(demo, id(INFARCTION), VADE_TERM_SEMANTIC_TAG, NULL, 0, buffer, 100, &needed), VADE_OK);
    TEXT(buffer, "disorder");
    STATUS(vade_concept_term16(demo, id(INFARCTION), VADE_TERM_FSN, NULL, 0, units, 100, &needed), VADE_OK);
    TEXT(narrow(units), "Myocardial infarction (disorder)");
    STATUS(vade_concept_term(demo, id(INFARCTION), 99, NULL, 0, buffer, 100, &needed), VADE_ERROR_UNSUPPORTED);
    TEXT(buffer, "");
    STATUS(vade_concept_term(demo, id(ABSENT), VADE_TERM_FSN, NULL, 0, buffer, 100, &needed), VADE_ERROR_NOT_FOUND);

    /* Languages: |Anaemia| in one, |Anemia| in the other, by name and by reference set. */
    STATUS(vade_concept_term(demo, id("927014711999999100"), VADE_TERM_PREFERRED, "en-GB", -1, buffer, 100, NULL),
           VADE_OK);
    TEXT(buffer, "Anaemia");
    STATUS(vade_concept_term(demo, id("927014711999999100"), VADE_TERM_PREFERRED, "en-US-x", 5, buffer, 100, NULL),
           VADE_OK);
    TEXT(buffer, "Anemia");
    STATUS(vade_concept_term16(demo, id("927014711999999100"), VADE_TERM_PREFERRED, wide("900000000000509007"), -1,
                               units, 100, NULL),
           VADE_OK);
    TEXT(narrow(units), "Anemia");
    STATUS(vade_concept_term(demo, id(INFARCTION), VADE_TERM_PREFERRED, "tlh", -1, buffer, 100, NULL),
           VADE_ERROR_UNSUPPORTED);
    STATUS(vade_concept_term(demo, id(INFARCTION), VADE_TERM_PREFERRED, "fr", -1, buffer, 100, NULL),
           VADE_ERROR_NOT_IN_FILE);

    /* |Ménière's disease| in buffers of every size: whole characters, always a NUL, and how much it takes. */
    for (capacity = 1; capacity <= 20; capacity++) {
        const int fits = capacity >= 20;
        memset(buffer, 0x55, sizeof buffer);
        STATUS(vade_concept_term(demo, id("828806741999999108"), VADE_TERM_PREFERRED, NULL, 0, buffer, capacity,
                                 &needed),
               fits ? VADE_OK : VADE_ERROR_BUFFER);
        NUMBER(needed, 20);
        CHECK((int32_t)strlen(buffer) < capacity && (int32_t)strlen(buffer) + 2 >= capacity);
        CHECK(strncmp(buffer, "M\303\251ni\303\250re's disease", strlen(buffer)) == 0);
        CHECK(buffer[0] == 0 || (buffer[strlen(buffer) - 1] & 0xc0) != 0xc0);
        CHECK(buffer[capacity] == 0x55);
    }
    for (capacity = 1; capacity <= 18; capacity++) {
        STATUS(vade_concept_term16(demo, id("828806741999999108"), VADE_TERM_PREFERRED, NULL, 0, units, capacity,
                                   &needed),
               capacity >= 18 ? VADE_OK : VADE_ERROR_BUFFER);
        NUMBER(needed, 18);
    }
    STATUS(vade_concept_term(demo, id("828806741999999108"), VADE_TERM_PREFERRED, NULL, 0, buffer, 0, &needed),
           VADE_ERROR_BUFFER);
    NUMBER(needed, 20);
}

static void check_description(const vade_engine *demo) {
    vade_description_info info;
    char buffer[100];
    vade_char16 units[100];
    memset(&info, 0x55, sizeof info);
    info.struct_size = (uint32_t)sizeof info;
    STATUS(vade_description(demo, id(HEART_ATTACK), &info), VADE_OK);
    NUMBER(info.is_active, 1);
    NUMBER(info.id, id(HEART_ATTACK));
    NUMBER(info.concept_id, id(INFARCTION));
    NUMBER(info.module, id("11999999107"));
    NUMBER(info.effective_time, 20200131);
    NUMBER(info.type, VADE_DESCRIPTION_SYNONYM);
    NUMBER(info.case_significance, VADE_CASE_INSENSITIVE);
    NUMBER(info.reserved, 0);
    STATUS(vade_description(demo, id("483653231999999119"), &info), VADE_OK);
    NUMBER(info.case_significance, VADE_CASE_SENSITIVE);
    STATUS(vade_description(demo, id("931783371999999111"), &info), VADE_OK);
    NUMBER(info.type, VADE_DESCRIPTION_DEFINITION);
    STATUS(vade_description(demo, id("35523091999999119"), &info), VADE_OK);
    NUMBER(info.type, VADE_DESCRIPTION_FSN);
    STATUS(vade_description(demo, id("754786014"), &info), VADE_ERROR_NOT_FOUND);
    STATUS(vade_description(demo, id(ROOT), &info), VADE_ERROR_INVALID_ID);
    STATUS(vade_description_term(demo, id(HEART_ATTACK), buffer, 100, NULL), VADE_OK);
    TEXT(buffer, "Heart attack");
    STATUS(vade_description_term16(demo, id(HEART_ATTACK), units, 100, NULL), VADE_OK);
    TEXT(narrow(units), "Heart attack");
    STATUS(vade_description_term(demo, id("754786014"), buffer, 100, NULL), VADE_ERROR_NOT_FOUND);
}

static void check_subsumption(const vade_engine *demo) {
    int32_t relation = 7;
    STATUS(vade_subsumes(demo, id(ISCHAEMIC), id(INFARCTION), &relation), VADE_OK);
    NUMBER(relation, VADE_SUBSUMES);
    STATUS(vade_subsumes(demo, id(INFARCTION), id(ISCHAEMIC), &relation), VADE_OK);
    NUMBER(relation, VADE_SUBSUMED_BY);
    STATUS(vade_subsumes(demo, id(INFARCTION), id(INFARCTION), &relation), VADE_OK);
    NUMBER(relation, VADE_EQUIVALENT);
    STATUS(vade_subsumes(demo, id(INFARCTION), id(WARFARIN), &relation), VADE_OK);
    NUMBER(relation, VADE_NOT_SUBSUMED);
    STATUS(vade_subsumes(demo, id(ROOT), id(INACTIVE), &relation), VADE_OK);
    NUMBER(relation, VADE_NOT_SUBSUMED);
    STATUS(vade_subsumes(demo, id(ROOT), id(ABSENT), &relation), VADE_ERROR_NOT_FOUND);
    NUMBER(relation, 0);
    STATUS(vade_subsumes(demo, id(ABSENT), id(ROOT), &relation), VADE_ERROR_NOT_FOUND);
    STATUS(vade_subsumes(demo, 5, id(ROOT), &relation), VADE_ERROR_INVALID_ID);
}

/* What the whole release has and this file does not is told as that. */
static void check_left_out(void) {
    vade_engine *subset = opened(subset_path), *partial = opened(partial_path);
    vade_concept_info concept;
    vade_description_info description;
    vade_cursor *cursor = NULL;
    int64_t value = 7;
    int32_t relation = 7;
    concept.struct_size = (uint32_t)sizeof concept;
    description.struct_size = (uint32_t)sizeof description;
    STATUS(vade_concept(subset, id(INFARCTION), &concept), VADE_OK);
    NUMBER(concept.children, 0);
    STATUS(vade_concept(subset, id(WARFARIN), &concept), VADE_ERROR_NOT_IN_FILE);
    STATUS(vade_concept(subset, id("404684004"), &concept), VADE_ERROR_INVALID_ID);
    STATUS(vade_subsumes(subset, id(ROOT), id(WARFARIN), &relation), VADE_ERROR_NOT_IN_FILE);
    STATUS(vade_subsumes(subset, id(ROOT), id(INFARCTION), &relation), VADE_OK);
    NUMBER(relation, VADE_SUBSUMES);

    STATUS(vade_description(partial, id(HEART_ATTACK), &description), VADE_OK);
    NUMBER(description.concept_id, id(INFARCTION));
    NUMBER(description.module, 0);
    NUMBER(description.effective_time, 0);
    STATUS(vade_search(partial, "heart", -1, NULL, NULL, &cursor), VADE_ERROR_NOT_IN_FILE);
    CHECK(cursor == NULL);
    STATUS(vade_concept_rows(partial, id(INFARCTION), VADE_ROWS_ATTRIBUTES, &cursor), VADE_ERROR_NOT_IN_FILE);
    CHECK(cursor == NULL);
    STATUS(vade_concept_rows(partial, id(INFARCTION), VADE_ROWS_SYNONYMS, &cursor), VADE_OK);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    STATUS(vade_cursor_int(cursor, VADE_COLUMN_MODULE, &value), VADE_ERROR_NOT_IN_FILE);
    NUMBER(value, 0);
    STATUS(vade_cursor_int(cursor, VADE_COLUMN_ID, &value), VADE_OK);
    STATUS(vade_cursor_close(cursor), VADE_OK);
    STATUS(vade_concept_rows(partial, id(INFARCTION), VADE_ROWS_DEFINITIONS, &cursor), VADE_OK);
    STATUS(vade_cursor_next(cursor), VADE_ROW);
    {
        const char *text = "before";
        STATUS(vade_cursor_text(cursor, VADE_COLUMN_TERM, &text, NULL), VADE_ERROR_NOT_IN_FILE);
        CHECK(text == NULL);
    }
    STATUS(vade_cursor_close(cursor), VADE_OK);
    STATUS(vade_close(subset), VADE_OK);
    STATUS(vade_close(partial), VADE_OK);
}

void check_components(void) {
    vade_engine *demo = opened(demo_path);
    check_concept(demo);
    check_terms(demo);
    check_description(demo);
    check_subsumption(demo);
    STATUS(vade_close(demo), VADE_OK);
    check_left_out();
}
