package dev.dbsync.core.pull;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Partitions;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.database.TablePattern;
import dev.dbsync.core.migration.OwnTables;
import dev.dbsync.core.problem.NearestName;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tables of the source that are copied.
 *
 * @param tables those that hold rows themselves: of a partitioned table its partitions; ordered by name
 * @param leftOut what the patterns named and what cannot or need not be copied
 * @param notices what is worth knowing
 */
record Selection(List<Table> tables, List<LeftOut> leftOut, List<String> notices) {

    /**
     * @param include patterns; at least one
     * @param exclude patterns
     * @param histories Flyway's tables, which are never copied
     * @throws RefusedException when a pattern names nothing, or nothing is left
     */
    static Selection of(Catalog source, List<String> include, List<String> exclude, Set<TableName> histories) {
        Map<TableName, Table> all = source.byName();
        List<Table> candidates = source.tables().stream()
                .filter(table -> table.extension().isEmpty())
                .filter(table -> !histories.contains(table.name()))
                .filter(table -> !OwnTables.NAMES.contains(table.name().name()))
                .toList();
        List<TablePattern> included = include.stream().map(TablePattern::of).toList();
        List<TablePattern> excluded = exclude.stream().map(TablePattern::of).toList();
        List<Problem> problems = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        named(included, candidates, "tables", problems, notices, false);
        named(excluded, candidates, "exclude", problems, notices, true);

        List<Table> tables = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        for (Table table : candidates) {
            List<Table> line = Partitions.upwards(table, all);
            if (!matches(included, line) || matches(excluded, line)) {
                continue;
            }
            switch (table.kind()) {
                case ORDINARY, PARTITION -> tables.add(table);
                case FOREIGN -> leftOut.add(new LeftOut(table.name(), "a foreign table: its rows are elsewhere"));
                case UNLOGGED -> leftOut.add(new LeftOut(table.name(), "an unlogged table"));
                case PARTITIONED, SUB_PARTITIONED -> {
                    // Its partitions hold the rows.
                }
            }
        }
        if (problems.isEmpty() && tables.isEmpty() && !candidates.isEmpty()) {
            problems.add(new Problem(
                    "The selection leaves no table to copy",
                    "pull.tables and pull.exclude",
                    "Select at least one table that exclude does not name"));
        }
        if (!problems.isEmpty()) {
            throw new RefusedException(problems);
        }
        return new Selection(tables, leftOut, notices);
    }

    private static boolean matches(List<TablePattern> patterns, List<Table> line) {
        return patterns.stream().anyMatch(pattern -> line.stream().anyMatch(table -> pattern.matches(table.name())));
    }

    /** A pattern that excludes may be there for tables to come; any other that names nothing is a mistake. */
    private static void named(
            List<TablePattern> patterns,
            List<Table> candidates,
            String key,
            List<Problem> problems,
            List<String> notices,
            boolean mayBeOpen) {
        for (TablePattern pattern : patterns) {
            boolean everything = pattern.text().equals("*");
            if (everything || candidates.stream().anyMatch(table -> pattern.matches(table.name()))) {
                continue;
            }
            if (mayBeOpen && pattern.isOpen()) {
                notices.add("pull." + key + ": '" + pattern.text() + "' names no table");
                continue;
            }
            List<String> valid =
                    candidates.stream().map(table -> table.name().shown()).toList();
            problems.add(new Problem(
                    "'" + pattern.text() + "' names no table of the source",
                    "pull." + key + " or -Dsync." + key,
                    NearestName.hint(pattern.text(), valid)));
        }
    }
}
