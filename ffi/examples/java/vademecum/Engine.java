package vademecum;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.lang.ref.Reference;
import java.util.Optional;
import vademecum.Vademecum.Column;
import vademecum.Vademecum.ConceptInfo;
import vademecum.Vademecum.DescriptionInfo;
import vademecum.Vademecum.FileInfo;
import vademecum.Vademecum.OpenFlags;
import vademecum.Vademecum.ProductInfo;
import vademecum.Vademecum.Relation;
import vademecum.Vademecum.TermKind;

/** An open file. Threads may share it. What goes wrong is a {@link VademecumException}. */
public final class Engine extends Handle {
    private static final VademecumLibrary LIBRARY = VademecumLibrary.INSTANCE;

    private Engine(Pointer pointer) {
        super(pointer, LIBRARY::vade_close);
    }

    /** Opens a file. It must not be cut short or written to while it is open. */
    public static Engine open(String path) {
        return open(path, 0);
    }

    /** Opens a file; the flags are {@link OpenFlags}. */
    public static Engine open(String path, int flags) {
        VademecumLibrary.OpenOptions options = new VademecumLibrary.OpenOptions();
        options.flags = flags;
        byte[] given = Vademecum.utf8(path);
        PointerByReference engine = new PointerByReference();
        Vademecum.check(LIBRARY.vade_open_file(given, given.length, options, engine), given);
        return new Engine(engine.getValue());
    }

    /** Opens a file whose bytes are in memory. They are copied: an array moves. */
    public static Engine openMemory(byte[] content, int flags) {
        if ((flags & OpenFlags.BORROWED) != 0) {
            throw new IllegalArgumentException("an array moves, so its bytes are copied and cannot be borrowed");
        }
        VademecumLibrary.OpenOptions options = new VademecumLibrary.OpenOptions();
        options.flags = flags;
        PointerByReference engine = new PointerByReference();
        Vademecum.check(LIBRARY.vade_open_memory(content, content.length, options, engine), null);
        return new Engine(engine.getValue());
    }

    /** What the file is. */
    public FileInfo file() {
        FileInfo info = new FileInfo();
        call(engine -> LIBRARY.vade_file(engine, info));
        return info;
    }

    /** A text about the file, {@link Vademecum.FileText}; empty where nobody told one. */
    public Optional<String> fileText(int what) {
        return text((engine, buffer, needed) -> LIBRARY.vade_file_text(engine, what, buffer, buffer.length, needed), null);
    }

    /** Everything that is known about the file. */
    public String manifestJson() {
        return text((engine, buffer, needed) -> LIBRARY.vade_manifest_json(engine, buffer, buffer.length, needed), null)
                .orElseThrow();
    }

    /** Checks the whole file; seconds for one of UK size. */
    public void verify() {
        call(LIBRARY::vade_verify);
    }

    /** What is known of a concept. */
    public ConceptInfo concept(long id) {
        ConceptInfo info = new ConceptInfo();
        call(engine -> LIBRARY.vade_concept(engine, id, info));
        return info;
    }

    /** A text of a concept, {@link TermKind}, in a language or, where that is null, in that of the file. */
    public Optional<String> term(long id, int kind, String language) {
        byte[] given = language == null ? null : Vademecum.utf8(language);
        int length = given == null ? 0 : given.length;
        return text((engine, buffer, needed) ->
                LIBRARY.vade_concept_term(engine, id, kind, given, length, buffer, buffer.length, needed), given);
    }

    /** The term to show; empty where the concept has none at all. */
    public String preferredTerm(long id) {
        return term(id, TermKind.PREFERRED, null).orElse("");
    }

    /** What is known of a description. */
    public DescriptionInfo description(long id) {
        DescriptionInfo info = new DescriptionInfo();
        call(engine -> LIBRARY.vade_description(engine, id, info));
        return info;
    }

    /** The text of a description. */
    public String descriptionTerm(long id) {
        return text((engine, buffer, needed) ->
                LIBRARY.vade_description_term(engine, id, buffer, buffer.length, needed), null).orElse("");
    }

    /** How concept {@code a} stands to concept {@code b}: {@link Relation}. */
    public int relation(long a, long b) {
        IntByReference relation = new IntByReference();
        call(engine -> LIBRARY.vade_subsumes(engine, a, b, relation));
        return relation.getValue();
    }

