package dev.dbsync.core.backup;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.TableName;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a backup is and holds: the {@code manifest.json} in its directory.
 *
 * @param format of this file; {@link #FORMAT}
 * @param tool what wrote it
 * @param origin what it was taken from
 * @param planId the plan that it was taken for
 * @param scope {@code full}, {@code touched} or {@code schema}
 * @param rowsOf the tables whose rows it holds, where the scope is {@code touched}; empty otherwise
 * @param openKeys foreign keys that rows in it need and others do not: what they refer to is not in it
 * @param files every file of the backup but this one, in order of their paths
 * @param tables by table, where rows are held in files of the table's own; the built-in engine only
 * @param sequences the positions of all sequences; the built-in engine only
 * @param roles roles that own something or were granted something
 * @param leftOut what is not in the backup though it is in the database, each in a few words
 * @param readBack when it was found to read back whole; empty until then
 */
record Manifest(
        int format,
        Tool tool,
        Origin origin,
        String planId,
        String scope,
        List<TableName> rowsOf,
        List<OpenKey> openKeys,
        List<StoredFile> files,
        List<StoredTable> tables,
        List<StoredSequence> sequences,
        Roles roles,
        List<String> leftOut,
        Optional<Instant> readBack) {

    static final int FORMAT = 1;

    /**
     * What wrote a backup.
     *
     * @param engine {@link BackupResult#PG_DUMP} or {@link BackupResult#BUILT_IN}
     * @param name for people, with its version
     * @param major major version of pg_dump; 0 for the built-in engine
     */
    record Tool(String engine, String name, int major) {}

    /**
     * What a backup was taken from.
     *
     * @param environment its name
     * @param isProtected whether it was protected
     * @param server version of the server, such as {@code 18.6}
     * @param serverMajor its major version
     * @param database name of the database
     * @param snapshot the moment whose state the backup holds
     */
    record Origin(
            String environment,
            boolean isProtected,
            String server,
            int serverMajor,
            String database,
            Instant snapshot) {

        static Origin of(Database database, BackupSnapshot snapshot) {
            return new Origin(
                    database.environment(),
                    database.isProtected(),
                    snapshot.identity().server(),
                    snapshot.identity().majorVersion(),
                    snapshot.identity().databaseName(),
                    snapshot.time());
        }
    }

    /**
     * A foreign key of a table whose rows are held, to one whose rows are not: it would not hold after a restore.
     *
     * @param schema of the referencing table
     * @param table the referencing table
     */
    record OpenKey(String schema, String table, String name) {

        /** For people. */
        String shown() {
            return name + " of " + new TableName(schema, table).shown();
        }
    }

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

    /** What an engine says of what it wrote. */
    record Written(Tool tool, List<StoredTable> tables, List<StoredSequence> sequences, List<String> leftOut) {}

    /** Of what an engine has written into the directory; not read back yet. */
    static Manifest of(
            Written written,
            BackupSnapshot snapshot,
            Database database,
            BackupContent content,
            String planId,
            Path directory)
            throws SQLException, IOException {
        return new Manifest(
                FORMAT,
                written.tool(),
                Origin.of(database, snapshot),
                planId,
                content.scope().word(),
                List.copyOf(content.tables()),
                content.openKeys(snapshot.catalog()),
                ManifestFile.files(directory),
                written.tables(),
                written.sequences(),
                DatabaseRoles.read(snapshot.connection()),
                written.leftOut(),
                Optional.empty());
    }

    /** The same, read back whole at this moment. */
    Manifest readBackAt(Instant time) {
        return new Manifest(
                format,
                tool,
                origin,
                planId,
                scope,
                rowsOf,
                openKeys,
                files,
                tables,
                sequences,
                roles,
                leftOut,
                Optional.of(time));
    }

    /** {@link BackupResult#PG_DUMP} or {@link BackupResult#BUILT_IN}. */
    String engine() {
        return tool.engine();
    }

    boolean isByPgDump() {
        return engine().equals(BackupResult.PG_DUMP);
    }

    /** Whether it holds all that the database held, so that it can take its place. */
    boolean isFull() {
        return scope.equals("full");
    }

    String environment() {
        return origin.environment();
    }

    Instant snapshot() {
        return origin.snapshot();
    }

    long totalBytes() {
        return files.stream().mapToLong(StoredFile::bytes).sum();
    }

    long totalRows() {
        return tables.stream().mapToLong(StoredTable::rows).sum();
    }
}
