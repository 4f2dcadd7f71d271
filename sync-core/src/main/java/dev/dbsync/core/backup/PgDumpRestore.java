package dev.dbsync.core.backup;

import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Restores what pg_dump wrote, by pg_restore.
 *
 * @see <a href="https://www.postgresql.org/docs/current/app-pgrestore.html">pg_restore</a>
 */
final class PgDumpRestore {

    private final List<PgClient> clients;
    private final EventSink events;

    PgDumpRestore(List<PgClient> clients, EventSink events) {
        this.clients = clients;
        this.events = events;
    }

    void restore(RestorePlan plan) {
        Manifest manifest = plan.stored().manifest();
        PgClient client = PgClient.forDump(clients, manifest.toolMajor())
                .orElseThrow(() -> new RefusedException(new Problem(
                        "The backup was written by " + manifest.tool() + ", and no pg_restore of that version or later"
                                + " was found",
                        plan.stored().path().toString(),
                        "Install PostgreSQL's client tools " + manifest.toolMajor() + " or later")));
        new Step("Restore by pg_restore " + client.version())
                .run(
                        events,
                        () -> {
                            run(client, plan);
                            return manifest.totalBytes();
                        },
                        ByteCount::shown);
    }

    private static void run(PgClient client, RestorePlan plan) {
        List<String> command = new ArrayList<>(List.of(
                client.pgRestore().toString(),
                // A bare name that holds an equals sign would be taken for a connection string.
                "--dbname=dbname='"
                        + plan.database().url().database().replace("\\", "\\\\").replace("'", "\\'") + "'",
                "--exit-on-error",
                "--single-transaction",
                "--no-password"));
        if (!plan.roles().lackedOwners().isEmpty()) {
            command.add("--no-owner");
        }
        if (!plan.roles().missing().isEmpty()) {
            command.add("--no-privileges");
        }
        command.add(plan.stored().path().resolve(PgDumpBackup.DUMP).toString());
        PgProcess.Result result = PgProcess.run(command, plan.database().url());
        if (result.exit() != 0) {
            throw new SyncException(new Problem(
                    "pg_restore failed, and nothing was changed: " + result.reason(), plan.targetShown(), ""));
        }
    }
}