    /** Whether concept {@code a} is a kind of concept {@code b}, or the same. */
    public boolean isA(long a, long b) {
        int relation = relation(a, b);
        return relation == Relation.SUBSUMED_BY || relation == Relation.EQUIVALENT;
    }

    /** The rows that belong to a concept: {@link Vademecum.RowKind}. */
    public Cursor rows(long id, int what) {
        PointerByReference cursor = new PointerByReference();
        call(engine -> LIBRARY.vade_concept_rows(engine, id, what, cursor));
        return new Cursor(cursor.getValue());
    }

    /** The rows that belong to a description: {@link Vademecum.RowKind}. */
    public Cursor descriptionRows(long id, int what) {
        PointerByReference cursor = new PointerByReference();
        call(engine -> LIBRARY.vade_description_rows(engine, id, what, cursor));
        return new Cursor(cursor.getValue());
    }

    /** What is known of a medicinal product, by its id now or before. */
    public ProductInfo product(long id) {
        ProductInfo info = new ProductInfo();
        call(engine -> LIBRARY.vade_product(engine, id, info));
        return info;
    }

    /** The name of a medicinal product. */
    public String productName(long id) {
        return text((engine, buffer, needed) ->
                LIBRARY.vade_product_name(engine, id, buffer, buffer.length, needed), null).orElse("");
    }

    /**
     * The products of a {@link Vademecum.ProductClass} above or below one; the flags are
     * {@link Vademecum.ProductFlags}.
     */
    public Cursor products(long id, int productClass, int flags) {
        PointerByReference cursor = new PointerByReference();
        call(engine -> LIBRARY.vade_product_rows(engine, id, productClass, flags, cursor));
        return new Cursor(cursor.getValue());
    }

    /** Why a product is not to be offered for prescribing, and what is to be known all the same. */
    public Cursor productReasons(long id) {
        PointerByReference cursor = new PointerByReference();
        call(engine -> LIBRARY.vade_product_reasons(engine, id, cursor));
        return new Cursor(cursor.getValue());
    }

    /** The packs of a GTIN, typed or scanned, on a day as yyyymmdd, or whenever where that is 0. */
    public Cursor packsOfGtin(String gtin, int day) {
        byte[] given = Vademecum.utf8(gtin);
        PointerByReference cursor = new PointerByReference();
        call(engine -> LIBRARY.vade_gtin_rows(engine, given, given.length, day, cursor), given);
        return new Cursor(cursor.getValue());
    }

    /** A filter that lets everything through. */
    public Filter filter() {
        PointerByReference filter = new PointerByReference();
        call(engine -> LIBRARY.vade_filter_new(engine, filter));
        return new Filter(filter.getValue());
    }

    /** The concepts and medicinal products by a text of which each word of the query begins a word, best first. */
    public Cursor search(String query, int limit) {
        return search(query, limit, null, 0, 0);
    }

    /** The same; the filter may be null, the flags are {@link Vademecum.SearchFlags}. */
    public Cursor search(String query, int limit, Filter filter, int offset, int flags) {
        if (limit < 1) {
            // A limit of 0 asks for no hit here, and for the usual ten in C.
            throw new IllegalArgumentException("a search without a hit to answer");
        }
        VademecumLibrary.SearchOptions options = new VademecumLibrary.SearchOptions();
        options.flags = flags;
        options.limit = limit;
        options.offset = offset;
        byte[] given = Vademecum.utf8(query);
        Pointer narrowed = filter == null ? null : filter.pointer();
        PointerByReference cursor = new PointerByReference();
        try {
            call(engine -> LIBRARY.vade_search(engine, given, given.length, narrowed, options, cursor), given);
        } finally {
            Reference.reachabilityFence(filter);
        }
        return new Cursor(cursor.getValue());
    }

    /** The response to one request of the request protocol. */
    public String json(String request) {
        byte[] given = Vademecum.utf8(request);
        PointerByReference cursor = new PointerByReference();
        call(engine -> LIBRARY.vade_json(engine, given, given.length, cursor), given);
        try (Cursor response = new Cursor(cursor.getValue())) {
            response.next();
            return response.current().text(Column.JSON).orElseThrow();
        }
    }

    /** A function that puts a text into a buffer. */
    private interface Put {
        int into(Pointer engine, byte[] buffer, IntByReference needed);
    }

    private Optional<String> text(Put put, byte[] given) {
        try {
            return Vademecum.text((buffer, needed) -> put.into(pointer(), buffer, needed), given);
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}
