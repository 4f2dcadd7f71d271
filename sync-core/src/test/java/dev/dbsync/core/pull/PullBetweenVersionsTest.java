package dev.dbsync.core.pull;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Values arrive as they were from and to a server of another version, where one is installed on this machine; between
 * all versions in {@link PullVersionPairsTest}.
 */
class PullBetweenVersionsTest {

    private static final Path INSTALLED = Path.of("/usr/lib/postgresql/15/bin");

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static PostgresServer other;

    @TempDir
    Path directory;

    @BeforeAll
    static void installed() {
        assumeTrue(Files.exists(INSTALLED.resolve("initdb")), "no PostgreSQL 15 is installed");
        other = PostgresServer.installed(INSTALLED);
    }

    @AfterAll
    static void stopped() throws Exception {
        if (other != null) {
            other.afterAll(null);
        }
    }

    @Test
    void fromTheOtherVersion() {
        new RandomTables(11, true, "in-place", other, server).pull(directory, "in-place");
    }

    @Test
    void toTheOtherVersion() {
        new RandomTables(14, false, "transaction", server, other).pull(directory, "transaction");
    }
}
