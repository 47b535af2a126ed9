package vademecum;

import com.sun.jna.Pointer;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** Something of the library's that is closed once: by {@code close}, or by the garbage collector, in any order. */
abstract class Handle implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Cleaner.Cleanable cleanable;
    private Pointer pointer;

    /** `close` must not refer to this object, which would then never be forgotten. */
    Handle(Pointer pointer, Consumer<Pointer> close) {
        this.pointer = pointer;
        this.cleanable = CLEANER.register(this, () -> close.accept(pointer));
    }

    /** Calls the library, and throws where it answers an error. `given` is the text that its offset is in. */
    final int call(ToIntFunction<Pointer> function, byte[] given) {
        try {
            return Vademecum.check(function.applyAsInt(pointer()), given);
        } finally {
            // Else the garbage collector may close the handle while the library still reads it.
            Reference.reachabilityFence(this);
        }
    }

    final int call(ToIntFunction<Pointer> function) {
        return call(function, null);
    }

    final Pointer pointer() {
        if (pointer == null) {
            throw new IllegalStateException(getClass().getSimpleName() + " is closed");
        }
        return pointer;
    }

    /** Closes it; a second time nothing happens. No other thread may be calling it. */
    @Override
    public final void close() {
        pointer = null;
        cleanable.clean();
    }
}
