package dev.dbsync.core.migration;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A migration of the checkout, as one environment would run it.
 *
 * @param version empty for a repeatable migration
 * @param description in words; the key of a repeatable migration
 * @param script path below its location, or the name of a Java class: what Flyway writes into the history
 * @param checksum as Flyway computes it here; for a repeatable one after this environment's placeholders were filled
 *     in; null where Flyway has none
 * @param type such as {@code SQL} or {@code JDBC}
 * @param settles false for a repeatable one with {@code ${flyway:timestamp}}, whose checksum is a new one every time
 * @param inspection reads the script for its {@linkplain #obstacle() obstacle}: a project has many scripts, and few of
 *     them are to be run
 */
public record LocalMigration(
        Optional<String> version,
        String description,
        String script,
        Integer checksum,
        String type,
        boolean settles,
        Supplier<Optional<Obstacle>> inspection) {

    public LocalMigration {
        Objects.requireNonNull(version);
        Objects.requireNonNull(description);
        Objects.requireNonNull(script);
        Objects.requireNonNull(type);
        Objects.requireNonNull(inspection);
    }

    public boolean repeatable() {
        return version.isEmpty();
    }

    /** Why it cannot be run inside a transaction with others, or cannot be read; empty where it can. */
    public Optional<Obstacle> obstacle() {
        return inspection.get();
    }

    /** Whether it stands for all versions up to its own, in an empty database ({@code B5__…sql}). */
    boolean isBaseline() {
        return type.endsWith("BASELINE");
    }

    MigrationKey key() {
        return MigrationKey.of(version, description);
    }

    PendingMigration pending() {
        Optional<Obstacle> obstacle = obstacle();
        return new PendingMigration(version, description, script, obstacle.isEmpty(), obstacle);
    }
}
