package dev.dbsync.core.migration;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One side of a comparison: what an environment has applied, and what the checkout would run there.
 *
 * @param environment its name
 * @param history what is applied
 * @param local the checkout's migrations as this environment renders them, by key
 */
record EnvironmentScripts(String environment, History history, Map<MigrationKey, LocalMigration> local) {

    static EnvironmentScripts of(String environment, History history, Collection<LocalMigration> local) {
        Map<MigrationKey, LocalMigration> byKey = new TreeMap<>();
        local.forEach(migration -> byKey.put(migration.key(), migration));
        return new EnvironmentScripts(environment, history, byKey);
    }

    Optional<LocalMigration> local(MigrationKey key) {
        return Optional.ofNullable(local.get(key));
    }
}
