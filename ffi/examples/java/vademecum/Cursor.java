package vademecum;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import vademecum.Vademecum.Status;

/** The rows of an answer, read once from first to last, by one thread at a time. */
public final class Cursor extends Handle implements Iterable<Row> {
    private static final VademecumLibrary LIBRARY = VademecumLibrary.INSTANCE;

    /** Counts rows, so that a row knows whether the cursor still stands on it. */
    long place;

    Cursor(Pointer pointer) {
        super(pointer, LIBRARY::vade_cursor_close);
    }

    /** Goes on; false where there are no more rows. */
    public boolean next() {
        place++;
        return call(LIBRARY::vade_cursor_next) == Status.ROW;
    }

    /** The row that the cursor stands on. */
    public Row current() {
        return new Row(this, place);
    }

    /** The rows that are left: a second loop begins where the first one stopped. */
    @Override
    public Iterator<Row> iterator() {
        return new Iterator<>() {
            private boolean asked;
            private boolean there;

            @Override
            public boolean hasNext() {
                if (!asked) {
                    there = Cursor.this.next();
                    asked = true;
                }
                return there;
            }

            @Override
            public Row next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                asked = false;
                return current();
            }
        };
    }

    /** The identifiers of all rows that are left. */
    public long[] ids() {
        LongStream.Builder ids = LongStream.builder();
        long[] page = new long[256];
        IntByReference count = new IntByReference();
        place++;
        while (call(cursor -> LIBRARY.vade_cursor_fetch_ids(cursor, page, page.length, count)) == Status.ROW) {
            Arrays.stream(page, 0, count.getValue()).forEach(ids);
        }
        return ids.build().toArray();
    }

    /** How many rows there are in all; empty where that was not counted. */
    public OptionalLong total() {
        LongByReference total = new LongByReference();
        int status = call(cursor -> LIBRARY.vade_cursor_total(cursor, total));
        return status == Status.NONE ? OptionalLong.empty() : OptionalLong.of(total.getValue());
    }

    /** Tells names in this language from now on; null for the order that the file was built with. */
    public void language(String name) {
        byte[] given = name == null ? null : Vademecum.utf8(name);
        call(cursor -> LIBRARY.vade_cursor_language(cursor, given, given == null ? 0 : given.length), given);
    }
}
