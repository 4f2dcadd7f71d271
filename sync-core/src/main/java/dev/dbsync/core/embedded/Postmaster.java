package dev.dbsync.core.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The server process that a data directory's {@code postmaster.pid} speaks of.
 *
 * @param pid its process id
 * @param started when it started, to the second
 * @see <a href="https://www.postgresql.org/docs/current/storage-file-layout.html">postmaster.pid</a>
 */
record Postmaster(long pid, Instant started) {

    /** Clocks are set now and then; a process id that comes round again does so much later. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    static Path file(Path data) {
        return data.resolve("postmaster.pid");
    }

    /** What the file says; empty where there is none, or it was not written to its end. */
    static Optional<Postmaster> read(Path data) throws IOException {
        Path file = file(data);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 3) {
            return Optional.empty();
        }
        return Optional.of(new Postmaster(
                Long.parseLong(lines.get(0).strip()),
                Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip()))));
    }

    /** Whether that very process still runs, and not another one that was given its id since. */
    boolean isAlive() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().startInstant())
                .map(instant -> Duration.between(instant, started).abs().compareTo(TOLERANCE) < 0)
                .orElse(false);
    }

    /** Whether some process has this id, be it the server or not. */
    boolean idIsTaken() {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
