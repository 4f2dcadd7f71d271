package dev.dbsync.core.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The trees of partitioned tables in a catalog. A table that is not partitioned is a tree of its own. */
public final class Partitions {

    private static final String BOUNDS = """
            SELECT n.nspname, c.relname, pg_get_expr(c.relpartbound, c.oid)
            FROM pg_class c
                     JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relispartition
            """;

    private final Map<TableName, Table> tables;
    private final Map<TableName, String> bounds;

    private Partitions(Map<TableName, Table> tables, Map<TableName, String> bounds) {
        this.tables = tables;
        this.bounds = bounds;
    }

    /** @param connection to the catalog's database, in the transaction in which it was read */
    public static Partitions read(Catalog catalog, Connection connection) throws SQLException {
        Map<TableName, String> bounds = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(BOUNDS)) {
            while (row.next()) {
                bounds.put(new TableName(row.getString(1), row.getString(2)), row.getString(3));
            }
        }
        return new Partitions(catalog.byName(), bounds);
    }

    /** The table, then the partitioned tables above it, up to the root. */
    public static List<Table> upwards(Table table, Map<TableName, Table> tables) {
        List<Table> line = new ArrayList<>();
        Table at = table;
        while (at != null) {
            line.add(at);
            boolean partition =
                    at.parent().map(tables::get).map(Partitions::isPartitioned).orElse(false);
            at = partition ? tables.get(at.parent().get()) : null;
        }
        return line;
    }

    public static boolean isPartitioned(Table table) {
        return table.kind() == Table.Kind.PARTITIONED || table.kind() == Table.Kind.SUB_PARTITIONED;
    }

    public List<Table> upwards(Table table) {
        return upwards(table, tables);
    }

    public Table root(Table table) {
        List<Table> line = upwards(table);
        return line.get(line.size() - 1);
    }

    /** All of the tree under a root, the root included. */
    public List<Table> tree(TableName root) {
        return tables.values().stream()
                .filter(table -> root(table).name().equals(root))
                .toList();
    }

    /** The bounds of a partition and of all partitions above it, as PostgreSQL writes them. */
    public List<String> bounds(Table table) {
        return upwards(table).stream()
                .map(each -> bounds.getOrDefault(each.name(), ""))
                .toList();
    }

    /** Whether the partition, or one above it, takes its rows by a hash. */
    public boolean isHashed(Table table) {
        return bounds(table).stream().anyMatch(bound -> bound.startsWith("FOR VALUES WITH"));
    }
}
