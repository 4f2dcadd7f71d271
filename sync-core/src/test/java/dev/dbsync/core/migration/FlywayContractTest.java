package dev.dbsync.core.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;
import org.flywaydb.core.api.output.ValidateResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What this package relies on in Flyway without Flyway promising it. When one of these fails after an upgrade of
 * Flyway, a promise of Sync is at stake.
 */
class FlywayContractTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static final String HISTORY = """
            SELECT version, description, type, script, checksum, success
            FROM flyway_schema_history
            ORDER BY installed_rank
            """;

    @TempDir
    Path directory;

    private final Database bySync = server.createDatabase("by-sync");
    private final Database byFlyway = server.createDatabase("by-flyway");
    private Project project;

    @BeforeEach
    void aProject() {
        project = new Project(directory)
                .flyway("placeholders: { region: eu }")
                .script("V1__one.sql", "CREATE TABLE one (id int);")
                .script("sub/V1.1__one_and_a_half.sql", "CREATE TABLE half (id int);")
                .script(
                        "R__view.sql",
                        "CREATE OR REPLACE VIEW v AS SELECT '${region}' AS region, '${flyway:table}' AS t;");
    }

    @Test
    void ourHistoryRowsAreThoseThatFlywayItselfWrites() throws SQLException {
        migrate("V1__one.sql", "sub/V1.1__one_and_a_half.sql", "R__view.sql");
        flyway(byFlyway).migrate();

        assertThat(server.query(bySync, HISTORY)).isEqualTo(server.query(byFlyway, HISTORY));
    }

    @Test
    void flywayGoesOnWhereWeStopped() throws SQLException {
        migrate("V1__one.sql");
        MigrateResult result = flyway(bySync).migrate();

        assertThat(result.migrationsExecuted).isEqualTo(2);
        ValidateResult validated = flyway(bySync).validateWithResult();
        assertThat(validated.validationSuccessful).isTrue();
    }

    @Test
    void ourChecksumsAreFlyways() {
        flyway(byFlyway).migrate();

        List<String> ours = project.checkout().of(byFlyway).local().stream()
                .map(local -> local.script() + "|" + local.checksum() + "|" + local.type())
                .toList();

        assertThat(server.query(byFlyway, "SELECT script, checksum, type FROM flyway_schema_history"))
                .containsExactlyInAnyOrderElementsOf(ours);
    }

    @Test
    void anEmptyDatabaseBeginsWithTheHighestBaselineMigrationAsItDoesWithFlyway() throws SQLException {
        project.script("B1.1__all_of_it.sql", "CREATE TABLE one (id int); CREATE TABLE half (id int);")
                .script("V2__two.sql", "CREATE TABLE two (id int);");
        flyway(byFlyway).migrate();
        Migrations migrations = project.checkout().of(bySync);
        List<String> pending = migrations.compareToCheckout(History.absent()).scripts();

        migrate(pending.toArray(String[]::new));

        assertThat(pending).containsExactly("B1.1__all_of_it.sql", "V2__two.sql", "R__view.sql");
        assertThat(server.query(bySync, HISTORY)).isEqualTo(server.query(byFlyway, HISTORY));
        try (var connection = byFlyway.connectReadOnly("test")) {
            History history = migrations.history(connection);
            assertThat(migrations.compare(History.absent(), migrations, history).scripts())
                    .isEqualTo(pending);
            assertThat(migrations.compare(history, migrations, history).inSync())
                    .isTrue();
        }
    }

    @Test
    void theLockIsTheOneThatFlywayTakes() throws SQLException {
        Migrations migrations = project.checkout().of(bySync);
        try (OneTransaction flyway = OneTransaction.open(bySync, "test");
                OneTransaction other = OneTransaction.open(bySync, "test")) {
            assertThat(migrations.tryLock(other)).isTrue();
            other.rollback();

            migrations.migrate(flyway, Set.of("V1__one.sql"), EventSink.none());

            // Held to the commit, and by nobody else meanwhile.
            assertThat(migrations.tryLock(other)).isFalse();
            flyway.commit();
            assertThat(migrations.tryLock(other)).isTrue();
        }
    }

    @Test
    void ourLockKeepsFlywayOut() throws SQLException {
        flyway(bySync).migrate();
        try (OneTransaction transaction = OneTransaction.open(bySync, "test")) {
            assertThat(project.checkout().of(bySync).tryLock(transaction)).isTrue();

            assertThat(server.value(
                            bySync,
                            "SELECT pg_try_advisory_lock(%d)"
                                    .formatted(FlywayLock.key(
                                            project.checkout().of(bySync).historyTable()))))
                    .isEqualTo("f");
            assertThatThrownBy(
                            () -> configuration(bySync).lockRetryCount(0).load().migrate())
                    .hasMessageContaining("advisory lock");
        }
    }

    @Test
    void nothingPendingIsNoErrorAndChangesNothing() throws SQLException {
        migrate("V1__one.sql", "sub/V1.1__one_and_a_half.sql", "R__view.sql");
        List<String> before = server.query(bySync, HISTORY);

        assertThat(migrate()).isEmpty();

        assertThat(server.query(bySync, HISTORY)).isEqualTo(before);
    }

    @Test
    void aScriptThatFlywayWouldRunOutsideATransactionIsMarkedWithTheReason() {
        project.script("V2__a.sql", "CREATE TABLE a (id int);\nCREATE INDEX CONCURRENTLY i ON a (id);")
                .script("V3__b.sql", "CREATE TABLE b (id int);")
                .write("sql/V3__b.sql.conf", "executeInTransaction=false")
                .script("V4__c.sql", "CREATE TABLE c (id int);")
                .script("V5__d.sql", "SELECT '${unknown}';");

        assertThat(project.checkout().of(bySync).local())
                .filteredOn(local -> local.obstacle().isPresent())
                .extracting(local -> local.script() + ": " + local.obstacle().orElseThrow())
                .satisfiesExactly(
                        two -> assertThat(two)
                                .startsWith("V2__a.sql")
                                .contains("CONCURRENTLY")
                                .contains("line 2"),
                        three -> assertThat(three).startsWith("V3__b.sql").contains("executeInTransaction=false"),
                        five -> assertThat(five).startsWith("V5__d.sql").contains("unknown"));
    }

    @Test
    void readingTheCheckoutWritesNothingAndRunsNoCallback() {
        project.script("afterConnect.sql", "CREATE TABLE connected (id int);");

        project.checkout().of(bySync);

        assertThat(server.value(
                        bySync,
                        "SELECT count(*) FROM pg_class WHERE relname IN" + " ('connected', 'flyway_schema_history')"))
                .isEqualTo("0");
    }

    private List<String> migrate(String... scripts) throws SQLException {
        Migrations migrations = project.checkout().of(bySync);
        try (OneTransaction transaction = OneTransaction.open(bySync, "test")) {
            List<String> executed = migrations.migrate(transaction, Set.of(scripts), EventSink.none());
            transaction.commit();
            return executed;
        }
    }

    private Flyway flyway(Database database) {
        return configuration(database).load();
    }

    private FluentConfiguration configuration(Database database) {
        return Flyway.configure()
                .dataSource(
                        database.url().jdbcUrl(),
                        database.url().user().orElseThrow(),
                        database.url().password().orElse(null))
                .locations("filesystem:" + directory.resolve("sql"))
                .placeholders(Map.of("region", "eu"));
    }
}
