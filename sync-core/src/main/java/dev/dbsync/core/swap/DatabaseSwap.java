package dev.dbsync.core.swap;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.EventSink;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A database that is replaced by a new one. The order of use:
 *
 * <pre>{@code
 * // in the plan, reading only
 * List<String> hindrances = DatabaseSwap.hindrances(target, asking, bytes);
 * List<OwnObject> own = DatabaseSwap.ownObjects(source, asking, histories);
 * TargetSessions sessions = DatabaseSwap.sessions(asking);
 *
 * try (DatabaseSwap swap = DatabaseSwap.create(target, events)) {      // or left(target, events), to continue
 *     swap.bringExtensions(names);      // those that no script makes
 *     migrate(swap.fresh());
 *     swap.losses(histories);           // what the target holds and the scripts did not make
 *     load(swap.fresh());
 *     verify(swap.fresh());             // and close every connection to it
 *     Swapped swapped = swap.run();
 * }                                     // what was not run, is left to be continued
 * }</pre>
 *
 * <p>An advisory lock, held on the maintenance database from {@link #create} to {@link #close}, keeps a second swap of
 * the same target out. Not thread-safe.
 */
public final class DatabaseSwap implements AutoCloseable {

    /**
     * Why no swap is possible here, in words for a plan; empty where nothing is in its way. Reads only; opens a
     * connection to the maintenance database.
     *
     * @param asking a connection to the target
     * @param bytes what the new database will take on disk; 0 where that is not known
     */
    public static List<String> hindrances(Database target, Connection asking, long bytes) throws SQLException {
        throw new UnsupportedOperationException();
    }

    /**
     * What the target holds beyond what the source holds, by kind and name: a swap would lose it. Both catalogs are
     * read with the same query. Sync's own tables are never among it, nor what belongs to an extension.
     *
     * @param histories Flyway's history tables, under whatever names
     */
    public static List<OwnObject> ownObjects(Connection source, Connection target, Set<TableName> histories)
            throws SQLException {
        throw new UnsupportedOperationException();
    }

    /** The sessions of others in the database of this connection. */
    public static TargetSessions sessions(Connection target) throws SQLException {
        throw new UnsupportedOperationException();
    }

    /** What an interrupted swap has left beside the target; reads only. */
    public static Leftovers leftovers(Connection target) throws SQLException {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes the new database, empty, beside the target: from template0, with the target's owner, encoding, locale,
     * tablespace and settings. What an interrupted swap has left is dropped first.
     *
     * @throws dev.dbsync.core.problem.RefusedException when a swap of this target is running, or the name is in use by
     *     a database that is not Sync's
     */
    public static DatabaseSwap create(Database target, EventSink events) {
        throw new UnsupportedOperationException();
    }

    /**
     * The swap that was interrupted while its new database was being filled, to be continued; empty where there is
     * none.
     *
     * @throws dev.dbsync.core.problem.RefusedException when a swap of this target is running
     */
    public static Optional<DatabaseSwap> left(Database target, EventSink events) {
        throw new UnsupportedOperationException();
    }

    /** The new database, which is to be filled; nobody but its owner and superusers may connect to it. */
    public Database fresh() {
        throw new UnsupportedOperationException();
    }

    /**
     * Creates in the new database those extensions of the target that are not among the given ones, in the same schemas
     * and versions: what a DBA has created by hand, no script makes.
     *
     * @param made by the scripts, lower case
     * @return what was created
     */
    public List<String> bringExtensions(Set<String> made) {
        throw new UnsupportedOperationException();
    }

    /** What the target holds and the new database does not, and which {@link #run} therefore loses. */
    public List<OwnObject> losses(Set<TableName> histories) {
        throw new UnsupportedOperationException();
    }

    /**
     * Puts the new database into the target's place and drops the old one. Every connection to the new one must have
     * been closed before.
     *
     * @throws dev.dbsync.core.problem.SyncException when the two were not renamed; the target is then as it was, the
     *     new database stays as it is, and this may be called again
     */
    public Swapped run() {
        throw new UnsupportedOperationException();
    }

    /** Drops the new database; nothing is left of the swap. */
    public void abandon() {
        throw new UnsupportedOperationException();
    }

    /** Lets go of the lock. What was neither run nor abandoned stays, and can be continued. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
