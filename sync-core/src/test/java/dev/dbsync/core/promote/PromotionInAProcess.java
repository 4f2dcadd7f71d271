package dev.dbsync.core.promote;

import dev.dbsync.core.Sync;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.run.Confirmation;
import dev.dbsync.core.testing.OtherJvm;
import java.nio.file.Path;

/** A promotion to test in a process of its own, to be killed. */
final class PromotionInAProcess {

    private PromotionInAProcess() {}

    static ProcessBuilder command(Path directory, String planId) {
        return OtherJvm.of(PromotionInAProcess.class, directory.toString(), planId);
    }

    /** Project directory and plan id. */
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        try (Sync sync = Sync.builder(directory.resolve("sync.yaml"), directory).open()) {
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
}
