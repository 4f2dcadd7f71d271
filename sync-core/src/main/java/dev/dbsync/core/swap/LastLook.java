package dev.dbsync.core.swap;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.DatabaseIdentity;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/** A look at the target right before it is replaced: hours may have passed since the plan. */
final class LastLook {

    /** For sessions that are about to go, such as those of whoever has just asked something. */
    private static final int ATTEMPTS = 30;

    private final Database target;
    private final String name;

    LastLook(Database target, String name) {
        this.target = target;
        this.name = name;
    }

    /**
     * The identity that the target has.
     *
     * @throws RefusedException when it cannot be replaced now
     */
    DatabaseIdentity at() throws SQLException {
        try (Connection connection = target.connect("swap check")) {
            List<String> hindrances = Hindrances.now(connection);
            if (!hindrances.isEmpty()) {
                throw new RefusedException(new Problem(
                        "The database cannot be replaced: " + String.join("; ", hindrances),
                        target.shown(),
                        "Remove what is in the way, or use pull.mode: in-place"));
            }
            sessions(connection);
            return DatabaseIdentity.of(connection);
        }
    }

    private void sessions(Connection connection) throws SQLException {
        TargetSessions sessions = OtherSessions.in(connection, name);
        for (int attempt = 1; !isFree(sessions) && attempt < ATTEMPTS; attempt++) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT pg_catalog.pg_sleep(0.1)");
            }
            sessions = OtherSessions.in(connection, name);
        }
        if (!working(sessions).isEmpty()) {
            throw new RefusedException(new Problem(
                    "A promotion to this database, or a restore, is running: " + shown(working(sessions)),
                    target.shown(),
                    "Wait for it to end, then run it again with -Dsync.resume"));
        }
        if (!sessions.beyondReach().isEmpty()) {
            throw new RefusedException(new Problem(
                    "The database is in use by sessions that the role may not end: " + shown(sessions.beyondReach()),
                    target.shown(),
                    "Stop these applications, or grant pg_signal_backend to the role, and run it again with"
                            + " -Dsync.resume. Or use pull.mode: in-place"));
        }
    }

    private static boolean isFree(TargetSessions sessions) {
        return working(sessions).isEmpty() && sessions.beyondReach().isEmpty();
    }

    /** Of Sync itself, at something that is not to be ended for a pull. */
    private static List<TargetSessions.Group> working(TargetSessions sessions) {
        return sessions.groups().stream()
                .filter(group -> group.application().startsWith("sync promote")
                        || group.application().startsWith("sync restore"))
                .toList();
    }

    private static String shown(List<TargetSessions.Group> groups) {
        return groups.stream().map(TargetSessions.Group::shown).collect(Collectors.joining(", "));
    }
}
