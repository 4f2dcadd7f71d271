package dev.dbsync.core.lookup;

import dev.dbsync.core.copy.CopyStream;
import dev.dbsync.core.database.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows of the source of one lookup table in a temporary table of the target, and in another one what is to be done: the
 * key's texts and an action a row.
 *
 * <p>The rows are those that a comparison has found to be new or different. Where these are too many to be held, all
 * rows are staged, and compared by one join.
 */
final class StagedTable {

    /** Only the target has the row. */
    static final String DELETE = "D";

    /** As {@link #DELETE}, where the configuration keeps it. */
    static final String KEEP = "K";

    /** Both have it, with different values. */
    static final String UPDATE = "U";

    /** As {@link #UPDATE}, by deleting and inserting it in one statement. */
    static final String REPLACE = "R";

    /** Only the source has it. */
    static final String INSERT = "I";

    private final LookupTable table;
    private final String rows;
    private final String changes;
    private LookupCounts counts;
    private boolean replaces;

    private StagedTable(LookupTable table, int number) {
        this.table = table;
        this.rows = "pg_temp." + Sql.identifier("sync_lookup_rows_" + number);
        this.changes = "pg_temp." + Sql.identifier("sync_lookup_changes_" + number);
    }

    static StagedTable stage(
            Connection source, Connection target, LookupTable table, TableDifference difference, int number)
            throws SQLException {
        StagedTable staged = new StagedTable(table, number);
        staged.createRows(target);
        if (difference.isComplete()) {
            staged.write(target, difference);
        } else {
            staged.copy(source, target);
        }
        // Under the plan's settings, or a condition could mean something else here.
        TextSettings.reading(target, () -> {
            if (difference.isComplete()) {
                staged.replaceWhereChanged(target, staged.identities());
            } else {
                staged.compare(target);
            }
            execute(target, "ANALYZE " + staged.changes);
            staged.count(target);
            new KeysInUse(target, table).finish(staged.keysOf(INSERT, "g"));
            return staged;
        });
        return staged;
    }

    LookupTable table() {
        return table;
    }

    /** The relation with rows of the source: all that are new or differ, at least. */
    String rows() {
        return rows;
    }

    /** The relation with columns {@code k0, k1, …, action}. */
    String changes() {
        return changes;
    }

    LookupCounts counts() {
        return counts;
    }

    /** Whether a row is to be replaced. */
    boolean replaces() {
        return replaces;
    }

    /** Marks the rows to be updated in which one of the columns changes as rows to be replaced. */
    void replaceWhereChanged(Connection target, List<String> columns) throws SQLException {
        String differs = table.comparedColumns().stream()
                .filter(column -> columns.contains(column.name()))
                .map(column -> column.differs("s", "t"))
                .collect(Collectors.joining(" OR "));
        if (differs.isEmpty()) {
            return;
        }
        try (Statement statement = target.createStatement()) {
            int marked = statement.executeUpdate("""
                    UPDATE %s g
                    SET action = '%s'
                    FROM %s s, %s t
                    WHERE g.action = '%s'
                      AND %s
                      AND %s
                      AND (%s)
                    """.formatted(
                            changes,
                            REPLACE,
                            rows,
                            table.name().sql(),
                            UPDATE,
                            table.matches("s", "g"),
                            table.matches("t", "g"),
                            differs));
            replaces |= marked > 0;
        }
    }

    /** A FROM item with the alias {@code gone}. */
    String deletedKeys() {
        return keysOf(DELETE, "gone");
    }

    /** A FROM item with the rows that only the target has and keeps. */
    String keptKeys(String alias) {
        return keysOf(KEEP, alias);
    }

    private String keysOf(String action, String alias) {
        return "(SELECT * FROM " + changes + " WHERE action = '" + action + "') AS " + alias;
    }

    void drop(Connection target) throws SQLException {
        execute(target, "DROP TABLE " + rows + ", " + changes);
    }

    private void createRows(Connection target) throws SQLException {
        execute(target, """
                CREATE TEMPORARY TABLE %s ON COMMIT DROP AS
                SELECT %s
                FROM %s
                WITH NO DATA
                """.formatted(
                rows.substring("pg_temp.".length()), columnNames(), table.name().sql()));
    }

    private String columnNames() {
        return Sql.identifiers(table.columns().stream().map(LookupColumn::name).toList());
    }

