package dev.dbsync.core.testing;

import dev.dbsync.core.config.DatabaseUrl;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.DatabaseIdentity;
import dev.dbsync.core.database.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A PostgreSQL server for the tests of one class; see the package's description for how to use it. Thread-safe. */
public final class PostgresServer implements AfterAllCallback {

    /** Names stay unique on a server that is shared with other JVMs. */
    private static final String RUN =
            Integer.toString(ThreadLocalRandom.current().nextInt(46_656), 36);

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static final RunningServer.Lazy SHARED = new RunningServer.Lazy(TestServerChoice.fromProperties());

    private final RunningServer.Lazy server;
    private final boolean stopsAfterClass;
    private final Set<String> created = ConcurrentHashMap.newKeySet();

    private PostgresServer(RunningServer.Lazy server, boolean stopsAfterClass) {
        this.server = server;
        this.stopsAfterClass = stopsAfterClass;
    }

    /** The one server of this JVM. */
    public static PostgresServer shared() {
        return new PostgresServer(SHARED, false);
    }

    /** A server of this class's own, with another system identifier; stopped after the class. */
    public static PostgresServer own() {
        return new PostgresServer(
                new RunningServer.Lazy(TestServerChoice.fromProperties().another()), true);
    }

    /** The same with settings of its own, such as {@code wal_level} {@code logical}. */
    public static PostgresServer own(Map<String, String> settings) {
        return new PostgresServer(
                new RunningServer.Lazy(TestServerChoice.fromProperties().with(settings)), true);
    }

    /**
     * A server of this class's own, of the version that a package of this machine has installed; stopped after the
     * class.
     *
     * @param binaries where initdb and pg_ctl are
     */
    public static PostgresServer installed(Path binaries) {
        return new PostgresServer(new RunningServer.Lazy(() -> InstalledTestServer.start(binaries)), true);
    }

    /** Whatever that starts; stopped after the class. */
    static PostgresServer from(Supplier<RunningServer> start) {
        return new PostgresServer(new RunningServer.Lazy(start), true);
    }

    /** A fresh, empty database that is not protected. */
    public Database createDatabase(String environment) {
        return createDatabase(environment, false);
    }

    /** A fresh, empty database. */
    public Database createDatabase(String environment, boolean isProtected) {
        return create(environment, isProtected, "template0");
    }

    /** A fresh database with the content of another one of this server, to which nobody may be connected. */
    public Database copyOf(Database original, String environment) {
        return create(environment, false, original.url().database());
    }

    /** The same database as another environment. */
    public Database as(Database database, String environment, boolean isProtected) {
        return new Database(environment, database.url(), isProtected);
    }

    /** The same database by another role, which a test has created. */
    public Database as(Database database, String user, String password) {
        return new Database(
                database.environment(), database.url().withCredentials(user, password), database.isProtected());
    }

    /** Runs each text in autocommit, in one session. */
    public void execute(Database database, String... sql) {
        try (Connection connection = database.connect("test");
                Statement statement = connection.createStatement()) {
            for (String text : sql) {
                statement.execute(text);
            }
        } catch (SQLException e) {
            throw new AssertionError("the test's own SQL failed: " + e.getMessage(), e);
        }
    }

    /** The rows, columns joined by {@code |}, NULL as {@code ∅}. */
    public List<String> query(Database database, String sql) {
        try (Connection connection = database.connect("test");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    String value = row.getString(column);
                    values.add(value == null ? "∅" : value);
                }
                rows.add(String.join("|", values));
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError("the test's own SQL failed: " + e.getMessage(), e);
        }
    }

    /** The only row of a query. */
    public String value(Database database, String sql) {
        List<String> rows = query(database, sql);
        if (rows.size() != 1) {
            throw new AssertionError(rows.size() + " rows instead of one: " + sql);
        }
        return rows.get(0);
    }

    /** Such as 18. */
    public int majorVersion() {
        try (Connection connection = maintenance().connect("test")) {
            return DatabaseIdentity.of(connection).majorVersion();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The server's own {@code postgres} database: for roles and other things that no single database owns. */
    public Database maintenance() {
        return new Database("server", server.url(), false);
    }

    /** Drops what {@link #createDatabase} and {@link #copyOf} made, also under sessions that are still open. */
    public void dropDatabases() {
        List.copyOf(created).forEach(this::drop);
    }

    /** Drops one of them, for tests that make many. */
    public void dropDatabase(Database database) {
        drop(database.url().database());
    }

    private void drop(String name) {
        execute(maintenance(), "DROP DATABASE IF EXISTS " + Sql.identifier(name) + " WITH (FORCE)");
        created.remove(name);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (!server.isRunning()) {
            return;
        }
        if (stopsAfterClass) {
            server.close();
            created.clear();
        } else {
            dropDatabases();
        }
    }

    private Database create(String environment, boolean isProtected, String template) {
        String name = environment.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_") + "_" + RUN + "_"
                + DATABASES.incrementAndGet();
        execute(
                maintenance(),
                "CREATE DATABASE " + Sql.identifier(name) + " ENCODING 'UTF8' TEMPLATE " + Sql.identifier(template));
        created.add(name);
        DatabaseUrl url = server.url();
        return new Database(
                environment,
                new DatabaseUrl(url.hosts(), name, url.user(), url.password(), url.parameters()),
                isProtected);
    }
}
