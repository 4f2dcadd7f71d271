package dev.dbsync.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.problem.SyncException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.inject.Inject;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.MavenSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is typed as {@code -D…} reaches the request. */
@MojoTest
class ParametersTest {

    @Inject
    private MavenSession session;

    @BeforeEach
    void typed() {
        Properties typed = session.getUserProperties();
        typed.setProperty("to", " test ");
        typed.setProperty("sync.dryRun", "true");
        typed.setProperty("sync.showValues", "true");
        typed.setProperty("sync.tables", "customer, order*");
        typed.setProperty("sync.exclude", "audit_log");
        typed.setProperty("sync.backup", "prod-2026-11-20");
        typed.setProperty("sync.env", "dev,prod");
        typed.setProperty("sync.from", "dev");
        typed.setProperty("sync.verify", "true");
        typed.setProperty("sync.overwrite", "true");
    }

    @Test
    @InjectMojo(goal = "promote")
    void ofPromote(PromoteMojo promote) {
        assertThat(promote.request().to()).isEqualTo("test");
        assertThat(promote.request().dryRun()).isTrue();
        assertThat(promote.request().showValues()).isTrue();
    }

    @Test
    @InjectMojo(goal = "pull-prod")
    void ofPullProd(PullProdMojo pull) {
        assertThat(pull.request().to()).isEqualTo(Optional.of("test"));
        assertThat(pull.request().tables()).isEqualTo(Optional.of(List.of("customer", "order*")));
        assertThat(pull.request().exclude()).isEqualTo(Optional.of(List.of("audit_log")));
        assertThat(pull.request().dryRun()).isTrue();
    }

    @Test
    @InjectMojo(goal = "pull-prod")
    @MojoParameter(name = "resume", value = "true")
    @MojoParameter(name = "restoreIndexes", value = "true")
    void ofPullProdThatContradictEachOther(PullProdMojo pull) {
        assertThatThrownBy(pull::checkParameters)
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("-Dsync.restoreIndexes");
    }

    @Test
    @InjectMojo(goal = "pull-prod")
    @MojoParameter(name = "migrate", value = "true")
    @MojoParameter(name = "restoreIndexes", value = "true")
    void ofPullProdOfWhichOneWouldBeIgnored(PullProdMojo pull) {
        assertThatThrownBy(pull::checkParameters)
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("-Dsync.migrate, -Dsync.restoreIndexes");
    }

    @Test
    @InjectMojo(goal = "restore")
    void ofRestore(RestoreMojo restore) {
        assertThat(restore.request().to()).isEqualTo("test");
        assertThat(restore.request().backup()).hasToString("Optional[prod-2026-11-20]");
        assertThat(restore.request().dryRun()).isTrue();
        assertThat(restore.request().overwrite()).isTrue();
    }

    @Test
    @InjectMojo(goal = "status")
    void ofStatus(StatusMojo status) {
        assertThat(status.request().environments()).containsExactly("dev", "prod");
    }

    @Test
    @InjectMojo(goal = "classify")
    void ofClassify(ClassifyMojo classify) {
        assertThat(classify.request().from()).isEqualTo(Optional.of("dev"));
        assertThat(classify.request().dryRun()).isTrue();
    }

    @Test
    @InjectMojo(goal = "backups")
    void ofBackups(BackupsMojo backups) {
        assertThat(backups.request().environments()).containsExactly("dev", "prod");
        assertThat(backups.request().verify()).isTrue();
    }

    @Test
    void whatIsNotTypedIsLeftToTheFile() {
        assertThat(Names.one(null)).isEmpty();
        assertThat(Names.one("  ")).isEmpty();
        assertThat(Names.list(null)).isEmpty();
        assertThat(Names.list(List.of())).isEmpty();
    }
}
