package dev.dbsync.core.pull;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values arrive as they were from and to a server of another version, where one is installed on this machine. */
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

    @ParameterizedTest
    @CsvSource({"11, true, in-place", "12, false, transaction"})
    void fromTheOtherVersion(long seed, boolean binary, String mode) {
        new RandomTables(seed, binary, mode, other, server).pull(directory, mode);
    }

    @ParameterizedTest
    @CsvSource({"13, true, in-place", "14, false, transaction"})
    void toTheOtherVersion(long seed, boolean binary, String mode) {
        new RandomTables(seed, binary, mode, server, other).pull(directory, mode);
    }
}
