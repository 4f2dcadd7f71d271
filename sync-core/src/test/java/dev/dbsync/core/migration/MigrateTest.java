package dev.dbsync.core.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Running an exact set of scripts in one transaction. */
class MigrateTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static final String APPLIED =
            "SELECT version, script, success FROM flyway_schema_history ORDER BY installed_rank";

    private static final String ONE = "V1__one.sql";
    private static final String TWO = "V2__two.sql";
    private static final String THREE = "V3__three.sql";

    @TempDir
    Path directory;

    private final Database target = server.createDatabase("test");
    private Project project;

    @BeforeEach
    void aProject() {
        project = new Project(directory);
    }

    @Test
    void runsExactlyTheGivenSetGapsAndRepeatablesIncluded() throws SQLException {
        project.script(ONE, "CREATE TABLE one (id int);")
                .script(TWO, "CREATE TABLE two (id int);")
                .script("sub/V3__three.sql", "CREATE TABLE three (id int);")
                .script("R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT * FROM one;")
                .script("R__other.sql", "CREATE OR REPLACE VIEW w AS SELECT * FROM one;");

        List<String> executed = migrate(ONE, "sub/V3__three.sql", "R__view.sql");

        assertThat(executed).containsExactly(ONE, "sub/V3__three.sql", "R__view.sql");
        assertThat(server.query(target, APPLIED))
                .containsExactly("1|V1__one.sql|t", "3|sub/V3__three.sql|t", "∅|R__view.sql|t");
        // The gap is closed later, out of order.
        assertThat(migrate(TWO)).containsExactly(TWO);
    }

    @Test
    void whatItLeavesIsWhatFlywayItselfCallsValid() throws SQLException {
        project.script(ONE, "CREATE TABLE one (id int);").script("R__view.sql", "CREATE VIEW v AS SELECT 1 AS x;");
        migrate(ONE, "R__view.sql");

        try (OneTransaction transaction = OneTransaction.open(target, "test")) {
            project.checkout().of(target).validate(transaction);
            project.script(ONE, "CREATE TABLE one (id bigint);");
            assertThatThrownBy(() -> project.checkout().of(target).validate(transaction))
                    .isInstanceOf(SyncException.class)
                    .hasMessageContaining("Flyway does not accept the history");
        }
    }

    @Test
    void whatTheCheckoutHasBeyondTheHistoryIsValid() throws SQLException {
        project.script(ONE, "CREATE TABLE one (id int);")
                .script(THREE, "CREATE TABLE three (id int);")
                .script("R__view.sql", "CREATE VIEW v AS SELECT 1 AS x;");
        migrate(ONE, THREE, "R__view.sql");
        project.script(TWO, "CREATE TABLE two (id int);")
                .script("V4__four.sql", "CREATE TABLE four (id int);")
                .script("R__view.sql", "CREATE VIEW v AS SELECT 2 AS x;");

        try (OneTransaction transaction = OneTransaction.open(target, "test")) {
            assertThatCode(() -> project.checkout().of(target).validate(transaction))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void aFailureInTheLastScriptLeavesTheDatabaseAsItWas() {
        project.flyway("schemas: [app]")
                .script(ONE, "CREATE TABLE one (email text PRIMARY KEY); INSERT INTO one VALUES ('a@b.example');")
                .script(TWO, "CREATE TABLE two (id int);")
                .script(THREE, "CREATE TABLE three (id int);\n\nINSERT INTO one VALUES ('a@b.example');");

        assertThatThrownBy(() -> migrate(ONE, TWO, THREE))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("V3__three.sql:3")
                .hasMessageContaining("23505")
                .hasMessageNotContaining("a@b.example");

        assertThat(server.value(target, "SELECT count(*) FROM pg_namespace WHERE nspname = 'app'"))
                .isEqualTo("0");
    }

    @Test
    void nothingIsThereBeforeTheCommitAndAllOfItAfterwards() throws SQLException {
        project.flyway("schemas: [app, other]").script(ONE, "CREATE TABLE one (id int);");
        String relations = "SELECT count(*) FROM pg_class WHERE relname IN ('one', 'flyway_schema_history')";

        Migrations migrations = project.checkout().of(target);
        try (OneTransaction transaction = OneTransaction.open(target, "test")) {
            migrations.migrate(transaction, Set.of(ONE), EventSink.none());
            assertThat(server.value(target, relations)).isEqualTo("0");
            transaction.commit();
        }

        assertThat(server.value(target, relations)).isEqualTo("2");
        assertThat(server.query(
                        target, "SELECT nspname FROM pg_namespace WHERE nspname IN ('app', 'other') ORDER BY 1"))
                .containsExactly("app", "other");
    }

    @Test
    void aTransactionThatFailedCannotBeCommittedAndSaysWhy() {
        project.script(ONE, "CREATE TABLE one (id int);").script(TWO, "SELECT * FROM nothing;");
        Migrations migrations = project.checkout().of(target);

        try (OneTransaction transaction = OneTransaction.open(target, "test")) {
            assertThatThrownBy(() -> migrations.migrate(transaction, Set.of(ONE, TWO), EventSink.none()))
                    .hasMessageContaining("42P01");
            assertThatThrownBy(transaction::commit)
                    .isInstanceOf(SyncException.class)
                    .hasMessageContaining("rolled back")
                    .cause()
                    .hasMessageContaining("42P01");
        }
        assertThat(server.value(target, "SELECT count(*) FROM pg_class WHERE relname = 'one'"))
                .isEqualTo("0");
    }

    @Test
    void aScriptThatEndsTheTransactionIsRefusedBeforeAnythingIsRun() {
        project.script(ONE, "CREATE TABLE one (id int);\n/* now */ COMMIT;")
                .script(TWO, "CREATE INDEX CONCURRENTLY i ON one (id);")
                .script(THREE, "REINDEX TABLE CONCURRENTLY one;")
                .script("afterMigrate.sql", "ROLLBACK;");

        assertThatThrownBy(() -> migrate(ONE, TWO, THREE))
                .isInstanceOfSatisfying(
                        SyncException.class,
                        e -> assertThat(e.problems())
                                .extracting(problem -> problem.where() + ": " + problem.what())
                                .satisfiesExactly(
                                        first -> assertThat(first).contains(ONE).contains("(COMMIT), line 2"),
                                        second ->
                                                assertThat(second).contains(TWO).contains("CREATE INDEX CONCURRENTLY"),
                                        third -> assertThat(third)
                                                .contains(THREE)
                                                .contains("REINDEX CONCURRENTLY"),
                                        fourth -> assertThat(fourth)
                                                .contains("afterMigrate.sql")
                                                .contains("(ROLLBACK)")));
        assertThat(server.value(target, "SELECT count(*) FROM pg_class WHERE relname = 'one'"))
                .isEqualTo("0");
    }

    @Test
    void aScriptThatWasChangedToCommitAfterThePlanIsStoppedAtThatStatement() {
        project.script(ONE, "CREATE TABLE one (id int);").script(TWO, "CREATE TABLE two (id int);");
        Migrations planned = project.checkout().of(target);
        project.script(TWO, "CREATE TABLE two (id int); COMMIT;");

        try (OneTransaction transaction = OneTransaction.open(target, "test")) {
            assertThatThrownBy(() -> planned.migrate(transaction, Set.of(ONE, TWO), EventSink.none()))
                    .isInstanceOf(SyncException.class)
                    .hasMessageContaining("begins or ends a transaction")
                    .hasMessageContaining(TWO);
        }
        assertThat(server.value(target, "SELECT count(*) FROM pg_class WHERE relname IN ('one', 'two')"))
                .isEqualTo("0");
    }

    @Test
    void commitInsideAFunctionBodyAndSavepointsAreHarmless() throws SQLException {
        project.script(ONE, """
                CREATE PROCEDURE p() LANGUAGE plpgsql AS $$
                BEGIN
                    COMMIT;
                END
                $$;
                SAVEPOINT s;
                ROLLBACK TO SAVEPOINT s;
                CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END;
                """);

        assertThat(migrate(ONE)).containsExactly(ONE);
    }

    @Test
    void endingTheTransactionBehindFlywaysBackIsNoticed() throws SQLException {
        project.script(ONE, "CREATE TABLE one (id int);");
        Migrations migrations = project.checkout().of(target);

        try (OneTransaction transaction = OneTransaction.open(target, "test")) {
            migrations.migrate(transaction, Set.of(ONE), EventSink.none());
            try (Statement statement = transaction.connection().createStatement()) {
                statement.execute("COMMIT");
            }
            assertThatThrownBy(transaction::commit)
                    .isInstanceOf(SyncException.class)
                    .hasMessageContaining("was ended by");
        }
    }

    @Test
    void rowsOfACopyFromStdinAreLoadedThroughTheProxies() throws SQLException {
        project.script(
                ONE, "CREATE TABLE one (id int, name text);\nCOPY one (id, name) FROM STDIN;\n1\tAnna\n2\t\\N\n\\.\n");

        migrate(ONE);

        assertThat(server.query(target, "SELECT id, name FROM one ORDER BY id")).containsExactly("1|Anna", "2|∅");
    }

    @Test
    void migrationsInJavaAreFoundByTheGivenClassLoaderAndRun() throws SQLException {
        project.flywayOnly("locations: [\"filesystem:sql\", \"classpath:dev/dbsync/core/migration/scripts\"]")
                .classpath(getClass().getClassLoader())
                .script(ONE, "CREATE TABLE one (id int);");
        String java = "dev.dbsync.core.migration.scripts.V2__Made_by_java";

        assertThat(migrate(ONE)).containsExactly(ONE);
        assertThat(migrate(java)).containsExactly(java);
        assertThat(server.query(target, "SELECT version, type, checksum FROM flyway_schema_history ORDER BY 1"))
                .contains("2|JDBC|∅");
        assertThat(server.value(target, "SELECT count(*) FROM made_by_java")).isEqualTo("0");
    }

    @Test
    void callbacksRunAsTheUserHasThemInsideTheTransaction() throws SQLException {
        project.script(ONE, "CREATE TABLE one (id int);")
                .script("afterMigrate__grant.sql", "CREATE TABLE after_migrate AS SELECT count(*) AS c FROM one;")
                .script("beforeEachMigrate.sql", "CREATE TABLE IF NOT EXISTS before_each (id int);");

        migrate(ONE);

        assertThat(server.value(target, "SELECT c FROM after_migrate")).isEqualTo("0");
        assertThat(server.value(target, "SELECT count(*) FROM before_each")).isEqualTo("0");
    }

    @Test
    void aCallbackThatFailsIsNamedAndUndoesEverything() {
        project.script(ONE, "CREATE TABLE one (id int);")
                .script("afterMigrate.sql", "SELECT 1;\nSELECT * FROM nothing;");

        assertThatThrownBy(() -> migrate(ONE))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("afterMigrate.sql:2, in test")
                .hasMessageContaining("42P01");
        assertThat(server.value(target, "SELECT count(*) FROM pg_class WHERE relname = 'one'"))
                .isEqualTo("0");
    }

    @Test
    void aHistoryOfAnotherEditionIsReadByUsAndRefusedByFlywayWithItsReason() throws SQLException {
        project.script(ONE, "CREATE TABLE one (id int);").script(TWO, "CREATE TABLE two (id int);");
        migrate(ONE);
        server.execute(target, """
                INSERT INTO flyway_schema_history
                VALUES (2, '1', 'one', 'UNDO_SQL', 'U1__one.sql', 1, 'me', now(), 1, true)
                """);

        try (var connection = target.connectReadOnly("test")) {
            assertThat(project.checkout()
                            .of(target, connection)
                            .history(connection)
                            .applied())
                    .isEmpty();
        }
        assertThatThrownBy(() -> migrate(TWO))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("Unknown migration type 'UNDO_SQL'");
    }

    @Test
    void aHistoryTableUnderAnOddNameIsReadAndWritten() throws SQLException {
        project.flyway("defaultSchema: \"My Schema\", table: \"Flyway's History\"")
                .script(ONE, "CREATE TABLE one (id int);");

        migrate(ONE);

        Migrations migrations = project.checkout().of(target);
        assertThat(migrations.defaultSchema()).isEqualTo("My Schema");
        assertThat(server.value(target, "SELECT count(*) FROM \"My Schema\".one"))
                .isEqualTo("0");
        try (var connection = target.connectReadOnly("test")) {
            History history = migrations.history(connection);
            assertThat(history.exists()).isTrue();
            assertThat(history.version()).contains("1");
            assertThat(history.rows()).extracting(AppliedMigration::type).containsExactly("SCHEMA", "SQL");
        }
    }

    @Test
    void aDatabaseWithTablesAndWithoutAHistoryIsLeftAlone() {
        server.execute(target, "CREATE TABLE somebodys (id int)");
        project.script(ONE, "CREATE TABLE one (id int);");

        assertThatThrownBy(() -> migrate(ONE))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("Found non-empty schema(s) \"public\" but no schema history table");
    }

    @Test
    void aScriptThatABaselineCoversCannotBeAskedForAndIsSaidToBeLeftOut() throws SQLException {
        server.execute(target, "CREATE TABLE somebodys (id int)");
        project.flyway("baselineOnMigrate: true, baselineVersion: \"1\"")
                .script(ONE, "CREATE TABLE one (id int);")
                .script(TWO, "CREATE TABLE two (id int);");

        assertThatThrownBy(() -> migrate(ONE, TWO))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("Flyway did not run V1__one.sql");
        assertThat(server.value(target, "SELECT count(*) FROM pg_class WHERE relname = 'two'"))
                .isEqualTo("0");
        assertThat(migrate(TWO)).containsExactly(TWO);
    }

    @Test
    void tellsEachScriptAsAStep() throws SQLException {
        project.script(ONE, "CREATE TABLE one (id int);").script(TWO, "CREATE TABLE two (id int);");
        List<SyncEvent> events = new ArrayList<>();
        try (OneTransaction transaction = OneTransaction.open(target, "test")) {
            project.checkout().of(target).migrate(transaction, Set.of(ONE, TWO), events::add);
        }

        assertThat(events)
                .filteredOn(SyncEvent.StepStarted.class::isInstance)
                .containsExactly(
                        new SyncEvent.StepStarted("Migrate test: V1__one.sql"),
                        new SyncEvent.StepStarted("Migrate test: V2__two.sql"));
        assertThat(events).filteredOn(SyncEvent.StepFinished.class::isInstance).hasSize(2);
    }

    private List<String> migrate(String... scripts) throws SQLException {
        Migrations migrations = project.checkout().of(target);
        try (OneTransaction transaction = OneTransaction.open(target, "test")) {
            List<String> executed = migrations.migrate(transaction, Set.of(scripts), EventSink.none());
            transaction.commit();
            return executed;
        }
    }
}
