package dev.dbsync.core.copy;

import dev.dbsync.core.database.CatalogQuestions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Settings of the sessions that rows are copied and compared by, on either side. */
public final class SessionSettings {

    /** Not in every version, nor on every operating system. */
    private static final String NOTICE_LOST_CLIENT = """
            SELECT set_config(name, '2s', false)
            FROM pg_settings
            WHERE name = 'client_connection_check_interval'
              AND current_setting('server_version_num')::int >= 140000
              AND version() ~ 'linux|darwin|bsd'
            """;

    /** Timeouts of newer versions, which a role or database may have set. */
    private static final String NO_TIMEOUTS = """
            SELECT set_config(name, '0', false)
            FROM pg_settings
            WHERE name IN ('transaction_timeout', 'idle_session_timeout')
            """;

    /** So that both sides write and read values alike, whatever their roles and databases say; as pg_dump does. */
    private static final String ONE_TEXT_FORM = """
            SET datestyle = 'ISO, YMD';
            SET intervalstyle = 'postgres';
            SET extra_float_digits = 3;
            SET bytea_output = 'hex';
            SET lc_monetary = 'C';
            SET xmloption = content;
            SET array_nulls = on;
            SET quote_all_identifiers = off
            """;

    /**
     * A client whose link has died without a word leaves a session that holds a snapshot and locks; by the defaults of
     * most systems its server finds out after two hours, with these after two minutes. Of no effect on Unix sockets.
     */
    private static final String NOTICE_DEAD_LINK = """
            SET tcp_keepalives_idle = 60;
            SET tcp_keepalives_interval = 10;
            SET tcp_keepalives_count = 6
            """;

    private SessionSettings() {}

    /**
     * Sets them for the session, and commits so that no rollback undoes it. A policy of row-level security raises an
     * error instead of leaving rows out; no timeout of role or database ends a long copy; and when this process is
     * gone, the server stops at once, and not after the statement that it is at.
     */
    public static void apply(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET row_security = off");
            statement.execute("SET statement_timeout = 0");
            statement.execute("SET idle_in_transaction_session_timeout = 0");
            statement.execute(ONE_TEXT_FORM);
            statement.execute(NO_TIMEOUTS);
            statement.execute(NOTICE_LOST_CLIENT);
            statement.execute(NOTICE_DEAD_LINK);
        }
        CatalogQuestions.uncompiled(connection);
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
    }
}
