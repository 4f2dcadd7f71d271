package dev.dbsync.core.promote;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.migration.Migrations;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables whose rows the segments before the last one may change: there, a change cannot be told from somebody
 * else's. What is not known to be left alone counts as changed, since to stop for one's own change in the midst of a
 * promotion would be worse than to overlook another's.
 */
final class OwnChanges {

    private final WrittenTables written;
    private final TouchReach before;

    private OwnChanges(WrittenTables written, TouchReach before) {
        this.written = written;
        this.before = before;
    }

    /** @param target as it is before the first segment */
    static OwnChanges of(PromotePlan plan, PromoteHooks hooks, Migrations migrations, Connection target)
            throws SQLException {
        List<String> pending = plan.segments().subList(0, plan.segments().size() - 1).stream()
                .flatMap(segment -> segment.names().stream())
                .toList();
        WrittenTables written =
                WrittenTables.by(PlannedSql.beforeTheLastSegment(pending, hooks, migrations), pending, migrations);
        return new OwnChanges(written, written.reach(target));
    }

    /**
     * @param target as it is when they have run. A trigger or key that they have dropped is known from before, and one
     *     that they have made from now
     */
    boolean mayInclude(TableName table, Connection target) throws SQLException {
        return written.isNamed(table.name()) || includes(before, table) || includes(written.reach(target), table);
    }

    private static boolean includes(TouchReach reach, TableName table) {
        return !reach.unknown().isEmpty() || reach.tables().contains(table);
    }
}
