package dev.dbsync.core.swap;

import dev.dbsync.core.database.CatalogQuestions;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.DatabaseIdentity;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 *     verify(swap.fresh());
 *     swap.filled(connection, load);    // then close every connection to it
 *     Swapped swapped = swap.run();
 * }                                     // what was not run, is left to be continued
 * }</pre>
 *
 * <p>An advisory lock, held on the maintenance database (postgres, or template1 where that is the target) from
 * {@link #create} to {@link #close}, keeps a second swap of the same target out.
 *
 * <p><b>What comes from where.</b> From the old database are carried: its owner, encoding, locale, tablespace,
 * connection limit, comment, the rights on it, and its settings, also those for single roles; rights and settings that
 * scripts have given the new one stay beside them. Within it, what has the same kind and name in both keeps its owner
 * and rights, as far as scripts have not chosen others, and default privileges are kept (all rights are then given by
 * the owner, whoever gave them before); roles and their own settings belong to the cluster and are not touched. All
 * else comes from scripts and load. Not carried, but refused by name: subscriptions, logical replication slots,
 * prepared transactions and security labels ({@link #hindrances}). Objects that only the old one has are lost, and
 * named before ({@link #ownObjects}, {@link #losses}); with them their rights.
 *
 * <p><b>When it dies.</b> The new database has another name until one transaction renames both. Before its commit the
 * target is as it was, after it the target is the new one; the server does it wholly or not at all. Neither of the two
 * is ever closed to connections. What is left beside the target is found by its mark: a sibling that is being filled
 * ({@link #left}), or the old database, which the next swap drops. Not thread-safe.
 */
public final class DatabaseSwap implements AutoCloseable {

    private final Database target;
    private final SwapNames names;
    private final Maintenance maintenance;
    private final long targetOid;
    private final long freshOid;
    private final List<DatabaseSetting> given;
    private Optional<FlushAhead> flushing = Optional.empty();

    private DatabaseSwap(
            Database target,
            SwapNames names,
            Maintenance maintenance,
            long targetOid,
            long freshOid,
            List<DatabaseSetting> given) {
        this.target = target;
        this.names = names;
        this.maintenance = maintenance;
        this.targetOid = targetOid;
        this.freshOid = freshOid;
        this.given = given;
    }

    /**
     * Why no swap is possible here, in words for a plan; empty where nothing is in its way. Reads only; opens a
     * connection to the maintenance database.
     *
     * @param asking a connection to the target
     * @param bytes what the new database will take on disk; 0 where that is not known
     */
    public static List<String> hindrances(Database target, Connection asking, long bytes) throws SQLException {
        return Hindrances.of(target, asking, bytes);
    }

    /**
     * What the target holds beyond what the source holds, by kind and name: a swap would lose it. Both catalogs are
     * read with the same query. Sync's own tables are never among it, nor what belongs to an extension. Objects of the
     * same name and kind count as the same, whatever their definitions.
     *
     * @param histories Flyway's history tables, under whatever names
     */
    public static List<OwnObject> ownObjects(Connection source, Connection target, Set<TableName> histories)
            throws SQLException {
        return ownObjects(source, target, histories, Map.of());
    }

    /**
     * The same where some of what the target holds has been taken away for a while.
     *
     * @param absent what that is, with the tables that it belongs to
     */
    public static List<OwnObject> ownObjects(
            Connection source, Connection target, Set<TableName> histories, Map<OwnObject, TableName> absent)
            throws SQLException {
        return HeldObjects.read(target, histories).with(absent).beyond(HeldObjects.read(source, histories));
    }

    /** The sessions of others in the database of this connection. */
    public static TargetSessions sessions(Connection target) throws SQLException {
        return OtherSessions.in(target, SwapNames.of(target).target());
    }

    /** What an interrupted swap has left beside the target; reads only. */
    public static Leftovers leftovers(Connection target) throws SQLException {
        SwapNames names = SwapNames.of(target);
        Optional<DatabaseProperties> fresh =
                DatabaseProperties.read(target, names.fresh()).filter(DatabaseProperties::isFresh);
        return new Leftovers(
                fresh.map(DatabaseProperties::name),
                fresh.flatMap(DatabaseProperties::filledBy),
                DatabaseProperties.read(target, names.replaced())
                        .filter(DatabaseProperties::isReplaced)
                        .map(DatabaseProperties::name));
    }

    /**
     * Makes the new database, empty, beside the target: from template0, with the target's owner, encoding, locale,
     * tablespace and settings. What an interrupted swap has left is dropped first.
     *
     * @throws RefusedException when a swap of this target is running, or the name is in use by a database that is not
     *     Sync's
     */
    public static DatabaseSwap create(Database target, EventSink events) {
        return opened(target, events, (names, maintenance) -> {
                    Connection session = maintenance.session();
                    if (Siblings.drop(session, target, names.fresh(), DatabaseProperties::isFresh)) {
                        events.notice("Dropped " + names.fresh() + ", which an interrupted swap had left");
                    }
                    DatabaseProperties old = Siblings.existing(session, target, names.target());
                    long fresh = Siblings.create(session, target, old, names);
                    return Optional.of(
                            new DatabaseSwap(target, names, maintenance, old.oid(), fresh, given(session, old)));
                })
                .orElseThrow();
    }

    /**
     * The swap that was interrupted while its new database was being filled, to be continued; empty where there is
     * none.
     *
     * @throws RefusedException when a swap of this target is running
     */
    public static Optional<DatabaseSwap> left(Database target, EventSink events) {
        return opened(target, events, (names, maintenance) -> {
            Connection session = maintenance.session();
            DatabaseProperties old = Siblings.existing(session, target, names.target());
            Optional<DatabaseProperties> fresh =
                    DatabaseProperties.read(session, names.fresh()).filter(DatabaseProperties::isFresh);
            if (fresh.isEmpty()) {
                maintenance.close();
                return Optional.empty();
            }
            if (fresh.get().comment() == null) {
                // It died between the two steps of its making.
                Siblings.furnish(session, old, names);
            }
            return Optional.of(new DatabaseSwap(
                    target, names, maintenance, old.oid(), fresh.get().oid(), given(session, old)));
        });
    }

    private static List<DatabaseSetting> given(Connection session, DatabaseProperties old) throws SQLException {
        return DatabaseSetting.of(session, old.name());
    }

    /** The new database, which is to be filled; nobody but its owner and superusers may connect to it. */
    public Database fresh() {
        return target.inDatabase(names.fresh()).toBeNamed(names.target());
    }

    /**
     * Creates in the new database those extensions of the target that are not among the given ones, in the same schemas
     * and versions: what a DBA has created by hand, no script makes.
     *
     * @param made by the scripts, lower case
     * @return what was created
     */
    public List<String> bringExtensions(Set<String> made) {
        try (Connection from = target.connect("swap extensions");
                Connection to = fresh().connect("swap extensions")) {
            return Extensions.bring(from, to, made);
        } catch (SQLException e) {
            throw SqlProblem.of(
                    e,
                    "An extension of the target cannot be created in the new database",
                    fresh().shown(),
                    "Let a superuser mark it as trusted, or use pull.mode: in-place");
        }
    }

    /** What the target holds and the new database does not, and which {@link #run} therefore loses. */
    public List<OwnObject> losses(Set<TableName> histories) {
        try (Connection old = target.connectReadOnly("swap losses");
                Connection made = fresh().connectReadOnly("swap losses")) {
            return ownObjects(made, old, histories);
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot compare the new database with the old one", target.shown(), "");
        }
    }

    /**
     * Notes that nothing but {@link #run} is left to be done, so that whoever continues this swap knows it. It goes
     * with the renaming.
     *
     * @param inFresh a connection to the new database, in the transaction that ends its filling: the caller commits
     *     both
     * @param load what it was filled by, in a word or a few; they can be read by anybody
     */
    public void filled(Connection inFresh, String load) throws SQLException {
        Siblings.markFilled(inFresh, names, load);
    }

    /** What was said to {@link #filled}; empty where the new database is not wholly filled. */
    public Optional<String> filledBy() {
        maintenance.keep();
        try {
            return DatabaseProperties.read(maintenance.session(), names.fresh()).flatMap(DatabaseProperties::filledBy);
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot see whether the new database is filled", target.shown(), "");
        }
    }

    /**
     * Puts the new database into the target's place and drops the old one. Every connection to the new one must have
     * been closed before; sessions of others, in either, are ended.
     *
     * @throws SyncException when the two were not renamed; the target is then as it was, the new database stays as it
     *     is, and this may be called again
     */
    public Swapped run() {
        maintenance.keep();
        List<String> notices = new ArrayList<>();
        DatabaseIdentity identity;
        try {
            requireSame(names.target(), targetOid);
            requireSame(names.fresh(), freshOid);
            Siblings.drop(maintenance.session(), target, names.replaced(), DatabaseProperties::isReplaced);
            identity = identity(new LastLook(target, names.target()).at());
            notices.addAll(rights());
        } catch (SQLException e) {
            throw SqlProblem.of(e, "The swap cannot begin, and nothing was changed", target.shown(), "");
        }
        Renaming renaming = new Renaming(target, names, maintenance, given);
        renaming.run();
        drop().ifPresent(notices::add);
        return new Swapped(identity, renaming.sessionsEnded(), notices);
    }

    /**
     * The rows are there, and no more will be written than checks and statistics need: has the server write them to
     * disk, where the role may ask it to, so that the end of {@link #run} need not wait for it.
     */
    public void flushAhead() {
        try {
            flushing = FlushAhead.start(maintenance.another("swap flush"));
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot have the server write to disk", target.shown(), "");
        }
    }

    /** Drops the new database; nothing is left of the swap. */
    public void abandon() {
        maintenance.keep();
        Siblings.drop(
                maintenance.session(), target, names.fresh(), found -> found.isFresh() && found.oid() == freshOid);
    }

    /** Lets go of the lock. What was neither run nor abandoned stays, and can be continued. */
    @Override
    public void close() {
        try (Maintenance last = maintenance) {
            if (flushing.isPresent()) {
                flushing.get().close();
            }
        } catch (SQLException e) {
            throw SqlProblem.of(e, "A session did not close cleanly", target.shown(), "");
        }
    }

    /** What to do with the names and the locked session; it closes the session where it returns nothing. */
    private interface Opening {
        Optional<DatabaseSwap> with(SwapNames names, Maintenance maintenance) throws SQLException;
    }

    private static Optional<DatabaseSwap> opened(Database target, EventSink events, Opening opening) {
        Maintenance maintenance;
        SwapNames names;
        try (Connection asking = target.connect("swap")) {
            names = SwapNames.of(asking);
            maintenance = Maintenance.open(target, asking).locked();
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot look at the target of the swap", target.shown(), "");
        }
        try {
            if (Siblings.drop(maintenance.session(), target, names.replaced(), DatabaseProperties::isReplaced)) {
                events.notice("Dropped " + names.replaced() + ", which an interrupted swap had left");
            }
            return opening.with(names, maintenance);
        } catch (SQLException e) {
            maintenance.close();
            throw SqlProblem.of(e, "The new database cannot be made", target.shown(), "");
        } catch (SyncException e) {
            maintenance.close();
            throw e;
        }
    }

    /** Somebody may have dropped or replaced one of the two meanwhile. */
    private void requireSame(String name, long oid) throws SQLException {
        boolean same = DatabaseProperties.read(maintenance.session(), name)
                .filter(found -> found.oid() == oid)
                .isPresent();
        if (!same) {
            throw new RefusedException(new Problem(
                    "The database " + name + " is not the one any more that it was when the swap began",
                    target.shown(),
                    "Run it again"));
        }
    }

    /** Of what will have the target's name. */
    private DatabaseIdentity identity(DatabaseIdentity old) {
        return new DatabaseIdentity(
                old.systemIdentifier(), freshOid, names.target(), old.serverVersion(), old.server(), old.inRecovery());
    }

    /** What of owners and rights could not be carried. */
    private List<String> rights() throws SQLException {
        try (Connection old = target.connectReadOnly("swap rights");
                Connection made = fresh().connect("swap rights")) {
            CatalogQuestions.uncompiled(made);
            return InnerRights.carry(old, made);
        }
    }

    /** Why the old one is still there, if it is: the swap itself is done. */
    private Optional<String> drop() {
        try {
            maintenance.keep();
            Siblings.drop(maintenance.session(), target, names.replaced(), DatabaseProperties::isReplaced);
            return Optional.empty();
        } catch (SyncException e) {
            return Optional.of("The replaced database is still there as " + names.replaced()
                    + "; the next swap drops it: " + e.problem().what());
        }
    }
}
