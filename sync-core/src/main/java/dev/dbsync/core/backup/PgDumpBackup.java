package dev.dbsync.core.backup;

import dev.dbsync.core.config.BackupConfig;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.io.File;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A backup by pg_dump in its directory format, which several of its workers write at once.
 *
 * @see <a href="https://www.postgresql.org/docs/current/app-pgdump.html">pg_dump</a>
 */
final class PgDumpBackup implements BackupEngine {

    /** What pg_dump makes in the backup's directory. */
    static final String DUMP = "dump";

    private static final int MOST_JOBS = 4;

    private final PgClient client;

    PgDumpBackup(PgClient client) {
        this.client = client;
    }

    @Override
    public String name() {
        return BackupResult.PG_DUMP;
    }

    @Override
    public Manifest.Written write(BackupSnapshot snapshot, Database database, BackupContent content, Path directory)
            throws SQLException {
        List<String> command = new ArrayList<>(List.of(
                client.pgDump().toString(),
                "--format=directory",
                "--file=" + directory.resolve(DUMP),
                "--jobs=" + jobs(),
                "--snapshot=" + snapshot.id(),
                "--lock-wait-timeout=" + BackupSnapshot.LOCK_TIMEOUT,
                "--no-password"));
        command.addAll(selection(content, snapshot));
        PgProcess.Result result = PgProcess.run(command, database.url());
        if (result.exit() != 0) {
            throw new SyncException(new Problem(
                    "pg_dump failed: " + result.reason(),
                    database.shown(),
                    "Mend the cause, or take the built-in engine: backup: { engine: built-in }"));
        }
        return new Manifest.Written(
                new Manifest.Tool(name(), "pg_dump " + client.version(), client.major()),
                List.of(),
                List.of(),
                content.scope() == BackupConfig.Scope.TOUCHED && hasLargeObjects(snapshot)
                        ? List.of("large objects")
                        : List.of());
    }

    private static boolean hasLargeObjects(BackupSnapshot snapshot) throws SQLException {
        try (Statement statement = snapshot.connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT EXISTS (SELECT FROM pg_largeobject_metadata)")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** To name the tables whose rows are wanted would leave out the schema of all others. */
    private static List<String> selection(BackupContent content, BackupSnapshot snapshot) {
        return switch (content.scope()) {
            case FULL -> List.of();
            case SCHEMA -> List.of("--schema-only");
            case TOUCHED -> {
                List<String> options = new ArrayList<>(List.of("--no-blobs"));
                snapshot.catalog().tables().stream()
                        .filter(table -> !content.holdsRowsOf(table))
                        .forEach(table -> options.add(
                                "--exclude-table-data=" + table.name().sql()));
                yield options;
            }
        };
    }

    /** A list of the content ({@code pg_restore -l}) succeeds on truncated and on changed files: only reading tells. */
    @Override
    public void readBack(Path directory, Manifest manifest) {
        String nowhere = File.separatorChar == '\\' ? "NUL" : "/dev/null";
        PgProcess.Result result = PgProcess.run(
                List.of(
                        client.pgRestore().toString(),
                        "--file=" + nowhere,
                        directory.resolve(DUMP).toString()),
                Map.of());
        if (result.exit() != 0) {
            throw ManifestFile.damaged(directory, "pg_restore cannot read it: " + result.reason());
        }
        ManifestFile.verifyFiles(directory, manifest);
    }

    static int jobs() {
        return Math.min(MOST_JOBS, Runtime.getRuntime().availableProcessors());
    }
}
