package dev.dbsync.core.load;

import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.load.Piece.Kind;
import dev.dbsync.core.load.Piece.State;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A load in many transactions, and its record on the target: what was set aside for it, what of that is back, and which
 * parts of which tables are copied.
 *
 * <p>The order of a load: {@link #begin}; empty and fill the tables, each part with {@link #partDone}; for each table
 * that is filled {@link #indexes}, all at the same time if you like, then {@link #keys}; when that is done for all
 * tables {@link #foreignKeys}, then {@link #validations}, all at the same time if you like; {@link #finish}. A run that
 * comes after one that died: {@link #left}, {@link #hold}, {@link #forget} for each table that is to be copied anew,
 * and on from there.
 *
 * <p>A session-level advisory lock says that a load is alive. It is held by the connection that began the load, or
 * {@link #hold holds} it, and goes with it: keep that connection open until the end.
 *
 * <p>Thread-safe, as far as each thread has a connection of its own. No method but {@link #partDone} may be called on a
 * connection with a transaction under way; each commits what it does, and leaves autocommit as it was.
 */
public final class LoadSession {

    private final LoadTarget target;
    private final LoadRecord record;
    private final LoadRecord.Beginning beginning;
    private final List<Hindrance> stayed;

    private LoadSession(LoadTarget target, LoadRecord record, LoadRecord.Beginning beginning, List<Hindrance> stayed) {
        this.target = target;
        this.record = record;
        this.beginning = beginning;
        this.stayed = List.copyOf(stayed);
    }

    /**
     * What of these tables could not be set aside, and why. Reads only.
     *
     * @param touched all relations that are emptied or filled, with partitioned tables above partitions
     * @param bare those of them that are to be filled without their indexes
     */
    public static List<Hindrance> hindrances(
            Connection connection, LoadTarget target, Set<TableName> touched, Set<TableName> bare) {
        try {
            return Findings.of(connection, target, touched, bare).hindrances();
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot read what is to be set aside", target.shown(), "");
        }
    }

    /**
     * Sets aside what is in the way of loading, and records it, in one transaction. Of these tables: the foreign keys
     * from and to them are dropped, their triggers are disabled, and the indexes of the bare ones are dropped. What
     * could not be put back exactly stays in place, such as a key that a view depends on: before anything is committed,
     * all of it was put back once on the emptied tables, compared, and rolled back.
     *
     * @param connection holds the session's lock from now on
     * @param touched all relations that are emptied or filled, with partitioned tables above partitions
     * @param bare those of them that are to be filled without their indexes: the big ones
     * @throws RefusedException with nothing changed: when another load is alive, or has left something to put back or
     *     to resume; when something cannot be set aside; when somebody has one of the tables in use
     */
    public static LoadSession begin(
            Connection connection,
            LoadTarget target,
            LoadIdentity identity,
            Set<TableName> touched,
            Set<TableName> bare) {
        List<Hindrance> stayed = new Beginning(connection, target).run(identity, touched, bare);
        LoadSession begun = left(connection, target).orElseThrow();
        return new LoadSession(target, begun.record, begun.beginning, stayed);
    }

    /** What a load has left that did not come to its end, or is still under way; empty where there is nothing. */
    public static Optional<LoadSession> left(Connection connection, LoadTarget target) {
        LoadRecord record = new LoadRecord(target.schema());
        try {
            return record.read(connection).map(beginning -> new LoadSession(target, record, beginning, List.of()));
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot read what a load has left", target.shown(), "");
        }
    }

    /** The same, in whatever schema the record is kept: for whoever does not know how the load was configured. */
    public static Optional<LoadSession> leftAnywhere(Connection connection, String shown, Duration patience) {
        try {
            Optional<String> schema = LoadRecord.schema(connection);
            return schema.flatMap(found -> left(connection, new LoadTarget(shown, found, patience)));
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot read what a load has left", shown, "");
        }
    }

    /** Whether a load of this database is under way right now, in any process, on a connection other than this one. */
    public static boolean isAlive(Connection connection, LoadTarget target) {
        try {
            return LoadLock.isHeldByOther(connection);
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot see whether a load is under way", target.shown(), "");
        }
    }

    /**
     * Takes over what {@link #left} has found.
     *
     * @param connection holds the session's lock from now on
     * @throws RefusedException when another load is alive
     */
    public void hold(Connection connection) {
        try {
            LoadLock.take(connection, target);
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot take the lock of the load", target.shown(), "");
        }
    }

    public LoadIdentity identity() {
        return beginning.identity();
    }

    /** When the load was begun, by the target's clock. */
    public Instant begun() {
        return beginning.at();
    }

    /** What stays in place, and why; known to who {@link #begin began} the load, and empty for all others. */
    public List<Hindrance> stayed() {
        return stayed;
    }

    /** The tables that the load empties or fills. */
    public Set<TableName> touched() {
        return beginning.touched();
    }

    /** Those of them that were to be filled without their indexes. */
    public Set<TableName> bare() {
        return beginning.bare();
    }

    /**
     * Records a part, in the transaction that copies its rows: the caller commits both.
     *
     * @throws SyncException when it cannot be recorded, which dooms the transaction
     */
    public void partDone(Connection inTheWorkersTransaction, Part part) {
        try {
            record.parts().add(inTheWorkersTransaction, part);
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot record a part of " + part.table().shown(), target.shown(), "");
        }
    }

    /** All parts that are recorded, ordered by table and number. */
    public List<Part> parts(Connection connection) {
        return read(() -> record.parts().all(connection));
    }

    /**
     * Says that these tables are copied anew: their parts are forgotten, and what has come back to them already goes
     * again, in one transaction. The caller empties them.
     */
    public void forget(Connection connection, Collection<TableName> tables) {
        write(connection, "Cannot set aside again what came back", () -> {
            record.parts().forget(connection, tables);
            Set<TableName> emptied = record.emptied(connection);
            emptied.removeAll(Set.copyOf(tables));
            record.emptied(connection, emptied);
            new Again(record).all(connection, tables);
        });
    }

    /**
     * Says that these tables and materialized views hold what should have been masked, beside those of which an earlier
     * proof has said it. Whoever {@link #putBackAll puts back} what is left empties them, whatever becomes of this run.
     */
    public void condemn(Connection connection, Set<TableName> relations) {
        write(connection, "Cannot record what is to be emptied", () -> {
            Set<TableName> all = new TreeSet<>(record.condemned(connection));
            all.addAll(relations);
            record.condemned(connection, all);
        });
    }

    /** Condemns these, and empties them at once: what is emptied is not among what is copied any more. */
    CondemnedRows.Result empty(Connection connection, Set<TableName> relations) throws SQLException {
        condemn(connection, relations);
        return CondemnedRows.empty(connection, record, relations, target.shown());
    }

    /** What a proof wants to be emptied; nothing where there was none, or where it has found nothing. */
    public Set<TableName> condemned(Connection connection) {
        return read(() -> record.condemned(connection));
    }

    /** What is not as it was before the load, for people: {@code index orders_customer_idx}. */
    public List<String> aside(Connection connection) {
        return read(() -> record.pieces().all(connection)).stream()
                .filter(piece -> piece.state() != State.BACK && !piece.away().isEmpty())
                .map(Piece::shown)
                .distinct()
                .toList();
    }

    /** The indexes and constraints that are not there, as what would be lost with the database. */
    public List<AbsentObject> absent(Connection connection) {
        return read(() -> record.pieces().absent(connection));
    }

    /** The tables that were copied as a whole, under one snapshot each. */
    public Set<TableName> complete(Connection connection) {
        Map<List<Object>, List<Part>> bySnapshot = parts(connection).stream()
                .collect(Collectors.groupingBy(part -> List.of(part.table(), part.snapshot())));
        return bySnapshot.values().stream()
                .filter(parts -> parts.size() == parts.get(0).parts())
                .map(parts -> parts.get(0).table())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * The tables some of whose indexes and keys are not back: more than those that are copied, since partitions share
     * indexes with each other, and a run that died may not have come to the indexes of what it had copied.
     */
    public Set<TableName> unbuilt(Connection connection) {
        return read(() -> record.pieces().all(connection)).stream()
                .filter(piece -> piece.kind() == Kind.INDEX || piece.kind() == Kind.KEY)
                .filter(piece -> piece.state() == State.ASIDE)
                .map(Piece::table)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What builds the indexes of a table that are not there yet; those of one table do not hold each other up. */
    public List<PutBack> indexes(Connection connection, TableName table) {
        return pieces(connection, Kind.INDEX, State.ASIDE, Optional.of(table)).stream()
                .map(piece -> task(List.of(piece)))
                .toList();
    }

    /**
     * What makes keys out of the indexes of a table, and adds those constraints that must build their index themselves;
     * to be run when its {@link #indexes} are there. One task for each table, since each needs the table to itself.
     */
    public Optional<PutBack> keys(Connection connection, TableName table) {
        return one(pieces(connection, Kind.KEY, State.ASIDE, Optional.of(table)));
    }

    /**
     * What adds the foreign keys, of all tables, without looking at the rows: a matter of moments. To be run when the
     * {@link #keys} of all tables are there. Empty where there is none to add.
     */
    public Optional<PutBack> foreignKeys(Connection connection) {
        List<Piece> pieces = new ArrayList<>(pieces(connection, Kind.TREE, State.ASIDE, Optional.empty()));
        pieces(connection, Kind.FOREIGN_KEY, State.ASIDE, Optional.empty()).stream()
                .filter(Piece::canWait)
                .forEach(pieces::add);
        return one(pieces);
    }

    /** For each table with foreign keys that are set aside: the tables that these reference. */
    public Map<TableName, Set<TableName>> references(Connection connection) {
        return read(() -> record.pieces().references(connection));
    }

    /** The same for the foreign keys of one table, where that and all that it references have their {@link #keys}. */
    public Optional<PutBack> foreignKeys(Connection connection, TableName referencing) {
        return one(pieces(connection, Kind.FOREIGN_KEY, State.ASIDE, Optional.of(referencing)).stream()
                .filter(Piece::canWait)
                .toList());
    }

    /** What checks the rows of the foreign keys of one table that are there. */
    public Optional<PutBack> validations(Connection connection, TableName referencing) {
        return one(pieces(connection, Kind.FOREIGN_KEY, State.ADDED, Optional.of(referencing)));
    }

    /**
     * What checks the rows of foreign keys: those that were valid must become so, those that were not must not. One
     * task for each table that references others. To be run when {@link #foreignKeys} are there.
     */
    public List<PutBack> validations(Connection connection) {
        Map<TableName, List<Piece>> byTable = new TreeMap<>();
        List<PutBack> tasks = new ArrayList<>();
        pieces(connection, Kind.FOREIGN_KEY, State.ADDED, Optional.empty())
                .forEach(piece -> byTable.computeIfAbsent(piece.table(), table -> new ArrayList<>())
                        .add(piece));
        byTable.values().forEach(pieces -> tasks.add(task(pieces)));
        pieces(connection, Kind.FOREIGN_KEY, State.ASIDE, Optional.empty()).stream()
                .filter(piece -> !piece.canWait())
                .forEach(piece -> tasks.add(task(List.of(piece))));
        return tasks;
    }

    /**
     * The end: sees that everything is back exactly as it was, by definition and not by name, puts the triggers back
     * into their states, and drops the record; in one transaction.
     *
     * @throws SyncException when something is not as it was; nothing is changed then
     */
    public void finish(Connection connection) {
        finish(connection, () -> {});
    }

    /** The same, with a last deed of the caller's in that transaction. */
    public void finish(Connection connection, Change last) {
        write(connection, "Cannot end the load", () -> {
            new Ending(target, record, beginning).run(connection);
            last.run();
        });
    }

    /**
     * Puts everything back, whatever the load has left of rows, and ends it. Rows that do not satisfy what is put back
     * are deleted, with all others of their table; so are those that are {@link #condemn condemned}; but no rows of
     * tables that the load does not touch. May itself be killed at any moment, and be run again.
     *
     * @param connection that {@link #hold holds} the session
     * @throws SyncException when something cannot be put back; all else that could be is
     */
    public Restored putBackAll(Connection connection, EventSink events) {
        return new Restoration(connection, target, this, record, events).run();
    }

    private PutBack task(List<Piece> pieces) {
        return new Task(target, record, pieces);
    }

    private Optional<PutBack> one(List<Piece> pieces) {
        return pieces.isEmpty() ? Optional.empty() : Optional.of(task(pieces));
    }

    private List<Piece> pieces(Connection connection, Kind kind, State state, Optional<TableName> table) {
        return read(() -> record.pieces().some(connection, kind, state, table));
    }

    private <T> T read(Unit.Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot read the record of the load", target.shown(), "");
        }
    }

    private void write(Connection connection, String failing, Change change) {
        try {
            Unit.commit(connection, target.patience(), () -> {
                change.run();
                return null;
            });
        } catch (SQLException e) {
            throw SqlProblem.of(
                    e,
                    failing,
                    target.shown(),
                    Unit.isAboutALock(e)
                            ? "Somebody has one of the tables in use: end the application or session that does"
                            : "");
        }
    }

    /** What is done in a transaction of the load's, on the connection that was given to it. */
    @FunctionalInterface
    public interface Change {
        void run() throws SQLException;
    }
}
