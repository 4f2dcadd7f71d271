package dev.dbsync.core.pull;

import dev.dbsync.core.testing.MajorVersions;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Values arrive as they were from every version of PostgreSQL in every other, in both formats, however it is filled.
 */
@Tag("exhaustive")
class PullVersionPairsTest {

    private static final int OLDEST = 14;
    private static final int NEWEST = 18;

    @RegisterExtension
    static final MajorVersions versions = new MajorVersions();

    @TempDir
    Path directory;

    @ParameterizedTest(name = "from {0} to {1}, binary: {2}, {3}, seed {4}")
    @MethodSource("pairs")
    void everyValueOfEveryTypeArrives(int from, int to, boolean binary, String mode, long seed) {
        new RandomTables(seed, binary, mode, versions.server(from), versions.server(to)).pull(directory, mode);
    }

    private static Stream<Arguments> pairs() {
        long seed = Long.getLong("sync.test.seed", System.nanoTime());
        return IntStream.rangeClosed(OLDEST, NEWEST)
                .boxed()
                .flatMap(from -> IntStream.rangeClosed(OLDEST, NEWEST)
                        .boxed()
                        .flatMap(to -> Stream.of(true, false)
                                .flatMap(binary -> List.of("in-place", "transaction", "swap").stream()
                                        .map(mode -> Arguments.of(from, to, binary, mode, seed)))));
    }
}
