package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.backup.BackupSpace;
import dev.dbsync.core.config.BackupConfig;
import dev.dbsync.core.config.BackupConfig.Engine;
import dev.dbsync.core.config.BackupConfig.Scope;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.report.PromoteJson;
import dev.dbsync.core.report.PromoteText;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ChosenBackupTest {

    private static final long SMALL = 10L << 30;
    private static final long LARGE = SMALL + 1;

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    @TempDir
    Path directory;

    @Test
    void aLargeProtectedTargetMustNameItsBackup() {
        assertThat(refusal(false, false, LARGE, true, false)).hasValueSatisfying(problem -> {
            assertThat(problem.what())
                    .contains("'prod' is protected and has 10.0 GB")
                    .contains("neither backup.directory nor backup.scope is");
            assertThat(problem.remedy()).contains("backup: { directory: ", "scope: full }");
        });
        assertThat(refusal(true, false, LARGE, true, false))
                .hasValueSatisfying(problem -> assertThat(problem.what()).contains("backup.scope is not"));
        assertThat(refusal(false, true, LARGE, true, false))
                .hasValueSatisfying(problem -> assertThat(problem.what()).contains("backup.directory is not"));
        assertThat(refusal(true, true, LARGE, true, false)).isEmpty();
    }

    @Test
    void aSmallOrUnprotectedTargetNeedNot() {
        assertThat(refusal(false, false, SMALL, true, false)).isEmpty();
        assertThat(refusal(false, false, LARGE, false, true)).isEmpty();
    }

    @Test
    void onABuildServerEveryProtectedTargetMust() {
        assertThat(refusal(false, false, SMALL, true, true))
                .hasValueSatisfying(problem -> assertThat(problem.what()).contains("CI=true"));
        assertThat(refusal(true, true, SMALL, true, true)).isEmpty();
    }

    @Test
    void aBuildServersPromotionToProductionIsRefusedByThePlanAndGoesThroughOnceItIsSaid() {
        PromoteProject project = new PromoteProject(directory, server)
                .script("V1__item.sql", "CREATE TABLE item (id int PRIMARY KEY)")
                .variable("CI", "true");
        assertThat(project.promote("dev").outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(project.promote("test").outcome()).isEqualTo(Outcome.PROMOTED);

        assertThatThrownBy(() -> project.plan("prod"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("'prod' is protected and is promoted on a build server (CI=true)")
                .hasMessageContaining("sync.yaml")
                .hasMessageContaining("backup: { directory: ");
        project.with("backup: { directory: kept, scope: full }");
        PromotePlan plan = project.plan("prod");
        assertThat(project.execute(plan).outcome()).isEqualTo(Outcome.PROMOTED);

        project.withOnly("");
        assertThat(project.plan("prod").hasWork()).isFalse();
    }

    @Test
    void thePlanShowsTheDatabasesSizeTheEstimateAndTheFreeSpace() {
        PromoteProject project =
                new PromoteProject(directory, server).script("V1__item.sql", "CREATE TABLE item (id int PRIMARY KEY)");

        PromotePlan plan = project.plan("dev");

        BackupSpace space = plan.backup().orElseThrow();
        assertThat(space.databaseBytes()).isGreaterThan(1L << 20);
        assertThat(PromoteText.of(plan))
                .containsPattern(
                        "Backup: full, about [0-9.]+ MB of a database of [0-9.]+ MB, [0-9.]+ .B free, into .*backups");
        PromoteReport report = PromoteReport.ended(
                new PromoteRequest("dev", true), Optional.empty(), Optional.of(plan), Outcome.DRY_RUN, List.of());
        assertThat(PromoteJson.of(report))
                .contains("\"databaseBytes\" : " + space.databaseBytes())
                .contains("\"estimatedBytes\" : " + space.estimatedBytes())
                .contains("\"freeBytes\" : " + space.freeBytes());
    }

    private Optional<Problem> refusal(
            boolean directoryNamed, boolean scopeNamed, long bytes, boolean isProtected, boolean isBuildServer) {
        return ChosenBackup.refusal(
                new BackupConfig(directory, 10, Engine.AUTO, Scope.FULL, directoryNamed, scopeNamed),
                new BackupSpace(bytes, 0, bytes, bytes, directory, Scope.FULL),
                "prod",
                isProtected,
                isBuildServer,
                "sync.yaml");
    }
}
