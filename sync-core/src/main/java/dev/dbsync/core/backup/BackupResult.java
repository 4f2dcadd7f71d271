package dev.dbsync.core.backup;

import dev.dbsync.core.config.BackupConfig;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A backup that is complete and was read back whole.
 *
 * @param path its directory
 * @param engine {@code pg_dump} or {@code built-in}
 * @param scope how much of the database it holds
 * @param bytes on disk
 * @param snapshotTime the moment, by the server's clock, whose state it holds
 */
public record BackupResult(Path path, String engine, BackupConfig.Scope scope, long bytes, Instant snapshotTime) {

    /** The engine's name in reports and manifests. */
    public static final String PG_DUMP = "pg_dump";

    /** The engine's name in reports and manifests. */
    public static final String BUILT_IN = "built-in";
}
