package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Sql;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.report.PromoteText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a script that is run by itself may do, to its session among others. */
class PromoteLoneScriptTest extends SegmentsFixture {

    @Test
    void aScriptByItselfMayActAsAnotherRole() {
        String role = "sync_attack_" + Long.toString(System.nanoTime(), 36);
        server.execute(
                project.dev,
                "CREATE ROLE " + role,
                "ALTER TABLE person OWNER TO " + role,
                "GRANT CREATE, USAGE ON SCHEMA public TO " + role);
        project.script("V2__index.sql", """
                SET ROLE %s;
                CREATE INDEX CONCURRENTLY person_name ON person (name);
                UPDATE person SET name = name || 'x';
                """.formatted(role)).script("V3__batches.sql", """
                SET LOCAL ROLE %s;
                UPDATE person SET name = name || 'y';
                COMMIT;
                SET SESSION AUTHORIZATION %s;
                UPDATE person SET name = name || 'z';
                COMMIT;
                """.formatted(role, role));

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT name FROM person ORDER BY 1"))
                .containsExactly("axyz", "bxyz");
        assertThat(applied()).containsExactly("1", "2", "3");
        server.execute(project.dev, "DROP OWNED BY " + role);
    }

    @Test
    void theRowOfAFailureIsRemovedAlsoWhereTheScriptActedAsAnotherRole() {
        String role = "sync_attack_" + Long.toString(System.nanoTime(), 36);
        server.execute(
                project.dev,
                "CREATE ROLE " + role,
                "ALTER TABLE person OWNER TO " + role,
                "GRANT CREATE, USAGE ON SCHEMA public TO " + role);
        project.script("V2__index.sql", """
                SET ROLE %s;
                CREATE INDEX CONCURRENTLY person_name ON person (name);
                UPDATE nobody SET name = name || 'x';
                """.formatted(role));

        PromoteReport report = project.promote("dev");

        assertThat(report.problems().get(0).text()).contains("V2__index.sql:3").doesNotContain("It was rolled back");
        assertThat(server.value(project.dev, "SELECT count(*) FROM flyway_schema_history WHERE NOT success"))
                .isEqualTo("0");
        assertThat(PromoteText.of(project.plan("dev"))).contains("2 statement(s) done");
        server.execute(project.dev, "DROP OWNED BY " + role);
    }

    @Test
    void aScriptByItselfMayBeTheFirstOfADatabaseWithoutItsSchema() {
        project.script("V1__base.sql", "VACUUM;").flyway("schemas: [app]");

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT type FROM app.flyway_schema_history ORDER BY installed_rank"))
                .containsExactly("SCHEMA", "SQL");
        assertThat(server.query(project.dev, "SELECT tablename FROM pg_tables WHERE schemaname = 'app'"))
                .containsExactly("flyway_schema_history");
    }

    @Test
    void aTransactionThatIsChainedToTheOneBeforeIsOneToo() {
        project.script("V2__chain.sql", """
                BEGIN;
                INSERT INTO log VALUES ('one');
                COMMIT AND CHAIN;
                INSERT INTO log VALUES ('two');
                ROLLBACK;
                VACUUM person;
                """);

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT what FROM log")).containsExactly("one");
    }

