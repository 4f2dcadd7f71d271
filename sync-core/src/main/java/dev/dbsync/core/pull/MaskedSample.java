package dev.dbsync.core.pull;

import dev.dbsync.core.copy.CopyFlow;
import dev.dbsync.core.copy.TableCopy;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.masking.FailedMaskException;
import dev.dbsync.core.masking.MaskingPolicy;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tries masked rows on the target before anything is emptied: some rows of each masked table go into a temporary table
 * with the same checks, unique indexes, defaults and generated columns. (A temporary table cannot have the foreign
 * keys.) Leaves nothing behind.
 */
final class MaskedSample {

    private static final int ROWS = 1000;

    /** As stored; a single row may be larger. */
    private static final long BYTES = 4_000_000;

    private MaskedSample() {}

    /**
     * @param source in a read-only transaction
     * @param target in a transaction, which goes on
     * @param flow by which rows of the source are read
     * @throws RefusedException naming each table whose sample does not fit, or whose masks failed
     */
    static void check(TargetFit fit, MaskingPolicy masking, TableCopy.Side source, TableCopy.Side target, CopyFlow flow)
            throws SQLException {
        MaskedColumns columns = new MaskedColumns(masking);
        List<Problem> problems = new ArrayList<>();
        for (TargetFit.Load load : fit.loads()) {
            if (load.table().masked().isEmpty()) {
                continue;
            }
            try {
                insert(load, columns, source, target, flow);
            } catch (FailedMaskException e) {
                problems.add(e.problem());
            } catch (SyncException e) {
                if (e.problem().where().equals(source.shown())) {
                    throw e;
                }
                problems.add(new Problem(
                        "Masked rows of " + load.table().table().shown() + " do not fit into "
                                + load.into().shown() + ": " + e.problem().what(),
                        e.problem().where(),
                        "Choose strategies whose results satisfy the table's constraints: "
                                + load.table().masked().entrySet().stream()
                                        .map(mask -> mask.getKey() + ": " + mask.getValue())
                                        .collect(Collectors.joining(", "))));
            }
        }
        if (!problems.isEmpty()) {
            throw new RefusedException(problems);
        }
    }

    private static void insert(
            TargetFit.Load load, MaskedColumns columns, TableCopy.Side source, TableCopy.Side target, CopyFlow flow)
            throws SQLException {
        // The same name, so that an error names what a user knows.
        TableName sample = new TableName("pg_temp", load.into().name());
        try (Statement statement = target.connection().createStatement()) {
            statement.execute("SAVEPOINT sync_sample");
            statement.execute("CREATE TEMPORARY TABLE " + Sql.identifier(sample.name()) + " (LIKE "
                    + load.into().sql()
                    + " INCLUDING CONSTRAINTS INCLUDING INDEXES INCLUDING DEFAULTS INCLUDING GENERATED)");
            try {
                columns.copy(load, sample, Optional.of(ROWS))
                        .where(notTooLong(load.table()))
                        .run(source, target, flow, (rows, bytes) -> {});
            } finally {
                statement.execute("ROLLBACK TO SAVEPOINT sync_sample");
            }
        }
    }

    /** Of the first rows the shortest ones, as many as there is room for; no value of any other is looked at. */
    private static String notTooLong(PlannedTable table) {
        String size = table.columnNames().stream()
                .map(column -> "coalesce(pg_column_size(" + Sql.identifier(column) + "), 0)")
                .collect(Collectors.joining(" + "));
        return """
                ctid = ANY (ARRAY(
                    SELECT place
                    FROM (SELECT place, sum(size) OVER (ORDER BY size, place) - size AS before
                          FROM (SELECT ctid AS place, (%s)::bigint AS size
                                FROM ONLY %s%s
                                LIMIT %d) AS first) AS ranked
                    WHERE before < %d))\
                """.formatted(
                        size.isEmpty() ? "0" : size,
                        table.table().sql(),
                        table.where().map(sql -> " WHERE (\n" + sql + "\n)").orElse(""),
                        ROWS,
                        BYTES);
    }
}
