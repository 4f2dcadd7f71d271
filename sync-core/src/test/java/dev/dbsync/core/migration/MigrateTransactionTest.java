package dev.dbsync.core.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.SyncException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** All scripts are one transaction, and nothing in them ends it. */
class MigrateTransactionTest extends MigrateFixture {

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
                                                .contains("REINDEX TABLE CONCURRENTLY"),
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
}
