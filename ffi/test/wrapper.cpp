// vademecum.hpp, every part of it: wrapper DEMO SUBSET PRODUCTS. C++17.
#include "vademecum.hpp"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <thread>

static int checks = 0;
static int failures = 0;

#define CHECK(condition) check((condition), #condition, __LINE__)

static void check(bool holds, const char *what, int line) {
    ++checks;
    if (!holds) {
        ++failures;
        std::printf("wrapper.cpp:%d: %s\n", line, what);
    }
}

// The status, message and place of the error that `work` throws.
template <typename Work> static vade::error thrown(Work work) {
    try {
        work();
    } catch (const vade::error &error) {
        return error;
    }
    return vade::error(VADE_OK, "nothing was thrown", std::nullopt);
}

static constexpr vade::id root = 138875005;
static constexpr vade::id infarction = 953829161999999108;
static constexpr vade::id ischaemic = 966180941999999106;
static constexpr vade::id heart_attack = 943221999999118;
static constexpr vade::id absent = 404684003;

static void check_file(const vade::engine &engine, const char *path) {
    CHECK(engine.file().active_concepts == 2989);
    CHECK(engine.file_text(VADE_FILE_EDITION) == "http://snomed.info/sct/11999999107/version/20260401");
    CHECK(engine.file_text(VADE_FILE_LICENCE)->size() > 127); // longer than the first buffer
    CHECK(engine.manifest_json().compare(0, 11, "{\"ok\":true,") == 0);
    engine.verify();

    std::ifstream file(path, std::ios::binary);
    std::vector<char> bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    const auto copied = vade::engine::open_memory(bytes.data(), bytes.size());
    const auto borrowed = vade::engine::open_memory(bytes.data(), bytes.size(), VADE_OPEN_BORROWED);
    CHECK(copied.preferred_term(infarction) == borrowed.preferred_term(infarction));
    CHECK(thrown([&] { vade::engine::open_memory(bytes.data(), 100); }).status() == VADE_ERROR_DAMAGED);

    const vade::error missing = thrown([] { vade::engine::open("no such file"); });
    CHECK(missing.status() == VADE_ERROR_IO);
    CHECK(std::string(missing.name()) == "io");
    CHECK(std::string(missing.what()).find("no such file") == 0);
    CHECK(!missing.offset());
}

static void check_concepts(const vade::engine &engine, const vade::engine &subset) {
    CHECK(engine.concept_info(infarction).children == 2);
    CHECK(engine.find_concept(infarction)->is_defined == 1);
    CHECK(!engine.find_concept(absent));
    CHECK(thrown([&] { engine.concept_info(absent); }).status() == VADE_ERROR_NOT_FOUND);
    CHECK(thrown([&] { engine.find_concept(absent + 1); }).status() == VADE_ERROR_INVALID_ID);
    // Whether the release has it cannot be known from a part of it.
    CHECK(thrown([&] { subset.find_concept(853488621999999106); }).status() == VADE_ERROR_NOT_IN_FILE);
    CHECK(engine.preferred_term(infarction) == "Myocardial infarction");
    CHECK(engine.fsn(infarction) == "Myocardial infarction (disorder)");
    CHECK(engine.semantic_tag(infarction) == "disorder");
    CHECK(engine.preferred_term(927014711999999100) == "Anaemia");
    CHECK(engine.preferred_term(927014711999999100, "en-US") == "Anemia");
    CHECK(engine.description_info(heart_attack).concept_id == infarction);
    CHECK(engine.description_term(heart_attack) == "Heart attack");
    CHECK(engine.relation(ischaemic, infarction) == vade::relation::subsumes);
    CHECK(engine.is_a(infarction, ischaemic) && engine.is_a(infarction, infarction));
    CHECK(!engine.is_a(ischaemic, infarction));
    CHECK(vade::parse_id("953829161999999108") == infarction);
    CHECK(vade::format_id(infarction) == "953829161999999108");
    CHECK(thrown([] { vade::parse_id("953829161999999109"); }).status() == VADE_ERROR_INVALID_ID);
}

static void check_rows(const vade::engine &engine) {
    std::vector<std::string> terms;
    for (const vade::row synonym : engine.rows(infarction, VADE_ROWS_SYNONYMS))
        terms.emplace_back(synonym.term());
    CHECK(terms.size() == 5 && terms.front() == "Heart attack");
    CHECK(engine.descendants(root).ids().size() == 2988);
    CHECK(engine.descendants(root).total() == 2988);
    CHECK(engine.parents(root).ids().empty());
    for (const vade::row parent : engine.parents(infarction)) {
        CHECK(parent.id() == ischaemic);
        CHECK(parent.text(VADE_COLUMN_SEMANTIC_TAG) == "disorder");
        CHECK(thrown([&] { parent.integer(VADE_COLUMN_MATCH); }).status() == VADE_ERROR_COLUMN);
    }
    int concrete = 0;
    for (const vade::row attribute : engine.attributes(853488621999999106))
        concrete += !attribute.integer(VADE_COLUMN_VALUE) ? 1 : 0;
    CHECK(concrete == 3);
    for (const vade::row refset : engine.description_rows(heart_attack, VADE_ROWS_ACCEPTABILITIES))
        CHECK(refset.integer(VADE_COLUMN_ACCEPTABILITY) == VADE_ACCEPTABILITY_ACCEPTABLE);
    vade::cursor children = engine.children(root);
    CHECK(thrown([&] { children.current().term(); }).status() == VADE_ERROR_NO_ROW);
    CHECK(children.next());
    children.language("en-US");
    children.language("");
    // A loop goes on where the cursor stands.
    int rest = 0;
    for (const vade::row child : children)
        rest += child.id() > 0 ? 1 : 0;
    CHECK(rest == 15);
}

