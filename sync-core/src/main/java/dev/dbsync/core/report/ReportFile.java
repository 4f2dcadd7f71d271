package dev.dbsync.core.report;

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

    /** Removes the report of an earlier run, if there is one. */
    public void delete(String goal) {
        try {
            Files.deleteIfExists(of(goal));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + of(goal), e);
        }
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
