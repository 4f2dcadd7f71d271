package dev.dbsync.core.backup;

import dev.dbsync.core.config.BackupConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Table;
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
 * @param indexBytes its indexes, as of their last VACUUM or ANALYZE; they are not in a backup
 * @param heldBytes the tables whose rows are to be in it, TOAST included
 * @param freeBytes what the backup's file system has left for this user
 * @param directory where the backup is to be written
 * @param scope what is to be in it
 */
public record BackupSpace(
        long databaseBytes, long indexBytes, long heldBytes, long freeBytes, Path directory, BackupConfig.Scope scope) {

    /** No ordinary database shrinks more than this when it is written without its indexes and compressed. */
    private static final int BEST_COMPRESSION = 20;

    /** What an ordinary one shrinks to: rows of mixed types under gzip leave about a third. */
    private static final int USUAL_COMPRESSION = 3;

    private static final long SCHEMA_BYTES = 16L << 20;

    /** By the catalog: the functions that measure an index wait for whoever holds it exclusively. */
    private static final String SIZES = """
            SELECT pg_database_size(current_database()),
                   (SELECT coalesce(sum(relpages::bigint), 0) * current_setting('block_size')::bigint
                    FROM pg_class
                    WHERE relkind = 'i')
            """;

    /** @param catalog of the same database */
    static BackupSpace of(Connection connection, Path directory, BackupContent content, Catalog catalog)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SIZES)) {
            row.next();
            long database = row.getLong(1);
            long indexes = row.getLong(2);
            long held = content.scope() == BackupConfig.Scope.FULL
                    ? Math.max(0, database - indexes)
                    : catalog.tables().stream()
                            .filter(content::holdsRowsOf)
                            .mapToLong(Table::bytes)
                            .sum();
            return new BackupSpace(database, indexes, held, free(directory), directory, content.scope());
        }
    }

    /** What the backup will take, roughly: how well the rows shrink is up to them. */
    public long estimatedBytes() {
        return scope == BackupConfig.Scope.SCHEMA
                ? Math.min(SCHEMA_BYTES, databaseBytes)
                : Math.min(
                        Math.max(0, databaseBytes - indexBytes) / USUAL_COMPRESSION,
                        SCHEMA_BYTES + heldBytes / USUAL_COMPRESSION);
    }

    /** Why the backup cannot fit; empty when it may. A disk that fills up all the same is noticed in the writing. */
    public Optional<Problem> refusal() {
        long least = switch (scope) {
            case FULL -> databaseBytes / BEST_COMPRESSION;
            case TOUCHED -> heldBytes / BEST_COMPRESSION;
            case SCHEMA -> Math.min(SCHEMA_BYTES, databaseBytes);
        };
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
