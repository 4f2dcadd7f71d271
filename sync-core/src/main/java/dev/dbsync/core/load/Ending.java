package dev.dbsync.core.load;

import dev.dbsync.core.load.Piece.Kind;
import dev.dbsync.core.load.Piece.State;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** The last transaction of a load: everything is what it was, triggers go on, and the record goes. */
record Ending(LoadTarget target, LoadRecord record, LoadRecord.Beginning beginning) {

    /** In the transaction of the caller. */
    void run(Connection connection) throws SQLException {
        List<Piece> pieces = record.pieces().all(connection);
        try (Statement statement = connection.createStatement()) {
            for (Piece piece : pieces) {
                if (piece.kind() == Kind.TRIGGER) {
                    for (String sql : piece.back()) {
                        statement.execute(sql);
                    }
                }
            }
        }
        List<Problem> problems = differences(connection, pieces);
        if (!problems.isEmpty()) {
            throw new SyncException(problems);
        }
        record.drop(connection);
    }

    private List<Problem> differences(Connection connection, List<Piece> pieces) throws SQLException {
        Map<String, String> now =
                Definitions.prints(connection, beginning.touched(), beginning.bare(), EnumSet.allOf(Kind.class));
        List<Problem> problems = new ArrayList<>();
        for (Piece piece : pieces) {
            String print = now.get(Definitions.key(piece));
            if (piece.kind() != Kind.TRIGGER && piece.state() != State.BACK) {
                problems.add(problem("The " + piece.shown() + " is not back yet"));
            } else if (print == null) {
                problems.add(problem("The " + piece.shown() + " is gone"));
            } else if (!print.equals(piece.was()) || isValidityOther(piece, now)) {
                problems.add(problem("The " + piece.shown() + " is not what it was before the load"));
            }
        }
        return problems;
    }

    private static boolean isValidityOther(Piece piece, Map<String, String> now) {
        boolean wasValid = !piece.check().isEmpty();
        return piece.kind() == Kind.FOREIGN_KEY
                && !now.get(Definitions.validity(piece)).equals(Boolean.toString(wasValid));
    }

    private Problem problem(String what) {
        return new Problem(
                what,
                target.shown(),
                "Somebody has changed it meanwhile: change it back and run mvn sync:pull-prod -Dsync.restoreIndexes;"
                        + " or, where all of the schema is as it shall be, drop the tables sync_load,"
                        + " sync_load_object and sync_load_part of the schema " + target.schema());
    }
}
