package dev.dbsync.core.backup;

import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.DatabaseIdentity;
import dev.dbsync.core.database.Environments;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.run.PlanId;
import dev.dbsync.core.run.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Makes a {@link RestorePlan}: finds the backup, reads it whole, and looks at the target without writing to it. */
public final class RestorePlanner {

    private final SyncConfig config;
    private final Environments environments;
    private final EventSink events;
    private final List<PgClient> clients;

    public RestorePlanner(SyncConfig config, Environments environments, EventSink events) {
        this(config, environments, events, PgClient.installed());
    }

    /** Which clients there are is up to the test. */
    RestorePlanner(SyncConfig config, Environments environments, EventSink events, List<PgClient> clients) {
        this.config = config;
        this.environments = environments;
        this.events = events;
        this.clients = List.copyOf(clients);
    }

    /**
     * @throws RefusedException when the target is not empty or cannot be written to
     * @throws dev.dbsync.core.problem.SyncException when there is no such backup, it is damaged, or the target cannot
     *     be reached
     */
    public RestorePlan plan(RestoreRequest request) {
        Database target = environments.database(request.to(), "-Dto");
        return plan(target, found(request), request.overwrite());
    }

    RestorePlan plan(Database target, StoredBackup backup, boolean overwrite) {
        try (Connection connection = target.connectReadOnly("restore plan")) {
            DatabaseIdentity identity = DatabaseIdentity.of(connection);
            requireWritable(identity, target);
            TargetObjects objects = overwrite ? TargetObjects.of(connection, target.shown()) : TargetObjects.NONE;
            List<String> warnings = new ArrayList<>();
            if (objects.isEmpty()) {
                TargetContents.requireNone(connection, target.shown());
            } else {
                requireOverwritable(backup, target);
                warnings.addAll(new OverwriteGuard(config, environments).check(target, connection));
            }
            new Step("Check the backup " + backup.path().getFileName())
                    .run(
                            events,
                            () -> {
                                ManifestFile.verifyFiles(backup.path(), backup.manifest());
                                return backup.manifest().totalBytes();
                            },
                            bytes -> ByteCount.shown(bytes) + ", as it was written");
            RestoreRoles roles = RestoreRoles.of(backup.manifest().roles(), connection);
            PlanId id = PlanId.of(RestoreReport.GOAL)
                    .part("target", identity.key())
                    .part("server", identity.server())
                    .part("backup", ManifestFile.digest(backup.path()))
                    .part("roles", roles.warnings(backup.manifest().engine()).toString())
                    .part("overwrites", objects.isEmpty() ? null : objects.digest())
                    .build();
            warnings.addAll(warnings(backup.manifest(), identity, roles, target));
            return new RestorePlan(id, target, backup, roles, objects, warnings, config.option());
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot look at the target", target.shown(), "");
        }
    }

    private void requireOverwritable(StoredBackup backup, Database target) {
        Manifest manifest = backup.manifest();
        String beside = "Create an empty database, let environments." + target.environment()
                + ".url lead there, and restore without -Dsync.overwrite";
        if (!manifest.isFull()) {
            throw new RefusedException(new Problem(
                    "The target is not empty, and the backup has the scope " + manifest.scope() + ": it cannot take"
                            + " the place of what would be dropped, for most rows are not in it",
                    target.shown(),
                    beside + "; then take from there what is to go back"));
        }
        if (manifest.isByPgDump() && !PgDumpRestore.canOverwrite(clients, manifest)) {
            throw new RefusedException(new Problem(
                    "The target is not empty, and to overwrite it in one transaction with what "
                            + manifest.tool().name() + " wrote takes psql beside a pg_restore of that version or"
                            + " later: there are none",
                    target.shown(),
                    "Install PostgreSQL's client tools " + manifest.tool().major() + " or later, psql among them. Or: "
                            + beside));
        }
    }

    private StoredBackup found(RestoreRequest request) {
        Path directory = config.backup().directory();
        if (request.backup().isEmpty()) {
            return StoredBackup.of(directory, request.to()).stream()
                    .findFirst()
                    .orElseThrow(() -> new RefusedException(new Problem(
                            "There is no backup of '" + request.to() + "'",
                            directory.toString(),
                            "Name one by -Dsync.backup=…, its name there or its path")));
        }
        String asked = request.backup().get();
        for (Path path :
                List.of(directory.resolve(asked), config.baseDirectory().resolve(asked))) {
            if (Files.isDirectory(path) && ManifestFile.isIn(path)) {
                return new StoredBackup(path, ManifestFile.read(path));
            }
        }
        throw new RefusedException(new Problem(
                "There is no backup '" + asked + "'",
                directory.toString(),
                "Name a directory that holds " + ManifestFile.NAME + "; one that ends in " + BackupDirectory.UNFINISHED
                        + " was never finished"));
    }

    private static void requireWritable(DatabaseIdentity identity, Database target) {
        if (identity.inRecovery()) {
            throw new RefusedException(new Problem(
                    "The target is a standby, which cannot be written to",
                    target.shown(),
                    "Let its URL lead to the primary server"));
        }
    }

    private static List<String> warnings(
            Manifest manifest, DatabaseIdentity target, RestoreRoles roles, Database database) {
        List<String> warnings = new ArrayList<>();
        if (manifest.origin().isProtected()
                && !database.isProtected()
                && !manifest.scope().equals("schema")) {
            warnings.add("The backup holds the rows of " + manifest.environment() + " as they are, not masked, and "
                    + database.environment() + " is not protected");
        } else if (!manifest.environment().equals(database.environment())) {
            warnings.add("The backup was taken from " + manifest.environment());
        }
        if (target.majorVersion() < manifest.origin().serverMajor()) {
            warnings.add(
                    "The backup was taken from PostgreSQL " + manifest.origin().server() + ", the target is "
                            + target.server() + ": it may not know all that is in it");
        }
        if (manifest.scope().equals("schema")) {
            warnings.add("The backup holds the schema alone: no rows will be restored");
        } else if (!manifest.isFull()) {
            warnings.add("The backup holds rows of these tables only, all others will be empty: "
                    + manifest.rowsOf().stream().map(TableName::shown).collect(Collectors.joining(", ")));
        }
        if (!manifest.openKeys().isEmpty()) {
            warnings.add("Foreign keys that are left out, since the rows that they refer to are not in the backup: "
                    + manifest.openKeys().stream().map(Manifest.OpenKey::shown).collect(Collectors.joining(", ")));
        }
        manifest.leftOut().forEach(what -> warnings.add("Not in the backup: " + what));
        warnings.addAll(roles.warnings(manifest.engine()));
        return warnings;
    }
}
