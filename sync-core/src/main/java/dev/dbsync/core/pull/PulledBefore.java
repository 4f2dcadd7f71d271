package dev.dbsync.core.pull;

import dev.dbsync.core.database.DatabaseIdentity;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.run.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;

/**
 * Which databases were filled by a pull from this machine, so that the next one need not ask again: a line for each in
 * {@code .sync/pulled}, by the database's identity and not by its address, and another for one that was made by a swap.
 */
final class PulledBefore {

    private static final String SWAPPED = "swapped ";

    private final Path file;

    /** @param stateDirectory the project's {@code .sync} */
    PulledBefore(Path stateDirectory) {
        this.file = stateDirectory.resolve("pulled");
    }

    boolean contains(DatabaseIdentity database) {
        return holds(database.key());
    }

    private boolean holds(String line) {
        try {
            return Files.exists(file) && Files.readAllLines(file).contains(line);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Whether it was made by a swap, so that nothing in it is anybody's own that was not put there since. */
    boolean bySwap(DatabaseIdentity database) {
        return holds(SWAPPED + database.key());
    }

    void add(DatabaseIdentity database) {
        add(database.key());
    }

    void addSwapped(DatabaseIdentity database) {
        add(database.key());
        add(SWAPPED + database.key());
    }

    /** What notes a database here. */
    @FunctionalInterface
    interface Noting {
        void note() throws SQLException;
    }

    /** The pull itself is done when it is noted: where that fails, the next one merely asks once more. */
    static void attempt(PullPlan plan, EventSink events, Noting noting) {
        String failed = "Could not note that " + plan.to() + " was filled by a pull: ";
        try {
            noting.note();
        } catch (SQLException e) {
            events.warning(failed + SqlProblem.reason(e));
        } catch (UncheckedIOException e) {
            events.warning(failed + e.getMessage());
        }
    }

    private void add(String line) {
        if (holds(line)) {
            return;
        }
        try {
            StateDirectory.create(file.getParent());
            Files.writeString(
                    file, line + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
