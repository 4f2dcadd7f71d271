package dev.dbsync.core.backup;

import dev.dbsync.core.problem.SyncException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A complete backup on disk.
 *
 * @param path its directory
 * @param manifest what it says of itself
 */
record StoredBackup(Path path, Manifest manifest) {

    private static final Comparator<StoredBackup> NEWEST_FIRST = Comparator.comparing(
                    (StoredBackup backup) -> backup.manifest().snapshot())
            .thenComparing(backup -> backup.path().getFileName().toString())
            .reversed();

    /** Those of one environment, newest first. Unfinished and damaged ones, and what is no backup, are left out. */
    static List<StoredBackup> of(Path directory, String environment) {
        return in(directory).stream()
                .filter(backup -> backup.manifest().environment().equals(environment))
                .toList();
    }

    private static List<StoredBackup> in(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<StoredBackup> found = new ArrayList<>();
        try (Stream<Path> children = Files.list(directory)) {
            children.filter(StoredBackup::isComplete).forEach(path -> addReadable(path, found));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
        found.sort(NEWEST_FIRST);
        return List.copyOf(found);
    }

    private static boolean isComplete(Path path) {
        return !path.getFileName().toString().endsWith(BackupDirectory.UNFINISHED)
                && Files.isDirectory(path)
                && !Files.isSymbolicLink(path)
                && ManifestFile.isIn(path);
    }

    private static void addReadable(Path path, List<StoredBackup> found) {
        try {
            found.add(new StoredBackup(path, ManifestFile.read(path)));
        } catch (SyncException damaged) {
            // Left for a person to look at: whoever names it gets this very complaint.
            return;
        }
    }
}
