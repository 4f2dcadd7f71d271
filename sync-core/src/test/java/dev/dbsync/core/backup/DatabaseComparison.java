package dev.dbsync.core.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.copy.CopyStream;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.Sequence;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.testing.PostgresServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Whether two databases are the same, by means that share nothing with the engines under test. */
final class DatabaseComparison {

    private final PostgresServer server;

    DatabaseComparison(PostgresServer server) {
        this.server = server;
    }

    /** Schema and rows, materialized views and sequences included. */
    void requireSame(Database expected, Database actual) {
        requireSameSchema(expected, actual);
        assertThat(rows(actual)).isEqualTo(rows(expected));
    }

    /** By PostgreSQL's own functions, and by {@code pg_dump -s} where there is one for this server. */
    void requireSameSchema(Database expected, Database actual) {
        String signature = resource("signature.sql");
        assertThat(server.query(actual, signature)).containsExactlyElementsOf(server.query(expected, signature));
        Optional<PgClient> client = PgClient.forServer(PgClient.installed(), server.majorVersion());
        client.ifPresent(found -> assertThat(dump(found, actual)).containsExactlyElementsOf(dump(found, expected)));
    }

    /** A file beside this class. */
    static String resource(String name) {
        try (InputStream in = DatabaseComparison.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Map<String, String> rows(Database database) {
        Map<String, String> rows = new TreeMap<>();
        try (Connection connection = database.connectReadOnly("test")) {
            Catalog catalog = Catalog.read(connection);
            for (Table table : catalog.tables()) {
                if (table.kind() == Table.Kind.FOREIGN) {
                    continue;
                }
                rows.put(
                        table.name().toString(),
                        text(connection, "TABLE ONLY " + table.name().sql()));
            }
            for (String view : server.query(
                    database, "SELECT format('%I.%I', schemaname, matviewname) FROM pg_matviews WHERE ispopulated")) {
                rows.put(view, text(connection, "TABLE " + view));
            }
            for (Sequence sequence : catalog.sequences()) {
                rows.put(
                        sequence.name().toString(),
                        text(
                                connection,
                                "SELECT last_value, is_called FROM "
                                        + sequence.name().sql()));
            }
            return new LinkedHashMap<>(rows);
        } catch (SQLException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(Connection connection, String query) throws SQLException, IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        CopyStream.out(connection, "COPY (" + query + ") TO STDOUT", text);
        return String.join(
                "\n",
                text.toString(StandardCharsets.UTF_8)
                        .lines()
                        .sorted(Comparator.naturalOrder())
                        .toList());
    }

    private static List<String> dump(PgClient client, Database database) {
        try {
            ProcessBuilder builder = new ProcessBuilder(client.pgDump().toString(), "-s");
            builder.environment().putAll(database.url().libpqEnvironment());
            Process process =
                    builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    // A random token in newer versions, and who dumped what.
                    .filter(line -> !line.startsWith("\\restrict") && !line.startsWith("\\unrestrict"))
                    .toList();
            assertThat(process.waitFor()).isZero();
            return lines;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
