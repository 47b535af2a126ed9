// Vademecum for C++17: the functions of vademecum.h as objects that close themselves, values that may be absent as
// std::optional, rows in range-for, and errors as exceptions. Header only; the library behind it is the C library.
//
//     vade::engine engine = vade::engine::open("uk.vade");
//     for (vade::row hit : engine.search("heart att"))
//         std::cout << hit.id() << ' ' << hit.term() << '\n';
//
// What vademecum.h says of threads, memory and the order of closing holds here too. Texts are UTF-8.

#ifndef VADEMECUM_HPP
#define VADEMECUM_HPP

#include "vademecum.h"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vade {

// The identifier of a concept, description, reference set or medicinal product.
using id = std::int64_t;

// What went wrong: a status that is an error, what the library said, and where.
class error : public std::runtime_error {
public:
    error(std::int32_t status, const std::string &message, std::optional<std::int32_t> offset)
        : std::runtime_error(message), status_(status), offset_(offset) {}

    // VADE_ERROR_...
    std::int32_t status() const noexcept { return status_; }

    // Its name, such as "not_found".
    const char *name() const noexcept { return vade_status_name(status_); }

    // Where in the text that was given, in bytes, where a text is at fault.
    std::optional<std::int32_t> offset() const noexcept { return offset_; }

private:
    std::int32_t status_;
    std::optional<std::int32_t> offset_;
};

namespace detail {

// The last error of this thread as an exception. A message has at most 1000 bytes, so it fits.
[[noreturn]] inline void raise(std::int32_t status) {
    char message[1024];
    vade_last_error(message, static_cast<std::int32_t>(sizeof message), nullptr);
    const std::int32_t offset = vade_last_error_offset();
    throw error(status, message, offset < 0 ? std::nullopt : std::optional<std::int32_t>(offset));
}

// The status, where it is no error.
inline std::int32_t check(std::int32_t status) {
    if (status < 0)
        raise(status);
    return status;
}

// The length of a text as the library takes it.
inline std::int32_t length(std::string_view text) {
    if (text.size() > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()))
        throw error(VADE_ERROR_LIMIT, "the text is longer than 2^31 - 1 bytes", std::nullopt);
    return static_cast<std::int32_t>(text.size());
}

// A pointer that stands for a language: null for that of the file.
inline const char *language(std::string_view name) { return name.empty() ? nullptr : name.data(); }

// A text that a function puts into a buffer, or none where it answers VADE_NONE.
template <typename Put> std::optional<std::string> text(Put put) {
    std::string text(127, '\0');
    for (;;) {
        std::int32_t needed = 0;
        // A string has room for the NUL behind its end.
        const std::int32_t status = put(text.data(), length(text) + 1, &needed);
        if (status == VADE_ERROR_BUFFER) {
            text.resize(static_cast<std::size_t>(needed) - 1);
            continue;
        }
        if (check(status) == VADE_NONE)
            return std::nullopt;
        text.resize(static_cast<std::size_t>(needed) - 1);
        return text;
    }
}

template <typename Handle, std::int32_t(VADE_CALL *Close)(Handle *)> struct closer {
    void operator()(Handle *handle) const noexcept { Close(handle); }
};

} // namespace detail

// The row that a cursor stands on. It reads through the cursor: when that goes on, so does the row.
class row {
public:
    // A number, none where the row has no such value. `column` is VADE_COLUMN_...
    std::optional<std::int64_t> integer(std::int32_t column) const {
        std::int64_t value = 0;
        const std::int32_t status = detail::check(vade_cursor_int(cursor_, column, &value));
        return status == VADE_NONE ? std::nullopt : std::optional<std::int64_t>(value);
    }

    // A text, none where the row has no such value. It lives until the cursor goes on.
    std::optional<std::string_view> text(std::int32_t column) const {
        const char *text = nullptr;
        std::int32_t length = 0;
        if (detail::check(vade_cursor_text(cursor_, column, &text, &length)) == VADE_NONE)
            return std::nullopt;
        return std::string_view(text, static_cast<std::size_t>(length));
    }

    // VADE_COLUMN_ID.
    vade::id id() const { return integer(VADE_COLUMN_ID).value_or(0); }

    // VADE_COLUMN_TERM; empty where a concept has no term at all.
    std::string_view term() const { return text(VADE_COLUMN_TERM).value_or(std::string_view()); }

