package dev.dbsync.core.event;

/** Receives events, from any thread; must not throw and must not block for long. */
@FunctionalInterface
public interface EventSink {

    void accept(SyncEvent event);

    /** A sink that drops everything. */
    static EventSink none() {
        return event -> {};
    }

    default void notice(String text) {
        accept(new SyncEvent.Notice(text));
    }

    default void warning(String text) {
        accept(new SyncEvent.Warning(text));
    }
}
