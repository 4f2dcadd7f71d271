package dev.dbsync.core.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Autovacuum takes no table whose lock it cannot have at once, as VACUUM (SKIP_LOCKED) does. */
class AutovacuumGuardTest {

    private static final TableName FILLED = new TableName("public", "filled");

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private Database database;

    @BeforeEach
    void table() {
        database = server.createDatabase("guarded");
        server.execute(database, "CREATE TABLE filled (id int)");
    }

    @AfterEach
    void noTable() {
        server.dropDatabase(database);
    }

    @Test
    void noVacuumComesNearWhileOthersWrite() throws SQLException {
        try (Connection guard = LoadFixture.connect(database)) {
            guard.setAutoCommit(false);
            AutovacuumGuard.hold(guard, FILLED);

            server.execute(database, "INSERT INTO filled VALUES (1)");
            assertThatThrownBy(() -> server.execute(database, "SET lock_timeout = 200", "ANALYZE filled"))
                    .hasStackTraceContaining("lock timeout");

            guard.commit();
            server.execute(database, "SET lock_timeout = 200", "ANALYZE filled");
        }
    }

    /** The rows are written all the same. */
    @Test
    void whoeverHasTheLockKeepsIt() throws SQLException {
        try (Connection other = LoadFixture.connect(database);
                Connection guard = LoadFixture.connect(database)) {
            other.setAutoCommit(false);
            lock(other);
            guard.setAutoCommit(false);

            AutovacuumGuard.hold(guard, FILLED);

            try (Statement statement = guard.createStatement()) {
                statement.execute("INSERT INTO filled VALUES (1)");
            }
            guard.commit();
            other.rollback();
        }
        assertThat(server.value(database, "SELECT count(*) FROM filled")).isEqualTo("1");
    }

    @Test
    void whoeverMayOnlyInsertGoesOn() throws SQLException {
        server.execute(
                database, "CREATE ROLE inserting LOGIN PASSWORD 'inserting'", "GRANT INSERT ON filled TO inserting");
        try (Connection guard = server.as(database, "inserting", "inserting").connect("load test")) {
            guard.setAutoCommit(false);

            AutovacuumGuard.hold(guard, FILLED);

            try (Statement statement = guard.createStatement()) {
                statement.execute("INSERT INTO filled VALUES (1)");
            }
            guard.commit();
        } finally {
            server.execute(database, "DROP OWNED BY inserting", "DROP ROLE inserting");
        }
        assertThat(server.value(database, "SELECT count(*) FROM filled")).isEqualTo("1");
    }

    @Test
    void whatIsNotAboutTheLockIsTold() throws SQLException {
        try (Connection guard = LoadFixture.connect(database)) {
            guard.setAutoCommit(false);

            assertThatThrownBy(() -> AutovacuumGuard.hold(guard, new TableName("public", "absent")))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("does not exist");
        }
    }

    private static void lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE filled IN SHARE UPDATE EXCLUSIVE MODE");
        }
    }
}
