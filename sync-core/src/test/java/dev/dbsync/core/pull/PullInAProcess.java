package dev.dbsync.core.pull;

import dev.dbsync.core.Sync;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.run.Confirmation;
import dev.dbsync.core.testing.OtherJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A pull in a process of its own, which tells of each event in a line, to be killed at one of them. */
final class PullInAProcess {

    /** The event that the rows of a table are there and committed. */
    static final String TABLE_FILLED = "Progress finished";

    private static final String EVENT = "event ";
    private static final String OUTCOME = "outcome ";

    private PullInAProcess() {}

    /**
     * What came of it.
     *
     * @param events that it told of
     * @param outcome empty when it was killed, or died by itself
     */
    record Ended(int events, boolean killed, Optional<String> outcome) {}

    /** What an event must be for the process to be killed at it. */
    @FunctionalInterface
    interface Kill {
        boolean at(String event, int number);
    }

    /** @param kill that never comes true lets it end by itself */
    static Ended run(Path directory, boolean resume, Kill kill) throws IOException, InterruptedException {
        Process process = OtherJvm.of(PullInAProcess.class, directory.toString(), String.valueOf(resume))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int events = 0;
        boolean killed = false;
        Optional<String> outcome = Optional.empty();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(OUTCOME)) {
                    outcome = Optional.of(line.substring(OUTCOME.length()));
                }
                if (line.startsWith(EVENT) && kill.at(line.substring(EVENT.length()), ++events)) {
                    killed = true;
                    process.destroyForcibly();
                    break;
                }
            }
        }
        process.waitFor();
        return new Ended(events, killed, killed ? Optional.empty() : outcome);
    }

    /** Project directory, and whether to resume. */
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        PullRequest request = new PullRequest(
                Optional.empty(), Optional.empty(), Optional.empty(), false, Boolean.parseBoolean(arguments[1]));
        try (Sync sync = Sync.builder(directory.resolve("sync.yaml"), directory)
                .events(event -> System.out.println(EVENT + name(event)))
                .open()) {
            PullReport report = sync.pullProd(request, Confirmation.answered("yes"));
            System.out.println(OUTCOME + report.outcome());
            report.problems().forEach(problem -> System.err.println(problem.text()));
        }
    }

    private static String name(SyncEvent event) {
        return event instanceof SyncEvent.Progress progress && progress.finished()
                ? TABLE_FILLED
                : event.getClass().getSimpleName();
    }
}
