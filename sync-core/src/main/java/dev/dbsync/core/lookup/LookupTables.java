package dev.dbsync.core.lookup;

import dev.dbsync.core.config.LookupConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.NearestName;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The configured lookup tables of one link.
 *
 * @param tables those that at least one side has, in the configured order
 * @param absent a problem for each that neither side has: a misspelt name, or a table whose migration has not come that
 *     far down the chain yet. Which of the two, the caller can tell by {@link #absent(List, String, Collection)} over
 *     more catalogs
 */
public record LookupTables(List<LookupTable> tables, List<Problem> absent) {

    /**
     * Finds each table, its key and its columns in both catalogs.
     *
     * @param defaultSchema of names without a schema
     * @throws RefusedException with every problem of keys and columns, where there is any
     */
    public static LookupTables resolve(
            List<LookupConfig> configured, Catalog source, Catalog target, String defaultSchema) {
        List<LookupTable> tables = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        Map<TableName, LookupConfig> seen = new HashMap<>();
        for (LookupConfig lookup : configured) {
            Optional<Table> there = source.named(lookup.table(), defaultSchema);
            Optional<Table> here = target.named(lookup.table(), defaultSchema);
            if (there.isEmpty() && here.isEmpty()) {
                continue;
            }
            TableName name = there.or(() -> here).orElseThrow().name();
            if (seen.putIfAbsent(name, lookup) != null) {
                problems.add(new Problem(
                        "Lookup table " + name.shown() + " is configured twice",
                        lookup.where(),
                        "Remove one of the two entries"));
                continue;
            }
            LookupResolution resolution = new LookupResolution(lookup, there.orElse(null), here.orElse(null));
            problems.addAll(resolution.problems());
            if (resolution.problems().isEmpty()) {
                tables.add(resolution.table());
            }
        }
        if (!problems.isEmpty()) {
            throw new RefusedException(problems);
        }
        return new LookupTables(List.copyOf(tables), absent(configured, defaultSchema, List.of(source, target)));
    }

    /** A problem for each configured table that none of the catalogs has. */
    public static List<Problem> absent(
            List<LookupConfig> configured, String defaultSchema, Collection<Catalog> catalogs) {
        return configured.stream()
                .filter(lookup -> catalogs.stream()
                        .noneMatch(catalog ->
                                catalog.named(lookup.table(), defaultSchema).isPresent()))
                .map(lookup -> absent(lookup, defaultSchema, catalogs))
                .toList();
    }

    private static Problem absent(LookupConfig lookup, String defaultSchema, Collection<Catalog> catalogs) {
        TreeSet<String> names = new TreeSet<>();
        for (Catalog catalog : catalogs) {
            for (Table table : catalog.tables()) {
                boolean bare = table.name().schema().equals(defaultSchema)
                        && !lookup.table().contains(".");
                names.add(bare ? table.name().name() : table.name().toString());
            }
        }
        String remedy = NearestName.of(lookup.table(), names)
                .map(nearest -> "Did you mean '" + nearest + "'?")
                .orElse("Correct the name (schema-qualified where it is not in '" + defaultSchema
                        + "'), or promote the migration that creates it");
        return new Problem("There is no lookup table '" + lookup.table() + "'", lookup.where(), remedy);
    }
}
