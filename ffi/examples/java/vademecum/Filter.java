package vademecum;

import com.sun.jna.Pointer;
import vademecum.Vademecum.FilterBy;

/** What a search may find. Made once by {@link Engine#filter}, used for many searches. */
public final class Filter extends Handle {
    private static final VademecumLibrary LIBRARY = VademecumLibrary.INSTANCE;

    Filter(Pointer pointer) {
        super(pointer, LIBRARY::vade_filter_close);
    }

    /** Narrows by {@link FilterBy}. */
    public Filter narrow(int what, String text) {
        byte[] given = Vademecum.utf8(text);
        call(filter -> LIBRARY.vade_filter_text(filter, what, given, given.length), given);
        return this;
    }

    /** Only concepts of this set: {@code id}, {@code < id} or {@code << id}. */
    public Filter within(String expression) {
        return narrow(FilterBy.WITHIN, expression);
    }

    /** Only by descriptions that are preferred or acceptable in this language. */
    public Filter language(String name) {
        return narrow(FilterBy.LANGUAGE, name);
    }

    /** Only concepts with this semantic tag, or with another one that was set so. */
    public Filter semanticTag(String tag) {
        return narrow(FilterBy.SEMANTIC_TAG, tag);
    }

    /** Only concepts of this module, or of another one that was set so. */
    public Filter module(long id) {
        return narrow(FilterBy.MODULE, Long.toString(id));
    }

    /** Only medicinal products of this class, such as {@code vmp}, or of another one that was set so. */
    public Filter productClass(String name) {
        return narrow(FilterBy.CLASS, name);
    }
}
