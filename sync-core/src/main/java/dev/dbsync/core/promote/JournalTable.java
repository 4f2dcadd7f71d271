package dev.dbsync.core.promote;

import dev.dbsync.core.config.LookupConfig;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.lookup.LookupCounts;
import dev.dbsync.core.migration.OwnTables;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The table {@code sync_journal} beside Flyway's history: a row for each promotion, in the transaction of the
 * promotion, so that there is one exactly where there was the other. Numbers and names, never values of rows.
 */
final class JournalTable {

    private final TableName name;

    /** @param schema of the history */
    JournalTable(String schema) {
        this.name = new TableName(schema, OwnTables.JOURNAL);
    }

    /** Refuses the table as a lookup table: what it holds is each environment's own. */
    static void refuseAsLookup(List<LookupConfig> lookups) {
        for (LookupConfig lookup : lookups) {
            if (OwnTables.NAMES.stream()
                    .anyMatch(
                            own -> lookup.table().equals(own) || lookup.table().endsWith("." + own))) {
                throw new RefusedException(new Problem(
                        "'" + lookup.table() + "' is Sync's own table and cannot be a lookup table",
                        lookup.where(),
                        "Take it out: each environment keeps its own"));
            }
        }
    }

    /** Adds the promotion's row, and makes the table where it is missing. */
    void add(Connection target, PromotePlan plan, String from, List<LookupCounts> lookups) throws SQLException {
        create(target);
        try (PreparedStatement insert = target.prepareStatement("""
                INSERT INTO %s
                    (plan_id, promoted_by, database_role, source, target, from_version, to_version,
                     migrations, rows_inserted, rows_updated, rows_deleted)
                VALUES (?, ?, current_user, ?, ?, ?, ?, ?, ?, ?, ?)
                """.formatted(name.sql()))) {
            insert.setString(1, plan.id().value());
            insert.setString(2, System.getProperty("user.name"));
            insert.setString(3, from);
            insert.setString(4, plan.target());
            insert.setString(5, plan.fromVersion().orElse(null));
            insert.setString(6, plan.toVersion().orElse(null));
            insert.setInt(7, plan.pending().size());
            insert.setLong(8, sum(lookups, LookupCounts::inserted));
            insert.setLong(9, sum(lookups, LookupCounts::updated));
            insert.setLong(10, sum(lookups, LookupCounts::deleted));
            insert.executeUpdate();
        }
    }

    /** Without a sequence, which a rollback would not turn back. */
    private void create(Connection target) throws SQLException {
        if (exists(target)) {
            return;
        }
        try (Statement statement = target.createStatement()) {
            statement.execute("""
                    CREATE TABLE %s (
                        promoted_at   timestamptz NOT NULL DEFAULT transaction_timestamp(),
                        plan_id       text NOT NULL,
                        promoted_by   text,
                        database_role text NOT NULL,
                        source        text NOT NULL,
                        target        text NOT NULL,
                        from_version  text,
                        to_version    text,
                        migrations    integer NOT NULL,
                        rows_inserted bigint NOT NULL,
                        rows_updated  bigint NOT NULL,
                        rows_deleted  bigint NOT NULL,
                        PRIMARY KEY (promoted_at, plan_id))
                    """.formatted(name.sql()));
        }
    }

    /** CREATE TABLE IF NOT EXISTS would need the right to create also where the table is there. */
    private boolean exists(Connection target) throws SQLException {
        try (PreparedStatement statement = target.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            statement.setString(1, name.sql());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private static long sum(List<LookupCounts> lookups, ToLongFunction<LookupCounts> count) {
        return lookups.stream().mapToLong(count).sum();
    }
}
