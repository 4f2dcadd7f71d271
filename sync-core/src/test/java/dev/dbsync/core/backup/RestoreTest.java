package dev.dbsync.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.config.BackupConfig;
import dev.dbsync.core.config.BackupConfig.Engine;
import dev.dbsync.core.config.BackupConfig.Scope;
import dev.dbsync.core.config.ConfigFile;
import dev.dbsync.core.config.Credentials;
import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.config.Variables;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.Environments;
import dev.dbsync.core.database.PromoteLock;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.report.RestoreJson;
import dev.dbsync.core.report.RestoreText;
import dev.dbsync.core.run.Confirmation;
import dev.dbsync.core.run.ConfirmationLevel;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.PostgresServer;
import dev.dbsync.core.testing.Sessions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RestoreTest {

    private static final String NO_TABLES = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace";

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    @TempDir
    Path project;

    @Test
    void anythingInTheTargetIsNamedAndRefused() {
        Path backup = taken(seeded("prod"), Engine.BUILT_IN);
        for (String object : List.of(
                "CREATE TABLE left_over ()",
                "CREATE VIEW left_over AS SELECT 1",
                "CREATE TYPE left_over AS ENUM ('a')",
                "CREATE FUNCTION left_over() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "CREATE SCHEMA left_over")) {
            Database target = server.createDatabase("restored");
            server.execute(target, object);

            assertThatThrownBy(() -> BackupRoundTrip.plan(backup, target))
                    .as(object)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("left_over");
        }
    }

    @Test
    void aPromotionThatIsRunningIsNotMet() {
        Path backup = taken(seeded("prod"), Engine.BUILT_IN);
        Database target = server.createDatabase("restored");
        RestorePlan plan = BackupRoundTrip.plan(backup, target);

        try (PromoteLock ofAPromotion = PromoteLock.take(target, EventSink.none())) {
            assertThatThrownBy(() -> BackupRoundTrip.execute(plan))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("Another promotion to this database, or a restore, is running");
            assertThat(server.value(target, NO_TABLES)).isEqualTo("0");
        }
        // The server takes a moment to notice that its client is gone.
        new Sessions(server, target).awaitGone();
        assertThat(BackupRoundTrip.execute(plan).outcome()).isEqualTo(Outcome.RESTORED);
    }

    @Test
    void whatAppearsInTheTargetBetweenPlanAndExecutionIsRefused() {
        Path backup = taken(seeded("prod"), Engine.BUILT_IN);
        Database target = server.createDatabase("restored");
        RestorePlan plan = BackupRoundTrip.plan(backup, target);
        server.execute(target, "CREATE TABLE early_bird ()");

        assertThatThrownBy(() -> execute(plan))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("early_bird");
    }

    @Test
    void aFailureHalfwayLeavesTheTargetEmpty() throws IOException {
        Path backup = taken(seeded("prod"), Engine.BUILT_IN);
        Database target = server.createDatabase("restored");
        RestorePlan plan = BackupRoundTrip.plan(backup, target);
        Path rows = plan.stored()
                .path()
                .resolve(plan.stored().manifest().tables().get(0).file());
        try (OutputStream fewer = new GZIPOutputStream(Files.newOutputStream(rows))) {
            fewer.write("1\tonly\n".getBytes());
        }

        assertThatThrownBy(() -> execute(plan))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("had 2 rows, and 1 were restored");
        assertThat(server.value(target, NO_TABLES)).isEqualTo("0");
    }

    @Test
    void aProtectedTargetWantsTheProtectedConfirmation() {
        Path backup = taken(seeded("prod"), Engine.BUILT_IN);

        assertThat(BackupRoundTrip.plan(backup, server.createDatabase("prod", true))
                        .confirmation())
                .isEqualTo(ConfirmationLevel.PROTECTED);
        assertThat(BackupRoundTrip.plan(backup, server.createDatabase("test")).confirmation())
                .isEqualTo(ConfirmationLevel.YES);
    }

    @Test
    void rowsOfAProtectedEnvironmentAreWarnedOfWhereTheTargetIsNot() {
        Database prod = server.createDatabase("prod", true);
        server.execute(prod, "CREATE TABLE item (id int, name text)");
        Path backup = taken(prod, Engine.BUILT_IN);

        assertThat(BackupRoundTrip.plan(backup, server.createDatabase("local")).warnings())
                .anyMatch(warning -> warning.contains("not masked"));
        assertThat(BackupRoundTrip.plan(backup, server.createDatabase("prod", true))
                        .warnings())
                .isEmpty();
    }

    @Test
    void rolesThatTheTargetLacksAreNamedAndDoneWithout() {
        Database source = seeded("prod");
        server.execute(
                source,
                "CREATE ROLE sync_test_gone_owner",
                "CREATE ROLE sync_test_gone_reader",
                "ALTER TABLE item OWNER TO sync_test_gone_owner",
                "GRANT SELECT ON item TO sync_test_gone_reader");
        Path backup = taken(source, Engine.BUILT_IN);
        server.execute(
                source,
                "DROP OWNED BY sync_test_gone_owner, sync_test_gone_reader CASCADE",
                "DROP ROLE sync_test_gone_owner, sync_test_gone_reader");
        Database target = server.createDatabase("restored");

        RestoreReport report = BackupRoundTrip.restore(backup, target);

        assertThat(report.warnings())
                .anyMatch(warning -> warning.contains("sync_test_gone_owner"))
                .anyMatch(warning -> warning.contains("sync_test_gone_reader"));
        assertThat(server.value(target, "SELECT count(*) FROM item")).isEqualTo("2");
    }

    @Test
    void aRoleThatOwnsTheDatabaseIsEnough() {
        Database source = seeded("prod");
        Path backup = taken(source, Engine.BUILT_IN);
        Database target = server.createDatabase("restored");
        server.execute(
                target,
                "DO $$ BEGIN CREATE ROLE sync_test_app LOGIN PASSWORD 'unused'; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                "ALTER DATABASE \"" + target.url().database() + "\" OWNER TO sync_test_app",
                "GRANT ALL ON SCHEMA public TO sync_test_app");

        BackupRoundTrip.restore(backup, server.as(target, "sync_test_app", "unused"));

        assertThat(server.value(target, "SELECT relowner::regrole FROM pg_class WHERE relname = 'item'"))
                .isEqualTo("sync_test_app");
    }

    @Test
    void theNewestBackupIsTakenUnlessOneIsNamed() {
        Database source = seeded("prod");
        Path older = taken(source, Engine.BUILT_IN);
        server.execute(source, "INSERT INTO item VALUES (3, 'third')");
        Path newer = taken(source, Engine.BUILT_IN);
        taken(seeded("test"), Engine.BUILT_IN);
        RestorePlanner planner = planner(server.createDatabase("prod"));

        assertThat(planner.plan(new RestoreRequest("prod", Optional.empty(), true))
                        .backup()
                        .path())
                .isEqualTo(newer);
        for (String named :
                List.of(older.getFileName().toString(), older.toString(), "backups/" + older.getFileName())) {
            RestorePlan plan = planner.plan(new RestoreRequest("prod", Optional.of(named), true));
            assertThat(plan.backup().path()).isEqualTo(older);
        }
        assertThatThrownBy(() -> planner.plan(new RestoreRequest("prod", Optional.of("nonsense"), true)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("There is no backup 'nonsense'");
        assertThatThrownBy(() -> planner.plan(new RestoreRequest("dev", Optional.empty(), true)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("There is no backup of 'dev'");
    }

    @Test
    void thePlanIdFollowsBackupAndTarget() {
        Database source = seeded("prod");
        Path one = taken(source, Engine.BUILT_IN);
        Path two = taken(source, Engine.BUILT_IN);
        Database target = server.createDatabase("restored");

        assertThat(BackupRoundTrip.plan(one, target).id())
                .isEqualTo(BackupRoundTrip.plan(one, target).id())
                .isNotEqualTo(BackupRoundTrip.plan(two, target).id())
                .isNotEqualTo(BackupRoundTrip.plan(one, server.createDatabase("restored"))
                        .id());
    }

    @Test
    void planAndReportSayWhatWasRestored() {
        Path backup = taken(seeded("prod"), Engine.BUILT_IN);
        Database target = server.createDatabase("restored");
        RestorePlan plan = BackupRoundTrip.plan(backup, target);

        assertThat(RestoreText.of(plan)).contains(backup.toString(), "2 rows of 1 tables", target.shown());
        RestoreReport report = execute(plan);
        assertThat(RestoreText.of(report)).startsWith("RESTORED: restored is as prod was at ");
        assertThat(RestoreJson.of(report))
                .contains("\"goal\" : \"restore\"", "\"outcome\" : \"RESTORED\"", "\"rows\" : 2");
        assertThat(report.counts()).containsEntry("rows", 2L).containsEntry("tables", 1L);

        RestoreReport early = RestoreReport.ended(
                new RestoreRequest("test", Optional.empty(), false), Optional.empty(), Outcome.REFUSED, List.of());
        assertThat(RestoreJson.of(early))
                .contains("\"to\" : \"test\"", "\"outcome\" : \"REFUSED\"", "\"backup\" : null");
    }

    private static RestoreReport execute(RestorePlan plan) {
        return new RestoreExecution(EventSink.none())
                .execute(new Confirmation(Optional.of("yes"), Optional.empty()).confirm(plan));
    }

    private Database seeded(String environment) {
        Database database = server.createDatabase(environment);
        server.execute(
                database,
                "CREATE TABLE item (id int PRIMARY KEY, name text)",
                "INSERT INTO item VALUES (1, 'first'), (2, 'second')");
        return database;
    }

    private Path taken(Database database, Engine engine) {
        return BackupRoundTrip.take(
                        database,
                        new BackupConfig(project.resolve("backups"), 10, engine, Scope.FULL),
                        BackupRoundTrip.PLAN,
                        EventSink.none())
                .path();
    }

    private RestorePlanner planner(Database prod) {
        try {
            Path file = Files.writeString(project.resolve("sync.yaml"), """
                    chain: [dev, prod]
                    environments:
                      dev:  { url: "%1$s", user: "%2$s", password: "%3$s" }
                      prod: { url: "%1$s", user: "%2$s", password: "%3$s" }
                    backup: { directory: backups }
                    """.formatted(
                            prod.url().jdbcUrl(),
                            prod.url().user().orElse("postgres"),
                            prod.url().password().orElse("unused")));
            SyncConfig config = ConfigFile.read(file, project);
            Variables variables = new Variables(name -> null, Map.of());
            return new RestorePlanner(
                    config, new Environments(config, variables, Credentials.none(), null), EventSink.none());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
