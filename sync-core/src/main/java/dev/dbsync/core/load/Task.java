package dev.dbsync.core.load;

import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.load.Piece.State;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Moves pieces on from the state that they were found in to the next one, each in a transaction of its own. A piece
 * that is in another state meanwhile is left alone.
 */
record Task(LoadTarget target, LoadRecord record, List<Piece> pieces) implements PutBack {

    /** Classes of errors that are about rows: values, constraints, limits, and what functions in indexes raise. */
    private static final Set<String> ABOUT_ROWS = Set.of("21", "22", "23", "2F", "38", "39", "54", "P0");

    private static final String OURS_AT_WORK = """
            SELECT EXISTS (SELECT
                           FROM pg_stat_activity a
                                    JOIN pg_locks l USING (pid)
                           WHERE a.datname = current_database()
                             AND a.application_name LIKE 'sync %'
                             AND a.state = 'active'
                             AND a.pid <> pg_backend_pid()
                             AND l.granted
                             AND l.mode IN ('ShareUpdateExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock'))
            """;

    Task {
        pieces = List.copyOf(pieces);
    }

    @Override
    public TableName table() {
        return pieces.get(0).table();
    }

    @Override
    public String shown() {
        return pieces.stream().map(Piece::shown).collect(Collectors.joining(", "));
    }

    @Override
    public void run(Connection connection) {
        for (Piece piece : pieces) {
            try {
                while (!isMoved(connection, piece)) {
                    // A session of ours is at work on the same tables: it will come to its end.
                }
            } catch (SQLException e) {
                throw failed(piece, e);
            }
        }
    }

    private boolean isMoved(Connection connection, Piece piece) throws SQLException {
        try {
            return Unit.commit(connection, target.patience(), () -> {
                move(connection, piece);
                return true;
            });
        } catch (SQLException e) {
            if (Unit.isAboutALock(e) && isOneOfOursAtWork(connection)) {
                return false;
            }
            throw e;
        }
    }

    /** Checks of foreign keys, which may take long, lock each other out where they share a table. */
    private static boolean isOneOfOursAtWork(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(OURS_AT_WORK)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private void move(Connection connection, Piece piece) throws SQLException {
        if (record.pieces().locked(connection, piece.id()) != piece.state()) {
            return;
        }
        boolean adds = piece.state() == State.ASIDE && piece.canWait();
        try (Statement statement = connection.createStatement()) {
            for (String sql : adds ? piece.back() : piece.check()) {
                statement.execute(sql);
            }
        }
        record.pieces().move(connection, List.of(piece), adds && !piece.check().isEmpty() ? State.ADDED : State.BACK);
    }

    private SyncException failed(Piece piece, SQLException e) {
        String what = "Cannot put the " + piece.shown() + " back";
        if (Unit.isAboutALock(e)) {
            return SqlProblem.of(
                    e,
                    what,
                    target.shown(),
                    "Somebody has the table " + piece.table().shown()
                            + " in use: end the application or session that does, and run it again");
        }
        String state = SqlProblem.state(e);
        if (ABOUT_ROWS.contains(state.substring(0, Math.min(2, state.length())))) {
            String remedy = piece.kind() == Piece.Kind.FOREIGN_KEY
                    ? "Select both tables of the key, and mask both of its columns alike"
                    : "See which of the columns are masked, and by what: masks may make values equal";
            return new RowsDoNotFitException(
                    piece.table(), new Problem(what + ": " + SqlProblem.reason(e), target.shown(), remedy), e);
        }
        return SqlProblem.of(e, what, target.shown(), "");
    }
}
