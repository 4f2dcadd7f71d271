package dev.dbsync.core.report;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the reports of the goals lie: {@code <goal>.json} in one directory, {@code target/sync} under Maven. */
public final class ReportFile {

    private final Path directory;

    public ReportFile(Path directory) {
        this.directory = directory;
    }

    /** Where the goal's report is, or will be. */
    public Path of(String goal) {
        return directory.resolve(goal + ".json");
    }

    /**
     * Makes room for a report: removes that of an earlier run, and makes the directory.
     *
     * @throws SyncException when nothing can be written there, which is to be known before anything is changed
     */
    public void prepare(String goal) {
        delete(goal);
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw unwritable(goal, e);
        }
    }

    /**
     * Removes the report of an earlier run, if there is one.
     *
     * @throws SyncException when that is not possible
     */
    public void delete(String goal) {
        try {
            Files.deleteIfExists(of(goal));
        } catch (IOException e) {
            throw unwritable(goal, e);
        }
    }

    private SyncException unwritable(String goal, IOException e) {
        return new SyncException(
                new Problem(
                        "The report cannot be written: " + e.getClass().getSimpleName(),
                        of(goal).toString(),
                        "See that the directory can be made and written to, and that no file is in its way"),
                e);
    }

    public void write(String goal, String json) {
        try {
            Files.createDirectories(directory);
            Files.writeString(of(goal), json + "\n", StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + of(goal), e);
        }
    }
}
