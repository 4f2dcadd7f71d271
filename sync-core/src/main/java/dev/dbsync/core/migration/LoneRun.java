package dev.dbsync.core.migration;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.LostReply;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.database.TransactionFate;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * One run of Flyway for a script that cannot share a transaction, on a session on which nothing else is open: a
 * snapshot of ours would keep an index from being built for ever.
 */
final class LoneRun {

    private final FlywayRun flyway;
    private final TableName historyTable;
    private final ProgressTable progress;
    private final Duration lockTimeout;
    private final EventSink events;

    LoneRun(FlywayRun flyway, TableName historyTable, ProgressTable progress, Duration lockTimeout, EventSink events) {
        this.flyway = flyway;
        this.historyTable = historyTable;
        this.progress = progress;
        this.lockTimeout = lockTimeout;
        this.events = events;
    }

    /**
     * @param content digest of what the script holds
     * @return false when another Flyway is at work; nothing was changed then
     */
    boolean run(Database database, Segment segment, String content, LoneCheck check) {
        PendingMigration script = segment.scripts().get(0);
        try (LoneSession session = LoneSession.open(database, segment.kind(), lockTimeout)) {
            // Flyway's own would be given back before the history row is permanent.
            if (!session.lockFlyway(historyTable)) {
                return false;
            }
            check.before(session.connection());
            forgetFailure(session, script);
            LoneGuard guard = new LoneGuard(session, progress, script, content, events);
            try (LoneWatch watch = LoneWatch.start(database, session.connection(), script.script(), events)) {
                migrate(session, script, guard);
            }
            if (guard.finish(database) != TransactionFate.COMMITTED) {
                throw LoneProblems.unknown(script.script(), database);
            }
            checkAfter(session, database, check);
            return true;
        } catch (SQLException e) {
            throw SqlProblem.of(e, "The script cannot be run", script.script() + ", in " + database.environment(), "");
        }
    }

    /** What is in the history stays there, whatever becomes of the session: another one will do. */
    private static void checkAfter(LoneSession session, Database database, LoneCheck check) throws SQLException {
        try {
            check.after(session.connection());
        } catch (SQLException e) {
            if (!LostReply.is(e)) {
                throw e;
            }
            try (Connection another = database.connect("promote script")) {
                check.after(another);
            }
        }
    }

    private void migrate(LoneSession session, PendingMigration script, LoneGuard guard) throws SQLException {
        FluentConfiguration configuration = flyway.exactly(Set.of(script.script()), session.dataSource(), guard);
        // Its default lock is a transaction that stays open; and one script cannot be "mixed" with others.
        configuration
                .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
        try {
            configuration.mixed(true).batch(false).load().migrate();
        } catch (FlywayException e) {
            SyncException failure = FlywayFailure.ofLone(e, session.environment());
            forgetAfter(failure, session, script);
            throw guard.explained(failure);
        }
        if (!guard.ran()) {
            throw flyway.notRun(script.script());
        }
    }

    /** The row that Flyway leaves for a failure would keep it, and applications that start with it, from going on. */
    private void forgetFailure(LoneSession session, PendingMigration script) throws SQLException {
        session.asOurselves(() -> {
            try (PreparedStatement delete = session.connection()
                    .prepareStatement("DELETE FROM " + historyTable.sql() + " WHERE script = ? AND NOT success")) {
                delete.setString(1, script.script());
                delete.executeUpdate();
            }
        });
        session.commit();
    }

    private void forgetAfter(SyncException failure, LoneSession session, PendingMigration script) {
        try {
            session.rollback();
            forgetFailure(session, script);
        } catch (SQLException e) {
            // The session may be what failed. The next attempt removes the row.
            failure.addSuppressed(e);
        }
    }
}
