package vademecum;

import java.util.OptionalInt;

/** What went wrong. */
public final class VademecumException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String name;
    private final int offset;

    VademecumException(int status, String name, String message, int offset) {
        super(message);
        this.status = status;
        this.name = name;
        this.offset = offset;
    }

    /** {@link Vademecum.Status}. */
    public int status() {
        return status;
    }

    /** The status's name, such as "not_found". */
    public String statusName() {
        return name;
    }

    /** Where in the text that was given, in chars; empty where it is not a text that is at fault. */
    public OptionalInt offset() {
        return offset < 0 ? OptionalInt.empty() : OptionalInt.of(offset);
    }
}
