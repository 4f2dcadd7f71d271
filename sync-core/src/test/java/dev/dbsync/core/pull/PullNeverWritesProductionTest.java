package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbsync.core.config.DatabaseUrl;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.run.ConfirmationLevel;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a pull is configured, no row of production changes, and none of a database that is protected. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PullNeverWritesProductionTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    @TempDir
    Path directory;

    private Database prod;

    @BeforeEach
    void production() {
        prod = server.createDatabase("prod", true);
        server.execute(
                prod,
                "CREATE TABLE t (id int PRIMARY KEY)",
                "INSERT INTO t VALUES (1), (2)",
                "CREATE SEQUENCE s",
                "CREATE FUNCTION sneak() RETURNS int LANGUAGE plpgsql SECURITY DEFINER AS"
                        + " $$ BEGIN INSERT INTO t VALUES (99); RETURN 1; END $$",
                "CREATE FUNCTION loosen() RETURNS text LANGUAGE sql AS"
                        + " $$ SELECT set_config('transaction_read_only', 'off', false) $$");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES (3)",
                "SELECT sneak()",
                "SELECT nextval('s')",
                "SELECT setval('s', 9)",
                "SELECT 1; SELECT loosen(); INSERT INTO t VALUES (3)",
                "SELECT 1; SET transaction_read_only = off; INSERT INTO t VALUES (3)",
                "CREATE TABLE u (id int)",
                "SELECT * FROM t FOR UPDATE"
            })
    void theSessionThatReadsProductionCannotWriteWhateverItsRoleMayDo(String sql) throws SQLException {
        try (Connection reading = prod.connectReadOnly("test");
                Statement statement = reading.createStatement()) {
            statement.execute("SELECT 1");

            assertThatThrownBy(() -> statement.execute(sql))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isIn("25006", "25001"));
        }
        assertThat(server.value(prod, "SELECT count(*) FROM t")).isEqualTo("2");
    }

    /** A transaction pooler hands each transaction to another session, which was never told to be read-only. */
    @Test
    void eachTransactionOnProductionSaysItselfThatItIsReadOnly() throws SQLException {
        try (Connection reading = prod.connectReadOnly("test");
                Statement statement = reading.createStatement()) {
            statement.execute("SELECT 1");
            reading.commit();
            statement.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE");
            reading.commit();

            assertThatThrownBy(() -> statement.execute("INSERT INTO t VALUES (3)"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
        }
    }

    @Test
    void productionByAnotherHostNameRoleAndParameterIsRefused() {
        String role = "r" + prod.url().database();
        server.execute(prod, "CREATE ROLE " + role + " LOGIN SUPERUSER PASSWORD 'x'");
        Database disguised = new Database(
                "local",
                DatabaseUrl.parse(
                        prod.url().jdbcUrl().replace("localhost", "127.0.0.1")
                                + (prod.url().jdbcUrl().contains("?") ? "&" : "?") + "options=-c%20geqo=off",
                        "test"),
                false);
        disguised = new Database("local", disguised.url().withCredentials(role, "x"), false);

        RefusedException refused = refused(new PullProject(directory, prod, disguised));

        assertThat(refused.problem().what()).contains("same database as 'prod'");
        server.execute(prod, "DROP ROLE " + role);
    }

    /** What is pulled from is not production here; what is pulled into is, under an innocent name. */
    @Test
    void productionUnderAnotherNameIsRefusedAlsoWhenSomethingElseIsPulledFrom() {
        Database test = server.createDatabase("test");
        server.execute(test, "CREATE TABLE t (id int PRIMARY KEY)");
        Database disguised = server.as(prod, "local", false);

        RefusedException refused = refused(new PullProject(directory, test, disguised)
                .chain("dev, production")
                .environment("production", prod));

        assertThat(refused.problem().what()).contains("'local' is the same database as 'production'");
        assertThat(server.value(prod, "SELECT count(*) FROM t")).isEqualTo("2");
    }

    @Test
    void aProtectedEnvironmentOutsideOfTheChainIsRefused() {
        Database staging = server.createDatabase("staging");
        server.execute(staging, "CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (7)");

        RefusedException refused = refused(new PullProject(directory, prod, server.createDatabase("local"))
                .environment("staging", staging, "protected: true")
                .answer("yes")
                .to("staging"));

        assertThat(refused.problem().what()).startsWith("'staging' is protected");
        assertThat(server.value(staging, "SELECT id FROM t")).isEqualTo("7");
    }

    @Test
    void theLastOfTheChainIsRefusedAlsoWhenSomethingElseIsPulledFrom() {
        Database test = server.createDatabase("test");
        server.execute(test, "CREATE TABLE t (id int PRIMARY KEY)");

        RefusedException refused = refused(new PullProject(directory, test, server.createDatabase("local"))
                .chain("dev, production")
                .environment("production", prod)
                .to("production"));

        assertThat(refused.problem().what()).startsWith("'production' is protected");
    }

    /** Another role's password is unknown to this machine, and the database is the same for all that. */
    @ParameterizedTest
    @ValueSource(strings = {"${A_PASSWORD_THAT_ONLY_A_PIPELINE_HAS}", "wrong"})
    void aProtectedDatabaseAtTheSameAddressIsRefusedWhoeverConnectsToIt(String password) {
        Database staging = server.createDatabase("staging");
        server.execute(staging, "CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (7)");
        Database other = new Database(
                "release",
                DatabaseUrl.parse(staging.url().jdbcUrl().replace("localhost", "127.0.0.1"), "test")
                        .withCredentials("somebody", password),
                true);

        RefusedException refused = refused(new PullProject(directory, prod, server.as(staging, "local", false))
                .environment("release", other, "protected: true"));

        assertThat(refused.problem().what()).isEqualTo("'local' is the same database as 'release', which is protected");
        assertThat(server.value(staging, "SELECT id FROM t")).isEqualTo("7");
    }

    /** An address of this machine may be the end of a tunnel to just that database. */
    @Test
    void whereAProtectedDatabaseCannotBeAskedRowsAreReplacedOnlyWhenSomebodySaysYes() {
        Database local = server.createDatabase("local");
        server.execute(local, "CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (7)");
        DatabaseUrl url = new DatabaseUrl(
                List.of(new DatabaseUrl.HostPort("${HOST_OF_A_PIPELINE}", 5432)),
                "app",
                Optional.empty(),
                Optional.empty(),
                Map.of());
        Database unknown = new Database("release", url, true);
        PullProject project =
                new PullProject(directory, prod, local).environment("release", unknown, "protected: true");

        PullPlan plan = project.plan();

        assertThat(plan.confirmation()).isEqualTo(ConfirmationLevel.YES);
        assertThat(plan.why()).contains("could be release under another name");
        assertThat(project.answer("yes").pull().outcome()).isEqualTo(Outcome.PULLED);
        assertThat(project.plan().confirmation()).isEqualTo(ConfirmationLevel.NONE);
    }

    /** TRUNCATE and COPY go through a foreign table to wherever its server is. */
    @Test
    void aForeignTableOfTheTargetIsNoWayIntoProduction() {
        Database local = server.createDatabase("local");
        var host = prod.url().hosts().get(0);
        server.execute(
                local,
                "CREATE EXTENSION postgres_fdw",
                "CREATE SERVER production FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '%s', port '%d', dbname '%s')"
                        .formatted(host.host(), host.port(), prod.url().database()),
                "CREATE USER MAPPING FOR CURRENT_USER SERVER production OPTIONS (user '%s', password '%s')"
                        .formatted(
                                prod.url().user().orElse(""),
                                prod.url().password().map(Object::toString).orElse("x")),
                "CREATE FOREIGN TABLE t (id int) SERVER production");

        RefusedException refused = refused(new PullProject(directory, prod, local));

        assertThat(refused.problem().what()).contains("t", "foreign table");
        assertThat(server.value(prod, "SELECT count(*) FROM t")).isEqualTo("2");
    }

    @Test
    void aPullLeavesProductionsRowsSequencesAndCatalogAsTheyWere() {
        Database local = server.createDatabase("local");
        server.execute(local, "CREATE TABLE t (id int PRIMARY KEY)", "CREATE SEQUENCE s START 70");
        server.execute(prod, "SELECT nextval('s')");
        List<String> before = TargetState.of(server, prod);

        assertThat(new PullProject(directory, prod, local).pull().outcome()).isEqualTo(Outcome.PULLED);

        assertThat(TargetState.of(server, prod)).isEqualTo(before);
        assertThat(server.value(local, "SELECT last_value FROM s")).isEqualTo("1");
    }

    private static RefusedException refused(PullProject project) {
        return catchThrowableOfType(RefusedException.class, project::pull);
    }
}