static void check_search(const vade::engine &engine) {
    std::vector<vade::id> found;
    for (const vade::row hit : engine.search("heart att"))
        found.push_back(hit.id());
    CHECK(found.size() == 4 && found.front() == infarction);
    vade::cursor hits = engine.search("meniere dis", {1, 0, VADE_SEARCH_TOTAL});
    CHECK(hits.total() == 1 && hits.next());
    const auto ranges = hits.current().ranges();
    CHECK(ranges.size() == 2 && ranges[0] == std::make_pair(0, 9) && ranges[1] == std::make_pair(10, 17));
    CHECK(!hits.next());
    CHECK(engine.search("disease", {7, 0, 0}).ids().size() == 7);
    CHECK(!engine.search("disease").total());
    const vade::error no_words = thrown([&] { engine.search(" - "); });
    CHECK(no_words.status() == VADE_ERROR_SYNTAX && no_words.offset() == 0);
    CHECK(thrown([&] { engine.search("a", {0, 0, 0}); }).status() == VADE_ERROR_ARGUMENT);

    vade::filter filter = engine.filter();
    filter.within("<< 966180941999999106").semantic_tag("disorder").module("11999999107").language("en-GB");
    CHECK(engine.search("infarction", filter).ids().size() > 1);
    for (const vade::row hit : engine.search("infarction", filter, {3, 1, VADE_SEARCH_NO_TYPOS}))
        CHECK(engine.is_a(hit.id(), ischaemic));
    const vade::error wrong = thrown([&] { filter.within("<< 966180941999999106 MINUS"); });
    CHECK(wrong.status() == VADE_ERROR_UNSUPPORTED && wrong.offset() == 22);
    CHECK(engine.json("{\"op\":\"search\",\"query\":\"heart att\"}").find("Myocardial") != std::string::npos);
}

static void check_products(const vade::engine &engine, const vade::engine &without) {
    static constexpr vade::id warfarin = 853488621999999106;
    static constexpr vade::id before = 738509371999999100;
    static constexpr vade::id tablets = 614520401999999102;
    CHECK(engine.product_info(warfarin).product_class == VADE_CLASS_VMP);
    CHECK(engine.product_info(before).is_replaced == 1);
    CHECK(engine.product_name(951079441999999105) == "Cr\303\250me Alouette 1% cream (M\303\266we & S\303\266hne Ltd)");
    CHECK(thrown([&] { without.product_info(warfarin); }).status() == VADE_ERROR_NOT_IN_FILE);
    CHECK(thrown([&] { engine.product_name(root); }).status() == VADE_ERROR_NOT_FOUND);
    CHECK(engine.products(tablets, VADE_CLASS_AMP).ids().size() == 4);
    CHECK(engine.products(tablets, VADE_CLASS_AMP, VADE_PRODUCTS_PRESCRIBABLE).ids().size() == 3);
    CHECK(!engine.product_reasons(before).next());
    for (const vade::row reason : engine.product_reasons(764038421999999100)) {
        CHECK(reason.text(VADE_COLUMN_REASON) == "brand_advised");
        CHECK(reason.integer(VADE_COLUMN_CAUTION) == 1);
    }
    CHECK(engine.packs_of_gtin("2999764659853").ids().size() == 2);
    for (const vade::row pack : engine.packs_of_gtin("2999764659853", 20240101))
        CHECK(pack.id() == 807155001999999109 && !pack.integer(VADE_COLUMN_END));
    CHECK(thrown([&] { engine.packs_of_gtin("2999764659854"); }).status() == VADE_ERROR_INVALID_ID);
    vade::filter filter = engine.filter();
    filter.product_class("vmp").product_class("amp");
    CHECK(engine.search("estrawren sequi", filter).ids().size() == 3);
    for (const vade::row hit : engine.search("estrawren sequi", filter, {10, 0, VADE_SEARCH_PRESCRIBABLE}))
        CHECK(hit.integer(VADE_COLUMN_PRESCRIBABLE) == 1 && !hit.integer(VADE_COLUMN_DESCRIPTION));
    CHECK(thrown([&] { without.filter().product_class("vmp"); }).status() == VADE_ERROR_NOT_IN_FILE);
}

// Objects move, and what came from an engine can outlive it.
static vade::cursor outliving(const char *path) {
    vade::engine first = vade::engine::open(path, VADE_OPEN_IN_MEMORY);
    vade::engine moved = std::move(first);
    vade::filter filter = moved.filter();
    filter.within("<< 966180941999999106");
    return moved.search("infarction", filter);
}

int main(int count, char **arguments) {
    if (count != 4)
        return 2;
    const vade::engine engine = vade::engine::open(arguments[1]);
    const vade::engine subset = vade::engine::open(arguments[2]);
    const vade::engine products = vade::engine::open(arguments[3]);
    check_file(engine, arguments[1]);
    check_concepts(engine, subset);
    check_rows(engine);
    check_search(engine);
    check_products(products, engine);
    CHECK(outliving(arguments[1]).ids().size() > 1);
    std::vector<std::thread> threads;
    std::vector<std::size_t> sizes(4);
    for (std::size_t at = 0; at < sizes.size(); ++at)
        threads.emplace_back([&, at] { sizes[at] = engine.search("disease", {100, 0, 0}).ids().size(); });
    for (std::thread &thread : threads)
        thread.join();
    CHECK(sizes == std::vector<std::size_t>(4, engine.search("disease", {100, 0, 0}).ids().size()));
    if (failures > 0) {
        std::printf("%d of %d checks fail\n", failures, checks);
        return 1;
    }
    std::printf("all %d checks hold\n", checks);
    return 0;
}
