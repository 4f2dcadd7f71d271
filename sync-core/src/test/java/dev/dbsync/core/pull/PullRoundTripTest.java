package dev.dbsync.core.pull;

import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of random columns, with extreme values, arrive exactly as they were. */
class PullRoundTripTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"1, true, in-place", "2, true, transaction", "3, false, in-place", "4, false, swap"})
    void everyValueOfEveryTypeArrivesInWhateverOrderTheColumnsStand(long seed, boolean binary, String mode) {
        new RandomTables(seed, binary, mode, server, server).pull(directory, mode);
    }
}
