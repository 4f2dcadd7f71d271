package dev.dbsync.core.run;

import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.event.SyncEvent;
import java.time.Duration;
import java.util.function.Function;

/**
 * A named stage of a flow, announced when it starts and when it ends well.
 *
 * @param name as shown to a person, such as "Back up prod"
 */
public record Step(String name) {

    /** Something that a step does. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        T run() throws E;
    }

    /**
     * Runs the work between its two events.
     *
     * @param detail what came of it, from the result; see {@link SyncEvent.StepFinished}
     */
    public <T, E extends Exception> T run(EventSink events, Work<T, E> work, Function<T, String> detail) throws E {
        events.accept(new SyncEvent.StepStarted(name));
        long start = System.nanoTime();
        T result = work.run();
        events.accept(
                new SyncEvent.StepFinished(name, Duration.ofNanos(System.nanoTime() - start), detail.apply(result)));
        return result;
    }
}
