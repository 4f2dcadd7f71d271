package dev.dbsync.core.migration;

import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One side of a comparison: what an environment has applied, and what the checkout would run there.
 *
 * @param environment its name
 * @param history what is applied
 * @param local the checkout's migrations as this environment renders them, by key, those of {@code baselines} left out
 * @param baselines the checkout's baseline migrations, each of which replaces all versions up to its own where nothing
 *     is applied yet
 */
record EnvironmentScripts(
        String environment,
        History history,
        Map<MigrationKey, LocalMigration> local,
        NavigableMap<MigrationKey, LocalMigration> baselines) {

    static EnvironmentScripts of(String environment, History history, Collection<LocalMigration> local) {
        Map<MigrationKey, LocalMigration> byKey = new TreeMap<>();
        NavigableMap<MigrationKey, LocalMigration> baselines = new TreeMap<>();
        local.forEach(migration -> (migration.isBaseline() ? baselines : byKey).put(migration.key(), migration));
        return new EnvironmentScripts(environment, history, byKey, baselines);
    }

    Optional<LocalMigration> local(MigrationKey key) {
        return Optional.ofNullable(local.get(key));
    }

    /** Whether no version is applied, so that a baseline migration would be run. */
    boolean isEmpty() {
        return history.version().isEmpty();
    }
}
