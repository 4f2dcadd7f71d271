package dev.dbsync.core.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
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
