package dev.dbsync.core.load;

import dev.dbsync.core.database.CatalogQuestions;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.load.Piece.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes everything away, puts it back on emptied tables, compares, and rolls back: whatever right, dependency or shape
 * was not thought of shows here, while nothing is committed.
 */
final class Rehearsal {

    private final Connection connection;
    private final Set<TableName> touched;
    private final Set<TableName> bare;
    private final Map<String, String> failures = new LinkedHashMap<>();
    private final Set<String> unproved = new HashSet<>();

    private Rehearsal(Connection connection, Set<TableName> touched, Set<TableName> bare) {
        this.connection = connection;
        this.touched = touched;
        this.bare = bare;
    }

    /** Why which groups of pieces cannot be put back as they were; empty where all can. */
    static Map<String, String> failures(
            Connection connection, List<Piece> pieces, Set<TableName> touched, Set<TableName> bare)
            throws SQLException {
        Rehearsal rehearsal = new Rehearsal(connection, touched, bare);
        Savepoint before = connection.setSavepoint();
        rehearsal.run(pieces);
        connection.rollback(before);
        return rehearsal.failures;
    }

    private void run(List<Piece> pieces) throws SQLException {
        List<Piece> all =
                pieces.stream().filter(piece -> piece.kind() != Kind.TRIGGER).toList();
        for (Piece piece : Definitions.inOrderOfGoing(all)) {
            attempt(piece, piece.away());
        }
        boolean checks = !all.stream().allMatch(Piece::canWait);
        empty(checks ? touched : bare);
        for (Piece piece : all) {
            attempt(piece, piece.canWait() ? piece.back() : piece.check());
        }
        Set<Kind> kinds = EnumSet.complementOf(EnumSet.of(Kind.TRIGGER));
        Map<String, String> now = Definitions.prints(connection, touched, bare, kinds);
        for (Piece piece : all) {
            if (!unproved.contains(piece.group()) && !piece.was().equals(now.get(Definitions.key(piece)))) {
                failures.putIfAbsent(piece.group(), "it would not be what it was");
            }
        }
    }

    private void attempt(Piece piece, List<String> statements) throws SQLException {
        if (failures.containsKey(piece.group())) {
            return;
        }
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
            connection.releaseSavepoint(before);
        } catch (SQLException e) {
            connection.rollback(before);
            if (isAboutTheServer(e)) {
                throw e;
            }
            if (!piece.canWait() && SqlProblem.state(e).startsWith("23")) {
                // Rows of a table that is not emptied here, and those that it references are gone for now.
                unproved.add(piece.group());
            } else {
                failures.put(piece.group(), SqlProblem.reason(e));
            }
        }
    }

    /** And not about the piece: locks, connection, memory and disk, somebody's intervention. */
    private static boolean isAboutTheServer(SQLException e) {
        String state = SqlProblem.state(e);
        return Unit.isAboutALock(e) || state.startsWith("08") || state.startsWith("53") || state.startsWith("57");
    }

    private void empty(Set<TableName> tables) throws SQLException {
        List<TableName> ordinary = CatalogQuestions.which(connection, tables, "c.relkind = 'r'");
        if (!ordinary.isEmpty()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("TRUNCATE TABLE "
                        + ordinary.stream().map(table -> "ONLY " + table.sql()).collect(Collectors.joining(", ")));
            }
        }
    }
}
