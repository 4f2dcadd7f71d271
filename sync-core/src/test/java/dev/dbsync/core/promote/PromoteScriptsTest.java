package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts as real projects have them, which were never written to share a transaction. */
class PromoteScriptsTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    @TempDir
    Path directory;

    private PromoteProject project;

    @BeforeAll
    static void aRoleThatScriptsSwitchTo() {
        server.execute(server.maintenance(), """
                DO $$
                BEGIN
                    CREATE ROLE promoted_owner;
                EXCEPTION
                    WHEN duplicate_object THEN NULL;
                END
                $$
                """, "ALTER ROLE promoted_owner LOGIN PASSWORD 'none'");
    }

    @BeforeEach
    void anEmptyChain() {
        project = new PromoteProject(directory, server);
    }

    @Test
    void aDumpAsBaselineRunsBeforeScriptsThatQualifyNothing() {
        project.script("V1__baseline.sql", """
                        SET statement_timeout = 0;
                        SET lock_timeout = 0;
                        SET idle_in_transaction_session_timeout = 0;
                        SET client_encoding = 'UTF8';
                        SET standard_conforming_strings = on;
                        SELECT pg_catalog.set_config('search_path', '', false);
                        SET check_function_bodies = false;
                        SET xmloption = content;
                        SET client_min_messages = warning;
                        SET row_security = off;
                        SET session_replication_role = replica;
                        SET default_tablespace = '';
                        SET default_table_access_method = heap;
                        CREATE TABLE public.customer (
                            id bigint NOT NULL,
                            name text
                        );
                        CREATE SEQUENCE public.customer_id_seq START WITH 1 INCREMENT BY 1;
                        ALTER SEQUENCE public.customer_id_seq OWNED BY public.customer.id;
                        COPY public.customer (id, name) FROM stdin;
                        1\tAnn; COMMIT;
                        2\t\\N
                        \\.


                        SELECT pg_catalog.setval('public.customer_id_seq', 2, true);
                        ALTER TABLE ONLY public.customer ADD CONSTRAINT customer_pkey PRIMARY KEY (id);
                        """).script("V2__next.sql", """
                        CREATE TABLE job AS SELECT current_setting('session_replication_role') AS role;
                        INSERT INTO customer SELECT nextval('customer_id_seq'), 'Bob';
                        """);

        assertPromoted();
        assertThat(server.query(project.dev, "SELECT id, name FROM customer ORDER BY 1"))
                .containsExactly("1|Ann; COMMIT;", "2|∅", "3|Bob");
        assertThat(server.value(project.dev, "SELECT role FROM job")).isEqualTo("origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SET ROLE promoted_owner;", "SET SESSION AUTHORIZATION promoted_owner;", "RESET ALL;"})
    void whatAScriptLeavesBehindIsClearedAwayAsOurselves(String left) {
        String temporary = "CREATE TEMP TABLE work ON COMMIT DROP AS SELECT 1 AS id; " + left;
        project.script("V1__one.sql", temporary)
                .script("V2__two.sql", temporary)
                .script("V3__who.sql", "CREATE TABLE who AS SELECT current_user = session_user AS own;");

        assertPromoted();
        assertThat(server.value(project.dev, "SELECT own FROM who")).isEqualTo("t");
        assertThat(server.value(
                        project.dev,
                        "SELECT tableowner = current_user FROM pg_tables WHERE tablename = 'flyway_schema_history'"))
                .isEqualTo("t");
    }

    @Test
    void aDeferredRowIsCheckedAlsoWhereTheScriptEndsAsSomeoneElse() {
        project.script("V1__tables.sql", """
                        CREATE SCHEMA app;
                        CREATE TABLE app.parent (id int PRIMARY KEY);
                        CREATE TABLE app.child (
                            parent int REFERENCES app.parent DEFERRABLE INITIALLY DEFERRED
                        );
                        """)
                .script("V2__orphan.sql", "INSERT INTO app.child VALUES (7); SET ROLE promoted_owner;")
                .script("V3__alter.sql", "ALTER TABLE app.child ADD COLUMN note text;");

        assertFailed("23503");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DO $$ BEGIN CREATE TABLE b (id int); COMMIT; END $$;",
                "CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN CREATE TABLE b (id int); COMMIT; END $$; CALL p();",
                "SET transaction_read_only = on;",
                "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;",
                "DELETE FROM flyway_schema_history;",
                "UPDATE flyway_schema_history SET checksum = 1;",
                "DROP SCHEMA public CASCADE; CREATE SCHEMA public;",
                "SELECT pg_terminate_backend(pg_backend_pid());",
                "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE m (m mood); SELECT 1 / 0;"
            })
    void aScriptThatBreaksItsTransactionChangesNothing(String script) {
        project.script("V1__a.sql", "CREATE TABLE a (id int);").script("V2__b.sql", script);

        assertFailed("");
    }

    @Test
    void aUseOfANewEnumValueThatCannotBeSeenFailsAndTheRemedyWorks() {
        project.script("V1__mood.sql", """
                CREATE TYPE mood AS ENUM ('sad');
                CREATE TABLE day (mood mood PRIMARY KEY);
                CREATE FUNCTION cheer() RETURNS void LANGUAGE sql AS $$ INSERT INTO day VALUES (('hap' || 'py')::mood) $$;
                """);
        assertPromoted();
        project.script("V2__happy.sql", "ALTER TYPE mood ADD VALUE 'happy';").script("V3__use.sql", "SELECT cheer();");

        assertFailed("executeInTransaction=false");

        project.script("V2__happy.sql.conf", "executeInTransaction=false");
        assertPromoted();
    }

    @Test
    void aFunctionWithAnAtomicBodyIsOneStatement() {
        project.script("V1__atomic.sql", """
                CREATE TABLE a (id int);
                CREATE FUNCTION add(n int) RETURNS int LANGUAGE sql
                BEGIN ATOMIC
                    INSERT INTO a VALUES (n);
                    SELECT CASE WHEN n > 0 THEN n ELSE -n END;
                END;
                SELECT add(5);
                """);

        assertPromoted();
        assertThat(server.value(project.dev, "SELECT id FROM a")).isEqualTo("5");
    }

    @Test
    void aRepeatableScriptThatChangedRunsAgainOnEveryLink() {
        project.script("V1__a.sql", "CREATE TABLE a (id int);")
                .script("R__v.sql", "CREATE OR REPLACE VIEW v AS SELECT 1 AS one;");
        assertPromoted();
        project.promote("test");
        project.script("R__v.sql", "CREATE OR REPLACE VIEW v AS SELECT 2 AS one;");
        assertPromoted();

        PromoteReport report = project.promote("test");

        assertThat(report.migrations())
                .extracting(PromoteReport.MigrationResult::script)
                .containsExactly("R__v.sql");
        assertThat(server.value(project.test, "SELECT one FROM v")).isEqualTo("2");
        assertThat(project.plan("test").hasWork()).isFalse();
    }

    @Test
    void aMigrationThatWasUndoneIsNotPromoted() {
        project.script("V1__a.sql", "CREATE TABLE a (id int);").script("V2__b.sql", "CREATE TABLE b (id int);");
        assertPromoted();
        server.execute(project.dev, "DROP TABLE b", """
                INSERT INTO flyway_schema_history
                SELECT 3, version, description, 'UNDO_SQL', 'U2__b.sql', NULL, installed_by, now(), 1, true
                FROM flyway_schema_history
                WHERE version = '2'
                """);

        PromotePlan plan = project.plan("test");

        assertThat(plan.pending()).extracting(pending -> pending.script()).containsExactly("V1__a.sql");
    }

    @Test
    void theHistoryMayLieInASchemaOfItsOwn() {
        project.flyway("schemas: [meta, app, billing]\n  defaultSchema: meta\n  table: done")
                .script("V1__a.sql", "CREATE TABLE app.a (id int); CREATE TABLE billing.a (id int);")
                .with("lookups: [app.code]\n")
                .script("V2__code.sql", "CREATE TABLE app.code (code text PRIMARY KEY);");

        assertPromoted();
        server.execute(project.dev, "INSERT INTO app.code VALUES ('x')");
        assertThat(project.promote("test").outcome()).isEqualTo(Outcome.PROMOTED);

        assertThat(server.query(project.test, "SELECT script FROM meta.done WHERE type = 'SQL' ORDER BY 1"))
                .containsExactly("V1__a.sql", "V2__code.sql");
        assertThat(server.query(project.test, "SELECT code FROM app.code")).containsExactly("x");
    }

    @Test
    void aSchemaOfAnotherOwnerFailsWithTheRightThatIsMissing() {
        project.script("V1__a.sql", "CREATE TABLE a (id int);");
        assertPromoted();
        // What 15 and later do by themselves.
        server.execute(project.test, "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        project.reachTest(test -> server.as(test, "promoted_owner", "none"));

        PromoteReport report = project.promote("test");

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems().get(0).text()).contains("42501");
        assertThat(project.state(project.test)).isEmpty();
    }

    @Test
    void twoNamesForOneDatabaseAreRefused() {
        project.script("V1__a.sql", "CREATE TABLE a (id int);");
        assertPromoted();
        project.reachTest(test -> server.as(project.dev, "test", false));

        assertThatThrownBy(() -> project.plan("test"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("dev and test are one and the same database");
    }

    private void assertPromoted() {
        PromoteReport report = project.promote("dev");
        assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.PROMOTED);
    }

    private void assertFailed(String words) {
        List<String> before = project.state(project.dev);
        PromoteReport report = project.promote("dev");
        assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems().get(0).text()).contains(words);
        assertThat(project.state(project.dev)).isEqualTo(before);
    }
}
