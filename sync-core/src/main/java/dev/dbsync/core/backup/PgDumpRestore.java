package dev.dbsync.core.backup;

import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.Step;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Restores what pg_dump wrote: by pg_restore, or, where something is to be dropped in the same transaction, by the
 * script that pg_restore writes for psql.
 *
 * @see <a href="https://www.postgresql.org/docs/current/app-pgrestore.html">pg_restore</a>
 */
final class PgDumpRestore {

    /** psql's exit code for a connection that went bad. */
    private static final int SERVER_LOST = 2;

    private final List<PgClient> clients;
    private final EventSink events;

    PgDumpRestore(List<PgClient> clients, EventSink events) {
        this.clients = clients;
        this.events = events;
    }

    /** Whether one of these can restore the backup over what a target holds. */
    static boolean canOverwrite(List<PgClient> clients, Manifest manifest) {
        return client(clients, manifest, true).isPresent();
    }

    private static Optional<PgClient> client(List<PgClient> clients, Manifest manifest, boolean withPsql) {
        return PgClient.forDump(
                clients.stream().filter(client -> !withPsql || client.hasPsql()).toList(),
                manifest.tool().major());
    }

    void restore(RestorePlan plan) throws IOException {
        Manifest manifest = plan.stored().manifest();
        boolean overwrites = !plan.dropped().isEmpty();
        PgClient client = client(clients, manifest, overwrites)
                .orElseThrow(() -> new RefusedException(new Problem(
                        "The backup was written by " + manifest.tool().name() + ", and no pg_restore "
                                + (overwrites ? "and psql " : "") + "of that version or later "
                                + (overwrites ? "were" : "was") + " found",
                        plan.stored().path().toString(),
                        "Install PostgreSQL's client tools " + manifest.tool().major() + " or later")));
        try (PgRestoreList list = PgRestoreList.of(client, plan.stored().path(), manifest)) {
            new Step("Restore by pg_restore " + client.version() + (overwrites ? " and psql" : ""))
                    .run(
                            events,
                            () -> {
                                if (overwrites) {
                                    overwrite(client, plan, list);
                                } else {
                                    run(client, plan, list);
                                }
                                return manifest.totalBytes();
                            },
                            ByteCount::shown);
        }
    }

    private static void run(PgClient client, RestorePlan plan, PgRestoreList list) {
        List<String> command = pgRestore(client, plan, list);
        command.addAll(1, List.of("--dbname=" + connection(plan), "--exit-on-error", "--no-password"));
        PgProcess.Result result = PgProcess.run(command, plan.database().url());
        if (result.exit() != 0) {
            throw result.lostServer() ? lost("pg_restore", result, plan) : failed(result, plan);
        }
    }

    /**
     * One session of psql runs the drops and then the script, whose last word is COMMIT: pg_restore writes it when all
     * the rest is written. Whichever of the two fails or is killed, it is never said, and the session's end rolls back.
     */
    private static void overwrite(PgClient client, RestorePlan plan, PgRestoreList list) throws IOException {
        Path drops = Files.createTempFile("sync-restore", ".sql");
        try {
            Files.writeString(drops, OverwriteScript.of(plan.dropped()));
            List<String> script = pgRestore(client, plan, list);
            script.add(1, "--file=-");
            List<String> psql = List.of(
                    client.psql().toString(),
                    "--dbname=" + connection(plan),
                    "--no-psqlrc",
                    "--no-password",
                    "--quiet",
                    "--output=" + (File.separatorChar == '\\' ? "NUL" : "/dev/null"),
                    "--set=ON_ERROR_STOP=on",
                    "--set=VERBOSITY=verbose",
                    "--file=" + drops,
                    "--file=-");
            List<PgProcess.Result> results =
                    PgProcess.pipe(script, psql, plan.database().url());
            requireDone(results.get(0), results.get(1), plan);
        } finally {
            Files.delete(drops);
        }
    }

    private static void requireDone(PgProcess.Result pgRestore, PgProcess.Result psql, RestorePlan plan) {
        if (psql.sqlState().equals(Optional.of(OverwriteScript.CHANGED))) {
            throw TargetObjects.changed(plan.targetShown());
        }
        if (psql.exit() == SERVER_LOST) {
            throw lost("psql", psql, plan);
        }
        // When psql fails, pg_restore is left with nobody to write to, and that says nothing.
        if (psql.exit() != 0) {
            throw failed(psql, plan);
        }
        if (pgRestore.exit() != 0) {
            throw failed(pgRestore, plan);
        }
    }

    private static SyncException lost(String tool, PgProcess.Result result, RestorePlan plan) {
        return new SyncException(new Problem(
                tool + " lost the server: " + result.reason()
                        + ". Unless that was at the very end, nothing was changed",
                plan.targetShown(),
                BuiltInRestore.LOOK));
    }

    private static SyncException failed(PgProcess.Result result, RestorePlan plan) {
        return new SyncException(
                new Problem("The restore failed, and nothing was changed: " + result.reason(), plan.targetShown(), ""));
    }

    private static List<String> pgRestore(PgClient client, RestorePlan plan, PgRestoreList list) {
        List<String> command = new ArrayList<>(List.of(client.pgRestore().toString(), "--single-transaction"));
        if (!plan.roles().lackedOwners().isEmpty()) {
            command.add("--no-owner");
        }
        if (!plan.roles().missing().isEmpty()) {
            command.add("--no-privileges");
        }
        command.addAll(list.options());
        command.add(plan.stored().path().resolve(PgDumpBackup.DUMP).toString());
        return command;
    }

    /** A bare name that holds an equals sign would be taken for a connection string. */
    private static String connection(RestorePlan plan) {
        return "dbname='"
                + plan.database().url().database().replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
