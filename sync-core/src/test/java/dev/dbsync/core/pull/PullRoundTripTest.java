package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

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
    @CsvSource({"1, true, in-place", "2, true, transaction", "3, false, in-place", "4, false, transaction"})
    void everyValueOfEveryTypeArrivesInWhateverOrderTheColumnsStand(long seed, boolean binary, String mode) {
        PullReport report = new RandomTable(seed, binary).pull(server, server, directory, mode);

        assertThat(report.tables())
                .singleElement()
                .satisfies(table -> assertThat(table.format()).isEqualTo(binary ? "binary" : "text"));
    }
}
