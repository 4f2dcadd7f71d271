package dev.dbsync.core.migration;

import java.util.Objects;
import java.util.Optional;

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
 * @param obstacle why it cannot be run inside a transaction with others, or cannot be read; empty where it can
 */
public record LocalMigration(
        Optional<String> version,
        String description,
        String script,
        Integer checksum,
        String type,
        boolean settles,
        Optional<Obstacle> obstacle) {

    public LocalMigration {
        Objects.requireNonNull(version);
        Objects.requireNonNull(description);
        Objects.requireNonNull(script);
        Objects.requireNonNull(type);
        Objects.requireNonNull(obstacle);
    }

    public boolean repeatable() {
        return version.isEmpty();
    }

    /** Whether it can be one of many scripts in a transaction. */
    public boolean transactional() {
        return obstacle.isEmpty();
    }

    /** Whether it stands for all versions up to its own, in an empty database ({@code B5__…sql}). */
    boolean isBaseline() {
        return type.endsWith("BASELINE");
    }

    MigrationKey key() {
        return MigrationKey.of(version, description);
    }

    PendingMigration pending() {
        return new PendingMigration(version, description, script, transactional(), obstacle);
    }
}
