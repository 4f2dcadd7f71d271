package dev.dbsync.core.load;

import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.load.Piece.Kind;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The transaction that sets everything aside and records it. */
final class Beginning {

    private static final String OUT_OF_MEMORY = "53200";
    private static final String ROOM = "Raise the server's max_locks_per_transaction";

    private final Connection connection;
    private final LoadTarget target;
    private final LoadRecord record;

    Beginning(Connection connection, LoadTarget target) {
        this.connection = connection;
        this.target = target;
        this.record = new LoadRecord(target.schema());
    }

    /** @return what stays in place, and why */
    List<Hindrance> run(LoadIdentity identity, Set<TableName> touched, Set<TableName> bare) {
        try {
            LoadLock.take(connection, target);
            try {
                refuseOverAnother();
                refuseWhereHindered(touched, bare);
                return begun(identity, touched, bare);
            } catch (SQLException | RuntimeException e) {
                release(e);
                throw e;
            }
        } catch (SQLException e) {
            throw Unit.isAboutALock(e)
                    ? new RefusedException(new Problem(
                            "Cannot set foreign keys, indexes and triggers aside: " + SqlProblem.reason(e),
                            target.shown(),
                            "Somebody has one of the tables in use: end the application or session that does"))
                    : SqlProblem.of(
                            e,
                            "Cannot set foreign keys, indexes and triggers aside",
                            target.shown(),
                            SqlProblem.state(e).equals(OUT_OF_MEMORY) ? ROOM : "");
        }
    }

    /** Locks are shared memory: a server may have no room for those of all indexes at once. */
    private List<Hindrance> begun(LoadIdentity identity, Set<TableName> touched, Set<TableName> bare)
            throws SQLException {
        try {
            return Unit.commit(connection, target.patience(), () -> setAside(identity, touched, bare));
        } catch (SQLException e) {
            if (bare.isEmpty() || !SqlProblem.state(e).equals(OUT_OF_MEMORY)) {
                throw e;
            }
        }
        Problem problem = new Problem(
                "The indexes of " + bare.size() + " tables stay in place while these are filled: the server has no room"
                        + " for so many locks at once",
                target.shown(),
                ROOM);
        List<Hindrance> stayed = new ArrayList<>();
        stayed.add(new Hindrance(bare.iterator().next(), false, problem));
        stayed.addAll(Unit.commit(connection, target.patience(), () -> setAside(identity, touched, Set.of())));
        return stayed;
    }

    private void release(Exception e) {
        try {
            LoadLock.release(connection);
        } catch (SQLException onRelease) {
            e.addSuppressed(onRelease);
        }
    }

    private void refuseOverAnother() throws SQLException {
        if (record.read(connection).isPresent()) {
            throw new RefusedException(new Problem(
                    "A pull into this database did not come to its end",
                    target.shown(),
                    "Continue it with -Dsync.resume, or put indexes, keys and triggers back with"
                            + " -Dsync.restoreIndexes"));
        }
    }

    /** Before anything is locked, which may need the very right that is missing. */
    private Findings refuseWhereHindered(Set<TableName> touched, Set<TableName> bare) throws SQLException {
        Findings findings = Findings.of(connection, target, touched, bare);
        if (!findings.stops().isEmpty()) {
            throw new RefusedException(findings.stops());
        }
        return findings;
    }

    private List<Hindrance> setAside(LoadIdentity identity, Set<TableName> touched, Set<TableName> bare)
            throws SQLException {
        lock(touched);
        Findings findings = refuseWhereHindered(touched, bare);
        take(findings.of(Set.of(Kind.TRIGGER)));
        Findings proved = proved(findings, touched, bare);
        take(proved.of(Set.of(Kind.FOREIGN_KEY, Kind.TREE, Kind.KEY, Kind.INDEX)));
        record.create(connection, identity, touched, bare);
        record.pieces().add(connection, proved.pieces());
        return proved.hindrances();
    }

    /** All at once: what is read from now on is what is taken away. */
    private void lock(Set<TableName> touched) throws SQLException {
        Set<TableName> own = new TreeSet<>(touched);
        for (FoundForeignKey key : FoundForeignKey.read(connection, touched)) {
            if (key.owned()) {
                own.add(key.table());
            }
        }
        if (!own.isEmpty()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("LOCK TABLE "
                        + own.stream().map(table -> "ONLY " + table.sql()).collect(Collectors.joining(", "))
                        + " IN ACCESS EXCLUSIVE MODE");
            }
        }
    }

    private void take(List<Piece> pieces) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (Piece piece : Definitions.inOrderOfGoing(pieces)) {
                for (String sql : piece.away()) {
                    statement.execute(sql);
                }
            }
        }
    }

    /** Without what could not be put back as it was. */
    private Findings proved(Findings findings, Set<TableName> touched, Set<TableName> bare) throws SQLException {
        Findings left = findings;
        while (true) {
            Map<String, String> failures = Rehearsal.failures(connection, left.pieces(), touched, bare);
            if (failures.isEmpty()) {
                return left;
            }
            // A foreign key may have failed for want of a key that will now stay in place.
            Set<String> keys =
                    left.of(Set.of(Kind.FOREIGN_KEY)).stream().map(Piece::group).collect(Collectors.toSet());
            if (keys.containsAll(failures.keySet())) {
                throw withoutForeignKeys(left, failures);
            }
            failures.keySet().removeAll(keys);
            left = left.without(failures, target);
        }
    }

    /** A table whose index stays can be filled; one that is referenced cannot be emptied. */
    private RefusedException withoutForeignKeys(Findings findings, Map<String, String> failures) {
        List<Problem> problems = new ArrayList<>();
        for (Piece piece : findings.of(Set.of(Kind.FOREIGN_KEY))) {
            if (failures.containsKey(piece.group())) {
                problems.add(new Problem(
                        "The " + piece.shown() + " could not be put back after the load: "
                                + failures.get(piece.group()),
                        target.shown(),
                        "Pull with pull.mode: transaction, or exclude its tables"));
            }
        }
        return new RefusedException(problems);
    }
}
