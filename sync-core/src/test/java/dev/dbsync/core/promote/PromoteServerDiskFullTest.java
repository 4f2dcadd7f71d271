package dev.dbsync.core.promote;

import static dev.dbsync.core.testing.DatabaseState.difference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.DatabaseState;
import dev.dbsync.core.testing.PostgresServer;
import dev.dbsync.core.testing.SmallDisk;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The target's server has no room left, in the midst of a promotion. */
class PromoteServerDiskFullTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.own();

    private static final int KILOBYTES = 4096;
    private static final DatabaseState STATE = new DatabaseState(server);

    @TempDir
    Path directory;

    private PromoteProject project;
    private SmallDisk disk;

    @BeforeEach
    void aTablespaceOnASmallDisk() throws Exception {
        assumeTrue(
                System.getProperty("sync.test.postgres", "embedded").equals("embedded"),
                "only a server of this machine's own can have its tablespace on a small disk");
        disk = SmallDisk.of(KILOBYTES, directory);
        server.execute(server.maintenance(), "CREATE TABLESPACE small LOCATION '" + disk.directory() + "'");
        project = new PromoteProject(directory, server)
                .script("V1__fee.sql", "CREATE TABLE fee (code int PRIMARY KEY, title text NOT NULL);")
                .script("V2__kept.sql", "CREATE TABLE kept AS SELECT generate_series(1, 10) AS id;")
                .with("lookups: [fee]\n");
        project.promote("dev");
        project.promote("test");
    }

    @AfterEach
    void theDiskIsGoneWithAllThatIsOnIt() throws Exception {
        if (disk != null) {
            server.dropDatabases();
            server.execute(server.maintenance(), "DROP TABLESPACE IF EXISTS small");
            disk.close();
        }
    }

    @Test
    void aDiskThatIsFullWhileScriptsRunLeavesTheTargetAsItWas() {
        project.script("V3__small.sql", "CREATE TABLE first (id int);")
                .script(
                        "V4__big.sql",
                        "CREATE TABLE big AS SELECT i AS id, repeat('x', 500) AS x FROM generate_series(1, 20000) i;");
        project.promote("dev");
        String name = "\"" + project.test.url().database() + "\"";
        server.execute(project.test, "ALTER DATABASE " + name + " SET default_tablespace = 'small'");
        List<String> before = STATE.exact(project.test);

        PromoteReport report = project.promote("test");

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.text())
                        .contains(
                                "V4__big.sql",
                                "no space is left on the server's disk",
                                "53100",
                                "The server's disk is full"));
        assertThat(difference(before, STATE.exact(project.test))).isEmpty();
        server.execute(project.test, "ALTER DATABASE " + name + " RESET default_tablespace");
        assertThat(project.promote("test").outcome()).isEqualTo(Outcome.PROMOTED);
    }

    @Test
    void aDiskThatIsFullAmidTheLookupMergeLeavesTheTargetAsItWas() {
        server.execute(project.dev, "INSERT INTO fee SELECT i, repeat('x', 500) FROM generate_series(1, 20000) i");
        server.execute(project.test, "INSERT INTO fee VALUES (0, 'kept')", "ALTER TABLE fee SET TABLESPACE small");
        project.script("V3__small.sql", "CREATE TABLE first (id int);");
        project.promote("dev");
        List<String> before = STATE.exact(project.test);

        PromoteReport report = project.promote("test");

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.text())
                        .contains(
                                "no space is left on the server's disk",
                                "53100",
                                "It was rolled back",
                                "The server's disk is full"));
        assertThat(difference(before, STATE.exact(project.test))).isEmpty();
        server.execute(project.test, "ALTER TABLE fee SET TABLESPACE pg_default");
        assertThat(project.promote("test").outcome()).isEqualTo(Outcome.PROMOTED);
    }
}
