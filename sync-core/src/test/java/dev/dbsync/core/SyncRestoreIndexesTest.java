package dev.dbsync.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.load.LoadIdentity;
import dev.dbsync.core.load.LoadSession;
import dev.dbsync.core.load.LoadTarget;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.pull.RestoreIndexesReport;
import dev.dbsync.core.pull.RestoreIndexesRequest;
import dev.dbsync.core.report.RestoreIndexesText;
import dev.dbsync.core.run.Confirmation;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.FullUrl;
import dev.dbsync.core.testing.PostgresServer;
import dev.dbsync.core.testing.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an interrupted pull has left is put back, as plain Java asks for it; production cannot even be reached. */
class SyncRestoreIndexesTest {

    private static final Set<TableName> TABLES =
            Set.of(new TableName("public", "customer"), new TableName("public", "orders"));

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    @TempDir
    Path project;

    private Database local;

    @BeforeEach
    void target() throws IOException {
        local = server.createDatabase("local");
        server.execute(
                local,
                "CREATE SCHEMA \"Flyway's\"",
                "CREATE TABLE customer (id int PRIMARY KEY)",
                "CREATE TABLE orders (id int PRIMARY KEY, customer int REFERENCES customer)",
                "CREATE INDEX orders_customer ON orders (customer)");
        configure(false);
    }

    @Test
    void whatIsLeftIsPutBackAndReported() throws Exception {
        List<String> before = indexesAndKeys();
        interrupted();
        server.execute(local, "INSERT INTO orders VALUES (1, 99)");
        assertThat(indexesAndKeys()).isEmpty();

        RestoreIndexesReport dry = restore(true);
        assertThat(dry.outcome()).isEqualTo(Outcome.DRY_RUN);
        assertThat(indexesAndKeys()).isEmpty();

        RestoreIndexesReport report = restore(false);

        assertThat(report.outcome()).as(RestoreIndexesText.of(report)).isEqualTo(Outcome.RESTORED);
        assertThat(indexesAndKeys()).isEqualTo(before);
        assertThat(server.query(local, "SELECT tablename FROM pg_tables WHERE tablename LIKE 'sync%'"))
                .isEmpty();
        JsonNode json = json();
        assertThat(json.propertyNames()).startsWith("goal", "from", "to", "planId", "outcome");
        assertThat(json.at("/goal").asString()).isEqualTo("pull-prod");
        assertThat(json.at("/outcome").asString()).isEqualTo("RESTORED");
        assertThat(json.at("/restored/emptied/0").asString()).isEqualTo("orders");
        assertThat(json.at("/plan/aside").toString()).contains("index orders_customer", "foreign key");
        assertThat(RestoreIndexesText.of(report))
                .startsWith("RESTORED local: ")
                .contains("Emptied", "orders", "pull again");
        assertThat(Files.readString(project.resolve(".sync/journal.jsonl")))
                .contains("\"pull-prod\"", "\"RESTORED\"", "\"emptied\":1");
        assertThat(Files.readString(project.resolve(".sync/started.jsonl"))).contains("\"pull-prod\"");

        assertThat(restore(false).outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
    }

    @Test
    void aPullThatIsAliveIsNotDisturbed() throws Exception {
        try (Connection alive = begun()) {
            RestoreIndexesReport report = restore(false);
            assertThat(report.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(report.problems()).singleElement().asString().contains("is under way");
            assertThat(indexesAndKeys()).isEmpty();
            assertThat(alive.isValid(5)).isTrue();
        }
    }

    @Test
    void aProtectedTargetIsRefusedUnderWhateverName() throws Exception {
        interrupted();
        configure(true);
        RestoreIndexesReport report = restore(false);
        assertThat(report.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(report.problems()).singleElement().asString().contains("which is protected");
        assertThat(indexesAndKeys()).isEmpty();
    }

    @Test
    void aTableThatSomebodyHasInUseIsNotWaitedForWithoutEnd() throws Exception {
        interrupted();
        try (Connection other = local.connect("test")) {
            other.setAutoCommit(false);
            other.createStatement().execute("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE");
            try (Connection connection = local.connect("test")) {
                LoadSession session = LoadSession.leftAnywhere(connection, local.shown(), Duration.ofMillis(200))
                        .orElseThrow();
                session.hold(connection);
                assertThat(failure(session, connection)).contains("orders", "in use");
            }
            other.rollback();
        }
        assertThat(restore(false).outcome()).isEqualTo(Outcome.RESTORED);
    }

    private static String failure(LoadSession session, Connection connection) {
        try {
            session.putBackAll(connection, EventSink.none());
        } catch (SyncException e) {
            return e.getMessage();
        }
        throw new AssertionError("it was put back under a lock");
    }

    private Connection begun() {
        Connection connection = local.connect("pull-prod");
        LoadTarget target = new LoadTarget(local.shown(), "Flyway's", Duration.ofSeconds(5));
        LoadSession.begin(connection, target, new LoadIdentity("1/2", "", "", ""), TABLES, TABLES);
        return connection;
    }

    private void interrupted() throws SQLException {
        begun().close();
        new Sessions(server, local).awaitGone();
    }

    private RestoreIndexesReport restore(boolean dryRun) {
        try (Sync sync = Sync.builder(project.resolve("sync.yaml"), project).open()) {
            return sync.restoreIndexes(new RestoreIndexesRequest(Optional.empty(), dryRun), Confirmation.none());
        }
    }

    private List<String> indexesAndKeys() {
        return server.query(local, """
                SELECT pg_get_indexdef(indexrelid)
                FROM pg_index
                WHERE indrelid IN ('customer'::regclass, 'orders'::regclass)
                UNION ALL
                SELECT pg_get_constraintdef(oid)
                FROM pg_constraint
                WHERE conrelid IN ('customer'::regclass, 'orders'::regclass)
                  AND contype <> 'n'
                ORDER BY 1
                """);
    }

    private JsonNode json() throws IOException {
        return JsonMapper.builder().build().readTree(Files.readString(project.resolve("target/sync/pull-prod.json")));
    }

    private void configure(boolean asProduction) throws IOException {
        String nowhere = "jdbc:postgresql://localhost:1/nowhere";
        Files.writeString(project.resolve("sync.yaml"), """
                chain: [dev, prod]
                environments:
                  dev: { url: "%s" }
                  prod: { url: "%s" }
                  local: { url: "%s" }
                flyway: { locations: ["filesystem:sql"] }
                pull: { to: local }
                """.formatted(
                        nowhere, asProduction ? FullUrl.of(local) : nowhere, FullUrl.of(local)));
    }
}
