package dev.dbsync.core.backup;

import dev.dbsync.core.database.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a backup is and holds: the {@code manifest.json} in its directory.
 *
 * @param format of this file; {@link #FORMAT}
 * @param engine {@link BackupResult#PG_DUMP} or {@link BackupResult#BUILT_IN}
 * @param tool what wrote it, with its version
 * @param toolMajor major version of pg_dump; 0 for the built-in engine
 * @param environment the environment it was taken from
 * @param fromProtected whether that one was protected
 * @param server version of the server, such as {@code 18.6}
 * @param serverMajor its major version
 * @param database name of the database
 * @param planId the plan that it was taken for
 * @param snapshot the moment whose state it holds
 * @param scope {@code full} or {@code schema}
 * @param files every file of the backup but this one, in order of their paths
 * @param tables by table, where rows are held in files of the table's own; the built-in engine only
 * @param sequences the positions of all sequences; the built-in engine only
 * @param roles roles that own something or were granted something
 * @param leftOut what is not in the backup though it is in the database, each in a few words
 * @param readBack when it was found to read back whole; empty until then
 */
record Manifest(
        int format,
        String engine,
        String tool,
        int toolMajor,
        String environment,
        boolean fromProtected,
        String server,
        int serverMajor,
        String database,
        String planId,
        Instant snapshot,
        String scope,
        List<StoredFile> files,
        List<StoredTable> tables,
        List<StoredSequence> sequences,
        Roles roles,
        List<String> leftOut,
        Optional<Instant> readBack) {

    static final int FORMAT = 1;

    /**
     * A file as it was written.
     *
     * @param path relative to the backup's directory, with slashes
     * @param sha256 in lower-case hexadecimal
     */
    record StoredFile(String path, long bytes, String sha256) {}

    /**
     * The rows of one table.
     *
     * @param columns in the order of the file
     * @param rows by the server's own count
     * @param bytes of the rows before compression
     * @param sha256 of the rows before compression
     * @param file relative to the backup's directory
     */
    record StoredTable(
            String schema, String name, List<String> columns, long rows, long bytes, String sha256, String file) {

        TableName table() {
            return new TableName(schema, name);
        }
    }

    /** Where a sequence stands. */
    record StoredSequence(String schema, String name, long lastValue, boolean isCalled) {

        TableName sequence() {
            return new TableName(schema, name);
        }
    }

    /**
     * Roles by what they are needed for.
     *
     * @param owners own a schema, table, function or type
     * @param others were granted something, or are named by a policy
     */
    record Roles(List<String> owners, List<String> others) {}

    /** The same, read back whole at this moment. */
    Manifest readBackAt(Instant time) {
        return new Manifest(
                format,
                engine,
                tool,
                toolMajor,
                environment,
                fromProtected,
                server,
                serverMajor,
                database,
                planId,
                snapshot,
                scope,
                files,
                tables,
                sequences,
                roles,
                leftOut,
                Optional.of(time));
    }

    long totalBytes() {
        return files.stream().mapToLong(StoredFile::bytes).sum();
    }

    long totalRows() {
        return tables.stream().mapToLong(StoredTable::rows).sum();
    }
}