    // The parts of a hit's term that were matched: from byte, to byte.
    std::vector<std::pair<std::int32_t, std::int32_t>> ranges() const {
        std::int32_t count = 0;
        detail::check(vade_cursor_ranges(cursor_, VADE_COLUMN_TERM, nullptr, 0, &count));
        std::vector<std::int32_t> ends(static_cast<std::size_t>(count));
        if (count > 0)
            detail::check(vade_cursor_ranges(cursor_, VADE_COLUMN_TERM, ends.data(), count, nullptr));
        std::vector<std::pair<std::int32_t, std::int32_t>> ranges;
        for (std::size_t at = 0; at + 1 < ends.size(); at += 2)
            ranges.emplace_back(ends[at], ends[at + 1]);
        return ranges;
    }

private:
    friend class cursor;
    explicit row(vade_cursor *cursor) : cursor_(cursor) {}
    vade_cursor *cursor_;
};

// The rows of an answer, read once from first to last.
class cursor {
public:
    // Goes on; false where there are no more rows.
    bool next() { return detail::check(vade_cursor_next(handle_.get())) == VADE_ROW; }

    // The row that the cursor stands on.
    row current() const { return row(handle_.get()); }

    // How many rows there are, none where that was not counted.
    std::optional<std::int64_t> total() const {
        std::int64_t total = 0;
        const std::int32_t status = detail::check(vade_cursor_total(handle_.get(), &total));
        return status == VADE_NONE ? std::nullopt : std::optional<std::int64_t>(total);
    }

    // The identifiers of all rows that are left.
    std::vector<id> ids() {
        std::vector<id> ids;
        id page[256];
        std::int32_t count = 0;
        while (detail::check(vade_cursor_fetch_ids(handle_.get(), page, 256, &count)) == VADE_ROW)
            ids.insert(ids.end(), page, page + count);
        return ids;
    }

    // Tells names in another language from now on; in that of the file where `name` is empty.
    void language(std::string_view name) {
        detail::check(vade_cursor_language(handle_.get(), detail::language(name), detail::length(name)));
    }

    class iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = row;
        using difference_type = std::ptrdiff_t;
        using pointer = void;
        using reference = row;

        row operator*() const { return row(cursor_); }
        iterator &operator++() {
            if (detail::check(vade_cursor_next(cursor_)) != VADE_ROW)
                cursor_ = nullptr;
            return *this;
        }
        void operator++(int) { ++*this; }
        friend bool operator==(const iterator &a, const iterator &b) { return a.cursor_ == b.cursor_; }
        friend bool operator!=(const iterator &a, const iterator &b) { return a.cursor_ != b.cursor_; }

    private:
        friend class cursor;
        explicit iterator(vade_cursor *cursor) : cursor_(cursor) {}
        vade_cursor *cursor_;
    };

    // Goes on to the next row: a second loop over a cursor begins where the first one stopped.
    iterator begin() { return ++iterator(handle_.get()); }
    iterator end() { return iterator(nullptr); }

    // The handle, for functions of vademecum.h.
    vade_cursor *get() const noexcept { return handle_.get(); }

    // Takes a handle over.
    explicit cursor(vade_cursor *handle) : handle_(handle) {}

private:
    std::unique_ptr<vade_cursor, detail::closer<vade_cursor, vade_cursor_close>> handle_;
};

// What a search may find. Made once, used for many searches.
class filter {
public:
    // `id`, `< id` or `<< id`.
    filter &within(std::string_view set) { return narrow(VADE_FILTER_WITHIN, set); }
    filter &language(std::string_view name) { return narrow(VADE_FILTER_LANGUAGE, name); }
    filter &semantic_tag(std::string_view tag) { return narrow(VADE_FILTER_SEMANTIC_TAG, tag); }
    filter &module(std::string_view code) { return narrow(VADE_FILTER_MODULE, code); }
    // "vtm", "vmp", "amp", "vmpp" or "ampp".
    filter &product_class(std::string_view name) { return narrow(VADE_FILTER_CLASS, name); }

    // The handle, for functions of vademecum.h.
    vade_filter *get() const noexcept { return handle_.get(); }

    // Takes a handle over.
    explicit filter(vade_filter *handle) : handle_(handle) {}

private:
    filter &narrow(std::int32_t what, std::string_view text) {
        detail::check(vade_filter_text(handle_.get(), what, text.data(), detail::length(text)));
        return *this;
    }
    std::unique_ptr<vade_filter, detail::closer<vade_filter, vade_filter_close>> handle_;
};

// How one concept stands to another.
enum class relation : std::int32_t {
    equivalent = VADE_EQUIVALENT,
    subsumes = VADE_SUBSUMES,
    subsumed_by = VADE_SUBSUMED_BY,
    not_subsumed = VADE_NOT_SUBSUMED
};

// How to search, besides the words.
struct search_options {
    std::int32_t limit = 10;
    std::int32_t offset = 0;
    // VADE_SEARCH_... together.
    std::uint32_t flags = 0;
};

