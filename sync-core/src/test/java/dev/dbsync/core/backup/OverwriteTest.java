package dev.dbsync.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dbsync.core.config.BackupConfig.Engine;
import dev.dbsync.core.config.ConfigFile;
import dev.dbsync.core.config.Credentials;
import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.config.Variables;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.Environments;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.report.RestoreJson;
import dev.dbsync.core.report.RestoreText;
import dev.dbsync.core.run.Confirmation;
import dev.dbsync.core.run.ConfirmationLevel;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.PostgresServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class OverwriteTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    @TempDir
    Path project;

    private Database prod;

    @BeforeEach
    void aProductionOfTwoItems() {
        prod = server.createDatabase("prod", true);
        server.execute(
                prod,
                "CREATE TABLE item (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text)",
                "INSERT INTO item (name) VALUES ('first'), ('second')");
    }

    @Test
    void whateverTheTargetHeldIsGoneAndTheBackupIsThere() {
        Path backup = taken(prod);
        Database target = server.createDatabase("test");
        server.execute(target, DatabaseComparison.resource("everything.sql").split("\n----\n"));
        server.execute(
                target,
                "CREATE FUNCTION \"odd }{ name\"(a int, VARIADIC b text[]) RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "CREATE PUBLICATION everything FOR ALL TABLES",
                "SELECT lo_create(0)");

        RestoreReport report = execute(plan(backup, target));

        assertThat(report.outcome()).isEqualTo(Outcome.RESTORED);
        new DatabaseComparison(server).requireSame(prod, target);
        assertThat(server.value(target, "SELECT count(*) FROM pg_largeobject_metadata"))
                .isEqualTo("0");
        assertThat(server.value(target, "SELECT count(*) FROM pg_publication")).isEqualTo("0");
        assertThat(server.value(target, "SELECT count(*) FROM pg_event_trigger"))
                .isEqualTo("0");
    }

    @Test
    void aDatabaseGoesBackToWhatItWas() {
        Database database = server.createDatabase("test");
        server.execute(database, DatabaseComparison.resource("everything.sql").split("\n----\n"));
        Path backup = taken(database);
        Database asItWas = server.createDatabase("twin");
        BackupRoundTrip.restore(backup, asItWas);
        server.execute(database, "CREATE SCHEMA regretted", "CREATE TABLE regretted.t AS SELECT 1 AS a");

        execute(plan(backup, database));

        new DatabaseComparison(server).requireSame(asItWas, database);
    }

    @Test
    void anExtensionInASchemaOfItsOwnComesBackToo() {
        assumeTrue(
                server.query(prod, "SELECT name FROM pg_available_extensions WHERE name = 'citext'")
                        .contains("citext"),
                "this server does not come with the extension citext");
        for (String statement : new String[] {
            "CREATE SCHEMA ext",
            "CREATE EXTENSION citext SCHEMA ext",
            "CREATE TABLE person (mail ext.citext PRIMARY KEY)",
            "INSERT INTO person VALUES ('Ann')"
        }) {
            server.execute(prod, statement);
        }
        Path backup = taken(prod);
        server.execute(prod, "DELETE FROM person");

        execute(plan(backup, prod));

        assertThat(server.value(prod, "SELECT count(*) FROM person")).isEqualTo("1");
    }

    @Test
    void aFailureHalfwayLeavesTheTargetAsItWas() throws IOException {
        Path backup = taken(prod);
        Database target = held("test");
        RestorePlan plan = plan(backup, target);
        Path rows = backup.resolve(plan.stored().manifest().tables().get(0).file());
        try (OutputStream fewer = new GZIPOutputStream(Files.newOutputStream(rows))) {
            fewer.write("1\tonly\n".getBytes());
        }

        assertThatThrownBy(() -> execute(plan))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("had 2 rows, and 1 were restored");

        new DatabaseComparison(server).requireSame(held("twin"), target);
    }

    @Test
    void whatCannotBeDroppedLeavesTheTargetAsItWas() {
        Path backup = taken(prod);
        Database target = held("test");
        server.execute(
                server.maintenance(),
                "DO $$ BEGIN CREATE ROLE sync_test_guest LOGIN PASSWORD 'unused';"
                        + " EXCEPTION WHEN duplicate_object THEN NULL; END $$");

        assertThatThrownBy(() -> execute(plan(backup, server.as(target, "sync_test_guest", "unused"))))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("nothing was changed: permission denied");

        new DatabaseComparison(server).requireSame(held("twin"), target);
    }

    @Test
    void withoutBeingToldNothingIsOverwritten() {
        Path backup = taken(prod);

        assertThatThrownBy(() -> BackupRoundTrip.plan(backup, held("test")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("The target is not empty")
                .hasMessageContaining("-Dsync.overwrite");
    }

    @Test
    void thePlanListsWhatWouldBeLostAndItsIdFollowsThat() {
        Path backup = taken(prod);
        Database target = held("test");
        server.execute(target, "INSERT INTO own.note SELECT 'x' FROM generate_series(1, 5000)", "ANALYZE own.note");

        RestorePlan plan = plan(backup, target);

        TargetLoss loss = plan.loss().orElseThrow();
        assertThat(loss.tables()).extracting(TargetLoss.LostTable::name).containsExactly("own.note", "public.item");
        assertThat(loss.tables().get(0).rows()).isGreaterThanOrEqualTo(5001);
        assertThat(loss.others()).containsEntry("view", 1L).containsEntry("schema", 1L);
        assertThat(RestoreText.of(plan))
                .contains(
                        "WHICH IS NOT EMPTY",
                        "Dropped first, for good: 2 tables with about ",
                        "own.note",
                        "public.item")
                .contains("no backup of it is taken");
        assertThat(plan.command()).endsWith(" -Dsync.overwrite");
        assertThat(plan.question()).startsWith("Drop all that test holds and restore ");
        assertThat(plan(backup, target).id()).isEqualTo(plan.id());
        server.execute(target, "CREATE VIEW another AS SELECT 1");
        assertThat(plan(backup, target).id()).isNotEqualTo(plan.id());
        assertThat(RestoreJson.of(RestoreReport.of(plan, Outcome.DRY_RUN, List.of())))
                .contains(
                        "\"dropped\" : {",
                        "\"name\" : \"own.note\"",
                        "\"rows\" : " + loss.tables().get(0).rows());
    }

    @Test
    void anEmptyTargetLosesNothing() {
        RestorePlan plan = plan(taken(prod), server.createDatabase("test"));

        assertThat(plan.loss()).isEmpty();
        assertThat(plan.command()).doesNotContain("overwrite");
        assertThat(RestoreText.of(plan)).contains("which is empty");
        assertThat(execute(plan).outcome()).isEqualTo(Outcome.RESTORED);
    }

    @Test
    void whatAppearsBetweenPlanAndExecutionIsRefusedAndStays() {
        Path backup = taken(prod);
        Database target = held("test");
        RestorePlan plan = plan(backup, target);
        server.execute(target, "CREATE TABLE early_bird ()");

        assertThatThrownBy(() -> execute(plan))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("has changed since the plan was made");

        assertThat(server.value(target, "SELECT to_regclass('early_bird')::text"))
                .isEqualTo("early_bird");
        assertThat(server.value(target, "SELECT count(*) FROM own.note")).isEqualTo("1");
    }

    @Test
    void aProtectedDatabaseIsNotOverwrittenUnderAnotherName() {
        Path backup = taken(prod);
        Database alias = new Database("local", prod.url(), false);

        assertThatThrownBy(() -> plan(backup, alias))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("local and prod are one and the same database");
        assertThat(plan(backup, prod).confirmation()).isEqualTo(ConfirmationLevel.PROTECTED);
    }

    @Test
    void withoutPsqlWhatPgDumpWroteOverwritesNothing() throws IOException {
        Path backup = taken(prod);
        String manifest = Files.readString(backup.resolve(ManifestFile.NAME));
        String other = manifest.replace("\"engine\" : \"built-in\"", "\"engine\" : \"pg_dump\"");
        assertThat(other).isNotEqualTo(manifest);
        Files.writeString(backup.resolve(ManifestFile.NAME), other);
        Files.writeString(
                backup.resolve(ManifestFile.NAME + ".sha256"),
                Sha256.hex(Sha256.digest().digest(other.getBytes())) + "  manifest.json\n");
        PgClient withoutPsql = new PgClient(project, 99, "99.0");

        assertThatThrownBy(() -> plan(backup, held("test"), List.of(withoutPsql)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("takes psql beside a pg_restore")
                .hasMessageContaining("Create an empty database");
    }

    @Test
    void whatDoesNotHoldAllRowsOverwritesNothing() {
        Database target = held("test");
        for (BackupContent content :
                List.of(BackupContent.schema(), BackupContent.touched(Set.of(new TableName("public", "item"))))) {
            Path backup = Backup.take(
                            prod,
                            BackupRoundTrip.config(project.resolve("backups"), Engine.BUILT_IN),
                            (snapshot, catalog) -> content,
                            BackupRoundTrip.PLAN,
                            EventSink.none())
                    .path();

            assertThatThrownBy(() -> plan(backup, target))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining(
                            "the backup has the scope " + content.scope().word())
                    .hasMessageContaining("Create an empty database");
        }
    }

    /** A database that holds something of several kinds. */
    private Database held(String environment) {
        Database database = server.createDatabase(environment);
        server.execute(
                database,
                "CREATE SCHEMA own",
                "CREATE TABLE own.note (text text)",
                "INSERT INTO own.note VALUES ('kept')",
                "CREATE TYPE mood AS ENUM ('good')",
                "CREATE TABLE item (id int GENERATED BY DEFAULT AS IDENTITY, mood mood DEFAULT 'good')",
                "INSERT INTO item VALUES (DEFAULT), (DEFAULT)",
                "CREATE VIEW moods AS SELECT mood FROM item");
        return database;
    }

    private Path taken(Database database) {
        return BackupRoundTrip.take(
                        database,
                        BackupRoundTrip.config(project.resolve("backups"), Engine.BUILT_IN),
                        BackupRoundTrip.PLAN,
                        EventSink.none())
                .path();
    }

    private RestorePlan plan(Path backup, Database target) {
        return plan(backup, target, PgClient.installed());
    }

    private RestorePlan plan(Path backup, Database target, List<PgClient> clients) {
        try {
            Path file = Files.writeString(project.resolve("sync.yaml"), """
                    chain: [dev, prod]
                    environments:
                      dev:  { url: "jdbc:postgresql://localhost:1/none" }
                      prod: { url: "%s", user: "%s", password: "%s" }
                    """.formatted(
                            prod.url().jdbcUrl(),
                            prod.url().user().orElse("postgres"),
                            prod.url().password().orElse("unused")));
            SyncConfig config = ConfigFile.read(file, project);
            Variables variables = new Variables(name -> null, Map.of());
            return new RestorePlanner(
                            config,
                            new Environments(config, variables, Credentials.none(), null),
                            EventSink.none(),
                            clients)
                    .plan(target, new StoredBackup(backup, ManifestFile.read(backup)), true);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static RestoreReport execute(RestorePlan plan) {
        return new RestoreExecution(EventSink.none())
                .execute(Confirmation.answered(plan.id().value()).confirm(plan));
    }
}
