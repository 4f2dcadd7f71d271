package dev.dbsync.core.migration;

import java.util.Comparator;
import java.util.Optional;
import org.flywaydb.core.api.MigrationVersion;

/**
 * What makes two migrations the same one in different environments: the version, compared as Flyway compares it (1, 1.0
 * and 01 are equal), or the description of a repeatable one.
 *
 * <p>Ordered as Flyway runs them: versions ascending, then repeatables by description.
 *
 * @param version null for a repeatable migration
 * @param description empty for a versioned one
 */
record MigrationKey(MigrationVersion version, String description) implements Comparable<MigrationKey> {

    private static final Comparator<MigrationKey> ORDER = Comparator.comparing(
                    MigrationKey::version, Comparator.nullsLast(Comparator.<MigrationVersion>naturalOrder()))
            .thenComparing(MigrationKey::description);

    static MigrationKey of(Optional<String> version, String description) {
        return version.map(text -> new MigrationKey(MigrationVersion.fromVersion(text), ""))
                .orElseGet(() -> new MigrationKey(null, description));
    }

    boolean isRepeatable() {
        return version == null;
    }

    /** Whether this is a version at or below the given one; never true without one, nor for a repeatable. */
    boolean isCoveredBy(Optional<MigrationVersion> floor) {
        return !isRepeatable() && floor.map(at -> version.compareTo(at) <= 0).orElse(false);
    }

    @Override
    public int compareTo(MigrationKey other) {
        return ORDER.compare(this, other);
    }
}
