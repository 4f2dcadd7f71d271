package dev.dbsync.core.pull;

import dev.dbsync.core.config.PullConfig;
import dev.dbsync.core.database.CatalogView;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.DatabaseIdentity;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.migration.History;
import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.snapshot.StandbySource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a pull will read, as far as the source alone decides it.
 *
 * @param histories the tables of migrations on either side, which no pull copies
 * @param whole whether all tables are copied with all rows
 * @param notices what the plan should say of it
 */
record PlannedSource(
        Database database,
        Connection connection,
        DatabaseIdentity identity,
        CatalogView view,
        Migrations migrations,
        History history,
        Set<TableName> histories,
        Selection selection,
        RowConditions conditions,
        boolean whole,
        List<String> notices) {

    /**
     * Reads it.
     *
     * @param target whose table of migrations is left out as well
     * @throws RefusedException when a selected table cannot be read, not wholly, or not by its condition
     */
    static PlannedSource read(
            Database database,
            Connection connection,
            Migrations migrations,
            Migrations target,
            PullRequest request,
            PullConfig config,
            EventSink events)
            throws SQLException {
        CatalogView view = CatalogView.read(connection);
        Set<TableName> histories = new HashSet<>(List.of(migrations.historyTable(), target.historyTable()));
        List<String> tables = request.tables().orElse(config.tables());
        List<String> exclude = request.exclude().orElse(config.exclude());
        Selection selection = Selection.of(view.catalog(), tables, exclude, histories);
        List<String> notices = new ArrayList<>(selection.notices());
        Set<TableName> names = names(selection);
        refuseUnseen(connection, view, names, database.shown());
        DatabaseIdentity identity = DatabaseIdentity.of(connection);
        if (!identity.inRecovery()) {
            warnOfWriter(connection, names, database.environment(), events);
        }
        StandbySource.of(connection)
                .flatMap(standby -> standby.notice(database.environment()))
                .ifPresent(notices::add);
        RowConditions conditions = RowConditions.of(config.where(), selection.tables(), view);
        notices.addAll(conditions.notices());
        notices.addAll(conditions.check(view, connection, database.shown()));
        return new PlannedSource(
                database,
                connection,
                identity,
                view,
                migrations,
                migrations.history(connection),
                histories,
                selection,
                conditions,
                tables.contains("*")
                        && exclude.isEmpty()
                        && conditions.byTable().isEmpty(),
                notices);
    }

    private static void refuseUnseen(Connection connection, CatalogView view, Set<TableName> names, String shown)
            throws SQLException {
        List<Problem> unseen = new ArrayList<>(Privileges.unreadable(connection, names, shown));
        unseen.addAll(RowSecurity.ofSource(connection, view, names, shown));
        if (!unseen.isEmpty()) {
            throw new RefusedException(unseen);
        }
    }

    private static void warnOfWriter(Connection connection, Set<TableName> names, String from, EventSink events)
            throws SQLException {
        List<TableName> writable = Privileges.writable(connection, names);
        if (!writable.isEmpty()) {
            events.warning("The role that reads " + from + " could also write to it (" + writable.size()
                    + " of the selected tables). Sync's session is read-only; a role for reading alone would be"
                    + " safer still");
        }
    }

    String environment() {
        return database.environment();
    }

    String shown() {
        return database.shown();
    }

    /** The selected tables. */
    List<Table> tables() {
        return selection.tables();
    }

    Set<TableName> names() {
        return names(selection);
    }

    private static Set<TableName> names(Selection selection) {
        return selection.tables().stream().map(Table::name).collect(Collectors.toSet());
    }

    /** Of the selected tables, without indexes. */
    long bytes() {
        return tables().stream().mapToLong(Table::bytes).sum();
    }
}
