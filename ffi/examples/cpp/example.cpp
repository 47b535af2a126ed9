// What an application does with a file of terms, in C++17: opens it, searches while someone types, shows a concept and
// what stands above it, tests whether one concept is a kind of another, finds medicines and whether they may be
// prescribed, and tells a person what was wrong.
//
//     c++ -std=c++17 example.cpp -lvademecum -o example
//     ./example demo.vade

#include <exception>
#include <functional>
#include <iomanip>
#include <iostream>
#include <string>
#include <string_view>

#include "vademecum.hpp"

#ifdef _WIN32
#include <windows.h>
#endif

namespace {

void show_file(const vade::engine &engine) {
    const vade_file_info file = engine.file();
    std::cout << file.active_concepts << " active concepts of " << std::setfill('0') << std::setw(4)
              << file.effective_time / 10000 << '-' << std::setw(2) << file.effective_time / 100 % 100 << '-'
              << std::setw(2) << file.effective_time % 100 << std::setfill(' ') << '\n';
    if (const auto marking = engine.file_text(VADE_FILE_MARKING))
        std::cout << *marking << '\n';
}

// Shows hits, and answers the concept of the first: 0 where there is none.
vade::id show_hits(std::string_view query, vade::cursor hits) {
    vade::id best = 0;
    std::cout << '\n' << query << '\n';
    for (const vade::row hit : hits) {
        if (best == 0)
            best = hit.id();
        // What was found may be another term than the one that a record shows.
        const std::string_view preferred = hit.text(VADE_COLUMN_PREFERRED).value_or("");
        std::cout << "  " << hit.id() << "  " << hit.term();
        if (hit.term() != preferred)
            std::cout << " (" << preferred << ')';
        std::cout << " [" << hit.text(VADE_COLUMN_SEMANTIC_TAG).value_or("") << ']'
                  << (hit.integer(VADE_COLUMN_MATCH) == VADE_MATCH_TYPO ? " ~" : "") << '\n';
    }
    return best;
}

void show_concept(const vade::engine &engine, vade::id concept_id) {
    std::cout << '\n'
              << concept_id << "\n  preferred term        " << engine.preferred_term(concept_id).value_or("")
              << "\n  fully specified name  " << engine.fsn(concept_id).value_or("")
              << "\n  semantic tag          " << engine.semantic_tag(concept_id).value_or("") << '\n';
    for (const vade::row synonym : engine.rows(concept_id, VADE_ROWS_SYNONYMS))
        std::cout << "  synonym               " << synonym.term() << '\n';
}

// Shows what stands above a concept, up to the root: each parent with its own parents below it.
void show_parents(const vade::engine &engine, vade::id concept_id, std::size_t depth) {
    for (const vade::row parent : engine.parents(concept_id)) {
        std::cout << std::string(2 * depth, ' ') << parent.term() << '\n';
        show_parents(engine, parent.id(), depth + 1);
    }
}

void show_relation(const vade::engine &engine, vade::id a, vade::id b) {
    std::cout << engine.preferred_term(a).value_or("") << (engine.is_a(a, b) ? " is a kind of " : " is no kind of ")
              << engine.preferred_term(b).value_or("") << '\n';
}

// Shows rows that are about medicinal products by their ids and names.
void show_products(vade::cursor products) {
    for (const vade::row product : products)
        std::cout << "  " << product.id() << "  " << product.text(VADE_COLUMN_PREFERRED).value_or("") << '\n';
}

// Shows a medicinal product, and why it may be prescribed or not.
void show_product(const vade::engine &engine, vade::id product_id) {
    const vade_product_info info = engine.product_info(product_id);
    std::cout << '\n'
              << engine.product_name(product_id) << "\n  generic product       " << engine.product_name(info.vmp)
              << "\n  may be prescribed     " << (info.is_prescribable ? "yes" : "no") << '\n';
    for (const vade::row reason : engine.product_reasons(product_id))
        std::cout << (reason.integer(VADE_COLUMN_CAUTION) == 1 ? "  caution               " : "  reason                ")
                  << reason.text(VADE_COLUMN_REASON).value_or("") << '\n';
}

void show_medicines(const vade::engine &engine) {
    const std::string date = engine.file_text(VADE_FILE_DMD).value_or("");
    const std::string_view query = "amox 500 cap", gtin = "2999758431212";
    std::cout << "\nMedicines of " << date.substr(0, 4) << '-' << date.substr(4, 2) << '-' << date.substr(6) << "\n\n"
              << query << '\n';
    // Generic products (VMP) and those of suppliers (AMP), without concepts and packs.
    vade::filter filter = engine.filter();
    filter.product_class("vmp").product_class("amp");
    show_products(engine.search(query, filter, {3, 0, VADE_SEARCH_PRESCRIBABLE}));

    show_product(engine, vade::parse_id("870944431999999107"));
    show_product(engine, vade::parse_id("764038421999999100"));

    std::cout << '\n' << gtin << '\n';
    show_products(engine.packs_of_gtin(gtin));
}

// Does what cannot be done, and tells the error as a user would read it.
void show_error(std::string_view given, const std::function<void()> &attempt) {
    try {
        attempt();
    } catch (const vade::error &error) {
        std::cout << "  " << given << "\n    " << error.name();
        if (const auto offset = error.offset())
            std::cout << " at " << *offset;
        std::cout << ": " << error.what() << '\n';
    }
}

void show_errors(const vade::engine &engine) {
    const std::string_view mistyped = "828806741999999107", absent = "100000001999999107",
                           expression = "<< 828806741999999107";
    std::cout << "\nErrors\n";
    show_error(mistyped, [&] { vade::parse_id(mistyped); });
    show_error(absent, [&] { engine.preferred_term(vade::parse_id(absent)); });
    show_error(expression, [&] { engine.filter().within(expression); });
}

void run(std::string_view path) {
    const vade::engine engine = vade::engine::open(path);
    show_file(engine);

    vade::search_options options;
    options.limit = 3;
    vade::id chosen = 0;
    for (const char *typed : {"m", "me", "men", "meni", "menier"})
        chosen = show_hits(typed, engine.search(typed, options));
    show_hits("haert atack", engine.search("haert atack", options));

    // Diseases alone: the filter is made once and used while someone types.
    vade::filter diseases = engine.filter();
    diseases.within("<< 727935091999999107");
    show_hits("men", engine.search("men", diseases, options));

    show_concept(engine, chosen);
    std::cout << "\nAbove it\n";
    show_parents(engine, chosen, 1);

    std::cout << '\n';
    show_relation(engine, chosen, vade::parse_id("727935091999999107"));
    show_relation(engine, chosen, vade::parse_id("953829161999999108"));

    show_medicines(engine);
    show_errors(engine);
}

} // namespace

int main(int argc, char **argv) {
#ifdef _WIN32
    // Texts are UTF-8; the console has to be told.
    SetConsoleOutputCP(CP_UTF8);
#endif
    if (argc != 2) {
        std::cerr << "usage: " << argv[0] << " FILE.vade\n";
        return 2;
    }
    try {
        run(argv[1]);
    } catch (const std::exception &error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
    return 0;
}
