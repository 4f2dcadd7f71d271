package dev.dbsync.core.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.config.BackupConfig.Engine;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The shop of the quickstart, backed up by the built-in engine and judged by pg_dump. */
class QuickstartBackupTest {

    @RegisterExtension
    static final PostgresServer server = PgDumpServer.forTheClass();

    private static final Path MIGRATIONS = Path.of("../it/quickstart/src/main/resources/db/migration");

    @TempDir
    Path directory;

    @Test
    void itComesBackWithAnIdenticalPgDumpAndIdenticalRows() throws IOException {
        PgDumpServer.assumeUsable(server);
        Database source = server.createDatabase("prod");
        for (Path script : scripts()) {
            server.execute(source, Files.readString(script));
        }
        server.execute(source, """
                INSERT INTO customers (email, full_name, country, password_hash, preferences)
                SELECT 'c' || i || '@example.com', E'C:\\\\N\\ttab \\\\. ' || i, 'DE', md5(i::text),
                       jsonb_build_object('n', i, 'quote', '"\\')
                FROM generate_series(1, 500) i
                """, """
                INSERT INTO orders (number, customer_id, status, fee_item_id, net, vat_rate)
                SELECT 'N' || c.id, c.id, 'paid', (SELECT min(id) FROM fee_item), 10.01 * c.id, 19
                FROM customers c
                """, """
                INSERT INTO payments (order_id, amount, paid_at)
                SELECT id, gross, '2025-06-01Z'::timestamptz + id * interval '1 day' FROM orders
                """, "UPDATE fee_item SET amount = amount + 1");

        Path backup = BackupRoundTrip.take(
                        source,
                        BackupRoundTrip.config(directory, Engine.BUILT_IN),
                        BackupRoundTrip.PLAN,
                        EventSink.none())
                .path();
        Database target = server.createDatabase("restored");
        BackupRoundTrip.restore(backup, target);

        new DatabaseComparison(server).requireSame(source, target);
        assertThat(server.value(target, "SELECT count(*) FROM payments_2025")).isNotEqualTo("0");
    }

    @Test
    void defaultPrivilegesComeBackAsTheyWere() {
        PgDumpServer.assumeUsable(server);
        Database source = server.createDatabase("prod");
        server.execute(
                source,
                "CREATE SCHEMA \"Own s\"",
                "CREATE TABLE \"Own s\".t ()",
                "CREATE ROLE \"Sync test reader\"",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA \"Own s\" GRANT SELECT, INSERT ON TABLES TO \"Sync test reader\"",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA \"Own s\" GRANT USAGE ON SEQUENCES TO PUBLIC",
                "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
                "ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO \"Sync test reader\" WITH GRANT OPTION");
        Path backup = BackupRoundTrip.take(
                        source,
                        BackupRoundTrip.config(directory, Engine.BUILT_IN),
                        BackupRoundTrip.PLAN,
                        EventSink.none())
                .path();
        Database target = server.createDatabase("restored");

        BackupRoundTrip.restore(backup, target);

        new DatabaseComparison(server).requireSame(source, target);
        server.execute(source, "DROP OWNED BY \"Sync test reader\"");
        server.execute(target, "DROP OWNED BY \"Sync test reader\"", "DROP ROLE \"Sync test reader\"");
    }

    /** In the order of their versions, repeatable ones last. */
    private static List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            return files.sorted(Comparator.comparingInt(QuickstartBackupTest::version))
                    .toList();
        }
    }

    private static int version(Path script) {
        String name = script.getFileName().toString();
        return name.startsWith("V") ? Integer.parseInt(name.substring(1, name.indexOf("__"))) : Integer.MAX_VALUE;
    }
}
