package dev.dbsync.core.migration;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;

/**
 * Says whom a script waits for that is run by itself: it has no timeout, and a single forgotten transaction can hold up
 * the build of an index for ever.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions-info.html">pg_blocking_pids</a>
 */
final class LoneWatch implements AutoCloseable {

    private static final Duration FIRST = Duration.ofSeconds(3);
    private static final Duration NEXT = Duration.ofSeconds(30);

    private static final String BLOCKERS = """
            SELECT string_agg(format('%s (%s%s%s)', pid, usename, ', ' || nullif(application_name, ''),
                                     ', ' || state || ' since ' || date_trunc('second', state_change)::timestamptz),
                              ', ' ORDER BY pid)
            FROM pg_stat_activity
            WHERE pid = ANY (pg_blocking_pids(?))
            """;

    private final Database database;
    private final int backend;
    private final String script;
    private final EventSink events;
    private final ScheduledExecutorService timer;

    private LoneWatch(Database database, int backend, String script, EventSink events) {
        this.database = database;
        this.backend = backend;
        this.script = script;
        this.events = events;
        this.timer = Executors.newSingleThreadScheduledExecutor(run -> {
            Thread thread = new Thread(run, "sync lone watch");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** @param session in which the script is run */
    static LoneWatch start(Database database, Connection session, String script, EventSink events) throws SQLException {
        int backend = session.unwrap(PGConnection.class).getBackendPID();
        LoneWatch watch = new LoneWatch(database, backend, script, events);
        watch.timer.scheduleWithFixedDelay(watch::look, FIRST.toMillis(), NEXT.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    private void look() {
        try (Connection connection = database.connect("promote watch");
                PreparedStatement statement = connection.prepareStatement(BLOCKERS)) {
            statement.setInt(1, backend);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                String blockers = row.getString(1);
                if (blockers != null) {
                    events.notice(script + " waits for the transactions of process " + blockers);
                }
            }
        } catch (SQLException e) {
            events.notice("Whom " + script + " waits for cannot be told: " + SqlProblem.reason(e));
        } catch (SyncException e) {
            events.notice("Whom " + script + " waits for cannot be told: "
                    + e.problem().what());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
