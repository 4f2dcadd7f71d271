package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.config.PullConfig.Mode;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.migration.History;
import dev.dbsync.core.migration.LocalMigration;
import dev.dbsync.core.run.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pull that fills a new database and puts it into the target's place. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PullSwapTest extends PullFixture {

    @BeforeEach
    void productionWithAHistory() {
        project.mode("auto")
                .script(
                        "V1__users.sql",
                        "CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL UNIQUE, pad text);")
                .script("V2__orders.sql", "CREATE TABLE orders (id int PRIMARY KEY, users int REFERENCES users);")
                .rules("users: { email: email, pad: keep }");
        project.migrate(prod);
        server.execute(
                prod,
                "INSERT INTO users (email, pad) SELECT 'u' || i || '@corp.example', repeat('x', 1500)"
                        + " FROM generate_series(1, 8000) i",
                "INSERT INTO orders SELECT i, 1 + i % 8000 FROM generate_series(1, 100000) i",
                "ANALYZE");
    }

    @Test
    void aTargetWithNothingOfItsOwnIsReplacedByANewDatabase() {
        String before = server.value(local, "SELECT oid FROM pg_database WHERE datname = current_database()");

        PullPlan plan = project.plan();
        PullReport report = project.execute(plan);

        assertThat(plan.filling().mode()).isEqualTo(Mode.SWAP);
        assertThat(report.problems()).isEmpty();
        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(report.migrations()).containsExactly("V1__users.sql", "V2__orders.sql");
        assertThat(server.value(local, "SELECT oid FROM pg_database WHERE datname = current_database()"))
                .isNotEqualTo(before);
        allIsThere();
        assertThat(project.plan().filling().mode()).isEqualTo(Mode.SWAP);
    }

    @Test
    void aTargetThatIsAheadOfProductionIsBuiltAnewAtProductionsSet() {
        project.pull();
        project.script("V3__mine.sql", "CREATE TABLE mine (id int);");
        project.migrate(local, "V3__mine.sql");

        PullReport report = project.pull();

        assertThat(report.problems()).isEmpty();
        assertThat(server.query(local, "SELECT version FROM flyway_schema_history ORDER BY installed_rank"))
                .containsExactly("1", "2");
        allIsThere();
    }

    @Test
    void scriptsThatNameTheirDatabaseAreRenderedWithTheNameThatItWillHave() {
        project.script(
                        "V3__where.sql",
                        "CREATE TABLE place (name text); INSERT INTO place VALUES ('${flyway:database}');")
                .script("R__where.sql", "CREATE OR REPLACE VIEW here AS SELECT '${flyway:database}'::text AS name;")
                .rules("users: { email: email, pad: keep }\nplace: { name: keep }");
        project.migrate(prod, "V3__where.sql");
        project.migrate(prod, "R__where.sql");

        PullReport report = project.pull();

        assertThat(report.problems()).isEmpty();
        assertThat(report.plan().orElseThrow().filling().mode()).isEqualTo(Mode.SWAP);
        String name = local.url().database();
        assertThat(server.value(local, "SELECT name FROM here")).isEqualTo(name);
        // As Flyway itself, run in the database from now on, will compute it.
        LocalMigration repeatable = project.migrations(local).local().stream()
                .filter(LocalMigration::repeatable)
                .findFirst()
                .orElseThrow();
        assertThat(server.value(local, "SELECT checksum FROM flyway_schema_history WHERE script = 'R__where.sql'"))
                .isEqualTo(String.valueOf(repeatable.checksum()));
        assertThat(project.migrations(local).compareToCheckout(history(local)).pending())
                .isEmpty();
    }

    private History history(Database database) {
        try (Connection connection = database.connectReadOnly("test")) {
            return project.migrations(database).history(connection);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aTargetWithObjectsOfItsOwnIsFilledInPlace() {
        project.migrate(local);
        server.execute(local, "CREATE TABLE notes (v text)", "INSERT INTO notes VALUES ('mine')");

        PullPlan plan = project.plan();
        PullReport report = project.execute(plan);

        assertThat(plan.filling().mode()).isEqualTo(Mode.IN_PLACE);
        assertThat(plan.filling().why()).contains("objects of its own", "notes");
        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(server.query(local, "SELECT v FROM notes")).containsExactly("mine");
        allIsThere();
    }

    @Test
    void whatPendingMigrationsDropIsNoReasonAgainstASwap() {
        project.script("V3__old.sql", "CREATE TABLE \"Old\" (id int); CREATE VIEW pads AS SELECT pad FROM users;")
                .script("V4__drop.sql", "DROP VIEW pads; DROP TABLE \"Old\"; ALTER TABLE users DROP COLUMN pad;")
                .rules("users: { email: email }");
        for (String script : List.of("V1__users.sql", "V2__orders.sql", "V3__old.sql")) {
            project.migrate(local, script);
        }
        project.migrate(prod, "V3__old.sql");
        project.migrate(prod, "V4__drop.sql");

        PullPlan plan = project.plan();

        assertThat(plan.filling().mode()).isEqualTo(Mode.SWAP);
        assertThat(plan.notices()).anyMatch(notice -> notice.contains("will be lost") && notice.contains("\"Old\""));
        assertThat(project.execute(plan).problems()).isEmpty();
        allIsThere();
    }

    @Test
    void whatNoPendingMigrationDropsKeepsTheTarget() {
        project.script("V3__old.sql", "CREATE TABLE old (id int);").script("V4__drop.sql", "DROP TABLE old;");
        for (String script : List.of("V1__users.sql", "V2__orders.sql", "V3__old.sql")) {
            project.migrate(local, script);
        }
        server.execute(local, "CREATE TABLE mine (old int)");
        project.migrate(prod, "V3__old.sql");
        project.migrate(prod, "V4__drop.sql");

        Filling filling = project.plan().filling();

        assertThat(filling.mode()).isEqualTo(Mode.IN_PLACE);
        assertThat(filling.why()).endsWith("objects of its own: table public.mine");
    }

    @Test
    void aSelectionIsFilledInPlace() {
        project.migrate(local);

        PullPlan plan = project.exclude("orders").plan();

        assertThat(plan.filling().mode()).isEqualTo(Mode.IN_PLACE);
        assertThat(plan.filling().why()).contains("not all of the source");
    }

    @Test
    void aPullThatFailsLeavesTheTargetAsItWasAndIsResumed() {
        project.migrate(local);
        server.execute(local, "INSERT INTO users (email) VALUES ('old')");
        List<String> before = TargetState.of(server, local);
        terminateOnceATableIsFilled("datname = current_database() || '_sync_new'");

        PullReport failed = project.pull();

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failed.problems().get(failed.problems().size() - 1).what()).contains("local is as it was");
        assertThat(TargetState.of(server, local)).isEqualTo(before);
        PullPlan again = project.resume(true).plan();
        String complete = again.notices().stream()
                .filter(notice -> notice.startsWith("complete since"))
                .findFirst()
                .orElseThrow();
        PullReport resumed = project.execute(again);
        assertThat(resumed.problems()).isEmpty();
        assertThat(resumed.tables()).hasSize(1);
        String copied = resumed.tables().get(0).table().shown();
        assertThat(complete).contains("1 table: " + (copied.equals("users") ? "orders" : "users"));
        assertThat(again.notices()).contains("still to be copied: 1 table: " + copied);
        allIsThere();
    }

    private void allIsThere() {
        assertThat(server.value(local, "SELECT count(*), count(DISTINCT email) FROM users"))
                .isEqualTo("8000|8000");
        assertThat(server.value(local, "SELECT count(*) FROM users WHERE email !~ '^user_[0-9a-f]{16}@example.com$'"))
                .isEqualTo("0");
        assertThat(server.value(local, "SELECT count(*) FROM orders")).isEqualTo("100000");
        assertThat(server.query(
                        local, "SELECT datname FROM pg_database WHERE datname LIKE current_database() || '_sync%'"))
                .isEmpty();
    }
}
