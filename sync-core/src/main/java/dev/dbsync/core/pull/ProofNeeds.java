package dev.dbsync.core.pull;

import dev.dbsync.core.config.LookupConfig;
import dev.dbsync.core.config.ProofConfig;
import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.migration.OwnTables;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a proof has to know beside what was copied.
 *
 * @param lookups tables of reference data, which are never emptied
 * @param ignored tables that Flyway or Sync keep for themselves
 */
record ProofNeeds(ProofConfig config, Set<TableName> lookups, Set<TableName> ignored) {

    /**
     * @param schema in which Sync keeps its tables, and names without a schema are looked up
     * @param histories the tables of migrations on either side
     */
    static ProofNeeds of(SyncConfig config, Catalog source, String schema, Set<TableName> histories) {
        Set<TableName> ignored = new HashSet<>(histories);
        OwnTables.NAMES.forEach(name -> ignored.add(new TableName(schema, name)));
        Set<TableName> lookups = config.lookups().stream()
                .map(LookupConfig::table)
                .flatMap(name -> source.named(name, schema).stream())
                .map(table -> table.name())
                .collect(Collectors.toSet());
        return new ProofNeeds(config.anonymize().proof(), lookups, ignored);
    }
}
