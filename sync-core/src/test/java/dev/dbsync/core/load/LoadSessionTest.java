package dev.dbsync.core.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LoadSessionTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static Database shapes;

    @BeforeAll
    static void make() {
        shapes = server.createDatabase("shapes");
        Shapes.create(server, shapes);
    }

    @Test
    void everyShapeComesBackExactly() throws SQLException {
        Database database = server.copyOf(shapes, "exactly");
        List<String> before = SchemaLines.of(server, database);
        Set<TableName> tables = Shapes.selected(server, database);

        try (Connection connection = LoadFixture.connect(database)) {
            LoadSession session = LoadFixture.begin(connection, database, tables, tables);
            assertThat(server.query(database, "SELECT kind, name FROM sync_load_object WHERE kind <> 'trigger'"))
                    .contains("index|one_email", "key|one_email", "key|no_overlap", "tree|event_pkey");
            assertThat(indexes(database)).containsExactlyInAnyOrder("grouped_pkey", "not_valid", "unselected_pkey");
            assertThat(server.query(database, "SELECT conname FROM pg_constraint WHERE contype = 'f'"))
                    .isEmpty();
            LoadFixture.putBack(connection, session);
        }

        assertThat(SchemaLines.difference(before, SchemaLines.of(server, database)))
                .isEmpty();
    }

    /** All that are independent at the same time, on connections of their own. */
    @Test
    void everythingComesBackByManyConnectionsAtATime() throws Exception {
        Database database = server.copyOf(shapes, "parallel");
        List<String> before = SchemaLines.of(server, database);
        Set<TableName> tables = Shapes.selected(server, database);
        ExecutorService workers = Executors.newFixedThreadPool(6);
        try (Connection connection = LoadFixture.connect(database)) {
            LoadSession session = LoadFixture.begin(connection, database, tables, tables);
            server.execute(
                    database,
                    "INSERT INTO customer SELECT i, 'mail' || i, 'name' || i FROM generate_series(1, 20000) i",
                    "INSERT INTO \"Order\" SELECT i, i FROM generate_series(1, 20000) i",
                    "INSERT INTO item SELECT i, NULL, NULL, i FROM generate_series(1, 20000) i");

            List<PutBack> indexes = new ArrayList<>();
            tables.forEach(table -> indexes.addAll(session.indexes(connection, table)));
            assertThat(indexes).hasSizeGreaterThan(10);
            all(workers, database, indexes);
            List<PutBack> keys = new ArrayList<>();
            tables.forEach(table -> session.keys(connection, table).ifPresent(keys::add));
            all(workers, database, keys);
            assertThat(session.unbuilt(connection)).isEmpty();
            session.foreignKeys(connection).orElseThrow().run(connection);
            assertThat(session.foreignKeys(connection)).isEmpty();
            all(workers, database, session.validations(connection));
            assertThat(session.validations(connection)).isEmpty();
            // Once more, as somebody does who did not learn that it was done.
            indexes.forEach(task -> task.run(connection));
            session.finish(connection);
        } finally {
            workers.shutdownNow();
        }
        assertThat(SchemaLines.difference(before, SchemaLines.of(server, database)))
                .isEmpty();
        assertThat(server.query(database, "SELECT relname FROM pg_class WHERE relname LIKE 'sync%'"))
                .isEmpty();
    }

    @Test
    void aTableThatIsCopiedAnewLosesWhatCameBack() throws SQLException {
        Database database = server.copyOf(shapes, "anew");
        List<String> before = SchemaLines.of(server, database);
        Set<TableName> tables = Shapes.selected(server, database);
        TableName customer = new TableName("public", "customer");
        TableName event = new TableName("public", "event_2024");
        Part part = new Part(customer, 0, 2, "first", Instant.parse("2026-11-20T10:00:00Z"), 7);
        try (Connection connection = LoadFixture.connect(database)) {
            LoadSession session = LoadFixture.begin(connection, database, tables, tables);
            session.partDone(connection, part);
            session.partDone(connection, new Part(event, 0, 1, "first", Instant.EPOCH, 3));
            assertThat(session.parts(connection)).contains(part);
            assertThat(session.complete(connection)).containsExactly(event);
            for (TableName table : tables) {
                session.indexes(connection, table).forEach(task -> task.run(connection));
                session.keys(connection, table).ifPresent(task -> task.run(connection));
            }
            session.foreignKeys(connection).orElseThrow().run(connection);
            session.validations(connection).forEach(task -> task.run(connection));
            assertThat(session.unbuilt(connection)).isEmpty();

            session.forget(connection, List.of(customer, event));

            assertThat(session.parts(connection)).isEmpty();
            assertThat(session.unbuilt(connection)).contains(customer, event);
            assertThat(indexes(database)).contains("item_pkey").doesNotContain("one_email", "only_2024", "event_pkey");
            assertThat(server.query(
                            database, "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conparentid = 0"))
                    .contains("full_match")
                    .doesNotContain("boss_of", "event_customer");
            server.execute(database, "TRUNCATE customer");
            assertThatThrownBy(() -> session.finish(connection)).hasMessageContaining("is not back yet");

            LoadFixture.putBack(connection, session);
        }
        assertThat(SchemaLines.difference(before, SchemaLines.of(server, database)))
                .isEmpty();
    }

    /** What somebody changed meanwhile is not called what it was. */
    @Test
    void theEndSeesThatADefinitionIsAnother() throws SQLException {
        Database database = server.copyOf(shapes, "other");
        TableName item = new TableName("public", "item");
        try (Connection connection = LoadFixture.connect(database)) {
            LoadSession session = LoadFixture.begin(connection, database, Set.of(item), Set.of(item));
            session.indexes(connection, item).forEach(task -> task.run(connection));
            session.keys(connection, item).ifPresent(task -> task.run(connection));
            session.foreignKeys(connection).ifPresent(task -> task.run(connection));
            session.validations(connection).forEach(task -> task.run(connection));
            server.execute(database, "ALTER INDEX item_pkey SET (fillfactor = 50)");
            assertThatThrownBy(() -> session.finish(connection))
                    .hasMessageContaining("item_pkey")
                    .hasMessageContaining("not what it was");
            server.execute(database, "ALTER INDEX item_pkey RESET (fillfactor)");
            session.finish(connection);
        }
    }

    @Test
    void anIndexInATablespaceComesBackThere() throws SQLException {
        assumeThat(server.majorVersion()).as("tablespaces without a directory").isGreaterThanOrEqualTo(15);
        Database database = server.createDatabase("spaces");
        List<String> options =
                List.of("SET allow_in_place_tablespaces = on", "CREATE TABLESPACE load_test LOCATION ''");
        server.execute(database, options.toArray(String[]::new));
        try {
            server.execute(database, """
                    CREATE TABLE t (id int CONSTRAINT t_pk PRIMARY KEY USING INDEX TABLESPACE load_test, v int, r int4range);
                    CREATE INDEX t_v ON t (v) TABLESPACE load_test;
                    CREATE INDEX t_default ON t (v);
                    ALTER TABLE t ADD CONSTRAINT t_r EXCLUDE USING gist (r WITH &&) USING INDEX TABLESPACE load_test;
                    """);
            List<String> before = SchemaLines.of(server, database);
            Set<TableName> t = Set.of(new TableName("public", "t"));
            try (Connection connection = LoadFixture.connect(database)) {
                connection.createStatement().execute("SET default_tablespace = load_test");
                LoadSession session = LoadFixture.begin(connection, database, t, t);
                assertThat(session.aside(connection)).hasSize(5);
                LoadFixture.putBack(connection, session);
            }
            assertThat(SchemaLines.difference(before, SchemaLines.of(server, database)))
                    .isEmpty();
        } finally {
            server.dropDatabase(database);
            server.execute(server.maintenance(), "DROP TABLESPACE load_test");
        }
    }

    private static void all(ExecutorService workers, Database database, List<PutBack> tasks) throws Exception {
        List<Callable<Void>> calls = new ArrayList<>();
        for (PutBack task : tasks) {
            calls.add(() -> {
                try (Connection connection = LoadFixture.connect(database)) {
                    task.run(connection);
                }
                return null;
            });
        }
        for (Future<Void> done : workers.invokeAll(calls)) {
            done.get();
        }
    }

    private static List<String> indexes(Database database) {
        return server.query(database, """
                SELECT relname
                FROM pg_class
                WHERE relkind IN ('i', 'I')
                  AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'pg_toast'::regnamespace)
                  AND relname !~ '^sync_load'
                """);
    }
}
