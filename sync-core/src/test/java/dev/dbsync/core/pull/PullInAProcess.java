package dev.dbsync.core.pull;

import dev.dbsync.core.Sync;
import dev.dbsync.core.run.Confirmation;
import dev.dbsync.core.testing.OtherJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A pull in a process of its own, which tells of each event in a line, to be killed at one of them. */
final class PullInAProcess {

    private static final String EVENT = "event ";
    private static final String OUTCOME = "outcome ";

    private PullInAProcess() {}

    /**
     * What came of it.
     *
     * @param events that it told of
     * @param outcome empty when it was killed
     */
    record Ended(int events, Optional<String> outcome) {}

    /** @param killAt the event at which it is killed; one that never comes lets it end by itself */
    static Ended run(Path directory, boolean resume, int killAt) throws IOException, InterruptedException {
        Process process = OtherJvm.of(PullInAProcess.class, directory.toString(), String.valueOf(resume))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int events = 0;
        Optional<String> outcome = Optional.empty();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(OUTCOME)) {
                    outcome = Optional.of(line.substring(OUTCOME.length()));
                }
                if (line.startsWith(EVENT) && ++events == killAt) {
                    process.destroyForcibly();
                    break;
                }
            }
        }
        process.waitFor();
        return new Ended(events, events == killAt ? Optional.empty() : outcome);
    }

    /** Project directory, and whether to resume. */
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        PullRequest request = new PullRequest(
                Optional.empty(), Optional.empty(), Optional.empty(), false, Boolean.parseBoolean(arguments[1]));
        try (Sync sync = Sync.builder(directory.resolve("sync.yaml"), directory)
                .events(event -> System.out.println(EVENT + event.getClass().getSimpleName()))
                .open()) {
            PullReport report = sync.pullProd(request, Confirmation.answered("yes"));
            System.out.println(OUTCOME + report.outcome());
            report.problems().forEach(problem -> System.err.println(problem.text()));
        }
    }
}
