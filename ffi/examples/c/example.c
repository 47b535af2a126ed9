/*
 * What an application does with a file of terms: opens it, searches while someone types, shows a concept and what
 * stands above it, tests whether one concept is a kind of another, finds medicines and whether they may be prescribed,
 * and tells a person what was wrong.
 *
 *     cc example.c -lvademecum -o example
 *     ./example demo.vade
 *
 * C89, but for what vademecum.h takes from <stdint.h>.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vademecum.h"

#ifdef _WIN32
#include <windows.h>
#endif

/* Room for one text. Terms have at most a few hundred bytes; a longer text is cut at a whole character. */
#define ROOM 1024

/* Tells the last error and ends the program, where `status` is an error. Answers the status. */
static int32_t check(int32_t status)
{
    if (status < 0) {
        char message[ROOM];
        vade_last_error(message, sizeof message, NULL);
        fprintf(stderr, "%s: %s\n", vade_status_name(status), message);
        exit(EXIT_FAILURE);
    }
    return status;
}

/* Tells an error as a user would read it. */
static void show_error(const char *given, int32_t status)
{
    char message[ROOM];
    vade_last_error(message, sizeof message, NULL);
    printf("  %s\n    %s", given, vade_status_name(status));
    if (vade_last_error_offset() >= 0)
        printf(" at %ld", (long)vade_last_error_offset());
    printf(": %s\n", message);
}

static int64_t parse(const char *text)
{
    int64_t id;
    check(vade_parse_id(text, -1, &id));
    return id;
}

/* The preferred term of a concept, in `term`. */
static const char *preferred(const vade_engine *engine, int64_t id, char term[ROOM])
{
    check(vade_concept_term(engine, id, VADE_TERM_PREFERRED, NULL, -1, term, ROOM, NULL));
    return term;
}

/* The text in a column of the row that the cursor stands on. It is the cursor's, and lives until it goes on. */
static const char *column(vade_cursor *row, int32_t column)
{
    const char *text;
    return check(vade_cursor_text(row, column, &text, NULL)) == VADE_NONE ? "" : text;
}

static void show_file(const vade_engine *engine)
{
    vade_file_info file;
    char marking[ROOM];

    memset(&file, 0, sizeof file);
    file.struct_size = sizeof file;
    check(vade_file(engine, &file));
    printf("%ld active concepts of %04ld-%02ld-%02ld\n", (long)file.active_concepts,
           (long)(file.effective_time / 10000), (long)(file.effective_time / 100 % 100),
           (long)(file.effective_time % 100));
    if (check(vade_file_text(engine, VADE_FILE_MARKING, marking, sizeof marking, NULL)) != VADE_NONE)
        printf("%s\n", marking);
}

/* Shows the three best hits, and answers the concept of the first: 0 where there is none. */
static int64_t show_search(const vade_engine *engine, const char *query, const vade_filter *filter)
{
    vade_search_options options;
    vade_cursor *hit;
    int64_t best = 0;

    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    options.limit = 3;
    check(vade_search(engine, query, -1, filter, &options, &hit));
    printf("\n%s\n", query);
    while (check(vade_cursor_next(hit)) == VADE_ROW) {
        /* What was found may be another term than the one that a record shows. */
        const char *found = column(hit, VADE_COLUMN_TERM), *shown = column(hit, VADE_COLUMN_PREFERRED);
        int64_t match;

        if (best == 0)
            check(vade_cursor_int(hit, VADE_COLUMN_ID, &best));
        check(vade_cursor_int(hit, VADE_COLUMN_MATCH, &match));
        printf("  %s  %s", column(hit, VADE_COLUMN_ID), found);
        if (strcmp(found, shown) != 0)
            printf(" (%s)", shown);
        printf(" [%s]%s\n", column(hit, VADE_COLUMN_SEMANTIC_TAG), match == VADE_MATCH_TYPO ? " ~" : "");
    }
    vade_cursor_close(hit);
    return best;
}

static void show_concept(const vade_engine *engine, int64_t id)
{
    char text[ROOM];
    vade_cursor *synonym;

    check(vade_format_id(id, text, sizeof text, NULL));
    printf("\n%s\n", text);
    printf("  preferred term        %s\n", preferred(engine, id, text));
    check(vade_concept_term(engine, id, VADE_TERM_FSN, NULL, -1, text, sizeof text, NULL));
    printf("  fully specified name  %s\n", text);
    check(vade_concept_term(engine, id, VADE_TERM_SEMANTIC_TAG, NULL, -1, text, sizeof text, NULL));
    printf("  semantic tag          %s\n", text);
    check(vade_concept_rows(engine, id, VADE_ROWS_SYNONYMS, &synonym));
    while (check(vade_cursor_next(synonym)) == VADE_ROW)
        printf("  synonym               %s\n", column(synonym, VADE_COLUMN_TERM));
    vade_cursor_close(synonym);
}

/* Shows what stands above a concept, up to the root: each parent with its own parents below it. */
static void show_parents(const vade_engine *engine, int64_t id, int depth)
{
    vade_cursor *parent;

    check(vade_concept_rows(engine, id, VADE_ROWS_PARENTS, &parent));
    while (check(vade_cursor_next(parent)) == VADE_ROW) {
        int64_t above;
        printf("%*s%s\n", 2 * depth, "", column(parent, VADE_COLUMN_TERM));
        check(vade_cursor_int(parent, VADE_COLUMN_ID, &above));
        show_parents(engine, above, depth + 1);
    }
    vade_cursor_close(parent);
}

