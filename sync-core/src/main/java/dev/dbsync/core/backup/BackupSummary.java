package dev.dbsync.core.backup;

import dev.dbsync.core.database.TableName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a complete backup is, for people and reports.
 *
 * @param path its directory
 * @param engine {@code pg_dump} or {@code built-in}
 * @param environment the one it was taken from
 * @param server the version of that one's server
 * @param snapshot the moment, by that server's clock, whose state it holds
 * @param planId the plan that it was taken for
 * @param scope {@code full}, {@code touched} or {@code schema}
 * @param rowsOf the tables whose rows it holds, where the scope is {@code touched}; empty otherwise
 * @param bytes on disk
 * @param tables tables whose rows it holds; empty where only pg_dump knows
 * @param rows rows in all; empty where only pg_dump knows
 */
public record BackupSummary(
        Path path,
        String engine,
        String environment,
        String server,
        Instant snapshot,
        String planId,
        String scope,
        List<TableName> rowsOf,
        long bytes,
        OptionalInt tables,
        OptionalLong rows) {

    static BackupSummary of(StoredBackup backup) {
        Manifest manifest = backup.manifest();
        boolean counted = manifest.engine().equals(BackupResult.BUILT_IN);
        return new BackupSummary(
                backup.path(),
                manifest.engine(),
                manifest.environment(),
                manifest.origin().server(),
                manifest.snapshot(),
                manifest.planId(),
                manifest.scope(),
                manifest.rowsOf(),
                manifest.totalBytes(),
                counted ? OptionalInt.of(manifest.tables().size()) : OptionalInt.empty(),
                counted ? OptionalLong.of(manifest.totalRows()) : OptionalLong.empty());
    }
}
