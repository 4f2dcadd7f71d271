package dev.dbsync.core.backup;

import dev.dbsync.core.config.BackupConfig;
import dev.dbsync.core.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Whether a backup fits where it is to be written.
 *
 * @param databaseBytes the database on its server, indexes included
 * @param freeBytes what the backup's file system has left for this user
 * @param directory where the backup is to be written
 */
public record BackupSpace(long databaseBytes, long freeBytes, Path directory) {

    /** No ordinary database shrinks more than this when it is written without its indexes and compressed. */
    private static final int BEST_COMPRESSION = 20;

    private static final long SCHEMA_BYTES = 16L << 20;

    static BackupSpace of(Connection connection, Path directory) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_database_size(current_database())")) {
            row.next();
            return new BackupSpace(row.getLong(1), free(directory), directory);
        }
    }

    /** Why the backup cannot fit; empty when it may. A disk that fills up all the same is noticed in the writing. */
    public Optional<Problem> refusal(BackupConfig.Scope scope) {
        long least = scope == BackupConfig.Scope.SCHEMA
                ? Math.min(SCHEMA_BYTES, databaseBytes)
                : databaseBytes / BEST_COMPRESSION;
        if (freeBytes >= least) {
            return Optional.empty();
        }
        return Optional.of(new Problem(
                "The backup will not fit: the database has " + ByteCount.shown(databaseBytes) + ", the disk "
                        + ByteCount.shown(freeBytes) + " free",
                directory.toString(),
                "Free space there, or name another place in sync.yaml: backup: { directory: … }"));
    }

    private static long free(Path directory) {
        Path existing = directory.toAbsolutePath();
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            return Files.getFileStore(existing).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the free space of " + existing, e);
        }
    }
}
