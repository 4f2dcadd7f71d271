package dev.dbsync.core.promote;

import dev.dbsync.core.config.LookupConfig;
import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.database.DatabaseIdentity;
import dev.dbsync.core.lookup.LookupDiff;
import dev.dbsync.core.migration.AppliedMigration;
import dev.dbsync.core.migration.History;
import dev.dbsync.core.migration.HistoryComparison;
import dev.dbsync.core.migration.Interruption;
import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.migration.Segment;
import dev.dbsync.core.run.PlanId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Makes a promotion's id: of all that decides what it does, and of nothing else (no times, users or row orders). */
final class PromoteFingerprint {

    private final SyncConfig config;
    private final PromoteRoute route;

    PromoteFingerprint(SyncConfig config, PromoteRoute route) {
        this.config = config;
        this.route = route;
    }

    PlanId of(
            PromoteSource source,
            Connection target,
            History targetHistory,
            Optional<PromoteSource.Applied> applied,
            Migrations migrations,
            HistoryComparison comparison,
            List<Segment> segments,
            Optional<Interruption> interrupted,
            List<LookupDiff> lookups)
            throws SQLException {
        PlanId.Builder id = PlanId.of(PromoteReport.GOAL)
                .part("from", route.fromName())
                .part("to", route.to().environment())
                .part("target", DatabaseIdentity.of(target).key());
        if (source.connection().isPresent()) {
            id.part("source", DatabaseIdentity.of(source.connection().get()).key());
        }
        history(id, "target history", targetHistory);
        applied.ifPresent(side -> history(id, "source history", side.history()));
        id.part("scripts", String.join("\n", comparison.scripts()));
        id.part("content", migrations.digest(comparison.scripts()));
        for (Segment segment : segments) {
            id.part("segment", segment.kind().name()).part("of", String.join("\n", segment.names()));
        }
        id.part("interrupted", interrupted.map(Interruption::shown).orElse(null));
        for (LookupDiff lookup : lookups) {
            id.part("lookup", lookup.table().toString())
                    .part("source rows", lookup.sourceDigest())
                    .part("target rows", lookup.targetDigest())
                    .part("inserted rows", lookup.insertedDigest());
        }
        for (LookupConfig lookup : config.lookups()) {
            id.part("lookup key", String.join(",", lookup.key()))
                    .part("lookup ignore", String.join(",", lookup.ignore()))
                    .part("lookup delete", String.valueOf(lookup.keepDeleted()))
                    .part("lookup where", lookup.condition().orElse(null))
                    .part("lookup insert only", String.valueOf(lookup.insertOnly()));
        }
        new PromoteHooks(config, interrupted).identify(id);
        return id.part("journal table", String.valueOf(config.promote().journalTable()))
                .part("backup", config.backup().engine() + " " + config.backup().scope())
                .build();
    }

    private static void history(PlanId.Builder id, String name, History history) {
        id.part(name, String.valueOf(history.exists()));
        for (AppliedMigration row : history.applied()) {
            id.part("version", row.version().orElse(null))
                    .part("description", row.description())
                    .part("type", row.type())
                    .part("script", row.script())
                    .part("checksum", String.valueOf(row.checksum()))
                    .part("success", String.valueOf(row.success()));
        }
    }
}