    @Test
    void aScriptWithTransactionsOfItsOwnTriesAgainBehindTheLastOfThemWhenALockIsHeld() throws Exception {
        project.with("promote: { lockTimeout: 200ms }\n").script("V2__batches.sql", """
                INSERT INTO log VALUES ('one');
                COMMIT;
                INSERT INTO log VALUES ('two');
                ALTER TABLE person ADD COLUMN more int;
                COMMIT;
                """);
        try (Connection holder = project.dev.connect("holder")) {
            holder.setAutoCommit(false);
            AtomicBoolean held = new AtomicBoolean();
            PromoteReport report = project.execute(project.plan("dev"), event -> {
                try {
                    if (event instanceof SyncEvent.StepStarted step
                            && step.step().contains("V2__batches")
                            && held.compareAndSet(false, true)) {
                        holder.createStatement().execute("LOCK TABLE person");
                    } else if (event instanceof SyncEvent.Notice notice
                            && notice.text().contains("A lock was held")) {
                        holder.rollback();
                    }
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(report.problems()).isEmpty();
        }
        assertThat(server.query(project.dev, "SELECT what FROM log ORDER BY 1")).containsExactly("one", "two");
    }

    @Test
    void flywaysOwnSettingsForMixturesGroupsAndBatchesChangeNothing() {
        project.flyway("mixed: true\n  group: true\n  batch: true\n  initSql: \"SET statement_timeout = '1min'\"")
                .script(
                        "V2__index.sql",
                        "CREATE INDEX CONCURRENTLY person_name ON person (name);\nUPDATE person SET id = id;")
                .script("V3__batches.sql", "BEGIN; INSERT INTO log VALUES ('x'); COMMIT;")
                .script("V4__plain.sql", "INSERT INTO log VALUES ('y'); INSERT INTO log VALUES ('z');")
                .script("R__time.sql", "-- ${flyway:timestamp}\nINSERT INTO log VALUES ('time');")
                .script("R__vacuum.sql", "-- ${flyway:timestamp}\nVACUUM person;");

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT what FROM log")).containsExactly("x", "y", "z", "time");
        assertThat(project.promote("test").problems()).isEmpty();
        assertThat(server.query(project.test, "SELECT what FROM log")).containsExactly("x", "y", "z", "time");
    }

    @Test
    void scriptsThatFlywayIsToldToRunOutsideOfTransactionsAreRunByThemselves() {
        project.flyway("executeInTransaction: false").script("V2__plain.sql", "INSERT INTO log VALUES ('x');");

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT what FROM log")).containsExactly("x");
    }

    @Test
    void aScriptByItselfMayDiscardItsSession() {
        project.script("V2__discard.sql", "DISCARD ALL;\nINSERT INTO public.log VALUES ('x');");

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(applied()).containsExactly("1", "2");
    }

    /** A build that is cancelled leaves an invalid index behind. */
    @ParameterizedTest
    @ValueSource(strings = {"DISCARD ALL", "RESET ALL", "RESET lock_timeout", "SET lock_timeout TO DEFAULT"})
    void noTimeoutOfARoleComesBackForWhatIsBuiltOutsideOfATransaction(String sql) {
        server.execute(
                project.dev,
                "ALTER DATABASE " + Sql.identifier(project.dev.url().database()) + " SET lock_timeout = '7s'",
                "CREATE FUNCTION patient(what text) RETURNS text IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN"
                        + " ASSERT current_setting('lock_timeout') = '0'; RETURN what; END $$",
                "INSERT INTO log VALUES ('x')");
        project.script("V2__index.sql", sql + """
                ;
                CREATE INDEX CONCURRENTLY log_what ON public.log (public.patient(what));
                """);

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(applied()).containsExactly("1", "2");
    }

    @Test
    void savepointsAndRollbacksOfAScriptsOwnAreItsAffair() {
        project.script("V2__own.sql", """
                ROLLBACK;
                BEGIN ISOLATION LEVEL SERIALIZABLE;
                INSERT INTO log VALUES ('kept');
                SAVEPOINT a;
                INSERT INTO log VALUES ('undone');
                ROLLBACK TO SAVEPOINT a;
                COMMIT AND CHAIN;
                INSERT INTO log VALUES ('undone too');
                ROLLBACK;
                INSERT INTO log VALUES ('left open');
                BEGIN;
                """);

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT what FROM log ORDER BY 1")).containsExactly("kept", "left open");
        assertThat(applied()).containsExactly("1", "2");
    }

    @Test
    void anInvalidIndexOfTheSameNameInAnotherSchemaIsNobodysAffair() {
        server.execute(project.dev, """
                CREATE SCHEMA other;
                CREATE TABLE other.person (name text);
                CREATE INDEX person_name ON other.person (name);
                UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'other.person_name'::regclass;
                """);
        project.script("V2__index.sql", "CREATE INDEX CONCURRENTLY person_name ON person (name);");

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(indexes()).contains("public.person_name", "other.person_name");
    }
}
