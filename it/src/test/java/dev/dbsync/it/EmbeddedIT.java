package dev.dbsync.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dbsync.core.embedded.EmbeddedPostgres;
import dev.dbsync.it.maven.MavenRun;
import dev.dbsync.it.maven.MavenSetup;
import dev.dbsync.it.maven.RunReport;
import dev.dbsync.it.maven.TerminalRun;
import dev.dbsync.it.quickstart.Quickstart;
import dev.dbsync.it.quickstart.ShopSeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The quickstart project as it is: every environment a server of the project's own. */
class EmbeddedIT {

    /** Four servers' data: too much to keep, unless a failure is to be looked into. */
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path temporary;

    private final MavenSetup setup = MavenSetup.ofBuild();
    private Quickstart project;
    private MavenRun maven;

    @BeforeEach
    void aProjectOfItsOwn() throws IOException {
        project = new Quickstart(Path.of("quickstart").toAbsolutePath()).copyTo(temporary.resolve("embedded shop"));
        maven = new MavenRun(setup, project.directory());
    }

    @Test
    void theThreeGoalsWorkOnServersThatStartAndStopWithThem() {
        seed();

        succeed("sync:promote", "-Dto=test", "-Dsync.confirm=yes");
        succeed("sync:promote", "-Dto=prod", "-Dsync.dryRun");
        String planId = RunReport.read(project.report("promote")).text("planId");
        succeed("sync:promote", "-Dto=prod", "-Dsync.confirm=" + planId);
        succeed("sync:pull-prod");
        succeed("sync:status", "-Dsync.failIfOutOfSync");

        assertThat(RunReport.read(project.report("pull-prod")).text("outcome")).isEqualTo("PULLED");
        assertThat(RunReport.read(project.report("status")).isTrue("inSync")).isTrue();
        noServerIsLeft();
    }

    @Test
    void aSecondMavenAtTheSameTimeIsToldSo() {
        seed();
        MavenRun.Result second;
        try (EmbeddedPostgres first = project.servers()) {
            Quickstart.database(first, "test");

            second = maven.batch("sync:promote", "-Dto=test", "-Dsync.confirm=yes");
        }

        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.output()).contains("in use by another run").contains("process");
        succeed("sync:promote", "-Dto=test", "-Dsync.confirm=yes");
    }

    @Test
    void controlCStopsTheServers() {
        assumeTrue(TerminalRun.isPossible(), "no 'script' of util-linux here, so there is no pseudo-terminal");
        assumeFalse(TerminalRun.controlCIsIgnored(), "this build runs in the background, where Ctrl-C is ignored");
        seed();

        try (TerminalRun terminal = TerminalRun.start(setup, project.directory(), "sync:promote", "-Dto=test")) {
            terminal.await("yes");
            assertThat(pidFile("test")).exists();
            terminal.typeControlC();

            assertThat(terminal.end()).isNotZero();
        }

        noServerIsLeft();
        succeed("sync:promote", "-Dto=test", "-Dsync.confirm=yes");
    }

    @Test
    void theQuickstartDeclaresThePluginOfThisBuild() throws IOException {
        assertThat(Files.readString(project.directory().resolve("pom.xml")))
                .contains("<version>" + System.getProperty("it.version") + "</version>");
    }

    private void seed() {
        try (EmbeddedPostgres servers = project.servers()) {
            ShopSeed seed = new ShopSeed(project);
            seed.dev(Quickstart.database(servers, "dev"), 50);
            seed.test(Quickstart.database(servers, "test"), 50);
            seed.prod(Quickstart.database(servers, "prod"), 500);
        }
    }

    private void succeed(String... arguments) {
        MavenRun.Result run = maven.batch(arguments);
        assertThat(run.exitCode()).as(run.output()).isZero();
    }

    private void noServerIsLeft() {
        for (String environment : List.of("dev", "test", "prod", "local")) {
            assertThat(pidFile(environment)).doesNotExist();
        }
    }

    private Path pidFile(String environment) {
        return project.directory()
                .resolve(".sync/embedded")
                .resolve(environment)
                .resolve("data/postmaster.pid");
    }
}
