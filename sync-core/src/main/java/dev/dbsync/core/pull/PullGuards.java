package dev.dbsync.core.pull;

import dev.dbsync.core.config.DatabaseUrl;
import dev.dbsync.core.config.EnvironmentConfig;
import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.DatabaseIdentity;
import dev.dbsync.core.database.Environments;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

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

    /**
     * A standby is read instead of production, and its primary is production. Locks do not travel from one to the
     * other, so that nothing but the identifiers can tell; a restored copy that was opened for writing has a timeline
     * of its own.
     */
    private static void refuseThePrimaryOf(
            Database source, Connection sourceConnection, Database target, Connection targetConnection)
            throws SQLException {
        DatabaseIdentity standby = DatabaseIdentity.of(sourceConnection);
        if (standby.inRecovery()
                && standby.key().equals(DatabaseIdentity.of(targetConnection).key())
                && timeline(sourceConnection) == timeline(targetConnection)) {
            throw new RefusedException(new Problem(
                    "'" + source.environment() + "' is a standby, and '" + target.environment()
                            + "' is or was its primary",
                    target.shown() + "\n" + source.shown(),
                    "Correct the URL of '" + target.environment() + "'"));
        }
    }

    private static long timeline(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT timeline_id FROM pg_control_checkpoint()")) {
            row.next();
            return row.getLong(1);
        }
    }

    /**
     * What is protected stays so under any name: the target is none of the protected databases that can be reached from
     * here.
     *
     * <p>One that cannot be reached is compared by its address alone; nobody who cannot connect to it can write to it.
     */
    static void notProtected(
            SyncConfig config, Environments environments, Database source, Database target, Connection asking)
            throws SQLException {
        for (EnvironmentConfig environment : config.environments().values()) {
            String name = environment.name();
            boolean compared = name.equals(source.environment()) || name.equals(target.environment());
            if (compared || environment.isEmbedded() || !config.isProtected(name)) {
                continue;
            }
            Optional<Database> isProtected = database(environments, name);
            if (isProtected.isPresent() && isSame(isProtected.get(), target, asking)) {
                throw sameAsProtected(target, isProtected.get());
            }
        }
    }

    /** By addresses alone, connecting to nothing: for what connects to the target and to nothing else. */
    static void notProtectedByAddress(SyncConfig config, Environments environments, Database target) {
        for (EnvironmentConfig environment : config.environments().values()) {
            String name = environment.name();
            if (name.equals(target.environment()) || environment.isEmbedded() || !config.isProtected(name)) {
                continue;
            }
            Optional<Database> isProtected = database(environments, name);
            if (isProtected.isPresent()
                    && isProtected.get().url().shown().equals(target.url().shown())) {
                throw sameAsProtected(target, isProtected.get());
            }
        }
    }

    private static RefusedException sameAsProtected(Database target, Database isProtected) {
        return new RefusedException(new Problem(
                "'" + target.environment() + "' is the same database as '" + isProtected.environment()
                        + "', which is protected",
                target.shown() + "\n" + isProtected.shown(),
                "Correct the URL of '" + target.environment() + "'"));
    }

    /** Empty where its address is not known here, such as a variable that only a pipeline has. */
    private static Optional<Database> database(Environments environments, String name) {
        try {
            return Optional.of(environments.database(name, "environments"));
        } catch (SyncException e) {
            return Optional.empty();
        }
    }

    private static boolean isSame(Database isProtected, Database target, Connection asking) throws SQLException {
        if (isProtected.url().shown().equals(target.url().shown())) {
            return true;
        }
        Connection connection;
        try {
            connection = isProtected.connectReadOnly("pull-prod guard");
        } catch (SyncException e) {
            return false;
        }
        try (connection) {
            return DatabaseIdentity.same(connection, asking);
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
