package dev.dbsync.core.swap;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The databases beside the target that a swap makes and drops, and no others. */
final class Siblings {

    private Siblings() {}

    /** @throws RefusedException where there is none */
    static DatabaseProperties existing(Connection session, Database target, String name) throws SQLException {
        return DatabaseProperties.read(session, name)
                .orElseThrow(() -> new RefusedException(new Problem(
                        "There is no database " + name,
                        target.shown(),
                        "Correct the URL of '" + target.environment() + "'")));
    }

    /** Makes the new database; its oid. */
    static long create(Connection session, Database target, DatabaseProperties old, SwapNames names)
            throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(old.createAs(names.fresh()));
        }
        furnish(session, old, names);
        return existing(session, target, names.fresh()).oid();
    }

    /**
     * Marks the new database for people, closes it to all but its owner while it is filled, and gives it the old one's
     * settings: scripts may rest on them, such as on a search path.
     */
    static void furnish(Connection session, DatabaseProperties old, SwapNames names) throws SQLException {
        session.setAutoCommit(false);
        try (Statement statement = session.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("COMMENT ON DATABASE " + Sql.identifier(names.fresh()) + " IS "
                    + Sql.literal(DatabaseProperties.freshComment(names.target())));
            DatabaseGrant.close(session, names.fresh());
            DatabaseSetting.carry(session, old.name(), names.fresh(), List.of());
            session.commit();
        } catch (SQLException e) {
            try {
                session.rollback();
            } catch (SQLException onRollback) {
                e.addSuppressed(onRollback);
            }
            throw e;
        }
        session.setAutoCommit(true);
    }

    /** In the transaction of the caller. */
    static void markFilled(Connection inFresh, SwapNames names, String load) throws SQLException {
        try (Statement statement = inFresh.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("COMMENT ON DATABASE " + Sql.identifier(names.fresh()) + " IS "
                    + Sql.literal(DatabaseProperties.filledComment(names.target(), load)));
        }
    }

    /**
     * Drops a database, under whatever sessions are in it.
     *
     * @param isOurs what it must be like
     * @return false where there is none of this name
     * @throws RefusedException where there is one that is not Sync's
     */
    static boolean drop(Connection session, Database target, String name, Predicate<DatabaseProperties> isOurs) {
        try (Statement statement = session.createStatement()) {
            Optional<DatabaseProperties> found = DatabaseProperties.read(session, name);
            if (found.isEmpty()) {
                return false;
            }
            if (!isOurs.test(found.get())) {
                throw new RefusedException(new Problem(
                        "A swap needs the name " + name + ", but " + Hindrances.inUse(found.get()),
                        target.shown(),
                        "Rename or drop that database, or use pull.mode: in-place"));
            }
            statement.setEscapeProcessing(false);
            statement.execute("DROP DATABASE " + Sql.identifier(name) + " WITH (FORCE)");
            return true;
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot drop the database " + name, target.shown(), "");
        }
    }
}
