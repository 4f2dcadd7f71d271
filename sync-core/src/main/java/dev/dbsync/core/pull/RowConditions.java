package dev.dbsync.core.pull;

import dev.dbsync.core.database.CatalogView;
import dev.dbsync.core.database.ForeignKey;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.database.TablePattern;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which rows of the selected tables are copied, where not all are.
 *
 * @param byTable in SQL; one for a partitioned table holds for its partitions
 * @param notices what is worth knowing
 */
record RowConditions(Map<TableName, String> byTable, List<String> notices) {

    private static final String TIMED_OUT = "57014";

    /** Longer, and the plan says that it does not know; a shorter limit of the session stays. */
    private static final String PATIENCE = """
            SELECT set_config(name, '30s', true)
            FROM pg_settings
            WHERE name = 'statement_timeout' AND setting::bigint NOT BETWEEN 1 AND 30000
            """;

    /** @param configured by names and patterns, as {@code pull.tables} has them */
    static RowConditions of(Map<String, String> configured, List<Table> selected, CatalogView source) {
        Map<TableName, String> byTable = new TreeMap<>();
        List<String> notices = new ArrayList<>();
        new TreeMap<>(configured).forEach((name, condition) -> {
            TablePattern pattern = TablePattern.of(name);
            List<TableName> meant = selected.stream()
                    .filter(table ->
                            source.partitions().upwards(table).stream().anyMatch(each -> pattern.matches(each.name())))
                    .map(Table::name)
                    .toList();
            meant.forEach(
                    table -> byTable.merge(table, "(\n" + condition + "\n)", (one, other) -> one + " AND " + other));
            if (meant.isEmpty()) {
                notices.add("pull.tables: the condition for '" + name + "' is for no table that is copied");
            }
        });
        return new RowConditions(byTable, List.copyOf(notices));
    }

    Optional<String> of(TableName table) {
        return Optional.ofNullable(byTable.get(table));
    }

    /**
     * Tries each condition on the source, and looks for rows that are copied although what they reference is not.
     *
     * @param source in a transaction, which goes on
     * @return the foreign keys of which nobody knows within half a minute whether they would hold
     * @throws RefusedException for a condition that PostgreSQL does not take, and for keys that would not hold
     */
    List<String> check(CatalogView view, Connection source, String shown) {
        List<Problem> problems = new ArrayList<>();
        for (Map.Entry<TableName, String> condition : byTable.entrySet()) {
            // Asked for rows, since some conditions fail only when they meet a value.
            String query =
                    "SELECT FROM ONLY " + condition.getKey().sql() + " WHERE " + condition.getValue() + " LIMIT 1";
            try {
                tried(source, query);
            } catch (SQLException e) {
                if (!SqlProblem.state(e).equals(TIMED_OUT)) {
                    problems.add(unusable(e, condition.getKey().shown(), shown));
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new RefusedException(problems);
        }
        return danglingKeys(view, source, shown, problems);
    }

    private static Problem unusable(SQLException e, String tables, String shown) {
        return SqlProblem.of(
                        e,
                        "The condition for " + tables + " cannot be used",
                        shown,
                        "Correct 'where' under pull.tables: it is what may follow WHERE in a query of this table alone,"
                                + " for each of its rows")
                .problem();
    }

    private List<String> danglingKeys(CatalogView view, Connection source, String shown, List<Problem> problems) {
        List<String> unknown = new ArrayList<>();
        for (Map.Entry<TableName, List<ForeignKey>> keys : referencing(view).entrySet()) {
            for (ForeignKey key : keys.getValue()) {
                String query = dangling(key);
                try {
                    if (tried(source, query)) {
                        problems.add(new Problem(
                                "Rows of " + key.table().shown() + " are copied that reference rows of "
                                        + key.target().shown() + " which are not (" + key.name() + ")",
                                "pull.tables, where",
                                "Give " + key.table().shown() + " a condition too, such as\n  where: \""
                                        + suggestion(key) + "\""));
                    }
                } catch (SQLException e) {
                    if (!SqlProblem.state(e).equals(TIMED_OUT)) {
                        problems.add(unusable(
                                e, key.table().shown() + " or " + key.target().shown(), shown));
                        continue;
                    }
                    unknown.add("whether all rows of " + key.table().shown() + " that are copied reference rows of "
                            + key.target().shown() + " that are copied too (" + key.name()
                            + ") is known only when they are loaded");
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new RefusedException(problems);
        }
        return unknown;
    }

    /** Keys into tables of which not all rows are copied. */
    private Map<TableName, List<ForeignKey>> referencing(CatalogView view) {
        return view.catalog().foreignKeys().stream()
                .filter(key -> byTable.containsKey(key.target()))
                .collect(Collectors.groupingBy(ForeignKey::table, LinkedHashMap::new, Collectors.toList()));
    }

    private String dangling(ForeignKey key) {
        String own = of(key.table()).orElse("true");
        String some = key.columns().stream()
                .map(column -> Sql.identifier(column) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        // Each condition in a query of its table alone, so that its names mean what they mean in COPY.
        return "SELECT FROM (SELECT " + Sql.identifiers(key.columns()) + " FROM "
                + key.table().sql() + " WHERE "
                + own + " AND " + some + ") AS child WHERE NOT EXISTS (SELECT FROM (SELECT "
                + Sql.identifiers(key.targetColumns()) + " FROM " + key.target().sql() + " WHERE "
                + byTable.get(key.target()) + ") AS parent WHERE " + join(key) + ") LIMIT 1";
    }

    private String suggestion(ForeignKey key) {
        return "(" + Sql.identifiers(key.columns()) + ") IN (SELECT " + Sql.identifiers(key.targetColumns()) + " FROM "
                + key.target().sql() + " WHERE " + byTable.get(key.target()) + ")";
    }

    private static String join(ForeignKey key) {
        return IntStream.range(0, key.columns().size())
                .mapToObj(i -> "parent." + Sql.identifier(key.targetColumns().get(i)) + " = child."
                        + Sql.identifier(key.columns().get(i)))
                .collect(Collectors.joining(" AND "));
    }

    /** Whether there is a row; whatever comes of it, the transaction goes on. */
    private static boolean tried(Connection source, String query) throws SQLException {
        try (Statement statement = source.createStatement()) {
            statement.execute("SAVEPOINT sync_condition");
            try {
                statement.execute(PATIENCE);
                try (ResultSet row = statement.executeQuery(query)) {
                    return row.next();
                }
            } finally {
                statement.execute("ROLLBACK TO SAVEPOINT sync_condition");
            }
        }
    }
}