static void show_relation(const vade_engine *engine, int64_t a, int64_t b)
{
    char first[ROOM], second[ROOM];
    int32_t relation;

    check(vade_subsumes(engine, a, b, &relation));
    printf("%s %s %s\n", preferred(engine, a, first),
           relation == VADE_SUBSUMED_BY || relation == VADE_EQUIVALENT ? "is a kind of" : "is no kind of",
           preferred(engine, b, second));
}

/* Shows rows that are about medicinal products by their ids and names, and closes the cursor. */
static void show_products(vade_cursor *product)
{
    while (check(vade_cursor_next(product)) == VADE_ROW)
        printf("  %s  %s\n", column(product, VADE_COLUMN_ID), column(product, VADE_COLUMN_PREFERRED));
    vade_cursor_close(product);
}

/* Shows a medicinal product, and why it may be prescribed or not. */
static void show_product(const vade_engine *engine, int64_t id)
{
    vade_product_info info;
    vade_cursor *reason;
    char name[ROOM];

    memset(&info, 0, sizeof info);
    info.struct_size = sizeof info;
    check(vade_product(engine, id, &info));
    check(vade_product_name(engine, id, name, sizeof name, NULL));
    printf("\n%s\n", name);
    check(vade_product_name(engine, info.vmp, name, sizeof name, NULL));
    printf("  generic product       %s\n", name);
    printf("  may be prescribed     %s\n", info.is_prescribable ? "yes" : "no");
    check(vade_product_reasons(engine, id, &reason));
    while (check(vade_cursor_next(reason)) == VADE_ROW) {
        int64_t is_caution;
        check(vade_cursor_int(reason, VADE_COLUMN_CAUTION, &is_caution));
        printf("  %-20s  %s\n", is_caution ? "caution" : "reason", column(reason, VADE_COLUMN_REASON));
    }
    vade_cursor_close(reason);
}

static void show_medicines(const vade_engine *engine)
{
    static const char *const query = "amox 500 cap", *const gtin = "2999758431212";
    vade_search_options options;
    vade_filter *filter;
    vade_cursor *found;
    char date[ROOM];

    check(vade_file_text(engine, VADE_FILE_DMD, date, sizeof date, NULL));
    printf("\nMedicines of %.4s-%.2s-%.2s\n\n%s\n", date, date + 4, date + 6, query);
    /* Generic products (VMP) and those of suppliers (AMP), without concepts and packs. */
    check(vade_filter_new(engine, &filter));
    check(vade_filter_text(filter, VADE_FILTER_CLASS, "vmp", -1));
    check(vade_filter_text(filter, VADE_FILTER_CLASS, "amp", -1));
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    options.limit = 3;
    options.flags = VADE_SEARCH_PRESCRIBABLE;
    check(vade_search(engine, query, -1, filter, &options, &found));
    show_products(found);
    vade_filter_close(filter);

    show_product(engine, parse("870944431999999107"));
    show_product(engine, parse("764038421999999100"));

    printf("\n%s\n", gtin);
    check(vade_gtin_rows(engine, gtin, -1, 0, &found));
    show_products(found);
}

/* What an application tells where it was given something wrong. */
static void show_errors(const vade_engine *engine)
{
    const char *mistyped = "828806741999999107", *absent = "100000001999999107", *expression = "<< 828806741999999107";
    char term[ROOM];
    vade_filter *filter;
    int64_t id;

    printf("\nErrors\n");
    show_error(mistyped, vade_parse_id(mistyped, -1, &id));
    show_error(absent, vade_concept_term(engine, parse(absent), VADE_TERM_PREFERRED, NULL, -1, term, sizeof term, NULL));
    check(vade_filter_new(engine, &filter));
    show_error(expression, vade_filter_text(filter, VADE_FILTER_WITHIN, expression, -1));
    vade_filter_close(filter);
}

int main(int argc, char **argv)
{
    static const char *const typed[] = {"m", "me", "men", "meni", "menier"};
    vade_engine *engine;
    vade_filter *diseases;
    int64_t chosen = 0;
    size_t at;

#ifdef _WIN32
    /* Texts are UTF-8; the console has to be told. */
    SetConsoleOutputCP(CP_UTF8);
#endif
    if (argc != 2) {
        fprintf(stderr, "usage: %s FILE.vade\n", argv[0]);
        return 2;
    }
    if (vade_abi_version() < VADE_ABI_VERSION) {
        fprintf(stderr, "this program needs a newer library than %s\n", vade_version());
        return EXIT_FAILURE;
    }
    /* On Windows `argv` is in the system's code page and a path here in UTF-8, which agree on ASCII: a program that is
     * given other paths has a wmain and calls vade_open_file16. */
    check(vade_open_file(argv[1], -1, NULL, &engine));
    show_file(engine);

    for (at = 0; at < sizeof typed / sizeof typed[0]; at++)
        chosen = show_search(engine, typed[at], NULL);
    show_search(engine, "haert atack", NULL);

    /* Diseases alone: the filter is made once and used while someone types. */
    check(vade_filter_new(engine, &diseases));
    check(vade_filter_text(diseases, VADE_FILTER_WITHIN, "<< 727935091999999107", -1));
    show_search(engine, "men", diseases);
    vade_filter_close(diseases);

    show_concept(engine, chosen);
    printf("\nAbove it\n");
    show_parents(engine, chosen, 1);

    printf("\n");
    show_relation(engine, chosen, parse("727935091999999107"));
    show_relation(engine, chosen, parse("953829161999999108"));

    show_medicines(engine);
    show_errors(engine);
    vade_close(engine);
    return 0;
}
