package vademecum;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import com.sun.jna.win32.StdCallLibrary;
import java.util.Map;
import vademecum.Vademecum.ConceptInfo;
import vademecum.Vademecum.DescriptionInfo;
import vademecum.Vademecum.FileInfo;
import vademecum.Vademecum.ProductInfo;

/**
 * The functions of vademecum.h, which tells what they do. Of twins, those that take and give UTF-8: a {@code wchar_t},
 * which is what JNA makes of a Java char, has 32 bits on Linux.
 *
 * <p>The library is looked for where {@code jna.library.path} says, and where the system looks for libraries.
 */
interface VademecumLibrary extends Library {
    int ABI_VERSION = 2;

    VademecumLibrary INSTANCE = load();

    private static VademecumLibrary load() {
        // On 32-bit Windows functions are called as the system's own are.
        boolean stdcall = Platform.isWindows() && !Platform.is64Bit();
        VademecumLibrary library = Native.load("vademecum", VademecumLibrary.class,
                stdcall ? Map.of(Library.OPTION_CALLING_CONVENTION, StdCallLibrary.STDCALL_CONVENTION) : Map.of());
        if (library.vade_abi_version() < ABI_VERSION) {
            throw new UnsupportedOperationException("a newer library is needed than " + library.vade_version());
        }
        return library;
    }

    @FieldOrder({"structSize", "flags"})
    class OpenOptions extends Structure {
        public int structSize = size();
        public int flags;
    }

    @FieldOrder({"structSize", "flags", "limit", "offset"})
    class SearchOptions extends Structure {
        public int structSize = size();
        public int flags;
        public int limit;
        public int offset;
    }

    int vade_abi_version();

    String vade_version();

    String vade_status_name(int status);

    int vade_last_error(byte[] buffer, int capacity, IntByReference needed);

    int vade_last_error_offset();

    int vade_open_file(byte[] path, int pathLength, OpenOptions options, PointerByReference engine);

    int vade_open_memory(byte[] bytes, long length, OpenOptions options, PointerByReference engine);

    int vade_close(Pointer engine);

    int vade_file(Pointer engine, FileInfo info);

    int vade_file_text(Pointer engine, int what, byte[] buffer, int capacity, IntByReference needed);

    int vade_manifest_json(Pointer engine, byte[] buffer, int capacity, IntByReference needed);

    int vade_verify(Pointer engine);

    int vade_parse_id(byte[] text, int textLength, LongByReference id);

    int vade_format_id(long id, byte[] buffer, int capacity, IntByReference needed);

    int vade_id_kind(long id, IntByReference kind);

    int vade_concept(Pointer engine, long id, ConceptInfo info);

    int vade_concept_term(Pointer engine, long id, int kind, byte[] language, int languageLength, byte[] buffer,
            int capacity, IntByReference needed);

    int vade_description(Pointer engine, long id, DescriptionInfo info);

    int vade_description_term(Pointer engine, long id, byte[] buffer, int capacity, IntByReference needed);

    int vade_subsumes(Pointer engine, long a, long b, IntByReference relation);

    int vade_concept_rows(Pointer engine, long id, int what, PointerByReference cursor);

    int vade_description_rows(Pointer engine, long id, int what, PointerByReference cursor);

    int vade_product(Pointer engine, long id, ProductInfo info);

    int vade_product_name(Pointer engine, long id, byte[] buffer, int capacity, IntByReference needed);

    int vade_product_rows(Pointer engine, long id, int productClass, int flags, PointerByReference cursor);

    int vade_product_reasons(Pointer engine, long id, PointerByReference cursor);

    int vade_gtin_rows(Pointer engine, byte[] gtin, int gtinLength, int day, PointerByReference cursor);

    int vade_cursor_next(Pointer cursor);

    int vade_cursor_int(Pointer cursor, int column, LongByReference value);

    int vade_cursor_text(Pointer cursor, int column, PointerByReference text, IntByReference length);

    int vade_cursor_ranges(Pointer cursor, int column, int[] ends, int capacity, IntByReference needed);

    int vade_cursor_fetch_ids(Pointer cursor, long[] ids, int capacity, IntByReference count);

    int vade_cursor_total(Pointer cursor, LongByReference total);

    int vade_cursor_language(Pointer cursor, byte[] language, int languageLength);

    int vade_cursor_close(Pointer cursor);

    int vade_search(Pointer engine, byte[] query, int queryLength, Pointer filter, SearchOptions options,
            PointerByReference cursor);

    int vade_filter_new(Pointer engine, PointerByReference filter);

    int vade_filter_text(Pointer filter, int what, byte[] text, int textLength);

    int vade_filter_close(Pointer filter);

    int vade_json(Pointer engine, byte[] request, int requestLength, PointerByReference cursor);
}
