package dev.dbsync.core.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InterruptedLoadTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static final TableName CUSTOMER = new TableName("public", "customer");
    private static final TableName ORDERS = new TableName("public", "orders");
    private static final TableName ITEM = new TableName("public", "item");
    private static final Set<TableName> TABLES = new TreeSet<>(Set.of(CUSTOMER, ORDERS, ITEM));
    private static final EventSink NOWHERE = EventSink.none();

    private static Database shop;
    private static List<String> schema;

    @BeforeAll
    static void make() {
        shop = server.createDatabase("shop");
        server.execute(shop, """
                CREATE TABLE customer (id int PRIMARY KEY, email text, boss int REFERENCES customer,
                                       UNIQUE (email) DEFERRABLE);
                CREATE TABLE orders (id int PRIMARY KEY, customer int NOT NULL REFERENCES customer);
                CREATE INDEX orders_customer ON orders (customer);
                CREATE TABLE item (id int PRIMARY KEY, orders int REFERENCES orders ON DELETE CASCADE, note text);
                ALTER TABLE item ADD CONSTRAINT unchecked FOREIGN KEY (id) REFERENCES customer NOT VALID;
                CREATE INDEX item_note ON item (lower(note)) WHERE note <> '';
                COMMENT ON INDEX item_note IS 'of notes';
                CREATE TABLE unselected (id int PRIMARY KEY, customer int REFERENCES customer);
                CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
                CREATE TRIGGER noted BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION noted();
                INSERT INTO customer SELECT i, 'old' || i FROM generate_series(1, 9) i;
                INSERT INTO orders SELECT i, i FROM generate_series(1, 9) i;
                """);
        schema = SchemaLines.of(server, shop);
    }

    /**
     * Each step of a load, and each of putting back after it: nothing is left behind, and the schema is what it was.
     */
    @Test
    void aLoadThatIsKilledAtAnyStepIsPutBackExactly() throws SQLException {
        int steps = stepsOfALoad();
        for (int step : points(steps)) {
            Database database = server.copyOf(shop, "killed");
            killed(database, step, step % 2 == 0, connection -> load(connection, database));
            restored(database);
            assertThat(SchemaLines.difference(schema, SchemaLines.of(server, database)))
                    .as("killed at call %d of %d", step, steps)
                    .isEmpty();
            server.dropDatabase(database);
        }
    }

    @Test
    void puttingBackIsItselfKilledAtAnyStepAndRunAgain() throws SQLException {
        Database left = server.copyOf(shop, "left");
        try (Connection connection = LoadFixture.connect(left)) {
            LoadSession session = LoadFixture.begin(connection, left, TABLES, TABLES);
            copyAllButCustomers(connection, session);
        }
        int steps = stepsOfPuttingBack(left);
        for (int step : points(steps)) {
            Database database = server.copyOf(left, "again");
            killed(database, step, step % 2 == 0, connection -> putBack(connection, database));
            Optional<Restored> restored = restored(database);
            assertThat(SchemaLines.difference(schema, SchemaLines.of(server, database)))
                    .as("killed at call %d of %d", step, steps)
                    .isEmpty();
            restored.ifPresent(report -> {
                assertThat(report.emptied()).containsExactly(ITEM, ORDERS);
                assertThat(report.complete()).isEmpty();
            });
            assertThat(server.value(database, "SELECT count(*) FROM orders")).isEqualTo("0");
            server.dropDatabase(database);
        }
    }

    @Test
    void aBackendThatIsTerminatedWhileItBuildsAnIndexLeavesItToBeBuilt() throws Exception {
        Database database = server.copyOf(shop, "building");
        server.execute(database, """
                CREATE FUNCTION waits(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS
                    'BEGIN PERFORM pg_advisory_xact_lock_shared(7, 7); RETURN $1; END';
                CREATE INDEX waiting ON orders (waits(id));
                """);
        List<String> before = SchemaLines.of(server, database);
        try (Connection connection = LoadFixture.connect(database);
                Connection blocker = LoadFixture.connect(database);
                Statement blocking = blocker.createStatement()) {
            LoadSession session = LoadFixture.begin(connection, database, TABLES, TABLES);
            blocking.execute("SELECT pg_advisory_lock(7, 7)");
            PutBack waiting = session.indexes(connection, ORDERS).stream()
                    .filter(task -> task.shown().equals("index waiting"))
                    .findFirst()
                    .orElseThrow();
            try (Connection building = LoadFixture.connect(database)) {
                Thread terminating = new Thread(() -> terminateWhoWaits(database));
                terminating.start();
                assertThatThrownBy(() -> waiting.run(building)).isNotInstanceOf(RowsDoNotFitException.class);
                terminating.join();
            }
            blocking.execute("SELECT pg_advisory_unlock(7, 7)");
            assertThat(session.indexes(connection, ORDERS))
                    .extracting(PutBack::shown)
                    .contains("index waiting");
            session.putBackAll(connection, NOWHERE);
        }
        assertThat(SchemaLines.difference(before, SchemaLines.of(server, database)))
                .isEmpty();
    }

    @Test
    void anotherLoadIsRefusedWhileOneIsAliveOrHasLeftSomething() throws SQLException {
        Database database = server.copyOf(shop, "alive");
        LoadTarget target = LoadFixture.target(database);
        try (Connection other = LoadFixture.connect(database)) {
            try (Connection connection = LoadFixture.connect(database)) {
                LoadFixture.begin(connection, database, TABLES, TABLES);
                assertThat(LoadSession.isAlive(other, target)).isTrue();
                assertThat(LoadSession.isAlive(connection, target)).isFalse();
                LoadSession left = LoadSession.left(other, target).orElseThrow();
                assertThatThrownBy(() -> left.hold(other)).isInstanceOf(RefusedException.class);
                assertThatThrownBy(() -> LoadFixture.begin(other, database, TABLES, TABLES))
                        .isInstanceOf(RefusedException.class)
                        .hasMessageContaining("under way");
                terminate(connection, database);
            }
            assertThat(LoadSession.isAlive(other, target)).isFalse();
            assertThatThrownBy(() -> LoadFixture.begin(other, database, TABLES, TABLES))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("-Dsync.restoreIndexes");
            assertThat(LoadSession.left(other, target).orElseThrow().identity()).isEqualTo(LoadFixture.IDENTITY);
        }
    }

    /** Rows that came into a table which nobody selected, while its foreign key was away, are nobody's to delete. */
    @Test
    void rowsOfATableThatIsNotTheLoadsAreLeftAlone() throws SQLException {
        Database database = server.copyOf(shop, "unselected");
        try (Connection connection = LoadFixture.connect(database)) {
            LoadSession session = LoadFixture.begin(connection, database, TABLES, TABLES);
            server.execute(database, "TRUNCATE customer, orders, item", "INSERT INTO unselected VALUES (1, 1)");
            assertThatThrownBy(() -> session.putBackAll(connection, NOWHERE))
                    .hasMessageContaining("unselected_customer_fkey")
                    .hasMessageContaining("left alone");
            assertThat(server.value(database, "SELECT count(*) FROM unselected"))
                    .isEqualTo("1");

            server.execute(database, "DELETE FROM unselected");
            session.putBackAll(connection, NOWHERE);
        }
        assertThat(SchemaLines.difference(schema, SchemaLines.of(server, database)))
                .isEmpty();
    }

    @Test
    void rowsThatMeetAUniqueKeyTwiceAreDeletedForTheKeysSake() throws SQLException {
        Database database = server.copyOf(shop, "twice");
        try (Connection connection = LoadFixture.connect(database)) {
            LoadSession session = LoadFixture.begin(connection, database, TABLES, TABLES);
            server.execute(
                    database,
                    "TRUNCATE customer, orders, item",
                    "INSERT INTO customer VALUES (1, 'same'), (2, 'same')",
                    "INSERT INTO item VALUES (1, NULL, 'stays')");
            Restored restored = session.putBackAll(connection, NOWHERE);
            assertThat(restored.emptied()).containsExactly(CUSTOMER);
        }
        assertThat(server.value(database, "SELECT note FROM item")).isEqualTo("stays");
        assertThat(SchemaLines.difference(schema, SchemaLines.of(server, database)))
                .isEmpty();
    }

    @FunctionalInterface
    private interface Work {
        void run(Connection connection) throws SQLException;
    }

    /** Begins, empties, fills, and puts back. */
    private static void load(Connection connection, Database database) throws SQLException {
        LoadSession session = LoadFixture.begin(connection, database, TABLES, TABLES);
        copyAllButCustomers(connection, session);
        copy(connection, session, CUSTOMER, "SELECT i, 'new' || i FROM generate_series(1, 20) i");
        LoadFixture.putBack(connection, session);
    }

    private static void copyAllButCustomers(Connection connection, LoadSession session) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE customer, orders, item");
        }
        copy(connection, session, ITEM, "SELECT i, i, 'note' FROM generate_series(1, 20) i");
        copy(connection, session, ORDERS, "SELECT i, i FROM generate_series(1, 20) i");
    }

    private static void copy(Connection connection, LoadSession session, TableName table, String rows)
            throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            int count = statement.executeUpdate("INSERT INTO " + table.sql() + " " + rows);
            session.partDone(connection, new Part(table, 0, 1, "first", Instant.EPOCH, count));
            connection.commit();
        } finally {
            if (!connection.isClosed()) {
                connection.setAutoCommit(true);
            }
        }
    }

    private static void putBack(Connection connection, Database database) {
        LoadSession session =
                LoadSession.left(connection, LoadFixture.target(database)).orElseThrow();
        session.hold(connection);
        session.putBackAll(connection, NOWHERE);
    }

    private static int stepsOfALoad() throws SQLException {
        Database database = server.copyOf(shop, "counted");
        return steps(database, connection -> load(connection, database));
    }

    private static int stepsOfPuttingBack(Database left) throws SQLException {
        Database database = server.copyOf(left, "counted");
        return steps(database, connection -> putBack(connection, database));
    }

    private static int steps(Database database, Work work) throws SQLException {
        Faults faults = new Faults(0, false, () -> {});
        try (Connection connection = LoadFixture.connect(database)) {
            work.run(faults.around(connection));
        }
        assertThat(SchemaLines.difference(schema, SchemaLines.of(server, database)))
                .isEmpty();
        return faults.calls();
    }

    /** Some of all steps, evenly; all of them with a great enough {@code -Dsync.test.tries}. */
    private static List<Integer> points(int steps) {
        int many = Math.min(steps, Integer.getInteger("sync.test.tries", 12));
        List<Integer> points = new ArrayList<>();
        for (int i = 1; i <= many; i++) {
            points.add(i * steps / many);
        }
        return points;
    }

    private static void killed(Database database, int step, boolean after, Work work) throws SQLException {
        Connection connection = LoadFixture.connect(database);
        Faults faults = new Faults(step, after, () -> terminate(connection, database));
        try {
            work.run(faults.around(connection));
            assertThat(step)
                    .as("only the reply to the last call may be lost unnoticed")
                    .isEqualTo(faults.calls());
        } catch (SQLException | RuntimeException expected) {
            assertThat(connection.isClosed()).as(expected.toString()).isTrue();
        } finally {
            connection.close();
        }
    }

    private static void terminate(Connection connection, Database database) {
        try {
            int backend = connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
            server.execute(database, "SELECT pg_terminate_backend(" + backend + ", 60000)");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void terminateWhoWaits(Database database) {
        String waiting = "SELECT pg_terminate_backend(pid, 60000) FROM pg_locks WHERE locktype = 'advisory'"
                + " AND (classid, objid) = (7, 7) AND NOT granted";
        for (int i = 0; i < 3000; i++) {
            if (!server.query(database, waiting).isEmpty()) {
                return;
            }
            server.execute(database, "SELECT pg_sleep(0.01)");
        }
        throw new AssertionError("nobody waits");
    }

    /** What comes after a kill: what was left is put back, if there is anything. */
    private static Optional<Restored> restored(Database database) throws SQLException {
        try (Connection connection = LoadFixture.connect(database)) {
            Optional<LoadSession> left = LoadSession.left(connection, LoadFixture.target(database));
            left.ifPresent(session -> session.hold(connection));
            return left.map(session -> session.putBackAll(connection, NOWHERE));
        }
    }
}
