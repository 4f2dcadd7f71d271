package dev.dbsync.core.promote;

import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.lookup.LookupChanges;
import dev.dbsync.core.lookup.LookupDiff;
import dev.dbsync.core.lookup.LookupReferences;
import dev.dbsync.core.lookup.LookupRows;
import dev.dbsync.core.lookup.LookupTable;
import dev.dbsync.core.lookup.LookupTables;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a promotion is going to do to the lookup tables.
 *
 * @param diffs one a table that at least one side has
 * @param rows the first ones that change; none unless asked for
 * @param notices what a careful reader of the plan should know about them
 * @param types of the columns of those tables into which rows are, or may be, written; with the table that has it
 */
record PlannedLookups(
        List<LookupDiff> diffs, Map<TableName, LookupRows> rows, List<String> notices, Map<String, TableName> types) {

    static PlannedLookups none() {
        return new PlannedLookups(List.of(), Map.of(), List.of(), Map.of());
    }

    /**
     * Compares the tables in both sessions.
     *
     * @param pendingScripts whether scripts will run before the merge, and may yet clean up what is in its way
     * @param changes collects the rows that change, where somebody wants to read of them
     * @throws RefusedException when a table has no usable key, a row to be deleted is still referenced, or a table of
     *     that name can be nowhere
     */
    static PlannedLookups of(
            SyncConfig config,
            PromoteRoute route,
            PromoteSource source,
            Connection target,
            Catalog catalog,
            String defaultSchema,
            boolean pendingScripts,
            Optional<LookupChanges> changes)
            throws SQLException {
        if (config.lookups().isEmpty()) {
            return none();
        }
        LookupTables lookups = source.lookups(config, catalog, defaultSchema);
        boolean firstLink = config.chain().get(0).equals(route.fromName());
        if (firstLink && !lookups.absent().isEmpty()) {
            // Nothing is further up the chain, so nothing can still bring the table: its name is wrong.
            throw new RefusedException(lookups.absent());
        }
        List<String> notices = new ArrayList<>();
        for (Problem absent : lookups.absent()) {
            notices.add(absent.what() + " (" + absent.where() + ") in " + route.fromName() + " or "
                    + route.to().environment() + ": left out. " + absent.remedy());
        }
        Connection from = source.connection().orElseThrow();
        LookupReferences references = new LookupReferences(from, target, catalog, lookups.tables());
        List<LookupDiff> diffs =
                LookupDiff.between(from, target, lookups.tables(), source.known(), references, changes);
        if (!pendingScripts && !references.problems().isEmpty()) {
            throw new RefusedException(references.problems());
        }
        for (Problem referenced : references.problems()) {
            notices.add(
                    referenced.what() + "; the promotion fails, and is rolled back, unless a pending script mends it");
        }
        return new PlannedLookups(
                diffs,
                changes.map(LookupChanges::rows).orElse(Map.of()),
                List.copyOf(notices),
                types(lookups.tables(), diffs));
    }

    private static Map<String, TableName> types(List<LookupTable> tables, List<LookupDiff> diffs) {
        Set<TableName> written = diffs.stream()
                .filter(diff -> diff.insert() + diff.update() > 0 || diff.estimate())
                .map(LookupDiff::table)
                .collect(Collectors.toSet());
        Map<String, TableName> types = new TreeMap<>();
        tables.stream()
                .filter(table -> written.contains(table.name()))
                .forEach(table -> table.columns().forEach(column -> types.put(column.baseType(), table.name())));
        return types;
    }
}
