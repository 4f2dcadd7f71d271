package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class JournalTableTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static final String ON = "promote: { journalTable: true }\n";
    private static final String LOOKUPS = "lookups: [fee_group]\n";

    @TempDir
    Path directory;

    private PromoteProject project;

    @BeforeEach
    void oneScriptAndAJournal() {
        project = new PromoteProject(directory, server)
                .script("V1__fee.sql", "CREATE TABLE fee_group (code text PRIMARY KEY, title text);")
                .with(LOOKUPS + ON);
        project.promote("dev");
        server.execute(project.dev, "INSERT INTO fee_group VALUES ('a', 'Sesame'), ('b', 'B')");
    }

    @Test
    void eachPromotionLeavesARowOfItsOwn() {
        PromoteReport first = project.promote("test");
        server.execute(
                project.dev,
                "DELETE FROM fee_group WHERE code = 'b'",
                "UPDATE fee_group SET title = 'Other' WHERE code = 'a'");
        PromoteReport second = project.promote("test");

        assertThat(List.of(first.outcome(), second.outcome())).containsOnly(Outcome.PROMOTED);
        assertThat(server.query(project.test, """
                        SELECT plan_id, promoted_by, source, target, from_version, to_version, migrations,
                               rows_inserted, rows_updated, rows_deleted
                        FROM sync_journal ORDER BY promoted_at
                        """))
                .containsExactly(row(first, "dev|test|∅|1|1|2|0|0"), row(second, "dev|test|1|1|0|0|1|1"));
        assertThat(server.query(project.test, "SELECT j::text FROM sync_journal j")
                        .toString())
                .doesNotContain("Sesame");
        assertThat(server.query(project.dev, "SELECT source, migrations FROM sync_journal"))
                .containsExactly("the checkout|1");
    }

    @Test
    void aPromotionThatFailsLeavesNone() {
        project.promote("test");
        List<String> before = project.state(project.test);
        server.execute(project.dev, "INSERT INTO fee_group VALUES ('c', 'C')");
        server.execute(
                project.test,
                "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$",
                "CREATE CONSTRAINT TRIGGER no AFTER INSERT ON fee_group DEFERRABLE INITIALLY DEFERRED"
                        + " FOR EACH ROW EXECUTE FUNCTION no()");

        assertThat(project.promote("test").outcome()).isEqualTo(Outcome.FAILED);

        assertThat(project.state(project.test)).isEqualTo(before);
    }

    @Test
    void itIsOnlyMadeWhereItIsWanted() {
        project.withOnly(LOOKUPS);
        PromotePlan without = project.plan("test");
        assertThat(without.notices()).noneMatch(notice -> notice.contains("sync_journal"));
        project.execute(without);
        assertThat(server.query(project.test, "SELECT to_regclass('sync_journal')"))
                .containsExactly("∅");

        server.execute(project.dev, "INSERT INTO fee_group VALUES ('d', 'D')");
        PromotePlan still = project.plan("test");
        project.withOnly(LOOKUPS + ON);
        PromotePlan with = project.plan("test");
        assertThat(with.id()).isNotEqualTo(still.id());
        assertThat(with.notices()).anyMatch(notice -> notice.contains("sync_journal"));
    }

    @Test
    void itIsNoLookupTable() {
        project.withOnly("lookups: [fee_group, sync_journal]\n");

        assertThatThrownBy(() -> project.plan("test"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("sync_journal");
    }

    private static String row(PromoteReport report, String rest) {
        return report.planId().orElseThrow() + "|" + System.getProperty("user.name") + "|" + rest;
    }
}
