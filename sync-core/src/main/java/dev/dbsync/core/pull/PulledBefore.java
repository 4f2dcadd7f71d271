package dev.dbsync.core.pull;

import dev.dbsync.core.database.DatabaseIdentity;
import dev.dbsync.core.run.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Which databases were filled by a pull from this machine, so that the next one need not ask again: a line for each in
 * {@code .sync/pulled}, by the database's identity and not by its address.
 */
final class PulledBefore {

    private final Path file;

    /** @param stateDirectory the project's {@code .sync} */
    PulledBefore(Path stateDirectory) {
        this.file = stateDirectory.resolve("pulled");
    }

    boolean contains(DatabaseIdentity database) {
        try {
            return Files.exists(file) && Files.readAllLines(file).contains(database.key());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    void add(DatabaseIdentity database) {
        if (contains(database)) {
            return;
        }
        try {
            StateDirectory.create(file.getParent());
            Files.writeString(
                    file,
                    database.key() + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
