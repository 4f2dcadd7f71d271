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
import dev.dbsync.core.run.PartsDigest;
import dev.dbsync.core.run.PlanParts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds the parts that a promotion's id is made of: all that decides what it does, and nothing else (no times, users or
 * row orders).
 */
final class PromoteFingerprint {

    private final SyncConfig config;
    private final PromoteRoute route;
    private final Map<String, String> parts = new LinkedHashMap<>();

    PromoteFingerprint(SyncConfig config, PromoteRoute route) {
        this.config = config;
        this.route = route;
    }

    PlanParts of(
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
        String from = route.fromName();
        String to = route.to().environment();
        part("environments", from, to);
        part("identity of " + to, DatabaseIdentity.of(target).key());
        if (source.connection().isPresent()) {
            part(
                    "identity of " + from,
                    DatabaseIdentity.of(source.connection().get()).key());
        }
        part("history of " + to, digest -> history(digest, targetHistory));
        applied.ifPresent(side -> part("history of " + from, digest -> history(digest, side.history())));
        part("list of pending scripts", comparison.scripts().toArray(String[]::new));
        parts.putAll(migrations.digests(comparison.scripts()));
        part(
                "segments",
                digest -> segments.forEach(segment -> {
                    digest.add(segment.kind().name());
                    digest.add(String.join("\n", segment.names()));
                }));
        part("interrupted promotion", interrupted.map(Interruption::shown).orElse(null));
        for (LookupDiff lookup : lookups) {
            String rows = "rows of lookup table " + lookup.table().shown() + " in ";
            part(rows + from, lookup.sourceDigest(), lookup.insertedDigest());
            part(rows + to, lookup.targetDigest());
        }
        part("lookups in the configuration", this::lookups);
        new PromoteHooks(config, interrupted).identify(this::part);
        part(
                "promote.journalTable and backup in the configuration",
                String.valueOf(config.promote().journalTable()),
                config.backup().engine().toString(),
                config.backup().scope().toString());
        return new PlanParts(parts);
    }

    private void lookups(PartsDigest digest) {
        for (LookupConfig lookup : config.lookups()) {
            digest.add(lookup.table());
            digest.add(String.join(",", lookup.key()));
            digest.add(String.join(",", lookup.ignore()));
            digest.add(String.valueOf(lookup.keepDeleted()));
            digest.add(lookup.condition().orElse(null));
            digest.add(String.valueOf(lookup.insertOnly()));
        }
    }

    private static void history(PartsDigest digest, History history) {
        digest.add(String.valueOf(history.exists()));
        for (AppliedMigration row : history.applied()) {
            digest.add(row.version().orElse(null));
            digest.add(row.description());
            digest.add(row.type());
            digest.add(row.script());
            digest.add(String.valueOf(row.checksum()));
            digest.add(String.valueOf(row.success()));
        }
    }

    private void part(String name, String... content) {
        part(name, digest -> Arrays.stream(content).forEach(digest::add));
    }

    private void part(String name, Consumer<PartsDigest> content) {
        PartsDigest digest = new PartsDigest();
        content.accept(digest);
        parts.put(name, HexFormat.of().formatHex(digest.end()));
    }
}
