package dev.dbsync.core.backup;

import dev.dbsync.core.config.BackupConfig;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.run.Confirmation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Takes and restores backups the way the goals do. */
final class BackupRoundTrip {

    static final String PLAN = "0123456789abcdef";

    private BackupRoundTrip() {}

    /** The same manifest with other files. */
    static Manifest withFiles(Manifest manifest, List<Manifest.StoredFile> files) {
        return new Manifest(
                manifest.format(),
                manifest.engine(),
                manifest.tool(),
                manifest.toolMajor(),
                manifest.environment(),
                manifest.fromProtected(),
                manifest.server(),
                manifest.serverMajor(),
                manifest.database(),
                manifest.planId(),
                manifest.snapshot(),
                manifest.scope(),
                files,
                manifest.tables(),
                manifest.sequences(),
                manifest.roles(),
                manifest.leftOut(),
                manifest.readBack());
    }

    static BackupConfig config(Path directory, BackupConfig.Engine engine) {
        return new BackupConfig(directory, 10, engine, BackupConfig.Scope.FULL);
    }

    static RestorePlan plan(Path backup, Database target) {
        return new RestorePlanner(null, null, EventSink.none())
                .plan(target, new StoredBackup(backup, ManifestFile.read(backup)), false);
    }

    static RestoreReport restore(Path backup, Database target) {
        RestorePlan plan = plan(backup, target);
        return new RestoreExecution(EventSink.none())
                .execute(new Confirmation(Optional.of(plan.id().value()), Optional.empty()).confirm(plan));
    }
}
