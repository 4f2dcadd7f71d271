package dev.dbsync.core.classify;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.masking.ColumnId;
import dev.dbsync.core.masking.TypeCategory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Counts what stands in some rows of each table. Each table is asked once, for a bounded time; the same blocks are read
 * each time, so that the same table gives the same counts.
 */
final class Samples {

    private static final int ROWS = 1000;
    static final int LONGEST_VALUE = 20_000;

    private static final int FETCHED = 100;
    private static final int FEW = 50;

    /** Smaller tables are read from their beginning. */
    private static final long SAMPLED_FROM = 20_000;

    private final Catalog catalog;
    private final Connection connection;
    private final Map<ColumnId, ColumnProfile> profiles = new HashMap<>();
    private final Map<TableName, Integer> rowsRead = new HashMap<>();
    private final List<String> notices = new ArrayList<>();

    private Samples(Catalog catalog, Connection connection) {
        this.catalog = catalog;
        this.connection = connection;
    }

    /** @param connection inside a read-only transaction */
    static Samples take(Catalog catalog, List<ColumnId> columns, Connection connection) throws SQLException {
        Samples samples = new Samples(catalog, connection);
        Map<TableName, List<ColumnId>> byTable =
                columns.stream().distinct().collect(Collectors.groupingBy(ColumnId::table));
        for (Table table : catalog.tables()) {
            List<ColumnId> asked = byTable.getOrDefault(table.name(), List.of()).stream()
                    .filter(id -> table.column(id.column())
                            .filter(Samples::isReadable)
                            .isPresent())
                    .toList();
            if (!asked.isEmpty()) {
                samples.read(table, asked);
            }
        }
        return samples;
    }

    /** Of a column that was not read, one without values. */
    ColumnProfile of(ColumnId column) {
        return profiles.getOrDefault(column, new ColumnProfile());
    }

    /**
     * How many rows of a table were read, {@link #ROWS} at most; empty of a table that was not read, or of which rows
     * may have been hidden.
     */
    Optional<Integer> rows(TableName table) {
        return Optional.ofNullable(rowsRead.get(table));
    }

    /** Tables that could not be read. */
    List<String> notices() {
        return notices;
    }

    private static boolean isReadable(Column column) {
        return TypeCategory.of(column) != TypeCategory.BINARY;
    }

    private void read(Table table, List<ColumnId> columns) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL statement_timeout = '15s'");
            statement.setFetchSize(FETCHED);
            long rows = estimatedRows(table.name());
            boolean large = rows > SAMPLED_FROM && table.kind() != Table.Kind.FOREIGN;
            int read = large ? read(statement, table, columns, Optional.of(300.0 * ROWS / rows)) : 0;
            if (read < FEW) {
                columns.forEach(profiles::remove);
                read = read(statement, table, columns, Optional.empty());
            }
            if (!table.rowSecurity() || !hidesRows(table.name())) {
                rowsRead.put(table.name(), read);
            }
            connection.releaseSavepoint(before);
        } catch (SQLException e) {
            connection.rollback(before);
            columns.forEach(profiles::remove);
            notices.add("No values of " + table.name().shown() + " were looked at, only names and types: "
                    + SqlProblem.reason(e));
        }
    }

    /** Whether row security may hide rows from this role: what looks empty to it need not be. */
    private boolean hidesRows(TableName table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT row_security_active(?::regclass)")) {
            statement.setString(1, table.sql());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private int read(Statement statement, Table table, List<ColumnId> columns, Optional<Double> percent)
            throws SQLException {
        String values = columns.stream()
                .map(id -> "left(" + Sql.identifier(id.column()) + "::text, " + LONGEST_VALUE + ")")
                .collect(Collectors.joining(", "));
        String sampled = percent.map(share ->
                        String.format(Locale.ROOT, " TABLESAMPLE SYSTEM (%.4f) REPEATABLE (1)", Math.min(100, share)))
                .orElse("");
        int read = 0;
        try (ResultSet row = statement.executeQuery(
                "SELECT " + values + " FROM " + table.name().sql() + sampled + " LIMIT " + ROWS)) {
            while (row.next()) {
                read++;
                for (int i = 0; i < columns.size(); i++) {
                    profiles.computeIfAbsent(columns.get(i), none -> new ColumnProfile())
                            .add(row.getString(i + 1));
                }
            }
        }
        return read;
    }

    /** The planner's estimate, partitions and heirs included. */
    private long estimatedRows(TableName name) {
        long rows = catalog.table(name).map(Table::estimatedRows).orElse(0L);
        for (Table table : catalog.tables()) {
            if (table.parent().equals(Optional.of(name))) {
                rows += estimatedRows(table.name());
            }
        }
        return rows;
    }
}
