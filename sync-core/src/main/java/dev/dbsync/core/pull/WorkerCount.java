package dev.dbsync.core.pull;

import dev.dbsync.core.config.DatabaseUrl;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalInt;

/** How many workers a pull may have: each needs a connection to either server. */
final class WorkerCount {

    /** One holds the snapshot, one reads the catalog; on the target, one coordinates and one is for the report. */
    private static final int OTHERS = 2;

    /** Left to everybody else. */
    private static final int SPARED = 3;

    /** More of them wait for each other rather than for work. */
    private static final int MOST = 8;

    private static final String FREE = """
            SELECT least(
                       current_setting('max_connections')::int
                           - current_setting('superuser_reserved_connections')::int
                           - (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),
                       (SELECT nullif(datconnlimit, -1)
                               - (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database())
                        FROM pg_database
                        WHERE datname = current_database()),
                       (SELECT nullif(rolconnlimit, -1)
                               - (SELECT count(*) FROM pg_stat_activity WHERE usename = current_user)
                        FROM pg_roles
                        WHERE rolname = current_user))
            """;

    private WorkerCount() {}

    /**
     * @param configured {@code pull.workers}
     * @throws RefusedException when one of the servers has not enough connections left for as many as are configured,
     *     or for one
     */
    static int of(OptionalInt configured, Connection source, String sourceShown, Connection target, String targetShown)
            throws SQLException {
        int cores = Runtime.getRuntime().availableProcessors();
        int wanted = configured.orElse(Math.max(2, Math.min(cores, MOST)));
        int possible =
                Math.min(free(source, sourceShown, configured, wanted), free(target, targetShown, configured, wanted));
        return Math.min(wanted, possible);
    }

    /**
     * How many of the workers may fill one table side by side. Where the target is of this machine, a COPY keeps two
     * cores busy, here and there: more than these of one table would wait for each other's turn to make it longer, and
     * write rows that are not frozen.
     *
     * @param workers at least 1
     */
    static int onOneTable(DatabaseUrl target, int workers) {
        int cores = Runtime.getRuntime().availableProcessors();
        return PullGuards.isLoopback(target) ? Math.min(workers, Math.max(1, cores / 2)) : workers;
    }

    private static int free(Connection connection, String shown, OptionalInt configured, int wanted)
            throws SQLException {
        int free;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(FREE)) {
            row.next();
            free = row.getInt(1) - OTHERS;
        }
        if (free < (configured.isPresent() ? wanted : 1)) {
            throw new RefusedException(new Problem(
                    "There are not enough connections left for a pull: " + (free + OTHERS) + " are free, and it needs "
                            + (wanted + OTHERS),
                    shown,
                    "End sessions that nobody needs, raise max_connections or the limit of database or role, or lower"
                            + " pull.workers"));
        }
        return configured.isPresent() ? free : Math.max(1, free - SPARED);
    }
}
