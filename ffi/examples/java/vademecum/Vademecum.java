package vademecum;

import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Vademecum for Java 11 and newer, by JNA: what does not need a file, and the numbers of vademecum.h, which tells what
 * each of them means.
 *
 * <pre>{@code
 * try (Engine engine = Engine.open("uk.vade"); Cursor hits = engine.search("heart att", 10)) {
 *     for (Row hit : hits) {
 *         System.out.println(hit.id() + " " + hit.term());
 *     }
 * }
 * }</pre>
 */
public final class Vademecum {
    private static final VademecumLibrary LIBRARY = VademecumLibrary.INSTANCE;

    private Vademecum() {}

    /** The version of the library. */
    public static String version() {
        return LIBRARY.vade_version();
    }

    /** The number of an identifier that is given as text. Digits, length, partition and check digit are checked. */
    public static long parseId(String text) {
        byte[] given = utf8(text);
        LongByReference id = new LongByReference();
        check(LIBRARY.vade_parse_id(given, given.length, id), given);
        return id.getValue();
    }

    /** The text of an identifier. */
    public static String formatId(long id) {
        return text((buffer, needed) -> LIBRARY.vade_format_id(id, buffer, buffer.length, needed), null).orElseThrow();
    }

    /** What a well-formed identifier names: {@link IdKind}. */
    public static int idKind(long id) {
        IntByReference kind = new IntByReference();
        check(LIBRARY.vade_id_kind(id, kind), null);
        return kind.getValue();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Throws the last error where the status is one; its place is in `given`. Answers the status. */
    static int check(int status, byte[] given) {
        if (status >= 0) {
            return status;
        }
        byte[] message = new byte[1024];
        IntByReference needed = new IntByReference();
        LIBRARY.vade_last_error(message, message.length, needed);
        String told = new String(message, 0, Math.min(needed.getValue(), message.length) - 1, StandardCharsets.UTF_8);
        // The library counts bytes, a String chars.
        int offset = given == null ? -1 : LIBRARY.vade_last_error_offset();
        throw new VademecumException(status, LIBRARY.vade_status_name(status), told,
                offset < 0 ? offset : new String(given, 0, offset, StandardCharsets.UTF_8).length());
    }

    /** A function that puts a text into a buffer. */
    interface Put {
        int into(byte[] buffer, IntByReference needed);
    }

    /** The text that a function puts into a buffer; empty where it answers NONE. */
    static Optional<String> text(Put put, byte[] given) {
        byte[] buffer = new byte[256];
        IntByReference needed = new IntByReference();
        int status = put.into(buffer, needed);
        if (status == Status.ERROR_BUFFER) {
            buffer = new byte[needed.getValue()];
            status = put.into(buffer, needed);
        }
        if (check(status, given) == Status.NONE) {
            return Optional.empty();
        }
        return Optional.of(new String(buffer, 0, needed.getValue() - 1, StandardCharsets.UTF_8));
    }

    /** What a file is. */
    @FieldOrder({"structSize", "formatVersion", "length", "concepts", "activeConcepts", "effectiveTime", "isSubset"})
    public static final class FileInfo extends Structure {
        public int structSize = size();
        public int formatVersion;
        public long length;
        public long concepts;
        public long activeConcepts;
        public int effectiveTime;
        public int isSubset;
    }

    /** What is known of a concept. */
    @FieldOrder({"structSize", "isActive", "id", "module", "effectiveTime", "isDefined", "parents", "children"})
    public static final class ConceptInfo extends Structure {
        public int structSize = size();
        public int isActive;
        public long id;
        public long module;
        public int effectiveTime;
        public int isDefined;
        public int parents;
        public int children;
    }

    /** What is known of a description. */
    @FieldOrder({"structSize", "isActive", "id", "conceptId", "module", "effectiveTime", "type", "caseSignificance",
        "reserved"})
    public static final class DescriptionInfo extends Structure {
        public int structSize = size();
        public int isActive;
        public long id;
        public long conceptId;
        public long module;
        public int effectiveTime;
        public int type;
        public int caseSignificance;
        public int reserved;
    }

    /** What is known of a medicinal product. */
    @FieldOrder({"structSize", "productClass", "id", "isReplaced", "isValid", "isAvailable", "isInUse",
        "isPrescribable", "isConcept", "vtm", "vmp", "amp", "vmpp"})
    public static final class ProductInfo extends Structure {
        public int structSize = size();
        public int productClass;
        public long id;
        public int isReplaced;
        public int isValid;
        public int isAvailable;
        public int isInUse;
        public int isPrescribable;
        public int isConcept;
        public long vtm;
        public long vmp;
        public long amp;
        public long vmpp;
    }

    /** What a call answers. */
    public static final class Status {
        public static final int OK = 0;
        public static final int ROW = 1;
        public static final int NONE = 2;
        public static final int ERROR_UNKNOWN_OP = -1;
        public static final int ERROR_BAD_REQUEST = -2;
        public static final int ERROR_SYNTAX = -3;
        public static final int ERROR_INVALID_ID = -4;
        public static final int ERROR_NOT_FOUND = -5;
        public static final int ERROR_UNSUPPORTED = -6;
        public static final int ERROR_NOT_IN_FILE = -7;
        public static final int ERROR_LIMIT = -8;
        public static final int ERROR_DAMAGED = -9;
        public static final int ERROR_IO = -10;
        public static final int ERROR_NOT_VADE = -11;
        public static final int ERROR_VERSION = -12;
        public static final int ERROR_NOT_LOADED = -13;
        public static final int ERROR_ARGUMENT = -100;
        public static final int ERROR_STRUCT = -101;
        public static final int ERROR_FLAGS = -102;
        public static final int ERROR_ENCODING = -103;
        public static final int ERROR_BUFFER = -104;
        public static final int ERROR_COLUMN = -105;
        public static final int ERROR_NO_ROW = -106;
        public static final int ERROR_MEMORY = -107;
        public static final int ERROR_PANIC = -108;

        private Status() {}
    }

    /** How a file is opened; several are added. */
    public static final class OpenFlags {
        public static final int IN_MEMORY = 1;
        public static final int BORROWED = 2;
        public static final int TRUSTED = 4;

        private OpenFlags() {}
    }

    /** Texts about a file. */
    public static final class FileText {
        public static final int EDITION = 1;
        public static final int LICENCE = 2;
        public static final int MARKING = 3;
        public static final int BUILDER = 4;
        public static final int DMD = 5;

        private FileText() {}
    }

    /** What an identifier names. */
    public static final class IdKind {
        public static final int CONCEPT = 1;
        public static final int DESCRIPTION = 2;
        public static final int RELATIONSHIP = 3;

        private IdKind() {}
    }

    /** Texts of a concept. */
    public static final class TermKind {
        public static final int PREFERRED = 1;
        public static final int FSN = 2;
        public static final int SEMANTIC_TAG = 3;

        private TermKind() {}
    }

    /** What a description is. */
    public static final class DescriptionType {
        public static final int FSN = 1;
        public static final int SYNONYM = 2;
        public static final int DEFINITION = 3;

        private DescriptionType() {}
    }

    /** How far the case of letters matters. */
    public static final class CaseSignificance {
        public static final int INSENSITIVE = 1;
        public static final int INITIAL_INSENSITIVE = 2;
        public static final int SENSITIVE = 3;

        private CaseSignificance() {}
    }

    /** How one concept stands to another. */
    public static final class Relation {
        public static final int EQUIVALENT = 1;
        public static final int SUBSUMES = 2;
        public static final int SUBSUMED_BY = 3;
        public static final int NOT_SUBSUMED = 4;

        private Relation() {}
    }

    /** Classes of medicinal products. */
    public static final class ProductClass {
        public static final int VTM = 1;
        public static final int VMP = 2;
        public static final int AMP = 3;
        public static final int VMPP = 4;
        public static final int AMPP = 5;

        private ProductClass() {}
    }

    /** Which products are answered; several are added. */
    public static final class ProductFlags {
        public static final int VALID = 1;
        public static final int PRESCRIBABLE = 2;

        private ProductFlags() {}
    }

    /** Rows that belong to a concept or a description. */
    public static final class RowKind {
        public static final int DESCRIPTIONS = 1;
        public static final int SYNONYMS = 2;
        public static final int DEFINITIONS = 3;
        public static final int PARENTS = 4;
        public static final int CHILDREN = 5;
        public static final int ANCESTORS = 6;
        public static final int DESCENDANTS = 7;
        public static final int DESCENDANTS_OR_SELF = 8;
        public static final int ATTRIBUTES = 9;
        public static final int ACCEPTABILITIES = 10;

        private RowKind() {}
    }

    /** What can be read of a row. */
    public static final class Column {
        public static final int ID = 1;
        public static final int TERM = 2;
        public static final int PREFERRED = 3;
        public static final int FSN = 4;
        public static final int SEMANTIC_TAG = 5;
        public static final int ACTIVE = 6;
        public static final int MODULE = 7;
        public static final int EFFECTIVE_TIME = 8;
        public static final int DEFINED = 9;
        public static final int CHILDREN = 10;
        public static final int CONCEPT = 11;
        public static final int DESCRIPTION = 12;
        public static final int TYPE = 13;
        public static final int CASE = 14;
        public static final int LANGUAGE = 15;
        public static final int MATCH = 16;
        public static final int ACCEPTABILITY = 17;
        public static final int GROUP = 18;
        public static final int ATTRIBUTE = 19;
        public static final int ATTRIBUTE_TERM = 20;
        public static final int VALUE = 21;
        public static final int VALUE_TERM = 22;
        public static final int VALUE_KIND = 23;
        public static final int JSON = 24;
        public static final int CLASS = 25;
        public static final int IN_USE = 26;
        public static final int PRESCRIBABLE = 27;
        public static final int START = 28;
        public static final int END = 29;
        public static final int REASON = 30;
        public static final int CAUTION = 31;

        private Column() {}
    }

    /** How a description stands in a language. */
    public static final class Acceptability {
        public static final int PREFERRED = 1;
        public static final int ACCEPTABLE = 2;

        private Acceptability() {}
    }

    /** What an attribute's value is. */
    public static final class ValueKind {
        public static final int CONCEPT = 1;
        public static final int NUMBER = 2;
        public static final int STRING = 3;
        public static final int BOOLEAN = 4;

        private ValueKind() {}
    }

    /** How a query was read. */
    public static final class Match {
        public static final int EXACT = 1;
        public static final int EQUIVALENT = 2;
        public static final int TYPO = 3;

        private Match() {}
    }

    /** How a search is made; several are added. */
    public static final class SearchFlags {
        public static final int NO_TYPOS = 1;
        public static final int DEFINITIONS = 2;
        public static final int TOTAL = 4;
        public static final int INACTIVE = 8;
        public static final int ACTIVE_AND_INACTIVE = 16;
        public static final int PRESCRIBABLE = 32;

        private SearchFlags() {}
    }

    /** What a filter narrows by. */
    public static final class FilterBy {
        public static final int WITHIN = 1;
        public static final int LANGUAGE = 2;
        public static final int SEMANTIC_TAG = 3;
        public static final int MODULE = 4;
        public static final int CLASS = 5;

        private FilterBy() {}
    }
}
