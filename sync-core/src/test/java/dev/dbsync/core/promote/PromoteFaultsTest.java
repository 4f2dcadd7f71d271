package dev.dbsync.core.promote;

import dev.dbsync.core.promote.FaultyRun.Fault;
import dev.dbsync.core.testing.PostgresServer;
import dev.dbsync.core.testing.PromotePlace;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever ends a promotion, wherever: the target is as it was or promoted whole, the report and the journal say which,
 * status sees it, no lock is left, and the next run finishes the work.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PromoteFaultsTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static InterruptedPromotion.Start start;

    @TempDir
    Path directory;

    @BeforeAll
    static void aTargetThatIsBehind(@TempDir Path directory) {
        start = new InterruptedPromotion.Start(server, directory);
    }

    @ParameterizedTest
    @CsvSource({
        "DURING_THE_BACKUP, KILLED",
        "AMID_THE_LOOKUP_MERGE, KILLED",
        "BEFORE_COMMIT, KILLED",
        "AFTER_THE_FIRST_SCRIPT, TERMINATED",
        "BEFORE_COMMIT, TERMINATED",
        "AFTER_COMMIT, TERMINATED",
        "AFTER_THE_LAST_SCRIPT, CUT",
        "WHILE_LOOKUPS_ARE_STAGED, SOURCE_CUT"
    })
    void theTargetIsAsItWasOrPromotedWhole(PromotePlace place, Fault fault) throws Exception {
        verify(place, fault, "");
    }

    @Tag("exhaustive")
    @ParameterizedTest
    @MethodSource
    void itIsSoForEveryFaultAtEveryPlaceUnderEveryEngine(PromotePlace place, Fault fault, String engine)
            throws Exception {
        verify(place, fault, "backup: { engine: " + engine + " }\n");
    }

    static Stream<Arguments> itIsSoForEveryFaultAtEveryPlaceUnderEveryEngine() {
        return Arrays.stream(PromotePlace.values())
                .flatMap(place -> Arrays.stream(Fault.values())
                        .flatMap(fault -> (place == PromotePlace.DURING_THE_BACKUP
                                        ? Stream.of("built-in", "auto")
                                        : Stream.of("built-in"))
                                .map(engine -> Arguments.of(place, fault, engine))));
    }

    private void verify(PromotePlace place, Fault fault, String yaml) throws Exception {
        try (InterruptedPromotion promotion = start.in(directory, yaml)) {
            promotion.verify(place, fault, place.isCommitted() || sparesIt(place, fault));
        }
    }

    /** The source is not asked before the lock is there, nor after the verification. */
    private static boolean sparesIt(PromotePlace place, Fault fault) {
        return (fault == Fault.SOURCE_CUT || fault == Fault.SOURCE_TERMINATED)
                && (place == PromotePlace.BEFORE_THE_LOCK || place == PromotePlace.BEFORE_COMMIT);
    }
}
