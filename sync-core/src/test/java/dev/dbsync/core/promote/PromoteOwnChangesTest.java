package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Segments that change rows of a lookup table in a way that their names do not tell. */
class PromoteOwnChangesTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static final String BASE = """
            CREATE TABLE kind (code text PRIMARY KEY);
            CREATE TABLE fee (code text PRIMARY KEY, kind text REFERENCES kind ON DELETE CASCADE);
            CREATE TABLE fee_old (code text PRIMARY KEY, kind text);
            CREATE TABLE fee_all (code text PRIMARY KEY, kind text);
            CREATE VIEW fees AS SELECT code, kind FROM fee;
            CREATE TABLE person (id int PRIMARY KEY, name text NOT NULL);
            CREATE TABLE quiet (id int PRIMARY KEY);
            CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN INSERT INTO fee VALUES ('t' || new.id); RETURN new; END $$;
            CREATE TRIGGER note AFTER UPDATE ON person FOR EACH ROW EXECUTE FUNCTION note();
            CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN INSERT INTO fee VALUES ('late'); RETURN new; END $$;
            INSERT INTO kind VALUES ('k'), ('l');
            INSERT INTO fee VALUES ('a', 'k'), ('b', 'l');
            INSERT INTO fee_old VALUES ('o', 'k');
            INSERT INTO person VALUES (1, 'Ann');
            """;

    private static PromoteProject start;

    @TempDir
    Path directory;

    private PromoteProject project;

    @BeforeAll
    static void aProject(@TempDir Path shared) {
        start = new PromoteProject(shared, server)
                .with("lookups: [fee, kind]\n")
                .script("V1__base.sql", BASE);
        start.promote("dev");
        start.promote("test");
    }

    @BeforeEach
    void aCopyOfTheStart() {
        project = start.copyIn(directory).script("V9__index.sql", "CREATE INDEX CONCURRENTLY ON quiet (id);");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE person SET name = 'Bea'",
                "UPDATE person SET name = 'Bea'; DROP TRIGGER note ON person",
                "CREATE TRIGGER l AFTER INSERT ON quiet FOR EACH ROW EXECUTE FUNCTION late();"
                        + " INSERT INTO quiet VALUES (1)",
                "DELETE FROM kind WHERE code = 'l'",
                "DELETE FROM fees WHERE code = 'b'",
                "DO $$ BEGIN DELETE FROM fee WHERE code = 'b'; END $$",
                "DROP VIEW fees; ALTER TABLE fee RENAME TO fee_gone; ALTER TABLE fee_old RENAME TO fee",
                "CREATE SCHEMA s; DROP VIEW fees; ALTER TABLE fee SET SCHEMA s; ALTER TABLE fee_old RENAME TO fee",
            })
    void areNotTakenForSomebodyElses(String sql) {
        project.script("V2__change.sql", sql + ";");
        assertThat(project.promote("dev").problems()).isEmpty();

        PromoteReport report = project.promote("test");

        assertThat(report.problems()).isEmpty();
        assertThat(report.outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(server.query(project.test, "SELECT code FROM fee ORDER BY code"))
                .isEqualTo(server.query(project.dev, "SELECT code FROM fee ORDER BY code"));
    }

    @Test
    void namesThatTablesGetCountWhereThereWasNoneOfThem() {
        project.script("V2__rename.sql", "ALTER TABLE fee_old RENAME TO fees_now;")
                .script("V3__made.sql", "CREATE TABLE fees_made (code text PRIMARY KEY);")
                .script("V9_1__more.sql", "ALTER TABLE fees_made ADD COLUMN amount int;");
        project.promote("dev");
        server.execute(project.dev, "INSERT INTO fees_made VALUES ('m', 1)");
        project.withOnly("lookups: [fees_now, fees_made]\n");

        assertThat(project.promote("test").problems()).isEmpty();
        assertThat(server.query(project.test, "SELECT amount FROM fees_made")).containsExactly("1");
    }

    @Test
    void aHookIsReadAsScriptsAre() throws IOException {
        project.promote("dev");
        Files.writeString(directory.resolve("before.sql"), "INSERT INTO fee VALUES ('hook');");
        project.with("promote: { before: [before.sql] }\n");

        assertThat(project.promote("test").problems()).isEmpty();
        assertThat(server.query(project.test, "SELECT code FROM fee ORDER BY code"))
                .containsExactly("a", "b");
    }

    @Test
    void aCallbackIsReadAsScriptsAre() {
        project.promote("dev");
        project.script("beforeMigrate.sql", "INSERT INTO fee VALUES ('callback') ON CONFLICT DO NOTHING;");

        assertThat(project.promote("test").problems()).isEmpty();
    }

    @Test
    void withATransactionForEachScriptTheyAreTheirOwn() {
        project.withOnly("lookups: [fee, kind]\npromote: { transaction: each }\n")
                .script("V2__delete.sql", "DELETE FROM kind WHERE code = 'l';")
                .script("V3__more.sql", "CREATE TABLE more (id int);");
        project.promote("dev");

        assertThat(project.promote("test").problems()).isEmpty();
        assertThat(server.query(project.test, "SELECT code FROM fee")).containsExactly("a");
    }

    @Test
    void whatNoSegmentTouchesIsSomebodyElses() {
        project.script("V2__change.sql", "INSERT INTO quiet VALUES (1); UPDATE fee_all SET kind = 'k';")
                .script("afterMigrate.sql", "DO $$ BEGIN DELETE FROM fee WHERE code = 'z'; END $$;");
        project.promote("dev");
        PromotePlan plan = project.plan("test");

        PromoteReport report = project.execute(plan, event -> {
            if (SegmentsFixture.isCommitOfFirst(event)) {
                server.execute(project.test, "INSERT INTO fee VALUES ('else')");
            }
        });

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems().get(0).text())
                .contains("rows of lookup table fee have changed since the promotion began");
    }
}
