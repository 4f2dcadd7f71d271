package dev.dbsync.core.pull;

import dev.dbsync.core.database.CatalogView;
import dev.dbsync.core.database.ForeignKey;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.Problem;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Foreign keys that lead out of the selection, or into it. */
final class ForeignKeyReach {

    private final List<Problem> problems = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    /** What stands in the way of the pull. */
    List<Problem> problems() {
        return problems;
    }

    List<String> notices() {
        return notices;
    }

    /**
     * Keys from a selected table to one that is not: the referenced rows must already be in the target.
     *
     * @param target empty where the target has no tables yet
     */
    void outwards(
            Set<TableName> selected,
            CatalogView source,
            Connection sourceConnection,
            Optional<CatalogView> target,
            Connection targetConnection,
            String to)
            throws SQLException {
        Set<TableName> covered = withParents(selected, source);
        for (ForeignKey key : source.catalog().foreignKeys()) {
            if (!covered.contains(key.table()) || covered.contains(key.target())) {
                continue;
            }
            boolean there = target.isPresent()
                    && target.get().catalog().table(key.target()).isPresent()
                    && exists(targetConnection, "SELECT FROM " + key.target().sql());
            if (there) {
                notices.add(key.table().shown() + " references " + key.target().shown() + " (" + key.name()
                        + "), which is not selected: the rows that " + to + " has there must hold the same keys");
            } else if (exists(sourceConnection, referencing(key))) {
                problems.add(new Problem(
                        key.table().shown() + " references rows of "
                                + key.target().shown() + " (" + key.name()
                                + "), which is not selected and has no rows in " + to,
                        "pull.tables and pull.exclude",
                        "Select " + key.target().shown() + " too, or exclude "
                                + key.table().shown()));
            }
        }
    }

    /**
     * Keys from tables of the target that are not selected to some that are: their rows would lose what they reference.
     */
    void inwards(TargetFit fit, CatalogView target, Connection targetConnection, String to) throws SQLException {
        Map<TableName, List<ForeignKey>> byTable = target.catalog().foreignKeys().stream()
                .filter(key ->
                        fit.touched().contains(key.target()) && !fit.touched().contains(key.table()))
                .collect(Collectors.groupingBy(ForeignKey::table));
        for (TableName table : new TreeSet<>(byTable.keySet())) {
            if (!exists(targetConnection, "SELECT FROM " + table.sql())) {
                continue;
            }
            String referenced = byTable.get(table).stream()
                    .map(key -> key.target().shown())
                    .distinct()
                    .collect(Collectors.joining(", "));
            problems.add(new Problem(
                    table.shown() + " holds rows in " + to + " and references " + referenced
                            + ", whose rows are about to be replaced",
                    to + ": " + table,
                    "Select " + table.shown() + " too, or exclude " + referenced + ", or empty it in " + to
                            + ":\n  TRUNCATE " + table.sql()));
        }
    }

    private static Set<TableName> withParents(Set<TableName> selected, CatalogView source) {
        Map<TableName, Table> tables = source.catalog().byName();
        return selected.stream()
                .flatMap(table -> source.partitions().upwards(tables.get(table)).stream())
                .map(Table::name)
                .collect(Collectors.toSet());
    }

    private static String referencing(ForeignKey key) {
        return "SELECT FROM " + key.table().sql() + " WHERE "
                + key.columns().stream()
                        .map(column -> Sql.identifier(column) + " IS NOT NULL")
                        .collect(Collectors.joining(" AND "));
    }

    private static boolean exists(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT EXISTS (" + query + ")")) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
