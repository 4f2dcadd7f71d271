package dev.dbsync.core.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.config.DatabaseUrl;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatabaseTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    @Test
    void aReadOnlySessionCannotWriteWhateverItsRoleMayDo() throws Exception {
        Database database = server.createDatabase("prod", true);
        server.execute(database, "CREATE TABLE t (id int)");

        try (Connection connection = database.connectReadOnly("test");
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("INSERT INTO t VALUES (1)"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
        }
    }

    @Test
    void aReadOnlySessionSeesOneSnapshot() throws Exception {
        Database database = server.createDatabase("prod", true);
        server.execute(database, "CREATE TABLE t (id int)");

        try (Connection connection = database.connectReadOnly("test");
                Statement statement = connection.createStatement()) {
            try (var before = statement.executeQuery("SELECT count(*) FROM t")) {
                before.next();
            }
            server.execute(database, "INSERT INTO t VALUES (1)");
            try (var after = statement.executeQuery("SELECT count(*) FROM t")) {
                after.next();
                assertThat(after.getLong(1)).isZero();
            }
        }
    }

    /** The source's snapshot is held for as long as a promotion takes. */
    @Test
    void noTimeoutOfADatabaseEndsASnapshotThatIsHeld() throws Exception {
        Database database = server.createDatabase("prod");
        String name = Sql.identifier(database.url().database());
        server.execute(database, "ALTER DATABASE " + name + " SET idle_in_transaction_session_timeout = '1s'");
        if (server.majorVersion() >= 17) {
            server.execute(database, "ALTER DATABASE " + name + " SET transaction_timeout = '1s'");
        }

        try (Connection connection = database.connectReadOnly("test");
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("SELECT string_agg(setting, ',') FROM pg_settings WHERE name IN"
                        + " ('idle_in_transaction_session_timeout', 'transaction_timeout')")) {
            row.next();
            assertThat(row.getString(1)).matches("0(,0)?");
        }
    }

    @Test
    void aDbaSeesWhatAConnectionIsFor() throws Exception {
        Database database = server.createDatabase("prod");

        try (Connection connection = database.connect("promote lock");
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("SELECT current_setting('application_name')")) {
            row.next();
            assertThat(row.getString(1)).isEqualTo("sync promote lock");
        }
    }

    @Test
    void aMissingDatabaseIsToldWithItsRemedyAndWithoutThePassword() {
        DatabaseUrl url = server.createDatabase("prod").url();
        Database missing = new Database(
                "prod",
                new DatabaseUrl(url.hosts(), "no_such_database", url.user(), url.password(), url.parameters()),
                true);

        assertThatThrownBy(() -> missing.connect("test"))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("Cannot connect to prod")
                .hasMessageContaining("no_such_database")
                .hasMessageContaining("Create the database")
                .hasMessageContaining("3D000");
    }

    @Test
    void aServerThatIsDownIsToldWithItsAddress() {
        Database down = new Database("test", DatabaseUrl.parse("postgresql://me:geheim@127.0.0.1:1/app", "x"), false);

        assertThatThrownBy(() -> down.connect("test"))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("127.0.0.1:1/app")
                .hasMessageNotContaining("geheim");
    }

    @Test
    void aHostThatIsNotKnownIsSaidToBeJustThat() {
        Database lost =
                new Database("test", DatabaseUrl.parse("postgresql://me:geheim@no-such-host.invalid/app", "x"), false);

        assertThatThrownBy(() -> lost.connect("test"))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("the name of the host is not known")
                .hasMessageContaining("no-such-host.invalid")
                .hasMessageNotContaining("geheim");
    }

    @Test
    void aMissingRightIsToldWithItsRemedyWhereverItIsMissing() throws Exception {
        Database database = server.createDatabase("dev");
        server.execute(
                database,
                "CREATE TABLE closed (id int)",
                "DO $$BEGIN CREATE ROLE without_rights LOGIN PASSWORD 'x';"
                        + " EXCEPTION WHEN duplicate_object THEN NULL; END$$");

        try (Connection connection = server.as(database, "without_rights", "x").connect("test");
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("SELECT * FROM closed"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(SqlProblem.of(e, "Cannot read", "dev", "")
                                            .problem()
                                            .remedy())
                                    .contains("Grant the right"));
        }
    }

    @Test
    void noValueOfARowGetsIntoAProblem() throws Exception {
        Database database = server.createDatabase("prod");
        server.execute(database, "CREATE TABLE person (email text PRIMARY KEY)");
        try (Connection connection = database.connect("test");
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO person VALUES ('ann@example.org')");

            assertThatThrownBy(() -> statement.execute("INSERT INTO person VALUES ('ann@example.org')"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(SqlProblem.reason(e))
                                    .doesNotContain("ann@")
                                    .contains("person")
                                    .contains("23505"));
            assertThatThrownBy(() -> statement.execute("SELECT email::int FROM person"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(SqlProblem.reason(e))
                                    .doesNotContain("ann@")
                                    .contains("22P02"));
        }
    }

    @Test
    void oneDatabaseUnderTwoNamesIsFoundOut() throws Exception {
        Database prod = server.createDatabase("prod", true);
        Database alias = server.as(prod, "local", false);
        Database other = server.createDatabase("other");
        try (Connection one = prod.connectReadOnly("test");
                Connection same = alias.connect("test");
                Connection another = other.connect("test")) {
            assertThat(DatabaseIdentity.same(one, same)).isTrue();
            assertThat(DatabaseIdentity.same(one, another)).isFalse();
        }
    }

    @Test
    void aRoleThatMayBarelyConnectCanBeAskedForItsIdentity() throws Exception {
        Database prod = server.createDatabase("prod", true);
        server.execute(prod, "DROP ROLE IF EXISTS barely", "CREATE ROLE barely LOGIN PASSWORD 'barely'");
        try (Connection connection = server.as(prod, "barely", "barely").connect("test")) {
            assertThat(DatabaseIdentity.of(connection).databaseOid()).isPositive();
            assertThat(DatabaseIdentity.of(connection).majorVersion()).isEqualTo(server.majorVersion());
        } finally {
            server.execute(prod, "DROP ROLE barely");
        }
    }
}
