package dev.dbsync.core.promote;

import dev.dbsync.core.Sync;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.run.Confirmation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A promotion to test in a process of its own, which stops at an event and waits to be killed. */
final class PromotionInAProcess {

    static final String THERE = "--- there ---";

    private PromotionInAProcess() {}

    /** Project directory, plan id, and the event as {@link #shown} says it. */
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        try (Sync sync = Sync.builder(directory.resolve("sync.yaml"), directory)
                .events(event -> stopAt(arguments[2], event))
                .open()) {
            System.out.println(sync.promote(new PromoteRequest("test", false), Confirmation.answered(arguments[1])));
        }
    }

    static String shown(SyncEvent event) {
        if (event instanceof SyncEvent.StepStarted step) {
            return "StepStarted " + step.step();
        }
        if (event instanceof SyncEvent.StepFinished step) {
            return "StepFinished " + step.step();
        }
        return event.getClass().getSimpleName();
    }

    private static void stopAt(String when, SyncEvent event) {
        if (shown(event).equals(when)) {
            System.out.println(THERE);
            try {
                System.in.read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
