package dev.dbsync.core.event;

/** Receives events, from any thread; must not throw and must not block for long. */
@FunctionalInterface
public interface EventSink {

    void accept(SyncEvent event);

    /** A sink that drops everything. */
    static EventSink none() {
        return event -> {};
    }

    /** Does something that has no rows to count, and tells when it begins and ends. */
    default <E extends Exception> void during(String task, Work<E> work) throws E {
        accept(new SyncEvent.Busy(task, false));
        try {
            work.run();
        } finally {
            accept(new SyncEvent.Busy(task, true));
        }
    }

    /** What takes a while. */
    @FunctionalInterface
    interface Work<E extends Exception> {
        void run() throws E;
    }

    default void notice(String text) {
        accept(new SyncEvent.Notice(text));
    }

    default void warning(String text) {
        accept(new SyncEvent.Warning(text));
    }
}
