package dev.dbsync.core.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.problem.SyncException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Running an exact set of scripts. */
class MigrateTest extends MigrateFixture {

    private static final String APPLIED =
            "SELECT version, script, success FROM flyway_schema_history ORDER BY installed_rank";

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

    /** As when Flyway runs them one by one: a script may look at the history. */
    @Test
    void aScriptFindsTheHistoryRowOfTheOneBeforeIt() throws SQLException {
        project.script(ONE, "CREATE TABLE seen (versions text);")
                .script(
                        TWO,
                        "INSERT INTO seen SELECT string_agg(version, ' ') FROM flyway_schema_history WHERE success;");

        migrate(ONE, TWO);

        assertThat(server.query(target, "SELECT versions FROM seen")).containsExactly("1");
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
}
