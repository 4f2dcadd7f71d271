package dev.dbsync.core.database;

import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.ServerErrorMessage;

/**
 * A standby that ends a statement or a session, since it has to apply a change of its primary that stands against it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/hot-standby.html#HOT-STANDBY-CONFLICT">Handling query
 *     conflicts</a>
 */
final class RecoveryConflict {

    static final String REMEDY = """
            Run it again. So that it does not happen again, raise the standby's max_standby_streaming_delay
            (max_standby_archive_delay where it reads an archive) beyond the time that this takes, and set its
            hot_standby_feedback = on, which keeps the primary's vacuum from removing what is read here;
            or read from the primary""";

    private static final String SAID = "conflict with recovery";

    /** Serialization failure and deadlock; a transaction that only reads meets neither for another reason. */
    private static final Set<String> STATES = Set.of("40001", "40P01");

    private RecoveryConflict() {}

    /** By the server's function where its language is not ours: no statement's own failure comes from there. */
    static boolean is(SQLException e) {
        ServerErrorMessage server = SqlProblem.said(e);
        if (server == null) {
            return false;
        }
        String state = SqlProblem.state(e);
        boolean fromInterrupt =
                server.getRoutine() != null && server.getRoutine().startsWith("Process");
        boolean said = server.getMessage() != null && server.getMessage().contains(SAID);
        return STATES.contains(state) ? fromInterrupt || said : state.equals("57P01") && said;
    }

    /** What happened; the server's Detail is a fixed text here and holds no value. */
    static String meaning(ServerErrorMessage server) {
        return "it is a standby, and had to apply a change of its primary (what vacuum has removed there, or the lock"
                + " of DDL) against which this session's snapshot or locks stood"
                + (server.getDetail() == null ? "" : "; the server says: " + server.getDetail());
    }
}
