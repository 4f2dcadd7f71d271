package dev.dbsync.core.swap;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Has the server write to disk what it holds in memory, while others work. {@code DROP DATABASE}, which ends a swap,
 * does that first, and everybody would wait for it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-checkpoint.html">CHECKPOINT</a>
 */
final class FlushAhead implements AutoCloseable {

    /** A superuser may, and from PostgreSQL 15 on who has this role. */
    private static final String MAY = """
            SELECT pg_catalog.current_setting('is_superuser')::boolean
                   OR EXISTS (SELECT
                              FROM pg_catalog.pg_roles
                              WHERE rolname = 'pg_checkpoint'
                                AND pg_catalog.pg_has_role(oid, 'USAGE'))
            """;

    private final Connection session;
    private final Thread thread;

    private FlushAhead(Connection session) {
        this.session = session;
        this.thread = new Thread(this::flush, "sync flush");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Begins, and does not wait.
     *
     * @param session for nothing else; closed in the end
     * @return empty where the role may not
     */
    static Optional<FlushAhead> start(Connection session) throws SQLException {
        if (may(session)) {
            return Optional.of(new FlushAhead(session));
        }
        session.close();
        return Optional.empty();
    }

    private static boolean may(Connection session) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery(MAY)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private void flush() {
        try (Statement statement = session.createStatement()) {
            statement.execute("CHECKPOINT");
        } catch (SQLException e) {
            // What it could not do, dropping does, and says what is wrong.
        }
    }

    @Override
    public void close() throws SQLException {
        boolean interrupted = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            interrupted = true;
            session.abort(Runnable::run);
        }
        session.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
