package dev.dbsync.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dbsync.core.config.BackupConfig.Engine;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.LinkStop;
import dev.dbsync.core.testing.LinkStop.Moment;
import dev.dbsync.core.testing.PostgresServer;
import dev.dbsync.core.testing.TcpProxy;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What pg_dump wrote, restored over what a target holds: all of it, or nothing. */
class PgDumpOverwriteTest {

    @RegisterExtension
    static final PostgresServer server = PgDumpServer.forTheClass();

    @TempDir
    Path directory;

    private PgClient client;
    private Database prod;
    private Path backup;

    @BeforeEach
    void aBackupOfTwoItemsAndALargeObject() {
        PgDumpServer.assumeUsable(server);
        client = PgDumpServer.client(server).orElseThrow();
        assumeTrue(client.hasPsql(), "no psql beside pg_restore");
        prod = server.createDatabase("prod");
        server.execute(
                prod,
                "CREATE TABLE item (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text)",
                "INSERT INTO item (name) VALUES ('first'), ('second')",
                "SELECT lo_from_bytea(4711, 'large')");
        backup = BackupRoundTrip.take(
                        prod,
                        BackupRoundTrip.config(directory.resolve("backups"), Engine.PG_DUMP),
                        BackupRoundTrip.PLAN,
                        EventSink.none())
                .path();
    }

    @Test
    void whateverTheTargetHeldIsGoneAndTheBackupIsThere() {
        Database target = server.createDatabase("test");
        server.execute(target, DatabaseComparison.resource("everything.sql").split("\n----\n"));
        server.execute(
                target,
                "CREATE FUNCTION \"odd }{ name; :x\"(a int, VARIADIC b text[]) RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "CREATE TABLE \"täble 'quoted' \\ $sync$\" ()",
                "CREATE PUBLICATION everything FOR ALL TABLES",
                "SELECT lo_create(0)");

        assertThat(execute(plan(target)).outcome()).isEqualTo(Outcome.RESTORED);

        new DatabaseComparison(server).requireSame(prod, target);
        assertThat(server.query(target, "SELECT oid FROM pg_largeobject_metadata"))
                .containsExactly("4711");
        assertThat(server.value(target, "SELECT count(*) FROM pg_publication")).isEqualTo("0");
    }

    /**
     * It fails at the primary key, behind the rows and the large objects, whose script has a transaction of its own.
     */
    @Test
    void aFailureAtTheVeryEndLeavesTheTargetAsItWas() throws IOException {
        Database target = held();
        RestorePlan plan = plan(target);
        replaceRows("1\tAnn\n1\tann@example.com\n\\.\n\n\n");

        assertThatThrownBy(() -> execute(plan))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("nothing was changed")
                .hasMessageContaining("SQLSTATE 23505")
                .hasMessageNotContaining("ann@example.com");

        new DatabaseComparison(server).requireSame(held(), target);
    }

    @Test
    void rowsThatCannotBeReadLeaveTheTargetAsItWasAndAreNotQuoted() throws IOException {
        Database target = held();
        RestorePlan plan = plan(target);
        replaceRows("ann@example.com\tonly\n\\.\n\n\n");

        assertThatThrownBy(() -> execute(plan))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("SQLSTATE 22P02")
                .hasMessageNotContaining("ann@example.com");

        new DatabaseComparison(server).requireSame(held(), target);
    }

    @Test
    void aFileThatEndsTooEarlyLeavesTheTargetAsItWas() throws IOException {
        Database target = held();
        RestorePlan plan = plan(target);
        Path rows = rows();
        byte[] whole = Files.readAllBytes(rows);
        Files.write(rows, Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> execute(plan)).isInstanceOf(SyncException.class);

        new DatabaseComparison(server).requireSame(held(), target);
    }

