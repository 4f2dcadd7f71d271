package dev.dbsync.core.database;

import dev.dbsync.core.config.DatabaseUrl;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The database of one environment, and the only opener of connections to it. Thread-safe.
 *
 * <p>{@code DriverManager} is not used: it does not find the driver in the second realm of a Maven build.
 */
public final class Database {

    private static final int CONNECT_TIMEOUT_SECONDS = 10;

    /** The version of PostgreSQL in which {@code transaction_timeout} came. */
    private static final int TRANSACTION_TIMEOUT_SINCE = 17;

    private final String environment;
    private final DatabaseUrl url;
    private final boolean isProtected;
    private final Optional<String> futureName;

    public Database(String environment, DatabaseUrl url, boolean isProtected) {
        this(environment, url, isProtected, Optional.empty());
    }

    private Database(String environment, DatabaseUrl url, boolean isProtected, Optional<String> futureName) {
        this.environment = environment;
        this.url = url;
        this.isProtected = isProtected;
        this.futureName = futureName;
    }

    /** The environment's name. */
    public String environment() {
        return environment;
    }

    /** Where it is and who connects; holds the password. */
    public DatabaseUrl url() {
        return url;
    }

    /** Whether only a plan id, or the typed phrase, may change it. */
    public boolean isProtected() {
        return isProtected;
    }

    /** Another database of the same server, by the same role. It keeps the environment's name and its protection. */
    public Database inDatabase(String name) {
        return new Database(environment, url.withDatabase(name), isProtected);
    }

    /** The same, which will be renamed so when it is complete: what is built in it goes by that name. */
    public Database toBeNamed(String name) {
        return new Database(environment, url, isProtected, Optional.of(name));
    }

    /** The name that it will have; empty where it has its name already. */
    public Optional<String> futureName() {
        return futureName;
    }

    /** Environment and address, without user info: {@code prod (db.example.com:5432/app)}. */
    public String shown() {
        return environment + " (" + url.shown() + ")";
    }

    /**
     * Opens a connection in autocommit.
     *
     * @param purpose what for, in a word or two; a DBA reads it in {@code pg_stat_activity.application_name}
     * @throws SyncException when there is no connection to be had
     */
    public Connection connect(String purpose) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(url.jdbcUrl());
        url.user().ifPresent(source::setUser);
        url.password().ifPresent(source::setPassword);
        if (!url.parameters().containsKey("connectTimeout")) {
            source.setConnectTimeout(CONNECT_TIMEOUT_SECONDS);
        }
        source.setTcpKeepAlive(true);
        source.setApplicationName("sync " + purpose);
        // The server's Detail and Where hold values of rows.
        source.setLogServerErrorDetail(false);
        try {
            return source.getConnection();
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    /**
     * Opens a connection inside a REPEATABLE READ, READ ONLY transaction: one unchanging snapshot, and a session that
     * cannot write whatever its role may do.
     */
    public Connection connectReadOnly(String purpose) {
        Connection connection = connect(purpose);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            // A role or database may have set these to values that end a snapshot which is held on purpose.
            statement.execute("SET idle_in_transaction_session_timeout = 0");
            if (connection.getMetaData().getDatabaseMajorVersion() >= TRANSACTION_TIMEOUT_SINCE) {
                statement.execute("SET transaction_timeout = 0");
            }
            // A reader waits only for whoever rewrites or locks a whole table; better to say so than to hang.
            statement.execute("SET lock_timeout = '30s'");
            CatalogQuestions.uncompiled(connection);
            connection.setAutoCommit(false);
            // Each transaction says so itself, too: a pooler may hand it to a session that was never told.
            connection.setReadOnly(true);
            return connection;
        } catch (SQLException e) {
            closeAfter(e, connection);
            throw SqlProblem.of(e, "Cannot start a read-only transaction", shown(), "");
        }
    }

    private SyncException refused(SQLException e) {
        String state = SqlProblem.state(e);
        String reason = causedBy(e, UnknownHostException.class)
                ? "the name of the host is not known (SQLSTATE " + state + ")"
                : causedBy(e, SocketTimeoutException.class)
                        ? "there is no answer (SQLSTATE " + state + ")"
                        : SqlProblem.reasonAtLogin(e);
        // The driver itself gives up with 08004 where the server wants a password and there is none.
        String remedy = switch (state.equals("08004") && url.password().isEmpty() ? "28P01" : state) {
            case "28P01", "28000" ->
                "Check user and password: sync.yaml (environments." + environment
                        + "), the <server> in settings.xml, or ~/.pgpass";
            case "3D000" -> "Create the database, or correct its name in the URL of '" + environment + "'";
            case "53300" -> "Wait, or raise the server's max_connections or the role's connection limit";
            default -> "Check that the server runs and can be reached from here, and the URL of '" + environment + "'";
        };
        return new SyncException(new Problem("Cannot connect to " + environment + ": " + reason, shown(), remedy), e);
    }

    private static boolean causedBy(Throwable thrown, Class<? extends Throwable> type) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    private static void closeAfter(SQLException e, Connection connection) {
        try {
            connection.close();
        } catch (SQLException onClose) {
            e.addSuppressed(onClose);
        }
    }
}
