package dev.dbsync.core.backup;

import dev.dbsync.core.config.BackupConfig;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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
    public Manifest write(
            BackupSnapshot snapshot, Database database, BackupConfig.Scope scope, String planId, Path directory)
            throws SQLException, IOException {
        List<String> command = new ArrayList<>(List.of(
                client.pgDump().toString(),
                "--format=directory",
                "--file=" + directory.resolve(DUMP),
                "--jobs=" + jobs(),
                "--snapshot=" + snapshot.id(),
                "--lock-wait-timeout=" + BackupSnapshot.LOCK_TIMEOUT,
                "--no-password"));
        if (scope == BackupConfig.Scope.SCHEMA) {
            command.add("--schema-only");
        }
        PgProcess.Result result = PgProcess.run(command, database.url());
        if (result.exit() != 0) {
            throw new SyncException(new Problem(
                    "pg_dump failed: " + result.reason(),
                    database.shown(),
                    "Mend the cause, or take the built-in engine: backup: { engine: built-in }"));
        }
        return new Manifest(
                Manifest.FORMAT,
                name(),
                "pg_dump " + client.version(),
                client.major(),
                database.environment(),
                database.isProtected(),
                snapshot.identity().server(),
                snapshot.identity().majorVersion(),
                snapshot.identity().databaseName(),
                planId,
                snapshot.time(),
                scope.name().toLowerCase(Locale.ROOT),
                ManifestFile.files(directory),
                List.of(),
                List.of(),
                DatabaseRoles.read(snapshot.connection()),
                List.of(),
                Optional.empty());
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
