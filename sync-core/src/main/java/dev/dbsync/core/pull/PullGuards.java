package dev.dbsync.core.pull;

import dev.dbsync.core.config.DatabaseUrl;
import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.DatabaseIdentity;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What no pull may do, whatever was configured or typed: write to production, or to what is protected. */
final class PullGuards {

    private PullGuards() {}

    /** Before anything is connected to: by name alone. */
    static void beforeConnecting(SyncConfig config, String from, String to) {
        config.environment(from, "pull.from");
        config.environment(to, "-Dto or pull.to");
        if (from.equals(to)) {
            throw new RefusedException(new Problem(
                    "'" + to + "' is the source of the pull", "-Dto or pull.to", "Name another environment"));
        }
        if (config.isProtected(to)) {
            throw new RefusedException(new Problem(
                    "'" + to + "' is protected: a pull never writes to it, whatever is typed",
                    "-Dto or pull.to",
                    "Name an environment that may lose its rows, such as one with 'url: embedded'"));
        }
    }

    /** By what the servers say of themselves: a host name proves nothing. */
    static void connected(Database source, Connection sourceConnection, Database target, Connection targetConnection)
            throws SQLException {
        if (DatabaseIdentity.of(targetConnection).inRecovery()) {
            throw new RefusedException(new Problem(
                    "'" + target.environment() + "' is a standby and cannot be written",
                    target.shown(),
                    "Name its primary, if that is what you mean to fill"));
        }
        refuseThePrimaryOf(source, sourceConnection, target, targetConnection);
        if (DatabaseIdentity.same(sourceConnection, targetConnection)) {
            throw new RefusedException(new Problem(
                    "'" + target.environment() + "' is the same database as '" + source.environment()
                            + "' under another name",
                    target.shown() + "\n" + source.shown(),
                    "Correct the URL of '" + target.environment() + "'"));
        }
    }

    /** A standby is read instead of production, and its primary is production. */
    private static void refuseThePrimaryOf(
            Database source, Connection sourceConnection, Database target, Connection targetConnection)
            throws SQLException {
        if (isPrimaryOf(sourceConnection, targetConnection)) {
            throw new RefusedException(new Problem(
                    "'" + source.environment() + "' is a standby, and '" + target.environment()
                            + "' is or was its primary",
                    target.shown() + "\n" + source.shown(),
                    "Correct the URL of '" + target.environment() + "'"));
        }
    }

    /**
     * Locks do not travel from a standby to its primary, so that nothing but the identifiers can tell; a restored copy
     * that was opened for writing has a timeline of its own.
     */
    static boolean isPrimaryOf(Connection standby, Connection other) throws SQLException {
        DatabaseIdentity identity = DatabaseIdentity.of(standby);
        return identity.inRecovery()
                && identity.key().equals(DatabaseIdentity.of(other).key())
                && timeline(standby) == timeline(other);
    }

    /** After a failover, a standby's last checkpoint is of the old timeline for a while, and what it replays is not. */
    private static long timeline(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT greatest(timeline_id, min_recovery_end_timeline)
                        FROM pg_control_checkpoint(), pg_control_recovery()
                        """)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Whether every host of the URL is this machine. */
    static boolean isLoopback(DatabaseUrl url) {
        return url.hosts().stream().allMatch(host -> isLoopback(host.host()));
    }

    private static boolean isLoopback(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            // Not known to be this machine, so not taken for it.
            return false;
        }
    }
}