    @Test
    void aKilledPgRestoreLeavesTheTargetAsItWas() throws IOException {
        Database target = held();
        RestorePlan plan = plan(target);
        // The script without its COMMIT, which comes last.
        PgClient fake = tools("pg_restore", "\"%s\" \"$@\" | sed '/^COMMIT;$/,$d'; kill -9 $$");

        assertThatThrownBy(() -> new PgDumpRestore(List.of(fake), EventSink.none()).restore(plan))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("nothing was changed");

        new DatabaseComparison(server).requireSame(held(), target);
    }

    @Test
    void aKilledPsqlLeavesTheTargetAsItWas() throws IOException {
        Database target = held();
        RestorePlan plan = plan(target);
        // What the real one is given ends before the last word, and its exit code is lost with the shell.
        PgClient fake = tools("psql", "sed '/^COMMIT;$/,$d' | \"%s\" \"$@\"; kill -9 $$");

        assertThatThrownBy(() -> new PgDumpRestore(List.of(fake), EventSink.none()).restore(plan))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("nothing was changed");

        new DatabaseComparison(server).requireSame(held(), target);
    }

    @Test
    void whatAppearsBetweenPlanAndExecutionIsRefusedAndStays() {
        Database target = held();
        RestorePlan plan = plan(target);
        server.execute(target, "CREATE TABLE early_bird ()");

        assertThatThrownBy(() -> execute(plan))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("has changed since the plan was made");

        assertThat(server.value(target, "SELECT to_regclass('early_bird')::text"))
                .isEqualTo("early_bird");
        assertThat(server.value(target, "SELECT count(*) FROM own.note")).isEqualTo("1");
    }

    @Test
    void aServerThatIsLostAtTheVeryEndIsNotSaidToHaveChangedNothing() throws Exception {
        for (Database target : List.of(held(), server.createDatabase("empty"))) {
            try (TcpProxy link = new TcpProxy(target)) {
                RestorePlan plan = plan(link.through(target));
                LinkStop stop = link.stopAt("sync backup", "(^|\\x00)COMMIT;?\\x00", Moment.BEFORE_ANSWER, link::cut);

                assertThatThrownBy(() -> execute(plan))
                        .isInstanceOf(SyncException.class)
                        .hasMessageContaining(" lost the server")
                        .hasMessageContaining("Unless that was at the very end, nothing was changed")
                        .hasMessageContaining("restored whole");

                stop.assertDone();
                assertThat(server.value(target, "SELECT count(name) FROM item")).isEqualTo("2");
            }
        }
    }

    private Database held() {
        Database database = server.createDatabase("test");
        server.execute(
                database,
                "CREATE SCHEMA own",
                "CREATE TABLE own.note (text text)",
                "INSERT INTO own.note VALUES ('kept')",
                "CREATE TABLE item (id int)",
                "INSERT INTO item VALUES (5)",
                "SELECT lo_from_bytea(815, 'kept')");
        return database;
    }

    private RestorePlan plan(Database target) {
        return BackupRoundTrip.plan(backup, target, true);
    }

    private static RestoreReport execute(RestorePlan plan) {
        return BackupRoundTrip.execute(plan);
    }

    private Path rows() throws IOException {
        try (Stream<Path> files = Files.list(backup.resolve(PgDumpBackup.DUMP))) {
            return files.filter(file -> file.getFileName().toString().matches("\\d+\\.dat\\.gz"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** As a disk would that changed them after the plan was made. */
    private void replaceRows(String rows) throws IOException {
        try (OutputStream other = new GZIPOutputStream(Files.newOutputStream(rows()))) {
            other.write(rows.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The client's tools, one of them replaced by a script. */
    private PgClient tools(String replaced, String script) throws IOException {
        Path fake = Files.createDirectory(directory.resolve("bin"));
        for (String tool : List.of("pg_dump", "pg_restore", "psql")) {
            String real = client.directory().resolve(tool).toString();
            Path file = Files.writeString(
                    fake.resolve(tool),
                    "#!/bin/sh\n" + (tool.equals(replaced) ? script : "exec \"%s\" \"$@\"").formatted(real) + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        }
        return new PgClient(fake, client.major(), client.version());
    }
}
