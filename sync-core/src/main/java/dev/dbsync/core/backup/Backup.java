package dev.dbsync.core.backup;

import dev.dbsync.core.config.BackupConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.DatabaseIdentity;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Takes backups. */
public final class Backup {

    private final List<PgClient> clients;

    private Backup(List<PgClient> clients) {
        this.clients = clients;
    }

    /**
     * Backs the database up, reads the backup back whole, and deletes the oldest ones beyond {@code keep}.
     *
     * <p>Its snapshot is taken in here, by sessions of its own: whoever wants a state to be in it commits that first.
     *
     * @param choice asked in the snapshot for what is to be in it
     * @param planId the plan that it is taken for; becomes part of its name
     * @param continued the plan that was interrupted and is gone on with: its backup holds the state before it all, and
     *     stays
     * @throws RefusedException when it cannot be begun: pg_dump is demanded but absent or too old, or the disk is full
     * @throws SyncException when it fails; nothing that looks like a backup is left
     */
    public static BackupResult take(
            Database database,
            BackupConfig config,
            BackupContent.Choice choice,
            String planId,
            Optional<String> continued,
            EventSink events) {
        return new Backup(PgClient.installed()).taken(database, config, choice, planId, continued, events);
    }

    /** The same for what goes on with nothing. */
    public static BackupResult take(
            Database database, BackupConfig config, BackupContent.Choice choice, String planId, EventSink events) {
        return take(database, config, choice, planId, Optional.empty(), events);
    }

    /**
     * How large the database is, and how much room there is for its backup.
     *
     * @param catalog of the same database
     */
    public static BackupSpace space(Connection connection, BackupConfig config, BackupContent content, Catalog catalog)
            throws SQLException {
        return BackupSpace.of(connection, config.directory(), content, catalog);
    }

    /** Which clients there are is up to the test. */
    static BackupResult take(
            List<PgClient> clients, Database database, BackupConfig config, String planId, EventSink events) {
        return new Backup(clients)
                .taken(database, config, BackupContent.Choice.by(config.scope()), planId, Optional.empty(), events);
    }

    private BackupResult taken(
            Database database,
            BackupConfig config,
            BackupContent.Choice choice,
            String planId,
            Optional<String> continued,
            EventSink events) {
        try (BackupSnapshot snapshot = BackupSnapshot.open(database)) {
            BackupContent content = choice.of(snapshot.connection(), snapshot.catalog());
            BackupSpace.of(snapshot.connection(), config.directory(), content, snapshot.catalog())
                    .refusal()
                    .ifPresent(problem -> {
                        throw new RefusedException(problem);
                    });
            for (Path left : BackupDirectory.unfinished(config.directory(), database.environment())) {
                tidy(left, events);
            }
            BackupEngine engine = engine(config, snapshot.identity(), events);
            BackupResult result = written(engine, snapshot, database, content, config.directory(), planId);
            Retention.apply(
                    config.directory(), database.environment(), config.keep(), result.path(), continued, events);
            return result;
        } catch (SQLException e) {
            throw SqlProblem.of(e, "The backup failed", database.shown(), "");
        } catch (IOException e) {
            throw new SyncException(
                    new Problem(
                            "The backup cannot be written: " + IoReason.of(e),
                            config.directory().toString(),
                            "Check space and permissions there, or name another place: backup: { directory: … }"),
                    e);
        }
    }

    /** What killed runs have left is raw data that nobody will ever ask for. */
    private static void tidy(Path left, EventSink events) throws IOException {
        switch (WriterLock.of(left)) {
            case AT_WORK -> events.notice("Another run is writing " + left);
            case GONE -> {
                BackupDirectory.deleteAbandoned(left);
                events.notice("Deleted " + left + ": the run that wrote it was killed before it was complete");
            }
            case UNKNOWN ->
                events.warning("An unfinished backup is left at " + left
                        + ": it holds raw data; delete it if no other run is writing it");
        }
    }

    private static BackupResult written(
            BackupEngine engine,
            BackupSnapshot snapshot,
            Database database,
            BackupContent content,
            Path parent,
            String planId)
            throws SQLException, IOException {
        try (BackupDirectory directory =
                BackupDirectory.begin(parent, database.environment(), snapshot.time(), planId)) {
            Manifest manifest = Manifest.of(
                    engine.write(snapshot, database, content, directory.path()),
                    snapshot,
                    database,
                    content,
                    planId,
                    directory.path());
            engine.readBack(directory.path(), manifest);
            Manifest whole = manifest.readBackAt(Instant.now().truncatedTo(ChronoUnit.SECONDS));
            ManifestFile.write(directory.path(), whole);
            if (!ManifestFile.read(directory.path()).equals(whole)) {
                throw ManifestFile.damaged(directory.path(), ManifestFile.NAME + " is not as it was written");
            }
            Path path = directory.complete();
            return new BackupResult(path, engine.name(), content.scope(), manifest.totalBytes(), snapshot.time());
        }
    }

    private BackupEngine engine(BackupConfig config, DatabaseIdentity server, EventSink events) {
        if (config.engine() == BackupConfig.Engine.BUILT_IN) {
            return new BuiltInBackup(events);
        }
        Optional<PgClient> client = PgClient.forServer(clients, server.majorVersion());
        if (client.isPresent()) {
            return new PgDumpBackup(client.get());
        }
        String why = clients.isEmpty()
                ? "no pg_dump was found"
                : "pg_dump " + clients.stream().map(PgClient::version).collect(Collectors.joining(", "))
                        + " is older than the server (" + server.server() + ")";
        if (config.engine() == BackupConfig.Engine.PG_DUMP) {
            throw new RefusedException(new Problem(
                    "The backup is to be taken by pg_dump, but " + why,
                    "backup: { engine: pg_dump }",
                    "Install PostgreSQL's client tools " + server.majorVersion()
                            + " or later, or let Sync choose: backup: { engine: auto }"));
        }
        events.notice("The built-in engine takes the backup: " + why);
        return new BuiltInBackup(events);
    }
}