    /** What the comparison has found. */
    private void write(Connection target, TableDifference difference) throws SQLException {
        RowFormat format = new RowFormat(table);
        CopyStream.in(
                target,
                "COPY %s (%s) FROM STDIN".formatted(rows, columnNames()),
                difference.rows().stream()
                        .filter(changed -> List.of(INSERT, UPDATE).contains(changed.action()))
                        .map(changed -> format.written(changed.row()))
                        .iterator());
        execute(target, "ANALYZE " + rows);
        String keys = IntStream.range(0, table.keyColumns().size())
                .mapToObj(i -> "k" + i + " text, ")
                .collect(Collectors.joining());
        execute(
                target,
                "CREATE TEMPORARY TABLE %s (%saction text) ON COMMIT DROP"
                        .formatted(changes.substring("pg_temp.".length()), keys));
        CopyStream.in(
                target,
                "COPY " + changes + " FROM STDIN",
                difference.rows().stream()
                        .map(changed -> format.keyAnd(changed.row(), changed.action()))
                        .iterator());
    }

    /** Every row of the source. */
    private void copy(Connection source, Connection target) throws SQLException {
        String columns = columnNames();
        String out = "COPY (SELECT %s FROM %s) TO STDOUT".formatted(columns, table.sourceRows() + " AS t");
        String in = "COPY %s (%s) FROM STDIN".formatted(rows, columns);
        TextSettings.reading(source, () -> CopyStream.pipe(source, out, target, in));
        execute(target, "ANALYZE " + rows);
    }

    private void compare(Connection target) throws SQLException {
        List<LookupColumn> compared = table.comparedColumns();
        String differs = compared.stream()
                .filter(LookupColumn::isComparedBesidesKey)
                .map(column -> column.differs("s", "t"))
                .collect(Collectors.joining("\n        OR "));
        String identityDiffers = compared.stream()
                .filter(column -> identities().contains(column.name()))
                .map(column -> column.differs("s", "t"))
                .collect(Collectors.joining(" OR "));
        int keys = table.keyColumns().size();
        execute(target, """
                CREATE TEMPORARY TABLE %s ON COMMIT DROP AS
                SELECT %s,
                       CASE
                           WHEN s.k0 IS NULL THEN '%s'
                           WHEN t.k0 IS NULL THEN '%s'
                           WHEN %s THEN '%s'
                           ELSE '%s' END AS action
                FROM (SELECT %s, s.* FROM %s s) s
                         FULL JOIN (SELECT %s, t.* FROM %s AS t) t ON %s
                WHERE %s
                   OR t.k0 IS NULL%s
                """.formatted(
                        changes.substring("pg_temp.".length()),
                        coalescedKeys(keys),
                        table.deletes() ? DELETE : KEEP,
                        INSERT,
                        identityDiffers.isEmpty() ? "false" : identityDiffers,
                        REPLACE,
                        UPDATE,
                        table.keyTexts("s"),
                        rows,
                        table.keyTexts("t"),
                        table.targetRows(),
                        table.sameKey("s", "t"),
                        table.insertOnly() ? "false" : "s.k0 IS NULL",
                        differs.isEmpty() || table.insertOnly()
                                ? ""
                                : "\n   OR (s.k0 IS NOT NULL AND t.k0 IS NOT NULL AND (" + differs + "))"));
    }

    /** Columns of which a row that differs there cannot be updated. */
    private List<String> identities() {
        return table.comparedColumns().stream()
                .filter(column -> !column.isKey() && column.identityAlways())
                .map(LookupColumn::name)
                .toList();
    }

    private static String coalescedKeys(int keys) {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < keys; i++) {
            list.append(i == 0 ? "" : ", ").append("coalesce(s.k%1$d, t.k%1$d) AS k%1$d".formatted(i));
        }
        return list.toString();
    }

    private void count(Connection target) throws SQLException {
        long inserted = 0;
        long updated = 0;
        long deleted = 0;
        try (Statement statement = target.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT action, count(*) FROM " + changes + " GROUP BY action")) {
            while (row.next()) {
                switch (row.getString(1)) {
                    case INSERT -> inserted = row.getLong(2);
                    case DELETE -> deleted = row.getLong(2);
                    case KEEP -> {
                        // It does not change.
                    }
                    case REPLACE -> {
                        updated += row.getLong(2);
                        replaces = true;
                    }
                    default -> updated += row.getLong(2);
                }
            }
        }
        counts = new LookupCounts(table.name(), inserted, updated, deleted);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
