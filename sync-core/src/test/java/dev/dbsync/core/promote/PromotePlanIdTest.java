package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.run.PlanId;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What changes a plan's id, and what does not. */
class PromotePlanIdTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static final String YAML = "lookups: [{ table: fee_group, key: [code] }]\n";

    private static PromoteProject start;

    @TempDir
    Path directory;

    private PromoteProject project;
    private PlanId id;

    @BeforeAll
    static void aPlanWithEverything(@TempDir Path shared) {
        start = new PromoteProject(shared, server)
                .script("V1__fee.sql", "CREATE TABLE fee_group (code text PRIMARY KEY, title text, note text);")
                .script("V2__who.sql", "CREATE TABLE who AS SELECT 'by ${company}' AS who;")
                .script("R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT 1 AS one;")
                .script("afterMigrate.sql", "SELECT 1;")
                .flyway("placeholders: { company: ours, other: x }")
                .with(YAML);
        start.promote("dev");
        server.execute(start.dev, "INSERT INTO fee_group VALUES ('a', 'A', NULL), ('b', 'B', '')");
    }

    @BeforeEach
    void aCopyOfTheStart() {
        project = start.copyIn(directory);
        id = project.plan("test").id();
    }

    @Test
    void neitherTimeNorUserNorOrderNorWhitespaceChangesIt() {
        server.execute(
                project.dev,
                "DELETE FROM fee_group",
                "INSERT INTO fee_group VALUES ('b', 'B', ''), ('a', 'A', NULL)",
                "UPDATE flyway_schema_history SET installed_on = now() + interval '1 day', installed_by = 'z',"
                        + " execution_time = 7");
        assertSame("rows, time and user");
        project.withOnly("\n# a comment\nlookups:\n  - key:   [code]\n    table: 'fee_group'\n\n");
        assertSame("whitespace and order of keys");
        project.flyway("placeholders:\n      other: x\n      company: ours");
        assertSame("order of placeholders");
        project.withOnly(YAML + "promote: { attempts: 3, lockTimeout: 1s }\nbackup: { keep: 3 }\n");
        assertSame("patience");
        server.execute(server.maintenance(), "DROP ROLE IF EXISTS plan_id_user");
        server.execute(server.maintenance(), "CREATE ROLE plan_id_user SUPERUSER LOGIN PASSWORD 'none'");
        project.reachTest(test -> server.as(test, "plan_id_user", "none"));
        assertSame("the user who asks");
        server.execute(
                project.test, "ALTER DATABASE \"" + project.test.url().database() + "\" SET timezone = 'Asia/Tokyo'");
        assertSame("time zone");
    }

    @Test
    void lineEndsThatMeanNothingDoNotChangeIt() {
        String script = "-- more\nCREATE TABLE more (\n  id int\n);\nINSERT INTO more\nVALUES (1);\n";
        project.script("V3__more.sql", script)
                .script("afterMigrate.sql", "SELECT\n 1;\n")
                .script("../after.sql", "SELECT\n 2;\n")
                .with("promote: { after: [after.sql] }\n");
        project.promote("dev");
        id = project.plan("test").id();

        project.script("V3__more.sql", script.replace("\n", "\r\n"));
        assertSame("line ends of a script");
        project.script("afterMigrate.sql", "SELECT\r\n 1;\r\n");
        assertSame("line ends of a callback");
        project.script("../after.sql", "SELECT\r\n 2;\r\n");
        assertSame("line ends of a hook");
    }

    /** Flyway's checksum is the same, and yet other bytes are written: who approved the one has not approved these. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE more AS SELECT 'a\nb' AS v;",
                "CREATE TABLE more (v text);\nCOPY more FROM STDIN;\na\nb\n\\.\n",
                "CREATE FUNCTION more() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n RETURN 1;\nEND $$;"
            })
    void lineEndsThatAreWrittenToTheDatabaseChangeIt(String script) {
        project.script("V3__more.sql", script);
        project.promote("dev");
        id = project.plan("test").id();

        project.script("V3__more.sql", script.replace("\n", "\r\n"));

        assertChanged();
    }

    @Test
    void aStringKeepsItsLineEndsOnTheWayToTheDatabase() {
        project.script("V3__more.sql", "CREATE TABLE more AS SELECT 'a\r\nb' AS v;\r\n");

        project.promote("dev");

        assertThat(server.query(project.dev, "SELECT length(v) FROM more")).containsExactly("4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "placeholders: { company: theirs, other: x }",
                "placeholders: { company: ours, other: x }\n  placeholderReplacement: false",
                "placeholders: { company: ours, other: x }\n  initSql: \"SET check_function_bodies = off\"",
                "placeholders: { company: ours, other: x }\n  defaultSchema: elsewhere",
                "placeholders: { company: ours, other: x }\n  skipDefaultCallbacks: true",
                "placeholders: { company: ours, other: x }\n  baselineOnMigrate: true",
                "placeholders: { company: ours, other: x }\n  callbacks: [dev.dbsync.core.promote.RecordingCallback]"
            })
    void flywaysSettingsChangeIt(String flyway) {
        // To the first environment, where each of them can be planned.
        project.script("V3__more.sql", "CREATE TABLE more (id int);");
        PlanId first = project.plan("dev").id();

        project.flyway(flyway);

        assertThat(project.plan("dev").id()).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lookups: [{ table: fee_group, key: [code], ignore: [note] }]\n",
                "lookups: [{ table: fee_group, key: [code], delete: keep }]\n",
                "lookups: [{ table: fee_group, key: [code], where: 'true' }]\n",
                "lookups: [{ table: fee_group, key: [code], insertOnly: true }]\n",
                "lookups: []\n",
                YAML + "backup: { scope: schema }\n"
            })
    void configurationThatMattersChangesIt(String yaml) {
        project.withOnly(yaml);

        assertChanged();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE fee_group SET note = '' WHERE note IS NULL",
                "UPDATE fee_group SET title = CASE code WHEN 'a' THEN 'B' ELSE 'A' END",
                "INSERT INTO fee_group VALUES ('c', NULL, NULL)",
                "DELETE FROM fee_group WHERE code = 'a'",
                "DELETE FROM flyway_schema_history WHERE version = '2'"
            })
    void rowsOfTheSourceChangeIt(String sql) {
        server.execute(project.dev, sql);

        assertChanged();
    }

    @Test
    void ignoredValuesOfRowsToBeInsertedChangeItAndOthersDoNot() {
        project.withOnly("lookups: [{ table: fee_group, key: [code], ignore: [note] }]\n");
        project.promote("test");
        server.execute(project.dev, "INSERT INTO fee_group VALUES ('c', 'C', 'approved')");
        id = project.plan("test").id();
        server.execute(project.dev, "UPDATE fee_group SET note = 'left alone' WHERE code = 'a'");
        assertSame("an ignored value of a row that the target has");

        server.execute(project.dev, "UPDATE fee_group SET note = 'never seen' WHERE code = 'c'");

        assertChanged();
    }

    @Test
    void aCallbackChangesIt() {
        project.script("afterMigrate.sql", "SELECT 2;");
        assertChanged();
    }

    @Test
    void aNewCallbackChangesIt() {
        project.script("beforeMigrate.sql", "SELECT 1;");
        assertChanged();
    }

    @Test
    void settingsOfOneScriptChangeIt() {
        project.script("V2__who.sql.conf", "placeholderReplacement=false\n");
        assertChanged();
    }

    @Test
    void aRowOfTheTargetAndARowOfItsHistoryChangeIt() {
        project.promote("test");
        project.script("V3__more.sql", "CREATE TABLE more (id int);");
        project.promote("dev");
        id = project.plan("test").id();
        server.execute(project.test, "UPDATE fee_group SET note = 'hotfix'");
        assertChanged();
        id = project.plan("test").id();

        server.execute(project.test, "UPDATE flyway_schema_history SET description = 'x' WHERE version = '2'");

        assertChanged();
    }

    @Test
    void anotherTargetChangesIt() {
        project.reachTest(test -> server.createDatabase("test"));
        assertChanged();
    }

    private void assertSame(String what) {
        assertThat(project.plan("test").id()).as(what).isEqualTo(id);
    }

    private void assertChanged() {
        assertThat(project.plan("test").id()).isNotEqualTo(id);
    }
}
