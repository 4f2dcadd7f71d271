package dev.dbsync.core.backup;

import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.run.Directories;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Deletes an environment's oldest backups. Only what carries a whole manifest is taken for a backup. */
final class Retention {

    private Retention() {}

    /**
     * Keeps the newest ones.
     *
     * @param made the one just made, which stays whatever the clocks say
     * @param needed the plan whose backups stay, however old they are; they count for nothing
     */
    static void apply(
            Path directory, String environment, int keep, Path made, Optional<String> needed, EventSink events) {
        List<StoredBackup> others = StoredBackup.of(directory, environment).stream()
                .filter(backup -> !backup.path().equals(made))
                .filter(backup -> !needed.equals(Optional.of(backup.manifest().planId())))
                .toList();
        for (StoredBackup old : others.subList(Math.min(Math.max(keep, 1) - 1, others.size()), others.size())) {
            try {
                Directories.delete(old.path());
                events.notice("Deleted the backup " + old.path().getFileName() + ": the newest " + keep + " of "
                        + environment + " are kept");
            } catch (IOException e) {
                // The new backup is good, and that is what the run is about.
                events.warning("Cannot delete the old backup " + old.path() + ": " + IoReason.of(e));
            }
        }
    }
}
