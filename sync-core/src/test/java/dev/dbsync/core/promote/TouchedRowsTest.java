package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.config.BackupConfig.Scope;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rows {@code backup.scope: touched} holds, in the words of the plan and in the files of the backup. */
class TouchedRowsTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static final String TOUCHED = "backup: { directory: backups, engine: built-in, scope: touched }\n";

    private static final String SHOP = """
            CREATE SCHEMA stock;
            CREATE TABLE fee (code text PRIMARY KEY, at timestamptz);
            CREATE TABLE customer (id int PRIMARY KEY, name text);
            CREATE TABLE visit (id int PRIMARY KEY, customer int REFERENCES customer ON DELETE CASCADE);
            CREATE TABLE visit_note (visit int REFERENCES visit ON UPDATE CASCADE, text text);
            CREATE TABLE invoice (id int PRIMARY KEY, customer int REFERENCES customer);
            CREATE TABLE event (at date) PARTITION BY RANGE (at);
            CREATE TABLE event_2025 PARTITION OF event FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
            CREATE TABLE stock.item (id int PRIMARY KEY);
            CREATE TABLE audit (what text);
            CREATE TABLE audited (id int, at timestamptz);
            CREATE TABLE stamped (id int, at timestamptz);
            CREATE TABLE ruled (id int);
            CREATE TABLE numbered (id int);
            CREATE TABLE other (id int);
            CREATE VIEW customers AS SELECT id, name FROM customer WHERE id > 0;
            CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN INSERT INTO audit VALUES (TG_OP); RETURN NULL; END $$;
            CREATE TRIGGER audit AFTER UPDATE ON audited FOR EACH ROW EXECUTE FUNCTION audit();
            CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF TG_OP = 'UPDATE' AND (NEW.id = OLD.id) THEN NEW.at := clock_timestamp(); END IF;
                    RETURN NEW;
                END $$;
            CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON stamped FOR EACH ROW EXECUTE FUNCTION stamp();
            CREATE RULE ruling AS ON INSERT TO ruled DO ALSO INSERT INTO audit VALUES ('ruled');
            CREATE FUNCTION next_number() RETURNS int LANGUAGE plpgsql AS $$
                BEGIN DELETE FROM audit; RETURN 1; END $$;
            ALTER TABLE numbered ALTER id SET DEFAULT next_number();
            CREATE TABLE dynamic (id int);
            CREATE FUNCTION dynamic() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN EXECUTE 'DELETE FROM ' || TG_ARGV[0]; RETURN NULL; END $$;
            CREATE TRIGGER dynamic AFTER UPDATE ON dynamic EXECUTE FUNCTION dynamic('other');
            CREATE TABLE distant (id int);
            CREATE FUNCTION distant() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM f(); RETURN NULL; END $$;
            CREATE TRIGGER distant AFTER UPDATE ON distant EXECUTE FUNCTION distant();
            """;

    private static PromoteProject start;

    @TempDir
    Path directory;

    private PromoteProject project;

    @BeforeAll
    static void aShop(@TempDir Path shared) {
        start = new PromoteProject(shared, server).script("V1__shop.sql", SHOP);
        assertThat(start.promote("dev").outcome()).isEqualTo(Outcome.PROMOTED);
        start.with("lookups: [fee]\n" + TOUCHED);
    }

    @BeforeEach
    void aCopyOfTheStart() {
        project = start.copyIn(directory);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE TABLE fresh (id int); INSERT INTO fresh VALUES (1)|fee",
                "UPDATE other SET id = 2|fee, other",
                "ALTER TABLE other ADD more int|fee, other",
                "UPDATE stock.item SET id = 2|fee, stock.item",
                "UPDATE invoice SET id = 2|fee, invoice",
                "DELETE FROM customer|customer, fee, visit, visit_note",
                "DELETE FROM customers|customer, fee, visit, visit_note",
                "DELETE FROM visit|fee, visit, visit_note",
                "UPDATE event SET at = '2025-02-02'|event, event_2025, fee",
                "UPDATE event_2025 SET at = '2025-02-02'|event_2025, fee",
                "UPDATE stamped SET id = 2|fee, stamped",
                "UPDATE audited SET id = 2|audit, audited, fee",
                "INSERT INTO numbered VALUES (DEFAULT)|audit, fee, numbered",
            })
    void rowsThatTheScriptsCanChangeAreHeldAndNoOthers(String sql, String tables) {
        project.script("V2__change.sql", sql + ";");

        PromotePlan plan = project.plan("dev");

        assertThat(plan.backupScope()).isEqualTo(Scope.TOUCHED);
        assertThat(plan.backup())
                .hasValueSatisfying(space -> assertThat(space.scope()).isEqualTo(Scope.TOUCHED));
        assertThat(named(plan)).isEqualTo(Set.of((tables + ", flyway_schema_history").split(", ")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DO $$ BEGIN DELETE FROM other; END $$|V2__change.sql, line 1: DO",
                "SELECT next_number()|V2__change.sql, line 1: the function next_number",
                "UPDATE dynamic SET id = 2|the trigger dynamic of dynamic, whose function dynamic has EXECUTE",
                "UPDATE distant SET id = 2|the trigger distant of distant, whose function distant has the function f",
                "INSERT INTO ruled VALUES (1)|the rule ruling of ruled",
                "CREATE TRIGGER x BEFORE DELETE ON other EXECUTE FUNCTION audit(); DELETE FROM other"
                        + "|a script makes a trigger, rule or view of what is written to: other",
                "CREATE VIEW v AS SELECT id FROM other; DELETE FROM v"
                        + "|a script makes a trigger, rule or view of what is written to: v",
                "CREATE OR REPLACE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END';"
                        + " UPDATE stamped SET id = 1|whose function stamp a script replaces",
            })
    void whereItCannotBeKnownAllRowsAreHeldAndThePlanSaysWhy(String sql, String reason) {
        project.script("V2__change.sql", sql + ";");

        PromotePlan plan = project.plan("dev");

        assertThat(plan.backupScope()).isEqualTo(Scope.FULL);
        assertThat(plan.notices())
                .anySatisfy(notice -> assertThat(notice)
                        .startsWith("the backup holds all rows, not only those touched")
                        .contains(reason));
        assertThat(plan.rollback().undo())
                .hasValueSatisfying(undo -> assertThat(undo.how()).contains("schema and all rows"));
    }

    @Test
    void anEventTriggerMakesItUnknownToo() {
        project.script("V2__change.sql", "ALTER TABLE other ADD more int;");
        server.execute(
                project.dev,
                "CREATE FUNCTION seen() RETURNS event_trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN INSERT INTO audit SELECT read_tags(); END'",
                "CREATE EVENT TRIGGER seen ON ddl_command_end EXECUTE FUNCTION seen()");

        assertThat(project.plan("dev").notices())
                .anyMatch(notice ->
                        notice.contains("the event trigger seen, whose function seen has the function read_tags"));
    }

    @Test
    void hooksAndCallbacksAreReadAsScriptsAre() throws IOException {
        Files.writeString(directory.resolve("before.sql"), "DELETE FROM ${doomed};");
        project.flyway("placeholders: { doomed: other }")
                .with("promote: { before: [before.sql] }\n")
                .script("beforeMigrate.sql", "DELETE FROM visit;")
                .script("V2__change.sql", "UPDATE invoice SET id = 2;");

        assertThat(named(project.plan("dev")))
                .isEqualTo(Set.of("fee", "flyway_schema_history", "invoice", "other", "visit", "visit_note"));

        Files.writeString(directory.resolve("before.sql"), "DO 'BEGIN END';");
        assertThat(project.plan("dev").notices()).anyMatch(notice -> notice.contains("before.sql, line 1: DO"));
    }

    @Test
    void theBackupHoldsWhatThePlanHasNamedAndTheWayBackSaysSo() throws IOException {
        project.script("V2__change.sql", "DELETE FROM customer;");
        server.execute(
                project.dev,
                "INSERT INTO customer VALUES (1, 'Ann')",
                "INSERT INTO visit VALUES (1, 1)",
                "INSERT INTO other VALUES (1)");
        PromotePlan plan = project.plan("dev");

        PromoteReport report = project.execute(plan);

        assertThat(report.outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(report.backup())
                .hasValueSatisfying(taken -> assertThat(taken.scope()).isEqualTo(Scope.TOUCHED));
        assertThat(rowFiles(report.backup().orElseThrow().path()))
                .containsExactly("customer", "fee", "flyway_schema_history", "visit", "visit_note");
        for (var undo : List.of(
                plan.rollback().undo().orElseThrow(), report.rollback().undo().orElseThrow())) {
            assertThat(undo.how())
                    .contains("the rows that the promotion could change", "into an empty database beside dev");
            assertThat(undo.lost()).allMatch(lost -> lost.contains("to the tables whose rows are put back"));
        }
    }

    @Test
    void whatBecomesUnknownAfterThePlanMakesTheBackupFull() throws IOException {
        project.script("V2__change.sql", "UPDATE other SET id = 2;");
        PromotePlan plan = project.plan("dev");
        assertThat(plan.backupScope()).isEqualTo(Scope.TOUCHED);
        server.execute(project.dev, "CREATE TRIGGER late AFTER UPDATE ON other EXECUTE FUNCTION dynamic('visit')");

        PromoteReport report = project.execute(plan);

        assertThat(report.backup())
                .hasValueSatisfying(taken -> assertThat(taken.scope()).isEqualTo(Scope.FULL));
        assertThat(rowFiles(report.backup().orElseThrow().path())).contains("audit", "other", "customer");
    }

    private static Set<String> named(PromotePlan plan) {
        String lead = "rows of these tables only: ";
        String notice = plan.notices().stream()
                .filter(text -> text.contains(lead))
                .findFirst()
                .orElseThrow(() -> new AssertionError(plan.notices()));
        return new TreeSet<>(
                List.of(notice.substring(notice.indexOf(lead) + lead.length()).split(", ")));
    }

    /** The tables in the schema public whose rows the built-in engine has written. */
    private static List<String> rowFiles(Path backup) throws IOException {
        try (Stream<Path> files = Files.list(backup.resolve("rows"))) {
            return files.map(file -> file.getFileName().toString().replaceAll("^\\d+-public\\.|\\.copy\\.gz$", ""))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }
}
