package dev.dbsync.core.backup;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/**
 * A server that a pg_dump of this machine can read: where the tests' own server is newer than every pg_dump, one from
 * the package that brought the newest.
 */
final class PgDumpServer {

    private static final int TESTS_MAJOR = Integer.getInteger("sync.test.postgres.version", 18);

    private PgDumpServer() {}

    /** The tests' own server where there is no other way. */
    static PostgresServer forTheClass() {
        List<PgClient> clients = PgClient.installed();
        if (PgClient.forServer(clients, TESTS_MAJOR).isPresent()) {
            return PostgresServer.shared();
        }
        return clients.stream()
                .filter(client -> Files.isExecutable(client.directory().resolve("initdb")))
                .findFirst()
                .map(client -> PostgresServer.installed(client.directory()))
                .orElseGet(PostgresServer::shared);
    }

    /** Skips the test, with a reason, where there is no such server. */
    static void assumeUsable(PostgresServer server) {
        assumeTrue(
                client(server).isPresent(),
                () -> "no pg_dump on this machine can dump a server of version " + server.majorVersion());
    }

    static Optional<PgClient> client(PostgresServer server) {
        return PgClient.forServer(PgClient.installed(), server.majorVersion());
    }
}
