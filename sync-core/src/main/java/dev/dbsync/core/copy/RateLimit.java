package dev.dbsync.core.copy;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Holds up whoever takes more bytes than there are in a second. Takers are served in the order in which they come. What
 * nobody takes is saved up for a tenth of a second only. Thread-safe.
 */
final class RateLimit {

    private static final long SAVED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** How to wait. */
    @FunctionalInterface
    interface Pause {
        void nanos(long nanos) throws InterruptedException;
    }

    private final double nanosPerByte;
    private final LongSupplier clock;
    private final Pause pause;
    private long paidUntil;

    RateLimit(double nanosPerByte, LongSupplier clock, Pause pause) {
        this.nanosPerByte = nanosPerByte;
        this.clock = clock;
        this.pause = pause;
        this.paidUntil = clock.getAsLong() - SAVED_NANOS;
    }

    /** @param bytesPerSecond empty for no limit */
    static RateLimit of(OptionalLong bytesPerSecond) {
        if (bytesPerSecond.isPresent() && bytesPerSecond.getAsLong() <= 0) {
            throw new IllegalArgumentException(bytesPerSecond.getAsLong() + " bytes a second");
        }
        double nanosPerByte = bytesPerSecond.isPresent() ? 1e9 / bytesPerSecond.getAsLong() : 0;
        return new RateLimit(nanosPerByte, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
    }

    void take(long bytes) throws InterruptedException {
        if (nanosPerByte == 0) {
            return;
        }
        long wait = book(bytes);
        if (wait > 0) {
            pause.nanos(wait);
        }
    }

    private synchronized long book(long bytes) {
        long now = clock.getAsLong();
        if (now - paidUntil > SAVED_NANOS) {
            paidUntil = now - SAVED_NANOS;
        }
        paidUntil += (long) (bytes * nanosPerByte);
        return paidUntil - now;
    }
}
