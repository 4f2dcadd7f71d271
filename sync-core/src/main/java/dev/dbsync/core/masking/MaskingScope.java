package dev.dbsync.core.masking;

import dev.dbsync.core.config.AnonymizeConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import java.util.List;
import java.util.Set;

/**
 * What a policy is made for.
 *
 * @param config the rules
 * @param source the catalog of the database that is copied
 * @param others catalogs of the other environments that could be reached: a rule for a column that only they have is
 *     not a mistake, since rules travel with migrations
 * @param selected the tables of the source that will be copied; partitioned tables, their partitions, or both
 * @param lookups the tables of reference data, which need no rules
 * @param defaultSchema where table names without a schema are looked for
 */
public record MaskingScope(
        AnonymizeConfig config,
        Catalog source,
        List<Catalog> others,
        List<Table> selected,
        Set<TableName> lookups,
        String defaultSchema) {

    /** Whether every rule of the configuration means some column of this catalog, so that no other one is needed. */
    public static boolean isMet(AnonymizeConfig config, Catalog catalog, String defaultSchema) {
        boolean tables = config.tables().entrySet().stream()
                .allMatch(rules -> catalog.named(rules.getKey(), defaultSchema)
                        .filter(table ->
                                table.columnNames().containsAll(rules.getValue().keySet()))
                        .isPresent());
        return tables && PatternRules.areMet(config, catalog);
    }

    public MaskingScope {
        others = List.copyOf(others);
        selected = List.copyOf(selected);
        lookups = Set.copyOf(lookups);
    }
}
