package dev.dbsync.core.backup;

import dev.dbsync.core.config.BackupConfig;
import dev.dbsync.core.config.ConfigFile;
import dev.dbsync.core.config.Credentials;
import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.config.Variables;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.Environments;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.run.Confirmation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes and restores backups the way the goals do. */
final class BackupRoundTrip {

    static final String PLAN = "0123456789abcdef";

    private BackupRoundTrip() {}

    /** Writes a backup the way {@link Backup} does, and no manifest. */
    static Manifest written(
            BackupEngine engine, BackupSnapshot snapshot, Database source, BackupContent content, Path directory)
            throws SQLException, IOException {
        return Manifest.of(
                engine.write(snapshot, source, content, directory), snapshot, source, content, PLAN, directory);
    }

    /** The same manifest with other files. */
    static Manifest withFiles(Manifest manifest, List<Manifest.StoredFile> files) {
        return new Manifest(
                manifest.format(),
                manifest.tool(),
                manifest.origin(),
                manifest.planId(),
                manifest.scope(),
                manifest.rowsOf(),
                manifest.openKeys(),
                files,
                manifest.tables(),
                manifest.sequences(),
                manifest.roles(),
                manifest.leftOut(),
                manifest.readBack());
    }

    /** Takes a backup of what the configuration's scope says, by any client that is installed. */
    static BackupResult take(Database database, BackupConfig config, String planId, EventSink events) {
        return Backup.take(database, config, BackupContent.Choice.by(config.scope()), planId, events);
    }

    static BackupConfig config(Path directory, BackupConfig.Engine engine) {
        return new BackupConfig(directory, 10, engine, BackupConfig.Scope.FULL);
    }

    /** Of a project that says nothing. */
    private static SyncConfig config() {
        try {
            Path file = Files.writeString(Files.createTempFile("sync", ".yaml"), "chain: [dev, test, prod]\n");
            try {
                return ConfigFile.read(file, file.getParent());
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RestorePlan plan(Path backup, Database target) {
        return plan(backup, target, false);
    }

    static RestorePlan plan(Path backup, Database target, boolean overwrite) {
        SyncConfig config = config();
        return new RestorePlanner(
                        config,
                        new Environments(config, new Variables(name -> null, Map.of()), Credentials.none(), null),
                        EventSink.none())
                .plan(target, new StoredBackup(backup, ManifestFile.read(backup)), overwrite);
    }

    static RestoreReport restore(Path backup, Database target) {
        return execute(plan(backup, target));
    }

    static RestoreReport execute(RestorePlan plan) {
        return new RestoreExecution(EventSink.none())
                .execute(new Confirmation(Optional.of(plan.id().value()), Optional.empty()).confirm(plan));
    }
}
