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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds the rows of other tables that still reference lookup rows which are to be deleted.
 *
 * <p>Every foreign key from a table that is not a lookup table counts, whatever it says of deletes: a cascade would
 * delete, and SET NULL would change, rows that nobody asked to promote. Of lookup tables only the rows count that a
 * merge leaves alone, by {@code where}, {@code insertOnly} or {@code delete: keep}: the others become those of the
 * source, where the keys hold.
 *
 * <p>Before pending scripts have run this is a forecast: a script may yet remove the rows, the reference or the table.
 * A merge asks again by itself, under its lock, and deletes nothing that is still referenced.
 */
public final class LookupReferences {

    private final Optional<Connection> source;
    private final Connection target;
    private final Catalog catalog;
    private final Map<TableName, LookupTable> lookups;
    private final Map<TableName, StagedTable> staged;
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
     * For a plan.
     *
     * @param source in a transaction
     * @param target likewise
     * @param catalog the target's
     * @param tables all lookup tables of the link
     */
    public LookupReferences(Connection source, Connection target, Catalog catalog, List<LookupTable> tables) {
        this(Optional.of(source), target, catalog, tables, List.of());
    }

    private LookupReferences(
            Optional<Connection> source,
            Connection target,
            Catalog catalog,
            List<LookupTable> tables,
            List<StagedTable> staged) {
        this.source = source;
        this.target = target;
        this.catalog = catalog;
        this.lookups = tables.stream().collect(Collectors.toMap(LookupTable::name, Function.identity()));
        this.staged =
                staged.stream().collect(Collectors.toMap(table -> table.table().name(), Function.identity()));
    }

    /** For a merge, which has the source's rows at hand. */
    static LookupReferences of(Connection target, Catalog catalog, List<StagedTable> staged) {
        List<LookupTable> tables = staged.stream().map(StagedTable::table).toList();
        return new LookupReferences(Optional.empty(), target, catalog, tables, staged);
    }

    /** One problem for each foreign key under which rows would be left without what they reference; ordered. */
    public List<Problem> problems() {
        return counts.entrySet().stream()
                .map(entry -> problem(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Whether it makes a difference to be told of rows of the table. */
    boolean wantsRowsOf(LookupTable of) {
        return of.deletes() && !catalog.foreignKeysTo(of.name()).isEmpty();
    }

    void changed(LookupTable of, RowChange.Kind kind, List<String> key) throws SQLException {
        if (kind != RowChange.Kind.DELETE) {
            return;
        }
        if (table != of) {
            finish();
            table = of;
        }
        waiting.add(key);
        if (waiting.size() == KeyRows.A_QUERY) {
            finish();
        }
    }

    /** Counts what is still waiting. */
    void finish() throws SQLException {
        if (!waiting.isEmpty()) {
            count(table, KeyRows.from(table.keyColumns().size(), "gone"), waiting);
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
            LookupTable child = lookups.get(foreignKey.table());
            if (child != null && child.endsAsInSource()) {
                continue;
            }
            String references = references(lookup, foreignKey, gone, staying(child));
            try (PreparedStatement statement = target.prepareStatement("SELECT count(*) " + references)) {
                KeyRows.bind(statement, keys);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    add(lookup, foreignKey, row.getLong(1));
                }
            }
            if (child != null && source.isPresent() && child.keepDeleted() && !child.insertOnly() && child.inSource()) {
                add(lookup, foreignKey, kept(child, references(lookup, foreignKey, gone, inside(child)), keys));
            }
        }
    }

    private void add(LookupTable lookup, ForeignKey foreignKey, long rows) {
        if (rows > 0) {
            counts.merge(
                    new ForeignKeyName(lookup.name(), foreignKey.table(), foreignKey.name()),
                    new Count(lookup, rows),
                    (one, other) -> new Count(lookup, one.rows() + other.rows()));
        }
    }

    /** The rest of a statement whose rows {@code r}, each once, reference rows that go. */
    private String references(LookupTable lookup, ForeignKey foreignKey, String gone, String which)
            throws SQLException {
        List<String> operators = operators(foreignKey);
        String on = IntStream.range(0, operators.size())
                .mapToObj(i -> "t.%s %s r.%s"
                        .formatted(
                                Sql.identifier(foreignKey.targetColumns().get(i)),
                                operators.get(i),
                                Sql.identifier(foreignKey.columns().get(i))))
                .collect(Collectors.joining(" AND "));
        return """
                FROM %s
                         JOIN %s t ON %s
                         JOIN (SELECT * FROM %s r WHERE %s) r ON %s
                """.formatted(
                        gone,
                        lookup.name().sql(),
                        lookup.matches("t", "gone"),
                        foreignKey.table().sql(),
                        which,
                        on);
    }

    /** True for the rows of a referencing table that are known to stay as they are. */
    private String staying(LookupTable child) {
        if (child == null || child.insertOnly()) {
            return "true";
        }
        StagedTable rows = staged.get(child.name());
        return rows == null || !child.keepDeleted()
                ? child.isOutside()
                : "%s OR EXISTS (SELECT FROM %s WHERE %s)"
                        .formatted(child.isOutside(), rows.keptKeys("kept"), child.matches("r", "kept"));
    }

    private static String inside(LookupTable child) {
        return "NOT (" + child.isOutside() + ")";
    }

    /** Rows that {@code delete: keep} leaves alone: those among the referencing ones that the source does not have. */
    private long kept(LookupTable child, String references, List<List<String>> keys) throws SQLException {
        long kept = 0;
        int columns = child.keyColumns().size();
        try (PreparedStatement statement =
                target.prepareStatement("SELECT " + child.keyExpressions("r") + " " + references)) {
            statement.setFetchSize(KeyRows.A_QUERY);
            KeyRows.bind(statement, keys);
            try (ResultSet row = statement.executeQuery()) {
                List<List<String>> batch = new ArrayList<>();
                while (row.next()) {
                    List<String> key = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        key.add(row.getString(i));
                    }
                    batch.add(key);
                    if (batch.size() == KeyRows.A_QUERY) {
                        kept += notInSource(child, batch);
                        batch.clear();
                    }
                }
                return kept + notInSource(child, batch);
            }
        }
    }

    private long notInSource(LookupTable child, List<List<String>> keys) throws SQLException {
        if (keys.isEmpty()) {
            return 0;
        }
        try (PreparedStatement statement = source.orElseThrow().prepareStatement("""
                SELECT count(*)
                FROM %s
                WHERE NOT EXISTS (SELECT FROM %s s WHERE %s)
                """.formatted(
                        KeyRows.from(child.keyColumns().size(), "k"), child.sourceRows(), child.matches("s", "k")))) {
            KeyRows.bind(statement, keys);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
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
