package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.PostgresServer;
import dev.dbsync.core.testing.SmallDisk;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The target's server has no room left, in the midst of a pull. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PullDiskFullTest {

    private static final int ENOUGH = 200_000;

    @RegisterExtension
    static final PostgresServer server = PostgresServer.own();

    @TempDir
    Path directory;

    private Database prod;
    private Database local;
    private PullProject project;
    private SmallDisk disk;

    @BeforeEach
    void aTablespaceOnASmallDisk() throws Exception {
        assumeTrue(
                System.getProperty("sync.test.postgres", "embedded").equals("embedded"),
                "only a server of this machine's own can have its tablespace on a small disk");
        disk = SmallDisk.of(ENOUGH, directory);
        server.execute(server.maintenance(), "CREATE TABLESPACE small LOCATION '" + disk.directory() + "'");
        prod = server.createDatabase("prod", true);
        local = server.createDatabase("local");
        project = new PullProject(directory, prod, local)
                .script("V1__parent.sql", "CREATE TABLE parent (id int PRIMARY KEY, pad text);")
                .script(
                        "V2__child.sql",
                        "CREATE TABLE child (id int PRIMARY KEY, parent int REFERENCES parent, pad text);"
                                + " CREATE INDEX child_pad ON child (pad, id);")
                .rules("""
                        parent: { pad: keep }
                        child: { pad: keep }
                        """);
        project.migrate(prod);
        server.execute(prod, "INSERT INTO parent SELECT i, 'p' FROM generate_series(1, 1000) i", """
                INSERT INTO child
                SELECT i, 1 + i % 1000, 'xxxx' || (SELECT string_agg(md5((i * 20 + k)::text), '') FROM generate_series(1, 20) k)
                FROM generate_series(1, 25000) i
                """, "ANALYZE");
    }

    @AfterEach
    void theDiskIsGoneWithAllThatIsOnIt() throws Exception {
        if (disk != null) {
            // A server whose disk is full cannot even drop a database.
            disk.grow(ENOUGH);
            server.dropDatabases();
            disk.clear();
            server.execute(server.maintenance(), "DROP TABLESPACE IF EXISTS small");
            disk.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TABLE child", "INDEX child_pad"})
    void rowsOrIndexesWithoutRoomEndAPullInPlaceThatIsResumedOnceThereIsSome(String full) throws Exception {
        List<String> before = filledInPlace(full);

        PullReport report = project.pull();

        sayDiskFull(report.outcome(), report.problems());
        assertThat(text(report.problems())).contains("-Dsync.resume", "-Dsync.restoreIndexes");
        PullReport again = project.resume(true).pull();
        sayDiskFull(again.outcome(), again.problems());

        disk.grow(ENOUGH);
        PullReport resumed = project.resume(true).pull();

        assertThat(resumed.problems()).isEmpty();
        assertThat(resumed.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(schema()).isEqualTo(before);
        allIsThere();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TABLE child", "INDEX child_pad"})
    void whatWasSetAsideComesBackOnceThereIsRoom(String full) throws Exception {
        List<String> before = filledInPlace(full);
        sayDiskFull(project.pull());
        if (full.startsWith("INDEX")) {
            RestoreIndexesReport still = project.restoreIndexes();
            sayDiskFull(still.outcome(), still.problems());
        }

        disk.grow(ENOUGH);
        RestoreIndexesReport restored = project.restoreIndexes();

        assertThat(restored.problems()).isEmpty();
        assertThat(restored.outcome()).isEqualTo(Outcome.RESTORED);
        assertThat(schema()).isEqualTo(before);
        assertThat(project.pull().outcome()).isEqualTo(Outcome.PULLED);
        assertThat(schema()).isEqualTo(before);
        allIsThere();
    }

    @Test
    void oneTransactionWithoutRoomLeavesTheTargetAsItWas() throws Exception {
        filledInPlace("TABLE child");
        List<String> before = TargetState.of(server, local);

        PullReport report = project.mode("transaction").pull();

        sayDiskFull(report);
        assertThat(TargetState.of(server, local)).isEqualTo(before);
        disk.grow(ENOUGH);
        assertThat(project.pull().outcome()).isEqualTo(Outcome.PULLED);
        allIsThere();
    }

    @Test
    void aSwapWithoutRoomForAnEmptyDatabaseLeavesTheTargetAndNothingElse() throws Exception {
        localOnTheSmallDisk(2000);
        List<String> before = TargetState.of(server, local);

        PullReport report = project.mode("swap").pull();

        assertThat(report.outcome()).isIn(Outcome.FAILED, Outcome.REFUSED);
        assertThat(text(report.problems())).contains("disk is full", "make room there");
        assertThat(TargetState.of(server, local)).isEqualTo(before);
        disk.grow(ENOUGH);
        PullReport anew = project.pull();
        assertThat(anew.problems()).isEmpty();
        assertThat(anew.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(databases()).containsExactly(name());
        allIsThere();
    }

    /** Too little for its rows, too little for its indexes. */
    @ParameterizedTest
    @ValueSource(ints = {20_000, 33_000})
    void aSwapWithoutRoomLeavesTheTargetAndIsResumedOnceThereIsSome(int room) throws Exception {
        localOnTheSmallDisk(room);
        List<String> before = TargetState.of(server, local);

        PullReport report = project.mode("swap").pull();

        sayDiskFull(report);
        assertThat(TargetState.of(server, local)).isEqualTo(before);
        assertThat(text(report.problems())).contains("local is as it was", "-Dsync.resume");
        assertThat(databases()).hasSize(2);

        disk.grow(ENOUGH);
        PullReport resumed = project.resume(true).pull();

        assertThat(resumed.problems()).isEmpty();
        assertThat(resumed.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(databases()).containsExactly(name());
        allIsThere();
    }

    /** Something of the target has come to the small disk, which will not hold it when it is full. */
    private List<String> filledInPlace(String full) throws Exception {
        project.mode("in-place").migrate(local);
        server.execute(local, "ALTER " + full + " SET TABLESPACE small", "INSERT INTO parent VALUES (-1, 'old')");
        disk.grow(used() + 4000);
        return schema();
    }

    private void localOnTheSmallDisk(int room) throws Exception {
        project.migrate(local);
        server.execute(local, "INSERT INTO parent VALUES (-1, 'kept')");
        server.execute(server.maintenance(), "ALTER DATABASE \"" + name() + "\" SET TABLESPACE small");
        disk.grow(room + used());
    }

    private int used() throws Exception {
        FileStore store = Files.getFileStore(disk.directory());
        return (int) ((store.getTotalSpace() - store.getUsableSpace()) / 1024);
    }

    private List<String> databases() {
        return server.query(
                server.maintenance(),
                "SELECT datname FROM pg_database WHERE datname LIKE '" + name() + "%' ORDER BY datname");
    }

    private String name() {
        return local.url().database();
    }

    private List<String> schema() {
        List<String> schema = new ArrayList<>(TargetState.schema(server, local));
        schema.addAll(server.query(local, """
                SELECT 'place', c.relname, coalesce(t.spcname, '')
                FROM pg_class c
                         LEFT JOIN pg_tablespace t ON t.oid = c.reltablespace
                WHERE relnamespace = 'public'::regnamespace
                ORDER BY 2
                """));
        return schema;
    }

    private void allIsThere() {
        for (String table : List.of("parent", "child")) {
            String rows = "SELECT count(*), md5(string_agg(t::text, ',' ORDER BY id)) FROM " + table + " t";
            assertThat(server.query(local, rows)).isEqualTo(server.query(prod, rows));
        }
    }

    private static void sayDiskFull(PullReport report) {
        sayDiskFull(report.outcome(), report.problems());
    }

    private static void sayDiskFull(Outcome outcome, List<Problem> problems) {
        assertThat(outcome).isEqualTo(Outcome.FAILED);
        assertThat(text(problems)).contains("SQLSTATE 53100", "The server's disk is full: make room there");
        assertThat(text(problems)).containsPattern("[Nn]o space (is )?left on");
        assertThat(text(problems)).doesNotContain("xxxx");
    }

    private static String text(List<Problem> problems) {
        return problems.stream().map(Problem::text).collect(Collectors.joining("\n"));
    }
}
