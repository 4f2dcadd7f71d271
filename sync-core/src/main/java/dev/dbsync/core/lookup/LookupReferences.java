package dev.dbsync.core.lookup;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.ForeignKey;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.Problem;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds the rows of other tables that still reference lookup rows which are to be deleted.
 *
 * <p>Every foreign key from a table that is not a lookup table counts, whatever it says of deletes: a cascade would
 * delete, and SET NULL would change, rows that nobody asked to promote. Foreign keys between lookup tables do not
 * count: their rows become those of the source, where they hold.
 *
 * <p>Before pending scripts have run this is a forecast: a script may yet remove the rows, the reference or the table.
 * A merge asks again by itself, under its lock, and deletes nothing that is still referenced.
 */
public final class LookupReferences {

    /** Enough that a table of a million rows is not scanned once for every few deletes. */
    private static final int KEYS_A_QUERY = 20_000;

    private final Connection target;
    private final Catalog catalog;
    private final Set<TableName> lookups;
    private final Map<TableName, StagedTable> keeping = new HashMap<>();
    private final TreeMap<ForeignKeyName, Count> counts = new TreeMap<>();
    private final List<List<String>> waiting = new ArrayList<>();
    private LookupTable table;

    private record ForeignKeyName(TableName target, TableName table, String name)
            implements Comparable<ForeignKeyName> {
        @Override
        public int compareTo(ForeignKeyName other) {
            int order = target.compareTo(other.target);
            order = order == 0 ? table.compareTo(other.table) : order;
            return order == 0 ? name.compareTo(other.name) : order;
        }
    }

    private record Count(LookupTable lookup, long rows) {}

    /**
     * @param target in a transaction
     * @param catalog the target's
     * @param tables all lookup tables of the link
     */
    public LookupReferences(Connection target, Catalog catalog, List<LookupTable> tables) {
        this.target = target;
        this.catalog = catalog;
        this.lookups = tables.stream().map(LookupTable::name).collect(Collectors.toSet());
    }

    /**
     * Also counts rows of a lookup table with {@code delete: keep} that the source does not have. Only while a merge
     * runs are they known.
     */
    void alsoKeptRowsOf(StagedTable staged) {
        keeping.put(staged.table().name(), staged);
    }

    /** One problem for each foreign key under which rows would be left without what they reference; ordered. */
    public List<Problem> problems() {
        return counts.entrySet().stream()
                .map(entry -> problem(entry.getKey(), entry.getValue()))
                .toList();
    }

    void deleted(LookupTable of, List<String> key) throws SQLException {
        if (table != of) {
            finish();
            table = of;
        }
        waiting.add(key);
        if (waiting.size() == KEYS_A_QUERY) {
            finish();
        }
    }

    /** Counts what is still waiting. */
    void finish() throws SQLException {
        if (!waiting.isEmpty()) {
            int columns = table.keyColumns().size();
            String gone = IntStream.range(0, columns).mapToObj(i -> "?::text[]").collect(Collectors.joining(", "));
            count(table, "unnest(" + gone + ") AS gone (" + names(columns) + ")", waiting);
            waiting.clear();
        }
    }

    /**
     * Counts for rows whose keys a relation of the target holds.
     *
     * @param gone a FROM item with the alias {@code gone}
     */
    void deletedOf(LookupTable of, String gone) throws SQLException {
        count(of, gone, List.of());
    }

    private void count(LookupTable lookup, String gone, List<List<String>> keys) throws SQLException {
        for (ForeignKey foreignKey : catalog.foreignKeysTo(lookup.name())) {
            if (lookups.contains(foreignKey.table()) && !keeping.containsKey(foreignKey.table())) {
                continue;
            }
            try (PreparedStatement statement = target.prepareStatement(sql(lookup, foreignKey, gone))) {
                bind(statement, keys);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    if (row.getLong(1) > 0) {
                        counts.merge(
                                new ForeignKeyName(lookup.name(), foreignKey.table(), foreignKey.name()),
                                new Count(lookup, row.getLong(1)),
                                (one, other) -> new Count(lookup, one.rows() + other.rows()));
                    }
                }
            }
        }
    }

    private String sql(LookupTable lookup, ForeignKey foreignKey, String gone) throws SQLException {
        List<String> operators = operators(foreignKey);
        String on = IntStream.range(0, operators.size())
                .mapToObj(i -> "t.%s %s r.%s"
                        .formatted(
                                Sql.identifier(foreignKey.targetColumns().get(i)),
                                operators.get(i),
                                Sql.identifier(foreignKey.columns().get(i))))
                .collect(Collectors.joining(" AND "));
        return """
                SELECT count(*)
                FROM %s
                         JOIN %s t ON %s
                         JOIN %s r ON %s
                WHERE %s
                """.formatted(
                        gone,
                        lookup.name().sql(),
                        lookup.matches("t", "gone"),
                        foreignKey.table().sql(),
                        on,
                        notInSource(foreignKey.table()));
    }

    private String notInSource(TableName referencing) {
        StagedTable staged = keeping.get(referencing);
        if (staged == null) {
            return "true";
        }
        LookupTable kept = staged.table();
        return "(%s) NOT IN (SELECT %s FROM %s s)"
                .formatted(kept.keyExpressions("r"), kept.keyExpressions("s"), staged.rows());
    }

    /** The operators by which PostgreSQL itself checks the foreign key, whatever the search path. */
    private List<String> operators(ForeignKey foreignKey) throws SQLException {
        List<String> operators = new ArrayList<>();
        try (PreparedStatement statement = target.prepareStatement("""
                SELECT n.nspname, o.oprname
                FROM pg_constraint k
                         JOIN pg_class c ON c.oid = k.conrelid
                         JOIN pg_namespace cn ON cn.oid = c.relnamespace
                         CROSS JOIN unnest(k.conpfeqop) WITH ORDINALITY AS e (operator, position)
                         JOIN pg_operator o ON o.oid = e.operator
                         JOIN pg_namespace n ON n.oid = o.oprnamespace
                WHERE k.contype = 'f'
                  AND cn.nspname = ?
                  AND c.relname = ?
                  AND k.conname = ?
                ORDER BY e.position
                """)) {
            statement.setString(1, foreignKey.table().schema());
            statement.setString(2, foreignKey.table().name());
            statement.setString(3, foreignKey.name());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    operators.add("OPERATOR(" + Sql.identifier(row.getString(1)) + "." + row.getString(2) + ")");
                }
            }
        }
        return operators;
    }

    private void bind(PreparedStatement statement, List<List<String>> keys) throws SQLException {
        for (int i = 0; !keys.isEmpty() && i < keys.get(0).size(); i++) {
            int column = i;
            String[] texts = keys.stream().map(key -> key.get(column)).toArray(String[]::new);
            statement.setArray(i + 1, target.createArrayOf("text", texts));
        }
    }

    private static String names(int columns) {
        return IntStream.range(0, columns).mapToObj(i -> "k" + i).collect(Collectors.joining(", "));
    }

    private static Problem problem(ForeignKeyName foreignKey, Count count) {
        String referencing = foreignKey.table().shown();
        String lookup = foreignKey.target().shown();
        return new Problem(
                (count.rows() == 1 ? "1 row of %s still references" : count.rows() + " rows of %s still reference")
                                .formatted(referencing)
                        + " rows of lookup table " + lookup + " that the source no longer has",
                count.lookup().where() + " (constraint " + foreignKey.name() + ")",
                "Keep such rows with `{ table: " + lookup + ", delete: keep }`, or change the rows of " + referencing
                        + " in the target first");
    }
}
