package vademecum;

import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import vademecum.Vademecum.Column;
import vademecum.Vademecum.Status;

/** The row that a cursor stands on. It can be read until the cursor goes on. */
public final class Row {
    /** From where to where a text was matched, in chars. */
    public static final class Range {
        public final int start;
        public final int end;

        Range(int start, int end) {
            this.start = start;
            this.end = end;
        }
    }

    private final Cursor cursor;
    private final long place;

    Row(Cursor cursor, long place) {
        this.cursor = cursor;
        this.place = place;
    }

    private Cursor standing() {
        if (place != cursor.place) {
            throw new IllegalStateException("the cursor has gone on from this row");
        }
        return cursor;
    }

    /** A number; empty where the row has no such value. */
    public OptionalLong integer(int column) {
        LongByReference value = new LongByReference();
        int status = standing().call(cursor -> VademecumLibrary.INSTANCE.vade_cursor_int(cursor, column, value));
        return status == Status.NONE ? OptionalLong.empty() : OptionalLong.of(value.getValue());
    }

    /** A text; empty where the row has no such value. */
    public Optional<String> text(int column) {
        PointerByReference text = new PointerByReference();
        IntByReference length = new IntByReference();
        Optional<String> value = Optional.empty();
        int status = standing().call(cursor -> VademecumLibrary.INSTANCE.vade_cursor_text(cursor, column, text, length));
        if (status != Status.NONE) {
            byte[] bytes = text.getValue().getByteArray(0, length.getValue());
            value = Optional.of(new String(bytes, StandardCharsets.UTF_8));
        }
        // The text is the cursor's, which must not be closed before it is copied.
        Reference.reachabilityFence(cursor);
        return value;
    }

    /** What the row is about. */
    public long id() {
        return integer(Column.ID).orElseThrow();
    }

    /**
     * Of a concept its preferred term, of a hit the text that was found, of a description its text, of a product its
     * name.
     */
    public String term() {
        return text(Column.TERM).orElse("");
    }

    /** The parts of a hit's term that were matched. */
    public List<Range> ranges() {
        VademecumLibrary library = VademecumLibrary.INSTANCE;
        IntByReference count = new IntByReference();
        standing().call(cursor -> library.vade_cursor_ranges(cursor, Column.TERM, null, 0, count));
        int[] ends = new int[count.getValue()];
        if (ends.length > 0) {
            standing().call(cursor -> library.vade_cursor_ranges(cursor, Column.TERM, ends, ends.length, count));
        }
        // The library counts bytes.
        byte[] term = Vademecum.utf8(term());
        List<Range> ranges = new ArrayList<>();
        for (int at = 0; at + 1 < ends.length; at += 2) {
            ranges.add(new Range(chars(term, ends[at]), chars(term, ends[at + 1])));
        }
        return ranges;
    }

    private static int chars(byte[] text, int bytes) {
        return new String(text, 0, bytes, StandardCharsets.UTF_8).length();
    }
}
