package dev.dbsync.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.config.BackupConfig.Engine;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.LostReply;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.report.RestoreText;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.LinkStop;
import dev.dbsync.core.testing.LinkStop.Moment;
import dev.dbsync.core.testing.PostgresServer;
import dev.dbsync.core.testing.Sessions;
import dev.dbsync.core.testing.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A link that is cut at the end of a restore: whether the backup is there is said only where it is known. */
class RestoreLostReplyTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    @TempDir
    Path directory;

    private Path backup;
    private Database target;

    @BeforeEach
    void aBackupAndAnEmptyDatabase() {
        Database prod = server.createDatabase("prod");
        server.execute(prod, "CREATE TABLE item (id int)", "INSERT INTO item VALUES (1)");
        backup = BackupRoundTrip.take(
                        prod,
                        BackupRoundTrip.config(directory.resolve("backups"), Engine.BUILT_IN),
                        BackupRoundTrip.PLAN,
                        EventSink.none())
                .path();
        target = server.createDatabase("restored");
    }

    @Test
    void aReplyThatIsLostAfterTheCommitIsAskedFor() throws Exception {
        try (TcpProxy link = new TcpProxy(target)) {
            RestorePlan plan = BackupRoundTrip.plan(backup, link.through(target));
            LinkStop stop = link.stopAt("sync restore", TcpProxy.COMMIT, Moment.BEFORE_ANSWER, link::cut);

            RestoreReport report = BackupRoundTrip.execute(plan);

            stop.assertDone();
            assertThat(report.outcome()).isEqualTo(Outcome.RESTORED);
            assertThat(server.value(target, "SELECT count(*) FROM item")).isEqualTo("1");
        }
    }

    @Test
    void aSessionThatIsEndedAfterTheCommitIsAskedForToo() throws Exception {
        try (TcpProxy link = new TcpProxy(target)) {
            RestorePlan plan = BackupRoundTrip.plan(backup, link.through(target));
            LinkStop stop = link.stopAt(
                    "sync restore",
                    TcpProxy.COMMIT,
                    Moment.BEFORE_ANSWER,
                    () -> new Sessions(server, target).terminate());

            RestoreReport report = BackupRoundTrip.execute(plan);

            stop.assertDone();
            assertThat(report.outcome()).isEqualTo(Outcome.RESTORED);
        }
    }

    @Test
    void aCommitThatDidNotReachTheServerChangedNothingAndTheReasonIsTheFirstOne() throws Exception {
        try (TcpProxy link = new TcpProxy(target)) {
            RestorePlan plan = BackupRoundTrip.plan(backup, link.through(target));
            LinkStop stop = link.stopAt("sync restore", TcpProxy.COMMIT, Moment.BEFORE_REQUEST, link::cut);

            assertThatThrownBy(() -> BackupRoundTrip.execute(plan))
                    .isInstanceOf(SyncException.class)
                    .hasMessageContaining("The restore failed, and nothing was changed")
                    .hasMessageContaining("SQLSTATE 08006");

            stop.assertDone();
            assertThat(server.query(target, "SELECT to_regclass('item') IS NULL"))
                    .containsExactly("t");
        }
    }

    @Test
    void whatBecameOfItIsUnknownWhereTheServerCannotBeAsked() throws Exception {
        try (TcpProxy link = new TcpProxy(target)) {
            RestorePlan plan = BackupRoundTrip.plan(backup, link.through(target));
            LinkStop stop = link.stopAt("sync restore", TcpProxy.COMMIT, Moment.BEFORE_ANSWER, () -> {
                link.refuse();
                link.cut();
            });

            Optional<Problem> unknown =
                    new BuiltInRestore(EventSink.none(), new LostReply(2, Duration.ZERO)).restore(plan);

            stop.assertDone();
            Problem problem = unknown.orElseThrow();
            assertThat(problem.what()).contains("the server could not be asked").doesNotContain("nothing was changed");
            assertThat(problem.remedy()).contains("Look at the target", "pg_xact_status('");
            RestoreReport report = RestoreReport.of(plan, Outcome.UNKNOWN, List.of(problem));
            assertThat(RestoreText.of(report)).startsWith("UNKNOWN restored").contains("unless it is committed");
        }
    }
}
