package dev.dbsync.core.migration;

import java.util.Objects;
import java.util.Optional;

/**
 * A row of Flyway's schema history table.
 *
 * @param rank {@code installed_rank}: the order in which rows were written
 * @param version empty for repeatable migrations, and for the row that says Flyway made the schema
 * @param description in words; the key of a repeatable migration
 * @param type such as {@code SQL}, {@code JDBC}, {@code BASELINE}, {@code SCHEMA}, {@code DELETE}
 * @param script path of the script below its location, or the name of a Java class
 * @param checksum null where Flyway has none, as for most Java migrations
 * @param success false for a migration that failed half-way and was not repaired
 */
public record AppliedMigration(
        int rank,
        Optional<String> version,
        String description,
        String type,
        String script,
        Integer checksum,
        boolean success) {

    public AppliedMigration {
        Objects.requireNonNull(version);
        Objects.requireNonNull(description);
        Objects.requireNonNull(type);
        Objects.requireNonNull(script);
    }

    /** Whether the row stands for all versions up to its own, without their scripts. */
    public boolean isBaseline() {
        return type.endsWith("BASELINE");
    }

    /** Whether the row says that Flyway made the schemas. */
    boolean isSchemaMarker() {
        return type.equals("SCHEMA");
    }

    /** Whether the row takes back an earlier one of the same key. */
    boolean isRemoval() {
        return type.equals("DELETE") || type.startsWith("UNDO");
    }

    MigrationKey key() {
        return MigrationKey.of(version, description);
    }
}
