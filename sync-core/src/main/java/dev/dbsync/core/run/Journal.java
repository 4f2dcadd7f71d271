package dev.dbsync.core.run;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The record of every run in {@code .sync/journal.jsonl}: one JSON object a line, one line a run, appended, never
 * rewritten. A run that starts to change something leaves a line in {@code .sync/started.jsonl} before it does, so that
 * one that is killed leaves a trace.
 */
public final class Journal {

    /** The outcome in the line of a run that starts to change something. */
    public static final String STARTED = "STARTED";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final Path starts;

    /** @param directory the project's {@code .sync} */
    public Journal(Path directory) {
        this.file = directory.resolve("journal.jsonl");
        this.starts = directory.resolve("started.jsonl");
    }

    /**
     * One run, at its end or as it starts to change something.
     *
     * @param when the moment
     * @param who the user of the operating system who ran it
     * @param goal as typed, such as {@code promote}
     * @param from the environment that was read; null where there is none
     * @param to the environment that was changed, or would have been
     * @param planId null when the run ended before there was a plan
     * @param outcome the word of the report, such as {@code PROMOTED}, or {@link #STARTED}
     * @param counts what was done, in numbers; never values of rows
     */
    public record Entry(
            Instant when,
            String who,
            String goal,
            String from,
            String to,
            String planId,
            String outcome,
            Map<String, Long> counts) {}

    /**
     * Sees that entries can be written.
     *
     * @throws SyncException when not, which is to be known before anything is changed
     */
    public synchronized void prepare() {
        try {
            StateDirectory.create(file.getParent());
            Files.write(file, new byte[0], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new SyncException(
                    new Problem(
                            "The journal cannot be written: " + e.getClass().getSimpleName(),
                            file.toString(),
                            "See that the directory can be made and written to, and that no file is in its way"),
                    e);
        }
    }

    /** Appends the entry of a run at its end, and makes the directory first where it is missing. */
    public void append(Entry entry) {
        append(entry, file);
    }

    /** Appends the entry of a run that starts to change something. */
    public void appendStart(Entry entry) {
        append(entry, starts);
    }

    private synchronized void append(Entry entry, Path to) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("when", entry.when().toString());
        line.put("who", entry.who());
        line.put("goal", entry.goal());
        line.put("from", entry.from());
        line.put("to", entry.to());
        line.put("planId", entry.planId());
        line.put("outcome", entry.outcome());
        line.put("counts", entry.counts());
        try {
            StateDirectory.create(file.getParent());
            Files.writeString(
                    to,
                    JSON.writeValueAsString(line) + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + to, e);
        }
    }
}
