package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.report.PromoteText;
import dev.dbsync.core.run.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The files of promote.before belong to the first transaction of a promotion, also of one that is interrupted. */
class PromoteHooksResumedTest extends SegmentsFixture {

    @BeforeEach
    void aHookThatCannotBeRunTwice() throws IOException {
        server.execute(project.dev, "CREATE TABLE paused (job int PRIMARY KEY)");
        Files.createDirectories(project.file("hooks"));
        Files.writeString(project.file("hooks/before.sql"), "INSERT INTO paused VALUES (1);");
        project.with("promote: { before: [hooks/before.sql] }\n")
                .script("V2__index.sql", "CREATE INDEX CONCURRENTLY missing_n ON missing (n);");
    }

    @Test
    void whatHasRunWithTheCommittedBeginningIsNotRunAgain() throws IOException {
        PromotePlan first = project.plan("dev");
        assertThat(first.before()).containsExactly("hooks/before.sql");
        assertThat(project.execute(first).committed()).isEqualTo(1);
        server.execute(project.dev, "CREATE TABLE missing (n int)");

        PromotePlan resumed = project.plan("dev");
        assertThat(resumed.before()).isEmpty();
        assertThat(PromoteText.of(resumed))
                .contains("promote.before belongs to the first transaction of the interrupted promotion")
                .doesNotContain("Before the migrations");
        Files.writeString(project.file("hooks/before.sql"), "SELECT 1;");
        assertThat(project.plan("dev").id())
                .as("what is not run is no part of the id")
                .isEqualTo(resumed.id());

        assertThat(project.execute(resumed).problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT job FROM paused")).containsExactly("1");
    }

    @Test
    void whereNothingWasCommittedItRunsWithTheNextAttempt() throws IOException {
        Files.writeString(project.file("hooks/before.sql"), "INSERT INTO paused SELECT 1 / count(*) FROM go;");
        server.execute(project.dev, "CREATE TABLE go (n int); CREATE TABLE missing (n int)");
        assertThat(project.promote("dev").outcome()).isEqualTo(Outcome.FAILED);
        server.execute(project.dev, "INSERT INTO go VALUES (1)");

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT job FROM paused")).containsExactly("1");
    }

    @Test
    void aPullThatWasInterruptedHasNotRunIt() {
        server.execute(project.dev, """
                CREATE TABLE sync_promotion (
                    plan_id text NOT NULL, started_at timestamptz NOT NULL, segment int NOT NULL, segments int NOT NULL,
                    script text, content text, begun int NOT NULL DEFAULT 0, done int NOT NULL DEFAULT 0,
                    invalid_before text[] NOT NULL DEFAULT '{}');
                INSERT INTO sync_promotion VALUES ('pull-prod migrations', now(), 1, 3)
                """);

        PromotePlan plan = project.plan("dev");
        assertThat(plan.before()).containsExactly("hooks/before.sql");
        assertThat(project.execute(plan).committed()).isEqualTo(1);
        server.execute(project.dev, "CREATE TABLE missing (n int)");

        assertThat(project.plan("dev").before()).isEmpty();
        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT job FROM paused")).containsExactly("1");
    }
}