// An open file. Threads may share it.
class engine {
public:
    // Opens a file; `flags` are VADE_OPEN_... together.
    static engine open(std::string_view path, std::uint32_t flags = 0) {
        const vade_open_options options = {sizeof options, flags};
        vade_engine *handle = nullptr;
        detail::check(vade_open_file(path.data(), detail::length(path), &options, &handle));
        return engine(handle);
    }

#ifdef _WIN32
    static engine open(std::wstring_view path, std::uint32_t flags = 0) {
        if (path.size() > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()))
            throw error(VADE_ERROR_LIMIT, "the path is longer than 2^31 - 1 units", std::nullopt);
        const vade_open_options options = {sizeof options, flags};
        vade_engine *handle = nullptr;
        detail::check(
            vade_open_file16(path.data(), static_cast<std::int32_t>(path.size()), &options, &handle));
        return engine(handle);
    }
#endif

    // Opens a file whose bytes are in memory. They are copied, unless `flags` has VADE_OPEN_BORROWED.
    static engine open_memory(const void *bytes, std::size_t length, std::uint32_t flags = 0) {
        const vade_open_options options = {sizeof options, flags};
        vade_engine *handle = nullptr;
        detail::check(vade_open_memory(bytes, static_cast<std::int64_t>(length), &options, &handle));
        return engine(handle);
    }

    // What the file is.
    vade_file_info file() const {
        vade_file_info info = {};
        info.struct_size = sizeof info;
        detail::check(vade_file(handle_.get(), &info));
        return info;
    }

    // A text about the file: VADE_FILE_...
    std::optional<std::string> file_text(std::int32_t what) const {
        return detail::text([&](char *buffer, std::int32_t capacity, std::int32_t *needed) {
            return vade_file_text(handle_.get(), what, buffer, capacity, needed);
        });
    }

    // Everything that is known about the file, as JSON.
    std::string manifest_json() const {
        return *detail::text([&](char *buffer, std::int32_t capacity, std::int32_t *needed) {
            return vade_manifest_json(handle_.get(), buffer, capacity, needed);
        });
    }

    // Checks the whole file; an error says what is wrong.
    void verify() const { detail::check(vade_verify(handle_.get())); }

    // What is known of a concept; VADE_ERROR_NOT_FOUND where the release has none.
    vade_concept_info concept_info(id concept_id) const {
        vade_concept_info info = {};
        info.struct_size = sizeof info;
        detail::check(vade_concept(handle_.get(), concept_id, &info));
        return info;
    }

    // The same, none where the release has no such concept. Every other error stays one.
    std::optional<vade_concept_info> find_concept(id concept_id) const {
        vade_concept_info info = {};
        info.struct_size = sizeof info;
        const std::int32_t status = vade_concept(handle_.get(), concept_id, &info);
        if (status == VADE_ERROR_NOT_FOUND)
            return std::nullopt;
        detail::check(status);
        return info;
    }

    // A text of a concept: VADE_TERM_... in a language, that of the file where it is empty.
    std::optional<std::string> term(id concept_id, std::int32_t kind, std::string_view language = {}) const {
        return detail::text([&](char *buffer, std::int32_t capacity, std::int32_t *needed) {
            return vade_concept_term(handle_.get(), concept_id, kind, detail::language(language),
                                     detail::length(language), buffer, capacity, needed);
        });
    }
    std::optional<std::string> preferred_term(id concept_id, std::string_view language = {}) const {
        return term(concept_id, VADE_TERM_PREFERRED, language);
    }
    std::optional<std::string> fsn(id concept_id, std::string_view language = {}) const {
        return term(concept_id, VADE_TERM_FSN, language);
    }
    std::optional<std::string> semantic_tag(id concept_id) const {
        return term(concept_id, VADE_TERM_SEMANTIC_TAG);
    }

    // What is known of a description.
    vade_description_info description_info(id description_id) const {
        vade_description_info info = {};
        info.struct_size = sizeof info;
        detail::check(vade_description(handle_.get(), description_id, &info));
        return info;
    }

    // The text of a description.
    std::string description_term(id description_id) const {
        return *detail::text([&](char *buffer, std::int32_t capacity, std::int32_t *needed) {
            return vade_description_term(handle_.get(), description_id, buffer, capacity, needed);
        });
    }

    // How concept `a` stands to concept `b`.
    vade::relation relation(id a, id b) const {
        std::int32_t relation = 0;
        detail::check(vade_subsumes(handle_.get(), a, b, &relation));
        return static_cast<vade::relation>(relation);
    }

    // Whether concept `a` is a kind of concept `b`, or the same.
    bool is_a(id a, id b) const {
        const vade::relation known = relation(a, b);
        return known == vade::relation::subsumed_by || known == vade::relation::equivalent;
    }

    // The rows that belong to a concept: VADE_ROWS_...
    cursor rows(id concept_id, std::int32_t what) const {
        vade_cursor *rows = nullptr;
        detail::check(vade_concept_rows(handle_.get(), concept_id, what, &rows));
        return cursor(rows);
    }
    cursor descriptions(id concept_id) const { return rows(concept_id, VADE_ROWS_DESCRIPTIONS); }
    cursor parents(id concept_id) const { return rows(concept_id, VADE_ROWS_PARENTS); }
    cursor children(id concept_id) const { return rows(concept_id, VADE_ROWS_CHILDREN); }
    cursor ancestors(id concept_id) const { return rows(concept_id, VADE_ROWS_ANCESTORS); }
    cursor descendants(id concept_id) const { return rows(concept_id, VADE_ROWS_DESCENDANTS); }
    cursor attributes(id concept_id) const { return rows(concept_id, VADE_ROWS_ATTRIBUTES); }

    // The rows that belong to a description: VADE_ROWS_ACCEPTABILITIES.
    cursor description_rows(id description_id, std::int32_t what) const {
        vade_cursor *rows = nullptr;
        detail::check(vade_description_rows(handle_.get(), description_id, what, &rows));
        return cursor(rows);
    }

    // What is known of a medicinal product, by its id now or before.
    vade_product_info product_info(id product_id) const {
        vade_product_info info = {};
        info.struct_size = sizeof info;
        detail::check(vade_product(handle_.get(), product_id, &info));
        return info;
    }

    // The name of a medicinal product.
    std::string product_name(id product_id) const {
        return *detail::text([&](char *buffer, std::int32_t capacity, std::int32_t *needed) {
            return vade_product_name(handle_.get(), product_id, buffer, capacity, needed);
        });
    }

    // The products of a class, VADE_CLASS_..., above or below one; `flags` are VADE_PRODUCTS_... together.
    cursor products(id product_id, std::int32_t product_class, std::uint32_t flags = 0) const {
        vade_cursor *rows = nullptr;
        detail::check(vade_product_rows(handle_.get(), product_id, product_class, flags, &rows));
        return cursor(rows);
    }

    // Why a product is not to be offered for prescribing, and what is to be known all the same.
    cursor product_reasons(id product_id) const {
        vade_cursor *rows = nullptr;
        detail::check(vade_product_reasons(handle_.get(), product_id, &rows));
        return cursor(rows);
    }

    // The packs of a GTIN, typed or scanned, on a day as yyyymmdd, or whenever where that is 0.
    cursor packs_of_gtin(std::string_view gtin, std::int32_t day = 0) const {
        vade_cursor *rows = nullptr;
        detail::check(vade_gtin_rows(handle_.get(), gtin.data(), detail::length(gtin), day, &rows));
        return cursor(rows);
    }

    // A filter that lets everything through.
    vade::filter filter() const {
        vade_filter *made = nullptr;
        detail::check(vade_filter_new(handle_.get(), &made));
        return vade::filter(made);
    }

    // The concepts with a description, and the medicinal products with a name, in which each word of `query` begins a
    // word of its own, best first.
    cursor search(std::string_view query, const search_options &options = {}) const {
        return search(query, options, nullptr);
    }
    cursor search(std::string_view query, const vade::filter &filter, const search_options &options = {}) const {
        return search(query, options, filter.get());
    }

    // The response to one request of the request protocol.
    std::string json(std::string_view request) const {
        vade_cursor *rows = nullptr;
        detail::check(vade_json(handle_.get(), request.data(), detail::length(request), &rows));
        cursor response(rows);
        response.next();
        return std::string(response.current().text(VADE_COLUMN_JSON).value());
    }

    // The handle, for functions of vademecum.h.
    vade_engine *get() const noexcept { return handle_.get(); }

    // Takes a handle over.
    explicit engine(vade_engine *handle) : handle_(handle) {}

private:
    cursor search(std::string_view query, const search_options &given, const vade_filter *filter) const {
        // A limit of 0 asks for no hit here, and for the usual ten in C.
        if (given.limit < 1)
            throw error(VADE_ERROR_ARGUMENT, "a search without a hit to answer", std::nullopt);
        const vade_search_options options = {sizeof options, given.flags, given.limit, given.offset};
        vade_cursor *rows = nullptr;
        detail::check(
            vade_search(handle_.get(), query.data(), detail::length(query), filter, &options, &rows));
        return cursor(rows);
    }
    std::unique_ptr<vade_engine, detail::closer<vade_engine, vade_close>> handle_;
};

// The number of an identifier that is given as text; VADE_ERROR_INVALID_ID where it is none.
inline id parse_id(std::string_view text) {
    id number = 0;
    detail::check(vade_parse_id(text.data(), detail::length(text), &number));
    return number;
}

// The text of an identifier.
inline std::string format_id(id number) {
    return *detail::text([&](char *buffer, std::int32_t capacity, std::int32_t *needed) {
        return vade_format_id(number, buffer, capacity, needed);
    });
}

} // namespace vade

#endif
